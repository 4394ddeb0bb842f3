import type { ImportReport } from '../../shared/contract/directory.ts'
import { newId } from '../../shared/ids.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Services } from '../services.ts'
import { fillByChance } from '../store/chance.ts'
import type { WritableDb } from '../store/db.ts'
import { command } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import type { Store } from '../store/store.ts'
import { indexed, INDEXED } from './directory.ts'
import { directoryImported, directoryImportUndone } from './events.ts'
import { badRowsCsv, existing, forget, Interrupted, missingCsv, missingPeople, tidy, walk } from './import.ts'
import { columnsKey } from './import-columns.ts'
import type { Outcome, PlaceBook } from './import-plan.ts'
import { createPlaceBook } from './import-plan.ts'
import * as imports from './import-queries.ts'
import { liveIndex } from './live.ts'
import { createPace } from './pace.ts'
import type { Indexed } from './people-index.ts'
import { departmentKey, mailStopKey } from './places.ts'
import * as queries from './queries.ts'

/**
 * How long one transaction of an import may take before it is committed, in milliseconds: a frame, which is what a scan waits for it at most. Shorter
 * ones write the same pages of the indexes over and over.
 */
const TRANSACTION = 15

/**
 * Transactions between two checkpoints: often and small, so that none of them grows so large that a scan would wait for it.
 */
const CHECKPOINT_EVERY = 10

/** An import that is being applied or taken back in this process. */
interface Job { id: string; progress: Progress; stop: boolean; ended: Promise<ImportReport>; listeners: Set<() => void> }

const jobs = new WeakMap<Store, Map<string, Job>>()
const jobsOf = (store: Store): Map<string, Job> => {
  let known = jobs.get(store)
  if (!known) jobs.set(store, (known = new Map()))
  return known
}

/**
 * Applies an import and follows it to its report; a second call follows the first. Leaving the stream does not stop it.
 *
 * @throws NotFound, Refusal `import-closed`, `not-previewed`, `import-running`
 */
export async function* apply(call: CheckedCall, input: { id: string }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: ImportReport }> {
  const { services } = call
  const row = existing(services.store.db, input.id)
  const job = jobsOf(services.store).get(row.id) ?? start(services, row, call.actor)
  yield* follow(job, signal)
}

async function* follow(job: Job, signal: AbortSignal | undefined): AsyncGenerator<{ progress: Progress } | { report: ImportReport }> {
  let wake: () => void = () => {}
  const listener = (): void => wake()
  job.listeners.add(listener)
  signal?.addEventListener('abort', listener)
  const ended = job.ended.then(() => true, () => true)
  try {
    for (let over = false; !over; ) {
      if (signal?.aborted) return
      yield { progress: job.progress }
      over = await Promise.race([ended, new Promise<boolean>((resolve) => (wake = () => resolve(false)))])
    }
    yield { report: await job.ended }
  } finally {
    job.listeners.delete(listener)
    signal?.removeEventListener('abort', listener)
  }
}

function start(services: Services, row: imports.Import, actor: Actor): Job {
  const { store } = services
  if (row.state === 'open') throw new Refusal('not-previewed', 'Look at the preview first.')
  if (row.state === 'done' || row.state === 'cancelled') throw new Refusal('import-closed', 'This import was applied or dropped already. Choose the file again.')
  const other = imports.running(store.db)
  if (other && other.no !== row.no) throw new Refusal('import-running', `${other.actorName} is importing ${other.name}. Wait until that has ended.`)
  if (row.state === 'ready')
    store.operate(actor, (db) => ({
      tables: (tables) => {
        imports.begin(tables, row.no, queries.highestNo(db))
        imports.rememberMapping(tables, columnsKey(row.columns), row.mapping, store.now())
      },
      events: [], answer: () => null,
    }))
  return run(services, existing(store.db, row.id))
}

function run(services: Services, row: imports.Import): Job {
  const { store, log } = services
  const known = jobsOf(store)
  const actor: Actor = { id: row.actor, name: row.actorName }
  const job: Job = { id: row.id, progress: { step: 'Applying', done: 0, of: row.rows }, stop: false, ended: Promise.resolve(null as never), listeners: new Set() }
  const say = (progress: Progress): void => {
    job.progress = progress
    for (const listener of job.listeners) listener()
  }
  job.ended = (async () => {
    try {
      const missing = row.state === 'undoing' ? null : await applyRows(services, row, actor, say, () => job.stop)
      const report = missing ? await reportOf(store, row.id, missing) : await takeBack(store, existing(store.db, row.id), actor, say)
      void tidy(store).catch((error: unknown) => log.warn('staged rows of an import stay', { error: String(error) }))
      return report
    } finally {
      known.delete(row.id)
    }
  })()
  job.ended.catch((error: unknown) => {
    if (!(error instanceof Interrupted)) log.warn('import stopped', { import: row.id, error: String(error) })
  })
  known.set(row.id, job)
  return job
}

