import type { ReadableDb, SqlValue } from '../store/db.ts'
import { all, one, prepare } from '../store/db.ts'
import type { EventRow } from '../store/log.ts'

export interface Place { device: string; sequence: number }
export interface Narrowed { piece: string | null; person: string | null; kinds: readonly string[] | null; from: number | null; to: number | null }

/** Devices in the order in which they wrote, the newest first. */
function devices(db: ReadableDb): string[] {
  return all<{ id: string }>(db, 'SELECT id FROM device ORDER BY position DESC').map((row) => row.id)
}

/** The values of the first column of an index, one seek each. */
function skip(db: ReadableDb, first: string, next: string, ...values: SqlValue[]): string[] {
  const found: string[] = []
  for (let at = prepare<{ v: string | null }>(db, first).get(...values)?.v ?? null; at !== null; at = prepare<{ v: string | null }>(db, next).get(...values, at)?.v ?? null) found.push(at)
  return found
}

/** Everybody who ever did something. */
export function actors(db: ReadableDb): string[] {
  return skip(db, 'SELECT min(actor) AS v FROM event INDEXED BY event_by_actor', 'SELECT min(actor) AS v FROM event INDEXED BY event_by_actor WHERE actor > ?')
}

/** The kinds of entry of one person. */
export function kindsOf(db: ReadableDb, actor: string): string[] {
  return skip(db, 'SELECT min(kind) AS v FROM event INDEXED BY event_by_actor WHERE actor = ?', 'SELECT min(kind) AS v FROM event INDEXED BY event_by_actor WHERE actor = ? AND kind > ?', actor)
}

/** The name under which somebody did something last on the newest device. */
export function nameOf(db: ReadableDb, actor: string): string {
  return one<{ name: string }>(db, 'SELECT actor_name AS name FROM event INDEXED BY event_by_actor WHERE actor = ? LIMIT 1', actor)?.name ?? actor
}

/** First and last sequence of a device between two moments; a clock that went back may have left others in between. */
function bounds(db: ReadableDb, device: string, from: number, to: number): { low: number; high: number } | null {
  const row = one<{ low: number | null; high: number | null }>(db, 'SELECT min(sequence) AS low, max(sequence) AS high FROM event INDEXED BY event_by_time WHERE recorded_at >= ? AND recorded_at < ? AND device = ?', from, to, device)
  return row?.low == null || row.high === null ? null : { low: row.low, high: row.high }
}

/** Sequences of a device that fit, the newest first: by the index that leaves the fewest rows to look at. */
function sequences(db: ReadableDb, device: string, low: number, high: number, by: Narrowed, limit: number): number[] {
  const time = by.from === null || by.to === null ? { sql: '', values: [] as SqlValue[] } : { sql: ' AND recorded_at >= ? AND recorded_at < ?', values: [by.from, by.to] }
  const run = (index: string, where: string, values: SqlValue[]): number[] =>
    all<{ sequence: number }>(db, `SELECT sequence FROM event ${index} WHERE ${where}device = ? AND sequence BETWEEN ? AND ?${time.sql} ORDER BY sequence DESC LIMIT ?`, ...values, device, low, high, ...time.values, limit).map((row) => row.sequence)
  if (by.piece !== null) {
    const more = [by.person === null ? '' : 'actor = ? AND ', by.kinds === null ? '' : `kind IN (${by.kinds.map(() => '?').join(', ')}) AND `].join('')
    return run('INDEXED BY event_of_piece', `piece = ? AND ${more}`, [by.piece, ...(by.person === null ? [] : [by.person]), ...(by.kinds ?? [])])
  }
  if (by.person === null && by.kinds === null) return run('', '', [])
  const people = by.person === null ? actors(db) : [by.person]
  const found = people.flatMap((actor) => (by.kinds ?? kindsOf(db, actor)).flatMap((kind) => run('INDEXED BY event_by_actor', 'actor = ? AND kind = ? AND ', [actor, kind])))
  return found.sort((a, b) => b - a).slice(0, limit)
}

/** Entries that fit, the newest first, from after `cursor` on. */
export function entries(db: ReadableDb, by: Narrowed, cursor: Place | null, limit: number): EventRow[] {
  const order = devices(db)
  const start = cursor === null ? 0 : Math.max(0, order.indexOf(cursor.device))
  const rows: EventRow[] = []
  const fetch = prepare<EventRow>(db, 'SELECT * FROM event WHERE device = ? AND sequence = ?')
  for (const device of order.slice(start)) {
    const range = by.from === null || by.to === null ? { low: 1, high: Number.MAX_SAFE_INTEGER } : bounds(db, device, by.from, by.to)
    if (!range) continue
    const high = cursor?.device === device ? Math.min(range.high, cursor.sequence - 1) : range.high
    for (const sequence of sequences(db, device, range.low, high, by, limit - rows.length)) {
      const row = fetch.get(device, sequence)
      if (row) rows.push(row)
    }
    if (rows.length >= limit) break
  }
  return rows
}

export function entryAt(db: ReadableDb, place: Place): EventRow | null {
  return one<EventRow & Record<string, SqlValue>>(db, 'SELECT * FROM event WHERE device = ? AND sequence = ?', place.device, place.sequence)
}

/** How many entries the log has, by the heads of its devices. */
export function countAll(db: ReadableDb): number {
  return one<{ n: number | null }>(db, 'SELECT sum(sequence) AS n FROM head')?.n ?? 0
}

const NAMED: Readonly<Record<string, string>> = {
  user: 'SELECT name FROM user WHERE id = ?', person: 'SELECT name FROM person WHERE id = ?', department: 'SELECT name FROM department WHERE id = ?', mail_stop: 'SELECT code AS name FROM mail_stop WHERE id = ?', printer: 'SELECT name FROM printer WHERE id = ?', scanner: 'SELECT name FROM scanner WHERE id = ?',
}

/** The name that a changed record has now, or its id where it has none. */
export function recordName(db: ReadableDb, table: string, record: string): string {
  const sql = NAMED[table]
  return sql === undefined ? record : (one<{ name: string }>(db, sql, record)?.name ?? record)
}
