import type { AttentionItem, SourceState, ToldEvent, TrackedRow } from '../../../shared/contract/tracking.ts'
import { daysBetween } from '../../../shared/mail/days.ts'
import type { MarkName } from '../../ui/drawings.tsx'
import type { Tone } from '../../ui/drawings.tsx'
import { clock, when } from '../../ui/words.ts'

type Status = TrackedRow['status']
type Outcome = NonNullable<TrackedRow['outcome']>

/** How a status is shown: its mark, its word, and a shorter one for the strip. */
export const STATUS: Record<Status, { mark: MarkName; word: string; short: string; tone: Tone }> = {
  'no-news': { mark: 'label', word: 'Nothing heard yet', short: 'No news', tone: 'idle' },
  'label-only': { mark: 'label', word: 'Label only', short: 'Label only', tone: 'idle' },
  accepted: { mark: 'accepted', word: 'Accepted', short: 'Accepted', tone: 'move' },
  'in-transit': { mark: 'transit', word: 'In transit', short: 'In transit', tone: 'move' },
  'out-for-delivery': { mark: 'out', word: 'Out for delivery', short: 'Out today', tone: 'move' },
  'notice-left': { mark: 'notice', word: 'Notice left', short: 'Notice left', tone: 'act' },
  'available-for-pickup': { mark: 'pickup', word: 'Available for pickup', short: 'For pickup', tone: 'act' },
  forwarded: { mark: 'forwarded', word: 'Forwarded', short: 'Forwarded', tone: 'back' },
  delivered: { mark: 'delivered', word: 'Delivered', short: 'Delivered', tone: 'done' },
  refused: { mark: 'refused', word: 'Refused', short: 'Refused', tone: 'stop' },
  unclaimed: { mark: 'unclaimed', word: 'Unclaimed', short: 'Unclaimed', tone: 'act' },
  undeliverable: { mark: 'undeliverable', word: 'Undeliverable', short: 'Undeliverable', tone: 'stop' },
  returning: { mark: 'returning', word: 'Returning', short: 'Returning', tone: 'back' },
  returned: { mark: 'returning', word: 'Returned by scan, not taken in', short: 'Returned', tone: 'back' },
  'returned-to-us': { mark: 'returned', word: 'Returned to us', short: 'Returned to us', tone: 'back' },
  'lost-suspected': { mark: 'lost-suspected', word: 'Lost, suspected', short: 'Lost?', tone: 'stop' },
  lost: { mark: 'lost', word: 'Lost', short: 'Lost', tone: 'stop' },
  conflict: { mark: 'conflict', word: 'Sources disagree', short: 'Disagree', tone: 'stop' },
  unknown: { mark: 'label', word: 'Not understood', short: 'To read', tone: 'act' },
}

const OUTCOME: Record<Outcome, { mark: MarkName; word: string }> = {
  'delivered-signer-not-established': { mark: 'delivered', word: 'Delivered, signer not established' }, 'delivered-to-addressee': { mark: 'addressee', word: 'Delivered to addressee' },
  'delivered-to-agent': { mark: 'agent', word: 'Delivered to agent' }, refused: { mark: 'refused', word: 'Refused' }, unclaimed: { mark: 'unclaimed', word: 'Unclaimed' }, undeliverable: { mark: 'undeliverable', word: 'Undeliverable' },
  returned: { mark: 'returned', word: 'Returned' }, lost: { mark: 'lost', word: 'Lost' },
}

/** Mark, words and tone of where a piece is; a delivery is never said without to whom. */
export function standing(row: Pick<TrackedRow, 'status' | 'outcome'>): { mark: MarkName; word: string; tone: Tone } {
  const { mark, word, tone } = STATUS[row.status]
  if (row.status === 'delivered' && row.outcome !== null) return { ...OUTCOME[row.outcome], tone }
  const why = row.outcome !== null && (row.status === 'returning' || row.status === 'returned' || row.status === 'returned-to-us') && row.outcome !== 'returned' ? `${OUTCOME[row.outcome].word}: ${word.toLowerCase()}` : word
  return { mark, word: why, tone }
}

const MEANING: Record<ToldEvent['meaning'], MarkName> = {
  label: 'label', accepted: 'accepted', transit: 'transit', out: 'out', notice: 'notice', pickup: 'pickup', forwarded: 'forwarded', delivered: 'delivered', 'delivered-back': 'returning', refused: 'refused', unclaimed: 'unclaimed',
  undeliverable: 'undeliverable', returning: 'returning', lost: 'lost-suspected', info: 'label', unknown: 'label',
}
export const markOf = (event: Pick<ToldEvent, 'meaning'>): MarkName => MEANING[event.meaning]

/** What the next step of a reason is called. */
export const STEP: Record<AttentionItem['step'], string> = {
  decide: 'Decide which', read: 'Read it and decide', ask: 'Ask USPS', hold: 'Ask USPS to hold', 'tell-sender': 'Tell the sender', 'tell-addressee': 'Tell the addressee', 'take-in': 'Take it in', wait: 'Wait for the letter',
  'attach-sheet': 'Attach stamped sheet', 'get-card': 'File the green card', 'get-pdf': 'File the PDF', 'say-signer': 'Say who signed',
}

export const SOURCE: Record<ToldEvent['sources'][number]['source'], string> = {
  'usps-api': 'USPS Tracking', email: 'E-mail', csv: 'Table', json: 'File', paste: 'Pasted page', phone: 'Telephone', person: 'Typed', intake: 'Our intake',
}

/** "now", "in 2 days", "3 days late". */
export function dueWords(due: string, today: string): { words: string; tone: 'stop' | 'act' } {
  const left = daysBetween(today, due)
  if (left === 0) return { words: 'today', tone: 'stop' }
  const n = Math.abs(left)
  const days = `${n} ${n === 1 ? 'day' : 'days'}`
  return left < 0 ? { words: `${days} late`, tone: 'stop' } : { words: `in ${days}`, tone: 'act' }
}

/** "Nov 25" of a day. */
export function shortDay(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' })
}

/** The same words with days as people write them. */
export function plainDays(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}/g, shortDay)
}

/** When and where an event was, by the clock of that place: "Nov 10, 2:14 PM, Fakeville OH 43999". */
export function whenAndWhere(event: Pick<ToldEvent, 'local' | 'at' | 'city' | 'state' | 'zip'>, zone: string): string {
  const time = event.local === null ? (event.at === null ? 'time not said' : when(event.at, zone)) : event.local.length === 10 ? shortDay(event.local) : `${shortDay(event.local.slice(0, 10))}, ${new Date(`${event.local}Z`).toLocaleTimeString('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })}`
  const place = [event.city, event.state, event.zip].filter((part) => part !== '').join(' ')
  return place === '' ? time : `${time}, ${place}`
}

/** How the connection stands, for the head of the board. */
export function sourceWords(source: SourceState, zone: string): string {
  if (source.state === 'off') return 'USPS is not asked by itself'
  if (source.state === 'idle') return `${source.askedAt === null ? 'USPS was not asked yet' : `USPS asked ${clock(source.askedAt, zone, false)}`}, ${source.callsLeft ?? 0} of ${source.quota ?? 0} calls left this hour`
  return source.resumesAt === null ? source.words : `${source.words} Goes on ${clock(source.resumesAt, zone, false)}.`
}
