import { t } from '../../catalogue/index.ts'
import type { BookRow, Evidence, LetterRow } from '../../../shared/contract/letters.ts'
import type { FeeItem } from '../../../shared/mail/fees.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import type { LetterService } from '../../../shared/mail/services.ts'

export const FEE_WORDS: Record<FeeItem, string> = {
  postage: t('common.postage'), nonmachinable: t('certified.words.nonmachinableSurcharge'), certified: t('common.certifiedMail'), 'certified-restricted': t('certified.words.certifiedMailAddresseeOnly'), 'certified-adult': t('certified.words.certifiedMailAdultSignature'),
  'certified-adult-restricted': t('certified.words.certifiedMailAdultSignatureAddresseeOnly'), card: t('certified.words.returnReceiptGreenCard'), electronic: t('certified.words.returnReceiptElectronic'),
}
export const SERVICE_WORDS: Record<LetterService, string> = { card: t('certified.words.receiptByCard'), electronic: t('certified.words.receiptElectronic'), restricted: t('certified.words.addresseeOnly'), adult: t('certified.words.adultSignature') }
export const EVIDENCE_WORDS: Record<Evidence, string> = { 'counter-postmark': t('certified.words.postmarkedPs3800'), '3877-stamp': t('certified.words.stampedPs3877'), 'acceptance-scan': t('certified.words.acceptanceScan'), 'self-declared': t('certified.words.declaredByUs') }
export const BOOK_WORDS: Record<BookRow['state'], string> = { open: t('common.open'), closed: t('common.closed'), presented: t('common.presentedNotAccepted'), accepted: t('common.accepted'), voided: t('certified.words.givenUp') }

/** "receipt by card, addressee only"; "no receipt" where none was bought. */
export function serviceWords(services: readonly LetterService[]): string {
  const receipt = services.some((service) => service === 'card' || service === 'electronic') ? [] : [t('certified.words.noReceipt')]
  return [...receipt, ...services.map((service) => SERVICE_WORDS[service])].join(', ')
}

/** "10.44", or what is not known of it: the cost of a letter in a column of them. */
export function costInColumn(letter: Pick<LetterRow, 'total' | 'unpriced'>): string {
  return cost(letter).replace('$', '')
}

/** "$10.44", or what is not known of it. */
export function cost(letter: Pick<LetterRow, 'total' | 'unpriced'>): string {
  if (letter.unpriced === 0) return formatMoney(letter.total)
  return letter.total === 0 ? t('certified.words.notPriced') : `${formatMoney(letter.total)} + ?`
}

/** Where a letter stands, in the words of its mark. */
export function letterStand(letter: LetterRow): string {
  if (letter.voided) return t('common.voided')
  if (letter.state === 'logged') return letter.number === '' ? t('common.noNumberYet') : t('certified.words.notInABook')
  if (letter.state === 'in-book') return t('certified.words.inBookNumber', { number: letter.book?.number ?? '' })
  return letter.state === 'presented' ? t('common.presentedNotAccepted') : t('common.accepted')
}

/** What a file of a letter or book shows. */
export const FILE_WORDS: Readonly<Record<string, string>> = { sealed: t('certified.words.theSealedPiece'), 'receipt-3800': t('certified.words.postmarkedPs3800'), document: t('certified.words.theDocument'), 'stamped-3877': t('certified.words.stampedPs3877'), other: t('certified.words.otherPaper'), photo: t('common.photo'), 'green-card': t('certified.words.signedGreenCard'), 'electronic-receipt': t('certified.words.electronicReceipt'), returned: t('certified.words.asItCameBack') }
