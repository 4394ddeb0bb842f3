import type { Approval } from '../../shared/contract/base.ts'
import type { ExceptionRow } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { Action, ExceptionKind, Solution } from '../../shared/mail/custody.ts'
import { actionsFrom, EXCEPTIONS, NEXT_STEPS, OPENING, SOLVING } from '../../shared/mail/custody.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as directory from '../directory/directory.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { about, applied, once, supervisorFor } from './custody.ts'
import type { Context } from './custody.ts'
import { exceptionOpened, exceptionSolved, pieceDisposed, pieceForwarded, pieceFound, pieceHeld, pieceLost, pieceRefused, pieceReleased, pieceReturned } from './events.ts'
import { locationNamed } from './place.ts'
import * as queries from './queries.ts'

const WORDS: Readonly<Record<ExceptionKind, string>> = { 'not-ours': 'not our recipient', 'has-left': 'the recipient has left', refused: 'refused', damaged: 'damaged', 'partly-delivered': 'partly delivered', lost: 'lost', other: 'set aside' }

function shown(call: Context, db: ReadableDb, of: queries.StoredException): ExceptionRow {
  const piece = pieces.existing(db, of.piece)
  const kind = of.kind as ExceptionKind
  const steps = of.solvedAt === null ? stepsFor(kind, piece) : []
  const person = piece.recipient?.person ?? null
  const known = person === null || of.solvedAt !== null || directory.byId(call, person) === null ? null : directory.get(call, person)
  return {
    id: of.id, piece, kind, note: of.note, openedAt: of.openedAt, openedBy: of.openedBy, next: steps[0] ?? null, steps, forwarding: known?.forwarding ?? '',
    solved: of.solvedAt === null ? null : { at: of.solvedAt, by: of.solvedBy ?? '', solution: of.solution ?? '', note: of.solutionNote },
  }
}

/** What can be done about an exception while its piece is where it is, the usual first. `keep` needs nothing of the piece. */
function stepsFor(kind: ExceptionKind, piece: PieceRow): Solution[] {
  const possible = actionsFrom(piece.state)
  return NEXT_STEPS[kind].filter((step) => step === 'keep' || possible.includes(SOLVING[step] as Action))
}

/** @throws NotFound */
function existing(db: ReadableDb, id: string): queries.StoredException {
  const found = queries.exceptionById(db, id)
  if (!found) throw new NotFound('This is not on the list any more.')
  return found
}

/** The event by which opening an exception changes where its piece stands. @throws Refusal `state` */
function follows(call: Context, piece: PieceRow, kind: ExceptionKind, note: string, several: boolean): EventDraft[] {
  const action = OPENING[kind]
  const reason = note || WORDS[kind]
  // What is held or refused already stays so; the new reason stands beside the old one.
  if (action === null || (action === 'hold' && (piece.state === 'held' || piece.state === 'refused')) || (action === 'refuse' && piece.state === 'refused') || (action === 'lose' && piece.state === 'lost')) return []
  applied(call, piece, { action, reason }, several)
  if (action === 'refuse') return [pieceRefused.draft(piece.id, { reason, run: piece.holder.kind === 'run' ? piece.holder.ref : null, location: piece.state === 'on-run' ? '' : piece.location })]
  return [action === 'lose' ? pieceLost.draft(piece.id, { reason, from: piece.location }) : pieceHeld.draft(piece.id, { reason })]
}

/** States in which nothing can be said about a piece any more that would keep it from anything. */
const OVER = new Set(['handed-over', 'forwarded', 'returned-to-sender', 'disposed', 'voided'])

/** Says that pieces do not go their usual way, all of them or none. @throws NotFound, Refusal `state`, `open-already` */
export function openException(call: CheckedCall, input: { pieces: string[]; kind: ExceptionKind; note: string }): { rows: ExceptionRow[] } {
  const { store } = call.services
  const ids = once(input.pieces)
  return store.operate(call.actor, (db) => {
    const opened: string[] = []
    const events = ids.flatMap((id) => {
      const piece = pieces.existing(db, id)
      const several = ids.length > 1
      if (piece.exceptions.includes(input.kind)) throw new Refusal('open-already', about(piece, `This piece is on the list as ${WORDS[input.kind]} already.`, several))
      // The table says it best: what has left has to be brought back before anything is wrong with it here.
      if (OVER.has(piece.state)) applied(call, piece, { action: 'hold', reason: 'x' }, several)
      const exception = store.newId()
      opened.push(exception)
      return [...follows(call, piece, input.kind, input.note, several), exceptionOpened.draft(id, { exception, kind: input.kind, note: input.note })]
    })
    return { events, answer: () => ({ rows: opened.map((id) => shown(call, db, existing(db, id))) }) }
  })
}

