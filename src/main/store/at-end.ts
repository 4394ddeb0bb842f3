import type Database from 'better-sqlite3'
import type { WritableDb } from './db.ts'

type Waiting = Map<number, unknown>

const connections = new WeakMap<Database.Database, Map<WriteRow, Waiting>>()

type WriteRow = (db: WritableDb, no: number, row: never) => void

/**
 * Rows that a commit writes once at its end, however many of its events touch them, in the order of their numbers: what a search
 * table takes well. Every insert into the log makes FTS5 write out what it holds in memory, so search rows between events would
 * each become a segment of their own. Only for tables that no projection reads.
 *
 * @param write brings the row of this number up to date; `row` is what was noted for it
 * @returns what is noted so far in this transaction, by number
 */
export function atEnd<Row>(write: (db: WritableDb, no: number, row: Row) => void): (db: WritableDb) => Map<number, Row> {
  const key = write as WriteRow
  return (db) => {
    let tables = connections.get(db)
    if (!tables) connections.set(db, (tables = new Map()))
    let rows = tables.get(key) as Map<number, Row> | undefined
    if (!rows) tables.set(key, (rows = new Map()))
    return rows
  }
}

/** Writes what was noted. To be called at the end of a transaction that projected events. */
export function writeNoted(db: WritableDb): void {
  for (const [write, rows] of connections.get(db) ?? []) {
    if (rows.size === 0) continue
    const sorted = [...rows.keys()].sort((a, b) => a - b)
    for (const no of sorted) write(db, no, rows.get(no) as never)
    rows.clear()
  }
}

/** Forgets what was noted in a transaction that is given up. */
export function forgetNoted(db: WritableDb): void {
  for (const rows of connections.get(db)?.values() ?? []) rows.clear()
}
