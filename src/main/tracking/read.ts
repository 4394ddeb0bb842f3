import { type Notice, readNotice } from '../../shared/mail/tracking-notice.ts'
import { readPage } from '../../shared/mail/tracking-text.ts'
import type { BadTableRow, TableMapping, TableShape } from '../../shared/mail/tracking-table.ts'
import { mappingProblem, readTable, tableShape } from '../../shared/mail/tracking-table.ts'
import { plainWords, readUspsText } from '../../shared/mail/tracking-usps.ts'
import type { PieceNews, TrackingFacts } from '../../shared/mail/tracking.ts'
import { NO_FACTS, tidy } from '../../shared/mail/tracking.ts'
import { csvRows, NotATable } from '../csv/rows.ts'
import { detectDelimiter, detectEncoding, utf8Parts } from '../csv/text.ts'
import { createPace } from '../directory/pace.ts'

/** What a file is taken for, by what stands in it. */
export type FileKind = 'json' | 'email' | 'csv' | 'text'

/** What a file says. `shape` is there for tables, so that a person can say otherwise which column is which. */
export type FileNews =
  | { ok: true; kind: FileKind; news: PieceNews[]; bad: BadTableRow[]; shape: TableShape | null; sample: string[][] }
  | { ok: false; kind: FileKind | null; reason: string; shape: TableShape | null; sample: string[][] }

/** Largest file that is read, in bytes. */
export const LARGEST_NEWS = 16 << 20
const LARGEST_TEXT = 2 << 20
const SAMPLE_ROWS = 12
/** Rows that are taken between two pauses. */
const STEP = 100

const HEADERS = /^(?:[A-Za-z][A-Za-z0-9-]*:.*\r?\n(?:[ \t].*\r?\n)*){2,}/
const MAIL_HEADER = /^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|x-[a-z0-9-]+):/im

function looksLike(name: string, text: string): FileKind {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return 'json'
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (extension === 'eml' || (HEADERS.test(text.slice(0, 20_000)) && (MAIL_HEADER.exec(text.slice(0, 20_000))?.index ?? -1) >= 0 && /^from:/im.test(text.slice(0, 20_000)))) return 'email'
  if (extension === 'json') return 'json'
  if (extension === 'csv' || extension === 'tsv' || extension === 'tab') return 'csv'
  return 'text'
}

/** A text without what stands between two marks. Goes over it once, whatever it holds. */
function without(text: string, from: string, to: string): string {
  const lower = text.toLowerCase()
  if (lower.length !== text.length) return text
  const kept: string[] = []
  let at = 0
  for (;;) {
    const start = lower.indexOf(from, at)
    if (start < 0) break
    kept.push(text.slice(at, start), ' ')
    const end = lower.indexOf(to, start)
    if (end < 0) return kept.join('')
    at = end + to.length
  }
  return [...kept, text.slice(at)].join('')
}

/** Text of a page or message that is written as HTML. */
export function textOfHtml(html: string): string {
  const shown = ([['<!--', '-->'], ['<head>', '</head>'], ['<style', '</style'], ['<script', '</script']] as const).reduce((text, [from, to]) => without(text, from, to), html)
  const blocks = shown.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d|\/td|\/th|p|div|tr|li|h\d)\b[^>]*>/gi, '\n')
  return blocks.split('\n').map((line) => (line.length > 20_000 ? '' : plainLine(line))).join('\n')
}

// Words are cut at a length that suits an event; a line of a page may be longer.
const plainLine = (line: string): string => (line.match(/[\s\S]{1,450}/g) ?? []).map((part) => plainWords(part)).join(' ').trim()

const failed = (kind: FileKind | null, reason: string, shape: TableShape | null = null, sample: string[][] = []): FileNews => ({ ok: false, kind, reason, shape, sample })

/**
 * Reads a file with tracking news: an answer of the USPS interface in any of its shapes, a notice by e-mail, a table, or the
 * copied text of a page. Never throws; what cannot be read is answered with the reason and what to do.
 *
 * @param mapping which column is which, where a person said so
 */
