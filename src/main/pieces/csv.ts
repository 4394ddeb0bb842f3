import { stringify } from 'csv-stringify/sync'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'

/** More digits than a spreadsheet keeps of a number. */
const KEPT_DIGITS = 15

/**
 * A cell that a spreadsheet shows as it is. Digits that it would take for a number and change (a leading zero, more than 15 digits, an
 * exponent) get the apostrophe by which spreadsheets know text; numbers of carriers stand in groups and need none.
 */
export function asText(cell: string): string {
  const digits = cell.replaceAll(/[^0-9]/g, '')
  if (!/^[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?$/.test(cell)) return cell
  return digits.length > KEPT_DIGITS || /^0[0-9]/.test(cell) || /[eE]/.test(cell) ? `'${cell}` : cell
}

interface Column { title: string; value: (piece: PieceRow, zone: string) => string | number }

const time = (at: number, zone: string): string => `${officeDay(at, zone)} ${officeTime(at, zone)}`

const COLUMNS: readonly Column[] = [
  { title: 'Day', value: (piece) => piece.day },
  { title: 'Received', value: (piece, zone) => officeTime(piece.receivedAt, zone) },
  { title: 'Number', value: (piece) => piece.grouped },
  { title: 'Carrier', value: (piece) => piece.carrierName },
  { title: 'Service', value: (piece) => piece.service },
  { title: 'Accountable', value: (piece) => (piece.accountable ? 'yes' : 'no') },
  { title: 'Recipient', value: (piece) => piece.recipient?.name ?? '' },
  { title: 'Department', value: (piece) => piece.recipient?.department ?? '' },
  { title: 'Mail stop', value: (piece) => piece.recipient?.mailStop ?? '' },
  { title: 'Type', value: (piece) => piece.type },
  { title: 'Count', value: (piece) => piece.count },
  { title: 'Condition', value: (piece) => piece.condition },
  { title: 'Location', value: (piece) => piece.location },
  { title: 'Sender', value: (piece) => piece.sender },
  { title: 'Reference', value: (piece) => piece.reference },
  { title: 'Note', value: (piece) => piece.note },
  { title: 'State', value: (piece) => piece.state },
  { title: 'Taken in by', value: (piece) => piece.receivedBy },
  { title: 'Recorded', value: (piece, zone) => time(piece.recordedAt, zone) },
  { title: 'Stated by', value: (piece) => piece.statedSource ?? '' },
  { title: 'Voided', value: (piece, zone) => (piece.voided ? time(piece.voided.at, zone) : '') },
  { title: 'Void reason', value: (piece) => piece.voided?.reason ?? '' },
  { title: 'Corrected', value: (piece) => (piece.corrected ? 'yes' : 'no') },
  { title: 'Id', value: (piece) => piece.id },
]

const OPTIONS = { escape_formulas: true, record_delimiter: '\r\n' } as const

/** The first line of the file, after the mark by which spreadsheets know UTF-8. */
export function csvHead(): string {
  return `\uFEFF${stringify([COLUMNS.map((column) => column.title)], OPTIONS)}`
}

/** Pieces as lines of the file. No cell is a formula, and no number loses a digit. */
export function csvRows(rows: readonly PieceRow[], zone: string): string {
  return stringify(rows.map((piece) => COLUMNS.map(({ value }) => {
    const cell = value(piece, zone)
    return typeof cell === 'number' ? cell : asText(cell)
  })), OPTIONS)
}
