import type { DetailFields } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import type { EventDraft, Stated } from '../store/events.ts'
import type { Assigned, Fields } from './events.ts'
import { pieceAssigned, pieceDetailed } from './events.ts'

const NAMES = ['type', 'condition', 'count', 'location', 'sender', 'reference', 'note'] as const

/** The fields that differ from what is known of a piece; of a new one nothing is known. */
export function differing(piece: Pick<PieceRow, (typeof NAMES)[number]> | null, given: DetailFields): Fields {
  const known = piece ?? { type: '', condition: '', count: 1, location: '', sender: '', reference: '', note: '' }
  return Object.fromEntries(NAMES.flatMap((name) => (given[name] === undefined || given[name] === known[name] ? [] : [[name, given[name]]])))
}

/** True when a piece has this recipient already. */
export function hasRecipient(piece: PieceRow, given: Assigned): boolean {
  const { recipient: one } = piece
  const { recipient: other } = given
  return piece.assignment === given.assignment && one?.person === other?.person && one?.name === other?.name && one?.department === other?.department && one?.mailStop === other?.mailStop
}

/** What of it cannot be said any more about a piece that has left. @throws Refusal `state` */
export function refuseLeft(call: Pick<CheckedCall, 'services'>, piece: PieceRow, said: { assigned: Assigned | null; fields: DetailFields | undefined }): PieceRow {
  if (said.assigned?.recipient && !hasRecipient(piece, said.assigned)) pieces.refuseUnlessHere(call, piece)
  if (said.fields?.location !== undefined && said.fields.location !== piece.location) pieces.refuseUnlessInMailroom(call, piece)
  return piece
}

/** The events for what was said about a piece; what is recorded already is not recorded again. */
export function saidAbout(id: string, piece: PieceRow | null, said: { assigned: Assigned | null; source: string; fields: DetailFields | undefined }, stated: Stated | null = null): EventDraft[] {
  const events: EventDraft[] = []
  const { assigned } = said
  if (assigned?.recipient && !(piece && hasRecipient(piece, assigned))) events.push(pieceAssigned.draft(id, { recipient: assigned.recipient, assignment: assigned.assignment, source: said.source }, stated))
  const fields = said.fields === undefined ? {} : differing(piece, said.fields)
  if (Object.keys(fields).length > 0) events.push(pieceDetailed.draft(id, fields, stated))
  return events
}
