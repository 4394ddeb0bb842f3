import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { DayCheck, DayLog, LogFormat, SignedDay } from '../../../shared/contract/days.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
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
    <aside className={css.side} aria-label={t('days.side.signOffAndPrint')}>
      {!log.signed && (
        <>
          <div className={css.sideHead}><h2>{t('days.side.beforeYouSignOff')}</h2>{open.length > 0 && <b>{t('days.side.lengthToLookAt', { length: count(open.length, t('days.side.thing')) })}</b>}</div>
          <ul className={css.checks}>{log.checks.map((check) => <Check key={check.code + check.text} check={check} />)}</ul>
        </>
      )}
      {preview.data?.missing && <div className={css.pad}><Message tone="act">{preview.data.missing}</Message></div>}
      <div className={css.preview}>
        <div>
          <div className={css.paper}>{page ? <PreviewPage svg={page} title={t('days.side.page1OfOf', { of: preview.data?.of ?? 1 })} /> : null}</div>
          <small>{preview.data ? count(preview.data.of, t('common.page')) : ''}</small>
        </div>
        <div className={css.outs}>
          <Button keys="F8" icon="printer" disabled={busy.print} onClick={onPrint}>{t('common.print')}</Button>
          <Button keys="P" disabled={busy.save} onClick={() => { onSave('pdf') }}>{t('common.pdf')}</Button>
          <Button keys="X" disabled={busy.save} onClick={() => { onSave('xlsx') }}>{t('common.excel')}</Button>
          <Button keys="V" disabled={busy.save} onClick={() => { onSave('csv') }}>{t('common.csv')}</Button>
          <Button keys="J" disabled={busy.save} onClick={() => { onSave('json') }}>{t('common.json')}</Button>
          <Button keys="R" onClick={onSlip}>{t('days.side.slip')}</Button>
        </div>
      </div>
      {earlier.data && earlier.data.length > 0 && (
        <div className={css.earlier}>
          <h3>{t('days.side.signedLogs')}</h3>
          {earlier.data.map((one) => <button key={`${one.to.device}-${one.to.sequence}-${one.at}`} type="button" onClick={() => { onDay(one.day) }}><span>{dayWords(one.day)}</span><small>{one.reopened ? t('days.side.reopened') : one.by}</small></button>)}
        </div>
      )}
      <div className={css.finish}>{log.shift ? <p>{t('days.side.aWholeDayIsSignedOff')}</p> : log.signed ? <Signed signed={log.signed} zone={zone} /> : <SignOff key={log.day} log={log} />}</div>
    </aside>
  )
}

