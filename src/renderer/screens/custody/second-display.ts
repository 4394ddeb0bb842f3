import { useEffect, useMemo, useRef, useState } from 'react'
import { PAGES } from '../../../shared/desktop/names.ts'
import { useHeld } from '../../app/kept.ts'
import { createStore, useStore } from '../../app/store.ts'
import type { Signature } from '../../ui/signature.tsx'
import type { PadPiece } from './pad-face.tsx'
import { freshId } from './words.ts'

/** What the second display is asked to show: one person's pieces, and nothing of anybody else. */
export interface SignRequest { office: string; name: string; second: string; pieces: readonly PadPiece[] }
/** A request with the id that its answer names. */
export interface SignAsk extends SignRequest { id: string }

/** What the person at the display answers to a request. */
export type SignAnswer = { kind: 'signed'; id: string; signature: Signature } | { kind: 'not-mine'; id: string }

/** What the counter and the display say to each other. Nothing of it leaves this computer's own pages. */
export type DisplayMessage =
  /** The counter to the display; `taken` says that it has the answer and keeps it, also across a crash. */
  | { kind: 'who' } | { kind: 'sign'; ask: SignAsk } | { kind: 'taken'; id: string } | { kind: 'rest'; office: string }
  /** The display to the counter. */
  | { kind: 'here' } | { kind: 'gone' } | SignAnswer

export const openChannel = (): BroadcastChannel => new BroadcastChannel('pigeonhole-display')

const present = createStore(false)
let opened: BroadcastChannel | null = null
const hearers = new Set<(message: DisplayMessage) => void>()

/** The counter's end, opened when it is first needed. */
function channel(): BroadcastChannel {
  if (opened) return opened
  opened = openChannel()
  opened.onmessage = ({ data }: MessageEvent<DisplayMessage>) => {
    if (data.kind === 'here') present.set(true)
    if (data.kind === 'gone') present.set(false)
    for (const hear of hearers) hear(data)
  }
  say({ kind: 'who' })
  return opened
}

function say(message: DisplayMessage): void {
  channel().postMessage(message)
}

/** Opens the window for the second display; its F11 fills that screen. */
export function openDisplay(): void {
  window.open(`${window.location.origin}/${PAGES.display}`, 'pigeonhole-display', 'popup,width=1280,height=800')
}

/**
 * Lets the second display show what `request` holds for as long as it holds it, and the rest screen otherwise. True while a display is open.
 *
 * @param request once it says something else, what was signed for the one before is taken back; undefined while it is not known yet, which changes nothing on the display
 */
export function useSecondDisplay(office: string, request: SignRequest | null | undefined, on: { signed: (signature: Signature) => void; notMine: () => void }): boolean {
  const known = request !== undefined
  const said = request ? JSON.stringify(request) : null
  // The same request again is no new one: after a crash of this page the display keeps what was written for it.
  const [asked, setAsked] = useHeld<{ said: string; id: string } | null>('display.asked', null)
  const id = useMemo(() => (asked?.said === said ? asked.id : freshId()), [asked, said])
  const ask = useMemo((): SignAsk | null => (said === null ? null : { ...(JSON.parse(said) as SignRequest), id }), [said, id])
  useEffect(() => { if (said !== null) setAsked((now) => (now?.said === said ? now : { said, id })) }, [said, id, setAsked])
  const latest = useRef(on)
  useEffect(() => { latest.current = on })
  // Said only once the counter shows it, and so has put it where a crash leaves it; and before the display is told to rest.
  const [taken, setTaken] = useState<{ id: string } | null>(null)
  useEffect(() => { if (taken) say({ kind: 'taken', ...taken }) }, [taken])
  useEffect(() => {
    const show = (): void => { if (known) say(ask ? { kind: 'sign', ask } : { kind: 'rest', office }) }
    const hear = (message: DisplayMessage): void => {
      if (message.kind === 'here') show()
      if (!ask || (message.kind !== 'signed' && message.kind !== 'not-mine') || message.id !== ask.id) return
      if (message.kind === 'signed') latest.current.signed(message.signature)
      else latest.current.notMine()
      setTaken({ id: message.id })
    }
    hearers.add(hear)
    show()
    return () => { hearers.delete(hear) }
  }, [ask, office, known])
  // Whoever stood there has gone, and so has what was shown of them.
  useEffect(() => () => { say({ kind: 'rest', office }) }, [office])
  return useStore(present)
}
