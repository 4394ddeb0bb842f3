import type { BadRow, ImportCounts, ImportField, ImportMapping, ImportOpened, ImportPreview } from '../../shared/contract/directory.ts'
import { LARGEST_IMPORT } from '../../shared/contract/directory.ts'
import { newId } from '../../shared/ids.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { ReadableDb } from '../store/db.ts'
import type { StretchRead } from '../store/jobs.ts'
import type { Progress } from '../store/reader.ts'
import type { Store } from '../store/store.ts'
import type { Services } from '../services.ts'
import type { CsvPlace } from '../csv/rows.ts'
import { BEGINNING, csvFile, csvRows } from '../csv/rows.ts'
import { detectDelimiter, detectEncoding, utf8Parts } from '../csv/text.ts'
import { columnsKey, suggestMapping } from './import-columns.ts'
import type { Outcome, PlaceBook } from './import-plan.ts'
import { createPlaceBook, createPlanner, NAMING_FIELDS } from './import-plan.ts'
import * as imports from './import-queries.ts'
import { sentReader, sentRows } from './import-stretch.ts'
import { liveIndex } from './live.ts'
import { createPace, SLICE } from './pace.ts'
import * as queries from './queries.ts'

const SAMPLE_ROWS = 20
const MOST_COLUMNS = 1_000
/** Rows of each kind that a preview shows. */
const SHOWN = 50
/** People missing from the file that a preview names. */
const SHOWN_MISSING = 200
/** How long a file that nobody applied is kept, in milliseconds. */
const KEPT_OPEN = 24 * 3_600_000
/** Imports whose bad rows are kept. */
const KEPT_IMPORTS = 20

/** How files begin that are often taken for a list: Excel's two kinds, and PDF. */
const BINARY = ['PK\u0003\u0004', '\u00D0\u00CF\u0011\u00E0', '%PDF-']

function notATable(): never {
  throw new Refusal('not-a-table', 'This file is not a table of text. Save it as CSV, then choose it again.', { field: 'content' })
}

const uploads = new WeakMap<Store, { id: string; parts: Buffer[]; bytes: number }>()

function tooLarge(): never {
  throw new Refusal('too-large', `This file is larger than ${LARGEST_IMPORT >> 20} MB. Split it, then import the parts one after the other.`, { field: 'content' })
}

/** Takes a part of a large file. Held in memory until it is opened. @throws Refusal `too-large`, `upload-lost` */
export function upload(call: CheckedCall, input: { upload: string | null; part: string }): { upload: string; bytes: number } {
  const { store, reader } = call.services
  reader.wake()
  const part = Buffer.from(input.part, 'base64')
  const held = input.upload === null ? { id: newId(store.now()), parts: [], bytes: 0 } : uploads.get(store)
  if (!held || (input.upload !== null && held.id !== input.upload)) throw new Refusal('upload-lost', 'The beginning of this file is not here any more. Choose the file again.')
  held.bytes += part.length
  if (held.bytes > LARGEST_IMPORT) {
    uploads.delete(store)
    tooLarge()
  }
  held.parts.push(part)
  uploads.set(store, held)
  return { upload: held.id, bytes: held.bytes }
}

function content(store: Store, input: { content?: string | undefined; upload?: string | undefined }): Buffer {
  if (input.content !== undefined) return Buffer.from(input.content, 'base64')
  const held = uploads.get(store)
  if (!held || held.id !== input.upload) throw new Refusal('upload-lost', 'This file is not here any more. Choose it again.')
  uploads.delete(store)
  return Buffer.concat(held.parts)
}

/**
 * Stages a file: recognises how it is written, reads its columns and its first rows, and keeps it for the preview.
 *
 * @throws Refusal `empty-file`, `not-a-table`, `too-large`, `upload-lost`
 */
