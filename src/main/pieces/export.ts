import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportReport, PieceFilter } from '../../shared/contract/pieces.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { withProgress } from '../progress.ts'
import type { Progress } from '../store/reader.ts'

/** How much of the file goes in one message, in bytes. */
const PART = 512 << 10

/**
 * Writes what a filter lets through as a CSV file, in the worker, and hands it out in parts. Nothing of it stays behind, also when the
 * caller goes away in the middle.
 */
export async function* exportCsv(call: CheckedCall, filter: PieceFilter, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { part: string } | { report: ExportReport }> {
  const { store, reader } = call.services
  const zone = store.zone()
  const today = officeDay(store.now(), zone)
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-export-'))
  let job: Promise<unknown> = Promise.resolve()
  try {
    const path = join(folder, 'pieces.csv')
    let rows = 0
    const written = withProgress((onProgress, inner) => {
      const run = reader.run('exportPieces', { filter, today, zone, path }, { onProgress, signal: inner })
      job = run.catch(() => {})
      return run
    }, signal)
    for await (const message of written) {
      if ('report' in message) rows = message.report.rows
      else yield message
    }
    for await (const part of createReadStream(path, { encoding: 'utf8', highWaterMark: PART })) yield { part: part as string }
    yield { report: { rows, name: `pieces-${today}-${officeTime(store.now(), zone).replace(':', '')}.csv` } }
  } finally {
    // A file that is still open cannot be removed everywhere.
    await job
    rmSync(folder, { recursive: true, force: true })
  }
}
