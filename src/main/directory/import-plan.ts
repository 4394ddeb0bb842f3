import type { ImportField } from '../../shared/contract/directory.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { ReadableDb } from '../store/db.ts'
import { shownName, splitName } from './person-names.ts'
import type { RowFields } from './import-rows.ts'
import type { PeopleIndex } from './people-index.ts'
import { departmentKey, mailStopKey } from './places.ts'
import type { Person, PersonValues } from './queries.ts'
import * as queries from './queries.ts'

/** What one good row asks for. */
export type Outcome =
  | { kind: 'bad'; reason: string }
  | { kind: 'new'; values: PersonValues }
  | { kind: 'same'; no: number }
  | { kind: 'changed'; before: Person; values: PersonValues; fields: ReturnType<typeof queries.differing> }

/** Finds the number of a department or mail stop named in a file. */
export interface Places {
  department(name: string, code: string): number
  mailStop(code: string, building: string, floor: string): number
}

/** Tells, row by row and in the order of the file, who is meant and what changes. Decides the same before and while it is applied. */
export interface Planner {
  decide(row: number, fields: RowFields): Outcome
  /** Tells the number that a new person of this row was given. */
  added(row: number, no: number): void
  /** People of the directory whom a row named. */
  readonly named: ReadonlyMap<number, number>
}

const EMPTY: PersonValues = {
  employeeId: '', given: '', family: '', name: '', email: '', phone: '', department: 0, mailStop: 0, location: '', aliases: [], badge: '', forwarding: '', notice: 'office', note: '', active: true, leftOn: null,
}

type Match = { person: Person | null } | { reason: string }

export function createPlanner(db: ReadableDb, index: PeopleIndex, places: Places, today: string): Planner {
  // Who and what was named so far: two rows of a file never mean the same person.
  const named = new Map<number, number>()
  const employeeIds = new Map<string, number>()
  const addresses = new Map<string, number>()
  const names = new Map<string, number>()
  // Most files tell people apart by ID or e-mail address and never ask for a name: then nothing is made of the names.
  const unread: Array<[string, number]> = []

  /** People with this e-mail address, without those to whom an earlier row of this file gave another one. */
  const byEmail = (email: string): Person[] => queries.withEmail(db, index.mayHaveEmail(email), email).filter((person) => !named.has(person.no))

  const byName = (fields: RowFields, name: string): Match => {
    const key = searchKey(name)
    for (const [earlierName, row] of unread.splice(0)) names.set(searchKey(earlierName), row)
    const earlier = names.get(key)
    if (earlier !== undefined) return { reason: `Row ${earlier} has the same name. Add an employee ID or an e-mail address to both.` }
    const same = index.bearing(name).flatMap((no) => queries.personByNo(db, no) ?? []).filter((person) => searchKey(person.name) === key)
    const here = same.some((person) => person.active) ? same.filter((person) => person.active) : same
    const department = fields.department === undefined ? null : queries.departmentByKey(db, departmentKey(fields.department))
    const likely = here.length > 1 && department ? here.filter((person) => person.department === department.no) : here
    if (likely.length > 1 || (likely.length === 0 && here.length > 0)) return { reason: `${likely.length === 0 ? here.length : likely.length} people in the directory have this name. Add an employee ID or an e-mail address.` }
    return { person: likely[0] ?? null }
  }

  const match = (fields: RowFields, name: string): Match => {
    const { employeeId, email } = fields
    if (employeeId !== undefined) {
      const person = index.mayHaveEmployeeId(employeeId) ? queries.personByEmployeeId(db, employeeId) : null
      if (person) return { person }
    }
    if (email === undefined) return employeeId === undefined ? (name === '' ? { reason: 'No name in this row.' } : byName(fields, name)) : { person: null }
    const people = byEmail(email)
    if (people.length > 1) return { reason: `${people.length === 2 ? 'Two' : 'Several'} people in the directory have this e-mail address. Add an employee ID.` }
    const person = people[0] ?? null
    if (person && employeeId !== undefined && person.employeeId !== '') return { reason: `This e-mail address belongs to ${person.name}, who has another employee ID.` }
    return { person }
  }

  const values = (before: PersonValues, fields: RowFields): PersonValues => {
    const after: PersonValues = { ...before }
    for (const field of ['employeeId', 'email', 'phone', 'location', 'badge', 'forwarding', 'note'] as const) after[field] = fields[field] ?? before[field]
    // The same e-mail address or ID in other letters is no change.
    for (const field of ['employeeId', 'email'] as const) if (after[field].toLowerCase() === before[field].toLowerCase()) after[field] = before[field]
    if (fields.given !== undefined || fields.family !== undefined) {
      after.given = fields.given ?? before.given
      after.family = fields.family ?? before.family
      if (fields.name !== undefined) after.name = fields.name
      else if (after.given !== before.given || after.family !== before.family || before.name === '') after.name = shownName(after.given, after.family)
    } else if (fields.name !== undefined) {
      const split = splitName(fields.name)
      const shown = fields.name.includes(',') ? shownName(split.given, split.family) : fields.name
      if (shown !== before.name) Object.assign(after, split, { name: shown })
    }
    if (fields.department !== undefined || fields.departmentCode !== undefined) after.department = places.department(fields.department ?? fields.departmentCode ?? '', fields.departmentCode ?? '')
    if (fields.mailStop !== undefined) after.mailStop = places.mailStop(fields.mailStop, fields.building ?? '', fields.floor ?? '')
    if (fields.aliases !== undefined) after.aliases = JSON.parse(fields.aliases) as string[]
    if (fields.notice !== undefined) after.notice = fields.notice as PersonValues['notice']
    if (fields.leftOn !== undefined) {
      after.leftOn = fields.leftOn
      after.active = fields.leftOn > today
    }
    if (fields.status === 'left') {
      after.active = false
      after.leftOn = fields.leftOn ?? before.leftOn ?? today
    }
    if (fields.status === 'active') {
      after.active = true
      after.leftOn = fields.leftOn !== undefined && fields.leftOn > today ? fields.leftOn : null
    }
    return after
  }

  return {
    named,
    added: (row, no) => void named.set(no, row),
    decide: (row, fields) => {
      const employeeId = fields.employeeId?.toLowerCase()
      const email = fields.email?.toLowerCase()
      const sameId = employeeId === undefined ? undefined : employeeIds.get(employeeId)
      if (sameId !== undefined) return { kind: 'bad', reason: `Row ${sameId} has the same employee ID.` }
      const sameEmail = email === undefined ? undefined : addresses.get(email)
      if (sameEmail !== undefined) return { kind: 'bad', reason: `Row ${sameEmail} has the same e-mail address.` }
      const name = fields.given !== undefined || fields.family !== undefined ? shownName(fields.given ?? '', fields.family ?? '') : (fields.name ?? '')
      const shown = name.includes(',') ? shownName(splitName(name).given, splitName(name).family) : name
      const matched = match(fields, shown)
      if ('reason' in matched) return { kind: 'bad', reason: matched.reason }
      const { person } = matched
      if (!person && shown === '') return { kind: 'bad', reason: 'No name in this row, and nobody in the directory has its employee ID or e-mail address.' }
      const earlier = person && named.get(person.no)
      if (person && earlier !== undefined && earlier !== null) return { kind: 'bad', reason: `Row ${earlier} is about the same person, ${person.name}.` }
      const owner = person && fields.email !== undefined && fields.email.toLowerCase() !== person.email.toLowerCase() ? byEmail(fields.email).find((other) => other.no !== person.no) : undefined
      if (owner) return { kind: 'bad', reason: `This e-mail address belongs to ${owner.name}.` }
      const after = values(person ?? EMPTY, fields)
      if (after.name === '') return { kind: 'bad', reason: 'No name in this row.' }
      if (employeeId !== undefined) employeeIds.set(employeeId, row)
      if (email !== undefined) addresses.set(email, row)
      // Only a row without ID and e-mail address is told from others by its name.
      unread.push([after.name, row])
      if (!person) return { kind: 'new', values: after }
      named.set(person.no, row)
      const changed = queries.differing(person, after)
      return changed.length === 0 ? { kind: 'same', no: person.no } : { kind: 'changed', before: person, values: after, fields: changed }
    },
  }
}

