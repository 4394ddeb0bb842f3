import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VerifyReport } from '../../shared/contract/office.ts'
import { leaveSearchRows, project, writeKept } from './behind.ts'
import { NO_HASH, SALT_BYTES } from './chain.ts'
import type { CheckedStretch, Stretch } from './chain-check.ts'
import { checkStretch, CHUNK, safeJson, stretches } from './chain-check.ts'
import { eventRedacted } from './core.ts'
import type { ReadableDb, WritableDb } from './db.ts'
import { all, connect, one } from './db.ts'
import type { EventRegistry } from './events.ts'
import { upgraded } from './events.ts'
import { hashFile, openFiles } from './files.ts'
import { takeDownIndexes } from './filling.ts'
import { layout } from './folder.ts'
import type { JobContext, WrongSearchRow } from './jobs.ts'
import type { Head, Readable } from './log.ts'
import { keepHead, readEvent } from './log.ts'
import { migrate, schemaVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { disposedFiles } from './named-files.ts'
import { TABLES } from './tables.ts'

/** Events replayed before the rows that follow from them are written: what happens to one piece lies close together in the log, and its row is then written once. */
const REPLAYED = 50_000

type Problem = VerifyReport['problems'][number]
interface Place { device: string; sequence: number }
interface Walked { events: number; head: Head | null; anchor: Place | null; files: Set<string>; broken: boolean }

const placeOf = ({ device, sequence }: Place): string => `${device}/${sequence}`
const problem = (part: string, message: string, at?: Place): Problem => ({ part, message, device: at?.device ?? null, sequence: at?.sequence ?? null })

/**
 * Checks a store from the outside: that the file is sound, that its schema and triggers are the ones Pigeonhole made, that the
 * chain of the log is whole, that every file an event names has the bytes it was named for, and that replaying the log gives the
 * projections. Names the first bad event of each device.
 *
 * @param input.against the hash of an anchored head; it must stand in the chain
 * @param input.replay false checks the chain alone
 */
export async function verify(input: { against: string | null; replay: boolean }, context: JobContext): Promise<VerifyReport> {
  const started = performance.now()
  const problems: Problem[] = []
  const db = context.open()
  const side = input.replay ? openSide() : null
  try {
    if (schemaVersion(db) !== MIGRATIONS.length) problems.push(problem('schema', `The store has schema ${schemaVersion(db)}, this Pigeonhole knows ${MIGRATIONS.length}.`))
    problems.push(...checkSchema(db))
    const left = side ? leftovers(db) : new Map<string, unknown>()
    const replay = side ? replayInto(side.db, context.kinds, left, hashIn(db, 'event')) : null
    const walked = await walk(db, context, input.against, problems, replay)
    if (input.against !== null && !walked.anchor)
      problems.push(problem('anchor', `The hash ${input.against.slice(0, 12)}... stands nowhere in the log: what was recorded up to that anchor was rewritten or cut off.`))
    const files = await checkFiles(context, walked.files, disposedFiles(db), problems)
    if (side && !walked.broken) {
      await compare(db, side.db, context, problems, left)
      if (walked.search) problems.push(problem('replay', `The row ${walked.search.row} of ${walked.search.table} is missing or was changed. Its piece gives something else.`))
    }
    return {
      ok: problems.length === 0, events: walked.events, files,
      pieces: one<{ n: number }>(db, 'SELECT count(*) AS n FROM piece')?.n ?? 0,
      head: walked.head && { device: walked.head.device, sequence: walked.head.sequence, hash: walked.head.hash.toString('hex') },
      anchor: walked.anchor, problems, seconds: (performance.now() - started) / 1000,
    }
  } finally {
    db.close()
    side?.remove()
  }
}

/** The objects of a schema as SQLite keeps them, without its own statistics. */
function schemaOf(db: ReadableDb): Map<string, string> {
  const rows = all<{ type: string; name: string; sql: string }>(db, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%'")
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, row.sql]))
}

function checkSchema(db: ReadableDb): Problem[] {
  const reference = connect(':memory:')
  try {
    migrate(reference, MIGRATIONS, null)
    const expected = schemaOf(reference)
    const found = schemaOf(db)
    const names = new Set([...expected.keys(), ...found.keys()])
    return [...names].filter((name) => expected.get(name) !== found.get(name)).map((name) => {
      const part = name.startsWith('trigger') ? 'trigger' : 'schema'
      return problem(part, !found.has(name) ? `The ${name} was removed.` : !expected.has(name) ? `The ${name} is not Pigeonhole's.` : `The ${name} was changed.`)
    })
  } finally {
    reference.close()
  }
}

