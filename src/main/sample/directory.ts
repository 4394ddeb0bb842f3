import { newId } from '../../shared/ids.ts'
import { addDays } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import { badgeNumber } from '../../shared/mail/own.ts'
import type { PersonValues } from '../directory/queries.ts'
import { insertPerson, putAbsence, putDelegate, putDepartment, putMailStop } from '../directory/queries.ts'
import { recordChanged } from '../store/core.ts'
import type { EventDraft } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import { STATION } from '../store/store.ts'
import type { Chance } from './chance.ts'
import { DEPARTMENTS, HAS_LEFT, personOf } from './names.ts'

/** A recipient of made-up mail, as a piece carries one. */
export interface Addressee { person: string; name: string; department: string; mailStop: string; location: string; active: boolean; stop: { id: string; building: string; floor: string } }

/** Telephone numbers that belong to nobody: 555-0100 to 555-0199. */
const phone = (n: number): string => `802-555-01${String(n % 100).padStart(2, '0')}`

/** A mailbox name of plain letters. */
const mailbox = (given: string, family: string, n: number): string => `${searchKey(`${given} ${family}`).replaceAll(' ', '.')}${n}@example.com`

function values(n: number, departments: readonly number[], stops: readonly number[], today: string): PersonValues {
  const { given, family, department } = personOf(n)
  return {
    employeeId: `E${String(1_000 + n)}`, given, family, name: `${given} ${family}`, email: mailbox(given, family, n), phone: phone(n), department: departments[department] ?? 0, mailStop: stops[department] ?? 0, location: '',
    aliases: [], badge: badgeNumber('S0', 1_000 + n), forwarding: n === HAS_LEFT ? '77 Example Lane, Anytown VT 05099' : '', notice: n % 9 === 4 ? 'email' : 'office', note: '', active: n !== HAS_LEFT, leftOn: n === HAS_LEFT ? addDays(today, -12) : null,
  }
}

/** People written in one commit. */
const BATCH = 500

/**
 * Fills the directory of a new store: departments with their mail stops, people, deputies and absences around `today`.
 *
 * @returns everybody, as their mail is addressed
 */
export function fillDirectory(store: Store, c: Chance, people: number, today: string): Addressee[] {
  const id = (): string => newId(store.now(), (bytes) => (c.fill(bytes), bytes))
  const added = (table: string, record: string, fields: string[]): EventDraft => recordChanged.draft(null, { table, record, action: 'added', fields })
  const places = DEPARTMENTS.map((place) => ({ ...place, id: id(), stopId: id() }))
  const departments: number[] = []
  const stops: number[] = []
  store.operate(STATION, () => ({
    tables: (db) => {
      for (const { id, name, code } of places) departments.push(putDepartment(db, { id, name, key: searchKey(name), code, contact: null, contactEmail: `${code.toLowerCase()}@example.com`, active: 1 }))
      for (const { stopId, stop, building, floor, location, name } of places) stops.push(putMailStop(db, { id: stopId, code: stop, key: searchKey(stop), building, floor, description: name, location, active: 1 }))
    },
    events: places.flatMap((place) => [added('department', place.id, ['name', 'code']), added('mail_stop', place.stopId, ['code', 'building', 'floor', 'location'])]),
    answer: () => null,
  }))
  const everybody: Array<Addressee & { no: number }> = []
  for (let from = 0; from < people; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, people - from) }, (_, i) => ({ id: id(), person: values(from + i, departments, stops, today), place: places[personOf(from + i).department] }))
    store.operate(STATION, () => ({
      tables: (db) => {
        for (const { id, person, place } of rows) {
          const no = insertPerson(db, id, person, store.now(), null)
          everybody.push({ no, person: id, name: person.name, department: place?.name ?? '', mailStop: place?.stop ?? '', location: place?.location ?? '', active: person.active, stop: { id: place?.stopId ?? '', building: place?.building ?? '', floor: place?.floor ?? '' } })
        }
      },
      events: rows.map((row) => added('person', row.id, ['employeeId', 'given', 'family', 'name', 'email', 'phone', 'department', 'mailStop', 'badge'])),
      answer: () => null,
    }))
  }
  aroundThem(store, everybody.slice(0, 60), id, today)
  return everybody
}

/** Who is away and who may take whose mail. */
function aroundThem(store: Store, staff: ReadonlyArray<{ no: number; person: string }>, id: () => string, today: string): void {
  const no = (n: number): number => staff[n]?.no ?? 0
  const absences = [
    { person: 2, from: addDays(today, -3), until: addDays(today, 4), note: 'On leave', deputy: 0 }, { person: 18, from: addDays(today, -20), until: null, note: 'Parental leave', deputy: 15 },
    { person: 37, from: today, until: today, note: 'At a conference', deputy: null }, { person: 53, from: addDays(today, 6), until: addDays(today, 13), note: 'On leave', deputy: 57 }, { person: 9, from: addDays(today, -14), until: addDays(today, -8), note: 'On leave', deputy: 8 },
  ].filter((row) => row.person < staff.length && (row.deputy ?? 0) < staff.length)
  const delegates = [[0, 1], [0, 4], [53, 57], [53, 59], [15, 20], [36, 44]].filter((pair) => pair.every((n) => n < staff.length))
  const rows = absences.map((row) => ({ ...row, id: id() }))
  const pairs = delegates.map(([person = 0, delegate = 0]) => ({ id: id(), person, delegate }))
  store.operate(STATION, () => ({
    tables: (db) => {
      for (const row of rows) putAbsence(db, { id: row.id, person: no(row.person), from: row.from, until: row.until, note: row.note, deputy: row.deputy === null ? null : no(row.deputy) })
      for (const pair of pairs) putDelegate(db, { id: pair.id, person: no(pair.person), delegate: no(pair.delegate), from: null, until: null })
    },
    events: [...rows.map((row) => recordChanged.draft(null, { table: 'absence', record: row.id, action: 'added', fields: ['from', 'until', 'note', 'deputy'] })),
      ...pairs.map((pair) => recordChanged.draft(null, { table: 'delegate', record: pair.id, action: 'added', fields: ['delegate'] }))],
    answer: () => null,
  }))
}
