/**
 * The sheet on which accountable letters are presented: a facsimile of PS Form 3877, as privately printed forms may be (DMM 503.1:
 * nearly identical to the form, approved in writing, columns that do not apply left out, unused space struck through). Every text
 * in it is data.
 */
import type { FeeItem } from '../mail/fees.ts'
import { number } from '../words.ts'
import { addressBlock } from './design.ts'
import { bytesPerRow, emptyBitmap } from './document.ts'
import type { Bitmap, Element, PageDocument } from './document.ts'

/** One line of the sheet. Amounts in whole cents, null where nobody knows them. */
export interface SheetLine {
  readonly line: number
  /** The bare article number, for the bars, and in groups, for people. */
  readonly number: string
  readonly grouped: string
  readonly addressee: readonly string[]
  readonly postage: number | null
  readonly fees: Readonly<Partial<Record<FeeItem, number | null>>>
  /** Why it was struck after closing; null for a line that counts. */
  readonly struck: string | null
}

/** What stands in the boxes at the top, to be ticked. */
export const SHEET_SERVICES = ['Adult Signature Required', 'Adult Signature Restricted Delivery', 'Certified Mail', 'Certified Mail Restricted Delivery', 'Return Receipt', 'Electronic Return Receipt', 'First-Class Mail', 'Priority Mail'] as const
export type SheetService = (typeof SHEET_SERVICES)[number]

export interface Sheet {
  /** Name and address of the sender, a line each. */
  readonly sender: readonly string[]
  /** "Book 12", as the office calls it. */
  readonly book: string
  /** The day on the sheet, as it is to be printed. */
  readonly day: string
  readonly ticked: readonly SheetService[]
  readonly lines: readonly SheetLine[]
  readonly perSheet: number
  /** Article numbers as bars, where they fit. */
  readonly barcodes: boolean
  /** The day of the postmaster's written approval; null prints the reminder. */
  readonly approved: string | null
  /** Printed across the head of a sheet that is none yet. */
  readonly draft: boolean
}

const WIDTH = 279.4
const HEIGHT = 215.9
const LEFT = 9
const RIGHT = WIDTH - 9
const TABLE_TOP = 62
const HEAD_HEIGHT = 11.5
const TABLE_BOTTOM = 181
const LINE_WIDTH = 8
const NUMBER_WIDTH = 47
const BARS_WIDTH = 50
const AMOUNT_WIDTH = 17
const NARROWEST_ADDRESS = 62
const LOWEST_BARS = 8.5
const LONGEST_BARS = 22

const FEE_TITLES: Readonly<Record<FeeItem, string>> = {
  postage: 'Postage', nonmachinable: 'Postage', certified: 'Certified Mail Fee', 'certified-restricted': 'Certified RD Fee', 'certified-adult': 'Certified ASR Fee', 'certified-adult-restricted': 'Certified ASRD Fee', card: 'RR Fee',
  electronic: 'RRE Fee',
}
const FEES_IN_ORDER: readonly FeeItem[] = ['certified', 'certified-restricted', 'certified-adult', 'certified-adult-restricted', 'card', 'electronic']
/** Columns that are there even when no line has the fee, as on the form. */
const ALWAYS: ReadonlySet<FeeItem> = new Set(['certified', 'certified-restricted', 'card'])

/** Cents as the form's columns have them: without the dollar sign. */
const plain = (cents: number): string => `${number(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, '0')}`

interface Column { readonly title: string; readonly x: number; readonly w: number; readonly fee: FeeItem | null; readonly kind: 'line' | 'number' | 'bars' | 'address' | 'postage' | 'fee' }

function columnsOf(sheet: Sheet, row: number): Column[] {
  const fees = FEES_IN_ORDER.filter((item) => ALWAYS.has(item) || sheet.lines.some((line) => line.fees[item] !== undefined))
  const amounts = (1 + fees.length) * AMOUNT_WIDTH
  const room = RIGHT - LEFT - LINE_WIDTH - NUMBER_WIDTH - amounts
  const bars = sheet.barcodes && row >= LOWEST_BARS && room - BARS_WIDTH >= NARROWEST_ADDRESS
  const widths: Array<Omit<Column, 'x'>> = [
    { kind: 'line', title: 'Line', w: LINE_WIDTH, fee: null }, { kind: 'number', title: 'USPS Article Number', w: NUMBER_WIDTH, fee: null },
    ...(bars ? [{ kind: 'bars' as const, title: 'Article number, to be scanned', w: BARS_WIDTH, fee: null }] : []),
    { kind: 'address', title: 'Addressee (Name, Street, City, State, and ZIP Code)', w: room - (bars ? BARS_WIDTH : 0), fee: null },
    { kind: 'postage', title: 'Postage', w: AMOUNT_WIDTH, fee: null }, ...fees.map((fee) => ({ kind: 'fee' as const, title: FEE_TITLES[fee], w: AMOUNT_WIDTH, fee })),
  ]
  let x = LEFT
  return widths.map((column) => {
    const placed = { ...column, x }
    x += column.w
    return placed
  })
}

