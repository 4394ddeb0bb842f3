/** Which letters a scanned page belongs to, from the numbers that were read on it. It would rather ask a person than be wrong once. */

/** A number that was read on a page, and the letter it belongs to. */
export interface ReadNumber {
  readonly number: string
  readonly kind: 'green-card' | 'article'
  readonly checkDigit: 'valid' | 'invalid' | 'none'
  /** The letter with this number, null when none here has it; and whether the number of its green card was recorded. */
  readonly letter: { readonly id: string; readonly cardKnown: boolean } | null
  /** Where its bars stand on the page, in dots. */
  readonly at: { readonly x: number; readonly y: number }
}

/** Why a page, or a number on it, needs a person. */
export const OPEN_REASONS = ['blank', 'no-number', 'check-digit', 'no-letter', 'disagree', 'list', 'layout', 'refused', 'unreadable'] as const
export type OpenReason = (typeof OPEN_REASONS)[number]

export interface PageMatch {
  /** The letters whose receipts are on the page, each with the number it was known by. */
  readonly letters: ReadonlyArray<{ readonly letter: string; readonly number: string }>
  /** What a person has to look at, null when everything on the page is explained. */
  readonly open: { readonly why: OpenReason; readonly numbers: readonly string[] } | null
}

/** Cards that fit on one page; article numbers alone beyond that are a list such as a PS 3877. */
const MOST_WITHOUT_CARD = 2

const all = (why: OpenReason, numbers: readonly ReadNumber[]): PageMatch => ({ letters: [], open: { why, numbers: numbers.map(({ number }) => number) } })

/** The numbers of one card: its own and the article number, where they were read. */
interface Card { readonly own: ReadNumber | null; readonly article: ReadNumber | null }

const distance = (a: ReadNumber, b: ReadNumber): number => Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y)

/** Puts together what stands on one card: each article number goes to the card number nearest to it, the closest first. */
function cardsOf(numbers: readonly ReadNumber[]): Card[] {
  const owns = numbers.filter(({ kind }) => kind === 'green-card')
  const articles = numbers.filter(({ kind }) => kind === 'article')
  const pairs = owns.flatMap((own) => articles.map((article) => ({ own, article }))).sort((a, b) => distance(a.own, a.article) - distance(b.own, b.article))
  const cards: Card[] = []
  const taken = new Set<ReadNumber>()
  for (const pair of pairs) if (!taken.has(pair.own) && !taken.has(pair.article)) {
    taken.add(pair.own).add(pair.article)
    cards.push(pair)
  }
  return [...cards, ...owns.filter((own) => !taken.has(own)).map((own) => ({ own, article: null })), ...articles.filter((article) => !taken.has(article)).map((article) => ({ own: null, article }))]
}

/** True when the numbers of a card cannot all belong to one letter. */
function disagrees({ own, article }: Card): boolean {
  if (!own || !article) return false
  if (own.letter) return article.letter?.id !== own.letter.id
  return article.letter?.cardKnown === true
}

/**
 * Matches a page. A letter is known by the number of its green card, by the article number beside it, or by both. A card whose own number
 * nobody recorded is known by the article number on it; a card whose numbers belong to different letters leaves the whole page to a person.
 */
export function matchPage(read: readonly ReadNumber[]): PageMatch {
  const numbers = read.filter((one, i) => read.findIndex((other) => other.number === one.number) === i)
  const sound = numbers.filter(({ checkDigit }) => checkDigit === 'valid')
  const wrong = numbers.filter(({ checkDigit }) => checkDigit !== 'valid')
  if (numbers.length === 0) return all('no-number', [])
  if (sound.length === 0) return all('check-digit', wrong)
  if (sound.every(({ kind }) => kind === 'article') && sound.length > MOST_WITHOUT_CARD) return all('list', numbers)
  const cards = cardsOf(sound)
  if (cards.some(disagrees)) return all('disagree', numbers)
  const letters = new Map<string, string>()
  const left: ReadNumber[] = []
  for (const { own, article } of cards) {
    const by = own?.letter ? own : article?.letter ? article : null
    if (by?.letter) letters.set(by.letter.id, letters.get(by.letter.id) ?? by.number)
    else left.push(...[own, article].flatMap((one) => one ?? []))
  }
  const found = [...letters].map(([letter, number]) => ({ letter, number }))
  if (left.length > 0) return { letters: found, open: { why: 'no-letter', numbers: left.map(({ number }) => number) } }
  return { letters: found, open: wrong.length > 0 ? { why: 'check-digit', numbers: wrong.map(({ number }) => number) } : null }
}
