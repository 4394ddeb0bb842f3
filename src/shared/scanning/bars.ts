/**
 * Finding where on a page parallel bars lie, and which way they run. Readers of linear codes look along and across a page
 * only; with the place and the angle a code can be straightened and read however it lies.
 *
 * In each small window the directions of all edges are put together (the structure tensor): where nearly all of them point
 * the same way and many are strong, there are bars. Neighbouring windows of one direction make an area.
 */
import type { GreyPage, Point } from './symbols.ts'

/** An area of parallel bars. Lengths are dots of the page. */
export interface BarArea {
  readonly centre: Point
  /** Direction in which the bars follow one another, radians from the x axis towards y, from -pi/2 to pi/2. */
  readonly angle: number
  /** Extent along that direction, and along the bars. */
  readonly length: number
  readonly height: number
}

/** Longest side of the picture in which areas are looked for. */
const LONGEST_SIDE = 1_700
/** Side of a cell, in dots of that picture; a window is three by three of them. */
const CELL = 8
/** How much of the edges in a window have to point one way, from 0 (none) to 1 (all). */
const COHERENCE = 0.35
/** Weakest edges that count: the mean square of the brightness steps. A code of two per cent contrast has more. */
const WEAKEST = 6
const WIDEST_TURN = (12 * Math.PI) / 180
const MOST_AREAS = 40

/**
 * Areas of parallel bars, the most striking first. Large codes near the camera are found in a smaller copy of the page.
 */
export function findBars(page: GreyPage): BarArea[] {
  const step = Math.max(1, Math.ceil(Math.max(page.width, page.height) / LONGEST_SIDE))
  const areas: BarArea[] = []
  for (const by of [step, step * 3]) {
    for (const area of findIn(shrink(page, by), by)) if (!areas.some((other) => within(area.centre, other, 1.1) && other.length > area.length * 0.8)) areas.push(area)
  }
  return areas.sort((a, b) => b.length * b.height - a.length * a.height).slice(0, MOST_AREAS)
}

/** True if the point lies in the area, made `grown` times as large. */
export function within(point: Point, area: BarArea, grown = 1): boolean {
  const [x, y] = [point.x - area.centre.x, point.y - area.centre.y]
  const [cos, sin] = [Math.cos(area.angle), Math.sin(area.angle)]
  return Math.abs(x * cos + y * sin) <= (area.length * grown) / 2 && Math.abs(y * cos - x * sin) <= (area.height * grown) / 2
}

/** The page in fewer dots, each the mean of `by` times `by`. */
function shrink({ width, height, data }: GreyPage, by: number): GreyPage {
  if (by === 1) return { width, height, data }
  const small = { width: Math.floor(width / by), height: Math.floor(height / by) }
  const out = new Uint8Array(small.width * small.height)
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      let sum = 0
      for (let row = 0; row < by; row += 1) for (let at = (y * by + row) * width + x * by, end = at + by; at < end; at += 1) sum += data[at] ?? 0
      out[y * small.width + x] = sum / (by * by)
    }
  }
  return { ...small, data: out }
}

/** The tensor of every cell: strength along x, along y, and both together. */
interface Cells { readonly columns: number; readonly rows: number; readonly xx: Float32Array; readonly yy: Float32Array; readonly xy: Float32Array }

function cellsOf(page: GreyPage): Cells {
  const { columns, rows, xx, yy, xy } = steepness(page)
  return { columns, rows, xx: spread(xx, columns, rows), yy: spread(yy, columns, rows), xy: spread(xy, columns, rows) }
}

function steepness({ width, height, data }: GreyPage): Cells {
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)]
  const [xx, yy, xy] = [new Float32Array(columns * rows), new Float32Array(columns * rows), new Float32Array(columns * rows)]
  for (let y = 1; y < Math.min(height - 1, rows * CELL); y += 1) {
    const row = (y / CELL | 0) * columns
    for (let x = 1; x < Math.min(width - 1, columns * CELL); x += 1) {
      const at = y * width + x
      const [a, b, c, d] = [data[at - width - 1] ?? 0, data[at - width + 1] ?? 0, data[at + width - 1] ?? 0, data[at + width + 1] ?? 0]
      const across = (b - a + d - c + 2 * ((data[at + 1] ?? 0) - (data[at - 1] ?? 0))) / 8
      const down = (c - a + d - b + 2 * ((data[at + width] ?? 0) - (data[at - width] ?? 0))) / 8
      const cell = row + (x / CELL | 0)
      xx[cell] = (xx[cell] ?? 0) + across * across
      yy[cell] = (yy[cell] ?? 0) + down * down
      xy[cell] = (xy[cell] ?? 0) + across * down
    }
  }
  return { columns, rows, xx, yy, xy }
}

/** Mean square of the brightness steps in a cell from which it may be part of a code: some eight per cent of contrast. What the grain of a scanner leaves after cleaning lies below. */
const BUSY = 45
/** Windows of cells, and how many of them the smallest code fills at least: a square one, a low line of bars, and that upright. Rules that cross fill fewer. */
const FILLED = [{ across: 4, down: 4, least: 14 }, { across: 8, down: 3, least: 22 }, { across: 3, down: 8, least: 22 }] as const