const text = (x: number, y: number, w: number, h: number, content: string, pt: number, more: Partial<Extract<Element, { kind: 'text' }>> = {}): Element => ({ kind: 'text', x, y, w, h, text: content, pt, ...more })
const across = (x: number, y: number, w: number, weight = 0.25): Element => ({ kind: 'line', x, y: y - weight / 2, w, h: weight })
const down = (x: number, y: number, h: number, weight = 0.25): Element => ({ kind: 'line', x: x - weight / 2, y, w: weight, h })
const box = (x: number, y: number, w: number, h: number, weight = 0.3): Element => ({ kind: 'box', x, y, w, h, weight })

function set(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return
  const at = y * bytesPerRow(bitmap.width) + (x >> 3)
  bitmap.data[at] = (bitmap.data[at] ?? 0) | (0x80 >> (x & 7))
}

/** Dots a millimetre of what is drawn as a picture. */
const DOTS = 4

/** A line from the lower left to the upper right corner of a rectangle. */
function diagonal(x: number, y: number, w: number, h: number): Element {
  const [width, height] = [Math.max(2, Math.round(w * DOTS)), Math.max(2, Math.round(h * DOTS))]
  const bitmap = emptyBitmap(width, height)
  for (let column = 0; column < width; column++) {
    const row = height - 1 - Math.round((column * (height - 1)) / (width - 1))
    for (const thick of [0, 1]) set(bitmap, column, Math.min(height - 1, row + thick))
  }
  for (let row = 0; row < height; row++) {
    const column = Math.round(((height - 1 - row) * (width - 1)) / (height - 1))
    for (const thick of [0, 1]) set(bitmap, Math.min(width - 1, column + thick), row)
  }
  return { kind: 'image', x, y, w, h, bitmap }
}

/** The place of the round stamp: a circle of short dashes. */
function circle(x: number, y: number, side: number): Element {
  const dots = Math.round(side * DOTS)
  const bitmap = emptyBitmap(dots, dots)
  const radius = (dots - 2) / 2
  const steps = dots * 8
  for (let step = 0; step < steps; step++) {
    if (Math.floor((step * 48) / steps) % 2 === 1) continue
    const angle = (2 * Math.PI * step) / steps
    set(bitmap, Math.round(dots / 2 + radius * Math.cos(angle)), Math.round(dots / 2 + radius * Math.sin(angle)))
  }
  return { kind: 'image', x, y, w: side, h: side, bitmap }
}

function head(sheet: Sheet, page: number, pages: number): Element[] {
  const ticks = SHEET_SERVICES.flatMap((service, i): Element[] => {
    const [x, y] = [110 + Math.floor(i / 4) * 47, 22.5 + (i % 4) * 5.4]
    return [box(x, y, 3.2, 3.2), ...(sheet.ticked.includes(service) ? [text(x, y, 3.2, 3.2, 'X', 9, { bold: true, align: 'center', valign: 'middle' })] : []), text(x + 4.6, y, 41, 3.6, service, 7.5, { valign: 'middle' })]
  })
  return [
    text(LEFT, 7, 130, 5.4, 'Firm Mailing Book for Accountable Mail', 13, { bold: true }), text(RIGHT - 100, 7.6, 100, 4.4, `${sheet.book} · Page ${page} of ${pages}`, 10.5, { bold: true, align: 'right' }),
    box(LEFT, 14, 96, 46), text(LEFT + 1.5, 15.2, 92, 3.4, 'Name and Address of Sender', 7), ...addressBlock(sheet.sender, { x: LEFT + 4, y: 20, w: 88, h: 32 }, 11, 'sender'), text(LEFT + 1.5, 55.4, 92, 3.6, sheet.day, 8),
    box(107, 14, 97, 46), text(108.5, 15.2, 92, 3.4, 'Check type of mail or service', 7), ...ticks,
    ...(sheet.draft ? [text(109, 46, 93, 12, 'DRAFT: THIS BOOK IS NOT CLOSED', 13, { bold: true, align: 'center', valign: 'middle' })] : []),
    box(206, 14, RIGHT - 206, 46), text(207.5, 15.2, 61, 3.4, 'Affix stamp here, postmark with date of receipt', 7), circle(222, 21, 36),
  ]
}

