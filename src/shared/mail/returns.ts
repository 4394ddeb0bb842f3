/** Why USPS sends a letter back, as its endorsements and event codes name it (DMM 507.1, exhibit 1.4.1; event codes of the tracking interfaces). */
import { wordsOfCode } from './tracking-codes.ts'

/** Codes of USPS for a letter that comes back, in the order in which mailrooms see them most. */
export const RETURN_CODES = ['27', '04', '05', '23', '24', '25', '21', '22', '26', '28', '31', '29'] as const
export type ReturnCode = (typeof RETURN_CODES)[number]

/** What a reason makes of a letter. They differ in law, so they are never merged. */
export type ReturnOutcome = 'refused' | 'unclaimed' | 'undeliverable'

/** The reason in USPS's words. */
export function returnWords(code: ReturnCode): string {
  return wordsOfCode(code) ?? code
}

/** What became of a letter that came back for this reason; null where the reason alone does not say it. */
export function returnOutcome(code: ReturnCode): ReturnOutcome | null {
  if (code === '04') return 'refused'
  if (code === '27' || code === '31') return 'unclaimed'
  return code === '29' ? null : 'undeliverable'
}
