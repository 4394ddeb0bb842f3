import { createHash } from 'node:crypto'
import { parseOwn, pieceNumber, stationTag } from '../../shared/mail/own.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { changeSetting, NUMBERING_STOPPED, setting } from '../store/settings.ts'
import * as queries from './queries.ts'

const TAGS = 1_024

/** The tag that a device's numbers begin with: the same for the same device, seldom the same for two. */
export function tagOf(device: string): string {
  return stationTag(createHash('sha256').update(device).digest().readUInt16BE(0) % TAGS)
}

/** Numbers of our own and the row that remembers them; both belong in the transaction that records their pieces. */
export interface OwnNumbers { numbers: string[]; tables: (db: WritableDb) => void }

/**
 * The next numbers of our own. None is given twice, whatever becomes of its piece.
 *
 * @throws Refusal `numbering-stopped` in a restored store, until the last number that was used is known
 */
export function nextNumbers(db: ReadableDb, device: string, count: number): OwnNumbers {
  if (setting(db, NUMBERING_STOPPED))
    throw new Refusal('numbering-stopped', 'This store was restored from a backup, and numbers may have been used after it. Scan the last label of ours that was put on a piece; then numbers go on.')
  const { tag, last } = queries.ownNumber(db) ?? { tag: tagOf(device), last: 0 }
  return {
    numbers: Array.from({ length: count }, (_, i) => pieceNumber(tag, last + 1 + i)),
    tables: (tables) => queries.keepOwnNumber(tables, tag, last + count),
  }
}

/** Remembers a label of ours that came in by scan, so that its number is not given out later. */
export function seenOwn(db: ReadableDb, device: string, number: string): ((db: WritableDb) => void) | null {
  const own = parseOwn(number)
  const { tag, last } = queries.ownNumber(db) ?? { tag: tagOf(device), last: 0 }
  if (own?.kind !== 'piece' || own.tag !== tag || own.serial <= last) return null
  return (tables) => queries.keepOwnNumber(tables, tag, own.serial)
}

export interface Numbering { stopped: boolean; tag: string; last: string | null }

/** Whether own numbers are given out, and the last one. */
export function numbering(call: Pick<CheckedCall, 'services'>): Numbering {
  const { db, device } = call.services.store
  const known = queries.ownNumber(db)
  return { stopped: setting(db, NUMBERING_STOPPED), tag: known?.tag ?? tagOf(device), last: known && known.last > 0 ? pieceNumber(known.tag, known.last) : null }
}

/**
 * Lets own numbers go on behind the last one that was used before the restore.
 *
 * @throws Refusal `not-a-number`, `not-ours`, `one-was-used`
 */
export function resumeNumbering(call: CheckedCall, input: { lastNumber: string | null }): Numbering {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const known = queries.ownNumber(db)
    const own = input.lastNumber === null ? null : parseOwn(input.lastNumber)
    if (input.lastNumber !== null && own?.kind !== 'piece') throw new Refusal('not-a-number', 'This is no piece label of this office, or it was read wrong. Scan a label that begins with PH.', { field: 'lastNumber' })
    if (input.lastNumber === null && known) throw new Refusal('one-was-used', `Numbers were used: ${pieceNumber(known.tag, known.last)} is the last one in the backup. Scan the newest label you find, or that one.`, { field: 'lastNumber' })
    if (own?.kind === 'piece' && known && own.tag !== known.tag)
      throw new Refusal('not-ours', `This label was printed by another station (${own.tag}). Labels of this one begin with PH${known.tag}.`, { field: 'lastNumber' })
    const change = setting(db, NUMBERING_STOPPED) ? changeSetting(NUMBERING_STOPPED, false) : null
    const last = own?.kind === 'piece' && own.serial > (known?.last ?? -1) ? own : null
    return {
      tables: (tables) => {
        change?.tables(tables)
        if (last) queries.keepOwnNumber(tables, last.tag, last.serial)
      },
      events: [...(change ? [change.event] : []), ...(last ? [recordChanged.draft(null, { table: 'own_number', record: 'piece', action: known ? 'changed' : 'added', fields: ['last'] })] : [])],
      answer: () => numbering(call),
    }
  })
}
