import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { stateWords, when } from '../../ui/words.ts'

/** Carrier and service in one line: "USPS Certified Mail". */
export function whatItIs(piece: PieceRow): string {
  const named = piece.service.startsWith(piece.carrierName) ? piece.service : [piece.carrierName, piece.service].filter(Boolean).join(' ')
  return piece.carrier === 'unknown' || named === '' ? 'Unknown barcode' : named
}

/** What became of a piece, in a few words: "Handed over to Hester Thimble, Nov 23, 10:42 AM"; "Stored in B-14 for Hester Thimble". */
export function whatBecame(piece: PieceRow, zone: string): string {
  const { word } = stateWords(piece.state, piece.voided !== null)
  if (piece.voided) return `${word}: ${piece.voided.reason}`
  const whose = piece.recipient ? ` for ${piece.recipient.name || piece.recipient.department}` : ''
  if (piece.state === 'stored') return `${word} in ${piece.location}${whose}`
  if (piece.state === 'received') return `${word}${whose || ', nobody named'}`
  const { kind, name, since, why } = piece.holder
  const where = name === '' ? whose : kind === 'person' || kind === 'sent' ? ` to ${name}` : `, ${name}`
  return `${word}${where}${why ? `, ${why}` : ''}, ${when(since, zone)}`
}
