import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { LONGEST, NOTICES, type PersonCard, type PersonFields } from '../../../shared/contract/directory.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField, TextAreaField, TextField } from '../../ui/field.tsx'
import { PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './directory.module.css'
import { NOTICE_WORDS } from './words.ts'

interface Draft {
  given: string; family: string; name: string; employeeId: string; email: string; phone: string; department: string; mailStop: string; location: string
  aliases: string; badge: string; forwarding: string; notice: (typeof NOTICES)[number]; note: string
}

function draftOf(card: PersonCard | null, name: string): Draft {
  if (card) {
    return {
      given: card.given, family: card.family, name: card.name, employeeId: card.employeeId, email: card.email, phone: card.phone, department: card.departmentId ?? '', mailStop: card.mailStopId ?? '', location: card.ownLocation,
      aliases: card.aliases.join(', '), badge: card.badge, forwarding: card.forwarding, notice: card.notice, note: card.note,
    }
  }
  const words = name.trim().split(/\s+/).filter(Boolean)
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '', name: '', employeeId: '', email: '', phone: '', department: '', mailStop: '', location: '', aliases: '', badge: '', forwarding: '', notice: 'office', note: '' }
}

const listOf = (text: string): string[] => text.split(',').map((part) => part.trim()).filter(Boolean)

/** Only what differs from the card is sent, so that a change somebody else made meanwhile to another field stays. */
function changesOf(from: Draft, to: Draft): PersonFields {
  const changed: PersonFields = {}
  for (const key of ['given', 'family', 'name', 'employeeId', 'email', 'phone', 'location', 'badge', 'forwarding', 'note'] as const) if (to[key] !== from[key]) changed[key] = to[key]
  // A shown name that only follows from the two names follows them again.
  if (changed.name === undefined && (changed.given !== undefined || changed.family !== undefined) && from.name === `${from.given} ${from.family}`.trim()) changed.name = ''
  if (to.department !== from.department) changed.department = to.department || null
  if (to.mailStop !== from.mailStop) changed.mailStop = to.mailStop || null
  if (to.aliases !== from.aliases) changed.aliases = listOf(to.aliases)
  if (to.notice !== from.notice) changed.notice = to.notice
  return changed
}