/** The fields of a mapping that say who somebody is. Without one of them no row can be taken. */
export const NAMING_FIELDS: readonly ImportField[] = ['name', 'given', 'family', 'employeeId', 'email']

/** What a file's departments and mail stops are called, by the numbers they stand under. */
export interface PlaceBook extends Places {
  readonly newDepartments: ReadonlyMap<number, string>
  readonly newMailStops: ReadonlyMap<number, string>
  departmentName(no: number): string
  mailStopCode(no: number): string
}

/**
 * The departments and mail stops that are known, by name or code.
 *
 * @param create makes a new one and answers its number; a preview makes up a negative one instead
 */
export function createPlaceBook(db: ReadableDb, create: { department: (name: string, code: string) => number; mailStop: (code: string, building: string, floor: string) => number }): PlaceBook {
  const departments = new Map<string, number>()
  const names = new Map<number, string>()
  for (const { no, key, code, name } of queries.departments(db)) {
    names.set(no, name)
    if (code !== '' && !departments.has(departmentKey(code))) departments.set(departmentKey(code), no)
    departments.set(key, no)
  }
  const stops = new Map<string, number>()
  const codes = new Map<number, string>()
  for (const { no, key, code } of queries.mailStops(db)) {
    stops.set(key, no)
    codes.set(no, code)
  }
  // As files write them: thousands of rows name the same few, and making a key of a name takes longer than looking it up.
  const written = new Map<string, number>()
  const newDepartments = new Map<number, string>()
  const newMailStops = new Map<number, string>()
  return {
    newDepartments, newMailStops,
    departmentName: (no) => names.get(no) ?? '',
    mailStopCode: (no) => codes.get(no) ?? '',
    department: (name, code) => {
      const met = written.get(name)
      if (met !== undefined) return met
      const known = departments.get(departmentKey(name))
      const no = known ?? create.department(name, code)
      written.set(name, no)
      if (known !== undefined) return no
      departments.set(departmentKey(name), no)
      names.set(no, name)
      newDepartments.set(no, name)
      return no
    },
    mailStop: (code, building, floor) => {
      const known = stops.get(mailStopKey(code))
      if (known !== undefined) return known
      const no = create.mailStop(code, building, floor)
      stops.set(mailStopKey(code), no)
      codes.set(no, code)
      newMailStops.set(no, code)
      return no
    },
  }
}
