import type { WritableDb } from './db.ts'
import { all, connect, one } from './db.ts'
import { APPLICATION_ID, migrate, schemaVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'

/** Marks the file of a store that is being filled and has indexes still to come: "PgHf". Whatever does not know it takes it for no store. */
export const FILLING_ID = 0x50674866

/** The tables whose indexes serve lists, boards and the audit alone: what is recorded and replayed finds its rows by their keys. */
const LISTED = ['event', 'piece', 'handover', 'waiting_count'] as const

/**
 * Takes the indexes away that nothing needs while a store is filled: put up at the end, in the order of their keys, they are made in a
 * fraction of the time. The file says so until {@link putUpIndexes}.
 */
export function takeDownIndexes(db: WritableDb): void {
  // What holds pieces already is in use, not filled.
  if (one(db, 'SELECT 1 FROM piece LIMIT 1')) return
  db.transaction(() => {
    for (const { name } of all<{ name: string }>(db, `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('${LISTED.join("', '")}')`)) db.exec(`DROP INDEX "${name}"`)
    db.pragma(`application_id = ${FILLING_ID}`)
  }).immediate()
}

/** Puts up what {@link takeDownIndexes} took away: after filling, and when a store is opened whose filling was broken off. Answers true when something was missing. */
export function putUpIndexes(db: WritableDb): boolean {
  if (db.pragma('application_id', { simple: true }) !== FILLING_ID) return false
  const whole = connect(':memory:')
  try {
    migrate(whole, MIGRATIONS.slice(0, schemaVersion(db)), null)
    const there = new Set(all<{ name: string }>(db, "SELECT name FROM sqlite_schema WHERE type = 'index'").map((row) => row.name))
    for (const { name, sql } of all<{ name: string; sql: string }>(whole, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
      if (there.has(name)) continue
      // One by one, so that a WAL never holds them all: what is broken off here goes on at the next opening.
      db.exec(sql)
      db.pragma('wal_checkpoint(PASSIVE)')
    }
    db.pragma(`application_id = ${APPLICATION_ID}`)
  } finally {
    whole.close()
  }
  return true
}
