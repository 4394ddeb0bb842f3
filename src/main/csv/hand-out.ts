import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withProgress } from '../progress.ts'
import type { Progress } from '../store/reader.ts'

/** How much of the file goes in one message, in bytes. */
const PART = 512 << 10

/**
 * Has a file written at a place of its own and hands it out in parts. Nothing of it stays behind, also when the caller goes away in
 * the middle. `write` puts the whole file at `path` and answers how many rows it has.
 */
export async function* handOut(name: string, write: (path: string, onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<{ rows: number }>, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { part: string } | { report: { rows: number; name: string } }> {
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-export-'))
  let job: Promise<unknown> = Promise.resolve()
  try {
    const path = join(folder, 'file.csv')
    let rows = 0
    const written = withProgress((onProgress, inner) => {
      const run = write(path, onProgress, inner)
      job = run.catch(() => {})
      return run
    }, signal)
    for await (const message of written) {
      if ('report' in message) rows = message.report.rows
      else yield message
    }
    for await (const part of createReadStream(path, { encoding: 'utf8', highWaterMark: PART })) yield { part: part as string }
    yield { report: { rows, name } }
  } finally {
    // A file that is still open cannot be removed everywhere.
    await job
    rmSync(folder, { recursive: true, force: true })
  }
}
