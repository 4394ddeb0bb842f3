/**
 * Sheets of paper with a head, a foot and tables between them: a table goes on over as many sheets as it takes, and says so.
 * Lengths are millimetres, type sizes points.
 */
import type { Element, Media } from './document.ts'
import { cleanText } from './document.ts'
import { breakLines, LEADING, MM_PER_POINT } from './layout.ts'

export const MARGIN = 14
const TOP = 24
/** The room of the foot at the end of a sheet. */
export const FOOT = 17
/** The size of type in tables. */
export const PT = 8
/** Room above the words of a row, and above and below together. */
const ABOVE = 1
const AIR = 1.5
/** Lines that one cell takes before its type gets smaller. */
const MOST_LINES = 6

/** A column of a table. What is bold, a number, stays on one line; everything else is broken into lines. */
export interface Column<T> { title: string; share: number; align?: 'right'; bold?: boolean; text: (row: T) => string }

/** A pen that goes down the page and begins a new one where the room ends. */
export function sheets(media: Media) {
  const width = media.width - 2 * MARGIN
  const bottom = media.height - FOOT
  const pages: Element[][] = [[]]
  let y = TOP
  const page = (): Element[] => pages.at(-1) ?? []
  const turn = (): void => { pages.push([]); y = TOP }
  const room = (h: number): void => { if (y + h > bottom) turn() }
  const text = (x: number, at: number, w: number, words: string, pt: number, more: { bold?: boolean; align?: 'right' | 'center'; fit?: 'shrink' | 'wrap'; h?: number } = {}): void => {
    if (words !== '') page().push({ kind: 'text', x, y: at, w, h: more.h ?? pt * 0.52, text: words, pt, fit: more.fit ?? 'shrink', ...(more.bold ? { bold: true } : {}), ...(more.align ? { align: more.align } : {}) })
  }
  const rule = (at: number, weight: number, x = MARGIN, w = width): void => { page().push({ kind: 'line', x, y: at, w, h: weight }) }
  /** How high words are that are broken into lines at full size. */
  const height = (words: string, w: number, pt: number): number => Math.min(MOST_LINES, Math.max(1, breakLines(cleanText(words), w / (pt * MM_PER_POINT), false).length)) * pt * MM_PER_POINT * LEADING
  /** A table whose rows are as high as their words need, so that none loses its end. What is bold, a number, stays on one line. */
  const table = <T>(title: string, after: string, columns: ReadonlyArray<Column<T>>, rows: readonly T[], { foot = '' }: { foot?: string } = {}): void => {
    if (rows.length === 0) return
    const whole = columns.reduce((sum, column) => sum + column.share, 0)
    const placed = columns.map((column, i) => ({ column, x: MARGIN + (columns.slice(0, i).reduce((sum, one) => sum + one.share, 0) / whole) * width, w: (column.share / whole) * width - 1.6 }))
    const cells = (one: T): Array<(typeof placed)[number] & { words: string; h: number }> => placed.map((cell) => { const words = cell.column.text(one); return { ...cell, words, h: height(words, cell.column.bold ? Infinity : cell.w, PT) } })
    const head = (again: boolean): void => {
      text(MARGIN, y, width * 0.62, again ? `${title}, continued` : title, 11, { bold: true })
      if (!again) text(MARGIN + width * 0.62, y + 0.8, width * 0.38, after, 8.5, { align: 'right' })
      y += 6.4
      for (const { column, x, w } of placed) text(x, y, w, column.title, 7.2, { bold: true, ...(column.align ? { align: column.align } : {}) })
      y += 4
      rule(y, 0.4)
      y += 0.4
    }
    room(20)
    head(false)
    for (const one of rows) {
      const row = cells(one)
      const h = Math.max(...row.map((cell) => cell.h)) + AIR
      if (y + h > bottom) {
        turn()
        head(true)
      }
      for (const { column, x, w, words, h: needed } of row) text(x, y + ABOVE, w, words, PT, { h: needed + 0.2, ...(column.bold ? { bold: true } : { fit: 'wrap' as const }), ...(column.align ? { align: column.align } : {}) })
      y += h
      rule(y - 0.1, 0.1)
    }
    if (foot) {
      room(6)
      rule(y - 0.25, 0.5)
      y += 1.6
      text(MARGIN, y, width, foot, 9, { bold: true, align: 'right' })
      y += 4.6
    }
    y += 4
  }
  return { pages, width, text, rule, table, height, room, page, get y() { return y }, set y(value: number) { y = value } }
}

export type Pen = ReturnType<typeof sheets>

/** What stands on every sheet: three words over a heavy rule, two lines of small type under a thin one. */
export function frame(media: Media, words: { left: string; middle: string; right: string; foot: string; footRight: string; last?: string }): Element[] {
  const width = media.width - 2 * MARGIN
  const at = media.height - FOOT + 3.4
  const line = (x: number, y: number, w: number, text: string, pt: number, more: { bold?: boolean; align?: 'right' | 'center' } = {}): Element => ({ kind: 'text', x, y, w, h: pt * 0.52, text, pt, fit: 'shrink', ...more })
  return [
    line(MARGIN, 11, width * 0.38, words.left, 12, { bold: true }),
    line(MARGIN + width * 0.38, 11.4, width * 0.24, words.middle, 11, { align: 'center' }),
    line(MARGIN + width * 0.62, 11.4, width * 0.38, words.right, 11, { align: 'right' }),
    { kind: 'line', x: MARGIN, y: 18, w: width, h: 0.7 },
    { kind: 'line', x: MARGIN, y: at - 1.4, w: width, h: 0.2 },
    line(MARGIN, at, width * 0.6, words.foot, 7.5),
    line(MARGIN + width * 0.6, at, width * 0.4, words.footRight, 7.5, { align: 'right' }),
    line(MARGIN, at + 4, width, words.last ?? '', 7.5),
  ]
}
