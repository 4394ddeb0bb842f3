import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { AttentionItem, TrackedRow } from '../../../shared/contract/tracking.ts'
import { KNOWN_CODES } from '../../../shared/mail/tracking-codes.ts'
import { STEP_WORDS } from '../../../shared/mail/tracking-standing.ts'
import type { WordOf } from '../../../shared/mail/tracking-status.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextAreaField, TextField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count, dayAfter } from '../../ui/words.ts'
import { plainDays } from './words.ts'
import css from './tracking.module.css'

type Piece = Pick<TrackedRow, 'piece' | 'grouped' | 'carrier' | 'name'>

/** Reads again what shows the way of pieces. */
export const fresh = async (): Promise<void> => {
  await Promise.all([queries.invalidateQueries({ queryKey: station.tracking.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })])
}

/** What a person most often hears, first; the rest by code. */
const USUAL = ['03', '10', 'OF', '02', '16', '01', '04', '27', '21', '09', '11']
const WHAT = [
  ...USUAL.flatMap((code) => KNOWN_CODES.filter((one) => one.code === code)), ...KNOWN_CODES.filter((one) => !USUAL.includes(one.code)),
].map(({ code, words }) => ({ value: code, label: `${words} (${code})` }))
const OTHER = { value: '', label: 'Something else, in words' }

/** USPS's number for its customers. */
const USPS_PHONE = '1-800-222-1811'

