/** Pages of carriers as people copy them: the text of a tracking page, and of a notice by e-mail. */
import { identify } from './identify.ts'
import { eventFromSentence, placeOf } from './tracking-place.ts'
import { findTime } from './tracking-times.ts'
import { EMPTY_EVENT, meaningOf, NO_FACTS, type PieceNews, tidy, type TrackingEvent } from './tracking.ts'
import { meaningOfText } from './tracking-words.ts'

/** A tracking number that a text surely holds, and where its line is. */
interface Found { readonly number: string; readonly line: number }

const RUN = /(?<![0-9A-Za-z])(?:[0-9A-Z]{2,34}(?:[ -][0-9A-Z]{1,6}){0,8})(?![0-9A-Za-z])/g

/** The tracking number in a line, when there is one beyond doubt: known shape, and a check digit that fits where there is one. */
export function numberIn(whole: string): string | null {
  const line = whole.slice(0, 2_000)
  for (const candidate of [line, ...(line.match(RUN) ?? []), ...(line.match(/\d[\d ]{18,40}\d/g) ?? [])]) {
    const text = candidate.trim()
    if (text.length < 8 || text.length > 60 || !/\d{6}|\d{4} \d{4}/.test(text)) continue
    const { best } = identify(text)
    if (best && best.confidence >= 0.8 && best.checkDigit !== 'invalid' && best.kind !== 'routing' && best.carrier !== 'unknown' && best.scheme.slice(0, 4) !== 'own-') return best.number
  }
  return null
}

function numbersIn(lines: readonly string[]): Found[] {
  const found: Found[] = []
  for (const [at, line] of lines.entries()) {
    const number = numberIn(line)
    if (number !== null && found.at(-1)?.number !== number) found.push({ number, line: at })
  }
  return found
}

/** Lines of the page that are no news. */
const FURNITURE = /^(?:tracking number:?|copy|add to informed delivery.*|latest update:?|see (?:all tracking|less|more).*|what do usps tracking statuses mean.*|text (?:&|and) email updates|product information|tracking history|usps tracking plus.*|feedback|remove|track another package.*|get updates|return receipt electronic|proof of delivery|schedule redelivery.*|enter up to.*|status:?|date:?|location:?|track packages.*|home|search|need more help\??|contact usps.*|faqs?)$/i

interface Line { readonly text: string; readonly gap: boolean }

