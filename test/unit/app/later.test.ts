import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLater, PAUSE, type Later } from '../../../src/renderer/app/later.ts'

let done: number[]
let later: Later
let start: number

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  done = []
  start = performance.now()
  later = createLater(() => { done.push(performance.now() - start) })
})
afterEach(() => { vi.useRealTimers() })

const wait = (until: number): void => { vi.advanceTimersByTime(start + until - performance.now()) }

test('what is asked for several times is done once, a while after the last time', () => {
  later.ask()
  wait(100)
  later.ask()
  wait(1_000)
  expect(done).toEqual([100 + PAUSE.after])
  later.ask()
  wait(2_000)
  expect(done).toEqual([100 + PAUSE.after, 1_000 + PAUSE.after])
})

test('a scan that is under way comes first', () => {
  later.ask()
  wait(140)
  later.letPass()
  wait(1_000)
  expect(done).toEqual([140 + PAUSE.after])
})

test('while scans go on it is done between two of them, not in the middle of one', () => {
  later.ask()
  // A scan every 100 ms: keys for 30 ms, and nothing for 70.
  for (let at = 0; at < 4_000; at++) {
    wait(at)
    if (at % 100 < 30) later.letPass()
  }
  const [first = 0, ...more] = done
  expect(more).toEqual([])
  expect(first).toBeGreaterThanOrEqual(PAUSE.most)
  expect(first).toBeLessThan(PAUSE.most + 100)
  expect(first % 100).toBe(29 + PAUSE.scan)
})

test('it is done in the end, whatever goes on', () => {
  later.ask()
  for (let at = 0; at < 10_000; at += 10) {
    wait(at)
    later.letPass()
  }
  expect(done).toHaveLength(1)
  expect(done[0]).toBeGreaterThanOrEqual(2 * PAUSE.most)
  expect(done[0]).toBeLessThan(2 * PAUSE.most + PAUSE.scan)
})

test('what is not wanted any more is not done', () => {
  later.ask()
  later.drop()
  wait(10_000)
  expect(done).toEqual([])
})
