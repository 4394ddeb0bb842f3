import type { State } from '../../shared/mail/custody.ts'
import { isInMailroom } from '../../shared/mail/custody.ts'
import type { StoredPiece } from '../pieces/projection.ts'
import { addFile, change, current, stored } from '../pieces/projection.ts'
import { afterRows } from '../store/behind.ts'
import type { WritableDb } from '../store/db.ts'
import { all, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

/** When something happened: as it was stated, otherwise as it was recorded. UTC milliseconds. */
export const happened = (event: Pick<LoggedEvent, 'stated' | 'recordedAt'>): number => event.stated?.at ?? event.recordedAt

type Held = Pick<StoredPiece, 'holder' | 'holder_ref' | 'held_why'>
const MAILROOM: Held = { holder: '', holder_ref: null, held_why: '' }

/** How a line of a run ends by what became of its piece. */
const ENDS: Readonly<Partial<Record<State, string>>> = { 'handed-over': 'handed-over', 'at-mail-stop': 'left', refused: 'refused', lost: 'lost', received: 'back', stored: 'back' }

/**
 * Puts a piece into another state and another hand. A piece that was on a run is accounted for there; one that leaves the mailroom
 * leaves its container, unless that goes out with it (`container`), and one that comes from a run has left it too. What was open about a
 * piece that has gone is closed by that.
 */
export function enter(db: WritableDb, event: LoggedEvent, state: State, given: { location?: string; held?: Partial<Held>; solution?: string; container?: string } = {}): void {
  const before = current(db, event.piece)
  const leaves = !isInMailroom(state)
  const location = leaves ? '' : (given.location ?? before.location)
  change(db, event.piece, { state, location, ...MAILROOM, ...given.held, held_since: happened(event), ...(leaves || before.state === 'on-run' ? { container: given.container ?? '' } : {}) })
  const { no, holder_ref: of } = before
  if (before.state === 'on-run' && of !== null) afterRows(db, () => run(db, 'UPDATE run_piece SET state = ? WHERE run = ? AND piece = ?', ENDS[state] ?? 'back', of, no))
  if (leaves) afterRows(db, () => run(db, "UPDATE run_piece SET state = 'dropped' WHERE piece = ? AND state = 'planned'", no))
  if (leaves && state !== 'on-run' && state !== 'lost') closeExceptions(db, event, given.solution ?? state)
}

/** `stored` with a location and `received` without one. */
export const rest = (location: string): State => (location === '' ? 'received' : 'stored')

/** Ends every open exception of a piece. */
export function closeExceptions(db: WritableDb, event: LoggedEvent, solution: string): void {
  const { no, exception } = current(db, event.piece)
  if (exception === '') return
  afterRows(db, () => run(db, 'UPDATE exception SET solved_at = ?, solved_by = ?, solution = ? WHERE piece = ? AND solved_at IS NULL', event.recordedAt, event.actor.name, solution, no))
  change(db, event.piece, { exception: '' })
}

export function openException(db: WritableDb, event: LoggedEvent<{ exception: string; kind: string; note: string }>): void {
  const { no } = stored(db, event.piece)
  run(db, 'INSERT INTO exception (id, piece, kind, note, opened_at, opened_by) VALUES (?, ?, ?, ?, ?, ?)', event.payload.exception, no, event.payload.kind, event.payload.note, event.recordedAt, event.actor.name)
  keepExceptions(db, event.piece, no)
}

export function solveException(db: WritableDb, event: LoggedEvent<{ exception: string; solution: string; note: string }>): void {
  const { exception, solution, note } = event.payload
  run(db, 'UPDATE exception SET solved_at = ?, solved_by = ?, solution = ?, solution_note = ? WHERE id = ?', event.recordedAt, event.actor.name, solution, note, exception)
  keepExceptions(db, event.piece, stored(db, event.piece).no)
}

function keepExceptions(db: WritableDb, id: string | null, no: number): void {
  const kinds = all<{ kind: string }>(db, 'SELECT DISTINCT kind FROM exception WHERE piece = ? AND solved_at IS NULL ORDER BY kind', no)
  change(db, id, { exception: kinds.map((row) => row.kind).join(' ') })
}

/** The files of one signature, as the event of every piece it covers names them. */
export interface Signed { signatureFile: string; strokesFile: string; bytes: number; strokesBytes: number }

/** Puts the two files of a signature to a piece. */
export function keepSignature(db: WritableDb, event: LoggedEvent, signed: Signed | null, name: string): void {
  if (!signed) return
  addFile(db, event, 'signature', { file: signed.signatureFile, type: 'image/png', bytes: signed.bytes }, name)
  addFile(db, event, 'signature-strokes', { file: signed.strokesFile, type: 'application/json', bytes: signed.strokesBytes }, name)
}

interface Taken { handover: string; receiver: { kind: string; person: string | null; name: string; idSeen: string }; signed: Signed | null; note: string; run: string | null }

/** Where the content of the first piece's line was removed, the next line says who took it. */
const FILLED = ['person', 'id_seen', 'signature', 'strokes', 'bytes', 'note', 'name'].map((name) => `, ${name} = CASE handover.name WHEN '' THEN excluded.${name} ELSE handover.${name} END`).join('')

/** A piece in the hands of its receiver, and the handover that it was part of. */
export function handOver(db: WritableDb, event: LoggedEvent<Taken>): void {
  const { handover, receiver, signed, note, run: of } = event.payload
  const { no } = current(db, event.piece)
  enter(db, event, 'handed-over', { held: { holder: receiver.name, holder_ref: receiver.person } })
  afterRows(db, () => {
    run(db, `INSERT INTO handover (id, at, by, kind, person, name, id_seen, signature, strokes, bytes, note, run, pieces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (id) DO UPDATE SET pieces = pieces + 1${FILLED}`,
      handover, happened(event), event.actor.name, receiver.kind, receiver.person, receiver.name, receiver.idSeen, signed?.signatureFile ?? null, signed?.strokesFile ?? null, signed?.bytes ?? 0, note, of)
    run(db, 'INSERT INTO handover_piece (handover, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', handover, no)
  })
  keepSignature(db, event, signed, receiver.name)
}

/** The right receiver of a handover. Where the piece is still with them, it is the holder. */
export function correctHandover(db: WritableDb, event: LoggedEvent<{ handover: string; after: Taken['receiver'] }>): void {
  const { handover, after } = event.payload
  run(db, 'UPDATE handover SET kind = ?, corrected = 1 WHERE id = ?', after.kind, handover)
  // Without a name the content of this line was removed: what the lines of other pieces say stays.
  if (after.name !== '') run(db, 'UPDATE handover SET person = ?, name = ?, id_seen = ? WHERE id = ?', after.person, after.name, after.idSeen, handover)
  const piece = stored(db, event.piece)
  const [last] = all<{ handover: string }>(db, 'SELECT h.id AS handover FROM handover_piece p JOIN handover h ON h.id = p.handover WHERE p.piece = ? ORDER BY h.at DESC, h.id DESC LIMIT 1', piece.no)
  change(db, event.piece, { corrected: 1, ...(piece.state === 'handed-over' && last?.handover === handover ? { holder: after.name, holder_ref: after.person } : {}) })
}

export interface Line { piece: string; mailStop: string | null; code: string; building: string; floor: string; description: string }

export function putLine(db: WritableDb, of: string, line: Line, state: 'planned' | 'out'): void {
  run(db, `INSERT INTO run_piece (run, piece, state, mail_stop, code, building, floor, description) SELECT ?, no, ?, ?, ?, ?, ?, ? FROM piece WHERE id = ?
    ON CONFLICT (run, piece) DO UPDATE SET state = excluded.state, mail_stop = excluded.mail_stop, code = excluded.code, building = excluded.building, floor = excluded.floor, description = excluded.description`,
    of, state, line.mailStop, line.code, line.building, line.floor, line.description, line.piece)
}

/** What a stock-take knows of a piece. */
export function countStock(db: WritableDb, take: string, piece: string | null, known: { status: string; knownAs: string; settled: boolean }): void {
  run(db, `INSERT INTO stock_piece (stock_take, piece, status, known_as, settled) SELECT ?, no, ?, ?, ? FROM piece WHERE id = ?
    ON CONFLICT (stock_take, piece) DO UPDATE SET settled = max(settled, excluded.settled)`, take, known.status, known.knownAs, known.settled ? 1 : 0, piece)
}

/** Takes away who took a piece and why it was where, from the handovers that no other piece needs, its exceptions and its stock-takes. */
export function removeContent(db: WritableDb, id: string | null, handovers: readonly string[]): void {
  const { no } = stored(db, id)
  for (const handover of handovers) run(db, "UPDATE handover SET person = NULL, name = '', id_seen = '', signature = NULL, strokes = NULL, bytes = 0, note = '' WHERE id = ?", handover)
  run(db, "UPDATE exception SET note = '', solution_note = '' WHERE piece = ?", no)
  run(db, "UPDATE stock_piece SET known_as = '' WHERE piece = ?", no)
}
