/**
 * What the text of a PDF of USPS says: an electronic return receipt, or the letter that answers a request for proof of delivery.
 * Its layouts change and samples are few, so only the number is taken from it; everything else is for a person to read.
 */
import { identify } from './identify.ts'
import { isCertified } from './services.ts'

export interface DeliveryText {
  /** True when the wording is that of USPS's letters about a delivery and names one number. */
  readonly known: boolean
  /** True for the text of a green card, as scanners add it to their PDFs. */
  readonly card: boolean
  /** Numbers of letters with a right check digit, in their order. */
  readonly numbers: readonly string[]
}

const POST = /postal service|\busps\b/i
const ABOUT = /(?:delivery information|proof of delivery|delivery record|return receipt|scanned image of the recipient)/i
const NAMED = /(?:tracking|item|article|label)\s*(?:number|no\.?|#)/i
const DELIVERED = /\bdelivered\b/i
const NEVER = /\b(?:not (?:been )?delivered|undeliverable|returned to sender|return to sender|no record|unable to locate)\b/i
const CARD = /domestic return receipt|ps form 3811|complete items 1, 2/i
/** Digits in groups, as far as they may belong together; a number may be broken over two lines. */
const DIGITS = /(?<!\d)\d(?:[ \u00a0]?(?:\r?\n)?\d){18,40}(?!\d)/g
const LENGTHS = [22, 20, 26, 30, 34]

/** The number at the front of a run of digits: a date may stand directly behind it. */
function numberIn(run: string): string | null {
  const digits = run.replaceAll(/\D/g, '')
  for (const length of [...LENGTHS].sort((a, b) => Number(b === digits.length) - Number(a === digits.length))) {
    if (digits.length < length) continue
    const found = identify(digits.slice(0, length)).candidates.find((one) => one.checkDigit === 'valid' && (one.kind === 'green-card' || isCertified(one) || (one.carrier === 'usps' && one.kind === 'article' && digits.length === length)))
    if (found) return found.number
  }
  return null
}

/** Reads the text of one page. */
export function readDeliveryText(text: string): DeliveryText {
  const numbers = [...new Set([...text.matchAll(DIGITS)].flatMap(([run]) => numberIn(run) ?? []))]
  const card = CARD.test(text)
  return { known: !card && numbers.length === 1 && POST.test(text) && ABOUT.test(text) && NAMED.test(text) && DELIVERED.test(text) && !NEVER.test(text), card, numbers }
}