/** Changes a person, or adds one when there is no card. What is typed stays when the form is left. */
export function PersonForm({ card, named = '', onDone, onClose }: { card: PersonCard | null; named?: string; onDone: (card: PersonCard) => void; onClose: () => void }): ReactNode {
  const [initial] = useState(() => draftOf(card, named))
  const [kept, setKept] = useKept<Draft | null>(`directory.draft.${card?.id ?? 'new'}`, null)
  const draft = kept ?? initial
  const set = (patch: Partial<Draft>): void => { setKept({ ...draft, ...patch }) }
  const [missing, setMissing] = useState(false)
  const departments = useQuery(station.directory.departments.queryOptions())
  const stops = useQuery(station.directory.mailStops.queryOptions())
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => { first.current?.focus() }, [])
  const done = async (saved: PersonCard): Promise<void> => {
    setKept(null)
    onDone(saved)
    await queries.invalidateQueries({ queryKey: station.directory.key() })
  }
  const change = useMutation(station.directory.changePerson.mutationOptions({ onSuccess: done }))
  const add = useMutation(station.directory.addPerson.mutationOptions({ onSuccess: done }))
  const run = card ? change : add
  const send = (): void => {
    const nameless = `${draft.given}${draft.family}${draft.name}`.trim() === ''
    setMissing(nameless)
    if (nameless) first.current?.focus()
    if (nameless || run.isPending) return
    if (card) {
      const fields = changesOf(initial, draft)
      if (Object.keys(fields).length === 0) onClose()
      else change.mutate({ id: card.id, fields })
    } else add.mutate({ ...draft, department: draft.department || null, mailStop: draft.mailStop || null, aliases: listOf(draft.aliases) })
  }
  useKeys([{ key: 'Ctrl Enter', label: card ? t('common.save') : t('directory.personForm.addThePerson'), run: send }, { key: 'Esc', label: t('directory.personForm.backKeepsWhatYouTyped'), run: onClose }])
  const problem = run.error ? problemOf(run.error) : null
  const field = problem?.field?.replace(/^fields\./, '')
  const text = (key: 'given' | 'family' | 'name' | 'employeeId' | 'email' | 'phone' | 'location' | 'badge' | 'aliases', label: string, max: number, hint?: string): ReactNode => (
    <TextField label={label} about={key === 'badge' ? 'badge' : key === 'location' ? 'usualLocation' : key === 'employeeId' ? 'employeeNumber' : undefined} hint={hint} value={draft[key]} maxLength={max} error={field === key ? problem?.message : undefined} onChange={(event) => { set({ [key]: event.currentTarget.value }) }} {...(key === 'given' ? { ref: first } : {})} {...(key === 'given' && missing ? { error: t('directory.personForm.typeAFirstOrALast') } : {})} />
  )
  const choices = <T extends { id: string; active: boolean }>(rows: readonly T[] | undefined, current: string, words: (row: T) => string): { value: string; label: string }[] => [
    { value: '', label: t('common.none2') }, ...(rows ?? []).filter((row) => row.active || row.id === current).map((row) => ({ value: row.id, label: words(row) })),
  ]
  return (
    <form className={css.pane} aria-label={card ? t('directory.personForm.changeName', { name: card.name }) : t('common.addAPerson')} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <PaneHead title={card ? t('directory.personForm.changeName', { name: card.name }) : t('common.addAPerson')}>{kept && <Button small kind="quiet" onClick={() => { setKept(null) }}>{t('directory.personForm.startOver')}</Button>}</PaneHead>
      <div className={css.fields}>
        <div className={css.two}>{text('given', t('directory.personForm.firstName'), LONGEST.name)}{text('family', t('directory.personForm.lastName'), LONGEST.name)}</div>
        {text('name', t('directory.personForm.shownAs'), LONGEST.name, t('directory.personForm.ifItDiffers'))}
        <div className={css.two}>
          <SearchField label={t('common.department')} search={`person.department.${card?.id ?? ''}`} value={draft.department} data={choices(departments.data, draft.department, (row) => row.name)} onChange={(value) => { set({ department: value ?? '' }) }} />
          <SearchField label={t('common.mailStop')} about="mailStop" search={`person.mailStop.${card?.id ?? ''}`} value={draft.mailStop} data={choices(stops.data, draft.mailStop, (row) => [row.code, row.building].filter(Boolean).join(', '))} onChange={(value) => { set({ mailStop: value ?? '' }) }} />
          {text('location', t('common.location'), LONGEST.code, t('directory.personForm.elseTheStops'))}{text('employeeId', t('common.employeeNumber'), LONGEST.code)}
          {text('email', t('common.email'), LONGEST.email)}{text('phone', t('common.phone'), LONGEST.phone)}
        </div>
        {text('aliases', t('common.otherNames'), 2_000, t('directory.personForm.withCommasBetween'))}
        {text('badge', t('common.badge'), LONGEST.code)}
        <div><span className={css.label}>{t('directory.personForm.noticeOfMail')}</span><Segments small label={t('directory.personForm.noticeOfMail')} value={draft.notice} options={NOTICES.map((value) => ({ value, label: NOTICE_WORDS[value] }))} onChange={(notice) => { set({ notice }) }} /></div>
        <TextAreaField label={t('common.forwarding')} about="forwarding" rows={2} value={draft.forwarding} maxLength={LONGEST.note} onChange={(event) => { set({ forwarding: event.currentTarget.value }) }} />
        <TextAreaField label={t('common.note')} rows={2} value={draft.note} maxLength={LONGEST.note} onChange={(event) => { set({ note: event.currentTarget.value }) }} />
      </div>
      <footer className={css.foot}>
        {problem && !(field && field in draft) && <ProblemMessage problem={problem} />}
        <div className={css.acts}><Button keys="Esc" onClick={onClose}>{t('common.back')}</Button><Button kind="primary" keys="Ctrl Enter" submit disabled={run.isPending}>{card ? t('directory.personForm.saveTheChange') : t('directory.personForm.addThePerson')}</Button></div>
      </footer>
    </form>
  )
}
