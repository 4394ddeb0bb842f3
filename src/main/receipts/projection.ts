import type { ReceiptKind } from '../../shared/contract/receipts.ts'
import { addFile, refile, rememberFile, stored } from '../pieces/projection.ts'
import type { WritableDb } from '../store/db.ts'
import { run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

interface Scan { file: string; type: string; bytes: number; name: string }
type Event<Payload> = LoggedEvent<Payload>

/** The kind of a letter's file that shows this receipt. */
export const FILE_OF: Readonly<Record<ReceiptKind, string>> = { card: 'green-card', electronic: 'electronic-receipt' }

export function received(db: WritableDb, event: Event<{ receipt: ReceiptKind; number: string; scan: Scan | null; note: string }>): void {
  const { receipt, number, scan, note } = event.payload
  if (scan) addFile(db, event, FILE_OF[receipt], scan, note)
  run(db, 'INSERT INTO receipt (piece, kind, received_at, received_by, number, note, file) VALUES (?, ?, ?, ?, ?, ?, ?)', stored(db, event.piece).no, receipt, event.recordedAt, event.actor.name, number, note, scan?.file ?? null)
}

export function scanned(db: WritableDb, event: Event<{ receipt: ReceiptKind; scan: Scan; note: string }>): void {
  const { receipt, scan, note } = event.payload
  addFile(db, event, FILE_OF[receipt], scan, note)
  run(db, 'UPDATE receipt SET file = coalesce(file, ?) WHERE piece = ? AND kind = ?', scan.file, stored(db, event.piece).no, receipt)
}

export function signed(db: WritableDb, event: Event<{ receipt: ReceiptKind; name: string; as: string }>): void {
  const { receipt, name, as } = event.payload
  run(db, 'UPDATE receipt SET signer = ?, signer_as = ?, signer_at = ?, signer_by = ? WHERE piece = ? AND kind = ?', name, as, event.recordedAt, event.actor.name, stored(db, event.piece).no, receipt)
}

export function withdrawn(db: WritableDb, event: Event<{ receipt: ReceiptKind; reason: string }>): void {
  const { receipt, reason } = event.payload
  run(db, 'DELETE FROM receipt WHERE piece = ? AND kind = ?', stored(db, event.piece).no, receipt)
  refile(db, event.piece, FILE_OF[receipt], `${FILE_OF[receipt]}-withdrawn`, reason)
}

export function returned(db: WritableDb, event: Event<{ reason: string; sealed: boolean; place: string; note: string; photo: Scan | null }>): void {
  const { reason, sealed, place, note, photo } = event.payload
  if (photo) addFile(db, event, 'returned', photo, note)
  run(db, 'INSERT INTO returned_letter (piece, at, by, reason, sealed, place, note, photo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', stored(db, event.piece).no, event.recordedAt, event.actor.name, reason, sealed ? 1 : 0, place, note, photo?.file ?? null)
}

export function returnWithdrawn(db: WritableDb, event: Event<{ reason: string }>): void {
  run(db, 'DELETE FROM returned_letter WHERE piece = ?', stored(db, event.piece).no)
  refile(db, event.piece, 'returned', 'returned-withdrawn', event.payload.reason)
}

export function unmatched(db: WritableDb, event: Event<{ scan: Scan; page: number; why: string; numbers: readonly string[] }>): void {
  const { scan, page, why, numbers } = event.payload
  rememberFile(db, scan)
  run(db, 'INSERT INTO receipt_unmatched (file, page, name, why, numbers, at, by, open) VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING', scan.file, page, scan.name, why, JSON.stringify(numbers), event.recordedAt, event.actor.name)
}

export function settled(db: WritableDb, event: Event<{ scanFile: string; page: number }>): void {
  run(db, 'UPDATE receipt_unmatched SET open = 0 WHERE file = ? AND page = ?', event.payload.scanFile, event.payload.page)
}
