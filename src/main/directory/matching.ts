import { searchKey } from '../../shared/mail/names.ts'
import { NICKNAMES } from '../../shared/mail/nicknames.ts'

/** How a word of the query met a person, best first. */
export const RANK = { name: 0, nickname: 1, place: 2, typo: 3 } as const
export type Rank = (typeof RANK)[keyof typeof RANK]

/** Letters from which on one slip is forgiven: with three, every other name would be found. */
export const TYPO_FROM = 4
/** Words of a query that are looked at. */
const MOST_WORDS = 6

const startsAt = (text: string, textFrom: number, part: string, partFrom: number): boolean => {
  const length = part.length - partFrom
  if (text.length - textFrom < length) return false
  for (let i = 0; i < length; i++) if (text.charCodeAt(textFrom + i) !== part.charCodeAt(partFrom + i)) return false
  return true
}

/**
 * True when one slip makes `typed` the beginning of `word`: a letter changed, left out or added, or two neighbours swapped
 * (Damerau-Levenshtein distance of at most one to some prefix). The slip may be in the first letter.
 */
export function beginsNearly(word: string, typed: string): boolean {
  const most = typed.length < word.length ? typed.length : word.length
  let at = 0
  while (at < most && typed.charCodeAt(at) === word.charCodeAt(at)) at++
  if (at === typed.length) return true
  // The slip stands at the first difference: everything before it is equal, so moving it forward gains nothing.
  return startsAt(word, at + 1, typed, at + 1) || startsAt(word, at + 1, typed, at) || startsAt(word, at, typed, at + 1)
    || (typed.charCodeAt(at) === word.charCodeAt(at + 1) && typed.charCodeAt(at + 1) === word.charCodeAt(at) && startsAt(word, at + 2, typed, at + 2))
}

/** One word of a query. `code` is set for a word with a digit, which is compared with codes as a whole: "4-120". */
export interface QueryWord { text: string; code: boolean }

/** Letters and digits only: how codes such as `4-120` are compared. */
export function compactCode(text: string): string {
  return searchKey(text).replaceAll(' ', '')
}

/** The words of a text for which {@link searchKey} leaves nothing, such as an emoji: taken as they are. */
export function rawWords(text: string): string[] {
  return text.toLowerCase().split(/\s+/u).filter((word) => word !== '')
}

/** The words of a query, folded. */
export function queryWords(text: string): QueryWord[] {
  const words = text.split(/[\s,;]+/u).flatMap((word): QueryWord[] => {
    const key = searchKey(word)
    if (key === '') return rawWords(word).map((raw) => ({ text: raw, code: false }))
    if (/\p{N}/u.test(key)) return [{ text: key.replaceAll(' ', ''), code: true }]
    return key.split(' ').map((part) => ({ text: part, code: false }))
  })
  const known = words.some((word) => searchKey(word.text) !== '') ? words.filter((word) => searchKey(word.text) !== '') : words
  return known.slice(0, MOST_WORDS)
}

/** The first place in a sorted `list`, from `from` on, before which everything stands that `before` is true for. */
export function placeIn<T>(list: ArrayLike<T>, from: number, before: (item: T) => boolean): number {
  let low = from
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(list[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}

const NICKNAME_LIST = [...NICKNAMES.keys()].sort()

/** The names behind a short form that begins with `typed`; `true` where the short form is typed out. */
export function namesBehind(typed: string): Map<string, boolean> {
  const found = new Map<string, boolean>()
  const first = placeIn(NICKNAME_LIST, 0, (short) => short < typed)
  const last = placeIn(NICKNAME_LIST, first, (short) => short.startsWith(typed))
  for (const short of NICKNAME_LIST.slice(first, last)) {
    for (const name of NICKNAMES.get(short) ?? []) if (short === typed || !found.has(name)) found.set(name, short === typed)
  }
  return found
}
