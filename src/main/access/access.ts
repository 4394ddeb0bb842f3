import type { AccessSettings, Person, Session } from '../../shared/contract/access.ts'
import { accessSettings } from '../../shared/contract/access.ts'
import type { Approval } from '../../shared/contract/base.ts'
import type { Role } from '../../shared/contract/roles.ts'
import { mayCall } from '../../shared/contract/roles.ts'
import { newId } from '../../shared/ids.ts'
import type { Call, CheckedCall, SignedIn } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import { recordChanged } from '../store/core.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { STATION } from '../store/store.ts'
import { signedIn, signedOut, signInFailed } from './events.ts'
import * as queries from './queries.ts'
import { hashSecret, matches, newRecoveryCode, plainRecoveryCode } from './secrets.ts'
import type { Tries } from './tries.ts'
import { createTries } from './tries.ts'

/** After how many minutes without use a page locks itself; 0 for never. */
export const LOCK_AFTER: Setting<number> = { name: 'lock-after-minutes', schema: accessSettings.shape.lockAfterMinutes, fallback: 10 }

const triesOf = new WeakMap<object, Tries>()

function tries({ services }: Call): Tries {
  let known = triesOf.get(services)
  if (!known) triesOf.set(services, (known = createTries(() => services.store.now(), (person) => queries.wrongTries(services.store.db, person))))
  return known
}

function begin(call: Call, person: SignedIn): Session {
  const token = call.services.sessions.open(person)
  call.connection.signedIn = person
  call.connection.token = token
  return { token, user: { id: person.id, name: person.name, role: person.role } }
}

const addedPerson = (id: string): EventDraft => recordChanged.draft(null, { table: 'user', record: id, action: 'added', fields: ['name', 'role', 'pin'] })

/** The people who may sign in, by name. */
export function people(call: Call): Person[] {
  return queries.activePeople(call.services.store.db).map(({ id, name, role }) => ({ id, name, role }))
}

/**
 * First run: keeps the office and its first administrator and signs them in.
 *
 * @throws Refusal `already-set-up`
 */
export async function setUp(call: Call, input: { office: { name: string; address: string; zone: string }; administrator: { name: string; pin: string } }): Promise<{ recoveryCode: string; session: Session }> {
  const { store, secretCost } = call.services
  const recoveryCode = newRecoveryCode()
  const [pin, recovery] = await Promise.all([hashSecret(input.administrator.pin, secretCost), hashSecret(recoveryCode, secretCost)])
  const person: SignedIn = { id: newId(store.now()), name: input.administrator.name, role: 'administrator' }
  const office = changeSetting(OFFICE, input.office)
  store.operate({ id: person.id, name: person.name }, (db) => {
    if (setting(db, OFFICE)) throw new Refusal('already-set-up', 'This office is set up already. Sign in instead.')
    return {
      tables: (tables) => {
        office.tables(tables)
        queries.insertPerson(tables, { ...person, pin, recovery }, store.now())
      },
      events: [office.event, addedPerson(person.id), signedIn.draft(null, { face: call.services.face, by: 'first-run' })],
      answer: () => null,
    }
  })
  return { recoveryCode, session: begin(call, person) }
}

/** Checks a secret of a person: one try after the other, so that tries sent all at once meet the pauses too. @throws NotFound, Refusal `wrong-secret`, `wait` */
function check(call: Call, user: string, secretMatches: (person: queries.PersonRow) => Promise<boolean>, wrong: string): Promise<queries.PersonRow> {
  return tries(call).inTurn(user, () => tryOnce(call, user, secretMatches, wrong))
}

async function tryOnce(call: Call, user: string, secretMatches: (person: queries.PersonRow) => Promise<boolean>, wrong: string): Promise<queries.PersonRow> {
  const { store, face } = call.services
  const person = queries.personById(store.db, user)
  if (!person) throw new NotFound('This person is not here any more. Choose another name.')
  const waitMs = tries(call).wait(user)
  if (waitMs > 0) throw new Refusal('wait', `Too many wrong tries. Wait ${Math.ceil(waitMs / 1000)} seconds.`, { field: 'pin', waitMs })
  if (await secretMatches(person)) {
    tries(call).right(user)
    return person
  }
  const count = tries(call).wrong(user)
  store.operate(STATION, () => ({ events: [signInFailed.draft(null, { face, person: user, tries: count })], answer: () => null }))
  const pause = tries(call).wait(user)
  throw new Refusal('wrong-secret', pause > 0 ? `${wrong} Wait ${Math.ceil(pause / 1000)} seconds before the next try.` : wrong, { field: 'pin', ...(pause > 0 ? { waitMs: pause } : {}) })
}

