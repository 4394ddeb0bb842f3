import type { Approval } from '../../shared/contract/base.ts'
import type { HandoverRow, Pile, ReceiverInput, SignatureInput } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { isInMailroom } from '../../shared/mail/custody.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { queueReceipt } from '../notify/notify.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import { withContents } from './containers.ts'
import type { Context } from './custody.ts'
import { about, applied, supervisorFor, where } from './custody.ts'
import { handoverCorrected, pieceHandedOver } from './events.ts'
import type { Signed } from './projection.ts'
import * as queries from './queries.ts'
import { keepSignature, refuseEmpty } from './signature.ts'
import type { Owner } from './waiting.ts'
import { belongsTo, ownersOf, wrongPerson } from './waiting.ts'

export type Receiver = HandoverRow['receiver']

/** What a handover was asked for, at the counter and at a stop of a run. */
export interface Asked { id: string; receiver: ReceiverInput; signature: SignatureInput | null; note: string; approval?: Approval | undefined; receipt: boolean }

/** A receiver in the words the log keeps. @throws NotFound, Refusal `receiver`, `id-seen` */
export function receiverOf(call: Context, { kind, person, name, idSeen }: ReceiverInput): Receiver {
  if (kind === 'other') {
    if (name === '') throw new Refusal('receiver', 'Type the name of the person who takes it.', { field: 'receiver.name' })
    if (idSeen === '') throw new Refusal('id-seen', 'Say what you saw to know this person by: a badge, a driving licence.', { field: 'receiver.idSeen' })
    return { kind, person: null, name, idSeen }
  }
  if (person === null) throw new Refusal('receiver', 'Say who takes it.', { field: 'receiver' })
  const known = directory.byId(call, person)
  if (!known) throw new NotFound('This person is not in the directory. Choose "another person".')
  return { kind, person, name: known.name, idSeen }
}

/** Who takes one piece of a handover: its recipient, a delegate, or somebody else. @throws Refusal `not-delegate` */
function taking(call: Context, piece: PieceRow, receiver: Receiver, several: boolean): Receiver {
  if (receiver.kind === 'other' || receiver.person === null) return receiver
  const { recipient } = piece
  if (recipient?.person === receiver.person) return { ...receiver, kind: 'recipient' }
  if (recipient?.person != null && directory.mayTakeFor(call, receiver.person).some((other) => other.id === recipient.person)) return { ...receiver, kind: 'delegate' }
  if (recipient?.person == null && piece.assignment === 'department' && directory.byId(call, receiver.person)?.department === recipient?.department) return { ...receiver, kind: 'recipient' }
  throw new Refusal('not-delegate', about(piece, `${receiver.name} may not take this piece: it is for ${recipient?.name || recipient?.department || 'nobody yet'}. Choose "another person" and say what you saw, or record a delegate first.`, several), { field: 'receiver' })
}

const RESTRICTED = /restricted/i

/**
 * What has to be allowed before these pieces may go to this receiver. With Restricted Delivery only the addressee or an authorised
 * agent may sign (DMM 503.8).
 */
function restricted(rows: readonly PieceRow[], receiver: Receiver): string | null {
  return receiver.kind === 'other' && rows.some((piece) => RESTRICTED.test(piece.service)) ? 'Giving a piece with restricted delivery to somebody else' : null
}

/** The events of one handover, recipients first, so that it counts as taken by its recipient. @throws Refusal */
function eventsOf(call: Context, rows: readonly PieceRow[], asked: { id: string; receiver: Receiver; signed: boolean; note: string; run: string | null; allowedBy: Actor | null }, signed: Signed | null): EventDraft[] {
  const several = rows.length > 1
  const taken = rows.map((piece) => {
    applied(call, piece, { action: 'hand-over', receiver: asked.receiver.name, signed: asked.signed, ...(asked.run === null ? {} : { run: asked.run }) }, several)
    return { piece, receiver: taking(call, piece, asked.receiver, several) }
  })
  return taken.sort((a, b) => Number(b.receiver.kind === 'recipient') - Number(a.receiver.kind === 'recipient')).map(({ piece, receiver }) => pieceHandedOver.draft(piece.id, {
    handover: asked.id, receiver, signed, note: asked.note, run: asked.run, recipient: piece.recipient?.name || piece.recipient?.department || '', from: piece.location, allowedBy: asked.allowedBy,
  }))
}

