import type { StockTake } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { IN_MAILROOM, isInMailroom } from '../../shared/mail/custody.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { lookUp } from '../intake/intake.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import { applied, broughtBack, where } from './custody.ts'
import type { Context } from './custody.ts'
import { exceptionOpened, exceptionSolved, pieceCounted, pieceFound, pieceLost, pieceMoved, pieceUnpacked, stockSettled, stockTakeClosed, stockTakeStarted, unknownCounted } from './events.ts'
import { locationNamed } from './place.ts'
import * as queries from './queries.ts'
import { pieceScanned } from './waiting.ts'

/** Most missing pieces that one stock-take names. */
const MOST = 2_000

const isThere = (piece: { state: string; location: string }, location: string): boolean => isInMailroom(piece.state) && piece.location === location

/** @throws NotFound */
function existing(db: ReadableDb, id: string): queries.StoredStockTake {
  const found = queries.stockTakeById(db, id)
  if (!found) throw new NotFound('This stock-take is not in this store.')
  return found
}

/** @throws NotFound, Refusal `stock-closed` */
function open(db: ReadableDb, id: string): queries.StoredStockTake {
  const found = existing(db, id)
  if (found.closedAt !== null) throw new Refusal('stock-closed', `The stock-take of ${found.location} is closed. Begin a new one.`)
  return found
}

/** What is missing now. A closed stock-take keeps what was missing when it was closed. */
const missing = (db: ReadableDb, take: queries.StoredStockTake): string[] => (take.closedAt === null ? queries.missingFrom(db, take.location, IN_MAILROOM, take.id, MOST) : [])

/** True when something that a stock-take found is right now, by itself or otherwise. */
function settled(row: queries.StockPiece, location: string): boolean {
  return row.settled === 1 || (row.status === 'strange' ? isThere(row, location) : !isThere(row, location))
}

function countsOf(db: ReadableDb, take: queries.StoredStockTake): StockTake['counts'] {
  const rows = queries.countedIn(db, take.id)
  // What lies there and was not seen: nothing has to be read for it.
  const n = take.closedAt === null ? queries.lyingIn(db, take.location) - rows.filter((row) => isThere(row, take.location)).length : 0
  const of = (status: string): number => rows.filter((row) => row.status === status).length
  return { right: of('right'), missing: of('missing') + n, strange: of('strange'), unknown: queries.unknownIn(db, take.id).length, open: n + rows.filter((row) => row.status !== 'right' && !settled(row, take.location)).length }
}

function shown(call: Context, db: ReadableDb, take: queries.StoredStockTake): StockTake {
  const rows = queries.countedIn(db, take.id)
  const found = new Map(pieces.at(call, rows.map((row) => row.no)).map((piece) => [piece.id, piece]))
  const counted = rows.flatMap((row): StockTake['pieces'] => {
    const piece = found.get(row.id)
    return piece ? [{ piece, status: row.status, where: row.knownAs, settled: row.status === 'right' || settled(row, take.location) }] : []
  })
  const absent = missing(db, take).map((id): StockTake['pieces'][number] => {
    const piece = pieces.existing(db, id)
    return { piece, status: 'missing', where: where(call, piece), settled: false }
  })
  return { ...take, pieces: [...absent, ...counted], unknown: queries.unknownIn(db, take.id), counts: countsOf(db, take) }
}

/** Begins to count a location; one that is open for it is answered. @throws Refusal `location-closed` */
export function startStockTake(call: CheckedCall, input: { location: string }): StockTake {
  const { store } = call.services
  const id = store.newId()
  return store.operate(call.actor, (db) => {
    const location = locationNamed(db, input.location)
    const before = queries.openStockTake(db, location)
    return { events: before ? [] : [stockTakeStarted.draft(null, { stockTake: id, location })], answer: () => shown(call, db, existing(db, before?.id ?? id)) }
  })
}

/** What one scan of a stock-take gave. */
export interface CountedPiece { piece: PieceRow | null; status: 'right' | 'strange' | 'unknown' | 'twice'; where: string; counts: StockTake['counts'] }

