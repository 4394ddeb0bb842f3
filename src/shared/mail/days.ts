/**
 * The office's days. A day is the text YYYY-MM-DD of the zone's calendar; an instant is UTC milliseconds.
 * Working days are Monday to Friday without the federal holidays of 5 U.S.C. 6103.
 */
import { instantOf, offsetAt } from './zones.ts'

export { isZone } from './zones.ts'

const DAY = 86_400_000
const SHAPE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/

let lastNumber = 0
let lastDay = '1970-01-01'

/** Days since 1970-01-01 to text. Rows come in the order of time, so the last answer is mostly the next. */
function textOf(number: number): string {
  if (number === lastNumber) return lastDay
  lastDay = new Date(number * DAY).toISOString().slice(0, 10)
  lastNumber = number
  return lastDay
}

/** Days since 1970-01-01. @throws RangeError unless `day` is a date of the calendar */
function numberOf(day: string): number {
  if (day === lastDay) return lastNumber
  const at = SHAPE.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  const number = at / DAY
  // Date.parse takes 30 February for 2 March in some engines.
  if (Number.isNaN(at) || textOf(number) !== day) throw new RangeError(`"${day}" is not a day like 2026-03-08.`)
  return number
}

/** True for a date of the calendar written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  try {
    numberOf(text)
    return true
  } catch {
    return false
  }
}

/**
 * The office day of an instant.
 * @param at UTC milliseconds
 * @throws RangeError on an unknown zone or an instant outside the years 100 to 9999
 */
export function officeDay(at: number, zone: string): string {
  return textOf(Math.floor((at + offsetAt(at, zone)) / DAY))
}

/**
 * First instant of an office day and of the next one, UTC milliseconds: 23 or 25 hours apart when the clock changes.
 * Where the clock jumps over midnight the day starts at the jump.
 * @throws RangeError on a bad day or zone
 */
export function dayBounds(day: string, zone: string): { start: number; end: number } {
  const number = numberOf(day)
  return { start: instantOf(number * DAY, zone), end: instantOf((number + 1) * DAY, zone) }
}

/**
 * The office's wall clock at an instant, "14:05".
 * @param at UTC milliseconds
 * @throws RangeError on an unknown zone or an instant outside the years 100 to 9999
 */
export function officeTime(at: number, zone: string): string {
  const local = at + offsetAt(at, zone)
  const minute = Math.floor((local - Math.floor(local / DAY) * DAY) / 60_000)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/**
 * The instant (UTC milliseconds) of a time on the office's wall clock, as a person states it for a late entry.
 * A time that the clock jumps over is the moment of the jump; a time that comes twice is its first coming.
 * @param time "00:00" to "23:59"
 * @throws RangeError on a bad day, time or zone
 */
export function instantAt(day: string, time: string, zone: string): number {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(time)
  if (match === null) throw new RangeError(`"${time}" is not a time like 14:05.`)
  return instantOf(numberOf(day) * DAY + Number(match[1]) * 3_600_000 + Number(match[2]) * 60_000, zone)
}

/** The day n days later (earlier for a negative n). @throws RangeError on a bad day or an n that is no whole number */
export function addDays(day: string, n: number): string {
  if (!Number.isInteger(n)) throw new RangeError(`Days are counted in whole numbers, not ${n}.`)
  const number = numberOf(day) + n
  if (number < -719_162 || number > 2_932_896) throw new RangeError(`${n} days from ${day} lie outside the years 1 to 9999.`)
  return textOf(number)
}

/** Days from `from` to `to`: 1 from one day to the next, negative when `to` is earlier. @throws RangeError on a bad day */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from)
}

/** 0 for Sunday to 6 for Saturday. @throws RangeError on a bad day */
export function weekday(day: string): number {
  return (((numberOf(day) + 4) % 7) + 7) % 7
}

/** A federal holiday: the date in law and the day on which offices are closed for it. */
export interface Holiday {
  readonly name: string
  readonly date: string
  readonly observed: string
}

