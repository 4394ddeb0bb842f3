import type { BadRow, ImportCounts, ImportMapping } from '../../shared/contract/directory.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, insertRows, one, prepare, rowInsert, run } from '../store/db.ts'
import type { Delimiter } from '../csv/text.ts'
import type { ReadFrom } from '../csv/rows.ts'

export type ImportState = 'open' | 'ready' | 'applying' | 'undoing' | 'done' | 'cancelled'

export interface Import extends ImportCounts {
  no: number; id: string; name: string; state: ImportState; at: number; actor: string; actorName: string; delimiter: Delimiter; columns: string[]; mapping: ImportMapping
  bytes: number; rows: number; /** The last row that was applied, as rows are numbered in the file. */ position: number
  /** The highest number a person had when it began: whoever it adds stands above. */
  firstNo: number
}

type Row = Omit<Import, 'columns' | 'mapping'> & { columns: string; mapping: string }

const COLUMNS = `no, id, name, state, at, actor, actor_name AS actorName, delimiter, columns, mapping, bytes, rows, position, first_no AS firstNo, added, changed, same, bad, missing`
const asImport = (row: Row): Import => ({ ...row, columns: JSON.parse(row.columns) as string[], mapping: JSON.parse(row.mapping) as ImportMapping })

export function importById(db: ReadableDb, id: string): Import | null {
  const row = one<Row>(db, `SELECT ${COLUMNS} FROM import WHERE id = ?`, id)
  return row && asImport(row)
}
export const latestImports = (db: ReadableDb, limit: number): Import[] => all<Row>(db, `SELECT ${COLUMNS} FROM import ORDER BY no DESC LIMIT ?`, limit).map(asImport)
export const unfinished = (db: ReadableDb): Import[] => all<Row>(db, `SELECT ${COLUMNS} FROM import WHERE state IN ('applying', 'undoing') ORDER BY no`).map(asImport)
export const running = (db: ReadableDb): Import | null => unfinished(db)[0] ?? null
/** Imports that nobody applied, opened before `before`. */
export const abandoned = (db: ReadableDb, before: number): Import[] => all<Row>(db, `SELECT ${COLUMNS} FROM import WHERE state IN ('open', 'ready') AND at < ?`, before).map(asImport)
/** Closed imports of which something is still staged. */
export const untidy = (db: ReadableDb): Import[] =>
  all<Row>(db, `SELECT ${COLUMNS} FROM import WHERE state IN ('done', 'cancelled') AND (EXISTS (SELECT 1 FROM import_part WHERE import = no) OR EXISTS (SELECT 1 FROM import_before WHERE import = no))`).map(asImport)

export function insertImport(db: WritableDb, row: Pick<Import, 'id' | 'name' | 'at' | 'actor' | 'actorName' | 'delimiter' | 'columns' | 'mapping' | 'bytes'>): number {
  return Number(prepare(db, "INSERT INTO import (id, name, state, at, actor, actor_name, delimiter, columns, mapping, bytes) VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)")
    .run(row.id, row.name, row.at, row.actor, row.actorName, row.delimiter, JSON.stringify(row.columns), JSON.stringify(row.mapping), row.bytes).lastInsertRowid)
}

export const addPart = (db: WritableDb, no: number, sequence: number, content: Buffer): number => run(db, 'INSERT INTO import_part (import, sequence, content) VALUES (?, ?, ?)', no, sequence, content)

/** The staged text from an offset on, read part by part. */
export function stagedText(db: ReadableDb, no: number): ReadFrom {
  const parts = all<{ sequence: number; length: number }>(db, 'SELECT sequence, length(content) AS length FROM import_part WHERE import = ? ORDER BY sequence', no)
  return function* (offset) {
    let start = 0
    for (const part of parts) {
      const end = start + part.length
      if (end > offset) {
        const content = one<{ content: Buffer }>(db, 'SELECT content FROM import_part WHERE import = ? AND sequence = ?', no, part.sequence)?.content
        if (content) yield content.subarray(Math.max(0, offset - start))
      }
      start = end
    }
  }
}

