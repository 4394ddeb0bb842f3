import type { FoundPerson, PersonCard, PersonFields, PersonRow } from '../../shared/contract/directory.ts'
import { newId } from '../../shared/ids.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import { liveIndex } from './live.ts'
import type { Indexed, PeopleIndex } from './people-index.ts'
import { shownName, splitName } from './person-names.ts'
import * as queries from './queries.ts'
import { personRow, search as find } from './search.ts'

type Context = Pick<CheckedCall, 'services'>

const today = (store: Store): string => officeDay(store.now(), store.zone())

function existing(db: ReadableDb, id: string): queries.Person {
  const person = queries.personById(db, id)
  if (!person) throw new NotFound('This person is not in the directory.')
  return person
}

/** Reads in one transaction: for dozens of small reads, opening one for each would take longer than the reads. */
function together<T>(store: Store, read: () => T): T {
  return store.db.transaction(read)()
}

/** Finds people by the beginnings of names, department or mail stop; see {@link find}. `ms` is what the search itself took. */
export async function search(call: Context, input: { text: string; likely: string[]; limit: number }): Promise<{ rows: FoundPerson[]; more: boolean; ms: number }> {
  const { store } = call.services
  const index = await liveIndex(store).ready()
  const started = performance.now()
  const found = together(store, () => {
    const likely = input.likely.flatMap((id) => queries.noOf(store.db, id) ?? [])
    return find(store.db, index, { text: input.text, likely, limit: input.limit }, today(store))
  })
  return { ...found, ms: Math.round((performance.now() - started) * 10) / 10 }
}

/** A person as lists show it, or null when nobody has this id. */
export function byId(call: Context, id: string): PersonRow | null {
  const { store } = call.services
  const no = queries.noOf(store.db, id)
  return no === null ? null : personRow(store.db, no, today(store))
}

/** One page of people by family name. */
export async function list(call: Context, input: { state: 'here' | 'away' | 'left' | 'all'; department?: string | undefined; mailStop?: string | undefined; cursor?: string | undefined; limit: number }): Promise<{ rows: PersonRow[]; next: string | null; total: number }> {
  const { store } = call.services
  const index = await liveIndex(store).ready()
  const day = today(store)
  const department = input.department === undefined ? null : (queries.departmentById(store.db, input.department)?.no ?? -1)
  const mailStop = input.mailStop === undefined ? null : (queries.mailStopById(store.db, input.mailStop)?.no ?? -1)
  const away = input.state === 'away' ? new Set(queries.awayOn(store.db, day)) : null
  const after = input.cursor === undefined ? null : Number.parseInt(input.cursor, 10)
  const page = index.page((no, inDepartment, atStop, active) =>
    (department === null || inDepartment === department) && (mailStop === null || atStop === mailStop) && (input.state === 'all' || active === (input.state !== 'left')) && (away === null || away.has(no)), after, input.limit)
  return { rows: together(store, () => page.people.flatMap((no) => personRow(store.db, no, day) ?? [])), next: page.more ? String(page.people.at(-1)) : null, total: page.total }
}

/** Everything about one person. @throws NotFound */
export function get(call: Context, id: string): PersonCard {
  const { store } = call.services
  return cardOf(store, existing(store.db, id))
}

function cardOf(store: Store, person: queries.Person): PersonCard {
  const { db } = store
  const row = personRow(db, person.no, today(store))
  if (!row) throw new NotFound('This person is not in the directory.')
  const named = (no: number): { id: string; name: string } => queries.nameOf(db, no) ?? { id: '', name: '' }
  const stop = person.mailStop === 0 ? undefined : queries.mailStops(db).find((known) => known.no === person.mailStop)
  const department = person.department === 0 ? undefined : queries.departments(db).find((known) => known.no === person.department)
  const { employeeId, given, family, email, phone, aliases, badge, forwarding, notice, note, location: ownLocation } = person
  return {
    ...row, employeeId, given, family, email, phone, ownLocation, aliases, badge, forwarding, notice, note,
    departmentId: department?.id ?? null, mailStopId: stop?.id ?? null, building: stop?.building ?? '', floor: stop?.floor ?? '',
    absences: queries.absencesOf(db, person.no, today(store)).map(({ id, from, until, note: why, deputy }) => ({ id, from, until, note: why, deputy: deputy === null ? null : named(deputy) })),
    delegates: queries.delegatesOf(db, person.no).map(({ id, delegate, from, until }) => ({ id, person: named(delegate), from, until })),
    delegateOf: queries.delegationsTo(db, person.no).map(({ id, person: other, from, until }) => ({ id, person: named(other), from, until })),
  }
}

const NOBODY: queries.PersonValues = {
  employeeId: '', given: '', family: '', name: '', email: '', phone: '', department: 0, mailStop: 0, location: '', aliases: [], badge: '', forwarding: '', notice: 'office', note: '', active: true, leftOn: null,
}

