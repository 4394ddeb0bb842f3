import { isWaiting } from '../../../src/shared/mail/custody.ts'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRouterClient } from '@orpc/server'
import { asText } from '../../../src/main/pieces/csv.ts'
import { plansOf } from '../../../src/main/pieces/filter.ts'
import { wordMatch } from '../../../src/main/pieces/words.ts'
import { makeSample } from '../../../src/main/sample/office.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import type { Station } from '../../../src/main/station.ts'
import { createStation } from '../../../src/main/station.ts'
import type { PieceFilter, PieceRow } from '../../../src/shared/contract/pieces.ts'
import { HERE } from '../../../src/shared/mail/custody.ts'
import { addDays } from '../../../src/shared/mail/days.ts'
import type { Client } from '../helpers.ts'
import { scanOf, testStation, WORKER } from '../helpers.ts'

const UNTIL = Date.UTC(2026, 10, 24, 20, 30)
const TODAY = '2026-11-24'

let station: Station
let client: Client
let everything: PieceRow[]

beforeAll(async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'pigeonhole-filter-')), 'store')
  await makeSample({ folder, program: 'test', seed: 11, until: UNTIL })
  station = createStation({ folder, face: 'test', version: 'test', worker: WORKER, log: silentLogger, now: () => UNTIL })
  const context = station.connect()
  context.connection.signedIn = { id: 'test', name: 'Test', role: 'operator' }
  client = createRouterClient(station.router, { context })
  everything = await all({})
  return async () => {
    await station.close()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  }
})

/** Every page of a list, put together. */
async function all(filter: PieceFilter, limit = 500): Promise<PieceRow[]> {
  const rows: PieceRow[] = []
  for (let cursor: number | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<Client['pieces']['list']>> = await client.pieces.list({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) })
    rows.push(...page.rows)
    cursor = page.next
  }
  return rows
}

/** What a filter means, said without an index. Text is left to the search itself. */
function lets(filter: PieceFilter, piece: PieceRow): boolean {
  const openOnly = filter.assignment?.every((value) => value === 'none' || value === 'several' || value === 'unknown') === true
  const voided = filter.voided ?? (openOnly && filter.state === undefined ? false : undefined)
  return (filter.day === undefined || piece.day === filter.day)
    && (filter.from === undefined || piece.day >= filter.from)
    && (filter.to === undefined || piece.day <= filter.to)
    && (filter.since === undefined || piece.recordedAt >= filter.since)
    && (filter.state?.includes(piece.state) ?? true)
    && (filter.carrier?.includes(piece.carrier) ?? true)
    && (filter.department === undefined || (piece.recipient?.department ?? '') === filter.department)
    && (filter.location === undefined || piece.location === filter.location)
    && (filter.recipient === undefined || piece.recipient?.person === filter.recipient)
    && (filter.ageDays === undefined || (piece.day <= addDays(TODAY, -filter.ageDays) && (filter.state !== undefined || HERE.some((state) => state === piece.state))))
    && (voided === undefined || (piece.voided !== null) === voided)
    && (filter.assignment?.includes(piece.assignment) ?? true)
    && (filter.questions === undefined || piece.questions.length > 0 === filter.questions)
}

const ids = (rows: readonly PieceRow[]): string[] => rows.map((row) => row.id)

test('whatever a list is narrowed to, it shows what the filter means, newest first, page by page without a gap or a repeat', async () => {
  const values = <T>(pick: (piece: PieceRow) => T): fc.Arbitrary<T> => fc.constantFrom(...new Set(everything.map(pick)))
  const filter = fc.record({
    day: values((piece) => piece.day), from: values((piece) => piece.day), to: values((piece) => piece.day), since: values((piece) => piece.recordedAt), state: fc.uniqueArray(fc.constantFrom('received', 'stored', 'voided', 'handed-over'), { maxLength: 3 }),
    carrier: fc.uniqueArray(values((piece) => piece.carrier), { maxLength: 4 }), department: values((piece) => piece.recipient?.department ?? ''), location: values((piece) => piece.location),
    recipient: values((piece) => piece.recipient?.person ?? '000000000000000000'), ageDays: fc.integer({ min: 0, max: 25 }), voided: fc.boolean(),
    assignment: fc.uniqueArray(fc.constantFrom('none' as const, 'person' as const, 'several' as const, 'unknown' as const), { minLength: 1, maxLength: 3 }), questions: fc.boolean(),
  }, { requiredKeys: [] })
  await fc.assert(fc.asyncProperty(filter, fc.integer({ min: 3, max: 120 }), async (given, limit) => {
    const some = everything.filter((piece) => lets(given, piece))
    const pages = await all(given, some.length > 300 ? 300 : limit)
    expect(ids(pages)).toEqual(ids(some))
    const counts = await client.pieces.counts({ filter: given })
    expect({ total: counts.total, more: counts.more }).toEqual({ total: Math.min(1_000, some.length), more: some.length > 1_000 })
  }), { numRuns: 250 })
})

