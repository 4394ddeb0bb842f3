import type { PieceRow } from '../../shared/contract/pieces.ts'
import { isInMailroom, isWaiting } from '../../shared/mail/custody.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import { afterRows, keepBack, written } from '../store/behind.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { one, prepare, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'
import { unfollow } from '../tracking/projection.ts'
import { noteWords, numbersToIndex, reindexNumbers, WORDED, wordsToIndex } from './search-rows.ts'

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
/** What a piece is before any event said it. */
const NOTHING: StoredPiece = {
  number: '', grouped: '', carrier: '', carrier_name: '', scheme: '', service: '', check_digit: '', accountable: 0,
  state: '', voided_at: null, voided_by: null, void_reason: null, same_as: null,
  assignment: 'none', person: null, recipient: '', department: '', mail_stop: '', assigned_at: null,
  type: '', condition: '', count: 1, location: '', sender: '', sender_key: '', reference: '', note: '',
  questions: '', photos: 0, corrected: 0,
  holder: '', holder_ref: null, held_since: null, held_why: '', container: '', exception: '',
}
const COLUMNS = Object.keys(NOTHING) as ReadonlyArray<keyof StoredPiece>

export type Found = StoredPiece & { no: number; day: string; received_at: number; direction: 'inbound' | 'outbound' }
/** What never changes about a piece. */
interface Arrived { id: string; received_by: string; recorded_at: number; stated_source: string | null; late: number }

const FIND = `SELECT no, day, direction, received_at, ${COLUMNS.join(', ')} FROM piece WHERE id = ?`
const INSERT = `INSERT INTO piece (no, id, direction, day, received_at, received_by, recorded_at, stated_source, late, ${COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${COLUMNS.map(() => '?').join(', ')})`

const NEXT = "SELECT coalesce((SELECT max(no) FROM piece), 0) + 1 AS no, coalesce((SELECT max(day) FROM day_count), '') AS latest"

/** How many pieces more or fewer are counted by the same of them. */
interface Count { row: Counted; by: number }
/** A piece whose row is kept back: as it is now, and as its row is; `row` is null until there is one. `counted` is where it is counted now, once that was asked for. */
interface Kept { now: Found; row: Found | null; arrived: Arrived | null; counted: Count | null }
interface Rows {
  pieces: Map<string | null, Kept>
  numbers: Array<{ number: string; no: number }>
  days: Map<string, { received: number; voided: number }>
  counts: Map<string, Count>
  /** The number of the next piece, and the latest day on which one came in; null until one comes in. */
  next: { no: number; latest: string } | null
}

const rowsOf = keepBack<Rows>({
  until: 'row is read',
  make: () => ({ pieces: new Map(), numbers: [], days: new Map(), counts: new Map(), next: null }),
  write: (db, rows) => {
    const waiting: Waiting = new Map()
    for (const kept of rows.pieces.values()) {
      writePiece(db, kept)
      recountWaiting(waiting, kept)
    }
    // In the order of their table: it is read and written page by page then, and not here and there.
    rows.numbers.sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))
    for (const { number, no } of rows.numbers) run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', number, no)
    for (const [day, { received, voided }] of rows.days)
      run(db, 'INSERT INTO day_count (day, received, voided) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET received = received + excluded.received, voided = voided + excluded.voided', day, received, voided)
    for (const { row, by } of rows.counts.values())
      run(db, 'INSERT INTO piece_count (direction, state, carrier, department, assignment, asked, n) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (direction, state, carrier, department, assignment, asked) DO UPDATE SET n = n + excluded.n',
        row.direction, row.state, row.carrier, row.department, row.assignment, asked(row), by)
    for (const [by, keys] of waiting) for (const [key, more] of keys) writeWaiting(db, by, key, more)
  },
})

