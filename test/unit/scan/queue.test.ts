import { ORPCError } from '@orpc/client'
import { expect, test, vi } from 'vitest'
import type { Scanned } from '../../../src/shared/contract/intake.ts'
import { ConnectionLost } from '../../../src/renderer/app/connection.ts'
import { problemOf } from '../../../src/renderer/app/problem.ts'
import { createScanQueue, type ScanQueue } from '../../../src/renderer/scan/queue.ts'

const MARA = { id: 'mara', name: 'Mara Dovetail' }
const OTIS = { id: 'otis', name: 'Otis Ledgerwood' }

/** The storage of a browser. */
function memory(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() { return kept.size },
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => { kept.set(key, value) },
    removeItem: (key) => { kept.delete(key) },
    clear: () => { kept.clear() },
  }
}

/** A station that answers what the test tells it, and knows which ids it has saved. */
function desk(storage = memory(), heard: (what: string) => void = () => undefined) {
  const sent: string[] = []
  const saved: string[] = []
  const told: string[] = []
  let fault: (() => Error) | null = null
  const queue: ScanQueue = createScanQueue({
    storage, problemOf, retryAfter: 0,
    send: async (scan) => {
      sent.push(scan.text)
      if (fault) throw fault()
      if (!saved.includes(scan.id)) saved.push(scan.id)
      return {} as Scanned
    },
    onSaved: (scan) => { told.push(`saved ${scan.text}`); heard('saved') },
    onRefused: (scan) => { told.push(`refused ${scan.text}`); heard('refused') },
    onDrained: () => { told.push('drained'); heard('drained') },
  })
  return { queue, sent, saved, told, storage, fail: (next: (() => Error) | null) => { fault = next } }
}

/** Every promise that was under way has had its turn. */
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })
const texts = (queue: ScanQueue): string[] => queue.state.get().scans.map((scan) => scan.text)

test('scans go out in the order they were caught, one at a time, and only confirmed ones leave', async () => {
  const { queue, sent, told, storage } = desk()
  for (const text of ['1', '2', '3', '4']) queue.add(text, 'wedge', MARA)
  await settled()
  expect({ sent, waiting: texts(queue), kept: storage.length }).toEqual({ sent: [], waiting: ['1', '2', '3', '4'], kept: 4 })
  queue.ready(MARA)
  await settled()
  expect({ told, waiting: texts(queue), kept: storage.length }).toEqual({ told: ['saved 1', 'saved 2', 'saved 3', 'saved 4', 'drained'], waiting: [], kept: 0 })
})

test('a scan whose answer was lost is sent again with the id it had', async () => {
  const station = desk()
  station.queue.ready(MARA)
  station.fail(() => new ConnectionLost())
  const scan = station.queue.add('1', 'wedge', MARA)
  station.queue.add('2', 'wedge', MARA)
  await settled()
  expect({ sent: station.sent, waiting: texts(station.queue) }).toEqual({ sent: ['1'], waiting: ['1', '2'] })
  station.fail(null)
  station.queue.ready(MARA)
  await settled()
  expect(station.sent).toEqual(['1', '1', '2'])
  expect(station.saved).toEqual([scan.id, expect.any(String)])
})

test('a page that died leaves its scans to the next one, in order', async () => {
  const first = desk()
  for (const text of ['3', '1', '2']) first.queue.add(text, 'typed', MARA)
  first.storage.setItem('pigeonhole.scan.broken', '{"id":')
  const second = desk(first.storage)
  expect(texts(second.queue)).toEqual(['3', '1', '2'])
  second.queue.ready(MARA)
  await settled()
  expect({ sent: second.sent, kept: first.storage.length }).toEqual({ sent: ['3', '1', '2'], kept: 0 })
})

test('nobody else\'s name goes under a scan unless that person says so, and nobody is held up by it', async () => {
  const { queue, sent } = desk()
  queue.add('of Mara', 'wedge', MARA)
  queue.ready(OTIS)
  queue.add('of Otis', 'wedge', OTIS)
  await settled()
  expect({ sent: [...sent], waiting: texts(queue) }).toEqual({ sent: ['of Otis'], waiting: ['of Mara'] })
  queue.adopt(OTIS)
  await settled()
  expect({ sent, waiting: texts(queue) }).toEqual({ sent: ['of Otis', 'of Mara'], waiting: [] })
})

test('a scan that is refused stays with its reason until somebody has seen it, and lets the next one by', async () => {
  const { queue, told, fail, storage } = desk()
  fail(() => new ORPCError('REFUSED', { defined: true, message: 'That is a badge.', data: { code: 'badge' } }))
  queue.ready(MARA)
  const scan = queue.add('badge', 'wedge', MARA)
  await settled()
  fail(null)
  queue.add('piece', 'wedge', MARA)
  await settled()
  expect(told).toEqual(['refused badge', 'saved piece'])
  expect(queue.state.get().scans).toEqual([{ ...scan, refused: { code: 'badge', message: 'That is a badge.' } }])
  queue.dismiss(scan.id)
  expect({ waiting: texts(queue), kept: storage.length }).toEqual({ waiting: [], kept: 0 })
})

test('a fault of what shows a scan is reported, and leaves a saved scan saved, a refused one refused, and the next ones on their way', async () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const { queue, told, storage, fail } = desk(memory(), (what) => { throw new Error(`nothing shows what was ${what}`) })
  for (const text of ['1', '2', '3']) queue.add(text, 'wedge', MARA)
  queue.ready(MARA)
  await settled()
  expect({ told, waiting: texts(queue), kept: storage.length }).toEqual({ told: ['saved 1', 'saved 2', 'saved 3', 'drained'], waiting: [], kept: 0 })
  fail(() => new ORPCError('REFUSED', { defined: true, message: 'That is a badge.', data: { code: 'badge' } }))
  for (const text of ['badge', 'badge too']) queue.add(text, 'wedge', MARA)
  await settled()
  expect(queue.state.get().scans.map(({ text, refused }) => [text, refused?.code])).toEqual([['badge', 'badge'], ['badge too', 'badge']])
  expect(reported.mock.calls.map(([error]) => String(error))).toEqual([...Array<string>(3).fill('Error: nothing shows what was saved'), 'Error: nothing shows what was drained', ...Array<string>(2).fill('Error: nothing shows what was refused')])
  vi.unstubAllGlobals()
})

test('a store that cannot keep a scan is said, and asked again', async () => {
  const { queue, fail, told } = desk()
  fail(() => new ORPCError('STORE', { defined: true, message: 'The disk is full.', data: { code: 'full' } }))
  queue.ready(MARA)
  queue.add('1', 'wedge', MARA)
  await settled()
  expect(queue.state.get().trouble).toEqual({ code: 'full', message: 'The disk is full.' })
  fail(null)
  queue.retry()
  await settled()
  expect({ told, trouble: queue.state.get().trouble }).toEqual({ told: ['saved 1'], trouble: null })
})

test('while a dialog asks, scans wait; they go when the last one is closed', async () => {
  const { queue, sent } = desk()
  queue.ready(MARA)
  const one = queue.hold()
  const two = queue.hold()
  queue.add('1', 'wedge', MARA)
  one()
  one()
  await settled()
  expect({ sent: [...sent], held: queue.state.get().held }).toEqual({ sent: [], held: true })
  two()
  await settled()
  expect({ sent, held: queue.state.get().held }).toEqual({ sent: ['1'], held: false })
})
