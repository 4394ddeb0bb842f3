/** A part of a page, turned so that its bars stand upright, and made clearer along the bars. */
import type { BarArea } from './bars.ts'
import type { GreyPage, Point } from './symbols.ts'

export interface Straightened {
  readonly part: GreyPage
  /** Where a point of the part lies on the page. */
  readonly back: (point: Point) => Point
}

/** Furthest turn that is tried to either side of the area's own angle, and the step, radians. */
const TURN = (4 * Math.PI) / 180
const STEP = (0.5 * Math.PI) / 180

/** The direction in which the bars are sharpest when they are put together along themselves. */
export function bestAngle(page: GreyPage, area: BarArea): number {
  let best = { angle: area.angle, sharpness: -1 }
  for (let turn = -TURN; turn <= TURN + 1e-9; turn += STEP) {
    const sharpness = sharpnessAt(page, area, area.angle + turn)
    if (sharpness > best.sharpness) best = { angle: area.angle + turn, sharpness }
  }
  return best.angle
}

function sharpnessAt(page: GreyPage, { centre, length, height }: BarArea, angle: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const lines = Math.max(4, Math.min(12, Math.floor(height / 3)))
  let sharpness = 0
  let before = Number.NaN
  for (let along = -length / 2; along <= length / 2; along += 1) {
    let sum = 0
    for (let line = 0; line < lines; line += 1) {
      const across = (line / (lines - 1) - 0.5) * height * 0.6
      sum += between(page, centre.x + along * cos - across * sin, centre.y + along * sin + across * cos)
    }
    if (!Number.isNaN(before)) sharpness += (sum - before) ** 2
    before = sum
  }
  return sharpness
}

/** The area and what is around it (the quiet zones), upright, `scale` dots for one of the page. What lies beyond the page is white. */
export function straighten(page: GreyPage, area: BarArea, angle: number, scale: number): Straightened {
  const margin = Math.max(area.length * 0.15, 24)
  const [width, height] = [Math.ceil((area.length + 2 * margin) * scale), Math.max(12, Math.ceil(area.height * scale))]
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const across = y + 0.5 - height / 2
    for (let x = 0; x < width; x += 1) {
      const along = x + 0.5 - width / 2
      data[y * width + x] = between(page, area.centre.x + along * cos - across * sin - 0.5, area.centre.y + along * sin + across * cos - 0.5)
    }
  }
  const back = (point: Point): Point => {
    const [along, across] = [point.x - width / 2, point.y - height / 2]
    return { x: Math.round(area.centre.x + along * cos - across * sin), y: Math.round(area.centre.y + along * sin + across * cos) }
  }
  return { part: { width, height, data }, back }
}

function dot({ width, height, data }: GreyPage, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 255 : (data[y * width + x] ?? 255)
}

function between(page: GreyPage, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [dx, dy] = [x - left, y - top]
  const upper = dot(page, left, top) * (1 - dx) + dot(page, left + 1, top) * dx
  const lower = dot(page, left, top + 1) * (1 - dx) + dot(page, left + 1, top + 1) * dx
  return upper * (1 - dy) + lower * dy
}

/**
 * The part with every dot the mean of those above and below it, stretched to full contrast against its neighbourhood. Noise
 * and a light that falls off go; the bars stay, for they are the same all the way down.
 *
 * @param share of the height over which the mean is taken
 */
export function clarify({ width, height, data }: GreyPage, share: number): GreyPage {
  const reach = Math.max(1, Math.floor((height * share) / 2))
  const out = new Uint8Array(data.length)
  const sums = new Float32Array(width)
  let [from, to] = [0, 0]
  for (let y = 0; y < height; y += 1) {
    for (; to < Math.min(height, y + reach + 1); to += 1) for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (data[to * width + x] ?? 0)
    for (; from < y - reach; from += 1) for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) - (data[from * width + x] ?? 0)
    out.set(stretch(sums.map((sum) => sum / (to - from))), y * width)
  }
  return { width, height, data: out }
}

/**
 * The bars with the blur of a lens taken away, as if it had smeared every dot over `sigma` dots to either side
 * (Richardson-Lucy, which suits it because there is no less than no ink).
 */
export function deblur(part: GreyPage, sigma: number): GreyPage {
  const line = meanLine(part)
  const { darkest, lightest } = rangeOf(line)
  const seen = line.map((value) => Math.max(0, ((lightest - value) * 255) / Math.max(1, lightest - darkest)))
  let guess: Float32Array = seen.map((value) => value + 1)
  for (let round = 0; round < ROUNDS; round += 1) {
    const smeared = smear(guess, sigma)
    const share = smear(seen.map((value, x) => value / Math.max(1, smeared[x] ?? 1)), sigma)
    guess = guess.map((value, x) => value * (share[x] ?? 0))
  }
  const clear = Uint8Array.from(guess, (value) => 255 - Math.max(0, Math.min(255, value)))
  const data = new Uint8Array(part.width * part.height)
  for (let y = 0; y < part.height; y += 1) data.set(clear, y * part.width)
  return { width: part.width, height: part.height, data }
}

const ROUNDS = 120

function smear(line: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(sigma * 2.5)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return line.map((_, x) => {
    let sum = 0
    for (let at = -reach; at <= reach; at += 1) sum += (line[Math.max(0, Math.min(line.length - 1, x + at))] ?? 0) * (weights[at + reach] ?? 0)
    return sum / total
  })
}

