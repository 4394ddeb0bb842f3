import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from '../../../src/renderer/app/store.ts'
import type { ScanQueueState, WaitingScan } from '../../../src/renderer/scan/queue.ts'
import { afterWhile } from '../../../src/renderer/scan/shown.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const scan = (id: string, refused: WaitingScan['refused'] = null): WaitingScan => ({ id, text: id, source: 'wedge', caughtAt: 0, order: 0, by: { id: 'a', name: 'Ana' }, refused })
const refusal = { code: 'BAD', message: 'no' }

test('a scan that is saved at once is never seen to wait, one that waits is, and a refused one or one that a page begins with at once', () => {
  const queue = createStore<ScanQueueState>({ scans: [scan('kept')], held: false, trouble: null })
  const shown = afterWhile(queue)
  const seen: string[][] = []
  shown.subscribe(() => { seen.push(shown.get().scans.map(({ id }) => id)) })
  const put = (...scans: WaitingScan[]): void => { queue.set({ ...queue.get(), scans }) }
  const [kept] = queue.get().scans
  if (!kept) throw new Error('It begins with one.')
  expect(shown.get().scans).toEqual([kept])
  put(kept, scan('quick'))
  vi.advanceTimersByTime(299)
  put(kept)
  vi.advanceTimersByTime(1_000)
  expect(seen).toEqual([])
  const [first, second] = [scan('first'), scan('second')]
  put(kept, first)
  vi.advanceTimersByTime(200)
  put(kept, first, second)
  vi.advanceTimersByTime(100)
  expect(seen).toEqual([['kept', 'first']])
  vi.advanceTimersByTime(199)
  expect(seen).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(seen).toEqual([['kept', 'first'], ['kept', 'first', 'second']])
  put(scan('bad', refusal))
  expect(shown.get()).toEqual({ scans: [scan('bad', refusal)], held: false, trouble: null })
  queue.set({ scans: [], held: true, trouble: refusal })
  expect(shown.get()).toEqual({ scans: [], held: true, trouble: refusal })
})
