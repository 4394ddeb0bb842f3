import { useCallback, useEffect, useRef, useState } from 'react'
import { t } from '../catalogue/index.ts'
import { ConnectionLost } from './connection.ts'
import { listJob } from './jobs.ts'
import { problemOf, type Problem } from './problem.ts'
import { caughtUp, connection } from './station.ts'

export interface Progress { step: string; done: number; of: number }
export interface LongWork<Report> {
  progress: Progress | null
  report: Report | null
  problem: Problem | null
  running: boolean
  start: () => void
  cancel: () => void
}

/**
 * Runs work that answers with progress until it answers with its report. Leaving the screen, or `cancel`, ends it.
 *
 * @param run opens the stream; it has to hand the signal to the call
 * @param title what it is called in the list of jobs
 */
export function useLongWork<Report>(run: (signal: AbortSignal) => Promise<AsyncIterable<{ progress: Progress } | { report: Report }>>, title: string): LongWork<Report> {
  const [state, setState] = useState<{ progress: Progress | null; report: Report | null; problem: Problem | null; running: boolean }>({ progress: null, report: null, problem: null, running: false })
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => { controller.current?.abort() }, [])
  const cancel = useCallback(() => { controller.current?.abort() }, [])
  const start = (): void => {
    controller.current?.abort()
    const own = new AbortController()
    controller.current = own
    const tell = listJob(title, () => { own.abort() })
    own.signal.addEventListener('abort', () => { tell({ state: 'stopped' }) })
    const work = async (): Promise<void> => {
      setState({ progress: { step: t('app.longWork.starting'), done: 0, of: 0 }, report: null, problem: null, running: true })
      try {
        for await (const message of await run(own.signal)) {
          if (own.signal.aborted) return
          if ('report' in message) {
            await caughtUp()
            if (own.signal.aborted) return
            setState({ progress: null, report: message.report, problem: null, running: true })
          } else {
            tell(message.progress)
            setState((before) => ({ ...before, progress: message.progress }))
          }
        }
        tell({ state: 'done' })
        setState((before) => ({ ...before, running: false, progress: null }))
      } catch (error) {
        if (own.signal.aborted) setState({ progress: null, report: null, problem: null, running: false })
        else {
          const problem = problemOf(connection.state.get() === 'open' ? error : new ConnectionLost())
          tell({ state: 'failed', message: problem.message })
          setState({ progress: null, report: null, problem, running: false })
        }
      }
    }
    void work()
  }
  return { ...state, start, cancel }
}
