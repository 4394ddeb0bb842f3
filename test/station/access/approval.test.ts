import { describe, expect, test } from 'vitest'
import type { Client } from '../helpers.ts'
import { PIN, scanOf, testStation } from '../helpers.ts'

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 10, 23, 15)

interface Here { operator: Client; supervisor: Client; piece: string; otis: string; payloads: (kind: string) => unknown[]; at: (now: number) => void; last: () => number }

/** A station with a piece that was taken in yesterday by the office's clock. */
async function yesterday(): Promise<Here> {
  let now = FIRST
  const { station, operator, supervisor, administrator } = await testStation({ now: () => now })
  const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
  await administrator.access.addPerson({ name: 'Mara Dovetail', role: 'operator', pin: '1357' })
  const otis = (await operator.access.people()).find((person) => person.name === 'Otis Ledgerwood')?.id ?? ''
  now += DAY
  const { db } = station.services.store
  return {
    operator, supervisor, piece: piece.id, otis, at: (next) => { now = next },
    payloads: (kind) => db.prepare<[string], { payload: string }>('SELECT payload FROM event WHERE kind = ? ORDER BY sequence').all(kind).map((row) => JSON.parse(row.payload) as unknown),
    last: () => db.prepare<[], { n: number }>('SELECT max(sequence) AS n FROM event').get()?.n ?? 0,
  }
}

const correction = (piece: string, note: string) => ({ piece, reason: 'read again', fields: { note } })

describe('a line of an earlier day', () => {
  test('is corrected by an operator with the PIN of a supervisor, whose name the event keeps', async () => {
    const { operator, piece, otis, payloads, last } = await yesterday()
    const before = last()
    await expect(operator.intake.correct(correction(piece, 'x'))).rejects.toMatchObject({
      code: 'REFUSED', message: 'Correcting a piece of an earlier day needs a supervisor. Ask one to allow it here with a PIN.', data: { code: 'needs-approval', field: 'approval' },
    })
    expect(last()).toBe(before)
    const row = await operator.intake.correct({ ...correction(piece, 'one corner open'), approval: { user: otis, pin: PIN } })
    expect(row).toMatchObject({ note: 'one corner open', corrected: true })
    expect(payloads('piece.corrected')).toEqual([{ corrects: { device: expect.any(String), sequence: expect.any(Number) }, before: { note: '' }, after: { note: 'one corner open' }, reason: 'read again', allowedBy: { id: otis, name: 'Otis Ledgerwood' } }])
    const shown = (await operator.pieces.get({ id: piece })).events.find((event) => event.kind === 'piece.corrected')
    expect(shown).toMatchObject({ actor: { id: 'test-operator', name: 'Test operator' }, payload: { allowedBy: { id: otis, name: 'Otis Ledgerwood' } } })
  })

  test('is voided the same way', async () => {
    const { operator, piece, otis, payloads } = await yesterday()
    await expect(operator.pieces.void({ id: piece, reason: 'twice' })).rejects.toMatchObject({ message: 'Voiding a piece of an earlier day needs a supervisor. Ask one to allow it here with a PIN.', data: { code: 'needs-approval' } })
    expect((await operator.pieces.void({ id: piece, reason: 'twice', approval: { user: otis, pin: PIN } })).voided).toMatchObject({ by: 'Test operator', reason: 'twice' })
    expect(payloads('piece.voided')).toEqual([{ reason: 'twice', sameAs: null, allowedBy: { id: otis, name: 'Otis Ledgerwood' } }])
  })

  test('needs no second person where a supervisor works; the event says who allowed it all the same', async () => {
    const { supervisor, piece, payloads } = await yesterday()
    await supervisor.intake.correct(correction(piece, 'x'))
    await supervisor.pieces.void({ id: piece, reason: 'twice' })
    expect([...payloads('piece.corrected'), ...payloads('piece.voided')]).toEqual([expect.objectContaining({ allowedBy: { id: 'test-supervisor', name: 'Test supervisor' } }), expect.objectContaining({ allowedBy: { id: 'test-supervisor', name: 'Test supervisor' } })])
  })

  test('stays when the PIN is wrong or of somebody who may not allow it; wrong tries make pauses', async () => {
    const { operator, piece, otis, last, payloads } = await yesterday()
    const mara = (await operator.access.people()).find((person) => person.name === 'Mara Dovetail')?.id ?? ''
    await expect(operator.intake.correct({ ...correction(piece, 'x'), approval: { user: mara, pin: '1357' } })).rejects.toMatchObject({ code: 'REFUSED', message: 'Mara Dovetail may not allow this. It needs a supervisor.', data: { code: 'role' } })
    const wrong = () => operator.pieces.void({ id: piece, reason: 'x', approval: { user: otis, pin: '0000' } })
    await expect(wrong()).rejects.toMatchObject({ data: { code: 'wrong-secret', field: 'pin' } })
    await expect(wrong()).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    await expect(wrong()).rejects.toMatchObject({ data: { code: 'wrong-secret', waitMs: 2_000 } })
    const before = last()
    await expect(operator.pieces.void({ id: piece, reason: 'x', approval: { user: otis, pin: PIN } })).rejects.toMatchObject({ data: { code: 'wait', waitMs: 2_000 } })
    expect(last()).toBe(before)
    expect([payloads('piece.corrected'), payloads('piece.voided'), payloads('access.sign-in-failed').length]).toEqual([[], [], 3])
  })
})

test('an operator corrects and voids a piece of today alone', async () => {
  const { operator, payloads } = await yesterday()
  const { piece } = await operator.intake.scan(scanOf('986578788855'))
  await operator.intake.correct(correction(piece.id, 'x'))
  await operator.pieces.void({ id: piece.id, reason: 'twice' })
  expect([...payloads('piece.corrected'), ...payloads('piece.voided')]).toEqual([expect.objectContaining({ allowedBy: null }), expect.objectContaining({ allowedBy: null })])
})

test('the day may end while an operator writes: then the station asks after all', async () => {
  const { operator, at } = await yesterday()
  const { piece } = await operator.intake.scan(scanOf('986578788855'))
  at(FIRST + 2 * DAY)
  await expect(operator.pieces.void({ id: piece.id, reason: 'twice' })).rejects.toMatchObject({ data: { code: 'needs-approval' } })
  expect((await operator.pieces.get({ id: piece.id })).piece.voided).toBeNull()
})

test('a PIN that allows something leaves nobody signed in', async () => {
  const { operator, otis, piece } = await yesterday()
  await operator.pieces.void({ id: piece, reason: 'twice', approval: { user: otis, pin: PIN } })
  await expect(operator.access.addPerson({ name: 'X', role: 'operator', pin: '1234' })).rejects.toMatchObject({ code: 'ROLE' })
})
