import type { Approval } from '../../shared/contract/base.ts'
import type { SignatureInput } from '../../shared/contract/custody.ts'
import type { MailStopRow } from '../../shared/contract/directory.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { mailStops } from '../directory/places.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import { withContents } from './containers.ts'
import { about, applied, supervisorFor } from './custody.ts'
import { pieceLeft } from './events.ts'
import type { Signed } from './projection.ts'
import { keepSignature, refuseEmpty } from './signature.ts'

/** What was asked for when pieces are left at a mail stop. */
export interface Leaving { id: string; signature: SignatureInput | null; signedBy: string; note: string; approval?: Approval | undefined }

/** The mail stop of this id. @throws NotFound */
export async function mailStopOf(call: CheckedCall, id: string): Promise<MailStopRow> {
  const found = (await mailStops(call)).find((stop) => stop.id === id)
  if (!found) throw new NotFound('This mail stop is not in the directory.')
  return found
}

const NEEDS = 'Leaving a piece that has to be signed for without a signature'

/**
 * Leaves pieces at mail stops, all of them or none. Accountable ones need a signature or a supervisor (DMM 503: accountable mail is
 * signed for on delivery).
 *
 * @param of.check throws for a piece that does not belong here; `of.stop` says where each is left
 */
export async function leavePieces(call: CheckedCall, asked: Leaving, of: { pieces: (db: ReadableDb) => string[]; check: (piece: PieceRow, several: boolean) => void; stop: (piece: PieceRow) => Pick<MailStopRow, 'id' | 'code' | 'building' | 'floor'>; run: string | null }): Promise<PieceRow[]> {
  const { store } = call.services
  refuseEmpty(asked.signature)
  if (asked.signature && asked.signedBy === '') throw new Refusal('receiver', 'Type the name of who signed.', { field: 'signedBy' })
  const read = (db: ReadableDb): PieceRow[] => of.pieces(db).map((id) => pieces.existing(db, id))
  const plan = (db: ReadableDb, allowed: Actor | null, signed: Signed | null): EventDraft[] => {
    const rows = read(db)
    if (rows.length === 0) throw new Refusal('nothing', 'Scan or tick the pieces first.', { field: 'pieces' })
    return rows.map((piece) => {
      const several = rows.length > 1
      of.check(piece, several)
      const { id, code, building, floor } = of.stop(piece)
      applied(call, piece, { action: 'leave', mailStop: code, signed: asked.signature !== null, allowed: allowed !== null, ...(of.run === null ? {} : { run: of.run }) }, several)
      return pieceLeft.draft(piece.id, { leaving: asked.id, mailStop: id, code, building, floor, signed, signedBy: asked.signedBy, note: asked.note, run: of.run, from: piece.location, allowedBy: allowed })
    })
  }
  const before = read(store.db)
  if (before.length > 0 && before.every((piece) => leftBy(call, store.db, piece, asked.id))) return before
  // Everything but a supervisor's word is looked at before anybody is asked for it.
  plan(store.db, { id: call.actor.id, name: call.actor.name }, null)
  const allowed = await supervisorFor(call, (db) => (asked.signature === null && read(db).some((piece) => piece.accountable) ? NEEDS : null), asked.approval)
  const signed = keepSignature(store, asked.signature)
  return store.operate(call.actor, (db) => {
    const ids = read(db).map((piece) => piece.id)
    return { events: plan(db, allowed(db), signed), answer: () => ids.map((id) => pieces.existing(db, id)) }
  })
}

/** True when this very call has left the piece already: it was sent twice. */
function leftBy(call: CheckedCall, db: ReadableDb, piece: PieceRow, id: string): boolean {
  return piece.state === 'at-mail-stop' && eventsOfPiece(db, call.services.store.kinds, piece.id).some((event) => event.kind === pieceLeft.kind && (event.payload as { leaving?: string } | null)?.leaving === id)
}

/** Leaves pieces at a mail stop without a run. @throws NotFound, Refusal as {@link leavePieces} */
export async function leaveAtStop(call: CheckedCall, input: Leaving & { pieces: string[]; containers: string[]; mailStop: string }): Promise<{ rows: PieceRow[] }> {
  const stop = await mailStopOf(call, input.mailStop)
  const rows = await leavePieces(call, input, {
    pieces: (db) => withContents(db, input.pieces, input.containers), stop: () => stop, run: null,
    check: (piece, several) => {
      if (piece.recipient === null) throw new Refusal('no-recipient', about(piece, 'Nobody is named on this piece yet. Assign it first.', several), { field: 'pieces' })
    },
  })
  return { rows }
}
