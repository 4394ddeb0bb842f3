import type { DepartmentRow, MailStopRow } from '../../shared/contract/directory.ts'
import { newId } from '../../shared/ids.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import { liveIndex } from './live.ts'
import * as queries from './queries.ts'

/** By what two departments of the same name are known as one: accents, case and marks set aside. */
export function departmentKey(name: string): string {
  return searchKey(name) || name.trim().toLowerCase()
}

/** Mail stops are codes: only case and outer blanks are set aside, so that 4-12 and 41-2 stay two. */
export function mailStopKey(code: string): string {
  return code.trim().toLowerCase()
}

function asDepartment(db: ReadableDb, row: queries.Department, people: number): DepartmentRow {
  const no = row.contact === null ? null : queries.noOf(db, row.contact)
  const { id, name, code, contactEmail } = row
  return { id, name, code, contactEmail, contact: no === null ? null : queries.nameOf(db, no), active: row.active === 1, people }
}

function asMailStop({ id, code, building, floor, description, location, active }: queries.MailStop, people: number): MailStopRow {
  return { id, code, building, floor, description, location, active: active === 1, people }
}

/** Every department by name, with how many people it has. */
export async function departments(call: Pick<CheckedCall, 'services'>): Promise<DepartmentRow[]> {
  const { store } = call.services
  const counts = (await liveIndex(store).ready()).countBy('department')
  return queries.departments(store.db).map((row) => asDepartment(store.db, row, counts.get(row.no) ?? 0))
}

/** Every mail stop by building, floor and code, with how many people it has. */
export async function mailStops(call: Pick<CheckedCall, 'services'>): Promise<MailStopRow[]> {
  const { store } = call.services
  const counts = (await liveIndex(store).ready()).countBy('mailStop')
  return queries.mailStops(store.db).map((row) => asMailStop(row, counts.get(row.no) ?? 0))
}

/** Adds a department, or changes the one of this id. @throws NotFound, Refusal `department-taken` */
export async function saveDepartment(call: CheckedCall, input: { id?: string | undefined; name: string; code: string; contact: string | null; contactEmail: string; active: boolean }): Promise<DepartmentRow> {
  const { store } = call.services
  const id = input.id ?? newId(store.now())
  store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : queries.departmentById(db, input.id)
    if (input.id !== undefined && !before) throw new NotFound('This department is not in the directory.')
    if (input.contact !== null && queries.noOf(db, input.contact) === null) throw new NotFound('The contact person is not in the directory.')
    const row = { id, name: input.name, key: departmentKey(input.name), code: input.code, contact: input.contact, contactEmail: input.contactEmail, active: input.active ? 1 : 0 }
    const other = queries.departmentByKey(db, row.key)
    if (other && other.id !== id) throw new Refusal('department-taken', `There is a department ${other.name} already.`, { field: 'name' })
    const fields = (['name', 'code', 'contact', 'contactEmail', 'active'] as const).filter((field) => before?.[field] !== row[field])
    return {
      tables: (tables) => queries.putDepartment(tables, row),
      events: before && fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'department', record: id, action: before ? 'changed' : 'added', fields })],
      answer: () => null,
    }
  })
  liveIndex(store).placesChanged()
  return (await departments(call)).find((row) => row.id === id) ?? gone()
}

/** Adds a mail stop, or changes the one of this id. @throws NotFound, Refusal `mail-stop-taken` */
export async function saveMailStop(call: CheckedCall, input: { id?: string | undefined; code: string; building: string; floor: string; description: string; location: string; active: boolean }): Promise<MailStopRow> {
  const { store } = call.services
  const id = input.id ?? newId(store.now())
  store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : queries.mailStopById(db, input.id)
    if (input.id !== undefined && !before) throw new NotFound('This mail stop is not in the directory.')
    const { code, building, floor, description, location } = input
    const row = { id, code, key: mailStopKey(code), building, floor, description, location, active: input.active ? 1 : 0 }
    const other = queries.mailStopByKey(db, row.key)
    if (other && other.id !== id) throw new Refusal('mail-stop-taken', `There is a mail stop ${other.code} already.`, { field: 'code' })
    const fields = (['code', 'building', 'floor', 'description', 'location', 'active'] as const).filter((field) => before?.[field] !== row[field])
    return {
      tables: (tables) => queries.putMailStop(tables, row),
      events: before && fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'mail_stop', record: id, action: before ? 'changed' : 'added', fields })],
      answer: () => null,
    }
  })
  liveIndex(store).placesChanged()
  return (await mailStops(call)).find((row) => row.id === id) ?? gone()
}

function gone(): never {
  throw new NotFound('It is not in the directory any more.')
}
