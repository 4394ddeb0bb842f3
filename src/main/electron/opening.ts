import { existsSync } from 'node:fs'
import type { Trouble } from '../../shared/desktop/channel.ts'
import { StoreError } from '../store/errors.ts'

/** What is said of a store that could not be opened. */
export function troubleOf(error: unknown, folder: string): Trouble {
  const known = error instanceof StoreError
  const cause = known ? error.cause : error
  return {
    code: known ? error.code : 'unknown', folder, busy: '',
    message: known ? error.message.replace(/ Choose (another|a) folder with --store\./, ' Choose another folder.').slice(0, 2_000) : 'Something went wrong while the store was opened. Nothing in it was changed.',
    detail: (cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause === 'string' ? cause : '').slice(0, 8_000),
  }
}

/** A folder beside `folder` that does not exist yet, named by the day of the restore. */
export function besides(folder: string, day: string): string {
  for (let i = 1; ; i++) {
    const path = `${folder}-restored-${day}${i === 1 ? '' : `-${i}`}`
    if (!existsSync(path)) return path
  }
}
