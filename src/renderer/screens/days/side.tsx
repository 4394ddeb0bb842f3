import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { DayCheck, DayLog, LogFormat, SignedDay } from '../../../shared/contract/days.ts'
import { mayCall } from '../../../shared/contract/base.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { PinField, SelectField, TextField } from '../../ui/field.tsx'
import { Hash, Num } from '../../ui/num.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, dayWords, fullTime } from '../../ui/words.ts'
import { PreviewPage } from '../devices/preview.tsx'
import css from './days.module.css'

export interface SideProps {
  log: DayLog
  which: { day?: string; shift?: string }
  busy: { save: boolean; print: boolean }
  onPrint: () => void
  onSave: (format: LogFormat) => void
  onSlip: () => void
  onDay: (day: string) => void
}

/** What to look at first, the page as it prints, and closing the day. */
export function Side({ log, which, busy, onPrint, onSave, onSlip, onDay }: SideProps): ReactNode {
  const preview = useQuery(station.days.preview.queryOptions({ input: which }))
  const earlier = useQuery(station.days.signed.queryOptions({ input: { limit: 8 } }))
  const open = log.checks.filter((check) => !check.ok)
  const page = preview.data?.pages[0]
  const { zone } = log.office
  return (
    <aside className={css.side} aria-label="Sign off and print">
      {!log.signed && (
        <>
          <div className={css.sideHead}><h2>Before you sign off</h2>{open.length > 0 && <b>{count(open.length, 'thing')} to look at</b>}</div>
          <ul className={css.checks}>{log.checks.map((check) => <Check key={check.code + check.text} check={check} />)}</ul>
        </>
      )}
      <div className={css.preview}>
        <div className={css.paper}>{page ? <PreviewPage svg={page} title={`Page 1 of ${preview.data?.of ?? 1}`} /> : null}</div>
        <div className={css.outs}>
          <Button keys="F8" icon="printer" disabled={busy.print} onClick={onPrint}>Print</Button>
          <Button keys="P" disabled={busy.save} onClick={() => { onSave('pdf') }}>PDF</Button>
          <Button keys="X" disabled={busy.save} onClick={() => { onSave('xlsx') }}>Excel</Button>
          <Button keys="V" disabled={busy.save} onClick={() => { onSave('csv') }}>CSV</Button>
          <Button keys="J" disabled={busy.save} onClick={() => { onSave('json') }}>JSON</Button>
          <Button keys="R" onClick={onSlip}>Slip</Button>
          <small>{preview.data ? count(preview.data.of, 'page') : ''}</small>
        </div>
      </div>
      {earlier.data && earlier.data.length > 0 && (
        <div className={css.earlier}>
          <h3>Signed logs</h3>
          {earlier.data.map((one) => <button key={`${one.to.device}-${one.to.sequence}-${one.at}`} type="button" onClick={() => { onDay(one.day) }}><span>{dayWords(one.day)}</span><small>{one.reopened ? 'reopened' : one.by}</small></button>)}
        </div>
      )}
      <div className={css.finish}>{log.shift ? <p>A whole day is signed off, not a shift. Choose Whole day to close it.</p> : log.signed ? <Signed signed={log.signed} zone={zone} /> : <SignOff log={log} />}</div>
    </aside>
  )
}

function Check({ check }: { check: DayCheck }): ReactNode {
  const navigate = useNavigate()
  const [shown, setShown] = useState(false)
  return (
    <li data-look={check.ok ? undefined : true}>
      <Icon name={check.ok ? 'check' : 'warn'} /><span>{check.text}</span>
      {check.pieces.length > 0 && <Button small kind="quiet" aria-label={`Look: ${check.text}`} onClick={() => { setShown(true) }}>Look</Button>}
      {shown && (
        <Dialog wide title={check.text} onClose={() => { setShown(false) }} acts={<Button keys="Esc" data-autofocus onClick={() => { setShown(false) }}>Close</Button>}>
          <ul className={css.found}>{check.pieces.map((piece) => <li key={piece.piece}><button type="button" onClick={() => { void navigate(check.code === 'letters' || check.code === 'prices' ? { to: '/letters/$id', params: { id: piece.piece } } : { to: '/pieces/$id', params: { id: piece.piece } }) }}><Num grouped={piece.grouped || 'No number yet'} /><span>{piece.text}</span></button></li>)}</ul>
        </Dialog>
      )}
    </li>
  )
}