/** The devices of a log in the order in which they wrote: each first event names the head it continues by its previous hash. */
function orderOfDevices(db: ReadableDb, problems: Problem[]): string[] {
  const firsts = all<{ device: string; previous: Buffer }>(
    db, 'WITH RECURSIVE d(device) AS (SELECT min(device) FROM event UNION ALL SELECT (SELECT min(device) FROM event WHERE device > d.device) FROM d WHERE d.device IS NOT NULL) SELECT d.device, e.previous FROM d JOIN event e ON e.device = d.device AND e.sequence = (SELECT min(sequence) FROM event WHERE device = d.device) WHERE d.device IS NOT NULL',
  )
  const order: string[] = []
  const left = new Map(firsts.map((first) => [first.device, first.previous]))
  let last: Buffer = NO_HASH
  while (left.size > 0) {
    const following = [...left].find(([, previous]) => previous.equals(last)) ?? [...left][0]
    if (!following) break
    const [device, previous] = following
    if (!previous.equals(last)) problems.push(problem('chain', `The log of device ${device} does not continue the one before it.`, { device, sequence: 1 }))
    left.delete(device)
    order.push(device)
    last = one<{ hash: Buffer }>(db, 'SELECT hash FROM event WHERE device = ? ORDER BY sequence DESC LIMIT 1', device)?.hash ?? NO_HASH
  }
  return order
}

/** What is read of events to replay them, of this store or of one that is attached: the payload only when it stands there with its salt. */
const stored = (log: 'event' | 'store.event'): string => `SELECT device, sequence, recorded_at, zone, stated_at, stated_source, actor, actor_name, kind, version, piece,
  CASE WHEN octet_length(salt) = ${SALT_BYTES} THEN payload END AS payload FROM ${log} WHERE device = ? AND sequence > ? ORDER BY sequence LIMIT ?`

const hashIn = (db: ReadableDb, log: 'event' | 'store.event') => ({ device, sequence }: Place): Buffer =>
  one<{ hash: Buffer }>(db, `SELECT hash FROM ${log} WHERE device = ? AND sequence = ?`, device, sequence)?.hash ?? NO_HASH

/**
 * Checks the chain in two workers side by side, stretch by stretch. With a replay this worker replays meanwhile, ahead of the check, and what
 * it meets behind an event that turns out not to hold counts for nothing; the other one checks the search rows once it is through.
 */
async function walk(db: ReadableDb, context: JobContext, against: string | null, problems: Problem[], replay: Replay | null): Promise<Walked & { search: WrongSearchRow | null }> {
  const devices = orderOfDevices(db, problems)
  const total = one<{ n: number | null }>(db, 'SELECT sum(sequence) AS n FROM head')?.n ?? 0
  const step = replay ? 'Checking and replaying the log' : 'Checking the log'
  const say = (done: number): void => context.progress({ step, done, of: Math.max(total, done) })
  const checked: Array<Stretch & CheckedStretch> = []
  let events = 0
  const waiting = stretches(db, devices, against)
  const lane = async (check: (stretch: Stretch, progress: (done: number) => void) => Promise<CheckedStretch>): Promise<void> => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      let counted = 0
      const answer = await check(next.value, (done) => {
        events += done - counted
        counted = done
        if (!replay) say(events)
      })
      events += answer.events - counted
      checked.push({ ...next.value, ...answer })
    }
  }
  const isBroken = (): boolean => checked.some((stretch) => stretch.bad)
  let stuck: (Place & { message: string }) | null = null
  const [search] = await Promise.all([
    (async () => {
      await lane((stretch, progress) => context.beside('checkStretch', stretch, { onProgress: ({ done }) => progress(done) }))
      return replay && !isBroken() ? await context.beside('checkSearch', {}) : null
    })(),
    (async () => {
      if (replay && problems.every((p) => p.part !== 'chain')) stuck = await replayLog(db, devices, context, replay, { say, isBroken })
      await lane((stretch, progress) => checkStretch(stretch, { ...context, progress: ({ done }) => progress(done) }))
    })(),
  ])
  return { ...outcome(db, devices, checked, stuck, problems), search }
}

