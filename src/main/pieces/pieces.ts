import type { PieceEvent, PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { eventsOfPiece } from '../store/log.ts'
import { pieceVoided } from './events.ts'
import * as queries from './queries.ts'

const MOST_FOUND = 50

function existing(db: Parameters<typeof queries.pieceById>[0], id: string): PieceRow {
  const piece = queries.pieceById(db, id)
  if (!piece) throw new NotFound('This piece is not in this store.')
  return piece
}

/** One page of pieces, newest first. */
export function list(call: CheckedCall, filter: { day?: string | undefined; since?: number | undefined; cursor?: number | undefined; limit: number }): { rows: PieceRow[]; next: number | null; total: number | null } {
  const { db } = call.services.store
  return { ...queries.listPieces(db, filter), total: filter.day === undefined ? null : queries.countOfDay(db, filter.day) }
}

/** A piece with all its numbers and every event, in the order of the log. @throws NotFound */
export function get(call: CheckedCall, id: string): { piece: PieceRow; numbers: string[]; events: PieceEvent[] } {
  const { db, kinds } = call.services.store
  const piece = existing(db, id)
  const events = eventsOfPiece(db, kinds, id).map((event): PieceEvent => ({
    device: event.device, sequence: event.sequence, kind: event.kind, recordedAt: event.recordedAt, zone: event.zone, stated: event.stated, actor: event.actor, hash: event.hash,
    payload: event.payload as Record<string, unknown> | null,
  }))
  return { piece, numbers: queries.numbersOf(db, id), events }
}

/** Search as you type. `ms` is what the search itself took. */
export function find(call: CheckedCall, text: string): { rows: PieceRow[]; ms: number } {
  const started = performance.now()
  const rows = queries.findPieces(call.services.store.db, text, MOST_FOUND)
  return { rows, ms: Math.round((performance.now() - started) * 10) / 10 }
}

/** Takes a piece out of the count, with a reason. @throws NotFound, Refusal `already-voided` */
export function voidPiece(call: CheckedCall, input: { id: string; reason: string }): PieceRow {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const piece = existing(db, input.id)
    if (piece.voided) throw new Refusal('already-voided', `${piece.voided.by} voided this piece already: ${piece.voided.reason}.`)
    return { events: [pieceVoided.draft(piece.id, { reason: input.reason })], answer: () => existing(db, input.id) }
  })
}

/** Earlier pieces with the same number, newest first, voided ones included: what happened to them is told, not hidden. */
export function seenBefore(call: CheckedCall, number: string, exceptId: string): PieceRow[] {
  return queries.piecesWithNumber(call.services.store.db, number, exceptId, 10)
}

/** A piece by its id, or null. */
export function byId(call: Pick<CheckedCall, 'services'>, id: string): PieceRow | null {
  return queries.pieceById(call.services.store.db, id)
}

/** Pieces received on an office day, voided ones left out. */
export function receivedOn(call: Pick<CheckedCall, 'services'>, day: string): number {
  return queries.countOfDay(call.services.store.db, day)
}