async function reportOf(store: Store, id: string, missing: readonly number[] = []): Promise<ImportReport> {
  const row = existing(store.db, id)
  const { added, changed, same, bad } = row
  return { id, cancelled: row.state === 'cancelled', added, changed, same, bad, missing: row.missing, badRowsCsv: await badRowsCsv(store.db, row), missingCsv: await missingCsv(store.db, row, missing) }
}

/** Makes departments and mail stops that a file names and nobody knows yet. Inside the import's own transactions. */
function creating(store: Store, row: imports.Import, tables: () => WritableDb): PlaceBook {
  const place = (known: { no: number } | null, put: () => number): number => known?.no ?? put()
  return createPlaceBook(store.db, {
    department: (name, code) => place(queries.departmentByKey(store.db, departmentKey(name)), () =>
      queries.putDepartment(tables(), { id: newId(store.now()), name, key: departmentKey(name), code, contact: null, contactEmail: '', active: 1 }, row.no)),
    mailStop: (code, building, floor) => place(queries.mailStopByKey(store.db, mailStopKey(code)), () =>
      queries.putMailStop(tables(), { id: newId(store.now()), code, key: mailStopKey(code), building, floor, description: '', location: '', active: 1 }, row.no)),
  })
}

/** Applies the rows after the last one that was applied, in small transactions, and closes the import with its event. Answers who is missing from the file, or null when it was stopped. */
async function applyRows(services: Services, row: imports.Import, actor: Actor, say: (progress: Progress) => void, stopped: () => boolean): Promise<number[] | null> {
  const { store } = services
  const live = liveIndex(store)
  let writable: WritableDb | null = null
  const places = creating(store, row, () => {
    if (!writable) throw new Error('A department was made outside a transaction.')
    return writable
  })
  const counts = { added: row.added, changed: row.changed, same: row.same, bad: row.bad }
  let placesKnown = 0
  let transactions = 0
  let stop = false
  const pace = createPace()
  const planner = await walk(services, row, row.mapping, places, pace, async (items, _done, planner) => {
    for (let next = 0; next < items.length && !stop; ) {
      if (!store.db.open) throw new Interrupted()
      if (stopped()) {
        stop = true
        return
      }
      const touched: Indexed[] = []
      const added = adding(row, store.now(), touched, planner)
      const befores: imports.Before[] = []
      store.step((tables) => {
        writable = tables
        const until = performance.now() + TRANSACTION
        let position = row.position
        for (; next < items.length && performance.now() < until; next++) {
          const item = items[next]
          if (!item) break
          const outcome = item.decide()
          position = item.row
          // What was applied before an interruption is only told to the planner again.
          if (item.row <= row.position) continue
          write(tables, row, item, outcome, { counts, touched, added, befores })
        }
        added.write(tables)
        imports.keepBefore(tables, row.no, befores)
        if (position > row.position) imports.setProgress(tables, row.no, position, counts)
        writable = null
      })
      if (places.newDepartments.size + places.newMailStops.size > placesKnown) {
        placesKnown = places.newDepartments.size + places.newMailStops.size
        live.placesChanged()
      }
      live.changed(touched)
      if (++transactions % CHECKPOINT_EVERY === 0) command(store.connection, 'PRAGMA wal_checkpoint(PASSIVE)')
      say({ step: 'Applying', done: items[next - 1]?.row ?? 0, of: row.rows })
      await pace()
    }
  })
  if (stop || stopped()) return null
  const index = await live.ready()
  if (!store.db.open) throw new Interrupted()
  const missing = missingPeople(index, planner.named)
  store.operate(actor, () => ({
    tables: (tables) => imports.finish(tables, row.no, missing.length),
    events: [directoryImported.draft(null, { import: row.id, ...counts, missing: missing.length, fields: Object.keys(row.mapping) })],
    answer: () => null,
  }))
  return missing
}

interface Adding { add(row: number, person: queries.PersonValues): void; write(tables: WritableDb): void }

/** People whom a transaction adds, written together at its end: no decision on a row of it looks for those of the rows before. */
function adding(row: imports.Import, now: number, touched: Indexed[], planner: { added(row: number, no: number): void }): Adding {
  const waiting: Array<{ row: number } & queries.NewPerson> = []
  return {
    add: (at, person) => void waiting.push({ row: at, id: newId(now, fillByChance), person, now, importNo: row.no }),
    write: (tables) => {
      const first = queries.insertPeople(tables, waiting)
      for (const [i, { row: at, person }] of waiting.entries()) {
        planner.added(at, first + i)
        touched.push(indexed(first + i, person))
      }
    },
  }
}

