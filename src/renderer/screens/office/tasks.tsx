import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { TaskRow, TaskRun } from '../../../shared/contract/tasks.ts'
import { useHeld } from '../../app/kept.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useMay } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage, Segments, Tag, Work } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import css from './settings.module.css'

const DAYS = [t('office.tasks.su'), t('office.tasks.mo'), t('office.tasks.tu'), t('office.tasks.we'), t('office.tasks.th'), t('office.tasks.fr'), t('office.tasks.sa')]
const DAY_NAMES = [t('office.tasks.sunday'), t('office.tasks.monday'), t('office.tasks.tuesday'), t('office.tasks.wednesday'), t('office.tasks.thursday'), t('office.tasks.friday'), t('office.tasks.saturday')]
const OUTCOMES: Record<TaskRun['outcome'], { word: string; tone: 'done' | 'stop' | 'act' }> = { done: { word: t('common.done'), tone: 'done' }, failed: { word: t('office.tasks.didNotWork'), tone: 'stop' }, stopped: { word: t('office.tasks.stopped'), tone: 'act' } }
type Schedule = TaskRow['schedule']

/** What the station does by itself: when, when next, and what came of it. */
export function Tasks(): ReactNode {
  const zone = useZone()
  const tasks = useQuery(station.tasks.list.queryOptions())
  const runs = useQuery(station.tasks.runs.queryOptions({ input: { limit: 30 } }))
  return (
    <>
      <h2>{t('office.tasks.scheduledTasks')}</h2>
      <p>{t('office.tasks.theyRunWhilePigeonholeIsOpen')} <code className={css.mono}>{t('office.tasks.runtasks')}</code>.</p>
      {tasks.isPending && <Loading />}
      {tasks.error && <ProblemMessage problem={problemOf(tasks.error)} onRetry={() => { void tasks.refetch() }} />}
      {tasks.data?.map((task) => <TaskCard key={task.id} task={task} />)}
      {runs.data && runs.data.length > 0 && (
        <>
          <h3>{t('office.tasks.whatRan')}</h3>
          <ul className={css.rows} aria-label={t('office.tasks.runsNewestFirst')}>
            {runs.data.map((run) => <li key={`${run.task}-${run.started}`}><b>{run.title}</b><span>{run.message}</span><em>{when(run.started, zone)}</em><em><Tag small tone={OUTCOMES[run.outcome].tone}>{OUTCOMES[run.outcome].word}</Tag></em></li>)}
          </ul>
        </>
      )}
    </>
  )
}

function nextWords(task: TaskRow, zone: string, now: number): string {
  if (task.running) return t('office.tasks.runsNow')
  if (task.missing !== null) return task.missing
  if (task.next !== null && task.next < now) return t('office.tasks.dueSinceNext', { next: when(task.next, zone) })
  return task.next === null ? t('office.tasks.doesNotRunByItself') : t('office.tasks.nextNext', { next: when(task.next, zone) })
}

function TaskCard({ task }: { task: TaskRow }): ReactNode {
  const zone = useZone()
  const now = useStation()?.now ?? 0
  const may = useMay('administrator')
  const work = useLongWork<TaskRun[]>((signal) => client.tasks.run({ tasks: [task.id] }, { signal }), task.title)
  const done = work.report?.[0]
  return (
    <section className={css.task} aria-label={task.title}>
      <div className={css.taskHead}>
        <div><b>{task.title}</b><span>{task.what}</span></div>
        <Button small icon="refresh" disabled={work.running || task.running} aria-label={t('office.tasks.runNowTitle', { title: task.title })} onClick={work.start}>{t('office.tasks.runNow')}</Button>
      </div>
      {may && <ScheduleForm task={task} key={JSON.stringify(task.schedule)} />}
      <p>{nextWords(task, zone, now)}{task.last ? t('office.tasks.lastStartedWordMessage', { started: when(task.last.started, zone), word: OUTCOMES[task.last.outcome].word.toLowerCase(), message: task.last.message }) : ''}</p>
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title={t('office.tasks.titleDidNotRun', { title: task.title })} />}
      {done && <Message tone={done.outcome === 'done' ? 'done' : 'stop'} title={done.message} />}
    </section>
  )
}

const HOW = [{ value: 'day', label: t('office.tasks.atATime') }, { value: 'minutes', label: t('office.tasks.everySoOften') }, { value: 'never', label: t('office.tasks.never') }] as const

/** When it runs; kept at once when a choice is made, or when the field is left. */
function ScheduleForm({ task }: { task: TaskRow }): ReactNode {
  const { schedule } = task
  const [at, setAt] = useHeld(`task.at.${task.id}`, schedule.every === 'day' ? schedule.at : '17:30')
  const [minutes, setMinutes] = useHeld(`task.minutes.${task.id}`, schedule.every === 'minutes' ? String(schedule.minutes) : '60')
  const save = useMutation(station.tasks.save.mutationOptions({ onSuccess: async () => await queries.invalidateQueries({ queryKey: station.tasks.key() }) }))
  const days = schedule.every === 'day' ? schedule.days : [1, 2, 3, 4, 5]
  const set = (next: Schedule): void => { if (JSON.stringify(next) !== JSON.stringify(schedule)) save.mutate({ task: task.id, schedule: next }) }
  const of = (every: Schedule['every']): Schedule => (every === 'day' ? { every, at, days } : every === 'minutes' ? { every, minutes: Number(minutes) } : { every })
  return (
    <div className={css.schedule}>
      <Segments small label={t('office.tasks.whenTitle', { title: task.title })} value={schedule.every} options={HOW} onChange={(every) => { set(of(every)) }} />
      {schedule.every === 'day' && (
        <>
          <TextField label={t('common.time')} type="time" value={at} onChange={(event) => { setAt(event.currentTarget.value) }} onBlur={() => { if (at !== '') set({ every: 'day', at, days }) }} />
          <fieldset className={css.days}>
            <legend>{t('common.days')}</legend>
            {DAYS.map((label, day) => (
              <label key={label} title={DAY_NAMES[day]}><input type="checkbox" aria-label={DAY_NAMES[day]} checked={days.includes(day)} onChange={(event) => {
                const next = event.currentTarget.checked ? [...days, day].sort((a, b) => a - b) : days.filter((one) => one !== day)
                if (next.length > 0) set({ every: 'day', at, days: next })
              }} /><span>{label}</span></label>
            ))}
          </fieldset>
        </>
      )}
      {schedule.every === 'minutes' && <TextField label={t('office.tasks.minutes')} inputMode="numeric" value={minutes} onChange={(event) => { setMinutes(event.currentTarget.value) }} onBlur={() => { if (/^\d+$/.test(minutes)) set({ every: 'minutes', minutes: Number(minutes) }) }} />}
      {save.isSuccess && <span className={css.saved}>{t('common.saved')}</span>}
      {save.error && <ProblemMessage problem={problemOf(save.error)} title={t('common.thisWasNotSaved')} />}
    </div>
  )
}
