import { t } from '../../catalogue/index.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { facts, field, type Told } from '../pieces/payload.ts'
import { KIND_WORDS } from './words.ts'

const kindOf = (event: PieceEvent): string => (field(event, 'receipt') === 'electronic' ? KIND_WORDS.electronic : KIND_WORDS.card)

/** What a line of the log says about a return receipt or a letter that came back; null for every other line. */
export function tellReceipt(event: PieceEvent): Told | null {
  const kind = kindOf(event)
  if (event.kind === 'receipt.received') return { mark: 'received', title: t('receipts.tellReceipt.kindReceived', { kind }), detail: facts(event.payload?.['scan'] === null ? t('receipts.tellReceipt.noScan') : t('receipts.tellReceipt.withItsScan'), field(event, 'note')) }
  if (event.kind === 'receipt.scanned') return { mark: 'logged', title: t('receipts.tellReceipt.kindAnotherScan', { kind }), detail: field(event, 'note') }
  if (event.kind === 'receipt.signed') {
    const as = field(event, 'as')
    return as === 'unreadable' ? { mark: 'conflict', title: t('receipts.tellReceipt.theSignatureCannotBeRead'), detail: kind } : { mark: as === 'addressee' ? 'addressee' : 'agent', title: t('receipts.tellReceipt.signedEvent', { event: field(event, 'name') }), detail: facts(as === 'addressee' ? t('receipts.tellReceipt.theAddressee') : t('receipts.tellReceipt.anAgent'), t('receipts.tellReceipt.readFromTheKind', { kind: kind.toLowerCase() })) }
  }
  if (event.kind === 'receipt.withdrawn') return { mark: 'disposed', title: t('receipts.tellReceipt.kindTakenBack', { kind }), detail: field(event, 'reason') }
  if (event.kind === 'letter.returned') return { mark: 'returned', title: t('receipts.tellReceipt.cameBackEvent', { event: field(event, 'words') }), detail: facts(event.payload?.['sealed'] === true ? 'sealed' : 'opened', t('receipts.tellReceipt.keptInEvent', { event: field(event, 'place') }), field(event, 'note')) }
  if (event.kind === 'letter.return-withdrawn') return { mark: 'disposed', title: t('receipts.tellReceipt.itDidNotComeBack'), detail: field(event, 'reason') }
  return null
}
