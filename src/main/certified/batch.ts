import { createHash } from 'node:crypto'
import type { BatchMapping, BatchPreview, BatchReport } from '../../shared/contract/certified.ts'
import type { LetterAddressee, LetterRow } from '../../shared/contract/letters.ts'
import { LARGEST_BATCH } from '../../shared/contract/certified.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { parseAddressBlock } from '../../shared/mail/address.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { refusedServices, serviceTypeCode } from '../../shared/mail/services.ts'
import { storable } from '../../shared/mail/text.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { csvFile, csvRows, NotATable } from '../csv/rows.ts'
import type { Delimiter } from '../csv/text.ts'
import { detectDelimiter, detectEncoding, utf8Parts } from '../csv/text.ts'
import { createPace } from '../directory/pace.ts'
import { withProgress } from '../progress.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Progress } from '../store/reader.ts'
import { readBlock, remember } from './addressees.ts'
import { columnsKey, suggestMapping } from './batch-columns.ts'
import * as rows from './batch-queries.ts'
import { letterLogged, letterVoided } from './events.ts'
import { drafts } from './letters.ts'
import { addressKey } from './projection.ts'
import * as queries from './queries.ts'

/** What every letter of a batch is sent as. A row's own department, cost code, matter, document and weight stand before it. */
export type BatchChoice = Pick<LetterRow, 'mailClass' | 'services' | 'shape' | 'weight' | 'department' | 'costCode' | 'matter' | 'document'>
export interface BatchInput extends BatchChoice { name: string; content: string; mapping?: BatchMapping | undefined }

/** How files begin that are often taken for a list: Excel's two kinds, and PDF. */
const BINARY = ['PK\u0003\u0004', '\u00D0\u00CF\u0011\u00E0', '%PDF-']
const MOST_COLUMNS = 1_000
/** Letters in one transaction: some milliseconds. */
const CHUNK = 25
const SHOWN = 20
const SHOWN_BAD = 100

interface Table { columns: string[]; rows: Array<{ row: number; cells: string[]; broken: string | null }>; delimiter: Delimiter; fingerprint: string }

/** @throws Refusal `too-large`, `not-a-table`, `empty-file` */
async function readTable(content: string): Promise<Table> {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length > LARGEST_BATCH) throw new Refusal('too-large', `This file is larger than ${LARGEST_BATCH >> 20} MB. Split it, then take the parts one after the other.`, { field: 'content' })
  if (BINARY.some((start) => bytes.toString('latin1', 0, start.length) === start)) throw new Refusal('not-a-table', 'This file is not a table of text. Save it as CSV, then choose it again.', { field: 'content' })
  const { encoding, start } = detectEncoding(bytes)
  const text = Buffer.concat([...utf8Parts(bytes, encoding, start)])
  const { delimiter, skip } = detectDelimiter(text.subarray(0, 64 << 10).toString('utf8'))
  const body = text.subarray(skip)
  const all: Table['rows'] = []
  try {
    for await (const step of csvRows((offset) => [body.subarray(offset)], delimiter, createPace())) all.push(...step.rows)
  } catch (error) {
    if (error instanceof NotATable) throw new Refusal('not-a-table', error.message, { field: 'content' })
    throw error
  }
  const [header, ...rest] = all
  if (!header || header.cells.every((cell) => cell.trim() === '')) throw new Refusal('empty-file', 'There is nothing in this file. Choose another one.', { field: 'content' })
  if (header.cells.length > MOST_COLUMNS || header.cells.some((cell) => cell.includes('\0'))) throw new Refusal('not-a-table', 'This file is not a table of text. Save it as CSV, then choose it again.', { field: 'content' })
  return { columns: header.cells.map((cell) => cell.trim()), rows: rest.filter((row) => row.broken !== null || row.cells.some((cell) => cell.trim() !== '')), delimiter, fingerprint: createHash('sha256').update(bytes).digest('hex') }
}

/** @throws Refusal `no-such-column`, `column-twice`, `no-address-column` */
function checkMapping(table: Table, mapping: BatchMapping): void {
  const used = Object.values(mapping)
  if (used.some((column) => column >= table.columns.length)) throw new Refusal('no-such-column', 'The file has no such column.', { field: 'mapping' })
  if (new Set(used).size < used.length) throw new Refusal('column-twice', 'One column cannot be two things at once.', { field: 'mapping' })
  if (mapping.address === undefined && (mapping.address1 === undefined || (mapping.name === undefined && mapping.company === undefined)))
    throw new Refusal('no-address-column', 'Choose the columns that hold the addressee’s name and street, or the one that holds the whole address.', { field: 'mapping' })
}

/** A row as a letter, or why it cannot be one. */
type Made = { row: number; ok: true; addressee: LetterAddressee; block: string; doubts: readonly string[]; choice: BatchChoice & { note: string } } | { row: number; ok: false; reason: string; cells: readonly string[] }

const LIMITS = { department: 200, costCode: 100, matter: 200, document: 500, note: 1_000 } as const

