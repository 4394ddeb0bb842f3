import type { FileType, PieceCounts, PieceFile, PieceFilter, PieceRow, SavedView } from '../../shared/contract/pieces.ts'
import type { HolderKind, State } from '../../shared/mail/custody.ts'
import { HOLDER_OF } from '../../shared/mail/custody.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import { directionOf, matching } from './filter.ts'
import { textQueries } from './words.ts'

interface Row {
  no: number; id: string; direction: 'inbound' | 'outbound'; number: string; grouped: string; carrier: string; carrier_name: string; service: string; check_digit: PieceRow['checkDigit']
  accountable: number; state: string; received_at: number; day: string; received_by: string; voided_at: number | null; voided_by: string | null; void_reason: string | null; same_as: string | null
  assignment: PieceRow['assignment']; person: string | null; recipient: string; department: string; mail_stop: string
  type: PieceRow['type']; condition: PieceRow['condition']; count: number; location: string; sender: string; reference: string; note: string
  questions: string; recorded_at: number; stated_source: string | null; photos: number; corrected: number
  holder: string; holder_ref: string | null; held_since: number | null; held_why: string; container: string; container_number: string | null; exception: string
}

const COLUMNS = `p.no, p.id, p.direction, p.number, p.grouped, p.carrier, p.carrier_name, p.service, p.check_digit, p.accountable, p.state, p.received_at, p.day, p.received_by, p.voided_at, p.voided_by, p.void_reason,
  p.same_as, p.assignment, p.person, p.recipient, p.department, p.mail_stop, p.type, p.condition, p.count, p.location, p.sender, p.reference, p.note, p.questions, p.recorded_at, p.stated_source, p.photos, p.corrected,
  p.holder, p.holder_ref, p.held_since, p.held_why, p.container, CASE p.container WHEN '' THEN NULL ELSE (SELECT c.number FROM container c WHERE c.id = p.container) END AS container_number, p.exception`

/** Who has a letter that goes out: us until the Post Office accepted it. */
const outboundHolder = (state: string): HolderKind => (state === 'voided' ? 'nobody' : ['logged', 'in-book', 'presented', 'returned'].includes(state) ? 'mailroom' : 'sent')

function asPiece(row: Row): PieceRow {
  return {
    id: row.id, direction: row.direction, number: row.number, grouped: row.grouped, carrier: row.carrier, carrierName: row.carrier_name, service: row.service,
    checkDigit: row.check_digit, accountable: row.accountable === 1, state: row.state, receivedAt: row.received_at, day: row.day, receivedBy: row.received_by,
    voided: row.voided_at === null ? null : { at: row.voided_at, by: row.voided_by ?? '', reason: row.void_reason ?? '', sameAs: row.same_as },
    assignment: row.assignment,
    recipient: row.assignment === 'none' ? null : { person: row.person, name: row.recipient, department: row.department, mailStop: row.mail_stop },
    type: row.type, condition: row.condition, count: row.count, location: row.location, sender: row.sender, reference: row.reference, note: row.note,
    questions: row.questions === '' ? [] : (row.questions.split(' ') as PieceRow['questions']),
    recordedAt: row.recorded_at, statedSource: row.stated_source, photos: row.photos, corrected: row.corrected === 1,
    holder: { kind: row.direction === 'outbound' ? outboundHolder(row.state) : (HOLDER_OF[row.state as State] ?? 'nobody'), name: row.holder, ref: row.holder_ref, since: row.held_since ?? row.received_at, why: row.held_why },
    container: row.container === '' ? null : { id: row.container, number: row.container_number ?? '' },
    exceptions: row.exception === '' ? [] : (row.exception.split(' ') as PieceRow['exceptions']),
  }
}

const BY_ID = `SELECT ${COLUMNS} FROM piece p WHERE p.id = ?`
const BY_NUMBER = `SELECT ${COLUMNS} FROM piece_number n JOIN piece p ON p.no = n.piece WHERE n.number = ? AND p.id <> ? ORDER BY n.piece DESC LIMIT ?`

/** A piece by its id, or null. */
export function pieceById(db: ReadableDb, id: string): PieceRow | null {
  const row = one<Row>(db, BY_ID, id)
  return row && asPiece(row)
}

/** Pieces by their place in this store, newest first. */
export function piecesAt(db: ReadableDb, nos: readonly number[]): PieceRow[] {
  if (nos.length === 0) return []
  return all<Row>(db, `SELECT ${COLUMNS} FROM piece p WHERE p.no IN (SELECT value FROM json_each(?)) ORDER BY p.no DESC`, JSON.stringify(nos)).map(asPiece)
}

