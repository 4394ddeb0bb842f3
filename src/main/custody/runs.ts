import type { Approval } from '../../shared/contract/base.ts'
import type { HandoverRow, Run, RunRow, RunStop } from '../../shared/contract/custody.ts'
import type { MailStopRow } from '../../shared/contract/directory.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { isHere, shortDay } from '../../shared/mail/custody.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { mailStopKey, mailStops } from '../directory/places.ts'
import { lookUp } from '../intake/intake.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import { about, applied, broughtBack, once, today, where } from './custody.ts'
import type { Context } from './custody.ts'
import { exceptionOpened, pieceRefused, pieceScannedOut, runClosed, runMade } from './events.ts'
import type { Asked } from './handover.ts'
import { handPieces } from './handover.ts'
import type { Leaving } from './leaving.ts'
import { leavePieces, mailStopOf } from './leaving.ts'
import { locationNamed } from './place.ts'
import type { Line } from './projection.ts'
import * as queries from './queries.ts'
import { pieceScanned } from './waiting.ts'

/** Most pieces that one run takes. */
const MOST = 2_000

/** In the order a person walks: numbers by their value, the rest by their letters. */
let collator: Intl.Collator | undefined
const byWay = (a: string, b: string): number => (collator ??= new Intl.Collator('en', { numeric: true })).compare(a, b)

/** Stops by building, floor and code. */
export function inOrder(a: { building: string; floor: string; code: string }, b: { building: string; floor: string; code: string }): number {
  return byWay(a.building, b.building) || byWay(a.floor, b.floor) || byWay(a.code, b.code)
}

/** @throws NotFound */
function existingRun(db: ReadableDb, id: string): RunRow {
  const found = queries.runById(db, id)
  if (!found) throw new NotFound('This run is not in this store.')
  return found
}

/** A run that still goes. @throws NotFound, Refusal `run-closed` */
function openRun(db: ReadableDb, id: string): RunRow {
  const found = existingRun(db, id)
  if (found.state === 'closed') throw new Refusal('run-closed', `${found.name} is closed. Make a new run.`)
  return found
}

/** Mail stops with pieces that could go out and are planned for no run, in the order a person walks. */
export async function runCandidates(call: CheckedCall) {
  const { db } = call.services.store
  const planned = queries.plannedByStop(db)
  return (await mailStops(call)).filter((stop) => stop.active).flatMap(({ id, code, building, floor, description }) => {
    const waiting = queries.waitingCount(db, 'stop', code) - (planned.get(code) ?? 0)
    return waiting <= 0 ? [] : [{ mailStop: id, code, building, floor, description, pieces: waiting, oldestAt: queries.oldestForStop(db, code) }]
  }).sort(inOrder)
}

/** Where a piece goes: the mail stop of its recipient, as the directory knows it now. */
function lineFor(stops: ReadonlyMap<string, MailStopRow>, piece: PieceRow): Line {
  const code = piece.recipient?.mailStop ?? ''
  const stop = stops.get(mailStopKey(code))
  return { piece: piece.id, mailStop: stop?.id ?? null, code, building: stop?.building ?? '', floor: stop?.floor ?? '', description: stop?.description ?? '' }
}

async function stopsByKey(call: CheckedCall): Promise<Map<string, MailStopRow>> {
  return new Map((await mailStops(call)).map((stop) => [mailStopKey(stop.code), stop]))
}

function named(call: Context, db: ReadableDb): string {
  const day = today(call)
  return `Run ${queries.runsOfDay(db, day) + 1} of ${shortDay(day, day)}`
}

/** Plans a run. Nothing leaves yet. @throws NotFound, Refusal `nothing-waits`, `planned-already`, `no-recipient`, `state`, `too-many` */
export async function makeRun(call: CheckedCall, input: { mailStops: string[]; pieces: string[]; name: string; carrier: string }): Promise<Run> {
  const { store } = call.services
  const stops = await stopsByKey(call)
  const asked = once(input.mailStops).map((id) => [...stops.values()].find((stop) => stop.id === id) ?? gone())
  const id = store.newId()
  return store.operate(call.actor, (db) => {
    const waiting = asked.flatMap((stop) => queries.forStop(db, stop.code, MOST))
    const rows = once([...input.pieces, ...waiting]).map((piece) => pieces.existing(db, piece))
    if (rows.length === 0) throw new Refusal('nothing-waits', 'Nothing waits for these mail stops that is not planned already.', { field: 'mailStops' })
    if (rows.length > MOST) throw new Refusal('too-many', `${rows.length} pieces wait there; ${MOST} are the most for one run. Choose fewer mail stops.`, { field: 'mailStops' })
    for (const piece of rows) {
      refuseUnplanned(db, piece, rows.length > 1)
      applied(call, piece, { action: 'scan-out', run: id }, rows.length > 1)
    }
    const lines = rows.map((piece) => lineFor(stops, piece))
    return { events: [runMade.draft(null, { run: id, name: input.name || named(call, db), carrier: input.carrier || call.actor.name, lines })], answer: () => shown(call, db, id) }
  })
}

