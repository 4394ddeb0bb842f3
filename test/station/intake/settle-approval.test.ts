import { describe, expect, test } from 'vitest'
import { connectAs, PIN, scanOf, testStation } from '../helpers.ts'

const DAY = 86_400_000
const UPS = '1Z999AA10123456784'
const CERTIFIED = '9589071052700412335612'
const HELD = (what: string) => ({ code: 'REFUSED', message: `${what} a piece of an earlier day needs a supervisor. Ask one to allow it here with a PIN.`, data: { code: 'needs-approval', field: 'approval' } })

/** A station whose day can be ended; `approval` is a supervisor's PIN. */
async function office() {
  let now = Date.UTC(2026, 9, 19, 14)
  const here = await testStation({ now: () => now })
  const user = await here.administrator.access.addPerson({ name: 'Mara Dovetail', role: 'supervisor', pin: PIN })
  return { ...here, approval: { user: user.id, pin: PIN }, tomorrow: () => { now += DAY } }
}

describe('an answer on an earlier day', () => {
  test('that voids the piece needs a supervisor, whose name stands in the event; on the same day it needs nobody', async () => {
    const { operator, approval, tomorrow } = await office()
    const [first, second, third] = [await operator.intake.scan(scanOf(UPS)), await operator.intake.scan(scanOf(UPS)), await operator.intake.scan(scanOf(UPS))]
    const same = (piece: string) => ({ question: 'seen-before' as const, piece, answer: 'same' as const, other: first.piece.id })
    const early = await operator.intake.answer(same(third.piece.id))
    expect((await operator.pieces.get({ id: early.id })).events.at(-1)).toMatchObject({ kind: 'piece.voided', payload: { allowedBy: null } })
    tomorrow()
    const before = await operator.pieces.get({ id: second.piece.id })
    await expect(operator.intake.answer(same(second.piece.id))).rejects.toMatchObject(HELD('Voiding'))
    await expect(operator.intake.answer({ ...same(second.piece.id), approval: { ...approval, pin: '0000' } })).rejects.toMatchObject({ code: 'REFUSED' })
    expect(await operator.pieces.get({ id: second.piece.id })).toEqual(before)
    expect(await operator.intake.answer({ ...same(second.piece.id), approval })).toMatchObject({ state: 'voided', voided: { by: 'Test operator', sameAs: first.piece.id } })
    expect((await operator.pieces.get({ id: second.piece.id })).events.at(-1)).toMatchObject({ kind: 'piece.voided', payload: { sameAs: first.piece.id, allowedBy: { id: approval.user, name: 'Mara Dovetail' } } })
  })

  test('that gives it another number is a correction; one that only settles what was open needs nobody', async () => {
    const { station, operator, approval, tomorrow } = await office()
    const [a, b, c] = [await operator.intake.scan(scanOf('1Z999AA10123456785')), await operator.intake.scan(scanOf('1Z999AA10123456786')), await operator.intake.scan(scanOf('1Z999AA10123456787'))]
    expect([a, b, c].map(({ piece }) => piece.questions)).toEqual([['check-digit'], ['check-digit'], ['check-digit']])
    tomorrow()
    expect(await operator.intake.answer({ question: 'check-digit', piece: b.piece.id, answer: 'as-printed' })).toMatchObject({ questions: [] })
    const right = { question: 'check-digit' as const, piece: a.piece.id, answer: 'number' as const, text: UPS }
    await expect(operator.intake.answer(right)).rejects.toMatchObject(HELD('Correcting'))
    expect(await operator.intake.answer({ ...right, approval })).toMatchObject({ number: UPS, questions: [] })
    const corrected = (await operator.pieces.get({ id: a.piece.id })).events.find((event) => event.kind === 'piece.corrected')
    expect(corrected?.payload).toMatchObject({ allowedBy: { id: approval.user, name: 'Mara Dovetail' } })
    // A supervisor's own answer is the approval.
    const chief = connectAs(station, 'supervisor')
    expect(await chief.intake.answer({ ...right, piece: c.piece.id, text: '1Z999AA10123456793' })).toMatchObject({ questions: [] })
  })
})

describe('a second barcode', () => {
  test('that voids the piece of an earlier day needs a supervisor; one that voids nothing does not', async () => {
    const { operator, approval, tomorrow } = await office()
    const parcel = (await operator.intake.scan(scanOf(UPS))).piece
    const twin = (await operator.intake.scan(scanOf(CERTIFIED))).piece
    tomorrow()
    expect(await operator.intake.attach({ piece: parcel.id, text: 'SHELF 12' })).toMatchObject({ id: parcel.id })
    const join = { piece: parcel.id, text: CERTIFIED, from: twin.id }
    await expect(operator.intake.attach(join)).rejects.toMatchObject(HELD('Voiding'))
    expect((await operator.pieces.get({ id: twin.id })).piece.voided).toBeNull()
    expect((await operator.pieces.get({ id: parcel.id })).numbers).toEqual([UPS, 'SHELF 12'])
    await operator.intake.attach({ ...join, approval })
    expect((await operator.pieces.get({ id: twin.id })).events.at(-1)).toMatchObject({ kind: 'piece.voided', payload: { sameAs: parcel.id, allowedBy: { id: approval.user, name: 'Mara Dovetail' } } })
    expect((await operator.pieces.get({ id: parcel.id })).numbers).toContain(CERTIFIED)
  })
})
