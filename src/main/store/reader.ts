import { Worker } from 'node:worker_threads'
import { whileLoading } from '../engine.ts'
import type { JobName, JobRequest, Jobs, WorkerMessage } from './jobs.ts'

/** Runs long reads in a worker thread on a read-only connection. */
export interface Reader {
  /**
   * Runs a job; reports how far it is, then answers.
   *
   * @throws what the job throws, an AbortError once `signal` aborts, or an error when the worker ends before the job does
   */
  run<Name extends JobName>(name: Name, input: Jobs[Name]['input'], options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal }): Promise<Jobs[Name]['output']>
  /** Starts the worker, where there is none, for a job that is to be expected soon. */
  wake(): void
  /** Ends the worker and every job that waits. Nothing runs afterwards. */
  close(): Promise<void>
}

export interface Progress { step: string; done: number; of: number }

interface Waiting {
  resolve: (value: never) => void
  reject: (error: Error) => void
  onProgress: (progress: Progress) => void
}

/** A worker without a job is kept so long, milliseconds: longer than from one look at a screen to the next, and starting another takes a tenth of a second. */
const IDLE = 5_000
/** What the worker's short-lived values may take, MB. The engine's own measure is twice as much, and a long report fills it before anything is given back. */
const YOUNG = 24

/**
 * Starts the worker at the first job and ends it when there was none for a while, so that a station at rest does not hold what its
 * last report took. `script` is the worker's entry of the face that is running; `before` is called before every job.
 */
export function createReader(script: URL, folder: string, before: () => void = () => {}): Reader {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let next = 1
  let closed = false
  let rest: NodeJS.Timeout | undefined

  const failAll = (error: Error): void => {
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }

  const drop = async (): Promise<void> => {
    clearTimeout(rest)
    const current = worker
    worker = null
    await current?.terminate()
  }

  const restFrom = (): void => {
    clearTimeout(rest)
    rest = setTimeout(() => void drop(), IDLE).unref()
  }

  const start = (): Worker => {
    const loaded = whileLoading()
    const started = new Worker(script, { workerData: { folder }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
    started.unref()
    started.on('message', (message: WorkerMessage) => {
      if (message.kind === 'loaded') return loaded()
      const job = waiting.get(message.id)
      if (!job) return
      if (message.kind === 'progress') return job.onProgress(message.progress)
      waiting.delete(message.id)
      if (waiting.size === 0) {
        started.unref()
        restFrom()
      }
      if (message.kind === 'done') job.resolve(message.value as never)
      else job.reject(Object.assign(new Error(message.message), { name: message.name }))
    })
    started.on('error', (error) => {
      if (worker === started) worker = null
      failAll(error instanceof Error ? error : new Error(String(error)))
    })
    started.on('exit', () => {
      loaded()
      // One that had nothing to do takes nothing with it.
      if (worker !== started) return
      worker = null
      failAll(new Error('The reader stopped.'))
    })
    return started
  }

  return {
    run: (name, input, options = {}) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted) return reject(new DOMException('Cancelled.', 'AbortError'))
        // A worker that was started while another one ends would outlive the station.
        if (closed) return reject(new Error('The reader stopped.'))
        before()
        const id = next++
        clearTimeout(rest)
        worker ??= start()
        const current = worker
        current.ref()
        waiting.set(id, { resolve, reject, onProgress: options.onProgress ?? (() => {}) })
        options.signal?.addEventListener('abort', () => current.postMessage({ id, kind: 'cancel' } satisfies JobRequest), { once: true })
        current.postMessage({ id, kind: 'run', name, input } satisfies JobRequest)
      }),
    wake: () => {
      if (closed || waiting.size > 0) return
      worker ??= start()
      restFrom()
    },
    close: async () => {
      closed = true
      await drop()
      failAll(new Error('The reader stopped.'))
    },
  }
}
