import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, type IconName } from '../../ui/drawings.tsx'
import { Work } from '../../ui/parts.tsx'
import { clock, count } from '../../ui/words.ts'
import { jobs, type Job } from '../jobs.ts'
import { station, useZone } from '../station.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'

const ENDED: Record<Exclude<Job['state'], 'running'>, { icon: IconName; word: string }> = { done: { icon: 'check', word: t('common.done') }, stopped: { icon: 'x', word: t('frame.jobsList.canceled') }, failed: { icon: 'stop', word: t('frame.jobsList.didNotWork') } }

/** What works in this window, how it ended, and how many print jobs wait. */
export function JobsList({ onClose }: { onClose: () => void }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const all = useStore(jobs)
  const waiting = useQuery(station.printing.jobs.queryOptions({ input: { which: 'open', limit: 500 } })).data ?? []
  const unknown = waiting.filter((job) => job.state === 'unknown').length
  return (
    <Dialog name="jobs" wide title={t('frame.jobsList.jobs')} onClose={onClose} acts={<><Button icon="printer" onClick={() => { onClose(); void navigate({ to: '/devices' }) }}>{t('frame.jobsList.printQueue')}</Button><Button keys="Esc" data-autofocus onClick={onClose}>{t('common.close')}</Button></>}>
      <ul className={css.jobs} aria-label={t('frame.jobsList.jobsOfThisWindow')}>
        <li><Icon name="printer" /><span><b>{waiting.length === 0 ? t('frame.jobsList.noPrintJobWaits') : `${count(waiting.length, t('frame.jobsList.printJob'))} ${waiting.length === 1 ? t('common.waits') : t('common.wait')}`}</b>{unknown > 0 && <small>{t('frame.jobsList.unknownThatNobodyHasSaidOf', { unknown: count(unknown, t('common.job')) })}</small>}</span></li>
        {all.map((job) => (job.state === 'running' ? (
          <li key={job.id}><Icon name="refresh" /><span><b>{job.title}</b><Work label={job.step} done={job.done} of={job.of} meanwhile={t('common.scanningGoesOn')} onCancel={job.cancel} /></span></li>
        ) : (
          <li key={job.id}><Icon name={ENDED[job.state].icon} /><span><b>{job.title}</b><small>{ENDED[job.state].word} {job.endedAt !== null && t('frame.jobsList.atEndedat', { endedAt: clock(job.endedAt, zone, false) })}{job.message && `. ${job.message}`}</small></span></li>
        )))}
      </ul>
      {all.length === 0 && <p>{t('frame.jobsList.exportsBackupsImportsAndChecksThat')}</p>}
    </Dialog>
  )
}