function gone(): never {
  throw new NotFound('This mail stop is not in the directory.')
}

function refuseUnplanned(db: ReadableDb, piece: PieceRow, several: boolean): void {
  const planned = queries.plannedIn(db, piece.id)
  if (planned !== null) throw new Refusal('planned-already', about(piece, `This piece is planned for ${planned} already.`, several), { field: 'pieces' })
  if (!piece.recipient) throw new Refusal('no-recipient', about(piece, 'Nobody is named on this piece yet. Assign it first.', several), { field: 'pieces' })
}

/** A run with its stops, in the order a person walks. */
function shown(call: Context, db: ReadableDb, id: string): Run {
  const row = existingRun(db, id)
  const lines = queries.linesOf(db, id)
  const found = new Map(pieces.at(call, lines.map((line) => line.no)).map((piece) => [piece.id, piece]))
  const stops = new Map<string, RunStop>()
  for (const { id: piece, state, mailStop, code, building, floor, description } of lines) {
    const key = `${building}\n${floor}\n${code}`
    const stop = stops.get(key) ?? { mailStop, code, building, floor, description, lines: [], remaining: 0 }
    const of = found.get(piece)
    if (of) stop.lines.push({ piece: of, state: state as RunStop['lines'][number]['state'] })
    if (state === 'out') stop.remaining++
    stops.set(key, stop)
  }
  const stopList = [...stops.values()].sort(inOrder)
  return { ...row, stopList, next: stopList.find((stop) => stop.remaining > 0)?.code ?? null }
}

/** @throws NotFound */
export function run(call: Context, input: { run: string }): Run {
  return shown(call, call.services.store.db, input.run)
}

const STATES = { open: ['planned', 'out'], closed: ['closed'], all: ['planned', 'out', 'closed'] } as const

/** Runs, newest first. */
export function runs(call: Context, input: { which: keyof typeof STATES; limit: number }): RunRow[] {
  return queries.runs(call.services.store.db, STATES[input.which], input.limit)
}

/** The pieces that one scan means: one, or everything in a container. @throws Refusal `unknown`, `empty` */
async function scanned(call: CheckedCall, text: string): Promise<string[]> {
  const looked = await lookUp(call, text)
  const { db } = call.services.store
  const container = looked.kind === 'container' ? queries.containerByNumber(db, looked.number) : null
  if (container) {
    const inside = queries.inContainer(db, container.id)
    if (inside.length === 0) throw new Refusal('nothing', `${container.number} is empty.`, { field: 'text' })
    return inside
  }
  const piece = looked.kind === 'badge' || looked.kind === 'location' ? null : pieceScanned(call, looked.number)
  if (!piece) throw new Refusal('unknown', looked.kind === 'badge' || looked.kind === 'location' ? `${looked.message} Scan a piece.` : 'No piece here has this number. Take it in first.', { field: 'text' })
  return [piece.id]
}

/** The containers that go out whole: everything in them goes, or is out with this run already. What goes without the rest of its container goes by itself. */
function wholeContainers(db: ReadableDb, rows: readonly PieceRow[], out: ReadonlySet<string>): Set<string> {
  const going = new Set([...rows.map((piece) => piece.id), ...out])
  return new Set(once(rows.flatMap((piece) => piece.container?.id ?? [])).filter((container) => queries.inContainer(db, container).every((id) => going.has(id))))
}

/** Scans pieces out: the carrier has them from now on. @throws NotFound, Refusal `state`, `run-closed`, `unknown`, `no-recipient` */
export async function scanOut(call: CheckedCall, input: { run: string; text: string; pieces: string[]; all: boolean }): Promise<Run> {
  const { store } = call.services
  const stops = await stopsByKey(call)
  const byScan = input.text.trim() === '' ? [] : await scanned(call, input.text)
  return store.operate(call.actor, (db) => {
    const of = openRun(db, input.run)
    const lines = queries.linesOf(db, of.id)
    const planned = input.all ? lines.filter((line) => line.state === 'planned').map((line) => line.id) : []
    const ids = once([...byScan, ...input.pieces, ...planned])
    if (lines.length + ids.length > MOST * 2) throw new Refusal('too-many', `${MOST} pieces are the most for one run. Make a second one.`)
    // The same piece scanned twice goes out once.
    const outAlready = new Set(lines.filter((line) => line.state === 'out').map((line) => line.id))
    const rows = ids.filter((id) => !outAlready.has(id)).map((id) => pieces.existing(db, id))
    for (const piece of rows) {
      applied(call, piece, { action: 'scan-out', run: of.id }, ids.length > 1)
      if (!piece.recipient) throw new Refusal('no-recipient', about(piece, 'Nobody is named on this piece yet. Assign it first.', ids.length > 1), { field: 'pieces' })
    }
    const whole = wholeContainers(db, rows, outAlready)
    return {
      events: rows.map((piece) => {
        const known = lines.find((line) => line.id === piece.id && line.state === 'planned')
        const { mailStop, code, building, floor, description } = known ?? lineFor(stops, piece)
        return pieceScannedOut.draft(piece.id, { run: of.id, name: of.name, carrier: of.carrier, mailStop, code, building, floor, description, container: piece.container && whole.has(piece.container.id) ? piece.container : null })
      }),
      answer: () => shown(call, db, of.id),
    }
  })
}

