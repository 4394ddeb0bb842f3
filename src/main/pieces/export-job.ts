import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { PieceFilter } from '../../shared/contract/pieces.ts'
import { one } from '../store/db.ts'
import type { JobContext } from '../store/jobs.ts'
import { csvHead, csvRows } from './csv.ts'
import * as queries from './queries.ts'

/** Pieces read in one short transaction. */
const CHUNK = 1_000

/**
 * Writes the pieces that a filter lets through to `path`, newest first, up to the newest one there was when it began. A file that is
 * not finished is removed.
 */
export async function exportPieces(input: { filter: PieceFilter; today: string; zone: string; path: string }, context: JobContext): Promise<{ rows: number }> {
  const db = context.open()
  const file = openSync(input.path, 'wx', 0o600)
  let rows = 0
  let whole = false
  try {
    writeSync(file, csvHead())
    const newest = one<{ no: number | null }>(db, 'SELECT max(no) AS no FROM piece')?.no ?? 0
    const all = queries.countOfAll(db)
    for (let cursor: number | null = newest + 1; cursor !== null; ) {
      const page: { rows: ReturnType<typeof queries.listPieces>['rows']; next: number | null } = queries.listPieces(db, input.filter, { cursor, limit: CHUNK }, input.today)
      if (page.rows.length > 0) writeSync(file, csvRows(page.rows, input.zone))
      rows += page.rows.length
      cursor = page.next
      context.progress({ step: 'Writing pieces', done: rows, of: Math.max(all, rows) })
      await context.breathe()
    }
    whole = true
    return { rows }
  } finally {
    closeSync(file)
    db.close()
    if (!whole) rmSync(input.path, { force: true })
  }
}
