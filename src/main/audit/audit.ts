import type { AuditFilter, AuditRow } from '../../shared/contract/audit.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { dayBounds } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import type { EventRow } from '../store/log.ts'
import { readEvent } from '../store/log.ts'
import type { Store } from '../store/store.ts'
import * as queries from './queries.ts'

function shown(store: Store, rows: readonly EventRow[]): AuditRow[] {
  const known = new Map(pieces.byIds(store.db, [...new Set(rows.flatMap((row) => row.piece ?? []))]).map((piece) => [piece.id, piece.grouped]))
  return rows.map((row) => {
    const event = readEvent(store.kinds, row)
    const payload = event.payload as Record<string, unknown> | null
    const { table, record } = payload ?? {}
    return {
      device: row.device, sequence: row.sequence, recordedAt: row.recorded_at, zone: row.zone, stated: event.stated, actor: event.actor, kind: row.kind, piece: row.piece === null ? null : { id: row.piece, grouped: known.get(row.piece) ?? '' }, hash: row.hash.toString('hex'), payload,
      about: row.kind === 'record.changed' && typeof table === 'string' && typeof record === 'string' ? queries.recordName(store.db, table, record) : '',
    }
  })
}

/** The id of the piece that a text names: an id, or a number that a piece bears. @throws NotFound */
function pieceOf(call: CheckedCall, text: string): string {
  if (ID_PATTERN.test(text)) return text
  const digits = text.replaceAll(/[\s-]/g, '')
  const found = pieces.find(call, text).rows.find((row) => row.number === digits || row.grouped === text || row.number === text) ?? pieces.find(call, text).rows[0]
  if (!found) throw new NotFound(`No piece here has the number ${text}.`)
  return found.id
}

/** One page of the log, the newest entry first. @throws NotFound */
export function list(call: CheckedCall, input: AuditFilter & { cursor?: queries.Place | undefined; limit: number }): { rows: AuditRow[]; next: queries.Place | null; entries: number } {
  const { store } = call.services
  const day = input.day === undefined ? null : dayBounds(input.day, store.zone())
  const by = { piece: input.piece === undefined ? null : pieceOf(call, input.piece), person: input.person ?? null, kinds: input.kinds && input.kinds.length > 0 ? input.kinds : null, from: day?.start ?? null, to: day?.end ?? null }
  const rows = queries.entries(store.db, by, input.cursor ?? null, input.limit)
  const last = rows.at(-1)
  return { rows: shown(store, rows), next: last && rows.length === input.limit ? { device: last.device, sequence: last.sequence } : null, entries: queries.countAll(store.db) }
}

/** Who ever did something, by name, and every kind of entry that this version knows. */
export function choices(call: CheckedCall): { people: Array<{ id: string; name: string }>; kinds: string[] } {
  const { db, kinds } = call.services.store
  const people = queries.actors(db).map((id) => ({ id, name: queries.nameOf(db, id) }))
  return { people: people.sort((a, b) => (a.name < b.name ? -1 : 1)), kinds: [...kinds.keys()].sort() }
}

/** One entry in its raw form. @throws NotFound */
export function entry(call: CheckedCall, place: queries.Place): { row: AuditRow; version: number; raw: string | null; payloadHash: string; previous: string } {
  const { store } = call.services
  const row = queries.entryAt(store.db, place)
  const [first] = row ? shown(store, [row]) : []
  if (!row || !first) throw new NotFound('There is no such entry in the log.')
  return { row: first, version: row.version, raw: row.payload, payloadHash: row.payload_hash.toString('hex'), previous: row.previous.toString('hex') }
}
