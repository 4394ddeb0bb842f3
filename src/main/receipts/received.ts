import type { ReadableDb } from '../store/db.ts'
import { all } from '../store/db.ts'

/** Which return receipts of a letter are here, by the letter's place in the store. */
export function receivedKinds(db: ReadableDb, piece: number): string[] {
  return all<{ kind: string }>(db, 'SELECT kind FROM receipt WHERE piece = ?', piece).map((row) => row.kind)
}
