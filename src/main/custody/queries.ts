import type { ContainerRow, HandoverRow, LocationRow, RunRow, StockTake } from '../../shared/contract/custody.ts'
import { WAITING } from '../../shared/mail/custody.ts'
import { locationBarcode } from '../../shared/mail/own.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, prepare, run } from '../store/db.ts'

// Locations and containers

interface StoredLocation { id: string; code: string; key: string; name: string; kind: LocationRow['kind']; building: string; floor: string; active: number }
const LOCATION = 'l.id, l.code, l.key, l.name, l.kind, l.building, l.floor, l.active'
type Counted<T> = T & { pieces: number }

const asLocation = ({ id, code, name, kind, building, floor, active, pieces }: Counted<StoredLocation>): LocationRow => ({ id, code, name, kind, building, floor, active: active === 1, barcode: locationBarcode(code), pieces })
const PIECES_THERE = "coalesce((SELECT n FROM waiting_count w WHERE w.by = 'location' AND w.key = l.code), 0) AS pieces"

export function locations(db: ReadableDb, inactive: boolean): LocationRow[] {
  return all<Counted<StoredLocation> & Record<string, SqlValue>>(db, `SELECT ${LOCATION}, ${PIECES_THERE} FROM location l WHERE l.active >= ? ORDER BY l.code`, inactive ? 0 : 1).map(asLocation)
}
export function locationById(db: ReadableDb, id: string): LocationRow | null {
  const row = one<Counted<StoredLocation> & Record<string, SqlValue>>(db, `SELECT ${LOCATION}, ${PIECES_THERE} FROM location l WHERE l.id = ?`, id)
  return row && asLocation(row)
}
/** The location that this text names, spelling of letters set aside. */
export function locationByKey(db: ReadableDb, key: string): LocationRow | null {
  const row = one<Counted<StoredLocation> & Record<string, SqlValue>>(db, `SELECT ${LOCATION}, ${PIECES_THERE} FROM location l WHERE l.key = ?`, key)
  return row && asLocation(row)
}
export function putLocation(db: WritableDb, row: Omit<StoredLocation, 'pieces'>): void {
  run(db, `INSERT INTO location (id, code, key, name, kind, building, floor, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, key = excluded.key, name = excluded.name, kind = excluded.kind, building = excluded.building, floor = excluded.floor, active = excluded.active`,
    row.id, row.code, row.key, row.name, row.kind, row.building, row.floor, row.active)
}

interface StoredContainer { id: string; number: string; name: string; kind: ContainerRow['kind']; location: string; active: number }
type KnownContainer = Counted<StoredContainer & { out: string }> & Record<string, SqlValue>
const CONTAINER = `c.id, c.number, c.name, c.kind, c.location, c.active, coalesce((SELECT p.holder FROM piece p WHERE p.container = c.id AND p.container <> '' AND p.state = 'on-run' LIMIT 1), '') AS out,
  (SELECT count(*) FROM piece p WHERE p.container = c.id AND p.container <> '') AS pieces`
const asContainer = ({ id, number, name, kind, location, active, out, pieces }: KnownContainer): ContainerRow => ({ id, number, name, kind, location, active: active === 1, out, pieces })

export const containers = (db: ReadableDb, inactive: boolean): ContainerRow[] =>
  all<KnownContainer>(db, `SELECT ${CONTAINER} FROM container c WHERE c.active >= ? ORDER BY c.number`, inactive ? 0 : 1).map(asContainer)
export function containerById(db: ReadableDb, id: string): ContainerRow | null {
  const row = one<KnownContainer>(db, `SELECT ${CONTAINER} FROM container c WHERE c.id = ?`, id)
  return row && asContainer(row)
}
export function containerByNumber(db: ReadableDb, number: string): ContainerRow | null {
  const row = one<KnownContainer>(db, `SELECT ${CONTAINER} FROM container c WHERE c.number = ?`, number)
  return row && asContainer(row)
}
export function putContainer(db: WritableDb, row: StoredContainer): void {
  run(db, `INSERT INTO container (id, number, name, kind, location, active) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, location = excluded.location, active = excluded.active`, row.id, row.number, row.name, row.kind, row.location, row.active)
}
/** The ids of what lies in a container. */
export const inContainer = (db: ReadableDb, container: string): string[] =>
  all<{ id: string }>(db, "SELECT id FROM piece WHERE container = ? AND container <> '' ORDER BY no", container).map((row) => row.id)

