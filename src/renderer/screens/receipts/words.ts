import { t } from '../../catalogue/index.ts'
import type { FiledAs, ReceiptKind } from '../../../shared/contract/receipts.ts'

export const KIND_WORDS: Record<ReceiptKind, string> = { card: t('common.greenCard'), electronic: t('receipts.words.electronicReceipt') }
export const FILED_WORDS: Record<FiledAs, string> = { ...KIND_WORDS, 'delivery-letter': t('receipts.words.letterOfUspsAboutTheDelivery') }
