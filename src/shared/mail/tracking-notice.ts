/** Notices by e-mail as carriers send them. */
import { identify } from './identify.ts'
import { eventFromSentence, returnDayIn, withoutDeadlines } from './tracking-place.ts'
import { numbersIn, withoutNumber } from './tracking-text.ts'
import { findTime } from './tracking-times.ts'
import { EMPTY_EVENT, meaningOf, NO_FACTS, type PieceNews, tidy, type TrackingEvent } from './tracking.ts'
import { meaningOfText } from './tracking-words.ts'

/** A notice by e-mail, taken apart by whoever read the message. */
export interface Notice { readonly from: string; readonly subject: string; readonly text: string }

const fromUsps = (from: string): boolean => /@(?:[a-z0-9-]+\.)*usps\.(?:com|gov)$/i.test(from.trim())

/** The notice inside a message that a person sent on: its sender and heading stand as lines above it. */
function sentOn(notice: Notice): Notice {
  if (fromUsps(notice.from)) return notice
  const found = /^[>\s*]*From:[* ]*([^\r\n]{0,200})\r?\n((?:[^\r\n]{0,300}\r?\n){1,6}?)[>\s*]*Subject:[* ]*([^\r\n]{0,300})/im.exec(notice.text)
  const from = /<?([^\s<>[\]()"]+@[^\s<>[\]()"]+)/.exec(found?.[1] ?? '')?.[1]
  if (!found || from === undefined || !fromUsps(from)) return notice
  return { from, subject: tidy(found[3] ?? '', 300), text: notice.text.slice(found.index + found[0].length).replaceAll(/^[>\s]+/gm, '') }
}

/** Lines of at least this length are taken for cut by the width of a message when no sentence ends with them. */
const CUT = 40

/** Lines of a message as they were before it was cut to a width. */
function uncut(text: string): string[] {
  const lines: string[] = []
  let open = false
  for (const line of text.split(/\r\n|\r|\n/).map((one) => one.trimEnd())) {
    const before = lines.at(-1)
    if (open && before !== undefined && line !== '') lines[lines.length - 1] = `${before} ${line.trimStart()}`
    else lines.push(line)
    open = line.length >= CUT && !/[.!?:>]$/.test(line) && !/https?:\/\/\S*$/.test(line)
  }
  return lines
}

const SENTENCES = /(?<=[.!])\s+(?=[A-Z])/

/** What sentences with a date say happened, each meaning once: the first time it is said. */
function saidIn(lines: readonly string[]): TrackingEvent[] {
  const said = new Map<string, TrackingEvent>()
  for (const sentence of lines.flatMap((line) => line.slice(0, 4_000).split(SENTENCES)).map((one) => tidy(withoutNumber(one), 600))) {
    if (sentence.length < 12 || findTime(withoutDeadlines(sentence)) === null) continue
    const event = eventFromSentence(sentence)
    const meaning = meaningOf(event)
    if (meaning !== 'unknown' && meaning !== 'info' && !said.has(meaning)) said.set(meaning, event)
  }
  return [...said.values()]
}

/**
 * What a heading says, without the number and the sender's name. One heading, "Expected Delivery", stands above news of every
 * kind, and "Delivery Exception" above every trouble: neither says anything by itself.
 */
function headingWords(subject: string): string {
  return tidy(withoutNumber(subject), 200).replace(/^(?:(?:fwd?|re)\s*:\s*)+/i, '').replace(/^USPS\s*(?:®|\(R\))?\s*/i, '').replace(/^Delivery Exception[\s,:-]*/i, '').replace(/[\s,:-]+$/, '')
}

const EXPECTED = /^expected delivery (?:by|on)\b/i

/** True for the headings that USPS writes above its notices; under any other one the layout is not known. */
function isKnown(subject: string): boolean {
  const heading = headingWords(subject)
  return heading === '' || EXPECTED.test(heading) || /^(?:item )?tracking\b/i.test(heading) || meaningOfText(heading) !== 'unknown' || /\bdelivery exception\b/i.test(subject)
}

/** The parts of a notice about several pieces: all numbers stand above their sentences, or all below; null where that is not plain. */
function partsOf(lines: readonly string[]): Array<{ number: string; lines: string[] }> | null {
  const numbers = numbersIn(lines).filter(({ number }) => !isCard(number))
  const sentences = lines.flatMap((line, at) => (saidIn([line]).length > 0 ? [at] : []))
  const [first, last] = [sentences[0], sentences.at(-1)]
  if (first === undefined || last === undefined) return null
  const above = numbers.every(({ line }, i) => sentences.some((at) => at >= line && at < (numbers[i + 1]?.line ?? lines.length))) && (numbers[0]?.line ?? 0) <= first
  const below = numbers.every(({ line }, i) => sentences.some((at) => at <= line && at > (numbers[i - 1]?.line ?? -1))) && (numbers.at(-1)?.line ?? 0) >= last
  if (above === below) return null
  return numbers.map(({ number, line }, i) => ({ number, lines: above ? lines.slice(line, numbers[i + 1]?.line) : lines.slice((numbers[i - 1]?.line ?? -1) + 1, line + 1) }))
}

const isCard = (number: string): boolean => identify(number).best?.kind === 'green-card'

/**
 * News from a notice. Under a heading that is known, what the Postal Service says with a date in a sentence is an event with
 * time and place; without one the heading is, where its words tell. Any other layout gives the numbers alone, and the heading for a person to read.
 */
export function readNotice(given: Notice): PieceNews[] {
  const notice = sentOn(given)
  const body = uncut(notice.text)
  // The number of the green card stands beside the letter's and is not another letter.
  const found = [...new Set(numbersIn([given.subject, ...body]).map(({ number }) => number))]
  const letters = found.filter((number) => !isCard(number))
  const numbers = letters.length > 0 ? letters : found
  const plain = (number: string): PieceNews => ({ number, events: [], facts: NO_FACTS, problem: null, unread: tidy(given.subject, 200) || 'A notice without a heading', raw: notice.text })
  if (!fromUsps(notice.from) || !isKnown(notice.subject)) return numbers.map(plain)
  if (numbers.length > 1) {
    const parts = partsOf(body)
    return numbers.map((number) => {
      const events = saidIn(parts?.filter((part) => part.number === number).flatMap((part) => part.lines) ?? [])
      return events.length === 0 ? plain(number) : { ...plain(number), events, unread: null }
    })
  }
  return numbers.map((number) => ({ ...plain(number), ...ofOne(notice, body) }))
}

function ofOne(notice: Notice, body: readonly string[]): Partial<PieceNews> {
  const heading = headingWords(notice.subject)
  const returnDay = [heading, ...body].map((line) => returnDayIn(line.slice(0, 2_000))).find((day) => day !== null) ?? null
  const said = saidIn(body)
  if (EXPECTED.test(heading)) {
    const expectedDay = findTime(heading)?.local.slice(0, 10) ?? null
    return { events: said.length > 0 ? said : [{ ...EMPTY_EVENT, text: heading }], facts: { ...NO_FACTS, returnDay, expectedDay }, unread: null }
  }
  const facts = { ...NO_FACTS, returnDay }
  if (said.length > 0) return { events: said, facts, unread: null }
  // A heading names no day of its own; the day it was sent is not the day it happened.
  const meaning = meaningOfText(heading)
  return meaning === 'unknown' || meaning === 'info' ? { facts } : { events: [{ ...EMPTY_EVENT, text: heading }], facts, unread: null }
}
