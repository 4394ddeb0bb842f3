import type { Element, PageDocument } from './document.ts'
import { MEDIA } from './document.ts'

/** What a run sheet says: who goes where with what, in the order of the way, with room to sign. */
export interface RunSheet {
  readonly office: string
  /** "Run 2 of Nov 24". */
  readonly name: string
  readonly carrier: string
  /** Day and time of printing, as they should be printed. */
  readonly date: string
  readonly stops: ReadonlyArray<{ readonly code: string; readonly building: string; readonly floor: string; readonly description: string; readonly lines: ReadonlyArray<{ readonly number: string; readonly recipient: string; readonly note: string }> }>
}

const { width: WIDTH, height: HEIGHT } = MEDIA.letter
const LEFT = 15
const RIGHT = WIDTH - 15
const TOP = 35
const BOTTOM = HEIGHT - 20
const HEAD = 11
const LINE = 9

type Part = { readonly kind: 'stop'; readonly stop: RunSheet['stops'][number]; readonly again: boolean } | { readonly kind: 'line'; readonly line: RunSheet['stops'][number]['lines'][number]; readonly no: number }
const heightOf = (part: Part): number => (part.kind === 'stop' ? HEAD : LINE)

/** Lines onto sheets: a stop's heading is never the last thing on one, and stands again where its lines go on. */
function sheets(run: RunSheet): Part[][] {
  const pages: Part[][] = [[]]
  let y = TOP
  let no = 0
  const put = (part: Part): void => {
    pages.at(-1)?.push(part)
    y += heightOf(part)
  }
  for (const stop of run.stops) {
    if (y + HEAD + LINE > BOTTOM) {
      pages.push([])
      y = TOP
    }
    put({ kind: 'stop', stop, again: false })
    for (const line of stop.lines) {
      if (y + LINE > BOTTOM) {
        pages.push([])
        y = TOP
        put({ kind: 'stop', stop, again: true })
      }
      put({ kind: 'line', line, no: ++no })
    }
  }
  return pages
}

/** The sheet a carrier takes along, on Letter paper. */
export function runSheet(run: RunSheet): PageDocument {
  const parts = sheets(run)
  const total = run.stops.reduce((sum, stop) => sum + stop.lines.length, 0)
  const pages = parts.map((page, index): Element[] => {
    const elements: Element[] = [
      { kind: 'text', x: LEFT, y: 10, w: 110, h: 6, text: run.office, pt: 11, fit: 'shrink' },
      { kind: 'text', x: RIGHT - 75, y: 10, w: 75, h: 6, text: run.date, pt: 10, align: 'right' },
      { kind: 'text', x: LEFT, y: 17, w: 110, h: 9, text: run.name, pt: 18, bold: true, fit: 'shrink' },
      { kind: 'text', x: RIGHT - 75, y: 18, w: 75, h: 6, text: `${run.carrier}, ${total} ${total === 1 ? 'piece' : 'pieces'}, ${run.stops.length} ${run.stops.length === 1 ? 'stop' : 'stops'}`, pt: 10, align: 'right', fit: 'shrink' },
      { kind: 'line', x: LEFT, y: 27.5, w: RIGHT - LEFT, h: 0.5 },
      { kind: 'text', x: LEFT + 8, y: 29, w: 54, h: 4.5, text: 'Number', pt: 8.5 },
      { kind: 'text', x: LEFT + 64, y: 29, w: 58, h: 4.5, text: 'Recipient', pt: 8.5 },
      { kind: 'text', x: LEFT + 124, y: 29, w: RIGHT - LEFT - 124, h: 4.5, text: 'Signature', pt: 8.5 },
      { kind: 'line', x: LEFT, y: BOTTOM + 5, w: RIGHT - LEFT, h: 0.3 },
      { kind: 'text', x: LEFT, y: BOTTOM + 8.5, w: 24, h: 5, text: 'Taken along', pt: 8.5 },
      { kind: 'line', x: LEFT + 22, y: BOTTOM + 12, w: 36, h: 0.2 },
      { kind: 'text', x: LEFT + 64, y: BOTTOM + 8.5, w: 26, h: 5, text: 'Brought back', pt: 8.5 },
      { kind: 'line', x: LEFT + 88, y: BOTTOM + 12, w: 36, h: 0.2 },
      { kind: 'text', x: RIGHT - 40, y: BOTTOM + 8.5, w: 40, h: 5, text: `Page ${index + 1} of ${parts.length}`, pt: 9, align: 'right' },
    ]
    let y = TOP
    for (const part of page) {
      if (part.kind === 'stop') {
        const { code, building, floor, description } = part.stop
        const place = [building, floor === '' ? '' : `floor ${floor}`, description].filter((text) => text !== '').join(', ')
        elements.push(
          { kind: 'line', x: LEFT, y: y + 1.2, w: RIGHT - LEFT, h: 0.4 },
          { kind: 'text', x: LEFT, y: y + 2.8, w: 50, h: 7, text: code === '' ? 'No mail stop' : code, pt: 14, bold: true, fit: 'shrink' },
          { kind: 'text', x: LEFT + 52, y: y + 3.6, w: RIGHT - LEFT - 52, h: 6, text: `${place}${part.again ? ' (continued)' : ''}`, pt: 10.5, fit: 'shrink' },
        )
      } else {
        elements.push(
          { kind: 'box', x: LEFT, y: y + 1.2, w: 4.6, h: 4.6, weight: 0.3 },
          { kind: 'text', x: LEFT + 8, y: y + 1.4, w: 54, h: 5.4, text: part.line.number, pt: 10.5, bold: true, fit: 'shrink' },
          { kind: 'text', x: LEFT + 64, y: y + (part.line.note === '' ? 1.4 : 0.6), w: 58, h: 4.6, text: part.line.recipient, pt: 10, fit: 'shrink' },
          ...(part.line.note === '' ? [] : [{ kind: 'text', x: LEFT + 64, y: y + 5, w: 58, h: 3.4, text: part.line.note, pt: 7.5, fit: 'shrink' } as const]),
          { kind: 'line', x: LEFT + 124, y: y + 7.6, w: RIGHT - LEFT - 124, h: 0.2 },
        )
      }
      y += heightOf(part)
    }
    return elements
  })
  return { kind: 'page', title: run.name, width: WIDTH, height: HEIGHT, pages }
}
