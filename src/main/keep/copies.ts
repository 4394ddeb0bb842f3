/** What a station keeps of pieces beside their own entries and files: e-mails, print jobs, files that show several pieces together, and signed logs. */
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import type { EventRow } from '../store/log.ts'

/** The office's own copy of what went out: an e-mail or a print job, and the pieces it names that are to go. */
export interface Copy { table: 'message' | 'print_job'; id: string; pieces: string[] }

/** A file that may show several pieces. It goes with the last of them. */
export interface Shared { kind: string; file: string; /** The first of the pieces that are to go which it shows. */ piece: string; goes: boolean }

/** A page of a scan that waits and bears nothing but the numbers of pieces that are to go, with the entry that says so. */
export interface Waiting { file: string; page: number; piece: string; row: EventRow }

const REMOVED = 'Removed on request'
const GONE = `${REMOVED}.`
/** From this length on a number is looked for inside of other words too. */
const TELLING = 10

/** True where the document of job `j` has the number of piece `p` on it. */
const NAMES = `(instr(j.document, json_quote(p.number)) > 0 OR instr(j.document, json_quote(p.grouped)) > 0 OR (length(p.number) >= ${TELLING} AND (instr(j.document, p.number) > 0 OR instr(j.document, p.grouped) > 0)))`

const list = (ids: readonly string[]): string => JSON.stringify(ids)

/** How many beside the pieces that go need a file; pieces without content need none. */
export function neededBy(db: ReadableDb, file: string, gone: readonly string[]): number {
  return one<{ n: number }>(db, `WITH given AS (SELECT ? AS file, ? AS pieces), going AS (SELECT value AS id FROM given, json_each(pieces)), gone AS (SELECT id FROM going UNION SELECT piece FROM redacted_piece)
    SELECT (SELECT count(*) FROM piece_file f JOIN piece p ON p.no = f.piece WHERE f.file = g.file AND p.id NOT IN (SELECT id FROM going))
      + (SELECT count(*) FROM tracking_file t JOIN piece p ON p.no = t.piece WHERE t.file = g.file AND p.id NOT IN (SELECT id FROM going))
      + (SELECT count(*) FROM receipt_page r JOIN piece p ON p.no = r.piece WHERE r.file = g.file AND p.id NOT IN (SELECT id FROM going))
      + (SELECT count(*) FROM book_file b WHERE b.file = g.file AND EXISTS (SELECT 1 FROM book_line l JOIN piece p ON p.no = l.piece WHERE l.book = b.book AND p.id NOT IN (SELECT id FROM gone)))
      + (SELECT count(*) FROM receipt_unmatched u WHERE u.file = g.file AND u.state <> 'filed' AND u.why <> 'blank' AND (json_array_length(u.numbers) = 0 OR EXISTS (SELECT 1 FROM json_each(u.numbers) n
          WHERE NOT EXISTS (SELECT 1 FROM piece p LEFT JOIN letter l ON l.piece = p.no WHERE p.id IN (SELECT id FROM gone) AND n.value IN (p.number, replace(l.green_card, ' ', '')))))) AS n
    FROM given g`, file, list(gone))?.n ?? 0
}

/** The files that show these pieces together with others. */
export function sharedBy(db: ReadableDb, gone: readonly string[]): Shared[] {
  const shared = new Map<string, Shared>()
  for (const piece of gone) {
    const found = all<{ kind: string; file: string }>(db, `WITH given AS (SELECT no, id, number FROM piece WHERE id = ?)
      SELECT f.kind, f.file FROM given p JOIN book_line l ON l.piece = p.no JOIN book_file f ON f.book = l.book
      UNION SELECT 'news', t.file FROM given p JOIN tracking_file t ON t.piece = p.no
      UNION SELECT 'stack', r.file FROM given p JOIN receipt_page r ON r.piece = p.no WHERE NOT EXISTS (SELECT 1 FROM piece_file o WHERE o.piece = p.no AND o.file = r.file)
      UNION SELECT 'waiting-scan', u.file FROM given p LEFT JOIN letter l ON l.piece = p.no JOIN receipt_unmatched u ON u.state <> 'filed' JOIN json_each(u.numbers) n ON n.value IN (p.number, replace(l.green_card, ' ', ''))
      ORDER BY 2, 1`, piece)
    for (const { kind, file } of found) if (!shared.has(file)) shared.set(file, { kind, file, piece, goes: neededBy(db, file, gone) === 0 })
  }
  return [...shared.values()]
}

/** The pages that wait and bear nothing but numbers of these pieces. */
export function waitingPages(db: ReadableDb, gone: readonly string[]): Waiting[] {
  const pages = all<{ file: string; page: number; at: number; piece: string }>(db, `WITH going AS (SELECT p.id, p.no, p.number FROM piece p WHERE p.id IN (SELECT value FROM json_each(?))),
    own AS (SELECT id, number FROM going UNION SELECT g.id, replace(l.green_card, ' ', '') FROM going g JOIN letter l ON l.piece = g.no WHERE l.green_card <> '')
    SELECT u.file, u.page, u.at, (SELECT min(o.id) FROM own o JOIN json_each(u.numbers) n ON n.value = o.number) AS piece FROM receipt_unmatched u
    WHERE u.state <> 'filed' AND u.words <> '' AND json_array_length(u.numbers) > 0 AND NOT EXISTS (SELECT 1 FROM json_each(u.numbers) n WHERE n.value NOT IN (SELECT number FROM own)) ORDER BY u.at, u.file, u.page`, list(gone))
  return pages.flatMap(({ file, page, at, piece }) => all<EventRow & Record<string, string | number | Uint8Array | null>>(db, `SELECT * FROM event INDEXED BY event_by_time WHERE recorded_at = ? AND kind = 'receipt.unmatched' AND payload ->> '$.scan.file' = ? AND payload ->> '$.page' = ?`, at, file, page)
    .map((row) => ({ file, page, piece, row })))
}

