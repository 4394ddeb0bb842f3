/** Reading the codes of bars that a reader missed, each straightened by itself. */
import { apart, findBars, within } from './bars.ts'
import type { BarArea } from './bars.ts'
import type { WasmReader } from './readers.ts'
import { bestAngle, clarify, crossing, deblur, straighten } from './straighten.ts'
import type { DecodedSymbol, GreyPage, Point } from './symbols.ts'

/** Formats of upright bars; the others are read however they lie. */
const LINEAR = new Set<DecodedSymbol['format']>(['Code128', 'GS1-128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EAN13', 'EAN8', 'UPCA', 'UPCE', 'DataBar'])

/** Formats whose own check digit or error correction would notice a bar that was made up. */
const CHECKED = new Set<DecodedSymbol['format']>(['Code128', 'GS1-128', 'Code93', 'EAN13', 'UPCA', 'PDF417'])
/** Blurs that are tried, standard deviation in dots of the page. */
const BLURS = [1.5, 2.2]
/** How much a strip of bars is alike from top to bottom at least. */
const ALIKE = 0.5
/** A code has at least this many bars and gaps, one of several rows (PDF417, which is not alike from top to bottom) many more. */
const FEWEST_BARS = 16
const FEWEST_STACKED = 36

const centreOf = (corners: readonly Point[]): Point => ({ x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length, y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length })

/** How far a symbol goes along the direction of an area, as a share of its length. */
function covers({ corners }: DecodedSymbol, { angle, length }: BarArea): number {
  const along = corners.map(({ x, y }) => x * Math.cos(angle) + y * Math.sin(angle))
  return (Math.max(...along) - Math.min(...along)) / length
}

/**
 * True for a linear code read from a part of the bars around it only, or aslant to them: a line that leaves a long code at its
 * upper or lower edge can look like a whole short one of a format without much of a check.
 */
function doubtful(symbol: DecodedSymbol, area: BarArea): boolean {
  if (!LINEAR.has(symbol.format)) return false
  const [left, right] = symbol.corners
  const slant = left === undefined || right === undefined ? 0 : apart(Math.atan2(right.y - left.y, right.x - left.x), area.angle)
  return covers(symbol, area) < 0.7 || slant > (6 * Math.PI) / 180
}

/**
 * What is on the page, given what a reader has found on it as it lies: codes of bars that it missed are added, and those that
 * it only seemed to see go.
 */
export async function readStraight(page: GreyPage, known: readonly DecodedSymbol[], read: WasmReader): Promise<DecodedSymbol[]> {
  let symbols = [...known]
  for (const area of findBars(page)) {
    const here = symbols.filter(({ corners }) => within(centreOf(corners), area, 1.1))
    const doubted = here.filter((symbol) => doubtful(symbol, area))
    // Pieces of one long code do not pass for several whole ones whose check digits are right: the area is the table in which these stand.
    if (here.length > doubted.length || doubted.filter(({ format }) => CHECKED.has(format)).length > 1) continue
    const found = await readArea(page, area, read)
    const better = found.filter((symbol) => !symbols.some((other) => !doubted.includes(other) && other.text === symbol.text && within(centreOf(other.corners), area, 1.5)))
    // What was doubted and is seen again straight was right.
    symbols = [...symbols.filter((symbol) => !doubted.includes(symbol)), ...better]
  }
  return symbols
}

async function readArea(page: GreyPage, area: BarArea, read: WasmReader): Promise<DecodedSymbol[]> {
  const angle = bestAngle(page, area)
  const { bars, likeness } = crossing(page, area, angle)
  const upright = likeness > ALIKE
  if (bars < FEWEST_BARS || (!upright && bars < FEWEST_STACKED)) return []
  const scale = area.length > 1_200 ? 1 : 2
  const { part, back } = straighten(page, { ...area, height: area.height + 16 }, angle, scale)
  const tries: (() => GreyPage)[] = [() => part, () => negative(part), ...(upright ? [() => clarify(part, 0.25), () => clarify(part, 0.6)] : [])]
  for (const make of tries) {
    const found = placed(await read(make(), 'bars'), area, part, back)
    if (found.length > 0) return found
  }
  for (const sigma of upright ? BLURS : []) {
    const found = placed(await read(deblur(part, sigma * scale), 'bars'), area, part, back).filter(({ format }) => CHECKED.has(format))
    if (found.length > 0) return found
  }
  return []
}

/** The symbols where they lie on the page. A line of bars is as high as its area; one that fills little of it is a mistake. */
function placed(symbols: readonly DecodedSymbol[], area: BarArea, part: GreyPage, back: (point: Point) => Point): DecodedSymbol[] {
  return symbols.flatMap((symbol): DecodedSymbol[] => {
    const linear = LINEAR.has(symbol.format)
    const corners = (linear ? whole(symbol.corners, part.height) : symbol.corners).map(back)
    const on = { ...symbol, found: 'turned' as const, corners }
    return linear && covers(on, area) < 0.5 ? [] : [on]
  })
}

/** The corners of a line of bars from top to bottom of its part, in the order in which it is read. */
function whole(corners: readonly Point[], height: number): Point[] {
  const xs = corners.map(({ x }) => x)
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const upright = (corners[0]?.x ?? 0) <= (corners[1]?.x ?? 0)
  const [from, to, top, bottom] = upright ? [left, right, 0, height] : [right, left, height, 0]
  return [{ x: from, y: top }, { x: to, y: top }, { x: to, y: bottom }, { x: from, y: bottom }]
}

function negative({ width, height, data }: GreyPage): GreyPage {
  return { width, height, data: data.map((value) => 255 - value) }
}
