import { eventRedacted } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import type { EventRow } from '../store/log.ts'
import { pieceRedacted } from './events.ts'
import * as queries from './queries.ts'
import { leftOf } from './redact.ts'

/** What is to go from a piece, what stays, and whether a hold keeps it whole. */
export interface Plan { piece: string; entries: EventRow[]; photos: Array<{ file: string; only: boolean }>; stays: EventRow[]; held: boolean }

/** The events that take the content of a piece away: one for each entry, and one for the piece. */
export function draftsOf(plan: Plan, reason: string): EventDraft[] {
  const entries = plan.entries.map((row) => eventRedacted.draft(plan.piece, { device: row.device, sequence: row.sequence, reason, left: leftOf(row.kind, JSON.parse(row.payload ?? 'null')) }))
  return [...entries, pieceRedacted.draft(plan.piece, { reason, entries: entries.length, photos: plan.photos.map((photo) => photo.file), disposed: plan.photos.filter((photo) => photo.only).map((photo) => photo.file) })]
}

/** The events that redact again, in a store made from an older copy, what was redacted since. */
export function redactAgain(db: ReadableDb, places: ReadonlyArray<{ device: string; sequence: number }>): EventDraft[] {
  const rows = queries.entriesAt(db, places)
  const byPiece = new Map<string, EventRow[]>()
  for (const row of rows) if (row.piece !== null) byPiece.set(row.piece, [...(byPiece.get(row.piece) ?? []), row])
  return [...byPiece].flatMap(([piece, entries]) => draftsOf({ piece, entries, photos: queries.photosOf(db, piece), stays: [], held: false }, 'redacted after the backup was made'))
}