function withFields(db: ReadableDb, before: queries.PersonValues, fields: PersonFields): queries.PersonValues {
  const { department, mailStop, ...plain } = fields
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as Partial<queries.PersonValues>
  const after: queries.PersonValues = { ...before, ...given }
  if (department !== undefined) after.department = department === null ? 0 : (queries.departmentById(db, department)?.no ?? missing('This department is not in the directory.'))
  if (mailStop !== undefined) after.mailStop = mailStop === null ? 0 : (queries.mailStopById(db, mailStop)?.no ?? missing('This mail stop is not in the directory.'))
  // A shown name that was made from the old parts follows the new ones.
  const followed = fields.name === undefined && before.name === shownName(before.given, before.family)
  if (followed || after.name === '') after.name = shownName(after.given, after.family)
  if (after.name === '') throw new Refusal('no-name', 'Type a name.', { field: 'name' })
  if (after.given === '' && after.family === '') Object.assign(after, splitName(after.name))
  return after
}

function missing(message: string): never {
  throw new NotFound(message)
}

function refuseTaken(db: ReadableDb, index: PeopleIndex, no: number, before: queries.PersonValues, after: queries.PersonValues): void {
  const owner = after.employeeId === '' ? null : queries.personByEmployeeId(db, after.employeeId)
  if (owner && owner.no !== no) throw new Refusal('employee-id-taken', `${owner.name} has the employee ID ${after.employeeId} already.`, { field: 'employeeId' })
  if (after.email.toLowerCase() === before.email.toLowerCase()) return
  const other = (after.email === '' ? [] : queries.withEmail(db, index.mayHaveEmail(after.email), after.email)).find((person) => person.no !== no)
  if (other) throw new Refusal('email-taken', `${other.name} has this e-mail address already.`, { field: 'email' })
}

/** Fields that the index knows of. */
export const INDEXED: ReadonlySet<string> = new Set(['given', 'family', 'name', 'email', 'employeeId', 'aliases', 'department', 'mailStop', 'active'])

/** What the index keeps of a row. */
export function indexed(no: number, person: queries.PersonValues): Indexed {
  const { given, family, name, email, employeeId, aliases, department, mailStop, active } = person
  return { no, given, family, name, email, employeeId, aliases, department, mailStop, active }
}

/** Adds a person. @throws Refusal `no-name`, `employee-id-taken`, `email-taken`; NotFound for a department or mail stop */
export async function addPerson(call: CheckedCall, fields: PersonFields): Promise<PersonCard> {
  const { store } = call.services
  const index = await liveIndex(store).ready()
  const id = newId(store.now())
  const added = store.operate(call.actor, (db) => {
    const person = withFields(db, NOBODY, fields)
    refuseTaken(db, index, 0, NOBODY, person)
    let no = 0
    return {
      tables: (tables) => {
        no = queries.insertPerson(tables, id, person, store.now(), null)
      },
      events: [recordChanged.draft(null, { table: 'person', record: id, action: 'added', fields: queries.differing(NOBODY, person) })],
      answer: () => indexed(no, person),
    }
  })
  liveIndex(store).changed([added])
  return get(call, id)
}

function change(call: CheckedCall, id: string, decide: (person: queries.Person, db: ReadableDb) => queries.PersonValues): PersonCard {
  const { store } = call.services
  const changed = store.operate(call.actor, (db) => {
    const before = existing(db, id)
    const after = decide(before, db)
    const fields = queries.differing(before, after)
    return {
      tables: (tables) => {
        if (fields.length > 0) queries.updatePerson(tables, before.no, fields, after)
      },
      events: fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'person', record: id, action: 'changed', fields })],
      answer: () => indexed(before.no, after),
    }
  })
  liveIndex(store).changed([changed])
  return get(call, id)
}

/** Changes what is said about a person. @throws NotFound, Refusal as {@link addPerson} */
export async function changePerson(call: CheckedCall, input: { id: string; fields: PersonFields }): Promise<PersonCard> {
  const index = await liveIndex(call.services.store).ready()
  return change(call, input.id, (person, db) => {
    const after = withFields(db, person, input.fields)
    refuseTaken(db, index, person.no, person, after)
    return after
  })
}

/** Marks a person as left, today unless another day is given. The person is still found, behind those who are here. */
export function deactivate(call: CheckedCall, input: { id: string; leftOn?: string | undefined }): PersonCard {
  const leftOn = input.leftOn ?? today(call.services.store)
  return change(call, input.id, (person) => ({ ...person, active: false, leftOn }))
}

export function reactivate(call: CheckedCall, id: string): PersonCard {
  return change(call, id, (person) => ({ ...person, active: true, leftOn: null }))
}

