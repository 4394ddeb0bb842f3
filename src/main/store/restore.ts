import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { changeSetting, CERTIFIED_NUMBERING_STOPPED, NUMBERING_STOPPED, OFFICE, setting } from './settings.ts'
import type { Manifest, Redacted } from './backup.ts'
import { listCopies, redactedIn } from './backup.ts'
import { deviceBegan, eventRedacted } from './core.ts'
import type { ReadableDb, WritableDb } from './db.ts'
import { all, configure, connect, one, run } from './db.ts'
import { classify, StoreError } from './errors.ts'
import type { EventDraft, EventRegistry } from './events.ts'
import { hashFile, openFiles } from './files.ts'
import { layout, prepareFolder } from './folder.ts'
import { append, heads } from './log.ts'
import { migrate, schemaVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { own } from './owner.ts'
import { newDeviceId, STATION } from './store.ts'

export interface Restored { folder: string; copy: string; manifest: Manifest; device: string; missingFiles: string[]; redacted: number; /** The office's time zone. */ zone: string }

/** Turns the entries that were redacted elsewhere into what redacts them here; no events for what is redacted already. */
export type Redact = (db: ReadableDb, entries: ReadonlyArray<{ device: string; sequence: number }>) => { events: EventDraft[]; tables: (db: WritableDb) => void }

export interface RestoreOptions {
  kinds: EventRegistry
  program: string
  copy?: string
  now?: () => number
  /** How entries are redacted again that were redacted after the copy was made. */
  redact?: Redact
  /** The store that this one takes the place of, when it can still be read: what was redacted there is redacted here too. */
  instead?: ReadableDb
}

/**
 * Makes a new store from a backup. It gets a device id of its own, its first event names the head it continues, and own numbers
 * stay stopped until a person scans the last one that was used: what was recorded after the backup is not in it.
 *
 * @param from a folder that {@link backup} wrote; its newest copy is taken unless `copy` names another
 * @param to an empty or new folder
 * @throws StoreError `missing`, `not-empty`, `damaged`; `to` is then left empty
 */
export async function restore(from: string, to: string, options: RestoreOptions): Promise<Restored> {
  const copies = listCopies(from)
  const chosen = options.copy === undefined ? copies[0] : copies.find((copy) => copy.name === options.copy)
  if (!chosen) throw new StoreError('missing', options.copy === undefined ? `There is no backup in ${resolve(from)}.` : `There is no copy ${options.copy} in ${resolve(from)}. There are: ${copies.map((c) => c.name).join(', ')}.`)
  prepareFolder(to)
  const paths = layout(to)
  if (readdirSync(paths.root).length > 0) throw new StoreError('not-empty', `${paths.root} is not empty. Restore into a new folder, so that nothing is written over.`)
  const source = join(resolve(from), 'copies', chosen.name, chosen.manifest.database)
  if ((await hashFile(source)) !== chosen.manifest.sha256)
    throw new StoreError('damaged', `The copy ${chosen.name} is not what was written: its bytes have changed. Choose another copy with --copy.`)
  try {
    copyFileSync(source, paths.database)
    const redacted = redactedElsewhere(from, options.instead)
    const gone = new Set(redacted.files)
    const missingFiles = await restoreFiles(join(resolve(from), 'files'), paths.files, chosen.manifest.files.filter((hash) => !gone.has(hash)))
    return { folder: paths.root, copy: chosen.name, manifest: chosen.manifest, missingFiles, ...continueLog(paths, options, redacted.events) }
  } catch (error) {
    for (const name of readdirSync(paths.root)) rmSync(join(paths.root, name), { recursive: true, force: true })
    throw classify(error, paths.root) ?? error
  }
}

async function restoreFiles(pool: string, target: string, hashes: readonly string[]): Promise<string[]> {
  const source = openFiles(pool)
  const files = openFiles(target)
  const missing: string[] = []
  for (const hash of hashes) {
    const bytes = existsSync(source.path(hash)) && (await hashFile(source.path(hash))) === hash ? source.get(hash) : null
    if (bytes) files.put(bytes)
    else missing.push(hash)
  }
  return missing
}

function redactedElsewhere(from: string, instead: ReadableDb | undefined): Pick<Redacted, 'events' | 'files'> {
  const listed = redactedIn(from)
  // A store of an earlier version knows nothing of redaction.
  if (!instead || schemaVersion(instead) < MIGRATIONS.length) return listed
  return {
    events: [...listed.events, ...all<{ device: string; sequence: number }>(instead, 'SELECT device, sequence FROM redaction')],
    files: [...listed.files, ...all<{ file: string }>(instead, 'SELECT file FROM disposed_file').map((row) => row.file)],
  }
}

function continueLog(paths: ReturnType<typeof layout>, options: RestoreOptions, entries: Redacted['events']): { device: string; redacted: number; zone: string } {
  const owner = own(paths.owner)
  const db = connect(paths.database)
  try {
    configure(db)
    // What is redacted again is written over, so that it cannot be read from the file.
    db.pragma('secure_delete = ON')
    migrate(db, MIGRATIONS, paths.beforeMigration)
    const old = heads(db).at(-1)
    if (!old) throw new StoreError('damaged', 'This copy has no log. Choose another copy with --copy.')
    const device = newDeviceId()
    const now = options.now ?? Date.now
    const zone = setting(db, OFFICE)?.zone ?? 'UTC'
    const stopped = [changeSetting(NUMBERING_STOPPED, true), changeSetting(CERTIFIED_NUMBERING_STOPPED, true)]
    let redacted = 0
    db.transaction(() => {
      const position = (one<{ p: number }>(db, 'SELECT max(position) AS p FROM device')?.p ?? 0) + 1
      run(db, 'INSERT INTO device (id, position, began_at) VALUES (?, ?, ?)', device, position, now())
      for (const change of stopped) change.tables(db)
      const continues = { device: old.device, sequence: old.sequence, hash: old.hash.toString('hex') }
      const again = entries.length === 0 ? undefined : options.redact?.(db, entries)
      again?.tables(db)
      redacted = again?.events.filter((event) => event.kind === eventRedacted.kind).length ?? 0
      append(db, { device, sequence: 0, hash: old.hash }, [{ actor: STATION, drafts: [deviceBegan.draft(null, { reason: 'restored', continues, program: options.program }), ...stopped.map((change) => change.event), ...(again?.events ?? [])] }], {
        device, zone, now, kinds: options.kinds,
      })
    }).immediate()
    return { device, redacted, zone }
  } finally {
    db.close()
    owner.release()
  }
}
