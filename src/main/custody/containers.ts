import type { ContainerRow } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Context } from './custody.ts'
import { about, applied, changeAll, once, where } from './custody.ts'
import { pieceMoved, piecePacked, pieceUnpacked } from './events.ts'
import { nextOwn } from './own.ts'
import { locationNamed } from './place.ts'
import * as queries from './queries.ts'

/** Every container by number. */
export function containers(call: Context, input: { inactive: boolean }): ContainerRow[] {
  return queries.containers(call.services.store.db, input.inactive)
}

/** @throws NotFound */
export function existingContainer(db: ReadableDb, id: string): ContainerRow {
  const found = queries.containerById(db, id)
  if (!found) throw new NotFound('This container is not here.')
  return found
}

/** A container that something can be put into, and that can be moved. @throws NotFound, Refusal `container-closed`, `container-out` */
function usable(db: ReadableDb, id: string): ContainerRow {
  const found = existingContainer(db, id)
  if (found.out !== '') throw new Refusal('container-out', `${found.number} is on ${found.out}. Deliver what is in it, or bring it back first.`, { field: 'container' })
  if (!found.active) throw new Refusal('container-closed', `${found.number} is out of use. Take another one, or put it into use again.`, { field: 'container' })
  return found
}

/** Adds a container under a number of its own, or changes the one of this id. @throws NotFound, Refusal `pieces-there` */
export function saveContainer(call: CheckedCall, input: { id?: string | undefined; name: string; kind: ContainerRow['kind']; active: boolean }): ContainerRow {
  const { store } = call.services
  const id = input.id ?? store.newId()
  return store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : existingContainer(db, input.id)
    if (before && !input.active && before.pieces > 0) throw new Refusal('pieces-there', `${before.pieces} pieces are in ${before.number}. Take them out first.`, { field: 'active' })
    const own = before ? null : nextOwn(db, store.device, 'container')
    const { name, kind, active } = input
    const fields = (['name', 'kind', 'active'] as const).filter((field) => before?.[field] !== input[field])
    return {
      tables: (tables) => {
        own?.tables(tables)
        queries.putContainer(tables, { id, number: before?.number ?? own?.number ?? '', name, kind, location: before?.location ?? '', active: active ? 1 : 0 })
      },
      events: fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'container', record: id, action: before ? 'changed' : 'added', fields: before ? fields : ['number', ...fields] })],
      answer: () => existingContainer(db, id),
    }
  })
}

/** What lies in a container. @throws NotFound */
export function contents(call: Context, input: { container: string }): { container: ContainerRow; rows: PieceRow[] } {
  const { db } = call.services.store
  return { container: existingContainer(db, input.container), rows: queries.inContainer(db, input.container).map((id) => pieces.existing(db, id)) }
}

/** The pieces that were named, and those in the containers that were. @throws NotFound */
export function withContents(db: ReadableDb, ids: readonly string[], of: readonly string[]): string[] {
  return once([...ids, ...of.flatMap((id) => queries.inContainer(db, existingContainer(db, id).id))])
}

/** Puts pieces into a container; they lie where it stands. @throws NotFound, Refusal `state`, `container-closed`, `container-out` */
export function pack(call: CheckedCall, input: { container: string; pieces: string[] }): { rows: PieceRow[]; already: number } {
  const { db } = call.services.store
  const already = once(input.pieces).filter((id) => pieces.existing(db, id).container?.id === input.container).length
  const { rows } = changeAll(call, input.pieces, (piece, several, at) => {
    const container = usable(at, input.container)
    applied(call, piece, { action: 'move', location: container.location || piece.location || container.number }, several)
    return piece.container?.id === container.id ? [] : [piecePacked.draft(piece.id, { container: container.id, number: container.number, location: container.location })]
  })
  return { rows, already }
}

/** Takes pieces out of their containers; they stay in the location. @throws NotFound, Refusal `state` */
export function unpack(call: CheckedCall, input: { pieces: string[] }): { rows: PieceRow[]; already: number } {
  const { db } = call.services.store
  const already = once(input.pieces).filter((id) => pieces.existing(db, id).container === null).length
  const { rows } = changeAll(call, input.pieces, (piece, several) => {
    if (piece.voided) throw new Refusal('state', about(piece, where(call, piece), several))
    return piece.container ? [pieceUnpacked.draft(piece.id, { container: piece.container.id, number: piece.container.number })] : []
  })
  return { rows, already }
}

/** Moves a container and everything in it, each piece with an event of its own. @throws NotFound, Refusal `container-closed`, `container-out`, `location-closed` */
export function moveContainer(call: CheckedCall, input: { container: string; location: string }): { rows: PieceRow[]; already: number } {
  return call.services.store.operate(call.actor, (db) => {
    const { id, number, name, kind, location: before } = usable(db, input.container)
    const location = locationNamed(db, input.location)
    const inside = queries.inContainer(db, id).map((piece) => pieces.existing(db, piece))
    const moving = inside.filter((piece) => piece.location !== location)
    return {
      tables: (tables) => queries.putContainer(tables, { id, number, name, kind, location, active: 1 }),
      events: [
        ...(before === location ? [] : [recordChanged.draft(null, { table: 'container', record: id, action: 'changed', fields: ['location'] })]),
        ...moving.map((piece) => pieceMoved.draft(piece.id, { from: piece.location, location, by: 'container' })),
      ],
      answer: () => ({ rows: inside.map((piece) => pieces.existing(db, piece.id)), already: inside.length - moving.length }),
    }
  })
}
