import * as fc from 'fast-check'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lastIndexed } from '../../../src/main/pieces/search-rows.ts'
import { checkSearch } from '../../../src/main/pieces/search-check.ts'
import type { JobContext } from '../../../src/main/store/jobs.ts'
import { one } from '../../../src/main/store/db.ts'
import type { Store } from '../../../src/main/store/store.ts'
import { openStation, connectAs, scanOf, temporaryFolder, testStation, type Client } from '../helpers.ts'

const pieces = (store: Store): number => one<{ n: number }>(store.db, 'SELECT count(*) AS n FROM piece')?.n ?? 0
const indexed = (store: Store): [number, number] => [lastIndexed(store.db, 'piece_digits'), lastIndexed(store.db, 'piece_ends')]
const check = (store: Store): ReturnType<typeof checkSearch> => checkSearch({}, { folder: store.folder, breathe: () => Promise.resolve() } as JobContext)
const found = async (client: Client, text: string): Promise<string[]> => (await client.pieces.find({ text })).rows.map((row) => row.number)

test('what was just scanned is found by any part of its number, in every search, although its search rows are written after its commit', async () => {
  const { station, operator } = await testStation()
  const { store } = station.services
  store.idle.hold()
  await operator.intake.scan(scanOf('1Z999AA10123456784'))
  expect([indexed(store), await check(store)]).toEqual([[0, 0], null])
  expect(await found(operator, '84')).toEqual(['1Z999AA10123456784'])
  expect([indexed(store), await check(store)]).toEqual([[1, 1], null])
  await operator.intake.scan(scanOf('PARCEL 47'))
  expect((await operator.pieces.list({ text: 'cel4' })).rows.map((row) => row.number)).toEqual(['PARCEL 47'])
  await operator.intake.scan(scanOf('PARCEL 48'))
  const exported: string[] = []
  for await (const message of await operator.pieces.export({ filter: { text: 'parcel48' } })) if ('part' in message) exported.push(message.part)
  expect(exported.join('')).toContain('PARCEL 48')
  expect([indexed(store), await check(store)]).toEqual([[3, 3], null])
})

test('an idle moment writes them, and so do closing and the 65th piece that nobody looked for', async () => {
  const folder = join(temporaryFolder(), 'store')
  const { station, operator } = await testStation({ folder })
  const { store } = station.services
  const resting = store.idle.hold()
  await found(operator, 'nothing yet')
  for (let i = 1; i <= 64; i++) await operator.intake.scan(scanOf(`PARCEL ${1_000 + i}`))
  expect(indexed(store)).toEqual([0, 0])
  await operator.intake.scan(scanOf('PARCEL 1065'))
  expect([indexed(store), await check(store)]).toEqual([[65, 65], null])
  resting()
  await operator.intake.scan(scanOf('PARCEL 1066'))
  await expect.poll(() => indexed(store)).toEqual([66, 66])
  await operator.intake.scan(scanOf('PARCEL 1067'))
  await station.close()
  const again = openStation({ folder })
  expect([indexed(again.services.store), await check(again.services.store)]).toEqual([[67, 67], null])
})

test('a store whose program was killed while they waited finds everything when it is opened again', async () => {
  const { station, operator } = await testStation()
  station.services.store.idle.hold()
  for (const text of ['PARCEL 1', 'PARCEL 2', 'PARCEL 33']) await operator.intake.scan(scanOf(text))
  const folder = join(temporaryFolder(), 'store')
  // What a kill leaves: the files as they are, with the WAL.
  cpSync(station.services.store.folder, folder, { recursive: true, filter: (path) => !path.endsWith('.lock') })
  const again = openStation({ folder })
  expect(indexed(again.services.store)).toEqual([0, 0])
  expect(await found(connectAs(again, 'operator'), 'parcel')).toEqual(['PARCEL 33', 'PARCEL 2', 'PARCEL 1'])
  expect([indexed(again.services.store), await check(again.services.store)]).toEqual([[3, 3], null])
})

test('a transaction that is given up takes with it what it wrote for those that waited, and they are found all the same', async () => {
  const { station, operator } = await testStation()
  const { store } = station.services
  store.idle.hold()
  const { piece } = await operator.intake.scan(scanOf('PARCEL 11'))
  await operator.intake.scan(scanOf('PARCEL 22'))
  const corrected = { kind: 'piece.number-attached', piece: piece.id, payload: { number: 'OTHER 9', grouped: 'OTHER 9', scheme: 'unknown', carrier: 'unknown', carrierName: '', service: '', checkDigit: 'none', accountable: false, scanned: 'OTHER 9', source: 'typed' }, stated: null }
  expect(() => store.operate({ id: 'x', name: 'X' }, () => ({ events: [corrected], answer: () => { throw new Error(`given up with ${String(indexed(store))}`) } }))).toThrow('given up with 2,2')
  expect(indexed(store)).toEqual([0, 0])
  expect([await found(operator, '22'), await found(operator, '11'), await found(operator, 'other9')]).toEqual([['PARCEL 22'], ['PARCEL 11'], []])
  expect(await check(store)).toBeNull()
})

test('whatever happens to pieces while they wait, each is found by all its numbers and none has two rows', async () => {
  const steps = fc.array(fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('scan' as const) }) },
    fc.record({ do: fc.constant('correct' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('attach' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('find' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('rest' as const) }),
  ), { minLength: 1, maxLength: 40 })
  await fc.assert(fc.asyncProperty(steps, async (list) => {
    const { station, operator } = await testStation()
    const { store } = station.services
    const known: Array<{ id: string; numbers: string[] }> = []
    let next = 100_000
    for (const step of list) {
      const piece = 'which' in step && known.length > 0 ? known[step.which % known.length] : undefined
      const number = `N${(next += 7_919)}`
      if (step.do === 'scan') known.push({ id: (await operator.intake.scan(scanOf(number))).piece.id, numbers: [number] })
      else if (step.do === 'rest') store.idle.settle()
      else if (!piece) continue
      else if (step.do === 'find') expect(await found(operator, piece.numbers[0] ?? '')).toHaveLength(1)
      else if (step.do === 'attach') {
        await operator.intake.attach({ piece: piece.id, text: number })
        piece.numbers.push(number)
      } else {
        await operator.intake.correct({ piece: piece.id, reason: 'read wrongly', fields: { number } })
        piece.numbers[0] = number
      }
    }
    expect(await check(store)).toBeNull()
    for (const { id, numbers } of known) for (const number of numbers) expect((await operator.pieces.find({ text: number })).rows.map((row) => row.id)).toEqual([id])
    expect(indexed(store)).toEqual([pieces(store), pieces(store)])
    expect(await check(store)).toBeNull()
    await station.close()
  }), { numRuns: 25 })
})
