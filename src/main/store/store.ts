import { randomBytes } from 'node:crypto'
import { newId } from '../../shared/ids.ts'
import { mayMissSearchRows, writeSearchRowsLater } from './behind.ts'
import { fillByChance } from './chance.ts'
import type { Decision } from './decision.ts'
import { deviceBegan, clockWentBack } from './core.ts'
import type { ReadableDb, WritableDb } from './db.ts'
import { configure, connect, one, relaxed, run, whole } from './db.ts'
import { classify } from './errors.ts'
import type { Actor, EventDraft, EventRegistry, LoggedEvent } from './events.ts'
import type { FileStore } from './files.ts'
import { openFiles } from './files.ts'
import { putUpIndexes, takeDownIndexes } from './filling.ts'
import { checkDatabase, layout, prepareFolder } from './folder.ts'
import type { Idle } from './idle.ts'
import { createIdle, mergeOnlyWhenIdle } from './idle.ts'
import type { Head, Part } from './log.ts'
import { append, headOf } from './log.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { own } from './owner.ts'

/** The station itself as an actor. */
export const STATION: Actor = { id: 'station', name: 'Pigeonhole' }

/** What changed with one commit. */
export interface Change { topics: ReadonlySet<string>; pieces: ReadonlySet<string> }

export interface Store {
  readonly folder: string
  /** For short reads. Long ones belong in the worker. */
  readonly db: ReadableDb
  readonly kinds: EventRegistry
  readonly files: FileStore
  readonly idle: Idle
  /** The id under which this store's events are written now. */
  readonly device: string
  readonly head: Head | null
  /** UTC milliseconds. */
  now(): number
  /** A new identifier for a record. */
  newId(): string
  /** The office's time zone; UTC before the office is set up. */
  zone(): string
  /**
   * Runs an operation: reads, decides, and writes its events, their projections, its ordinary tables and its search rows in one
   * synchronous transaction. When it returns, what it wrote is durable.
   *
   * @throws what `decide` throws, and StoreError when the store could not keep it; nothing is written then
   */
  operate<T>(actor: Actor, decide: (db: ReadableDb) => Decision<T>): T
  /**
   * Writes what several people did, one part after the other, as one commit like an operation: history that is made up or taken over,
   * where nothing is decided by what an earlier part wrote. Parts are asked for as they are written.
   *
   * @throws what `parts` throws, and StoreError when the store could not keep it; nothing is written then
   */
  record(parts: Iterable<Part>): void
  /**
   * One of many steps of long work on ordinary tables, which an interruption takes up again from what it finds. In order and whole
   * like an operation, but durable only together with the next one; so it writes no events.
   *
   * @throws StoreError when the store could not keep it
   */
  step(work: (tables: WritableDb) => void): void
  /** Listens to commits; answers how to stop. */
  onChange(listener: (change: Change) => void): () => void
  /** The writer's own connection, for backup and housekeeping inside the store folder only. */
  readonly connection: WritableDb
  close(): void
}

export interface OpenOptions {
  folder: string
  kinds: EventRegistry
  /** Shown in the device's first event. */
  program: string
  now?: () => number
  random?: (bytes: Uint8Array) => void
  /** False refuses a folder without a store. */
  create?: boolean
  /** Called for what must not stop the station but has to be known: slow commits, failed housekeeping. */
  warn?: (message: string, detail: Record<string, unknown>) => void
  /** The store is filled from beginning to end: housekeeping is called by hand instead of by timers, more pages are kept in memory and in the WAL, and the indexes of lists come at the end. */
  filling?: boolean
}

/** Commits slower than this are worth a line in the station's log, in milliseconds. */
const SLOW_COMMIT = 50
/** While a store is filled: KiB of pages in memory, and bytes of WAL before a checkpoint. */
const FILLING = { cache: 256 << 10, wal: 512 << 20 }
/** How far a clock may step back without being called wrong, in milliseconds: time servers adjust by less. */
const CLOCK_TOLERANCE = 2_000

/** A new device id: 8 characters that can be read out over the telephone. */
export function newDeviceId(random: (bytes: Uint8Array) => void = (bytes) => void randomBytes(bytes.length).copy(bytes)): string {
  const bytes = Buffer.alloc(8)
  random(bytes)
  return [...bytes].map((byte) => '23456789abcdefghjkmnpqrstuvwxyz3'[byte & 31]).join('')
}

/**
 * Opens the store in `folder`, making it when there is none, as its only owner.
 *
 * @throws StoreError naming what is wrong and what to do
 */
export function openStore(options: OpenOptions): Store {
  const paths = layout(options.folder)
  checkDatabase(paths.root, options.create !== false)
  prepareFolder(paths.root)
  try {
    return openOwned(options, paths)
  } catch (error) {
    throw classify(error, paths.database) ?? error
  }
}

