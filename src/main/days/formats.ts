import { stringify } from 'csv-stringify/sync'
import type { CellObject, Sheet } from 'write-excel-file/node'
import writeXlsxFile from 'write-excel-file/node'
import type { DayLog, LetterLine, MailLine, NoteLine } from '../../shared/contract/days.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { balanceParts, isEmptyDay, offWords } from '../../shared/printing/dayLog.ts'
import { asText } from '../pieces/csv.ts'

/** A cell: text, a count, or money in cents. */
type Cell = string | number | { cents: number }
interface Table { name: string; columns: string[]; rows: Cell[][] }

/** The log as tables; screen, CSV and Excel show the same ones. */
function tablesOf(log: DayLog): Table[] {
  const { zone } = log.office
  const time = (at: number): string => `${officeDay(at, zone)} ${officeTime(at, zone)}`
  const { totals } = log
  const { letters } = totals
  const off = offWords(totals.off)
  const sums: Cell[][] = [
    ...balanceParts(totals, log.shift !== null).map((part): Cell[] => [part.sign === '=' ? 'Here' : part.word.charAt(0).toUpperCase() + part.word.slice(1), part.n]),
    ...(off ? [['The sum does not come out', totals.off]] : []), ...(isEmptyDay(log) ? [['No mail was recorded on this day', '']] : []),
    ...totals.byCarrier.map((row): Cell[] => [`Came in by ${row.name}`, row.n]), ...totals.byAge.map((row): Cell[] => [`Here: ${row.name}`, row.n]), ...totals.exceptions.map((row): Cell[] => [`Exception: ${row.name}`, row.n]),
    ['Letters logged', letters.logged], ['Letters accepted', letters.accepted], ...letters.byService.map((row): Cell[] => [`Letters with ${row.name}`, row.n]), ['Postage', { cents: letters.postage }], ['Fees', { cents: letters.fees }], ['Total of letters', { cents: letters.total }],
    ...letters.byDepartment.map((row): Cell[] => [`Letters of ${row.name}`, { cents: row.cents }]), ['Corrections', totals.corrections], ['Voids', totals.voids], ['Late entries', totals.late],
  ]
  const { from, to, events } = log.range
  const head: Cell[][] = [
    ['Office', log.office.name], ['Day', log.day], ...(log.shift ? [['Shift', `${log.shift.name} ${log.shift.from} to ${log.shift.to}`]] : []), ['Entries', events], ['First entry', from ? `${from.device}/${from.sequence}` : ''],
    ['Last entry', to ? `${to.device}/${to.sequence}` : ''], ['Head of the log', to?.hash ?? ''], ['Signed off', log.signed ? `${log.signed.by}, ${time(log.signed.at)}` : 'no'],
  ]
  const mail = (name: string, lines: readonly MailLine[]): Table => ({
    name, columns: ['Number', 'Digits', 'Carrier', 'Service', 'Recipient', 'Department', 'At', 'By', 'What became of it', 'When', 'By whom', 'Late'],
    rows: lines.map((line) => [line.grouped, line.number, line.carrier, line.service, line.recipient, line.department, time(line.at), line.by, line.became, time(line.becameAt), line.becameBy, line.late ? 'yes' : '']),
  })
  const letterRow = (line: LetterLine): Cell[] => [
    line.grouped, line.grouped.replaceAll(' ', ''), line.addressee, line.services.join(', '), line.greenCard, line.department, line.matter, line.document, { cents: line.postage }, { cents: line.fees }, { cents: line.postage + line.fees },
    line.unpriced ? 'price not known' : '', line.evidence, line.mailed ?? '', line.postOffice, line.state, time(line.at), line.by,
  ]
  const note = (name: string, lines: readonly NoteLine[]): Table => ({
    name, columns: ['Entry', 'What', 'Number', 'Before', 'After', 'Why', 'Happened', 'Recorded', 'By', 'Allowed by'],
    rows: lines.map((line) => [`${line.device}/${line.sequence}`, line.what, line.grouped, line.before, line.after, line.reason, time(line.at), time(line.recordedAt), line.by, line.allowedBy]),
  })
  return [
    { name: 'Sums', columns: ['What', 'How many'], rows: [...head, ...sums] }, mail('Came in', log.in), mail('Went out', log.out), mail('Came back', log.back),
    { name: 'Certified Mail', columns: ['Article number', 'Digits', 'Addressee', 'Services', 'Green card', 'Department', 'Matter', 'Document', 'Postage', 'Fees', 'Total', 'Note', 'Date evidence', 'Mailed', 'Post office', 'State', 'Logged', 'By'], rows: log.letters.map(letterRow) },
    note('Corrections', log.corrections), note('Voids', log.voids), note('Late entries', log.late), note('Exceptions', log.exceptions),
  ]
}

const dollars = (cents: number): string => (cents / 100).toFixed(2)

/** The log as CSV: the tables one after the other, each with its name, its columns and its lines. No cell is a formula and no number loses a digit. */
export function toCsv(log: DayLog): string {
  const plain = (cell: Cell): string | number => (typeof cell === 'string' ? asText(cell) : typeof cell === 'number' ? cell : dollars(cell.cents))
  const rows = tablesOf(log).filter((table, i) => i === 0 || table.rows.length > 0).flatMap((table, i) => [...(i > 0 ? [[]] : []), [table.name], table.columns, ...table.rows.map((row) => row.map(plain))])
  return `\uFEFF${stringify(rows, { escape_formulas: true, record_delimiter: '\r\n' })}`
}

/** What XML cannot hold becomes an empty box. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd-\uffff]/gu
/** The most characters that a cell of a workbook holds. */
const LONGEST = 32_767

/** `_x0041_` is how a workbook spells a character by its code; text that looks like that is spelled so that it stays what it is. */
const SPELLED = /_(?=x[0-9a-fA-F]{4}_)/gu

const cellOf = (cell: Cell): CellObject => (typeof cell === 'string'
  ? { type: String, value: cell.toWellFormed().replaceAll(FORBIDDEN, '\u25a1').replaceAll(SPELLED, '_x005F_').slice(0, LONGEST) }
  : typeof cell === 'number' ? { type: Number, value: cell } : { type: Number, value: cell.cents / 100, format: '0.00' })

/** The log as a workbook, one sheet a table. Numbers of pieces are text, so no digit is lost; nothing is a formula. */
export async function toXlsx(log: DayLog): Promise<Buffer> {
  const sheets = tablesOf(log).map((table): Sheet<Buffer> => ({
    sheet: table.name, stickyRowsCount: 1,
    columns: table.columns.map((column, i) => ({ width: Math.min(44, Math.max(column.length + 2, ...table.rows.slice(0, 200).map((row) => (typeof row[i] === 'string' ? row[i].length : 8) + 2))) })),
    data: [table.columns.map((column) => ({ type: String, value: column, fontWeight: 'bold' as const })), ...table.rows.map((row) => row.map(cellOf))],
  }))
  return await writeXlsxFile(sheets).toBuffer()
}

/** The log as JSON, for programs: times in UTC milliseconds, money in cents. */
export function toJson(log: DayLog): string {
  return `${JSON.stringify({ format: 'pigeonhole-daily-log-1', ...log }, null, 2)}\n`
}