/** The last serial of our own badges or containers under this tag. */
export const lastSerial = (db: ReadableDb, kind: 'badge' | 'container', tag: string): number => one<{ last: number }>(db, 'SELECT last FROM own_number WHERE kind = ? AND tag = ?', kind, tag)?.last ?? 0
export function keepSerial(db: WritableDb, kind: 'badge' | 'container', tag: string, last: number): void {
  run(db, 'INSERT INTO own_number (kind, tag, last) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET tag = excluded.tag, last = excluded.last', kind, tag, last)
}

// Handovers

interface StoredHandover { id: string; at: number; by: string; kind: HandoverRow['receiver']['kind']; person: string | null; name: string; id_seen: string; signature: string | null; strokes: string | null; bytes: number; note: string; run: string | null; pieces: number; corrected: number }
const HANDOVER = 'id, at, by, kind, person, name, id_seen, signature, strokes, bytes, note, run, pieces, corrected'
const asHandover = (row: StoredHandover): HandoverRow => ({
  id: row.id, at: row.at, by: row.by, receiver: { kind: row.kind, person: row.person, name: row.name, idSeen: row.id_seen },
  signature: row.signature === null || row.strokes === null ? null : { file: row.signature, strokes: row.strokes, bytes: row.bytes }, note: row.note, run: row.run, pieces: row.pieces, corrected: row.corrected === 1,
})
export function handoverById(db: ReadableDb, id: string): HandoverRow | null {
  const row = one<StoredHandover & Record<string, SqlValue>>(db, `SELECT ${HANDOVER} FROM handover WHERE id = ?`, id)
  return row && asHandover(row)
}
export function handovers(db: ReadableDb, person: string | undefined, limit: number): HandoverRow[] {
  const rows = person === undefined ? all<StoredHandover & Record<string, SqlValue>>(db, `SELECT ${HANDOVER} FROM handover ORDER BY at DESC, id DESC LIMIT ?`, limit)
    : all<StoredHandover & Record<string, SqlValue>>(db, `SELECT ${HANDOVER} FROM handover WHERE person = ? ORDER BY at DESC, id DESC LIMIT ?`, person, limit)
  return rows.map(asHandover)
}
/** The pieces of a handover, in the order in which they came in. */
export const piecesOfHandover = (db: ReadableDb, id: string): string[] => all<{ id: string }>(db, 'SELECT p.id FROM handover_piece h JOIN piece p ON p.no = h.piece WHERE h.handover = ? ORDER BY p.no', id).map((row) => row.id)

// Waiting

export const idOf = (db: ReadableDb, no: number): string | undefined => one<{ id: string }>(db, 'SELECT id FROM piece WHERE no = ?', no)?.id

const STATES = WAITING.map((state) => `'${state}'`).join(', ')
/** A run of waiting pieces in an index, in the order of their `no`. */
export interface WaitingRun { from: string; where: string; values: SqlValue[] }

/** The first `limit` of several runs, oldest first, as their `no`. */
export function oldest(db: ReadableDb, runs: readonly WaitingRun[], after: number, limit: number): number[] {
  const found = runs.flatMap(({ from, where, values }) => prepare<number>(db, `SELECT no FROM ${from} WHERE ${where} AND no > ? ORDER BY no LIMIT ?`).pluck().all(...values, after, limit))
  return found.sort((a, b) => a - b).slice(0, limit)
}

/** Every carrier of which something waits, by state. */
export const waitingKinds = (db: ReadableDb): Array<{ carrier: string; state: string }> =>
  all(db, `SELECT carrier, state FROM piece_count WHERE direction = 'inbound' AND state IN (${STATES}) GROUP BY carrier, state HAVING sum(n) > 0`)
