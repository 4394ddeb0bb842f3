import type { DetailFields, PossiblePerson, RecipientInput } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import type { Assigned } from './events.ts'
import { refuseLeft, saidAbout } from './given.ts'
import { resolve } from './people.ts'

/**
 * Gives pieces to a recipient, all of them or none. What a piece has already is not recorded again, so that a call that is sent
 * twice is written once.
 *
 * @throws NotFound, Refusal `voided`, `state`
 */
export async function assign(call: CheckedCall, input: { pieces: string[]; recipient: RecipientInput; source: string; fields?: DetailFields | undefined }): Promise<{ rows: PieceRow[]; assignment: Assigned['assignment']; candidates: PossiblePerson[] }> {
  const { assigned, candidates } = await resolve(call, input.recipient)
  const ids = [...new Set(input.pieces)]
  return call.services.store.operate(call.actor, (db) => ({
    events: ids.flatMap((id) => saidAbout(id, refuseLeft(call, pieces.standing(db, id), { assigned, fields: input.fields }), { assigned, source: input.source, fields: input.fields })),
    answer: () => ({ rows: ids.map((id) => pieces.existing(db, id)), assignment: assigned.assignment, candidates }),
  }))
}

/** Records what was seen of a piece. @throws NotFound, Refusal `voided`, `state` */
export function detail(call: CheckedCall, input: { piece: string; fields: DetailFields }): PieceRow {
  return call.services.store.operate(call.actor, (db) => ({
    events: saidAbout(input.piece, refuseLeft(call, pieces.standing(db, input.piece), { assigned: null, fields: input.fields }), { assigned: null, source: '', fields: input.fields }),
    answer: () => pieces.existing(db, input.piece),
  }))
}
