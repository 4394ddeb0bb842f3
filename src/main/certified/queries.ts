import type { BookDetail, BookRow, LetterFilter, LetterRow, LetterTotals } from '../../shared/contract/letters.ts'
import type { PieceFile } from '../../shared/contract/pieces.ts'
import type { Charges } from '../../shared/mail/fees.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { textQueries } from '../pieces/words.ts'
import type { ReadableDb, SqlValue } from '../store/db.ts'
import { all, one } from '../store/db.ts'
import { leftOfRedacted } from '../store/log.ts'
import type { ClosedLine } from './events.ts'
import { servicesIn } from './projection.ts'

interface Row {
  no: number; id: string; state: string; number: string; grouped: string; check_digit: string; number_from: string; name: string; lines: string; zip: string; kind: string; mail_class: string; services: string; shape: string
  nonmachinable: number; weight: number | null; charges: string; postage: number; fees: number; unpriced: number; department: string; cost_code: string; matter: string; document: string; note: string; green_card: string
  book_id: string | null; book_number: number | null; book_state: string | null; line: number | null; mailing_day: string | null; post_office: string; evidence: string | null; employee: string; mailing_at: number | null; mailing_by: string
  earlier: string | null; later: string | null; received_at: number; day: string; received_by: string; recorded_at: number; stated_source: string | null; voided_at: number | null; voided_by: string | null; void_reason: string | null
  corrected: number; files: number; batch: string | null
}

const COLUMNS = `p.no, p.id, l.state, p.number, p.grouped, p.check_digit, l.number_from, l.name, l.lines, l.zip, l.kind, l.mail_class, l.services, l.shape, l.nonmachinable, l.weight, l.charges, l.postage, l.fees, l.unpriced, l.department,
  l.cost_code, l.matter, l.document, l.note, l.green_card, b.id AS book_id, b.number AS book_number, b.state AS book_state, (SELECT line FROM book_line bl WHERE bl.piece = l.piece AND bl.book = l.book) AS line, l.mailing_day, l.post_office,
  l.evidence, l.employee, l.mailing_at, l.mailing_by, l.earlier, l.later, p.received_at, p.day, p.received_by, p.recorded_at, p.stated_source, p.voided_at, p.voided_by, p.void_reason, p.corrected,
  (SELECT count(*) FROM piece_file f WHERE f.piece = p.no) AS files, l.batch`
const FROM = 'letter l JOIN piece p ON p.no = l.piece LEFT JOIN book b ON b.no = l.book'

function asLetter(row: Row): LetterRow {
  return {
    id: row.id, state: row.state as LetterRow['state'], number: row.number, grouped: row.grouped, checkDigit: row.check_digit as LetterRow['checkDigit'], numberFrom: row.number_from as LetterRow['numberFrom'],
    addressee: { name: row.name, lines: JSON.parse(row.lines) as string[], zip: row.zip, kind: row.kind as LetterRow['addressee']['kind'] },
    mailClass: row.mail_class as LetterRow['mailClass'], services: servicesIn(row.services), shape: row.shape as LetterRow['shape'], nonmachinable: row.nonmachinable === 1, weight: row.weight,
    charges: JSON.parse(row.charges) as Charges as LetterRow['charges'], total: row.postage + row.fees, unpriced: row.unpriced,
    department: row.department, costCode: row.cost_code, matter: row.matter, document: row.document, note: row.note, greenCard: row.green_card,
    book: row.book_id === null ? null : { id: row.book_id, number: row.book_number ?? 0, line: row.line ?? 0, state: row.book_state ?? '' },
    mailing: row.mailing_day === null ? null : { day: row.mailing_day, postOffice: row.post_office, evidence: row.evidence as NonNullable<LetterRow['mailing']>['evidence'], employee: row.employee, at: row.mailing_at ?? 0, by: row.mailing_by },
    earlier: row.earlier, later: row.later, loggedAt: row.received_at, day: row.day, loggedBy: row.received_by, recordedAt: row.recorded_at, statedSource: row.stated_source,
    voided: row.voided_at === null ? null : { at: row.voided_at, by: row.voided_by ?? '', reason: row.void_reason ?? '' }, corrected: row.corrected === 1, files: row.files, batch: row.batch,
  }
}

/** A letter by its id, or null. */
export function letterById(db: ReadableDb, id: string): LetterRow | null {
  const row = one<Row>(db, `SELECT ${COLUMNS} FROM ${FROM} WHERE p.id = ?`, id)
  return row && asLetter(row)
}