export async function readNewsFile(name: string, bytes: Buffer, mapping?: TableMapping): Promise<FileNews> {
  if (bytes.length === 0) return failed(null, 'There is nothing in this file.')
  if (bytes.length > LARGEST_NEWS) return failed(null, `This file is larger than ${LARGEST_NEWS >> 20} MB. Split it, then read the parts one after the other.`)
  if (['PK\u0003\u0004', '\u00D0\u00CF\u0011\u00E0', '%PDF-'].some((start) => bytes.toString('latin1', 0, start.length) === start))
    return failed(null, 'This is a spreadsheet, archive or PDF file, not text. Save it as CSV or copy its text, then read that.')
  const { encoding, start } = detectEncoding(bytes)
  const text = Buffer.concat([...utf8Parts(bytes, encoding, start)]).toString('utf8')
  if (text.includes('\0')) return failed(null, 'This file is not text. Choose the file that the carrier sent, or copy the page and paste it.')
  if (text.trim() === '') return failed(null, 'There is nothing in this file.')
  const kind = mapping ? 'csv' : looksLike(name, text)
  try {
    if (kind === 'json') return readJson(text)
    if (kind === 'email') return await readEmail(bytes)
    return kind === 'csv' ? await readCsv(text, mapping) : await readText(text)
  } catch (error) {
    if (error instanceof NotATable) return failed(kind, error.message)
    return failed(kind, `This file could not be read: ${tidy(error instanceof Error ? error.message : String(error), 200)}`)
  }
}

function readJson(text: string): FileNews {
  const answer = readUspsText(text)
  if (answer.ok) return { ok: true, kind: 'json', news: together(answer.news), bad: [], shape: null, sample: [] }
  const { code, message } = answer.problem
  return failed('json', /^\d+$/.test(code) ? `USPS answered ${code}: ${message}` : message)
}

/** Messages inside messages are read so deep, and so many of them. */
const DEEPEST = 3
const MOST_INSIDE = 200

/** The notices of a message, each as its text and as its page: its own, and those that are attached to it. */
async function readMessage(bytes: Uint8Array | string, deep = 0): Promise<Array<{ plain: Notice; page: Notice }>> {
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true })
  const html = typeof mail.html === 'string' ? textOfHtml(mail.html) : ''
  const from = mail.from && 'address' in mail.from ? (mail.from.address ?? '') : ''
  const head = { from, subject: tidy(mail.subject ?? '', 300) }
  const found = [{ plain: { ...head, text: (mail.text ?? '').trim() }, page: { ...head, text: html } }]
  if (deep >= DEEPEST) return found
  for (const { mimeType, content } of mail.attachments) {
    if (mimeType !== 'message/rfc822' || found.length > MOST_INSIDE) continue
    found.push(...(await readMessage(typeof content === 'string' ? content : new Uint8Array(content), deep + 1)))
  }
  return found
}

/** How much news says: an event with its time above all. */
const told = (news: readonly PieceNews[]): number => news.reduce((sum, { events }) => sum + 1 + events.length + events.filter(({ local }) => local !== null).length * 2, 0)

async function readEmail(bytes: Buffer): Promise<FileNews> {
  const messages = await readMessage(bytes)
  const texts = messages.flatMap(({ plain, page }) => [plain, page])
  if (texts.every(({ subject, text }) => subject === '' && text.trim() === '')) return failed('email', 'This message is empty.')
  if (texts.some(({ text }) => text.length > LARGEST_TEXT)) return failed('email', 'This message is too long for a notice.')
  // The text and the page say the same; whichever says more of it is read.
  const news = messages.flatMap(({ plain, page }) => {
    const [fromText, fromPage] = [readNotice(plain), page.text === '' ? [] : readNotice(page)]
    return told(fromPage) > told(fromText) ? fromPage : fromText
  })
  if (news.length === 0) return failed('email', 'This message names no tracking number. Add its news by hand.')
  return { ok: true, kind: 'email', news: together(news), bad: [], shape: null, sample: [] }
}