/** The handover of this id when it stands already with the very same pieces: a call that was sent twice. @throws Refusal `id-used` */
function standing(db: ReadableDb, id: string, ids: readonly string[]): HandoverRow | null {
  const known = queries.handoverById(db, id)
  if (!known) return null
  const taken = new Set(queries.piecesOfHandover(db, id))
  if (taken.size !== ids.length || ids.some((piece) => !taken.has(piece))) throw new Refusal('id-used', 'This handover stands already with other pieces. Begin again.')
  return known
}

/**
 * Hands pieces to somebody: all of them or none, under one signature that stands in the event of each.
 *
 * @param check says for every piece why it does not belong here, by throwing
 * @throws Refusal; nothing is recorded then, and no file is kept
 */
export async function handPieces(call: CheckedCall, asked: Asked, of: { pieces: (db: ReadableDb) => string[]; check: (rows: readonly PieceRow[]) => void; run: string | null }): Promise<Done> {
  const { store } = call.services
  const answered = (db: ReadableDb): Done => ({ ...answerOf(db, asked.id), receipts: 0 })
  const earlier = queries.handoverById(store.db, asked.id)
  if (earlier) {
    const ids = of.pieces(store.db)
    // A container is empty once it was handed over: then its pieces cannot be named again.
    if (ids.length > 0) standing(store.db, asked.id, ids)
    return answered(store.db)
  }
  const receiver = receiverOf(call, asked.receiver)
  refuseEmpty(asked.signature)
  const read = (db: ReadableDb): PieceRow[] => of.pieces(db).map((id) => pieces.existing(db, id))
  const plan = (db: ReadableDb, allowed: Actor | null, signed: Signed | null): EventDraft[] => {
    const rows = read(db)
    if (rows.length === 0) throw new Refusal('nothing', 'Scan or tick the pieces first.', { field: 'pieces' })
    of.check(rows)
    return eventsOf(call, rows, { id: asked.id, receiver, signed: asked.signature !== null, note: asked.note, run: of.run, allowedBy: allowed }, signed)
  }
  plan(store.db, null, null)
  const allowed = await supervisorFor(call, (db) => restricted(read(db), receiver), asked.approval)
  const signed = keepSignature(store, asked.signature)
  let recorded = false
  const done = store.operate(call.actor, (db) => {
    if (queries.handoverById(db, asked.id)) return { events: [], answer: () => answered(db) }
    recorded = true
    return { events: plan(db, allowed(db), signed), answer: () => answered(db) }
  })
  return recorded ? { ...done, receipts: told(call, done, asked.receipt) } : done
}

/** What a handover answers: itself, its pieces, and how many receipts went into the outbox. */
export interface Done { handover: HandoverRow; rows: PieceRow[]; receipts: number }

/**
 * Tells every recipient by e-mail, as the office does it, or because it was `asked` for. The handover stands already: what goes wrong
 * here is put down and takes nothing back. Answers how many messages it made.
 */
function told(call: CheckedCall, { handover, rows }: Omit<Done, 'receipts'>, asked: boolean): number {
  const people = Map.groupBy(rows.filter((piece) => piece.recipient?.person), (piece) => piece.recipient?.person ?? '')
  let made = 0
  for (const [person, theirs] of people) {
    try {
      const card = directory.byId(call, person)
      if (card && queueReceipt(call, { person, pieces: theirs.map((piece) => piece.id), receiver: handover.receiver.name, at: handover.at, asked: asked && directory.get(call, person).email !== '' }) !== null) made++
    } catch (error) {
      call.services.log.warn('a receipt was not queued', { error: error instanceof Error ? error.message : String(error) })
    }
  }
  return made
}

/** E-mails the receipt of a handover once more. @throws NotFound, Refusal `no-address` */
export function emailReceipt(call: CheckedCall, input: { handover: string }): { receipts: number } {
  const made = told(call, answerOf(call.services.store.db, input.handover), true)
  if (made === 0) throw new Refusal('no-address', 'None of the recipients has an e-mail address in the directory. Print the receipt instead.')
  return { receipts: made }
}

