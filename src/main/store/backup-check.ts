import { connect, one } from './db.ts'
import type { JobContext, Jobs } from './jobs.ts'
import { heads } from './log.ts'
import { APPLICATION_ID } from './migrate.ts'

/** Opens a copy of a store and has SQLite check every page of it. A copy that was never opened is not a backup. */
export async function checkCopy(input: Jobs['checkCopy']['input'], context: JobContext): Promise<Jobs['checkCopy']['output']> {
  context.progress({ step: 'Checking the copy', done: 0, of: 1 })
  await context.breathe()
  const db = connect(input.database, { readonly: true })
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return { ok: false, message: 'The copy is not a Pigeonhole store.', head: null }
    const result = one<{ quick_check: string }>(db, 'PRAGMA quick_check(1)')?.quick_check ?? 'no answer'
    const head = heads(db).at(-1)
    return { ok: result === 'ok', message: result, head: head ? head.hash.toString('hex') : null }
  } finally {
    db.close()
  }
}
