/** What became of a certified piece, in words. The outcomes differ in law, so no two of them are ever said with the same words. */
import type { Outcome } from './tracking-status.ts'

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  'delivered-signer-not-established': 'Delivered, signer not established', 'delivered-to-addressee': 'Delivered to addressee', 'delivered-to-agent': 'Delivered to agent',
  refused: 'Refused', unclaimed: 'Unclaimed', undeliverable: 'Undeliverable', returned: 'Returned to us', lost: 'Lost',
}

const isOutcome = (text: string): text is Outcome => text in OUTCOME_WORDS

/** An outcome in words; what is none stands in quotes. */
export function outcomeWords(outcome: string): string {
  return isOutcome(outcome) ? OUTCOME_WORDS[outcome] : `"${outcome}"`
}

const DELIVERED: ReadonlySet<string> = new Set(['delivered-signer-not-established', 'delivered-to-addressee', 'delivered-to-agent'] satisfies Outcome[])

/** True for the outcomes in which USPS delivered it, to whomever. */
export function isDelivered(outcome: string): boolean {
  return DELIVERED.has(outcome)
}