function Check({ check }: { check: DayCheck }): ReactNode {
  const navigate = useNavigate()
  const [shown, setShown] = useOpen(`days.shown.${check.text}`, false)
  return (
    <li data-look={check.ok ? undefined : true}>
      <Icon name={check.ok ? 'check' : 'warn'} /><span>{check.text}</span>
      {check.pieces.length > 0 && <Button small kind="quiet" aria-label={t('days.side.lookText', { text: check.text })} onClick={() => { setShown(true) }}>{t('common.look')}</Button>}
      {shown && (
        <Dialog name="day-check" wide title={check.text} onClose={() => { setShown(false) }} acts={<Button keys="Esc" data-autofocus onClick={() => { setShown(false) }}>{t('common.close')}</Button>}>
          <ul className={css.found}>{check.pieces.map((piece) => <li key={piece.piece}><button type="button" onClick={() => { void navigate(check.code === 'letters' || check.code === 'prices' ? { to: '/letters/$id', params: { id: piece.piece } } : { to: '/pieces/$id', params: { id: piece.piece } }) }}><Num grouped={piece.grouped || t('common.noNumberYet')} /><span>{piece.text}</span></button></li>)}</ul>
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
  const [who, setWho] = useHeld<string | null>('days.signer', null)
  const [pin, setPin] = useState('')
  const [missing, setMissing] = useState(false)
  const sign = useMutation(station.days.signOff.mutationOptions({ onSuccess: async () => { setPin(''); await queries.invalidateQueries({ queryKey: station.days.key() }) } }))
  const user = who ?? first
  const run = (): void => {
    setMissing(pin === '')
    if (pin !== '' && user !== '' && !sign.isPending) sign.mutate({ day: log.day, by: { user, pin } })
  }
  useKeys([{ key: 'Ctrl Enter', label: t('days.side.signOff'), run }])
  const problem = sign.error ? problemOf(sign.error) : null
  const refused = problem?.field === 'pin' ? null : problem
  const weekday = dayWords(log.day).split(',')[0] ?? ''
  return (
    <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
      {/* What went wrong takes the place of what signing does: both together cover the buttons above on a low screen. */}
      {refused ? <ProblemMessage problem={refused} title={t('days.side.theDayIsNotSignedOff')} /> : <p>{people.length === 1 ? t('days.side.labelSigns', { label: people[0]?.label ?? '' }) : ''}{t('days.side.freezesEventsAndTheirTotalsAnd', { events: count(log.range.events, t('common.entry'), t('common.entries')) })}</p>}
      {people.length > 1 && <SelectField label={t('days.side.supervisor')} data={people} value={user} onChange={setWho} />}
      <div className={css.pin}>
        <PinField label={t('common.pin')} aria-description={people.length === 1 ? t('days.side.ofLabel', { label: people[0]?.label ?? '' }) : undefined} value={pin} error={missing && pin === '' ? t('days.side.typeThePinFirst') : problem?.field === 'pin' ? problem.message : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <Button kind="primary" submit keys="Ctrl Enter" disabled={sign.isPending}>{t('days.side.signOffWeekday', { weekday })}</Button>
      </div>
    </form>
  )
}

function Signed({ signed, zone }: { signed: SignedDay; zone: string }): ReactNode {
  const [asked, setAsked] = useOpen(`days.reopen.${signed.day}`, false)
  return (
    <>
      <Message tone="done" title={t('days.side.signedOffByBy', { by: signed.by })}>{t('days.side.atEventsToEntrySequence', { at: fullTime(signed.at, zone), events: count(signed.events, t('common.entry'), t('common.entries')), sequence: number(signed.to.sequence) })} <Hash hash={signed.to.hash} />{t('days.side.printingGivesTheVerySheetThat')}</Message>
      <div><Button onClick={() => { setAsked(true) }}>{t('days.side.reopenTheDay')}</Button></div>
      {asked && <Reopen signed={signed} onClose={() => { setAsked(false) }} />}
    </>
  )
}

function Reopen({ signed, onClose }: { signed: SignedDay; onClose: () => void }): ReactNode {
  const { people, first } = useSupervisors()
  const [who, setWho] = useHeld<string | null>(`reopen.by.${signed.day}`, null)
  const [pin, setPin] = useState('')
  const [reason, setReason] = useHeld(`reopen.reason.${signed.day}`, '')
  const [tried, setTried] = useState(false)
  const reopen = useMutation(station.days.reopen.mutationOptions({ onSuccess: async () => { onClose(); await queries.invalidateQueries({ queryKey: station.days.key() }) } }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && pin !== '' && !reopen.isPending) reopen.mutate({ day: signed.day, reason, by: { user: who ?? first, pin } })
  }
  return (
    <Dialog name="day-reopen" title={t('days.side.reopenDay', { day: dayWords(signed.day) })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('days.side.reopen'), run }]} acts={<><Button keys="Esc" onClick={onClose}>{t('days.side.leaveItSigned')}</Button><Button kind="stop" keys="Ctrl Enter" onClick={run}>{t('days.side.reopenTheDay')}</Button></>}>
      <p>{t('days.side.whatWasSignedStaysInThe')}</p>
      <form className={css.reopen} onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
        <TextField label={t('common.reason')} data-autofocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? t('days.side.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        {people.length > 1 && <SelectField label={t('days.side.supervisor')} data={people} value={who ?? first} onChange={setWho} />}
        <PinField label={t('common.pin')} value={pin} error={tried && pin === '' ? t('days.side.typeThePin') : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <button type="submit" hidden />
      </form>
      {reopen.error && <ProblemMessage problem={problemOf(reopen.error)} />}
    </Dialog>
  )
}
