/**
 * The labels of the mailroom as documents. Every text in them is data: the printer languages escape it.
 * A label is drawn on a design of fixed measures and scaled to the paper that the printer has.
 */
import { groupNumber } from '../mail/grouping.ts'
import { captioned, isSmall, LARGE, paper, scaler, SMALL, text, WIDE } from './design.ts'
import type { Element, FlowDocument, FlowLine, Media, PageDocument } from './document.ts'

/** What stands on the label of a piece. Empty texts are left out. */
export interface PieceLabel {
  /** The piece's own number as the scanner should read it. */
  readonly number: string
  /** The same number in groups, for people. */
  readonly grouped: string
  readonly recipient: string
  readonly department?: string
  readonly mailStop?: string
  /** Where it is stored. */
  readonly location?: string
  /** Date of intake, as it should be printed. */
  readonly date: string
  /** Piece `index` of `count` that came together, from 1. */
  readonly index: number
  readonly count: number
  readonly office: string
  /** Set when this label replaces an earlier one; printed, so that two labels of one piece are not taken for two pieces. */
  readonly copy?: boolean
}

/** The label stuck on a piece at intake. */
export function pieceLabel(piece: PieceLabel, media: Media): PageDocument {
  const elements = isSmall(media) ? smallPiece(piece, media) : largePiece(piece, media)
  return { kind: 'page', title: `Piece ${piece.grouped}`, ...paper(media, LARGE), pages: [elements] }
}

function largePiece(piece: PieceLabel, media: Media): Element[] {
  const elements: Element[] = [
    { kind: 'text', x: 4, y: 4.5, w: 58, h: 5.5, text: piece.office, field: 'office', pt: 11, fit: 'shrink' },
    { kind: 'text', x: 63, y: 4.5, w: 34.6, h: 5.5, text: piece.date, pt: 11, align: 'right' },
    { kind: 'line', x: 4, y: 10.6, w: 93.6, h: 0.4 },
    { kind: 'text', x: 4, y: 14, w: 93.6, h: 31, text: piece.recipient, field: 'recipient', pt: 38, bold: true, fit: 'wrap' },
    ...text({ x: 4, y: 46.5, w: 93.6, h: 8, text: piece.department, field: 'department', pt: 16, fit: 'wrap' }),
    { kind: 'line', x: 4, y: 56.5, w: 93.6, h: 0.4 },
    ...captioned('MAIL STOP', piece.mailStop, 4, 59, 58, 24, 60),
    { kind: 'line', x: 64, y: 56.5, w: 0.4, h: 28 },
    { kind: 'text', x: 66.5, y: 59, w: 31, h: 4, text: 'PIECE', pt: 9 },
    { kind: 'text', x: 66.5, y: 64.5, w: 31, h: 17.5, text: `${piece.index} of ${piece.count}`, pt: 40, bold: true, valign: 'middle' },
    { kind: 'line', x: 4, y: 84.5, w: 93.6, h: 0.4 },
    { kind: 'barcode', symbology: 'qr', data: piece.number, x: 62, y: 85.8, w: 38, h: 28 },
    ...captioned('LOCATION', piece.location, 4, 87, 56, 13, 30),
    { kind: 'line', x: 4, y: 115, w: 93.6, h: 0.4 },
    { kind: 'barcode', symbology: 'code128', data: piece.number, x: 2, y: 118, w: 97.6, h: 21 },
    { kind: 'text', x: 4, y: 141, w: 93.6, h: 8, text: piece.grouped, pt: 20, bold: true, align: 'center' },
  ]
  if (piece.copy === true) elements.push({ kind: 'text', x: 4, y: 107.5, w: 56, h: 5.5, text: 'REPLACEMENT LABEL', pt: 12, bold: true })
  return scaler(media, LARGE)(elements)
}

