import { makeSearchable } from '../store/behind.ts'
import type { ReadableDb } from '../store/db.ts'
import { searchableNumber, turned } from './search-rows.ts'

/** A question to one of the search tables. */
export interface TextQuery { table: 'piece_digits' | 'piece_ends' | 'piece_words'; match: string }

const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`

/** Most words that are looked for together, and how much of each. */
const MOST_WORDS = 8
const LONGEST_WORD = 60

/**
 * What text is looked for in the words of a piece: every word, each as the beginning of one. What hangs together ("B-14") has to
 * stand together. A single letter is looked for as it is, and left out while it is the last of several: it is still being typed.
 */
export function wordMatch(text: string): string | null {
  const chunks = text.split(/\s+/u).map((chunk) => chunk.slice(0, LONGEST_WORD).toWellFormed()).filter((chunk) => /[\p{L}\p{N}]/u.test(chunk)).slice(0, MOST_WORDS)
  const short = (chunk: string): boolean => Array.from(chunk.match(/[\p{L}\p{N}\p{M}]+/gu)?.at(-1) ?? '').length < 2
  if (chunks.length > 1 && short(chunks.at(-1) ?? '') && /^[\p{L}\p{N}]$/u.test(chunks.at(-1) ?? '')) chunks.pop()
  // A beginning of one letter would have to be collected from everything that starts with it.
  return chunks.length === 0 ? null : chunks.map((chunk) => (short(chunk) ? quoted(chunk) : `${quoted(chunk)} *`)).join(' AND ')
}

/**
 * Everything that typed text is looked for in: the end of a number from two characters on, any part of it from three on, and words. What
 * waits to be found is written first.
 */
export function textQueries(db: ReadableDb, text: string): TextQuery[] {
  makeSearchable(db)
  const queries: TextQuery[] = []
  const number = searchableNumber(text)
  const words = wordMatch(text)
  if (number.length >= 2) queries.push({ table: 'piece_ends', match: `${quoted(turned(number))} *` })
  if (number.length >= 3) queries.push({ table: 'piece_digits', match: quoted(number) })
  if (words !== null) queries.push({ table: 'piece_words', match: words })
  return queries
}

/** Words of a recipient's name. */
export function recipientMatch(text: string): string | null {
  const words = wordMatch(text)
  return words === null ? null : `recipient : (${words})`
}
