import readXlsxFile from 'read-excel-file/node'
import { createRouterClient } from '@orpc/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeSample } from '../../../src/main/sample/office.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import type { Station } from '../../../src/main/station.ts'
import { createStation } from '../../../src/main/station.ts'
import type { LetterRow } from '../../../src/shared/contract/letters.ts'
import type { PieceRow } from '../../../src/shared/contract/pieces.ts'
import type { Report, ReportBy, ReportName, ReportQuestion } from '../../../src/shared/contract/reports.ts'
import { REPORT_FORMATS, REPORT_NAMES, REPORTS } from '../../../src/shared/contract/reports.ts'
import { isHere, isWaiting } from '../../../src/shared/mail/custody.ts'
import { addDays, daysBetween, officeTime } from '../../../src/shared/mail/days.ts'
import { percentile } from '../../../src/shared/mail/periods.ts'
import type { Client } from '../helpers.ts'
import { reportOf, WORKER } from '../helpers.ts'

const UNTIL = Date.UTC(2026, 10, 24, 20, 30)
const TODAY = '2026-11-24'
const FROM = '2026-11-09'

let station: Station
let client: Client
let pieces: PieceRow[]
let letters: LetterRow[]

async function all<Row>(page: (cursor: number | undefined) => Promise<{ rows: Row[]; next: number | null }>): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: number | null | undefined; cursor !== null;) {
    const answer = await page(cursor)
    rows.push(...answer.rows)
    cursor = answer.next
  }
  return rows
}
const allPieces = (filter: Parameters<Client['pieces']['list']>[0]): Promise<PieceRow[]> => all((cursor) => client.pieces.list({ ...filter, limit: 500, ...(cursor === undefined ? {} : { cursor }) }))
const allLetters = (filter: Parameters<Client['certified']['list']>[0]): Promise<LetterRow[]> => all((cursor) => client.certified.list({ ...filter, limit: 500, ...(cursor === undefined ? {} : { cursor }) }))
const ask = async (question: ReportQuestion): Promise<Report> => reportOf(await client.reports.run(question))
const made = (name: ReportName, by: ReportBy, more: Partial<ReportQuestion> = {}): Promise<Report> => ask({ name, by, from: FROM, to: TODAY, compare: true, ...more })

beforeAll(async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'pigeonhole-reports-')), 'store')
  await makeSample({ folder, program: 'test', seed: 11, until: UNTIL })
  station = createStation({ folder, face: 'test', version: 'test', worker: WORKER, log: silentLogger, now: () => UNTIL })
  const context = station.connect()
  context.connection.signedIn = { id: 'test', name: 'Test', role: 'supervisor' }
  client = createRouterClient(station.router, { context })
  pieces = (await allPieces({})).filter((piece) => !piece.voided)
  letters = (await allLetters({})).filter((letter) => !letter.voided)
  return async () => {
    await station.close()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  }
})