export const waitingTotal = (db: ReadableDb): number => one<{ n: number | null }>(db, `SELECT sum(n) AS n FROM piece_count WHERE direction = 'inbound' AND state IN (${STATES})`)?.n ?? 0
export const waitingCount = (db: ReadableDb, by: string, key: string): number => one<{ n: number }>(db, 'SELECT n FROM waiting_count WHERE by = ? AND key = ?', by, key)?.n ?? 0
/** Groups that have the most waiting, after the one the page before ended with. */
export function waitingGroups(db: ReadableDb, by: string, after: { n: number; key: string } | null, limit: number): Array<{ key: string; n: number }> {
  if (after === null) return all(db, 'SELECT key, n FROM waiting_count WHERE by = ? ORDER BY n DESC, key LIMIT ?', by, limit)
  const same = all<{ key: string; n: number }>(db, 'SELECT key, n FROM waiting_count WHERE by = ? AND n = ? AND key > ? ORDER BY key LIMIT ?', by, after.n, after.key, limit)
  const fewer = all<{ key: string; n: number }>(db, 'SELECT key, n FROM waiting_count WHERE by = ? AND n < ? ORDER BY n DESC, key LIMIT ?', by, after.n, limit)
  return [...same, ...fewer].slice(0, limit)
}

/** What waits for one person: where each piece is. */
export function waitingOf(db: ReadableDb, person: string): Array<{ no: number; location: string; state: string }> {
  return WAITING.flatMap((state) => all<{ no: number; location: string; state: string }>(db, 'SELECT no, location, state FROM piece INDEXED BY piece_person WHERE person = ? AND state = ?', person, state))
}
/** What waits for a department itself, and not for one of its people. */
export const waitingOfDepartment = (db: ReadableDb, department: string, limit: number): Array<{ no: number; location: string; state: string }> => WAITING.flatMap((state) => all<{ no: number; location: string; state: string }>(
  db, "SELECT no, location, state FROM piece INDEXED BY piece_for_department WHERE assignment = 'department' AND department = ? AND state = ? ORDER BY no LIMIT ?", department, state, limit))
/** What waits for a name that is in no directory. */
export const waitingOfName = (db: ReadableDb, name: string, limit: number): Array<{ no: number; location: string; state: string }> => WAITING.flatMap((state) => all<{ no: number; location: string; state: string }>(
  db, "SELECT no, location, state FROM piece INDEXED BY piece_named WHERE person IS NULL AND recipient <> '' AND recipient = ? AND state = ? ORDER BY no LIMIT ?", name, state, limit))

/** The oldest piece of a run of waiting pieces. */
export const first = (db: ReadableDb, runs: readonly WaitingRun[]): { at: number; name: string } | null => {
  const [no] = oldest(db, runs, 0, 1)
  return no === undefined ? null : one(db, 'SELECT received_at AS at, recipient AS name FROM piece WHERE no = ?', no)
}

// Runs

interface StoredRun extends Record<string, SqlValue> { id: string; name: string; state: RunRow['state']; carrier: string; madeAt: number; madeBy: string; outAt: number | null; closedAt: number | null; stops: number; total: number; planned: number; remaining: number; delivered: number; back: number }
const RUN = `r.id, r.name, r.state, r.carrier, r.made_at AS madeAt, r.made_by AS madeBy, r.out_at AS outAt, r.closed_at AS closedAt, count(DISTINCT p.building || char(0) || p.floor || char(0) || p.code) AS stops,
  count(p.piece) AS total, coalesce(sum(p.state = 'planned'), 0) AS planned, coalesce(sum(p.state = 'out'), 0) AS remaining, coalesce(sum(p.state IN ('handed-over', 'left')), 0) AS delivered, coalesce(sum(p.state IN ('back', 'refused', 'lost')), 0) AS back`
