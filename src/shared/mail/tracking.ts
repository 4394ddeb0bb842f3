/**
 * What carriers tell about a piece: one event in one form, whatever way the news came.
 *
 * Codes: the event codes of the USPS tracking interfaces. Texts are kept as they came; a code or a text that is not known is
 * kept, shown and never guessed at.
 */
import { type Meaning, meaningOfCode } from './tracking-codes.ts'
import { meaningOfText } from './tracking-words.ts'

export { type Meaning, MEANINGS } from './tracking-codes.ts'

/** The way news came. No source can overwrite what another one said. */
export const SOURCES = ['usps-api', 'email', 'csv', 'json', 'paste', 'phone', 'person', 'intake'] as const
export type Source = (typeof SOURCES)[number]

export interface TrackingEvent {
  /** The carrier's own code, or null where the news has none. */
  readonly code: string | null
  /** The carrier's words, without markup. */
  readonly text: string
  /** UTC milliseconds, or null where the zone of the stated time is not known. */
  readonly at: number | null
  /** Date and time on the wall clock of the place, as stated: `2026-11-06T13:28:00`, `2026-11-06`, or null. */
  readonly local: string | null
  readonly city: string
  readonly state: string
  /** Five digits, or the foreign code as it stands there; empty when it was not said. */
  readonly zip: string
  readonly country: string
  /** Who signed, as the carrier gave it. */
  readonly name: string
}

/** An event with its source. */
export interface LearnedEvent extends TrackingEvent {
  readonly source: Source
  /** When this station was told, UTC milliseconds. */
  readonly learnedAt: number
}

/** What news says about the piece as a whole, beside its events. */
export interface TrackingFacts {
  /** The day on which USPS sends a waiting piece back (`returnDateNotice`). */
  readonly returnDay: string | null
  /** The green card's own number (`relatedReturnReceiptID`). */
  readonly greenCard: string | null
  readonly expectedDay: string | null
  readonly destinationZip: string | null
  readonly originZip: string | null
  readonly mailClass: string | null
  readonly services: readonly string[]
  /** True where USPS offers the electronic return receipt for this piece. */
  readonly electronicReceipt: boolean | null
  /** What the interface says of the right to ask: FREE or IP_AGREEMENT. */
  readonly accessControl: string | null
}

export const NO_FACTS: TrackingFacts = { returnDay: null, greenCard: null, expectedDay: null, destinationZip: null, originZip: null, mailClass: null, services: [], electronicReceipt: null, accessControl: null }

/** What one piece of news says about one number. */
export interface PieceNews {
  readonly number: string
  readonly events: readonly TrackingEvent[]
  readonly facts: TrackingFacts
  /** Words in which the source says why it has nothing, or null. */
  readonly problem: NewsProblem | null
  /** The heading of a notice whose layout is not known: kept whole, and for a person to read. */
  readonly unread: string | null
  /** This part of the source as it came. */
  readonly raw: string
}

/** Why a source has nothing about a number, told apart because what to do next differs. */
export interface NewsProblem { readonly kind: 'not-yet' | 'not-found' | 'another-shipper' | 'ip-agreement' | 'refused' | 'other'; readonly code: string; readonly message: string }

export const EMPTY_EVENT: TrackingEvent = { code: null, text: '', at: null, local: null, city: '', state: '', zip: '', country: '', name: '' }

/** What an event means: by its code, where that is known; otherwise by its words; otherwise `unknown`. */
export function meaningOf(event: Pick<TrackingEvent, 'code' | 'text'>): Meaning {
  const byText = meaningOfText(event.text)
  // USPS scans a piece that came back with the code of any delivery; only the words tell.
  if (byText === 'delivered-back') return byText
  const byCode = event.code === null ? null : meaningOfCode(event.code)
  return byCode ?? byText
}

/** The first five digits of a US ZIP, or null for anything else. */
export function zip5(text: string | null | undefined): string | null {
  return /^\s*(\d{5})(?:-?\d{4})?\s*$/.exec(text ?? '')?.[1] ?? null
}

const squeezed = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()

/**
 * What makes an event the same event when a source tells it again: code or words, stated time, place and signer. Two sources
 * that tell the same have the same key.
 */
export function eventKey(event: TrackingEvent): string {
  const what = event.code === null ? squeezed(event.text) : event.code
  return [what, event.local ?? (event.at === null ? '' : String(event.at)), zip5(event.zip) ?? squeezed(event.zip), squeezed(event.city), squeezed(event.name)].join('|')
}

/** Event text that can be stored: no control characters, no half characters, no runs of blanks, not endless. */
export function tidy(text: string, longest = 500): string {
  const plain = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).toWellFormed().replace(/\uFFFD$/, '')}…`
}
