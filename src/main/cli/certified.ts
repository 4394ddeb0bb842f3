import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { BatchMapping, BatchReport } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import { BATCH_FIELDS, batchField, LARGEST_BATCH } from '../../shared/contract/certified.ts'
import { letterFilter, letterService, mailClass } from '../../shared/contract/letters.ts'
import { newId } from '../../shared/ids.ts'
import { formatMoney } from '../../shared/mail/money.ts'
import { number } from '../../shared/words.ts'
import { UsageError, wholeNumber } from '../args.ts'
import type { Client } from './client.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { followed } from './followed.ts'
import { answerMissing } from './given.ts'
import { printable } from './pieces.ts'

const listed = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')

function mappingFrom(path: string, columns: readonly string[]): BatchMapping {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`${path} is not a mapping: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw new UsageError(`${path} is not a mapping. It looks like {"name": "Addressee", "address1": "Street"}.`)
  return Object.fromEntries(Object.entries(given).map(([name, column]: [string, unknown]) => {
    const field = batchField.safeParse(name)
    if (!field.success) throw new UsageError(`"${name}" is not a field. The fields are ${BATCH_FIELDS.join(', ')}.`)
    const place = typeof column === 'number' ? column : columns.findIndex((known) => known.toLowerCase() === String(column).trim().toLowerCase())
    if (!Number.isInteger(place) || place < 0 || place >= columns.length) throw new UsageError(`The file has no column "${String(column)}". Its columns are ${columns.join(', ')}.`)
    return [field.data, place]
  }))
}

async function importLetters(call: Invocation, file: string | undefined): Promise<number> {
  if (file === undefined) throw new UsageError('Name the file.')
  const path = resolve(file)
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new Error(`There is no file ${path}.`)
  if (size > LARGEST_BATCH) throw new Error(`${path} is larger than ${LARGEST_BATCH >> 20} MB. Split it.`)
  const services = listed(call.values['services']).map((name) => {
    const known = letterService.safeParse(name)
    if (!known.success) throw new UsageError(`--services takes ${letterService.options.join(', ')}, not "${name}".`)
    return known.data
  })
  const kind = mailClass.safeParse(call.values['class'] ?? 'first-class')
  if (!kind.success) throw new UsageError(`--class takes ${mailClass.options.join(' or ')}, not "${call.values['class']}".`)
  const order = { name: basename(path), content: readFileSync(path).toString('base64'), services, mailClass: kind.data, document: call.values['document'] ?? '' }
  const { report, reasons } = await withClient(call, async (client) => {
    const columns = (await client.certified.batchPreview(order)).columns
    const mapping = call.values['mapping'] === undefined ? undefined : mappingFrom(resolve(call.values['mapping']), columns)
    const given = { ...order, ...(mapping === undefined ? {} : { mapping }) }
    const preview = await client.certified.batchPreview(given)
    const id = preview.before && !preview.before.finished ? preview.before.batch : newId(Date.now())
    return { report: await followed<BatchReport>(call, await client.certified.batchApply({ ...given, mapping: preview.mapping, id })), reasons: preview.badRows }
  })
  const badFile = call.values['bad'] === undefined || report.bad === 0 ? undefined : resolve(call.values['bad'])
  if (badFile !== undefined) writeFileSync(badFile, report.badCsv)
  call.io.out(call.json ? JSON.stringify({ ...report, badRows: reasons }) : [
    `${number(report.letters)} letters logged without number; scan their numbers on, in the order of the file.`,
    ...(report.bad > 0 ? [`${number(report.bad)} rows were not taken:`, ...reasons.slice(0, 10).map((bad) => `  row ${bad.row}: ${printable(bad.reason)}`)] : []),
    ...(report.bad > 0 ? [badFile === undefined ? 'Name a file with --bad to get them all, with the reasons.' : `All of them, with the reasons, are in ${badFile}.`] : []),
  ].join('\n'))
  return report.cancelled ? 1 : 0
}

function inWords(letter: LetterRow): string {
  const state = letter.voided ? `voided: ${letter.voided.reason}` : letter.book ? `${letter.state}, book ${letter.book.number} line ${letter.book.line}` : letter.state
  return printable(`${letter.day}  ${letter.grouped === '' ? 'no number yet' : letter.grouped}  ${letter.addressee.name}  ${formatMoney(letter.total)}${letter.unpriced > 0 ? ' and more' : ''}  ${state}${letter.mailing ? `, mailed ${letter.mailing.day}` : ''}`)
}

async function listLetters(call: Invocation): Promise<number> {
  const { stage, department, matter, text, from, to } = call.values
  const filter = letterFilter.safeParse({ ...(stage === undefined ? {} : { stage }), ...(department === undefined ? {} : { department }), ...(matter === undefined ? {} : { matter }), ...(text === undefined ? {} : { text }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })
  if (!filter.success) throw new UsageError(filter.error.issues[0]?.path[0] === 'stage' ? '--stage takes unbooked, open-book, waiting, accepted, voided or unnumbered.' : 'A day is written like 2026-11-24.')
  const page = await withClient(call, (client) => client.certified.list({ ...filter.data, limit: wholeNumber('limit', call.values['limit'] ?? '50', 1, 500) }))
  call.io.out(call.json ? JSON.stringify(page) : [...(page.rows.length === 0 ? ['No letter is like that.'] : page.rows.map(inWords)), ...(page.next === null ? [] : ['There are more: raise --limit.'])].join('\n'))
  return 0
}

/** Writes under another name first, so that a file of this name is always a whole one. */
function writeWhole(path: string, bytes: Buffer): void {
  const part = `${path}.part`
  try {
    writeFileSync(part, bytes)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

async function bookOf(client: Client, number: number | null) {
  const { rows } = await client.certified.books({ ...(number === null ? {} : { number }), limit: 200 })
  const book = number === null ? rows.find((row) => row.state !== 'voided') : rows[0]
  if (!book) throw new Error(number === null ? 'There is no mailing book yet.' : `There is no mailing book ${number}.`)
  return client.certified.book({ id: book.id })
}

async function showBook(call: Invocation, number: string | undefined): Promise<number> {
  const file = call.values['pdf']
  const { detail, pdf } = await withClient(call, async (client) => {
    const detail = await bookOf(client, number === undefined ? null : wholeNumber('NUMBER', number, 1, 1_000_000_000))
    return { detail, pdf: file === undefined ? null : await client.certified.bookPdf({ book: detail.book.id }) }
  })
  const path = file === undefined ? null : resolve(file)
  if (pdf && path !== null) writeWhole(path, Buffer.from(pdf.content, 'base64'))
  const { book, lines, warnings } = detail
  if (call.json) call.io.out(JSON.stringify({ book, lines, warnings, ...(pdf && path !== null ? { pdf: { file: path, pages: pdf.pages, missing: pdf.missing } } : {}) }))
  else call.io.out([
    `Book ${book.number}: ${book.state}, ${book.letters} letters${book.struck > 0 ? `, ${book.struck} struck` : ''}, ${formatMoney(book.total)}.`,
    ...lines.map((line) => printable(`  ${line.line}  ${line.letter.grouped === '' ? 'no number yet' : line.letter.grouped}  ${line.letter.addressee.name}${line.struck ? `  struck: ${line.struck.reason}` : ''}`)),
    ...warnings.map((warning) => `! ${warning}`), ...(pdf && path !== null ? [`${pdf.pages} ${pdf.pages === 1 ? 'page' : 'pages'} written to ${path}.`] : []),
  ].join('\n'))
  if (pdf) answerMissing(call, pdf.missing)
  return 0
}

/** `certified`: letters that go out, from the command line. */
export const certifiedCommand: Command = {
  name: 'certified',
  usage: 'certified import FILE.csv | list | book [NUMBER] [--pdf FILE]',
  summary: 'logs a letter for every row of a CSV file, lists letters, or writes the PS 3877 of a mailing book (the newest) to a PDF file',
  options: {
    pdf: { type: 'string' }, mapping: { type: 'string' }, bad: { type: 'string' }, services: { type: 'string' }, class: { type: 'string' }, document: { type: 'string' },
    stage: { type: 'string' }, department: { type: 'string' }, matter: { type: 'string' }, text: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, limit: { type: 'string' },
  },
  run: async (call) => {
    const [what, argument, ...rest] = call.args
    const tooMany = what === 'list' ? call.args[1] : rest[0]
    if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is one word too many.`)
    if (what === 'import') return importLetters(call, argument)
    if (what === 'list') return listLetters(call)
    if (what === 'book') return showBook(call, argument)
    throw new UsageError(what === undefined ? 'Say what to do: import, list or book.' : `"${what}" is not one of import, list, book.`)
  },
}
