/** What PS Form 3811-A (Request for Delivery Information / Return Receipt After Mailing) asks for, filled in from what is recorded. Every text is data. */
import { addressBlock } from './design.ts'
import type { Element, PageDocument } from './document.ts'

export interface RequestSheet {
  readonly number: string
  readonly grouped: string
  readonly to: readonly string[]
  readonly from: readonly string[]
  /** A label with its value; a value that is not recorded is left to be filled in by hand. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** The papers that are to be shown, with what is kept here already. */
  readonly papers: readonly (readonly [paper: string, kept: boolean])[]
  readonly printed: string
}

const WIDTH = 215.9
const HEIGHT = 279.4
const LEFT = 19
const ROOM = WIDTH - 2 * LEFT
const FACTS_TOP = 118
const PITCH = 8.2

const text = (x: number, y: number, w: number, h: number, content: string, pt: number, more: Partial<Extract<Element, { kind: 'text' }>> = {}): Element => ({ kind: 'text', x, y, w, h, text: content, pt, ...more })

/** One page on Letter paper: to be copied to the form at the Post Office, or handed in beside it. */
export function requestSheet(sheet: RequestSheet): PageDocument {
  const bars: Element[] = sheet.number === '' ? [] : [/^9[1-5](?:\d{20}|\d{24})$/.test(sheet.number) ? { kind: 'barcode', symbology: 'gs1-128', parts: [sheet.number], x: LEFT - 3, y: 52, w: 100, h: 13 } : { kind: 'barcode', symbology: 'code128', data: sheet.number, x: LEFT - 3, y: 52, w: 100, h: 13 }]
  const facts = sheet.facts.flatMap(([label, value], i): Element[] => {
    const y = FACTS_TOP + i * PITCH
    return [text(LEFT, y, 50, PITCH - 1.6, label, 9, { valign: 'middle' }), ...(value === '' ? [] : [text(LEFT + 52, y, ROOM - 52, PITCH - 1.6, value, 10.5, { valign: 'middle', fit: 'shrink', bold: true })]), { kind: 'line', x: LEFT, y: y + PITCH - 1, w: ROOM, h: 0.15 }]
  })
  const after = FACTS_TOP + sheet.facts.length * PITCH + 4
  const papers = sheet.papers.flatMap(([paper, kept], i): Element[] => [{ kind: 'box', x: LEFT, y: after + 7 + i * 6.5, w: 3.4, h: 3.4, weight: 0.3 }, text(LEFT + 5.5, after + 6.5 + i * 6.5, ROOM - 6, 4.6, `${paper}${kept ? '  (a copy is kept here)' : ''}`, 9.5, { valign: 'middle' })])
  const elements: Element[] = [
    text(LEFT, 15, ROOM, 7, 'Data for PS Form 3811-A', 16, { bold: true }), text(LEFT, 23, ROOM, 5, 'Request for delivery information: the return receipt that was bought did not come back', 10), { kind: 'line', x: LEFT, y: 31, w: ROOM, h: 0.5 },
    text(LEFT, 35, 60, 4, 'Article number', 9), text(LEFT, 40, ROOM, 9, sheet.grouped === '' ? 'none recorded' : sheet.grouped, 19, { bold: true, valign: 'middle' }), ...bars,
    text(LEFT, 72, 80, 4, 'Addressed to, as on the piece', 9), ...addressBlock(sheet.to, { x: LEFT, y: 77, w: 84, h: 32 }, 12, 'address'), text(LEFT + 94, 72, 80, 4, 'Sender, to whom the answer goes', 9), ...addressBlock(sheet.from, { x: LEFT + 94, y: 77, w: 84, h: 32 }, 12, 'sender'),
    { kind: 'line', x: LEFT, y: FACTS_TOP - 4, w: ROOM, h: 0.5 }, ...facts, text(LEFT, after, ROOM, 5, 'To be shown at the Post Office', 10, { bold: true }), ...papers,
    text(LEFT, 248, ROOM, 5, 'Signature of the sender ______________________________        Date ____________________', 10),
    text(LEFT, 264, ROOM, 4, `Printed ${sheet.printed}. This sheet repeats what the sender recorded. It is not the form itself; USPS decides what it accepts.`, 7.5),
  ]
  return { kind: 'page', title: `PS 3811-A data ${sheet.grouped === '' ? (sheet.to[0] ?? '') : sheet.grouped}`, width: WIDTH, height: HEIGHT, pages: [elements] }
}