/** Pieces with exactly this number, newest first, without the one that has `exceptId`. */
export function piecesWithNumber(db: ReadableDb, number: string, exceptId: string, limit: number): PieceRow[] {
  return all<Row>(db, BY_NUMBER, number, exceptId, limit).map(asPiece)
}

/** Pieces that were voided as being this one. */
export function piecesSameAs(db: ReadableDb, id: string): PieceRow[] {
  return all<Row>(db, `SELECT ${COLUMNS} FROM piece p WHERE p.same_as = ? ORDER BY p.no DESC`, id).map(asPiece)
}

/** Every number that is on a piece, the first one first. */
export function numbersOf(db: ReadableDb, id: string): string[] {
  return all<{ number: string }>(db, 'SELECT n.number FROM piece p JOIN piece_number n ON n.piece = p.no WHERE p.id = ? ORDER BY n.number <> p.number, n.number', id).map((row) => row.number)
}

/** The files of a piece, oldest first. */
export function filesOf(db: ReadableDb, id: string): PieceFile[] {
  return all<PieceFile & Record<string, SqlValue>>(db, `SELECT f.kind, f.file, k.type, k.bytes, k.name, f.at, f.by, f.note
    FROM piece p JOIN piece_file f ON f.piece = p.no JOIN kept_file k ON k.file = f.file WHERE p.id = ? ORDER BY f.at, f.kind, f.file`, id)
}

/** What a file of this store is, and the name it came with. */
export function keptFile(db: ReadableDb, file: string): { type: FileType; bytes: number; name: string } | null {
  return one<{ type: FileType; bytes: number; name: string }>(db, 'SELECT type, bytes, name FROM kept_file WHERE file = ?', file) ?? null
}

/** One page of pieces, newest first. `next` continues after the last row. */
export function listPieces(db: ReadableDb, filter: PieceFilter, page: { cursor?: number | undefined; limit: number }, today: string): { rows: PieceRow[]; next: number | null } {
  const nos = matching(db, filter, today, page.cursor ?? null, page.limit)
  return { rows: piecesAt(db, nos), next: nos.length < page.limit ? null : (nos.at(-1) ?? null) }
}

/** How many pieces were received on a day, voided ones left out; what goes out is not counted. */
export function countOfDay(db: ReadableDb, day: string): number {
  return one<{ n: number }>(db, 'SELECT received - voided AS n FROM day_count WHERE day = ?', day)?.n ?? 0
}

/** How many pieces came in, voided ones included. */
export function countOfAll(db: ReadableDb): number {
  return one<{ n: number | null }>(db, 'SELECT sum(received) AS n FROM day_count')?.n ?? 0
}

/** How many pieces for a person are in one of these states. */
export function countFor(db: ReadableDb, person: string, states: readonly string[]): number {
  return states.reduce((sum, state) => sum + (one<{ n: number }>(db, 'SELECT count(*) AS n FROM piece INDEXED BY piece_person WHERE person = ? AND state = ?', person, state)?.n ?? 0), 0)
}

/** How far matching pieces are counted one by one. */
const COUNTED = 1_000

/** The numbers for filter chips. */
export function countsOf(db: ReadableDb, filter: PieceFilter, today: string): PieceCounts {
  const direction = directionOf(filter)
  const counted = all<{ state: string; carrier: string; department: string; asked: number; n: number }>(db, 'SELECT state, carrier, department, asked, sum(n) AS n FROM piece_count WHERE ? IS NULL OR direction = ? GROUP BY state, carrier, department, asked HAVING sum(n) > 0', direction, direction)
  const inStates = counted.filter((row) => (filter.state ? filter.state.includes(row.state) : (row.state === 'voided') === (filter.voided === true)))
  const chosen = counted.filter((row) => (filter.carrier?.includes(row.carrier) ?? true) && (filter.department === undefined || row.department === filter.department))
  const found = matching(db, filter, today, null, COUNTED + 1).length
  return {
    total: Math.min(found, COUNTED), more: found > COUNTED,
    states: summed(chosen.map((row) => [row.state, row.n])),
    carriers: summed(inStates.map((row) => [row.carrier, row.n])),
    departments: summed(inStates.filter((row) => row.department !== '').map((row) => [row.department, row.n])),
    questions: counted.reduce((sum, row) => sum + (row.asked === 1 ? row.n : 0), 0),
  }
}

