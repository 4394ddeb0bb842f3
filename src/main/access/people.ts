import type { Member } from '../../shared/contract/access.ts'
import type { Role } from '../../shared/contract/roles.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import * as queries from './queries.ts'
import { hashSecret } from './secrets.ts'

/** Everybody who may sign in or once could, by name. */
export function everyone(call: CheckedCall): Member[] {
  return queries.everybody(call.services.store.db).map(({ id, name, role, active }) => ({ id, name, role, active: active === 1 }))
}

function existing(db: ReadableDb, id: string): queries.MemberRow {
  const person = queries.anybodyById(db, id)
  if (!person) throw new NotFound('This person is not here any more. Choose another name.')
  return person
}

/** An office without an administrator could never add one again. */
function refuseLast(db: ReadableDb, person: queries.MemberRow): void {
  const others = queries.activePeople(db).filter((other) => other.role === 'administrator' && other.id !== person.id)
  if (person.active === 1 && person.role === 'administrator' && others.length === 0)
    throw new Refusal('last-administrator', `${person.name} is the only administrator. Make somebody else one first.`)
}

function change(call: CheckedCall, id: string, fields: readonly string[], decide: (db: ReadableDb, person: queries.MemberRow) => ((db: WritableDb) => void) | null): Member {
  const { store, sessions } = call.services
  const changed = store.operate(call.actor, (db) => {
    const tables = decide(db, existing(db, id))
    return { ...(tables ? { tables } : {}), events: tables ? [recordChanged.draft(null, { table: 'user', record: id, action: 'changed', fields: [...fields] })] : [], answer: () => tables !== null }
  })
  // Whoever is signed in as this person was let in under what held before.
  if (changed) sessions.closeAllOf(id)
  const { name, role, active } = existing(store.db, id)
  return { id, name, role, active: active === 1 }
}

/** Gives a person another role; their open sessions end. @throws NotFound, Refusal `last-administrator` */
export function changeRole(call: CheckedCall, input: { id: string; role: Role }): Member {
  return change(call, input.id, ['role'], (db, person) => {
    if (person.role === input.role) return null
    refuseLast(db, person)
    return (tables) => queries.updateRole(tables, person.id, input.role)
  })
}

/** Gives a person another PIN, for somebody who forgot it; their open sessions end. @throws NotFound, Refusal `yourself` */
export async function resetPin(call: CheckedCall, input: { id: string; pin: string }): Promise<Member> {
  if (input.id === call.actor.id) throw new Refusal('yourself', 'Change your own PIN under My PIN, with the old one.', { field: 'pin' })
  existing(call.services.store.db, input.id)
  const pin = await hashSecret(input.pin, call.services.secretCost)
  return change(call, input.id, ['pin'], (_, person) => (tables) => queries.updatePin(tables, person.id, pin))
}

/** Keeps a person from signing in, or lets them in again. What they did stays under their name. @throws NotFound, Refusal `last-administrator`, `yourself`, `name-taken` */
export function setActive(call: CheckedCall, input: { id: string; active: boolean }): Member {
  if (input.id === call.actor.id && !input.active) throw new Refusal('yourself', 'You cannot switch off your own sign-in. Another administrator can.')
  return change(call, input.id, ['active'], (db, person) => {
    if ((person.active === 1) === input.active) return null
    if (!input.active) refuseLast(db, person)
    else if (queries.personByName(db, person.name)) throw new Refusal('name-taken', `Another ${person.name} signs in here now. Change one of the two names first.`)
    return (tables) => queries.updateActive(tables, person.id, input.active)
  })
}
