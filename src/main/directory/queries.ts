import type { DepartmentRow, ImportField, MailStopRow } from '../../shared/contract/directory.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, insertRows, one, rowInsert, run } from '../store/db.ts'
import type { Indexed } from './people-index.ts'

/** A person as the table holds it. Departments and mail stops are numbers, 0 for none. */
export interface Person {
  no: number; id: string; employeeId: string; given: string; family: string; name: string; email: string; phone: string; department: number; mailStop: number; location: string
  aliases: string[]; badge: string; forwarding: string; notice: 'office' | 'email' | 'slip' | 'none'; note: string; active: boolean; leftOn: string | null; revision: number
}
export type PersonValues = Omit<Person, 'no' | 'id' | 'revision'>

interface Row extends Omit<Person, 'aliases' | 'active' | 'department' | 'mailStop'> { aliases: string; active: number; department: number | null; mailStop: number | null }

const COLUMNS = `p.no, p.id, p.employee_id AS employeeId, p.given, p.family, p.name, p.email, p.phone, p.department, p.mail_stop AS mailStop, p.location, p.aliases, p.badge, p.forwarding, p.notice, p.note,
  p.active, p.left_on AS leftOn, p.revision`

function asPerson(row: Row): Person {
  return { ...row, aliases: row.aliases === '[]' ? [] : (JSON.parse(row.aliases) as string[]), active: row.active === 1, department: row.department ?? 0, mailStop: row.mailStop ?? 0 }
}

const found = (row: Row | null): Person | null => row && asPerson(row)

export const personById = (db: ReadableDb, id: string): Person | null => found(one<Row>(db, `SELECT ${COLUMNS} FROM person p WHERE p.id = ?`, id))
export const personByNo = (db: ReadableDb, no: number): Person | null => found(one<Row>(db, `SELECT ${COLUMNS} FROM person p WHERE p.no = ?`, no))
export const personByEmployeeId = (db: ReadableDb, employeeId: string): Person | null => found(one<Row>(db, `SELECT ${COLUMNS} FROM person p WHERE p.employee_id = ? AND p.employee_id <> ''`, employeeId))

/** Of these people, those with this e-mail address; see the index for who comes into question. */
export function withEmail(db: ReadableDb, nos: readonly number[], email: string): Person[] {
  const wanted = email.toLowerCase()
  return nos.flatMap((no) => personByNo(db, no) ?? []).filter((person) => person.email.toLowerCase() === wanted)
}

/** People whose badge or employee ID is exactly this. */
export function peopleByCode(db: ReadableDb, code: string): number[] {
  return all<{ no: number }>(db, `SELECT no FROM person WHERE badge = ? AND badge <> '' UNION SELECT no FROM person WHERE employee_id = ? AND employee_id <> '' LIMIT 20`, code, code).map((row) => row.no)
}

/** People after the number `after`, in the order in which they were added. */
export function peopleAfter(db: ReadableDb, after: number, limit: number): Indexed[] {
  const rows = all<{ no: number; given: string; family: string; name: string; email: string; employeeId: string; aliases: string; department: number | null; mailStop: number | null; active: number }>(
    db, 'SELECT no, given, family, name, email, employee_id AS employeeId, aliases, department, mail_stop AS mailStop, active FROM person WHERE no > ? ORDER BY no LIMIT ?', after, limit)
  return rows.map((row) => ({ ...row, aliases: row.aliases === '[]' ? [] : (JSON.parse(row.aliases) as string[]), department: row.department ?? 0, mailStop: row.mailStop ?? 0, active: row.active === 1 }))
}

export const highestNo = (db: ReadableDb): number => one<{ n: number | null }>(db, 'SELECT max(no) AS n FROM person')?.n ?? 0
export const noOf = (db: ReadableDb, id: string): number | null => one<{ no: number }>(db, 'SELECT no FROM person WHERE id = ?', id)?.no ?? null
export const nameOf = (db: ReadableDb, no: number): { id: string; name: string } | null => one(db, 'SELECT id, name FROM person WHERE no = ?', no)

type Field = keyof PersonValues