function writePiece(db: WritableDb, { now, row, arrived }: Kept): void {
  if (arrived) {
    run(db, INSERT, now.no, arrived.id, now.direction, now.day, now.received_at, arrived.received_by, arrived.recorded_at, arrived.stated_source, arrived.late, ...COLUMNS.map((name): SqlValue => now[name]))
    return
  }
  const changed = COLUMNS.filter((name) => now[name] !== row?.[name])
  if (changed.length > 0) run(db, `UPDATE piece SET ${changed.map((name) => `${name} = ?`).join(', ')} WHERE no = ?`, ...changed.map((name): SqlValue => now[name]), now.no)
}

/** A piece as its events have left it so far. @throws when no event has made it */
export function stored(db: ReadableDb, id: string | null): Found {
  const row = prepare<Found>(db, FIND).get(id)
  if (!row) throw new Error(`Piece ${id} is in no earlier event.`)
  return row
}

/** A piece as its events have left it, with what is not written yet. For what follows from an event. */
export const current = (db: WritableDb, id: string | null): Readonly<Found> => kept(db, id).now

/** A piece that events of this transaction change. */
function kept(db: WritableDb, id: string | null): Kept {
  const { pieces } = rowsOf(db)
  let piece = pieces.get(id)
  if (!piece) {
    const row = stored(db, id)
    pieces.set(id, (piece = { now: row, row, arrived: null, counted: null }))
  }
  return piece
}

function countDay(rows: Rows, day: string, received: number, voided: number): void {
  const before = rows.days.get(day)
  rows.days.set(day, { received: (before?.received ?? 0) + received, voided: (before?.voided ?? 0) + voided })
}

/** Takes a new piece up: its row, its number, its count and its search rows. Answers its row as it will be written. */
function arrive(db: WritableDb, event: LoggedEvent, direction: Found['direction'], what: Partial<StoredPiece> & { number: string }): Found {
  const { piece: id, stated } = event
  if (id === null) throw new Error('A piece without an id came in.')
  const rows = rowsOf(db)
  if (rows.pieces.has(id)) throw new Error(`Piece ${id} came in twice.`)
  const next = (rows.next ??= one<NonNullable<Rows['next']>>(db, NEXT) ?? { no: 1, latest: '' })
  const received_at = stated?.at ?? event.recordedAt
  const day = officeDay(received_at, event.zone)
  const now: Found = Object.assign({ ...NOTHING, no: next.no++, day, received_at, direction }, what)
  const late = day < next.latest ? 1 : 0
  rows.pieces.set(id, { now, row: null, arrived: { id, received_by: event.actor.name, recorded_at: event.recordedAt, stated_source: stated?.source ?? null, late }, counted: count(rows, now, 1) })
  if (direction === 'inbound') {
    countDay(rows, day, 1, 0)
    if (late === 0) next.latest = day
  }
  numbersToIndex(db).set(now.no, { indexed: false, number: now.number })
  return now
}

/** The row, the number, the day's count and the search rows of a piece that came in. */
export function insertReceived(db: WritableDb, event: LoggedEvent<Identified & { questions: ReadonlyArray<{ question: string }> }>): void {
  const { payload } = event
  const { no } = arrive(db, event, 'inbound', { ...asColumns(payload), state: 'received', questions: payload.questions.map((question) => question.question).join(' ') })
  rowsOf(db).numbers.push({ number: payload.number, no })
  written(db)
}

/** Takes a piece out of the count. */
export function voidStored(db: WritableDb, event: LoggedEvent<{ reason: string; sameAs: string | null }>): void {
  const { no, day, direction } = kept(db, event.piece).now
  if (direction === 'inbound') countDay(rowsOf(db), day, 0, 1)
  change(db, event.piece, { state: 'voided', voided_at: event.recordedAt, voided_by: event.actor.name, void_reason: event.payload.reason, same_as: event.payload.sameAs, questions: '', container: '', exception: '', holder: '', holder_ref: null, held_since: event.recordedAt, held_why: '' })
  afterRows(db, () => {
    run(db, "UPDATE exception SET solved_at = ?, solved_by = ?, solution = 'voided' WHERE piece = ? AND solved_at IS NULL", event.recordedAt, event.actor.name, no)
    run(db, "UPDATE run_piece SET state = 'dropped' WHERE piece = ? AND state IN ('planned', 'out')", no)
    unfollow(db, event.piece)
  })
}

