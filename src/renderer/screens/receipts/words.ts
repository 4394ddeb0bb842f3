import type { FiledAs, ReceiptKind } from '../../../shared/contract/receipts.ts'

export const KIND_WORDS: Record<ReceiptKind, string> = { card: 'Green card', electronic: 'Electronic receipt' }
export const FILED_WORDS: Record<FiledAs, string> = { ...KIND_WORDS, 'delivery-letter': 'Letter of USPS about the delivery' }
