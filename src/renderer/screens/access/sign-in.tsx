import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Session } from '../../../shared/contract/access.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { session, signedIn } from '../../app/session.ts'
import { connection, queries, station, useStation, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { lastScan } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Brand } from '../../ui/drawings.tsx'
import { Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import { PersonPin, useCountdown } from '../../ui/person-pin.tsx'
import { clock, dayWords } from '../../ui/words.ts'
import css from './access.module.css'
import { Recover } from './recover.tsx'
import { SampleNote } from './sample-office.tsx'

const LAST = 'pigeonhole.person'
/** The last person who was signed in here, and since when: coming back from a lock goes on with the same session. */
let before: { user: string; since: number } | null = null
session.subscribe(() => {
  const now = session.get()
  if (now) before = { user: now.user.id, since: now.since }
})

/** Lets a person in: choose a name with the arrows or its first letters, type the PIN. Covers the work while it is locked. */
export function SignIn({ cover, onShown }: { cover: boolean; /** Its people stand on the screen. */ onShown: () => void }): ReactNode {
  const [recovering, setRecovering] = useState(false)
  useKeys(recovering ? [{ key: 'Esc', label: t('access.signIn.backToThePin'), run: () => { setRecovering(false) } }] : [], 'dialog')
  const done = (answer: Session): void => {
    localStorage.setItem(LAST, answer.user.id)
    lastScan.set(lastScan.get().kind === 'locked' ? { kind: 'none' } : lastScan.get())
    signedIn(answer, before?.user === answer.user.id ? before.since : Date.now())
  }
  return (
    <main className={css.split} aria-label={cover ? t('access.signIn.locked') : t('access.signIn.signIn')}>
      <Office />
      <section className={css.pane}>{recovering ? <Recover onDone={done} onBack={() => { setRecovering(false) }} /> : <Pin cover={cover} onShown={onShown} onDone={done} onForgot={() => { setRecovering(true) }} />}</section>
    </main>
  )
}

function Office(): ReactNode {
  const status = useStation()
  const zone = useZone()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()) }, 1000)
    return () => { clearInterval(timer) }
  }, [])
  return (
    <section className={css.mine}>
      <p className={css.office}>{status?.office?.name}</p>
      {status?.today && <p>{dayWords(status.today)}</p>}
      <p className={css.clock} aria-hidden="true">{clock(now, zone, false)}</p>
      <footer><Brand size={28} /><span>{t('common.pigeonhole')}{status?.sample ? t('access.signIn.sampleOffice') : ''}</span></footer>
    </section>
  )
}

function Pin({ cover, onShown, onDone, onForgot }: { cover: boolean; onShown: () => void; onDone: (answer: Session) => void; onForgot: () => void }): ReactNode {
  const state = useStore(connection.state)
  // As the station's status, they are asked for with every new line.
  const people = useQuery(station.access.people.queryOptions({ enabled: state === 'open' }))
  const known = people.data !== undefined
  useEffect(() => { if (known) onShown() }, [known, onShown])
  const last = useStore(lastScan)
  const group = useId()
  const field = useRef<HTMLInputElement>(null)
  const rows = people.data ?? []
  const [picked, setPicked] = useState<string | null>(() => localStorage.getItem(LAST))
  const chosen = rows.find((row) => row.id === picked) ?? rows[0]
  const [pin, setPin] = useState('')
  const [early, setEarly] = useState<'no' | 'waits' | 'whose'>('no')
  const [answered, setAnswered] = useState(0)
  const signIn = useMutation(station.access.signIn.mutationOptions({ onSuccess: onDone, onError: () => { setAnswered(Date.now()) } }))
  const problem = signIn.error ? problemOf(signIn.error) : null
  const wait = useCountdown(problem?.waitMs, answered)

  const send = (user: string, typed: string): void => {
    signIn.mutate({ user, pin: typed }, {
      onError: () => {
        setPin('')
        field.current?.focus()
      },
    })
  }
  /** Enter before the people were read counts once they are, where it is certain whose PIN it is: it is never tried on somebody else. */
  const sendLater = async (): Promise<void> => {
    setEarly('waits')
    const read = await queries.ensureQueryData(station.access.people.queryOptions()).catch(() => [])
    const mine = read.find((row) => row.id === picked) ?? (read.length === 1 ? read[0] : undefined)
    const typed = field.current?.value ?? ''
    setEarly(mine || !typed || read.length === 0 ? 'no' : 'whose')
    if (mine && typed) send(mine.id, typed)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!known && pin && early !== 'waits') void sendLater()
    else if (early === 'whose') setEarly('no')
    if (!chosen || !pin || wait > 0 || signIn.isPending) return
    send(chosen.id, pin)
  }
  const pick = (id: string): void => {
    setPicked(id)
    setEarly('no')
    signIn.reset()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <SampleNote />
      {state !== 'open' && <Message tone="stop" title={t('access.signIn.theStationDoesNotAnswer')}>{t('access.signIn.thisPageTriesAgainByItself')} {cover ? t('access.signIn.whatWasTypedIsStillHere') : ''}</Message>}
      {last.kind === 'locked' && <Message tone="stop" title={t('access.signIn.aScanCameInButNobody')}>{t('access.signIn.itWasNotTakenSignIn')}</Message>}
      {people.error && <ProblemMessage problem={problemOf(people.error)} onRetry={() => { void people.refetch() }} />}
      <PersonPin legend={t('access.signIn.whoIsWorking')} people={rows} chosen={chosen} onPick={pick} pin={pin} onPin={setPin} field={field} describedBy={`${group}-how`} {...(people.isPending ? { waiting: <Loading rows={3} /> } : {})}
        button={<Button kind="primary" big submit keys="Enter" disabled={wait > 0}>{wait > 0 ? t('access.signIn.waitWaitS', { wait }) : t('access.signIn.signIn')}</Button>} />
      {early === 'waits' && <Message>{t('access.signIn.thePeopleAreStillBeingRead')}</Message>}
      {early === 'whose' && <Message tone="act">{t('access.signIn.sayWhoYouAreThenPress')}</Message>}
      {problem && <ProblemMessage problem={problem} />}
      <p id={`${group}-how`} className={css.how}>{t('access.signIn.arrowsOrFirstLettersChooseThe')}</p>
      <button type="button" className={css.link} onClick={onForgot}>{t('access.signIn.forgotThePinAnAdministratorCan')}</button>
    </form>
  )
}
