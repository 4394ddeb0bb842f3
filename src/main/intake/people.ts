import type { LookedUp, PossiblePerson, RecipientInput } from '../../shared/contract/intake.ts'
import type { FoundPerson, PersonRow } from '../../shared/contract/directory.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound } from '../call.ts'
import * as directory from '../directory/directory.ts'
import type { Assigned } from './events.ts'

/** People who are looked at for one name. */
const MOST = 20
/** People who are offered for one name. */
const OFFERED = 5

type Context = Pick<CheckedCall, 'services'>
export interface Resolved { assigned: Assigned; candidates: PossiblePerson[] }

const asPossible = (row: PersonRow): PossiblePerson => ({ person: row.id, name: row.name, department: row.department ?? '', mailStop: row.mailStop ?? '', active: row.active })

/** People who may be meant by a name, those who have exactly this name first. */
export async function peopleNamed(call: Context, name: string): Promise<{ exact: PossiblePerson[]; near: PossiblePerson[] }> {
  const key = searchKey(name)
  if (key === '') return { exact: [], near: [] }
  const { rows } = await directory.search(call, { text: name.slice(0, 200).toWellFormed(), likely: [], limit: MOST })
  const isExact = (row: FoundPerson): boolean => searchKey(row.name) === key || (row.alias !== null && searchKey(row.alias) === key)
  return { exact: rows.filter(isExact).map(asPossible), near: rows.filter((row) => !isExact(row)).map(asPossible) }
}

/**
 * For whom a piece is, as the event keeps it. A name that exactly one person here has is that person; one that several have, or
 * that is only near to several, stays open, and so does one that nobody has.
 *
 * @throws NotFound when the person that was chosen is not in the directory
 */
export async function resolve(call: Context, input: RecipientInput): Promise<Resolved> {
  if (input.person !== null) {
    const person = directory.byId(call, input.person)
    if (!person) throw new NotFound('This person is not in the directory. Choose another name.')
    return { assigned: { assignment: 'person', recipient: named(asPossible(person)) }, candidates: [] }
  }
  const { name, department, mailStop } = input
  if (name === '') return { assigned: { assignment: 'department', recipient: { person: null, name, department, mailStop } }, candidates: [] }
  const { exact, near } = await peopleNamed(call, name)
  const here = exact.filter((person) => person.active)
  const fitting = department === '' ? here : here.filter((person) => searchKey(person.department) === searchKey(department))
  const [only, ...others] = fitting.length > 0 ? fitting : here
  if (only && others.length === 0) return { assigned: { assignment: 'person', recipient: named(only) }, candidates: [] }
  const candidates = [...exact, ...near].slice(0, OFFERED)
  return { assigned: { assignment: candidates.length > 1 ? 'several' : 'unknown', recipient: { person: null, name, department, mailStop } }, candidates }
}

function named({ person, name, department, mailStop }: PossiblePerson): NonNullable<LookedUp['person']> {
  return { person, name, department, mailStop }
}

/** Whose badge this is, or null when the directory does not know. */
export async function ownerOf(call: Context, badge: string): Promise<LookedUp['person']> {
  const { rows } = await directory.search(call, { text: badge, likely: [], limit: MOST })
  const cards = rows.filter((row) => directory.get(call, row.id).badge === badge)
  return cards[0] ? named(asPossible(cards[0])) : null
}
