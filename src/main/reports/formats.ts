import type { Report } from '../../shared/contract/reports.ts'
import { csvOf, type Cell, type Table, workbookOf } from '../csv/tables.ts'

/** Hours with two decimals, money in dollars, everything else as it is; empty where there is no figure. */
function cellOf(value: number | null, unit: Report['columns'][number]['unit']): Cell {
  if (value === null) return ''
  return unit === 'cents' ? { cents: value } : unit === 'hours' ? Math.round(value * 100) / 100 : value
}

const UNITS: Readonly<Record<Report['columns'][number]['unit'], string>> = { count: '', hours: ' (hours)', days: ' (days)', cents: '' }

/** A report as tables: its rows with the figures of the period before beside them, and what it is about. */
function tablesOf(report: Report): Table[] {
  const { columns, rows, total, totalBefore, previous } = report
  const figures = (values: ReadonlyArray<number | null> | null): Cell[] => columns.map((column, i) => cellOf(values?.[i] ?? null, column.unit))
  const line = (key: string, label: string, values: ReadonlyArray<number | null>, before: ReadonlyArray<number | null> | null): Cell[] => [key, label, ...figures(values), ...(previous ? figures(before) : [])]
  return [
    { name: 'Report', columns: ['Key', 'Of', ...columns.map((column) => `${column.title}${UNITS[column.unit]}`), ...(previous ? columns.map((column) => `Before: ${column.title}${UNITS[column.unit]}`) : [])], rows: [...rows.map((row) => line(row.key, row.label, row.values, row.before)), line('', 'Total', total, totalBefore)] },
    {
      name: 'About', columns: ['What', 'Value'],
      rows: [['Question', report.title], ['Answer', report.answer], ['Counted', report.basis], ['Office', report.office.name], ['From', report.from], ['To', report.to], ...(previous ? [['Compared with', `${previous.from} to ${previous.to}`]] : []), ...(report.more === null ? [] : [['Rows left out', report.more]]), ['Made', new Date(report.madeAt).toISOString()]],
    },
  ]
}

export const toCsv = (report: Report): string => csvOf(tablesOf(report))
export const toXlsx = (report: Report): Promise<Buffer> => workbookOf(tablesOf(report))

/** The report as JSON, for programs: times in UTC milliseconds, money in cents, spans in hours or days. */
export function toJson(report: Report): string {
  return `${JSON.stringify({ format: 'pigeonhole-report-1', ...report }, null, 2)}\n`
}
