import * as z from 'zod'
import { receivedBy } from '../../shared/contract/custody.ts'
import { EXCEPTIONS, SOLUTIONS } from '../../shared/mail/custody.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { approver } from '../access/events.ts'
import { change, current } from '../pieces/projection.ts'
import { afterRows } from '../store/behind.ts'
import { run } from '../store/db.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

const PERSON = '01hzy3v7q0m4k8x2n6'
const RUN = '01hzy3v7q0m4k8x2n7'
const FILE = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const topics = ['piece', 'custody']

/** The files of a signature: the picture, and the strokes it was drawn from. */
const signed = z.object({ signatureFile: z.string(), strokesFile: z.string(), bytes: z.number().int(), strokesBytes: z.number().int() })
const SIGNED = { signatureFile: FILE, strokesFile: FILE, bytes: 2_310, strokesBytes: 840 }

/** A piece was put into a location: by itself, with the container it lies in, or by a stock-take. */
export const pieceMoved = eventKind({
  kind: 'piece.moved',
  version: 1,
  payload: z.object({ from: z.string(), location: z.string(), by: z.enum(['scan', 'container', 'stock-take']) }),
  examples: { 1: { from: 'A-01', location: 'B-14', by: 'scan' } },
  topics,
  behind: true,
  project: (db, event) => change(db, event.piece, { location: event.payload.location, ...(event.payload.by === 'container' ? { container: current(db, event.piece).container } : {}) }),
})

/** A piece was put into a pouch or tote, and lies where that stands. */
export const piecePacked = eventKind({
  kind: 'piece.packed',
  version: 1,
  payload: z.object({ container: z.string(), number: z.string(), location: z.string() }),
  examples: { 1: { container: RUN, number: 'PC7K00001284', location: 'B-14' } },
  topics,
  behind: true,
  project: (db, event) => change(db, event.piece, { container: event.payload.container, ...(event.payload.location === '' ? {} : { location: event.payload.location }) }),
})

export const pieceUnpacked = eventKind({
  kind: 'piece.unpacked',
  version: 1,
  payload: z.object({ container: z.string(), number: z.string() }),
  examples: { 1: { container: RUN, number: 'PC7K00001284' } },
  topics,
  behind: true,
  project: (db, event) => change(db, event.piece, { container: '' }),
})