function smallPiece(piece: PieceLabel, media: Media): Element[] {
  const stop = piece.mailStop ?? ''
  const elements: Element[] = [
    { kind: 'text', x: 1.8, y: 1.5, w: 33, h: stop === '' ? 13 : 7.6, text: piece.recipient, field: 'recipient', pt: 13, bold: true, fit: 'wrap' },
    ...text({ x: 1.8, y: 9.6, w: 15.6, h: 5.4, text: stop, field: 'mail stop', pt: 17, bold: true }),
    { kind: 'text', x: 17.6, y: 9.5, w: 17.2, h: 2.6, text: piece.copy === true ? 'REPLACEMENT' : piece.date, pt: 7, align: 'right' },
    { kind: 'text', x: 17.6, y: 12.3, w: 17.2, h: 2.8, text: `${piece.index} of ${piece.count}`, pt: 8, bold: true, align: 'right' },
    { kind: 'barcode', symbology: 'qr', data: piece.number, x: 35, y: 0.2, w: 15.6, h: 15.4 },
    { kind: 'barcode', symbology: 'code128', data: piece.number, x: 0, y: 15.8, w: 50.8, h: 5.6 },
    { kind: 'text', x: 1.8, y: 22, w: 47.2, h: 3, text: piece.grouped, pt: 8.5, bold: true, align: 'center' },
  ]
  return scaler(media, SMALL)(elements)
}

/** A shelf, or another place where pieces are stored. */
export interface ShelfLabel { readonly code: string; readonly name: string; readonly office: string }

/** The label of a shelf or another place where pieces are stored. */
export function shelfLabel(shelf: ShelfLabel, media: Media): PageDocument {
  return placeLabel(`Shelf ${shelf.code}`, shelf.office, shelf, media)
}

/** The label of a tote, pouch or cart in which pieces travel; `what` says which of them, such as "Pouch". */
export function containerLabel(container: ShelfLabel & { readonly what: string }, media: Media): PageDocument {
  return placeLabel(`${container.what} ${container.code}`, `${container.what}, ${container.office}`, container, media)
}

function placeLabel(title: string, caption: string, { code, name }: ShelfLabel, media: Media): PageDocument {
  const design = isSmall(media) ? SMALL : WIDE
  const elements: Element[] = isSmall(media)
    ? [
        { kind: 'text', x: 1.8, y: 1.5, w: 33, h: 9, text: name, field: 'name', pt: 24, bold: true, valign: 'middle' },
        { kind: 'text', x: 1.8, y: 11.6, w: 33, h: 3, text: caption, pt: 7 },
        { kind: 'barcode', symbology: 'qr', data: code, x: 35, y: 0.2, w: 15.6, h: 15.4 },
        { kind: 'barcode', symbology: 'code128', data: code, x: 0, y: 15.8, w: 50.8, h: 5.6 },
        { kind: 'text', x: 1.8, y: 22, w: 47.2, h: 3, text: groupNumber(code), pt: 8.5, align: 'center' },
      ]
    : [
        { kind: 'text', x: 4, y: 4, w: 60, h: 5, text: caption, pt: 10 },
        { kind: 'text', x: 4, y: 11, w: 60, h: 26, text: name, field: 'name', pt: 72, bold: true, valign: 'middle' },
        { kind: 'barcode', symbology: 'qr', data: code, x: 65, y: 2, w: 35, h: 35 },
        { kind: 'barcode', symbology: 'code128', data: code, x: 2, y: 39, w: 97.6, h: 14 },
        { kind: 'text', x: 4, y: 54.5, w: 93.6, h: 5, text: groupNumber(code), pt: 12, align: 'center' },
      ]
  return { kind: 'page', title, ...paper(media, design), pages: [scaler(media, design)(elements)] }
}

/**
 * Several labels as one job, a page each, in the order given.
 * @throws RangeError for none
 */
export function asOneJob(title: string, labels: readonly PageDocument[]): PageDocument {
  const [first, ...more] = labels
  if (!first) throw new RangeError('There is nothing to print.')
  return more.length === 0 ? first : { ...first, title, pages: labels.flatMap((label) => label.pages) }
}

/** The badge of one person. */
export interface Badge { readonly code: string; readonly name: string; readonly role: string; readonly office: string }

