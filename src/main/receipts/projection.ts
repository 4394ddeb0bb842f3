import type { ReceiptKind } from '../../shared/contract/receipts.ts'
import { addFile, refile, rememberFile, stored } from '../pieces/projection.ts'
import type { WritableDb } from '../store/db.ts'
import { run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

interface Scan { file: string; type: string; bytes: number; name: string }
type Source = { sourceFile: string; page: number; pages: number; name: string } | null
type Event<Payload> = LoggedEvent<Payload>

/** The kind of a letter's file that is a letter of USPS about its delivery. */
export const DELIVERY_LETTER = 'delivery-letter'

/** Remembers that a page is filed, so that the same scan taken in again changes nothing. */
function filePage(db: WritableDb, piece: string | null, kind: string, source: Source): void {
  if (source) run(db, 'INSERT INTO receipt_page (file, page, piece, kind) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', source.sourceFile, source.page, stored(db, piece).no, kind)
}

/** The kind of a letter's file that shows this receipt. */
export const FILE_OF: Readonly<Record<ReceiptKind, string>> = { card: 'green-card', electronic: 'electronic-receipt' }

export function received(db: WritableDb, event: Event<{ receipt: ReceiptKind; number: string; scan: Scan | null; note: string; source: Source }>): void {
  const { receipt, number, scan, note, source } = event.payload
  if (scan) addFile(db, event, FILE_OF[receipt], scan, note)
  filePage(db, event.piece, receipt, source)
  run(db, 'INSERT INTO receipt (piece, kind, received_at, received_by, number, note, file) VALUES (?, ?, ?, ?, ?, ?, ?)', stored(db, event.piece).no, receipt, event.recordedAt, event.actor.name, number, note, scan?.file ?? null)
}

export function scanned(db: WritableDb, event: Event<{ receipt: ReceiptKind; scan: Scan; note: string; source: Source }>): void {
  const { receipt, scan, note, source } = event.payload
  addFile(db, event, FILE_OF[receipt], scan, note)
  filePage(db, event.piece, receipt, source)
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
  // Taken in again, its page is looked at anew.
  run(db, 'DELETE FROM receipt_page WHERE piece = ? AND kind = ?', stored(db, event.piece).no, receipt)
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

export function deliveryLetter(db: WritableDb, event: Event<{ scan: Scan; note: string; source: Source }>): void {
  const { scan, note, source } = event.payload
  addFile(db, event, DELIVERY_LETTER, scan, note)
  filePage(db, event.piece, DELIVERY_LETTER, source)
}

export function stack(db: WritableDb, event: Event<{ scan: Scan }>): void {
  rememberFile(db, event.payload.scan)
}

export function unmatched(db: WritableDb, event: Event<{ scan: Scan; page: number; pages: number; why: string; words: string; numbers: readonly string[] }>): void {
  const { scan, page, pages, why, words, numbers } = event.payload
  rememberFile(db, scan)
  run(db, `INSERT INTO receipt_unmatched (file, page, pages, name, why, words, numbers, at, by, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') ON CONFLICT DO NOTHING`, scan.file, page, pages, scan.name, why, words, JSON.stringify(numbers), event.recordedAt, event.actor.name)
}

export function settled(db: WritableDb, event: Event<{ scanFile: string; page: number; letter: string | null; reason: string }>): void {
  const { scanFile, page, letter, reason } = event.payload
  run(db, 'UPDATE receipt_unmatched SET state = ?, reason = ? WHERE file = ? AND page = ?', letter === null ? 'aside' : 'filed', reason, scanFile, page)
}

/** Takes away who signed, the notes and the scans of what came back for a piece. */
export function removeContent(db: WritableDb, id: string | null): void {
  const { no } = stored(db, id)
  run(db, "UPDATE receipt SET note = '', file = NULL, signer = '' WHERE piece = ?", no)
  run(db, "UPDATE returned_letter SET note = '', photo = NULL WHERE piece = ?", no)
  run(db, 'DELETE FROM receipt_page WHERE piece = ?', no)
}

/** Takes the words from pages that wait, and forgets every page of files that nothing needs any more. */
export function removePages(db: WritableDb, gone: { pages: ReadonlyArray<{ file: string; page: number }>; disposed: readonly string[] }): void {
  for (const { file, page } of gone.pages) run(db, "UPDATE receipt_unmatched SET name = '', words = '' WHERE file = ? AND page = ?", file, page)
  for (const file of gone.disposed) {
    run(db, 'DELETE FROM receipt_page WHERE file = ?', file)
    run(db, 'DELETE FROM receipt_unmatched WHERE file = ?', file)
  }
}
