import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PieceRow } from '../../../src/shared/contract/pieces.ts'
import { newId } from '../../../src/shared/ids.ts'
import { reportOf, scanOf, testStation } from '../helpers.ts'

const KEPT = [
  ['control characters', 'a\u0007b\u001bc\u0001d'], ['a line break', 'first\r\nsecond'], ['right-to-left marks', 'abc\u202Edef\u200Fg'], ['markup', '<img src=x onerror=alert(1)>&amp;'], ['a formula', '=HYPERLINK("http://example.com")'],
  ['a formula with a plus', '+1+cmd|\' /C calc\'!A0'], ['SQL', "'; DROP TABLE piece; --"], ['a search expression', '" OR NEAR(a b) * ^ col:x'], ['emoji', '\u{1F4E6}\u{1F468}\u200D\u{1F469}\u200D\u{1F467} ok'], ['letters of other scripts', 'Łukasz Ωmega 東京 عربى'],
  ['ZPL and ESC/POS', '^XA^FDx^XZ ~JA \u001bi'], ['combining marks', 'e\u0301\u0301\u0301\u0301x'], ['JSON', '{"__proto__":{"x":1}}'],
] as const
const LONGEST = { location: 60, sender: 200, reference: 200, note: 4_000, name: 200, department: 200, mailStop: 60 }

describe('every field keeps what it is given', () => {
  test.each(KEPT)('%s', async (_, text) => {
    const { operator, supervisor } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    const location = text.slice(0, 60)
    const after: PieceRow = {
      ...piece, state: 'stored', assignment: 'unknown', recipient: { person: null, name: text, department: text, mailStop: location }, location, sender: text, reference: text, note: text,
    }
    expect((await operator.intake.assign({ pieces: [piece.id], recipient: { name: text, department: text, mailStop: location }, fields: { location, sender: text, reference: text, note: text } })).rows).toEqual([after])
    expect((await operator.pieces.get({ id: piece.id })).piece).toEqual(after)
    const corrected = await operator.intake.correct({ piece: piece.id, reason: text, fields: { note: `${text}!` } })
    expect(corrected).toEqual({ ...after, note: `${text}!`, corrected: true })
    expect((await operator.pieces.list({ department: text })).rows).toEqual([corrected])
    expect((await operator.pieces.list({ location })).rows).toEqual([corrected])
    const late = await operator.intake.lateEntry({ id: newId(Date.now()), text, stated: { at: 1_000_000, source: text } })
    expect(late.piece.statedSource).toBe(text)
    expect(await operator.pieces.saveView({ name: text, filter: { text: text.slice(0, 200), recipient: text } })).toMatchObject({ name: text, filter: { text, recipient: text } })
    expect(Array.isArray((await operator.pieces.find({ text })).rows)).toBe(true)
    expect((await operator.pieces.void({ id: piece.id, reason: text })).voided?.reason).toBe(text)
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })
})

test.each(['a\u0000b', 'a\uD800', '\uDC00b', 'x'.repeat(100_000)])('NUL, half characters and 100 KB are refused with a reason in every field (%#)', async (text) => {
  const { station, operator } = await testStation()
  const { piece } = await operator.intake.scan(scanOf('A-1'))
  const before = station.services.store.head?.sequence
  const calls: Array<Promise<unknown>> = [
    ...(['location', 'sender', 'reference', 'note'] as const).flatMap((field) => [operator.intake.detail({ piece: piece.id, fields: { [field]: text } }), operator.intake.correct({ piece: piece.id, reason: 'x', fields: { [field]: text } })]),
    ...(['name', 'department', 'mailStop'] as const).map((field) => operator.intake.assign({ pieces: [piece.id], recipient: { name: 'x', [field]: text } })),
    operator.intake.correct({ piece: piece.id, reason: text, fields: { note: 'x' } }),
    operator.intake.correct({ piece: piece.id, reason: 'x', fields: { number: text } }),
    operator.intake.lateEntry({ id: newId(0), text: 'A', stated: { at: 1, source: text } }),
    operator.intake.photo({ piece: piece.id, content: '/9j/', note: text }),
    operator.pieces.saveView({ name: text, filter: {} }),
    operator.pieces.void({ id: piece.id, reason: text }),
  ]
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ message: expect.stringMatching(/\w+ \w+/) }] } })
  expect(station.services.store.head?.sequence).toBe(before)
})

test('any text within its length comes back as it went in, outer blanks aside, and search never fails on it', async () => {
  const { operator, supervisor } = await testStation()
  const { piece } = await operator.intake.scan(scanOf('A-1'))
  const textOf = (max: number) => fc.string({ unit: 'binary', maxLength: max }).filter((text) => !text.includes('\u0000') && text.isWellFormed() && text.length <= max)
  await fc.assert(fc.asyncProperty(textOf(LONGEST.location), textOf(LONGEST.sender), textOf(LONGEST.note), textOf(LONGEST.sender), async (location, sender, note, query) => {
    const row = await operator.intake.detail({ piece: piece.id, fields: { location, sender, note, reference: sender } })
    expect(row).toMatchObject({ location: location.trim(), sender: sender.trim(), note: note.trim(), reference: sender.trim() })
    expect((await operator.pieces.get({ id: piece.id })).piece).toEqual(row)
    expect((await operator.pieces.list({ text: query, recipient: query })).rows.length).toBeLessThanOrEqual(1)
    expect((await operator.pieces.find({ text: query })).rows.length).toBeLessThanOrEqual(1)
  }), { numRuns: 60 })
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
})
