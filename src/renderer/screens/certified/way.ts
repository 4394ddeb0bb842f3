import { createKeptStore } from '../../app/kept.ts'

export type Way = 'log' | 'list' | 'import' | 'book'

/** What Letters shows; it outlives the screen, and commands choose it from anywhere. */
export const lettersWay = createKeptStore<Way>('letters.way', 'log')
