import type { Approval } from '../../shared/contract/base.ts'
import { mayCall } from '../../shared/contract/roles.ts'
import type { FileType, Photo, PieceCounts, PieceEvent, PieceFile, PieceFilter, PieceRow } from '../../shared/contract/pieces.ts'
import type { Custody } from '../../shared/mail/custody.ts'
import { apply, hasLeft, isInMailroom, WAITING, whereItIs } from '../../shared/mail/custody.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { identify } from '../../shared/mail/identify.ts'
import { allowedBy } from '../access/access.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import { pieceVoided } from './events.ts'
import * as queries from './queries.ts'

const MOST_FOUND = 50
const MOST_OTHERS = 20

type Context = Pick<CheckedCall, 'services'>

const today = ({ services: { store } }: Context): string => officeDay(store.now(), store.zone())

/** A piece by its id. @throws NotFound */
export function existing(db: ReadableDb, id: string): PieceRow {
  const piece = queries.pieceById(db, id)
  if (!piece) throw new NotFound('This piece is not in this store.')
  return piece
}

/** Letters that go out are changed where they are logged. @throws Refusal `outbound` */
export function incoming(piece: PieceRow): PieceRow {
  if (piece.direction === 'outbound') throw new Refusal('outbound', 'This is a letter that goes out. Open it under Certified Mail to change it.')
  return piece
}

/** A piece that came in and may still be changed. @throws NotFound, Refusal `voided`, `outbound` */
export function standing(db: ReadableDb, id: string): PieceRow {
  const piece = incoming(existing(db, id))
  if (piece.voided) throw new Refusal('voided', `${piece.voided.by} voided this piece: ${piece.voided.reason}. Take it in again if it is here.`)
  return piece
}

/** A piece as the table of its transitions sees it. */
export function custodyOf({ services: { store } }: Context, { state, accountable, location, holder }: PieceRow): Custody {
  return { state, accountable, location, holder: holder.name, since: officeDay(holder.since, store.zone()), run: holder.kind === 'run' ? holder.ref : null, reason: holder.why }
}

/** Only what lies in the mailroom has a location that a person can set. @throws Refusal `state` */
export function refuseUnlessInMailroom(call: Context, piece: PieceRow): void {
  if (isInMailroom(piece.state)) return
  const moved = apply(custodyOf(call, piece), { action: 'move', location: 'x' }, today(call))
  if (!moved.ok) throw new Refusal('state', moved.message, { field: 'location' })
}

/** What has left keeps its recipient until a supervisor corrects it. @throws Refusal `state` */
export function refuseUnlessHere(call: Context, piece: PieceRow): void {
  if (hasLeft(piece.state)) throw new Refusal('state', `${whereItIs(custodyOf(call, piece), today(call))} Correct the piece to change whose it is; that takes a supervisor.`, { field: 'recipient' })
}

/** One page of pieces, newest first. */
export function list(call: CheckedCall, input: PieceFilter & { cursor?: number | undefined; limit: number }): { rows: PieceRow[]; next: number | null; total: number | null } {
  const { db } = call.services.store
  const { cursor, limit, ...filter } = input
  return { ...queries.listPieces(db, filter, { cursor, limit }, today(call)), total: knownTotal(db, filter) }
}

function knownTotal(db: ReadableDb, filter: PieceFilter): number | null {
  const asked = (Object.keys(filter) as Array<keyof PieceFilter>).filter((name) => filter[name] !== undefined)
  if (asked.length === 0) return queries.countOfAll(db)
  return asked.length === 1 && filter.day !== undefined ? queries.countOfDay(db, filter.day) : null
}

/** The numbers for filter chips. */
export function counts(call: CheckedCall, filter: PieceFilter): PieceCounts {
  return queries.countsOf(call.services.store.db, filter, today(call))
}

