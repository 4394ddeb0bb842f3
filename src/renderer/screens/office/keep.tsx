import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { About, Hold, Removal } from '../../../shared/contract/keep.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { kindWords } from '../audit/words.ts'
import { FILE_WORDS } from '../certified/words.ts'
import { PersonPicker, type Picked } from '../directory/person-picker.tsx'
import css from './settings.module.css'

/** For how long content is kept, what a legal hold keeps whole, and removing content on request. */
export function Keep(): ReactNode {
  const administrator = useMay('administrator')
  return (
    <div className={css.form}>
      <h2>Keep and dispose</h2>
      {administrator && <Retention />}
      <Holds />
      {administrator && <Remove />}
    </div>
  )
}

function Retention(): ReactNode {
  const settings = useQuery(station.keep.settings.queryOptions())
  const [typed, setTyped] = useState<string | null>(null)
  const save = useMutation(station.keep.saveSettings.mutationOptions({ onSuccess: async (saved) => { queries.setQueryData(station.keep.settings.queryKey(), saved); setTyped(null); await queries.invalidateQueries({ queryKey: station.tasks.key() }) } }))
  if (!settings.data) return settings.error ? <ProblemMessage problem={problemOf(settings.error)} /> : <Loading rows={2} />
  const { months } = settings.data
  const text = typed ?? (months === 0 ? '' : String(months))
  const wrong = text.trim() !== '' && !/^\d{1,4}$/.test(text.trim())
  const leave = (): void => {
    if (wrong || typed === null) return
    const next = text.trim() === '' ? 0 : Number(text)
    if (next !== months) save.mutate({ months: next })
  }
  return (
    <>
      <p>{months === 0 ? 'Everything is kept. Nothing is ever removed by itself.' : `Names, addresses, notes, signatures and photos of pieces that left more than ${count(months, 'month')} ago are removed every night. The lines of the log stay.`}</p>
      <TextField label="Keep for" hint="months; empty for ever" inputMode="numeric" value={text} error={wrong ? 'A whole number of months, or nothing.' : undefined} onChange={(event) => { setTyped(event.currentTarget.value) }} onBlur={leave} help={save.isSuccess ? 'Saved.' : 'How long is the policy of the office. Ask whoever answers for its records first.'} />
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </>
  )
}

function Holds(): ReactNode {
  const zone = useZone()
  const administrator = useMay('administrator')
  const holds = useQuery(station.keep.holds.queryOptions())
  const [by, setBy] = useState<'matter' | 'piece'>('matter')
  const [what, setWhat] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [lifting, setLifting] = useState<Hold | null>(null)
  const fresh = async (): Promise<void> => await queries.invalidateQueries({ queryKey: station.keep.key() })
  const place = useMutation(station.keep.placeHold.mutationOptions({ onSuccess: async () => { setWhat(''); setReason(''); setTried(false); await fresh() } }))
  const add = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (what.trim() !== '' && reason.trim() !== '' && !place.isPending) place.mutate({ ...(by === 'matter' ? { matter: what } : { piece: what.trim() }), reason })
  }
  return (
    <>
      <h3>Legal holds</h3>
      {holds.error && <ProblemMessage problem={problemOf(holds.error)} />}
      {holds.data?.length === 0 ? <p>None. A hold keeps its pieces whole whatever is asked for.</p> : (
        <ul className={css.rows} aria-label="Legal holds">{holds.data?.map((one) => <li key={one.id}><b>{one.matter ?? one.piece?.grouped}</b><span>{one.reason}. Placed by {one.placedBy} on {fullTime(one.placedAt, zone)}.{one.lifted ? ` Lifted by ${one.lifted.by}: ${one.lifted.reason}.` : ''}</span>{one.lifted ? <em>Lifted</em> : administrator && <Button small aria-label={`Lift the hold on ${one.matter ?? one.piece?.grouped ?? ''}`} onClick={() => { setLifting(one) }}>Lift</Button>}</li>)}</ul>
      )}
      <form className={css.form} onSubmit={add}>
        <Segments small label="A hold on" value={by} onChange={setBy} options={[{ value: 'matter', label: 'A matter' }, { value: 'piece', label: 'A piece' }]} />
        <div className={css.two}>
          <TextField label={by === 'matter' ? 'Matter' : 'Number'} hint={by === 'matter' ? 'as in the reference of its pieces' : undefined} value={what} maxLength={200} error={tried && what.trim() === '' ? 'Say which.' : undefined} onChange={(event) => { setWhat(event.currentTarget.value) }} />
          <TextField label="Why" value={reason} maxLength={500} error={tried && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        </div>
        {place.error && <ProblemMessage problem={problemOf(place.error)} />}
        <div><Button submit icon="lock" disabled={place.isPending}>Place the hold</Button></div>
      </form>
      {lifting && <Lift hold={lifting} onClose={() => { setLifting(null) }} onDone={fresh} />}
    </>
  )
}

