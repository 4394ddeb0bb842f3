import { forgetAddressees } from '../certified/addressees.ts'
import { eventRedacted } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import type { EventRow } from '../store/log.ts'
import type { Copy, Shared, Waiting } from './copies.ts'
import { copiesOf, emptyCopies, sharedBy, signedDaysOf, waitingPages } from './copies.ts'
import { pieceRedacted } from './events.ts'
import * as queries from './queries.ts'
import type { Payload } from './redact.ts'
import { hasContent, leftOf, leftOfBook, leftOfPage, REMOVABLE, STAYS } from './redact.ts'

/** What is to go from a piece, what stays, and whether a hold keeps it whole. */
export interface Plan { piece: string; entries: EventRow[]; files: Array<{ kind: string; file: string; only: boolean }>; handovers: string[]; stays: EventRow[]; held: boolean }

/**
 * What goes from pieces together, and from what names them beside others: the lines of closed books, pages that wait for a letter, e-mails,
 * print jobs, shared files. `heldCopies` stay because a legal hold keeps another piece that they name, `signed` are the days whose signed log stays.
 */
export interface Plans {
  pieces: Plan[]
  books: Array<{ closed: queries.ClosedBook; letters: string[]; left: Payload }>
  waiting: Waiting[]
  copies: Copy[]
  heldCopies: number
  shared: Shared[]
  signed: string[]
}

const parsed = (row: EventRow): unknown => JSON.parse(row.payload ?? 'null')
const isHeld = (db: ReadableDb, piece: string): boolean => queries.holdOn(db, piece, queries.referenceOf(db, piece)) !== null

/**
 * What goes when the content of these pieces is removed together: a file or a signature that several of them share goes with the last one.
 *
 * @param mayHold false where it was removed already and is removed again
 */
export function planFor(db: ReadableDb, ids: readonly string[], mayHold = true): Plans {
  const gone: string[] = []
  const books = new Map<string, Plans['books'][number]>()
  const pieces = ids.map((piece): Plan => {
    const plan: Plan = {
      piece, entries: queries.entriesOf(db, piece, REMOVABLE).filter((row) => hasContent(row.kind, parsed(row))), files: queries.filesOf(db, piece, gone), handovers: queries.handoversOf(db, piece, gone),
      stays: queries.entriesOf(db, piece, STAYS), held: mayHold && isHeld(db, piece),
    }
    if (plan.held) return plan
    gone.push(piece)
    for (const closed of queries.closedBooksOf(db, piece)) {
      // The sheet of a book is one entry: while a hold keeps one of its letters, it keeps the entry.
      if (mayHold && closed.letters.some((letter) => isHeld(db, letter))) plan.stays.push(closed.row)
      else {
        const before = books.get(closed.book) ?? { closed, letters: [], left: closed.content }
        const left = leftOfBook(before.left, new Set([piece]))
        if (JSON.stringify(left) !== JSON.stringify(before.left)) books.set(closed.book, { closed, letters: [...before.letters, piece], left })
      }
    }
    return plan
  })
  const { copies, held: heldCopies } = copiesOf(db, gone, (piece) => mayHold && isHeld(db, piece))
  return { pieces, books: [...books.values()], waiting: waitingPages(db, gone), copies, heldCopies, shared: sharedBy(db, gone), signed: signedDaysOf(db, gone) }
}

/** True when something would go from a piece. */
export const hasSomething = (plans: Plans, plan: Plan): boolean => !plan.held && (plan.entries.length > 0 || plan.files.length > 0 || plans.books.some((book) => book.letters.includes(plan.piece))
  || plans.copies.some((copy) => copy.pieces.includes(plan.piece)) || plans.shared.some((file) => file.goes && file.piece === plan.piece) || plans.waiting.some((page) => page.piece === plan.piece))

/** How many entries of the log go with a piece. */
export const entriesGone = (plans: Plans, plan: Plan): EventRow[] => [
  ...plan.entries, ...plans.books.flatMap((book) => (book.letters[0] === plan.piece ? [book.closed.row] : [])), ...plans.waiting.flatMap((page) => (page.piece === plan.piece ? [page.row] : [])),
]

/** The files whose bytes go with a piece. */
export const filesGone = (plans: Plans, plan: Plan): string[] => (plan.held ? [] : [...new Set([...plan.files.filter((one) => one.only).map((one) => one.file), ...plans.shared.filter((one) => one.goes && one.piece === plan.piece).map((one) => one.file)])])

/**
 * The events that take the content of pieces away: one for each entry, and one for each piece. A redaction that still says what a closed
 * book says of another letter is redacted in its turn.
 *
 * @param marked pieces that count as done although nothing was left to go
 */
function draftsOf(plans: Plans, reason: string, marked: boolean): EventDraft[] {
  const redact = (piece: string, row: EventRow, left: unknown): EventDraft => eventRedacted.draft(piece, { device: row.device, sequence: row.sequence, reason, left })
  const books = plans.books.flatMap(({ closed, letters: [piece = ''], left }) => [redact(piece, closed.row, left), ...(closed.earlier ? [redact(piece, closed.earlier, null)] : [])])
  const waiting = plans.waiting.map(({ piece, row }) => redact(piece, row, leftOfPage(parsed(row))))
  const pieces = plans.pieces.filter((plan) => hasSomething(plans, plan) || (marked && !plan.held)).flatMap((plan) => [
    ...plan.entries.map((row) => redact(plan.piece, row, leftOf(row.kind, parsed(row)))),
    pieceRedacted.draft(plan.piece, {
      reason, entries: entriesGone(plans, plan).length, whole: true, removed: plan.files.map(({ kind, file }) => ({ kind, hash: file })), disposed: filesGone(plans, plan), handovers: plan.handovers,
      pages: plans.waiting.filter((page) => page.piece === plan.piece).map(({ file, page }) => ({ scanFile: file, page })),
    }),
  ])
  return [...books, ...waiting, ...pieces]
}

/** What changes when the content of pieces is removed: the events, the address book, which forgets where no other letter went, and the copies of what went out. */
export function removalOf(db: ReadableDb, plans: Plans, reason: string, now: number, marked = false): { events: EventDraft[]; tables: (db: WritableDb) => void } {
  const forgotten = forgetAddressees(db, plans.pieces.filter((plan) => hasSomething(plans, plan)).map((plan) => plan.piece))
  const emptied = emptyCopies(plans.copies, now)
  return {
    events: [...draftsOf(plans, reason, marked), ...forgotten.events, ...emptied.events],
    tables: (tables) => {
      forgotten.tables(tables)
      emptied.tables(tables)
    },
  }
}

/** What redacts again, in a store made from an older copy, what was redacted since. */
export function redactAgain(db: ReadableDb, places: ReadonlyArray<{ device: string; sequence: number }>): { events: EventDraft[]; tables: (db: WritableDb) => void } {
  return removalOf(db, planFor(db, queries.piecesAt(db, places), false), 'redacted after the backup was made', Date.now())
}
