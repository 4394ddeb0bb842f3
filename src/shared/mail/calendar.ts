/** The days on which an office works: its weekdays, the federal holidays if it keeps them, and days it is closed besides. */
import { addDays, daysBetween, holidayOn, weekday } from './days.ts'

export interface Calendar {
  /** 0 for Sunday to 6 for Saturday; at least one. */
  readonly weekdays: readonly number[]
  /** True when the office is closed on the federal holidays of 5 U.S.C. 6103. */
  readonly federalHolidays: boolean
  /** Further days on which it is closed, `YYYY-MM-DD`. */
  readonly closed: readonly string[]
}

export const USUAL_CALENDAR: Calendar = { weekdays: [1, 2, 3, 4, 5], federalHolidays: true, closed: [] }

/** True when the office works on that day. @throws RangeError on a bad day or before 1978 */
export function isOpen(day: string, { weekdays, federalHolidays, closed }: Calendar): boolean {
  return weekdays.includes(weekday(day)) && !closed.includes(day) && !(federalHolidays && holidayOn(day) !== null)
}

/** Longest span that is counted, in days: what lies longer is long enough for every rule. */
const LONGEST = 3_660

/** How many days the office has worked after `from`, up to and including `to`; 0 when `to` is not later. @throws RangeError on a bad day */
export function openDaysBetween(from: string, to: string, calendar: Calendar): number {
  const span = Math.min(daysBetween(from, to), LONGEST)
  let count = 0
  for (let i = 1; i <= span; i++) if (isOpen(addDays(from, i), calendar)) count++
  return count
}
