import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { hashEvent, hashPayload } from '../../../src/main/store/chain.ts'
import { makeSearchable } from '../../../src/main/store/behind.ts'
import { all, one } from '../../../src/main/store/db.ts'
import { eventKind, registry, upgraded } from '../../../src/main/store/events.ts'
import type { EventRow } from '../../../src/main/store/log.ts'
import { TABLES } from '../../../src/main/store/tables.ts'
import { openStation, scanOf, testStation } from '../helpers.ts'

const raw = (folder: string): Database.Database => new Database(join(folder, 'pigeonhole.db'))

describe('the log', () => {
  test('numbers events from 1 without a gap and chains each to the one before', async () => {
    const { station, operator } = await testStation()
    for (let i = 0; i < 20; i++) await operator.intake.scan(scanOf(`PLAIN-${i}`))
    const rows = all<EventRow>(station.services.store.db, 'SELECT * FROM event ORDER BY sequence')
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, index) => index + 1))
    let previous = Buffer.alloc(32)
    for (const row of rows) {
      expect(row.previous).toEqual(previous)
      expect(row.payload_hash).toEqual(createHash('sha256').update(row.salt ?? '').update(row.payload ?? '').digest())
      const header = [row.device, row.sequence, row.recorded_at, row.zone, row.stated_at, row.stated_source, row.actor, row.actor_name, row.kind, row.version, row.piece]
      expect(row.hash).toEqual(createHash('sha256').update(JSON.stringify(header)).update(row.previous).update(row.payload_hash).digest())
      previous = Buffer.from(row.hash)
    }
  })

  test('every event has its actor, its zone and a salt of its own', async () => {
    const { station, operator } = await testStation()
    await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const rows = all<EventRow>(station.services.store.db, 'SELECT * FROM event')
    expect(rows.every((row) => row.actor !== '' && row.actor_name !== '' && row.salt?.length === 16)).toBe(true)
    expect(new Set(rows.map((row) => row.salt?.toString('hex'))).size).toBe(rows.length)
    expect(rows.find((row) => row.kind === 'piece.received')).toMatchObject({ actor: 'test-operator', actor_name: 'Test operator', zone: 'America/New_York' })
  })

  test('refuses to delete, change or replace an event, through any connection', async () => {
    const { station, operator } = await testStation()
    await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const db = raw(station.services.store.folder)
    expect(() => db.exec('DELETE FROM event')).toThrow('The log is never deleted from.')
    expect(() => db.exec("UPDATE event SET actor_name = 'Nobody'")).toThrow('The log is never changed.')
    expect(() => db.exec('UPDATE event SET payload = NULL, salt = NULL')).toThrow('The log is never changed.')
    expect(() => db.exec('INSERT OR REPLACE INTO event SELECT * FROM event LIMIT 1')).toThrow('The log is never changed.')
    db.close()
  })

  test('lets a payload go only where a redaction names it, and nothing but the payload', async () => {
    const { station, operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const db = raw(station.services.store.folder)
    const at = db.prepare('SELECT device, sequence FROM event WHERE piece = ?').get(piece.id) as { device: string; sequence: number }
    db.prepare('INSERT INTO redaction (device, sequence) VALUES (?, ?)').run(at.device, at.sequence)
    expect(() => db.prepare("UPDATE event SET payload = NULL, salt = NULL, actor_name = 'x' WHERE sequence = ?").run(at.sequence)).toThrow('The log is never changed.')
    expect(() => db.prepare("UPDATE event SET payload = '{}', salt = NULL WHERE sequence = ?").run(at.sequence)).toThrow('The log is never changed.')
    expect(db.prepare('UPDATE event SET payload = NULL, salt = NULL WHERE sequence = ?').run(at.sequence).changes).toBe(1)
    db.close()
  })

  test('a header or payload that differs anywhere has another hash', () => {
    const header = fc.record({
      device: fc.string(), sequence: fc.nat(), recordedAt: fc.nat(), zone: fc.string(), stated: fc.option(fc.record({ at: fc.nat(), source: fc.string() })),
      actor: fc.record({ id: fc.string(), name: fc.string() }), kind: fc.string(), version: fc.nat(), piece: fc.option(fc.string()),
    })
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(fc.property(header, header, bytes, bytes, (a, b, previous, payloadHash) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b))
      expect(hashEvent(a, previous, payloadHash).equals(hashEvent(b, previous, payloadHash))).toBe(false)
    }))
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.string(), fc.string(), (salt, a, b) => {
      fc.pre(a !== b && Buffer.from(a).toString() === a && Buffer.from(b).toString() === b)
      expect(hashPayload(salt, a).equals(hashPayload(salt, b))).toBe(false)
    }))
  })
})

