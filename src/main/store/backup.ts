import { hash as digest } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { BackupReport } from '../../shared/contract/office.ts'
import { officeDay, daysBetween } from '../../shared/mail/days.ts'
import type { ReadableDb } from './db.ts'
import { all, connect } from './db.ts'
import { classify, StoreError } from './errors.ts'
import { hashFile, openFiles, writeDurably } from './files.ts'
import { heads } from './log.ts'
import type { NamedFiles } from './named-files.ts'
import { disposedFiles, namedInCopy } from './named-files.ts'
import type { Progress, Reader } from './reader.ts'
import type { Store } from './store.ts'

/** Pages copied in one step on the writer's connection: about 2 ms, so that a scan is never held up for longer. */
const PAGES = 400
/** Pages after which the disk is asked to take what was copied: 4 MB. A commit that comes meanwhile waits behind them: one in six took 50 ms behind 32 MB. */
const WRITTEN_OUT = 1_024
/** Files that are written side by side, and bytes of them from which on no more are taken up. */
const TOGETHER = { files: 16, bytes: 32 << 20 }

const head = z.object({ device: z.string(), sequence: z.number().int(), hash: z.string() })

/** What lies beside a copy of the database and says what it is. */
export const manifestSchema = z.object({
  format: z.literal('pigeonhole-backup-1'),
  createdAt: z.number().int(),
  program: z.string(),
  database: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  events: z.number().int(),
  pieces: z.number().int(),
  /** The anchored head of the chain: `verify --against` its hash. */
  head: head.nullable(),
  files: z.array(z.string()),
})
export type Manifest = z.infer<typeof manifestSchema>

/** How many copies are kept: the newest of each of so many days, weeks and months. */
export interface KeepPolicy { daily: number; weekly: number; monthly: number }
export const KEEP: KeepPolicy = { daily: 7, weekly: 4, monthly: 12 }

/** Which copies stay, given the times they were made (UTC milliseconds); days, weeks from Monday and months are the office's. The newest always stays. */
export function copiesToKeep(times: readonly number[], policy: KeepPolicy, zone = 'UTC'): Set<number> {
  const keep = new Set<number>()
  const newest = [...times].sort((a, b) => b - a)
  const bucket = (name: (day: string) => string, count: number): void => {
    const seen = new Set<string>()
    for (const at of newest) {
      const key = name(officeDay(at, zone))
      if (seen.has(key)) continue
      if (seen.size >= count) return
      seen.add(key)
      keep.add(at)
    }
  }
  bucket((day) => day, policy.daily)
  bucket((day) => String(Math.floor((daysBetween('1970-01-01', day) + 3) / 7)), policy.weekly)
  bucket((day) => day.slice(0, 7), policy.monthly)
  if (newest[0] !== undefined) keep.add(newest[0])
  return keep
}

