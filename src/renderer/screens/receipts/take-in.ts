import { t } from '../../catalogue/index.ts'
import type { ImportedFile } from '../../../shared/contract/receipts.ts'
import type { Progress } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { uploadOf } from '../../app/upload.ts'

/** What became of the files that were chosen or dropped. */
export interface TakenIn { files: number; pages: number; filed: number; open: number; known: number; refused: Array<{ name: string; reason: string }> }

/** Everything on a screen that follows from receipts is read again. */
export const refresh = (): Promise<unknown> => Promise.all([station.receipts.key(), station.certified.key(), station.pieces.key(), station.tracking.key(), station.proof.key()].map((queryKey) => queries.invalidateQueries({ queryKey })))

/** A file that the station refused keeps no other file out; anything else ends the work. */
async function* takeOne(file: File, signal: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: ImportedFile }> {
  for await (const message of await client.receipts.importFile(await uploadOf(file), { signal })) yield message
}

/** Takes files in one after the other; what was taken in before it was stopped stays. */
export async function* takeIn(files: readonly File[], signal: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: TakenIn }> {
  const report: TakenIn = { files: 0, pages: 0, filed: 0, open: 0, known: 0, refused: [] }
  for (const [i, file] of files.entries()) {
    signal.throwIfAborted()
    if (files.length > 1) yield { progress: { step: t('receipts.takeIn.readingName', { name: file.name }), done: i, of: files.length } }
    try {
      for await (const message of takeOne(file, signal)) {
        if ('report' in message) {
          const { pages, filed, open, known } = message.report
          report.files++
          report.pages += pages
          report.filed += filed
          report.open += open
          report.known += known
        } else yield { progress: files.length > 1 ? { ...message.progress, done: i, of: files.length } : message.progress }
      }
    } catch (error) {
      const problem = problemOf(error)
      if (signal.aborted || !REFUSED.has(problem.code)) throw error
      report.refused.push({ name: file.name, reason: problem.message })
    }
  }
  await refresh()
  yield { report }
}

const REFUSED: ReadonlySet<string> = new Set(['too-large', 'not-accepted', 'unreadable', 'too-many-pages'])