/** A piece that this run has out. @throws Refusal `state` */
function refuseElsewhere(call: Context, piece: PieceRow, of: string, several: boolean): void {
  if (piece.holder.kind === 'run' && piece.holder.ref === of) return
  throw new Refusal('state', about(piece, `${where(call, piece)} ${isHere(piece.state) && piece.state !== 'on-run' ? 'Scan it out first.' : 'It is not on this run.'}`, several))
}

/** Hands pieces of a run over at their stop. @throws NotFound, Refusal as the counter */
export async function deliver(call: CheckedCall, input: Asked & { run: string; pieces: string[] }): Promise<{ handover: HandoverRow; run: Run; receipts: number }> {
  const { db } = call.services.store
  openRun(db, input.run)
  const { handover, receipts } = await handPieces(call, input, { pieces: () => once(input.pieces), check: (rows) => rows.forEach((piece) => refuseElsewhere(call, piece, input.run, rows.length > 1)), run: input.run })
  return { handover, run: shown(call, db, input.run), receipts }
}

/** Leaves pieces of a run at their mail stop, or at the one that is named. @throws NotFound, Refusal `no-stop`, `needs-approval` */
export async function leave(call: CheckedCall, input: Leaving & { run: string; pieces: string[]; mailStop?: string | undefined; approval?: Approval | undefined }): Promise<Run> {
  const { db } = call.services.store
  openRun(db, input.run)
  const given = input.mailStop === undefined ? null : await mailStopOf(call, input.mailStop)
  const lines = new Map(queries.linesOf(db, input.run).map((line) => [line.id, line]))
  await leavePieces(call, input, {
    pieces: () => once(input.pieces), run: input.run,
    check: (piece, several) => {
      if (piece.state !== 'at-mail-stop') refuseElsewhere(call, piece, input.run, several)
    },
    stop: (piece) => {
      if (given) return given
      const line = lines.get(piece.id)
      if (!line || line.mailStop === null) throw new Refusal('no-stop', `${piece.grouped} has no mail stop in the directory. Say at which one it was left.`, { field: 'mailStop' })
      return { id: line.mailStop, code: line.code, building: line.building, floor: line.floor }
    },
  })
  return shown(call, db, input.run)
}

/** Brings pieces of a run back, or says that they were refused at the stop: then they stand on the worklist too. @throws NotFound, Refusal `state`, `location-closed` */
export function runBack(call: CheckedCall, input: { run: string; pieces: string[]; reason: string; refused: boolean; location: string }): Run {
  const { store } = call.services
  const ids = once(input.pieces)
  return store.operate(call.actor, (db) => {
    openRun(db, input.run)
    return {
      events: ids.flatMap((id) => {
        const piece = pieces.existing(db, id)
        refuseElsewhere(call, piece, input.run, ids.length > 1)
        if (!input.refused) return [broughtBack(call, db, piece, input, ids.length > 1)]
        const location = input.location === '' ? '' : locationNamed(db, input.location)
        applied(call, piece, { action: 'refuse', reason: input.reason, location }, ids.length > 1)
        const told = piece.exceptions.includes('refused') ? [] : [exceptionOpened.draft(id, { exception: store.newId(), kind: 'refused', note: input.reason })]
        return [pieceRefused.draft(id, { reason: input.reason, run: input.run, location }), ...told]
      }),
      answer: () => shown(call, db, input.run),
    }
  })
}

/** Ends a run. @throws NotFound, Refusal `run-open`, `run-closed` */
export function closeRun(call: CheckedCall, input: { run: string }): Run {
  return call.services.store.operate(call.actor, (db) => {
    const of = openRun(db, input.run)
    const left = shown(call, db, of.id).stopList.flatMap((stop) => stop.lines.filter((line) => line.state === 'out').map((line) => ({ ...line, stop })))
    const [first] = left
    if (first) {
      const others = left.length === 1 ? '' : ` ${left.length - 1} more ${left.length === 2 ? 'is' : 'are'} out.`
      throw new Refusal('run-open', `${first.piece.grouped} for ${first.piece.recipient?.name || first.piece.recipient?.department || 'nobody'} at ${first.stop.code || 'no mail stop'} is still out.${others} Deliver it, leave it at its stop or bring it back first.`)
    }
    return { events: [runClosed.draft(null, { run: of.id })], answer: () => shown(call, db, of.id) }
  })
}

