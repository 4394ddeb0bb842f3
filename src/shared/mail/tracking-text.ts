/** Pages of carriers as people copy them. */
import { identify } from './identify.ts'
import { eventFromSentence, type Place, placeOf, returnDayIn, withoutDeadlines } from './tracking-place.ts'
import { findTime, timeOfDay } from './tracking-times.ts'
import { EMPTY_EVENT, meaningOf, NO_FACTS, type PieceNews, tidy, type TrackingEvent } from './tracking.ts'
import { meaningOfText } from './tracking-words.ts'

/** A tracking number that a text surely holds, and where its line is. */
export interface Found { readonly number: string; readonly line: number }

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

/** The tracking numbers of some lines, each where it first follows another one. */
export function numbersIn(lines: readonly string[]): Found[] {
  const found: Found[] = []
  for (const [at, line] of lines.entries()) {
    const number = numberIn(line)
    if (number !== null && found.at(-1)?.number !== number) found.push({ number, line: at })
  }
  return found
}

/** Lines of the page that are no news; they stand between its parts. */
const FURNITURE = /^(?:tracking (?:number|id):?|copy|add to informed delivery.*|latest (?:update|status):?|see (?:all tracking|less|more).*|(?:hide|show) tracking history|what do usps tracking statuses mean.*|text (?:&|and) email updates|product information|tracking history|usps tracking plus.*|get more out of usps tracking:?|feedback|remove|track another package.*|get updates|return receipt electronic|proof of delivery|schedule redelivery.*|enter up to.*|status:?|date:?|location:?|track packages.*|home|search|need more help\??|contact usps.*|faqs?)$/i

