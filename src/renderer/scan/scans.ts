import { useLayoutEffect, useRef } from 'react'
import type { Scanned } from '../../shared/contract/intake.ts'
import type { Scan } from '../../shared/contract/scanning.ts'
import { newId } from '../../shared/ids.ts'
import { readAim } from '../../shared/scanning/aim.ts'
import { createOpenStore } from '../app/kept.ts'
import { problemOf, type Problem } from '../app/problem.ts'
import { session } from '../app/session.ts'
import { client, connection, scanUnderWay } from '../app/station.ts'
import { createStore, useStore } from '../app/store.ts'
import { startCapture, type CaptureHandlers } from './capture.ts'
import { readBurst } from './layout.ts'
import { createScanQueue, tell, type ScanSource, type WaitingScan } from './queue.ts'
import { afterWhile } from './shown.ts'
import { keepProved, provedLayout, scannerSetup, wedgeOptions } from './scanner-setup.ts'
import { play } from './sound.ts'

/** What the plate shows of the last thing that came in. */
export type LastScan =
  | { kind: 'none' }
  | { kind: 'saved'; scan: WaitingScan; answer: Scanned; at: number }
  | { kind: 'refused'; scan: WaitingScan; problem: Problem }
  /** A key was pressed inside a burst, or, with its `words`, a scanner lost a code on its way. */
  | { kind: 'spoiled'; at: number; words: string | null }
  /** Nobody is signed in: it was not taken. */
  | { kind: 'locked'; at: number }

export const lastScan = createStore<LastScan>({ kind: 'none' })

