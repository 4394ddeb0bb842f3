import type Database from 'better-sqlite3'
import type { ReadableDb, WritableDb } from './db.ts'
import { relaxed, whole } from './db.ts'
import type { EventKind, LoggedEvent } from './events.ts'

/**
 * Writing behind: what several events of one transaction do to the same row is put together and written once.
 *
 * Rows are kept back only while events of kinds marked `behind` follow one another; before any other kind is projected, and at
 * the end, they are written, so that SQL never meets a row that is out of date. Search rows are kept back to the end of every
 * transaction, because no projection reads them, and because every insert into the log makes FTS5 write out what it holds in
 * memory: search rows between events would each become a segment of their own.
 *
 * Where a desk works, the search rows of what is new wait for the next idle moment, for the next search, or until there are
 * {@link MOST_WAITING} of them: they are a third of what a scan writes, and together they are written in a fraction of the time.
 * They are not remembered but found missing, so that a crash loses none.
 */
interface Keeper<State> { make: (db: WritableDb) => State; write: (db: WritableDb, state: State) => void; until: 'row is read' | 'end'; later?: Later<State> }
/** Search rows that may be written after their commit, because all they say stands in tables that are written in it. */
interface Later<State> {
  /** How many rows there are, if all of them may wait; null when one may not. */
  waits: (state: State) => number | null
  /** Writes every row that is missing but those that this state writes itself. */
  catchUp: (db: WritableDb, state: State) => void
}
interface Kept {
  keeping: boolean; search: 'in the commit' | 'later' | 'never'
  /** How many search rows are taken to be missing: after a start or a rollback nobody has counted them, and it is one. */
  waiting: number
  states: Map<Keeper<never>, unknown>; after: Array<() => void>
}

/** Search rows that wait at most: a commit writes so many in some two milliseconds. */
const MOST_WAITING = 64

const connections = new WeakMap<Database.Database, Kept>()
/** How all search rows that are missing are written. */
const catchUps: Array<(db: WritableDb) => void> = []

function keptOf(db: WritableDb): Kept {
  let kept = connections.get(db)
  if (!kept) connections.set(db, (kept = { keeping: false, search: 'in the commit', waiting: 0, states: new Map(), after: [] }))
  return kept
}

/** Something that is kept back. Answers its state in this transaction, made anew after every writing. */
export function keepBack<State>(keeper: Keeper<State>): (db: WritableDb) => State {
  const key = keeper as unknown as Keeper<never>
  return (db) => {
    const { states } = keptOf(db)
    let state = states.get(key) as State | undefined
    if (state === undefined) states.set(key, (state = keeper.make(db)))
    return state
  }
}

/** Search rows of new records that may wait: which of them may, and how those that are missing are written; the numbers of all that are not missing are below theirs. */
interface SearchLater<Row> { isNew: (row: Row) => boolean; catchUp: (db: WritableDb, below: number) => void }

/** Search rows by number, written in the order of the numbers: what a search table takes well. */
export function keepSearchRows<Row>(write: (db: WritableDb, no: number, row: Row) => void, later?: SearchLater<Row>): (db: WritableDb) => Map<number, Row> {
  const keeper: Keeper<Map<number, Row>> = {
    until: 'end',
    make: () => new Map(),
    write: (db, rows) => {
      for (const [no, row] of [...rows].sort(([a], [b]) => a - b)) write(db, no, row)
    },
  }
  if (later) {
    keeper.later = {
      waits: (rows) => ([...rows.values()].every(later.isNew) ? rows.size : null),
      catchUp: (db, rows) => later.catchUp(db, [...rows].reduce((least, [no, row]) => (later.isNew(row) ? Math.min(least, no) : least), Number.MAX_SAFE_INTEGER)),
    }
    catchUps.push((db) => { later.catchUp(db, Number.MAX_SAFE_INTEGER) })
  }
  return keepBack(keeper)
}

