import { isContractProcedure } from '@orpc/contract'
import { createRouterClient, implement, isProcedure } from '@orpc/server'
import type { AnyRouter } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { ProcedureMeta } from '../../../src/shared/contract/base.ts'
import { procedure } from '../../../src/shared/contract/base.ts'
import { ROLES } from '../../../src/shared/contract/roles.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import type { Call } from '../../../src/main/call.ts'
import { guard } from '../../../src/main/call.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import { createTries, pauseAfter } from '../../../src/main/access/tries.ts'
import { hashSecret, matches, newRecoveryCode, plainRecoveryCode } from '../../../src/main/access/secrets.ts'
import { connect, connectAs, OFFICE, openStation, PIN, scanOf, testStation } from '../helpers.ts'

/** Every procedure of a router, by its path. */
function procedures(router: unknown, path: string[] = []): Array<{ path: string[]; needs: ProcedureMeta['needs'] }> {
  if (isProcedure(router)) return [{ path, needs: (router['~orpc'].meta as ProcedureMeta).needs }]
  return Object.entries(router as Record<string, AnyRouter>).flatMap(([name, inner]) => procedures(inner, [...path, name]))
}

function contractProcedures(router: object, path: string[] = []): string[] {
  return isContractProcedure(router) ? [path.join('.')] : Object.entries(router).flatMap(([name, inner]) => contractProcedures(inner as object, [...path, name]))
}

type Callable = (input?: unknown) => Promise<unknown>

