import { t } from '../catalogue/index.ts'
import type { Role } from '../../shared/contract/roles.ts'
import type { MarkName, Tone } from './drawings.tsx'

/** How a state of a piece is shown: its mark and its word. */
export interface StateWords { mark: MarkName; word: string; tone?: Tone }

const STATES: Record<string, StateWords> = {
  received: { mark: 'received', word: t('common.received') },
  stored: { mark: 'stored', word: t('ui.words.stored') },
  held: { mark: 'held', word: t('common.held') },
  'on-run': { mark: 'onrun', word: t('ui.words.onARun') },
  'handed-over': { mark: 'handed', word: t('common.handedOver') },
  'at-mail-stop': { mark: 'mailstop', word: t('common.leftAtMailStop') },
  refused: { mark: 'refused-in', word: t('common.refused') },
  forwarded: { mark: 'forwarded-in', word: t('common.forwarded') },
  'returned-to-sender': { mark: 'rts', word: t('common.returnedToSender') },
  lost: { mark: 'lost', word: t('common.lost') },
  disposed: { mark: 'disposed', word: t('ui.words.disposedOf') },
  logged: { mark: 'logged', word: t('common.logged') },
  'in-book': { mark: 'inbook', word: t('ui.words.inOpenBook') },
  presented: { mark: 'presented', word: t('common.presentedNotAccepted') },
  accepted: { mark: 'accepted', word: t('common.accepted') },
  voided: { mark: 'disposed', word: t('common.voided') },
}

/** The mark and word of a state. A state this page does not know yet is shown as the station calls it. */
export function stateWords(state: string, voided = false): StateWords {
  if (voided) return { mark: 'disposed', word: t('common.voided') }
  return STATES[state] ?? { mark: 'label', word: `"${state}"` }
}

export const ROLE_WORDS: Record<Role, string> = { operator: t('ui.words.operator'), supervisor: t('ui.words.supervisor'), administrator: t('ui.words.administrator') }

/** "North, floor 2", "North, Basement": a floor that is only a number or a letter says that it is one. */
export function placeWords(building: string | null, floor: string | null): string {
  return [building, floor && (/^.{1,2}$/.test(floor) ? t('ui.words.floorFloor', { floor }) : floor)].filter(Boolean).join(', ')
}

/** "1 piece", "2 pieces". */
export { plural as count } from '../../shared/words.ts'

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

/** The same words, kept on one line: a time of which its AM went to the next is read twice. */
export function unbroken(words: string): string {
  return words.replaceAll(' ', '\u00a0')
}

/** A sentence in which the groups of a number stay on one line. */
export function withWholeNumbers(words: string): string {
  return words.replaceAll(/[0-9A-Z]*\d[0-9A-Z]*(?: [0-9A-Z]*\d[0-9A-Z]*)+/g, unbroken)
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
  if (from === undefined) return to === undefined ? t('ui.words.everyDay') : t('ui.words.untilTo', { to: shortDay(to) })
  return to === undefined ? t('ui.words.sinceFrom', { from: shortDay(from) }) : from === to ? shortDay(from) : t('ui.words.fromToTo', { from: shortDay(from), to: shortDay(to) })
}
