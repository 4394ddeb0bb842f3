import { createKeptStore } from '../../app/kept.ts'

/** The letter whose receipt is in hand, and the number that was scanned; null while a line of the board is chosen. */
export const inHand = createKeptStore<{ letter: string; number: string } | null>('receipts.in-hand', null)