function Lift({ hold, onClose, onDone }: { hold: Hold; onClose: () => void; onDone: () => Promise<void> }): ReactNode {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const lift = useMutation(station.keep.liftHold.mutationOptions({ onSuccess: async () => { onClose(); await onDone() } }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && !lift.isPending) lift.mutate({ id: hold.id, reason })
  }
  return (
    <Dialog title={`Lift the hold on ${hold.matter ?? hold.piece?.grouped ?? ''}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Lift it', run }]} acts={<><Button keys="Esc" onClick={onClose}>Keep it</Button><Button kind="stop" keys="Ctrl Enter" onClick={run}>Lift the hold</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}><TextField label="Why" data-autofocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} /></form>
      {lift.error && <ProblemMessage problem={problemOf(lift.error)} />}
    </Dialog>
  )
}

function Remove(): ReactNode {
  const [by, setBy] = useState<'piece' | 'person'>('piece')
  const [piece, setPiece] = useState('')
  const [person, setPerson] = useState<Picked | null>(null)
  const [tried, setTried] = useState(false)
  const [asked, setAsked] = useState<About | null>(null)
  const look = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (by === 'piece' && piece.trim() !== '') setAsked({ piece: piece.trim() })
    if (by === 'person' && person) setAsked({ person: person.id })
  }
  return (
    <>
      <h3>Remove content on request</h3>
      <p>Takes names, addresses, notes, signatures, photos and scans of pieces and letters out of the log, the lists, search, the files, and backups when they are restored. The lines, their times, who wrote them and their hashes stay, so the log still proves itself; numbers, money and days stay, so it still adds up. What was printed, sent or signed off before keeps what it says.</p>
      <form className={css.form} onSubmit={look}>
        <Segments small label="Of" value={by} onChange={setBy} options={[{ value: 'piece', label: 'One piece' }, { value: 'person', label: 'A person' }]} />
        {by === 'piece' ? <TextField label="Number of the piece" value={piece} maxLength={200} error={tried && piece.trim() === '' ? 'Type or scan its number.' : undefined} onChange={(event) => { setPiece(event.currentTarget.value) }} /> : <PersonPicker label="Person" value={person} onChange={setPerson} error={tried && !person ? 'Choose a person.' : undefined} />}
        <div><Button submit icon="trash">See what would go</Button></div>
      </form>
      {asked && <RemoveDialog about={asked} what={asked.person === undefined ? `piece ${piece.trim()}` : (person?.name ?? 'this person')} onClose={() => { setAsked(null) }} />}
    </>
  )
}

const FILES: Readonly<Record<string, string>> = { photo: 'Photo', signature: 'Signature', 'signature-strokes': 'Strokes of the signature' }
const filesOf = (removal: Removal): number => removal.files.reduce((sum, one) => sum + one.files, 0)

function RemoveDialog({ about, what, onClose }: { about: About; what: string; onClose: () => void }): ReactNode {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const preview = useQuery(station.keep.preview.queryOptions({ input: about, staleTime: 0, retry: false }))
  const remove = useMutation(station.keep.remove.mutationOptions({ onSuccess: async () => await queries.invalidateQueries() }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && !remove.isPending && !remove.isSuccess) remove.mutate({ about, reason })
  }
  const found = preview.data
  return (
    <Dialog wide title={`Remove the content of ${what}?`} onClose={onClose} keys={remove.data ? [] : [{ key: 'Ctrl Enter', label: 'Remove it', run }]}
      acts={remove.data ? <Button kind="primary" onClick={onClose}>Close</Button> : <><Button keys="Esc" onClick={onClose}>Keep it</Button><Button kind="stop" icon="trash" keys="Ctrl Enter" disabled={!found || found.pieces === 0} onClick={run}>Remove for good</Button></>}>
      {preview.error && <ProblemMessage problem={problemOf(preview.error)} />}
      {found && !remove.data && (
        <>
          <p>{count(found.pieces, 'piece')}, {count(found.entries, 'entry', 'entries')} of the log and {count(filesOf(found), 'file')}. This cannot be taken back.</p>
          {found.pieces > 0 && (
            <ul className={css.rows} aria-label="What goes">
              {found.goes.map((one) => <li key={one.kind}><b>{kindWords(one.kind)}</b><span>{count(one.entries, 'entry', 'entries')}</span></li>)}
              {found.files.map((one) => <li key={`file ${one.kind}`}><b>{FILES[one.kind] ?? FILE_WORDS[one.kind] ?? one.kind}</b><span>{count(one.files, 'file')}{one.kept > 0 ? `; ${one.kept === one.files ? 'taken from here, and kept' : `${one.kept} of them kept`} because another piece needs it` : ''}</span></li>)}
            </ul>
          )}
          {found.held > 0 && <Message tone="act" title={`${count(found.held, 'piece')} stay whole: a legal hold keeps them.`} />}
          {found.stays.length > 0 && <Message title="These entries keep what they say.">{found.stays.map((one) => `${kindWords(one.kind)} (${one.entries})`).join(', ')}: they say why something does not count, or a legal hold keeps another line of theirs.</Message>}
          <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}><TextField label="Why" data-autofocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? 'Say who asked for it, or why.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} help="The reason stays in the log. Name nobody in it." /></form>
        </>
      )}
      {remove.data && <Message tone="done" title={`The content of ${count(remove.data.pieces, 'piece')} is gone: ${count(remove.data.entries, 'entry', 'entries')}, ${count(filesOf(remove.data), 'file')}.`} />}
      {remove.error && <ProblemMessage problem={problemOf(remove.error)} title="Nothing more was removed." />}
      <Help icon="shield">Who removed it, when and why is itself an entry of the log.</Help>
    </Dialog>
  )
}