describe('operations', () => {
  test('a decision that fails leaves no event, no row and no number', async () => {
    const { station } = await testStation()
    const { store } = station.services
    const before = all<EventRow>(store.db, 'SELECT * FROM event')
    const head = store.head
    expect(() => store.operate({ id: 'x', name: 'X' }, () => ({
      tables: (db) => db.prepare("INSERT INTO setting (name, value) VALUES ('half', '1')").run(),
      events: [{ kind: 'piece.received', piece: 'p', payload: { number: 5 }, stated: null }],
      answer: () => null,
    }))).toThrow()
    expect(all<EventRow>(store.db, 'SELECT * FROM event')).toEqual(before)
    expect(one(store.db, "SELECT 1 FROM setting WHERE name = 'half'")).toBe(null)
    expect(store.head).toEqual(head)
  })

  test('a decision that fails after pieces were projected leaves none of them in the search, then or later', async () => {
    const { station, operator } = await testStation()
    const { store } = station.services
    const received = { grouped: '', scheme: 'unknown', carrier: 'unknown', carrierName: 'Unknown', service: '', checkDigit: 'none', accountable: false, scanned: '', source: 'typed', caughtAt: 0, questions: [] }
    expect(() => store.operate({ id: 'x', name: 'X' }, () => ({
      events: [{ kind: 'piece.received', piece: 'half', payload: { ...received, number: 'HALFDONE77' }, stated: null }, { kind: 'piece.detailed', piece: 'nobody', payload: { sender: 'x' }, stated: null }],
      answer: () => null,
    }))).toThrow()
    await operator.intake.scan(scanOf('WHOLE55'))
    makeSearchable(store.db)
    const indexed = (query: string) => all<{ rowid: number }>(store.db, 'SELECT rowid FROM piece_digits WHERE piece_digits MATCH ?', query).length
    expect([indexed('halfdone'), indexed('whole')]).toEqual([0, 1])
    expect(one(store.db, 'SELECT count(*) AS n FROM piece_digits_docsize')).toEqual({ n: 1 })
  })

  test('several events of one piece in one commit leave one search row, of the last', async () => {
    const { station, operator } = await testStation()
    const { store } = station.services
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const detailed = (payload: object) => ({ kind: 'piece.detailed', piece: piece.id, payload, stated: null })
    store.operate({ id: 'x', name: 'X' }, () => ({ events: [detailed({ sender: 'Firstly Ltd' }), detailed({ sender: 'Secondly Ltd' }), detailed({ note: 'heavy' })], answer: () => null }))
    const found = (query: string) => all<{ rowid: number }>(store.db, 'SELECT rowid FROM piece_words WHERE piece_words MATCH ?', query).length
    expect([found('firstly'), found('secondly'), found('heavy')]).toEqual([0, 1, 1])
    store.operate({ id: 'x', name: 'X' }, () => ({ events: [detailed({ sender: '', note: '' })], answer: () => null }))
    expect([found('secondly'), found('heavy')]).toEqual([0, 0])
  })

  test('a clock that goes back is recorded once, warned of, and the order of the log stays', async () => {
    let now = Date.UTC(2026, 10, 23, 15)
    const { station, operator } = await testStation({ now: () => now })
    await operator.intake.scan(scanOf('FIRST'))
    now -= 3_600_000
    await operator.intake.scan(scanOf('SECOND'))
    await operator.intake.scan(scanOf('THIRD'))
    const kinds = all<EventRow>(station.services.store.db, 'SELECT * FROM event ORDER BY sequence').slice(-4).map((row) => row.kind)
    expect(kinds).toEqual(['piece.received', 'clock.went-back', 'piece.received', 'piece.received'])
    expect((await operator.office.status()).warnings.map((warning) => warning.code)).toEqual(['clock-back'])
    expect((await operator.pieces.list({ limit: 10 })).rows.map((row) => row.number)).toEqual(['THIRD', 'SECOND', 'FIRST'])
  })
})

describe('event kinds', () => {
  test('every released version of every kind has an example that still reads', () => {
    for (const kind of EVENT_KINDS.values())
      for (let version = 1; version <= kind.version; version++) {
        const example = kind.examples[version]
        expect(example, `${kind.kind} version ${version}`).toBeDefined()
        expect(kind.payload.safeParse(upgraded(EVENT_KINDS, kind.kind, version, example)), `${kind.kind} version ${version}`).toMatchObject({ success: true })
      }
  })

  test('upgrades run one after the other, and a missing or future one is an error', () => {
    const kinds = registry([eventKind({
      kind: 'x', version: 3, payload: z.object({ c: z.number() }), examples: {}, topics: [],
      upgrades: { 1: (old) => ({ b: (old as { a: number }).a + 1 }), 2: (old) => ({ c: (old as { b: number }).b * 10 }) },
    })])
    expect(upgraded(kinds, 'x', 1, { a: 1 })).toEqual({ c: 20 })
    expect(upgraded(kinds, 'x', 3, { c: 5 })).toEqual({ c: 5 })
    expect(() => upgraded(kinds, 'x', 4, {})).toThrow('knows 3')
    expect(() => upgraded(kinds, 'x', 0, {})).toThrow('no upgrade from version 0')
    expect(() => registry([...kinds.values()], [...kinds.values()])).toThrow('defined twice')
  })
})

test('every table is of one of the three kinds, or of the search index', () => {
  const station = openStation()
  const listed: string[] = Object.values(TABLES).flat()
  const shadows = TABLES.search.flatMap((table) => ['config', 'data', 'idx', 'docsize', 'content'].map((part) => `${table}_${part}`))
  const found = all<{ name: string }>(station.services.store.db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").map((row) => row.name)
  expect(found.filter((name) => !shadows.includes(name))).toEqual([...listed].sort())
  expect(new Set(listed).size).toBe(listed.length)
})