/** The badge that an operator or a recipient scans at the counter. */
export function badge(person: Badge, media: Media): PageDocument {
  const design = isSmall(media) ? SMALL : WIDE
  const elements: Element[] = isSmall(media)
    ? [
        { kind: 'text', x: 1.8, y: 1.5, w: 33, h: 9.4, text: person.name, field: 'name', pt: 14, bold: true, fit: 'wrap' },
        { kind: 'text', x: 1.8, y: 11.6, w: 33, h: 3.4, text: person.role, field: 'role', pt: 9 },
        { kind: 'barcode', symbology: 'qr', data: person.code, x: 35, y: 0.2, w: 15.6, h: 15.4 },
        { kind: 'barcode', symbology: 'code128', data: person.code, x: 0, y: 15.8, w: 50.8, h: 5.6 },
        { kind: 'text', x: 1.8, y: 22, w: 47.2, h: 3, text: person.office, field: 'office', pt: 8, align: 'center' },
      ]
    : [
        { kind: 'text', x: 4, y: 4, w: 60, h: 5, text: person.office, field: 'office', pt: 10 },
        { kind: 'text', x: 4, y: 11, w: 60, h: 19, text: person.name, field: 'name', pt: 30, bold: true, fit: 'wrap' },
        { kind: 'text', x: 4, y: 31, w: 60, h: 6, text: person.role, field: 'role', pt: 14 },
        { kind: 'barcode', symbology: 'qr', data: person.code, x: 65, y: 2, w: 35, h: 35 },
        { kind: 'barcode', symbology: 'code128', data: person.code, x: 2, y: 40, w: 97.6, h: 17 },
      ]
  return { kind: 'page', title: `Badge of ${person.name}`, ...paper(media, design), pages: [scaler(media, design)(elements)] }
}

/** What a test page shows about the printer's settings, as label and value. */
export interface TestPage {
  readonly printer: string
  readonly office: string
  readonly date: string
  readonly settings: readonly (readonly [label: string, value: string])[]
  /** The scripts of {@link SCRIPTS} for which neither the app nor this computer has a font; they are named instead of printed. */
  readonly lacking: readonly string[]
}

