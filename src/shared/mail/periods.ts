/** Periods of days and what is said of many measures at once. */
import { addDays, daysBetween } from './days.ts'

export interface Period { readonly from: string; readonly to: string }

/** As many days right before a period. @throws RangeError on a bad day */
export function periodBefore({ from, to }: Period): Period {
  const days = daysBetween(from, to) + 1
  return { from: addDays(from, -days), to: addDays(from, -1) }
}

/** Every day of a period, in order. @throws RangeError on a bad day */
export function daysOf({ from, to }: Period): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i))
}

/** Every month of a period, `YYYY-MM`, in order. @throws RangeError on a bad day */
export function monthsOf(period: Period): string[] {
  return [...new Set(daysOf(period).map((day) => day.slice(0, 7)))]
}

/**
 * The smallest measure that at least `share` of all measures do not exceed (nearest rank), or null of none. The median is a share of
 * 0.5, the 90th percentile of 0.9. A figure that was measured, never one between two.
 *
 * @param sorted ascending
 * @param share above 0, up to 1
 */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null)
}

/** By how much `now` differs from `before`, as a share of `before`; null where there was nothing before. */
export function change(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / before
}