function summed(rows: ReadonlyArray<[value: string, n: number]>): Array<{ value: string; count: number }> {
  const sums = new Map<string, number>()
  for (const [value, n] of rows) sums.set(value, (sums.get(value) ?? 0) + n)
  return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

/** The newest pieces whose number contains `text` or ends in it, or whose words begin with the words of `text`. */
export function findPieces(db: ReadableDb, text: string, limit: number): PieceRow[] {
  const found = new Set<number>()
  for (const { table, match } of textQueries(db, text))
    for (const { no } of all<{ no: number }>(db, `SELECT rowid AS no FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?`, match, limit)) found.add(no)
  return piecesAt(db, [...found].sort((a, b) => b - a).slice(0, limit))
}

interface ViewRow { id: string; user: string; name: string; filter: string; at: number }

const asView = (row: ViewRow): SavedView => ({ id: row.id, name: row.name, filter: JSON.parse(row.filter) as PieceFilter, at: row.at })

/** A person's saved views, by name. */
export function viewsOf(db: ReadableDb, user: string): SavedView[] {
  return all<ViewRow & Record<string, SqlValue>>(db, 'SELECT id, user, name, filter, at FROM saved_view WHERE user = ? ORDER BY key', user).map(asView)
}

export function viewById(db: ReadableDb, user: string, id: string): SavedView | null {
  const row = one<ViewRow & Record<string, SqlValue>>(db, 'SELECT id, user, name, filter, at FROM saved_view WHERE user = ? AND id = ?', user, id)
  return row && asView(row)
}

/** The id of the view that has this name, compared without capitals and accents. */
export function viewNamed(db: ReadableDb, user: string, key: string): string | null {
  return one<{ id: string }>(db, 'SELECT id FROM saved_view WHERE user = ? AND key = ?', user, key)?.id ?? null
}

export function putView(db: WritableDb, user: string, key: string, view: SavedView): void {
  run(db, 'INSERT INTO saved_view (id, user, name, key, filter, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, filter = excluded.filter, at = excluded.at', view.id, user, view.name, key, JSON.stringify(view.filter), view.at)
}

export function deleteView(db: WritableDb, user: string, id: string): void {
  run(db, 'DELETE FROM saved_view WHERE user = ? AND id = ?', user, id)
}

/** States in which an inbound piece is in the office's hands; what was refused lies here until it is sent back. */
export const IN_HAND = ['received', 'stored', 'held', 'on-run', 'refused'] as const
const inHand = IN_HAND.map((state) => `'${state}'`).join(', ')

/** Pieces by their ids, newest first. */
export function piecesByIds(db: ReadableDb, ids: readonly string[]): PieceRow[] {
  if (ids.length === 0) return []
  return all<Row>(db, `SELECT ${COLUMNS} FROM json_each(?) i JOIN piece p ON p.id = i.value ORDER BY p.no DESC`, JSON.stringify(ids)).map(asPiece)
}

/** The inbound pieces in hand, found by the states and carriers there are: what lies here is a handful beside all that ever came. */
const IN_HAND_PIECES = `(SELECT DISTINCT carrier, state FROM piece_count WHERE direction = 'inbound' AND state IN (${inHand})) c CROSS JOIN piece p INDEXED BY piece_carrier ON p.carrier = c.carrier AND p.state = c.state AND p.direction = 'inbound'`

/** How many inbound pieces are in hand, by the day they came. */
export function hereByDay(db: ReadableDb): Map<string, number> {
  return new Map(all<{ day: string; n: number }>(db, `SELECT p.day, count(*) AS n FROM ${IN_HAND_PIECES} GROUP BY p.day`).map((row) => [row.day, row.n]))
}

/** The newest inbound pieces in hand that are for nobody yet. */
export function unassignedHere(db: ReadableDb, limit: number): PieceRow[] {
  return all<Row>(db, `SELECT ${COLUMNS} FROM ${IN_HAND_PIECES} WHERE p.assignment IN ('none', 'several', 'unknown') AND p.voided_at IS NULL ORDER BY p.no DESC LIMIT ?`, limit).map(asPiece)
}

/** The newest pieces in hand with an open question. */
export function askedHere(db: ReadableDb, limit: number): PieceRow[] {
  return all<Row>(db, `SELECT ${COLUMNS} FROM piece p INDEXED BY piece_asked WHERE p.questions <> '' AND p.state IN (${inHand}) ORDER BY p.no DESC LIMIT ?`, limit).map(asPiece)
}
