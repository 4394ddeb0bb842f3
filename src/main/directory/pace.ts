/** How long directory work may hold the thread before a scan gets its turn, in milliseconds. */
export const SLICE = 6

/**
 * A pace for long work on the main thread: awaiting it lets everything else run once a slice of time is used up.
 *
 * @param slice milliseconds between two pauses
 */
export function createPace(slice = SLICE): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < slice) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}
