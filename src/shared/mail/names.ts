/** Names as a person searches for them: accents, particles, short forms and one slip of the finger forgiven. */
import { NICKNAMES } from './nicknames.ts'

/** Letters that Unicode does not take apart into a base letter and an accent. */
const WHOLE: Readonly<Record<string, string>> = {
  'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ħ': 'h', 'ŋ': 'n', 'ĸ': 'k', 'ŧ': 't',
}

const PLAIN_ASCII = /^[a-z0-9 ]*$/

/**
 * The text to compare by: small letters, no accents, apostrophes dropped, every other mark a single space.
 * Letters outside the Latin script stay. "O'Brien-Núñez, J." gives "obrien nunez j".
 */
export function searchKey(text: string): string {
  const lower = text.toLowerCase()
  if (PLAIN_ASCII.test(lower)) return lower.replaceAll(/ +/g, ' ').trim()
  return lower
    .normalize('NFKD')
    // Taking apart can give capitals again, as in the sign for hertz.
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[ßæœøłđðþıħŋĸŧ]/g, (letter) => WHOLE[letter] ?? letter)
    .replaceAll(/['’‘ʼ`´]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Particles that many people leave out or join to the name that follows. */
const PARTICLES = new Set([
  'de', 'del', 'della', 'delle', 'dela', 'di', 'da', 'do', 'dos', 'das', 'du', 'des', 'la', 'las', 'le', 'les', 'lo', 'los', 'el', 'al',
  'van', 'von', 'vom', 'vander', 'den', 'der', 'ter', 'ten', 'zu', 'zur', 'bin', 'ibn', 'ben', 'bint', 'y', 'e', 'san', 'st', 'saint', 'mac', 'mc', 'o',
])

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'sr', 'sra', 'jr', 'ii', 'iii', 'iv', 'esq', 'phd', 'md', 'dds', 'cpa', 'rev', 'hon'])

/**
 * The words of a name to be found by, without repeats: each word; a particle with what follows it, joined
 * ("de la Cruz" gives de, la, cruz, lacruz and delacruz); titles and suffixes only when there is nothing else.
 */
export function nameTokens(name: string): string[] {
  const key = searchKey(name)
  const all = key === '' ? [] : key.split(' ')
  const named = all.filter((word) => !TITLES.has(word))
  const words = named.length === 0 ? all : named
  const tokens = new Set(words)
  // From the end, so that "cruz" grows to "lacruz" and then "delacruz".
  let joined = ''
  for (const word of words.toReversed()) {
    if (PARTICLES.has(word) && joined !== '') {
      joined = word + joined
      tokens.add(joined)
    } else joined = word
  }
  return [...tokens]
}

const NONE: ReadonlySet<string> = new Set()

/** Other names that a given name may stand for, in either direction; empty when none are known. */
export function nicknames(name: string): ReadonlySet<string> {
  return NICKNAMES.get(searchKey(name)) ?? NONE
}

/**
 * True when one typing slip makes `a` into `b`: a letter changed, left out or added, or two neighbours swapped
 * (Damerau-Levenshtein distance of at most one, in UTF-16 units). One pass, no memory: this runs over whole directories.
 */
export function withinOneTypo(a: string, b: string): boolean {
  const short = a.length <= b.length ? a : b
  const long = a.length <= b.length ? b : a
  const more = long.length - short.length
  if (more > 1) return false
  let at = 0
  while (at < short.length && short.charCodeAt(at) === long.charCodeAt(at)) at++
  if (at === short.length) return true
  const rest = (shortFrom: number, longFrom: number): boolean => {
    for (let i = shortFrom, j = longFrom; i < short.length; i++, j++) {
      if (short.charCodeAt(i) !== long.charCodeAt(j)) return false
    }
    return true
  }
  if (more === 1) return rest(at, at + 1)
  if (rest(at + 1, at + 1)) return true
  return short.charCodeAt(at) === long.charCodeAt(at + 1) && short.charCodeAt(at + 1) === long.charCodeAt(at) && rest(at + 2, at + 2)
}
