import { books } from './certified/books.ts'
import { letters } from './certified/letters.ts'
import { settings } from './certified/settings.ts'

export const certified = { ...letters, ...books, ...settings } as const
