import type { PieceRow } from '../../shared/contract/pieces.ts'
import { isInMailroom, isWaiting } from '../../shared/mail/custody.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import { atEnd } from '../store/at-end.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, prepare, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

/** What a number was taken for. */
export interface Identified { number: string; grouped: string; scheme: string; carrier: string; carrierName: string; service: string; checkDigit: PieceRow['checkDigit']; accountable: boolean }

/** The columns of a piece that its events change. Names are those of the table. */
export interface StoredPiece {
  number: string; grouped: string; carrier: string; carrier_name: string; scheme: string; service: string; check_digit: string; accountable: number
  state: string; voided_at: number | null; voided_by: string | null; void_reason: string | null; same_as: string | null
  assignment: string; person: string | null; recipient: string; department: string; mail_stop: string; assigned_at: number | null
  type: string; condition: string; count: number; location: string; sender: string; sender_key: string; reference: string; note: string
  questions: string; photos: number; corrected: number
  /** Who has it besides the mailroom, by name; what the directory or a run knows them by; since when (null: since it came in); why. */
  holder: string; holder_ref: string | null; held_since: number | null; held_why: string
  /** The id of the container it lies in, and the kinds of its open exceptions, with blanks between. */
  container: string; exception: string
}
export type Found = StoredPiece & { no: number; day: string; received_at: number; direction: 'inbound' | 'outbound' }

const FIND = `SELECT no, day, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, voided_at, voided_by, void_reason, same_as, assignment, person, recipient, department, mail_stop,
  assigned_at, type, condition, count, location, sender, sender_key, reference, note, questions, photos, corrected, received_at, holder, holder_ref, held_since, held_why, container, exception FROM piece WHERE id = ?`

/** A piece as its events have left it so far. @throws when no event has made it */
export function stored(db: ReadableDb, id: string | null): Found {
  const row = prepare<Found>(db, FIND).get(id)
  if (!row) throw new Error(`Piece ${id} is in no earlier event.`)
  return row
}

/** The row, the number, the day's count and the search rows of a piece that came in. */
export function insertReceived(db: WritableDb, event: LoggedEvent<Identified & { questions: ReadonlyArray<{ question: string }> }>): void {
  const { payload, piece } = event
  const at = event.stated?.at ?? event.recordedAt
  const day = officeDay(at, event.zone)
  const questions = payload.questions.map((asked) => asked.question).join(' ')
  const no = Number(prepare(db, `INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by, recorded_at, stated_source, questions, late)
    VALUES (?, 'inbound', ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?, ?, ?, ?, ?, coalesce(? < (SELECT max(day) FROM day_count), 0))`)
    .run(piece, payload.number, payload.grouped, payload.carrier, payload.carrierName, payload.scheme, payload.service, payload.checkDigit, payload.accountable ? 1 : 0, at, day, event.actor.name, event.recordedAt, event.stated?.source ?? null, questions, day).lastInsertRowid)
  run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', payload.number, no)
  run(db, 'INSERT INTO day_count (day, received, voided) VALUES (?, 1, 0) ON CONFLICT (day) DO UPDATE SET received = received + 1', day)
  count(db, { direction: 'inbound', state: 'received', carrier: payload.carrier, department: '', assignment: 'none', questions }, 1)
  numbersToIndex(db).set(no, { indexed: false, number: payload.number })
}

/** Takes a piece out of the count. */
export function voidStored(db: WritableDb, event: LoggedEvent<{ reason: string; sameAs: string | null }>): void {
  change(db, event.piece, { state: 'voided', voided_at: event.recordedAt, voided_by: event.actor.name, void_reason: event.payload.reason, same_as: event.payload.sameAs, questions: '', container: '', exception: '', holder: '', holder_ref: null, held_since: event.recordedAt, held_why: '' })
  run(db, "UPDATE exception SET solved_at = ?, solved_by = ?, solution = 'voided' WHERE piece = (SELECT no FROM piece WHERE id = ?) AND solved_at IS NULL", event.recordedAt, event.actor.name, event.piece)
  run(db, "UPDATE run_piece SET state = 'dropped' WHERE piece = (SELECT no FROM piece WHERE id = ?) AND state IN ('planned', 'out')", event.piece)
  run(db, "UPDATE day_count SET voided = voided + 1 WHERE day = (SELECT day FROM piece WHERE id = ? AND direction = 'inbound')", event.piece)
}

