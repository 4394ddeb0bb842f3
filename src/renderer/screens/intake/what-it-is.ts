import type { PieceRow } from '../../../shared/contract/pieces.ts'

/** Carrier and service in one line: "USPS Certified Mail". */
export function whatItIs(piece: PieceRow): string {
  const named = piece.service.startsWith(piece.carrierName) ? piece.service : [piece.carrierName, piece.service].filter(Boolean).join(' ')
  return piece.carrier === 'unknown' || named === '' ? 'Unknown barcode' : named
}
