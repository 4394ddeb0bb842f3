import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSample } from '../../../src/main/sample/office.ts'
import { seed } from '../../../src/main/sample/seed.ts'
import { EVENT_KINDS } from '../../../src/main/kinds.ts'
import { connect, one } from '../../../src/main/store/db.ts'
import { openStore } from '../../../src/main/store/store.ts'
import { CARRIERS } from '../../../src/shared/mail/carriers.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf, temporaryFolder } from '../helpers.ts'

const UNTIL = Date.UTC(2026, 10, 24, 20, 30)

const make = (folder: string): ReturnType<typeof makeSample> => makeSample({ folder, program: 'test', seed: 7, until: UNTIL })

/** Made once, and copied for each test that only looks at it. */
const office = join(mkdtempSync(join(tmpdir(), 'pigeonhole-sample-')), 'store')
let made: Awaited<ReturnType<typeof makeSample>>
beforeAll(async () => { made = await make(office) }, 240_000)
afterAll(() => { rmSync(dirname(office), { recursive: true, force: true }) })

function sample() {
  const folder = join(temporaryFolder(), 'store')
  cpSync(office, folder, { recursive: true })
  const station = openStation({ folder, now: () => UNTIL })
  return { station, operator: connectAs(station, 'operator'), supervisor: connectAs(station, 'supervisor') }
}

async function everyPiece(client: Client) {
  const rows = []
  for (let cursor: number | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<Client['pieces']['list']>> = await client.pieces.list({ direction: 'any', limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    rows.push(...page.rows)
    cursor = page.next
  }
  return rows
}

describe('the sample office', () => {
  test('has sixty people in eight departments, and three weeks of mail of every carrier up to this minute, with something of everything', async () => {
    const { station, operator, supervisor } = sample()
    const people = await operator.directory.list({ state: 'all', limit: 200 })
    expect(people.total).toBe(60)
    expect(people.rows.filter((row) => !row.active)).toHaveLength(1)
    expect(people.rows.filter((row) => row.name === 'Sam Rivera')).toHaveLength(2)
    expect(people.rows.some((row) => row.away)).toBe(true)
    expect(await operator.directory.departments()).toHaveLength(8)
    const pieces = await everyPiece(operator)
    expect(pieces).toHaveLength(made.pieces)
    expect(new Set(pieces.map((piece) => piece.carrier))).toEqual(new Set(CARRIERS.map((carrier) => carrier.id)))
    expect(new Set(pieces.map((piece) => piece.state))).toEqual(new Set(['received', 'stored', 'held', 'on-run', 'handed-over', 'at-mail-stop', 'refused', 'forwarded', 'returned-to-sender', 'lost', 'voided', 'logged', 'in-book', 'presented', 'accepted']))
    expect(new Set(pieces.map((piece) => piece.day)).size).toBe(15)
    expect(new Set(pieces.map((piece) => piece.assignment))).toEqual(new Set(['none', 'person', 'several', 'unknown']))
    expect(new Set(pieces.flatMap((piece) => piece.questions))).toEqual(new Set(['seen-before', 'check-digit', 'carrier']))
    for (const has of [pieces.some((piece) => piece.corrected), pieces.some((piece) => piece.photos > 0), pieces.some((piece) => piece.statedSource !== null), pieces.some((piece) => piece.accountable), pieces.some((piece) => piece.voided?.sameAs)]) expect(has).toBe(true)
    expect((await operator.custody.locations()).length).toBeGreaterThan(40)
    expect((await operator.custody.runs({ which: 'all' })).map((run) => run.state)).toEqual(expect.arrayContaining(['out', 'closed']))
    expect((await operator.custody.exceptions({})).rows.length).toBeGreaterThan(1)
    const signed = (await operator.custody.handovers({ limit: 200 })).filter((handover) => handover.signature !== null)
    expect(signed.length).toBeGreaterThan(100)
    expect((await operator.pieces.file({ hash: signed[0]?.signature?.file ?? '' })).type).toBe('image/png')
    expect((await operator.certified.books({})).rows.map((book) => [book.number, book.state, book.letters])).toEqual([[3, 'open', 4], [2, 'presented', 4], [1, 'accepted', 8]])
    expect(await operator.certified.counts()).toMatchObject({ unbooked: expect.any(Number), openBook: 4, waiting: 4, accepted: 16, voided: 1, unnumbered: 1 })
    // Receipts: here with their scans, overdue, one of nobody; a letter that came back and a letter of USPS about a delivery.
    const receipts = await operator.receipts.board({ state: 'received' })
    expect(receipts.rows.map(({ kind, signer }) => `${kind} ${signer?.as ?? 'not read'}`).sort()).toEqual(['card addressee', 'card agent', 'electronic not read'])
    expect(receipts.counts.overdue).toBeGreaterThan(0)
    expect(receipts.counts.notComing).toBeGreaterThan(0)
    expect((await operator.receipts.worklist({})).rows.map(({ why, name }) => `${why} ${name}`)).toEqual(['no-letter card-unknown.jpg'])
    const board = await operator.tracking.board({})
    expect(board.attention).toBeGreaterThan(3)
    expect(board.counts.map(({ standing }) => standing)).toEqual(expect.arrayContaining(['conflict', 'notice-left', 'refused', 'returning', 'out-for-delivery', 'delivered-signer-not-established', 'delivered-to-addressee']))
    const newest = Math.max(...pieces.map((piece) => piece.recordedAt))
    expect(newest).toBeLessThanOrEqual(UNTIL)
    expect(newest).toBeGreaterThan(UNTIL - 30 * 60_000)
    expect(station.services.store.db.prepare('SELECT max(recorded_at) FROM event').pluck().get()).toBeLessThanOrEqual(UNTIL)
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [], pieces: made.pieces })
  })

  test('is nobody: telephone numbers of fiction, addresses of example.com', async () => {
    const { operator } = sample()
    for (const { id } of (await operator.directory.list({ state: 'all', limit: 200 })).rows) {
      const { phone, email } = await operator.directory.get({ id })
      expect(phone).toMatch(/^\d{3}-555-01\d\d$/)
      expect(email).toMatch(/^[a-z0-9.]+@example\.com$/)
    }
  })

  test('comes out the same for the same seed and minute', async () => {
    const again = join(temporaryFolder(), 'store')
    await make(again)
    expect(openStation({ folder: again }).services.store.head?.hash.toString('hex')).toBe(sample().station.services.store.head?.hash.toString('hex'))
  }, 240_000)
})