/** What a piece that goes out is, as its area says it. Without a number the texts of it are empty. */
export interface Outbound { number: Identified; recipient: string; department: string; type: string; reference: string; note: string }

/** The row, the number and the search rows of a piece that goes out. It is in no day's count of what came in. Answers its place in this store. */
export function insertOutbound(db: WritableDb, event: LoggedEvent, what: Outbound): number {
  const { number } = what
  const at = event.stated?.at ?? event.recordedAt
  const day = officeDay(at, event.zone)
  const no = Number(prepare(db, `INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by, recorded_at, stated_source, questions, late,
    assignment, recipient, department, type, reference, note) VALUES (?, 'outbound', ?, ?, ?, ?, ?, ?, ?, ?, 'logged', ?, ?, ?, ?, ?, '', coalesce(? < (SELECT max(day) FROM day_count), 0), 'person', ?, ?, ?, ?, ?)`)
    .run(event.piece, number.number, number.grouped, number.carrier, number.carrierName, number.scheme, number.service, number.checkDigit, number.accountable ? 1 : 0, at, day, event.actor.name, event.recordedAt, event.stated?.source ?? null, day,
      what.recipient, what.department, what.type, what.reference, what.note).lastInsertRowid)
  if (number.number !== '') run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', number.number, no)
  count(db, { direction: 'outbound', state: 'logged', carrier: number.carrier, department: what.department, assignment: 'person', questions: '' }, 1)
  numbersToIndex(db).set(no, { indexed: false, number: number.number })
  wordsToIndex(db).set(no, { before: { recipient: '', words: '' }, after: stored(db, event.piece) })
  return no
}

/** States in which a piece is here and lies at most in a location. */
const AT_REST = new Set(['received', 'stored'])

/** What nobody counts or searches by. */
const PLAIN: ReadonlySet<string> = new Set(['type', 'condition', 'count', 'photos', 'corrected', 'holder', 'holder_ref', 'held_since', 'held_why', 'container', 'exception'])

