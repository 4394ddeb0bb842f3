import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashEvent, hashPayload, NO_HASH } from '../../../src/main/store/chain.ts'
import { connect as open } from '../../../src/main/store/db.ts'
import { layout } from '../../../src/main/store/folder.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import { officeDay } from '../../../src/shared/mail/days.ts'
import { newId } from '../../../src/shared/ids.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder } from '../helpers.ts'

const ZONE = 'America/New_York'
const DEVICE = 'k3m9qx7a'

/** A store as the version before wrote it: its schema, its events, and the rows that its projections made of them. */
function before(folder: string, pieces: ReadonlyArray<{ id: string; number: string; at: number; stated?: number; voided?: string }>): void {
  mkdirSync(folder, { recursive: true })
  const db = open(layout(folder).database)
  migrate(db, MIGRATIONS.slice(0, 2), null)
  let sequence = 0
  let previous: Buffer = NO_HASH
  const record = (kind: string, piece: string | null, recordedAt: number, payload: object, stated: { at: number; source: string } | null = null): void => {
    const header = { device: DEVICE, sequence: ++sequence, recordedAt, zone: ZONE, stated, actor: { id: 'op', name: 'Mara Dovetail' }, kind, version: 1, piece }
    const salt = Buffer.alloc(16, sequence)
    const text = JSON.stringify(payload)
    const payloadHash = hashPayload(salt, text)
    const hash = hashEvent(header, previous, payloadHash)
    db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(DEVICE, sequence, recordedAt, ZONE, stated?.at ?? null, stated?.source ?? null, 'op', 'Mara Dovetail', kind, 1, piece, salt, text, payloadHash, previous, hash)
    db.prepare('INSERT INTO head (device, sequence, hash) VALUES (?, ?, ?) ON CONFLICT (device) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash').run(DEVICE, sequence, hash)
    previous = hash
  }
  db.prepare('INSERT INTO device (id, position, began_at) VALUES (?, 1, ?)').run(DEVICE, 1)
  db.prepare("INSERT INTO setting (name, value) VALUES ('office', ?)").run(JSON.stringify({ name: 'Old Office', address: '', zone: ZONE }))
  record('device.began', null, 1, { reason: 'new', continues: null, program: '0.1.0' })
  for (const { id, number, at, stated, voided } of pieces) {
    const payload = { number, grouped: number, scheme: 'unknown', carrier: number.startsWith('1Z') ? 'ups' : 'unknown', carrierName: 'Old Carrier', service: '', checkDigit: 'none', accountable: false, scanned: number, source: 'wedge', caughtAt: at }
    record('piece.received', id, at, payload, stated === undefined ? null : { at: stated, source: 'sheet 1' })
    const received = stated ?? at
    const day = officeDay(received, ZONE)
    const no = db.prepare(`INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by) VALUES (?, 'inbound', ?, ?, ?, 'Old Carrier', 'unknown', '', 'none', 0, 'received', ?, ?, 'Mara Dovetail')`)
      .run(id, number, number, payload.carrier, received, day).lastInsertRowid
    db.prepare('INSERT INTO piece_number (number, piece) VALUES (?, ?)').run(number, no)
    db.prepare('INSERT INTO day_count (day, received, voided) VALUES (?, 1, 0) ON CONFLICT (day) DO UPDATE SET received = received + 1').run(day)
    const plain = number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
    db.prepare('INSERT INTO piece_digits (rowid, number) VALUES (?, ?)').run(no, plain)
    db.prepare("INSERT INTO piece_words (rowid, words, ends) VALUES (?, '', ?)").run(no, Array.from(plain).reverse().join(''))
    if (voided === undefined) continue
    record('piece.voided', id, at + 1, { reason: voided })
    db.prepare("UPDATE piece SET state = 'voided', voided_at = ?, voided_by = 'Mara Dovetail', void_reason = ? WHERE id = ?").run(at + 1, voided, id)
    db.prepare('UPDATE day_count SET voided = voided + 1 WHERE day = ?').run(day)
  }
  db.close()
}

test('a store of the version before opens with every piece where it was, is found, counted and listed, and replays to the same', async () => {
  const folder = join(temporaryFolder(), 'store')
  const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour)
  const id = (n: number): string => newId(n, (bytes) => bytes.fill(n))
  before(folder, [
    { id: id(1), number: '1Z999AA10123456784', at: at(20, 15) },
    { id: id(2), number: 'SHELF 12', at: at(20, 16), voided: 'not ours' },
    { id: id(3), number: '1Z999AA10123456793', at: at(23, 15) },
    { id: id(4), number: 'LATE 7', at: at(23, 16), stated: at(20, 18) },
    { id: id(5), number: '1Z999AA10123456784', at: at(23, 17), voided: 'scanned twice' },
  ])
  const station = openStation({ folder, now: () => at(24, 15) })
  const operator = connectAs(station, 'operator')
  expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [], pieces: 5 })
  const { rows } = await operator.pieces.list({})
  expect(rows.map(({ id, state, recordedAt, receivedAt, statedSource, assignment, questions, voided }) => ({ id, state, recordedAt, receivedAt, statedSource, assignment, questions, reason: voided?.reason ?? null }))).toEqual([
    { id: id(5), state: 'voided', recordedAt: at(23, 17), receivedAt: at(23, 17), statedSource: null, assignment: 'none', questions: [], reason: 'scanned twice' },
    { id: id(4), state: 'received', recordedAt: at(23, 16), receivedAt: at(20, 18), statedSource: 'sheet 1', assignment: 'none', questions: [], reason: null },
    { id: id(3), state: 'received', recordedAt: at(23, 15), receivedAt: at(23, 15), statedSource: null, assignment: 'none', questions: [], reason: null },
    { id: id(2), state: 'voided', recordedAt: at(20, 16), receivedAt: at(20, 16), statedSource: null, assignment: 'none', questions: [], reason: 'not ours' },
    { id: id(1), state: 'received', recordedAt: at(20, 15), receivedAt: at(20, 15), statedSource: null, assignment: 'none', questions: [], reason: null },
  ])
  expect(await operator.pieces.counts()).toMatchObject({ total: 5, states: [{ value: 'received', count: 3 }, { value: 'voided', count: 2 }], carriers: [{ value: 'ups', count: 2 }, { value: 'unknown', count: 1 }] })
  expect((await operator.pieces.list({ ageDays: 2 })).rows.map((row) => row.id)).toEqual([id(4), id(1)])
  for (const [text, found] of [['84', [id(5), id(1)]], ['12345679', [id(3)]], ['shelf', [id(2)]], ['7', []]] as const) expect((await operator.pieces.find({ text })).rows.map((row) => row.id), text).toEqual(found)
  expect((await operator.pieces.get({ id: id(2) })).events.map((event) => event.payload)).toMatchObject([{ number: 'SHELF 12', questions: [] }, { reason: 'not ours', sameAs: null }])
  // It goes on from there as if it had always been so.
  const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
  expect(piece.questions).toEqual(['seen-before'])
  await operator.intake.assign({ pieces: [id(1)], recipient: { name: 'Nobody Known' } })
  expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
})