/** A line that is a date and hardly anything else. */
function dateLine(text: string): string | null {
  if (text.length > 60) return null
  const time = findTime(text)
  return time && /^[\s,;:|–-]*(?:at|on|local time|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?[\s,;:|–-]*(?:at|local time)?[\s.]*$/i.test(time.rest) ? time.local : null
}

const SIGNER = /^(?:received|signed(?: for)?) by\s*:?\s+(.{1,80})$/i

/** One line of a page, taken for what it is. A `row` is an event by itself, its parts set apart by tabs. */
type Read =
  | { readonly kind: 'date'; readonly local: string; readonly gap: boolean } | { readonly kind: 'place'; readonly place: Place; readonly gap: boolean }
  | { readonly kind: 'words'; readonly text: string; readonly gap: boolean } | { readonly kind: 'name'; readonly text: string; readonly gap: boolean } | { readonly kind: 'row'; readonly event: TrackingEvent }

/** An event whose date, words and place stand side by side, as in a table; null when the line has no date or no words that are known. */
function rowEvent(cells: readonly string[]): TrackingEvent | null {
  const date = cells.map(dateLine).find((local) => local !== null)
  if (date === undefined) return null
  const clock = date.length > 10 ? null : (cells.map((cell) => (/\d:\d\d/.test(cell) && cell.length < 14 ? timeOfDay(cell) : null)).find((time) => time !== null) ?? null)
  const words = cells.filter((cell) => placeOf(cell) === null && meaningOfText(cell) !== 'unknown')
  const text = words[0]
  return text === undefined ? null : { ...EMPTY_EVENT, text, local: clock === null ? date : `${date}T${clock}`, ...cells.map(placeOf).find((place) => place !== null) }
}

function readLine(text: string, gap: boolean): Read {
  const local = dateLine(text)
  if (local !== null) return { kind: 'date', local, gap }
  const place = placeOf(text)
  if (place !== null) return { kind: 'place', place, gap }
  const name = SIGNER.exec(text)?.[1]
  return name === undefined ? { kind: 'words', text, gap } : { kind: 'name', text: name.trim(), gap }
}

/** The lines of a page in parts: what stands between its furniture. */
function readLines(lines: readonly string[]): Read[][] {
  const parts: Read[][] = [[]]
  let gap = true
  for (const raw of lines) {
    const cells = raw.split('\t').map((cell) => tidy(cell, 600)).filter((cell) => cell !== '')
    const event = cells.length > 1 ? rowEvent(cells) : null
    if (event) parts.at(-1)?.push({ kind: 'row', event })
    for (const text of event ? [] : cells) {
      if (FURNITURE.test(text)) parts.push([])
      else parts.at(-1)?.push(readLine(text, gap))
      gap = FURNITURE.test(text)
    }
    if (cells.length === 0) gap = true
  }
  return parts
}

type Line = Exclude<Read, { kind: 'row' }>
const isNews = (line: Line): boolean => line.kind !== 'words' || meaningOfText(line.text) !== 'unknown'

/**
 * True when the date of an event stands above its words, as it did on USPS's page before 2023. A part that begins with a date
 * has it above, one that ends with a date below; otherwise the blank lines tell, or else what stands just before the first date.
 */
function dateComesFirst(lines: readonly Line[]): boolean {
  const from = lines.findIndex(isNews)
  const to = lines.findLastIndex(isNews)
  const [begins, ends] = [lines[from]?.kind === 'date', lines[to]?.kind === 'date']
  if (begins !== ends) return begins
  const above = lines.filter((line, i) => line.kind === 'date' && line.gap && i > from).length
  const below = lines.filter((line, i) => lines[i - 1]?.kind === 'date' && line.gap).length
  return above === below ? lines[lines.findIndex((line) => line.kind === 'date') - 1]?.kind !== 'place' : above > below
}

/** The blocks of a part, each with one date. */
function blocksOf(lines: readonly Line[]): Line[][] {
  if (lines.filter((line) => line.kind === 'date').length < 2) return [[...lines]]
  const first = dateComesFirst(lines)
  const blocks: Line[][] = []
  let held: Line[] = []
  const end = (): void => {
    if (held.length > 0) blocks.push(held)
    held = []
  }
  for (const line of lines) {
    if (first && line.kind === 'date') end()
    held.push(line)
    if (!first && line.kind === 'date') end()
  }
  end()
  return blocks
}

function blockEvent(block: readonly Line[]): TrackingEvent[] {
  const date = block.find((line) => line.kind === 'date')
  const words = block.flatMap((line) => (line.kind === 'words' ? [line.text] : []))
  // The page repeats the kind of event above its words ("Delivered", then "Delivered, Left with Individual").
  const text = words.filter((one) => meaningOfText(one) !== 'unknown').at(date !== undefined && block[0] === date ? 0 : -1) ?? words.at(-1)
  if (date === undefined || text === undefined) return []
  const place = block.find((line) => line.kind === 'place')
  const name = block.find((line) => line.kind === 'name')
  return [{ ...EMPTY_EVENT, text, local: date.local, ...place?.place, name: name && meaningOfText(text) === 'delivered' ? name.text : '' }]
}

const SENTENCE = /\b(?:your (?:item|package|mail|letter|mailpiece)|we attempted|the item|the (?:u\.s\.|united states) postal service|this item|item)\b/i

/** What a line of words is: an event by itself (a whole sentence, or known words with their date), talk, or a part of a block. */
function kindOfWords(text: string): 'sentence' | 'talk' | 'part' {
  const plain = withoutDeadlines(text)
  const whole = text.length > 40 && SENTENCE.test(text)
  if (meaningOfText(text) === 'unknown') return whole ? 'talk' : 'part'
  // A short line with a deadline has the date of its event in a line of its own.
  return findTime(plain) !== null || (whole && (plain === text || text.length > 80)) ? 'sentence' : 'part'
}

/** Events out of lines: whole sentences as they stand, and blocks of words, place and date. */
function eventsIn(parts: readonly (readonly Read[])[]): TrackingEvent[] {
  const sentences: TrackingEvent[] = []
  const events: TrackingEvent[] = []
  const rest: Line[] = []
  for (const part of parts) {
    const lines: Line[] = []
    for (const line of part) {
      const words = line.kind === 'words' ? kindOfWords(line.text) : null
      if (line.kind === 'row') events.push(line.event)
      else if (line.kind === 'words' && words === 'sentence') sentences.push(eventFromSentence(line.text))
      else if (words !== 'talk') lines.push(line)
    }
    if (lines.some((line) => line.kind === 'date')) events.push(...blocksOf(lines).flatMap(blockEvent))
    rest.push(...lines)
  }
  if (events.length === 0 && sentences.length === 0) {
    // A page cut down to its heading: only words that are sure.
    const heading = rest.find((line) => line.kind === 'words' && line.text.length <= 80 && meaningOfText(line.text) !== 'unknown')
    return heading?.kind === 'words' ? [{ ...EMPTY_EVENT, text: heading.text }] : []
  }
  // The latest news stands above the list as a sentence or a heading; where the list has the same minute it is told once, as the list has it.
  const once = new Map<string, TrackingEvent>()
  for (const event of events) {
    const key = `${event.local?.slice(0, 16)} ${meaningOf(event)}`
    const known = once.get(key)
    once.set(key, known && known.zip !== '' && event.zip === '' ? known : event)
  }
  const told = events.filter((event) => event.local === null || event.local.length === 10 || once.get(`${event.local.slice(0, 16)} ${meaningOf(event)}`) === event)
  const minutes = new Set(events.map((event) => event.local?.slice(0, 16)))
  return [...sentences.filter((event) => meaningOf(event) !== 'unknown' && (event.local === null ? events.length === 0 : !minutes.has(event.local.slice(0, 16)))), ...told]
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
    const returnDay = before?.facts.returnDay ?? part.map((text) => returnDayIn(text.slice(0, 2_000))).find((day) => day !== null) ?? null
    news.set(number, { number, events: [...(before?.events ?? []), ...events], facts: { ...NO_FACTS, returnDay }, problem: null, unread: null, raw: `${before?.raw ?? ''}${part.join('\n')}` })
  }
  return [...news.values()]
}

/** A line without the number in it, so that "Tracking number 9589 ... was delivered" still tells its news. */
export function withoutNumber(line: string): string {
  return line.slice(0, 2_000).replaceAll(/\d[\d ]{10,40}\d/g, ' ').replaceAll(/\b1Z[0-9A-Z]{16}\b/g, ' ').replace(/^\s*(?:tracking|label|article) (?:number|id)\s*:?\s*/i, '')
}
