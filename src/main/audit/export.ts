import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { ExportAllReport } from '../../shared/contract/audit.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { withProgress } from '../progress.ts'
import { snapshot } from '../store/backup.ts'
import { classify } from '../store/errors.ts'
import { layout } from '../store/folder.ts'
import type { Progress } from '../store/reader.ts'
import { OFFICE, setting } from '../store/settings.ts'

/**
 * Writes everything in open formats to a folder. It is made beside the folder under another name and takes its place when it is whole;
 * stopped or failing it leaves nothing.
 *
 * @throws Refusal `not-empty`, `inside`; StoreError
 */
export function exportAll(call: CheckedCall, input: { folder: string }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: ExportAllReport }> {
  const { store, reader, version } = call.services
  return withProgress(async (onProgress, inner) => {
    const folder = resolve(input.folder)
    const started = performance.now()
    if (folder === store.folder || folder.startsWith(join(store.folder, '/'))) throw new Refusal('inside', 'This is a folder of the store itself. Choose another one.', { field: 'folder' })
    if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) throw new Refusal('not-empty', `${folder} is not empty. Choose a new folder, so that nothing is written over.`, { field: 'folder' })
    const work = join(dirname(folder), `.${basename(folder)}.part`)
    let job: Promise<unknown> = Promise.resolve()
    try {
      rmSync(work, { recursive: true, force: true })
      mkdirSync(join(work, 'export'), { recursive: true, mode: 0o700 })
      const database = join(work, 'snapshot.db')
      await snapshot(store, database, { onProgress, signal: inner })
      const run = reader.run('exportAll', { database, files: layout(store.folder).files, target: join(work, 'export'), createdAt: store.now(), office: setting(store.db, OFFICE)?.name ?? '', program: version }, { onProgress, signal: inner })
      job = run.catch(() => {})
      const made = await run
      if (existsSync(folder)) rmdirSync(folder)
      renameSync(join(work, 'export'), folder)
      return { folder, ...made, seconds: (performance.now() - started) / 1000 }
    } catch (error) {
      throw classify(error, folder) ?? error
    } finally {
      // A file that is still open cannot be removed everywhere.
      await job
      rmSync(work, { recursive: true, force: true })
    }
  }, signal)
}