export async function open(call: CheckedCall, input: { name: string; content?: string | undefined; upload?: string | undefined }): Promise<ImportOpened> {
  const { store, reader } = call.services
  reader.wake()
  const bytes = content(store, input)
  if (bytes.length > LARGEST_IMPORT) tooLarge()
  if (BINARY.some((start) => bytes.toString('latin1', 0, start.length) === start)) notATable()
  await forget(store, imports.abandoned(store.db, store.now() - KEPT_OPEN))
  const { encoding, start } = detectEncoding(bytes)
  const first = utf8Parts(bytes, encoding, start).next().value ?? Buffer.alloc(0)
  const { delimiter, skip } = detectDelimiter(first.subarray(0, 64 << 10).toString('utf8'))
  const head = first.subarray(skip)
  const sample: string[][] = []
  for await (const { rows } of csvRows((offset) => [head.subarray(offset)], delimiter, createPace())) {
    for (const row of rows) if (sample.length <= SAMPLE_ROWS) sample.push(row.cells)
    if (sample.length > SAMPLE_ROWS) break
  }
  const [header, ...below] = sample
  if (!header || header.every((cell) => cell.trim() === '')) throw new Refusal('empty-file', 'There is nothing in this file. Choose another one.', { field: 'content' })
  if (header.length > MOST_COLUMNS || header.some((cell) => cell.includes('\0'))) notATable()
  const columns = header.map((column) => column.trim())
  const remembered = imports.rememberedMapping(store.db, columnsKey(columns))
  const mapping = remembered ?? suggestMapping(columns)
  const id = newId(store.now())
  const { no, length } = await stage(store, bytes, encoding, start, skip, { id, name: input.name, at: store.now(), actor: call.actor.id, actorName: call.actor.name, delimiter, columns, mapping, bytes: 0 })
  if (length === 0) throw new Error(`Import ${no} has no text.`)
  return { id, name: input.name, encoding, delimiter, columns, sample: below, mapping, remembered: remembered !== null }
}

async function stage(store: Store, bytes: Buffer, encoding: ImportOpened['encoding'], start: number, skip: number, row: Parameters<typeof imports.insertImport>[1]): Promise<{ no: number; length: number }> {
  const pace = createPace()
  let no = 0
  let sequence = 0
  let length = 0
  for (const part of utf8Parts(bytes, encoding, start)) {
    const text = sequence === 0 ? part.subarray(skip) : part
    length += text.length
    store.step((tables) => {
      if (no === 0) no = imports.insertImport(tables, { ...row, bytes: bytes.length })
      imports.addPart(tables, no, sequence, text)
    })
    sequence++
    await pace()
  }
  return { no, length }
}

/** An import by its id. @throws NotFound */
export function existing(db: ReadableDb, id: string): imports.Import {
  const found = imports.importById(db, id)
  if (!found) throw new NotFound('This import is not here any more. Choose the file again.')
  return found
}

/** An import that was neither applied nor dropped. @throws NotFound, Refusal `import-closed` */
function waiting(db: ReadableDb, id: string): imports.Import {
  const row = existing(db, id)
  if (row.state !== 'open' && row.state !== 'ready') throw new Refusal('import-closed', 'This import was applied or dropped already. Choose the file again.')
  return row
}

function checkMapping(row: imports.Import, mapping: ImportMapping): void {
  const columns = Object.values(mapping)
  if (columns.some((column) => column >= row.columns.length)) throw new Refusal('no-such-column', 'The file has no such column.', { field: 'mapping' })
  if (new Set(columns).size < columns.length) throw new Refusal('column-twice', 'One column cannot be two things at once.', { field: 'mapping' })
  if (!NAMING_FIELDS.some((field) => mapping[field] !== undefined)) throw new Refusal('no-name-column', 'Choose the column that holds the name, the employee ID or the e-mail address.', { field: 'mapping' })
}

/** What a person's field is called and shows as, in a preview. */
function shownValue(field: string, values: queries.PersonValues, places: PlaceBook): string {
  switch (field) {
    case 'department': return places.departmentName(values.department)
    case 'mailStop': return places.mailStopCode(values.mailStop)
    case 'active': return values.active ? 'active' : 'left'
    case 'aliases': return values.aliases.join('; ')
    default: return String(values[field as keyof queries.PersonValues] ?? '')
  }
}

function changes(fields: readonly string[], before: queries.PersonValues | null, after: queries.PersonValues, places: PlaceBook): Array<{ field: ImportField; from: string; to: string }> {
  return fields.map((field) => ({ field: field === 'active' ? 'status' : (field as ImportField), from: before ? shownValue(field, before, places) : '', to: shownValue(field, after, places) }))
}

const FIELDS = ['employeeId', 'email', 'phone', 'department', 'mailStop', 'location', 'aliases', 'badge', 'forwarding', 'notice', 'note'] as const

/** The station is being closed: what is left of an import that is applied is done when it is opened again. */
export class Interrupted extends DOMException {
  constructor() {
    super('Cancelled.', 'AbortError')
  }
}

/**
 * Asks the worker for rows of a staged file. A worker that ended is asked once more: other jobs run in it too, and an import does not
 * stop with one of them.
 */
function asking({ store, reader }: Services, row: imports.Import, mapping: ImportMapping): (from: CsvPlace) => Promise<StretchRead> {
  const ask = async (from: CsvPlace): Promise<StretchRead> => {
    const question = { import: row.no, delimiter: row.delimiter, mapping, columns: row.columns.length, from }
    for (let again = true; ; again = false) {
      try {
        return await reader.run('importStretch', question)
      } catch (error) {
        // A station that is being closed ends its worker and then closes the store.
        await new Promise((resolve) => setImmediate(resolve))
        if (!store.db.open) throw new Interrupted()
        if (!again) throw error
      }
    }
  }
  return (from) => {
    const answer = ask(from)
    // It is asked ahead, and nobody waits for it when the rows before end the walk.
    answer.catch(() => {})
    return answer
  }
}

