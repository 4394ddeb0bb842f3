import type { LocationRow } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { locationBarcode } from '../../shared/mail/own.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { recordChanged } from '../store/core.ts'
import { applied, changeAll, once } from './custody.ts'
import { pieceMoved, pieceUnpacked } from './events.ts'
import { locationKey, locationNamed } from './place.ts'
import * as queries from './queries.ts'

/** Every location by code. */
export function locations(call: Pick<CheckedCall, 'services'>, input: { inactive: boolean }): LocationRow[] {
  return queries.locations(call.services.store.db, input.inactive)
}

/** Adds a location, or changes the one of this id. @throws NotFound, Refusal `location-code`, `location-taken`, `pieces-there`, `code-printed` */
export function saveLocation(call: CheckedCall, input: { id?: string | undefined; code: string; name: string; kind: LocationRow['kind']; building: string; floor: string; active: boolean }): LocationRow {
  const { store } = call.services
  const id = input.id ?? store.newId()
  const code = locationKey(input.code)
  try {
    locationBarcode(code)
  } catch {
    throw new Refusal('location-code', 'A location code has up to 24 letters, digits, spaces or . _ / - and starts and ends with a letter or digit. Choose one that a label can hold.', { field: 'code' })
  }
  return store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : queries.locationById(db, input.id)
    if (input.id !== undefined && !before) throw new NotFound('This location is not here any more.')
    const other = queries.locationByKey(db, code)
    if (other && other.id !== id) throw new Refusal('location-taken', `There is a location ${other.code} already.`, { field: 'code' })
    const there = before?.pieces ?? 0
    if (before && before.code !== code && there > 0) throw new Refusal('code-printed', `${there} pieces lie in ${before.code}, and its label says so. Move them first, or make a new location.`, { field: 'code' })
    if (before && !input.active && there > 0) throw new Refusal('pieces-there', `${there} pieces lie in ${before.code}. Move them first.`, { field: 'active' })
    const { name, kind, building, floor, active } = input
    const row = { id, code, key: code, name, kind, building, floor, active: active ? 1 : 0 }
    const fields = (['code', 'name', 'kind', 'building', 'floor', 'active'] as const).filter((field) => (field === 'active' ? Number(before?.active ?? -1) : before?.[field]) !== row[field])
    return {
      tables: (tables) => queries.putLocation(tables, row),
      events: fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'location', record: id, action: before ? 'changed' : 'added', fields })],
      answer: () => queries.locationById(db, id) ?? gone(),
    }
  })
}

function gone(): never {
  throw new NotFound('This location is not here any more.')
}

/** Puts pieces into a location, all of them or none. @throws NotFound, Refusal `state`, `location-closed` */
export function move(call: CheckedCall, input: { pieces: string[]; location: string }): { rows: PieceRow[]; already: number } {
  const { db } = call.services.store
  const location = locationNamed(db, input.location)
  const already = once(input.pieces).filter((id) => liesIn(pieces.existing(db, id), location)).length
  const { rows } = changeAll(call, input.pieces, (piece, several) => {
    applied(call, piece, { action: 'move', location }, several)
    if (liesIn(piece, location)) return []
    // A piece that is put somewhere by itself is not in its tote any more.
    return [...(piece.container ? [pieceUnpacked.draft(piece.id, { container: piece.container.id, number: piece.container.number })] : []), pieceMoved.draft(piece.id, { from: piece.location, location, by: 'scan' })]
  })
  return { rows, already }
}

const liesIn = (piece: PieceRow, location: string): boolean => piece.location === location && piece.container === null