/** Every scan of this page on its way to the station. */
export const scans = createScanQueue({
  send: (scan) => client.intake.scan(scan),
  problemOf,
  storage: localStorage,
  onSaved: (scan, answer) => {
    scanUnderWay()
    // A list is told of a change a moment later than a store, so it comes first: then all of it is drawn at once.
    for (const listener of [...savedListeners.list, ...savedListeners.work]) tell(() => { listener(answer) })
    lastScan.set({ kind: 'saved', scan, answer, at: answer.piece.receivedAt })
    play(needsLook(answer) ? 'look' : 'right')
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

type SavedListener = (answer: Scanned) => void
const savedListeners = { list: new Set<SavedListener>(), work: new Set<SavedListener>() }
/** Hears of every scan the station has confirmed; `what` says whether it is a list that the piece belongs in, or what is done with the piece. */
export function onScanSaved(what: keyof typeof savedListeners, listener: SavedListener): () => void {
  savedListeners[what].add(listener)
  return () => { savedListeners[what].delete(listener) }
}

/** The queue as it is shown: what is saved at once is never seen to wait. */
export const scansShown = afterWhile(scans.state)

/** True when the plate is yellow: a person has to settle something about the piece, or the label was no new piece at all. */
export function needsLook(answer: Scanned): boolean {
  return answer.kind !== 'piece' || answer.piece.questions.length > 0
}

/** Takes a number in for the person who is signed in. False, with the reason on the plate, when nobody is. */
export function takeIn(text: string, source: ScanSource, caught?: Pick<Scan, 'id' | 'time'>): boolean {
  const by = session.get()?.user
  if (!by) {
    locked()
    return false
  }
  scans.add(text, source, { id: by.id, name: by.name }, caught)
  return true
}

/** Refusals of labels of ours that are on no piece: a screen may use what they say. */
const OTHER_LABELS = new Set(['badge', 'location', 'container'])
type LabelTaker = (scan: WaitingScan) => void
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

/** What a screen does with a scan. While its promise is open the next scan waits. */
type ScanTaker = (text: string, scan: Scan) => void | Promise<void>
/** Where a taker stands: what a dialog asks for comes to the dialog, and what a screen takes waits until no dialog is open. */
type TakerLayer = 'screen' | 'dialog'
interface Taker { layer: TakerLayer; take: { current: ScanTaker } }
const takers: Taker[] = []
let dialogs = 0
let giving = false

/** Always the same list, so that nobody is told of a scan that a screen was given at once. */
const NO_SCANS: readonly Scan[] = []
/**
 * Scans that a screen has not been given yet: a dialog is open, or the screen is busy with the one before. In the order they came. They are
 * still here after a crash of the page, except those of the station's own scanners, which it hands over again.
 */
export const keptScans = createOpenStore<readonly Scan[]>('scans', NO_SCANS, (was) => was, (waiting) => waiting.filter((scan) => scan.source !== 'serial'))

/** How many scans wait: on their way to the station, or for a screen. */
export function useWaitingScans(): number {
  return useStore(scansShown).scans.filter((scan) => !scan.refused).length + useStore(keptScans).length
}

/**
 * While this component is shown, scans come to it instead of going to Intake, one after the other.
 *
 * @param take null lets scans go where they went before
 */
export function useScanTaker(take: ScanTaker | null, layer: TakerLayer = 'screen'): void {
  const latest = useRef<ScanTaker>(() => undefined)
  useLayoutEffect(() => { if (take) latest.current = take })
  const active = take !== null
  useLayoutEffect(() => {
    if (!active) return undefined
    const taker: Taker = { layer, take: latest }
    takers.push(taker)
    void give()
    return () => { takers.splice(takers.indexOf(taker), 1) }
  }, [active, layer])
}

/** While a dialog is open, scans wait for what lies under it. Returns how to say that it is closed. */
export function holdScans(): () => void {
  const release = scans.hold()
  dialogs++
  let done = false
  return () => {
    if (done) return
    done = true
    dialogs--
    release()
    // The dialog's own taker goes in the same turn.
    queueMicrotask(() => { void give() })
  }
}

/** Who takes a scan now: a taker, Intake, or nobody yet. */
function takerNow(): Taker | 'intake' | null {
  const top = takers.at(-1)
  if (dialogs === 0) return top ?? 'intake'
  return takers.findLast((taker) => taker.layer === 'dialog') ?? (top ? null : 'intake')
}

/**
 * The one place every scan comes to, from whatever scanner: it decides which screen takes it, and keeps it until that screen can.
 * Answers false when nobody is signed in: then it is not taken, and the plate says so.
 */
export function takeScan(scan: Scan): boolean {
  if (!session.get()) {
    locked()
    return false
  }
  scanUnderWay()
  if (lastScan.get().kind === 'spoiled') lastScan.set({ kind: 'none' })
  if (!keptScans.get().some((kept) => kept.id === scan.id)) keptScans.set([...keptScans.get(), scan])
  void give()
  return true
}

const givenListeners = new Set<(scan: Scan) => void>()
/** Hears of every scan that has found its place: a screen has it, or the queue on its way to the station. */
export function onScanGiven(listener: (scan: Scan) => void): () => void {
  givenListeners.add(listener)
  return () => { givenListeners.delete(listener) }
}

async function give(): Promise<void> {
  if (giving) return
  giving = true
  try {
    for (;;) {
      const [scan] = keptScans.get()
      const taker = scan && takerNow()
      if (!scan || !taker) return
      keptScans.set(keptScans.get().length > 1 ? keptScans.get().slice(1) : NO_SCANS)
      if (taker === 'intake') takeIn(scan.raw, scan.source, scan)
      else await taker.take.current(scan.text, scan)
      for (const listener of givenListeners) listener(scan)
      // The screen shows what came of this one before it is asked about the next.
      if (keptScans.get().length > 0) await new Promise((resolve) => { setTimeout(resolve, 0) })
    }
  } finally {
    giving = false
  }
}

/** Makes a scan of what a way in has caught; the AIM identifier is taken off the text. */
export function makeScan(raw: string, from: Pick<Scan, 'source' | 'device'> & Partial<Pick<Scan, 'symbology' | 'took'>>): Scan {
  const { symbology, text } = readAim(raw)
  const time = Date.now()
  return { id: newId(time), text, symbology: from.symbology ?? symbology, source: from.source, device: from.device, time, raw, took: from.took ?? null }
}

/** Gives a number that a person typed to the screen that takes scans now, as if it had been scanned. */
export function giveTyped(text: string): void {
  if (takers.length > 0) takeScan(makeScan(text, { source: 'typed', device: null }))
}

/** Says on the plate that a code was lost on its way: it has to be scanned again. */
export function spoiled(words: string | null = null): void {
  lastScan.set({ kind: 'spoiled', at: Date.now(), words })
  play('wrong')
}

/** Says on the plate that nobody is signed in and nothing was taken. */
export function locked(): void {
  lastScan.set({ kind: 'locked', at: Date.now() })
  play('wrong')
}

/** Starts to catch scans from keyboard scanners and to send what waits; called once. */
export function startScans(): void {
  const handlers: CaptureHandlers = {
    onKey: scanUnderWay,
    onScan: (burst) => {
      const { text, proved } = readBurst(burst, scannerSetup.get().layout, provedLayout())
      if (proved) keepProved(proved)
      takeScan(makeScan(text, { source: 'wedge', device: null, took: burst.took }))
    },
    onWrong: () => { spoiled() },
  }
  let stop = startCapture(handlers, wedgeOptions(scannerSetup.get()))
  scannerSetup.subscribe(() => {
    stop()
    stop = startCapture(handlers, wedgeOptions(scannerSetup.get()))
  })
  const ready = (): void => { scans.ready(connection.state.get() === 'open' ? (session.get()?.user ?? null) : null) }
  connection.state.subscribe(ready)
  session.subscribe(ready)
  // What one person scanned and no screen was given yet is not the next person's.
  session.subscribe(() => {
    if (session.get() || keptScans.get().length === 0) return
    keptScans.set(NO_SCANS)
    locked()
  })
  ready()
}
