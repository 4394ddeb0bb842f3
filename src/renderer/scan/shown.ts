import { createStore, type Store } from '../app/store.ts'
import type { ScanQueueState } from './queue.ts'

/** Nothing is said to wait that is saved in this time, milliseconds: it would come and go within a few frames. */
const SEEN_AFTER = 300

/** A queue as it is shown: scans are in it once they have waited for a while. Those that were refused, and those that a page finds when it begins, are in it at once. */
export function afterWhile(queue: Store<ScanQueueState>): Store<ScanQueueState> {
  const shown = createStore(queue.get())
  const since = new Map(queue.get().scans.map(({ id }) => [id, -Infinity]))
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (): void => {
    clearTimeout(timer)
    const { scans, held, trouble } = queue.get()
    const now = performance.now()
    const waited = new Map(scans.map(({ id }) => [id, now - (since.get(id) ?? now)]))
    for (const id of since.keys()) if (!waited.has(id)) since.delete(id)
    for (const id of waited.keys()) if (!since.has(id)) since.set(id, now)
    const seen = scans.filter((scan) => scan.refused !== null || (waited.get(scan.id) ?? 0) >= SEEN_AFTER)
    const before = shown.get()
    const isSame = before.held === held && before.trouble === trouble && before.scans.length === seen.length && before.scans.every((scan, i) => scan === seen[i])
    if (!isSame) shown.set({ scans: seen, held, trouble })
    const rest = scans.filter((scan) => !seen.includes(scan)).map(({ id }) => SEEN_AFTER - (waited.get(id) ?? 0))
    if (rest.length > 0) timer = setTimeout(show, Math.max(1, Math.min(...rest)))
  }
  queue.subscribe(show)
  return shown
}
