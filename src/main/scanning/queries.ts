import type { Terminator } from '../../shared/scanning/serial.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

/** A serial scanner as it is stored. */
export interface StoredScanner { id: string; name: string; path: string; usb: string | null; baud: number; terminator: Terminator; prefix: string; suffix: string }
type Columns = StoredScanner & Record<string, SqlValue>

const SCANNER = 'SELECT id, name, path, usb, baud, terminator, prefix, suffix FROM scanner'

/** Every scanner by name. */
export function scanners(db: ReadableDb): StoredScanner[] {
  return all<Columns>(db, `${SCANNER} ORDER BY key`)
}

export function scannerById(db: ReadableDb, id: string): StoredScanner | null {
  return one<Columns>(db, `${SCANNER} WHERE id = ?`, id)
}

/** The scanner that has this name, compared without capitals, or this path. */
export function otherScanner(db: ReadableDb, id: string, by: { key: string } | { path: string }): StoredScanner | null {
  return 'key' in by ? one<Columns>(db, `${SCANNER} WHERE key = ? AND id <> ?`, by.key, id) : one<Columns>(db, `${SCANNER} WHERE path = ? AND id <> ?`, by.path, id)
}

export function putScanner(db: WritableDb, key: string, row: StoredScanner): void {
  run(db, `INSERT INTO scanner (id, name, key, path, usb, baud, terminator, prefix, suffix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, path = excluded.path, usb = excluded.usb, baud = excluded.baud, terminator = excluded.terminator, prefix = excluded.prefix, suffix = excluded.suffix`,
  row.id, row.name, key, row.path, row.usb, row.baud, row.terminator, row.prefix, row.suffix)
}

export function removeScanner(db: WritableDb, id: string): void {
  run(db, 'DELETE FROM scanner WHERE id = ?', id)
}
