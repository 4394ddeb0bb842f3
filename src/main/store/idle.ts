import { statSync } from 'node:fs'
import { writeWaitingSearchRows } from './behind.ts'
import type { WritableDb } from './db.ts'
import { command, prepare, relaxed } from './db.ts'
import { TABLES } from './tables.ts'

/** Above this size of the WAL a checkpoint no longer waits for an idle moment. */
const WAL_LIMIT = 64 << 20
/** How long nothing may have happened before housekeeping starts, in milliseconds. */
const QUIET = 150
/** How much one step of search merging may write, in FTS5 pages: a few milliseconds. */
const MERGE_PAGES = 48
/**
 * Steps of merging after which the WAL goes to the database and begins anew, some 2 MB. A WAL that merging makes long leads every later
 * commit through memory that no cache holds: at 1,000,000 pieces a scan took a fifth longer, and the checkpoint at the end ten times as long.
 */
const STEPS = 8
/** How long the WAL may grow unseen by work that lets nothing else run, in milliseconds. */
const UNSEEN = 10

/** Keeps the search rows of what is new, search-index merging and WAL checkpoints out of the way of scans. */
export interface Idle {
  /** To be called after every commit: starts or postpones housekeeping. */
  touched(): void
  /** Does everything that waits, now. For bulk work and before closing. */
  settle(): void
  /** Housekeeping waits until the answered function is called. */
  hold(): () => void
  stop(): void
}

/** Makes the search tables merge only when they are told to. Stored in the tables, so it is done once a migration made them. */
export function mergeOnlyWhenIdle(db: WritableDb): void {
  for (const table of TABLES.search) {
    db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0)`)
    db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('crisismerge', 400)`)
    db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('usermerge', 4)`)
  }
}

/** One step of merging in one table; answers whether it found something to do. */
function mergeStep(db: WritableDb, table: string, pages: number): boolean {
  const changes = prepare<{ n: number }>(db, 'SELECT total_changes() AS n')
  const before = changes.get()?.n ?? 0
  prepare(db, `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`).run(pages)
  // FTS5 reports work by total_changes rising by more than the command itself.
  return (changes.get()?.n ?? 0) - before >= 2
}

export function createIdle(db: WritableDb, options: { quiet?: number; walLimit?: number; onError: (error: unknown) => void }): Idle {
  const quiet = options.quiet ?? QUIET
  const walLimit = options.walLimit ?? WAL_LIMIT
  const wal = `${db.name}-wal`
  let timer: NodeJS.Timeout | null = null
  let next: NodeJS.Immediate | null = null
  let look: NodeJS.Immediate | null = null
  let unseenSince = 0
  let steps = 0
  let holds = 0
  let stopped = false

  const walSize = (): number => statSync(wal, { throwIfNoEntry: false })?.size ?? 0

  // Merging need not be durable by itself: the next recorded event syncs the WAL with it.
  const step = (): boolean => relaxed(db, () => TABLES.search.some((table) => mergeStep(db, table, MERGE_PAGES)))
  const checkpoint = (): void => {
    if (walSize() > 0) command(db, `PRAGMA wal_checkpoint(${walSize() > walLimit ? 'TRUNCATE' : 'PASSIVE'})`)
  }

  const guarded = (work: () => void): void => {
    if (stopped || !db.open) return
    try {
      work()
    } catch (error) {
      options.onError(error)
    }
  }

  const work = (): void => {
    next = null
    guarded(() => {
      if (holds > 0 || db.inTransaction) return
      writeWaitingSearchRows(db)
      const more = step()
      steps++
      if (!more || steps >= STEPS) {
        checkpoint()
        steps = 0
      }
      if (more) next = setImmediate(work)
    })
  }

  const clear = (): void => {
    if (timer) clearTimeout(timer)
    if (next) clearImmediate(next)
    if (look) clearImmediate(look)
    timer = next = look = null
  }

  const lookAtWal = (): void => {
    if (look) clearImmediate(look)
    look = null
    if (holds === 0 && walSize() > walLimit) guarded(checkpoint)
  }

  return {
    touched: () => {
      if (next) clearImmediate(next)
      next = null
      if (stopped || holds > 0) return
      // The answer goes first.
      if (look === null) {
        look = setImmediate(lookAtWal)
        unseenSince = performance.now()
      } else if (performance.now() - unseenSince > UNSEEN) lookAtWal()
      timer = timer ? timer.refresh() : setTimeout(work, quiet).unref()
    },
    settle: () => {
      clear()
      guarded(() => {
        writeWaitingSearchRows(db)
        relaxed(db, () => {
          for (const table of TABLES.search) while (mergeStep(db, table, 2000));
        })
        db.pragma('wal_checkpoint(TRUNCATE)')
      })
    },
    hold: () => {
      holds++
      clear()
      let released = false
      return () => {
        if (released) return
        released = true
        holds--
      }
    },
    stop: () => {
      clear()
      stopped = true
    },
  }
}
