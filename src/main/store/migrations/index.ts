import type { Migration } from '../migrate.ts'
import { migration as logAndPieces } from './0001-log-and-pieces.ts'

/** Every migration in order. A released one is never edited: what has to change is a new one. */
export const MIGRATIONS: readonly Migration[] = [logAndPieces]
