import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { facts, field, type Told } from '../pieces/payload.ts'
import { KIND_WORDS } from './words.ts'

const kindOf = (event: PieceEvent): string => (field(event, 'receipt') === 'electronic' ? KIND_WORDS.electronic : KIND_WORDS.card)

/** What a line of the log says about a return receipt or a letter that came back; null for every other line. */
export function tellReceipt(event: PieceEvent): Told | null {
  const kind = kindOf(event)
  if (event.kind === 'receipt.received') return { mark: 'received', title: `${kind} received`, detail: facts(event.payload?.['scan'] === null ? 'no scan' : 'with its scan', field(event, 'note')) }
  if (event.kind === 'receipt.scanned') return { mark: 'logged', title: `${kind}, another scan`, detail: field(event, 'note') }
  if (event.kind === 'receipt.signed') {
    const as = field(event, 'as')
    return as === 'unreadable' ? { mark: 'conflict', title: 'The signature cannot be read', detail: kind } : { mark: as === 'addressee' ? 'addressee' : 'agent', title: `Signed ${field(event, 'name')}`, detail: facts(as === 'addressee' ? 'the addressee' : 'an agent', `read from the ${kind.toLowerCase()}`) }
  }
  if (event.kind === 'receipt.withdrawn') return { mark: 'disposed', title: `${kind} taken back`, detail: field(event, 'reason') }
  if (event.kind === 'letter.returned') return { mark: 'returned', title: `Came back: ${field(event, 'words')}`, detail: facts(event.payload?.['sealed'] === true ? 'sealed' : 'opened', `kept in ${field(event, 'place')}`, field(event, 'note')) }
  if (event.kind === 'letter.return-withdrawn') return { mark: 'disposed', title: 'It did not come back', detail: field(event, 'reason') }
  return null
}
