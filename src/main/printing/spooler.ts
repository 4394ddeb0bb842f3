/** One loop a printer over the store's queue, and labels that print themselves once a piece is recorded. */
import type { Changes } from '../changes.ts'
import type { Logger } from '../logger.ts'
import type { Store } from '../store/store.ts'
import { STATION } from '../store/store.ts'
import { readDocument } from './documents.ts'
import * as queries from './queries.ts'
import type { JobProgress, PrinterLoop } from './queue.ts'
import { afterRestart, createPrinterLoop, refuse } from './queue.ts'
import type { Rendered } from './render.ts'
import { render } from './render.ts'
import type { Sender } from './sender.ts'
import { parseTarget } from './target.ts'

/** A job with what the loop needs to make and send it. */
interface Work extends queries.StoredJob { readonly id: string }

export interface Spooler {
  /** There may be something to do for this printer. */
  wake(printer: string): void
  /** There may be something to do for every printer, such as after the computer slept. */
  wakeAll(): void
  /** Settles when this printer has nothing to send right now. */
  idle(printer: string): Promise<void>
  /** Sends one job that has no printer, once; settles when it is known what became of it. */
  straight(job: string): Promise<void>
  /** Settles when what is being done with this job has come to an end, whatever that is; at once when it is not being sent. */
  tried(job: string): Promise<void>
  /** Tells screens that printers or jobs have changed. */
  tell(): void
  close(): Promise<void>
}

export interface SpoolerOptions {
  store: Store
  changes: Changes
  log: Logger
  send: Sender
  /** False for a short command: it must not start to print what waits, and be gone in the middle of it. */
  serve: boolean
}

/** Starts to serve the queue of a store. What was being sent when the station ended last is unknown from now on. */
export function createSpooler({ store, changes, log, send, serve }: SpoolerOptions): Spooler {
  const loops = new Map<string, PrinterLoop>()
  const straights = new Set<PrinterLoop>()
  let closed = false
  /** Who waits for the end of a job's try. */
  const waiting = new Map<string, Array<() => void>>()

  const tell = (): void => changes.tell(['printing'])
  const keep = (jobs: ReadonlyArray<{ id: string; progress: JobProgress }>): void => {
    if (jobs.length === 0) return
    store.operate(STATION, () => ({
      events: [],
      tables: (tables) => { for (const { id, progress } of jobs) queries.keepProgress(tables, id, progress, store.now()) },
      answer: () => null,
    }))
    tell()
    for (const { id, progress } of jobs) {
      if (progress.state === 'sending') continue
      for (const told of waiting.get(id) ?? []) told()
      waiting.delete(id)
    }
  }
  const settleCutOff = (printer?: string): void => keep(queries.cutOff(store.db, printer).map(({ id, progress }) => ({ id, progress: afterRestart(progress) })))

  const prepare = async (job: Work): Promise<{ rendered: Rendered; target: string }> => {
    const printer = job.printer === null ? null : queries.printerById(store.db, job.printer)
    const [profile, target] = [printer?.profile ?? job.profile, printer?.target ?? job.target]
    if (!profile || target === null) throw new Error('The printer of this job is not in the store.')
    return { rendered: await render(readDocument(job.document), { ...profile, copies: job.copies }, new Date(job.createdAt)), target }
  }
  const loopOver = (first: () => Work | undefined, extra: { onError: (error: unknown) => void; policy?: { pausesMs: readonly number[]; giveUpAfterMs: number } }): PrinterLoop =>
    createPrinterLoop<Work, { rendered: Rendered; target: string }>({
      store: { first, keep: (job, progress) => keep([{ id: job.id, progress }]) },
      prepare,
      send: async (job, { rendered, target }, signal) => await send(parseTarget(target), rendered.language, rendered.bytes, { signal, title: job.title }),
      now: () => store.now(),
      ...extra,
    })

  const loopFor = (printer: string): PrinterLoop => {
    const known = loops.get(printer)
    if (known) return known
    const made = loopOver(() => queries.firstQueued(store.db, printer), {
      onError: (error) => {
        log.error('printing stopped', { printer, error: String(error) })
        // The next wish to print starts anew; what was being sent is a person's to judge.
        loops.delete(printer)
        if (closed) return
        try {
          settleCutOff(printer)
        } catch (again) {
          log.error('a print job could not be settled', { printer, error: String(again) })
        }
      },
    })
    loops.set(printer, made)
    return made
  }

  settleCutOff()
  keep(queries.straightQueued(store.db).map(({ id, progress }) => ({ id, progress: refuse(progress, 'The app ended before this was sent.') })))
  const stopped = queries.printersOfAnotherLife(store.db, store.device)
  if (stopped.length > 0) store.operate(STATION, () => ({ events: [], tables: (tables) => queries.stopPrinters(tables, stopped, store.device), answer: () => null }))
  const wakeAll = (): void => {
    if (serve && !closed) for (const { id } of queries.printers(store.db)) loopFor(id).wake()
  }
  wakeAll()

  return {
    tell,
    wakeAll,
    wake: (printer) => {
      if (serve && !closed) loopFor(printer).wake()
    },
    idle: async (printer) => await loops.get(printer)?.idle(),
    tried: async (job) => {
      if (queries.jobById(store.db, job)?.progress.state !== 'sending') return
      await new Promise<void>((resolve) => { waiting.set(job, [...(waiting.get(job) ?? []), resolve]) })
    },
    straight: async (job) => {
      const loop = loopOver(() => {
        const found = queries.jobById(store.db, job)
        return found?.progress.state === 'queued' ? found : undefined
      }, { policy: { pausesMs: [0], giveUpAfterMs: 0 }, onError: (error) => log.error('printing stopped', { job, error: String(error) }) })
      straights.add(loop)
      try {
        loop.wake()
        await loop.idle()
      } finally {
        straights.delete(loop)
      }
    },
    close: async () => {
      closed = true
      await Promise.all([...loops.values(), ...straights].map(async (loop) => await loop.close()))
    },
  }
}
