import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { stateWords, when } from '../../ui/words.ts'

/** Carrier and service in one line: "USPS Certified Mail". */
export function whatItIs(piece: PieceRow): string {
  const named = piece.service.startsWith(piece.carrierName) ? piece.service : [piece.carrierName, piece.service].filter(Boolean).join(' ')
  return piece.carrier === 'unknown' || named === '' ? t('intake.whatItIs.unknownBarcode') : named
}

/** What became of a piece, in a few words: "Handed over to Hester Thimble, Nov 23, 10:42 AM"; "Stored in B-14 for Hester Thimble". */
export function whatBecame(piece: PieceRow, zone: string): string {
  const { word } = stateWords(piece.state, piece.voided !== null)
  if (piece.voided) return `${word}: ${piece.voided.reason}`
  const whose = piece.recipient ? t('intake.whatItIs.forName', { name: piece.recipient.name || piece.recipient.department }) : ''
  if (piece.state === 'stored') return t('intake.whatItIs.wordInLocationWhose', { word, location: piece.location, whose })
  if (piece.state === 'received') return `${word}${whose || t('intake.whatItIs.nobodyNamed')}`
  const { kind, name, since, why } = piece.holder
  const where = name === '' ? whose : kind === 'person' || kind === 'sent' ? t('intake.whatItIs.toName', { name }) : `, ${name}`
  return `${word}${where}${why ? `, ${why}` : ''}, ${when(since, zone)}`
}