/** One scan of a stock-take. @throws NotFound, Refusal `stock-closed`, `not-a-piece`, `empty` */
export async function countPiece(call: CheckedCall, input: { stockTake: string; text: string }): Promise<CountedPiece> {
  const { store } = call.services
  const looked = await lookUp(call, input.text)
  if (looked.kind === 'badge' || looked.kind === 'location' || looked.kind === 'container') throw new Refusal('not-a-piece', `${looked.message} Scan the pieces in it.`, { field: 'text' })
  return store.operate<CountedPiece>(call.actor, (db) => {
    const take = open(db, input.stockTake)
    const piece = pieceScanned(call, looked.number)
    if (!piece) return { events: [unknownCounted.draft(null, { stockTake: take.id, number: looked.number })], answer: () => ({ piece: null, status: 'unknown', where: 'No piece here has this number.', counts: countsOf(db, take) }) }
    const known = where(call, piece)
    const before = queries.statusIn(db, take.id, piece.id)
    if (before) return { events: [], answer: () => ({ piece, status: 'twice', where: known, counts: countsOf(db, take) }) }
    const status = isThere(piece, take.location) ? 'right' : 'strange'
    return { events: [pieceCounted.draft(piece.id, { stockTake: take.id, location: take.location, status, knownAs: known })], answer: () => ({ piece, status, where: known, counts: countsOf(db, take) }) }
  })
}

/** @throws NotFound */
export function stockTake(call: Context, input: { stockTake: string }): StockTake {
  const { db } = call.services.store
  return shown(call, db, existing(db, input.stockTake))
}

/** Stock-takes, newest first. */
export function stockTakes(call: Context, input: { open?: boolean | undefined; limit: number }): Array<Omit<StockTake, 'pieces' | 'unknown'>> {
  const { db } = call.services.store
  return queries.stockTakes(db, input.open, input.limit).map((take) => ({ ...take, counts: countsOf(db, take) }))
}

/** The events that bring a piece to a location, from wherever it was recorded. @throws Refusal `state` */
function bringTo(call: CheckedCall, db: ReadableDb, piece: PieceRow, location: string, reason: string): EventDraft[] {
  if (piece.state === 'lost') {
    applied(call, piece, { action: 'find', location })
    const solved = queries.exceptionsOf(db, piece.id).filter((one) => one.solvedAt === null && one.kind === 'lost').map((one) => exceptionSolved.draft(piece.id, { exception: one.id, solution: 'found', note: reason }))
    return [pieceFound.draft(piece.id, { location, note: reason }), ...solved]
  }
  if (!isInMailroom(piece.state)) return [broughtBack(call, db, piece, { reason, location }, false)]
  applied(call, piece, { action: 'move', location })
  const out = piece.container && piece.location !== location ? [pieceUnpacked.draft(piece.id, { container: piece.container.id, number: piece.container.number })] : []
  return piece.location === location ? [] : [...out, pieceMoved.draft(piece.id, { from: piece.location, location, by: 'stock-take' })]
}

/** Puts one piece of a stock-take right. @throws NotFound, Refusal `stock-closed`, `not-found-there`, `location`, `state` */
export function settleStock(call: CheckedCall, input: { stockTake: string; piece: string; as: 'here' | 'elsewhere' | 'lost'; location: string }): StockTake {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const take = open(db, input.stockTake)
    const piece = pieces.existing(db, input.piece)
    const before = queries.statusIn(db, take.id, piece.id)
    const status = before?.status ?? (isThere(piece, take.location) ? 'missing' : null)
    if (status === null || status === 'right') throw new Refusal('not-found-there', 'This piece is right. There is nothing to put right about it.', { field: 'piece' })
    const reason = `stock-take of ${take.location}`
    const found = stockSettled.draft(piece.id, { stockTake: take.id, status, as: input.as, knownAs: before?.knownAs ?? where(call, piece) })
    const answer = (): StockTake => shown(call, db, existing(db, take.id))
    if (input.as === 'lost') {
      applied(call, piece, { action: 'lose', reason })
      return { events: [pieceLost.draft(piece.id, { reason, from: piece.location }), exceptionOpened.draft(piece.id, { exception: store.newId(), kind: 'lost', note: reason }), found], answer }
    }
    if (input.as === 'elsewhere' && input.location === '') throw new Refusal('location', 'Say where it lies.', { field: 'location' })
    const location = input.as === 'here' ? take.location : locationNamed(db, input.location)
    return { events: [...bringTo(call, db, piece, location, reason), found], answer }
  })
}

/** Ends a stock-take; what is missing and not put right is named in its last line. @throws NotFound, Refusal `stock-closed` */
export function closeStockTake(call: CheckedCall, input: { stockTake: string }): StockTake {
  return call.services.store.operate(call.actor, (db) => {
    const take = open(db, input.stockTake)
    const absent = missing(db, take).map((id) => ({ piece: id, knownAs: where(call, pieces.existing(db, id)) }))
    return { events: [stockTakeClosed.draft(null, { stockTake: take.id, missing: absent })], answer: () => shown(call, db, existing(db, take.id)) }
  })
}