/**
 * False where it is certain that no code stands on a page, of bars or of dots: nothing on it is dense over the breadth of the smallest
 * code. A page of text may hold one.
 *
 * @param page without its noise
 */
export function mayHoldCode(page: GreyPage): boolean {
  const step = Math.max(1, Math.ceil(Math.max(page.width, page.height) / LONGEST_SIDE))
  const { columns, rows, xx, yy } = steepness(shrink(page, step))
  const busy = xx.map((value, cell) => (value + (yy[cell] ?? 0) >= BUSY * CELL * CELL ? 1 : 0))
  return FILLED.some(({ across, down, least }) => {
    for (let y = 0; y + down <= rows; y += 1) {
      for (let x = 0; x + across <= columns; x += 1) {
        let count = 0
        for (let dy = 0; dy < down; dy += 1) for (let dx = 0; dx < across; dx += 1) count += busy[(y + dy) * columns + x + dx] ?? 0
        if (count >= least) return true
      }
    }
    return false
  })
}

/** Every cell with its eight neighbours added. */
function spread(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      let sum = 0
      for (let dy = Math.max(0, y - 1); dy <= Math.min(rows - 1, y + 1); dy += 1) for (let dx = Math.max(0, x - 1); dx <= Math.min(columns - 1, x + 1); dx += 1) sum += values[dy * columns + dx] ?? 0
      out[y * columns + x] = sum
    }
  }
  return out
}

function findIn(page: GreyPage, by: number): BarArea[] {
  const cells = cellsOf(page)
  const { columns, rows, xx, yy, xy } = cells
  const angles = new Float32Array(columns * rows).fill(Number.NaN)
  for (let cell = 0; cell < angles.length; cell += 1) {
    const [a, b, c] = [xx[cell] ?? 0, yy[cell] ?? 0, xy[cell] ?? 0]
    const strength = a + b
    if (strength / (CELL * CELL * 9) < WEAKEST || Math.hypot(a - b, 2 * c) < COHERENCE * strength) continue
    angles[cell] = Math.atan2(2 * c, a - b) / 2
  }
  const seen = new Uint8Array(angles.length)
  const areas: BarArea[] = []
  for (let first = 0; first < angles.length; first += 1) {
    if (seen[first] === 1 || Number.isNaN(angles[first])) continue
    const members = connected(first, angles, columns, rows, seen)
    if (members.length < 6) continue
    const area = areaOf(members, cells, by)
    // A rule is long across its direction and short along it; a code of few bars is at least this long.
    if (area.length >= CELL * 5 * by && area.height >= CELL * 2 * by) areas.push(area)
  }
  return areas
}

/** The cells that hang together with the first one and point nearly the same way as their neighbours and as the first ones do on the whole. */
function connected(first: number, angles: Float32Array, columns: number, rows: number, seen: Uint8Array): number[] {
  const members = [first]
  seen[first] = 1
  let [cos, sin] = [Math.cos(2 * (angles[first] ?? 0)), Math.sin(2 * (angles[first] ?? 0))]
  for (let at = 0; at < members.length; at += 1) {
    const member = members[at] ?? 0
    const [x, y] = [member % columns, Math.floor(member / columns)]
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      if (x + dx < 0 || x + dx >= columns || y + dy < 0 || y + dy >= rows) continue
      const next = (y + dy) * columns + x + dx
      const angle = angles[next] ?? Number.NaN
      if (seen[next] === 1 || Number.isNaN(angle) || apart(angle, Math.atan2(sin, cos) / 2) > WIDEST_TURN) continue
      seen[next] = 1
      cos += Math.cos(2 * angle)
      sin += Math.sin(2 * angle)
      members.push(next)
    }
  }
  return members
}

/** How far two directions are apart, from 0 to pi/2; a direction and its opposite are the same. */
export function apart(one: number, other: number): number {
  const turn = Math.abs(one - other) % Math.PI
  return Math.min(turn, Math.PI - turn)
}

function areaOf(members: readonly number[], { columns, xx, yy, xy }: Cells, by: number): BarArea {
  let [a, b, c] = [0, 0, 0]
  for (const member of members) {
    a += xx[member] ?? 0
    b += yy[member] ?? 0
    c += xy[member] ?? 0
  }
  const angle = Math.atan2(2 * c, a - b) / 2
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const member of members) {
    const [x, y] = [((member % columns) + 0.5) * CELL, (Math.floor(member / columns) + 0.5) * CELL]
    const [along, across] = [x * cos + y * sin, y * cos - x * sin]
    left = Math.min(left, along)
    right = Math.max(right, along)
    top = Math.min(top, across)
    bottom = Math.max(bottom, across)
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2]
  return { centre: { x: (along * cos - across * sin) * by, y: (along * sin + across * cos) * by }, angle, length: (right - left + CELL) * by, height: (bottom - top + CELL) * by }
}