async function outcome(client: object, path: readonly string[]): Promise<string> {
  const call = path.reduce((at: unknown, name) => (at as Record<string, unknown>)[name], client) as Callable
  try {
    const answer = await call(undefined)
    if (answer !== null && typeof answer === 'object' && Symbol.asyncIterator in answer) await (answer as AsyncGenerator).return(undefined)
    return 'answered'
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}

describe('roles', () => {
  test('every procedure names the role it needs', () => {
    const station = openStation()
    const all = procedures(station.router)
    expect(all.length).toBeGreaterThan(15)
    expect(all.filter((procedure) => procedure.needs === undefined)).toEqual([])
  })

  // Written out once more, so that a slip in the one list is found by the other.
  const OPEN_TO = { anyone: ['nobody', 'operator', 'supervisor', 'administrator'], operator: ['operator', 'supervisor', 'administrator'], supervisor: ['supervisor', 'administrator'], administrator: ['administrator'] }
  /** What a call may end with when its role is enough: an answer, or a refusal of what was sent. */
  const LET_IN = new Set(['answered', 'BAD_REQUEST', 'REFUSED', 'NOT_FOUND'])

  test('what the contract names is what the station serves', () => {
    const names = (router: unknown): string[] => procedures(router).map(({ path }) => path.join('.')).sort()
    expect(names(openStation().router)).toEqual(contractProcedures(contract).sort())
  })

  test.each(['nobody', ...ROLES] as const)('every procedure is closed to %s where it names another role, and open where it names this one, whatever is sent', async (name) => {
    const { station } = await testStation()
    const wrong: string[] = []
    for (const { path, needs } of procedures(station.router)) {
      const got = await outcome(name === 'nobody' ? connect(station) : connectAs(station, name), path)
      const allowed = OPEN_TO[needs ?? 'administrator'].includes(name)
      const right = allowed ? LET_IN.has(got) : got === (name === 'nobody' ? 'SIGN_IN' : 'ROLE')
      if (!right) wrong.push(`${path.join('.')} (${needs}): ${got}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('first run', () => {
  test('sets the office up once, signs its administrator in, and answers a recovery code', async () => {
    const station = openStation()
    const client = connect(station)
    expect(await client.office.status()).toMatchObject({ phase: 'first-run', office: null, today: null })
    const { recoveryCode, session } = await client.access.setUp({ office: OFFICE, administrator: { name: '  Otis Ledgerwood ', pin: PIN } })
    expect(recoveryCode).toMatch(/^([A-Z2-9]{4}-){4}[A-Z2-9]{4}$/)
    expect(session.user).toMatchObject({ name: 'Otis Ledgerwood', role: 'administrator' })
    expect(await client.office.status()).toMatchObject({ phase: 'ready', office: OFFICE })
    expect(await client.access.people()).toEqual([session.user])
    expect((await client.intake.scan(scanOf('X-1'))).piece.receivedBy).toBe('Otis Ledgerwood')
    await expect(connect(station).access.setUp({ office: OFFICE, administrator: { name: 'Other', pin: PIN } })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'already-set-up' } })
  })

  test.each([
    [{ office: { ...OFFICE, zone: 'Mars/Olympus' }, administrator: { name: 'A', pin: PIN } }, ['office', 'zone']],
    [{ office: { ...OFFICE, name: '   ' }, administrator: { name: 'A', pin: PIN } }, ['office', 'name']],
    [{ office: OFFICE, administrator: { name: 'A', pin: '12' } }, ['administrator', 'pin']],
    [{ office: OFFICE, administrator: { name: 'A\u0000B', pin: PIN } }, ['administrator', 'name']],
    [{ office: OFFICE, administrator: { name: '\uD800', pin: PIN } }, ['administrator', 'name']],
  ])('%j is refused, naming the field', async (input, path) => {
    const client = connect(openStation())
    await expect(client.access.setUp(input)).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { issues: [expect.objectContaining({ path })] } })
    expect((await client.office.status()).phase).toBe('first-run')
  })
})

describe('signing in', () => {
  test('a PIN signs in, a token resumes on another connection, signing out ends both', async () => {
    const { station } = await testStation()
    const client = connect(station)
    const [person] = await client.access.people()
    const session = await client.access.signIn({ user: person?.id ?? '', pin: PIN })
    const other = connect(station)
    await expect(other.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    expect(await other.access.resume({ token: session.token })).toEqual(session)
    expect((await other.pieces.list({})).rows).toEqual([])
    await other.access.signOut()
    await expect(other.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    await expect(connect(station).access.resume({ token: session.token })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'session-ended' } })
  })

  test('wrong tries are recorded and make growing pauses, also for the right PIN', async () => {
    let now = Date.UTC(2026, 10, 23, 15)
    const { station } = await testStation({ now: () => now })
    const client = connect(station)
    const user = (await client.access.people())[0]?.id ?? ''
    const wrong = () => client.access.signIn({ user, pin: '0000' })
    await expect(wrong()).rejects.toMatchObject({ code: 'REFUSED', message: 'This PIN is not right. Try again.', data: { code: 'wrong-secret', field: 'pin' } })
    await expect(wrong()).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    await expect(wrong()).rejects.toMatchObject({ data: { code: 'wrong-secret', waitMs: 2_000 } })
    await expect(client.access.signIn({ user, pin: PIN })).rejects.toMatchObject({ data: { code: 'wait' } })
    now += 2_001
    expect((await client.access.signIn({ user, pin: PIN })).user.name).toBe('Otis Ledgerwood')
    const kinds = station.services.store.db.prepare("SELECT count(*) AS n FROM event WHERE kind = 'access.sign-in-failed'").get()
    expect(kinds).toEqual({ n: 3 })
  })

  test('a restart takes no pause away, and what was right before it is not counted against anybody', async () => {
    let now = Date.UTC(2026, 10, 23, 15)
    const { station } = await testStation({ now: () => now })
    const user = (await connect(station).access.people())[0]?.id ?? ''
    const signIn = (of: typeof station, pin: string) => connect(of).access.signIn({ user, pin })
    for (const pin of ['0000', '0001', '0002']) await expect(signIn(station, pin)).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    await station.close()
    const second = openStation({ folder: station.services.store.folder, now: () => now })
    await expect(signIn(second, PIN)).rejects.toMatchObject({ data: { code: 'wait', waitMs: 2_000 } })
    now += 2_001
    await expect(signIn(second, '0003')).rejects.toMatchObject({ data: { code: 'wrong-secret', waitMs: 4_000 } })
    now += 4_001
    await signIn(second, PIN)
    await second.close()
    const third = openStation({ folder: station.services.store.folder, now: () => now })
    await expect(signIn(third, '0000')).rejects.toThrow(/^This PIN is not right. Try again.$/)
  })

  test('tries that are sent all at once meet the pauses too', async () => {
    const { station } = await testStation({ now: () => Date.UTC(2026, 10, 23, 15) })
    const user = (await connect(station).access.people())[0]?.id ?? ''
    const codes = await Promise.all(['0000', '0001', '0002', '0003', PIN].map((pin) => connect(station).access.signIn({ user, pin }).then(() => 'in', (error: { data?: { code?: string } }) => error.data?.code)))
    expect(codes).toEqual(['wrong-secret', 'wrong-secret', 'wrong-secret', 'wait', 'wait'])
  })

  test('pauses grow, have an end, and are forgotten after a right try', () => {
    expect([1, 2, 3, 4, 5, 20].map(pauseAfter)).toEqual([0, 0, 2_000, 4_000, 8_000, 900_000])
    const tries = createTries(() => 0)
    for (let i = 0; i < 5; i++) tries.wrong('a')
    expect([tries.wait('a'), tries.wait('b')]).toEqual([8_000, 0])
    tries.right('a')
    expect(tries.wait('a')).toBe(0)
  })

  test('a recovery code works once, sets a new PIN and closes open sessions', async () => {
    const station = openStation()
    const { recoveryCode, session } = await connect(station).access.setUp({ office: OFFICE, administrator: { name: 'Otis', pin: PIN } })
    const client = connect(station)
    const recovered = await client.access.recover({ user: session.user.id, code: recoveryCode.toLowerCase().replaceAll('-', ' '), pin: '97531' })
    expect(recovered.recoveryCode).not.toBe(recoveryCode)
    await expect(connect(station).access.resume({ token: session.token })).rejects.toMatchObject({ data: { code: 'session-ended' } })
    await expect(connect(station).access.recover({ user: session.user.id, code: recoveryCode, pin: '11111' })).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    await expect(connect(station).access.signIn({ user: session.user.id, pin: PIN })).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    expect((await connect(station).access.signIn({ user: session.user.id, pin: '97531' })).user).toEqual(session.user)
  })

  test('people are added by an administrator, each name once, and change their own PIN', async () => {
    const { station, administrator } = await testStation()
    const mara = await administrator.access.addPerson({ name: 'Mara Dovetail', role: 'operator', pin: '1357' })
    await expect(administrator.access.addPerson({ name: 'mara dovetail', role: 'operator', pin: '1357' })).rejects.toMatchObject({ data: { code: 'name-taken', field: 'name' } })
    const client = connect(station)
    await client.access.signIn({ user: mara.id, pin: '1357' })
    await expect(client.access.changePin({ old: '0000', pin: '8642' })).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    await client.access.changePin({ old: '1357', pin: '8642' })
    expect((await connect(station).access.signIn({ user: mara.id, pin: '8642' })).user).toEqual(mara)
  })

  test('no secret stands in the store or in an event', async () => {
    const { station, administrator } = await testStation()
    await administrator.access.addPerson({ name: 'Mara Dovetail', role: 'operator', pin: '86420864' })
    const tables = station.services.store.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as Array<{ name: string }>
    const everything = tables.map(({ name }) => JSON.stringify(station.services.store.db.prepare(`SELECT * FROM "${name}"`).all())).join('\n')
    expect(everything).toContain('Mara Dovetail')
    expect(everything).not.toContain('86420864')
    const audited = station.services.store.db.prepare("SELECT payload FROM event WHERE kind = 'record.changed' ORDER BY sequence DESC LIMIT 1").get() as { payload: string }
    expect(JSON.parse(audited.payload)).toEqual({ table: 'user', record: expect.any(String), action: 'added', fields: ['name', 'role', 'pin'] })
  })
})

test('secrets are salted, compared whole, and recovery codes survive how people type them', async () => {
  const [a, b] = await Promise.all([hashSecret('2468'), hashSecret('2468')])
  expect(a).not.toBe(b)
  expect(await Promise.all([matches('2468', a), matches('2468', b), matches('2469', a), matches('', a), matches('2468', 'nonsense')])).toEqual([true, true, false, false, false])
  const code = newRecoveryCode()
  expect(plainRecoveryCode(` ${code.toLowerCase().replaceAll('-', '  ')} `)).toBe(code)
})

test('an answer that the contract does not let out is told without its insides, and the log says under the same id what did not fit', async () => {
  const lines: unknown[] = []
  const station = openStation({ log: { ...silentLogger, error: (message, detail) => void lines.push({ message, ...detail }) } })
  const os = implement({ count: procedure('anyone').output(z.object({ n: z.number() })) }).$context<Call>().use(guard)
  const router = os.router({ count: os.count.handler(() => JSON.parse('{"n":"many"}') as { n: number }) })
  const error = await createRouterClient(router, { context: station.connect() }).count().then(() => null, (reason: unknown) => reason as { message: string; data: { id: string } })
  expect(error?.message).toContain(`The log has the details under ${error?.data.id}.`)
  expect(lines).toEqual([expect.objectContaining({ id: error?.data.id, path: 'count', unfit: [['n', expect.stringContaining('expected number')]] })])
})
