import type { PieceRow } from '../../shared/contract/pieces.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, prepare, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

interface Row {
  no: number; id: string; direction: 'inbound' | 'outbound'; number: string; grouped: string; carrier: string; carrier_name: string; service: string; check_digit: PieceRow['checkDigit']
  accountable: number; state: string; received_at: number; day: string; received_by: string; voided_at: number | null; voided_by: string | null; void_reason: string | null
}

const COLUMNS = 'p.no, p.id, p.direction, p.number, p.grouped, p.carrier, p.carrier_name, p.service, p.check_digit, p.accountable, p.state, p.received_at, p.day, p.received_by, p.voided_at, p.voided_by, p.void_reason'

function asPiece(row: Row): PieceRow {
  return {
    id: row.id, direction: row.direction, number: row.number, grouped: row.grouped, carrier: row.carrier, carrierName: row.carrier_name, service: row.service,
    checkDigit: row.check_digit, accountable: row.accountable === 1, state: row.state, receivedAt: row.received_at, day: row.day, receivedBy: row.received_by,
    voided: row.voided_at === null ? null : { at: row.voided_at, by: row.voided_by ?? '', reason: row.void_reason ?? '' },
  }
}

export interface Received { number: string; grouped: string; scheme: string; carrier: string; carrierName: string; service: string; checkDigit: PieceRow['checkDigit']; accountable: boolean }

/** The row, the numbers, the day's count and the search rows of a piece that was received. */
export function insertReceived(db: WritableDb, event: LoggedEvent<Received>): void {
  const { payload, piece } = event
  const at = event.stated?.at ?? event.recordedAt
  const day = officeDay(at, event.zone)
  const no = prepare(db, `INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by)
    VALUES (?, 'inbound', ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?, ?)`)
    .run(piece, payload.number, payload.grouped, payload.carrier, payload.carrierName, payload.scheme, payload.service, payload.checkDigit, payload.accountable ? 1 : 0, at, day, event.actor.name).lastInsertRowid
  addNumber(db, Number(no), payload.number)
  run(db, 'INSERT INTO day_count (day, received, voided) VALUES (?, 1, 0) ON CONFLICT (day) DO UPDATE SET received = received + 1', day)
  indexNumbers(db, Number(no), [payload.number], '')
}

function addNumber(db: WritableDb, no: number, number: string): void {
  run(db, 'INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', number, no)
}

/** How much of a number is searchable by any part of it; a label of 100 KB is kept whole but found by its start. */
const SEARCHABLE = 200

/** A number as it is searched for: letters and digits only. */
export function searchableNumber(number: string): string {
  return number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, SEARCHABLE)
}

const reversed = (text: string): string => [...text].reverse().join('')

function indexNumbers(db: WritableDb, no: number, numbers: readonly string[], words: string): void {
  const plain = numbers.map(searchableNumber).filter((number) => number !== '')
  run(db, 'INSERT INTO piece_digits (rowid, number) VALUES (?, ?)', no, plain.join(' '))
  run(db, 'INSERT INTO piece_words (rowid, words, ends) VALUES (?, ?, ?)', no, words, plain.map(reversed).join(' '))
}

/** A piece by its id, or null. */
export function pieceById(db: ReadableDb, id: string): PieceRow | null {
  const row = one<Row>(db, `SELECT ${COLUMNS} FROM piece p WHERE p.id = ?`, id)
  return row && asPiece(row)
}

/** Pieces with exactly this number, newest first, without the one that has `exceptId`. */
export function piecesWithNumber(db: ReadableDb, number: string, exceptId: string, limit: number): PieceRow[] {
  const rows = all<Row>(db, `SELECT ${COLUMNS} FROM piece_number n JOIN piece p ON p.no = n.piece WHERE n.number = ? AND p.id <> ? ORDER BY n.piece DESC LIMIT ?`, number, exceptId, limit)
  return rows.map(asPiece)
}

/** Every number that is on a piece, the first one first. */
export function numbersOf(db: ReadableDb, id: string): string[] {
  return all<{ number: string }>(db, 'SELECT n.number FROM piece p JOIN piece_number n ON n.piece = p.no WHERE p.id = ? ORDER BY n.number <> p.number, n.number', id).map((row) => row.number)
}

/** One page of pieces, newest first. `next` continues after the last row. */
export function listPieces(db: ReadableDb, filter: { day?: string | undefined; since?: number | undefined; cursor?: number | undefined; limit: number }): { rows: PieceRow[]; next: number | null } {
  const where: string[] = []
  const values: SqlValue[] = []
  const only = (condition: string, value: SqlValue | undefined): void => {
    if (value === undefined) return
    where.push(condition)
    values.push(value)
  }
  only('p.day = ?', filter.day)
  // A piece's number in this store grows with time, so the first one at or after `since` bounds the page by its key.
  if (filter.since !== undefined) only('p.no >= ?', one<{ no: number }>(db, 'SELECT no FROM piece WHERE received_at >= ? ORDER BY received_at LIMIT 1', filter.since)?.no ?? Number.MAX_SAFE_INTEGER)
  only('p.no < ?', filter.cursor)
  const rows = all<Row>(db, `SELECT ${COLUMNS} FROM piece p ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY p.no DESC LIMIT ?`, ...values, filter.limit)
  return { rows: rows.map(asPiece), next: rows.length < filter.limit ? null : (rows.at(-1)?.no ?? null) }
}

/** How many pieces were received on a day, voided ones left out. */
export function countOfDay(db: ReadableDb, day: string): number {
  return one<{ n: number }>(db, 'SELECT received - voided AS n FROM day_count WHERE day = ?', day)?.n ?? 0
}

const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`

/** The newest pieces whose number contains `text` or ends in it, or whose words begin with the words of `text`. */
export function findPieces(db: ReadableDb, text: string, limit: number): PieceRow[] {
  const number = searchableNumber(text)
  const found = new Map<number, Row>()
  const take = (table: string, query: string): void => {
    const rows = all<Row>(db, `SELECT ${COLUMNS} FROM (SELECT rowid AS no FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?) f JOIN piece p ON p.no = f.no`, query, limit)
    for (const row of rows) found.set(row.no, row)
  }
  if (number.length >= 2) take('piece_words', `ends : ${quoted(reversed(number))} *`)
  if (number.length >= 3) take('piece_digits', quoted(number))
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length > 0) take('piece_words', `words : (${words.slice(0, 8).map((word) => `${quoted(word.slice(0, 60))} *`).join(' AND ')})`)
  const newestFirst = [...found.values()].sort((a, b) => b.no - a.no)
  return newestFirst.slice(0, limit).map(asPiece)
}
