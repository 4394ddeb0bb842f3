import type Database from 'better-sqlite3'
import type { WritableDb } from './db.ts'
import type { EventKind, LoggedEvent } from './events.ts'

/**
 * Writing behind: what several events of one transaction do to the same row is put together and written once.
 *
 * Rows are kept back only while events of kinds marked `behind` follow one another; before any other kind is projected, and at
 * the end, they are written, so that SQL never meets a row that is out of date. Search rows are kept back to the end of every
 * transaction, because no projection reads them, and because every insert into the log makes FTS5 write out what it holds in
 * memory: search rows between events would each become a segment of their own.
 */
interface Keeper<State> { make: (db: WritableDb) => State; write: (db: WritableDb, state: State) => void; until: 'row is read' | 'end' }
interface Kept { keeping: boolean; searched: boolean; states: Map<Keeper<never>, unknown>; after: Array<() => void> }

const connections = new WeakMap<Database.Database, Kept>()

function keptOf(db: WritableDb): Kept {
  let kept = connections.get(db)
  if (!kept) connections.set(db, (kept = { keeping: false, searched: true, states: new Map(), after: [] }))
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

/** Search rows by number, written in the order of the numbers: what a search table takes well. */
export function keepSearchRows<Row>(write: (db: WritableDb, no: number, row: Row) => void): (db: WritableDb) => Map<number, Row> {
  return keepBack<Map<number, Row>>({
    until: 'end',
    make: () => new Map(),
    write: (db, rows) => {
      for (const [no, row] of [...rows].sort(([a], [b]) => a - b)) write(db, no, row)
    },
  })
}

function writeRows(db: WritableDb, kept: Kept, until: ReadonlyArray<Keeper<never>['until']>): void {
  for (const [keeper, state] of kept.states) {
    if (!until.includes(keeper.until)) continue
    kept.states.delete(keeper)
    keeper.write(db, state as never)
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
  if (kept.searched) writeRows(db, kept, ['end'])
  else kept.states.clear()
}

/** Leaves the search rows of this connection unwritten: where nobody searches they are most of a piece's work. */
export function leaveSearchRows(db: WritableDb): void {
  keptOf(db).searched = false
}

/** Forgets what a transaction that is given up kept back. */
export function forgetKept(db: WritableDb): void {
  const kept = keptOf(db)
  kept.keeping = false
  kept.states.clear()
  kept.after = []
}
