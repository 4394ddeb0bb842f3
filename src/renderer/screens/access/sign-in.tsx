import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import type { Session } from '../../../shared/contract/access.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { session, signedIn } from '../../app/session.ts'
import { connection, station, useStation, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { lastScan } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Brand } from '../../ui/drawings.tsx'
import { PinField } from '../../ui/field.tsx'
import { Avatar, Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import { clock, dayWords, ROLE_WORDS } from '../../ui/words.ts'
import css from './access.module.css'
import { Recover } from './recover.tsx'

const LAST = 'pigeonhole.person'
/** The last person who was signed in here, and since when: coming back from a lock goes on with the same session. */
let before: { user: string; since: number } | null = null
session.subscribe(() => {
  const now = session.get()
  if (now) before = { user: now.user.id, since: now.since }
})

/** Lets a person in: choose a name with the arrows or its first letters, type the PIN. Covers the work while it is locked. */
export function SignIn({ cover }: { cover: boolean }): ReactNode {
  const [recovering, setRecovering] = useState(false)
  useKeys(recovering ? [{ key: 'Esc', label: 'Back to the PIN', run: () => { setRecovering(false) } }] : [], 'dialog')
  const done = (answer: Session): void => {
    localStorage.setItem(LAST, answer.user.id)
    lastScan.set(lastScan.get().kind === 'locked' ? { kind: 'none' } : lastScan.get())
    signedIn(answer, before?.user === answer.user.id ? before.since : Date.now())
  }
  return (
    <main className={css.split} aria-label={cover ? 'Locked' : 'Sign in'}>
      <Office />
      <section className={css.pane}>{recovering ? <Recover onDone={done} onBack={() => { setRecovering(false) }} /> : <Pin cover={cover} onDone={done} onForgot={() => { setRecovering(true) }} />}</section>
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
      <footer><Brand size={28} /><span>Pigeonhole{status?.sample ? ', sample office' : ''}</span></footer>
    </section>
  )
}

function Pin({ cover, onDone, onForgot }: { cover: boolean; onDone: (answer: Session) => void; onForgot: () => void }): ReactNode {
  const people = useQuery(station.access.people.queryOptions())
  const state = useStore(connection.state)
  const last = useStore(lastScan)
  const group = useId()
  const field = useRef<HTMLInputElement>(null)
  const rows = people.data ?? []
  const [picked, setPicked] = useState<string | null>(() => localStorage.getItem(LAST))
  const chosen = rows.find((row) => row.id === picked) ?? rows[0]
  const [pin, setPin] = useState('')
  const letters = useRef({ text: '', at: 0 })
  const signIn = useMutation(station.access.signIn.mutationOptions({ onSuccess: onDone }))
  const problem = signIn.error ? problemOf(signIn.error) : null
  const wait = useCountdown(problem?.waitMs, signIn.submittedAt)

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!chosen || !pin || wait > 0 || signIn.isPending) return
    signIn.mutate({ user: chosen.id, pin }, {
      onError: () => {
        setPin('')
        field.current?.focus()
      },
    })
  }
  const pick = (id: string): void => {
    setPicked(id)
    signIn.reset()
  }
  // The focus stays in the PIN: digits go into it, letters and arrows choose the person.
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex((row) => row.id === chosen?.id)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && rows.length > 0) {
      event.preventDefault()
      const next = rows[(at + step + rows.length) % rows.length]
      if (next) pick(next.id)
      return
    }
    if (event.ctrlKey || event.altKey || event.metaKey || !/^\p{L}$/u.test(event.key)) return
    event.preventDefault()
    const text = (event.timeStamp - letters.current.at < 900 ? letters.current.text : '') + event.key.toLowerCase()
    letters.current = { text, at: event.timeStamp }
    const hit = rows.find((row) => row.name.toLowerCase().split(/\s+/).some((part) => part.startsWith(text)) || row.name.toLowerCase().startsWith(text))
    if (hit) pick(hit.id)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      {state !== 'open' && <Message tone="stop" title="The station does not answer.">This page tries again by itself. {cover ? 'What was typed is still here.' : ''}</Message>}
      {last.kind === 'locked' && <Message tone="stop" title="A scan came in, but nobody is signed in.">It was not taken. Sign in, then scan the piece again.</Message>}
      <fieldset>
        <legend className={css.legend}>Who is working?</legend>
        {people.isPending ? <Loading rows={3} /> : (
          <div className={css.people}>
            {rows.map((row) => (
              <label key={row.id}>
                <input type="radio" name={group} value={row.id} checked={row.id === chosen?.id} onChange={() => { pick(row.id) }} onClick={() => field.current?.focus()} />
                <Avatar name={row.name} large /><span>{row.name}</span><small>{ROLE_WORDS[row.role]}</small>
              </label>
            ))}
          </div>
        )}
      </fieldset>
      {people.error && <ProblemMessage problem={problemOf(people.error)} onRetry={() => { void people.refetch() }} />}
      <div className={css.pinRow}>
        <PinField ref={field} big label={chosen ? `PIN of ${chosen.name}` : 'PIN'} autoFocus value={pin} onChange={(event) => { setPin(event.currentTarget.value) }} onKeyDown={onKeyDown} aria-describedby={`${group}-how`} />
        <Button kind="primary" big submit disabled={wait > 0}>{wait > 0 ? `Wait ${wait} s` : 'Sign in'}</Button>
      </div>
      {problem && <ProblemMessage problem={problem} />}
      <p id={`${group}-how`} className={css.how}>Arrows or first letters choose the person, then type the PIN and press Enter.</p>
      <button type="button" className={css.link} onClick={onForgot}>Forgot the PIN? An administrator can use the recovery code.</button>
    </form>
  )
}

/** Whole seconds that are left of a pause. */
function useCountdown(ms: number | undefined, from: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (ms === undefined || ms <= 0) return undefined
    const timer = setInterval(() => { setNow(Date.now()) }, 250)
    return () => { clearInterval(timer) }
  }, [ms])
  // The clock of this page may be older than the pause.
  return ms === undefined ? 0 : Math.max(0, Math.ceil(Math.min(ms, from + ms - now) / 1000))
}