/**
 * Signs a person in on this connection.
 *
 * @throws Refusal `wrong-secret`, `wait`
 */
export async function signIn(call: Call, input: { user: string; pin: string }): Promise<Session> {
  const row = await check(call, input.user, (person) => matches(input.pin, person.pin), 'This PIN is not right. Try again.')
  const person: SignedIn = { id: row.id, name: row.name, role: row.role }
  call.services.store.operate(person, () => ({ events: [signedIn.draft(null, { face: call.services.face, by: 'pin' })], answer: () => null }))
  return begin(call, person)
}

/**
 * Who allows what the caller's own role does not: the caller, when the role is enough, otherwise the person whose PIN came with
 * the call. The event that follows names them.
 *
 * @param what the thing to be allowed, as the start of a sentence: "Voiding a piece after its handover"
 * @throws Refusal `needs-approval` when nobody's word came with the call, `role` when that person may not allow it either, `wrong-secret`, `wait`
 */
export async function allowedBy(call: CheckedCall, needs: Role, approval: Approval | undefined, what: string): Promise<Actor> {
  if (mayCall(call.actor.role, needs)) return { id: call.actor.id, name: call.actor.name }
  if (!approval) throw new Refusal('needs-approval', `${what} needs a ${needs}. Ask one to allow it here with a PIN.`, { field: 'approval' })
  const row = await check(call, approval.user, (person) => matches(approval.pin, person.pin), 'This PIN is not right. Try again.')
  if (!mayCall(row.role, needs)) throw new Refusal('role', `${row.name} may not allow this. It needs a ${needs}.`, { field: 'approval' })
  return { id: row.id, name: row.name }
}

/**
 * The word of a person that is always given with a PIN, also by whoever is signed in: closing a day.
 *
 * @throws Refusal `role`, `wrong-secret`, `wait`; NotFound
 */
export async function provenBy(call: Call, needs: Role, approval: Approval, what: string): Promise<Actor> {
  const row = await check(call, approval.user, (person) => matches(approval.pin, person.pin), 'This PIN is not right. Try again.')
  if (!mayCall(row.role, needs)) throw new Refusal('role', `${what} needs a ${needs}; ${row.name} is none.`, { field: 'pin' })
  return { id: row.id, name: row.name }
}

/** Puts a page whose connection was lost back to where it was. @throws Refusal `session-ended` */
export function resume(call: Call, input: { token: string }): Session {
  const person = call.services.sessions.find(input.token)
  if (!person) throw new Refusal('session-ended', 'You were signed out. Sign in again; what you typed is still here.')
  call.connection.signedIn = person
  call.connection.token = input.token
  return { token: input.token, user: { id: person.id, name: person.name, role: person.role } }
}

/** Somebody uses the page of this connection. */
export function touch(call: CheckedCall): Record<string, never> {
  const { token } = call.connection
  if (token !== null) call.services.sessions.touch(token)
  return {}
}

export function settings({ services: { store } }: CheckedCall): AccessSettings {
  return { lockAfterMinutes: setting(store.db, LOCK_AFTER) }
}

export function saveSettings(call: CheckedCall, input: AccessSettings): AccessSettings {
  const change = changeSetting(LOCK_AFTER, input.lockAfterMinutes)
  return call.services.store.operate(call.actor, () => ({ events: [change.event], tables: change.tables, answer: () => input }))
}

export function signOut(call: Call): Record<string, never> {
  const { signedIn: person, token } = call.connection
  if (token) call.services.sessions.close(token)
  call.connection.signedIn = null
  call.connection.token = null
  if (person) call.services.store.operate(person, () => ({ events: [signedOut.draft(null, { face: call.services.face })], answer: () => null }))
  return {}
}

