import type { DayLog, LetterLine, MailLine, NoteLine } from '../../shared/contract/days.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { balanceParts, isEmptyDay, offWords } from '../../shared/printing/dayLog.ts'
import { csvOf, type Cell, type Table, workbookOf } from '../csv/tables.ts'

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
    ['Letters logged', letters.logged], ['Letters accepted', letters.accepted], ['Letters that came back', letters.returned], ...letters.byService.map((row): Cell[] => [`Letters: ${row.name}`, row.n]), ['Postage', { cents: letters.postage }], ['Fees', { cents: letters.fees }], ['Total of letters', { cents: letters.total }],
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
    line.unpriced ? 'price not known' : '', line.book, line.evidence, line.mailed ?? '', line.postOffice, line.state, line.returned, time(line.at), line.by,
  ]
  const note = (name: string, lines: readonly NoteLine[]): Table => ({
    name, columns: ['Entry', 'What', 'Number', 'Before', 'After', 'Why', 'Happened', 'Recorded', 'By', 'Allowed by'],
    rows: lines.map((line) => [`${line.device}/${line.sequence}`, line.what, line.grouped, line.before, line.after, line.reason, time(line.at), time(line.recordedAt), line.by, line.allowedBy]),
  })
  return [
    { name: 'Sums', columns: ['What', 'How many'], rows: [...head, ...sums] }, mail('Came in', log.in), mail('Went out', log.out), mail('Came back', log.back),
    { name: 'Certified Mail', columns: ['Article number', 'Digits', 'Addressee', 'Services', 'Green card', 'Department', 'Matter', 'Document', 'Postage', 'Fees', 'Total', 'Note', 'Book', 'Date evidence', 'Mailed', 'Post office', 'State', 'Came back', 'Logged', 'By'], rows: log.letters.map(letterRow) },
    note('Corrections', log.corrections), note('Voids', log.voids), note('Late entries', log.late), note('Exceptions', log.exceptions),
  ]
}

/** The log as CSV: the tables one after the other, each with its name, its columns and its lines. */
export const toCsv = (log: DayLog): string => csvOf(tablesOf(log).filter((table, i) => i === 0 || table.rows.length > 0))

/** The log as a workbook, one sheet a table. */
export const toXlsx = (log: DayLog): Promise<Buffer> => workbookOf(tablesOf(log))

/** The log as JSON, for programs: times in UTC milliseconds, money in cents. */
export function toJson(log: DayLog): string {
  return `${JSON.stringify({ format: 'pigeonhole-daily-log-1', ...log }, null, 2)}\n`
}