/** Letters by their place in this store, newest first. */
function lettersAt(db: ReadableDb, nos: readonly number[]): LetterRow[] {
  if (nos.length === 0) return []
  return all<Row>(db, `SELECT ${COLUMNS} FROM ${FROM} WHERE l.piece IN (SELECT value FROM json_each(?)) ORDER BY l.piece DESC`, JSON.stringify(nos)).map(asLetter)
}

interface Condition { sql: string; values: SqlValue[] }

const STAGES: Readonly<Record<NonNullable<LetterFilter['stage']>, string>> = {
  unbooked: "l.state = 'logged'", 'open-book': "l.state = 'in-book'", waiting: "l.state = 'presented'", accepted: "l.state = 'accepted'", voided: "l.state = 'voided'", unnumbered: "l.number_from = 'none' AND l.state <> 'voided'",
}

/** What a filter asks for besides its text; null when nothing can match. */
function conditionsOf(db: ReadableDb, filter: LetterFilter): Condition[] | null {
  const conditions: Condition[] = []
  const add = (sql: string, ...values: SqlValue[]): void => void conditions.push({ sql, values })
  if (filter.stage !== undefined) add(STAGES[filter.stage])
  if (filter.department !== undefined) add('l.department = ?', filter.department)
  if (filter.costCode !== undefined) add('l.cost_code = ?', filter.costCode)
  if (filter.matter !== undefined) add('l.matter = ?', filter.matter)
  if (filter.from !== undefined) add('l.day >= ?', filter.from)
  if (filter.to !== undefined) add('l.day <= ?', filter.to)
  if (filter.mailedFrom !== undefined) add('l.mailing_day >= ?', filter.mailedFrom)
  if (filter.mailedTo !== undefined) add('l.mailing_day <= ?', filter.mailedTo)
  if (filter.outcome === 'open') add('NOT EXISTS (SELECT 1 FROM tracking_status t WHERE t.piece = l.piece AND t.outcome IS NOT NULL)')
  else if (filter.outcome !== undefined) add('EXISTS (SELECT 1 FROM tracking_status t WHERE t.piece = l.piece AND t.outcome = ?)', filter.outcome)
  if (filter.batch !== undefined) add('l.batch = ?', filter.batch)
  if (filter.book !== undefined) add('l.piece IN (SELECT bl.piece FROM book_line bl JOIN book b ON b.no = bl.book WHERE b.id = ?)', filter.book)
  if (filter.text !== undefined && filter.text.trim() !== '') {
    const found = textQueries(db, filter.text).map(({ table, match }) => ({ sql: `l.piece IN (SELECT rowid FROM ${table} WHERE ${table} MATCH ?)`, values: [match] }))
    if (found.length === 0) return null
    conditions.push({ sql: `(${found.map((condition) => condition.sql).join(' OR ')})`, values: found.flatMap((condition) => condition.values) })
  }
  return conditions
}

