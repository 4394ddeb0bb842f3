import { createHash } from 'node:crypto'
import type { DetailFields, LookedUp, RecipientInput, Scanned } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { Candidate } from '../../shared/mail/identify.ts'
import { identify } from '../../shared/mail/identify.ts'
import { parseOwn } from '../../shared/mail/own.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Asked } from '../pieces/events.ts'
import { pieceReceived } from '../pieces/events.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Decision } from '../store/decision.ts'
import type { EventDraft, Stated } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import type { Assigned } from './events.ts'
import { saidAbout } from './given.ts'
import { nextNumbers, seenOwn } from './numbering.ts'
import type { Read } from './numbers.ts'
import { identifiedAs, questionsAbout, read, shownCandidates } from './numbers.ts'
import { ownerOf, resolve } from './people.ts'

interface Said { recipient?: RecipientInput | undefined; source: string; fields?: DetailFields | undefined }
interface Arrival { id: string; text: string; source: string; caughtAt: number }

const countToday = (call: CheckedCall): number => pieces.receivedOn(call, officeDay(call.services.store.now(), call.services.store.zone()))

/** Labels of ours that are on no piece. A badge that was read wrong is not one of them. */
function notAPiece(best: Candidate | null): 'badge' | 'location' | 'container' | null {
  if (best?.checkDigit !== 'valid') return null
  return best.kind === 'badge' || best.kind === 'location' || best.kind === 'container' ? best.kind : null
}

function refuseOtherLabels(best: Candidate | null): void {
  // Everything that is delivered here has this barcode: it tells no piece from another.
  if (best?.kind === 'routing') throw new Refusal('routing', 'This barcode holds the delivery address alone. Scan the one with the tracking number.', { field: 'text' })
  const kind = notAPiece(best)
  if (kind === null || !best) return
  const own = parseOwn(best.number)
  const what = own?.kind === 'location' ? `the location ${own.code}` : `a ${kind}`
  throw new Refusal(kind, `This is the label of ${what}, not of a piece. Nothing was taken in.`, { field: 'text' })
}

/** The piece that bears this label of ours, if it still counts. */
function bearer(call: CheckedCall, { best }: Read): PieceRow | null {
  if (best?.kind !== 'piece' || best.checkDigit !== 'valid') return null
  return pieces.seenBefore(call, best.number, '').find((piece) => !piece.voided) ?? null
}

function answerFor(call: CheckedCall, id: string, what: Read, seenBefore: PieceRow[]): Scanned {
  const piece = pieces.byId(call, id)
  if (!piece) throw new Error('A recorded piece is not in its projection.')
  return { kind: what.best?.kind === 'green-card' ? 'green-card' : 'piece', piece, candidates: shownCandidates(what), seenBefore, countToday: countToday(call) }
}

/** True when the piece of this id came from this very scan: its number may have been corrected since. */
function madeBy(call: CheckedCall, db: ReadableDb, arrival: Arrival): boolean {
  const [first] = eventsOfPiece(db, call.services.store.kinds, arrival.id)
  const payload = first?.payload as { scanned?: string } | null | undefined
  return first?.kind === pieceReceived.kind && (payload === null || payload?.scanned === arrival.text)
}

function received(arrival: Arrival, what: Read['what'], questions: Asked[], stated: Stated | null): EventDraft {
  return pieceReceived.draft(arrival.id, { ...what, scanned: arrival.text, source: arrival.source, caughtAt: arrival.caughtAt, questions }, stated)
}

/** Decides what becomes of a number that was scanned or typed. */
function takeIn(call: CheckedCall, db: ReadableDb, arrival: Arrival, more: (id: string) => EventDraft[], stated: Stated | null): Decision<Scanned> {
  const { store } = call.services
  const what = read(db, arrival.text)
  if (pieces.byId(call, arrival.id)) {
    if (!madeBy(call, db, arrival)) throw new Refusal('scan-id-used', 'This scan was counted for another number. Scan again.')
    return { events: [], answer: () => answerFor(call, arrival.id, what, pieces.seenBefore(call, what.what.number, arrival.id)) }
  }
  refuseOtherLabels(what.best)
  const bearing = bearer(call, what)
  if (bearing) return { events: [], answer: () => ({ kind: 'own-piece', piece: bearing, candidates: [], seenBefore: [bearing], countToday: countToday(call) }) }
  const earlier = pieces.seenBefore(call, what.what.number, arrival.id)
  const tables = what.best?.kind === 'piece' ? seenOwn(db, store.device, what.what.number) : null
  return {
    ...(tables ? { tables } : {}),
    events: [received(arrival, what.what, questionsAbout(what, earlier.filter((piece) => !piece.voided).map((piece) => piece.id)), stated), ...more(arrival.id)],
    answer: () => answerFor(call, arrival.id, what, earlier),
  }
}

/**
 * Records a piece the moment it is scanned or typed. The same scan sent again is answered with the piece it made.
 *
 * @throws Refusal `empty` when nothing readable is left of the scan, `scan-id-used` when the id belongs to another scan,
 *   `badge`, `location`, `container` for labels of ours that are on no piece, `routing` for a barcode that holds an address alone
 */
export function scan(call: CheckedCall, input: Arrival): Scanned {
  return call.services.store.operate(call.actor, (db) => takeIn(call, db, input, () => [], null))
}

/** A number of our own as what it is. */
function ownPiece(number: string): Read {
  const { best, candidates } = identify(number)
  if (!best) throw new Error(`${number} is no number of ours.`)
  return { what: identifiedAs(best), best, candidates }
}

