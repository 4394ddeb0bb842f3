import { createHash, randomBytes } from 'node:crypto'
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { classify } from './errors.ts'

const NAME = /^[0-9a-f]{64}$/

/** Photos, signatures, scans and PDFs, each named by the SHA-256 of its bytes. */
export interface FileStore {
  /** Keeps bytes for good: written under a temporary name, synced, renamed, folder synced. Only then may an event name the hash it answers. */
  put(bytes: Uint8Array): string
  /** As `put`, for several side by side, without holding anything up: a disk syncs many in the time of a few. */
  putAll(several: readonly Uint8Array[]): Promise<string[]>
  /** The bytes, or null when the file is not here. */
  get(hash: string): Buffer | null
  /** Where the file lies. @throws RangeError when `hash` is no SHA-256 */
  path(hash: string): string
  has(hash: string): boolean
  /** Every hash that has a file, in no order. */
  list(): Generator<string>
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder for syncing; NTFS journals the rename itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700, recursive: true })
  syncFolder(dirname(folder))
}

/**
 * Writes a file so that it is either there whole or not at all, even when the power fails.
 *
 * @throws StoreError `disk-full` or `read-only`
 */
export function writeDurably(path: string, bytes: Uint8Array, mode = 0o600): void {
  const folder = dirname(path)
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.part`)
  try {
    makeFolder(folder)
    const handle = openSync(temporary, 'wx', mode)
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, path)
    syncFolder(folder)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw classify(error, folder) ?? error
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.part`)
  try {
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o600, flush: true })
    await rename(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** {@link writeDurably} for several files. Each folder is synced once, when all of them are in it. */
async function writeAllDurably(files: ReadonlyArray<{ path: string; bytes: Uint8Array }>): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(path)))
  const missing = [...folders].filter((folder) => !existsSync(folder))
  try {
    for (const above of new Set(missing.map(dirname))) makeFolder(above)
    for (const folder of missing) mkdirSync(folder, { mode: 0o700, recursive: true })
    const done = await Promise.allSettled(files.map(({ path, bytes }) => writeSynced(path, bytes)))
    for (const one of done) if (one.status === 'rejected') throw one.reason
    for (const folder of new Set([...folders, ...missing.map(dirname)])) syncFolder(folder)
  } catch (error) {
    throw classify(error, [...folders][0] ?? '') ?? error
  }
}

const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Opens the files below `folder`, two levels deep so that no folder grows beyond what a file browser can show. */
export function openFiles(folder: string): FileStore {
  const path = (hash: string): string => {
    if (!NAME.test(hash)) throw new RangeError('A file is named by its SHA-256 in lower-case hexadecimal.')
    return join(folder, hash.slice(0, 2), hash)
  }
  const there = (hash: string, bytes: Uint8Array): boolean => existsSync(path(hash)) && statSync(path(hash)).size === bytes.length
  return {
    path,
    has: (hash) => existsSync(path(hash)),
    get: (hash) => (existsSync(path(hash)) ? readFileSync(path(hash)) : null),
    put: (bytes) => {
      const hash = nameOf(bytes)
      if (!there(hash, bytes)) writeDurably(path(hash), bytes)
      return hash
    },
    putAll: async (several) => {
      const named = several.map((bytes) => ({ hash: nameOf(bytes), bytes }))
      await writeAllDurably(named.filter(({ hash, bytes }) => !there(hash, bytes)).map(({ hash, bytes }) => ({ path: path(hash), bytes })))
      return named.map(({ hash }) => hash)
    },
    *list() {
      if (!existsSync(folder)) return
      for (const part of readdirSync(folder).sort()) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue
        for (const name of readdirSync(join(folder, part)).sort()) if (NAME.test(name)) yield name
      }
    },
  }
}

/** The SHA-256 of a file's bytes, read in pieces. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(part as Buffer)
  return hash.digest('hex')
}
