import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import type { PrintJob, Tags } from '../../../shared/contract/printing.ts'
import { useHeld } from '../../app/kept.ts'
import { printPdf, savePdf, type PrintAnswer } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './devices.module.css'
import { PreviewPage } from './preview.tsx'
import { endWords, jobWords } from './words.ts'

/** What is printed: the label of a piece, or tags. */
export type ToPrint = { piece: string } | Tags

/**
 * Shows a label and prints it. Where no printer is set up for it, says so and offers the computer's own print dialog. Stays
 * open until it is known what became of the job, so that nobody walks away from a printer without paper.
 */
export function PrintDialog({ title, what, onClose }: { title: string; what: ToPrint; onClose: () => void }): ReactNode {
  const administrator = mayCall(useSession()?.user.role ?? null, 'administrator')
  const [picked, setPicked] = useHeld<string | null>(`print.on.${JSON.stringify(what)}`, null)
  const purpose = 'piece' in what ? 'piece' : 'shelf'
  const printers = useQuery(station.printing.printers.queryOptions())
  const fitting = (printers.data ?? []).filter((one) => one.purposes.includes(purpose))
  const printer = fitting.find((one) => one.id === picked) ?? fitting[0] ?? null
  const input = { ...what, ...(printer ? { printer: printer.id } : {}) }
  const preview = useQuery(station.printing.preview.queryOptions({ input, enabled: printers.data !== undefined }))
  const before = useQuery(station.printing.jobs.queryOptions({ input: 'piece' in what ? { piece: what.piece } : {}, enabled: 'piece' in what }))
  const print = useMutation({
    mutationFn: async (): Promise<PrintJob> => await ('piece' in what ? client.printing.printLabel({ ...what, ...(printer ? { printer: printer.id } : {}) }) : client.printing.printTags({ ...what, ...(printer ? { printer: printer.id } : {}) })),
    onSettled: async () => { await queries.invalidateQueries({ queryKey: station.printing.key() }) },
  })
  const other = useMutation({
    mutationFn: async (way: 'dialog' | 'file'): Promise<PrintAnswer> => {
      const pdf = await client.printing.pdf(input)
      return way === 'dialog' ? await printPdf(pdf) : savePdf(pdf)
    },
  })
  const run = (): void => { if (printer && !print.isPending && !print.data) print.mutate() }
  const dialog = (): void => { if (!other.isPending) other.mutate('dialog') }
  const failed = printers.error ?? print.error ?? other.error
  const replaces = !print.data && before.data?.some((job) => job.purpose === 'piece' && job.state !== 'failed')
  return (
    <Dialog name="print" wide title={title} onClose={onClose} keys={[
      { key: 'F8', label: t('devices.printDialog.printIt'), when: printer !== null && !print.data, run },
      { key: 'Enter', label: t('devices.printDialog.printIt'), when: printer !== null && !print.data, run },
      { key: 'P', label: t('common.printDialog'), run: dialog },
      { key: 'S', label: t('common.saveAsPdf'), run: () => { other.mutate('file') } },
    ]}
      acts={<>
        <Button keys="Esc" onClick={onClose}>{print.data ? t('common.close') : t('common.leaveIt')}</Button>
        <Button icon="external" keys="P" disabled={other.isPending} onClick={dialog}>{t('common.printDialog')}</Button>
        <Button icon="download" keys="S" disabled={other.isPending} onClick={() => { other.mutate('file') }}>{t('common.saveAsPdf')}</Button>
        {printer && !print.data && <Button kind="primary" icon="printer" keys="F8" disabled={print.isPending} onClick={run}>{t('devices.printDialog.printIt')}</Button>}
      </>}>
      <div className={css.printing} tabIndex={-1} data-autofocus>
        {failed && <ProblemMessage problem={problemOf(failed)} onRetry={() => { void printers.refetch() }} />}
        {print.data && <JobState job={print.data} />}
        {other.data && <Message>{endWords(other.data.end)}</Message>}
        {printers.data && !printer && (
          <Message tone="act" title={t('devices.printDialog.noPrinterIsSetUpFor')}>
            {administrator ? t('devices.printDialog.addOneUnderDevicesAltV') : t('devices.printDialog.anAdministratorCanAddOneUnder')} {t('devices.printDialog.untilThenPrintItWithThe')}
          </Message>
        )}
        {preview.data?.missing && <Message tone="act">{preview.data.missing}</Message>}
        {replaces && <Message>{t('devices.printDialog.aLabelOfThisPieceWas')}</Message>}
        {fitting.length > 1 && !print.data && <SelectField label={t('devices.printDialog.printer')} data={fitting.map((one) => ({ value: one.id, label: one.name }))} value={printer?.id ?? null} onChange={setPicked} />}
        {printer && !print.data && (printer.paused || printer.waiting > 0) && <Message tone="act">{printer.paused ? t('devices.printDialog.nameIsPausedTheLabelWaits', { name: printer.name }) : `${printer.name}: ${printer.reason ?? t('devices.printDialog.waitingBeforeThisOne', { waiting: count(printer.waiting, t('common.job')) })}`}</Message>}
        {preview.error ? <ProblemMessage title={t('devices.jobSide.thePreviewCannotBeShown')} problem={problemOf(preview.error)} onRetry={() => { void preview.refetch() }} /> : preview.data ? (
          <>
            {preview.data.pages.slice(0, 3).map((svg, page) => <PreviewPage key={page} svg={svg} title={t('devices.printDialog.previewOfTitlePageValue', { title: preview.data.title, value: page + 1 })} />)}
            {preview.data.pages.length > 3 && <p>{count(preview.data.pages.length - 3, t('devices.printDialog.morePage'))}.</p>}
          </>
        ) : <Loading rows={4} label={t('devices.printDialog.drawingTheLabel')} />}
      </div>
    </Dialog>
  )
}

/** How far the job has come, for as long as the dialog is open. */
function JobState({ job }: { job: PrintJob }): ReactNode {
  const jobs = useQuery(station.printing.jobs.queryOptions({ input: { ...(job.printer === null ? {} : { printer: job.printer }), limit: 50 } }))
  const now = jobs.data?.find((one) => one.id === job.id) ?? job
  const words = jobWords(now)
  const tone = words.tone === 'done' ? 'done' : words.tone === 'stop' || words.tone === 'act' ? 'act' : undefined
  const open = now.state === 'queued' || now.state === 'unknown' || now.state === 'failed'
  return <Message {...(tone ? { tone } : {})} title={`${words.word}${open ? '' : `: ${now.printerName}`}`}>{now.reason === null ? undefined : `${now.reason} ${now.state === 'queued' ? t('devices.printDialog.itIsKeptAndPrintedAs') : t('devices.printDialog.lookUnderDevicesAltV')}`}</Message>
}