/**
 * Walks the rows of a staged file below its header, decides on each, and lets `take` do something with it. The worker reads the next rows
 * meanwhile, one stretch ahead.
 *
 * @throws Interrupted, Refusal `not-a-table`
 */
export async function walk(services: Services, row: imports.Import, mapping: ImportMapping, places: PlaceBook, pace: () => Promise<void>, take: (items: ReadonlyArray<{ row: number; cells: string[]; decide: () => Outcome }>, done: number, planner: ReturnType<typeof createPlanner>) => Promise<void>): Promise<ReturnType<typeof createPlanner>> {
  const { store } = services
  const ask = asking(services, row, mapping)
  // Asked before anything else: the worker may have to be started.
  let ahead: Promise<StretchRead> | null = ask(BEGINNING)
  const index = await liveIndex(store).ready()
  const planner = createPlanner(store.db, index, places, officeDay(store.now(), store.zone()))
  const read = sentReader(mapping)
  while (ahead) {
    const { steps, next, notATable }: StretchRead = await ahead
    ahead = next && ask(next)
    for (const { rows, done } of steps) {
      await pace()
      const items = sentRows(rows).map(([row, cells, apart]) => ({
        row, cells,
        decide: (): Outcome => {
          const said = read(cells, apart)
          return said.ok ? planner.decide(row, said.fields) : { kind: 'bad', reason: said.reason }
        },
      }))
      await take(items, done, planner)
    }
    if (notATable !== null) throw new Refusal('not-a-table', notATable)
  }
  return planner
}

/**
 * Says what an import would do to whom, and remembers the mapping for the import. Changes nobody.
 *
 * @throws NotFound, Refusal `no-such-column`, `column-twice`, `no-name-column`, `not-a-table`, `import-closed`
 */
export async function* preview(call: CheckedCall, input: { id: string; mapping: ImportMapping }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: ImportPreview }> {
  const { store } = call.services
  const row = waiting(store.db, input.id)
  checkMapping(row, input.mapping)
  let made = 0
  const places = createPlaceBook(store.db, { department: () => --made, mailStop: () => --made })
  const report: ImportPreview = { added: 0, changed: 0, same: 0, bad: 0, missing: 0, newDepartments: [], newMailStops: [], newRows: [], changedRows: [], badRows: [], missingPeople: [] }
  let progress: Progress = { step: 'Reading, percent', done: 0, of: 100 }
  let last = 1
  let wake: (() => void) | null = null
  const abort = new AbortController()
  const pace = createPace()
  const work = walk(call.services, row, input.mapping, places, pace, async (items, done) => {
    for (let next = 0; next < items.length; ) {
      if (signal?.aborted || abort.signal.aborted || !store.db.open) throw new DOMException('Cancelled.', 'AbortError')
      const until = performance.now() + SLICE
      // One read transaction for many rows: opening one costs more than what it reads.
      store.db.transaction(() => {
        for (; next < items.length && performance.now() < until; next++) {
          const item = items[next]
          if (!item) break
          count(report, item, item.decide(), places)
          last = item.row
        }
      })()
      await pace()
    }
    progress = { step: 'Reading, percent', done: Math.min(100, Math.round((done / Math.max(1, row.bytes)) * 100)), of: 100 }
    wake?.()
  })
  const ended = work.then(() => true, () => true)
  try {
    let said = -1
    for (let over = false; !over; ) {
      over = await Promise.race([ended, new Promise<boolean>((resolve) => (wake = () => resolve(false)))])
      if (progress.done === said) continue
      said = progress.done
      yield { progress }
    }
    const planner = await work
    // Whoever dropped it meanwhile took its text away: what was counted is not what the file says.
    waiting(store.db, row.id)
    const missing = missingPeople(await liveIndex(store).ready(), planner.named)
    report.missing = missing.length
    report.missingPeople = namesOf(store.db, missing.slice(0, SHOWN_MISSING))
    report.newDepartments = [...places.newDepartments.values()].slice(0, SHOWN_MISSING)
    report.newMailStops = [...places.newMailStops.values()].slice(0, SHOWN_MISSING)
    store.operate(call.actor, () => ({ tables: (tables) => imports.setMapping(tables, row.no, input.mapping, last), events: [], answer: () => null }))
    yield { report }
  } finally {
    abort.abort()
  }
}