function tableHead(columns: readonly Column[]): Element[] {
  return columns.map((column) => text(column.x + 0.8, TABLE_TOP, column.w - 1.6, HEAD_HEIGHT, column.title, 7.5, { bold: true, fit: 'wrap', valign: 'middle', align: column.kind === 'address' || column.kind === 'number' ? 'left' : 'center' }))
}

function cells(line: SheetLine, columns: readonly Column[], y: number, h: number): Element[] {
  const middle = { valign: 'middle' as const }
  const amount = (column: Column, cents: number | null | undefined): Element[] => (cents === undefined ? [] : [text(column.x + 0.8, y, column.w - 1.8, h, cents === null ? '' : plain(cents), 9, { ...middle, align: 'right' })])
  const parts = columns.flatMap((column): Element[] => {
    const x = column.x + 1.2
    const w = column.w - 2
    if (column.kind === 'line') return [text(column.x, y, column.w, h, String(line.line), 9.5, { ...middle, align: 'center', bold: true })]
    if (column.kind === 'number') return [text(x, y + 0.4, w, h - 0.8, line.grouped, 10, { ...middle, bold: true })]
    // The longest numbers would have bars too fine for the column; they stand beside it in digits.
    if (column.kind === 'bars') return line.number === '' || line.number.length > LONGEST_BARS ? [] : [{ kind: 'barcode', ...barsOf(line.number), x: column.x + 0.3, y: y + 1, w: column.w - 0.6, h: h - 2 }]
    if (column.kind === 'address') return [text(x, y + 0.5, w, h - 1, line.addressee.join(', '), 9, { ...middle, fit: 'wrap' })]
    return column.kind === 'postage' ? amount(column, line.postage) : amount(column, column.fee === null ? undefined : line.fees[column.fee])
  })
  if (line.struck === null) return parts
  const address = columns.find((column) => column.kind === 'address')
  const note = address === undefined ? [] : [box(address.x + address.w * 0.47, y + 0.7, address.w * 0.52, h - 1.4, 0.2), text(address.x + address.w * 0.48, y + 0.9, address.w * 0.5, h - 1.8, `VOID: ${line.struck}. Initials: mailer ____ clerk ____`, 7.5, { bold: true, fit: 'wrap', valign: 'middle' })]
  // The text under the note would be neither readable nor struck: the number and the name stay to the left of it.
  const short = parts.map((element) => (element.kind === 'text' && address !== undefined && element.x >= address.x && element.x < address.x + address.w ? { ...element, w: address.w * 0.44 } : element))
  return [...short.filter((element) => element.kind !== 'barcode'), across(LEFT + LINE_WIDTH + 0.6, y + h / 2, (address?.x ?? RIGHT) + (address?.w ?? 0) * 0.46 - LEFT - LINE_WIDTH - 0.6, 0.4), ...note, ...(address === undefined ? [] : [across(address.x + address.w + 1, y + h / 2, RIGHT - address.x - address.w - 2, 0.4)])]
}

/** A package number as USPS's own labels have it (GS1-128); the older numbers of 20 digits are plain Code 128. */
function barsOf(number: string): { symbology: 'gs1-128'; parts: readonly string[] } | { symbology: 'code128'; data: string } {
  return /^9[1-5](?:\d{20}|\d{24})$/.test(number) ? { symbology: 'gs1-128', parts: [number] } : { symbology: 'code128', data: number }
}

function grid(columns: readonly Column[], row: number, rows: number): Element[] {
  const bottom = TABLE_TOP + HEAD_HEIGHT + row * rows
  return [
    box(LEFT, TABLE_TOP, RIGHT - LEFT, bottom - TABLE_TOP, 0.4), ...columns.slice(1).map((column) => down(column.x, TABLE_TOP, bottom - TABLE_TOP)),
    ...Array.from({ length: rows }, (_, i) => across(LEFT, TABLE_TOP + HEAD_HEIGHT + i * row, RIGHT - LEFT, i === 0 ? 0.4 : 0.25)),
  ]
}