test('text and the other conditions hold together', async () => {
  // Old mail that still waits is asked for by its age below; what has left us is not.
  const sample = everything.filter((piece) => piece.recipient?.person && isWaiting(piece.state) && /\d\d$/.test(piece.number)).slice(0, 30)
  expect(sample.length).toBeGreaterThan(10)
  for (const piece of sample) {
    const [family = ''] = (piece.recipient?.name ?? '').split(' ').slice(-1)
    const found = await all({ text: family, day: piece.day })
    expect(ids(found)).toContain(piece.id)
    for (const row of found) expect(row.day).toBe(piece.day)
    const byEnd = await all({ text: piece.number.slice(-2), carrier: [piece.carrier], state: [piece.state] })
    expect(ids(byEnd)).toContain(piece.id)
    for (const row of byEnd) expect([row.carrier, row.state]).toEqual([piece.carrier, piece.state])
    expect(ids(await all({ recipient: piece.recipient?.name ?? '', day: piece.day }))).toContain(piece.id)
    expect(ids(await all({ recipient: piece.recipient?.name ?? '', location: piece.location, ageDays: 0 }))).toContain(piece.id)
  }
  // A sender is no recipient.
  expect(await all({ recipient: 'anytown bank' })).toEqual([])
  expect((await all({ text: 'anytown bank' })).length).toBeGreaterThan(0)
  expect(await all({ text: '!!!' })).toEqual([])
  expect(await all({ text: '  ' })).toHaveLength(everything.length)
})

test('every way to narrow a list reads an index and sorts nothing', () => {
  const one = everything.find((piece) => piece.recipient?.person && piece.location !== '')
  if (!one?.recipient?.person) throw new Error('The sample has nobody.')
  const filters: PieceFilter[] = [
    {}, { state: ['received'] }, { state: ['received', 'stored'] }, { carrier: ['ups'] }, { carrier: ['ups', 'usps'], state: ['stored'] }, { department: one.recipient.department }, { department: one.recipient.department, carrier: ['ups'], state: ['stored'] },
    { location: one.location }, { location: one.location, state: ['stored'] }, { recipient: one.recipient.person }, { recipient: one.recipient.person, state: ['stored'] }, { recipient: one.recipient.name }, { day: one.day }, { day: one.day, carrier: ['ups'] },
    { text: '84' }, { text: 'okafor' }, { text: 'okafor', carrier: ['ups'] }, { ageDays: 3 }, { from: one.day, to: one.day, carrier: ['ups'] }, { ageDays: 3, department: one.recipient.department }, { voided: true }, { voided: false }, { assignment: ['none'] }, { assignment: ['several', 'unknown'] }, { questions: true },
  ]
  for (const filter of filters) {
    const plans = plansOf(station.services.store.db, filter)
    expect(plans.length, JSON.stringify(filter)).toBeGreaterThan(0)
    for (const detail of plans) {
      expect(detail, JSON.stringify(filter)).not.toMatch(/TEMP B-TREE|AUTOMATIC/)
      if (detail.startsWith('SCAN')) expect(detail, JSON.stringify(filter)).toMatch(/VIRTUAL TABLE INDEX|piece_asked|^SCAN p$/)
    }
    // Only the list of everything walks the table itself.
    if (Object.keys(filter).length > 0) expect(plans, JSON.stringify(filter)).not.toContain('SCAN p')
  }
})