function nth(year: number, month: number, dayOfWeek: number, count: number): string {
  const first = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`
  return addDays(first, ((dayOfWeek - weekday(first) + 7) % 7) + (count - 1) * 7)
}

function lastMonday(year: number, month: number): string {
  const fifth = nth(year, month, 1, 5)
  return Number(fifth.slice(5, 7)) === month ? fifth : addDays(fifth, -7)
}

/** On a Saturday a holiday is kept on the Friday before, on a Sunday on the Monday after. */
function observed(date: string): string {
  const day = weekday(date)
  return day === 6 ? addDays(date, -1) : day === 0 ? addDays(date, 1) : date
}

const byYear = new Map<number, readonly Holiday[]>()

/**
 * The federal holidays of a year, in order. New Year's Day on a Saturday is kept on 31 December of the year before.
 * Inauguration Day is left out: it closes offices only in and around Washington. The rules are those in force since
 * 1978, with Martin Luther King's birthday from 1986 and Juneteenth from 2021.
 * @throws RangeError unless `year` is a whole number from 1978 to 9998
 */
export function holidays(year: number): readonly Holiday[] {
  const known = byYear.get(year)
  if (known !== undefined) return known
  if (!Number.isInteger(year) || year < 1978 || year > 9998) throw new RangeError(`Holidays are known from 1978 to 9998, not for ${year}.`)
  const all: Array<readonly [name: string, date: string]> = [["New Year's Day", `${year}-01-01`]]
  if (year >= 1986) all.push(['Birthday of Martin Luther King, Jr.', nth(year, 1, 1, 3)])
  all.push(["Washington's Birthday", nth(year, 2, 1, 3)], ['Memorial Day', lastMonday(year, 5)])
  if (year >= 2021) all.push(['Juneteenth National Independence Day', `${year}-06-19`])
  all.push(
    ['Independence Day', `${year}-07-04`],
    ['Labor Day', nth(year, 9, 1, 1)],
    ['Columbus Day', nth(year, 10, 1, 2)],
    ['Veterans Day', `${year}-11-11`],
    ['Thanksgiving Day', nth(year, 11, 4, 4)],
    ['Christmas Day', `${year}-12-25`],
  )
  const found = all.map(([name, date]) => ({ name, date, observed: observed(date) }))
  byYear.set(year, found)
  return found
}

const closedByYear = new Map<number, ReadonlySet<string>>()

function closedDays(year: number): ReadonlySet<string> {
  const known = closedByYear.get(year)
  if (known !== undefined) return known
  const days = new Set([...holidays(year), ...holidays(year + 1)].map((holiday) => holiday.observed).filter((day) => Number(day.slice(0, 4)) === year))
  closedByYear.set(year, days)
  return days
}

/** The name of the federal holiday kept on that day, or null. @throws RangeError on a bad day or before 1978 */
export function holidayOn(day: string): string | null {
  const year = Number(day.slice(0, 4))
  if (!isWeekday(day) || !closedDays(year).has(day)) return null
  return [...holidays(year), ...holidays(year + 1)].find((holiday) => holiday.observed === day)?.name ?? null
}

function isWeekday(day: string): boolean {
  const number = weekday(day)
  return number !== 0 && number !== 6
}

/**
 * True from Monday to Friday, unless a federal holiday is kept on that day or `closed` (the office's own) holds it.
 * @throws RangeError on a bad day or before 1978
 */
export function isWorkingDay(day: string, closed?: ReadonlySet<string>): boolean {
  return isWeekday(day) && !closedDays(Number(day.slice(0, 4))).has(day) && closed?.has(day) !== true
}

/**
 * The n-th working day after `day` (before it for a negative n). 0 is the day itself, or the next working day when the
 * office is closed on it.
 * @throws RangeError on a bad day, before 1978, or an n that is no whole number
 */
export function addWorkingDays(day: string, n: number, closed?: ReadonlySet<string>): string {
  if (!Number.isInteger(n)) throw new RangeError(`Days are counted in whole numbers, not ${n}.`)
  let at = day
  if (n === 0) {
    while (!isWorkingDay(at, closed)) at = addDays(at, 1)
    return at
  }
  const step = Math.sign(n)
  for (let left = Math.abs(n); left > 0;) {
    at = addDays(at, step)
    if (isWorkingDay(at, closed)) left--
  }
  return at
}