/** Changes what hangs on a person, with its audit event. */
function attach(call: CheckedCall, id: string, decide: (db: ReadableDb, person: queries.Person) => { tables: (db: WritableDb) => void; event: EventDraft }): PersonCard {
  const { store } = call.services
  store.operate(call.actor, (db) => {
    const person = existing(db, id)
    const { tables, event } = decide(db, person)
    return {
      tables: (writable) => {
        tables(writable)
        queries.touchPerson(writable, person.no)
      },
      events: [event],
      answer: () => null,
    }
  })
  return get(call, id)
}

function refuseBackwards(from: string | null, until: string | null): void {
  if (from !== null && until !== null && until < from) throw new Refusal('days', 'The last day lies before the first.', { field: 'until' })
}

/** Adds or changes an absence. @throws NotFound, Refusal `days`, `own-deputy` */
export function setAbsence(call: CheckedCall, input: { person: string; absence?: string | undefined; from: string; until: string | null; note: string; deputy: string | null }): PersonCard {
  refuseBackwards(input.from, input.until)
  return attach(call, input.person, (db, person) => {
    const deputy = input.deputy === null ? null : existing(db, input.deputy).no
    if (deputy === person.no) throw new Refusal('own-deputy', 'A person cannot stand in for themselves.', { field: 'deputy' })
    if (input.absence !== undefined && queries.absenceById(db, input.absence)?.person !== person.no) throw new NotFound('This absence is not there any more.')
    const id = input.absence ?? newId(call.services.store.now())
    return {
      tables: (tables) => queries.putAbsence(tables, { id, person: person.no, from: input.from, until: input.until, note: input.note, deputy }),
      event: recordChanged.draft(null, { table: 'absence', record: id, action: input.absence === undefined ? 'added' : 'changed', fields: ['person', 'from', 'until', 'note', 'deputy'] }),
    }
  })
}

/** @throws NotFound */
export function removeAbsence(call: CheckedCall, input: { person: string; absence: string }): PersonCard {
  return attach(call, input.person, (db, person) => {
    if (queries.absenceById(db, input.absence)?.person !== person.no) throw new NotFound('This absence is not there any more.')
    return { tables: (tables) => queries.deleteAbsence(tables, input.absence), event: recordChanged.draft(null, { table: 'absence', record: input.absence, action: 'removed', fields: [] }) }
  })
}

/** Lets one person take another's mail. @throws NotFound, Refusal `days`, `own-delegate` */
export function setDelegate(call: CheckedCall, input: { person: string; delegate: string; from: string | null; until: string | null }): PersonCard {
  refuseBackwards(input.from, input.until)
  if (input.person === input.delegate) throw new Refusal('own-delegate', 'A person takes their own mail without this.', { field: 'delegate' })
  return attach(call, input.person, (db, person) => {
    const delegate = existing(db, input.delegate).no
    const before = queries.delegation(db, person.no, delegate)
    const id = before?.id ?? newId(call.services.store.now())
    return {
      tables: (tables) => queries.putDelegate(tables, { id, person: person.no, delegate, from: input.from, until: input.until }),
      event: recordChanged.draft(null, { table: 'delegate', record: id, action: before ? 'changed' : 'added', fields: before ? ['from', 'until'] : ['person', 'delegate', 'from', 'until'] }),
    }
  })
}

/** @throws NotFound */
export function removeDelegate(call: CheckedCall, input: { person: string; delegate: string }): PersonCard {
  return attach(call, input.person, (db, person) => {
    const before = queries.delegation(db, person.no, existing(db, input.delegate).no)
    if (!before) throw new NotFound('This person may not take that mail anyway.')
    return { tables: (tables) => queries.deleteDelegate(tables, before.id), event: recordChanged.draft(null, { table: 'delegate', record: before.id, action: 'removed', fields: [] }) }
  })
}

/** Everybody whose badge or employee ID is exactly this, those who are here first. */
export function byBadge(call: Context, code: string): PersonRow[] {
  const { store } = call.services
  return queries.peopleByCode(store.db, code).flatMap((no) => personRow(store.db, no, today(store)) ?? []).sort((a, b) => Number(b.active) - Number(a.active))
}

/** The people whose mail this person may take today. @throws NotFound */
export function mayTakeFor(call: Context, id: string): Array<{ id: string; name: string; until: string | null }> {
  const { store } = call.services
  const day = today(store)
  return queries.delegationsTo(store.db, existing(store.db, id).no).filter((row) => (row.from ?? day) <= day && (row.until ?? day) >= day)
    .flatMap(({ person, until }) => { const known = queries.nameOf(store.db, person); return known ? [{ ...known, until }] : [] })
}

/** People whose shown name is this, accents and case set aside. */
export async function peopleNamed(call: Context, name: string): Promise<PersonRow[]> {
  const { store } = call.services
  const index = await liveIndex(store).ready()
  return index.bearing(name).flatMap((no) => personRow(store.db, no, today(store)) ?? []).filter((row) => searchKey(row.name) === searchKey(name))
}
