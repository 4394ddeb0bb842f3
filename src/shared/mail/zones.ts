/**
 * The offset of a time zone at an instant, from Intl alone and fast enough to be asked for every row of the log: the
 * stretches of constant offset of one year are found once, by looking at every day and halving where two differ.
 */

const DAY = 86_400_000
const LIMIT = 8.64e15

/** A stretch [from, to) of instants with one offset from UTC, all in milliseconds. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly offset: number
}

interface Zone {
  readonly format: Intl.DateTimeFormat
  readonly years: Map<number, readonly Stretch[]>
  last: Stretch
}

const zones = new Map<string, Zone>()

function openZone(zone: string): Zone {
  const known = zones.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const opened: Zone = { format, years: new Map(), last: { from: 0, to: 0, offset: 0 } }
  zones.set(zone, opened)
  return opened
}

/** True for a time zone that this machine knows by that name ("America/New_York"). */
export function isZone(zone: string): boolean {
  // An offset such as "+05:00" is accepted by Intl but has no daylight saving and no place.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    openZone(zone)
    return true
  } catch {
    return false
  }
}

function askedOffset(format: Intl.DateTimeFormat, at: number): number {
  const part = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of format.formatToParts(at)) {
    if (type in part) part[type as keyof typeof part] = Number(value)
  }
  const local = new Date(0)
  local.setUTCFullYear(part.year, part.month - 1, part.day)
  local.setUTCHours(part.hour, part.minute, part.second)
  return local.getTime() - Math.floor(at / 1000) * 1000
}

/** The first instant, to the second, in (from, to] with another offset than at `from`. */
function changeBetween(format: Intl.DateTimeFormat, from: number, to: number, offset: number): number {
  let low = from
  let high = to
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000
    if (askedOffset(format, middle) === offset) low = middle
    else high = middle
  }
  return high
}

function stretchesOf(zone: Zone, year: number): readonly Stretch[] {
  const known = zone.years.get(year)
  if (known !== undefined) return known
  const begin = Date.UTC(year, 0, 1)
  const end = Date.UTC(year + 1, 0, 1)
  const found: Stretch[] = []
  let from = begin
  let offset = askedOffset(zone.format, begin)
  for (let day = begin; day < end; day += DAY) {
    const next = day + DAY
    while (from < next && askedOffset(zone.format, next) !== offset) {
      const change = changeBetween(zone.format, Math.max(from, day), next, offset)
      found.push({ from, to: change, offset })
      from = change
      offset = askedOffset(zone.format, change)
      if (change === next) break
    }
  }
  if (from < end) found.push({ from, to: end, offset })
  zone.years.set(year, found)
  return found
}

/**
 * Milliseconds to add to UTC for the zone's local time at `at` (UTC milliseconds).
 * @throws RangeError on an unknown zone, or an instant outside the years 100 to 9999
 */
export function offsetAt(at: number, zone: string): number {
  const opened = openZone(zone)
  const { last } = opened
  if (at >= last.from && at < last.to) return last.offset
  const year = Math.abs(at) <= LIMIT ? new Date(at).getUTCFullYear() : Number.NaN
  if (!(year >= 100 && year <= 9999)) throw new RangeError(`${at} is not an instant of the years 100 to 9999.`)
  for (const stretch of stretchesOf(opened, year)) {
    if (at < stretch.to) {
      opened.last = stretch
      return stretch.offset
    }
  }
  return 0
}

/**
 * The first instant at which the zone's local time reaches `local` (milliseconds of that wall clock as if it were UTC).
 * Where the clock jumps over it, that is the moment of the jump; where it comes twice, the first time.
 * @throws RangeError as offsetAt
 */
export function instantOf(local: number, zone: string): number {
  const opened = openZone(zone)
  // No zone is further than 26 hours from UTC, historic ones included.
  const from = local - 26 * 3_600_000
  const until = local + 26 * 3_600_000
  for (let year = new Date(from).getUTCFullYear(); year <= new Date(until).getUTCFullYear(); year++) {
    for (const stretch of stretchesOf(opened, year)) {
      if (stretch.to <= from) continue
      const at = Math.max(stretch.from, local - stretch.offset)
      if (at < stretch.to) return at
    }
  }
  throw new RangeError(`${local} is not a local time of the years 100 to 9999.`)
}
