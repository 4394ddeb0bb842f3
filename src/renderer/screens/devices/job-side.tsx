import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PrintJob } from '../../../shared/contract/printing.ts'
import type { PrintEnd } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, PaneActs, ProblemMessage, Unchosen } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import css from './devices.module.css'
import { PreviewPage } from './preview.tsx'
import { endWords, isDropped, jobWords } from './words.ts'

export interface JobActs { came: () => void; missing: () => void; unwanted: () => void; retry: () => void; drop: () => void; reprint: () => void; dialog: () => void; save: () => void }

/** What may be done with a job in its state. One that is just being tried can be dropped as well: a printer that is off is tried for seconds at a time. */
export function mayDo(job: PrintJob | null): { decide: boolean; retry: boolean; drop: boolean; reprint: boolean } {
  const state = job?.state
  return { decide: state === 'unknown', retry: state === 'queued' || (state === 'failed' && job?.printer !== null), drop: state === 'queued' || state === 'sending' || (state === 'failed' && job !== null && !isDropped(job)), reprint: state === 'sent' || state === 'confirmed' }
}

/** One job: what it looks like, what became of it, and what a person can do about it. */
export function JobSide({ job, reading, acts, busy, end }: { job: PrintJob | null; reading: boolean; acts: JobActs; busy: boolean; end: PrintEnd | null }): ReactNode {
  const zone = useZone()
  const preview = useQuery(station.printing.preview.queryOptions({ input: { job: job?.id ?? '' }, enabled: job !== null, staleTime: Infinity }))
  if (!job) return <Unchosen label={t('devices.jobSide.theChosenJob')} reading={reading} icon="printer" title={t('devices.jobSide.noJobChosen')}>{t('devices.jobSide.chooseAJobToSeeIt')}</Unchosen>
  const may = mayDo(job)
  return (
    <aside className={css.side} aria-label={t('devices.jobSide.theChosenJob')}>
      <h2>{job.title}</h2>
      {may.decide ? (
        <Message tone="act" title={t('devices.jobSide.didItComeOut')} acts={<><Button small keys="Y" disabled={busy} onClick={acts.came}>{t('devices.jobSide.yesItLiesHere')}</Button><Button small keys="N" disabled={busy} onClick={acts.missing}>{t('devices.jobSide.noPrintItAgain')}</Button><Button small keys="Del" disabled={busy} onClick={acts.unwanted}>{t('devices.jobSide.notWantedAnyMore')}</Button></>}>{job.reason}</Message>
      ) : (
        <p>{jobWords(job).word}{job.reason === null ? '' : `: ${job.reason}`}</p>
      )}
      <p>{t('devices.jobSide.printernameCopiesAskedForByBy', { printerName: job.printerName, copies: count(job.copies, t('devices.jobSide.copy'), t('devices.jobSide.copies')), by: job.by, createdAt: fullTime(job.createdAt, zone) })}{job.copyOf === null ? '' : t('devices.jobSide.aCopy')}</p>
      {job.missing !== null && <Message tone="act">{job.missing}</Message>}
      <PaneActs>
        {may.retry && <Button small icon="refresh" keys="R" disabled={busy} onClick={acts.retry}>{t('common.tryNow')}</Button>}
        {may.drop && <Button small icon="trash" keys="Del" disabled={busy} onClick={acts.drop}>{t('devices.jobSide.drop')}</Button>}
        {may.reprint && <Button small icon="printer" keys="F8" disabled={busy} onClick={acts.reprint}>{t('devices.jobSide.printACopy')}</Button>}
        <Button small icon="external" keys="P" disabled={busy} onClick={acts.dialog}>{t('common.printDialog')}</Button>
        <Button small icon="download" keys="S" disabled={busy} onClick={acts.save}>{t('common.saveAsPdf')}</Button>
      </PaneActs>
      {end && <p role="status">{endWords(end)}</p>}
      {preview.error ? <ProblemMessage title={t('devices.jobSide.thePreviewCannotBeShown')} problem={problemOf(preview.error)} onRetry={() => { void preview.refetch() }} /> : preview.data?.pages.slice(0, 3).map((svg, page) => <PreviewPage key={`${job.id}-${page}`} svg={svg} title={t('devices.jobSide.previewOfTitle', { title: job.title })} />)}
    </aside>
  )
}
