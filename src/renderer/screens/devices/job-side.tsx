import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { PrintJob } from '../../../shared/contract/printing.ts'
import type { PrintEnd } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import css from './devices.module.css'
import { PreviewPage } from './preview.tsx'
import { endWords, isDropped, jobWords } from './words.ts'

export interface JobActs { came: () => void; missing: () => void; unwanted: () => void; retry: () => void; drop: () => void; reprint: () => void; dialog: () => void; save: () => void }

/** What may be done with a job in its state. */
export function mayDo(job: PrintJob | null): { decide: boolean; retry: boolean; drop: boolean; reprint: boolean } {
  const state = job?.state
  return { decide: state === 'unknown', retry: state === 'queued' || (state === 'failed' && job?.printer !== null), drop: state === 'queued' || (state === 'failed' && job !== null && !isDropped(job)), reprint: state === 'sent' || state === 'confirmed' }
}

/** One job: what it looks like, what became of it, and what a person can do about it. */
export function JobSide({ job, acts, busy, end }: { job: PrintJob | null; acts: JobActs; busy: boolean; end: PrintEnd | null }): ReactNode {
  const zone = useZone()
  const preview = useQuery(station.printing.preview.queryOptions({ input: { job: job?.id ?? '' }, enabled: job !== null, staleTime: Infinity }))
  if (!job) return <aside className={css.side} aria-label="The chosen job"><p>Choose a job to see it.</p></aside>
  const may = mayDo(job)
  return (
    <aside className={css.side} aria-label="The chosen job">
      <h2>{job.title}</h2>
      {may.decide ? (
        <Message tone="act" title="Did it come out?" acts={<><Button small keys="Y" disabled={busy} onClick={acts.came}>Yes, it lies here</Button><Button small keys="N" disabled={busy} onClick={acts.missing}>No, print it again</Button><Button small keys="Del" disabled={busy} onClick={acts.unwanted}>Not wanted any more</Button></>}>{job.reason}</Message>
      ) : (
        <p>{jobWords(job).word}{job.reason === null ? '' : `: ${job.reason}`}</p>
      )}
      <p>{job.printerName}. {count(job.copies, 'copy', 'copies')}. Asked for by {job.by}, {fullTime(job.createdAt, zone)}.{job.copyOf === null ? '' : ' A copy.'}</p>
      <div className={css.acts}>
        {may.retry && <Button small icon="refresh" keys="R" disabled={busy} onClick={acts.retry}>Try now</Button>}
        {may.drop && <Button small icon="trash" keys="Del" disabled={busy} onClick={acts.drop}>Drop</Button>}
        {may.reprint && <Button small icon="printer" keys="F8" disabled={busy} onClick={acts.reprint}>Print a copy</Button>}
        <Button small icon="external" keys="P" disabled={busy} onClick={acts.dialog}>Print dialog</Button>
        <Button small icon="download" keys="S" disabled={busy} onClick={acts.save}>Save as PDF</Button>
      </div>
      {end && <p role="status">{endWords(end)}</p>}
      {preview.error ? <ProblemMessage problem={problemOf(preview.error)} /> : preview.data?.pages.slice(0, 3).map((svg, page) => <PreviewPage key={`${job.id}-${page}`} svg={svg} title={`Preview of ${job.title}`} />)}
    </aside>
  )
}
