import type { Migration } from '../migrate.ts'
import { migration as logAndPieces } from './0001-log-and-pieces.ts'
import { migration as directory } from './0002-directory.ts'

/** Every migration in order. A released one is never edited: what has to change is a new one. */
export const MIGRATIONS: readonly Migration[] = [logAndPieces, directory]
