import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as z from 'zod'
import type { ProcedureMeta } from '../../src/shared/contract/base.ts'
import type { Role } from '../../src/shared/contract/roles.ts'
import { mayCall, ROLES } from '../../src/shared/contract/roles.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { Logger } from '../../src/main/logger.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { makeSample } from '../../src/main/sample/office.ts'
import type { Station } from '../../src/main/station.ts'
import type { ReadableDb } from '../../src/main/store/db.ts'
import { TABLES } from '../../src/main/store/tables.ts'
import { callerOf, openStation } from './host.ts'
import type { Report } from './report.ts'
import type { Known } from './values.ts'
import { spoiled, valueFor } from './values.ts'

interface Procedure { area: string; name: string; needs: NonNullable<ProcedureMeta['needs']>; input: z.core.$ZodType | undefined }
type Call = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>

/** Every procedure of the contract with the role it needs. */
function procedures(): Procedure[] {
  return Object.entries(contract).flatMap(([area, table]) => Object.entries(table).map(([name, made]) => {
    const { meta, inputSchema } = made['~orpc'] as { meta: ProcedureMeta; inputSchema: z.core.$ZodType | undefined }
    if (!meta.needs) throw new Error(`${area}.${name} names no role.`)
    return { area, name, needs: meta.needs, input: inputSchema }
  }))
}

/** What is written behind a caller's back, by the queues that print and send: it may change while a call is refused. */
const QUEUES = new Set(['print_job', 'message'])
/** A wrong PIN is refused and stands in the log: that is meant. */
const WRITTEN_ON_REFUSAL = 'access.sign-in-failed'
/** Errors a caller may be answered with; anything else was not foreseen. */
const FORESEEN = new Set(['BAD_REQUEST', 'SIGN_IN', 'ROLE', 'REFUSED', 'NOT_FOUND', 'STORE'])
/** A stream is left after so many messages, and a call that has not answered by then hangs (milliseconds). */
const MESSAGES = 300
const PATIENCE = 60_000

interface State { events: number; tables: Map<string, string> }