/** News by hand, or from a telephone call: the number in groups to read out, whom one spoke to and what was said. */
export function AddNews({ piece, phone, onClose }: { piece: Piece; phone: boolean; onClose: () => void }): ReactNode {
  const me = useSession()?.user.name ?? ''
  const [way, setWay] = useState<'person' | 'phone'>(phone ? 'phone' : 'person')
  const [code, setCode] = useState('')
  const [text, setText] = useState('')
  const [day, setDay] = useState('')
  const [time, setTime] = useState('')
  const [place, setPlace] = useState({ city: '', state: '', zip: '', name: '' })
  const [call, setCall] = useState({ spoke: '', number: piece.carrier === 'usps' ? USPS_PHONE : '', said: '', asked: me })
  const add = useMutation({
    mutationFn: async () => await client.tracking.add({ piece: piece.piece, code: code === '' ? null : code, text, day: day === '' ? null : day, time: time === '' ? null : time, ...place, source: way, ...(way === 'phone' ? { call } : {}) }),
    onSuccess: async () => { await fresh(); onClose() },
  })
  const problem = add.error ? problemOf(add.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  const named = problem?.field !== undefined && ['text', 'spoke', 'day'].includes(problem.field)
  return (
    <Dialog wide title={`What is the news of ${piece.name === '' ? 'this piece' : piece.name}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Keep the news', inFields: true, run: () => { add.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>Close</Button><Button kind="primary" keys="Ctrl Enter" disabled={add.isPending} onClick={() => { add.mutate() }}>Keep the news</Button></>}>
      <div className={css.form}>
        <Segments label="How the news came" value={way} options={[{ value: 'person', label: 'I saw or heard it' }, { value: 'phone', label: 'By telephone' }]} onChange={setWay} />
        {way === 'phone' && (
          <div className={css.call}>
            <p><small>Read out</small><b>{piece.grouped}</b></p>
            <div className={css.cols}>
              <TextField label="Who asked" value={call.asked} onChange={(event) => { setCall({ ...call, asked: event.currentTarget.value }) }} />
              <TextField label="Call" value={call.number} onChange={(event) => { setCall({ ...call, number: event.currentTarget.value }) }} />
              <TextField label="Who answered" error={wrong('spoke')} value={call.spoke} onChange={(event) => { setCall({ ...call, spoke: event.currentTarget.value }) }} />
            </div>
            <TextAreaField label="What was said" autosize minRows={2} value={call.said} onChange={(event) => { setCall({ ...call, said: event.currentTarget.value }) }} />
          </div>
        )}
        <SelectField label="What happened" searchable value={code} data={[OTHER, ...WHAT]} onChange={(value) => { setCode(value ?? '') }} />
        <TextField label="In words" about="uspsSaid" hint={code === '' ? '' : 'only if they differ'} error={wrong('text')} value={text} onChange={(event) => { setText(event.currentTarget.value) }} />
        <div className={css.cols}>
          <TextField label="Day" type="date" error={wrong('day')} value={day} onChange={(event) => { setDay(event.currentTarget.value) }} />
          <TextField label="Time there" type="time" value={time} onChange={(event) => { setTime(event.currentTarget.value) }} />
          <TextField label="Place" value={place.city} onChange={(event) => { setPlace({ ...place, city: event.currentTarget.value }) }} />
          <TextField label="State" value={place.state} onChange={(event) => { setPlace({ ...place, state: event.currentTarget.value }) }} />
          <TextField label="ZIP" value={place.zip} onChange={(event) => { setPlace({ ...place, zip: event.currentTarget.value }) }} />
          <TextField label="Signed by" value={place.name} onChange={(event) => { setPlace({ ...place, name: event.currentTarget.value }) }} />
        </div>
        {problem && !named && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

const SAYS: readonly { value: WordOf; label: string }[] = [
  { value: 'delivered-to-addressee', label: 'Delivered to the addressee' }, { value: 'delivered-to-agent', label: 'Delivered to an agent' }, { value: 'delivered-signer-not-established', label: 'Delivered, signer not established' },
  { value: 'refused', label: 'Refused' }, { value: 'unclaimed', label: 'Unclaimed' }, { value: 'undeliverable', label: 'Undeliverable' }, { value: 'returned-to-us', label: 'Returned to us: it is here' },
  { value: 'lost-suspected', label: 'Lost, suspected' }, { value: 'lost', label: 'Lost' },
]
const NAMES_SIGNER: readonly WordOf[] = ['delivered-to-addressee', 'delivered-to-agent']

/** A person says what became of a piece: with a reason, and for a signer with what shows it. What was said before stays. */
export function Say({ piece, first, byPerson, onClose }: { piece: Piece; first: WordOf; byPerson: boolean; onClose: () => void }): ReactNode {
  const [says, setSays] = useState<WordOf>(first)
  const [evidence, setEvidence] = useState('')
  const [reason, setReason] = useState('')
  const say = useMutation({ mutationFn: async () => await client.tracking.say({ piece: piece.piece, says, evidence, reason }), onSuccess: async () => { await fresh(); onClose() } })
  const problem = say.error ? problemOf(say.error) : null
  return (
    <Dialog title={`What became of it? ${piece.name}`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Say so', inFields: true, run: () => { say.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>Close</Button><Button kind="primary" keys="Ctrl Enter" disabled={say.isPending} onClick={() => { say.mutate() }}>Say so</Button></>}>
      <div className={css.form}>
        <SelectField label="It was" value={says} data={[...SAYS, ...(byPerson ? [{ value: 'as-told' as const, label: 'As the news says: take the word back' }] : [])]} onChange={(value) => { if (value !== null) setSays(value as WordOf) }} />
        {NAMES_SIGNER.includes(says) && <TextField label="What shows who signed" about="evidenceOfSigner" help="The green card with the name on it, the electronic receipt, a letter from USPS." error={problem?.field === 'evidence' ? problem.message : undefined} value={evidence} onChange={(event) => { setEvidence(event.currentTarget.value) }} />}
        <TextField label="Reason" help="It stands in the log beside what the carriers said; nothing of that is changed." error={problem?.field === 'reason' ? problem.message : undefined} value={reason} onChange={(event) => { setReason(event.currentTarget.value) }} />
        {problem && problem.field !== 'evidence' && problem.field !== 'reason' && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

/** How many there are of each next step. */
function kinds(reasons: readonly Reason[]): Array<[string, number]> {
  const found = new Map<string, number>()
  for (const { item } of reasons) found.set(STEP_WORDS[item.step], (found.get(STEP_WORDS[item.step]) ?? 0) + 1)
  return [...found]
}

export type TaskWay = 'done' | 'snooze' | 'assign'

/** A piece with the reason that is acted on. */
export interface Reason { piece: Piece; item: AttentionItem }

/** Says that reasons are done, puts them aside until a day, or gives them to somebody; several at once have the same words. `onDone` is told how many were not open any more. */
export function TaskDialog({ reasons, way, today, onClose, onDone }: { reasons: readonly [Reason, ...Reason[]]; way: TaskWay; today: string; onClose: () => void; onDone: (gone: number) => void }): ReactNode {
  const [{ item }] = reasons
  const several = reasons.length > 1
  const [note, setNote] = useState('')
  const [until, setUntil] = useState(dayAfter(today, 1))
  const [to, setTo] = useState(reasons.every((one) => one.item.assigned?.id === item.assigned?.id) ? (item.assigned?.id ?? '') : '')
  const people = useQuery(station.access.people.queryOptions({ enabled: way === 'assign' }))
  const items = reasons.map((one) => ({ piece: one.piece.piece, kind: one.item.kind }))
  const change = useMutation({
    mutationFn: async () => way === 'done' ? await client.tracking.done({ items, note }) : way === 'snooze' ? await client.tracking.snooze({ items, until, reason: note }) : await client.tracking.assign({ items, to: to === '' ? null : to }),
    onSuccess: async ({ gone }) => { await fresh(); onDone(gone) },
  })
  const problem = change.error ? problemOf(change.error) : null
  const verb = several ? { done: 'They are done', snooze: 'Put them aside', assign: 'Give them' }[way] : { done: 'It is done', snooze: 'Put it aside', assign: 'Give it' }[way]
  const title = several ? { done: `Are all ${reasons.length} done?`, snooze: `Until when are all ${reasons.length} put aside?`, assign: `Who looks after all ${reasons.length}?` }[way]
    : { done: `Is this done? ${STEP_WORDS[item.step]}`, snooze: 'Until when is it put aside?', assign: 'Who looks after it?' }[way]
  return (
    <Dialog title={title} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: verb, inFields: true, run: () => { change.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>Close</Button><Button kind="primary" keys="Ctrl Enter" disabled={change.isPending} onClick={() => { change.mutate() }}>{verb}</Button></>}>
      <div className={css.form}>
        {several ? <ul className={css.several} aria-label="What is changed">{kinds(reasons).map(([what, n]) => <li key={what}>{what}: {count(n, 'piece')}</li>)}</ul> : <p>{item.title}, {plainDays(item.because)}.</p>}
        {way === 'snooze' && <TextField label="Until" type="date" error={problem?.field === 'until' ? problem.message : undefined} value={until} onChange={(event) => { setUntil(event.currentTarget.value) }} />}
        {way === 'assign' && (people.data ? <SelectField label="Person" value={to} data={[{ value: '', label: 'Nobody' }, ...people.data.map((person) => ({ value: person.id, label: person.name }))]} onChange={(value) => { setTo(value ?? '') }} /> : <Loading rows={1} />)}
        {way !== 'assign' && <TextField data-autofocus label={way === 'done' ? 'What was done' : 'Why'} hint={way === 'done' ? 'may stay empty' : ''} error={problem?.field === 'reason' ? problem.message : undefined} value={note} onChange={(event) => { setNote(event.currentTarget.value) }} />}
        {problem && problem.field !== 'until' && problem.field !== 'reason' && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

/** The carrier's page as a QR code for a telephone. */
export function PhoneApp({ piece, onClose }: { piece: Piece; onClose: () => void }): ReactNode {
  const query = useQuery(station.tracking.qr.queryOptions({ input: { piece: piece.piece } }))
  return (
    <Dialog title="Look it up with a telephone" onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>Close</Button>}>
      {query.data ? (
        <div className={css.qr}>
          <img src={`data:image/svg+xml;utf8,${encodeURIComponent(query.data.svg)}`} alt="QR code of the carrier's page for this number" />
          <p className={css.digits}>{piece.grouped}</p>
        </div>
      ) : query.error ? <ProblemMessage problem={problemOf(query.error)} /> : <Loading rows={3} />}
    </Dialog>
  )
}

/** The form in which news came. */
export function RawForm({ device, sequence, onClose }: { device: string; sequence: number; onClose: () => void }): ReactNode {
  const query = useQuery(station.tracking.raw.queryOptions({ input: { device, sequence } }))
  return (
    <Dialog wide title="As it came" onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>Close</Button>}>
      {query.data ? <><p>{query.data.told}</p>{query.data.raw === '' ? <Message title="Typed by a person: there is no other form of it." /> : <section className={css.raw} aria-label="The news as it came" tabIndex={0}>{query.data.raw}</section>}</> : query.error ? <ProblemMessage problem={problemOf(query.error)} /> : <Loading rows={3} />}
    </Dialog>
  )
}
