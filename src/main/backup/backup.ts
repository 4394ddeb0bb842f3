import { join, resolve } from 'node:path'
import type { BackupSettings, CopyLoss, CopyRow, RestoreReport } from '../../shared/contract/backup.ts'
import { backupSettings } from '../../shared/contract/backup.ts'
import type { BackupReport } from '../../shared/contract/office.ts'
import { number } from '../../shared/words.ts'
import type { Call, CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { redactAgain } from '../keep/drafts.ts'
import { withProgress } from '../progress.ts'
import type { Services } from '../services.ts'
import { backup as writeBackup, KEEP, listCopies } from '../store/backup.ts'
import type { ReadableDb } from '../store/db.ts'
import { one } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import { restore as restoreInto } from '../store/restore.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, LAST_BACKUP, setting } from '../store/settings.ts'
import type { Task } from '../tasks/task.ts'

/** Where backups go and how many stay. */
export const BACKUP: Setting<BackupSettings> = { name: 'backup', schema: backupSettings, fallback: { folder: '', keep: KEEP, warnAfterDays: 2 } }

const DAY = 86_400_000

/**
 * Writes a checked copy, by the office's rotation, and remembers when.
 *
 * @throws StoreError; the folder's earlier copies stay
 */
export async function makeCopy(services: Services, actor: Actor, folder: string, options: { onProgress: (progress: Progress) => void; signal: AbortSignal }): Promise<BackupReport> {
  const { store, reader, version } = services
  const report = await writeBackup(store, reader, folder, { program: version, keep: setting(store.db, BACKUP).keep, ...options })
  const change = changeSetting(LAST_BACKUP, { at: store.now(), folder: report.folder })
  store.operate(actor, () => ({ tables: change.tables, events: [change.event], answer: () => null }))
  return report
}

/** True when the last good backup is older than the office allows. A store younger than that needs none yet. */
export function tooOld(db: ReadableDb, now: number): boolean {
  const began = one<{ t: number | null }>(db, 'SELECT min(began_at) AS t FROM device')?.t ?? now
  return now - (setting(db, LAST_BACKUP)?.at ?? began) > setting(db, BACKUP).warnAfterDays * DAY
}

export function settings(call: Call): BackupSettings {
  return setting(call.services.store.db, BACKUP)
}

/** @throws Refusal `inside` for a folder in the store itself */
export function saveSettings(call: CheckedCall, input: BackupSettings): BackupSettings {
  const { store } = call.services
  const folder = input.folder.trim() === '' ? '' : resolve(input.folder.trim())
  if (folder === store.folder || folder.startsWith(join(store.folder, '/'))) throw new Refusal('inside', 'A backup inside the store would be lost with it. Choose another folder, best on another disk.', { field: 'folder' })
  const change = changeSetting(BACKUP, { ...input, folder })
  return store.operate(call.actor, () => ({ events: [change.event], tables: change.tables, answer: () => setting(store.db, BACKUP) }))
}

/** The copies in a folder, newest first. */
export function copies(_: CheckedCall, input: { folder: string }): CopyRow[] {
  return listCopies(input.folder).map(({ name, manifest }) => ({ name, createdAt: manifest.createdAt, bytes: manifest.bytes, events: manifest.events, pieces: manifest.pieces, files: manifest.files.length, head: manifest.head }))
}

function copyNamed(folder: string, name: string): CopyRow['head'] {
  const found = listCopies(folder).find((copy) => copy.name === name)
  if (!found) throw new NotFound(`There is no copy ${name} in ${folder}.`)
  return found.manifest.head
}

/** What would be lost with a copy in the place of this store. @throws NotFound */
export function compare(call: CheckedCall, input: { folder: string; copy: string }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: CopyLoss }> {
  return withProgress(async (onProgress, inner) => {
    const head = copyNamed(input.folder, input.copy)
    return await call.services.reader.run('compareCopy', head ?? { device: '', sequence: 0, hash: '' }, { onProgress, signal: inner })
  }, signal)
}

/** Makes a new store from a copy; this one stays as it is. @throws StoreError, Refusal `same-folder` */
export async function restore(call: CheckedCall, input: { folder: string; copy: string; to: string }): Promise<RestoreReport> {
  const { store, version } = call.services
  const to = resolve(input.to)
  if (to === store.folder || to.startsWith(join(store.folder, '/')) || store.folder.startsWith(join(to, '/'))) throw new Refusal('same-folder', 'This is the folder of the store that is open. Choose a new folder; the open store stays as it is.', { field: 'to' })
  const done = await restoreInto(input.folder, to, { kinds: store.kinds, program: version, copy: input.copy, now: () => store.now(), instead: store.db, redact: redactAgain })
  return { folder: done.folder, copy: done.copy, createdAt: done.manifest.createdAt, events: done.manifest.events, pieces: done.manifest.pieces, device: done.device, missingFiles: done.missingFiles.length, redacted: done.redacted }
}

/** The daily backup. */
export const backupTask: Task = {
  id: 'backup', title: 'Backup', what: 'Writes a checked copy of everything to the backup folder and removes the copies that are no longer kept.',
  schedule: { every: 'day', at: '18:00', days: [0, 1, 2, 3, 4, 5, 6] },
  missing: (call) => (setting(call.services.store.db, BACKUP).folder === '' ? 'Choose a folder for backups first, under Settings, Backup.' : null),
  run: async (call, { signal, onProgress }) => {
    const { folder } = setting(call.services.store.db, BACKUP)
    const report = await makeCopy(call.services, call.actor, folder, { onProgress, signal })
    const missing = report.filesMissing > 0 ? ` ${report.filesMissing} files are missing or damaged in the store itself: check the log.` : ''
    return `${number(report.events)} entries and ${report.files} files in ${report.folder}, checked.${missing}`
  },
}

