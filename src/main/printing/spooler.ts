/** One loop a printer over the store's queue, and labels that print themselves once a piece is recorded. */
import type { Changes } from '../changes.ts'
import type { Logger } from '../logger.ts'
import type { Store } from '../store/store.ts'
import { STATION } from '../store/store.ts'
import { readDocument } from './documents.ts'
import * as queries from './queries.ts'
import type { JobProgress, PrinterLoop, RetryPolicy } from './queue.ts'
import { afterRestart, createPrinterLoop, endNotKept, refuse } from './queue.ts'
import type { Rendered } from './render.ts'
import { render } from './render.ts'
import type { Sender } from './sender.ts'
import { parseTarget } from './target.ts'

/** A job with what the loop needs to make and send it. */
interface Work extends queries.StoredJob { readonly id: string }

export interface Spooler {
  /** There may be something to do for this printer. */
  wake(printer: string): void
  /** There may be something to do for every printer, such as at the start or after the computer slept. */
  wakeAll(): void
  /** Settles when this printer has nothing to send right now. @throws what the store refused, where that is why */
  idle(printer: string): Promise<void>
  /** Sends one job that has no printer, once; settles when it is known what became of it. @throws StoreError when that, or that it is sent, could not be kept */
  straight(job: string): Promise<void>
  /** Settles when what is being done with this job has come to an end, whatever that is; at once when it is not being sent. @throws StoreError when the end could not be kept yet */
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

interface Waiter { readonly told: () => void; readonly refused: (error: unknown) => void }

/** The queue of a store; it is served from its first wake on. What was being sent when the station ended last is unknown from now on. */
export function createSpooler({ store, changes, log, send, serve }: SpoolerOptions): Spooler {
  const loops = new Map<string, PrinterLoop>()
  /** Jobs without a printer, while they are sent or the store has still to keep what became of them. */
  const straights = new Map<string, PrinterLoop>()
  let closed = false
  /** Who waits for the end of a job's try. */
  const waiting = new Map<string, Waiter[]>()

  const tell = (): void => changes.tell(['printing'])
  const keep = (jobs: ReadonlyArray<{ id: string; progress: JobProgress }>): void => {
    if (jobs.length === 0) return
    const answer = (say: (waiter: Waiter) => void): void => {
      for (const { id, progress } of jobs) {
        if (progress.state === 'sending') continue
        const waiters = waiting.get(id) ?? []
        waiting.delete(id)
        waiters.forEach(say)
      }
    }
    try {
      store.operate(STATION, () => ({
        events: [],
        tables: (tables) => { for (const { id, progress } of jobs) queries.keepProgress(tables, id, progress, store.now()) },
        answer: () => null,
      }))
    } catch (error) {
      answer((waiter) => waiter.refused(endNotKept(error, 'printing')))
      throw error
    }
    tell()
    answer((waiter) => waiter.told())
  }

  const onError = (about: { printer: string } | { job: string }) => (error: unknown): void => log.error('printing waits for the store', { ...about, error: String(error) })
  const prepare = async (job: Work): Promise<{ rendered: Rendered; target: string }> => {
    const printer = job.printer === null ? null : queries.printerById(store.db, job.printer)
    const [profile, target] = [printer?.profile ?? job.profile, printer?.target ?? job.target]
    if (!profile || target === null) throw new Error('The printer of this job is not in the store.')
    return { rendered: await render(readDocument(job.document), { ...profile, copies: job.copies }, new Date(job.createdAt)), target }
  }
  const loopOver = (first: () => Work | undefined, extra: { onError: (error: unknown) => void; prepare?: typeof prepare; policy?: RetryPolicy }): PrinterLoop =>
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
    const made = loopOver(() => queries.firstQueued(store.db, printer), { onError: onError({ printer }) })
    loops.set(printer, made)
    return made
  }

  keep(queries.beingSent(store.db).map(({ id, progress }) => ({ id, progress: afterRestart(progress) })))
  keep(queries.straightQueued(store.db).map(({ id, progress }) => ({ id, progress: refuse(progress, 'The app ended before this was sent.') })))
  const stopped = queries.printersOfAnotherLife(store.db, store.device)
  if (stopped.length > 0) store.operate(STATION, () => ({ events: [], tables: (tables) => queries.stopPrinters(tables, stopped, store.device), answer: () => null }))
  const wakeAll = (): void => {
    if (!serve || closed) return
    for (const { id } of queries.printers(store.db)) loopFor(id).wake()
    for (const loop of straights.values()) loop.wake()
  }

  return {
    tell,
    wakeAll,
    wake: (printer) => {
      if (serve && !closed) loopFor(printer).wake()
    },
    idle: async (printer) => await loops.get(printer)?.idle(),
    tried: async (job) => {
      if (queries.jobById(store.db, job)?.progress.state !== 'sending') return
      const end = new Promise<void>((told, refused) => { waiting.set(job, [...(waiting.get(job) ?? []), { told, refused }]) })
      // One that has ended waits for the store, which may have room again by now.
      ;(straights.get(job) ?? loops.get(queries.jobById(store.db, job)?.printer ?? ''))?.wake()
      await end
    },
    straight: async (job) => {
      /** Who asked was told that nothing went out, and may ask again: this one must not follow by itself. */
      let given = false
      const loop = loopOver(() => {
        const found = queries.jobById(store.db, job)
        return found?.progress.state === 'queued' ? found : undefined
      }, {
        policy: { pausesMs: [0], giveUpAfterMs: 0 }, onError: onError({ job }),
        prepare: async (work) => {
          if (given) throw new Error('The store could not keep that this was being sent. It was not sent.')
          return await prepare(work)
        },
      })
      straights.set(job, loop)
      loop.wake()
      try {
        await loop.idle()
        straights.delete(job)
      } catch (error) {
        given = true
        throw queries.jobById(store.db, job)?.progress.state === 'sending' ? endNotKept(error, 'printing') : error
      }
    },
    close: async () => {
      closed = true
      await Promise.all([...loops.values(), ...straights.values()].map(async (loop) => await loop.close()))
    },
  }
}