/** News about the same number in one: a file may tell of it in several places. */
function together(news: readonly PieceNews[]): PieceNews[] {
  const byNumber = new Map<string, PieceNews>()
  for (const one of news) {
    const before = byNumber.get(one.number)
    byNumber.set(one.number, before ? {
      ...before, events: [...before.events, ...one.events], facts: mergedFacts(before.facts, one.facts), problem: before.problem && one.problem, unread: before.events.length + one.events.length > 0 ? null : before.unread,
      raw: `${before.raw}\n${one.raw}`,
    } : one)
  }
  return [...byNumber.values()]
}

/** What either says of a piece as a whole; the second counts where both say something. */
function mergedFacts(first: TrackingFacts, second: TrackingFacts): TrackingFacts {
  const said = Object.entries(second).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  return { ...first, ...Object.fromEntries(said) }
}

async function readText(text: string): Promise<FileNews> {
  if (text.length > LARGEST_TEXT) return failed('text', 'This text is too long for a tracking page.')
  const html = /<(?:html|body|table|div)\b/i.test(text.slice(0, 5_000))
  const news = readPage(html ? textOfHtml(text) : text)
  const table = await asTable(text)
  if (table && (news.every((one) => one.events.length === 0) || table.ok)) return table
  if (news.length === 0) return failed('text', 'This text names no tracking number. Copy the whole page, the number included.')
  return { ok: true, kind: 'text', news, bad: [], shape: null, sample: [] }
}

/** A text that is a table although its name does not say so: a header that names a number and an event. */
async function asTable(text: string): Promise<FileNews | null> {
  const { delimiter } = detectDelimiter(text.slice(0, 64 << 10))
  const head = text.split(/\r\n|\r|\n/, 1)[0] ?? ''
  if (!head.includes(delimiter)) return null
  const shape = tableShape([head.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/g, ''))])
  if (!shape.hasHeader || mappingProblem(shape.mapping) !== null) return null
  return await readCsv(text, undefined)
}

async function readCsv(text: string, given: TableMapping | undefined): Promise<FileNews> {
  const { delimiter, skip } = detectDelimiter(text.slice(0, 64 << 10))
  const bytes = Buffer.from(text.slice(skip))
  const pace = createPace()
  const rows: string[][] = []
  const numbers: number[] = []
  const bad: BadTableRow[] = []
  for await (const step of csvRows((offset) => [bytes.subarray(offset)], delimiter, pace))
    for (const row of step.rows) {
      if (row.broken !== null) bad.push({ row: row.row, reason: row.broken, cells: row.cells })
      else {
        rows.push(row.cells)
        numbers.push(row.row)
      }
    }
  const sample = rows.slice(0, SAMPLE_ROWS)
  if (rows.length === 0) return failed('csv', 'There is nothing in this table.')
  const known = tableShape(rows.slice(0, 51))
  const shape = given ? { ...known, mapping: given } : known
  const problem = mappingProblem(shape.mapping)
  if (problem !== null) return failed('csv', problem, shape, sample)
  const byNumber = new Map<string, PieceNews>()
  for (let at = shape.start; at < rows.length; at += STEP) {
    const part = readTable(rows.slice(at, at + STEP), shape.mapping, 0)
    bad.push(...part.bad.map((one) => ({ ...one, row: numbers[at + one.row] ?? 0 })))
    for (const one of part.news) {
      const before = byNumber.get(one.number)
      byNumber.set(one.number, before ? { ...before, events: [...before.events, ...one.events], raw: `${before.raw}\n${one.raw}` } : { ...one, facts: NO_FACTS })
    }
    await pace()
  }
  if (byNumber.size === 0) {
    const first = bad[0]
    return failed('csv', first ? `No row of this table could be taken. Row ${first.row}: ${first.reason}` : 'This table has no rows below its header.', shape, sample)
  }
  return { ok: true, kind: 'csv', news: [...byNumber.values()], bad: bad.sort((a, b) => a.row - b.row), shape, sample }
}
