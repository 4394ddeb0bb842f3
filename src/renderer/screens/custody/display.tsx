import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { Brand } from '../../ui/drawings.tsx'
import type { Signature } from '../../ui/signature.tsx'
import { PadFace, Thanks, type PadFaceProps } from './pad-face.tsx'
import css from './pad.module.css'
import { openChannel, type DisplayMessage, type SignAnswer, type SignAsk } from './second-display.ts'

type Shown = { kind: 'rest'; office: string } | { kind: 'sign'; ask: SignAsk } | { kind: 'thanks'; office: string; name: string }

/** The second display: the pieces of whoever signs, and otherwise nothing but whose mailroom this is. It has no connection to the station. */
export function Display(): ReactNode {
  const [shown, setShown] = useState<Shown>({ kind: 'rest', office: '' })
  // Until the counter has taken it: its page may be gone for a moment, and is told again once it is back.
  const [answer, setAnswer] = useHeld<SignAnswer | null>('display.answer', null)
  const latest = useRef(answer)
  useEffect(() => { latest.current = answer })
  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    const opened = openChannel()
    channel.current = opened
    const say = (message: DisplayMessage): void => { opened.postMessage(message) }
    const here = (): void => { say({ kind: 'here' }) }
    const gone = (): void => { say({ kind: 'gone' }) }
    opened.onmessage = ({ data }: MessageEvent<DisplayMessage>) => {
      if (data.kind === 'who') here()
      if (data.kind === 'sign') {
        if (latest.current?.id === data.ask.id) say(latest.current)
        setShown((now) => (now.kind === 'sign' && now.ask.id === data.ask.id ? now : { kind: 'sign', ask: data.ask }))
      }
      if (data.kind === 'taken' && latest.current?.id === data.id) {
        const thanked = latest.current.kind === 'signed'
        setAnswer(null)
        setShown((now) => (now.kind !== 'sign' ? now : thanked ? { kind: 'thanks', office: now.ask.office, name: now.ask.name } : { kind: 'rest', office: now.ask.office }))
      }
      if (data.kind === 'rest') {
        setAnswer(null)
        // The thanks stay their time although the counter has gone on.
        setShown((now) => (now.kind === 'thanks' ? now : { kind: 'rest', office: data.office }))
      }
    }
    window.addEventListener('pagehide', gone)
    here()
    return () => {
      window.removeEventListener('pagehide', gone)
      gone()
      opened.close()
    }
  }, [setAnswer])
  if (shown.kind === 'thanks') return <main className={css.kiosk}><Thanks name={shown.name} onOver={() => { setShown({ kind: 'rest', office: shown.office }) }} /></main>
  if (shown.kind === 'rest') return <main className={`${css.kiosk} ${css.rest}`}><Brand size={56} /><h1>{shown.office || t('common.pigeonhole')}</h1><p>{t('custody.display.mailroom')}</p></main>
  const { ask } = shown
  const tell = (next: SignAnswer): void => {
    setAnswer(next)
    channel.current?.postMessage(next satisfies DisplayMessage)
  }
  return <main className={css.kiosk}><Signing key={ask.id} ask={ask} waiting={answer?.id === ask.id} onChanged={() => { setAnswer(null) }} onDone={(signature) => { tell({ kind: 'signed', id: ask.id, signature }) }} onNotMine={() => { tell({ kind: 'not-mine', id: ask.id }) }} /></main>
}

/** What is written belongs to the one request. */
function Signing({ ask, onChanged, ...on }: { ask: SignAsk; onChanged: () => void } & Pick<PadFaceProps, 'waiting' | 'onDone' | 'onNotMine'>): ReactNode {
  const [written, setWritten] = useHeld<Signature | null>(`display.${ask.id}`, null)
  return <PadFace {...ask} {...on} value={written} onChange={(next) => { setWritten(next); onChanged() }} />
}
