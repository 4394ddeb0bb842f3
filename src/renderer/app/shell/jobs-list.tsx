import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, type IconName } from '../../ui/drawings.tsx'
import { Work } from '../../ui/parts.tsx'
import { clock, count } from '../../ui/words.ts'
import { jobs, type Job } from '../jobs.ts'
import { station, useZone } from '../station.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'

const ENDED: Record<Exclude<Job['state'], 'running'>, { icon: IconName; word: string }> = { done: { icon: 'check', word: 'Done' }, stopped: { icon: 'x', word: 'Cancelled' }, failed: { icon: 'stop', word: 'Did not work' } }

/** What works in this window, how it ended, and how many print jobs wait. */
export function JobsList({ onClose }: { onClose: () => void }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const all = useStore(jobs)
  const waiting = useQuery(station.printing.jobs.queryOptions({ input: { which: 'open', limit: 500 } })).data ?? []
  const unknown = waiting.filter((job) => job.state === 'unknown').length
  return (
    <Dialog wide title="Jobs" onClose={onClose} acts={<><Button icon="printer" onClick={() => { onClose(); void navigate({ to: '/devices' }) }}>Print queue</Button><Button keys="Esc" data-autofocus onClick={onClose}>Close</Button></>}>
      <ul className={css.jobs} aria-label="Jobs of this window">
        <li><Icon name="printer" /><span><b>{waiting.length === 0 ? 'No print job waits' : `${count(waiting.length, 'print job')} ${waiting.length === 1 ? 'waits' : 'wait'}`}</b>{unknown > 0 && <small>{count(unknown, 'job')} that nobody has said of whether it came out. Say it under Devices.</small>}</span></li>
        {all.map((job) => (job.state === 'running' ? (
          <li key={job.id}><Icon name="refresh" /><span><b>{job.title}</b><Work label={job.step} done={job.done} of={job.of} meanwhile="Scanning goes on." onCancel={job.cancel} /></span></li>
        ) : (
          <li key={job.id}><Icon name={ENDED[job.state].icon} /><span><b>{job.title}</b><small>{ENDED[job.state].word} {job.endedAt !== null && `at ${clock(job.endedAt, zone, false)}`}{job.message && `. ${job.message}`}</small></span></li>
        )))}
      </ul>
      {all.length === 0 && <p>Exports, backups, imports and checks that are started in this window stand here with how they ended.</p>}
    </Dialog>
  )
}
