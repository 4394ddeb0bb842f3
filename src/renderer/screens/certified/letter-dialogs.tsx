import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterChanges } from '../../../shared/contract/certified.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { IconName } from '../../ui/drawings.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { typedCents } from './draft.ts'
import css from './letters.module.css'

const refresh = async (): Promise<void> => { await Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) }

/** Asks for a reason and does something that stays in the log with it. */
export function ReasonDialog({ title, words, verb, icon, act, onClose }: { title: string; words: string; verb: string; icon?: IconName; act: (reason: string) => Promise<unknown>; onClose: () => void }): ReactNode {
  const [reason, setReason] = useHeld(`reason.${title}`, '')
  const [missing, setMissing] = useState(false)
  const run = useMutation({ mutationFn: act, onSuccess: async () => { onClose(); await refresh() } })
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate(reason.trim())
  }
  return (
    <Dialog name="letter-reason" title={title} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" {...(icon ? { icon } : {})} keys="Enter" onClick={send}>{verb}</Button></>}>
      <p>{words}</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label={t('common.reason')} data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? t('certified.letterDialogs.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}

/** Puts a number on a letter that has none, or another one in place of a spoiled label. */
export function NumberDialog({ letter, onClose }: { letter: LetterRow; onClose: () => void }): ReactNode {
  const [text, setText] = useHeld(`number.text.${letter.id}`, '')
  const [reason, setReason] = useHeld(`number.reason.${letter.id}`, '')
  const [word, setWord] = useHeld(`number.word.${letter.id}`, false)
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: () => ask((approval) => client.certified.number({ letter: letter.id, number: { text, source: 'scanned' }, reason, ...(word ? { checkDigitWord: t('common.asPrinted') } : {}), ...(approval ? { approval } : {}) })),
    onSuccess: async () => { onClose(); await refresh() },
  })
  useScanTaker(setText, 'dialog')
  const send = (): void => { if (text.trim() !== '' && !run.isPending) run.mutate() }
  const problem = run.error ? problemOf(run.error) : null
  return (
    <>
      <Dialog name="letter-number" title={letter.number === '' ? t('certified.letterDialogs.theArticleNumberForName', { name: letter.addressee.name }) : t('certified.letterDialogs.whichNumberTakesItsPlace')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Enter" onClick={send}>{t('certified.letterDialogs.keepTheNumber')}</Button></>}>
        <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.ask}>
          <TextField label={t('common.articleNumber')} about="articleNumber" hint={t('certified.letterDialogs.scanTheLabel')} data-autofocus className={css.mono} value={text} maxLength={60} onChange={(event) => { setText(event.currentTarget.value); setWord(false) }} />
          {letter.number !== '' && <TextField label={t('certified.letterDialogs.whatWasWrongWithTheLabel')} value={reason} maxLength={500} onChange={(event) => { setReason(event.currentTarget.value) }} />}
          <button type="submit" hidden />
        </form>
        {problem && <ProblemMessage problem={problem} />}
        {problem?.code === 'check-digit' && <div className={css.acts}><Button small onClick={() => { setWord(true) }}>{word ? t('certified.letterDialogs.itIsAsPrintedPressEnter') : t('certified.letterDialogs.itIsAsPrinted')}</Button></div>}
      </Dialog>
      {dialog}
    </>
  )
}

/** Puts right what was logged wrong; both versions stay in the log. */
export function LetterDialog({ letter, onClose }: { letter: LetterRow; onClose: () => void }): ReactNode {
  const before = { block: letter.addressee.lines.join('\n'), weight: letter.weight === null ? '' : String(letter.weight / 10), postage: letter.charges.postage.how === 'typed' && letter.charges.postage.cents !== null ? (letter.charges.postage.cents / 100).toFixed(2) : '', department: letter.department, costCode: letter.costCode, matter: letter.matter, document: letter.document, note: letter.note, greenCard: letter.greenCard }
  const [now, setNow] = useHeld(`letter.now.${letter.id}`, before)
  const [reason, setReason] = useHeld(`letter.reason.${letter.id}`, '')
  const [missing, setMissing] = useState(false)
  const set = (change: Partial<typeof before>): void => { setNow({ ...now, ...change }) }
  const run = useMutation({
    mutationFn: () => {
      const fields: LetterChanges = {}
      if (now.block !== before.block) fields.addressee = { block: now.block }
      if (now.weight !== before.weight) fields.weight = now.weight.trim() === '' ? null : Math.round(Number(now.weight) * 10)
      if (now.postage !== before.postage) fields.postage = typedCents(now.postage) ?? null
      for (const name of ['department', 'costCode', 'matter', 'document', 'note', 'greenCard'] as const) if (now[name] !== before[name]) fields[name] = now[name]
      return client.certified.correct({ letter: letter.id, reason, fields })
    },
    onSuccess: async () => { onClose(); await refresh() },
  })
  useScanTaker((text) => { set({ greenCard: text }) }, 'dialog')
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate()
  }
  return (
    <Dialog name="letter-correct" wide title={t('certified.letterDialogs.whatIsWrongAboutTheLetter', { name: letter.addressee.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('certified.letterDialogs.correctIt'), run: send }]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>{t('certified.letterDialogs.correctIt')}</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.grid}>
        <div className={css.wide}><TextAreaField label={t('common.to')} about="addressee" minRows={4} autosize value={now.block} maxLength={2000} onChange={(event) => { set({ block: event.currentTarget.value }) }} /></div>
        <TextField label={t('common.weight')} about="weight" hint={t('certified.letterDialogs.ounces')} value={now.weight} maxLength={10} onChange={(event) => { set({ weight: event.currentTarget.value }) }} />
        <TextField label={t('common.postage')} about="postage" hint={t('certified.letterDialogs.fromTheMeter')} value={now.postage} maxLength={12} onChange={(event) => { set({ postage: event.currentTarget.value }) }} />
        <TextField label={t('common.department')} about="department" value={now.department} maxLength={200} onChange={(event) => { set({ department: event.currentTarget.value }) }} />
        <TextField label={t('common.costCode')} about="costCode" value={now.costCode} maxLength={100} onChange={(event) => { set({ costCode: event.currentTarget.value }) }} />
        <TextField className={css.wide} label={t('common.matter')} about="matter" value={now.matter} maxLength={200} onChange={(event) => { set({ matter: event.currentTarget.value }) }} />
        <TextField className={css.wide} label={t('common.whatIsInIt')} about="document" value={now.document} maxLength={500} onChange={(event) => { set({ document: event.currentTarget.value }) }} />
        <TextField className={css.wide} label={t('common.greenCard')} about="greenCard" hint={t('certified.letterDialogs.itsOwnNumber')} value={now.greenCard} maxLength={60} onChange={(event) => { set({ greenCard: event.currentTarget.value }) }} />
        <div style={{ gridColumn: '1 / -1' }}><TextField label={t('common.reason')} data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? t('certified.letterDialogs.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} /></div>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
