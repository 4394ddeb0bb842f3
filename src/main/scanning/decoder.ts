/** Barcode reading off the main thread: a queue, one worker, and a way to stop. */
import { Worker } from 'node:worker_threads'
import { DecodeError } from './decodeTypes.ts'
import type { Decoded, DecodeInput, DecodeOptions } from './decode.ts'
import type { DecodeReply, DecodeRequest } from './decodeServe.ts'

export interface Decoder {
  /**
   * Read one file, after those asked for before. An aborted `signal` takes it out of the queue or stops it in the middle.
   * @throws DecodeError for a file that cannot be read; the signal's reason when stopped.
   */
  decode: (input: DecodeInput, options?: DecodeOptions) => Promise<Decoded>
  /** Stop everything; what waits is rejected. */
  close: () => Promise<void>
}

interface Waiting {
  readonly request: DecodeRequest
  readonly resolve: (decoded: Decoded) => void
  readonly reject: (error: unknown) => void
}

const IDLE_MS = 30_000

/** The decoder's worker beside the station's: as sources, or as the bundles of a built face. */
export function decodeWorker(stationWorker: URL): URL {
  if (stationWorker.protocol !== 'file:') return stationWorker
  return new URL(stationWorker.pathname.endsWith('.ts') ? './scanning/decodeWorker.ts' : './decodeWorker.js', stationWorker)
}

/**
 * Make a decoder. The worker starts with the first file and ends after a while without work, so that a station at rest does
 * not hold the readers' memory. `workerUrl` is the worker's file (decodeWorker.ts, or its bundle).
 */
export function createDecoder(workerUrl: URL, idleMs = IDLE_MS): Decoder {
  const queue: Waiting[] = []
  let worker: Worker | undefined
  let current: Waiting | undefined
  let idle: NodeJS.Timeout | undefined
  let nextId = 1
  let closed = false

  const drop = async (): Promise<void> => {
    const old = worker
    worker = undefined
    await old?.terminate()
  }

  const next = (): void => {
    if (current !== undefined) return
    current = queue.shift()
    clearTimeout(idle)
    if (current === undefined) {
      worker?.unref()
      idle = setTimeout(() => void drop(), idleMs)
      idle.unref()
      return
    }
    worker ??= start()
    worker.ref()
    worker.postMessage(current.request)
  }

  const settle = (how: (waiting: Waiting) => void): void => {
    const done = current
    current = undefined
    if (done !== undefined) how(done)
    next()
  }

  function start(): Worker {
    const started = new Worker(workerUrl)
    started.on('message', (reply: DecodeReply) => {
      if (started !== worker || reply.id !== current?.request.id) return
      if ('decoded' in reply) settle(({ resolve }) => resolve(reply.decoded))
      else settle(({ reject }) => reject(reply.readable ? new Error(reply.error) : new DecodeError(reply.error)))
    })
    // A file may make a reader use up its memory: that file fails, the next one gets a fresh worker.
    started.on('error', (error) => {
      if (started !== worker) return
      worker = undefined
      settle(({ reject }) => reject(new DecodeError('The barcode reader broke off on this file.', { cause: error })))
    })
    started.on('exit', () => {
      if (started !== worker) return
      worker = undefined
      settle(({ reject }) => reject(new DecodeError('The barcode reader broke off on this file.')))
    })
    return started
  }

  return {
    decode: (input, { signal, ...options } = {}) =>
      new Promise<Decoded>((resolve, reject) => {
        if (closed) {
          reject(new Error('The barcode reader is closed.'))
          return
        }
        if (signal?.aborted === true) {
          reject(signal.reason)
          return
        }
        const forget = (): void => signal?.removeEventListener('abort', stop)
        const waiting: Waiting = {
          request: { id: nextId, input, options },
          resolve: (decoded) => {
            forget()
            resolve(decoded)
          },
          reject: (error) => {
            forget()
            reject(error)
          },
        }
        nextId += 1
        const stop = (): void => {
          const at = queue.indexOf(waiting)
          if (at >= 0) queue.splice(at, 1)
          waiting.reject(signal?.reason)
          if (current !== waiting) return
          // A reader cannot be interrupted from inside; its thread can be ended.
          current = undefined
          void drop()
          next()
        }
        signal?.addEventListener('abort', stop, { once: true })
        queue.push(waiting)
        next()
      }),
    async close() {
      closed = true
      clearTimeout(idle)
      const error = new Error('The barcode reader is closed.')
      for (const waiting of queue.splice(0)) waiting.reject(error)
      const running = current
      current = undefined
      running?.reject(error)
      await drop()
    },
  }
}