function openOwned(options: OpenOptions, paths: ReturnType<typeof layout>): Store {
  const owner = own(paths.owner)
  let db: WritableDb | null = null
  try {
    db = connect(paths.database)
    // The first read of a damaged file has to happen here, and not in the middle of a scan.
    db.pragma('schema_version', { simple: true })
    configure(db)
    if (putUpIndexes(db)) options.warn?.('filling was broken off', { folder: paths.root })
    const { from, to } = migrate(db, MIGRATIONS, paths.beforeMigration)
    if (from < to) mergeOnlyWhenIdle(db)
    if (options.filling) takeDownIndexes(db)
    return assemble(options, paths, db, owner.release)
  } catch (error) {
    db?.close()
    owner.release()
    throw error
  }
}

function assemble(options: OpenOptions, paths: ReturnType<typeof layout>, db: WritableDb, release: () => void): Store {
  const now = options.now ?? Date.now
  const warn = options.warn ?? (() => {})
  const listeners = new Set<(change: Change) => void>()
  const idle = createIdle(db, { onError: (error) => warn('housekeeping failed', { error: String(error) }), ...(options.filling ? { quiet: 2 ** 30, walLimit: FILLING.wal } : {}) })
  if (options.filling) db.pragma(`cache_size = -${FILLING.cache}`)
  else writeSearchRowsLater(db)
  let device = currentDevice(db)
  let head = device === null ? null : headOf(db, device)
  let zone = storedZone(db)
  let lastTime = one<{ t: number | null }>(db, 'SELECT max(recorded_at) AS t FROM event')?.t ?? 0

  /** Runs `work` as one durable commit; it is handed the way to write events, which it takes once, and keeps those it needs. */
  const commit = <T>(work: (write: (parts: Iterable<Part>, kept?: LoggedEvent[]) => void) => T): T => {
    const told = { count: 0, first: null as LoggedEvent | null, last: null as LoggedEvent | null, topics: new Set<string>(), pieces: new Set<string>() }
    let nextHead = head
    const started = performance.now()
    const answer = whole(db, () => work((parts, kept) => {
      nextHead = append(db, head, parts, { device: device ?? '', zone, now, kinds: options.kinds, ...(options.random ? { random: options.random } : {}) }, (event) => {
        told.count++
        told.first ??= event
        told.last = event
        if (listeners.size > 0) {
          for (const topic of options.kinds.get(event.kind)?.topics ?? []) told.topics.add(topic)
          if (event.piece !== null) told.pieces.add(event.piece)
        }
        kept?.push(event)
      })
    }))
    // Only now is it true: memory follows the commit, never the other way round.
    head = nextHead
    const took = performance.now() - started
    if (took > SLOW_COMMIT) warn('slow commit', { ms: Math.round(took), events: told.count })
    if (told.last) {
      if (told.first?.kind === clockWentBack.kind) warn('clock went back', { last: lastTime, now: told.last.recordedAt })
      lastTime = told.last.recordedAt
      for (const listener of listeners) listener({ topics: told.topics, pieces: told.pieces })
    }
    return answer
  }

  const operate = <T>(actor: Actor, decide: (db: ReadableDb) => Decision<T>): T => commit((write) => {
    const decision = decide(db)
    if (decision.tables) {
      decision.tables(db)
      zone = storedZone(db)
    }
    const at = now()
    const drafts: EventDraft[] = at < lastTime - CLOCK_TOLERANCE ? [clockWentBack.draft(null, { last: lastTime, now: at }), ...decision.events] : [...decision.events]
    const written: LoggedEvent[] = []
    write([{ actor, drafts }], written)
    return decision.answer(written.slice(drafts.length - decision.events.length))
  })

  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      mayMissSearchRows(db)
      zone = storedZone(db)
      throw classify(error, paths.root) ?? error
    } finally {
      idle.touched()
    }
  }

  const store: Store = {
    folder: paths.root,
    db,
    connection: db,
    kinds: options.kinds,
    files: openFiles(paths.files),
    idle,
    now,
    newId: () => newId(now(), options.random ? (bytes) => (options.random?.(bytes), bytes) : fillByChance),
    get device() { return device ?? '' },
    get head() { return head },
    zone: () => zone,
    operate: (actor, decide) => guarded(() => operate(actor, decide)),
    record: (parts) => { guarded(() => { commit((write) => { write(parts) }) }) },
    step: (work) => { guarded(() => relaxed(db, () => { whole(db, () => { work(db) }) })) },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      if (!db.open) return
      try {
        if (!db.readonly) {
          putUpIndexes(db)
          idle.settle()
        }
      } finally {
        idle.stop()
        db.close()
        release()
      }
    },
  }
  if (device === null) {
    const id = newDeviceId(options.random)
    device = id
    store.operate(STATION, () => ({
      tables: (tables) => run(tables, 'INSERT INTO device (id, position, began_at) VALUES (?, 1, ?)', id, now()),
      events: [deviceBegan.draft(null, { reason: 'new', continues: null, program: options.program })],
      answer: () => null,
    }))
  }
  return store
}

function currentDevice(db: ReadableDb): string | null {
  return one<{ id: string }>(db, 'SELECT id FROM device ORDER BY position DESC LIMIT 1')?.id ?? null
}

function storedZone(db: ReadableDb): string {
  const row = one<{ value: string }>(db, "SELECT value FROM setting WHERE name = 'office'")
  if (!row) return 'UTC'
  const office = JSON.parse(row.value) as { zone?: string }
  return office.zone ?? 'UTC'
}
