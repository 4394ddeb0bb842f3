import { createHash } from 'node:crypto'
import type { LabelRoll } from '../../shared/contract/certified.ts'
import { newId } from '../../shared/ids.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { identify } from '../../shared/mail/identify.ts'
import { isCertified } from '../../shared/mail/services.ts'
import { number } from '../../shared/words.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import { setting } from '../store/settings.ts'
import { labelSpoiled } from './events.ts'
import * as queries from './queries.ts'
import { CERTIFIED } from './settings.ts'

/** More labels than this were never on one roll: a wrong number was scanned. */
const MOST = 100_000

interface Row { id: string; name: string; first: string; last: string; total: number; added_at: number; added_by: string; retired: number }
const COLUMNS = 'id, name, first, last, total, added_at, added_by, retired'

function shown(db: ReadableDb, row: Row): LabelRoll {
  const used = one<{ n: number }>(db, "SELECT count(*) AS n FROM article_number a JOIN letter l ON l.piece = (SELECT no FROM piece WHERE id = a.piece) WHERE a.number BETWEEN ? AND ? AND length(a.number) = ? AND a.state = 'used' AND l.state <> 'voided'", row.first, row.last, row.first.length)?.n ?? 0
  const known = one<{ n: number }>(db, 'SELECT count(*) AS n FROM article_number WHERE number BETWEEN ? AND ? AND length(number) = ?', row.first, row.last, row.first.length)?.n ?? 0
  const left = Math.max(0, row.total - known)
  return {
    id: row.id, name: row.name, first: row.first, last: row.last, firstGrouped: groupNumber(row.first), lastGrouped: groupNumber(row.last), total: row.total, used, voided: known - used, left,
    low: row.retired === 0 && left < setting(db, CERTIFIED).lowAt, addedAt: row.added_at, addedBy: row.added_by, retired: row.retired === 1,
  }
}

/** The roll that a number is of, or null. */
export function rollOf(db: ReadableDb, number: string): LabelRoll | null {
  const row = one<Row & Record<string, string | number>>(db, `SELECT ${COLUMNS} FROM label_roll WHERE ? BETWEEN first AND last AND length(first) = ? ORDER BY retired, added_at DESC LIMIT 1`, number, number.length)
  return row && shown(db, row)
}

/** Every roll, the ones in use first. */
export function rolls({ services: { store } }: Pick<CheckedCall, 'services'>): LabelRoll[] {
  return all<Row & Record<string, string | number>>(store.db, `SELECT ${COLUMNS} FROM label_roll ORDER BY retired, added_at DESC, id DESC`).map((row) => shown(store.db, row))
}

function end(text: string, field: 'first' | 'last'): string {
  const candidate = identify(text).candidates.find(isCertified)
  if (!candidate) throw new Refusal('not-certified', 'This is no number of Certified Mail. Scan the label itself.', { field })
  if (candidate.checkDigit !== 'valid') throw new Refusal('check-digit', 'The check digit of this label does not fit. Scan it again.', { field })
  return candidate.number
}

/** Registers labels as a range; its check digits are not counted. @throws Refusal `not-certified`, `check-digit`, `different-labels`, `wrong-order`, `too-many`, `overlaps` */
export function addRoll(call: CheckedCall, input: { name: string; first: string; last: string }): LabelRoll {
  const { store } = call.services
  const first = end(input.first, 'first')
  const last = end(input.last, 'last')
  // Everything up to the serial has to be the same: 15 digits of a 22-digit number, 12 of one with 20.
  const kind = first.length - 7
  if (first.length !== last.length || first.slice(0, Math.min(kind, 5)) !== last.slice(0, Math.min(kind, 5))) throw new Refusal('different-labels', 'The first and the last label are of different kinds. Scan both from the same roll.', { field: 'last' })
  const count = Number(BigInt(last.slice(0, -1)) - BigInt(first.slice(0, -1))) + 1
  if (count < 1) throw new Refusal('wrong-order', 'The last label comes before the first one. Scan them the other way round.', { field: 'last' })
  if (count > MOST) throw new Refusal('too-many', `From the first label to the last one there would be ${number(count)}. Scan both from the same roll.`, { field: 'last' })
  return store.operate(call.actor, (db) => {
    const other = one<Row & Record<string, string | number>>(db, `SELECT ${COLUMNS} FROM label_roll WHERE first <= ? AND last >= ? AND length(first) = ? LIMIT 1`, last, first, first.length)
    if (other) throw new Refusal('overlaps', `Some of these labels belong to the roll ${other.name} already.`, { field: 'first' })
    const row: Row = { id: newId(store.now(), (bytes) => (bytes.set(createHash('sha256').update(`${first} ${last}`).digest().subarray(0, bytes.length)), bytes)), name: input.name, first, last, total: count, added_at: store.now(), added_by: call.actor.name, retired: 0 }
    return {
      tables: (tables) => run(tables, 'INSERT INTO label_roll (id, name, first, last, total, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)', row.id, row.name, first, last, count, row.added_at, row.added_by),
      events: [recordChanged.draft(null, { table: 'label_roll', record: row.id, action: 'added', fields: ['name', 'first', 'last'] })],
      answer: () => shown(db, row),
    }
  })
}

/** Nothing more is taken from a roll. @throws NotFound */
export function retireRoll(call: CheckedCall, id: string): LabelRoll {
  return call.services.store.operate(call.actor, (db) => {
    const row = one<Row & Record<string, string | number>>(db, `SELECT ${COLUMNS} FROM label_roll WHERE id = ?`, id)
    if (!row) throw new NotFound('This roll is not in this store.')
    return {
      tables: (tables) => run(tables, 'UPDATE label_roll SET retired = 1 WHERE id = ?', id),
      events: row.retired === 1 ? [] : [recordChanged.draft(null, { table: 'label_roll', record: id, action: 'changed', fields: ['retired'] })],
      answer: () => shown(db, { ...row, retired: 1 }),
    }
  })
}

/** A label was spoiled before it was on a letter. @throws Refusal `no-roll`, `used` */
export function voidLabel(call: CheckedCall, input: { text: string; reason: string }): LabelRoll {
  return call.services.store.operate(call.actor, (db) => {
    const number = identify(input.text).candidates.find(isCertified)?.number ?? ''
    const roll = number === '' ? null : rollOf(db, number)
    if (!roll) throw new Refusal('no-roll', 'This label is of no roll that is registered here. Only labels of a roll are counted.', { field: 'text' })
    const used = queries.usedNumber(db, number)
    if (used) throw new Refusal('used', used.state === 'spoiled' ? 'This label is marked as spoiled already.' : 'This label is on a letter. Open that letter to put another number on it.', { field: 'text' })
    return { events: [labelSpoiled.draft(null, { number, roll: roll.id, reason: input.reason })], answer: () => rollOf(db, number) ?? roll }
  })
}