/** What a piece that goes out is, as its area says it. Without a number the texts of it are empty. */
export interface Outbound { number: Identified; recipient: string; department: string; type: string; reference: string; note: string }

/** The row, the number and the search rows of a piece that goes out. It is in no day's count of what came in. Answers its place in this store. */
export function insertOutbound(db: WritableDb, event: LoggedEvent, what: Outbound): number {
  const { number, recipient, department, type, reference, note } = what
  const now = arrive(db, event, 'outbound', { ...asColumns(number), state: 'logged', assignment: 'person', recipient, department, type, reference, note })
  if (number.number !== '') rowsOf(db).numbers.push({ number: number.number, no: now.no })
  wordsToIndex(db).set(now.no, { before: null, after: now })
  written(db)
  return now.no
}

/** States in which a piece is here and lies at most in a location. */
const AT_REST = new Set(['received', 'stored'])

/** Changes a piece's row and everything that is counted or searched by it. What is not in `patch` stays. */
export function change(db: WritableDb, id: string | null, patch: Partial<StoredPiece>): void {
  const piece = kept(db, id)
  const before = piece.now
  const values: Partial<StoredPiece> = { ...patch }
  if (patch.sender !== undefined) values.sender_key = searchKey(patch.sender)
  // What is put somewhere by itself is not in its tote any more.
  if (patch.location !== undefined && patch.location !== before.location && patch.container === undefined) values.container = ''
  if (patch.location !== undefined && patch.state === undefined && AT_REST.has(before.state)) values.state = patch.location === '' ? 'received' : 'stored'
  const changed = (Object.keys(values) as Array<keyof StoredPiece>).filter((name) => values[name] !== undefined && values[name] !== before[name])
  if (changed.length > 0) {
    piece.now = { ...before, ...values }
    recount(rowsOf(db), piece, before)
    if (changed.some((name) => WORDED.has(name))) noteWords(db, before, piece.now)
  }
  written(db)
}

type Counted = Pick<Found, 'direction' | 'state' | 'carrier' | 'department' | 'assignment' | 'questions'>

const asked = (row: Counted): number => (row.questions === '' ? 0 : 1)

/** Pieces are counted by everything a list's chips show at once: one row changes where a piece comes from, and one where it goes. */
function count(rows: Rows, { direction, state, carrier, department, assignment, questions }: Counted, by: number): Count {
  const row = { direction, state, carrier, department, assignment, questions }
  const key = `${direction}\0${state}\0${carrier}\0${department}\0${assignment}\0${asked(row)}`
  let counted = rows.counts.get(key)
  if (counted) counted.by += by
  else rows.counts.set(key, (counted = { row, by }))
  return counted
}