test('what lies at a location and is of a department or carrier is told from the index alone', () => {
  const one = everything.find((piece) => piece.location !== '' && piece.recipient?.department)
  if (!one?.recipient) throw new Error('The sample office has no piece at a location.')
  for (const filter of [{ location: one.location, department: 'Nowhere' }, { location: one.location, carrier: ['ups'] }, { location: one.location, department: one.recipient.department, carrier: [one.carrier] }])
    for (const detail of plansOf(station.services.store.db, filter)) expect(detail).toMatch(/^SEARCH p USING COVERING INDEX piece_location \(location=\? AND state=\?\)/)
})

test('the numbers of the chips are the numbers of the lists', async () => {
  const { states, carriers, departments, questions } = await client.pieces.counts({})
  const countBy = (rows: readonly PieceRow[], key: (piece: PieceRow) => string): Array<{ value: string; count: number }> => [...Map.groupBy(rows, key)].map(([value, group]) => ({ value, count: group.length })).filter((row) => row.value !== '').sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  const standing = everything.filter((piece) => !piece.voided)
  expect({ states, carriers, departments, questions }).toEqual({
    states: countBy(everything, (piece) => piece.state), carriers: countBy(standing, (piece) => piece.carrier), departments: countBy(standing, (piece) => piece.recipient?.department ?? ''),
    questions: everything.filter((piece) => piece.questions.length > 0).length,
  })
  expect((await client.pieces.counts({ filter: { state: ['voided'] } })).carriers).toEqual(countBy(everything.filter((piece) => piece.voided), (piece) => piece.carrier))
  expect((await client.pieces.counts({ filter: { carrier: ['ups'] } })).states).toEqual(countBy(everything.filter((piece) => piece.carrier === 'ups'), (piece) => piece.state))
  expect((await client.pieces.list({ limit: 1 })).total).toBe(everything.length)
})

describe('words', () => {
  test.each([
    ['okafor', '"okafor" *'], ['  del  oka ', '"del" * AND "oka" *'], ['B-14', '"B-14" *'], ['b', '"b"'], ['okafor b', '"okafor" *'], ['a b', '"a"'], ['say "x" no', '"say" * AND """x""" AND "no" *'], ['14-b', '"14-b"'], ['!!', null], ['', null],
  ])('%j is looked for as %j', (text, match) => {
    expect(wordMatch(text)).toBe(match)
  })

  test('a location is found by what hangs together in it, and names without their marks', async () => {
    const { operator } = await testStation()
    const at = async (text: string, location: string, name: string): Promise<string> => {
      const { piece } = await operator.intake.scan(scanOf(text))
      await operator.intake.assign({ pieces: [piece.id], recipient: { name }, fields: { location } })
      return piece.id
    }
    const a = await at('X-1', 'B-14', "Fiona O'Shaughnessy")
    const b = await at('X-2', 'B-2', 'Søren Kjærgaard')
    const found = async (text: string): Promise<string[]> => (await operator.pieces.find({ text })).rows.map((row) => row.id)
    expect([await found('B-14'), await found('b-1'), await found('b-2'), await found('oshau'), await found("o'shau"), await found('shaughn'), await found('soren'), await found('kjaerg'), await found('B-')]).toEqual([[a], [], [b], [a], [a], [a], [b], [b], [b, a]])
  })
})

