/**
 * The life of a print job, without a database: which state follows which, when a job is tried again, and the loop that
 * serves one printer. Where jobs are kept is behind `JobStore`, so the rules hold for any storage.
 *
 *   queued -> sending -> sent | confirmed | unknown
 *                     -> queued again (nothing reached the printer; after a pause) -> failed (given up, or refused for good)
 *   unknown | failed -> a person: printed (sent), or again (queued)
 *
 * A job is durably `sending` before its first byte leaves. Whatever is found `sending` at a start was cut off: unknown.
 */
import { StoreError } from '../store/errors.ts'
import type { Outcome } from './target.ts'

export const JOB_STATES = ['queued', 'sending', 'sent', 'confirmed', 'failed', 'unknown'] as const
export type JobState = (typeof JOB_STATES)[number]

/** What the rules need to know of a job. Times are UTC milliseconds. */
export interface JobProgress {
  readonly state: JobState
  /** Tries begun since it was queued, by the app or a person. */
  readonly attempts: number
  /** When it was queued, or queued again by a person. */
  readonly queuedAt: number
  /** Not to be tried before this time. */
  readonly notBefore: number
  /** Why it is not printed yet, in the person's words. */
  readonly reason?: string
}

export interface RetryPolicy {
  /** Pauses before the second, third... try, milliseconds; the last one repeats. */
  readonly pausesMs: readonly number[]
  /** A job that never reached the printer is given up after this time, milliseconds. */
  readonly giveUpAfterMs: number
}

/** A printer that comes back within twelve hours gets every job; later a person decides whether it is still wanted. */
export const RETRY: RetryPolicy = { pausesMs: [1_000, 2_000, 5_000, 10_000, 30_000], giveUpAfterMs: 12 * 3_600_000 }

/** A job taken for sending. @throws if it is not waiting: sending it then could print it twice. */
export function begin(job: JobProgress, now: number): JobProgress {
  if (job.state !== 'queued' || job.notBefore > now) throw new Error(`A job that is ${job.state} cannot be sent.`)
  return { state: 'sending', attempts: job.attempts + 1, queuedAt: job.queuedAt, notBefore: job.notBefore }
}

/** The state that follows an outcome. Only `failed`, the promise that nothing was printed, leads to another try. */
export function nextState(job: JobProgress, outcome: Outcome, now: number, policy: RetryPolicy = RETRY): JobProgress {
  if (job.state !== 'sending') throw new Error(`A job that is ${job.state} has no outcome.`)
  const { attempts, queuedAt, notBefore } = job
  switch (outcome.state) {
    case 'sent':
    case 'confirmed':
      return { state: outcome.state, attempts, queuedAt, notBefore }
    case 'refused':
      return { state: 'failed', attempts, queuedAt, notBefore, reason: outcome.reason }
    case 'unknown':
      return { state: 'unknown', attempts, queuedAt, notBefore, reason: outcome.reason }
    case 'failed':
    default: {
      if (now - queuedAt >= policy.giveUpAfterMs) return { state: 'failed', attempts, queuedAt, notBefore, reason: outcome.reason }
      const pause = policy.pausesMs[Math.min(attempts, policy.pausesMs.length) - 1] ?? 0
      return { state: 'queued', attempts, queuedAt, notBefore: now + pause, reason: outcome.reason }
    }
  }
}

/** What an interrupted job becomes when the app starts: nobody knows how much of it was printed. */
export function afterRestart(job: JobProgress): JobProgress {
  return job.state === 'sending' ? { ...job, state: 'unknown', reason: 'The app was closed or the computer went off while this was being printed.' } : job
}

/** A content that cannot be printed: no try can help. */
export function refuse(job: JobProgress, reason: string): JobProgress {
  return { ...job, state: 'failed', reason }
}

export type Decision = 'printed' | 'again' | 'dropped'

/**
 * What a person says about a job that is unknown or failed: `printed` (it lies there), `again` (print it once more), or
 * `dropped` (not wanted any more; also for one still queued). @throws for a state in which there is nothing to decide.
 */
export function decide(job: JobProgress, decision: Decision, now: number): JobProgress {
  const open = job.state === 'unknown' || job.state === 'failed'
  if (decision === 'dropped' && job.state === 'queued') return { ...job, state: 'failed', reason: 'Dropped by a person.' }
  if (!open) throw new Error(`There is nothing to decide about a job that is ${job.state}.`)
  const { attempts, queuedAt, notBefore } = job
  if (decision === 'printed') return { state: 'sent', attempts, queuedAt, notBefore }
  if (decision === 'dropped') return { ...job, state: 'failed', reason: 'Dropped by a person.' }
  return { state: 'queued', attempts: 0, queuedAt: now, notBefore: now }
}

/** A job as the loop gets it: how to make its bytes, and its progress. */
export interface LoopJob {
  readonly id: string
  readonly progress: JobProgress
}