/** A line that is a date and hardly anything else. */
function dateLine(text: string): string | null {
  if (text.length > 60) return null
  const time = findTime(text)
  return time && /^[\s,;:|–-]*(?:at|on|local time|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?[\s,;:|–-]*(?:local time)?[\s.]*$/i.test(time.rest) ? time.local : null
}

type Kind = 'date' | 'place' | 'words'
interface Read extends Line { readonly kind: Kind; readonly local: string | null }

function readLines(lines: readonly string[]): Read[] {
  const read: Read[] = []
  let gap = true
  for (const raw of lines) {
    const text = tidy(raw, 600)
    if (text === '') {
      gap = true
      continue
    }
    if (FURNITURE.test(text)) {
      gap = true
      continue
    }
    const local = dateLine(text)
    read.push({ text, gap, local, kind: local !== null ? 'date' : placeOf(text) !== null ? 'place' : 'words' })
    gap = false
  }
  return read
}

/** True when the page puts the date of an event above its words, as USPS did before 2023. */
function dateComesFirst(lines: readonly Read[]): boolean {
  const first = lines.findIndex((line) => line.kind === 'date')
  const before = lines[first - 1]
  if (!before || before.kind === 'place' || lines[first]?.gap) return !before || before.kind !== 'place'
  return before.kind === 'words' && meaningOfText(before.text) === 'unknown' && lines[first + 1]?.kind === 'words'
}

function grouped(lines: readonly Read[]): Read[][] {
  const first = dateComesFirst(lines)
  const groups: Read[][] = []
  let held: Read[] = []
  for (const line of lines) {
    if (first && line.kind === 'date' && held.length > 0) {
      groups.push(held)
      held = []
    }
    held.push(line)
    if (!first && line.kind === 'date') {
      groups.push(held)
      held = []
    }
  }
  if (held.length > 0) groups.push(held)
  return groups
}

const SENTENCE = /\b(?:your (?:item|package|mail|letter|mailpiece)|we attempted|the item|the (?:u\.s\.|united states) postal service|this item|item)\b/i

/** Events out of lines: whole sentences as they stand, and blocks of words, place and date. */
function eventsIn(lines: readonly Read[]): TrackingEvent[] {
  const sentences: TrackingEvent[] = []
  const rest: Read[] = []
  for (const line of lines) {
    if (line.kind === 'words' && line.text.length > 40 && SENTENCE.test(line.text)) sentences.push(eventFromSentence(line.text))
    else if (line.kind === 'words' && findTime(line.text) !== null && meaningOfText(line.text) !== 'unknown') sentences.push(eventFromSentence(line.text))
    else rest.push(line)
  }
  const blocks = rest.some((line) => line.kind === 'date') ? grouped(rest) : []
  const events = blocks.flatMap((block): TrackingEvent[] => {
    const date = block.find((line) => line.kind === 'date')
    const place = block.map((line) => (line.kind === 'place' ? placeOf(line.text) : null)).find((one) => one !== null)
    const words = block.filter((line) => line.kind === 'words').map((line) => line.text)
    // The page repeats the kind of event above its words ("Delivered", then "Delivered, Left with Individual").
    const told = words.filter((text) => meaningOfText(text) !== 'unknown').at(date && block[0]?.kind === 'date' ? 0 : -1) ?? words.at(-1)
    return date?.local !== undefined && date.local !== null && told !== undefined ? [{ ...EMPTY_EVENT, text: told, local: date.local, ...place }] : []
  })
  if (events.length === 0 && sentences.length === 0) {
    // A page cut down to its heading: only words that are sure.
    const heading = rest.find((line) => line.kind === 'words' && line.text.length <= 80 && meaningOfText(line.text) !== 'unknown')
    return heading ? [{ ...EMPTY_EVENT, text: heading.text }] : []
  }
  // The latest news stands above the list as a sentence; where the list has the same minute it is told once.
  const minutes = new Set(events.map((event) => event.local?.slice(0, 16)))
  return [...sentences.filter((event) => meaningOf(event) !== 'unknown' && (event.local === null ? events.length === 0 : !minutes.has(event.local.slice(0, 16)))), ...events]
}

/**
 * News from the copied text of a carrier's page. Nothing is guessed: a text without a sure number gives no news, words that are
 * not known stay words.
 *
 * @param about the number the page was opened for, used when the text names none
 */
export function readPage(page: string, about: string | null = null): PieceNews[] {
  const lines = page.toWellFormed().split(/\r\n|\r|\n/)
  const numbers = numbersIn(lines)
  const parts = numbers.length > 0 ? numbers : about === null ? [] : [{ number: about, line: 0 }]
  const news = new Map<string, PieceNews>()
  for (const [i, { number, line }] of parts.entries()) {
    const from = i === 0 ? 0 : line
    const part = lines.slice(from, parts[i + 1]?.line ?? lines.length)
    const events = eventsIn(readLines(part.map((text, at) => (numberIn(text) !== null && at === line - from ? withoutNumber(text) : text))))
    const before = news.get(number)
    news.set(number, { number, events: [...(before?.events ?? []), ...events], facts: NO_FACTS, problem: null, unread: null, raw: `${before?.raw ?? ''}${part.join('\n')}` })
  }
  return [...news.values()]
}

/** A line without the number in it, so that "Tracking number 9589 ... was delivered" still tells its news. */
function withoutNumber(line: string): string {
  return line.slice(0, 2_000).replaceAll(/\d[\d ]{10,40}\d/g, ' ').replaceAll(/\b1Z[0-9A-Z]{16}\b/g, ' ')
}

/** A notice by e-mail, taken apart by whoever read the message. */
export interface Notice { readonly from: string; readonly subject: string; readonly text: string }

/** Headings of USPS notices that are known, with what they are called. "Expected delivery" is a hope, and no event. */
const HEADINGS: ReadonlyArray<{ readonly subject: RegExp; readonly words: string | null }> = [
  { subject: /\bitem delivered\b/i, words: 'Item delivered' }, { subject: /\bout for delivery\b/i, words: 'Out for delivery' }, { subject: /\bexpected delivery\b/i, words: 'Expected delivery' }, { subject: /\bdelivery exception\b/i, words: null },
]

const fromUsps = (from: string): boolean => /@(?:[a-z0-9-]+\.)*usps\.(?:com|gov)$/i.test(from.trim())

/**
 * News from a notice. A known heading of the Postal Service gives its event, with time and place from the sentence that says the
 * same; any other layout gives the numbers alone, and the heading for a person to read.
 */
export function readNotice(notice: Notice): PieceNews[] {
  const lines = [notice.subject, ...notice.text.split(/\r\n|\r|\n/)]
  const numbers = [...new Set(numbersIn(lines).map(({ number }) => number))]
  const heading = fromUsps(notice.from) ? HEADINGS.find(({ subject }) => subject.test(notice.subject)) : undefined
  return numbers.map((number): PieceNews => {
    const plain: PieceNews = { number, events: [], facts: NO_FACTS, problem: null, unread: tidy(notice.subject, 200) || 'A notice without a heading', raw: notice.text }
    if (!heading || numbers.length > 1) return plain
    const sentences = notice.text.split(/\r\n|\r|\n|(?<=[.!])\s+(?=[A-Z])/).map((line) => tidy(line, 600)).filter((line) => SENTENCE.test(line) && findTime(line) !== null && meaningOfText(line) !== 'unknown')
    const wanted = heading.words === null ? null : meaningOfText(heading.words)
    const said = sentences.map(eventFromSentence).find((event) => wanted === null || meaningOf(event) === wanted)
    if (said) return { ...plain, events: [said], unread: null }
    if (heading.words === null) return plain
    // A heading names no day of its own; the day it was sent is not the day it happened.
    return { ...plain, events: [{ ...EMPTY_EVENT, text: heading.words }], unread: null }
  })
}