/** The worklist, oldest first; what was solved, newest first. */
export function exceptions(call: Context, input: { kind?: ExceptionKind | undefined; piece?: string | undefined; solved: boolean; cursor?: string | undefined; limit: number }): { rows: ExceptionRow[]; next: string | null; counts: Record<string, number> } {
  const { db } = call.services.store
  return db.transaction(() => {
    const counts = Object.fromEntries(queries.openExceptions(db).map(({ kind, n }) => [kind, n]))
    const kinds = input.kind === undefined ? EXCEPTIONS : [input.kind]
    const found = input.piece === undefined ? queries.exceptions(db, kinds, input.solved, input.cursor ?? '', input.limit)
      : queries.exceptionsOf(db, input.piece).filter((one) => (one.solvedAt !== null) === input.solved && kinds.includes(one.kind as ExceptionKind))
    return { rows: found.map((one) => shown(call, db, one)), next: input.piece !== undefined || found.length < input.limit ? null : (found.at(-1)?.id ?? null), counts }
  })()
}

interface Solving { exception: string; solution: Solution; note: string; address: string; location: string; approval?: Approval | undefined }

/** The event by which a solution changes where its piece stands. @throws Refusal `state`, `address`, `reason`, `needs-approval` */
function solving(call: CheckedCall, db: ReadableDb, piece: PieceRow, input: Solving, allowed: Actor | null): EventDraft[] {
  const { note, address } = input
  const location = input.location === '' ? '' : locationNamed(db, input.location)
  const from = piece.location
  const reason = note
  const does: Record<Solution, () => EventDraft[]> = {
    keep: () => {
      // Something else may still keep it aside.
      if (piece.exceptions.length > 1 || (piece.state !== 'held' && piece.state !== 'refused')) return []
      applied(call, piece, { action: 'release' })
      return [pieceReleased.draft(piece.id, { note })]
    },
    forward: () => {
      applied(call, piece, { action: 'forward', address })
      return [pieceForwarded.draft(piece.id, { address, note, from })]
    },
    return: () => {
      applied(call, piece, { action: 'return', reason })
      return [pieceReturned.draft(piece.id, { reason, sender: piece.sender, from })]
    },
    dispose: () => {
      applied(call, piece, { action: 'dispose', reason, allowed: allowed !== null })
      return allowed ? [pieceDisposed.draft(piece.id, { reason, from, allowedBy: allowed })] : []
    },
    found: () => {
      applied(call, piece, { action: 'find', location })
      return [pieceFound.draft(piece.id, { location, note })]
    },
    lost: () => {
      applied(call, piece, { action: 'lose', reason })
      return [pieceLost.draft(piece.id, { reason, from })]
    },
  }
  return does[input.solution]()
}

/** Solves an exception. A piece that becomes lost stays on the list, as lost. @throws NotFound, Refusal as the contract names them */
export async function solveException(call: CheckedCall, input: Solving): Promise<ExceptionRow> {
  const { store } = call.services
  const open = (db: ReadableDb): queries.StoredException => {
    const of = existing(db, input.exception)
    if (of.solvedAt !== null) throw new Refusal('solved-already', `${of.solvedBy ?? 'Somebody'} solved this already: ${of.solution ?? ''}.`)
    return of
  }
  const plan = (db: ReadableDb, allowed: Actor | null): EventDraft[] => {
    const of = open(db)
    const piece = pieces.existing(db, of.piece)
    const events = [exceptionSolved.draft(of.piece, { exception: of.id, solution: input.solution, note: input.note }), ...solving(call, db, piece, input, allowed)]
    const stillLost = input.solution === 'lost' && !piece.exceptions.includes('lost')
    return stillLost ? [...events, exceptionOpened.draft(of.piece, { exception: store.newId(), kind: 'lost', note: input.note })] : events
  }
  plan(store.db, { id: call.actor.id, name: call.actor.name })
  const allowed = await supervisorFor(call, () => (input.solution === 'dispose' ? 'Disposing of a piece' : null), input.approval)
  return store.operate(call.actor, (db) => ({ events: plan(db, allowed(db)), answer: () => shown(call, db, existing(db, input.exception)) }))
}