/** A piece with all its numbers, photos and relations, and every event in the order of the log. @throws NotFound */
export function get(call: CheckedCall, id: string): { piece: PieceRow; numbers: string[]; events: PieceEvent[]; photos: Photo[]; files: PieceFile[]; others: PieceRow[] } {
  const { db, kinds } = call.services.store
  const piece = existing(db, id)
  const logged = eventsOfPiece(db, kinds, id)
  const corrections = new Map<string, { device: string; sequence: number }>()
  for (const { device, sequence, payload } of logged) {
    const corrects = (payload as { corrects?: { device: string; sequence: number } } | null)?.corrects
    if (corrects) corrections.set(`${corrects.device}/${corrects.sequence}`, { device, sequence })
  }
  const events = logged.map((event): PieceEvent => ({
    device: event.device, sequence: event.sequence, kind: event.kind, recordedAt: event.recordedAt, zone: event.zone, stated: event.stated, actor: event.actor, hash: event.hash,
    payload: event.payload as Record<string, unknown> | null, correctedBy: corrections.get(`${event.device}/${event.sequence}`) ?? null,
  }))
  const numbers = queries.numbersOf(db, id)
  const others = new Map([...numbers.flatMap((number) => queries.piecesWithNumber(db, number, id, MOST_OTHERS)), ...queries.piecesSameAs(db, id)].map((other) => [other.id, other]))
  return { piece, numbers, events, photos: photosOf(call, id), files: queries.filesOf(db, id), others: [...others.values()].slice(0, MOST_OTHERS) }
}

/** Search as you type. `ms` is what the search itself took. */
export function find(call: CheckedCall, text: string): { rows: PieceRow[]; ms: number } {
  const started = performance.now()
  const rows = queries.findPieces(call.services.store.db, text, MOST_FOUND)
  return { rows, ms: Math.round((performance.now() - started) * 10) / 10 }
}

/** Why a supervisor has to allow a change of a piece, as the end of a sentence; null when an operator may make it. */
function heldBack(call: Context, piece: PieceRow): string | null {
  if (hasLeft(piece.state)) return 'after it has left us'
  return piece.day < today(call) ? 'of an earlier day' : null
}

/**
 * Who allows that a piece is corrected or voided when its day is over or it has left us. The answer is asked inside the operation: it
 * gives the person for the event, or null where nobody has to allow it.
 *
 * @throws Refusal `needs-approval` and as {@link allowedBy}; the answer throws `needs-approval` too, when the piece has changed meanwhile
 */
export async function allowedOn(call: CheckedCall, before: PieceRow, approval: Approval | undefined, what: 'correcting' | 'voiding'): Promise<(now: PieceRow) => Actor | null> {
  const sentence = (why: string): string => `${what === 'voiding' ? 'Voiding' : 'Correcting'} a piece ${why}`
  const why = heldBack(call, before)
  const person = why === null ? null : await allowedBy(call, 'supervisor', approval, sentence(why))
  return (now) => {
    const still = heldBack(call, now)
    if (still === null || person) return person
    if (mayCall(call.actor.role, 'supervisor')) return { id: call.actor.id, name: call.actor.name }
    throw new Refusal('needs-approval', `${sentence(still)} needs a supervisor. Ask one to allow it here with a PIN.`, { field: 'approval' })
  }
}

/** Takes a piece out of the count, with a reason. @throws NotFound, Refusal `already-voided`, `needs-approval` and as {@link allowedOn} */
export async function voidPiece(call: CheckedCall, input: { id: string; reason: string; approval?: Approval | undefined }): Promise<PieceRow> {
  const { store } = call.services
  const counted = (db: ReadableDb): PieceRow => {
    const piece = incoming(existing(db, input.id))
    if (piece.voided) throw new Refusal('already-voided', `${piece.voided.by} voided this piece already: ${piece.voided.reason}.`)
    return piece
  }
  const allowed = await allowedOn(call, counted(store.db), input.approval, 'voiding')
  return store.operate(call.actor, (db) => {
    const piece = counted(db)
    return { events: [pieceVoided.draft(piece.id, { reason: input.reason, sameAs: null, allowedBy: allowed(piece) })], answer: () => existing(db, input.id) }
  })
}