/** What a transaction of an import gathers: what it wrote, and what it writes together at its end. */
interface Gathered { counts: { added: number; changed: number; same: number; bad: number }; touched: Indexed[]; added: Adding; befores: imports.Before[] }

function write(tables: WritableDb, row: imports.Import, item: { row: number; cells: string[] }, outcome: Outcome, { counts, touched, added, befores }: Gathered): void {
  switch (outcome.kind) {
    case 'new':
      added.add(item.row, outcome.values)
      counts.added++
      return
    case 'changed': {
      const { no, revision } = outcome.before
      befores.push({ person: no, revision: revision + 1, before: JSON.stringify(queries.only(outcome.before, outcome.fields)) })
      queries.updatePerson(tables, no, outcome.fields, outcome.values)
      if (outcome.fields.some((field) => INDEXED.has(field))) touched.push(indexed(no, outcome.values))
      counts.changed++
      return
    }
    case 'same':
      counts.same++
      return
    case 'bad':
      imports.addBad(tables, row.no, { row: item.row, reason: outcome.reason, cells: item.cells })
      counts.bad++
  }
}

/**
 * Takes back what an import did: puts rows back as they were and removes the people it added, except those whom somebody has
 * changed since.
 */
async function takeBack(store: Store, row: imports.Import, actor: Actor, say: (progress: Progress) => void): Promise<ImportReport> {
  const live = liveIndex(store)
  const pace = createPace()
  const step = async (work: (tables: WritableDb) => void): Promise<void> => {
    if (!store.db.open) throw new Interrupted()
    store.step(work)
    await pace()
  }
  await step((tables) => imports.setState(tables, row.no, 'undoing'))
  let kept = 0
  let done = 0
  for (let after = 0; ; ) {
    const befores = imports.beforesAfter(store.db, row.no, after, 200)
    const last = befores.at(-1)
    if (!last) break
    const touched: Indexed[] = []
    await step((tables) => {
      for (const { person: no, revision, before } of befores) {
        const person = queries.personByNo(tables, no)
        const values = person && { ...person, ...(JSON.parse(before) as Partial<queries.PersonValues>) }
        const fields = values ? queries.differing(person, values) : []
        // Already put back before an interruption: its revision went on by one with the old values.
        if (person?.revision === revision + 1 && fields.length === 0) continue
        if (!values || person.revision !== revision) kept++
        else {
          queries.updatePerson(tables, no, fields, values)
          touched.push(indexed(no, values))
        }
      }
    })
    live.changed(touched)
    after = last.person
    say({ step: 'Taking back', done: (done += befores.length), of: row.added + row.changed })
  }
  let keptAdded = 0
  for (let after = row.firstNo; ; ) {
    const people = imports.addedAfter(store.db, row.no, after, 200)
    const last = people.at(-1)
    if (!last) break
    const removed: number[] = []
    await step((tables) => {
      for (const { no, revision } of people) {
        if (revision !== 1 || imports.isNamed(tables, no)) keptAdded++
        else {
          imports.deletePerson(tables, no)
          removed.push(no)
        }
      }
    })
    live.removed(removed)
    after = last.no
    say({ step: 'Taking back', done: (done += people.length), of: row.added + row.changed })
  }
  const restored = row.changed - kept
  const removed = row.added - keptAdded
  store.operate(actor, () => ({
    tables: (tables) => {
      imports.deleteUnusedPlaces(tables, row.no)
      imports.setState(tables, row.no, 'cancelled')
    },
    events: [directoryImportUndone.draft(null, { import: row.id, removed, restored, kept: kept + keptAdded })],
    answer: () => null,
  }))
  live.placesChanged()
  return reportOf(store, row.id)
}

/** Drops an import. One that is being applied is stopped and taken back before this answers. @throws NotFound, Refusal `import-closed` */
export async function cancel(call: CheckedCall, id: string): Promise<Record<string, never>> {
  const { store } = call.services
  const row = existing(store.db, id)
  if (row.state === 'done') throw new Refusal('import-closed', 'This import was applied to its end. Import the former list again to go back.')
  if (row.state === 'open' || row.state === 'ready') await forget(store, [row])
  else if (row.state !== 'cancelled') {
    const job = jobsOf(store).get(id) ?? run(call.services, row)
    job.stop = true
    const report = await job.ended
    if (!report.cancelled) throw new Refusal('import-closed', 'The import had ended before it could be stopped.')
  }
  return {}
}

/** Goes on with imports that an interruption left in the middle, and removes what closed ones left behind. */
export function resumeImports(services: Services): void {
  const { store, log } = services
  for (const row of imports.unfinished(store.db)) run(services, row)
  if (imports.untidy(store.db).length > 0) tidy(store).catch((error: unknown) => log.warn('staged rows of an import stay', { error: String(error) }))
}
