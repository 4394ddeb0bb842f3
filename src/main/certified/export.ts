import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { LetterFilter, LetterRow } from '../../shared/contract/letters.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { className, LETTER_SERVICES, serviceName } from '../../shared/mail/services.ts'
import type { CheckedCall } from '../call.ts'
import { handOut } from '../csv/hand-out.ts'
import { asText } from '../pieces/csv.ts'
import type { JobContext } from '../store/jobs.ts'
import type { Progress } from '../store/reader.ts'
import * as queries from './queries.ts'

const time = (at: number, zone: string): string => `${officeDay(at, zone)} ${officeTime(at, zone)}`
/** Dollars as a number a spreadsheet adds up; empty where the amount is not known. */
const dollars = (cents: number | null): string => (cents === null ? '' : `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)

const COLUMNS: ReadonlyArray<{ title: string; value: (letter: LetterRow, zone: string) => string }> = [
  { title: 'Logged', value: (letter, zone) => time(letter.loggedAt, zone) },
  { title: 'Article number', value: (letter) => letter.grouped },
  { title: 'State', value: (letter) => letter.state },
  { title: 'Addressee', value: (letter) => letter.addressee.name },
  { title: 'Address', value: (letter) => letter.addressee.lines.slice(1).join(', ') },
  { title: 'ZIP', value: (letter) => letter.addressee.zip },
  { title: 'Class', value: (letter) => className(letter.mailClass) },
  { title: 'Services', value: (letter) => LETTER_SERVICES.filter((service) => letter.services.includes(service)).map(serviceName).join(', ') },
  { title: 'Weight (oz)', value: (letter) => (letter.weight === null ? '' : (letter.weight / 10).toFixed(1)) },
  { title: 'Postage', value: (letter) => dollars(letter.charges.postage.cents) },
  { title: 'Fees', value: (letter) => (letter.charges.fees.some((fee) => fee.cents === null) ? '' : dollars(letter.charges.fees.reduce((sum, fee) => sum + (fee.cents ?? 0), 0))) },
  { title: 'Total', value: (letter) => (letter.unpriced > 0 ? '' : dollars(letter.total)) },
  { title: 'Department', value: (letter) => letter.department },
  { title: 'Cost code', value: (letter) => letter.costCode },
  { title: 'Matter', value: (letter) => letter.matter },
  { title: 'Document', value: (letter) => letter.document },
  { title: 'Green card', value: (letter) => letter.greenCard },
  { title: 'Book', value: (letter) => (letter.book ? String(letter.book.number) : '') },
  { title: 'Line', value: (letter) => (letter.book ? String(letter.book.line) : '') },
  { title: 'Mailing date', value: (letter) => letter.mailing?.day ?? '' },
  { title: 'Evidence', value: (letter) => letter.mailing?.evidence ?? '' },
  { title: 'Post office', value: (letter) => letter.mailing?.postOffice ?? '' },
  { title: 'Accepted by', value: (letter) => letter.mailing?.employee ?? '' },
  { title: 'Logged by', value: (letter) => letter.loggedBy },
  { title: 'Stated by', value: (letter) => letter.statedSource ?? '' },
  { title: 'Voided', value: (letter, zone) => (letter.voided ? time(letter.voided.at, zone) : '') },
  { title: 'Void reason', value: (letter) => letter.voided?.reason ?? '' },
  { title: 'Note', value: (letter) => letter.note },
  { title: 'Id', value: (letter) => letter.id },
]

/** Amounts and weights are numbers; what else looks like one is kept as it is written. */
const NUMBERS: ReadonlySet<string> = new Set(['Weight (oz)', 'Postage', 'Fees', 'Total', 'Book', 'Line'])
const OPTIONS = { escape_formulas: true, record_delimiter: '\r\n' } as const
const CHUNK = 500

/** Writes the letters that a filter lets through to `path`, newest first. A file that is not finished is removed. */
export async function exportLetters(input: { filter: LetterFilter; zone: string; path: string }, context: JobContext): Promise<{ rows: number }> {
  const db = context.open()
  const file = openSync(input.path, 'wx', 0o600)
  let rows = 0
  let whole = false
  try {
    writeSync(file, `\uFEFF${stringify([COLUMNS.map((column) => column.title)], OPTIONS)}`)
    const all = queries.countLetters(db, '').states.values().reduce((sum, n) => sum + n, 0)
    for (let cursor: number | null = Number.MAX_SAFE_INTEGER; cursor !== null; ) {
      const page: ReturnType<typeof queries.listLetters> = queries.listLetters(db, input.filter, { cursor, limit: CHUNK })
      if (page.rows.length > 0) writeSync(file, stringify(page.rows.map((letter) => COLUMNS.map(({ title, value }) => (NUMBERS.has(title) ? value(letter, input.zone) : asText(value(letter, input.zone))))), OPTIONS))
      rows += page.rows.length
      cursor = page.next
      context.progress({ step: 'Writing letters', done: rows, of: Math.max(all, rows) })
      await context.breathe()
    }
    whole = true
    return { rows }
  } finally {
    closeSync(file)
    db.close()
    if (!whole) rmSync(input.path, { force: true })
  }
}

/** What a filter lets through as a CSV file, written in the worker, in parts. */
export function exportCsv(call: CheckedCall, filter: LetterFilter, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { part: string } | { report: { rows: number; name: string } }> {
  const { store, reader } = call.services
  const zone = store.zone()
  const name = `certified-${officeDay(store.now(), zone)}-${officeTime(store.now(), zone).replace(':', '')}.csv`
  return handOut(name, (path, onProgress, inner) => reader.run('exportLetters', { filter, zone, path }, { onProgress, signal: inner }), signal)
}