/** Whether the rows of this state are left for later. If not, those that were left before have to be there first. */
function leaves(db: WritableDb, kept: Kept, keeper: Keeper<never>, state: unknown): boolean {
  if (!keeper.later || kept.search !== 'later') return false
  const waits = keeper.later.waits(state as never)
  if (waits !== null && kept.waiting + waits <= MOST_WAITING) {
    kept.waiting += waits
    return true
  }
  if (kept.waiting > 0) keeper.later.catchUp(db, state as never)
  kept.waiting = 0
  return false
}

function writeRows(db: WritableDb, kept: Kept, until: ReadonlyArray<Keeper<never>['until']>): void {
  for (const [keeper, state] of kept.states) {
    if (!until.includes(keeper.until)) continue
    kept.states.delete(keeper)
    if (!leaves(db, kept, keeper, state)) keeper.write(db, state as never)
  }
  if (!until.includes('row is read')) return
  const { after } = kept
  kept.after = []
  for (const work of after) work()
}

/** Runs SQL that names kept rows once those are written, in the order in which it was asked for; at once unless more events may follow. */
export function afterRows(db: WritableDb, work: () => void): void {
  const kept = keptOf(db)
  kept.after.push(work)
  if (!kept.keeping) writeRows(db, kept, ['row is read'])
}

/** Lets what follows from an event follow. */
export function project(db: WritableDb, definition: EventKind, event: LoggedEvent): void {
  const kept = keptOf(db)
  if (!definition.behind) writeRows(db, kept, ['row is read'])
  kept.keeping = definition.behind
  definition.project(db, event)
  kept.keeping = false
}

/** To be called after every change of a kept row: writes it at once unless more events may follow. */
export function written(db: WritableDb): void {
  const kept = keptOf(db)
  if (!kept.keeping) writeRows(db, kept, ['row is read'])
}

/** Writes everything that was kept back. To be called at the end of a transaction that projected events. */
export function writeKept(db: WritableDb): void {
  const kept = keptOf(db)
  // Rows first: the search is built from them.
  writeRows(db, kept, ['row is read'])
  if (kept.search === 'never') kept.states.clear()
  else writeRows(db, kept, ['end'])
}

/** Leaves the search rows of this connection unwritten: where nobody searches they are most of a piece's work. */
export function leaveSearchRows(db: WritableDb): void {
  keptOf(db).search = 'never'
}

/** Lets the search rows of what is new wait on this connection from now on. Some may be missing since it was open last. */
export function writeSearchRowsLater(db: WritableDb): void {
  keptOf(db).search = 'later'
  mayMissSearchRows(db)
}

/** To be called when a transaction was given up: the search rows that it wrote for those before it are gone too. */
export function mayMissSearchRows(db: WritableDb): void {
  const kept = keptOf(db)
  if (kept.search === 'later') kept.waiting = Math.max(kept.waiting, 1)
}

/** Writes the search rows that wait. */
export function writeWaitingSearchRows(db: ReadableDb): void {
  const kept = connections.get(db)
  if (!kept || kept.waiting === 0) return
  const writable = db as WritableDb
  const write = (): void => {
    for (const catchUp of catchUps) catchUp(writable)
  }
  // Inside of a transaction they go on counting as missing, because it may be given up.
  if (db.inTransaction) return write()
  relaxed(writable, () => { whole(writable, write) })
  kept.waiting = 0
}

/** Forgets what a transaction that is given up kept back. */
export function forgetKept(db: WritableDb): void {
  const kept = keptOf(db)
  kept.keeping = false
  kept.states.clear()
  kept.after = []
}

/** Makes everything findable, before a search. On a full disk all but the newest is: that is better than nothing, and housekeeping says what is wrong. */
export function makeSearchable(db: ReadableDb): void {
  try {
    writeWaitingSearchRows(db)
  } catch {
    // Told by housekeeping, which tries it too.
  }
}
