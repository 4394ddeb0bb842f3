import { t } from '../../catalogue/index.ts'
import type { SourceState, ToldEvent, TrackedRow } from '../../../shared/contract/tracking.ts'
import { daysBetween } from '../../../shared/mail/days.ts'
import { STANDING_WORDS, standingOf, standingWords } from '../../../shared/mail/tracking-standing.ts'
import type { Standing } from '../../../shared/mail/tracking-status.ts'
import type { MarkName } from '../../ui/drawings.tsx'
import type { Tone } from '../../ui/drawings.tsx'
import { clock, shortDay, when } from '../../ui/words.ts'

type Status = TrackedRow['status']

interface Shown { mark: MarkName; tone: Tone }
const STATUS: Record<Status, Shown> = {
  'no-news': { mark: 'label', tone: 'idle' }, 'label-only': { mark: 'label', tone: 'idle' }, accepted: { mark: 'accepted', tone: 'move' }, 'in-transit': { mark: 'transit', tone: 'move' }, 'out-for-delivery': { mark: 'out', tone: 'move' },
  'notice-left': { mark: 'notice', tone: 'act' }, 'available-for-pickup': { mark: 'pickup', tone: 'act' }, forwarded: { mark: 'forwarded', tone: 'back' }, delivered: { mark: 'delivered', tone: 'done' }, refused: { mark: 'refused', tone: 'stop' },
  unclaimed: { mark: 'unclaimed', tone: 'act' }, undeliverable: { mark: 'undeliverable', tone: 'stop' }, returning: { mark: 'returning', tone: 'back' }, returned: { mark: 'returning', tone: 'back' }, 'returned-to-us': { mark: 'returned', tone: 'back' },
  'lost-suspected': { mark: 'lost-suspected', tone: 'stop' }, lost: { mark: 'lost', tone: 'stop' }, conflict: { mark: 'conflict', tone: 'stop' }, unknown: { mark: 'label', tone: 'act' },
}
const DELIVERED: Record<Exclude<Standing, Status>, Shown> = { 'delivered-signer-not-established': { mark: 'delivered', tone: 'done' }, 'delivered-to-addressee': { mark: 'addressee', tone: 'done' }, 'delivered-to-agent': { mark: 'agent', tone: 'done' } }
const SHOWN: Record<Standing, Shown> = { ...STATUS, ...DELIVERED }

/** What the strip of counts calls a standing, where the whole words have no room. */
const SHORT: Partial<Record<Standing, string>> = {
  'no-news': t('tracking.words.noNews'), 'out-for-delivery': t('tracking.words.outToday'), 'available-for-pickup': t('tracking.words.forPickup'), 'delivered-signer-not-established': t('tracking.words.signerUnknown'), 'delivered-to-addressee': t('tracking.words.toAddressee'), 'delivered-to-agent': t('tracking.words.toAgent'), returned: t('tracking.words.returned'),
  'lost-suspected': t('tracking.words.lost'), conflict: t('tracking.words.disagree'), unknown: t('tracking.words.toRead'),
}

/** A standing in the strip of counts: mark, whole words, and the short ones that fit. */
export function counted(standing: Standing): { mark: MarkName; word: string; short: string } {
  return { mark: SHOWN[standing].mark, word: STANDING_WORDS[standing], short: SHORT[standing] ?? STANDING_WORDS[standing] }
}

/** Mark, words and tone of where a piece is; a delivery is never said without to whom. */
export function standing(row: Pick<TrackedRow, 'status' | 'outcome'>): { mark: MarkName; word: string; tone: Tone } {
  return { ...SHOWN[standingOf(row)], word: standingWords(row) }
}

const MEANING: Record<ToldEvent['meaning'], MarkName> = {
  label: 'label', accepted: 'accepted', transit: 'transit', out: 'out', notice: 'notice', pickup: 'pickup', forwarded: 'forwarded', delivered: 'delivered', 'delivered-back': 'returning', refused: 'refused', unclaimed: 'unclaimed',
  undeliverable: 'undeliverable', returning: 'returning', lost: 'lost-suspected', info: 'label', unknown: 'label',
}
export const markOf = (event: Pick<ToldEvent, 'meaning'>): MarkName => MEANING[event.meaning]

export const SOURCE: Record<ToldEvent['sources'][number]['source'], string> = {
  'usps-api': t('tracking.words.uspsTracking'), email: 'E-mail', csv: t('tracking.words.table'), json: t('tracking.words.file'), paste: t('tracking.words.pastedPage'), phone: t('common.telephone'), person: t('tracking.words.typed'), intake: t('tracking.words.ourIntake'),
}

/** "now", "in 2 days", "3 days late". */
export function dueWords(due: string, today: string): { words: string; tone: 'stop' | 'act' } {
  const left = daysBetween(today, due)
  if (left === 0) return { words: t('tracking.words.today'), tone: 'stop' }
  const n = Math.abs(left)
  const days = `${n} ${n === 1 ? t('common.day2') : t('common.days2')}`
  return left < 0 ? { words: t('tracking.words.daysLate', { days }), tone: 'stop' } : { words: t('tracking.words.inDays', { days }), tone: 'act' }
}

/** The same words at the beginning of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The same words with days as people write them. */
export function plainDays(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => shortDay(day))
}

/** When and where an event was, by the clock of that place: "Nov 10, 2:14 PM, Fakeville OH 43999". */
export function whenAndWhere(event: Pick<ToldEvent, 'local' | 'at' | 'city' | 'state' | 'zip'>, zone: string): string {
  const time = event.local === null ? (event.at === null ? t('tracking.words.timeNotSaid') : when(event.at, zone)) : event.local.length === 10 ? shortDay(event.local) : `${shortDay(event.local.slice(0, 10))}, ${new Date(`${event.local}Z`).toLocaleTimeString('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })}`
  const place = [event.city, event.state, event.zip].filter((part) => part !== '').join(' ')
  return place === '' ? time : `${time}, ${place}`
}

/** How the connection stands, for the head of the board. */
export function sourceWords(source: SourceState, zone: string): string {
  if (source.state === 'off') return t('tracking.words.uspsIsNotAskedByItself')
  if (source.state === 'idle') return t('tracking.words.valueCallsleftOfQuotaCallsLeft', { value: source.askedAt === null ? t('tracking.words.uspsWasNotAskedYet') : t('tracking.words.uspsAskedAskedat', { askedAt: clock(source.askedAt, zone, false) }), callsLeft: source.callsLeft ?? 0, quota: source.quota ?? 0 })
  return source.resumesAt === null ? source.words : t('tracking.words.wordsGoesOnResumesat', { words: source.words, resumesAt: clock(source.resumesAt, zone, false) })
}
