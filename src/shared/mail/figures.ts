/** Figures as people read them. */
import { number } from '../words.ts'
import { formatAmount, formatMoney } from './money.ts'

const tenth = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 1 })

/** A span of hours: "35 min" under an hour, "3.2 h" under two days, "4.1 days" from there on. */
export function spanOfHours(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`
  return hours < 48 ? `${tenth(hours)} h` : `${tenth(hours / 24)} days`
}

/** A figure in a column, where money stands without its sign. */
export function columnFigure(value: number | null, unit: Parameters<typeof figureWords>[1]): string {
  return unit === 'cents' && value !== null ? formatAmount(value) : figureWords(value, unit)
}

/** A figure in its unit; a dash where there is none. */
export function figureWords(value: number | null, unit: 'count' | 'hours' | 'days' | 'cents'): string {
  if (value === null) return '\u2013'
  if (unit === 'hours') return spanOfHours(value)
  if (unit === 'cents') return formatMoney(value)
  return unit === 'days' ? (value === 1 ? '1 day' : `${number(value)} days`) : number(value)
}
