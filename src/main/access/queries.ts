import type { Role } from '../../shared/contract/roles.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import { STATION } from '../store/store.ts'
import { signedIn, signInFailed } from './events.ts'

export interface PersonRow { id: string; name: string; role: Role; pin: string; recovery: string | null }

export function activePeople(db: ReadableDb): PersonRow[] {
  return all<PersonRow>(db, 'SELECT id, name, role, pin, recovery FROM user WHERE active = 1 ORDER BY name COLLATE NOCASE')
}

export function personById(db: ReadableDb, id: string): PersonRow | null {
  return one<PersonRow>(db, 'SELECT id, name, role, pin, recovery FROM user WHERE active = 1 AND id = ?', id)
}

export function personByName(db: ReadableDb, name: string): PersonRow | null {
  return one<PersonRow>(db, 'SELECT id, name, role, pin, recovery FROM user WHERE active = 1 AND name = ? COLLATE NOCASE', name)
}

export function insertPerson(db: WritableDb, person: PersonRow, now: number): void {
  run(db, 'INSERT INTO user (id, name, role, pin, recovery, added_at) VALUES (?, ?, ?, ?, ?, ?)', person.id, person.name, person.role, person.pin, person.recovery, now)
}

export function updatePin(db: WritableDb, id: string, pin: string): void {
  run(db, 'UPDATE user SET pin = ? WHERE id = ?', pin, id)
}

export function updateRecovery(db: WritableDb, id: string, recovery: string): void {
  run(db, 'UPDATE user SET recovery = ? WHERE id = ?', recovery, id)
}

export function commandLineGrants(db: ReadableDb): Array<{ osUser: string; role: Role }> {
  return all(db, 'SELECT os_user AS osUser, role FROM command_line_grant ORDER BY os_user')
}

export function commandLineRole(db: ReadableDb, osUser: string): Role | null {
  return one<{ role: Role }>(db, 'SELECT role FROM command_line_grant WHERE os_user = ?', osUser)?.role ?? null
}

export function setCommandLineRole(db: WritableDb, osUser: string, role: Role | null): void {
  if (role === null) run(db, 'DELETE FROM command_line_grant WHERE os_user = ?', osUser)
  else run(db, 'INSERT INTO command_line_grant (os_user, role) VALUES (?, ?) ON CONFLICT (os_user) DO UPDATE SET role = excluded.role', osUser, role)
}

export interface MemberRow { id: string; name: string; role: Role; active: number }

/** Everybody, those whose sign-in is off last, by name. */
export function everybody(db: ReadableDb): MemberRow[] {
  return all(db, 'SELECT id, name, role, active FROM user ORDER BY active DESC, name COLLATE NOCASE')
}

export function anybodyById(db: ReadableDb, id: string): MemberRow | null {
  return one<MemberRow & Record<string, string | number>>(db, 'SELECT id, name, role, active FROM user WHERE id = ?', id)
}

export function updateRole(db: WritableDb, id: string, role: Role): void {
  run(db, 'UPDATE user SET role = ? WHERE id = ?', role, id)
}

export function updateActive(db: WritableDb, id: string, active: boolean): void {
  run(db, 'UPDATE user SET active = ? WHERE id = ?', active ? 1 : 0, id)
}

/** Wrong tries in a row for a person and when the last of them was, from the log; null when the person has signed in since. */
export function wrongTries(db: ReadableDb, person: string): { count: number; at: number } | null {
  const last = one<{ count: number; at: number }>(db, "SELECT payload ->> '$.tries' AS count, recorded_at AS at FROM event INDEXED BY event_by_actor WHERE actor = ? AND kind = ? AND payload ->> '$.person' = ? ORDER BY recorded_at DESC, sequence DESC LIMIT 1", STATION.id, signInFailed.kind, person)
  return last && one(db, 'SELECT 1 FROM event INDEXED BY event_by_actor WHERE actor = ? AND kind = ? AND recorded_at > ? LIMIT 1', person, signedIn.kind, last.at) === null ? last : null
}
