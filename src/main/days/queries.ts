import type { DayTotals, SignedDay } from '../../shared/contract/days.ts'
import type { Place, Seal } from '../../shared/mail/daylog.ts'
import type { ReadableDb } from '../store/db.ts'
import { all } from '../store/db.ts'

interface Row {
  device: string; sequence: number; day: string; signed_at: number; signed_by: string; end_device: string; end_sequence: number; end_hash: string; sealed_at: number; here: number; file: string; body: string
  reopened_device: string | null; reopened_sequence: number | null; reopened_at: number | null; reopened_by: string | null; reopen_reason: string | null
}

/** A sign-off as it stands in the store: besides what is shown, its place in the log and its frozen totals. */
export interface StoredSignOff extends SignedDay { at: number; event: { device: string; sequence: number }; sealedAt: number; totals: DayTotals }

function asSignOff(row: Row): StoredSignOff {
  const body = JSON.parse(row.body) as { totals: DayTotals; from: SignedDay['from']; events: number }
  return {
    day: row.day, at: row.signed_at, by: row.signed_by, events: body.events, from: body.from, to: { device: row.end_device, sequence: row.end_sequence, hash: row.end_hash }, file: row.file, here: row.here,
    reopened: row.reopened_at === null ? null : { at: row.reopened_at, by: row.reopened_by ?? '', reason: row.reopen_reason ?? '' },
    event: { device: row.device, sequence: row.sequence }, sealedAt: row.sealed_at, totals: body.totals,
  }
}

/** Every sign-off, also those that were taken back, of the latest days first. */
export function signOffs(db: ReadableDb, limit: number): StoredSignOff[] {
  return all<Row & Record<string, string | number | null>>(db, 'SELECT * FROM signed_day ORDER BY day DESC, signed_at DESC, sequence DESC LIMIT ?', limit).map(asSignOff)
}

/** Every sign-off of one day, the latest first. */
export function signOffsOf(db: ReadableDb, day: string): StoredSignOff[] {
  return all<Row & Record<string, string | number | null>>(db, 'SELECT * FROM signed_day WHERE day = ? ORDER BY signed_at DESC, sequence DESC', day).map(asSignOff)
}

/** The newest sign-off of a day before `day` that holds, or null. */
export function signOffBefore(db: ReadableDb, day: string): StoredSignOff | null {
  return all<Row & Record<string, string | number | null>>(db, 'SELECT * FROM signed_day WHERE day < ? AND reopened_at IS NULL ORDER BY day DESC LIMIT 1', day).map(asSignOff)[0] ?? null
}

/** The order in which devices wrote to this store. */
export function positions(db: ReadableDb): Map<string, number> {
  return new Map(all<{ id: string; position: number }>(db, 'SELECT id, position FROM device').map((row) => [row.id, row.position]))
}

/** True when something was written about a piece after a sign-off that happened, or as the clock stood then, before `end` (UTC milliseconds). */
export function wroteLate(db: ReadableDb, signed: StoredSignOff, end: number, order: ReadonlyMap<string, number>): boolean {
  const at = order.get(signed.to.device) ?? 0
  return [...order].some(([device, position]) => position >= at &&
    all(db, 'SELECT 1 FROM event WHERE device = ? AND sequence > ? AND piece IS NOT NULL AND coalesce(stated_at, recorded_at) < ? LIMIT 1', device, position === at ? signed.to.sequence : 0, end).length > 0)
}

/** The sign-offs as the arithmetic of days wants them, in the order in which they were made. Those of days before `from` only as the last that holds. */
export function seals(db: ReadableDb, from: string): Seal[] {
  const order = positions(db)
  const at = (device: string, sequence: number): Place => [order.get(device) ?? 0, sequence]
  const rows = all<Row & Record<string, string | number | null>>(db, `SELECT * FROM signed_day WHERE day >= coalesce((SELECT max(day) FROM signed_day WHERE day < ? AND reopened_at IS NULL), '') ORDER BY signed_at`, from)
  return rows
    .map((row) => ({ day: row.day, end: at(row.end_device, row.end_sequence), reopened: row.reopened_device === null || row.reopened_sequence === null ? null : at(row.reopened_device, row.reopened_sequence) }))
    .sort((a, b) => a.end[0] - b.end[0] || a.end[1] - b.end[1])
}

/** The sign-off of the latest day that holds, or null. */
export function lastSignOff(db: ReadableDb): StoredSignOff | null {
  return all<Row & Record<string, string | number | null>>(db, 'SELECT * FROM signed_day WHERE reopened_at IS NULL ORDER BY day DESC LIMIT 1').map(asSignOff)[0] ?? null
}
