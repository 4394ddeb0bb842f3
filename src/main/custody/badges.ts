import { parseOwn } from '../../shared/mail/own.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { recordChanged } from '../store/core.ts'
import { nextOwn } from './own.ts'

/** Gives a person a badge: a card that they have, or a new number of ours. @throws NotFound, Refusal `badge-taken`, `not-a-badge` */
export async function assignBadge(call: CheckedCall, input: { person: string; number: string }): Promise<{ person: string; number: string }> {
  const { name } = directory.get(call, input.person)
  const own = parseOwn(input.number)
  if (own && own.kind !== 'badge') throw new Refusal('not-a-badge', `This is the label of a ${own.kind}. Scan the card of ${name}.`, { field: 'number' })
  const given = own?.number ?? input.number
  const other = given === '' ? undefined : directory.byBadge(call, given).find((person) => person.id !== input.person)
  if (other) throw new Refusal('badge-taken', `${other.name} has this badge already.`, { field: 'number' })
  const number = given === '' ? newBadge(call) : given
  const card = await directory.changePerson(call, { id: input.person, fields: { badge: number } })
  return { person: input.person, number: card.badge }
}

/** A number of ours that nobody was given before. */
function newBadge(call: CheckedCall): string {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const { number, tables } = nextOwn(db, store.device, 'badge')
    return { tables, events: [recordChanged.draft(null, { table: 'own_number', record: 'badge', action: 'changed', fields: ['last'] })], answer: () => number }
  })
}
