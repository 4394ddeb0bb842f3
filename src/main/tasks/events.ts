import * as z from 'zod'
import { run } from '../store/db.ts'
import { eventKind } from '../store/events.ts'

/** A scheduled task ran. `due` is the time it was meant for, or null when a person asked for it. */
export const taskRan = eventKind({
  kind: 'task.ran',
  version: 1,
  payload: z.object({ task: z.string(), due: z.number().int().nullable(), started: z.number().int(), outcome: z.enum(['done', 'failed', 'stopped']), message: z.string() }),
  examples: { 1: { task: 'backup', due: 1_700_000_000_000, started: 1_700_000_003_000, outcome: 'done', message: '48,206 entries, checked.' } },
  topics: ['tasks'],
  project: (db, event) => {
    const { task, due, started, outcome, message } = event.payload
    run(db, 'INSERT INTO task_run (device, sequence, task, due_at, started_at, ended_at, outcome, message, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      event.device, event.sequence, task, due, started, event.recordedAt, outcome, message, event.actor.name)
  },
})

export const TASK_EVENTS = [taskRan] as const
