import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import type { PrinterRow, PrintSettings } from '../../../shared/contract/printing.ts'
import { MEDIA } from '../../../shared/printing/document.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf, savePdf, type PrintAnswer } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Empty, Loading, Message, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import css from './devices.module.css'
import { JobSide, mayDo } from './job-side.tsx'
import { ScanTest } from './scan-test.tsx'
import { PrinterForm } from './printer-form.tsx'
import { jobWords, LANGUAGE_WORDS, printerWords, PURPOSE_WORDS } from './words.ts'

/** The place of jobs that have no printer. */
const STRAIGHT = 'straight'
/** The place where scanners are tested. */
const SCANS = 'scans'

const LABEL_CHOICES: Array<{ value: PrintSettings['labelWhen']; label: string }> = [
  { value: 'off', label: t('devices.devices.onlyWhenAskedFor') }, { value: 'intake', label: t('devices.devices.afterEveryIntake') }, { value: 'recipient', label: t('devices.devices.whenTheRecipientIsKnown') },
]

/** The printers of this workstation, what waits at each, and what was printed. */
export function Devices(): ReactNode {
  const zone = useZone()
  const administrator = mayCall(useSession()?.user.role ?? null, 'administrator')
  const printers = useQuery(station.printing.printers.queryOptions())
  const settings = useQuery(station.printing.settings.queryOptions())
  const [picked, setPicked] = useKept<string | null>('devices.printer', null)
  const [pickedJob, setPickedJob] = useKept<string | null>('devices.job', null)
  const [form, setForm] = useOpen<'add' | 'change' | null>('printer.form', null)
  const list = printers.data ?? []
  const at = Math.max(0, list.findIndex((one) => one.id === picked))
  // Jobs that were sent straight to an address have no printer of their own, and still need a person's word.
  const straight = useQuery(station.printing.jobs.queryOptions({ input: { straight: true } }))
  const onStraight = picked === STRAIGHT && (straight.data?.length ?? 0) > 0
  const printer = onStraight ? null : (list[at] ?? null)
  const jobs = useQuery(station.printing.jobs.queryOptions({ input: printer ? { printer: printer.id } : {}, enabled: printer !== null }))
  const rows = onStraight ? (straight.data ?? []) : [...(straight.data ?? []).filter((one) => one.state === 'unknown'), ...(jobs.data ?? [])]
  // What a person has to decide comes before what they looked at last.
  const job = rows.find((one) => one.id === pickedJob) ?? rows.find((one) => one.state === 'unknown') ?? rows[0] ?? null
  const act = useMutation({
    mutationFn: async (work: () => Promise<unknown>) => { await work() },
    // Over with the answer: a key that is pressed while the lists are read again is not lost.
    onSettled: () => { void queries.invalidateQueries({ queryKey: station.printing.key() }) },
  })
  const leave = useMutation({
    mutationFn: async ({ job: id, way }: { job: string; way: 'dialog' | 'file' }): Promise<PrintAnswer> => {
      const pdf = await client.printing.pdf({ job: id })
      return way === 'dialog' ? await printPdf(pdf) : savePdf(pdf)
    },
  })
  const run = (work: () => Promise<unknown>): void => { if (!act.isPending) act.mutate(work) }
  const onJob = (work: (id: string) => Promise<unknown>) => (): void => { if (job) run(async () => await work(job.id)) }
  const onPrinter = (work: (id: string) => Promise<unknown>) => (): void => { if (printer) run(async () => await work(printer.id)) }
  const testPage = onPrinter(async (id) => { setPickedJob((await client.printing.testPage({ id })).id) })
  const pause = onPrinter(async (id) => await (printer?.paused ? client.printing.resume({ id }) : client.printing.pause({ id })))
  const remove = onPrinter(async (id) => await client.printing.removePrinter({ id }))
  const jobActs = {
    came: onJob(async (id) => await client.printing.decideUnknown({ id, decision: 'printed' })),
    missing: onJob(async (id) => await client.printing.decideUnknown({ id, decision: 'again' })),
    unwanted: onJob(async (id) => await client.printing.decideUnknown({ id, decision: 'dropped' })),
    retry: onJob(async (id) => await client.printing.retry({ id })),
    drop: onJob(async (id) => await client.printing.cancel({ id })),
    reprint: onJob(async (id) => { setPickedJob((await client.printing.reprint({ id })).id) }),
    dialog: () => { if (job && !leave.isPending) leave.mutate({ job: job.id, way: 'dialog' }) },
    save: () => { if (job && !leave.isPending) leave.mutate({ job: job.id, way: 'file' }) },
  }
  const asked = useMutation(station.printing.status.mutationOptions())
  const ask = (): void => { if (printer && !asked.isPending) asked.mutate({ id: printer.id }) }
  const may = mayDo(job)
  const places = [...list.map((one) => one.id), ...((straight.data?.length ?? 0) > 0 ? [STRAIGHT] : [])]
  const step = (by: number): void => { setPicked(places[((onStraight ? places.length - 1 : at) + by + places.length) % places.length] ?? null) }
  const testing = picked === SCANS
  const test = (): void => { setPicked(SCANS) }
  useHead(t('devices.devices.devices'))
  // The test area has keys of its own.
  useKeys(testing ? [] : [
    { key: 'T', label: t('devices.devices.testAScanner'), run: test },
    { key: 'F4', label: t('devices.devices.addAPrinter'), when: administrator, run: () => { setForm('add') } },
    { key: 'F2', label: t('devices.devices.changeIt'), when: administrator && printer !== null, run: () => { setForm('change') } },
    { key: 'F6', label: t('devices.devices.testPage'), when: printer !== null, run: testPage },
    { key: 'F7', label: printer?.paused ? t('devices.devices.resume') : t('devices.devices.pause'), when: printer !== null, run: pause },
    { key: 'Y', label: t('devices.devices.itCameOut'), when: may.decide, run: jobActs.came },
    { key: 'N', label: t('devices.devices.printItAgain'), when: may.decide, run: jobActs.missing },
    { key: 'Del', label: t('devices.devices.notWanted'), when: may.decide, run: jobActs.unwanted },
    { key: 'R', label: t('common.tryNow'), when: may.retry, run: jobActs.retry },
    { key: 'Del', label: t('devices.devices.dropTheJob'), when: may.drop, run: jobActs.drop },
    { key: 'F8', label: t('devices.devices.printACopy'), when: may.reprint, run: jobActs.reprint },
    { key: 'A', label: t('devices.devices.askThePrinter'), when: printer !== null, strip: false, run: ask },
    { key: 'P', label: t('common.printDialog'), when: job !== null, strip: false, run: jobActs.dialog },
    { key: 'S', label: t('common.saveAsPdf'), when: job !== null, strip: false, run: jobActs.save },
    { key: 'Alt Up', label: t('devices.devices.printerBefore'), when: places.length > 1, strip: false, run: () => { step(-1) } },
    { key: 'Alt Down', label: t('devices.devices.nextPrinter'), when: places.length > 1, strip: false, run: () => { step(1) } },
  ])
  const failed = printers.error ?? jobs.error ?? settings.error
  const add = administrator && <Button kind={printer ? 'plain' : 'primary'} icon="plus" keys="F4" onClick={() => { setForm('add') }}>{t('devices.devices.addAPrinter')}</Button>
  return (
    <section className={css.devices}>
      <nav className={css.printers} aria-label={t('devices.devices.scannersAndPrinters')}>
        <button data-printer type="button" aria-current={testing ? 'true' : undefined} aria-keyshortcuts="T" onClick={test}><b>{t('devices.devices.scanAnything')}</b><small>{t('devices.devices.testScannerCameraAndPictures')}</small></button>
        {list.map((one) => {
          const words = printerWords(one)
          return <button key={one.id} data-printer type="button" aria-current={!testing && one.id === printer?.id ? 'true' : undefined} onClick={() => { setPicked(one.id) }}><b>{one.name}</b><small>{words.word}</small></button>
        })}
        {(straight.data?.length ?? 0) > 0 && <button data-printer type="button" aria-current={onStraight ? 'true' : undefined} onClick={() => { setPicked(STRAIGHT) }}><b>{t('devices.devices.straightToAnAddress')}</b><small>{t('devices.devices.countofFromTheCommandLine', { countOf: count(straight.data?.length ?? 0, t('common.job')) })}</small></button>}
        <div className={css.foot}>
          {administrator && settings.data && (
            <SelectField label={t('devices.devices.labelOfAPiece')} data={LABEL_CHOICES} value={settings.data.labelWhen} onChange={(value) => {
              const labelWhen = LABEL_CHOICES.find((choice) => choice.value === value)?.value
              if (labelWhen) run(async () => await client.printing.saveSettings({ labelWhen }))
            }} />
          )}
          {printer && add}
        </div>
      </nav>
      {testing ? <ScanTest onBack={() => { setPicked(null) }} /> : <>
      <div className={css.main}>
        {failed && <div className={css.pad}><ProblemMessage problem={problemOf(failed)} onRetry={() => { void printers.refetch() }} /></div>}
        {act.error && <div className={css.pad}><ProblemMessage problem={problemOf(act.error)} /></div>}
        {leave.error && <div className={css.pad}><ProblemMessage problem={problemOf(leave.error)} /></div>}
        {printers.isPending ? <Loading /> : printer || onStraight ? (
          <>
            {printer ? <PrinterHead printer={printer} administrator={administrator} busy={act.isPending} onTest={testPage} onPause={pause} onAsk={ask} onChange={() => { setForm('change') }} onRemove={remove} /> : <header className={css.head}><h2>{t('devices.devices.straightToAnAddress')}</h2><p>{t('devices.devices.printedOnceAtAnAddressWithout')}</p></header>}
            {printer && asked.variables?.id === printer.id && (asked.error ? <div className={css.pad}><ProblemMessage problem={problemOf(asked.error)} /></div> : asked.data && (
              <div className={css.pad}><Message tone={asked.data.trouble === null ? 'done' : 'act'}>{asked.data.trouble ?? (asked.data.answers ? t('devices.devices.itSaysThatItCanPrint') : t('devices.devices.itCanBeReachedAndDoes'))}</Message></div>
            ))}
            {jobs.isPending ? <Loading /> : rows.length === 0 ? !failed && <Empty icon="printer" title={t('devices.devices.nothingWasPrintedHereYet')}>{t('devices.devices.printATestPageWithF6')}</Empty> : (
              <Rows autoFocus label={t('devices.devices.printJobsNewestFirst')} items={rows} idOf={(row) => row.id} height={32} selected={job?.id ?? null} onSelect={setPickedJob}
                render={(row) => {
                  const words = jobWords(row)
                  return <div className={css.job} data-tone={words.tone}><Icon name={words.icon} size="s" /><span>{row.title}{row.copyOf === null ? '' : t('devices.devices.copy')}</span><span>{words.word}</span><span>{when(row.createdAt, zone)}</span></div>
                }} />
            )}
          </>
        ) : !failed && (
          <Empty icon="printer" title={t('devices.devices.noPrinterIsSetUp')} acts={add}>{administrator ? t('devices.devices.addTheLabelPrinterFirstA') : t('devices.devices.anAdministratorCanAddOneHere')}</Empty>
        )}
      </div>
      <JobSide job={job} reading={printers.isPending || (printer !== null && jobs.isPending)} acts={jobActs} busy={act.isPending || leave.isPending} end={leave.data && leave.variables?.job === job?.id ? leave.data.end : null} />
      </>}
      {form && (form === 'add' || printer) && <PrinterForm printer={form === 'change' ? printer : null} onClose={() => { setForm(null) }} onSaved={(saved) => { setForm(null); setPicked(saved.id) }} />}
    </section>
  )
}