const within = (from: string, to: string) => (piece: PieceRow): boolean => piece.day >= from && piece.day <= to
const counted = <T>(rows: readonly T[], key: (row: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1
  return counts
}
const shown = (report: Report): Record<string, number> => Object.fromEntries(report.rows.filter((row) => row.values[0]).map((row) => [row.key, row.values[0] ?? 0]))

describe('how much mail comes in', () => {
  test.each([['day', (piece: PieceRow) => piece.day], ['month', (piece: PieceRow) => piece.day.slice(0, 7)], ['carrier', (piece: PieceRow) => piece.carrier], ['department', (piece: PieceRow) => piece.recipient?.department ?? ''], ['hour', (piece: PieceRow) => officeTime(piece.receivedAt, 'America/New_York').slice(0, 2)]] as const)('by %s is a recount of the pieces, beside as many days before', async (by, key) => {
    const report = await made('volume', by)
    const some = pieces.filter(within(FROM, TODAY))
    expect(shown(report)).toEqual(counted(some, key))
    expect(report.total).toEqual([some.length, some.filter((piece) => piece.accountable).length])
    const days = daysBetween(FROM, TODAY) + 1
    expect(report.previous).toEqual({ from: addDays(FROM, -days), to: addDays(FROM, -1) })
    expect(report.totalBefore?.[0]).toBe(pieces.filter(within(addDays(FROM, -days), addDays(FROM, -1))).length)
    expect(report.answer).toContain(`${some.length.toLocaleString('en-US')} pieces came in`)
  })
})

test('how fast mail is handed over is measured on every piece that was', async () => {
  const report = await made('turnaround', 'carrier')
  const some = pieces.filter(within(FROM, TODAY))
  const hours = some.filter((piece) => piece.state === 'handed-over' || piece.state === 'at-mail-stop').map((piece) => Math.max(0, piece.holder.since - piece.receivedAt) / 3_600_000).sort((a, b) => a - b)
  expect(hours.length).toBeGreaterThan(100)
  expect(report.total).toEqual([percentile(hours, 0.5), percentile(hours, 0.9), hours.length, some.filter((piece) => isHere(piece.state)).length])
  expect(report.rows.reduce((sum, row) => sum + (row.values[2] ?? 0), 0)).toBe(hours.length)
})

test('what waits is what waits, by age, department, location and recipient', async () => {
  const waits = pieces.filter((piece) => isWaiting(piece.state))
  for (const by of REPORTS.waiting) {
    const report = await made('waiting', by)
    expect([report.from, report.to, report.previous]).toEqual([TODAY, TODAY, null])
    expect(report.total.slice(0, 2)).toEqual([waits.length, Math.max(...waits.map((piece) => daysBetween(piece.day, TODAY)))])
    expect(report.rows.reduce((sum, row) => sum + (row.values[0] ?? 0), 0)).toBe(waits.length)
  }
  expect(shown(await made('waiting', 'location'))).toEqual(counted(waits, (piece) => piece.location))
})

test('money of letters is the sum of what each cost, by department, cost code and matter', async () => {
  const mailed = letters.filter((letter) => letter.mailing !== null && letter.mailing.day >= FROM && letter.mailing.day <= TODAY)
  expect(mailed.length).toBeGreaterThan(5)
  for (const [by, key] of [['department', (letter: LetterRow) => letter.department], ['costCode', (letter: LetterRow) => letter.costCode], ['matter', (letter: LetterRow) => letter.matter]] as const) {
    const report = await made('spend', by)
    const sums: Record<string, number> = {}
    for (const letter of mailed) sums[key(letter)] = (sums[key(letter)] ?? 0) + letter.total
    expect(shown(report)).toEqual(Object.fromEntries(Object.entries(sums).filter(([, cents]) => cents > 0)))
    expect(report.total[0]).toBe(mailed.reduce((sum, letter) => sum + letter.total, 0))
    expect(report.total[3]).toBe(mailed.length)
  }
})

test('outcomes of letters are told apart and never merged, with the days they took', async () => {
  const report = await made('certified', 'outcome')
  const board = await all((cursor) => client.tracking.board({ view: 'all', limit: 500, ...(cursor === undefined ? {} : { cursor }) }))
  const outcomeOf = new Map(board.map((row) => [row.piece, row.outcome]))
  const mailed = letters.filter((letter) => letter.mailing !== null && letter.mailing.day >= FROM && letter.mailing.day <= TODAY)
  expect(shown(report)).toEqual(counted(mailed, (letter) => outcomeOf.get(letter.id) ?? 'open'))
  expect(new Set(report.rows.map((row) => row.label)).size).toBe(report.rows.length)
  const receipts = await made('certified', 'receipts')
  const kinds = mailed.flatMap((letter) => letter.services.filter((service) => service === 'card' || service === 'electronic'))
  expect(receipts.rows.reduce((sum, row) => sum + (row.values[0] ?? 0), 0)).toBe(kinds.length)
})

test('work is counted by who made the entries of the log', async () => {
  const report = await made('operators', 'operator', { compare: false })
  const { db } = station.services.store
  const counts = db.prepare("SELECT actor, count(*) AS n FROM event WHERE recorded_at >= ? AND recorded_at < ? GROUP BY actor").all(Date.UTC(2026, 10, 9, 5), Date.UTC(2026, 10, 25, 5)) as Array<{ actor: string; n: number }>
  expect(shown(report)).toEqual(Object.fromEntries(counts.map((row) => [row.actor, row.n])))
  expect(report.totalBefore).toBeNull()
})

test('what a row opens is a list of just what it counted', async () => {
  let opened = 0
  for (const name of REPORT_NAMES) {
    for (const by of REPORTS[name]) {
      const report = await made(name, by)
      // A median is no count; the list behind it holds all that came in.
      for (const row of report.rows.slice(0, 4)) {
        if (!row.open || !row.values[0]) continue
        opened++
        if ('letters' in row.open) expect((await allLetters(row.open.letters)).filter((letter) => !letter.voided), `${name} ${by} ${row.label}`).toHaveLength((name === 'spend' ? row.values[3] : row.values[0]) ?? -1)
        else if (name === 'turnaround') expect((await allPieces(row.open.pieces)).filter((piece) => isHere(piece.state) || piece.state === 'handed-over' || piece.state === 'at-mail-stop'), `${name} ${by} ${row.label}`).toHaveLength((row.values[2] ?? 0) + (row.values[3] ?? 0))
        else expect(await allPieces(row.open.pieces), `${name} ${by} ${row.label}`).toHaveLength(row.values[0])
      }
    }
  }
  expect(opened).toBeGreaterThan(30)
})

test('files hold what is shown, and no cell is a formula', async () => {
  const report = await made('spend', 'department')
  const hostile: Report = { ...report, rows: [{ key: '=1+1', label: '=cmd|calc', values: [1234, 1000, 234, 1, 0], before: null, open: null }, ...report.rows] }
  for (const format of REPORT_FORMATS) {
    const file = await client.reports.file({ report: hostile, format })
    const content = Buffer.from(file.content, 'base64')
    if (format === 'json') expect(JSON.parse(content.toString('utf8'))).toEqual({ format: 'pigeonhole-report-1', ...hostile })
    if (format === 'csv') expect(content.toString('utf8')).toContain("'=1+1,'=cmd|calc,12.34,10.00,2.34,1,0")
    if (format === 'pdf') expect(content.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    if (format === 'xlsx') {
      const [sheet] = await readXlsxFile(content)
      expect(sheet?.data[1]?.slice(0, 4)).toEqual(['=1+1', '=cmd|calc', 12.34, 10])
    }
  }
})

test('a range that makes no sense and a way that a report has not are refused in words; a stopped one ends', async () => {
  await expect(made('volume', 'day', { from: '2026-11-25', to: FROM })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'range', field: 'from' } })
  await expect(made('volume', 'day', { from: '2026-02-30' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(made('volume', 'day', { from: '1990-01-01' })).rejects.toMatchObject({ data: { code: 'range' } })
  await expect(made('turnaround', 'day', { from: '0001-01-01', to: '0001-01-01' })).rejects.toMatchObject({ data: { code: 'range', field: 'from' } })
  await expect(made('volume', 'matter')).rejects.toMatchObject({ data: { code: 'by', field: 'by' } })
  const stopped = new AbortController()
  const stream = await client.reports.run({ name: 'volume', from: '2020-01-01', to: TODAY, compare: true }, { signal: stopped.signal })
  const read = (async () => {
    for await (const message of stream) {
      if ('progress' in message) stopped.abort()
      else return 'answered'
    }
    return 'ended'
  })()
  await expect(read.catch((error: unknown) => (error instanceof Error ? error.name : 'failed'))).resolves.not.toBe('answered')
})