test('a seeded office has a directory, recipients, details and locations, most of its mail is gone, and it verifies', async () => {
  const folder = join(temporaryFolder(), 'store')
  const made = await seed({ folder, pieces: 1_500, seed: 3, until: '2026-11-20', program: 'test' })
  expect(made.events / made.pieces).toBeGreaterThan(4.5)
  const station = openStation({ folder, now: () => Date.UTC(2026, 10, 20, 23) })
  const operator = connectAs(station, 'operator')
  const { rows, total } = await operator.pieces.list({ limit: 500 })
  expect(total).toBe(1_500)
  expect(rows.filter((row) => row.state !== 'voided' && row.recipient?.person && row.sender !== '').length).toBeGreaterThan(450)
  const counted = new Map((await operator.pieces.counts({})).states.map(({ value, count }) => [value, count]))
  expect([...counted.keys()]).toEqual(expect.arrayContaining(['handed-over', 'at-mail-stop', 'stored', 'held']))
  expect((counted.get('handed-over') ?? 0) + (counted.get('at-mail-stop') ?? 0)).toBeGreaterThan(700)
  expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
})

test('a seed that is killed leaves a store that says so when it is opened, and is whole from then on', async () => {
  const [folder, killed] = [join(temporaryFolder(), 'store'), join(temporaryFolder(), 'store')]
  // What lies on the disk after a commit is what a killed process leaves.
  await seed({ folder, pieces: 150, seed: 3, until: '2026-11-20', program: 'test', onProgress: () => cpSync(folder, killed, { recursive: true }) })
  const raw = connect(join(killed, 'pigeonhole.db'))
  expect(one(raw, "SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('event_by_time', 'piece_person')")).toEqual({ n: 0 })
  raw.close()
  const said: string[] = []
  for (const times of [1, 2]) {
    openStore({ folder: killed, kinds: EVENT_KINDS, program: `test ${times}`, warn: (message) => said.push(message) }).close()
    expect(said).toEqual(['filling was broken off'])
  }
  const station = openStation({ folder: killed, now: () => Date.UTC(2026, 10, 20, 23) })
  expect((await connectAs(station, 'operator').pieces.list({ limit: 500 })).total).toBe(150)
  expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [], pieces: 150 })
})