/** Changes a piece's row and everything that is counted or searched by it. What is not in `patch` stays. */
export function change(db: WritableDb, id: string | null, patch: Partial<StoredPiece>): void {
  const names = Object.keys(patch) as Array<keyof StoredPiece>
  if (names.every((name) => PLAIN.has(name))) {
    names.sort()
    if (names.length > 0) run(db, `UPDATE piece SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, ...names.map((name): SqlValue => patch[name] ?? null), id)
    return
  }
  const before = stored(db, id)
  const values: Partial<StoredPiece> = { ...patch }
  if (patch.sender !== undefined) values.sender_key = searchKey(patch.sender)
  // What is put somewhere by itself is not in its tote any more.
  if (patch.location !== undefined && patch.location !== before.location && patch.container === undefined) values.container = ''
  if (patch.location !== undefined && patch.state === undefined && AT_REST.has(before.state)) values.state = patch.location === '' ? 'received' : 'stored'
  const changed = (Object.keys(values) as Array<keyof StoredPiece>).filter((name) => values[name] !== undefined && values[name] !== before[name]).sort()
  if (changed.length === 0) return
  const after = { ...before, ...values }
  run(db, `UPDATE piece SET ${changed.map((name) => `${name} = ?`).join(', ')} WHERE no = ?`, ...changed.map((name): SqlValue => after[name]), before.no)
  recount(db, before, after)
  recountWaiting(db, before, after)
  if (changed.some((name) => WORDED.has(name))) noteWords(db, before, after)
}

type Counted = Pick<Found, 'direction' | 'state' | 'carrier' | 'department' | 'assignment' | 'questions'>

/** Pieces are counted by everything a list's chips show at once: one row changes where a piece comes from, and one where it goes. */
function count(db: WritableDb, row: Counted, by: number): void {
  run(db, `INSERT INTO piece_count (direction, state, carrier, department, assignment, asked, n) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (direction, state, carrier, department, assignment, asked) DO UPDATE SET n = n + excluded.n`,
    row.direction, row.state, row.carrier, row.department, row.assignment, row.questions === '' ? 0 : 1, by)
}

function recount(db: WritableDb, before: Counted, after: Counted): void {
  if (before.state === after.state && before.carrier === after.carrier && before.assignment === after.assignment && before.department === after.department && (before.questions === '') === (after.questions === '')) return
  count(db, before, -1)
  count(db, after, 1)
}

type Waits = Pick<Found, 'direction' | 'state' | 'person' | 'recipient' | 'department' | 'mail_stop' | 'location'>

/** Whose count a waiting piece stands in: its recipient's, its department's, that of where it lies, and of the mail stop it could be taken to. */
function waitsFor(row: Waits): Array<[by: string, key: string]> {
  if (row.direction !== 'inbound' || !isWaiting(row.state)) return []
  const found: Array<[by: string, key: string]> = []
  if (row.person !== null) found.push(['person', row.person])
  else if (row.recipient !== '') found.push(['name', row.recipient])
  if (row.department !== '') found.push(['department', row.department])
  if (row.location !== '' && isInMailroom(row.state)) found.push(['location', row.location])
  if (row.mail_stop !== '' && AT_REST.has(row.state)) found.push(['stop', row.mail_stop])
  return found
}

/** What waits is counted by recipient, department and location, so that those lists never count pieces. A count that is down to nothing has no row. */
function recountWaiting(db: WritableDb, before: Waits, after: Waits): void {
  const [gone, come] = [waitsFor(before), waitsFor(after)]
  const same = (one: readonly [string, string], other: readonly [string, string]): boolean => one[0] === other[0] && one[1] === other[1]
  for (const one of come) if (!gone.some((other) => same(one, other))) run(db, 'INSERT INTO waiting_count (by, key, n) VALUES (?, ?, 1) ON CONFLICT (by, key) DO UPDATE SET n = n + 1', ...one)
  for (const one of gone) {
    if (come.some((other) => same(one, other))) continue
    if (run(db, 'UPDATE waiting_count SET n = n - 1 WHERE by = ? AND key = ? AND n > 1', ...one) === 0) run(db, 'DELETE FROM waiting_count WHERE by = ? AND key = ?', ...one)
  }
}

/** How much of a number is searchable by any part of it; a label of 100 KB is kept whole but found by its start. */
const SEARCHABLE = 200

/** A number as it is searched for: letters and digits only. */
export function searchableNumber(number: string): string {
  return number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, SEARCHABLE)
}

/** A searchable number from its end, so that its last digits are a beginning. */
export const turned = (number: string): string => Array.from(number).reverse().join('')

/** The numbers of a piece for the search, at the end of the commit. `number` is its only one, or null when they have to be read. */
const numbersToIndex = atEnd((db, no, noted: { indexed: boolean; number: string | null }) => {
  if (noted.indexed) {
    run(db, 'DELETE FROM piece_digits WHERE rowid = ?', no)
    run(db, 'DELETE FROM piece_ends WHERE rowid = ?', no)
  }
  const numbers = noted.number === null ? all<{ number: string }>(db, 'SELECT number FROM piece_number WHERE piece = ? ORDER BY number', no).map((row) => row.number) : [noted.number]
  const plain = numbers.map(searchableNumber).filter((number) => number !== '')
  run(db, 'INSERT INTO piece_digits (rowid, number) VALUES (?, ?)', no, plain.join(' '))
  run(db, 'INSERT INTO piece_ends (rowid, ends) VALUES (?, ?)', no, plain.map(turned).join(' '))
})

function reindexNumbers(db: WritableDb, no: number): void {
  const noted = numbersToIndex(db)
  noted.set(no, { indexed: noted.get(no)?.indexed ?? true, number: null })
}

type Worded = Pick<StoredPiece, 'recipient' | 'department' | 'mail_stop' | 'location' | 'sender' | 'reference' | 'note'>
interface Words { recipient: string; words: string }

/** The columns that are words of a piece. */
const WORDED: ReadonlySet<string> = new Set<keyof Worded>(['recipient', 'department', 'mail_stop', 'location', 'sender', 'reference', 'note'])

/** A name as it stands there, and as it is typed without its marks: O'Brien, obrien. */
function named(name: string): string {
  const key = searchKey(name)
  return key === name.toLowerCase() ? name : `${name}\n${key}`
}

/** What a piece is found by besides its numbers. */
function wordsOf(row: Worded): Words {
  return {
    recipient: named(row.recipient),
    words: [row.department, row.mail_stop, row.location, named(row.sender), row.reference, row.note].filter((text) => text !== '').join('\n'),
  }
}

/** The words of a piece for the search, at the end of the commit: `before` is what stands there, `after` the row as its last event left it. */
const wordsToIndex = atEnd((db, no, { before, after }: { before: Words; after: Worded }) => {
  const now = wordsOf(after)
  if (before.recipient === now.recipient && before.words === now.words) return
  if (before.recipient !== '' || before.words !== '') run(db, 'DELETE FROM piece_words WHERE rowid = ?', no)
  if (now.recipient !== '' || now.words !== '') run(db, 'INSERT INTO piece_words (rowid, recipient, words) VALUES (?, ?, ?)', no, now.recipient, now.words)
})

function noteWords(db: WritableDb, before: Found, after: Worded): void {
  const noted = wordsToIndex(db)
  noted.set(before.no, { before: noted.get(before.no)?.before ?? wordsOf(before), after })
}

const asColumns = (what: Identified): Partial<StoredPiece> => ({
  number: what.number, grouped: what.grouped, carrier: what.carrier, carrier_name: what.carrierName, scheme: what.scheme, service: what.service, check_digit: what.checkDigit, accountable: what.accountable ? 1 : 0,
})

/** Adds a further number. A piece whose carrier was not known takes carrier and number from it. */
export function attachNumber(db: WritableDb, id: string | null, what: Identified): void {
  const piece = stored(db, id)
  run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', what.number, piece.no)
  if (piece.carrier === 'unknown' && what.carrier !== 'unknown') change(db, id, { ...asColumns(what), accountable: what.accountable || piece.accountable === 1 ? 1 : 0 })
  else if (what.accountable) change(db, id, { accountable: 1 })
  reindexNumbers(db, piece.no)
}

/** Puts another number, with what it is, in the place of the first one. */
export function replaceNumber(db: WritableDb, id: string | null, what: Identified): void {
  const piece = stored(db, id)
  if (piece.number !== what.number) {
    run(db, 'DELETE FROM piece_number WHERE number = ? AND piece = ?', piece.number, piece.no)
    run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', what.number, piece.no)
    reindexNumbers(db, piece.no)
  }
  change(db, id, asColumns(what))
}

/** Takes an answered question from a piece. */
export function settle(db: WritableDb, id: string | null, question: string): void {
  change(db, id, { questions: stored(db, id).questions.split(' ').filter((open) => open !== question).join(' ') })
}

/** Remembers a file that an event names, so that it can be shown. What the first event said of it stays. */
export function rememberFile(db: WritableDb, kept: { file: string; type: string; bytes: number; name?: string }): void {
  run(db, 'INSERT INTO kept_file (file, type, bytes, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', kept.file, kept.type, kept.bytes, kept.name ?? '')
}

/** Puts a file to its piece: a photo, a signature, a scan. `kind` says which. */
export function addFile(db: WritableDb, event: Pick<LoggedEvent, 'piece' | 'recordedAt' | 'actor'>, kind: string, kept: { file: string; type: string; bytes: number; name?: string }, note: string): void {
  const { no } = stored(db, event.piece)
  rememberFile(db, kept)
  run(db, 'INSERT INTO piece_file (piece, kind, file, at, by, note) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', no, kind, kept.file, event.recordedAt, event.actor.name, note)
  if (kind === 'photo') change(db, event.piece, { photos: one<{ n: number }>(db, "SELECT count(*) AS n FROM piece_file WHERE piece = ? AND kind = 'photo'", no)?.n ?? 0 })
}

/** Remembers how an unclear number was decided, for the order of the next choice. */
export function rememberChoice(db: WritableDb, offered: ReadonlyArray<{ scheme: string; carrier: string }>, chosen: { scheme: string; carrier: string } | null): void {
  for (const { scheme, carrier } of offered) {
    const taken = chosen?.scheme === scheme && chosen.carrier === carrier ? 1 : 0
    run(db, 'INSERT INTO carrier_choice (scheme, carrier, offered, chosen) VALUES (?, ?, 1, ?) ON CONFLICT (scheme, carrier) DO UPDATE SET offered = offered + 1, chosen = chosen + excluded.chosen', scheme, carrier, taken)
  }
}