/** Replays the log up to its end; answers where it could not go on. */
async function replayLog(db: ReadableDb, devices: readonly string[], context: JobContext, replay: Replay, { say, isBroken }: { say: (done: number) => void; isBroken: () => boolean }): Promise<(Place & { message: string }) | null> {
  let done = 0
  for (const device of devices) {
    for (let sequence = 0; ;) {
      const rows = all<Readable>(db, stored('event'), device, sequence, CHUNK)
      try {
        for (const row of rows) {
          sequence = row.sequence
          replay.apply(row)
        }
      } catch (error) {
        return { device, sequence, message: `This event could not be replayed: ${messageOf(error)}` }
      }
      try {
        if (rows.length < CHUNK || replay.waiting() >= REPLAYED) replay.commit()
      } catch (error) {
        return { device, sequence, message: `The events up to this one could not be replayed: ${messageOf(error)}` }
      }
      if (rows.length === 0) break
      done += rows.length
      say(done)
      await context.breathe()
      if (isBroken()) return null
    }
  }
  return null
}

/** Puts together what was found in the stretches. Only the first event that does not hold is a problem of its own: everything behind it follows from it. */
export function outcome(db: ReadableDb, devices: readonly string[], checked: ReadonlyArray<Stretch & CheckedStretch>, stuck: (Place & { message: string }) | null, problems: Problem[]): Walked {
  const result: Walked = { events: 0, head: null, anchor: null, files: new Set(), broken: problems.some((p) => p.part === 'chain') }
  const found = (part: string, message: string, at: Place): void => {
    if (!result.broken) problems.push(problem(part, message, at))
    result.broken = true
  }
  for (const device of devices) {
    let end = { sequence: 0, hash: '' }
    for (const { bad, anchor, last, files, events, after, upTo } of checked.filter((stretch) => stretch.device === device).sort((a, b) => a.after - b.after)) {
      const stuckHere = stuck?.device === device && stuck.sequence > after && stuck.sequence <= upTo ? stuck : null
      // Behind the first fault of the whole log nothing is vouched for, also where a later stretch holds up to there.
      if (anchor !== null && !result.broken && !(stuckHere && stuckHere.sequence < anchor)) result.anchor = { device, sequence: anchor }
      if (stuckHere && !(bad && bad.sequence <= stuckHere.sequence)) found('replay', stuckHere.message, stuckHere)
      if (bad) found('chain', bad.message, { device, sequence: bad.sequence })
      for (const file of files) result.files.add(file)
      result.events += events
      end = last ?? end
    }
    result.head = { device, sequence: end.sequence, hash: Buffer.from(end.hash, 'latin1') }
    const kept = one<{ sequence: number; hash: Buffer }>(db, 'SELECT sequence, hash FROM head WHERE device = ?', device)
    if (kept && kept.sequence > end.sequence && one(db, 'SELECT 1 FROM event WHERE device = ? AND sequence = ?', device, kept.sequence) === null)
      found('chain', `The log ends at ${end.sequence}, but ${kept.sequence} events were written: the end was cut off.`, { device, sequence: end.sequence })
  }
  return result
}

async function checkFiles(context: JobContext, named: Set<string>, disposed: ReadonlySet<string>, problems: Problem[]): Promise<number> {
  const files = openFiles(layout(context.folder).files)
  let done = 0
  for (const hash of named) {
    if (!files.has(hash)) {
      if (!disposed.has(hash)) problems.push(problem('file', `The file ${hash.slice(0, 12)}... that the log names is missing.`))
    } else if ((await hashFile(files.path(hash))) !== hash) problems.push(problem('file', `The bytes of file ${hash.slice(0, 12)}... were changed.`))
    done++
    if (done % 50 === 0) {
      context.progress({ step: 'Checking files', done, of: named.size })
      await context.breathe()
    }
  }
  return named.size
}

/** What redacted events still do, by their place: the redactions of the log say it. */
function leftovers(db: ReadableDb): Map<string, unknown> {
  if (one(db, 'SELECT 1 FROM redaction LIMIT 1') === null) return new Map()
  const rows = all<{ payload: string | null }>(db, 'SELECT payload FROM event WHERE kind = ?', eventRedacted.kind)
  return new Map(rows.flatMap(({ payload }) => {
    const { device, sequence, left } = safeJson(payload ?? 'null') as { device?: string; sequence?: number; left?: unknown } ?? {}
    return device === undefined || left === undefined || left === null ? [] : [[`${device}/${sequence}`, left] as const]
  }))
}

interface Replay { apply(row: Readable): void; keep(): void; commit(): void; waiting(): number }