/** Each value of a person: the column it stands in, and how it stands there. */
const COLUMN: Readonly<Record<Field, readonly [column: string, of: (person: PersonValues) => SqlValue]>> = {
  employeeId: ['employee_id', (person) => person.employeeId], given: ['given', (person) => person.given], family: ['family', (person) => person.family], name: ['name', (person) => person.name],
  email: ['email', (person) => person.email], phone: ['phone', (person) => person.phone], department: ['department', (person) => person.department || null], mailStop: ['mail_stop', (person) => person.mailStop || null],
  location: ['location', (person) => person.location], aliases: ['aliases', (person) => (person.aliases.length === 0 ? '[]' : JSON.stringify(person.aliases))], badge: ['badge', (person) => person.badge],
  forwarding: ['forwarding', (person) => person.forwarding], notice: ['notice', (person) => person.notice], note: ['note', (person) => person.note], active: ['active', (person) => (person.active ? 1 : 0)], leftOn: ['left_on', (person) => person.leftOn],
}
const EVERY = Object.values(COLUMN)
const PERSON = rowInsert('person', [...EVERY.map(([column]) => column), 'id', 'added_at', 'import'])

/** A person who is new. `importNo` is set for one that an import brought. */
export interface NewPerson { id: string; person: PersonValues; now: number; importNo: number | null }

/** Adds people; answers the number of the first, from which the others count on. */
export function insertPeople(db: WritableDb, people: readonly NewPerson[]): number {
  return insertRows(db, PERSON, people.map(({ id, person, now, importNo }) => [...EVERY.map(([, of]) => of(person)), id, now, importNo])) - people.length + 1
}

/** Adds a person; answers the number. */
export const insertPerson = (db: WritableDb, id: string, person: PersonValues, now: number, importNo: number | null): number => insertPeople(db, [{ id, person, now, importNo }])

/** Puts the new values of these fields, see {@link differing}, into a person's row and counts its revision up. */
export function updatePerson(db: WritableDb, no: number, fields: readonly Field[], person: PersonValues): void {
  // A column that an UPDATE names is written to its index again and looked up in the table it points to, whether it changed or not.
  const changed = fields.map((field) => COLUMN[field])
  run(db, `UPDATE person SET ${changed.map(([column]) => `${column} = ?, `).join('')}revision = revision + 1 WHERE no = ?`, ...changed.map(([, of]) => of(person)), no)
}

/** Marks that something beside the row itself belongs to this person now: an import that is taken back leaves it alone. */
export const touchPerson = (db: WritableDb, no: number): number => run(db, 'UPDATE person SET revision = revision + 1 WHERE no = ?', no)

/** What lists show beside a person's own row. */
export interface Shown { no: number; id: string; name: string; given: string; family: string; email: string; employeeId: string; phone: string; aliases: string; active: number; leftOn: string | null; ownLocation: string; department: string | null; mailStop: string | null; stopLocation: string | null; addedAt: number }

export function shown(db: ReadableDb, no: number): Shown | null {
  return one<Shown>(db, `SELECT p.no, p.id, p.name, p.given, p.family, p.email, p.employee_id AS employeeId, p.phone, p.aliases, p.active, p.left_on AS leftOn, p.location AS ownLocation, d.name AS department, s.code AS mailStop, s.location AS stopLocation, p.added_at AS addedAt
    FROM person p LEFT JOIN department d ON d.no = p.department LEFT JOIN mail_stop s ON s.no = p.mail_stop WHERE p.no = ?`, no)
}

export interface AbsenceRow { id: string; person: number; from: string; until: string | null; note: string; deputy: number | null }
const ABSENCE = 'id, person, from_day AS "from", until_day AS until, note, deputy'

/** The absence that counts on `today`, the one that lasts longest. */
export function absenceOn(db: ReadableDb, person: number, today: string): AbsenceRow | null {
  return one<AbsenceRow>(db, `SELECT ${ABSENCE} FROM absence WHERE person = ? AND from_day <= ? AND (until_day IS NULL OR until_day >= ?) ORDER BY until_day IS NOT NULL, until_day DESC, id LIMIT 1`, person, today, today)
}
export const absencesOf = (db: ReadableDb, person: number, from: string): AbsenceRow[] =>
  all<AbsenceRow>(db, `SELECT ${ABSENCE} FROM absence WHERE person = ? AND (until_day IS NULL OR until_day >= ?) ORDER BY from_day, id`, person, from)
export const absenceById = (db: ReadableDb, id: string): AbsenceRow | null => one<AbsenceRow>(db, `SELECT ${ABSENCE} FROM absence WHERE id = ?`, id)
export const awayOn = (db: ReadableDb, today: string): number[] =>
  all<{ person: number }>(db, 'SELECT DISTINCT person FROM absence WHERE from_day <= ? AND until_day >= ? UNION SELECT person FROM absence WHERE from_day <= ? AND until_day IS NULL', today, today, today).map((row) => row.person)

export function putAbsence(db: WritableDb, row: AbsenceRow): void {
  run(db, `INSERT INTO absence (id, person, from_day, until_day, note, deputy) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day, note = excluded.note, deputy = excluded.deputy`, row.id, row.person, row.from, row.until, row.note, row.deputy)
}
export const deleteAbsence = (db: WritableDb, id: string): number => run(db, 'DELETE FROM absence WHERE id = ?', id)

