import type { TaskRow, TaskRun } from '../../shared/contract/tasks.ts'
import type { Schedule } from '../../shared/mail/schedule.ts'
import { dueAfter } from '../../shared/mail/schedule.ts'
import type { CheckedCall, SignedIn } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { Services } from '../services.ts'
import { recordChanged } from '../store/core.ts'
import type { WritableDb } from '../store/db.ts'
import { StoreError } from '../store/errors.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { STATION } from '../store/store.ts'
import { taskRan } from './events.ts'
import * as queries from './queries.ts'
import type { Task } from './task.ts'

/** How often the station looks what is due, and how long a failed task waits before it is tried again, in milliseconds. */
const LOOK_EVERY = 20_000
const TRY_AGAIN = 3_600_000
/** Times of one task that are made good after a long absence. */
const MOST_MISSED = 31

/** What the station does by itself. */
export interface Tasks {
  list(): TaskRow[]
  /** Tasks whose last run failed and was not made good since. */
  failed(): TaskRun[]
  /** Runs what is due; with `only`, exactly those, due or not. One after the other; a task that is running already is waited for. @throws NotFound */
  run(options?: { only?: readonly string[]; by?: Actor; signal?: AbortSignal; onProgress?: (progress: Progress) => void }): Promise<TaskRun[]>
  /** Looks from now on by itself what is due; what was missed while the station was closed runs first. */
  start(): void
  close(): Promise<void>
}

