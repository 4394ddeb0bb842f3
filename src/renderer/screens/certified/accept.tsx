import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { BookDetail, Evidence, LetterRow } from '../../../shared/contract/certified.ts'
import { EVIDENCE } from '../../../shared/contract/certified.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { SCAN_TYPES, uploadOf } from '../receipts/upload.ts'
import css from './letters.module.css'
import { EVIDENCE_WORDS } from './words.ts'

/** The fields of an acceptance that a book and a single letter share. */
function useAcceptance(first: Evidence, children?: ReactNode): { day: string; postOffice: string; evidence: Evidence; employee: string; file: File | null; fields: ReactNode } {
  const today = useStation()?.today ?? ''
  const usual = useQuery(station.certified.settings.queryOptions()).data?.postOffice ?? ''
  const [day, setDay] = useState<string | null>(null)
  const [office, setOffice] = useState<string | null>(null)
  const [evidence, setEvidence] = useState<Evidence>(first)
  const [employee, setEmployee] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const fields = (
    <div className={css.pair}>
      <TextField label="Mailing date" about="mailingDate" type="date" value={day ?? today} data-autofocus onChange={(event) => { setDay(event.currentTarget.value) }} />
      <TextField label="Post office" about="postOffice" value={office ?? usual} maxLength={200} onChange={(event) => { setOffice(event.currentTarget.value) }} />
      <SelectField label="How the date is evidenced" about="mailingEvidence" value={evidence} data={EVIDENCE.map((value) => ({ value, label: EVIDENCE_WORDS[value] }))} onChange={(next) => { if (next) setEvidence(next as Evidence) }} />
      <div><span className={css.label}>Scan of it</span><Button icon="clip" className={css.asField} onClick={() => { input.current?.click() }}>{file ? file.name : 'Choose a scan or photo'}</Button></div>
      <TextField label="USPS employee" about="uspsEmployee" hint="as it stands on the paper" value={employee} maxLength={100} onChange={(event) => { setEmployee(event.currentTarget.value) }} />
      {children}
      <input ref={input} type="file" hidden accept={SCAN_TYPES} aria-label="Scan of the evidence" onChange={(event) => { setFile(event.currentTarget.files?.[0] ?? null) }} />
    </div>
  )
  return { day: day ?? today, postOffice: office ?? usual, evidence, employee, file, fields }
}

const refresh = async (): Promise<void> => { await Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) }

/** USPS took one or two letters that go alone. */
export function AcceptLetters({ letters, onClose }: { letters: readonly LetterRow[]; onClose: () => void }): ReactNode {
  const { fields, file, ...said } = useAcceptance('counter-postmark')
  const run = useMutation({
    mutationFn: async () => client.certified.accept({ letters: letters.map((letter) => letter.id), ...said, ...(file ? { receipt: await uploadOf(file) } : {}) }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const only = useMutation({
    mutationFn: async () => client.certified.present({ letters: letters.map((letter) => letter.id), day: said.day, postOffice: said.postOffice }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const busy = run.isPending || only.isPending
  const send = (): void => { if (!busy) run.mutate() }
  const logged = letters.every((letter) => letter.state === 'logged')
  const problem = run.error ?? only.error
  return (
    <Dialog wide title={letters.length === 1 ? 'How did USPS take this letter?' : `How did USPS take ${count(letters.length, 'letter')}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Accepted', run: send }]} acts={<><Button keys="Esc" onClick={onClose}>Not yet</Button>{logged && <Button onClick={() => { if (!busy) only.mutate() }}>Presented, receipt comes later</Button>}<Button kind="primary" keys="Ctrl Enter" onClick={send}>Record the acceptance</Button></>}>
      <p>The postmarked PS 3800 is the sender&apos;s receipt: attach its scan.</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>{fields}<button type="submit" hidden /></form>
      {problem && <ProblemMessage problem={problemOf(problem)} />}
    </Dialog>
  )
}

const FATES = ['left', ...EVIDENCE] as const

/** USPS accepted a book: one action for all its lines; single lines can differ. */
export function AcceptBook({ detail, onClose }: { detail: BookDetail; onClose: () => void }): ReactNode {
  const lines = detail.lines.filter((line) => line.struck === null)
  const [received, setReceived] = useState(String(lines.length))
  const { fields, file, ...said } = useAcceptance('3877-stamp', <TextField label="Total received" about="totalReceived" hint={`as USPS wrote it, ${lines.length} listed`} type="number" min={0} value={received} onChange={(event) => { setReceived(event.currentTarget.value) }} />)
  const [word, setWord] = useState('')
  const [different, setDifferent] = useState<Readonly<Record<string, { fate: Evidence | 'left'; note: string }>>>({})
  const counted = Number(received)
  const accepted = lines.length - Object.values(different).filter(({ fate }) => fate === 'left').length
  const differs = counted !== accepted
  const run = useMutation({
    mutationFn: async () => client.certified.acceptBook({
      book: detail.book.id, ...said, received: counted, ...(word.trim() ? { countWord: word } : {}), ...(file ? { sheet: await uploadOf(file) } : {}),
      lines: Object.entries(different).map(([letter, { fate, note }]) => ({ letter, accepted: fate !== 'left', ...(fate === 'left' ? {} : { evidence: fate }), note })),
    }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const send = (): void => { if (!run.isPending && Number.isInteger(counted) && counted >= 0) run.mutate() }
  return (
    <Dialog wide title={`How did USPS accept book ${detail.book.number}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Accepted', run: send }]} acts={<><Button keys="Esc" onClick={onClose}>Not yet</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>Record the acceptance</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.ask}>
        {fields}
        {differs && <Message tone="act" title={`${received || 'Nothing'} received, ${accepted} expected.`}>Say below which lines were not taken, or why the count differs.</Message>}
        {differs && <TextField label="Why the count differs" value={word} maxLength={500} onChange={(event) => { setWord(event.currentTarget.value) }} />}
        <p className={css.label}>Lines that differ from the rest</p>
        <div className={css.ticks} tabIndex={0} role="group" aria-label="Lines of the sheet">
          {lines.map(({ line, letter: { id, addressee, grouped } }) => {
            const one = different[id]
            return (
              <div key={id}>
                <span>{line}</span><b>{addressee.name}</b><Num grouped={grouped} tail />
                <select aria-label={`What USPS did with line ${line}`} value={one?.fate ?? 'same'} onChange={(event) => {
                  const fate = FATES.find((known) => known === event.currentTarget.value)
                  const { [id]: _, ...rest } = different
                  setDifferent(fate ? { ...rest, [id]: { fate, note: one?.note ?? '' } } : rest)
                }}>
                  <option value="same">Taken as the rest</option><option value="left">Not taken</option>{EVIDENCE.map((value) => <option key={value} value={value}>Taken: {EVIDENCE_WORDS[value]}</option>)}
                </select>
                {one && <input type="text" aria-label={one.fate === 'left' ? `Why line ${line} was not taken` : `Note to line ${line}`} placeholder={one.fate === 'left' ? 'why' : 'note'} value={one.note} maxLength={500} onChange={(event) => { setDifferent({ ...different, [id]: { ...one, note: event.currentTarget.value } }) }} />}
              </div>
            )
          })}
        </div>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