/** Decides on a piece that gets a number of our own. */
function numbered(call: CheckedCall, db: ReadableDb, ids: readonly string[], more: (id: string) => EventDraft[], stated: Stated | null, source: string): Decision<null> {
  const { store } = call.services
  const own = nextNumbers(db, store.device, ids.length)
  const events = ids.flatMap((id, i) => {
    const number = own.numbers[i] ?? ''
    return [received({ id, text: number, source, caughtAt: store.now() }, ownPiece(number).what, [], stated), ...more(id)]
  })
  return { tables: own.tables, events, answer: () => null }
}

function ownAnswer(call: CheckedCall, id: string): Scanned {
  const piece = pieces.existing(call.services.store.db, id)
  return { kind: 'piece', piece, candidates: [], seenBefore: pieces.seenBefore(call, piece.number, id), countToday: countToday(call) }
}

/** True when `id` is a piece that was given a number of ours; false when it is none. @throws Refusal `scan-id-used` */
function numberedBefore(call: CheckedCall, db: ReadableDb, id: string): boolean {
  if (!pieces.byId(call, id)) return false
  const [first] = eventsOfPiece(db, call.services.store.kinds, id)
  const scheme = (first?.payload as { scheme?: string } | null | undefined)?.scheme
  if (scheme !== undefined && scheme !== 'own-piece') throw new Refusal('scan-id-used', 'This entry was counted for another piece. Try again.')
  return true
}

async function assignedTo(call: CheckedCall, said: Said): Promise<Assigned | null> {
  return said.recipient === undefined ? null : (await resolve(call, said.recipient)).assigned
}

/** Takes in a piece without a barcode. @throws Refusal `numbering-stopped`, `scan-id-used`; NotFound for the recipient */
export async function withoutBarcode(call: CheckedCall, input: { id: string } & Said): Promise<Scanned> {
  const assigned = await assignedTo(call, input)
  return call.services.store.operate(call.actor, (db) => {
    const answer = (): Scanned => ownAnswer(call, input.id)
    if (numberedBefore(call, db, input.id)) return { events: [], answer }
    return { ...numbered(call, db, [input.id], (id) => saidAbout(id, null, { assigned, source: input.source, fields: input.fields }), null, 'station'), answer }
  })
}

/** The ids of pieces that are taken in together: the first is the one the page made, the others follow from it. */
function idsFrom(first: string, count: number): string[] {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return first
    const chance = createHash('sha256').update(`${first} ${i}`).digest()
    const id = first.slice(0, 9) + [...chance.subarray(0, 9)].map((byte) => alphabet[byte & 31]).join('')
    if (!ID_PATTERN.test(id)) throw new Error(`${id} is no id.`)
    return id
  })
}

/** Takes in several pieces without barcodes for one recipient. @throws as {@link withoutBarcode} */
export async function several(call: CheckedCall, input: { id: string; count: number } & Said): Promise<{ rows: PieceRow[]; countToday: number }> {
  const assigned = await assignedTo(call, input)
  const ids = idsFrom(input.id, input.count)
  return call.services.store.operate(call.actor, (db) => {
    const answer = (): { rows: PieceRow[]; countToday: number } => ({ rows: ids.flatMap((id) => pieces.byId(call, id) ?? []), countToday: countToday(call) })
    if (numberedBefore(call, db, input.id)) return { events: [], answer }
    return { ...numbered(call, db, ids, (id) => saidAbout(id, null, { assigned, source: input.source, fields: input.fields }), null, 'station'), answer }
  })
}

/**
 * Puts down a piece that was logged on paper, with the time and the sheet it was logged at.
 *
 * @throws Refusal `in-the-future`, and as {@link scan} and {@link withoutBarcode}
 */
export async function lateEntry(call: CheckedCall, input: { id: string; text: string; stated: Stated } & Said): Promise<Scanned> {
  const { store } = call.services
  if (input.stated.at > store.now()) throw new Refusal('in-the-future', 'The stated time lies in the future. Check the day and the hour on the sheet.', { field: 'stated.at' })
  const assigned = await assignedTo(call, input)
  const more = (id: string): EventDraft[] => saidAbout(id, null, { assigned, source: input.source, fields: input.fields }, input.stated)
  return store.operate(call.actor, (db) => {
    if (input.text.trim() !== '') return takeIn(call, db, { id: input.id, text: input.text, source: 'paper', caughtAt: store.now() }, more, input.stated)
    const answer = (): Scanned => ownAnswer(call, input.id)
    if (numberedBefore(call, db, input.id)) return { events: [], answer }
    return { ...numbered(call, db, [input.id], more, input.stated, 'paper'), answer }
  })
}

/** Says what a label is and records nothing. @throws Refusal `empty` */
export async function lookUp(call: CheckedCall, text: string): Promise<LookedUp> {
  const { db } = call.services.store
  const what = read(db, text)
  const { number, grouped, carrierName, service, checkDigit } = what.what
  const other = notAPiece(what.best)
  const own = other === null ? null : parseOwn(number)
  const earlier = pieces.seenBefore(call, number, '')
  const piece = earlier.find((known) => !known.voided) ?? earlier[0] ?? null
  const kind = other ?? (bearer(call, what) ? 'own-piece' : what.best?.kind === 'green-card' ? 'green-card' : 'piece')
  const person = kind === 'badge' ? await ownerOf(call, number) : null
  const location = own?.kind === 'location' ? own.code : null
  const messages: Record<LookedUp['kind'], string> = {
    badge: person ? `The badge of ${person.name}.` : 'A badge that nobody in the directory has.', location: `The location ${location ?? ''}.`, container: 'A container.',
    'own-piece': 'A piece of ours that is here.', 'green-card': 'The number of a green card, not of a letter.', piece: piece ? 'A number that was here before.' : 'A number that was not here before.',
  }
  return { kind, number, grouped, carrierName, service, checkDigit, message: messages[kind], location, person, piece }
}
