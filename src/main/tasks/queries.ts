import type { Schedule } from '../../shared/mail/schedule.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

export interface RunRow { task: string; due: number | null; started: number; ended: number; outcome: 'done' | 'failed' | 'stopped'; message: string; by: string }

const COLUMNS = 'task, due_at AS due, started_at AS started, ended_at AS ended, outcome, message, by'

/** The newest run of a task, or null. */
export function lastRun(db: ReadableDb, task: string): RunRow | null {
  return one<RunRow>(db, `SELECT ${COLUMNS} FROM task_run WHERE task = ? ORDER BY started_at DESC LIMIT 1`, task)
}

/** Runs, newest first. */
export function runs(db: ReadableDb, task: string | null, limit: number): RunRow[] {
  return task === null ? all<RunRow>(db, `SELECT ${COLUMNS} FROM task_run ORDER BY started_at DESC LIMIT ?`, limit) : all<RunRow>(db, `SELECT ${COLUMNS} FROM task_run WHERE task = ? ORDER BY started_at DESC LIMIT ?`, task, limit)
}

/** What an administrator set for a task, and when. */
export function scheduleOf(db: ReadableDb, task: string): { schedule: Schedule; since: number } | null {
  const row = one<{ schedule: string; since: number }>(db, 'SELECT schedule, since FROM task WHERE id = ?', task)
  return row && { schedule: JSON.parse(row.schedule) as Schedule, since: row.since }
}

export function putSchedule(db: WritableDb, task: string, schedule: Schedule, since: number): void {
  run(db, 'INSERT INTO task (id, schedule, since) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET schedule = excluded.schedule, since = excluded.since', task, JSON.stringify(schedule), since)
}

/** When this store was first written to. */
export function began(db: ReadableDb): number {
  return one<{ t: number | null }>(db, 'SELECT max(began_at) AS t FROM device')?.t ?? 0
}