const asRun = ({ total, planned, remaining, delivered, back, ...row }: StoredRun): RunRow => ({
  id: row.id, name: row.name, state: row.state, carrier: row.carrier, madeAt: row.madeAt, madeBy: row.madeBy, outAt: row.outAt, closedAt: row.closedAt, stops: row.stops, counts: { all: total, planned, remaining, delivered, back },
})
const OF_RUN = "FROM run r LEFT JOIN run_piece p ON p.run = r.id AND p.state <> 'dropped'"
export function runById(db: ReadableDb, id: string): RunRow | null {
  const row = one<StoredRun>(db, `SELECT ${RUN} ${OF_RUN} WHERE r.id = ? GROUP BY r.id`, id)
  return row && asRun(row)
}
export function runs(db: ReadableDb, states: readonly string[], limit: number): RunRow[] {
  return all<StoredRun>(db, `SELECT ${RUN} ${OF_RUN} WHERE r.id IN (SELECT id FROM run WHERE state IN (SELECT value FROM json_each(?)) ORDER BY made_at DESC, id DESC LIMIT ?) GROUP BY r.id ORDER BY r.made_at DESC, r.id DESC`, JSON.stringify(states), limit).map(asRun)
}
export const runsOfDay = (db: ReadableDb, day: string): number => one<{ n: number }>(db, 'SELECT count(*) AS n FROM run WHERE day = ?', day)?.n ?? 0
export interface RunPiece { no: number; id: string; state: string; mailStop: string | null; code: string; building: string; floor: string; description: string }
export const linesOf = (db: ReadableDb, id: string): RunPiece[] =>
  all<RunPiece & Record<string, SqlValue>>(db, "SELECT p.no, p.id, r.state, r.mail_stop AS mailStop, r.code, r.building, r.floor, r.description FROM run_piece r JOIN piece p ON p.no = r.piece WHERE r.run = ? AND r.state <> 'dropped' ORDER BY p.no", id)
/** The open run that plans to take a piece. */
export const plannedIn = (db: ReadableDb, piece: string): string | null =>
  one<{ name: string }>(db, "SELECT r.name FROM piece p JOIN run_piece l ON l.piece = p.no JOIN run r ON r.id = l.run WHERE p.id = ? AND l.state = 'planned' AND r.state <> 'closed'", piece)?.name ?? null
/** Pieces that could be taken to a mail stop and are planned by no run, oldest first. */
export const forStop = (db: ReadableDb, code: string, limit: number): string[] => ['received', 'stored'].flatMap((state) => all<{ id: string }>(
  db, `SELECT id FROM piece INDEXED BY piece_stop WHERE mail_stop <> '' AND state IN ('received', 'stored') AND mail_stop = ? AND state = ?
    AND NOT EXISTS (SELECT 1 FROM run_piece l WHERE l.piece = no AND l.state = 'planned') ORDER BY no LIMIT ?`, code, state, limit).map((row) => row.id))
export const oldestForStop = (db: ReadableDb, code: string): number | null => first(db, ['received', 'stored'].map((state) => (
  { from: 'piece INDEXED BY piece_stop', where: "mail_stop <> '' AND state IN ('received', 'stored') AND mail_stop = ? AND state = ? AND NOT EXISTS (SELECT 1 FROM run_piece l WHERE l.piece = no AND l.state = 'planned')", values: [code, state] })))?.at ?? null
/** How many pieces of each mail stop wait to go out with an open run. */
export const plannedByStop = (db: ReadableDb): Map<string, number> => new Map(all<{ code: string; n: number }>(
  db, "SELECT p.mail_stop AS code, count(*) AS n FROM run r JOIN run_piece l ON l.run = r.id AND l.state = 'planned' JOIN piece p ON p.no = l.piece WHERE r.state IN ('planned', 'out') AND p.state IN ('received', 'stored') GROUP BY p.mail_stop").map((row) => [row.code, row.n]))

// Exceptions

export interface StoredException { id: string; piece: string; kind: string; note: string; openedAt: number; openedBy: string; solvedAt: number | null; solvedBy: string | null; solution: string | null; solutionNote: string }
const EXCEPTION = 'e.id, p.id AS piece, e.kind, e.note, e.opened_at AS openedAt, e.opened_by AS openedBy, e.solved_at AS solvedAt, e.solved_by AS solvedBy, e.solution, e.solution_note AS solutionNote'
type ExceptionRecord = StoredException & Record<string, SqlValue>
export const exceptionById = (db: ReadableDb, id: string): StoredException | null => one<ExceptionRecord>(db, `SELECT ${EXCEPTION} FROM exception e JOIN piece p ON p.no = e.piece WHERE e.id = ?`, id)
export const exceptionsOf = (db: ReadableDb, piece: string): StoredException[] =>
  all<ExceptionRecord>(db, `SELECT ${EXCEPTION} FROM piece p JOIN exception e ON e.piece = p.no WHERE p.id = ? ORDER BY e.id`, piece)
