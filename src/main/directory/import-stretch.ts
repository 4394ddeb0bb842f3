import type { ImportField, ImportMapping } from '../../shared/contract/directory.ts'
import { IMPORT_FIELDS } from '../../shared/contract/directory.ts'
import type { ReadFrom } from '../csv/rows.ts'
import { csvRows, NotATable } from '../csv/rows.ts'
import type { JobContext, StretchAsked, StretchRead } from '../store/jobs.ts'
import { stagedText } from './import-queries.ts'
import type { ReadRow, RowFields } from './import-rows.ts'
import { rowReader } from './import-rows.ts'

/** Bytes of text after which a stretch ends: enough that opening the store for it does not count, little enough to be held twice. */
const STRETCH = 512 << 10

/** A row as it goes from the worker to the main thread: its number, its cells, and what its fields are where they are not what stands in the cell, or why it cannot be taken. */
export type SentRow = [row: number, cells: string[], apart?: RowFields | string]

/** Reads a stretch of a staged file in the worker. */
export async function importStretch(asked: StretchAsked, context: JobContext): Promise<StretchRead> {
  const db = context.open()
  try {
    return await readStretch(stagedText(db, asked.import), asked, () => context.breathe())
  } finally {
    db.close()
  }
}

/**
 * Reads the rows of a text from a place on, up to the end of a row.
 *
 * @param bytes of text after which it ends with the next step; the first stretch is one step, so that the main thread begins while the worker warms up
 */
export async function readStretch(text: ReadFrom, { delimiter, mapping, columns, from }: Omit<StretchAsked, 'import'>, pace: () => Promise<void>, bytes = STRETCH): Promise<StretchRead> {
  const read = rowReader(mapping, columns)
  const mapped = mappedFields(mapping)
  const steps: StretchRead['steps'] = []
  let header = from.row === 0
  try {
    for await (const { rows, done, behind } of csvRows(text, delimiter, pace, from)) {
      const below = header ? rows.slice(1) : rows
      header = false
      steps.push({ rows: JSON.stringify(below.map(({ row, cells, broken }) => sent(row, cells, broken === null ? read(cells) : { ok: false, reason: broken }, mapped))), done })
      if (from.row === 0 || behind.offset - from.offset >= bytes) return { steps, next: behind, notATable: null }
    }
  } catch (error) {
    if (error instanceof NotATable) return { steps, next: null, notATable: error.message }
    throw error
  }
  return { steps, next: null, notATable: null }
}

type Mapped = ReadonlyArray<readonly [ImportField, number]>
const mappedFields = (mapping: ImportMapping): Mapped => IMPORT_FIELDS.flatMap((field) => (mapping[field] === undefined ? [] : [[field, mapping[field]] as const]))

function sent(row: number, cells: string[], read: ReadRow, mapped: Mapped): SentRow {
  if (!read.ok) return [row, cells, read.reason]
  let apart: RowFields | undefined
  for (const [field, column] of mapped) {
    const value = read.fields[field] ?? ''
    if (value !== (cells[column] ?? '')) (apart ??= {})[field] = value
  }
  return apart ? [row, cells, apart] : [row, cells]
}

/** The rows of a step of {@link readStretch}. */
export const sentRows = (rows: string): SentRow[] => JSON.parse(rows) as SentRow[]

/** Tells what rows say that were sent, under the mapping by which they were read: the same as {@link rowReader} of their cells. */
export function sentReader(mapping: ImportMapping): (cells: readonly string[], apart: SentRow[2]) => ReadRow {
  const mapped = mappedFields(mapping)
  return (cells, apart) => {
    if (typeof apart === 'string') return { ok: false, reason: apart }
    const fields: RowFields = {}
    for (const [field, column] of mapped) {
      const value = apart?.[field] ?? cells[column]
      if (value !== undefined && value !== '') fields[field] = value
    }
    return { ok: true, fields }
  }
}
