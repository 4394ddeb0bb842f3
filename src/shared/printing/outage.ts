/** The blank sheet on which mail is logged by hand while the station cannot be used. */
import { MEDIA } from './document.ts'
import type { Element, PageDocument } from './document.ts'

export interface OutageSheets {
  readonly office: string
  /** The station whose mail it is; part of the foot line. */
  readonly station: string
  readonly paper: 'letter' | 'a4'
  /** The number of the first sheet, and how many sheets. */
  readonly first: number
  readonly count: number
}

/** Width shares of the columns. The widest is the number: 22 digits are written one by one. */
const COLUMNS: ReadonlyArray<readonly [title: string, share: number]> = [
  ['Line', 9], ['Time', 17], ['Carrier', 23], ['Number, or "none"', 74], ['For (name, department)', 44], ['Location', 20], ['Sender', 34], ['Note, condition', 33],
]
const INSTRUCTIONS = [
  'Write the day on every sheet. One line for each piece, in the order they came, with the time of the office clock.',
  'Copy the number under the barcode digit by digit. A piece without a barcode gets "none"; write the sheet and line on the piece itself.',
  'Certified and registered mail: circle the line number, and keep these pieces apart until they are entered.',
  'When the station works again: Intake, Ctrl E. Name this sheet and line as the source, such as "outage sheet 2, line 7". Keep the sheets.',
] as const
const MARGIN = 12.7
const ROW = 8.8
const TOP = 55

/** How many pieces one sheet of a paper takes. */
export function linesOf(paper: OutageSheets['paper']): number {
  // On its side: the long edge is the width.
  return Math.floor((MEDIA[paper].width - TOP - 7 - MARGIN - 6) / ROW)
}

/** The blank sheets, numbered, on paper that lies on its side. */
export function outageSheets(sheets: OutageSheets): PageDocument {
  const { width: height, height: width } = MEDIA[sheets.paper]
  const pages = Array.from({ length: sheets.count }, (_, i) => sheet(sheets, sheets.first + i, width, height))
  const numbers = sheets.count === 1 ? String(sheets.first) : `${sheets.first} to ${sheets.first + sheets.count - 1}`
  return { kind: 'page', title: `Outage sheet ${numbers}`, width, height, pages }
}

function sheet({ office, station, paper }: OutageSheets, number: number, width: number, height: number): Element[] {
  const inner = width - 2 * MARGIN
  const blank = (label: string, x: number, w: number): Element[] => [
    { kind: 'text', x, y: 22, w: w * 0.4, h: 6, text: label, pt: 10, valign: 'middle' },
    { kind: 'line', x: x + label.length * 1.95 + 2, y: 28, w: w - label.length * 1.95 - 6, h: 0.25 },
  ]
  const shares = COLUMNS.reduce((sum, [, share]) => sum + share, 0)
  const lines = linesOf(paper)
  const bottom = TOP + 7 + lines * ROW
  let x = MARGIN
  const columns = COLUMNS.map(([title, share]) => {
    const w = (share / shares) * inner
    const column = { title, x, w }
    x += w
    return column
  })
  return [
    { kind: 'text', x: MARGIN, y: MARGIN - 1, w: inner * 0.62, h: 8, text: 'Mail taken in while the station was out', pt: 17, bold: true, valign: 'middle' },
    { kind: 'text', x: MARGIN + inner * 0.62, y: MARGIN - 1, w: inner * 0.38, h: 8, text: `Outage sheet ${number}`, pt: 17, bold: true, align: 'right', valign: 'middle' },
    ...blank('Day', MARGIN, inner * 0.24), ...blank('Taken in by', MARGIN + inner * 0.24, inner * 0.4), ...blank('Entered by, on', MARGIN + inner * 0.64, inner * 0.37),
    ...INSTRUCTIONS.map((text, i): Element => ({ kind: 'text', x: MARGIN, y: 31.5 + i * 5.2, w: inner, h: 5, text: `${i + 1}. ${text}`, pt: 9, fit: 'shrink' })),
    ...columns.map((column): Element => ({ kind: 'text', x: column.x + 1.2, y: TOP, w: column.w - 2, h: 7, text: column.title, pt: 9, bold: true, valign: 'middle', fit: 'shrink' })),
    { kind: 'line', x: MARGIN, y: TOP, w: inner, h: 0.4 },
    ...Array.from({ length: lines + 1 }, (_, i): Element => ({ kind: 'line', x: MARGIN, y: TOP + 7 + i * ROW, w: inner, h: i === 0 ? 0.4 : 0.2 })),
    ...[...columns.map((column) => column.x), MARGIN + inner].map((at): Element => ({ kind: 'line', x: at - 0.1, y: TOP, w: 0.2, h: bottom - TOP })),
    ...Array.from({ length: lines }, (_, i): Element => ({ kind: 'text', x: MARGIN + 0.6, y: TOP + 7 + i * ROW, w: (columns[0]?.w ?? 10) - 1.2, h: ROW, text: String(i + 1), pt: 10, align: 'center', valign: 'middle' })),
    { kind: 'text', x: MARGIN, y: height - MARGIN - 3, w: inner * 0.7, h: 4.5, text: office === '' ? `Station ${station}` : `${office}, station ${station}`, pt: 8 },
    { kind: 'text', x: MARGIN + inner * 0.7, y: height - MARGIN - 3, w: inner * 0.3, h: 4.5, text: `${lines} lines, sheet ${number}`, pt: 8, align: 'right' },
  ]
}
