import { stringify } from 'csv-stringify/sync'
import type { CellObject, Sheet } from 'write-excel-file/node'
import { asText } from '../pieces/csv.ts'

/** A cell: text, a number, or money in cents. */
export type Cell = string | number | { cents: number }
export interface Table { name: string; columns: string[]; rows: Cell[][] }

const dollars = (cents: number): string => (cents / 100).toFixed(2)

/** Tables as CSV, one after the other, each with its name, its columns and its lines. No cell is a formula and no number loses a digit. */
export function csvOf(tables: readonly Table[]): string {
  const plain = (cell: Cell): string | number => (typeof cell === 'string' ? asText(cell) : typeof cell === 'number' ? cell : dollars(cell.cents))
  const rows = tables.flatMap((table, i) => [...(i > 0 ? [[]] : []), [table.name], table.columns, ...table.rows.map((row) => row.map(plain))])
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

/** Tables as a workbook, one sheet a table. Numbers of pieces are text, so no digit is lost; nothing is a formula. */
export async function workbookOf(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map((table): Sheet<Buffer> => ({
    sheet: table.name, stickyRowsCount: 1,
    columns: table.columns.map((column, i) => ({ width: Math.min(44, Math.max(column.length + 2, ...table.rows.slice(0, 200).map((row) => (typeof row[i] === 'string' ? row[i].length : 8) + 2))) })),
    data: [table.columns.map((column) => ({ type: String, value: column, fontWeight: 'bold' as const })), ...table.rows.map((row) => row.map(cellOf))],
  }))
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return await writeXlsxFile(sheets).toBuffer()
}
