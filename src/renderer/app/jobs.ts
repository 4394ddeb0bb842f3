import { t } from '../catalogue/index.ts'
import { createStore } from './store.ts'

/** Long work that was started in this window. */
export interface Job {
  id: number
  title: string
  /** UTC milliseconds. */
  startedAt: number
  endedAt: number | null
  state: 'running' | 'done' | 'stopped' | 'failed'
  step: string
  done: number
  of: number
  /** Why it failed. */
  message: string
  cancel: () => void
}

/** How many ended ones are kept. */
const KEPT = 30

/** Long work of this window, the newest first; forgotten when the window is closed. */
export const jobs = createStore<readonly Job[]>([])

let last = 0

/** Puts work on the list. The answer changes what stands there of it. */
export function listJob(title: string, cancel: () => void): (change: Partial<Pick<Job, 'state' | 'step' | 'done' | 'of' | 'message'>>) => void {
  const id = ++last
  const job: Job = { id, title, startedAt: Date.now(), endedAt: null, state: 'running', step: t('app.jobs.starting'), done: 0, of: 0, message: '', cancel }
  const ended = jobs.get().filter((other) => other.state !== 'running').slice(0, KEPT - 1)
  jobs.set([job, ...jobs.get().filter((other) => other.state === 'running' || ended.includes(other))])
  return (change) => {
    jobs.set(jobs.get().map((other) => (other.id !== id || other.state !== 'running' ? other : { ...other, ...change, endedAt: change.state && change.state !== 'running' ? Date.now() : null })))
  }
}