/** Open ones oldest first, solved ones newest first, after the one the page before ended with. */
export function exceptions(db: ReadableDb, kinds: readonly string[], solved: boolean, after: string, limit: number): StoredException[] {
  if (solved) return all<ExceptionRecord>(db, `SELECT ${EXCEPTION} FROM exception e INDEXED BY exception_solved JOIN piece p ON p.no = e.piece WHERE e.solved_at IS NOT NULL AND e.id < ? AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY e.id DESC LIMIT ?`, after === '' ? '~' : after, JSON.stringify(kinds), limit)
  return kinds.flatMap((kind) => all<ExceptionRecord>(db, `SELECT ${EXCEPTION} FROM exception e INDEXED BY exception_open JOIN piece p ON p.no = e.piece WHERE e.solved_at IS NULL AND e.kind = ? AND e.id > ? ORDER BY e.id LIMIT ?`, kind, after, limit))
    .sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit)
}
export const openExceptions = (db: ReadableDb): Array<{ kind: string; n: number }> => all(db, 'SELECT kind, count(*) AS n FROM exception INDEXED BY exception_open WHERE solved_at IS NULL GROUP BY kind')

// Stock-takes

export type StoredStockTake = Pick<StockTake, 'id' | 'location' | 'startedAt' | 'startedBy' | 'closedAt' | 'closedBy'>
const TAKE = 'id, location, started_at AS startedAt, started_by AS startedBy, closed_at AS closedAt, closed_by AS closedBy'
type TakeRecord = StoredStockTake & Record<string, SqlValue>
export const stockTakeById = (db: ReadableDb, id: string): StoredStockTake | null => one<TakeRecord>(db, `SELECT ${TAKE} FROM stock_take WHERE id = ?`, id)
export const openStockTake = (db: ReadableDb, location: string): StoredStockTake | null => one<TakeRecord>(db, `SELECT ${TAKE} FROM stock_take WHERE location = ? AND closed_at IS NULL`, location)
export const stockTakes = (db: ReadableDb, open: boolean | undefined, limit: number): StoredStockTake[] =>
  all<TakeRecord>(db, `SELECT ${TAKE} FROM stock_take WHERE ? IS NULL OR (closed_at IS NULL) = ? ORDER BY started_at DESC, id DESC LIMIT ?`, open === undefined ? null : 1, open === true ? 1 : 0, limit)
export interface StockPiece { no: number; id: string; status: 'right' | 'missing' | 'strange'; knownAs: string; settled: number; location: string; state: string }
export const countedIn = (db: ReadableDb, take: string): StockPiece[] =>
  all<StockPiece & Record<string, SqlValue>>(db, 'SELECT p.no, p.id, s.status, s.known_as AS knownAs, s.settled, p.location, p.state FROM stock_piece s JOIN piece p ON p.no = s.piece WHERE s.stock_take = ? ORDER BY p.no', take)
export const statusIn = (db: ReadableDb, take: string, piece: string): { status: StockPiece['status']; knownAs: string; settled: number } | null =>
  one(db, 'SELECT s.status, s.known_as AS knownAs, s.settled FROM piece p JOIN stock_piece s ON s.piece = p.no WHERE s.stock_take = ? AND p.id = ?', take, piece)
export const unknownIn = (db: ReadableDb, take: string): Array<{ number: string; at: number }> => all(db, 'SELECT number, at FROM stock_unknown WHERE stock_take = ? ORDER BY at, number', take)
const THERE = "location <> '' AND location = ? AND state = ?"
const NOT_COUNTED = 'NOT EXISTS (SELECT 1 FROM stock_piece s WHERE s.stock_take = ? AND s.piece = piece.no)'
/** Pieces that should lie in a location and were not counted there. */
export const missingFrom = (db: ReadableDb, location: string, states: readonly string[], take: string, limit: number): string[] => states.flatMap((state) => all<{ id: string }>(
  db, `SELECT id FROM piece INDEXED BY piece_location WHERE ${THERE} AND ${NOT_COUNTED} ORDER BY no LIMIT ?`, location, state, take, limit).map((row) => row.id)).slice(0, limit)
/** How many pieces lie in a location; those that wait are counted already. */
export const lyingIn = (db: ReadableDb, location: string): number =>
  waitingCount(db, 'location', location) + (one<{ n: number }>(db, `SELECT count(*) AS n FROM piece INDEXED BY piece_location WHERE ${THERE}`, location, 'refused')?.n ?? 0)