/** An empty store in a temporary file, for replay. */
function openSide(): { db: WritableDb; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-verify-'))
  const db = connect(join(folder, 'side.db'))
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -131072')
  // What points nowhere shows when the rows are compared.
  db.pragma('foreign_keys = OFF')
  migrate(db, MIGRATIONS, null)
  // Replay finds pieces by their keys alone; the indexes of the lists would be a third of its work, and what is compared are the rows.
  takeDownIndexes(db)
  // The search rows follow from the rows of the pieces, and are checked against those by another worker meanwhile.
  leaveSearchRows(db)
  return {
    db,
    remove: () => {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** @param hashOf the hash of an event that was replayed, which is written to the head */
function replayInto(db: WritableDb, kinds: EventRegistry, left: ReadonlyMap<string, unknown>, hashOf: (place: Place) => Buffer): Replay {
  let last: Readable | null = null
  let waiting = 0
  // Only the end of a run of events matters: writing the head for each would cost a tenth of the time.
  const keep = (): void => {
    writeKept(db)
    if (last) keepHead(db, { device: last.device, sequence: last.sequence, hash: hashOf(last) })
    last = null
  }
  return {
    apply: (row) => {
      if (waiting === 0 && !db.inTransaction) db.exec('BEGIN')
      waiting++
      const definition = kinds.get(row.kind)
      if (definition && row.payload !== null) project(db, definition, readEvent(kinds, row))
      else if (definition && left.has(placeOf(row))) project(db, definition, { ...readEvent(kinds, row), payload: upgraded(kinds, row.kind, row.version, left.get(placeOf(row))) })
      last = row
    },
    keep,
    waiting: () => waiting,
    commit: () => {
      if (waiting === 0) return
      waiting = 0
      keep()
      db.exec('COMMIT')
    },
  }
}

/** Compares projections with what replay gave, at one and the same head. */
async function compare(db: ReadableDb, side: WritableDb, context: JobContext, problems: Problem[], left: ReadonlyMap<string, unknown>): Promise<void> {
  const path = db.name
  if (!existsSync(path)) return
  side.prepare('ATTACH ? AS store').run(path)
  try {
    side.exec('BEGIN')
    // Events that came while the log was walked belong to the projections too.
    const replay = replayInto(side, context.kinds, left, hashIn(side, 'store.event'))
    for (const head of all<Head>(side, 'SELECT device, sequence, hash FROM store.head')) {
      const done = one<{ sequence: number }>(side, 'SELECT sequence FROM main.head WHERE device = ?', head.device)?.sequence ?? 0
      for (const row of all<Readable>(side, stored('store.event'), head.device, done, -1)) replay.apply(row)
      replay.keep()
    }
    // A table that is not there was named with the schema.
    const tables = TABLES.projections.filter((table) => one(side, "SELECT 1 FROM store.sqlite_schema WHERE name = ? AND type = 'table'", table))
    for (const [index, table] of tables.entries()) {
      const difference = compareTable(side, table)
      if (difference) problems.push(problem('replay', `${difference} Replaying the log gives something else.`))
      context.progress({ step: 'Comparing with the replayed log', done: index + 1, of: tables.length })
      await context.breathe()
    }
    side.exec('COMMIT')
  } finally {
    if (side.inTransaction) side.exec('ROLLBACK')
    side.exec('DETACH store')
  }
}

function compareTable(side: ReadableDb, table: string): string | null {
  const columns = all<{ name: string; pk: number }>(side, `SELECT name, pk FROM pragma_table_info('${table}')`)
  const keys = columns.filter((column) => column.pk > 0).map((column) => column.name)
  const list = (prefix: string, names: string[]): string => names.map((name) => `${prefix}."${name}"`).join(', ')
  const names = columns.map((column) => column.name)
  const same = keys.map((key) => `s."${key}" = m."${key}"`).join(' AND ')
  const row = one<Record<string, string | number>>(
    side, `SELECT ${list('m', keys)} FROM main."${table}" m LEFT JOIN store."${table}" s ON ${same} WHERE s."${keys[0]}" IS NULL OR (${list('m', names)}) IS NOT (${list('s', names)}) LIMIT 1`,
  )
  if (row) return `The row ${Object.values(row).join(', ')} of ${table} is missing or was changed.`
  const mine = one<{ n: number }>(side, `SELECT count(*) AS n FROM main."${table}"`)?.n
  const theirs = one<{ n: number }>(side, `SELECT count(*) AS n FROM store."${table}"`)?.n
  return mine === theirs ? null : `The table ${table} has ${theirs} rows where ${mine} belong.`
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