export interface DelegateRow { id: string; person: number; delegate: number; from: string | null; until: string | null }
const DELEGATE = 'id, person, delegate, from_day AS "from", until_day AS until'
export const delegatesOf = (db: ReadableDb, person: number): DelegateRow[] => all<DelegateRow>(db, `SELECT ${DELEGATE} FROM delegate WHERE person = ? ORDER BY id`, person)
export const delegationsTo = (db: ReadableDb, delegate: number): DelegateRow[] => all<DelegateRow>(db, `SELECT ${DELEGATE} FROM delegate WHERE delegate = ? ORDER BY id LIMIT 200`, delegate)
export const delegation = (db: ReadableDb, person: number, delegate: number): DelegateRow | null => one<DelegateRow>(db, `SELECT ${DELEGATE} FROM delegate WHERE person = ? AND delegate = ?`, person, delegate)
export function putDelegate(db: WritableDb, row: DelegateRow): void {
  run(db, 'INSERT INTO delegate (id, person, delegate, from_day, until_day) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, delegate) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day', row.id, row.person, row.delegate, row.from, row.until)
}
export const deleteDelegate = (db: WritableDb, id: string): number => run(db, 'DELETE FROM delegate WHERE id = ?', id)

export interface Department extends Omit<DepartmentRow, 'people' | 'contact' | 'active'> { no: number; key: string; contact: string | null; active: number }
const DEPARTMENT = 'no, id, name, key, code, contact, contact_email AS contactEmail, active'
export const departments = (db: ReadableDb): Department[] => all<Department>(db, `SELECT ${DEPARTMENT} FROM department ORDER BY key`)
export const departmentById = (db: ReadableDb, id: string): Department | null => one<Department>(db, `SELECT ${DEPARTMENT} FROM department WHERE id = ?`, id)
export const departmentByKey = (db: ReadableDb, key: string): Department | null => one<Department>(db, `SELECT ${DEPARTMENT} FROM department WHERE key = ?`, key)
export function putDepartment(db: WritableDb, row: Omit<Department, 'no'>, importNo: number | null = null): number {
  return one<{ no: number }>(db, `INSERT INTO department (id, name, key, code, contact, contact_email, active, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, code = excluded.code, contact = excluded.contact, contact_email = excluded.contact_email, active = excluded.active, import = NULL RETURNING no`,
    row.id, row.name, row.key, row.code, row.contact, row.contactEmail, row.active, importNo)?.no ?? 0
}

export interface MailStop extends Omit<MailStopRow, 'people' | 'active'> { no: number; key: string; active: number }
const MAIL_STOP = 'no, id, code, key, building, floor, description, location, active'
export const mailStops = (db: ReadableDb): MailStop[] => all<MailStop>(db, `SELECT ${MAIL_STOP} FROM mail_stop ORDER BY building, floor, key`)
export const mailStopById = (db: ReadableDb, id: string): MailStop | null => one<MailStop>(db, `SELECT ${MAIL_STOP} FROM mail_stop WHERE id = ?`, id)
export const mailStopByKey = (db: ReadableDb, key: string): MailStop | null => one<MailStop>(db, `SELECT ${MAIL_STOP} FROM mail_stop WHERE key = ?`, key)
export function putMailStop(db: WritableDb, row: Omit<MailStop, 'no'>, importNo: number | null = null): number {
  return one<{ no: number }>(db, `INSERT INTO mail_stop (id, code, key, building, floor, description, location, active, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, key = excluded.key, building = excluded.building, floor = excluded.floor, description = excluded.description, location = excluded.location, active = excluded.active, import = NULL RETURNING no`,
    row.id, row.code, row.key, row.building, row.floor, row.description, row.location, row.active, importNo)?.no ?? 0
}

/** What stands in these fields of a person. */
export function only(person: PersonValues, fields: readonly Field[]): Partial<PersonValues> {
  return Object.fromEntries(fields.map((field) => [field, person[field]]))
}

/** The person fields that an import and a person can change, by the name an audit event gives them. */
export function differing(before: PersonValues, after: PersonValues): Array<Field & (ImportField | 'active')> {
  const same = (name: Field): boolean => before[name] === after[name] || (name === 'aliases' && JSON.stringify(before.aliases) === JSON.stringify(after.aliases))
  return (['employeeId', 'given', 'family', 'name', 'email', 'phone', 'department', 'mailStop', 'location', 'aliases', 'badge', 'forwarding', 'notice', 'note', 'active', 'leftOn'] as const).filter((name) => !same(name))
}
