import { counter } from './custody/counter.ts'
import { places } from './custody/places.ts'

export const custody = { ...counter, ...places } as const