export const setMapping = (db: WritableDb, no: number, mapping: ImportMapping, rows: number): number => run(db, "UPDATE import SET mapping = ?, rows = ?, state = 'ready' WHERE no = ? AND state IN ('open', 'ready')", JSON.stringify(mapping), rows, no)
export const setState = (db: WritableDb, no: number, state: ImportState): number => run(db, 'UPDATE import SET state = ? WHERE no = ?', state, no)
export const begin = (db: WritableDb, no: number, firstNo: number): number => run(db, "UPDATE import SET state = 'applying', first_no = ?, position = 1 WHERE no = ?", firstNo, no)
export function setProgress(db: WritableDb, no: number, position: number, counts: Omit<ImportCounts, 'missing'>): void {
  run(db, 'UPDATE import SET position = ?, added = ?, changed = ?, same = ?, bad = ? WHERE no = ?', position, counts.added, counts.changed, counts.same, counts.bad, no)
}
export const finish = (db: WritableDb, no: number, missing: number): number => run(db, "UPDATE import SET state = 'done', missing = ? WHERE no = ?", missing, no)

export const addBad = (db: WritableDb, no: number, bad: BadRow): number => run(db, 'INSERT INTO import_bad (import, row, reason, cells) VALUES (?, ?, ?, ?)', no, bad.row, bad.reason, JSON.stringify(bad.cells))
export const badRowsAfter = (db: ReadableDb, no: number, row: number, limit: number): BadRow[] =>
  all<{ row: number; reason: string; cells: string }>(db, 'SELECT row, reason, cells FROM import_bad WHERE import = ? AND row > ? ORDER BY row LIMIT ?', no, row, limit).map((bad) => ({ ...bad, cells: JSON.parse(bad.cells) as string[] }))

/** What an import changed in a person's row, as it was before (JSON), and which revision the import made of it. */
export interface Before { person: number; revision: number; before: string }
const BEFORE = rowInsert('import_before', ['import', 'person', 'revision', 'before'], 'ON CONFLICT DO NOTHING')
/** Keeps what rows were before an import. Of one person, what is kept first stays. */
export const keepBefore = (db: WritableDb, no: number, befores: readonly Before[]): number =>
  insertRows(db, BEFORE, befores.map(({ person, revision, before }) => [no, person, revision, before]))
export const beforesAfter = (db: ReadableDb, no: number, person: number, limit: number): Before[] =>
  all(db, 'SELECT person, revision, before FROM import_before WHERE import = ? AND person > ? ORDER BY person LIMIT ?', no, person, limit)
export const addedAfter = (db: ReadableDb, no: number, person: number, limit: number): Array<{ no: number; revision: number }> =>
  all(db, 'SELECT no, revision FROM person WHERE no > ? AND import = ? ORDER BY no LIMIT ?', person, no, limit)

/** Whether something that is not this import's names the person: then the person stays. */
export const isNamed = (db: ReadableDb, person: number): boolean =>
  one(db, 'SELECT 1 FROM absence WHERE person = ? OR deputy = ? UNION ALL SELECT 1 FROM delegate WHERE person = ? OR delegate = ? LIMIT 1', person, person, person, person) !== null
export const deletePerson = (db: WritableDb, no: number): number => run(db, 'DELETE FROM person WHERE no = ?', no)

/** Departments and mail stops that an import added and nobody belongs to. */
export function deleteUnusedPlaces(db: WritableDb, no: number): void {
  run(db, 'DELETE FROM department WHERE import = ? AND no NOT IN (SELECT department FROM person WHERE department IS NOT NULL)', no)
  run(db, 'DELETE FROM mail_stop WHERE import = ? AND no NOT IN (SELECT mail_stop FROM person WHERE mail_stop IS NOT NULL)', no)
}

/** Removes some of what a closed import had staged; answers whether there was something. */
export function removeStaged(db: WritableDb, no: number): boolean {
  return run(db, 'DELETE FROM import_part WHERE import = ? AND sequence = (SELECT min(sequence) FROM import_part WHERE import = ?)', no, no)
    + run(db, 'DELETE FROM import_before WHERE import = ? AND person IN (SELECT person FROM import_before WHERE import = ? LIMIT 500)', no, no) > 0
}
export const forgetBadRows = (db: WritableDb, keepFrom: number): number => run(db, 'DELETE FROM import_bad WHERE rowid IN (SELECT rowid FROM import_bad WHERE import < ? LIMIT 500)', keepFrom)

export function rememberedMapping(db: ReadableDb, columns: string): ImportMapping | null {
  const row = one<{ mapping: string }>(db, 'SELECT mapping FROM import_mapping WHERE columns = ?', columns)
  return row && (JSON.parse(row.mapping) as ImportMapping)
}
export const rememberMapping = (db: WritableDb, columns: string, mapping: ImportMapping, now: number): number =>
  run(db, 'INSERT INTO import_mapping (columns, mapping, used_at) VALUES (?, ?, ?) ON CONFLICT (columns) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at', columns, JSON.stringify(mapping), now)
