import type { Evidence } from '../../shared/contract/letters.ts'
import { boughtWith } from '../certified/certified.ts'
import type { ReadableDb } from '../store/db.ts'
import { receivedKinds } from '../receipts/received.ts'
import { fileKinds } from './queries.ts'

/** What was bought with a letter, when it was mailed, and which receipts of it are filed. */
export interface LetterFacts { mailedDay: string | null; evidence: Evidence | null; postOffice: string; card: boolean; cardFiled: boolean; electronic: boolean; electronicFiled: boolean }

const NONE: LetterFacts = { mailedDay: null, evidence: null, postOffice: '', card: false, cardFiled: false, electronic: false, electronicFiled: false }

/** Kinds of a letter's files that are its receipts. */
export const GREEN_CARD_FILE = 'green-card'
export const ELECTRONIC_RECEIPT_FILE = 'electronic-receipt'

/** What is known of a followed piece as a letter of ours. */
export function letterFacts(db: ReadableDb, piece: { no: number; direction: 'inbound' | 'outbound' }): LetterFacts {
  const letter = piece.direction === 'outbound' ? boughtWith(db, piece.no) : null
  if (!letter) return NONE
  const [card, electronic] = [letter.services.includes('card'), letter.services.includes('electronic')]
  const files = card || electronic ? fileKinds(db, piece.no) : []
  const came = card || electronic ? receivedKinds(db, piece.no) : []
  return { mailedDay: letter.mailedDay, evidence: letter.evidence, postOffice: letter.postOffice, card, cardFiled: came.includes('card') || files.includes(GREEN_CARD_FILE), electronic, electronicFiled: came.includes('electronic') || files.includes(ELECTRONIC_RECEIPT_FILE) }
}
