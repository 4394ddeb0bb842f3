import { t } from '../../catalogue/index.ts'
import { EXCEPTIONS, SOLUTIONS } from '../../../shared/mail/custody.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { EXCEPTION_WORDS } from '../custody/dialogs.tsx'
import { facts, field, record, type Told } from './payload.ts'

const SOLUTION_WORDS: Record<(typeof SOLUTIONS)[number], string> = { keep: t('pieces.tellCustody.itGoesItsUsualWayAgain'), forward: t('pieces.tellCustody.itIsSentOn'), return: t('pieces.tellCustody.itGoesBackToTheSender'), dispose: t('pieces.tellCustody.itIsDisposedOf'), found: t('pieces.tellCustody.itWasFound'), lost: t('pieces.tellCustody.itStaysLost') }

const said = (event: PieceEvent, name: string, word: string): string => (field(event, name) ? `${word} ${field(event, name)}` : '')
const place = (event: PieceEvent): string => facts(field(event, 'building') && t('pieces.tellCustody.buildingEvent', { event: field(event, 'building') }), field(event, 'floor') && t('pieces.tellCustody.floorEvent', { event: field(event, 'floor') }))

/** "Delphine Marrow for Wilhelm Quillon, badge seen": who took a piece, as it was written down. */
export function receiverWords(receiver: Record<string, unknown>, recipient = ''): string {
  const name = typeof receiver['name'] === 'string' && receiver['name'] ? receiver['name'] : 'somebody'
  const instead = receiver['kind'] !== 'recipient' && recipient && recipient !== name ? t('pieces.tellCustody.forRecipient', { recipient }) : ''
  const idSeen = typeof receiver['idSeen'] === 'string' && receiver['idSeen'] ? t('pieces.tellCustody.valueSeen', { value: receiver['idSeen'] }) : ''
  return `${name}${instead}${idSeen}`
}

