import type { BookRow, LetterRow } from '../../shared/contract/letters.ts'
import type { PrintJob } from '../../shared/contract/printing.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { Sheet, SheetLine, SheetService } from '../../shared/printing/mailing-book.ts'
import { mailingBook } from '../../shared/printing/mailing-book.ts'
import type { PageDocument } from '../../shared/printing/document.ts'
import type { CheckedCall } from '../call.ts'
import { printerFor } from '../printing/printers.ts'
import { queue } from '../printing/printing.ts'
import { missingInPdf, preview } from '../printing/render.ts'
import type { ReadableDb } from '../store/db.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { existingBook } from './books.ts'
import type { ClosedLine } from './events.ts'
import * as queries from './queries.ts'
import { CERTIFIED } from './settings.ts'

type Context = Pick<CheckedCall, 'services'>

/** A letter as a line, before or after closing. */
interface Listed { number: string; grouped: string; addressee: LetterRow['addressee']; mailClass: LetterRow['mailClass']; services: LetterRow['services']; charges: LetterRow['charges'] }

const sheetLine = (line: number, letter: Listed, struck: string | null): SheetLine => ({
  line, number: letter.number, grouped: letter.grouped === '' ? 'no number yet' : letter.grouped, addressee: letter.addressee.lines, postage: letter.charges.postage.cents,
  fees: Object.fromEntries(letter.charges.fees.map((fee) => [fee.item, fee.cents])), struck,
})

function tickedOf(letters: readonly Listed[]): SheetService[] {
  const any = (test: (letter: Listed) => boolean): boolean => letters.some(test)
  const has = (letter: Listed, service: LetterRow['services'][number]): boolean => letter.services.includes(service)
  const ticks: Array<[SheetService, boolean]> = [
    ['Adult Signature Required', any((letter) => has(letter, 'adult') && !has(letter, 'restricted'))], ['Adult Signature Restricted Delivery', any((letter) => has(letter, 'adult') && has(letter, 'restricted'))],
    ['Certified Mail', letters.length > 0], ['Certified Mail Restricted Delivery', any((letter) => has(letter, 'restricted') && !has(letter, 'adult'))], ['Return Receipt', any((letter) => has(letter, 'card'))],
    ['Electronic Return Receipt', any((letter) => has(letter, 'electronic'))], ['First-Class Mail', any((letter) => letter.mailClass === 'first-class')], ['Priority Mail', any((letter) => letter.mailClass === 'priority')],
  ]
  return ticks.flatMap(([service, ticked]) => (ticked ? [service] : []))
}

/** What stands on the lines of a book: as it was closed, with the strikes that came later; an open book as it is now. */
function linesOf(db: ReadableDb, book: BookRow, version: 'now' | 'closed'): { lines: SheetLine[]; letters: Listed[] } {
  const closed: ClosedLine[] | null = book.closedAt === null ? null : queries.closedLines(db, book.id, book.closedAt)
  const rows = queries.bookLines(db, book.id)
  const struck = new Map(rows.flatMap((row) => (row.struckAt === null || version === 'closed' ? [] : [[row.letter.id, row.struckReason]])))
  const listed: Array<Listed & { line: number; id: string }> = closed?.map((line) => ({ ...line, id: line.letter })) ?? rows.map(({ line, letter }) => ({ ...letter, line, id: letter.id }))
  return { lines: listed.map((letter) => sheetLine(letter.line, letter, struck.get(letter.id) ?? null)), letters: listed.filter((letter) => !struck.has(letter.id)) }
}

/** The sheets of a book as a document. @throws NotFound */
export function sheetOf({ services: { store } }: Context, id: string, version: 'now' | 'closed'): { book: BookRow; document: PageDocument } {
  const { db } = store
  const book = existingBook(db, id)
  const office = setting(db, OFFICE)
  const { linesPerSheet, sheetBarcodes, approval } = setting(db, CERTIFIED)
  const { lines, letters } = linesOf(db, book, version)
  const sheet: Sheet = {
    sender: [office?.name ?? '', ...(office?.address ?? '').split('\n')].filter((line) => line.trim() !== ''), book: `Book ${book.number}`, day: officeDay(book.closedAt ?? store.now(), store.zone()), ticked: tickedOf(letters), lines,
    perSheet: linesPerSheet, barcodes: sheetBarcodes, approved: approval?.day ?? null, draft: book.state === 'open',
  }
  return { book, document: mailingBook(sheet) }
}

/** The sheets of a book as PDF, made off the scan's path. The same book gives the same bytes until something changes. @throws NotFound */
export async function bookPdf(call: CheckedCall, input: { book: string; version: 'now' | 'closed' }): Promise<{ name: string; pages: number; content: string; missing: string | null }> {
  const { book, document } = sheetOf(call, input.book, input.version)
  const { bytes, missing } = await call.services.reader.run('documentPdf', { document, created: book.closedAt ?? book.openedAt })
  const suffix = book.state === 'open' ? '-draft' : input.version === 'closed' && book.struck > 0 ? '-as-closed' : ''
  return { name: `ps3877-book-${book.number}${suffix}.pdf`, pages: document.pages.length, content: Buffer.from(bytes).toString('base64'), missing }
}

/** One page of the sheets as a picture for the screen, and what of it no font has. @throws NotFound */
export async function bookPage(call: CheckedCall, input: { book: string; page: number }): Promise<{ pages: number; page: number; svg: string; missing: string | null }> {
  const { document } = sheetOf(call, input.book, 'now')
  const page = Math.min(input.page, document.pages.length - 1)
  const shown = { ...document, pages: document.pages.slice(page, page + 1) }
  const [svg = ''] = preview(shown)
  return { pages: document.pages.length, page, svg, missing: await missingInPdf(shown) }
}

/** Queues the sheets of a book. @throws NotFound, Refusal `no-printer` */
export async function printBook(call: CheckedCall, input: { book: string; printer?: string | undefined }): Promise<PrintJob> {
  const { store } = call.services
  const printer = printerFor(store, 'report', input.printer)
  return await queue(call.services, call.actor, { printer, purpose: 'report', document: sheetOf(call, input.book, 'now').document })
}
