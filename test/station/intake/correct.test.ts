import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { reportOf, scanOf, testStation } from '../helpers.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]).toString('base64')
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]).toString('base64')
const WEBP = Buffer.from('RIFF\u0004\u0000\u0000\u0000WEBPVP8 ', 'latin1').toString('base64')

describe('a correction', () => {
  test('names for every field the event that said it wrong, with both versions and the reason', async () => {
    const { operator, supervisor } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    await operator.intake.assign({ pieces: [piece.id], recipient: { name: 'Nobody Known' }, fields: { sender: 'Exmaple Supply', type: 'parcel' } })
    await operator.intake.detail({ piece: piece.id, fields: { location: 'B-14' } })
    const before = (await operator.pieces.get({ id: piece.id })).piece
    const right = await operator.intake.correct({ piece: piece.id, reason: 'read again', fields: { sender: 'Example Supply', location: 'B-15', type: 'parcel', recipient: { name: 'Somebody Else' } } })
    expect(right).toEqual({ ...before, sender: 'Example Supply', location: 'B-15', recipient: { person: null, name: 'Somebody Else', department: '', mailStop: '' }, corrected: true })
    const { events } = await operator.pieces.get({ id: piece.id })
    const [, assigned, detailed, located, ...corrections] = events
    const at = (event: typeof assigned) => ({ device: event?.device, sequence: event?.sequence })
    expect(corrections.map(({ kind, payload }) => ({ kind, payload }))).toEqual(expect.arrayContaining([
      { kind: 'piece.corrected', payload: { corrects: at(detailed), before: { sender: 'Exmaple Supply' }, after: { sender: 'Example Supply' }, reason: 'read again', allowedBy: null } },
      { kind: 'piece.corrected', payload: { corrects: at(located), before: { location: 'B-14' }, after: { location: 'B-15' }, reason: 'read again', allowedBy: null } },
      { kind: 'piece.corrected', payload: {
        corrects: at(assigned), reason: 'read again', allowedBy: null, before: { recipient: { recipient: { person: null, name: 'Nobody Known', department: '', mailStop: '' }, assignment: 'unknown' } },
        after: { recipient: { recipient: { person: null, name: 'Somebody Else', department: '', mailStop: '' }, assignment: 'unknown' } },
      } },
    ]))
    expect(corrections).toHaveLength(3)
    expect([assigned, detailed, located].map((event) => event?.correctedBy !== null)).toEqual([true, true, true])
    // Corrected once more it names the correction.
    await operator.intake.correct({ piece: piece.id, reason: 'again', fields: { sender: 'Example Supply Co.' } })
    const later = (await operator.pieces.get({ id: piece.id })).events
    const earlier = corrections.find((event) => Object.hasOwn(event.payload?.['after'] ?? {}, 'sender'))
    expect(later.at(-1)?.payload).toMatchObject({ corrects: { sequence: earlier?.sequence } })
    expect((await operator.pieces.find({ text: 'exmaple' })).rows).toEqual([])
    expect((await operator.pieces.find({ text: 'supply co' })).rows.map((row) => row.id)).toEqual([piece.id])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('takes a recipient away and puts the piece back on the worklist', async () => {
    const { operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    await operator.intake.assign({ pieces: [piece.id], recipient: { department: 'Legal' } })
    expect((await operator.intake.worklist({})).rows).toEqual([])
    expect(await operator.intake.correct({ piece: piece.id, reason: 'not theirs', fields: { recipient: null } })).toEqual({ ...piece, corrected: true })
    expect((await operator.intake.worklist({})).rows.map((row) => row.id)).toEqual([piece.id])
  })

  test('of a number settles what was open about the old one, and never takes the number of another piece', async () => {
    const { operator, supervisor } = await testStation()
    const first = (await operator.intake.scan(scanOf('1Z999AA10123456784'))).piece
    const second = (await operator.intake.scan(scanOf('1Z999AA10123456784'))).piece
    await expect(operator.intake.correct({ piece: second.id, reason: 'typo', fields: { number: '1Z999AA10123456784' } })).rejects.toMatchObject({ data: { code: 'nothing-to-correct' } })
    await operator.intake.scan(scanOf('986578788855'))
    await expect(operator.intake.correct({ piece: second.id, reason: 'typo', fields: { number: '9865 7878 8855' } })).rejects.toMatchObject({ data: { code: 'on-another-piece' } })
    await expect(operator.intake.correct({ piece: second.id, reason: 'typo', fields: { number: '1Z999AA10123456785' } })).rejects.toMatchObject({ data: { code: 'check-digit' } })
    const right = await operator.intake.correct({ piece: second.id, reason: 'typo', fields: { number: '9589071052700412335612' } })
    expect(right).toMatchObject({ number: '9589071052700412335612', carrier: 'usps', accountable: true, questions: [], corrected: true })
    expect((await operator.pieces.get({ id: first.id })).others).toEqual([])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('needs a reason, something different, and a piece that counts', async () => {
    const { operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    await expect(operator.intake.correct({ piece: piece.id, reason: ' ', fields: { note: 'x' } })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(operator.intake.correct({ piece: piece.id, reason: 'x', fields: { note: '' } })).rejects.toMatchObject({ data: { code: 'nothing-to-correct' } })
    await expect(operator.intake.correct({ piece: newId(0), reason: 'x', fields: { note: 'y' } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await operator.pieces.void({ id: piece.id, reason: 'x' })
    await expect(operator.intake.correct({ piece: piece.id, reason: 'x', fields: { note: 'y' } })).rejects.toMatchObject({ data: { code: 'voided' } })
  })
})

describe('a photo', () => {
  test.each([['image/jpeg', JPEG], ['image/png', PNG], ['image/webp', WEBP]])('%s is kept beside the piece and read back byte for byte', async (type, content) => {
    const { station, operator, supervisor } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    const kept = await operator.intake.photo({ piece: piece.id, content, note: ' torn corner ' })
    expect(kept).toEqual({ piece: { ...piece, photos: 1 }, file: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await operator.intake.photo({ piece: piece.id, content, note: 'the same picture' })).toEqual(kept)
    const bytes = Buffer.from(content, 'base64').length
    expect(await operator.pieces.file({ hash: kept.file })).toEqual({ type, name: '', bytes, content })
    expect((await operator.pieces.get({ id: piece.id })).photos).toEqual([{ file: kept.file, type, bytes, at: expect.any(Number), by: 'Test operator', note: 'torn corner' }])
    expect((await operator.pieces.get({ id: piece.id })).files).toEqual([{ kind: 'photo', file: kept.file, type, name: '', bytes, at: expect.any(Number), by: 'Test operator', note: 'torn corner' }])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, files: 1 })
    // Only what an event names is handed out, not whatever else lies among the files.
    const other = station.services.store.files.put(Buffer.from('a signature'))
    await expect(operator.pieces.file({ hash: other })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('that is none, too large or of no piece is refused and leaves no file', async () => {
    const { station, operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    const refused = (content: string) => operator.intake.photo({ piece: piece.id, content })
    await expect(refused(Buffer.from('<svg onload=alert(1)>').toString('base64'))).rejects.toMatchObject({ data: { code: 'not-a-photo' } })
    await expect(refused('')).rejects.toMatchObject({ data: { code: 'not-a-photo' } })
    const large = Buffer.alloc((15 << 20) + 1)
    Buffer.from(JPEG, 'base64').copy(large)
    await expect(refused(large.toString('base64'))).rejects.toMatchObject({ data: { code: 'too-large' } })
    await expect(refused('not base64!')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(operator.intake.photo({ piece: newId(0), content: JPEG })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect([...station.services.store.files.list()]).toEqual([])
  })
})

describe('a late entry', () => {
  test('keeps the stated time with its source beside the time it was recorded, and counts on its own day', async () => {
    const now = Date.UTC(2026, 10, 24, 15)
    const { operator, supervisor } = await testStation({ now: () => now })
    await operator.intake.scan(scanOf('TODAY-1'))
    const at = Date.UTC(2026, 10, 23, 14, 30)
    const stated = { at, source: 'outage sheet 3, line 7' }
    const { piece } = await operator.intake.lateEntry({ id: newId(now), text: '1Z999AA10123456784', stated, recipient: { name: 'Nobody Known' }, fields: { sender: 'Example Supply' } })
    expect(piece).toMatchObject({ number: '1Z999AA10123456784', receivedAt: at, recordedAt: now, day: '2026-11-23', statedSource: 'outage sheet 3, line 7', sender: 'Example Supply', recipient: { name: 'Nobody Known' } })
    const { events } = await operator.pieces.get({ id: piece.id })
    expect(events.map(({ kind, recordedAt, stated }) => ({ kind, recordedAt, stated }))).toEqual(['piece.received', 'piece.assigned', 'piece.detailed'].map((kind) => ({ kind, recordedAt: now, stated })))
    const own = (await operator.intake.lateEntry({ id: newId(now), stated })).piece
    expect(own).toMatchObject({ carrier: 'own', day: '2026-11-23', statedSource: stated.source })
    expect((await operator.pieces.list({ day: '2026-11-23' })).rows.map((row) => row.id)).toEqual([own.id, piece.id])
    // It belongs to the session in which it was written down.
    expect((await operator.pieces.list({ since: now })).rows.map((row) => row.id)).toEqual([own.id, piece.id, (await operator.pieces.find({ text: 'today' })).rows[0]?.id])
    expect((await operator.pieces.list({ ageDays: 1 })).rows.map((row) => row.id)).toEqual([own.id, piece.id])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('in the future, or without a source, is refused', async () => {
    const now = Date.UTC(2026, 10, 24, 15)
    const { operator } = await testStation({ now: () => now })
    await expect(operator.intake.lateEntry({ id: newId(now), text: 'A', stated: { at: now + 1, source: 'sheet 1' } })).rejects.toMatchObject({ data: { code: 'in-the-future', field: 'stated.at' } })
    await expect(operator.intake.lateEntry({ id: newId(now), text: 'A', stated: { at: now, source: ' ' } })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect((await operator.pieces.list({})).rows).toEqual([])
  })
})
