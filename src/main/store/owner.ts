import type { WritableDb } from './db.ts'
import { connect } from './db.ts'
import { StoreError } from './errors.ts'

/**
 * Takes sole ownership of a store for this process. The operating system gives it back when the process ends, however it
 * ends, because it is a file lock held by an open SQLite connection and not a file that says so.
 *
 * @throws StoreError `locked` when another process owns it
 */
export function own(lockFile: string): { release: () => void } {
  let db: WritableDb | null = null
  try {
    db = connect(lockFile)
    db.pragma('busy_timeout = 0')
    db.pragma('journal_mode = DELETE')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
      throw new StoreError('locked', 'This store is open in another Pigeonhole. Use that window, or close it and try again.', error)
    throw error
  }
  const held = db
  return {
    release: () => {
      if (!held.open) return
      held.exec('ROLLBACK')
      held.close()
    },
  }
}