const TELL: Readonly<Record<string, (event: PieceEvent) => Told>> = {
  'piece.moved': (event) => ({
    mark: 'stored', title: field(event, 'location') ? t('pieces.tellCustody.putIntoLocationEvent', { event: field(event, 'location') }) : t('pieces.tellCustody.takenOutOfItsLocation'),
    detail: facts(said(event, 'from', 'from'), field(event, 'by') === 'container' && t('pieces.tellCustody.withTheContainerItLiesIn'), field(event, 'by') === 'stock-take' && t('pieces.tellCustody.foundThereInCounting')),
  }),
  'piece.packed': (event) => ({ mark: 'stored', title: t('pieces.tellCustody.putIntoContainerEvent', { event: field(event, 'number') }), detail: said(event, 'location', 'location') }),
  'piece.unpacked': (event) => ({ mark: 'stored', title: t('pieces.tellCustody.takenOutOfContainerEvent', { event: field(event, 'number') }), detail: '' }),
  'piece.held': (event) => ({ mark: 'held', title: t('common.held'), detail: field(event, 'reason') }),
  'piece.released': (event) => ({ mark: 'stored', title: t('pieces.tellCustody.noLongerHeld'), detail: field(event, 'note') }),
  'piece.scanned-out': (event) => ({ mark: 'onrun', title: t('pieces.tellCustody.outWithEvent', { event: field(event, 'carrier') }), detail: facts(field(event, 'name'), said(event, 'code', 'stop'), place(event)) }),
  'piece.handed-over': (event) => {
    const receiver = record(event.payload?.['receiver'])
    return { mark: 'handed', title: t('pieces.tellCustody.handedOverToReceiverValue', { receiver: receiverWords(receiver, field(event, 'recipient')), value: event.payload?.['signed'] ? t('pieces.tellCustody.signed') : t('pieces.tellCustody.notSigned') }), detail: facts(receiver['kind'] === 'delegate' && 'delegate', said(event, 'from', 'from'), event.payload?.['run'] ? t('pieces.tellCustody.onARun') : t('pieces.tellCustody.atTheCounter'), field(event, 'note')) }
  },
  'piece.left-at-stop': (event) => ({ mark: 'mailstop', title: t('pieces.tellCustody.leftAtMailStopEventValue', { event: field(event, 'code'), value: field(event, 'signedBy') ? t('pieces.tellCustody.signedByEvent', { event: field(event, 'signedBy') }) : event.payload?.['signed'] ? t('pieces.tellCustody.signed') : t('pieces.tellCustody.notSigned') }), detail: facts(place(event), field(event, 'note')) }),
  'piece.brought-back': (event) => ({ mark: 'received', title: field(event, 'location') ? t('pieces.tellCustody.broughtBackIntoLocationEvent', { event: field(event, 'location') }) : t('pieces.tellCustody.broughtBack'), detail: field(event, 'reason') }),
  'piece.refused': (event) => ({ mark: 'refused-in', title: t('pieces.tellCustody.theRecipientRefusedIt'), detail: facts(field(event, 'reason'), said(event, 'location', 'location')) }),
  'piece.forwarded': (event) => ({ mark: 'forwarded-in', title: t('common.forwarded'), detail: facts(said(event, 'address', 'to'), field(event, 'note')) }),
  'piece.returned-to-sender': (event) => ({ mark: 'rts', title: t('pieces.tellCustody.returnedToEvent', { event: field(event, 'sender') || t('pieces.tellCustody.theSender') }), detail: field(event, 'reason') }),
  'piece.lost': (event) => ({ mark: 'lost', title: t('common.cannotBeFound'), detail: facts(field(event, 'reason'), said(event, 'from', t('pieces.tellCustody.wasIn'))) }),
  'piece.found': (event) => ({ mark: 'stored', title: field(event, 'location') ? t('pieces.tellCustody.foundInLocationEvent', { event: field(event, 'location') }) : t('pieces.tellCustody.found'), detail: field(event, 'note') }),
  'piece.disposed': (event) => ({ mark: 'disposed', title: t('pieces.tellCustody.disposedOf'), detail: field(event, 'reason') }),
  'piece.handover-corrected': (event) => ({ mark: 'handed', title: t('pieces.tellCustody.whoTookItWasCorrected'), detail: t('pieces.tellCustody.wasReceiverwordsIsReceiverwords2ReasonEvent', { receiverWords: receiverWords(record(event.payload?.['before'])), receiverWords2: receiverWords(record(event.payload?.['after'])), event: field(event, 'reason') }) }),
  'piece.exception-opened': (event) => {
    const kind = EXCEPTIONS.find((one) => one === field(event, 'kind'))
    return { mark: 'held', title: t('pieces.tellCustody.setAsideValue', { value: kind ? EXCEPTION_WORDS[kind].toLowerCase() : field(event, 'kind') }), detail: field(event, 'note') }
  },
  'piece.exception-solved': (event) => {
    const solution = SOLUTIONS.find((one) => one === field(event, 'solution'))
    return { mark: 'logged', title: t('pieces.tellCustody.settledValue', { value: solution ? SOLUTION_WORDS[solution].toLowerCase() : field(event, 'solution') }), detail: field(event, 'note') }
  },
  'piece.counted': (event) => ({ mark: 'stored', title: t('pieces.tellCustody.countedInLocationEvent', { event: field(event, 'location') }), detail: field(event, 'status') === 'strange' ? t('pieces.tellCustody.wasKnownDifferentlyEvent', { event: field(event, 'knownAs') }) : '' }),
  'piece.stock-settled': (event) => ({ mark: 'logged', title: field(event, 'as') === 'lost' ? t('pieces.tellCustody.theCountMissedItItIs') : field(event, 'as') === 'here' ? t('pieces.tellCustody.theCountFoundItItIs') : t('pieces.tellCustody.theCountFoundItItIs2'), detail: field(event, 'knownAs') }),
}

/** What happened to a piece in the office's hands; null for a line of another area. */
export function tellCustody(event: PieceEvent): Told | null {
  return TELL[event.kind]?.(event) ?? null
}
