import * as fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { restore } from '../../../src/main/store/restore.ts'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { newId } from '../../../src/shared/ids.ts'
import { parseOwn, pieceNumber } from '../../../src/shared/mail/own.ts'
import { tagOf } from '../../../src/main/intake/numbering.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const id = () => newId(Date.now())

describe('numbers of our own', () => {
  test('count up under the tag of the station, and none comes twice: not after a void, not after opening again', async () => {
    const folder = join(temporaryFolder(), 'store')
    const { station, operator } = await testStation({ folder })
    const tag = tagOf(station.services.store.device)
    expect(await operator.intake.numbering()).toEqual({ stopped: false, tag, last: null })
    const first = (await operator.intake.withoutBarcode({ id: id(), recipient: { name: 'Nobody Known' }, fields: { type: 'letter' } })).piece
    expect(first).toMatchObject({ number: pieceNumber(tag, 1), carrier: 'own', checkDigit: 'valid', type: 'letter', recipient: { name: 'Nobody Known' }, questions: [] })
    await operator.pieces.void({ id: first.id, reason: 'empty' })
    const second = (await operator.intake.withoutBarcode({ id: id() })).piece
    await station.close()
    const again = connectAs(openStation({ folder }), 'operator')
    const third = (await again.intake.withoutBarcode({ id: id() })).piece
    expect([second.number, third.number]).toEqual([pieceNumber(tag, 2), pieceNumber(tag, 3)])
    expect(await again.intake.numbering()).toEqual({ stopped: false, tag, last: pieceNumber(tag, 3) })
  })

  test('the same entry sent again is answered with the piece it made; one that belongs to a scan is refused', async () => {
    const { operator } = await testStation()
    const input = { id: id() }
    const made = await operator.intake.withoutBarcode(input)
    expect(await operator.intake.withoutBarcode(input)).toEqual(made)
    const scan = await operator.intake.scan(scanOf('A-1'))
    await expect(operator.intake.withoutBarcode({ id: scan.piece.id })).rejects.toMatchObject({ data: { code: 'scan-id-used' } })
    expect((await operator.pieces.list({})).total).toBe(2)
  })

  test('a label that came in by scan is never given out again', async () => {
    const { station, operator } = await testStation()
    const tag = tagOf(station.services.store.device)
    await operator.intake.scan(scanOf(pieceNumber(tag, 5)))
    await operator.intake.scan(scanOf(pieceNumber(tag, 3)))
    expect((await operator.intake.withoutBarcode({ id: id() })).piece.number).toBe(pieceNumber(tag, 6))
  })

  test('whatever is taken in, voided and reopened in whatever order, they are unique', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.constant('one'), fc.constant('void'), fc.constant('reopen'), fc.integer({ min: 2, max: 9 })), { maxLength: 14 }), async (steps) => {
      const folder = join(temporaryFolder(), 'store')
      let { station, operator } = await testStation({ folder })
      const numbers: string[] = []
      let last = ''
      for (const step of steps) {
        if (step === 'one') {
          const { piece } = await operator.intake.withoutBarcode({ id: (last = id()) })
          numbers.push(piece.number)
        } else if (step === 'void' && last !== '') {
          await operator.pieces.void({ id: last, reason: 'x' })
          last = ''
        } else if (step === 'reopen') {
          await station.close()
          station = openStation({ folder })
          operator = connectAs(station, 'operator')
        } else if (typeof step === 'number') {
          const { rows } = await operator.intake.several({ id: id(), count: step })
          numbers.push(...rows.map((row) => row.number))
        }
      }
      expect(new Set(numbers).size).toBe(numbers.length)
      expect(numbers.map((number) => parseOwn(number)).map((own) => (own?.kind === 'piece' ? own.serial : null)).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(numbers.map((_, i) => i + 1))
      await station.close()
    }), { numRuns: 15 })
  })

  test('a process that is killed while it gives them out gives none of them again', async () => {
    const folder = join(temporaryFolder(), 'store')
    const { station } = await testStation({ folder })
    await station.close()
    const given: string[] = []
    for (let round = 0; round < 3; round++) {
      const child = spawnSync(process.execPath, [join(import.meta.dirname, 'numbers.probe.ts'), folder, String(7 + round * 5)], { encoding: 'utf8' })
      expect(child.signal).toBe('SIGKILL')
      given.push(...child.stdout.split('\n').filter((line) => line.startsWith('PH')))
    }
    const reopened = openStation({ folder })
    given.push((await connectAs(reopened, 'operator').intake.withoutBarcode({ id: id() })).piece.number)
    expect(given).toHaveLength(7 + 12 + 17 + 1)
    expect(new Set(given).size).toBe(given.length)
    expect(await reportOf(await connectAs(reopened, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })
})

describe('after a restore', () => {
  async function restored(used: number) {
    const base = temporaryFolder()
    const { station, operator, administrator } = await testStation({ folder: join(base, 'store') })
    const tag = tagOf(station.services.store.device)
    for (let i = 0; i < used; i++) await operator.intake.withoutBarcode({ id: id() })
    await reportOf(await administrator.office.backup({ folder: join(base, 'backup') }))
    await station.close()
    await restore(join(base, 'backup'), join(base, 'new'), { kinds: EVENT_KINDS, program: 'test' })
    const next = openStation({ folder: join(base, 'new') })
    return { tag, operator: connectAs(next, 'operator'), station: next }
  }

  test('they stop until the last one that was used is scanned, and go on behind it', async () => {
    const { tag, operator } = await restored(3)
    expect(await operator.intake.numbering()).toEqual({ stopped: true, tag, last: pieceNumber(tag, 3) })
    await expect(operator.intake.withoutBarcode({ id: id() })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'numbering-stopped' }, message: expect.stringContaining('Scan the last label') })
    await expect(operator.intake.several({ id: id(), count: 2 })).rejects.toMatchObject({ data: { code: 'numbering-stopped' } })
    await expect(operator.intake.resumeNumbering({ lastNumber: '1Z999AA10123456784' })).rejects.toMatchObject({ data: { code: 'not-a-number' } })
    await expect(operator.intake.resumeNumbering({ lastNumber: pieceNumber(tag === 'ZZ' ? 'YY' : 'ZZ', 9) })).rejects.toMatchObject({ data: { code: 'not-ours' } })
    await expect(operator.intake.resumeNumbering({ lastNumber: null })).rejects.toMatchObject({ data: { code: 'one-was-used' } })
    expect(await operator.intake.resumeNumbering({ lastNumber: pieceNumber(tag, 9) })).toEqual({ stopped: false, tag, last: pieceNumber(tag, 9) })
    expect((await operator.intake.withoutBarcode({ id: id() })).piece.number).toBe(pieceNumber(tag, 10))
  })

  test('an older label never takes the count back', async () => {
    const { tag, operator } = await restored(3)
    expect(await operator.intake.resumeNumbering({ lastNumber: pieceNumber(tag, 1) })).toEqual({ stopped: false, tag, last: pieceNumber(tag, 3) })
  })

  test('an office that never used one says so', async () => {
    const { operator } = await restored(0)
    await expect(operator.intake.withoutBarcode({ id: id() })).rejects.toMatchObject({ data: { code: 'numbering-stopped' } })
    expect(await operator.intake.resumeNumbering({ lastNumber: null })).toMatchObject({ stopped: false, last: null })
    expect((await operator.intake.withoutBarcode({ id: id() })).piece.carrier).toBe('own')
  })
})
