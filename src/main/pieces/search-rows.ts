import { searchKey } from '../../shared/mail/names.ts'
import { keepSearchRows } from '../store/behind.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import type { Found, StoredPiece } from './projection.ts'

/** How much of a number is searchable by any part of it; a label of 100 KB is kept whole but found by its start. */
const SEARCHABLE = 200

/** A number as it is searched for: letters and digits only. */
export function searchableNumber(number: string): string {
  return number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, SEARCHABLE)
}

/** A searchable number from its end, so that its last digits are a beginning. */
export const turned = (number: string): string => Array.from(number).reverse().join('')

/** The search tables of numbers: what of a piece's numbers each holds. */
const NUMBER_TABLES = {
  piece_digits: { sql: 'INSERT INTO piece_digits (rowid, number) VALUES (?, ?)', of: (plain: readonly string[]) => plain.join(' ') },
  piece_ends: { sql: 'INSERT INTO piece_ends (rowid, ends) VALUES (?, ?)', of: (plain: readonly string[]) => plain.map(turned).join(' ') },
} as const
type NumberTable = keyof typeof NUMBER_TABLES
const EACH_TABLE = Object.keys(NUMBER_TABLES) as NumberTable[]

/** The number of the last piece whose row in this search table is written: the pieces behind it are still to be. */
export const lastIndexed = (db: ReadableDb, table: NumberTable, schema: 'main' | 'store' = 'main'): number => one<{ no: number | null }>(db, `SELECT max(id) AS no FROM ${schema}.${table}_docsize`)?.no ?? 0

/** Whether rows of this search table may be missing at its end; see {@link lastIndexed}. */
export const mayWait = (table: string): table is NumberTable => table in NUMBER_TABLES

/** Writes what a piece is found by in its numbers. There must be no such rows of it. */
export function writeNumbers(db: WritableDb, no: number, numbers: readonly string[], tables: readonly NumberTable[] = EACH_TABLE): void {
  const plain = numbers.map(searchableNumber).filter((number) => number !== '')
  for (const table of tables) run(db, NUMBER_TABLES[table].sql, no, NUMBER_TABLES[table].of(plain))
}

/** Writes what pieces are found by in their numbers, for all below this number that have no such row yet. */
function writeMissingNumbers(db: WritableDb, below: number): void {
  for (const table of EACH_TABLE) {
    const pieces = new Map<number, string[]>()
    for (const { no, number } of all<{ no: number; number: string | null }>(db, 'SELECT p.no, n.number FROM piece p LEFT JOIN piece_number n ON n.piece = p.no WHERE p.no > ? AND p.no < ? ORDER BY p.no, n.number', lastIndexed(db, table), below)) {
      const numbers = pieces.get(no)
      if (numbers) numbers.push(number ?? '')
      else pieces.set(no, [number ?? ''])
    }
    for (const [no, numbers] of pieces) writeNumbers(db, no, numbers, [table])
  }
}

/** The numbers of a piece for the search. `number` is its only one, or null when they have to be read; `indexed` when there are such rows of it. */
export const numbersToIndex = keepSearchRows((db, no, noted: { indexed: boolean; number: string | null }) => {
  if (noted.indexed) for (const table of EACH_TABLE) run(db, `DELETE FROM ${table} WHERE rowid = ?`, no)
  writeNumbers(db, no, noted.number === null ? all<{ number: string }>(db, 'SELECT number FROM piece_number WHERE piece = ? ORDER BY number', no).map((row) => row.number) : [noted.number])
}, { isNew: (noted) => !noted.indexed, catchUp: writeMissingNumbers })

/** To be called when a number of a piece was added, changed or removed. */
export function reindexNumbers(db: WritableDb, no: number): void {
  const noted = numbersToIndex(db)
  noted.set(no, { indexed: noted.get(no)?.indexed ?? true, number: null })
}

export type Worded = Pick<StoredPiece, 'recipient' | 'department' | 'mail_stop' | 'location' | 'sender' | 'reference' | 'note'>
interface Words { recipient: string; words: string }

/** The columns that are words of a piece. */
export const WORDED: ReadonlySet<string> = new Set<keyof Worded>(['recipient', 'department', 'mail_stop', 'location', 'sender', 'reference', 'note'])

/** A name as it stands there, and as it is typed without its marks: O'Brien, obrien. */
function named(name: string): string {
  const key = searchKey(name)
  return key === name.toLowerCase() ? name : `${name}\n${key}`
}

/** What a piece is found by besides its numbers. */
function wordsOf(row: Worded): Words {
  return {
    recipient: named(row.recipient),
    words: [row.department, row.mail_stop, row.location, named(row.sender), row.reference, row.note].filter((text) => text !== '').join('\n'),
  }
}

function writeRow(db: WritableDb, no: number, { recipient, words }: Words): void {
  if (recipient !== '' || words !== '') run(db, 'INSERT INTO piece_words (rowid, recipient, words) VALUES (?, ?, ?)', no, recipient, words)
}

/** Writes what a piece is found by besides its numbers, if there is anything. There must be no such row of it. */
export const writeWords = (db: WritableDb, no: number, row: Worded): void => writeRow(db, no, wordsOf(row))

/** The words of a piece for the search, at the end of the commit: `before` is the row whose words stand there, null where none do, and `after` the row as its last event left it. */
export const wordsToIndex = keepSearchRows((db, no, { before, after }: { before: Worded | null; after: Worded }) => {
  const was = before ? wordsOf(before) : { recipient: '', words: '' }
  const now = wordsOf(after)
  if (was.recipient === now.recipient && was.words === now.words) return
  if (was.recipient !== '' || was.words !== '') run(db, 'DELETE FROM piece_words WHERE rowid = ?', no)
  writeRow(db, no, now)
})

/** To be called when words of a piece changed. */
export function noteWords(db: WritableDb, before: Found, after: Worded): void {
  const noted = wordsToIndex(db)
  const known = noted.get(before.no)
  noted.set(before.no, { before: known ? known.before : before, after })
}
