import { finished } from 'node:stream/promises'
import { Parser } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import type { Delimiter } from './text.ts'

/** A row of a file as a spreadsheet numbers it, the header being row 1. `broken` says why its cells could not be told apart. */
export interface CsvRow { row: number; cells: string[]; broken: string | null }

/** Longest row that is read as one, in bytes: beyond it a quotation mark was forgotten. */
const LONGEST_ROW = 256 << 10
/** Bytes that are read between two pauses: a few milliseconds, and rows enough for a transaction. */
const STEP = 64 << 10
/** Broken rows after which a file is not taken for a table. */
const MOST_BROKEN = 200

/** Between two rows of a text: how many bytes lie before it, which number the last row before it has, and how many broken rows there were. */
export interface CsvPlace { offset: number; row: number; broken: number }
/** Before the first row. */
export const BEGINNING: CsvPlace = { offset: 0, row: 0, broken: 0 }

/** The bytes of a UTF-8 text from an offset on. */
export type ReadFrom = (offset: number) => Iterable<Buffer>

/** The file is not a table that could be read. */
export class NotATable extends Error {}

interface Attempt { rows: CsvRow[]; /** Offset behind the last whole row. */ end: number; lastRow: number; error: Error | undefined }

/**
 * Reads a delimited text step by step: lines may end in CR LF, LF or a bare CR, quoted cells may hold line ends and delimiters.
 * A stray quotation mark costs its own line only.
 *
 * @param from where to begin: reading on from any place that was yielded gives the rows that would have followed
 * @yields the rows of each step, how many bytes are done, and the place behind the last of these rows
 * @throws NotATable when there is no end to broken rows
 */
export async function* csvRows(read: ReadFrom, delimiter: Delimiter, pace: () => Promise<void>, from = BEGINNING, mostBroken = MOST_BROKEN): AsyncGenerator<{ rows: CsvRow[]; done: number; behind: CsvPlace }> {
  let { offset, row } = from
  for (let { broken } = from; ; broken++) {
    if (broken > mostBroken) throw new NotATable('Too many rows of this file have a quotation mark that is never closed. Save it as CSV again, then choose it anew.')
    const attempt: Attempt = { rows: [], end: 0, lastRow: 0, error: undefined }
    for await (const done of parse(read(offset), delimiter, attempt, row, pace)) {
      if (attempt.rows.length > 0) yield { rows: attempt.rows, done: offset + done, behind: { offset: offset + attempt.end, row: attempt.lastRow, broken } }
      attempt.rows = []
    }
    if (!attempt.error) return
    offset += attempt.end
    row = Math.max(row, attempt.lastRow)
    const line = lineAt(read(offset))
    offset += line.length
    row += line.before + 1
    yield { rows: [{ row, cells: [line.text], broken: 'A quotation mark in this row is opened and never closed.' }], done: offset, behind: { offset, row, broken: broken + 1 } }
  }
}

async function* parse(parts: Iterable<Buffer>, delimiter: Delimiter, attempt: Attempt, firstRow: number, pace: () => Promise<void>): AsyncGenerator<number> {
  const parser = new Parser({
    delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: LONGEST_ROW,
    // Taken here and not from the stream: an error would throw away what the stream still holds.
    on_record: (cells: string[], info) => {
      if (cells.some(swallowed)) throw new Error('A quotation mark swallowed rows.')
      attempt.lastRow = firstRow + info.records + info.empty_lines
      attempt.rows.push({ row: attempt.lastRow, cells, broken: null })
      attempt.end = info.bytes
      return null
    },
  })
  parser.on('error', () => {})
  parser.resume()
  let done = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += STEP) {
      const step = part.subarray(at, at + STEP)
      parser.write(step)
      done += step.length
      if (parser.errored) break
      yield done
      await pace()
    }
    if (parser.errored) break
  }
  if (!parser.errored) {
    parser.end()
    await finished(parser).catch(() => {})
  }
  attempt.error = parser.errored ?? undefined
  yield attempt.error ? attempt.end : done
}

/**
 * True for a cell that begins with a stray quotation mark and ran on to the next stray one, rows further down: a quotation mark
 * that belongs to the cell, as in Robert "Bob" Lee, does not reach over the end of a line.
 */
function swallowed(cell: string): boolean {
  return cell.startsWith('"') && /[\r\n]/.test(cell)
}

/** The first line with something in it: its text, the empty lines before it, and how many bytes all that takes. */
function lineAt(parts: Iterable<Buffer>): { text: string; before: number; length: number } {
  const held: Buffer[] = []
  for (const part of parts) {
    held.push(part)
    const all = Buffer.concat(held)
    const text = all.toString('latin1')
    const start = /^[\r\n]*/.exec(text)?.[0] ?? ''
    const line = /^([^\r\n]+)(\r\n|\n|\r(?!$))/.exec(text.slice(start.length))
    if (!line?.[1]) continue
    return { text: all.subarray(start.length, start.length + line[1].length).toString('utf8'), before: start.replaceAll('\r\n', '\n').length, length: start.length + line[0].length }
  }
  const all = Buffer.concat(held)
  return { text: all.toString('utf8').replace(/^[\r\n]+/, ''), before: 0, length: all.length }
}

/**
 * A CSV file that a spreadsheet opens as it is meant: with a byte order mark, and no cell taken for a formula.
 *
 * @param batches rows in portions; between two of them other work gets its turn
 * @returns an empty text when there are no rows
 */
export async function csvFile(header: readonly string[], batches: Iterable<ReadonlyArray<readonly (string | number)[]>>, delimiter: Delimiter, pace: () => Promise<void>): Promise<string> {
  const texts: string[] = []
  const options = { delimiter, record_delimiter: 'windows', escape_formulas: true } as const
  for (const rows of batches) {
    texts.push(stringify(rows.map((row) => [...row]), options))
    await pace()
  }
  return texts.length === 0 ? '' : stringify([[...header]], { ...options, bom: true }) + texts.join('')
}
