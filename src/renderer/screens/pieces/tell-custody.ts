import { EXCEPTIONS, SOLUTIONS } from '../../../shared/mail/custody.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { EXCEPTION_WORDS } from '../custody/dialogs.tsx'
import { facts, field, record, type Told } from './payload.ts'

const SOLUTION_WORDS: Record<(typeof SOLUTIONS)[number], string> = { keep: 'It goes its usual way again', forward: 'It is sent on', return: 'It goes back to the sender', dispose: 'It is disposed of', found: 'It was found', lost: 'It stays lost' }

const said = (event: PieceEvent, name: string, word: string): string => (field(event, name) ? `${word} ${field(event, name)}` : '')
const place = (event: PieceEvent): string => facts(field(event, 'building') && `building ${field(event, 'building')}`, field(event, 'floor') && `floor ${field(event, 'floor')}`)

/** "Delphine Marrow for Wilhelm Quillon, badge seen": who took a piece, as it was written down. */
export function receiverWords(receiver: Record<string, unknown>, recipient = ''): string {
  const name = typeof receiver['name'] === 'string' && receiver['name'] ? receiver['name'] : 'somebody'
  const instead = receiver['kind'] !== 'recipient' && recipient && recipient !== name ? ` for ${recipient}` : ''
  const idSeen = typeof receiver['idSeen'] === 'string' && receiver['idSeen'] ? `, ${receiver['idSeen']} seen` : ''
  return `${name}${instead}${idSeen}`
}

const TELL: Readonly<Record<string, (event: PieceEvent) => Told>> = {
  'piece.moved': (event) => ({
    mark: 'stored', title: field(event, 'location') ? `Put into location ${field(event, 'location')}` : 'Taken out of its location',
    detail: facts(said(event, 'from', 'from'), field(event, 'by') === 'container' && 'with the container it lies in', field(event, 'by') === 'stock-take' && 'found there in counting'),
  }),
  'piece.packed': (event) => ({ mark: 'stored', title: `Put into container ${field(event, 'number')}`, detail: said(event, 'location', 'location') }),
  'piece.unpacked': (event) => ({ mark: 'stored', title: `Taken out of container ${field(event, 'number')}`, detail: '' }),
  'piece.held': (event) => ({ mark: 'held', title: 'Held', detail: field(event, 'reason') }),
  'piece.released': (event) => ({ mark: 'stored', title: 'No longer held', detail: field(event, 'note') }),
  'piece.scanned-out': (event) => ({ mark: 'onrun', title: `Out with ${field(event, 'carrier')}`, detail: facts(field(event, 'name'), said(event, 'code', 'stop'), place(event)) }),
  'piece.handed-over': (event) => {
    const receiver = record(event.payload?.['receiver'])
    return { mark: 'handed', title: `Handed over to ${receiverWords(receiver, field(event, 'recipient'))}, ${event.payload?.['signed'] ? 'signed' : 'not signed'}`, detail: facts(receiver['kind'] === 'delegate' && 'delegate', said(event, 'from', 'from'), event.payload?.['run'] ? 'on a run' : 'at the counter', field(event, 'note')) }
  },
  'piece.left-at-stop': (event) => ({ mark: 'mailstop', title: `Left at mail stop ${field(event, 'code')}, ${field(event, 'signedBy') ? `signed by ${field(event, 'signedBy')}` : event.payload?.['signed'] ? 'signed' : 'not signed'}`, detail: facts(place(event), field(event, 'note')) }),
  'piece.brought-back': (event) => ({ mark: 'received', title: field(event, 'location') ? `Brought back into location ${field(event, 'location')}` : 'Brought back', detail: field(event, 'reason') }),
  'piece.refused': (event) => ({ mark: 'refused-in', title: 'The recipient refused it', detail: facts(field(event, 'reason'), said(event, 'location', 'location')) }),
  'piece.forwarded': (event) => ({ mark: 'forwarded-in', title: 'Forwarded', detail: facts(said(event, 'address', 'to'), field(event, 'note')) }),
  'piece.returned-to-sender': (event) => ({ mark: 'rts', title: `Returned to ${field(event, 'sender') || 'the sender'}`, detail: field(event, 'reason') }),
  'piece.lost': (event) => ({ mark: 'lost', title: 'Cannot be found', detail: facts(field(event, 'reason'), said(event, 'from', 'was in')) }),
  'piece.found': (event) => ({ mark: 'stored', title: field(event, 'location') ? `Found, in location ${field(event, 'location')}` : 'Found', detail: field(event, 'note') }),
  'piece.disposed': (event) => ({ mark: 'disposed', title: 'Disposed of', detail: field(event, 'reason') }),
  'piece.handover-corrected': (event) => ({ mark: 'handed', title: 'Who took it was corrected', detail: `Was: ${receiverWords(record(event.payload?.['before']))}. Is: ${receiverWords(record(event.payload?.['after']))}. Reason: ${field(event, 'reason')}` }),
  'piece.exception-opened': (event) => {
    const kind = EXCEPTIONS.find((one) => one === field(event, 'kind'))
    return { mark: 'held', title: `Set aside: ${kind ? EXCEPTION_WORDS[kind].toLowerCase() : field(event, 'kind')}`, detail: field(event, 'note') }
  },
  'piece.exception-solved': (event) => {
    const solution = SOLUTIONS.find((one) => one === field(event, 'solution'))
    return { mark: 'logged', title: `Settled: ${solution ? SOLUTION_WORDS[solution].toLowerCase() : field(event, 'solution')}`, detail: field(event, 'note') }
  },
  'piece.counted': (event) => ({ mark: 'stored', title: `Counted in location ${field(event, 'location')}`, detail: field(event, 'status') === 'strange' ? `Was known differently: ${field(event, 'knownAs')}` : '' }),
  'piece.stock-settled': (event) => ({ mark: 'logged', title: field(event, 'as') === 'lost' ? 'The count missed it: it is lost' : field(event, 'as') === 'here' ? 'The count found it: it is here' : 'The count found it: it is elsewhere', detail: field(event, 'knownAs') }),
}

/** What happened to a piece in the office's hands; null for a line of another area. */
export function tellCustody(event: PieceEvent): Told | null {
  return TELL[event.kind]?.(event) ?? null
}
