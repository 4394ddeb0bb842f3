import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { REPORT_NAMES, REPORTS, type Report, type ReportBy, type ReportFormat, type ReportName, type ReportRow } from '../../../shared/contract/reports.ts'
import { addDays, daysBetween, isDay } from '../../../shared/mail/days.ts'
import { columnFigure } from '../../../shared/mail/figures.ts'
import { saveFile } from '../../app/files.ts'
import { keep, useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { createStore, useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Loading, Message, ProblemMessage, Segments, useSlow, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clock, spanWords, unbroken } from '../../ui/words.ts'
import { lettersWay } from '../certified/way.ts'
import { piecesFilter } from '../pieces/filter.ts'
import { Chart } from './chart.tsx'
import css from './reports.module.css'

/** The questions, as the list on the left asks them. */
const QUESTIONS: Readonly<Record<ReportName, string>> = { volume: t('reports.reports.howMuchComesIn'), turnaround: t('reports.reports.howFastIsItHandedOver'), waiting: t('reports.reports.whatWaitsAndHowLong'), certified: t('reports.reports.whatBecameOfLetters'), spend: t('reports.reports.whatDoLettersCost'), operators: t('reports.reports.whoDoesHowMuch') }
const BY: Readonly<Record<ReportBy, string>> = {
  day: t('common.day'), month: t('reports.reports.month'), hour: t('reports.reports.hour'), carrier: t('common.carrier'), department: t('common.department'), age: t('reports.reports.age'), location: t('common.location'), recipient: t('common.recipient'), outcome: t('reports.reports.outcome'), days: t('reports.reports.daysToDelivery'), receipts: t('common.receipts'), costCode: t('common.costCode'), matter: t('common.matter'), operator: t('common.person2'),
}
const SPANS = [{ value: '7', label: t('reports.reports.7Days') }, { value: '30', label: t('reports.reports.30Days') }, { value: '90', label: t('reports.reports.90Days') }, { value: '365', label: t('reports.reports.aYear') }] as const
type Span = (typeof SPANS)[number]['value'] | 'own'

/** How far the report that is being made has come. */
const making = createStore<{ step: string; done: number; of: number } | null>(null)

/** Questions about the office's mail: an answer, one chart, and the table behind it. */
export function Reports(): ReactNode {
  const navigate = useNavigate()
  const zone = useZone()
  const today = useStation()?.today ?? null
  const [name, setName] = useKept<ReportName>('reports.name', 'volume')
  const [ways, setWays] = useKept<Partial<Record<ReportName, ReportBy>>>('reports.by', {})
  const [range, setRange] = useKept<{ from: string; to: string } | null>('reports.range', null)
  const [days, setDays] = useKept<Span>('reports.span', '30')
  const [compare, setCompare] = useKept('reports.compare', true)
  const [selected, setSelected] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const by = ways[name] ?? REPORTS[name][0]
  const shown = range ?? (today === null ? null : { from: addDays(today, 1 - Number(days)), to: today })
  const whole = shown !== null && isDay(shown.from) && isDay(shown.to)
  const question = { name, by, compare, ...(whole && name !== 'waiting' ? shown : {}) }
  const key = [...station.reports.key(), 'run', question]
  const query = useQuery({
    queryKey: key, enabled: whole, placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Report> => {
      try {
        for await (const message of await client.reports.run(question, { signal })) {
          if ('report' in message) return message.report
          making.set(message.progress)
        }
        throw new Error('The report ended without an answer.')
      } finally {
        making.set(null)
      }
    },
  })
  const progress = useStore(making)
  const slow = useSlow(query.isFetching)
  const report = query.data?.name === name ? query.data : undefined
  const save = useMutation({ mutationFn: async (format: ReportFormat) => { if (!report) return null; const file = await client.reports.file({ report, format }); saveFile(file); return file.missing } })
  const print = useMutation({ mutationFn: async () => { if (report) return await printPdf(await client.reports.file({ report, format: 'pdf' })); return undefined } })
  const cancel = (): void => { void queries.cancelQueries({ queryKey: key }) }
  const move = (way: 1 | -1): void => {
    if (!shown || !whole || today === null) return
    const step = (daysBetween(shown.from, shown.to) + 1) * way
    const to = addDays(shown.to, step)
    if (to <= today) setRange({ from: addDays(shown.from, step), to })
  }
  const open = (row: ReportRow): void => {
    if (!row.open) return
    if ('pieces' in row.open) {
      piecesFilter.set(row.open.pieces)
      void navigate({ to: '/pieces' })
      return
    }
    lettersWay.set('list')
    keep('letters.stage', 'all')
    keep('letters.narrowed', row.open.letters)
    void navigate({ to: '/letters' })
  }
  const ask = (next: ReportName): void => { setName(next); setSelected(null) }
  const dated = name !== 'waiting'
  useHead(t('reports.reports.reports'))
  useKeys([
    ...REPORT_NAMES.map((one, i) => ({ key: String(i + 1), label: QUESTIONS[one], strip: false, run: () => { ask(one) } })),
    { key: 'Left', label: t('reports.reports.periodBefore'), when: dated, run: () => { move(-1) } },
    { key: 'Right', label: t('reports.reports.periodAfter'), when: dated && shown !== null && today !== null && shown.to < today, run: () => { move(1) } },
    { key: 'B', label: t('reports.reports.splitOtherwise'), when: REPORTS[name].length > 1, run: () => { const all: readonly ReportBy[] = REPORTS[name]; setWays({ ...ways, [name]: all[(all.indexOf(by) + 1) % all.length] ?? by }) } },
    { key: 'F5', label: t('reports.reports.countAgain'), when: whole && !query.isFetching, run: () => { void query.refetch() } },
    { key: 'F8', label: t('common.print'), when: report !== undefined && !print.isPending, run: () => { print.mutate() } },
    { key: 'P', label: t('common.pdf'), strip: false, when: report !== undefined, run: () => { save.mutate('pdf') } },
    { key: 'X', label: t('common.excel'), strip: false, when: report !== undefined, run: () => { save.mutate('xlsx') } },
    { key: 'V', label: t('common.csv'), strip: false, when: report !== undefined, run: () => { save.mutate('csv') } },
    { key: 'J', label: t('common.json'), strip: false, when: report !== undefined, run: () => { save.mutate('json') } },
    { key: 'Esc', label: t('common.stop'), when: query.isFetching, run: cancel },
  ])
  const failed = save.error ?? print.error
  const missing = print.data?.missing ?? save.data
  return (
    <section className={css.reports}>
      <nav className={css.side} aria-label={t('reports.reports.questions')}>
        {REPORT_NAMES.map((one, i) => <button key={one} type="button" className={css.question} aria-current={one === name ? 'page' : undefined} aria-keyshortcuts={String(i + 1)} onClick={() => { ask(one) }}><span>{QUESTIONS[one]}</span><kbd aria-hidden="true">{i + 1}</kbd></button>)}
      </nav>
      <div className={css.main}>
        <header className={css.head}>
          <h2>{report?.title ?? QUESTIONS[name]}</h2>
          <p className={css.answer} role="status" hidden={query.isError && !report}>{report?.answer ?? ''}</p>
          {dated && (
            <div className={css.controls}>
              <Segments<Span> small label={t('reports.reports.howFarBack')} value={range ? 'own' : days} onChange={(value) => { if (value !== 'own') { setDays(value); setRange(null) } }} options={range ? [...SPANS, { value: 'own', label: t('reports.reports.asSet') }] : SPANS} />
              <TextField label={t('common.from')} type="date" value={shown?.from ?? ''} max={today ?? undefined} onChange={(event) => { setRange({ from: event.currentTarget.value, to: shown?.to ?? '' }) }} />
              <TextField label={t('common.to')} type="date" value={shown?.to ?? ''} max={today ?? undefined} onChange={(event) => { setRange({ from: shown?.from ?? '', to: event.currentTarget.value }) }} />
              <label className={css.check}><input type="checkbox" checked={compare} onChange={(event) => { setCompare(event.currentTarget.checked) }} />{t('reports.reports.besideThePeriodBefore')}</label>
            </div>
          )}
          <div className={css.controls}>
            {REPORTS[name].length > 1 && <Segments<ReportBy> small label={t('reports.reports.splitBy')} value={by} onChange={(value) => { setWays({ ...ways, [name]: value }) }} options={REPORTS[name].map((value) => ({ value, label: BY[value] }))} />}
            <div className={css.files}>
              <Button small icon="printer" keys="F8" disabled={!report || print.isPending} onClick={() => { print.mutate() }}>{t('common.print')}</Button>
              {([['pdf', 'P', 'PDF'], ['xlsx', 'X', t('common.excel')], ['csv', 'V', 'CSV'], ['json', 'J', 'JSON']] as const).map(([format, cap, words]) => <Button key={format} small keys={cap} disabled={!report || save.isPending} onClick={() => { save.mutate(format) }}>{words}</Button>)}
            </div>
          </div>
        </header>
        {!whole && shown !== null && <div className={css.pad}><Message tone="act" title={t('reports.reports.chooseBothDays')} >{t('reports.reports.theReportCoversTheDaysFrom')}</Message></div>}
        {slow && <div className={css.pad}><Work label={progress?.step ?? t('reports.reports.counting')} done={progress?.done ?? 0} of={progress?.of ?? 0} meanwhile={t('common.scanningGoesOn')} onCancel={cancel} /></div>}
        {query.error && <div className={css.pad}><ProblemMessage title={t('reports.reports.thereIsNoAnswer')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending && query.isEnabled && query.fetchStatus === 'idle' && <div className={css.pad}><Message title={t('reports.reports.theReportWasStopped')}>{t('reports.reports.f5MakesItAgain')}</Message></div>}
        {!report && query.fetchStatus === 'paused' && <Loading label={t('reports.reports.waitingForTheStation')} />}
        {failed && <div className={css.pad}><ProblemMessage problem={problemOf(failed)} /></div>}
        {print.data?.end === 'saved' && <div className={css.pad}><Message title={t('reports.reports.thePdfIsSaved')}>{t('reports.reports.thisBrowserDoesNotPrintA')}</Message></div>}
        {missing && <div className={css.pad}><Message tone="act">{missing}</Message></div>}
        {report && (report.rows.every((row) => row.values.every((value) => value === null || value === 0)) ? (
          <Empty icon="reports" title={t('reports.reports.nothingToCountHere')}>{name === 'certified' || name === 'spend' ? t('reports.reports.chooseOtherDaysOrLogThe') : dated ? t('reports.reports.chooseOtherDaysOrScanThe') : t('reports.reports.nothingWaitsForAnybody')}</Empty>
        ) : (
          <div className={css.body}>
            <Chart report={report} onOpen={open} />
            <p className={css.basis}>{report.basis}{report.previous ? t('reports.reports.theThinLineIsThePeriod', { from: spanWords(report.previous.from, report.previous.to) }) : ''} {t('reports.reports.countedAtMadeat', { madeAt: unbroken(clock(report.madeAt, zone, false)) })}{report.more === null ? '' : t('reports.reports.theRowsLargestStandHereMore', { rows: number(report.rows.length), more: number(report.more) })}</p>
            <Table report={report} selected={selected} onSelect={setSelected} onOpen={open} ref={list} />
          </div>
        ))}
      </div>
    </section>
  )
}

function Table({ report, selected, onSelect, onOpen, ref }: { report: Report; selected: string | null; onSelect: (key: string) => void; onOpen: (row: ReportRow) => void; ref: React.Ref<HTMLDivElement> }): ReactNode {
  const { columns, previous } = report
  const style = { gridTemplateColumns: `minmax(150px, 1fr) repeat(${columns.length + (previous ? 1 : 0)}, minmax(72px, 130px)) 40px` }
  const cells = (values: ReadonlyArray<number | null>, before: ReadonlyArray<number | null> | null): ReactNode[] => columns.flatMap((column, i) => [
    <span key={column.id} className={i === 0 ? css.firstFigure : css.figure}>{columnFigure(values[i] ?? null, column.unit)}</span>,
    ...(i === 0 && previous ? [<span key="before" className={css.was}>{before ? columnFigure(before[0] ?? null, column.unit) : ''}</span>] : []),
  ])
  return (
    <div className={css.table}>
      <div className={css.columns} style={style} aria-hidden="true"><span>{BY[report.by]}</span>{columns.flatMap((column, i) => [<span key={column.id}>{column.title}</span>, ...(i === 0 && previous ? [<span key="before">{t('reports.reports.before')}</span>] : [])])}<span /></div>
      <Rows<ReportRow> ref={ref} label={t('reports.reports.titleRowsRows', { title: report.title, rows: report.rows.length })} items={report.rows} idOf={(row) => row.key} height={32} selected={selected} onSelect={onSelect} onOpen={onOpen}
        render={(row, chosen) => <div className={css.row} style={style}><b title={row.label}>{row.label}</b>{cells(row.values, row.before)}<span className={css.go}>{row.open && (chosen ? t('common.open') : '')}</span></div>} />
      <div className={css.total} style={style}><b>{t('common.total')}</b>{cells(report.total, report.totalBefore)}<span /></div>
    </div>
  )
}