/** A piece was set aside and is not handed over until it is released. */
export const pieceHeld = eventKind({
  kind: 'piece.held',
  version: 1,
  payload: z.object({ reason: z.string() }),
  examples: { 1: { reason: 'comes back with her badge' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'held', { held: { held_why: event.payload.reason } }),
})

export const pieceReleased = eventKind({
  kind: 'piece.released',
  version: 1,
  payload: z.object({ note: z.string() }),
  examples: { 1: { note: '' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, projection.rest(current(db, event.piece).location)),
})

/** A piece went out with somebody, who has it until it is delivered, left or brought back. */
export const pieceScannedOut = eventKind({
  kind: 'piece.scanned-out',
  version: 2,
  payload: z.object({
    run: z.string(), name: z.string(), carrier: z.string(), mailStop: z.string().nullable(), code: z.string(), building: z.string(), floor: z.string(), description: z.string(),
    /** The pouch or tote that it goes in; null for a piece by itself. Before version 2 every piece went by itself. */
    container: z.object({ id: z.string(), number: z.string() }).nullable(),
  }),
  upgrades: { 1: (old) => ({ ...(old as object), container: null }) },
  examples: {
    1: { run: RUN, name: 'Run 2 of Nov 24', carrier: 'Ivo Stampwell', mailStop: PERSON, code: '4-127', building: 'North', floor: '4', description: 'Legal' },
    2: { run: RUN, name: 'Run 2 of Nov 24', carrier: 'Ivo Stampwell', mailStop: PERSON, code: '4-127', building: 'North', floor: '4', description: 'Legal', container: { id: RUN, number: 'PC7K00001284' } },
  },
  topics,
  behind: true,
  project: (db, event) => {
    const { run: of, name, carrier, container, ...stop } = event.payload
    projection.enter(db, event, 'on-run', { held: { holder: `${name} with ${carrier}`, holder_ref: of }, container: container?.id ?? '' })
    afterRows(db, () => {
      projection.putLine(db, of, { piece: event.piece ?? '', ...stop }, 'out')
      run(db, "UPDATE run SET state = 'out', out_at = coalesce(out_at, ?) WHERE id = ? AND state = 'planned'", projection.happened(event), of)
    })
  },
})

/** A piece was taken by somebody. One handover, with one signature, can cover many pieces; each has its own line. */
export const pieceHandedOver = eventKind({
  kind: 'piece.handed-over',
  version: 1,
  payload: z.object({
    handover: z.string(), receiver: receivedBy, signed: signed.nullable(), note: z.string(), run: z.string().nullable(),
    /** Whose piece it is, as it was shown: it differs from the receiver where a delegate or somebody else took it. */
    recipient: z.string(), from: z.string(), allowedBy: approver.nullable(),
  }),
  examples: { 1: { handover: RUN, receiver: { kind: 'recipient', person: PERSON, name: 'Delphine Okafor', idSeen: '' }, signed: SIGNED, note: '', run: null, recipient: 'Delphine Okafor', from: 'B-14', allowedBy: null } },
  topics,
  behind: true,
  project: (db, event) => projection.handOver(db, event),
})

/** A piece was left at a mail stop. `signedBy` is who signed there, if somebody did. */
export const pieceLeft = eventKind({
  kind: 'piece.left-at-stop',
  version: 1,
  payload: z.object({ leaving: z.string(), mailStop: z.string(), code: z.string(), building: z.string(), floor: z.string(), signed: signed.nullable(), signedBy: z.string(), note: z.string(), run: z.string().nullable(), from: z.string(), allowedBy: approver.nullable() }),
  examples: { 1: { leaving: RUN, mailStop: PERSON, code: '4-127', building: 'North', floor: '4', signed: null, signedBy: '', note: '', run: RUN, from: '', allowedBy: null } },
  topics,
  behind: true,
  project: (db, event) => {
    projection.enter(db, event, 'at-mail-stop', { held: { holder: event.payload.code, holder_ref: event.payload.mailStop } })
    projection.keepSignature(db, event, event.payload.signed, event.payload.signedBy)
  },
})

/** A piece that was out is here again. */
export const pieceBroughtBack = eventKind({
  kind: 'piece.brought-back',
  version: 1,
  payload: z.object({ reason: z.string(), location: z.string(), from: z.string(), run: z.string().nullable() }),
  examples: { 1: { reason: 'nobody there', location: 'B-14', from: 'on-run', run: RUN } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, projection.rest(event.payload.location), { location: event.payload.location }),
})

/** The recipient did not want it. It is here until it is sent back or on. */
export const pieceRefused = eventKind({
  kind: 'piece.refused',
  version: 1,
  payload: z.object({ reason: z.string(), run: z.string().nullable(), location: z.string() }),
  examples: { 1: { reason: 'did not order it', run: null, location: 'B-14' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'refused', { location: event.payload.location, held: { held_why: event.payload.reason } }),
})

/** A piece was sent on. The address stands here as it was written on it. */
export const pieceForwarded = eventKind({
  kind: 'piece.forwarded',
  version: 1,
  payload: z.object({ address: z.string(), note: z.string(), from: z.string() }),
  examples: { 1: { address: '77 Example Lane, Anytown VT 05099', note: '', from: 'B-14' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'forwarded', { held: { holder: event.payload.address } }),
})

export const pieceReturned = eventKind({
  kind: 'piece.returned-to-sender',
  version: 1,
  payload: z.object({ reason: z.string(), sender: z.string(), from: z.string() }),
  examples: { 1: { reason: 'not at this address', sender: 'Example Supply Co.', from: 'B-14' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'returned-to-sender', { held: { holder: event.payload.sender, held_why: event.payload.reason } }),
})

export const pieceLost = eventKind({
  kind: 'piece.lost',
  version: 1,
  payload: z.object({ reason: z.string(), from: z.string() }),
  examples: { 1: { reason: 'not in its place at the stock-take', from: 'B-14' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'lost', { held: { held_why: event.payload.reason } }),
})

export const pieceFound = eventKind({
  kind: 'piece.found',
  version: 1,
  payload: z.object({ location: z.string(), note: z.string() }),
  examples: { 1: { location: 'B-14', note: 'behind the shelf' } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, projection.rest(event.payload.location), { location: event.payload.location }),
})

export const pieceDisposed = eventKind({
  kind: 'piece.disposed',
  version: 1,
  payload: z.object({ reason: z.string(), from: z.string(), allowedBy: approver }),
  examples: { 1: { reason: 'spoiled food', from: 'B-14', allowedBy: { id: PERSON, name: 'Otis Ledgerwood' } } },
  topics,
  behind: true,
  project: (db, event) => projection.enter(db, event, 'disposed', { held: { held_why: event.payload.reason } }),
})

/** Who took a piece was written down wrong. Names the line it corrects. */
export const handoverCorrected = eventKind({
  kind: 'piece.handover-corrected',
  version: 1,
  payload: z.object({ corrects: z.object({ device: z.string(), sequence: z.number().int() }), handover: z.string(), before: receivedBy, after: receivedBy, reason: z.string(), allowedBy: approver }),
  examples: {
    1: {
      corrects: { device: 'k3m9qx7a', sequence: 12 }, handover: RUN, before: { kind: 'other', person: null, name: 'Silas', idSeen: 'badge' }, after: { kind: 'delegate', person: PERSON, name: 'Silas Fernsby', idSeen: '' },
      reason: 'name misheard', allowedBy: { id: PERSON, name: 'Otis Ledgerwood' },
    },
  },
  topics,
  project: (db, event) => projection.correctHandover(db, event),
})

/** A piece does not go its usual way. */
export const exceptionOpened = eventKind({
  kind: 'piece.exception-opened',
  version: 1,
  payload: z.object({ exception: z.string(), kind: z.enum(EXCEPTIONS), note: z.string() }),
  examples: { 1: { exception: RUN, kind: 'has-left', note: '' } },
  topics,
  project: (db, event) => projection.openException(db, event),
})

export const exceptionSolved = eventKind({
  kind: 'piece.exception-solved',
  version: 1,
  payload: z.object({ exception: z.string(), solution: z.enum(SOLUTIONS), note: z.string() }),
  examples: { 1: { exception: RUN, solution: 'forward', note: '' } },
  topics,
  project: (db, event) => projection.solveException(db, event),
})

const line = z.object({ piece: z.string(), mailStop: z.string().nullable(), code: z.string(), building: z.string(), floor: z.string(), description: z.string() })

/** A run was planned. Nothing has left yet. */
export const runMade = eventKind({
  kind: 'run.made',
  version: 1,
  payload: z.object({ run: z.string(), name: z.string(), carrier: z.string(), lines: z.array(line) }),
  examples: { 1: { run: RUN, name: 'Run 2 of Nov 24', carrier: 'Ivo Stampwell', lines: [{ piece: PERSON, mailStop: PERSON, code: '4-127', building: 'North', floor: '4', description: 'Legal' }] } },
  topics: ['custody'],
  project: (db, event) => {
    const { run: id, name, carrier, lines } = event.payload
    run(db, "INSERT INTO run (id, name, state, carrier, day, made_at, made_by) VALUES (?, ?, 'planned', ?, ?, ?, ?)", id, name, carrier, officeDay(event.recordedAt, event.zone), event.recordedAt, event.actor.name)
    for (const one of lines) projection.putLine(db, id, one, 'planned')
  },
})

/** Every piece of a run is accounted for. What was never scanned out stayed here. */
export const runClosed = eventKind({
  kind: 'run.closed',
  version: 1,
  payload: z.object({ run: z.string() }),
  examples: { 1: { run: RUN } },
  topics: ['custody'],
  project: (db, event) => {
    run(db, "UPDATE run SET state = 'closed', closed_at = ? WHERE id = ?", event.recordedAt, event.payload.run)
    run(db, "UPDATE run_piece SET state = 'dropped' WHERE run = ? AND state = 'planned'", event.payload.run)
  },
})

export const stockTakeStarted = eventKind({
  kind: 'stock-take.started',
  version: 1,
  payload: z.object({ stockTake: z.string(), location: z.string() }),
  examples: { 1: { stockTake: RUN, location: 'B-14' } },
  topics: ['custody'],
  project: (db, event) => run(db, 'INSERT INTO stock_take (id, location, started_at, started_by) VALUES (?, ?, ?, ?)', event.payload.stockTake, event.payload.location, event.recordedAt, event.actor.name),
})

/** A piece was seen in a location that was counted. `knownAs` is where it was recorded at that moment. */
export const pieceCounted = eventKind({
  kind: 'piece.counted',
  version: 1,
  payload: z.object({ stockTake: z.string(), location: z.string(), status: z.enum(['right', 'strange']), knownAs: z.string() }),
  examples: { 1: { stockTake: RUN, location: 'B-14', status: 'right', knownAs: 'This piece lies in B-14.' } },
  topics: ['custody'],
  project: (db, event) => projection.countStock(db, event.payload.stockTake, event.piece, { status: event.payload.status, knownAs: event.payload.knownAs, settled: event.payload.status === 'right' }),
})

/** Something was scanned in a location that no piece of this store bears. */
export const unknownCounted = eventKind({
  kind: 'stock-take.unknown',
  version: 1,
  payload: z.object({ stockTake: z.string(), number: z.string() }),
  examples: { 1: { stockTake: RUN, number: '1Z999AA10123456784' } },
  topics: ['custody'],
  project: (db, event) => run(db, 'INSERT INTO stock_unknown (stock_take, number, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', event.payload.stockTake, event.payload.number, event.recordedAt),
})

/** What a stock-take found about a piece was put right; the event beside it says how. */
export const stockSettled = eventKind({
  kind: 'piece.stock-settled',
  version: 1,
  payload: z.object({ stockTake: z.string(), status: z.enum(['missing', 'strange']), as: z.enum(['here', 'elsewhere', 'lost']), knownAs: z.string() }),
  examples: { 1: { stockTake: RUN, status: 'missing', as: 'lost', knownAs: 'This piece lies in B-14.' } },
  topics: ['custody'],
  project: (db, event) => projection.countStock(db, event.payload.stockTake, event.piece, { status: event.payload.status, knownAs: event.payload.knownAs, settled: true }),
})

/** A stock-take was ended. `missing` are the pieces that should have been there and were neither seen nor put right. */
export const stockTakeClosed = eventKind({
  kind: 'stock-take.closed',
  version: 1,
  payload: z.object({ stockTake: z.string(), missing: z.array(z.object({ piece: z.string(), knownAs: z.string() })) }),
  examples: { 1: { stockTake: RUN, missing: [{ piece: PERSON, knownAs: 'This piece lies in B-14.' }] } },
  topics: ['custody'],
  project: (db, event) => {
    for (const { piece, knownAs } of event.payload.missing) projection.countStock(db, event.payload.stockTake, piece, { status: 'missing', knownAs, settled: false })
    run(db, 'UPDATE stock_take SET closed_at = ?, closed_by = ? WHERE id = ?', event.recordedAt, event.actor.name, event.payload.stockTake)
  },
})

export const CUSTODY_EVENTS = [
  pieceMoved, piecePacked, pieceUnpacked, pieceHeld, pieceReleased, pieceScannedOut, pieceHandedOver, pieceLeft, pieceBroughtBack, pieceRefused, pieceForwarded, pieceReturned, pieceLost, pieceFound, pieceDisposed,
  handoverCorrected, exceptionOpened, exceptionSolved, runMade, runClosed, stockTakeStarted, pieceCounted, unknownCounted, stockSettled, stockTakeClosed,
] as const
