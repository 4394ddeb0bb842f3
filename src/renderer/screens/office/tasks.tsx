import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { TaskRow, TaskRun } from '../../../shared/contract/tasks.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useMay } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage, Segments, Tag, Work } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import css from './settings.module.css'

const DAYS = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa']
const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const OUTCOMES: Record<TaskRun['outcome'], { word: string; tone: 'done' | 'stop' | 'act' }> = { done: { word: 'Done', tone: 'done' }, failed: { word: 'Did not work', tone: 'stop' }, stopped: { word: 'Stopped', tone: 'act' } }
type Schedule = TaskRow['schedule']

/** What the station does by itself: when, when next, and what came of it. */
export function Tasks(): ReactNode {
  const zone = useZone()
  const tasks = useQuery(station.tasks.list.queryOptions())
  const runs = useQuery(station.tasks.runs.queryOptions({ input: { limit: 30 } }))
  return (
    <>
      <h2>Scheduled tasks</h2>
      <p>They run while Pigeonhole is open. One that was missed runs at the next start. While it is closed, the system&apos;s own scheduler can call <code className={css.mono}>run-tasks</code>.</p>
      {tasks.isPending && <Loading />}
      {tasks.error && <ProblemMessage problem={problemOf(tasks.error)} onRetry={() => { void tasks.refetch() }} />}
      {tasks.data?.map((task) => <TaskCard key={task.id} task={task} />)}
      {runs.data && runs.data.length > 0 && (
        <>
          <h3>What ran</h3>
          <ul className={css.rows} aria-label="Runs, newest first">
            {runs.data.map((run) => <li key={`${run.task}-${run.started}`}><b>{run.title}</b><span>{run.message}</span><em>{when(run.started, zone)}</em><em><Tag small tone={OUTCOMES[run.outcome].tone}>{OUTCOMES[run.outcome].word}</Tag></em></li>)}
          </ul>
        </>
      )}
    </>
  )
}

function nextWords(task: TaskRow, zone: string): string {
  if (task.running) return 'Runs now.'
  if (task.missing !== null) return task.missing
  return task.next === null ? 'Does not run by itself.' : `Next: ${when(task.next, zone)}.`
}

function TaskCard({ task }: { task: TaskRow }): ReactNode {
  const zone = useZone()
  const may = useMay('administrator')
  const work = useLongWork<TaskRun[]>((signal) => client.tasks.run({ tasks: [task.id] }, { signal }), task.title)
  const done = work.report?.[0]
  return (
    <section className={css.task} aria-label={task.title}>
      <div className={css.taskHead}>
        <div><b>{task.title}</b><span>{task.what}</span></div>
        <Button small icon="refresh" disabled={work.running || task.running} aria-label={`Run now: ${task.title}`} onClick={work.start}>Run now</Button>
      </div>
      {may && <ScheduleForm task={task} key={JSON.stringify(task.schedule)} />}
      <p>{nextWords(task, zone)}{task.last ? ` Last: ${when(task.last.started, zone)}, ${OUTCOMES[task.last.outcome].word.toLowerCase()}. ${task.last.message}` : ''}</p>
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} />}
      {done && <Message tone={done.outcome === 'done' ? 'done' : 'stop'} title={done.message} />}
    </section>
  )
}

const HOW = [{ value: 'day', label: 'At a time' }, { value: 'minutes', label: 'Every so often' }, { value: 'never', label: 'Never' }] as const

/** When it runs; kept at once when a choice is made, or when the field is left. */
function ScheduleForm({ task }: { task: TaskRow }): ReactNode {
  const { schedule } = task
  const [at, setAt] = useState(schedule.every === 'day' ? schedule.at : '17:30')
  const [minutes, setMinutes] = useState(schedule.every === 'minutes' ? String(schedule.minutes) : '60')
  const save = useMutation(station.tasks.save.mutationOptions({ onSuccess: async () => await queries.invalidateQueries({ queryKey: station.tasks.key() }) }))
  const days = schedule.every === 'day' ? schedule.days : [1, 2, 3, 4, 5]
  const set = (next: Schedule): void => { if (JSON.stringify(next) !== JSON.stringify(schedule)) save.mutate({ task: task.id, schedule: next }) }
  const of = (every: Schedule['every']): Schedule => (every === 'day' ? { every, at, days } : every === 'minutes' ? { every, minutes: Number(minutes) } : { every })
  return (
    <div className={css.schedule}>
      <Segments small label={`When: ${task.title}`} value={schedule.every} options={HOW} onChange={(every) => { set(of(every)) }} />
      {schedule.every === 'day' && (
        <>
          <TextField label="Time" type="time" value={at} onChange={(event) => { setAt(event.currentTarget.value) }} onBlur={() => { if (at !== '') set({ every: 'day', at, days }) }} />
          <fieldset className={css.days}>
            <legend>Days</legend>
            {DAYS.map((label, day) => (
              <label key={label} title={DAY_NAMES[day]}><input type="checkbox" aria-label={DAY_NAMES[day]} checked={days.includes(day)} onChange={(event) => {
                const next = event.currentTarget.checked ? [...days, day].sort((a, b) => a - b) : days.filter((one) => one !== day)
                if (next.length > 0) set({ every: 'day', at, days: next })
              }} /><span>{label}</span></label>
            ))}
          </fieldset>
        </>
      )}
      {schedule.every === 'minutes' && <TextField label="Minutes" inputMode="numeric" value={minutes} onChange={(event) => { setMinutes(event.currentTarget.value) }} onBlur={() => { if (/^\d+$/.test(minutes)) set({ every: 'minutes', minutes: Number(minutes) }) }} />}
      {save.isSuccess && <span className={css.saved}>Saved</span>}
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </div>
  )
}
