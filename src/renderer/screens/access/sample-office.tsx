import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { signedOut } from '../../app/session.ts'
import { client, station, useStation } from '../../app/station.ts'
import { scans } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { ProblemMessage, useSlow } from '../../ui/parts.tsx'
import css from './access.module.css'

/** What is on the page belongs to the office before: the next one begins with an empty page. */
function begin(): void {
  signedOut()
  window.location.hash = ''
  window.location.reload()
}

/** Offers to look around in a made-up office before the own one is set up. */
export function SampleOffer(): ReactNode {
  const may = useStation()?.mayOpenSample ?? false
  const run = useMutation(station.office.openSample.mutationOptions({ onSuccess: begin }))
  const slow = useSlow(run.isPending)
  if (!may) return null
  return (
    <div className={css.sample}>
      <div><b>{t('access.sampleOffice.onlyLooking')}</b><span>{t('access.sampleOffice.aMadeupOfficeWithThreeWeeks')}</span></div>
      <Button disabled={run.isPending} onClick={() => { run.mutate({}) }}>{t('access.sampleOffice.openTheSampleOffice')}</Button>
      {slow && <p role="status">{t('access.sampleOffice.threeWeeksOfMailAreBeing')}</p>}
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </div>
  )
}

/** The PIN of everybody in the sample office, and the way back. */
export function SampleNote({ bar = false }: { bar?: boolean }): ReactNode {
  const status = useStation()
  const run = useMutation({
    mutationFn: async () => {
      await client.office.leaveSample()
      // What was scanned here is of the sample office, and must not wait for the own one.
      for (const scan of scans.state.get().scans) scans.dismiss(scan.id)
    },
    onSuccess: begin,
  })
  if (!status?.sample) return null
  return (
    <div className={bar ? css.sampleBar : css.sampleNote} role="note" aria-label={t('access.sampleOffice.sampleOffice')}>
      <Icon name="info" />
      <span><b>{t('access.sampleOffice.thisIsTheSampleOffice')}</b> {t('access.sampleOffice.itsPeopleAndMailAreMade')}{run.error ? ` ${problemOf(run.error).message}` : ''}</span>
      {status.mayLeaveSample && <Button small disabled={run.isPending} onClick={() => { run.mutate() }}>{t('access.sampleOffice.backToMyOwnOffice')}</Button>}
    </div>
  )
}
