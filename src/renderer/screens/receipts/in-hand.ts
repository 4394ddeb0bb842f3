import { createStore } from '../../app/store.ts'

/** The letter whose receipt is in hand, and the number that was scanned; null while a line of the board is chosen. */
export const inHand = createStore<{ letter: string; number: string } | null>(null)
