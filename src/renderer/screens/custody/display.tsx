import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { Brand } from '../../ui/drawings.tsx'
import type { Signature } from '../../ui/signature.tsx'
import { PadFace, Thanks, type PadFaceProps } from './pad-face.tsx'
import css from './pad.module.css'
import { openChannel, type DisplayMessage, type SignAsk } from './second-display.ts'

type Shown = { kind: 'rest'; office: string } | { kind: 'sign'; ask: SignAsk } | { kind: 'thanks'; office: string; name: string }

/** The second display: the pieces of whoever signs, and otherwise nothing but whose mailroom this is. It has no connection to the station. */
export function Display(): ReactNode {
  const [shown, setShown] = useState<Shown>({ kind: 'rest', office: '' })
  const channel = useRef<BroadcastChannel | null>(null)
  const say = (message: DisplayMessage): void => { channel.current?.postMessage(message) }
  useEffect(() => {
    const opened = openChannel()
    channel.current = opened
    const here = (): void => { opened.postMessage({ kind: 'here' } satisfies DisplayMessage) }
    const gone = (): void => { opened.postMessage({ kind: 'gone' } satisfies DisplayMessage) }
    opened.onmessage = ({ data }: MessageEvent<DisplayMessage>) => {
      if (data.kind === 'who') here()
      if (data.kind === 'sign') setShown((now) => (now.kind === 'sign' && now.ask.id === data.ask.id ? now : { kind: 'sign', ask: data.ask }))
      // The thanks stay their time although the counter has gone on.
      if (data.kind === 'rest') setShown((now) => (now.kind === 'thanks' ? now : { kind: 'rest', office: data.office }))
    }
    window.addEventListener('pagehide', gone)
    here()
    return () => {
      window.removeEventListener('pagehide', gone)
      gone()
      opened.close()
    }
  }, [])
  if (shown.kind === 'thanks') return <main className={css.kiosk}><Thanks name={shown.name} onOver={() => { setShown({ kind: 'rest', office: shown.office }) }} /></main>
  if (shown.kind === 'rest') return <main className={`${css.kiosk} ${css.rest}`}><Brand size={56} /><h1>{shown.office || t('common.pigeonhole')}</h1><p>{t('custody.display.mailroom')}</p></main>
  const { ask } = shown
  const done = (signature: Signature): void => {
    say({ kind: 'signed', id: ask.id, signature })
    setShown({ kind: 'thanks', office: ask.office, name: ask.name })
  }
  return <main className={css.kiosk}><Signing key={ask.id} ask={ask} onDone={done} onNotMine={() => { say({ kind: 'not-mine', id: ask.id }); setShown({ kind: 'rest', office: ask.office }) }} /></main>
}

/** What is written belongs to the one request. */
function Signing({ ask, ...on }: { ask: SignAsk } & Pick<PadFaceProps, 'onDone' | 'onNotMine'>): ReactNode {
  const [written, setWritten] = useHeld<Signature | null>(`display.${ask.id}`, null)
  return <PadFace {...ask} {...on} value={written} onChange={setWritten} />
}