describe('saved views', () => {
  test('belong to whom they are saved by, under a name each, and are audited without their values', async () => {
    const { station, operator, supervisor } = await testStation()
    const filter: PieceFilter = { state: ['received'], ageDays: 2 }
    const view = await operator.pieces.saveView({ name: ' Old mail ', filter })
    expect(view).toEqual({ id: expect.any(String), name: 'Old mail', filter, at: expect.any(Number) })
    await expect(operator.pieces.saveView({ name: 'OLD MAIL', filter: {} })).rejects.toMatchObject({ data: { code: 'name-taken', field: 'name' } })
    const changed = await operator.pieces.saveView({ id: view.id, name: 'Old Mail', filter: { ageDays: 3 } })
    expect(await operator.pieces.views()).toEqual([changed])
    expect(await supervisor.pieces.views()).toEqual([])
    await expect(supervisor.pieces.removeView({ id: view.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(supervisor.pieces.saveView({ id: view.id, name: 'x', filter: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await operator.pieces.removeView({ id: view.id })
    expect(await operator.pieces.views()).toEqual([])
    const audit = station.services.store.db.prepare("SELECT payload FROM event WHERE kind = 'record.changed' AND payload ->> 'table' = 'saved_view' ORDER BY sequence").pluck().all()
    expect(audit.map((payload) => JSON.parse(payload as string) as unknown)).toEqual([
      { table: 'saved_view', record: view.id, action: 'added', fields: ['name', 'filter'] }, { table: 'saved_view', record: view.id, action: 'changed', fields: ['name', 'filter'] }, { table: 'saved_view', record: view.id, action: 'removed', fields: [] },
    ])
  })
})

describe('export', () => {
  const exported = async (of: Client, filter: PieceFilter) => {
    const parts: string[] = []
    let report: unknown = null
    for await (const message of await of.pieces.export({ filter })) {
      if ('part' in message) parts.push(message.part)
      else if ('report' in message) ({ report } = message)
    }
    return { text: parts.join(''), report }
  }

  test('holds everything the list shows, in its order', async () => {
    const filter: PieceFilter = { carrier: ['ups', 'own'], voided: false }
    const { text, report } = await exported(client, filter)
    const rows = parse<Record<string, string>>(text, { columns: true, bom: true })
    const shown = await all(filter)
    expect(rows.map((row) => row['Id'])).toEqual(ids(shown))
    expect(rows.map((row) => row['Number']?.replaceAll(' ', ''))).toEqual(shown.map((piece) => piece.number))
    expect(rows[0]).toMatchObject({ Day: shown[0]?.day, Carrier: shown[0]?.carrierName, Recipient: shown[0]?.recipient?.name ?? '', State: shown[0]?.state })
    expect(report).toEqual({ rows: shown.length, name: 'pieces-2026-11-24-1530.csv' })
  })

  test('is in no cell a formula, and no number loses a digit in a spreadsheet', async () => {
    const { operator } = await testStation()
    const hostile = ['=HYPERLINK("http://example.com","x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '00123', '1234567890123456789', '1e5', '12', 'a,"b"\nc', '\u{1F4E6}']
    for (const [i, text] of hostile.entries()) {
      const { piece } = await operator.intake.scan(scanOf(`X-${i}`))
      await operator.intake.assign({ pieces: [piece.id], recipient: { name: `N ${text}` }, fields: { reference: text, note: `${text}${text}` } })
    }
    await operator.intake.scan(scanOf('9589071052700412335612'))
    const { text } = await exported(operator, {})
    const rows = parse<Record<string, string>>(text, { columns: true, bom: true })
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/)
    expect(rows.map((row) => row['Reference']).toReversed()).toEqual([
      '\'=HYPERLINK("http://example.com","x")', "'+1+1", "'-2+3", "'@SUM(A1)", "'=1", "'=1", "'00123", "'1234567890123456789", "'1e5", '12', 'a,"b"\nc', '\u{1F4E6}', '',
    ])
    expect(rows[0]?.['Number']).toBe('9589 0710 5270 0412 3356 12')
  })

  test('that is left in the middle leaves nothing behind, and the station goes on', async () => {
    let heard = 0
    for await (const message of await client.pieces.export({})) {
      expect(['progress', 'part']).toContain(Object.keys(message)[0])
      heard++
      break
    }
    expect(heard).toBe(1)
    expect((await exported(client, { day: TODAY })).report).toMatchObject({ rows: everything.filter((piece) => piece.day === TODAY).length })
  })

  test.each([['007', "'007"], ['0', '0'], ['0.5', '0.5'], ['123456789012345', '123456789012345'], ['1234567890123456', "'1234567890123456"], ['9865 7878 8855', '9865 7878 8855'], ['12E3', "'12E3"], ['abc', 'abc'], ['', '']])('%j stands there as %j', (cell, text) => {
    expect(asText(cell)).toBe(text)
  })
})

