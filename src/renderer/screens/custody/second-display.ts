import { useEffect, useMemo, useRef } from 'react'
import { useHeld } from '../../app/kept.ts'
import { createStore, useStore } from '../../app/store.ts'
import type { Signature } from '../../ui/signature.tsx'
import type { PadPiece } from './pad-face.tsx'
import { freshId } from './words.ts'

/** What the second display is asked to show: one person's pieces, and nothing of anybody else. */
export interface SignRequest { office: string; name: string; second: string; pieces: readonly PadPiece[] }
/** A request with the id that its answer names. */
export interface SignAsk extends SignRequest { id: string }

/** What the counter and the display say to each other. Nothing of it leaves this computer's own pages. */
export type DisplayMessage =
  /** The counter to the display. */
  | { kind: 'who' } | { kind: 'sign'; ask: SignAsk } | { kind: 'rest'; office: string }
  /** The display to the counter. */
  | { kind: 'here' } | { kind: 'gone' } | { kind: 'signed'; id: string; signature: Signature } | { kind: 'not-mine'; id: string }

/** Where the page of the display is, behind the address of the app. */
export const DISPLAY = '#/display'

export const openChannel = (): BroadcastChannel => new BroadcastChannel('pigeonhole-display')

const present = createStore(false)
let known: BroadcastChannel | null = null
const hearers = new Set<(message: DisplayMessage) => void>()

/** The counter's end, opened when it is first needed. */
function channel(): BroadcastChannel {
  if (known) return known
  known = openChannel()
  known.onmessage = ({ data }: MessageEvent<DisplayMessage>) => {
    if (data.kind === 'here') present.set(true)
    if (data.kind === 'gone') present.set(false)
    for (const hear of hearers) hear(data)
  }
  say({ kind: 'who' })
  return known
}

function say(message: DisplayMessage): void {
  channel().postMessage(message)
}

/** Opens the window for the second display; its F11 fills that screen. */
export function openDisplay(): void {
  window.open(`${window.location.origin}/${DISPLAY}`, 'pigeonhole-display', 'popup,width=1280,height=800')
}

/**
 * Lets the second display show what `request` holds for as long as it holds it, and the rest screen otherwise. True while a display is open.
 *
 * @param request once it says something else, what was signed for the one before is taken back
 */
export function useSecondDisplay(office: string, request: SignRequest | null, on: { signed: (signature: Signature) => void; notMine: () => void }): boolean {
  const said = request && JSON.stringify(request)
  // The same request again is no new one: after a crash of this page the display keeps what was written for it.
  const [asked, setAsked] = useHeld<{ said: string; id: string } | null>('display.asked', null)
  const id = useMemo(() => (asked?.said === said ? asked.id : freshId()), [asked, said])
  const ask = useMemo((): SignAsk | null => (said === null ? null : { ...(JSON.parse(said) as SignRequest), id }), [said, id])
  useEffect(() => { if (said !== null) setAsked((now) => (now?.said === said ? now : { said, id })) }, [said, id, setAsked])
  const latest = useRef(on)
  useEffect(() => { latest.current = on })
  useEffect(() => {
    const show = (): void => { say(ask ? { kind: 'sign', ask } : { kind: 'rest', office }) }
    const hear = (message: DisplayMessage): void => {
      if (message.kind === 'here') show()
      if (ask && message.kind === 'signed' && message.id === ask.id) latest.current.signed(message.signature)
      if (ask && message.kind === 'not-mine' && message.id === ask.id) latest.current.notMine()
    }
    hearers.add(hear)
    show()
    return () => { hearers.delete(hear) }
  }, [ask, office])
  // Whoever stood there has gone, and so has what was shown of them.
  useEffect(() => () => { say({ kind: 'rest', office }) }, [office])
  return useStore(present)
}