/** A page that shows where the edges are, which letters come out, and whether both barcodes can be read. */
export function testPage(test: TestPage, media: Media): PageDocument {
  const design = isSmall(media) ? SMALL : LARGE
  if (isSmall(media)) {
    const elements: Element[] = [
      { kind: 'box', x: 0.6, y: 0.6, w: 49.6, h: 24.2, weight: 0.3 },
      { kind: 'text', x: 1.8, y: 1.8, w: 33, h: 4, text: test.printer, pt: 10, bold: true },
      { kind: 'text', x: 1.8, y: 6.2, w: 33, h: 3, text: test.settings.map(([label, value]) => `${label} ${value}`).join(', '), pt: 7 },
      { kind: 'text', x: 1.8, y: 9.6, w: 33, h: 4, text: SAMPLE, pt: 8 },
      { kind: 'barcode', symbology: 'qr', data: 'TEST-0123456789', x: 35, y: 1, w: 15, h: 14.6 },
      { kind: 'barcode', symbology: 'code128', data: 'TEST-0123456789', x: 1, y: 15.8, w: 48.8, h: 5 },
      { kind: 'text', x: 1.8, y: 21.4, w: 47.2, h: 3, text: test.date, pt: 7, align: 'center' },
    ]
    return { kind: 'page', title: 'Test page', ...paper(media, design), pages: [scaler(media, design)(elements)] }
  }
  const ticks = Array.from({ length: 9 }, (_, index): Element => ({ kind: 'line', x: 10.6 + index * 10, y: 139, w: 0.3, h: index % 5 === 0 ? 5 : 3 }))
  const elements: Element[] = [
    { kind: 'box', x: 1, y: 1, w: 99.6, h: 150.4, weight: 0.4 },
    { kind: 'text', x: 4, y: 5, w: 93.6, h: 9, text: test.printer, pt: 22, bold: true },
    { kind: 'text', x: 4, y: 15, w: 60, h: 5, text: test.office, pt: 11 },
    { kind: 'text', x: 60, y: 15, w: 37.6, h: 5, text: test.date, pt: 11, align: 'right' },
    { kind: 'line', x: 4, y: 21.5, w: 93.6, h: 0.4 },
    ...test.settings.slice(0, 8).flatMap(([label, value], index): Element[] => [
      { kind: 'text', x: 4, y: 24 + index * 5.6, w: 26, h: 5, text: label, pt: 10 },
      { kind: 'text', x: 31, y: 24 + index * 5.6, w: 35, h: 5, text: value, pt: 10, bold: true },
    ]),
    { kind: 'barcode', symbology: 'qr', data: 'TEST-0123456789', x: 66, y: 23, w: 33, h: 33 },
    { kind: 'line', x: 4, y: 70, w: 93.6, h: 0.4 },
    { kind: 'text', x: 4, y: 73, w: 93.6, h: 9, text: SAMPLE, pt: 18 },
    { kind: 'text', x: 4, y: 84, w: 55, h: 6, text: SCRIPTS.filter(([script]) => !test.lacking.includes(script)).map(([, name]) => name).join(' '), pt: 12 },
    ...text({ x: 60, y: 85, w: 37.6, h: 5, text: test.lacking.length === 0 ? undefined : `No font here: ${test.lacking.join(', ')}`, pt: 8, align: 'right' }),
    { kind: 'text', x: 4, y: 92, w: 93.6, h: 4, text: 'The five boxing wizards jump quickly. 0123456789', pt: 8 },
    { kind: 'barcode', symbology: 'code128', data: 'TEST-0123456789', x: 2, y: 101, w: 97.6, h: 20 },
    { kind: 'text', x: 4, y: 123, w: 93.6, h: 6, text: 'TEST-0123456789', pt: 14, bold: true, align: 'center' },
    { kind: 'line', x: 10.6, y: 138.8, w: 80.3, h: 0.3 },
    ...ticks,
    { kind: 'text', x: 10.6, y: 144.6, w: 80.3, h: 4, text: '80 mm between the ends of this scale', pt: 8, align: 'center' },
  ]
  return { kind: 'page', title: 'Test page', ...paper(media, design), pages: [scaler(media, design)(elements)] }
}

/** A name in every script that a test page shows beside our own. */
export const SCRIPTS = [['Cyrillic', 'Иван'], ['Greek', 'Ελένη'], ['Hebrew', 'דוד'], ['Arabic', 'محمد'], ['Chinese', '王小明']] as const

const SAMPLE = 'ÄÖÜ éèñ Łódź Øå ß € №'

export interface Receipt {
  readonly title: string
  readonly office: string
  readonly date: string
  /** The body: plain lines, or pairs of left and right. */
  readonly lines: readonly (string | readonly [left: string, right: string])[]
  readonly total?: readonly [label: string, value: string]
  readonly footer?: string
  /** Printed as a QR code at the end. */
  readonly code?: string
}

/** The frame of every receipt: office, title, body, total, what to scan. */
export function receipt(content: Receipt, media: Media): FlowDocument {
  const lines: FlowLine[] = [
    { kind: 'text', text: content.office, align: 'center', bold: true },
    { kind: 'text', text: content.title, align: 'center', large: true },
    { kind: 'text', text: content.date, align: 'center' },
    { kind: 'rule' },
    ...content.lines.map((line): FlowLine => (typeof line === 'string' ? { kind: 'text', text: line } : { kind: 'pair', left: line[0], right: line[1] })),
  ]
  if (content.total !== undefined) lines.push({ kind: 'rule' }, { kind: 'pair', left: content.total[0], right: content.total[1], bold: true })
  if (content.code !== undefined) lines.push({ kind: 'space' }, { kind: 'barcode', symbology: 'qr', data: content.code })
  if (content.footer !== undefined) lines.push({ kind: 'space' }, { kind: 'text', text: content.footer, align: 'center' })
  return { kind: 'flow', title: content.title, width: media.width, lines }
}