/** The middle of the part, or the share of its height from `from` to `to`, put together along the bars. */
function meanLine({ width, height, data }: GreyPage, from = 0.25, to = 0.75): Float32Array {
  const [top, bottom] = [Math.floor(height * from), Math.ceil(height * to)]
  const line = new Float32Array(width)
  for (let y = top; y < bottom; y += 1) for (let x = 0; x < width; x += 1) line[x] = (line[x] ?? 0) + (data[y * width + x] ?? 0) / (bottom - top)
  return line
}

/** Height of the strip by which bars are told from text, dots. */
const STRIP = 40

/**
 * What crosses the middle of an area: how many bars and gaps, and how much the upper part of a strip is like its lower part, from
 * -1 to 1. Bars are the same all the way down; letters, rules and the edges of things are not.
 */
export function crossing(page: GreyPage, area: BarArea, angle: number): { bars: number; likeness: number } {
  const { part } = straighten(page, { ...area, height: Math.min(area.height * 0.7, STRIP) }, angle, 1)
  let [bars, dark] = [0, false]
  for (const value of stretch(meanLine(part))) {
    if (dark ? value > 150 : value < 105) {
      dark = !dark
      bars += 1
    }
  }
  return { bars, likeness: correlation(meanLine(part, 0.1, 0.4), meanLine(part, 0.6, 0.9)) }
}

function correlation(one: Float32Array, other: Float32Array): number {
  const mean = (line: Float32Array): number => line.reduce((sum, value) => sum + value, 0) / line.length
  const [a, b] = [mean(one), mean(other)]
  let [both, ones, others] = [0, 0, 0]
  for (let x = 0; x < one.length; x += 1) {
    const [p, q] = [(one[x] ?? 0) - a, (other[x] ?? 0) - b]
    both += p * q
    ones += p * p
    others += q * q
  }
  return both / Math.max(1, Math.sqrt(ones * others))
}

/** Dots to either side from which the brightest and the darkest are taken: wider than the widest gap between bars. */
const NEIGHBOURHOOD = 40
/** A neighbourhood with less contrast than this share of the whole line's holds no bars and is taken as white. */
const FLAT = 0.2

/** The darkest and the lightest of a line, stray dots left out. */
function rangeOf(line: Float32Array): { darkest: number; lightest: number } {
  const sorted = Float32Array.from(line).sort()
  return { darkest: sorted[Math.floor(line.length * 0.02)] ?? 0, lightest: sorted[Math.floor(line.length * 0.98)] ?? 255 }
}

/**
 * The least (`sign` -1) or the greatest (1) of the neighbourhood of each dot. Those that can still be it wait in a row that falls away
 * from its first, so that each dot is looked at once or twice and not once for every neighbour.
 */
function extremes(line: Float32Array, sign: -1 | 1): Float32Array {
  const out = new Float32Array(line.length)
  const waiting = new Int32Array(line.length)
  let [first, end, next] = [0, 0, 0]
  for (let x = 0; x < line.length; x += 1) {
    for (; next < line.length && next <= x + NEIGHBOURHOOD; next += 1) {
      const value = (line[next] ?? 0) * sign
      while (end > first && (line[waiting[end - 1] ?? 0] ?? 0) * sign <= value) end -= 1
      waiting[end] = next
      end += 1
    }
    if ((waiting[first] ?? 0) < x - NEIGHBOURHOOD) first += 1
    out[x] = line[waiting[first] ?? 0] ?? 0
  }
  return out
}

function stretch(line: Float32Array): Uint8Array {
  const { darkest, lightest } = rangeOf(line)
  const out = new Uint8Array(line.length)
  const dark = new Int8Array(line.length)
  const [lows, highs] = [extremes(line, -1), extremes(line, 1)]
  for (let x = 0; x < line.length; x += 1) {
    const [low, high] = [lows[x] ?? 0, highs[x] ?? 0]
    const flat = high - low < (lightest - darkest) * FLAT
    const value = flat ? 255 : Math.max(0, Math.min(255, (((line[x] ?? 0) - low) * 255) / Math.max(1, high - low)))
    out[x] = value
    dark[x] = flat ? UNCERTAIN : value < 128 ? 1 : 0
  }
  return withoutSurround(out, dark)
}

const UNCERTAIN = -1
/** A dark run at either end that is this many times as wide as any bar is the table on which the label lies. */
const TABLE = 1.6

/** What lies around a label becomes white: many labels have hardly a quiet zone of their own. What is flat is as dark as what it follows. */
function withoutSurround(line: Uint8Array, dark: Int8Array): Uint8Array {
  const runs: { from: number; to: number }[] = []
  let before = dark.find((value) => value !== UNCERTAIN) ?? 0
  for (let x = 0; x < line.length; x += 1) {
    const value = dark[x] ?? 0
    if (value !== UNCERTAIN) before = value
    if (before === 0) continue
    const last = runs.at(-1)
    if (last?.to === x) last.to = x + 1
    else runs.push({ from: x, to: x + 1 })
  }
  const widest = Math.max(...runs.slice(1, -1).map(({ from, to }) => to - from))
  for (const run of [runs[0], runs.at(-1)]) if (run && run.to - run.from > widest * TABLE) line.fill(255, Math.max(0, run.from - 1), run.to + 1)
  return line
}
