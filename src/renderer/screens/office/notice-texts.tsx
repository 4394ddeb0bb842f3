import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { TemplateRow } from '../../../shared/contract/notify.ts'
import { LONGEST_SUBJECT, NOTICE_KINDS, PLACEHOLDER_WORDS, PLACEHOLDERS, render, sampleValues, unknownPlaceholders, type NoticeKind } from '../../../shared/mail/templates.ts'
import { useHeld, useKept } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './settings.module.css'

const KINDS: Record<NoticeKind, string> = { arrival: t('office.noticeTexts.arrived'), reminder: t('office.noticeTexts.reminder'), escalation: t('common.department'), receipt: t('common.receipt') }

/** The texts of messages, with a preview of what is being typed. */
export function NoticeTexts(): ReactNode {
  const query = useQuery(station.notify.templates.queryOptions())
  const [kind, setKind] = useKept<NoticeKind>('settings.text', 'arrival')
  const row = query.data?.find((one) => one.kind === kind)
  return (
    <section className={css.form} aria-label={t('office.noticeTexts.texts')}>
      <h3>{t('office.noticeTexts.texts')}</h3>
      <Segments<NoticeKind> label={t('office.noticeTexts.message')} value={kind} options={NOTICE_KINDS.map((value) => ({ value, label: KINDS[value] }))} onChange={setKind} />
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {row ? <TextForm key={`${kind} ${row.subject} ${row.body}`} row={row} /> : !query.error && <Loading />}
    </section>
  )
}

function TextForm({ row }: { row: TemplateRow }): ReactNode {
  const { kind } = row
  const office = useStation()?.office?.name ?? ''
  const [subject, setSubject] = useHeld(`notice-text.subject.${row.kind}`, row.subject)
  const [body, setBody] = useHeld(`notice-text.body.${row.kind}`, row.body)
  const area = useRef<HTMLTextAreaElement>(null)
  const save = useMutation(station.notify.saveTemplate.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: station.notify.templates.key() }) }))
  const wrong = { subject: unknownPlaceholders(subject, kind)[0], body: unknownPlaceholders(body, kind)[0] }
  const problem = save.error ? problemOf(save.error) : null
  const errorOf = (field: 'subject' | 'body'): string | undefined => (wrong[field] ? t('office.noticeTexts.thereIsNoValueHereUse', { value: wrong[field] }) : problem?.field === field ? problem.message : undefined)
  const preview = render({ subject, body }, sampleValues(kind, office))
  /** Puts a placeholder where the cursor stands. */
  const insert = (name: string): void => {
    const at = area.current
    if (!at) return
    const [from, to] = [at.selectionStart, at.selectionEnd]
    setBody(`${body.slice(0, from)}{${name}}${body.slice(to)}`)
    at.focus()
  }
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); if (!wrong.subject && !wrong.body && !save.isPending) save.mutate({ kind, subject, body }) }}>
      <TextField label={t('office.noticeTexts.subject')} value={subject} maxLength={LONGEST_SUBJECT} error={errorOf('subject')} onChange={(event) => { setSubject(event.currentTarget.value) }} />
      <div className={css.texts}>
        <TextAreaField ref={area} label={t('office.noticeTexts.text')} rows={12} value={body} maxLength={10_000} error={errorOf('body')} onChange={(event) => { setBody(event.currentTarget.value) }} />
        <section className={css.preview} aria-label={t('office.noticeTexts.preview')} role="group"><h4>{t('office.noticeTexts.whatPeopleRead')}</h4><b>{preview.subject}</b><pre>{preview.body}</pre></section>
      </div>
      <ul className={css.names} aria-label={t('office.noticeTexts.namesThatAreFilledIn')}>{PLACEHOLDERS[kind].map((name) => <li key={name}><button type="button" onClick={() => { insert(name) }}>{`{${name}}`}</button> {PLACEHOLDER_WORDS[name]}</li>)}</ul>
      {problem && problem.field !== 'subject' && problem.field !== 'body' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      {save.isSuccess && <Message tone="done" title={t('office.noticeTexts.theTextIsSaved')} />}
      <div className={css.sounds}>
        <Button kind="primary" submit disabled={save.isPending}>{t('office.noticeTexts.saveTheText')}</Button>
        {row.changed && <Button disabled={save.isPending} onClick={() => { save.mutate({ kind, subject: '', body: '' }) }}>{t('office.noticeTexts.backToTheFirstText')}</Button>}
      </div>
      <Help>{t('office.noticeTexts.messagesThatStandInTheOutbox')}</Help>
    </form>
  )
}