/**
 * Sets a new PIN with a recovery code, which is worth nothing afterwards; answers the next one.
 *
 * @throws Refusal `wrong-secret`, `wait`
 */
export async function recover(call: Call, input: { user: string; code: string; pin: string }): Promise<{ recoveryCode: string; session: Session }> {
  const row = await check(call, input.user, async (person) => person.recovery !== null && matches(plainRecoveryCode(input.code), person.recovery), 'This recovery code is not right, or it was used before.')
  const recoveryCode = newRecoveryCode()
  const [pin, recovery] = await Promise.all([hashSecret(input.pin, call.services.secretCost), hashSecret(recoveryCode, call.services.secretCost)])
  const person: SignedIn = { id: row.id, name: row.name, role: row.role }
  call.services.store.operate(person, (db) => {
    // The check above took its time: the same code may have been used meanwhile on another page.
    if (queries.personById(db, person.id)?.recovery !== row.recovery) throw new Refusal('wrong-secret', 'This recovery code was used before.', { field: 'code' })
    return {
      tables: (tables) => {
        queries.updatePin(tables, person.id, pin)
        queries.updateRecovery(tables, person.id, recovery)
      },
      events: [
        recordChanged.draft(null, { table: 'user', record: person.id, action: 'changed', fields: ['pin', 'recovery'] }),
        signedIn.draft(null, { face: call.services.face, by: 'recovery-code' }),
      ],
      answer: () => null,
    }
  })
  call.services.sessions.closeAllOf(person.id)
  return { recoveryCode, session: begin(call, person) }
}

/** Adds somebody who may sign in. @throws Refusal `name-taken` */
export async function addPerson(call: CheckedCall, input: { name: string; role: Role; pin: string }): Promise<Person> {
  const { store, secretCost } = call.services
  const pin = await hashSecret(input.pin, secretCost)
  const id = newId(store.now())
  return store.operate(call.actor, (db) => {
    if (queries.personByName(db, input.name)) throw new Refusal('name-taken', `There is a ${input.name} already. Add something that tells them apart.`, { field: 'name' })
    return {
      tables: (tables) => queries.insertPerson(tables, { id, name: input.name, role: input.role, pin, recovery: null }, store.now()),
      events: [addedPerson(id)],
      answer: () => ({ id, name: input.name, role: input.role }),
    }
  })
}

/** Changes the caller's own PIN. @throws Refusal `wrong-secret`, `wait` */
export async function changePin(call: CheckedCall, input: { old: string; pin: string }): Promise<Record<string, never>> {
  const row = await check(call, call.actor.id, (person) => matches(input.old, person.pin), 'The old PIN is not right. Try again.')
  const pin = await hashSecret(input.pin, call.services.secretCost)
  return call.services.store.operate(call.actor, () => ({
    tables: (tables) => queries.updatePin(tables, row.id, pin),
    events: [recordChanged.draft(null, { table: 'user', record: row.id, action: 'changed', fields: ['pin'] })],
    answer: () => ({}),
  }))
}

/** The OS users that may use the command line, with their roles. */
export function commandLine(call: CheckedCall): Array<{ osUser: string; role: Role }> {
  return queries.commandLineGrants(call.services.store.db)
}

/** The command line's caller as an actor, or null when no administrator granted it a role. */
export function commandLineActor(call: Pick<Call, 'services'>, osUser: string): SignedIn | null {
  const role = queries.commandLineRole(call.services.store.db, osUser)
  return role ? { id: `cli:${osUser}`, name: `Command line (${osUser})`, role } : null
}

/** Gives an OS user a role on the command line, or takes it away. */
export function grantCommandLine(call: CheckedCall, input: { osUser: string; role: Role | null }): Record<string, never> {
  return call.services.store.operate(call.actor, (db) => {
    const before = queries.commandLineRole(db, input.osUser)
    const action = input.role === null ? 'removed' : before === null ? 'added' : 'changed'
    return {
      tables: (tables) => queries.setCommandLineRole(tables, input.osUser, input.role),
      events: before === input.role ? [] : [recordChanged.draft(null, { table: 'command_line_grant', record: input.osUser, action, fields: ['role'] })],
      answer: () => ({}),
    }
  })
}
