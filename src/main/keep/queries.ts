import type { Hold } from '../../shared/contract/keep.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one } from '../store/db.ts'
import type { EventRow } from '../store/log.ts'
import { neededBy } from './copies.ts'
import type { Payload } from './redact.ts'

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

/** The files of a piece; `only` says whether nothing else has the file, the pieces `gone` left out. */
export function filesOf(db: ReadableDb, piece: string, gone: readonly string[]): Array<{ kind: string; file: string; only: boolean }> {
  return all<{ kind: string; file: string }>(db, 'SELECT f.kind, f.file FROM piece p JOIN piece_file f ON f.piece = p.no WHERE p.id = ? ORDER BY f.kind, f.file', piece)
    .map(({ kind, file }) => ({ kind, file, only: neededBy(db, file, [...gone, piece]) === 0 }))
}

/** The handovers of a piece that no other piece needs, the pieces `gone` left out: of those nobody's line says any more who took it. */
export function handoversOf(db: ReadableDb, piece: string, gone: readonly string[]): string[] {
  const handovers = all<{ handover: string }>(db, 'SELECT h.handover FROM piece p JOIN handover_piece h ON h.piece = p.no WHERE p.id = ? ORDER BY h.handover', piece)
  return handovers.map((row) => row.handover).filter((handover) => one(db, `SELECT 1 FROM handover_piece h JOIN piece p ON p.no = h.piece JOIN event e ON e.piece = p.id
    WHERE h.handover = ? AND p.id <> ? AND p.id NOT IN (SELECT value FROM json_each(?)) AND e.kind = 'piece.handed-over' AND e.payload ->> '$.handover' = h.handover LIMIT 1`, handover, piece, JSON.stringify(gone)) === null)
}

/** The letters of a book. */
function lettersOfBook(db: ReadableDb, book: string): string[] {
  return all<{ id: string }>(db, 'SELECT p.id FROM book b JOIN book_line l ON l.book = b.no JOIN piece p ON p.no = l.piece WHERE b.id = ? ORDER BY l.line', book).map((row) => row.id)
}

/** The entry that closed a book, what it says by now, and the redaction that says it where its content was removed for another letter. */
export interface ClosedBook { book: string; row: EventRow; content: Payload; earlier: EventRow | null; letters: string[] }

/** The closed books in which a letter has a line. */
export function closedBooksOf(db: ReadableDb, letter: string): ClosedBook[] {
  const books = all<{ book: string; closedAt: number }>(db, 'SELECT b.id AS book, b.closed_at AS closedAt FROM piece p JOIN book_line l ON l.piece = p.no JOIN book b ON b.no = l.book WHERE p.id = ? AND b.closed_at IS NOT NULL ORDER BY b.id', letter)
  return books.flatMap(({ book, closedAt }): ClosedBook[] => {
    const letters = lettersOfBook(db, book)
    const rows = all<EventRow & Record<string, string | number | Uint8Array | null>>(db, "SELECT * FROM event INDEXED BY event_by_time WHERE recorded_at = ? AND kind = 'book.closed'", closedAt)
    return rows.flatMap((row) => {
      const earlier = row.payload === null ? redactionOf(db, row, letters) : null
      const content = JSON.parse(row.payload ?? earlier?.payload ?? 'null') as Payload | null
      const said = row.payload === null ? (content?.['left'] as Payload | undefined) : content
      return said && said['book'] === book ? [{ book, row, content: said, earlier, letters }] : []
    })
  })
}

/** The redaction of an entry that one of these pieces asked for. */
function redactionOf(db: ReadableDb, of: Pick<EventRow, 'device' | 'sequence'>, pieces: readonly string[]): EventRow | null {
  return one<EventRow & Record<string, string | number | Uint8Array | null>>(db, `SELECT * FROM event WHERE piece IN (SELECT value FROM json_each(?)) AND kind = 'event.redacted' AND payload ->> '$.device' = ? AND payload ->> '$.sequence' = ?
    ORDER BY recorded_at DESC, sequence DESC LIMIT 1`, JSON.stringify(pieces), of.device, of.sequence)
}

/** The ids of a person's inbound pieces. */
export function piecesOfPerson(db: ReadableDb, person: string): string[] {
  return all<{ id: string }>(db, "SELECT id FROM piece WHERE person = ? AND direction = 'inbound' ORDER BY no", person).map((row) => row.id)
}

/** Inbound pieces that came before a day, are not here any more, and still have their content; the oldest first. */
export function expired(db: ReadableDb, before: string, inHand: readonly string[], limit: number): string[] {
  return all<{ id: string }>(db, `SELECT p.id FROM piece p WHERE p.day < ? AND p.direction = 'inbound' AND p.state NOT IN (${inHand.map(() => '?').join(', ')}) AND NOT EXISTS (SELECT 1 FROM redacted_piece r WHERE r.piece = p.id) ORDER BY p.day, p.no LIMIT ?`, before, ...inHand, limit).map((row) => row.id)
}

/** The pieces of entries named by their place that still have their content. */
export function piecesAt(db: ReadableDb, places: ReadonlyArray<{ device: string; sequence: number }>): string[] {
  return [...new Set(places.flatMap(({ device, sequence }) => one<{ piece: string }>(db, 'SELECT piece FROM event WHERE device = ? AND sequence = ? AND piece IS NOT NULL AND payload IS NOT NULL', device, sequence)?.piece ?? []))]
}

/** What a matter's hold knows a piece by. */
export const referenceOf = (db: ReadableDb, piece: string): string => one<{ reference: string }>(db, 'SELECT reference FROM piece WHERE id = ?', piece)?.reference ?? ''
