import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { instant, procedure } from './base.ts'
import { progress } from './office.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Type a time like 17:30.')

/** When a task runs: at a time of the office's day on certain weekdays (0 is Sunday), every so many minutes, or never. */
export const schedule = z.discriminatedUnion('every', [
  z.object({ every: z.literal('day'), at: time, days: z.array(z.number().int().min(0).max(6)).min(1, 'Choose at least one day.').max(7) }),
  z.object({ every: z.literal('minutes'), minutes: z.number().int().min(5, 'Every 5 minutes is the most often.').max(1_440) }),
  z.object({ every: z.literal('never') }),
])

/** One run of a task: when, for which time it was due, and what came of it. */
export const taskRun = z.object({
  task: z.string(), title: z.string(),
  /** Null for a run that a person asked for. */
  due: instant.nullable(),
  started: instant, ended: instant, outcome: z.enum(['done', 'failed', 'stopped']), message: z.string(), by: z.string(),
})
export type TaskRun = z.infer<typeof taskRun>

export const taskRow = z.object({
  id: z.string(), title: z.string(),
  /** What it does, in one sentence. */
  what: z.string(),
  schedule,
  /** True while the schedule is the one that came with the app. */
  standard: z.boolean(),
  /** What has to be set before it can run, or null. */
  missing: z.string().nullable(),
  /** When it is due next, also in the past when it was missed; null when it never is. */
  next: instant.nullable(),
  last: taskRun.nullable(),
  running: z.boolean(),
})
export type TaskRow = z.infer<typeof taskRow>

const taskId = z.string().regex(/^[a-z][a-z-]{1,40}$/, 'This is no task. Look at the list of tasks.')

export const tasks = {
  /** Every scheduled task with its last and next run. */
  list: procedure('supervisor').output(z.array(taskRow)),
  /** What ran, newest first. */
  runs: procedure('supervisor').input(z.object({ task: taskId.optional(), limit: z.number().int().min(1).max(500).default(100) })).output(z.array(taskRun)),
  save: procedure('administrator').input(z.object({ task: taskId, schedule })).output(taskRow),
  /** Runs the tasks that are due, or the ones that are named whether due or not; the last message says what came of each. */
  run: procedure('supervisor').input(z.object({ tasks: z.array(taskId).max(50).optional() }))
    .output(eventIterator(z.union([z.object({ progress }), z.object({ report: z.array(taskRun) })]))),
}