/** Wires the table of tasks to a station. `services` is asked late, because it holds the tasks itself. */
export function createTasks(table: readonly Task[], services: () => Services): Tasks {
  const closing = new AbortController()
  /** When a task last found nothing to do; that stands in no table. */
  const looked = new Map<string, number>()
  let line: Promise<unknown> = Promise.resolve()
  let now: string | null = null
  let timer: NodeJS.Timeout | null = null

  const station = (): CheckedCall => {
    const actor: SignedIn = { ...STATION, role: 'administrator' }
    return { services: services(), connection: { signedIn: actor, token: null }, actor }
  }
  const found = (id: string): Task => {
    const task = table.find((one) => one.id === id)
    if (!task) throw new NotFound(`There is no task "${id}". There are: ${table.map((one) => one.id).join(', ')}.`)
    return task
  }
  const titled = (row: queries.RunRow): TaskRun => ({ ...row, title: table.find((task) => task.id === row.task)?.title ?? row.task })

  const due = (task: Task): { schedule: Schedule; standard: boolean; next: number | null; missed: number[]; last: queries.RunRow | null } => {
    const { store } = services()
    const set = queries.scheduleOf(store.db, task.id)
    const last = queries.lastRun(store.db, task.id)
    const schedule = set?.schedule ?? task.schedule
    const regular = dueAfter(schedule, Math.max(last?.started ?? 0, looked.get(task.id) ?? 0, set?.since ?? queries.began(store.db)), store.zone())
    const failed = regular !== null && last?.outcome === 'failed'
    // What failed is still due for the time that it was meant for.
    const missed = failed && last.due !== null ? [last.due] : []
    for (let at = regular; at !== null && at <= store.now() && missed.length < MOST_MISSED; at = dueAfter(schedule, at, store.zone())) missed.push(at)
    return { schedule, standard: set === null || JSON.stringify(set.schedule) === JSON.stringify(task.schedule), next: failed ? Math.min(regular, last.started + TRY_AGAIN) : regular, missed, last }
  }

  const runOne = async (task: Task, missed: readonly number[], by: Actor, outer: AbortSignal | undefined, onProgress: (progress: Progress) => void): Promise<TaskRun | null> => {
    const { store, log } = services()
    const started = store.now()
    const dueAt = missed[0] ?? null
    const signal = outer ? AbortSignal.any([closing.signal, outer]) : closing.signal
    let outcome: TaskRun['outcome'] = 'done'
    let message: string | null
    now = task.id
    services().changes.tell(['tasks'])
    try {
      const missing = task.missing?.(station()) ?? null
      if (missing !== null) throw new Refusal('missing', missing)
      message = await task.run(station(), { due: dueAt ?? started, missed, signal, onProgress })
    } catch (error) {
      outcome = signal.aborted ? 'stopped' : 'failed'
      const known = error instanceof Refusal || error instanceof StoreError || error instanceof NotFound
      message = signal.aborted ? 'It was stopped before its end.' : known ? error.message : 'Something went wrong in the station; its log has the details.'
      if (!known && !signal.aborted) log.error('task failed', { task: task.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    } finally {
      now = null
    }
    // Interrupted by closing: it is still due when the station is opened again.
    if (closing.signal.aborted) return null
    if (message === null && dueAt !== null) {
      looked.set(task.id, started)
      return null
    }
    const event = taskRan.draft(null, { task: task.id, due: dueAt, started, outcome, message: message ?? 'There was nothing to do.' })
    return store.operate(by, (db) => ({ events: [event], answer: () => titled(queries.lastRun(db, task.id) ?? { task: task.id, due: dueAt, started, ended: started, outcome, message: '', by: by.name }) }))
  }

  const tasks: Tasks = {
    list: () => table.map((task): TaskRow => {
      const { schedule, standard, next, last } = due(task)
      return {
        id: task.id, title: task.title, what: task.what, schedule: schedule.every === 'day' ? { ...schedule, days: [...schedule.days] } : schedule, standard,
        missing: task.missing?.(station()) ?? null, next, last: last && titled(last), running: now === task.id,
      }
    }),
    failed: () => table.flatMap((task) => {
      const last = queries.lastRun(services().store.db, task.id)
      return last?.outcome === 'failed' ? [titled(last)] : []
    }),
    run: ({ only, by = STATION, signal, onProgress = () => {} } = {}) => {
      const named = only?.map(found)
      const before = line
      const work = (async () => {
        await before
        const ran: TaskRun[] = []
        for (const task of named ?? table) {
          if (closing.signal.aborted || signal?.aborted) break
          const { next, missed } = due(task)
          if (!named && (next === null || next > services().store.now() || (task.missing?.(station()) ?? null) !== null)) continue
          onProgress({ step: task.title, done: ran.length, of: named?.length ?? 0 })
          const done = await runOne(task, named ? [] : missed.length > 0 || next === null ? missed : [next], by, signal, onProgress)
          if (done) ran.push(done)
        }
        return ran
      })()
      line = work.catch(() => {})
      return work
    },
    start: () => {
      const look = (): void => {
        const { store, log } = services()
        if (!setting(store.db, OFFICE)) return
        tasks.run().catch((error: unknown) => { log.error('tasks', { error: String(error) }) })
      }
      timer = setInterval(look, LOOK_EVERY).unref()
      setTimeout(() => { if (!closing.signal.aborted) look() }, 2_000).unref()
    },
    close: async () => {
      if (timer) clearInterval(timer)
      closing.abort()
      await line
    },
  }
  return tasks
}

/** What ran, newest first. @throws NotFound for a task that is not there */
export function runs(call: CheckedCall, input: { task?: string | undefined; limit: number }): TaskRun[] {
  const known = call.services.tasks.list()
  if (input.task !== undefined && !known.some((task) => task.id === input.task)) throw new NotFound('This is no task. Look at the list of tasks.')
  return queries.runs(call.services.store.db, input.task ?? null, input.limit).map((row) => ({ ...row, title: known.find((task) => task.id === row.task)?.title ?? row.task }))
}

/** Sets when a task runs. @throws NotFound */
export function save(call: CheckedCall, input: { task: string; schedule: Schedule }): TaskRow {
  const { store, tasks } = call.services
  const find = (): TaskRow | undefined => tasks.list().find((task) => task.id === input.task)
  if (!find()) throw new NotFound('This is no task. Look at the list of tasks.')
  return store.operate(call.actor, () => ({
    events: [recordChanged.draft(null, { table: 'task', record: input.task, action: 'changed', fields: ['schedule'] })],
    tables: (tables) => queries.putSchedule(tables, input.task, input.schedule, store.now()),
    answer: () => {
      const row = find()
      if (!row) throw new NotFound('This is no task.')
      return row
    },
  }))
}

/** For a decision that gives a task what it lacked until now: it is due from here on, and nothing before counts as missed. @throws NotFound */
export function dueFromNow({ store, tasks }: Services, id: string): { tables: (db: WritableDb) => void; event: EventDraft } {
  const task = tasks.list().find((one) => one.id === id)
  if (!task) throw new NotFound(`There is no task "${id}".`)
  return { tables: (db) => queries.putSchedule(db, id, task.schedule, store.now()), event: recordChanged.draft(null, { table: 'task', record: id, action: 'changed', fields: ['since'] }) }
}