function readManifest(path: string): Manifest | null {
  try {
    return manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

/** The copies in a backup folder, newest first. Folders without a readable manifest are not counted as copies. */
export function listCopies(folder: string): Array<{ name: string; manifest: Manifest }> {
  const root = join(resolve(folder), 'copies')
  if (!existsSync(root)) return []
  const found = readdirSync(root).flatMap((name) => {
    const path = join(root, name, 'manifest.json')
    if (!existsSync(path)) return []
    const manifest = readManifest(path)
    return manifest ? [{ name, manifest }] : []
  })
  return found.sort((a, b) => b.manifest.createdAt - a.manifest.createdAt)
}

/**
 * Copies a store while it is in use: the database in small steps on the writer's own connection, then the files its snapshot
 * names into one pool that all copies share. The copy is opened and checked before it counts; only then are old ones removed.
 *
 * @param folder any folder, also on the network
 * @throws StoreError when the folder cannot be written to or the copy is not sound; the folder's earlier copies stay
 */
export async function backup(...[store, reader, folder, options]: Parameters<typeof writeCopy>): Promise<BackupReport> {
  const work = writeCopy(store, reader, folder, options)
  const quiet = work.then(() => {}, () => {})
  running.set(store, quiet)
  try {
    return await work
  } finally {
    if (running.get(store) === quiet) running.delete(store)
  }
}

const running = new WeakMap<Store, Promise<void>>()

/** Waits until no backup of this store is being written: files that its snapshot names have to stay until then. */
export async function whenNoBackup(store: Store): Promise<void> {
  for (let one = running.get(store); one; one = running.get(store)) await one
}

async function writeCopy(
  store: Store, reader: Reader, folder: string,
  options: { program: string; keep?: KeepPolicy; onProgress?: (progress: Progress) => void; signal?: AbortSignal },
): Promise<BackupReport> {
  const root = resolve(folder)
  const started = performance.now()
  const createdAt = store.now()
  const name = new Date(createdAt).toISOString().replaceAll(/[:.]/g, '').replace('T', '-')
  const work = join(root, 'copies', `.${name}.part`)
  const database = join(work, 'pigeonhole.db')
  try {
    if (root === store.folder || root.startsWith(join(store.folder, '/'))) throw new StoreError('not-empty', 'A backup inside the store would be lost with it. Choose another folder, best on another disk.')
    mkdirSync(work, { recursive: true, mode: 0o700 })
    const naming = reader.run('namedFiles', {}, options.signal ? { signal: options.signal } : {})
    const [named] = await Promise.all([naming, snapshot(store, database, options)])
    const copied = await copyFiles(store, root, database, named, options)
    options.onProgress?.({ step: 'Checking the copy', done: 0, of: 1 })
    const checked = await reader.run('checkCopy', { database, files: join(root, 'files'), written: copied.written }, options.signal ? { signal: options.signal } : {})
    if (!checked.ok) throw new StoreError('damaged', `The copy in ${root} is not sound (${checked.message}). The earlier copies were kept. Check the disk.`)
    const manifest: Manifest = {
      format: 'pigeonhole-backup-1', createdAt, program: options.program, database: 'pigeonhole.db', bytes: statSync(database).size, sha256: await hashFile(database), events: checked.events, pieces: checked.pieces, ...copied.contents,
    }
    writeDurably(join(work, 'manifest.json'), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    renameSync(work, join(root, 'copies', name))
    forgetRedacted(root, store.db)
    const removed = rotate(root, options.keep ?? KEEP, store.device, store.zone())
    return {
      folder: root, copy: name, bytes: manifest.bytes, events: manifest.events, files: manifest.files.length, filesCopied: copied.written.length, filesMissing: copied.missing, head: manifest.head, removed,
      seconds: (performance.now() - started) / 1000,
    }
  } catch (error) {
    if (existsSync(work)) rmSync(work, { recursive: true })
    throw classify(error, root) ?? error
  }
}

/** A copy of the database while it is in use, in small steps, whole as of one moment. Files are not in it. */
export async function snapshot(store: Store, target: string, options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal }): Promise<void> {
  const release = store.idle.hold()
  const disk = writingOut(target)
  try {
    await store.connection.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        if (options.signal?.aborted) throw new DOMException('Cancelled.', 'AbortError')
        const done = totalPages - remainingPages
        disk.reached(done)
        options.onProgress?.({ step: 'Copying the database', done, of: totalPages })
        return PAGES
      },
    })
  } finally {
    await disk.end()
    release()
    store.idle.touched()
  }
  // The copy comes out in the mode of the store; a file that is read from a share must not need a WAL.
  const copy = connect(target)
  copy.pragma('journal_mode = DELETE')
  copy.close()
}

/** Has the disk take what was copied so far, off this thread: SQLite waits for all of it at the end, and nobody can scan meanwhile. */
function writingOut(target: string): { reached(pages: number): void; end(): Promise<void> } {
  let handle: FileHandle | null = null
  let running: Promise<void> | null = null
  let asked = 0
  const sync = async (): Promise<void> => {
    handle ??= await open(target, 'r+')
    await handle.datasync()
  }
  return {
    reached: (pages) => {
      if (running || pages - asked < WRITTEN_OUT) return
      asked = pages
      // What the disk refuses here it refuses SQLite too, which says so.
      running = sync().catch(() => {}).finally(() => { running = null })
    },
    end: async () => {
      await running
      await handle?.close()
    },
  }
}

