import type { Hold } from '../../shared/contract/keep.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one } from '../store/db.ts'
import type { EventRow } from '../store/log.ts'

interface Row { id: string; piece: string | null; grouped: string | null; matter: string | null; reason: string; placed_at: number; placed_by: string; lifted_at: number | null; lifted_by: string | null; lift_reason: string | null }

const asHold = (row: Row): Hold => ({
  id: row.id, piece: row.piece === null ? null : { id: row.piece, grouped: row.grouped ?? '' }, matter: row.matter, reason: row.reason, placedAt: row.placed_at, placedBy: row.placed_by,
  lifted: row.lifted_at === null ? null : { at: row.lifted_at, by: row.lifted_by ?? '', reason: row.lift_reason ?? '' },
})

const SELECT = 'SELECT h.*, p.grouped FROM hold h LEFT JOIN piece p ON p.id = h.piece'

/** Every hold, those that stand first, the newest first. */
export function holds(db: ReadableDb): Hold[] {
  return all<Row & Record<string, string | number | null>>(db, `${SELECT} ORDER BY h.lifted_at IS NOT NULL, h.placed_at DESC LIMIT 500`).map(asHold)
}

export function holdById(db: ReadableDb, id: string): Hold | null {
  const row = one<Row & Record<string, string | number | null>>(db, `${SELECT} WHERE h.id = ?`, id)
  return row && asHold(row)
}

/** The hold that keeps a piece, by itself or by its matter, or null. */
export function holdOn(db: ReadableDb, piece: string, reference: string): Hold | null {
  const row = one<Row & Record<string, string | number | null>>(db, `${SELECT} WHERE h.lifted_at IS NULL AND (h.piece = ? OR h.matter_key = ?) LIMIT 1`, piece, reference.trim() === '' ? '\u0000' : searchKey(reference))
  return row && asHold(row)
}

/** The entries of a piece of these kinds that still have their content. */
export function entriesOf(db: ReadableDb, piece: string, kinds: readonly string[]): EventRow[] {
  return all<EventRow & Record<string, string | number | Uint8Array | null>>(db, `SELECT * FROM event WHERE piece = ? AND payload IS NOT NULL AND kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY recorded_at, device, sequence`, piece, ...kinds)
}

/** The photos of a piece; `only` says whether nothing else has the file. */
export function photosOf(db: ReadableDb, piece: string): Array<{ file: string; only: boolean }> {
  return all<{ file: string; others: number }>(db, `SELECT f.file, (SELECT count(*) FROM piece_file o WHERE o.file = f.file AND (o.piece <> f.piece OR o.kind <> 'photo')) AS others FROM piece_file f JOIN piece p ON p.no = f.piece WHERE p.id = ? AND f.kind = 'photo'`, piece)
    .map(({ file, others }) => ({ file, only: others === 0 }))
}

/** The ids of a person's inbound pieces. */
export function piecesOfPerson(db: ReadableDb, person: string): string[] {
  return all<{ id: string }>(db, "SELECT id FROM piece WHERE person = ? AND direction = 'inbound' ORDER BY no", person).map((row) => row.id)
}

/** Inbound pieces that came before a day, are not here any more, and still have their content; the oldest first. */
export function expired(db: ReadableDb, before: string, inHand: readonly string[], limit: number): string[] {
  return all<{ id: string }>(db, `SELECT p.id FROM piece p WHERE p.day < ? AND p.direction = 'inbound' AND p.state NOT IN (${inHand.map(() => '?').join(', ')}) AND NOT EXISTS (SELECT 1 FROM redacted_piece r WHERE r.piece = p.id) ORDER BY p.day, p.no LIMIT ?`, before, ...inHand, limit).map((row) => row.id)
}

/** The piece and kind of entries named by their place. */
export function entriesAt(db: ReadableDb, places: ReadonlyArray<{ device: string; sequence: number }>): EventRow[] {
  return places.flatMap(({ device, sequence }) => one<EventRow & Record<string, string | number | Uint8Array | null>>(db, 'SELECT * FROM event WHERE device = ? AND sequence = ? AND payload IS NOT NULL', device, sequence) ?? [])
}
