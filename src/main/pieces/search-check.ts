import type { WritableDb } from '../store/db.ts'
import { all, connect, one } from '../store/db.ts'
import { layout } from '../store/folder.ts'
import type { JobContext, WrongSearchRow } from '../store/jobs.ts'
import { migrate } from '../store/migrate.ts'
import { MIGRATIONS } from '../store/migrations/index.ts'
import { TABLES } from '../store/tables.ts'
import type { Worded } from './search-rows.ts'
import { lastIndexed, mayWait, writeNumbers, writeWords } from './search-rows.ts'

/** Pieces that are checked together, in one short transaction. */
const TOGETHER = 2_000

/**
 * Checks that a search finds every piece by all its numbers and words: each row of a search table has to hold as many words as its piece gives, which
 * is all that FTS5 keeps of a text that is searched. Whether the pieces are right is not asked here. The newest may still have no row of their numbers:
 * those are written in an idle moment, or before the next search.
 *
 * @returns the first row that is missing, was changed, or belongs to no piece; null when all are right
 */
export async function checkSearch(input: { together?: number }, context: JobContext): Promise<WrongSearchRow | null> {
  const together = input.together ?? TOGETHER
  const db = connect(':memory:')
  try {
    migrate(db, MIGRATIONS, null)
    countWordsAlone(db)
    db.prepare('ATTACH ? AS store').run(layout(context.folder).database)
    const has = (table: string): boolean => one(db, "SELECT 1 FROM store.sqlite_schema WHERE name = ? AND type = 'table'", table) !== null
    // A table that is not there is a fault of the schema, which is checked by itself.
    const tables = has('piece') && has('piece_number') ? TABLES.search.filter((table) => has(`${table}_docsize`)) : []
    for (let after = 0; ;) {
      const { wrong, last } = db.transaction(() => checkAfter(db, tables, after, together))()
      if (wrong || last === null) return wrong
      after = last
      await context.breathe()
    }
  } finally {
    db.close()
  }
}

/** Makes empty search tables anew that only count the words of a row: they keep no positions and no beginnings of words. */
function countWordsAlone(db: WritableDb): void {
  for (const table of TABLES.search) {
    const made = one<{ sql: string }>(db, 'SELECT sql FROM sqlite_schema WHERE name = ?', table)
    if (!made) continue
    db.exec(`DROP TABLE ${table}`)
    db.exec(made.sql.replace(/, prefix='[^']*'|, detail=full/g, '').replace(/\)$/, ', detail=none)'))
  }
}

/** Checks the pieces after a number; `last` is the number of the last of them, null when there are no more. */
function checkAfter(db: WritableDb, tables: readonly string[], after: number, together: number): { wrong: WrongSearchRow | null; last: number | null } {
  if (tables.length === 0) return { wrong: null, last: null }
  const pieces = all<Worded & { no: number }>(db, 'SELECT no, recipient, department, mail_stop, location, sender, reference, note FROM store.piece WHERE no > ? ORDER BY no LIMIT ?', after, together)
  const last = pieces.length < together ? null : (pieces.at(-1)?.no ?? null)
  const upTo = last ?? Number.MAX_SAFE_INTEGER
  const numbers = new Map<number, string[]>()
  for (const { piece, number } of all<{ piece: number; number: string }>(db, 'SELECT piece, number FROM store.piece_number WHERE piece > ? AND piece <= ?', after, upTo)) {
    const known = numbers.get(piece)
    if (known) known.push(number)
    else numbers.set(piece, [number])
  }
  for (const piece of pieces) {
    writeNumbers(db, piece.no, numbers.get(piece.no) ?? [])
    writeWords(db, piece.no, piece)
  }
  const wrong = tables.map((table) => differing(db, table, after, upTo)).find((row) => row !== null) ?? null
  for (const table of TABLES.search) db.exec(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`)
  return { wrong, last }
}

function differing(db: WritableDb, table: string, after: number, upTo: number): WrongSearchRow | null {
  const docsize = `${table}_docsize`
  const written = mayWait(table) ? lastIndexed(db, table, 'store') : Number.MAX_SAFE_INTEGER
  const changed = one<{ id: number }>(db, `SELECT m.id FROM main.${docsize} m LEFT JOIN store.${docsize} s ON s.id = m.id WHERE m.id <= ? AND m.sz IS NOT s.sz LIMIT 1`, written)
  const found = changed ?? one<{ id: number }>(db, `SELECT s.id FROM store.${docsize} s LEFT JOIN main.${docsize} m ON m.id = s.id WHERE s.id > ? AND s.id <= ? AND m.id IS NULL LIMIT 1`, after, upTo)
  return found && { table: docsize, row: found.id }
}
