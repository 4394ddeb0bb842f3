import { identify } from '../../shared/mail/identify.ts'
import { statusOf } from '../../shared/mail/tracking-status.ts'
import type { TrackingState } from '../../shared/mail/tracking-status.ts'
import type { PieceNews, Source, TrackingEvent } from '../../shared/mail/tracking.ts'
import { eventKey } from '../../shared/mail/tracking.ts'
import { wordsOnly } from '../../shared/mail/tracking-usps.ts'
import type { ReadableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import { trackingLearned } from './events.ts'
import { eventsOf, wordsOf } from './projection.ts'
import * as queries from './queries.ts'

/** Longest raw form that stands in an event itself, in characters; a longer one is a file. */
export const LONGEST_RAW = 4_000

/** Where news comes from. */
export interface Told { source: Source; told: string; raw: string | null; file: string | null; senderZip: string | null }

/** What news would change about one number. */
export interface Judged {
  news: PieceNews
  piece: { no: number; id: string; name: string } | null
  /** Events that this source has not told before. */
  events: TrackingEvent[]
  same: number
  newFacts: boolean
  /** What a person should know, or empty. */
  note: string
}

/** The events of news; a notice that is not understood is one itself, for a person to read. */
function eventsIn(news: PieceNews): TrackingEvent[] {
  return news.unread === null ? [...news.events] : [...news.events, wordsOnly(`Notice not understood: ${news.unread}`)]
}

/** True for the number of a return receipt card, which is never the letter's. */
function isGreenCard(number: string): boolean {
  return identify(number).best?.kind === 'green-card'
}

/**
 * Finds out what news says that is not known yet. Changes nothing.
 *
 * @param piece the piece it is about, where a person said so
 */
export function judgeNews(db: ReadableDb, news: PieceNews, source: Source, piece?: { no: number; id: string; recipient: string }): Judged {
  const found = piece ?? queries.piecesWith(db, news.number)[0]
  const nothing = { news, events: [], same: 0, newFacts: false }
  if (!found) return { ...nothing, piece: null, note: isGreenCard(news.number) ? "A green card's own number: its way is not the letter's." : 'No piece here has this number.' }
  const known = { no: found.no, id: found.id, name: found.recipient }
  if (isGreenCard(news.number)) return { ...nothing, piece: known, note: "A green card's own number: its way is not the letter's." }
  const events = new Map<string, TrackingEvent>()
  let same = 0
  for (const event of eventsIn(news)) {
    const key = eventKey(event)
    if (events.has(key) || queries.wasSaid(db, found.no, source, key)) same++
    else events.set(key, event)
  }
  const before = queries.factsOf(db, found.no)
  const { returnDay, expectedDay, greenCard, electronicReceipt } = news.facts
  const differs = (now: string | number | null, then: string | number | null | undefined): boolean => now !== null && now !== (then ?? null)
  const newFacts = differs(returnDay, before?.return_day) || differs(expectedDay, before?.expected_day) || differs(greenCard, before?.green_card) || differs(electronicReceipt === null ? null : electronicReceipt ? 1 : 0, before?.electronic)
  return { news, piece: known, events: [...events.values()], same, newFacts, note: news.problem?.message ?? (news.unread === null ? '' : 'A notice whose layout is not known: read it.') }
}

/** The event that keeps what is new, or none when nothing is. */
export function draftOf({ news, piece, events, newFacts }: Judged, told: Told): EventDraft[] {
  if (!piece || (events.length === 0 && !newFacts)) return []
  const { returnDay, expectedDay, greenCard, electronicReceipt } = news.facts
  return [trackingLearned.draft(piece.id, { ...told, events, facts: newFacts ? { returnDay, expectedDay, greenCard, electronicReceipt } : null })]
}

/** Status and outcome as they would be with this news. */
export function becoming(db: ReadableDb, { piece, events }: Judged, source: Source, senderZip: string | null, now: number): TrackingState | null {
  if (!piece) return null
  const before = queries.factsOf(db, piece.no)
  return statusOf([...eventsOf(db, piece.no), ...events.map((event) => ({ ...event, source, learnedAt: now }))], { senderZip: senderZip ?? before?.sender_zip ?? null, addresseeZip: before?.addressee_zip ?? null, words: wordsOf(db, piece.no) })
}
