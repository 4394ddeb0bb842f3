import type { PrinterRow, PrintJob } from '../../shared/contract/printing.ts'
import type { Profile, Purpose } from '../../shared/printing/profile.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import type { JobProgress, JobState } from './queue.ts'

/** A printer as it is kept. */
export interface StoredPrinter { id: string; name: string; target: string; profile: Profile; purposes: Purpose[]; paused: boolean; active: boolean }

/** A job as it is kept, its document still as text. */
export interface StoredJob {
  no: number; id: string; printer: string | null; target: string | null; profile: Profile | null; purpose: Purpose; title: string; document: string; copies: number
  progress: JobProgress; createdAt: number; piece: string | null; copyOf: string | null
  /** Which characters of the document no font had when it was queued, in words. */
  missing: string | null
}

interface PrinterColumns { id: string; name: string; target: string; profile: string; purposes: string; paused: number; active: number }
interface JobColumns {
  no: number; id: string; printer: string | null; target: string | null; profile: string | null; purpose: Purpose; title: string; document: string; copies: number
  state: JobState; attempts: number; queued_at: number; not_before: number; reason: string | null; created_at: number; changed_at: number; actor_name: string; piece: string | null; copy_of: string | null; missing: string | null
}
type Columns<T> = T & Record<string, SqlValue>

const asPrinter = (row: PrinterColumns): StoredPrinter => ({ ...row, profile: JSON.parse(row.profile) as Profile, purposes: JSON.parse(row.purposes) as Purpose[], paused: row.paused === 1, active: row.active === 1 })

const asJob = (row: JobColumns): StoredJob => ({
  no: row.no, id: row.id, printer: row.printer, target: row.target, profile: row.profile === null ? null : (JSON.parse(row.profile) as Profile),
  purpose: row.purpose, title: row.title, document: row.document, copies: row.copies, createdAt: row.created_at, piece: row.piece, copyOf: row.copy_of, missing: row.missing,
  progress: { state: row.state, attempts: row.attempts, queuedAt: row.queued_at, notBefore: row.not_before, ...(row.reason === null ? {} : { reason: row.reason }) },
})

const PRINTER = 'SELECT id, name, target, profile, purposes, paused, active FROM printer'
const JOB = 'SELECT no, id, printer, target, profile, purpose, title, document, copies, state, attempts, queued_at, not_before, reason, created_at, changed_at, actor_name, piece, copy_of, missing FROM print_job'

/** Every printer that was not taken away, by name. */
export function printers(db: ReadableDb): StoredPrinter[] {
  return all<Columns<PrinterColumns>>(db, `${PRINTER} WHERE active = 1 ORDER BY key`).map(asPrinter)
}

/** A printer by its id, one that was taken away too. */
export function printerById(db: ReadableDb, id: string): StoredPrinter | null {
  const row = one<Columns<PrinterColumns>>(db, `${PRINTER} WHERE id = ?`, id)
  return row && asPrinter(row)
}

/** The id of the printer that has this name, compared without capitals. */
export function printerNamed(db: ReadableDb, key: string): string | null {
  return one<{ id: string }>(db, 'SELECT id FROM printer WHERE key = ? AND active = 1', key)?.id ?? null
}

export function putPrinter(db: WritableDb, key: string, row: StoredPrinter): void {
  run(db, `INSERT INTO printer (id, name, key, target, profile, purposes, paused, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, target = excluded.target, profile = excluded.profile, purposes = excluded.purposes, paused = excluded.paused, active = excluded.active`,
  row.id, row.name, key, row.target, JSON.stringify(row.profile), JSON.stringify(row.purposes), row.paused ? 1 : 0, row.active ? 1 : 0)
}

/** How many jobs of a printer wait or are being sent, how many are unknown, and why the oldest one waits. */
export function load(db: ReadableDb, printer: string): Pick<PrinterRow, 'waiting' | 'unknown' | 'reason'> {
  const counts = one<{ waiting: number; unknown: number }>(db, "SELECT count(*) FILTER (WHERE state <> 'unknown') AS waiting, count(*) FILTER (WHERE state = 'unknown') AS unknown FROM print_job WHERE printer = ? AND state IN ('queued', 'sending', 'unknown')", printer)
  const first = one<{ reason: string | null }>(db, "SELECT reason FROM print_job WHERE printer = ? AND state = 'queued' ORDER BY no LIMIT 1", printer)
  return { waiting: counts?.waiting ?? 0, unknown: counts?.unknown ?? 0, reason: first?.reason ?? null }
}

/** How many jobs of all printers wait, are being sent, or are unknown. */
export function countOpen(db: ReadableDb): number {
  return one<{ n: number }>(db, "SELECT count(*) AS n FROM print_job WHERE state IN ('queued', 'sending', 'unknown')")?.n ?? 0
}

/** The oldest queued job of a printer that is neither paused nor taken away. */
export function firstQueued(db: ReadableDb, printer: string): StoredJob | undefined {
  const row = one<Columns<JobColumns>>(db, `${JOB} WHERE printer = ? AND state = 'queued' AND EXISTS (SELECT 1 FROM printer p WHERE p.id = print_job.printer AND p.paused = 0 AND p.active = 1) ORDER BY no LIMIT 1`, printer)
  return row ? asJob(row) : undefined
}

export function jobById(db: ReadableDb, id: string): StoredJob | null {
  const row = one<Columns<JobColumns>>(db, `${JOB} WHERE id = ?`, id)
  return row && asJob(row)
}

