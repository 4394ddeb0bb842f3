import { isMarkedAsUntransferable, parentPort, workerData } from 'node:worker_threads'
import { EVENT_KINDS } from './kinds.ts'
import { configure, connect } from './store/db.ts'
import { layout } from './store/folder.ts'
import type { JobContext, JobName, JobRequest, JobTable, WorkerMessage } from './store/jobs.ts'
import type { Reader } from './store/reader.ts'
import { createReader } from './store/reader.ts'

const { folder } = workerData as { folder: string }
const port = parentPort
if (!port) throw new Error('This file runs as a worker only.')

/** Each job comes with what it needs when it is first asked for: most of the time the worker only checks and reads. */
const JOBS: { [Name in JobName]: () => Promise<JobTable[Name]> } = {
  verify: async () => (await import('./store/verify.ts')).verify,
  checkStretch: async () => (await import('./store/chain-check.ts')).checkStretch,
  checkSearch: async () => (await import('./pieces/search-check.ts')).checkSearch,
  checkCopy: async () => (await import('./store/backup-check.ts')).checkCopy,
  compareCopy: async () => (await import('./store/backup-loss.ts')).compareCopy,
  dayLog: async () => (await import('./days/read.ts')).readDay,
  dayFile: async () => (await import('./days/paper-job.ts')).dayFile,
  daySheet: async () => (await import('./days/paper-job.ts')).daySheet,
  dayPreview: async () => (await import('./days/paper-job.ts')).dayPreview,
  daySlip: async () => (await import('./days/paper-job.ts')).daySlip,
  documentPdf: async () => (await import('./printing/pdf-job.ts')).documentPdf,
  exportAll: async () => (await import('./audit/export-job.ts')).exportAll,
  exportLetters: async () => (await import('./certified/export.ts')).exportLetters,
  exportPieces: async () => (await import('./pieces/export-job.ts')).exportPieces,
  importStretch: async () => (await import('./directory/import-stretch.ts')).importStretch,
  namedFiles: async () => (await import('./store/named-files.ts')).namedFiles,
  pagePicture: async () => (await import('./scanning/pictures.ts')).pagePicture,
  pagesOf: async () => (await import('./scanning/pictures.ts')).pagesOf,
  report: async () => (await import('./reports/job.ts')).makeReport,
  proofPreview: async () => (await import('./proof/preview-job.ts')).proofPreview,
  proofPackage: async () => (await import('./proof/package-job.ts')).proofPackage,
}
const cancelled = new Set<number>()
const say = (message: WorkerMessage): void => port.postMessage(message, message.kind === 'done' ? handedOver(message.value) : [])

/** The memory of a file that a job made goes over as it is, not as a copy; that of a picture belongs to its library and is copied. */
function handedOver(value: unknown): ArrayBuffer[] {
  const bytes = typeof value === 'object' && value !== null && 'bytes' in value ? value.bytes : null
  return bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength && !isMarkedAsUntransferable(bytes.buffer) ? [bytes.buffer] : []
}

port.on('message', (request: JobRequest) => {
  if (request.kind === 'cancel') cancelled.add(request.id)
  else void work(request)
})
say({ kind: 'loaded' })

async function work(request: JobRequest & { kind: 'run' }): Promise<void> {
  const { id } = request
  let other = null as Reader | null
  const context: JobContext = {
    folder,
    kinds: EVENT_KINDS,
    open: () => {
      const db = connect(layout(folder).database, { readonly: true })
      configure(db, { readonly: true })
      return db
    },
    beside: (...job) => (other ??= createReader(new URL(import.meta.url), folder)).run(...job),
    progress: (progress) => say({ id, kind: 'progress', progress }),
    breathe: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      if (cancelled.has(id)) throw new DOMException('Cancelled.', 'AbortError')
    },
  }
  try {
    // The name and its input were typed together by the reader that sent them.
    const job = (await JOBS[request.name]()) as (input: unknown, context: JobContext) => Promise<unknown>
    say({ id, kind: 'done', value: await job(request.input, context) })
  } catch (error) {
    say({ id, kind: 'failed', name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) })
  } finally {
    cancelled.delete(id)
    await other?.close()
  }
}