/** Who may sign, the one who is signed in first. */
function useSupervisors(): { people: Array<{ value: string; label: string }>; first: string } {
  const me = useSession()?.user
  const people = useQuery(station.access.people.queryOptions())
  const may = (people.data ?? []).filter((person) => mayCall(person.role, 'supervisor'))
  return { people: may.map((person) => ({ value: person.id, label: person.name })), first: may.find((person) => person.id === me?.id)?.id ?? may[0]?.id ?? '' }
}

function SignOff({ log }: { log: DayLog }): ReactNode {
  const { people, first } = useSupervisors()
  const [who, setWho] = useState<string | null>(null)
  const [pin, setPin] = useState('')
  const [missing, setMissing] = useState(false)
  const sign = useMutation(station.days.signOff.mutationOptions({ onSuccess: async () => { setPin(''); await queries.invalidateQueries({ queryKey: station.days.key() }) } }))
  const user = who ?? first
  const run = (): void => {
    setMissing(pin === '')
    if (pin !== '' && user !== '' && !sign.isPending) sign.mutate({ day: log.day, by: { user, pin } })
  }
  useKeys([{ key: 'Ctrl Enter', label: 'Sign off', run }])
  const problem = sign.error ? problemOf(sign.error) : null
  const weekday = dayWords(log.day).split(',')[0] ?? ''
  return (
    <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
      <p>{people.length === 1 ? `${people[0]?.label ?? ''} signs. ` : ''}Freezes {count(log.range.events, 'entry', 'entries')} and their totals, and closes earlier days with it. What comes later goes on the next log as a late entry.</p>
      {people.length > 1 && <SelectField label="Supervisor" data={people} value={user} onChange={setWho} />}
      <div className={css.pin}>
        <PinField label="PIN" aria-description={people.length === 1 ? `of ${people[0]?.label ?? ''}` : undefined} value={pin} error={missing && pin === '' ? 'Type the PIN first.' : problem?.field === 'pin' ? problem.message : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <Button kind="primary" submit keys="Ctrl Enter" disabled={sign.isPending}>Sign off {weekday}</Button>
      </div>
      {problem && problem.field !== 'pin' && <ProblemMessage problem={problem} />}
    </form>
  )
}

function Signed({ signed, zone }: { signed: SignedDay; zone: string }): ReactNode {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Message tone="done" title={`Signed off by ${signed.by}`}>{fullTime(signed.at, zone)}. {count(signed.events, 'entry', 'entries')} to entry {signed.to.sequence.toLocaleString('en-US')}, <Hash hash={signed.to.hash} />. Printing gives the very sheet that was signed.</Message>
      <div><Button onClick={() => { setAsked(true) }}>Reopen the day</Button></div>
      {asked && <Reopen signed={signed} onClose={() => { setAsked(false) }} />}
    </>
  )
}

function Reopen({ signed, onClose }: { signed: SignedDay; onClose: () => void }): ReactNode {
  const { people, first } = useSupervisors()
  const [who, setWho] = useState<string | null>(null)
  const [pin, setPin] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const reopen = useMutation(station.days.reopen.mutationOptions({ onSuccess: async () => { onClose(); await queries.invalidateQueries({ queryKey: station.days.key() }) } }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && pin !== '' && !reopen.isPending) reopen.mutate({ day: signed.day, reason, by: { user: who ?? first, pin } })
  }
  return (
    <Dialog title={`Reopen ${dayWords(signed.day)}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Reopen', run }]} acts={<><Button keys="Esc" onClick={onClose}>Leave it signed</Button><Button kind="stop" keys="Ctrl Enter" onClick={run}>Reopen the day</Button></>}>
      <p>What was signed stays in the log and as a file. The next sign-off names this one.</p>
      <form className={css.reopen} onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
        <TextField label="Reason" data-autofocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        {people.length > 1 && <SelectField label="Supervisor" data={people} value={who ?? first} onChange={setWho} />}
        <PinField label="PIN" value={pin} error={tried && pin === '' ? 'Type the PIN.' : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <button type="submit" hidden />
      </form>
      {reopen.error && <ProblemMessage problem={problemOf(reopen.error)} />}
    </Dialog>
  )
}
