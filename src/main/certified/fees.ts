import type { FeeTableRow } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import { newId } from '../../shared/ids.ts'
import type { Charges, FeeItem } from '../../shared/mail/fees.ts'
import { charges } from '../../shared/mail/fees.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, run } from '../store/db.ts'

interface Row { id: string; item: string; mail_class: string | null; shape: string | null; up_to: number | null; from: string; cents: number; source: string; verified_by: string | null; verified_at: number | null }

const shown = (row: Row): FeeTableRow => ({
  id: row.id, item: row.item as FeeItem, mailClass: row.mail_class as FeeTableRow['mailClass'], shape: row.shape as FeeTableRow['shape'], upTo: row.up_to, from: row.from, cents: row.cents, source: row.source,
  verified: row.verified_by === null ? null : { by: row.verified_by, at: row.verified_at ?? 0 },
})

/** The table of prices, newest first within an item. */
export function feeRows(db: ReadableDb): FeeTableRow[] {
  return all<Row & Record<string, string | number | null>>(db, 'SELECT id, item, mail_class, shape, up_to, "from", cents, source, verified_by, verified_at FROM fee ORDER BY item, mail_class, shape, up_to, "from" DESC, id').map(shown)
}

export function fees({ services: { store } }: Pick<CheckedCall, 'services'>): FeeTableRow[] {
  return feeRows(store.db)
}

/** What is priced of a letter. */
export type Pricing = Pick<LetterRow, 'mailClass' | 'services' | 'shape' | 'nonmachinable' | 'weight'>

/** Postage and fees of a letter on its mailing date; what a person typed stands. */
export function priced(db: ReadableDb, what: Pricing, day: string, typed: { postage?: number | undefined; fees?: Partial<Record<FeeItem, number>> | undefined }): LetterRow['charges'] {
  const { postage, fees } = charges(feeRows(db), { ...what, day }, typed)
  return { postage, fees: [...fees] }
}

/** What a person typed of the charges a letter has, for pricing it anew. */
export function typedOf(known: Charges): { postage?: number; fees: Partial<Record<FeeItem, number>> } {
  const { postage, fees } = known
  return {
    ...(postage.how === 'typed' && postage.cents !== null ? { postage: postage.cents } : {}),
    fees: Object.fromEntries(fees.flatMap(({ item, cents, how }) => (how === 'typed' && cents !== null ? [[item, cents]] : []))),
  }
}

function put(db: WritableDb, row: FeeTableRow): void {
  run(db, `INSERT INTO fee (id, item, mail_class, shape, up_to, "from", cents, source, verified_by, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET item = excluded.item, mail_class = excluded.mail_class,
    shape = excluded.shape, up_to = excluded.up_to, "from" = excluded."from", cents = excluded.cents, source = excluded.source, verified_by = excluded.verified_by, verified_at = excluded.verified_at`,
    row.id, row.item, row.mailClass, row.shape, row.upTo, row.from, row.cents, row.source, row.verified?.by ?? null, row.verified?.at ?? null)
}

function existing(db: ReadableDb, id: string): FeeTableRow {
  const row = feeRows(db).find((known) => known.id === id)
  if (!row) throw new NotFound('This row is not in the table of prices any more.')
  return row
}

const FIELDS = ['item', 'mailClass', 'shape', 'upTo', 'from', 'cents', 'source'] as const

/** Adds a row, or changes the one of `id`. What a person typed counts as verified by them. @throws NotFound, Refusal `row-there` */
export function saveFee(call: CheckedCall, input: Omit<FeeTableRow, 'id' | 'verified'> & { id?: string | undefined }): FeeTableRow {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : existing(db, input.id)
    const same = feeRows(db).find((row) => row.id !== before?.id && row.item === input.item && row.mailClass === input.mailClass && row.shape === input.shape && row.upTo === input.upTo && row.from === input.from)
    if (same) throw new Refusal('row-there', 'There is a price for this from this day on already. Change that row.', { field: 'from' })
    const row: FeeTableRow = { ...input, id: before?.id ?? newId(store.now()), verified: { by: call.actor.name, at: store.now() } }
    return {
      tables: (tables) => put(tables, row),
      events: [recordChanged.draft(null, { table: 'fee', record: row.id, action: before ? 'changed' : 'added', fields: before ? [...FIELDS.filter((field) => before[field] !== row[field]), 'verified'] : [...FIELDS] })],
      answer: () => existing(db, row.id),
    }
  })
}

/** A person has compared a row with USPS's notice. @throws NotFound */
export function verifyFee(call: CheckedCall, id: string): FeeTableRow {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const row: FeeTableRow = { ...existing(db, id), verified: { by: call.actor.name, at: store.now() } }
    return { tables: (tables) => put(tables, row), events: [recordChanged.draft(null, { table: 'fee', record: id, action: 'changed', fields: ['verified'] })], answer: () => row }
  })
}

/** Takes a row away; letters keep what they cost. @throws NotFound */
export function removeFee(call: CheckedCall, id: string): Record<string, never> {
  return call.services.store.operate(call.actor, (db) => {
    existing(db, id)
    return { tables: (tables) => run(tables, 'DELETE FROM fee WHERE id = ?', id), events: [recordChanged.draft(null, { table: 'fee', record: id, action: 'removed', fields: [] })], answer: () => ({}) }
  })
}
