import type { ReadableDb } from '../store/db.ts'
import { all } from '../store/db.ts'
import type { EventRegistry } from '../store/events.ts'
import { upgraded } from '../store/events.ts'
import type { EventRow } from '../store/log.ts'
import { record, textOf } from './words.ts'

type Row = Pick<EventRow, 'device' | 'sequence' | 'recorded_at' | 'zone' | 'stated_at' | 'kind' | 'version' | 'piece' | 'payload'>

const given = (payload: unknown, before: string): string => {
  const location = record(payload)?.['location']
  return typeof location === 'string' ? location : before
}

/** By kind: where a piece lies after it, from where it lay before. What leaves the mailroom lies nowhere in it. */
const LIES: Readonly<Record<string, (payload: unknown, before: string) => string>> = {
  'piece.detailed': given, 'piece.moved': given, 'piece.brought-back': given, 'piece.found': given, 'piece.refused': given,
  'piece.corrected': (payload, before) => given(record(payload)?.['after'], before),
  'piece.packed': (payload, before) => textOf(record(payload), 'location') || before,
  'piece.scanned-out': () => '', 'piece.handed-over': () => '', 'piece.left-at-stop': () => '', 'piece.forwarded': () => '', 'piece.returned-to-sender': () => '', 'piece.lost': () => '', 'piece.disposed': () => '',
}
const KINDS = Object.keys(LIES)

/**
 * Where pieces lay, from the events themselves, by the piece's id; a piece that lay nowhere is left out.
 *
 * @param counts whether an event belongs to the time that is asked about
 * @param left what redacted events still say
 */
export function lyingAt(db: ReadableDb, kinds: EventRegistry, pieces: readonly string[], { counts, left, order }: { counts: (row: Row) => boolean; left: ReadonlyMap<string, unknown>; order: ReadonlyMap<string, number> }): Map<string, string> {
  const found = new Map<string, string>()
  const rows = all<Row & Record<string, string | number | null>>(db, `SELECT e.device, e.sequence, e.recorded_at, e.zone, e.stated_at, e.kind, e.version, e.piece, e.payload FROM json_each(?) i JOIN event e ON e.piece = i.value WHERE e.kind IN (${KINDS.map(() => '?').join(', ')})`, JSON.stringify(pieces), ...KINDS)
  rows.sort((a, b) => (order.get(a.device) ?? 0) - (order.get(b.device) ?? 0) || a.sequence - b.sequence)
  for (const row of rows) {
    if (row.piece === null || !counts(row)) continue
    const said = row.payload === null ? left.get(`${row.device}/${row.sequence}`) : (JSON.parse(row.payload) as unknown)
    found.set(row.piece, LIES[row.kind]?.(said === undefined ? null : upgraded(kinds, row.kind, row.version, said), found.get(row.piece) ?? '') ?? '')
  }
  return new Map([...found].filter(([, location]) => location !== ''))
}
