import type { FiledAs, ReceiptKind } from '../../../shared/contract/receipts.ts'
import type { Outcome } from '../../../shared/mail/tracking-status.ts'

export const KIND_WORDS: Record<ReceiptKind, string> = { card: 'Green card', electronic: 'Electronic receipt' }
/** What became of a letter; the words never merge. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  'delivered-signer-not-established': 'Delivered, signer not established', 'delivered-to-addressee': 'Delivered to addressee', 'delivered-to-agent': 'Delivered to agent', refused: 'Refused', unclaimed: 'Unclaimed', undeliverable: 'Undeliverable', returned: 'Returned to us', lost: 'Lost',
}
export const FILED_WORDS: Record<FiledAs, string> = { ...KIND_WORDS, 'delivery-letter': 'Letter of USPS about the delivery' }
