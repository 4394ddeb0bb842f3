import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { LetterChanges, LetterRow } from '../../../shared/contract/certified.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { typedCents } from './draft.ts'
import css from './letters.module.css'

const refresh = async (): Promise<void> => { await Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) }

/** Asks for a reason and does something that stays in the log with it. */
export function ReasonDialog({ title, words, verb, act, onClose }: { title: string; words: string; verb: string; act: (reason: string) => Promise<unknown>; onClose: () => void }): ReactNode {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const run = useMutation({ mutationFn: act, onSuccess: async () => { onClose(); await refresh() } })
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate(reason.trim())
  }
  return (
    <Dialog title={title} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="stop" keys="Enter" onClick={send}>{verb}</Button></>}>
      <p>{words}</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label="Reason" data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}

/** Puts a number on a letter that has none, or another one in place of a spoiled label. */
export function NumberDialog({ letter, onClose }: { letter: LetterRow; onClose: () => void }): ReactNode {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [word, setWord] = useState(false)
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: () => ask((approval) => client.certified.number({ letter: letter.id, number: { text, source: 'scanned' }, reason, ...(word ? { checkDigitWord: 'as printed' } : {}), ...(approval ? { approval } : {}) })),
    onSuccess: async () => { onClose(); await refresh() },
  })
  useScanTaker(setText, 'dialog')
  const send = (): void => { if (text.trim() !== '' && !run.isPending) run.mutate() }
  const problem = run.error ? problemOf(run.error) : null
  return (
    <>
      <Dialog title={letter.number === '' ? `The article number for ${letter.addressee.name}` : 'Which number takes its place?'} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Enter" onClick={send}>Keep the number</Button></>}>
        <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.stack}>
          <TextField label="Article number" hint="scan the label" data-autofocus className={css.mono} value={text} maxLength={60} onChange={(event) => { setText(event.currentTarget.value); setWord(false) }} />
          {letter.number !== '' && <TextField label="What was wrong with the label" value={reason} maxLength={500} onChange={(event) => { setReason(event.currentTarget.value) }} />}
          <button type="submit" hidden />
        </form>
        {problem && <ProblemMessage problem={problem} />}
        {problem?.code === 'check-digit' && <div className={css.acts}><Button small onClick={() => { setWord(true) }}>{word ? 'It is as printed. Press Enter' : 'It is as printed'}</Button></div>}
      </Dialog>
      {dialog}
    </>
  )
}

/** Puts right what was logged wrong; both versions stay in the log. */
export function LetterDialog({ letter, onClose }: { letter: LetterRow; onClose: () => void }): ReactNode {
  const before = { block: letter.addressee.lines.join('\n'), weight: letter.weight === null ? '' : String(letter.weight / 10), postage: letter.charges.postage.how === 'typed' && letter.charges.postage.cents !== null ? (letter.charges.postage.cents / 100).toFixed(2) : '', department: letter.department, costCode: letter.costCode, matter: letter.matter, document: letter.document, note: letter.note, greenCard: letter.greenCard }
  const [now, setNow] = useState(before)
  const [reason, setReason] = useState('')
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
    <Dialog wide title={`What is wrong about the letter to ${letter.addressee.name}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Correct it', run: send }]} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>Correct it</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.grid}>
        <div className={css.wide}><TextAreaField label="To" minRows={4} autosize value={now.block} maxLength={2000} onChange={(event) => { set({ block: event.currentTarget.value }) }} /></div>
        <TextField label="Weight" hint="ounces" value={now.weight} maxLength={10} onChange={(event) => { set({ weight: event.currentTarget.value }) }} />
        <TextField label="Postage" hint="from the meter" value={now.postage} maxLength={12} onChange={(event) => { set({ postage: event.currentTarget.value }) }} />
        <TextField label="Department" value={now.department} maxLength={200} onChange={(event) => { set({ department: event.currentTarget.value }) }} />
        <TextField label="Cost code" value={now.costCode} maxLength={100} onChange={(event) => { set({ costCode: event.currentTarget.value }) }} />
        <TextField className={css.wide} label="Matter" value={now.matter} maxLength={200} onChange={(event) => { set({ matter: event.currentTarget.value }) }} />
        <TextField className={css.wide} label="What is in it" value={now.document} maxLength={500} onChange={(event) => { set({ document: event.currentTarget.value }) }} />
        <TextField className={css.wide} label="Green card" hint="its own number" value={now.greenCard} maxLength={60} onChange={(event) => { set({ greenCard: event.currentTarget.value }) }} />
        <div style={{ gridColumn: '1 / -1' }}><TextField label="Reason" data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} /></div>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
