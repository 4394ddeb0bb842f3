import type { z } from 'zod'
import type { scanInput, Scanned } from '../../shared/contract/intake.ts'
import { newId } from '../../shared/ids.ts'
import { createStore, type Store } from '../app/store.ts'
import type { Problem } from '../app/problem.ts'

export type ScanSource = z.infer<typeof scanInput>['source']

/** A scan that the station has not confirmed yet. */
export interface WaitingScan {
  id: string
  text: string
  source: ScanSource
  /** UTC milliseconds by the page's clock. */
  caughtAt: number
  /** Rises with every scan of this page. */
  order: number
  /** Who was signed in when it was caught: nobody else's name goes under it without being asked. */
  by: { id: string; name: string }
  /** Why it was refused; it stays here until a person has seen it. */
  refused: Problem | null
}

export interface ScanQueueState {
  /** In the order they were caught. */
  scans: readonly WaitingScan[]
  /** Scans wait while a dialog asks something. */
  held: boolean
  /** The store could not keep the first scan: what it said. It is tried again by itself. */
  trouble: Problem | null
}

export interface ScanQueueOptions {
  send: (scan: z.infer<typeof scanInput>) => Promise<Scanned>
  problemOf: (error: unknown) => Problem
  /** Where scans outlive the page. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
  onSaved: (scan: WaitingScan, answer: Scanned) => void
  onRefused: (scan: WaitingScan, problem: Problem) => void
  /** Several scans had been waiting and all are saved now. */
  onDrained: () => void
  /** Milliseconds until a store that could not keep a scan is asked again. */
  retryAfter?: number
}

export interface ScanQueue {
  state: Store<ScanQueueState>
  /** `caught`: the id and time a scan was caught with; new ones are made for what was typed. One that waits already is not added twice. */
  add: (text: string, source: ScanSource, by: WaitingScan['by'], caught?: { id: string; time: number }) => WaitingScan
  /** Says whether scans can be sent now, and as whom. */
  ready: (user: { id: string } | null) => void
  /** Puts everybody's waiting scans under this person's name, because this person said so. */
  adopt: (by: WaitingScan['by']) => void
  /** Forgets a refused scan that a person has seen. */
  dismiss: (id: string) => void
  /** Sends a refused scan once more. */
  again: (id: string) => void
  retry: () => void
  /** Scans wait until the returned function is called. */
  hold: () => () => void
}

const PREFIX = 'pigeonhole.scan.'

/** Tells one who listens. What goes wrong there is a fault of the window: it is reported, says nothing about the scan, and keeps nobody else from being told. */
export function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    reportError(error)
  }
}

/**
 * Keeps every scan until the station has confirmed it: in order, one at a time, over lost connections and reloads of
 * the page. A scan is always sent with the id it was caught with, so one that was saved before the line broke is
 * answered and not doubled.
 */
export function createScanQueue(options: ScanQueueOptions): ScanQueue {
  const state = createStore<ScanQueueState>({ scans: load(options.storage), held: false, trouble: null })
  let user: { id: string } | null = null
  let holds = 0
  let sending = false
  let inRow = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const change = (next: Partial<ScanQueueState>): void => { state.set({ ...state.get(), ...next }) }
  const keep = (scan: WaitingScan): void => {
    try {
      options.storage.setItem(PREFIX + scan.id, JSON.stringify(scan))
    } catch {
      // The browser's storage is full: the scan still waits in this page, and the station is asked all the same.
    }
  }
  const next = (): WaitingScan | undefined => state.get().scans.find((scan) => !scan.refused && scan.by.id === user?.id)

  const due = (): WaitingScan | undefined => (holds === 0 ? next() : undefined)

  async function pump(): Promise<void> {
    if (sending) return
    sending = true
    try {
      for (let scan = due(); scan; scan = due()) if (!(await deliver(scan))) return
    } finally {
      sending = false
    }
    if (inRow > 2 && !next()) tell(options.onDrained)
    if (!next()) inRow = 0
  }

  /** Sends one scan; false when the queue has to wait. */
  async function deliver(scan: WaitingScan): Promise<boolean> {
    let answer: Scanned
    try {
      answer = await options.send({ id: scan.id, text: scan.text, source: scan.source, caughtAt: scan.caughtAt })
    } catch (error) {
      const problem = options.problemOf(error)
      if (problem.code === 'lost' || problem.code === 'SIGN_IN' || problem.code === 'ROLE') {
        user = null
        return false
      }
      if (error instanceof Object && 'code' in error && error.code === 'STORE') {
        change({ trouble: problem })
        clearTimeout(timer)
        timer = setTimeout(() => { void pump() }, options.retryAfter ?? 5000)
        return false
      }
      const refused = { ...scan, refused: problem }
      keep(refused)
      change({ scans: state.get().scans.map((other) => (other.id === scan.id ? refused : other)) })
      tell(() => { options.onRefused(refused, problem) })
      return true
    }
    inRow++
    options.storage.removeItem(PREFIX + scan.id)
    // What shows the piece hears of it first, so that it is drawn at once with everything that follows.
    tell(() => { options.onSaved(scan, answer) })
    change({ scans: without(scan.id), trouble: null })
    return true
  }

  const without = (id: string): WaitingScan[] => state.get().scans.filter((scan) => scan.id !== id)

  function forget(id: string): void {
    options.storage.removeItem(PREFIX + id)
    change({ scans: without(id) })
  }

  return {
    state,
    add(text, source, by, caught) {
      const known = state.get().scans.find((scan) => scan.id === caught?.id)
      if (known) return known
      const caughtAt = caught?.time ?? Date.now()
      const order = Math.max(caughtAt * 1000, (state.get().scans.at(-1)?.order ?? 0) + 1)
      const scan: WaitingScan = { id: caught?.id ?? newId(caughtAt), text, source, caughtAt, order, by, refused: null }
      keep(scan)
      change({ scans: [...state.get().scans, scan] })
      void pump()
      return scan
    },
    ready(next) {
      user = next
      void pump()
    },
    adopt(by) {
      change({ scans: state.get().scans.map((scan) => (scan.refused ? scan : { ...scan, by })) })
      for (const scan of state.get().scans) keep(scan)
      void pump()
    },
    dismiss: forget,
    again(id) {
      change({ scans: state.get().scans.map((scan) => (scan.id === id ? { ...scan, refused: null } : scan)) })
      void pump()
    },
    retry() {
      clearTimeout(timer)
      void pump()
    },
    hold() {
      holds++
      change({ held: true })
      let done = false
      return () => {
        if (done) return
        done = true
        holds--
        if (holds > 0) return
        change({ held: false })
        void pump()
      }
    },
  }
}

function load(storage: ScanQueueOptions['storage']): WaitingScan[] {
  const scans: WaitingScan[] = []
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i)
    if (!key?.startsWith(PREFIX)) continue
    try {
      scans.push(JSON.parse(storage.getItem(key) ?? '') as WaitingScan)
    } catch {
      // Half a line from a page that died while writing it: the scan was never shown as taken.
      storage.removeItem(key)
    }
  }
  return scans.sort((a, b) => a.order - b.order)
}