async function copyFiles(
  store: Store, root: string, database: string, namedBefore: NamedFiles, options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
): Promise<{ written: string[]; missing: number; contents: Pick<Manifest, 'head' | 'files'> }> {
  const copy = connect(database, { readonly: true })
  try {
    const named = namedInCopy(copy, namedBefore)
    // What the log itself says is gone is not missing.
    for (const hash of disposedFiles(copy)) if (!store.files.has(hash)) named.delete(hash)
    const pool = openFiles(join(root, 'files'))
    const written: string[] = []
    const missing: string[] = []
    let seen = 0
    let waiting: Buffer[] = []
    const write = async (): Promise<void> => {
      written.push(...(await pool.putAll(waiting)))
      waiting = []
      options.onProgress?.({ step: 'Copying files', done: seen, of: named.size })
      await pause(0)
    }
    for (const hash of named) {
      seen++
      if (options.signal?.aborted) throw new DOMException('Cancelled.', 'AbortError')
      if (pool.has(hash)) continue
      const bytes = store.files.get(hash)
      // A file that is missing or damaged here is named by verify; the rest must still be backed up.
      if (bytes && digest('sha256', bytes) === hash) waiting.push(bytes)
      else missing.push(hash)
      if (waiting.length >= TOGETHER.files || waiting.reduce((sum, one) => sum + one.length, 0) >= TOGETHER.bytes) await write()
    }
    if (waiting.length > 0) await write()
    const last = heads(copy).at(-1)
    for (const hash of missing) named.delete(hash)
    return {
      written,
      missing: missing.length,
      contents: {
        head: last ? { device: last.device, sequence: last.sequence, hash: last.hash.toString('hex') } : null,
        files: [...named].sort(),
      },
    }
  } finally {
    copy.close()
  }
}

/**
 * Removes copies of this store that the policy no longer keeps, and the files of the pool that only those named. What another store
 * wrote into the same folder stays, and so does everything that no backup of ours wrote.
 */
function rotate(root: string, policy: KeepPolicy, device: string, zone: string): string[] {
  const copies = listCopies(root)
  const own = copies.filter((copy) => copy.manifest.head?.device === device)
  const keep = copiesToKeep(own.map((copy) => copy.manifest.createdAt), policy, zone)
  const removed = own.filter((copy) => !keep.has(copy.manifest.createdAt))
  for (const copy of removed) rmSync(join(root, 'copies', copy.name), { recursive: true, force: true })
  // A copy that is being written, or whose manifest cannot be read, may name files that nothing else says are needed.
  const known = new Set(copies.map((copy) => copy.name))
  const whole = readdirSync(join(root, 'copies')).every((name) => known.has(name))
  if (removed.length > 0 && whole) {
    const needed = new Set(copies.filter((copy) => !removed.includes(copy)).flatMap((copy) => copy.manifest.files))
    const pool = openFiles(join(root, 'files'))
    for (const hash of new Set(removed.flatMap((copy) => copy.manifest.files))) if (!needed.has(hash)) rmSync(pool.path(hash), { force: true })
  }
  return removed.map((copy) => copy.name)
}

const redactedSchema = z.object({ format: z.literal('pigeonhole-redacted-1'), events: z.array(z.object({ device: z.string(), sequence: z.number().int() })), files: z.array(z.string()) })
export type Redacted = z.infer<typeof redactedSchema>

/** What was redacted since copies in this folder were made; restoring an older copy leaves it out again. */
export function redactedIn(folder: string): Redacted {
  const path = join(resolve(folder), 'redacted.json')
  try {
    if (existsSync(path)) return redactedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new StoreError('damaged', `The list of what was redacted, ${path}, cannot be read. Restoring without it could bring redacted content back. Put it back from another backup folder, or remove it knowingly.`)
  }
  return { format: 'pigeonhole-redacted-1', events: [], files: [] }
}

/** Brings the redactions of a store to a backup folder: names them for later restores, and takes redacted files out of the pool. Answers how many files went. */
export function forgetRedacted(folder: string, db: ReadableDb): number {
  const root = resolve(folder)
  const events = all<{ device: string; sequence: number }>(db, 'SELECT device, sequence FROM redaction')
  const files = all<{ file: string }>(db, 'SELECT file FROM disposed_file').map((row) => row.file)
  if (events.length === 0 && files.length === 0) return 0
  const known = redactedIn(root)
  const union: Redacted = {
    format: 'pigeonhole-redacted-1',
    events: [...new Map([...known.events, ...events].map((event) => [`${event.device}/${event.sequence}`, event])).values()],
    files: [...new Set([...known.files, ...files])],
  }
  if (union.events.length !== known.events.length || union.files.length !== known.files.length) writeDurably(join(root, 'redacted.json'), Buffer.from(`${JSON.stringify(union)}\n`))
  const pool = openFiles(join(root, 'files'))
  const there = files.filter((hash) => pool.has(hash))
  for (const hash of there) rmSync(pool.path(hash), { force: true })
  return there.length
}
