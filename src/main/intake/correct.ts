import type { Approval } from '../../shared/contract/base.ts'
import type { DetailFields, RecipientInput } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { pieceReceived } from '../pieces/events.ts'
import * as pieces from '../pieces/pieces.ts'
import { stored } from '../pieces/projection.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft, LoggedEvent } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import type { Assigned, Version } from './events.ts'
import { numberAttached, pieceAssigned, pieceCorrected, pieceDetailed, questionAnswered } from './events.ts'
import { differing, hasRecipient, refuseLeft } from './given.ts'
import { identifiedAs, read } from './numbers.ts'
import { resolve } from './people.ts'

/** What is to be put right. A recipient whose assignment is `none` is taken away. */
export interface Wanted { fields?: DetailFields; number?: string; assigned?: Assigned }

type Name = keyof Version

/** True when an event set a field of its piece. */
function sets(event: LoggedEvent, name: Name): boolean {
  const payload = (event.payload ?? {}) as Record<string, unknown>
  if (event.kind === pieceCorrected.kind) return name in (payload['after'] as Version)
  if (event.kind === pieceDetailed.kind) return name in payload
  if (event.kind === pieceAssigned.kind) return name === 'recipient'
  if (event.kind === questionAnswered.kind) return name === 'number' && payload['chosen'] !== null
  return event.kind === numberAttached.kind ? false : event.kind === pieceReceived.kind
}

function numberNow(db: ReadableDb, id: string): NonNullable<Version['number']> {
  const row = stored(db, id)
  return { number: row.number, grouped: row.grouped, scheme: row.scheme, carrier: row.carrier, carrierName: row.carrier_name, service: row.service, checkDigit: row.check_digit as PieceRow['checkDigit'], accountable: row.accountable === 1 }
}

function rightNumber(call: CheckedCall, db: ReadableDb, piece: PieceRow, text: string): NonNullable<Version['number']> | null {
  const { what, best, candidates } = read(db, text)
  if (best?.kind === 'badge' || best?.kind === 'location' || best?.kind === 'container') throw new Refusal('not-a-piece', `This is the number of a ${best.kind}. Type the number of the piece.`, { field: 'number' })
  const right = best ? what : candidates[0] && candidates[0].carrier === piece.carrier ? identifiedAs(candidates[0]) : what
  if (right.number === piece.number) return null
  if (right.checkDigit === 'invalid') throw new Refusal('check-digit', 'The check digit of this number does not fit either. Type it again.', { field: 'number' })
  const other = pieces.seenBefore(call, right.number, piece.id).find((known) => !known.voided)
  if (other) throw new Refusal('on-another-piece', `Another piece has this number, taken in by ${other.receivedBy}. Void one of the two if they are the same.`, { field: 'number' })
  return right
}

/**
 * The events by which a piece is put right: for every earlier event that said it wrong, one that names it. A new number also settles
 * what was open about the old one.
 *
 * @throws Refusal `nothing-to-correct`, `check-digit`, `on-another-piece`, `not-a-piece`, `empty`
 */
export function correctionsOf(call: CheckedCall, db: ReadableDb, piece: PieceRow, wanted: Wanted, reason: string, allowedBy: Actor | null = null): EventDraft[] {
  const after: Version = { ...differing(piece, wanted.fields ?? {}) }
  const number = wanted.number === undefined ? null : rightNumber(call, db, piece, wanted.number)
  if (number) after.number = number
  if (wanted.assigned && !hasRecipient(piece, wanted.assigned)) after.recipient = wanted.assigned
  const names = Object.keys(after) as Name[]
  if (names.length === 0) throw new Refusal('nothing-to-correct', 'Nothing is different from what is recorded. Change what is wrong first.')

  const before: Version = { type: piece.type, condition: piece.condition, count: piece.count, location: piece.location, sender: piece.sender, reference: piece.reference, note: piece.note, number: numberNow(db, piece.id), recipient: { recipient: piece.recipient, assignment: piece.assignment } }
  const events = eventsOfPiece(db, call.services.store.kinds, piece.id)
  const wrong = Map.groupBy(names, (name) => events.findLast((event) => sets(event, name)) ?? events[0])
  const corrections = [...wrong].flatMap(([event, of]) => {
    if (!event) return []
    const only = (version: Version): Version => Object.fromEntries(of.map((name) => [name, version[name]]))
    return [pieceCorrected.draft(piece.id, { corrects: { device: event.device, sequence: event.sequence }, before: only(before), after: only(after), reason, allowedBy })]
  })
  const settled = number ? piece.questions : []
  return [...corrections, ...settled.map((question) => questionAnswered.draft(piece.id, { question, answer: question === 'seen-before' ? 'another' : 'number', other: null, chosen: null, offered: [], word: '' }))]
}

/** Corrects what was recorded wrong. @throws NotFound, Refusal `voided`, `needs-approval`, and as {@link correctionsOf} and {@link pieces.allowedOn} */
export async function correct(call: CheckedCall, input: { piece: string; reason: string; fields: DetailFields & { number?: string | undefined; recipient?: RecipientInput | null | undefined }; approval?: Approval | undefined }): Promise<PieceRow> {
  const { number, recipient, ...fields } = input.fields
  const assigned: Assigned | undefined = recipient === undefined ? undefined : recipient === null ? { recipient: null, assignment: 'none' } : (await resolve(call, recipient)).assigned
  const { store } = call.services
  const allowed = await pieces.allowedOn(call, pieces.standing(store.db, input.piece), input.approval, 'correcting')
  return store.operate(call.actor, (db) => {
    const piece = refuseLeft(call, pieces.standing(db, input.piece), { assigned: null, fields })
    return {
      events: correctionsOf(call, db, piece, { fields, ...(number === undefined ? {} : { number }), ...(assigned ? { assigned } : {}) }, input.reason, allowed(piece)),
      answer: () => pieces.existing(db, input.piece),
    }
  })
}