/** Where the jobs of one printer are kept. Every call that changes something returns only after it is durable. */
export interface JobStore<Job extends LoopJob> {
  /** The oldest queued job, whatever its `notBefore`; nothing is changed. Jobs of one printer keep their order. */
  first: () => Job | undefined
  /** Keep a job's new progress. For `sending` this happens before the first byte leaves. */
  keep: (job: Job, progress: JobProgress, outcome?: Outcome) => void
}

export interface PrinterLoop {
  /** There may be something to do: a job was queued, a person decided, the printer came back. */
  wake: () => void
  /** Settles when nothing is waiting to be sent right now; jobs that wait for a pause do not count. @throws what the store refused, where that is why nothing is sent */
  idle: () => Promise<void>
  /** Stop after what is being sent; a job in the middle ends as unknown. */
  close: () => Promise<void>
}

export interface LoopOptions<Job extends LoopJob, Payload> {
  readonly store: JobStore<Job>
  /** Make what is sent. A thrown error means that the content cannot be printed; the job fails and the next one follows. */
  readonly prepare: (job: Job) => Promise<Payload>
  /** Send it. Should not throw; if it does, nobody knows what was printed. */
  readonly send: (job: Job, payload: Payload, signal: AbortSignal) => Promise<Outcome>
  readonly now?: () => number
  /** Call `then` after `ms`; returns a way to forget it. */
  readonly later?: (ms: number, then: () => void) => () => void
  readonly policy?: RetryPolicy
  /** Something went wrong in the app itself (the store refused). The loop says so and waits rather than print unrecorded, and goes on by itself. */
  readonly onError?: (error: unknown) => void
}

/** What is said to who waits for the end of a try that the store did not keep: "nothing was saved, try again" would have it printed twice. */
export function endNotKept(error: unknown, what: 'printing' | 'sending'): unknown {
  if (!(error instanceof StoreError)) return error
  return new StoreError(error.code, `How ${what} this ended could not be kept: the disk is full, or cannot be written to. Free some space; it is kept by itself then. Look whether it ${what === 'printing' ? 'came out before you print' : 'went out before you send'} it again.`, error)
}

/** How long what prints by itself waits before it asks a store that refused once more, milliseconds: somebody has to make room first. */
export const STORE_PAUSE_MS = 10_000

/** Serve one printer: one job at a time, in order, each recorded before and after. */
export function createPrinterLoop<Job extends LoopJob, Payload>(options: LoopOptions<Job, Payload>): PrinterLoop {
  const { store, prepare, send, now = Date.now, later = timer, policy = RETRY, onError = () => undefined } = options
  const stop = new AbortController()
  let running: Promise<void> | undefined
  let again = false
  let forget: (() => void) | undefined
  let refused: { readonly error: unknown } | undefined
  /** How a try ended, until the store has kept it: nothing else is sent before. */
  let ended: { readonly job: Job; readonly progress: JobProgress; readonly outcome: Outcome } | undefined

  const keepEnd = (): void => {
    if (ended === undefined) return
    store.keep(ended.job, ended.progress, ended.outcome)
    ended = undefined
  }

  const round = async (): Promise<void> => {
    keepEnd()
    while (!stop.signal.aborted) {
      const job = store.first()
      if (job === undefined) return
      const wait = job.progress.notBefore - now()
      if (wait > 0) {
        forget?.()
        forget = later(wait, wake)
        return
      }
      let payload: Payload
      try {
        payload = await prepare(job)
      } catch (error) {
        store.keep(job, refuse(job.progress, message(error)))
        continue
      }
      // While it was made, a person may have dropped it, or the app may be closing.
      const still = store.first()
      if (stop.signal.aborted || still === undefined || still.id !== job.id) continue
      const sending = begin(still.progress, now())
      store.keep(job, sending)
      let outcome: Outcome
      try {
        outcome = await send(job, payload, stop.signal)
      } catch (error) {
        outcome = { state: 'unknown', bytesSent: 0, reason: `Sending ended in an error of the app: ${message(error)}` }
      }
      ended = { job, progress: nextState(sending, outcome, now(), policy), outcome }
      keepEnd()
    }
  }

  function wake(): void {
    if (stop.signal.aborted) return
    if (running !== undefined) {
      again = true
      return
    }
    forget?.()
    forget = undefined
    refused = undefined
    running = (async () => {
      try {
        do {
          again = false
          await round()
        } while (again && !stop.signal.aborted)
      } catch (error) {
        refused = { error }
        onError(error)
        if (!stop.signal.aborted) forget = later(STORE_PAUSE_MS, wake)
      } finally {
        running = undefined
      }
    })()
  }

  const settled = async (): Promise<void> => {
    for (let current = running; current !== undefined; current = running) await current
  }

  return {
    wake,
    idle: async () => {
      await settled()
      if (refused) throw refused.error
    },
    close: async () => {
      stop.abort()
      forget?.()
      await settled()
      try {
        keepEnd()
      } catch (error) {
        onError(error)
      }
    },
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function timer(ms: number, then: () => void): () => void {
  const handle = setTimeout(then, ms)
  // A pause before the next try must not keep the app from closing.
  handle.unref()
  return () => clearTimeout(handle)
}