const whereOf = (conditions: readonly Condition[]): string => (conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}`)
const valuesOf = (conditions: readonly Condition[]): SqlValue[] => conditions.flatMap((condition) => condition.values)

/** One page of letters, newest or oldest first. `next` continues after the last row. */
export function listLetters(db: ReadableDb, filter: LetterFilter, page: { cursor?: number | undefined; limit: number; order?: 'newest' | 'oldest' | undefined }): { rows: LetterRow[]; next: number | null } {
  const conditions = conditionsOf(db, filter)
  const oldest = page.order === 'oldest'
  if (conditions === null) return { rows: [], next: null }
  if (page.cursor !== undefined) conditions.push({ sql: oldest ? 'l.piece > ?' : 'l.piece < ?', values: [page.cursor] })
  const nos = all<{ piece: number }>(db, `SELECT l.piece FROM letter l${whereOf(conditions)} ORDER BY l.piece ${oldest ? '' : 'DESC '}LIMIT ?`, ...valuesOf(conditions), page.limit).map((row) => row.piece)
  const rows = lettersAt(db, nos)
  return { rows: oldest ? rows.toReversed() : rows, next: nos.length < page.limit ? null : (nos.at(-1) ?? null) }
}

/** Letters of a book in its order, struck lines where they stand. */
export interface BookLineRow { line: number; letter: LetterRow; struckAt: number | null; struckBy: string; struckReason: string; accepted: number | null; outcome: string }

export function bookLines(db: ReadableDb, book: string): BookLineRow[] {
  const rows = all<Row & { bline: number; struck_at: number | null; struck_by: string; struck_reason: string; accepted: number | null; outcome: string }>(
    db, `SELECT ${COLUMNS}, x.line AS bline, x.struck_at, x.struck_by, x.struck_reason, x.accepted, x.outcome FROM book k JOIN book_line x ON x.book = k.no JOIN letter l ON l.piece = x.piece JOIN piece p ON p.no = l.piece LEFT JOIN book b ON b.no = l.book WHERE k.id = ? ORDER BY x.line`, book)
  return rows.map((row) => ({ line: row.bline, letter: asLetter(row), struckAt: row.struck_at, struckBy: row.struck_by, struckReason: row.struck_reason, accepted: row.accepted, outcome: row.outcome }))
}

interface StoredBook {
  no: number; id: string; number: number; note: string; state: BookRow['state']; opened_at: number; opened_by: string; closed_at: number | null; closed_by: string; presented_at: number | null; mailing_day: string | null; post_office: string
  evidence: string | null; employee: string; mailing_at: number | null; mailing_by: string; received: number | null; letters: number; struck: number; unnumbered: number; postage: number | null; fees: number | null; unpriced: number
}

const BOOK = `SELECT b.no, b.id, b.number, b.note, b.state, b.opened_at, b.opened_by, b.closed_at, b.closed_by, b.presented_at, b.mailing_day, b.post_office, b.evidence, b.employee, b.mailing_at, b.mailing_by, b.received,
  (SELECT count(*) FROM book_line x WHERE x.book = b.no AND x.struck_at IS NULL) AS letters, (SELECT count(*) FROM book_line x WHERE x.book = b.no AND x.struck_at IS NOT NULL) AS struck,
  (SELECT count(*) FROM book_line x JOIN letter l ON l.piece = x.piece WHERE x.book = b.no AND x.struck_at IS NULL AND l.number_from = 'none') AS unnumbered,
  (SELECT sum(l.postage) FROM book_line x JOIN letter l ON l.piece = x.piece WHERE x.book = b.no AND x.struck_at IS NULL) AS postage,
  (SELECT sum(l.fees) FROM book_line x JOIN letter l ON l.piece = x.piece WHERE x.book = b.no AND x.struck_at IS NULL) AS fees,
  (SELECT count(*) FROM book_line x JOIN letter l ON l.piece = x.piece WHERE x.book = b.no AND x.struck_at IS NULL AND l.unpriced > 0) AS unpriced FROM book b`

function asBook(row: StoredBook): BookRow {
  const { postage, fees } = row
  return {
    id: row.id, number: row.number, note: row.note, state: row.state, openedAt: row.opened_at, openedBy: row.opened_by, closedAt: row.closed_at, closedBy: row.closed_by, letters: row.letters, struck: row.struck, unnumbered: row.unnumbered,
    postage: postage ?? 0, fees: fees ?? 0, total: (postage ?? 0) + (fees ?? 0), unpriced: row.unpriced, presentedAt: row.presented_at,
    mailing: row.mailing_day === null ? null : { day: row.mailing_day, postOffice: row.post_office, evidence: row.evidence as NonNullable<BookRow['mailing']>['evidence'], employee: row.employee, at: row.mailing_at ?? 0, by: row.mailing_by },
    received: row.received,
  }
}

export function bookById(db: ReadableDb, id: string): BookRow | null {
  const row = one<StoredBook>(db, `${BOOK} WHERE b.id = ?`, id)
  return row && asBook(row)
}

/** The number of a book and the line on which a letter stands in it; null when there is no such book. */
export function placeInBook(db: ReadableDb, book: string, letter: string): { number: number; line: number | null } | null {
  return one<{ number: number; line: number | null }>(db, 'SELECT b.number, (SELECT x.line FROM book_line x JOIN piece p ON p.no = x.piece WHERE x.book = b.no AND p.id = ?) AS line FROM book b WHERE b.id = ?', letter, book)
}

/** The book with a number, or null. */
export function bookNumbered(db: ReadableDb, number: number): BookRow | null {
  const row = one<StoredBook>(db, `${BOOK} WHERE b.number = ?`, number)
  return row && asBook(row)
}

export function listBooks(db: ReadableDb, states: readonly string[] | undefined, page: { cursor?: number | undefined; limit: number }): { rows: BookRow[]; next: number | null } {
  const rows = all<StoredBook>(db, `${BOOK} WHERE b.no < ? AND (? IS NULL OR b.state IN (SELECT value FROM json_each(?))) ORDER BY b.no DESC LIMIT ?`,
    page.cursor ?? Number.MAX_SAFE_INTEGER, states === undefined ? null : 1, JSON.stringify(states ?? []), page.limit)
  return { rows: rows.map(asBook), next: rows.length < page.limit ? null : (rows.at(-1)?.no ?? null) }
}

export function lastBookNumber(db: ReadableDb): number {
  return one<{ n: number | null }>(db, 'SELECT max(number) AS n FROM book')?.n ?? 0
}

/** The files of a book, oldest first. */
export function bookFiles(db: ReadableDb, id: string): PieceFile[] {
  return all<PieceFile & Record<string, SqlValue>>(db, `SELECT f.kind, f.file, k.type, k.bytes, k.name, f.at, f.by, f.note FROM book b JOIN book_file f ON f.book = b.no JOIN kept_file k ON k.file = f.file WHERE b.id = ? ORDER BY f.at, f.file`, id)
}

/** Where a number was used or spoiled; null when it is free. */
export function usedNumber(db: ReadableDb, number: string): { piece: string | null; state: 'used' | 'spoiled'; at: number; by: string; note: string } | null {
  return one(db, 'SELECT piece, state, at, by, note FROM article_number WHERE number = ?', number)
}

/** The letter that has this green card, in groups as it is kept; null when none has it. */
export function letterWithCard(db: ReadableDb, greenCard: string): string | null {
  return one<{ id: string }>(db, "SELECT p.id FROM letter l INDEXED BY letter_green_card JOIN piece p ON p.no = l.piece WHERE l.green_card = ? AND l.green_card <> '' AND l.state <> 'voided' ORDER BY l.piece DESC LIMIT 1", greenCard)?.id ?? null
}

/** The newest letters to an address in a matter, without the one of `exceptId`. */
export function alike(db: ReadableDb, addressKey: string, matter: string, exceptId: string, limit: number): LetterRow[] {
  return all<Row>(db, `SELECT ${COLUMNS} FROM ${FROM} WHERE l.address_key = ? AND (? = '' OR l.matter = ?) AND p.id <> ? AND l.state <> 'voided' ORDER BY l.piece DESC LIMIT ?`, addressKey, matter, matter, exceptId, limit).map(asLetter)
}

/** The first letter of a batch (or of all) that waits for its number, in the order of the file, and how many wait. */
export function firstUnnumbered(db: ReadableDb, batch: string | null): { id: string | null; waiting: number } {
  const where = `l.number_from = 'none' AND l.state <> 'voided'${batch === null ? '' : ' AND l.batch = ?'}`
  const values = batch === null ? [] : [batch]
  const order = batch === null ? 'l.piece' : 'l.batch_row'
  return {
    id: one<{ id: string }>(db, `SELECT p.id FROM letter l JOIN piece p ON p.no = l.piece WHERE ${where} ORDER BY ${order} LIMIT 1`, ...values)?.id ?? null,
    waiting: one<{ n: number }>(db, `SELECT count(*) AS n FROM letter l WHERE ${where}`, ...values)?.n ?? 0,
  }
}

/** How many letters are in each state; how many wait for a number; how many were logged on a day. */
export function countLetters(db: ReadableDb, day: string): { states: Map<string, number>; unnumbered: number; today: number } {
  return {
    states: new Map(all<{ state: string; n: number }>(db, 'SELECT state, count(*) AS n FROM letter GROUP BY state').map((row) => [row.state, row.n])),
    unnumbered: one<{ n: number }>(db, "SELECT count(*) AS n FROM letter INDEXED BY letter_unnumbered WHERE number_from = 'none' AND state <> 'voided'")?.n ?? 0,
    today: one<{ n: number }>(db, "SELECT count(*) AS n FROM letter WHERE day = ? AND state <> 'voided'", day)?.n ?? 0,
  }
}

const GROUPS = { department: 'l.department', costCode: 'l.cost_code', matter: 'l.matter' } as const
type Sum = LetterTotals['by'][number]

/** Sums of what a filter lets through, voided letters left out. */
export function totals(db: ReadableDb, filter: LetterFilter, by: keyof typeof GROUPS): LetterTotals {
  const conditions = conditionsOf(db, filter)
  if (conditions === null) return { letters: 0, postage: 0, fees: 0, total: 0, unpriced: 0, by: [] }
  conditions.push({ sql: "l.state <> 'voided'", values: [] })
  const rows = all<Omit<Sum, 'total'>>(db, `SELECT ${GROUPS[by]} AS value, count(*) AS letters, sum(l.postage) AS postage, sum(l.fees) AS fees, sum(l.unpriced > 0) AS unpriced FROM letter l${whereOf(conditions)} GROUP BY 1 ORDER BY sum(l.postage + l.fees) DESC, 1`, ...valuesOf(conditions))
  const sum = (pick: (row: Omit<Sum, 'total'>) => number): number => rows.reduce((total, row) => total + pick(row), 0)
  const [postage, fees] = [sum((row) => row.postage), sum((row) => row.fees)]
  return { letters: sum((row) => row.letters), postage, fees, total: postage + fees, unpriced: sum((row) => row.unpriced), by: rows.map((row) => ({ value: row.value, letters: row.letters, postage: row.postage, fees: row.fees, total: row.postage + row.fees, unpriced: row.unpriced })) }
}

/** A number in groups, as a letter's green card is kept. */
export const inGroups = groupNumber

/** True when a letter has a file of this kind. */
export function hasFile(db: ReadableDb, id: string, kind: string): boolean {
  return one(db, 'SELECT 1 FROM piece p JOIN piece_file f ON f.piece = p.no WHERE p.id = ? AND f.kind = ? LIMIT 1', id, kind) !== null
}

/** Letters with a number that are presented or accepted, newest first. */
export function lettersToFollow(db: ReadableDb, page: { cursor?: number | undefined; limit: number }): { rows: LetterRow[]; next: number | null } {
  const nos = ['presented', 'accepted'].flatMap((state) => all<{ piece: number }>(db, "SELECT piece FROM letter INDEXED BY letter_state WHERE state = ? AND piece < ? AND number <> '' ORDER BY piece DESC LIMIT ?", state, page.cursor ?? Number.MAX_SAFE_INTEGER, page.limit).map((row) => row.piece)).sort((a, b) => b - a).slice(0, page.limit)
  return { rows: lettersAt(db, nos), next: nos.length < page.limit ? null : (nos.at(-1) ?? null) }
}

/** The lines of a book as they stood when it was closed, without what was removed since; null where nothing is left of them. */
export function closedLines(db: ReadableDb, book: string, closedAt: number): ClosedLine[] | null {
  const lines = one<{ lines: string | null }>(db, "SELECT payload ->> '$.lines' AS lines FROM event WHERE kind = 'book.closed' AND recorded_at = ? AND payload ->> '$.book' = ?", closedAt, book)?.lines
  if (lines != null) return JSON.parse(lines) as ClosedLine[]
  const letters = bookLines(db, book).map((line) => line.letter.id)
  const left = [...leftOfRedacted(db, letters).values()].findLast((one) => { const { book: of, lines } = one as { book?: string; lines?: unknown }; return of === book && lines !== undefined })
  return left === undefined ? null : (left as { lines: ClosedLine[] }).lines
}

/** What kinds of file a letter has. */
export function fileKinds(db: ReadableDb, id: string): string[] {
  return all<{ kind: string }>(db, 'SELECT DISTINCT f.kind FROM piece p JOIN piece_file f ON f.piece = p.no WHERE p.id = ?', id).map((row) => row.kind)
}

/** Services and mailing of a letter by its place in the store. */
export function bought(db: ReadableDb, piece: number): { services: string; mailing_day: string | null; evidence: string | null; post_office: string } | null {
  return one<{ services: string; mailing_day: string | null; evidence: string | null; post_office: string }>(db, 'SELECT services, mailing_day, evidence, post_office FROM letter WHERE piece = ?', piece)
}

/**
 * The lines of the log about a book, oldest first. They are looked up by the instants that the book itself knows: the log has no order
 * by book. Only of a book that was given up everything since its opening is read.
 */
export function bookEvents(db: ReadableDb, book: BookRow, filed: readonly number[]): BookDetail['events'] {
  const known = [book.openedAt, book.closedAt, book.presentedAt, book.mailing?.at, ...filed].filter((at) => at != null)
  const when = book.state === 'voided' ? 'recorded_at >= ?' : 'recorded_at IN (SELECT value FROM json_each(?))'
  const rows = all<{ kind: string; at: number; by: string; payload: string | null }>(
    db, `SELECT kind, recorded_at AS at, actor_name AS by, payload FROM event INDEXED BY event_by_time WHERE ${when} AND kind IN ('book.opened', 'book.closed', 'book.presented', 'book.accepted', 'book.filed', 'book.voided') AND payload ->> '$.book' = ? ORDER BY recorded_at, sequence`,
    book.state === 'voided' ? book.openedAt : JSON.stringify(known), book.id)
  return rows.map(({ kind, at, by, payload }) => ({ kind, at, by, payload: payload === null ? null : (JSON.parse(payload) as Record<string, unknown>) }))
}

/** The newest piece that came in with a number and still counts, or null. */
export function cameInWith(db: ReadableDb, number: string): { day: string; recipient: string } | null {
  return one(db, "SELECT p.day, p.recipient FROM piece_number n JOIN piece p ON p.no = n.piece WHERE n.number = ? AND p.direction = 'inbound' AND p.voided_at IS NULL ORDER BY n.piece DESC LIMIT 1", number)
}