/** Jobs that are being sent, of one printer or of all; at a start those that were when the station ended. */
export function beingSent(db: ReadableDb, printer?: string): StoredJob[] {
  const rows = all<Columns<JobColumns>>(db, `${JOB} WHERE state = 'sending' ORDER BY no`).map(asJob)
  return printer === undefined ? rows : rows.filter((row) => row.printer === printer)
}

/** Straight jobs that nobody waits for any more. */
export function straightQueued(db: ReadableDb): StoredJob[] {
  return all<Columns<JobColumns>>(db, `${JOB} WHERE state = 'queued' AND printer IS NULL`).map(asJob)
}

/** Printers with queued jobs from before a restore. */
export function printersOfAnotherLife(db: ReadableDb, device: string): string[] {
  return all<{ printer: string }>(db, "SELECT DISTINCT printer FROM print_job WHERE state = 'queued' AND printer IS NOT NULL AND device <> ?", device).map((row) => row.printer)
}

/** Stops these printers and counts their jobs as this device's from now on. */
export function stopPrinters(db: WritableDb, ids: readonly string[], device: string): void {
  for (const id of ids) run(db, 'UPDATE printer SET paused = 1 WHERE id = ?', id)
  run(db, "UPDATE print_job SET device = ? WHERE state = 'queued' AND device <> ?", device, device)
}

export function keepProgress(db: WritableDb, id: string, progress: JobProgress, now: number): void {
  run(db, 'UPDATE print_job SET state = ?, attempts = ?, queued_at = ?, not_before = ?, reason = ?, changed_at = ? WHERE id = ?', progress.state, progress.attempts, progress.queuedAt, progress.notBefore, progress.reason ?? null, now, id)
}

export interface NewJob {
  id: string; printer: string | null; target: string | null; profile: Profile | null; device: string; purpose: Purpose; title: string; document: string; copies: number
  at: number; actor: { id: string; name: string }; piece: string | null; copyOf: string | null; missing: string | null
}

export function addJob(db: WritableDb, job: NewJob): void {
  run(db, `INSERT INTO print_job (id, printer, target, profile, device, purpose, title, document, copies, state, queued_at, not_before, created_at, changed_at, actor, actor_name, piece, copy_of, missing)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  job.id, job.printer, job.target, job.profile === null ? null : JSON.stringify(job.profile), job.device, job.purpose, job.title, job.document, job.copies, job.at, job.at, job.at, job.at, job.actor.id, job.actor.name, job.piece, job.copyOf, job.missing)
}

/** True when a label of this piece was printed, or may have been, or is about to be. */
export function labelOf(db: ReadableDb, piece: string): boolean {
  return one(db, "SELECT 1 AS found FROM print_job WHERE piece = ? AND purpose = 'piece' AND state <> 'failed' LIMIT 1", piece) !== null
}

type Shown = Columns<JobColumns & { printer_name: string | null }>
const asShown = (row: Shown): PrintJob => ({
  id: row.id, printer: row.printer, printerName: row.printer_name ?? row.target ?? '', purpose: row.purpose, title: row.title, copies: row.copies, state: row.state, attempts: row.attempts,
  notBefore: row.not_before, reason: row.reason, createdAt: row.created_at, changedAt: row.changed_at, by: row.actor_name, piece: row.piece, copyOf: row.copy_of, missing: row.missing,
})
const SHOWN = `SELECT j.no, j.id, j.printer, j.target, j.profile, j.purpose, j.title, '' AS document, j.copies, j.state, j.attempts, j.queued_at, j.not_before, j.reason, j.created_at, j.changed_at, j.actor_name, j.piece, j.copy_of, j.missing, p.name AS printer_name`
const OF_PRINTER = 'LEFT JOIN printer p ON p.id = j.printer'

/** A job as screens show it. */
export function shownJob(db: ReadableDb, id: string): PrintJob | null {
  const row = one<Shown>(db, `${SHOWN} FROM print_job j ${OF_PRINTER} WHERE j.id = ?`, id)
  return row && asShown(row)
}

/** Jobs, newest first. */
export function shownJobs(db: ReadableDb, filter: { which: 'open' | 'done' | 'all'; printer?: string | undefined; piece?: string | undefined; straight?: boolean | undefined; limit: number }): PrintJob[] {
  const wheres: string[] = []
  const values: SqlValue[] = []
  if (filter.which !== 'all') wheres.push(`j.state ${filter.which === 'open' ? 'IN' : 'NOT IN'} ('queued', 'sending', 'unknown')`)
  if (filter.straight === true) wheres.push('j.printer IS NULL')
  for (const column of ['printer', 'piece'] as const) {
    const value = filter[column]
    if (value === undefined) continue
    wheres.push(`j.${column} = ?`)
    values.push(value)
  }
  // Few are open, however many a printer has done.
  const from = `FROM print_job j${filter.which === 'open' ? ' INDEXED BY print_job_state' : ''}`
  return all<Shown>(db, `${SHOWN} ${from} ${OF_PRINTER}${wheres.length > 0 ? ` WHERE ${wheres.join(' AND ')}` : ''} ORDER BY j.no DESC LIMIT ?`, ...values, filter.limit).map(asShown)
}

/** Which pieces an event of this kind came to after `sequence`, with the first such event of each, in the order of the log. */
export function arrivals(db: ReadableDb, device: string, sequence: number, kind: string): Array<{ piece: string; sequence: number }> {
  return all<{ piece: string; sequence: number }>(db, 'SELECT piece, min(sequence) AS sequence FROM event WHERE device = ? AND sequence > ? AND kind = ? AND piece IS NOT NULL GROUP BY piece ORDER BY 2', device, sequence, kind)
}