function made({ row, cells, broken }: Table['rows'][number], mapping: BatchMapping, choice: BatchChoice): Made {
  const bad = (reason: string): Made => ({ row, ok: false, reason, cells })
  if (broken !== null) return bad(broken)
  for (const cell of cells) {
    const kept = storable(cell)
    if (!kept.ok) return bad(kept.reason)
  }
  const at = (field: keyof BatchMapping): string => (mapping[field] === undefined ? '' : (cells[mapping[field]] ?? '').trim())
  const block = at('address') !== '' ? at('address') : [at('attention') === '' ? '' : `Attn: ${at('attention')}`, at('name'), at('company'), at('address1'), at('address2'), at('address3'), placeLine(at('city'), at('state'), at('zip')), at('country')].filter((line) => line !== '').join('\n')
  if (block === '') return bad('There is no address in this row.')
  const parsed = parseAddressBlock(block)
  let addressee: LetterAddressee
  try {
    addressee = readBlock(block)
  } catch (error) {
    if (error instanceof Refusal) return bad(error.message)
    throw error
  }
  if (addressee.kind === 'unknown') return bad('There is no line with city, state and ZIP code.')
  if (addressee.zip === '') return bad('There is no ZIP code.')
  if (parsed.street === null && parsed.poBox === null) return bad('There is no street or PO box.')
  const [refused] = refusedServices({ mailClass: choice.mailClass, services: choice.services, destination: addressee.kind })
  if (refused) return bad(refused.reason)
  const weight = weightOf(at('weight'))
  if (weight === 'unclear') return bad(`"${at('weight')}" is no weight in ounces, such as 1.2.`)
  const long = (Object.keys(LIMITS) as Array<keyof typeof LIMITS>).find((field) => at(field).length > LIMITS[field])
  if (long !== undefined) return bad(`The ${long === 'costCode' ? 'cost code' : long} is longer than ${LIMITS[long]} letters.`)
  return {
    row, ok: true, addressee, block, doubts: parsed.doubts,
    choice: { ...choice, department: at('department') || choice.department, costCode: at('costCode') || choice.costCode, matter: at('matter') || choice.matter, document: at('document') || choice.document, weight: weight ?? choice.weight, note: at('note') },
  }
}

function placeLine(city: string, state: string, zip: string): string {
  // A spreadsheet takes the leading zero from a ZIP code of New England.
  const five = /^\d{4}$/.test(zip) ? `0${zip}` : /^\d{4}-\d{4}$/.test(zip) ? `0${zip}` : zip
  return [[city, state].filter((part) => part !== '').join(', '), five].filter((part) => part !== '').join(' ')
}

function weightOf(text: string): number | null | 'unclear' {
  if (text === '') return null
  const ounces = Number(text.replace(/\s*(?:oz\.?|ounces?)$/i, '').replace(',', '.'))
  const tenths = Math.ceil(Math.round(ounces * 1_000) / 100)
  return Number.isFinite(ounces) && tenths >= 1 && tenths <= 11_200 ? tenths : 'unclear'
}

interface Read { table: Table; mapping: BatchMapping; remembered: boolean; made: Made[] }

/** @throws Refusal as the contract says */
async function read(call: CheckedCall, input: BatchInput): Promise<Read> {
  if (serviceTypeCode(input) === null) throw new Refusal('services', refusedServices({ ...input, destination: 'us' })[0]?.reason ?? 'USPS does not sell these services together.', { field: 'services' })
  const table = await readTable(input.content)
  const remembered = rows.rememberedMapping(call.services.store.db, columnsKey(table.columns))
  const mapping = input.mapping ?? remembered ?? suggestMapping(table.columns)
  if (input.mapping !== undefined) checkMapping(table, mapping)
  const pace = createPace()
  const letters: Made[] = []
  for (const row of table.rows) {
    letters.push(made(row, mapping, input))
    await pace()
  }
  return { table, mapping, remembered: input.mapping === undefined && remembered !== null, made: letters }
}

/** Says what would become of a file; records nothing. @throws Refusal as the contract says */
export async function preview(call: CheckedCall, input: BatchInput): Promise<BatchPreview> {
  const { table, mapping, remembered, made: letters } = await read(call, input)
  const good = letters.filter((letter) => letter.ok)
  const bad = letters.filter((letter) => !letter.ok)
  return {
    columns: table.columns, mapping, remembered, before: rows.batchOfFile(call.services.store.db, table.fingerprint), rows: letters.length, good: good.length, bad: bad.length,
    sample: good.slice(0, SHOWN).map(({ row, addressee, doubts }) => ({ row, addressee, doubts: [...doubts] })), badRows: bad.slice(0, SHOWN_BAD).map(({ row, reason }) => ({ row, reason })),
  }
}

/** The id of the letter of a row: the same batch makes the same letters, however often it is applied. */
function letterId(batch: string, row: number): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const id = batch.slice(0, 9) + [...createHash('sha256').update(`${batch} ${row}`).digest().subarray(0, 9)].map((byte) => alphabet[byte & 31]).join('')
  if (!ID_PATTERN.test(id)) throw new Error(`${id} is no id.`)
  return id
}

