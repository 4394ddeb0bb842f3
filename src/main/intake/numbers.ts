import type { Scanned } from '../../shared/contract/intake.ts'
import type { CarrierId } from '../../shared/mail/carriers.ts'
import { isCarrierId } from '../../shared/mail/carriers.ts'
import type { Candidate, PastChoice } from '../../shared/mail/identify.ts'
import { cleanScan, groupNumber, identify } from '../../shared/mail/identify.ts'
import { Refusal } from '../call.ts'
import type { Asked } from '../pieces/events.ts'
import type { Identified } from '../pieces/projection.ts'
import type { ReadableDb } from '../store/db.ts'
import * as queries from './queries.ts'

/** Longest number that is kept as a number; more than any barcode on a label holds. */
const LONGEST = 500

/** What a scan is, before anything is recorded of it. */
export interface Read {
  /** What the piece is recorded as. */
  what: Identified
  best: Candidate | null
  candidates: Candidate[]
}

export function identifiedAs(candidate: Candidate): Identified {
  const { number, grouped, scheme, carrier, carrierName, service, checkDigit, accountable } = candidate
  return { number, grouped, scheme, carrier, carrierName, service, checkDigit, accountable }
}

/** How often an office has to have decided one way before that is remembered as what it does. */
const ENOUGH = 3

/** The office's own earlier decisions on unclear numbers. */
export function pastChoices(db: ReadableDb): Array<PastChoice & { carrier: CarrierId }> {
  return queries.carrierChoices(db).flatMap(({ scheme, carrier, offered, chosen }) => (isCarrierId(carrier) && offered >= ENOUGH ? [{ scheme, carrier, weight: chosen / offered }] : []))
}

/** Says what a scanned or typed text is. @throws Refusal `empty` when nothing readable is left of it */
export function read(db: ReadableDb, text: string): Read {
  const bare = cleanScan(text)
  if (bare === '') throw new Refusal('empty', 'Nothing readable was scanned. Scan again, or type the number.', { field: 'text' })
  const { best, candidates } = identify(text, { past: () => pastChoices(db) })
  const number = bare.slice(0, LONGEST).toWellFormed()
  const what = best ? identifiedAs(best) : { number, grouped: groupNumber(number), scheme: 'unknown', carrier: 'unknown', carrierName: 'Unknown carrier', service: '', checkDigit: 'none' as const, accountable: false }
  return { what, best, candidates }
}

/** Most carriers that a person is asked to choose from, and how likely the best has to be to be worth the question. */
const MOST_CHOICES = 9
const WORTH_ASKING = 0.2

/** What a person has to settle about a number that was just taken in. `earlier` are the pieces that have it and still count. */
export function questionsAbout({ what, best, candidates }: Read, earlier: readonly string[]): Asked[] {
  const asked: Asked[] = []
  if (earlier.length > 0) asked.push({ question: 'seen-before', pieces: [...earlier] })
  if (what.checkDigit === 'invalid') asked.push({ question: 'check-digit' })
  if (!best && (candidates[0]?.confidence ?? 0) >= WORTH_ASKING) asked.push({ question: 'carrier', choices: candidates.slice(0, MOST_CHOICES).map((candidate) => ({ ...identifiedAs(candidate), confidence: candidate.confidence })) })
  return asked
}

/** The candidates as a page shows them; none where there is no doubt. */
export function shownCandidates({ best, candidates }: Read): Scanned['candidates'] {
  if (best && candidates.length === 1) return []
  return candidates.map(({ scheme, carrier, carrierName, number, grouped, service, checkDigit, confidence }) => ({ scheme, carrier, carrierName, number, grouped, service, checkDigit, confidence }))
}