function PrinterHead({ printer, administrator, busy, onTest, onPause, onAsk, onChange, onRemove }: { printer: PrinterRow; administrator: boolean; busy: boolean; onTest: () => void; onPause: () => void; onAsk: () => void; onChange: () => void; onRemove: () => void }): ReactNode {
  const words = printerWords(printer)
  return (
    <header className={css.head}>
      <h2>{printer.name} <Tag tone={words.tone}>{words.word}</Tag></h2>
      <p>{printer.target}. {LANGUAGE_WORDS[printer.profile.language]}{t('devices.devices.nameDpiDpi', { name: MEDIA[printer.profile.media].name, dpi: printer.profile.dpi })} {printer.purposes.length === 0 ? t('devices.devices.forNothingYet') : printer.purposes.map((purpose) => PURPOSE_WORDS[purpose]).join(', ')}.</p>
      <div className={css.acts}>
        <Button small icon="printer" keys="F6" disabled={busy} onClick={onTest}>{t('devices.devices.testPage')}</Button>
        <Button small icon="clock" keys="F7" disabled={busy} onClick={onPause}>{printer.paused ? t('devices.devices.resume') : t('devices.devices.pause')}</Button>
        <Button small icon="info" keys="A" onClick={onAsk}>{t('devices.devices.askIt')}</Button>
        {administrator && <Button small icon="note" keys="F2" onClick={onChange}>{t('devices.devices.changeIt')}</Button>}
        {administrator && <Button small kind="quiet" disabled={busy} onClick={onRemove}>{t('devices.devices.takeItAway')}</Button>}
      </div>
    </header>
  )
}