/**
 * Logs a letter for every good row. What was logged when it is stopped stays, and the same batch goes on there: in small
 * transactions, so that scans get their turn.
 */
export function apply(call: CheckedCall, input: BatchInput & { id: string }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: BatchReport }> {
  return withProgress((onProgress, inner) => run(call, input, onProgress, inner), signal)
}

async function run(call: CheckedCall, input: BatchInput & { id: string }, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<BatchReport> {
  const { store } = call.services
  const { table, mapping, made: letters } = await read(call, input)
  checkMapping(table, mapping)
  const half = rows.batchOfFile(store.db, table.fingerprint)
  if (half && !half.finished && half.batch !== input.id) throw new Refusal('unfinished', `This file was stopped after ${half.letters} letters. Go on with it, or undo it first.`, { field: 'content' })
  const good = letters.filter((letter) => letter.ok)
  begin(call, input, table, mapping)
  let done = 0
  for (let at = 0; at < good.length && !signal.aborted; at += CHUNK) {
    const chunk = good.slice(at, at + CHUNK)
    store.operate(call.actor, (db) => logRows(call, db, input.id, chunk))
    done += chunk.length
    onProgress({ step: 'Logging letters', done, of: good.length })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const cancelled = done < good.length
  if (!cancelled) finish(call, input.id)
  const bad = letters.filter((letter) => !letter.ok)
  return { batch: input.id, letters: done, bad: bad.length, cancelled, badCsv: await badFile(table, bad) }
}

function begin(call: CheckedCall, input: BatchInput & { id: string }, table: Table, mapping: BatchMapping): void {
  const { store } = call.services
  store.operate(call.actor, (db) => {
    const known = rows.batchById(db, input.id)
    const key = columnsKey(table.columns)
    return {
      tables: (tables) => {
        if (!known) rows.insertBatch(tables, { id: input.id, name: input.name, fingerprint: table.fingerprint, at: store.now(), by: call.actor.name })
        rows.keepMapping(tables, key, mapping, store.now())
      },
      events: known ? [] : [recordChanged.draft(null, { table: 'batch', record: input.id, action: 'added', fields: ['name'] })],
      answer: () => null,
    }
  })
}

function finish(call: CheckedCall, id: string): void {
  call.services.store.operate(call.actor, (db) => ({
    tables: (tables) => rows.finishBatch(tables, id),
    events: rows.batchById(db, id)?.finished === 1 ? [] : [recordChanged.draft(null, { table: 'batch', record: id, action: 'changed', fields: ['finished'] })],
    answer: () => null,
  }))
}

function logRows(call: CheckedCall, db: ReadableDb, batch: string, letters: ReadonlyArray<Extract<Made, { ok: true }>>) {
  const { store } = call.services
  const now = store.now()
  const day = officeDay(now, store.zone())
  const fresh = letters.map((letter) => ({ ...letter, id: letterId(batch, letter.row) })).filter(({ id }) => queries.letterById(db, id) === null)
  const kept = new Map(fresh.map((letter) => [addressKey(letter.addressee), remember(db, letter.addressee, letter.choice, now)]))
  return {
    tables: (tables: Parameters<ReturnType<typeof remember>['tables']>[0]) => {
      for (const one of kept.values()) one.tables(tables)
    },
    events: [
      ...fresh.map(({ id, row, addressee, block, choice }) =>
        letterLogged.draft(id, { ...drafts(db, { ...choice, id, nonmachinable: false }, { to: { addressee, block }, greenCard: '', day, earlier: null }), number: null, batch, batchRow: row })),
      ...[...kept.values()].flatMap((one) => one.events),
    ],
    answer: () => null,
  }
}

async function badFile(table: Table, bad: ReadonlyArray<Extract<Made, { ok: false }>>): Promise<string> {
  if (bad.length === 0) return ''
  const lines = bad.map(({ row, reason, cells }) => [...table.columns.map((_, i) => cells[i] ?? ''), String(row), reason])
  return csvFile([...table.columns, 'Row', 'Why it was not taken'], [lines], table.delimiter, createPace())
}

/** Takes out the letters of a batch that have no number yet. @throws NotFound */
export function undo(call: CheckedCall, input: { batch: string; reason: string }): { voided: number } {
  return call.services.store.operate(call.actor, (db) => {
    if (!rows.batchById(db, input.batch)) throw new NotFound('This batch is not in this store.')
    const waiting = rows.unnumberedOf(db, input.batch)
    return {
      tables: (tables) => rows.finishBatch(tables, input.batch),
      events: [...waiting.map((id) => letterVoided.draft(id, { reason: input.reason, allowedBy: null })), recordChanged.draft(null, { table: 'batch', record: input.batch, action: 'changed', fields: ['finished'] })],
      answer: () => ({ voided: waiting.length }),
    }
  })
}

/** Batches, newest first. */
export function batches({ services: { store } }: Pick<CheckedCall, 'services'>) {
  return rows.listBatches(store.db)
}