function answerOf(db: ReadableDb, id: string): { handover: HandoverRow; rows: PieceRow[] } {
  const handover = queries.handoverById(db, id)
  if (!handover) throw new NotFound('This handover is not in this store.')
  return { handover, rows: queries.piecesOfHandover(db, id).map((piece) => pieces.existing(db, piece)) }
}

/** Why a piece is not in a pile at the counter. @throws Refusal `state`, `no-recipient`, `wrong-person` */
function refuseStrangers(call: Context, rows: readonly PieceRow[], owners: readonly Owner[]): void {
  for (const piece of rows) {
    // Who has it comes first: of a piece that is gone nobody asks whose it was.
    if (!isInMailroom(piece.state)) throw new Refusal('state', about(piece, `${where(call, piece)} ${piece.state === 'on-run' ? 'Deliver it with its run, or bring it back first.' : piece.voided ? '' : 'Record it as brought back first.'}`.trim(), rows.length > 1))
    if (!piece.recipient) throw new Refusal('no-recipient', wrongPerson(piece, owners), { field: 'pieces' })
    if (!belongsTo(piece, owners)) throw new Refusal(piece.assignment === 'several' || piece.assignment === 'unknown' ? 'no-recipient' : 'wrong-person', wrongPerson(piece, owners), { field: 'pieces' })
  }
}

/** Hands pieces over at the counter. @throws NotFound, Refusal as the contract names them */
export function handOver(call: CheckedCall, input: Asked & { pile: Pile; pieces: string[]; containers: string[] }): Promise<Done> {
  const owners = ownersOf(call, input.pile)
  return handPieces(call, input, { pieces: (db) => withContents(db, input.pieces, input.containers), check: (rows) => refuseStrangers(call, rows, owners), run: null })
}

/** @throws NotFound */
export function handover(call: Context, input: { handover: string }): { handover: HandoverRow; rows: PieceRow[] } {
  return answerOf(call.services.store.db, input.handover)
}

/** The latest handovers, newest first. */
export function handovers(call: Context, input: { person?: string | undefined; limit: number }): HandoverRow[] {
  return queries.handovers(call.services.store.db, input.person, input.limit)
}

/** Says who really took the pieces of a handover. @throws NotFound, Refusal `needs-approval`, `nothing-to-correct` */
export async function correctHandover(call: CheckedCall, input: { handover: string; receiver: ReceiverInput; reason: string; approval?: Approval | undefined }): Promise<{ handover: HandoverRow; rows: PieceRow[] }> {
  const { store } = call.services
  const { receiver: before } = answerOf(store.db, input.handover).handover
  const after = receiverOf(call, input.receiver)
  const same = (now: Receiver): boolean => now.person === after.person && now.name === after.name && now.idSeen === after.idSeen && now.kind === after.kind
  if (same(before)) throw new Refusal('nothing-to-correct', 'This is who took it already. Change what is wrong first.', { field: 'receiver' })
  const allowed = await supervisorFor(call, () => 'Correcting who took a piece', input.approval)
  return store.operate(call.actor, (db) => {
    const { handover: now, rows } = answerOf(db, input.handover)
    if (same(now.receiver)) throw new Refusal('nothing-to-correct', 'This is who took it already.', { field: 'receiver' })
    const by = allowed(db) ?? { id: call.actor.id, name: call.actor.name }
    return {
      events: rows.map((piece) => handoverCorrected.draft(piece.id, { corrects: lineOf(call, db, piece.id, input.handover), handover: input.handover, before: now.receiver, after, reason: input.reason, allowedBy: by })),
      answer: () => answerOf(db, input.handover),
    }
  })
}

/** The newest line of a piece that says who took it in this handover. */
function lineOf(call: CheckedCall, db: ReadableDb, piece: string, handover: string): { device: string; sequence: number } {
  const found = eventsOfPiece(db, call.services.store.kinds, piece).findLast((event) => (event.kind === pieceHandedOver.kind || event.kind === handoverCorrected.kind) && (event.payload as { handover?: string } | null)?.handover === handover)
  if (!found) throw new NotFound('The line of this handover is not in the log.')
  return { device: found.device, sequence: found.sequence }
}
