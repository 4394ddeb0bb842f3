import { setImmediate } from 'node:timers/promises'
import type { Progress } from './store/reader.ts'

/** Joins a callback's progress and a promise's end into one stream; ending the stream early aborts the work. */
export async function* withProgress<T>(work: (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<T>, outer: AbortSignal | undefined): AsyncGenerator<{ progress: Progress } | { report: T }> {
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  outer?.addEventListener('abort', stop)
  let latest: Progress | null = null
  let wake: (() => void) | null = null
  let ended = false
  const result = work((progress) => {
    latest = progress
    wake?.()
  }, abort.signal).finally(() => {
    ended = true
    wake?.()
  })
  result.catch(() => {})
  try {
    for (;;) {
      const progress = latest as Progress | null
      latest = null
      if (progress) yield { progress }
      else if (ended) break
      else await new Promise<void>((resolve) => (wake = resolve))
    }
    const report = await result
    // Who follows the changes hears of what the work did before it hears that it is done.
    await setImmediate()
    yield { report }
  } finally {
    outer?.removeEventListener('abort', stop)
    abort.abort()
  }
}
