import { useLayoutEffect, useRef } from 'react'
import type { Scanned } from '../../shared/contract/intake.ts'
import { problemOf, type Problem } from '../app/problem.ts'
import { session } from '../app/session.ts'
import { client, connection } from '../app/station.ts'
import { createStore } from '../app/store.ts'
import { startCapture, type CaptureHandlers } from './capture.ts'
import { createScanQueue, type Scan, type ScanSource } from './queue.ts'
import { scannerSetup, wedgeOptions } from './scanner-setup.ts'
import { play } from './sound.ts'

/** What the plate shows of the last thing that came in. */
export type LastScan =
  | { kind: 'none' }
  | { kind: 'saved'; scan: Scan; answer: Scanned; at: number }
  | { kind: 'refused'; scan: Scan; problem: Problem }
  /** A key was pressed inside a burst. */
  | { kind: 'spoiled'; at: number }
  /** Nobody is signed in: it was not taken. */
  | { kind: 'locked'; at: number }

export const lastScan = createStore<LastScan>({ kind: 'none' })

/** Every scan of this page on its way to the station. */
export const scans = createScanQueue({
  send: (scan) => client.intake.scan(scan),
  problemOf,
  storage: localStorage,
  onSaved: (scan, answer) => {
    lastScan.set({ kind: 'saved', scan, answer, at: answer.piece.receivedAt })
    play(needsLook(answer) ? 'look' : 'right')
    for (const listener of savedListeners) listener(answer)
  },
  onRefused: (scan, problem) => {
    const taker = OTHER_LABELS.has(problem.code) ? labelTakers.at(-1) : undefined
    if (taker) {
      scans.dismiss(scan.id)
      taker.current(scan)
      return
    }
    lastScan.set({ kind: 'refused', scan, problem })
    play('wrong')
  },
  onDrained: () => { play('drained') },
})

const savedListeners = new Set<(answer: Scanned) => void>()
/** Hears of every scan the station has confirmed. */
export function onScanSaved(listener: (answer: Scanned) => void): () => void {
  savedListeners.add(listener)
  return () => { savedListeners.delete(listener) }
}

/** True when the plate is yellow: a person has to settle something about the piece, or the label was no new piece at all. */
export function needsLook(answer: Scanned): boolean {
  return answer.kind !== 'piece' || answer.piece.questions.length > 0
}

/** Takes a number in for the person who is signed in. False, with the reason on the plate, when nobody is. */
export function takeIn(text: string, source: ScanSource): boolean {
  const by = session.get()?.user
  if (!by) {
    lastScan.set({ kind: 'locked', at: Date.now() })
    play('wrong')
    return false
  }
  scans.add(text, source, { id: by.id, name: by.name })
  return true
}

/** Refusals of labels of ours that are on no piece: a screen may use what they say. */
const OTHER_LABELS = new Set(['badge', 'location', 'container'])
type LabelTaker = (scan: Scan) => void
const labelTakers: { current: LabelTaker }[] = []

/** While this component is shown, scanned badges and labels of locations come to it instead of standing as refused. */
export function useOtherLabels(take: LabelTaker | null): void {
  const latest = useRef<LabelTaker>(() => undefined)
  useLayoutEffect(() => { if (take) latest.current = take })
  const active = take !== null
  useLayoutEffect(() => {
    if (!active) return undefined
    labelTakers.push(latest)
    return () => { labelTakers.splice(labelTakers.indexOf(latest), 1) }
  }, [active])
}

type ScanTaker = (text: string, caughtAt: number) => void
const takers: { current: ScanTaker }[] = []

/** While this component is shown, scans come to it instead of going to Intake. */
export function useScanTaker(take: ScanTaker | null): void {
  const latest = useRef<ScanTaker>(() => undefined)
  useLayoutEffect(() => { if (take) latest.current = take })
  const active = take !== null
  useLayoutEffect(() => {
    if (!active) return undefined
    takers.push(latest)
    return () => { takers.splice(takers.indexOf(latest), 1) }
  }, [active])
}

/** Gives a number that a person typed to the screen that takes scans now, as if it had been scanned. */
export function giveTyped(text: string): void {
  takers.at(-1)?.current(text, Date.now())
}

/** Starts to catch scans from keyboard scanners and to send what waits; called once. */
export function startScans(): void {
  const handlers: CaptureHandlers = {
    onScan: (text, caughtAt) => {
      const taker = takers.at(-1)
      if (taker && session.get()) taker.current(text, caughtAt)
      else takeIn(text, 'wedge')
    },
    onWrong: () => {
      lastScan.set({ kind: 'spoiled', at: Date.now() })
      play('wrong')
    },
  }
  let stop = startCapture(handlers, wedgeOptions(scannerSetup.get()))
  scannerSetup.subscribe(() => {
    stop()
    stop = startCapture(handlers, wedgeOptions(scannerSetup.get()))
  })
  const ready = (): void => { scans.ready(connection.state.get() === 'open' ? (session.get()?.user ?? null) : null) }
  connection.state.subscribe(ready)
  session.subscribe(ready)
  ready()
}
