/** The sheet that is filed with a letter's papers: what went out, to whom, under which number, and what evidences it. Every text is data. */
import { addressBlock } from './design.ts'
import type { Element, PageDocument } from './document.ts'

export interface FilingSheet {
  readonly office: readonly string[]
  /** The bare article number, empty while there is none, and in groups. */
  readonly number: string
  readonly grouped: string
  readonly to: readonly string[]
  /** What is known, a label with its value; pairs without a value are left out. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** The papers that belong behind it, with what stands on the sheet when they are there already. */
  readonly papers: readonly (readonly [paper: string, there: boolean])[]
  /** When it was printed. */
  readonly printed: string
}

const WIDTH = 215.9
const HEIGHT = 279.4
const LEFT = 19
const ROOM = WIDTH - 2 * LEFT
/** Where the facts begin, and how far they may reach. */
const FACTS_TOP = 104
const FACTS_BOTTOM = 226

const text = (x: number, y: number, w: number, h: number, content: string, pt: number, more: Partial<Extract<Element, { kind: 'text' }>> = {}): Element => ({ kind: 'text', x, y, w, h, text: content, pt, ...more })

function facts(sheet: FilingSheet): Element[] {
  const known = sheet.facts.filter(([, value]) => value.trim() !== '')
  const pitch = Math.min(7.4, (FACTS_BOTTOM - FACTS_TOP) / Math.max(1, known.length))
  return known.flatMap(([label, value], i): Element[] => {
    const y = FACTS_TOP + i * pitch
    return [text(LEFT, y, 46, pitch - 1, label, 9, { valign: 'middle' }), text(LEFT + 48, y, ROOM - 48, pitch - 1, value, 10.5, { valign: 'middle', fit: 'wrap', bold: true }), { kind: 'line', x: LEFT, y: y + pitch - 0.4, w: ROOM, h: 0.15 }]
  })
}

function bars(sheet: FilingSheet): Element[] {
  if (sheet.number === '') return [text(LEFT, 30, ROOM, 12, 'No article number yet', 18, { bold: true, valign: 'middle' })]
  const place = { x: LEFT - 3, y: 42, w: 100, h: 15 }
  const barcode: Element = /^9[1-5](?:\d{20}|\d{24})$/.test(sheet.number) ? { kind: 'barcode', symbology: 'gs1-128', parts: [sheet.number], ...place } : { kind: 'barcode', symbology: 'code128', data: sheet.number, ...place }
  return [text(LEFT, 28, ROOM, 11, sheet.grouped, 22, { bold: true, valign: 'middle' }), barcode]
}

/** One page on Letter paper. */
export function filingSheet(sheet: FilingSheet): PageDocument {
  const papers = sheet.papers.map(([paper, there], i): Element[] => {
    const [x, y] = [LEFT + (i % 3) * (ROOM / 3), 236 + Math.floor(i / 3) * 6.5]
    return [{ kind: 'box', x, y, w: 3.4, h: 3.4, weight: 0.3 }, ...(there ? [text(x, y, 3.4, 3.4, 'X', 9, { bold: true, align: 'center', valign: 'middle' })] : []), text(x + 5, y - 0.3, ROOM / 3 - 7, 4.2, paper, 9, { valign: 'middle' })]
  })
  const elements: Element[] = [
    text(LEFT, 15, 120, 7, 'Certified Mail: filing sheet', 15, { bold: true }), text(WIDTH - LEFT - 60, 16, 60, 5, sheet.office[0] ?? '', 9, { align: 'right' }), { kind: 'line', x: LEFT, y: 24, w: ROOM, h: 0.5 },
    ...bars(sheet), text(LEFT, 62, 40, 4, 'Sent to', 9), ...addressBlock(sheet.to, { x: LEFT, y: 67, w: 110, h: 32 }, 13, 'address'),
    { kind: 'line', x: LEFT, y: FACTS_TOP - 2, w: ROOM, h: 0.5 }, ...facts(sheet), text(LEFT, 230, 80, 4, 'Behind this sheet', 9), ...papers.flat(),
    text(LEFT, 262, ROOM, 4, `Printed ${sheet.printed}. This sheet repeats what was recorded; it is no proof of mailing by itself.`, 7.5),
  ]
  return { kind: 'page', title: `Filing sheet ${sheet.grouped === '' ? (sheet.to[0] ?? '') : sheet.grouped}`, width: WIDTH, height: HEIGHT, pages: [elements] }
}