/** Sums of what counts on these lines, under the columns they belong to. */
function sums(lines: readonly SheetLine[], columns: readonly Column[], y: number, words: string): Element[] {
  const counted = lines.filter((line) => line.struck === null)
  const sum = (of: (line: SheetLine) => number | null | undefined): number => counted.reduce((total, line) => total + (of(line) ?? 0), 0)
  const address = columns.find((column) => column.kind === 'address')
  return [
    text(address?.x ?? LEFT, y, (address?.w ?? 40) - 1.5, 4.6, words, 7.5, { align: 'right', valign: 'middle', bold: true }),
    ...columns.flatMap((column): Element[] => (column.kind !== 'postage' && column.kind !== 'fee' ? [] : [text(column.x + 0.8, y, column.w - 1.8, 4.6, plain(sum((line) => (column.fee === null ? line.postage : line.fees[column.fee]))), 8.5, { align: 'right', valign: 'middle', bold: true })])),
  ]
}

const listed = (lines: readonly SheetLine[]): number => lines.filter((line) => line.struck === null).length

function foot(sheet: Sheet, here: readonly SheetLine[], page: number, pages: number): Element[] {
  const y = 192.5
  const h = 13
  const caption = (x: number, w: number, content: string): Element[] => [box(x, y, w, h), text(x + 1, y + 0.8, w - 2, 3.2, content, 6.5)]
  const approval = sheet.approved === null
    ? 'REMINDER: a privately printed form is used only with the written approval of the postmaster (DMM 503.1). None is recorded here: obtain it and keep it.'
    : `Privately printed form, approved in writing on ${sheet.approved}. The mailer keeps the approval.`
  const count = pages === 1 ? String(listed(here)) : `${listed(here)} here, ${listed(sheet.lines)} in all`
  return [
    ...caption(LEFT, 58, 'Total Number of Pieces Listed by Sender'), text(LEFT + 1, y + 4, 56, h - 4.5, count, pages === 1 ? 16 : 12, { bold: true, align: 'center', valign: 'middle' }),
    ...caption(LEFT + 58, 58, 'Total Number of Pieces Received at Post Office'), ...caption(LEFT + 116, 95, 'Postmaster, per (name and signature of receiving employee)'), ...caption(LEFT + 211, RIGHT - LEFT - 211, 'Date received'),
    text(LEFT, 206.6, 190, 3.6, approval, 7, { bold: sheet.approved === null }), text(RIGHT - 75, 206.6, 75, 3.6, `Facsimile of PS Form 3877 · Page ${page} of ${pages}`, 7, { align: 'right' }),
    text(LEFT, 210.4, RIGHT - LEFT, 3, 'Complete in ink. Unused space is struck through; alterations are initialled by the mailer and by USPS. Mark each piece lightly with its page and line number.', 6.5),
  ]
}

/** The sheets of a book, landscape on Letter paper. A book without lines is one empty sheet, struck through. */
export function mailingBook(sheet: Sheet): PageDocument {
  const { perSheet } = sheet
  const row = (TABLE_BOTTOM - TABLE_TOP - HEAD_HEIGHT) / perSheet
  const columns = columnsOf(sheet, row)
  const pages = Math.max(1, Math.ceil(sheet.lines.length / perSheet))
  const made = Array.from({ length: pages }, (_, i): Element[] => {
    const here = sheet.lines.slice(i * perSheet, (i + 1) * perSheet)
    const top = TABLE_TOP + HEAD_HEIGHT
    const free = perSheet - here.length
    return [
      ...head(sheet, i + 1, pages), ...tableHead(columns), ...grid(columns, row, perSheet), ...here.flatMap((line, n) => cells(line, columns, top + n * row, row)),
      ...(free > 0 ? [diagonal(LEFT + 1, top + here.length * row + 1, RIGHT - LEFT - 2, free * row - 2)] : []),
      ...sums(here, columns, TABLE_BOTTOM + 0.8, pages === 1 ? 'Totals' : 'Totals of this page'), ...(pages > 1 && i === pages - 1 ? sums(sheet.lines, columns, TABLE_BOTTOM + 5.6, 'Totals of the book') : []),
      ...foot(sheet, here, i + 1, pages),
    ]
  })
  return { kind: 'page', title: `PS 3877 ${sheet.book}`, width: WIDTH, height: HEIGHT, pages: made }
}