/** The number of entries and a hash of every table. */
function stateOf(db: ReadableDb): State {
  const tables = new Map<string, string>()
  for (const table of [...TABLES.log, ...TABLES.projections, ...TABLES.ordinary]) {
    const hash = createHash('sha256')
    for (const row of db.prepare(`SELECT * FROM ${table}`).raw().iterate() as Iterable<unknown[]>) for (const value of row) hash.update(value instanceof Uint8Array ? value : String(value)).update('\u0000')
    tables.set(table, hash.digest('hex'))
  }
  return { events: (db.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n, tables }
}

/** Grows with every row that is written, also with one that is taken back: a cheap sign that a look at the tables is needed. */
function writesOf(db: ReadableDb): number {
  return (db.prepare('SELECT total_changes() AS n').get() as { n: number }).n
}

/** What a refused call wrote; empty when it wrote nothing that it should not. */
function writtenBetween(db: ReadableDb, before: State, after: State): string[] {
  const kinds = (db.prepare('SELECT kind FROM event ORDER BY sequence DESC LIMIT ?').all(after.events - before.events) as Array<{ kind: string }>).map((row) => row.kind)
  const unexpected = kinds.filter((kind) => kind !== WRITTEN_ON_REFUSAL)
  const changed = [...after.tables].filter(([table, hash]) => before.tables.get(table) !== hash && !QUEUES.has(table) && !(kinds.length > 0 && (table === 'event' || table === 'head'))).map(([table]) => table)
  return [...unexpected, ...changed]
}

/** What a sample office has that input can name. */
function knownOf(db: ReadableDb, folder: string): Known {
  const columns = (name: string): string[] => [...TABLES.projections, ...TABLES.ordinary].filter((table) => (db.prepare(`SELECT 1 FROM pragma_table_info(?) WHERE name = ?`).get(table, name)) !== undefined)
    .flatMap((table) => (db.prepare(`SELECT DISTINCT ${name} AS value FROM ${table} LIMIT 12`).all() as Array<{ value: unknown }>).map((row) => String(row.value)))
  return { ids: columns('id'), hashes: columns('file'), numbers: columns('number'), folder }
}

export interface HostileResult { calls: number; answered: number; refused: number; unforeseen: string[]; unlogged: string[]; hung: string[]; written: string[]; unsound: string[]; procedures: number }

/**
 * Calls every procedure as nobody and in every role, with input made from its schema and with the same input spoiled.
 *
 * @param times inputs of either kind for each role and procedure
 * @param share how much of that is called, picked by chance
 */
export async function hostileCalls(times: number, seed: number, onCall: (calls: number) => void = () => {}, share = 1): Promise<HostileResult> {
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-hostile-'))
  const home = process.cwd()
  // Relative paths of made-up input end here.
  mkdirSync(join(root, 'a/b/c/d'), { recursive: true })
  process.chdir(join(root, 'a/b/c/d'))
  const c = chance(seed)
  const logged = new Set<unknown>()
  const log: Logger = { info: () => {}, warn: () => {}, error: (_, detail) => void logged.add(detail?.['id']) }
  await makeSample({ folder: join(root, 'store'), program: 'trial', seed: 7, until: Date.now() })
  const station = openStation(join(root, 'store'), { log, secretCost: 1 << 4 })
  const result: HostileResult = { calls: 0, answered: 0, refused: 0, unforeseen: [], unlogged: [], hung: [], written: [], unsound: [], procedures: procedures().length }
  // A call that never answers holds nothing open: without this the process would end and say nothing of it.
  const awake = setInterval(() => {}, PATIENCE)
  const rejections: unknown[] = []
  const onRejection = (reason: unknown): void => void rejections.push(reason)
  process.on('unhandledRejection', onRejection)
  try {
    const known = knownOf(station.services.store.db, join(root, 'a'))
    const before = { writes: writesOf(station.services.store.db), state: stateOf(station.services.store.db) }
    // Those who may least come first: what administrators break must not hide what others reach.
    for (const role of [null, ...ROLES]) for (const procedure of procedures()) if (share === 1 || c.happens(share)) await attack(station, procedure, role, { times, c, before, known, logged, result, onCall })
    for (const reason of rejections) result.unforeseen.push(`outside of any call: ${String(reason)}`)
    const checked = await station.services.reader.run('verify', { against: null, replay: true })
    result.unsound.push(...checked.problems.map((problem) => problem.message))
    return result
  } finally {
    process.off('unhandledRejection', onRejection)
    clearInterval(awake)
    await station.close()
    process.chdir(home)
    rmSync(root, { recursive: true, force: true })
  }
}

interface Attack { times: number; c: Chance; before: { writes: number; state: State }; known: Known; logged: ReadonlySet<unknown>; result: HostileResult; onCall: (calls: number) => void }

async function attack(station: Station, { area, name, needs, input }: Procedure, role: Role | null, { times, c, before, known, logged, result, onCall }: Attack): Promise<void> {
  const { db } = station.services.store
  const allowed = mayCall(role, needs)
  // Without input there is nothing to make up.
  for (let time = 0; time < (input ? 2 * times : 1); time++) {
    const client = callerOf(station, role) as unknown as Record<string, Record<string, Call>>
    const made = input ? valueFor(input, c, known) : undefined
    const given = time % 2 === 1 ? spoiled(made, c) : made
    const who = `${area}.${name} as ${role ?? 'nobody'}`
    if (before.writes !== writesOf(db)) Object.assign(before, { writes: writesOf(db), state: stateOf(db) })
    const error = await outcome(() => client[area]?.[name]?.(given, { signal: AbortSignal.timeout(PATIENCE) }))
    result.calls++
    onCall(result.calls)
    if (error === null) {
      result.answered++
      if (!allowed) result.written.push(`${who} was answered.`)
      continue
    }
    result.refused++
    const { code, data, message, name: kind } = error as { code?: string; data?: { id?: string }; message?: string; name?: string }
    const told = `${who}: ${code ?? kind ?? ''} ${message ?? ''} for ${shown(given)}`
    if (kind === 'AbortError' || kind === 'TimeoutError') result.hung.push(told)
    else if (code === undefined || !FORESEEN.has(code)) {
      result.unforeseen.push(told)
      if (data?.id === undefined || !logged.has(data.id)) result.unlogged.push(told)
    }
    if (before.writes === writesOf(db)) continue
    const after = stateOf(db)
    result.written.push(...writtenBetween(db, before.state, after).map((what) => `${what} by ${told}`))
    Object.assign(before, { writes: writesOf(db), state: after })
  }
}

/** The error with which a call or its stream ended, or null. */
async function outcome(call: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    const answer = await call()
    if (answer !== null && typeof answer === 'object' && Symbol.asyncIterator in answer) {
      let messages = 0
      const stream = answer as AsyncIterable<unknown>
      for await (const _ of stream) if (++messages >= MESSAGES || endless(_)) break
    }
    return null
  } catch (error) {
    return error ?? new Error('It failed without an error.')
  }
}

/** The first word of the streams of changes and of scans, which go on for as long as somebody listens. */
function endless(message: unknown): boolean {
  return message !== null && typeof message === 'object' && ('topics' in message || ('kind' in message && message.kind === 'place'))
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : typeof part === 'string' && part.length > 80 ? `${part.slice(0, 80)}...` : part)) ?? 'nothing'
  return text.slice(0, 600)
}

/** Hostile input to everything that can be called, by everybody. */
export async function hostile(report: Report, { times, seed }: { times: number; seed: number }): Promise<void> {
  const result = await hostileCalls(times, seed, (calls) => report.progress(`${calls} calls`))
  report.say('procedures called, each as nobody and in every role', result.procedures, 'procedures')
  report.say('calls', result.calls, 'calls')
  report.say('calls answered', result.answered, 'calls')
  report.say('calls refused in words', result.refused - result.unforeseen.length - result.hung.length, 'calls')
  report.none('calls that failed in a way that was not foreseen', result.unforeseen)
  report.none('failures without a line in the log', result.unlogged)
  report.none('calls that never answered', result.hung)
  report.none('writes by a call that was refused, or answers to somebody who may not ask', result.written)
  report.none('problems that verify finds afterwards', result.unsound)
}