function recount(rows: Rows, piece: Kept, before: Counted): void {
  const { now } = piece
  if (before.state === now.state && before.carrier === now.carrier && before.assignment === now.assignment && before.department === now.department && asked(before) === asked(now)) return
  if (piece.counted) piece.counted.by--
  else count(rows, before, -1)
  piece.counted = count(rows, now, 1)
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

/** Pieces more or fewer that wait, by what they are counted by and its key. */
type Waiting = Map<string, Map<string, number>>

/** What waits is counted by recipient, department and location, so that those lists never count pieces. A count that is down to nothing has no row. */
function recountWaiting(waiting: Waiting, { now, row }: Kept): void {
  const add = ([by, key]: readonly [by: string, key: string], more: number): void => {
    let keys = waiting.get(by)
    if (!keys) waiting.set(by, (keys = new Map()))
    keys.set(key, (keys.get(key) ?? 0) + more)
  }
  if (now === row) return
  for (const one of waitsFor(now)) add(one, 1)
  if (row) for (const one of waitsFor(row)) add(one, -1)
}

function writeWaiting(db: WritableDb, by: string, key: string, more: number): void {
  if (more > 0) run(db, 'INSERT INTO waiting_count (by, key, n) VALUES (?, ?, ?) ON CONFLICT (by, key) DO UPDATE SET n = n + excluded.n', by, key, more)
  else if (more < 0 && run(db, 'UPDATE waiting_count SET n = n + ? WHERE by = ? AND key = ? AND n > ?', more, by, key, -more) === 0) run(db, 'DELETE FROM waiting_count WHERE by = ? AND key = ?', by, key)
}

const asColumns = (what: Identified) => ({
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
  const { no } = current(db, event.piece)
  afterRows(db, () => {
    rememberFile(db, kept)
    run(db, 'INSERT INTO piece_file (piece, kind, file, at, by, note) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', no, kind, kept.file, event.recordedAt, event.actor.name, note)
  })
  if (kind === 'photo') change(db, event.piece, { photos: one<{ n: number }>(db, "SELECT count(*) AS n FROM piece_file WHERE piece = ? AND kind = 'photo'", no)?.n ?? 0 })
}

/** Says that files of a piece do not show what they were filed as: they stay, under another kind and with the reason. */
export function refile(db: WritableDb, id: string | null, from: string, to: string, reason: string): void {
  const { no } = stored(db, id)
  run(db, 'INSERT INTO piece_file (piece, kind, file, at, by, note) SELECT piece, ?, file, at, by, ? FROM piece_file WHERE piece = ? AND kind = ? ON CONFLICT (piece, kind, file) DO UPDATE SET note = excluded.note', to, reason, no, from)
  run(db, 'DELETE FROM piece_file WHERE piece = ? AND kind = ?', no, from)
}

/** Remembers how an unclear number was decided, for the order of the next choice. */
export function rememberChoice(db: WritableDb, offered: ReadonlyArray<{ scheme: string; carrier: string }>, chosen: { scheme: string; carrier: string } | null): void {
  for (const { scheme, carrier } of offered) {
    const taken = chosen?.scheme === scheme && chosen.carrier === carrier ? 1 : 0
    run(db, 'INSERT INTO carrier_choice (scheme, carrier, offered, chosen) VALUES (?, ?, 1, ?) ON CONFLICT (scheme, carrier) DO UPDATE SET offered = offered + 1, chosen = chosen + excluded.chosen', scheme, carrier, taken)
  }
}

/** States in which the holder of a piece is a person or an address. */
const WITH_SOMEBODY = new Set(['handed-over', 'forwarded', 'returned-to-sender'])

/** Takes a piece's names, notes and files away, and with `whole` who has it and why. What it is, where it is and what happened to it stays. */
export function removeContent(db: WritableDb, id: string | null, gone: { removed: ReadonlyArray<{ kind: string; hash: string }>; whole: boolean }): void {
  const { no, state } = stored(db, id)
  for (const { kind, hash } of gone.removed) run(db, 'DELETE FROM piece_file WHERE piece = ? AND kind = ? AND file = ?', no, kind, hash)
  change(db, id, {
    person: null, recipient: '', sender: '', reference: '', note: '', photos: one<{ n: number }>(db, "SELECT count(*) AS n FROM piece_file WHERE piece = ? AND kind = 'photo'", no)?.n ?? 0,
    ...(gone.whole ? { held_why: '', ...(WITH_SOMEBODY.has(state) ? { holder: '', holder_ref: null } : {}) } : {}),
  })
}

/** Forgets files that nothing needs any more, and the name that others came with: it was that of the first one. */
export function forgetFiles(db: WritableDb, gone: { removed: readonly string[]; disposed: readonly string[] }): void {
  for (const file of gone.disposed) run(db, 'DELETE FROM kept_file WHERE file = ?', file)
  for (const file of gone.removed) run(db, "UPDATE kept_file SET name = '' WHERE file = ?", file)
}
