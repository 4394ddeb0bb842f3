/** When something is done again and again: at a time of the office's day on certain weekdays, every so many minutes, or never. */
import { addDays, instantAt, officeDay, weekday } from './days.ts'

export type Schedule =
  /** `at` is a time of the office's clock, "17:30"; `days` are weekdays, 0 for Sunday to 6 for Saturday. */
  | { readonly every: 'day'; readonly at: string; readonly days: readonly number[] }
  | { readonly every: 'minutes'; readonly minutes: number }
  | { readonly every: 'never' }

export const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6]
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5]

/**
 * The first moment after `after` at which the schedule is due, or null for never. A time that the clock jumps over is the moment of
 * the jump; a time that comes twice is due once.
 * @param after UTC milliseconds
 * @throws RangeError on an unknown zone or a time that is none
 */
export function dueAfter(schedule: Schedule, after: number, zone: string): number | null {
  if (schedule.every === 'never') return null
  if (schedule.every === 'minutes') return after + schedule.minutes * 60_000
  const today = officeDay(after, zone)
  for (let n = 0; n <= 7; n++) {
    const day = addDays(today, n)
    if (!schedule.days.includes(weekday(day))) continue
    const at = instantAt(day, schedule.at, zone)
    if (at > after) return at
  }
  return null
}
