import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { scans } from '../scan/scans.ts'
import { session, useSession } from './session.ts'
import { client, connection, lock, station } from './station.ts'

/** How often the page looks whether it was left alone, and how often it tells the station that it is used, milliseconds. */
const LOOK = 2_000
const TELL = 20_000

let used = Date.now()
let told = 0

/** Somebody does something here: a key, the mouse, a scan. */
function touched(): void {
  used = Date.now()
  if (used - told < TELL || !session.get() || connection.state.get() !== 'open') return
  told = used
  client.access.touch().catch(() => undefined)
}

/** Starts to notice whether somebody uses this page. */
export function startIdle(): void {
  for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const) window.addEventListener(kind, touched, { capture: true, passive: true })
  scans.state.subscribe(touched)
  session.subscribe(() => { if (session.get()) used = Date.now() })
}

/** Locks the page once nobody has used it for as long as the office allows. Looks at the clock, so that a computer that slept is locked when it wakes. */
export function useIdleLock(): void {
  const signedIn = useSession() !== null
  const minutes = useQuery(station.access.settings.queryOptions({ enabled: signedIn })).data?.lockAfterMinutes ?? 0
  useEffect(() => {
    if (!signedIn || minutes === 0) return undefined
    const timer = setInterval(() => { if (Date.now() - used >= minutes * 60_000) lock() }, LOOK)
    return () => { clearInterval(timer) }
  }, [signedIn, minutes])
}
