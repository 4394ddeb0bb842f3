import type { Role } from '../../shared/contract/base.ts'
import type { MarkName, Tone } from './drawings.tsx'

/** How a state of a piece is shown: its mark and its word. */
export interface StateWords { mark: MarkName; word: string; tone?: Tone }

const STATES: Record<string, StateWords> = {
  received: { mark: 'received', word: 'Received' },
  stored: { mark: 'stored', word: 'Stored' },
  held: { mark: 'held', word: 'Held' },
  'on-run': { mark: 'onrun', word: 'On a run' },
  'handed-over': { mark: 'handed', word: 'Handed over' },
  'at-mail-stop': { mark: 'mailstop', word: 'Left at mail stop' },
  refused: { mark: 'refused-in', word: 'Refused' },
  forwarded: { mark: 'forwarded-in', word: 'Forwarded' },
  'returned-to-sender': { mark: 'rts', word: 'Returned to sender' },
  lost: { mark: 'lost', word: 'Lost' },
  disposed: { mark: 'disposed', word: 'Disposed of' },
  logged: { mark: 'logged', word: 'Logged' },
  'in-book': { mark: 'inbook', word: 'In open book' },
  presented: { mark: 'presented', word: 'Presented, not accepted' },
  accepted: { mark: 'accepted', word: 'Accepted' },
  voided: { mark: 'disposed', word: 'Voided' },
}

/** The mark and word of a state. A state this page does not know yet is shown as the station calls it. */
export function stateWords(state: string, voided = false): StateWords {
  if (voided) return { mark: 'disposed', word: 'Voided' }
  return STATES[state] ?? { mark: 'label', word: `"${state}"` }
}

export const ROLE_WORDS: Record<Role, string> = { operator: 'Operator', supervisor: 'Supervisor', administrator: 'Administrator' }

/** "1 piece", "2 pieces". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}

/** Two letters for a person's badge. */
export function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean)
  return `${parts[0]?.[0] ?? ''}${parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : ''}`.toUpperCase()
}

const formats = new Map<string, Intl.DateTimeFormat>()
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options })
  formats.set(key, known)
  return known
}

/** "10:42:18 AM" by the office's clock. */
export function clock(at: number, zone: string, seconds = true): string {
  return format(zone, { hour: 'numeric', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(at)
}

/** "Nov 23", with the year when it is not this one. */
export function date(at: number, zone: string, now = Date.now()): string {
  const year = format(zone, { year: 'numeric' })
  return format(zone, { month: 'short', day: 'numeric', ...(year.format(at) === year.format(now) ? {} : { year: 'numeric' }) }).format(at)
}

/** "10:42 AM" today, "Nov 23, 10:42 AM" on another day. */
export function when(at: number, zone: string, now = Date.now()): string {
  const time = clock(at, zone, false)
  return date(at, zone, now) === date(now, zone, now) ? time : `${date(at, zone, now)}, ${time}`
}

/** "Nov 23, 2026, 10:42:18 AM EST", as documents say it. */
export function fullTime(at: number, zone: string): string {
  return format(zone, { month: 'short', day: 'numeric', year: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }).format(at)
}

/** A day `YYYY-MM-DD` in words: "Monday, November 23, 2026". */
export function dayWords(day: string): string {
  return format('UTC', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(Date.parse(`${day}T12:00:00Z`))
}

/** The day that many days after `day`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A day `YYYY-MM-DD` in few words: "Nov 23", with the year when it is not this one. */
export function shortDay(day: string, now = Date.now()): string {
  return date(Date.parse(`${day}T12:00:00Z`), 'UTC', now)
}

/** "Nov 1 to Nov 26", "since Nov 1", "until Nov 26". */
export function spanWords(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return to === undefined ? 'every day' : `until ${shortDay(to)}`
  return to === undefined ? `since ${shortDay(from)}` : from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`
}