/**
 * E-mails and print jobs that name these pieces. A job that was made for no one piece is found by the numbers that are printed on it.
 *
 * @param isHeld true for a piece that a legal hold keeps whole, and with it every copy that names it
 */
export function copiesOf(db: ReadableDb, gone: readonly string[], isHeld: (piece: string) => boolean): { copies: Copy[]; held: number } {
  const since = one<{ at: number | null }>(db, 'SELECT min(received_at) AS at FROM piece WHERE id IN (SELECT value FROM json_each(?))', list(gone))?.at
  if (since === null || since === undefined) return { copies: [], held: 0 }
  const going = new Set(gone)
  const messages = all<{ id: string; pieces: string }>(db, "SELECT id, pieces FROM message WHERE created_at >= ? AND body <> '' AND EXISTS (SELECT 1 FROM json_each(pieces) WHERE value IN (SELECT value FROM json_each(?)))", since, list(gone))
  const jobs = all<{ id: string; piece: string }>(db, `WITH given AS (SELECT id, number, grouped FROM piece WHERE id IN (SELECT value FROM json_each(?)))
    SELECT j.id, j.piece FROM given p JOIN print_job j ON j.piece = p.id WHERE j.document <> 'null'
    UNION ALL SELECT j.id, p.id FROM given p JOIN print_job j INDEXED BY print_job_loose ON j.piece IS NULL AND j.created_at >= ? AND j.document <> 'null' AND ${NAMES}`, list(gone), since)
  const copies: Copy[] = []
  let held = 0
  for (const { id, pieces } of messages) {
    const of = JSON.parse(pieces) as string[]
    if (of.some((piece) => !going.has(piece) && isHeld(piece))) held++
    else copies.push({ table: 'message', id, pieces: of.filter((piece) => going.has(piece)) })
  }
  const heldPieces = all<{ id: string; number: string; grouped: string; reference: string }>(db, "SELECT DISTINCT p.id, p.number, p.grouped, p.reference FROM hold h JOIN piece p ON p.id = h.piece OR (h.matter_key IS NOT NULL AND p.reference <> '') WHERE h.lifted_at IS NULL").filter(({ id }) => !going.has(id) && isHeld(id))
  for (const [id, rows] of Map.groupBy(jobs, (row) => row.id)) {
    const keeps = heldPieces.length > 0 && one(db, `SELECT 1 FROM print_job j JOIN piece p ON p.id IN (SELECT value FROM json_each(?)) WHERE j.id = ? AND ${NAMES} LIMIT 1`, list(heldPieces.map((piece) => piece.id)), id) !== null
    if (keeps) held++
    else copies.push({ table: 'print_job', id, pieces: rows.map((row) => row.piece) })
  }
  return { copies, held }
}

/** Takes the words out of copies. Their lines stay: when, what kind, what became of it. What has not gone out yet does not go out any more. */
export function emptyCopies(copies: readonly Copy[], now: number): { events: EventDraft[]; tables: (db: WritableDb) => void } {
  const FIELDS = { message: ['name', 'address', 'subject', 'body'], print_job: ['title', 'document', 'missing'] }
  return {
    events: copies.map(({ table, id }) => recordChanged.draft(null, { table, record: id, action: 'removed', fields: FIELDS[table] })),
    tables: (db) => {
      for (const { table, id } of copies) {
        if (table === 'message') run(db, `UPDATE message SET person = NULL, name = ?, address = '', subject = '', body = '', reason = CASE WHEN state IN ('sent', 'sending') THEN reason ELSE ? END, state = CASE WHEN state IN ('sent', 'sending') THEN state ELSE 'dropped' END, changed_at = ? WHERE id = ?`, REMOVED, GONE, now, id)
        else run(db, `UPDATE print_job SET title = ?, document = 'null', missing = NULL, reason = CASE WHEN state IN ('queued', 'unknown', 'failed') THEN ? ELSE reason END, state = CASE WHEN state IN ('queued', 'unknown') THEN 'failed' ELSE state END, changed_at = ? WHERE id = ?`, REMOVED, GONE, now, id)
      }
    },
  }
}

/** The days whose signed log has an entry of these pieces, also where the sign-off was taken back: what was signed is kept as it was signed. */
export function signedDaysOf(db: ReadableDb, pieces: readonly string[]): string[] {
  return all<{ day: string }>(db, `SELECT DISTINCT s.day FROM event e JOIN signed_day s ON s.end_device = e.device AND e.sequence <= s.end_sequence AND (s.body ->> '$.from.device' IS NOT e.device OR e.sequence >= s.body ->> '$.from.sequence')
    WHERE e.piece IN (SELECT value FROM json_each(?)) ORDER BY s.day`, list(pieces)).map((row) => row.day)
}