/** A file that an event of this store names, and nothing else that lies in its folder. @throws NotFound, Refusal `file-missing` */
export function file(call: Context, hash: string): { type: FileType; name: string; bytes: number; content: string } {
  const { store } = call.services
  const kept = queries.keptFile(store.db, hash)
  if (kept === null) throw new NotFound('Nothing in this store has this file.')
  const content = store.files.get(hash)
  if (!content) throw new Refusal('file-missing', 'This file is missing on this computer. Restore it from a backup.')
  return { type: kept.type, name: kept.name, bytes: content.length, content: content.toString('base64') }
}

/** Earlier pieces with the same number, newest first, voided ones included: what happened to them is told, not hidden. */
export function seenBefore(call: Context, number: string, exceptId: string): PieceRow[] {
  return queries.piecesWithNumber(call.services.store.db, number, exceptId, 10)
}

/** So many pieces of one number are told apart. */
const MOST_NAMED = 100

/** The pieces that a text names, the newest first, voided ones included: one by its id, otherwise all that bear the number however it is written. */
export function named(call: Context, text: string): PieceRow[] {
  const trimmed = text.trim()
  const one = byId(call, trimmed)
  if (one) return [one]
  const numbers = new Set([trimmed, trimmed.replaceAll(/[\s-]/g, ''), ...identify(trimmed).candidates.map((candidate) => candidate.number)])
  for (const number of numbers) {
    const found = queries.piecesWithNumber(call.services.store.db, number, '', MOST_NAMED)
    if (found.length > 0) return found
  }
  return []
}

/** A piece by its id, or null. */
export function byId(call: Context, id: string): PieceRow | null {
  return queries.pieceById(call.services.store.db, id)
}

/** Every number that is on a piece, the first one first. */
export function numbersOf(call: Context, id: string): string[] {
  return queries.numbersOf(call.services.store.db, id)
}

/** Pieces by their place in the store, in the order given. */
export function at(call: Context, nos: readonly number[]): PieceRow[] {
  return queries.piecesAt(call.services.store.db, nos)
}

/** Pieces received on an office day, voided ones left out. */
export function receivedOn(call: Context, day: string): number {
  return queries.countOfDay(call.services.store.db, day)
}

/** The photos of a piece, oldest first. */
export function photosOf(call: Context, id: string): Photo[] {
  return queries.filesOf(call.services.store.db, id).filter((one) => one.kind === 'photo').map(({ file, type, bytes, at, by, note }) => ({ file, type, bytes, at, by, note }))
}

/** How many pieces wait for a person of the directory. */
export function waitingFor(db: ReadableDb, person: string): number {
  return queries.countFor(db, person, WAITING)
}

/** Pieces by their ids, the newest first; ids that are not here are left out. For long reads in the worker too. */
export function byIds(db: ReadableDb, ids: readonly string[]): PieceRow[] {
  return queries.piecesByIds(db, ids)
}

/** How many inbound pieces are in the office's hands, by the day on which they came. */
export function hereByDay(db: ReadableDb): Map<string, number> {
  return queries.hereByDay(db)
}

/** States in which an inbound piece is in the office's hands. */
export const IN_HAND: readonly string[] = queries.IN_HAND
/** True for a state in which a piece is in the office's hands. */
export const isHere = (state: string): boolean => queries.IN_HAND.some((one) => one === state)

/** The newest inbound pieces that are here and for nobody yet. */
export function unassignedHere(db: ReadableDb, limit: number): PieceRow[] {
  return queries.unassignedHere(db, limit)
}

/** The newest pieces that are here and about which something has to be answered. */
export function askedHere(db: ReadableDb, limit: number): PieceRow[] {
  return queries.askedHere(db, limit)
}
