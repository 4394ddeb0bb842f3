/** The one chart of a report, as places: the screen and the paper draw the same. */
import type { Report } from '../contract/reports.ts'
import { figureWords } from '../mail/figures.ts'

export interface Bar { readonly x: number; readonly y: number; readonly w: number; readonly h: number; /** The row it stands for. */ readonly row: number }
export interface ChartText { readonly x: number; readonly y: number; readonly w: number; readonly text: string; readonly align: 'left' | 'center' | 'right'; readonly bold: boolean }
export interface Chart {
  readonly width: number
  readonly height: number
  /** The figures of the period, and those of the period before as thin lines. */
  readonly bars: readonly Bar[]
  readonly before: readonly Bar[]
  /** The ground line of columns; nothing for bars that lie. */
  readonly ground: Bar | null
  readonly texts: readonly ChartText[]
}

/** `line` is the height of a line of text; all lengths are of one unit, whichever the drawing uses. */
export interface ChartRoom { readonly width: number; readonly height: number; readonly line: number; /** The thickness of a thin line. */ readonly thin: number }

/** The most bars that lie one above the other; the rest stands in the table. */
export const MOST_BARS = 12

/** The chart of a report's first column in the room there is: columns along a course of time, lying bars for a ranking. */
export function chartOf(report: Report, room: ChartRoom): Chart {
  return report.order === 'time' ? columnsOf(report, room) : barsOf(report, room)
}

const first = (values: ReadonlyArray<number | null> | null): number => values?.[0] ?? 0

/** A box for words centred at `middle`; at an edge they begin or end with it. */
function besides(middle: number, w: number, width: number): Pick<ChartText, 'x' | 'w' | 'align'> {
  if (middle < w / 4) return { x: 0, w, align: 'left' }
  return middle > width - w / 4 ? { x: width - w, w, align: 'right' } : { x: middle - w / 2, w, align: 'center' }
}

function columnsOf(report: Report, { width, height, line, thin }: ChartRoom): Chart {
  const { rows } = report
  const unit = report.columns[0]?.unit ?? 'count'
  const most = Math.max(1e-9, ...rows.map((row) => Math.max(first(row.values), first(row.before))))
  const top = line * 1.3
  const floor = height - line * 1.5
  const pitch = width / Math.max(1, rows.length)
  const w = Math.min(pitch * 0.72, line * 4)
  const high = (value: number): number => (value / most) * (floor - top)
  const x = (i: number): number => i * pitch + (pitch - w) / 2
  // As many labels as have room; the last one always stands.
  const each = Math.max(1, Math.ceil((line * 4.6) / pitch))
  const texts = rows.flatMap((row, i): ChartText[] => ((rows.length - 1 - i) % each === 0 ? [{ ...besides(x(i) + w / 2, line * 6, width), y: floor + line * 0.3, text: row.label, bold: false }] : []))
  const peak = rows.reduce((best, row, i) => (first(row.values) > first(rows[best]?.values ?? null) ? i : best), 0)
  const value = rows[peak]
  const said: ChartText[] = value && first(value.values) > 0 ? [{ ...besides(x(peak) + w / 2, line * 8, width), y: Math.max(0, floor - high(first(value.values)) - line * 1.2), text: figureWords(value.values[0] ?? null, unit), bold: true }] : []
  return {
    width, height, ground: { x: 0, y: floor, w: width, h: thin, row: -1 },
    bars: rows.flatMap((row, i): Bar[] => (first(row.values) > 0 ? [{ x: x(i), y: floor - high(first(row.values)), w, h: high(first(row.values)), row: i }] : [])),
    before: rows.flatMap((row, i): Bar[] => (row.before && first(row.before) > 0 ? [{ x: x(i) - pitch * 0.08, y: floor - high(first(row.before)) - thin / 2, w: w + pitch * 0.16, h: thin, row: i }] : [])),
    texts: [...texts, ...said],
  }
}

function barsOf(report: Report, { width, line, thin }: ChartRoom): Chart {
  const rows = report.rows.slice(0, MOST_BARS)
  const unit = report.columns[0]?.unit ?? 'count'
  const most = Math.max(1e-9, ...rows.map((row) => Math.max(first(row.values), first(row.before))))
  const pitch = line * 1.9
  const names = Math.min(width * 0.34, line * 15)
  const numbers = line * 6
  const long = (value: number): number => (value / most) * (width - names - numbers)
  return {
    width, height: rows.length * pitch, ground: null,
    bars: rows.flatMap((row, i): Bar[] => (first(row.values) > 0 ? [{ x: names, y: i * pitch + pitch * 0.14, w: Math.max(thin, long(first(row.values))), h: pitch * 0.72, row: i }] : [])),
    before: rows.flatMap((row, i): Bar[] => (row.before && first(row.before) > 0 ? [{ x: names + long(first(row.before)) - thin / 2, y: i * pitch + pitch * 0.02, w: thin, h: pitch * 0.96, row: i }] : [])),
    texts: rows.flatMap((row, i): ChartText[] => [
      { x: 0, y: i * pitch + (pitch - line) / 2, w: names - line * 0.6, text: row.label, align: 'right', bold: false },
      { x: names + long(first(row.values)) + line * 0.5, y: i * pitch + (pitch - line) / 2, w: numbers - line * 0.5, text: figureWords(row.values[0] ?? null, unit), align: 'left', bold: true },
    ]),
  }
}
