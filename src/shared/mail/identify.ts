import type { Candidate } from './candidate.ts'
import type { CarrierId } from './carriers.ts'
import { ownCandidates } from './own.ts'
import { dhlRouting, parcelCandidates } from './parcels.ts'
import { cleanScan, compactScan, insideTexts, type Wedge } from './scan.ts'
import { internationalItem, routingOnly, uspsDigits } from './usps.ts'

export type { Candidate, CheckDigit, NumberKind } from './candidate.ts'
export { groupNumber } from './grouping.ts'
export { cleanScan } from './scan.ts'

/** What a string may be. */
export interface Identification {
  readonly input: string
  /** The candidate that clearly leads, or null where nothing is known or nothing leads. */
  readonly best: Candidate | null
  /** Everything that it may be, best first. */
  readonly candidates: Candidate[]
}

/** How an office decided before, for strings of the same kind. */
export interface PastChoice {
  readonly scheme: string
  readonly carrier: CarrierId
  /** Share of past cases, 0 to 1, in which the office chose this. */
  readonly weight: number
}

export interface IdentifyOptions {
  /** Asked only where a number leaves room for it. */
  readonly past?: (() => readonly PastChoice[]) | undefined
  readonly wedge?: Wedge | undefined
}

/** No known number, with all its separators, is longer; what is longer is kept as text and not looked into. */
const LONGEST = 200

/** A candidate leads when it is at least this likely ... */
const LEADS_FROM = 0.5
/** ... and the next one of another number or carrier is at least this far behind. */
const LEADS_BY = 0.2

/** A number found inside other text is this much less certain than the same number alone. */
const INSIDE = 0.1

function two(value: number): number {
  return Math.round(value * 100) / 100
}

/** A P, small or not, behind Code 39's asterisk where a scanner sends it. */
const OWN_START = /^\*?p/i

function candidatesFor(clean: string): Candidate[] {
  const compact = compactScan(clean)
  if (/^[0-9]{5,64}$/.test(compact)) return [...uspsDigits(compact), ...routingOnly(compact), ...parcelCandidates(compact)]
  const own = OWN_START.test(clean) ? ownCandidates(clean.replaceAll('*', '').toUpperCase(), compact) : []
  if (compact.length < 5 || compact.length > 64) return clean.includes('+') ? dhlRouting(clean.toUpperCase()) : own
  return [...own, ...internationalItem(compact), ...parcelCandidates(compact)]
}

/**
 * A number with something around it: words or a page address, one letter that the scanner was set up to send in front
 * of every barcode, or an AIM identifier that lost its bracket. Only a number that clearly is one counts here.
 */
function candidatesInside(clean: string): Candidate[] {
  const texts = insideTexts(clean)
  if (texts.length === 0 && /^[A-Za-z][0-9A-Za-z ]{8,}$/.test(clean)) texts.push(clean.slice(1), clean.slice(2))
  for (const text of texts) {
    const sure = candidatesFor(text).filter(({ checkDigit, confidence }) => checkDigit === 'valid' ? confidence >= 0.8 : checkDigit === 'none' && confidence >= 0.9)
    if (sure.length > 0) {
      return sure.map((candidate) => ({
        ...candidate,
        confidence: two(candidate.confidence - INSIDE),
        note: candidate.note ?? 'Found inside a longer text.',
      }))
    }
  }
  return []
}

/** True when what an office chose before can make this more likely. */
const isOpen = ({ checkDigit, confidence }: Candidate): boolean => checkDigit !== 'invalid' && confidence < 0.95

/** A past choice closes up to four fifths of the distance to certainty, and never lifts a number that fails its check. */
function reRanked(candidates: Candidate[], past: readonly PastChoice[]): Candidate[] {
  return candidates.map((candidate) => {
    const choice = past.find(({ scheme, carrier }) => scheme === candidate.scheme && carrier === candidate.carrier)
    if (choice === undefined || !isOpen(candidate)) return candidate
    const weight = Math.min(1, Math.max(0, choice.weight))
    return { ...candidate, confidence: two(candidate.confidence + (0.95 - candidate.confidence) * 0.8 * weight) }
  })
}

function leader(candidates: readonly Candidate[]): Candidate | null {
  const [first, second] = candidates
  if (first === undefined || first.confidence < LEADS_FROM) return null
  return second === undefined || first.confidence - second.confidence >= LEADS_BY - 1e-9 ? first : null
}

/**
 * Says what a scanned or typed string is. Never throws, whatever the string holds, and refuses nothing: an unknown text
 * has no candidates (store `cleanScan(input)` as its number).
 *
 * Confidence: 0.9 and more, the shape belongs to one scheme and its check digit fits (or the letters in front are
 * unmistakable); about 0.85, plain digits whose length and check digit fit one carrier; 0.5 to 0.65, unmistakable shape
 * but a wrong check digit, or a weak check digit; below 0.5, a guess that never leads alone. `best` is the first
 * candidate when it has 0.5 or more and the next is 0.2 or more behind. It may have a wrong check digit: warn then.
 *
 * @param options.past the office's own earlier choices; they re-rank what the schemes cannot decide
 * @param options.wedge what the scanner types around every scan
 */
export function identify(input: string, options: IdentifyOptions = {}): Identification {
  const clean = cleanScan(input, options.wedge)
  if (clean.length < 5 || clean.length > LONGEST) return { input, best: null, candidates: [] }
  let candidates = candidatesFor(clean)
  if (candidates.length === 0) candidates = candidatesInside(clean)
  if (options.past !== undefined && candidates.some(isOpen)) candidates = reRanked(candidates, options.past())
  if (candidates.length > 1) candidates.sort((a, b) => b.confidence - a.confidence)
  return { input, best: leader(candidates), candidates }
}

/** The answer for one line as the command line prints it: `{input, best, candidates}` in JSON, on one line. */
export function identifyLine(input: string): string {
  const { best, candidates } = identify(input)
  const lines = candidates.map((candidate) => JSON.stringify(candidate))
  return `{"input":${JSON.stringify(input)},"best":${best === null ? 'null' : lines[0]},"candidates":[${lines.join(',')}]}`
}

/** The number under which a string is stored: the bare number of what it clearly is, else the text without debris. */
export function numberToStore(identification: Identification, wedge?: Wedge): string {
  return identification.best?.number ?? cleanScan(identification.input, wedge)
}

