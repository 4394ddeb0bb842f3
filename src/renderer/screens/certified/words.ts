import type { BookRow, Evidence, LetterRow } from '../../../shared/contract/certified.ts'
import type { FeeItem } from '../../../shared/mail/fees.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import type { LetterService } from '../../../shared/mail/services.ts'

export const FEE_WORDS: Record<FeeItem, string> = {
  postage: 'Postage', nonmachinable: 'Nonmachinable surcharge', certified: 'Certified Mail', 'certified-restricted': 'Certified Mail, addressee only', 'certified-adult': 'Certified Mail, adult signature',
  'certified-adult-restricted': 'Certified Mail, adult signature, addressee only', card: 'Return receipt, green card', electronic: 'Return receipt, electronic',
}
export const SERVICE_WORDS: Record<LetterService, string> = { card: 'receipt by card', electronic: 'receipt electronic', restricted: 'addressee only', adult: 'adult signature' }
export const EVIDENCE_WORDS: Record<Evidence, string> = { 'counter-postmark': 'Postmarked PS 3800', '3877-stamp': 'Stamped PS 3877', 'acceptance-scan': 'Acceptance scan', 'self-declared': 'Declared by us' }
export const BOOK_WORDS: Record<BookRow['state'], string> = { open: 'Open', closed: 'Closed', presented: 'Presented, not accepted', accepted: 'Accepted', voided: 'Given up' }

/** "receipt by card, addressee only"; "no receipt" where none was bought. */
export function serviceWords(services: readonly LetterService[]): string {
  const receipt = services.some((service) => service === 'card' || service === 'electronic') ? [] : ['no receipt']
  return [...receipt, ...services.map((service) => SERVICE_WORDS[service])].join(', ')
}

/** "$10.44", or what is not known of it. */
export function cost(letter: Pick<LetterRow, 'total' | 'unpriced'>): string {
  if (letter.unpriced === 0) return formatMoney(letter.total)
  return letter.total === 0 ? 'not priced' : `${formatMoney(letter.total)} + ?`
}

/** Where a letter stands, in the words of its mark. */
export function letterStand(letter: LetterRow): string {
  if (letter.voided) return 'Voided'
  if (letter.state === 'logged') return letter.number === '' ? 'No number yet' : 'Not in a book'
  if (letter.state === 'in-book') return `In book ${letter.book?.number ?? ''}`
  return letter.state === 'presented' ? 'Presented, not accepted' : 'Accepted'
}

/** What a file of a letter or book shows. */
export const FILE_WORDS: Readonly<Record<string, string>> = { sealed: 'The sealed piece', 'receipt-3800': 'Postmarked PS 3800', document: 'The document', 'stamped-3877': 'Stamped PS 3877', other: 'Other paper', photo: 'Photo', 'green-card': 'Signed green card', 'electronic-receipt': 'Electronic receipt', returned: 'As it came back' }
