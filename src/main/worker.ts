import { parentPort, workerData } from 'node:worker_threads'
import { EVENT_KINDS } from './areas.ts'
import { exportAll } from './audit/export-job.ts'
import { readDay } from './days/read.ts'
import { exportLetters } from './certified/export.ts'
import { exportPieces } from './pieces/export-job.ts'
import { documentPdf } from './printing/pdf-job.ts'
import { proofPackage } from './proof/package-job.ts'
import { checkCopy } from './store/backup-check.ts'
import { compareCopy } from './store/backup-loss.ts'
import { configure, connect } from './store/db.ts'
import { layout } from './store/folder.ts'
import type { JobContext, JobRequest, JobTable, WorkerMessage } from './store/jobs.ts'
import { verify } from './store/verify.ts'

const { folder } = workerData as { folder: string }
const port = parentPort
if (!port) throw new Error('This file runs as a worker only.')

const JOBS: JobTable = { verify, exportPieces, exportLetters, documentPdf, compareCopy, checkCopy, dayLog: readDay, proofPackage, exportAll }
const cancelled = new Set<number>()
const say = (message: WorkerMessage): void => port.postMessage(message)

port.on('message', (request: JobRequest) => {
  if (request.kind === 'cancel') cancelled.add(request.id)
  else void work(request)
})

async function work(request: JobRequest & { kind: 'run' }): Promise<void> {
  const { id } = request
  const context: JobContext = {
    folder,
    kinds: EVENT_KINDS,
    open: () => {
      const db = connect(layout(folder).database, { readonly: true })
      configure(db, { readonly: true })
      return db
    },
    progress: (progress) => say({ id, kind: 'progress', progress }),
    breathe: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      if (cancelled.has(id)) throw new DOMException('Cancelled.', 'AbortError')
    },
  }
  try {
    // The name and its input were typed together by the reader that sent them.
    const job = JOBS[request.name] as (input: unknown, context: JobContext) => Promise<unknown>
    say({ id, kind: 'done', value: await job(request.input, context) })
  } catch (error) {
    say({ id, kind: 'failed', name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) })
  } finally {
    cancelled.delete(id)
  }
}
