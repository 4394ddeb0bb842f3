import type { Approval } from '../../shared/contract/base.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { Applied, Wanted } from '../../shared/mail/custody.ts'
import { apply, whereItIs } from '../../shared/mail/custody.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { allowedBy } from '../access/access.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { pieceBroughtBack, pieceHeld, pieceReleased } from './events.ts'
import { locationNamed } from './place.ts'

export type Context = Pick<CheckedCall, 'services'>

export const today = ({ services: { store } }: Context): string => officeDay(store.now(), store.zone())

/** Where a piece is, as a sentence. */
export const where = (call: Context, piece: PieceRow): string => (piece.direction === 'outbound' ? 'This is a letter that goes out. It stands under Certified Mail.' : piece.voided ? `${piece.voided.by} voided this piece: ${piece.voided.reason}.` : whereItIs(pieces.custodyOf(call, piece), today(call)))

/** Ids as they were given, each once. */
export const once = (ids: readonly string[]): string[] => [...new Set(ids)]

/** The same sentence with the number in it, where several pieces are in hand. */
export const about = (piece: PieceRow, message: string, several: boolean): string => (several ? message.replaceAll('This piece', piece.grouped).replaceAll('this piece', piece.grouped) : message)

type Refused = Exclude<Applied, { ok: true }>
const refusal = ({ code, message }: Refused, piece: PieceRow, several: boolean): Refusal =>
  new Refusal(code, about(piece, message, several), code === 'state' ? {} : { field: code === 'needs-approval' ? 'approval' : code })

/** What an action makes of a piece, by the one table. @throws Refusal with the sentence that says what can be done instead, `outbound` for a letter that goes out */
export function applied(call: Context, piece: PieceRow, wanted: Wanted, several = false): Extract<Applied, { ok: true }> {
  const result = apply(pieces.custodyOf(call, pieces.incoming(piece)), wanted, today(call))
  if (!result.ok) throw refusal(result, piece, several)
  return result
}

/** Changes many pieces by one kind of action, all of them or none; answers them as they are afterwards. @throws NotFound, Refusal */
export function changeAll(call: CheckedCall, ids: readonly string[], change: (piece: PieceRow, several: boolean, db: ReadableDb) => readonly EventDraft[]): { rows: PieceRow[] } {
  const unique = once(ids)
  return call.services.store.operate(call.actor, (db) => ({
    events: unique.flatMap((id) => change(pieces.existing(db, id), unique.length > 1, db)),
    answer: () => ({ rows: unique.map((id) => pieces.existing(db, id)) }),
  }))
}

/**
 * Who allows what takes a supervisor. Nothing is asked while nothing needs it; whether something does is looked at again inside the
 * operation, because another screen may have been faster.
 *
 * @param needs what has to be allowed, as the start of a sentence, or null
 * @throws Refusal as {@link allowedBy}
 */
export async function supervisorFor(call: CheckedCall, needs: (db: ReadableDb) => string | null, approval: Approval | undefined): Promise<(db: ReadableDb) => Actor | null> {
  const before = needs(call.services.store.db)
  const allowed = before === null ? null : await allowedBy(call, 'supervisor', approval, before)
  return (db) => {
    const now = needs(db)
    if (now === null || allowed) return now === null ? null : allowed
    throw new Refusal('needs-approval', `${now} needs a supervisor. Ask one to allow it here with a PIN.`, { field: 'approval' })
  }
}

/** Sets pieces aside. @throws NotFound, Refusal `state` */
export function hold(call: CheckedCall, input: { pieces: string[]; reason: string }): { rows: PieceRow[] } {
  return changeAll(call, input.pieces, (piece, several) => {
    applied(call, piece, { action: 'hold', reason: input.reason }, several)
    return [pieceHeld.draft(piece.id, { reason: input.reason })]
  })
}

/** Lets held and refused pieces go their usual way again. @throws NotFound, Refusal `state` */
export function release(call: CheckedCall, input: { pieces: string[]; note: string }): { rows: PieceRow[] } {
  return changeAll(call, input.pieces, (piece, several) => {
    applied(call, piece, { action: 'release' }, several)
    return [pieceReleased.draft(piece.id, { note: input.note })]
  })
}

/** Pieces that were out are here again. @throws NotFound, Refusal `state`, `location-closed` */
export function bringBack(call: CheckedCall, input: { pieces: string[]; reason: string; location: string }): { rows: PieceRow[] } {
  return changeAll(call, input.pieces, (piece, several, db) => [broughtBack(call, db, piece, input, several)])
}

/** The event by which one piece comes back. @throws Refusal `state`, `location-closed` */
export function broughtBack(call: Context, db: ReadableDb, piece: PieceRow, input: { reason: string; location: string }, several: boolean): EventDraft {
  const location = input.location === '' ? '' : locationNamed(db, input.location)
  applied(call, piece, { action: 'bring-back', reason: input.reason, location }, several)
  return pieceBroughtBack.draft(piece.id, { reason: input.reason, location, from: piece.state, run: piece.holder.kind === 'run' ? piece.holder.ref : null })
}
