import { badgeNumber, containerNumber } from '../../shared/mail/own.ts'
import { tagOf } from '../intake/numbering.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import * as queries from './queries.ts'

/**
 * The next number of our own for a badge or a container. It carries the tag of the device that writes now, so that a restored store,
 * which is a new device, never gives out a number that was printed after its backup.
 */
export function nextOwn(db: ReadableDb, device: string, kind: 'badge' | 'container'): { number: string; tables: (db: WritableDb) => void } {
  const tag = tagOf(device)
  const last = queries.lastSerial(db, kind, tag) + 1
  return { number: (kind === 'badge' ? badgeNumber : containerNumber)(tag, last), tables: (tables) => queries.keepSerial(tables, kind, tag, last) }
}
