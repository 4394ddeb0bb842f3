import type { Resolved } from '../../shared/contract/custody.ts'
import type { PersonRow } from '../../shared/contract/directory.ts'
import type { CheckedCall } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { lookUp } from '../intake/intake.ts'
import { where } from './custody.ts'
import * as queries from './queries.ts'
import { pieceScanned } from './waiting.ts'

const asPerson = ({ id, name, department, mailStop }: PersonRow): NonNullable<Resolved['person']> => ({ person: id, name, department: department ?? '', mailStop: mailStop ?? '' })

/** Says what was scanned. Records nothing. @throws Refusal `empty` */
export async function resolve(call: CheckedCall, text: string): Promise<Resolved> {
  const { db } = call.services.store
  const looked = await lookUp(call, text)
  const nothing: Resolved = { kind: 'unknown', grouped: looked.grouped, piece: null, where: '', person: null, location: null, container: null, message: '' }
  // A company's own cards have numbers of any shape.
  const [owner] = directory.byBadge(call, looked.kind === 'badge' ? looked.number : text.trim().slice(0, 60))
  if (owner) return { ...nothing, kind: 'person', person: asPerson(owner), message: owner.active ? '' : `${owner.name} is not here any more.` }
  if (looked.kind === 'badge') return { ...nothing, message: 'Nobody in the directory has this badge. Give it to its owner under Directory.' }
  if (looked.kind === 'location') return { ...nothing, kind: 'location', location: looked.location }
  if (looked.kind === 'container') {
    const container = queries.containerByNumber(db, looked.number)
    return container ? { ...nothing, kind: 'container', container } : { ...nothing, message: 'This container is not one of this office.' }
  }
  const piece = pieceScanned(call, looked.number) ?? looked.piece
  return piece ? { ...nothing, kind: 'piece', grouped: piece.grouped, piece, where: where(call, piece) } : { ...nothing, message: 'No piece here has this number.' }
}