function count(report: ImportPreview, item: { row: number; cells: string[] }, outcome: Outcome, places: PlaceBook): void {
  switch (outcome.kind) {
    case 'new':
      report.added++
      if (report.newRows.length < SHOWN) report.newRows.push({ row: item.row, name: outcome.values.name, fields: changes(FIELDS.filter((field) => shownValue(field, outcome.values, places) !== '' && !(field === 'notice' && outcome.values.notice === 'office')), null, outcome.values, places) })
      return
    case 'changed':
      report.changed++
      if (report.changedRows.length < SHOWN) report.changedRows.push({ row: item.row, id: outcome.before.id, name: outcome.before.name, fields: changes(outcome.fields, outcome.before, outcome.values, places) })
      return
    case 'same':
      report.same++
      return
    case 'bad':
      report.bad++
      if (report.badRows.length < SHOWN) report.badRows.push({ row: item.row, reason: outcome.reason, cells: item.cells.slice(0, MOST_COLUMNS).map((cell) => (cell.length > 500 ? `${cell.slice(0, 500)}...` : cell)) })
  }
}

/** People who have not left and whom the file did not name. */
export function missingPeople(index: { activePeople(): number[] }, named: ReadonlyMap<number, number>): number[] {
  return index.activePeople().filter((no) => !named.has(no))
}

function namesOf(db: ReadableDb, nos: readonly number[]): ImportPreview['missingPeople'] {
  return nos.flatMap((no) => {
    const row = queries.shown(db, no)
    return row ? [{ id: row.id, name: row.name, department: row.department }] : []
  })
}

/** Rows or people that are put into a file at once. */
const BATCH = 200

function* badBatches(db: ReadableDb, row: imports.Import): Generator<Array<Array<string | number>>> {
  for (let after = 0; ; ) {
    const bad = imports.badRowsAfter(db, row.no, after, BATCH)
    const last = bad.at(-1)
    if (!last) return
    yield bad.map(({ row: at, reason, cells }: BadRow) => [reason, at, ...cells])
    after = last.row
  }
}

/** Rows that were not taken as a CSV file, the reason beside each; empty when there are none. */
export function badRowsCsv(db: ReadableDb, row: imports.Import): Promise<string> {
  return csvFile(['Reason', 'Row', ...row.columns], badBatches(db, row), row.delimiter, createPace())
}

/** People whom a file did not name, as a CSV file; empty when there are none. */
export function missingCsv(db: ReadableDb, row: imports.Import, missing: readonly number[]): Promise<string> {
  function* batches(): Generator<string[][]> {
    for (let at = 0; at < missing.length; at += BATCH)
      yield missing.slice(at, at + BATCH).flatMap((no) => queries.shown(db, no) ?? []).map((person) => [person.name, person.employeeId, person.email, person.department ?? '', person.mailStop ?? ''])
  }
  return csvFile(['Name', 'Employee ID', 'E-mail', 'Department', 'Mail stop'], batches(), row.delimiter, createPace())
}

/** The rows an import did not take. @throws NotFound */
export async function badRowsOf(call: CheckedCall, id: string): Promise<{ csv: string }> {
  const { db } = call.services.store
  return { csv: await badRowsCsv(db, existing(db, id)) }
}

/** The latest imports, newest first. */
export function latest(call: CheckedCall): Array<ImportCounts & { id: string; name: string; state: imports.ImportState; at: number; by: string }> {
  return imports.latestImports(call.services.store.db, KEPT_IMPORTS).map(({ id, name, state, at, actorName, added, changed, same, bad, missing }) => ({ id, name, state, at, by: actorName, added, changed, same, bad, missing }))
}

/** Drops imports that nobody applied, with what they had staged. */
export async function forget(store: Store, dropped: readonly imports.Import[]): Promise<void> {
  for (const row of dropped) {
    store.operate({ id: row.actor, name: row.actorName }, () => ({ tables: (tables) => imports.setState(tables, row.no, 'cancelled'), events: [], answer: () => null }))
  }
  await tidy(store)
}

/** Removes what closed imports had staged, a little at a time. */
export async function tidy(store: Store): Promise<void> {
  const pace = createPace(1)
  const little = (remove: (tables: Parameters<typeof imports.removeStaged>[0]) => boolean): boolean => {
    let more = false
    if (store.db.open) store.step((tables) => { more = remove(tables) })
    return more
  }
  for (const row of imports.untidy(store.db)) while (little((tables) => imports.removeStaged(tables, row.no))) await pace()
  if (!store.db.open) return
  const keepFrom = imports.latestImports(store.db, KEPT_IMPORTS).at(-1)?.no ?? 0
  while (little((tables) => imports.forgetBadRows(tables, keepFrom) > 0)) await pace()
}
