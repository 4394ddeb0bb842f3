import type { Schedule } from '../../shared/mail/schedule.ts'
import type { CheckedCall } from '../call.ts'
import type { Progress } from '../store/reader.ts'

/** What a task is given when it runs. */
export interface Running {
  /** The time it was due for, UTC milliseconds; the time it was asked for when a person did. A missed task runs later than that. */
  due: number
  /** Every time that it was due for and did not run, the oldest first and `due` the first of them, for a task that has something to do for each. */
  missed: readonly number[]
  signal: AbortSignal
  onProgress: (progress: Progress) => void
}

/** Something the station does by itself at certain times. An area adds its own to the table in `areas.ts`. */
export interface Task {
  id: string
  title: string
  /** What it does, in one sentence. */
  what: string
  /** When it runs until an administrator says otherwise. */
  schedule: Schedule
  /** What has to be set before it can run, in the user's words, or null. It is not due meanwhile. */
  missing?: (call: CheckedCall) => string | null
  /** Does it as the station; answers the result in one sentence, or null when there was nothing to do, which is not recorded. */
  run: (call: CheckedCall, running: Running) => Promise<string | null>
}
