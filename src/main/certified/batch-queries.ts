import type { BatchMapping, BatchPreview } from '../../shared/contract/certified.ts'
import { batchMapping } from '../../shared/contract/certified.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

/** The mapping that was last used for these columns, or null. */
export function rememberedMapping(db: ReadableDb, columns: string): BatchMapping | null {
  const row = one<{ mapping: string }>(db, 'SELECT mapping FROM batch_mapping WHERE columns = ?', columns)
  return row && batchMapping.parse(JSON.parse(row.mapping))
}

export function keepMapping(db: WritableDb, columns: string, mapping: BatchMapping, at: number): void {
  run(db, 'INSERT INTO batch_mapping (columns, mapping, at) VALUES (?, ?, ?) ON CONFLICT (columns) DO UPDATE SET mapping = excluded.mapping, at = excluded.at', columns, JSON.stringify(mapping), at)
}

interface Batch { id: string; name: string; fingerprint: string; at: number; by: string }

export function insertBatch(db: WritableDb, batch: Batch): void {
  run(db, 'INSERT INTO batch (id, name, fingerprint, at, by) VALUES (?, ?, ?, ?, ?)', batch.id, batch.name, batch.fingerprint, batch.at, batch.by)
}

export function finishBatch(db: WritableDb, id: string): void {
  run(db, 'UPDATE batch SET finished = 1 WHERE id = ?', id)
}

export function batchById(db: ReadableDb, id: string): (Batch & { finished: number }) | null {
  return one<Batch & { finished: number }>(db, 'SELECT id, name, fingerprint, at, by, finished FROM batch WHERE id = ?', id)
}

/** What a file was used for before: a batch that is not finished, otherwise the newest. */
export function batchOfFile(db: ReadableDb, fingerprint: string): BatchPreview['before'] {
  const row = one<{ id: string; at: number; by: string; finished: number; letters: number }>(
    db, 'SELECT b.id, b.at, b.by, b.finished, (SELECT count(*) FROM letter l WHERE l.batch = b.id) AS letters FROM batch b WHERE b.fingerprint = ? ORDER BY b.finished, b.at DESC LIMIT 1', fingerprint)
  return row && { batch: row.id, letters: row.letters, finished: row.finished === 1, at: row.at, by: row.by }
}

/** Letters of a batch that have no number yet. */
export function unnumberedOf(db: ReadableDb, batch: string): string[] {
  return all<{ id: string }>(db, "SELECT p.id FROM letter l JOIN piece p ON p.no = l.piece WHERE l.batch = ? AND l.number_from = 'none' AND l.state IN ('logged', 'in-book') ORDER BY l.batch_row", batch).map((row) => row.id)
}

/** Batches, newest first. */
export function listBatches(db: ReadableDb): Array<{ id: string; name: string; at: number; by: string; letters: number; waiting: number; finished: boolean }> {
  const rows = all<{ id: string; name: string; at: number; by: string; finished: number; letters: number; waiting: number }>(
    db, `SELECT b.id, b.name, b.at, b.by, b.finished, (SELECT count(*) FROM letter l WHERE l.batch = b.id AND l.state <> 'voided') AS letters,
      (SELECT count(*) FROM letter l WHERE l.batch = b.id AND l.number_from = 'none' AND l.state <> 'voided') AS waiting FROM batch b ORDER BY b.at DESC, b.id DESC LIMIT 200`)
  return rows.map(({ finished, ...row }) => ({ ...row, finished: finished === 1 }))
}
