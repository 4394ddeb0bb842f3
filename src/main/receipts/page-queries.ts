import type { FiledAs, OpenPage } from '../../shared/contract/receipts.ts'
import type { FileType } from '../../shared/contract/pieces.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import type { OpenReason } from '../../shared/mail/receipt-match.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one } from '../store/db.ts'

/** Pages of a file that are filed or wait; 0 is the whole file. */
export function knownPages(db: ReadableDb, file: string): Set<number> {
  return new Set(all<{ page: number }>(db, 'SELECT page FROM receipt_page WHERE file = ? UNION SELECT page FROM receipt_unmatched WHERE file = ?', file, file).map(({ page }) => page))
}

/** True when this very file lies with the letter as what it would be filed as. */
export function isFiled(db: ReadableDb, letter: string, kind: string, file: string): boolean {
  return one(db, 'SELECT 1 AS found FROM piece_file f JOIN piece p ON p.no = f.piece WHERE p.id = ? AND f.kind = ? AND f.file = ?', letter, kind, file) !== null
}

export function typeOfKept(db: ReadableDb, file: string): FileType | null {
  return one<{ type: FileType }>(db, 'SELECT type FROM kept_file WHERE file = ?', file)?.type ?? null
}

interface OpenRow { file: string; page: number; pages: number; name: string; type: FileType; bytes: number; why: OpenReason; words: string; numbers: string; at: number; by: string; reason: string; letter: string | null; letter_number: string | null; letter_name: string | null; letter_as: FiledAs | null }

const OPEN = `SELECT u.file, u.page, u.pages, u.name, k.type, k.bytes, u.why, u.words, u.numbers, u.at, u.by, u.reason, p.id AS letter, p.number AS letter_number, l.name AS letter_name, b.kind AS letter_as
  FROM receipt_unmatched u JOIN kept_file k ON k.file = u.file
  LEFT JOIN receipt_page b ON b.file = u.file AND b.page = u.page - 1 AND b.page > 0 AND (SELECT count(*) FROM receipt_page o WHERE o.file = b.file AND o.page = b.page) = 1
  LEFT JOIN piece p ON p.no = b.piece LEFT JOIN letter l ON l.piece = b.piece`

const asPage = (row: OpenRow): OpenPage => ({
  file: row.file, page: row.page, pages: row.pages, name: row.name, type: row.type, why: row.why, words: row.words, at: row.at, by: row.by, reason: row.reason,
  numbers: (JSON.parse(row.numbers) as string[]).map((number) => ({ number, grouped: groupNumber(number) })),
  before: row.letter === null ? null : { letter: row.letter, grouped: groupNumber(row.letter_number ?? ''), name: row.letter_name ?? '', filedAs: row.letter_as ?? 'card' },
})

/** Pages that wait, oldest first and blank ones last; or those that were put aside, newest first. */
export function openPages(db: ReadableDb, state: 'open' | 'aside', limit: number): OpenPage[] {
  const order = state === 'open' ? "u.why = 'blank', u.at, u.file, u.page" : 'u.at DESC, u.file, u.page'
  return all<OpenRow>(db, `${OPEN} WHERE u.state = ? ORDER BY ${order} LIMIT ?`, state, limit).map(asPage)
}

/** A page that was not given to a letter yet, with the size of its file. */
export function openPage(db: ReadableDb, file: string, page: number): (OpenPage & { bytes: number }) | null {
  const row = one<OpenRow>(db, `${OPEN} WHERE u.file = ? AND u.page = ? AND u.state <> 'filed'`, file, page)
  return row ? { ...asPage(row), bytes: row.bytes } : null
}

export function openCounts(db: ReadableDb): { open: number; aside: number } {
  const rows = all<{ state: string; n: number }>(db, 'SELECT state, count(*) AS n FROM receipt_unmatched GROUP BY state')
  const of = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0
  return { open: of('open'), aside: of('aside') }
}

/** True when something of this file is filed or waits, and nothing of it was left when it was taken in. */
export function isComplete(db: ReadableDb, file: string): boolean {
  const known = knownPages(db, file)
  if (known.has(0)) return true
  const pages = one<{ pages: number }>(db, 'SELECT pages FROM receipt_unmatched WHERE file = ? LIMIT 1', file)?.pages ?? null
  return pages !== null && known.size >= pages
}
