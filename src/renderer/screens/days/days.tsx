import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { DayLog, LogFormat } from '../../../shared/contract/days.ts'
import { balanceParts, clockOf, isEmptyDay, offWords } from '../../../shared/printing/dayLog.ts'
import { saveFile } from '../../app/files.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Empty, Loading, Message, ProblemMessage, Segments, Tag, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { dayAfter, dayWords } from '../../ui/words.ts'
import css from './days.module.css'
import { GoToDay } from './go-to-day.tsx'
import { head, heightOf, linesOf, TABS, type Line, type Tab } from './lines.tsx'
import { Side } from './side.tsx'

/** The day's sum, its lines, and closing it. */
export function Days(): ReactNode {
  const today = useStation()?.today ?? null
  const navigate = useNavigate()
  const [picked, setPicked] = useKept<string | null>('days.day', null)
  const [shift, setShift] = useKept<string>('days.shift', '')
  const [tab, setTab] = useKept<Tab>('days.tab', 'in')
  const [selected, setSelected] = useState<string | null>(null)
  const [asking, setAsking] = useOpen('days.asking', false)
  const settings = useQuery(station.days.settings.queryOptions())
  const which = { ...(picked === null ? {} : { day: picked }), ...(shift === '' ? {} : { shift }) }
  const query = useQuery(station.days.get.queryOptions({ input: which, placeholderData: keepPreviousData }))
  const log = query.data
  const day = log?.day ?? picked ?? today
  const show = (to: string): void => { setPicked(to === today ? null : to) }
  const go = (by: number): void => {
    if (day === null || today === null) return
    const to = dayAfter(day, by)
    if (to <= today) show(to)
  }
  const save = useMutation({ mutationFn: async (format: LogFormat) => { saveFile(await client.days.file({ ...which, format })) } })
  const print = useMutation({ mutationFn: async () => await printPdf(await client.days.file({ ...which, format: 'pdf' })) })
  const slip = useMutation(station.days.slip.mutationOptions())
  const shown = log ? linesOf(log, tab) : []
  useHead(t('common.dailyLog'))
  useKeys([
    { key: 'Left', label: t('days.days.dayBefore'), run: () => { go(-1) } },
    { key: 'Right', label: t('days.days.dayAfter'), when: day !== null && today !== null && day < today, run: () => { go(1) } },
    { key: 'G', label: t('days.days.goToDay'), when: day !== null && today !== null, run: () => { setAsking(true) } },
    { key: 'F8', label: t('common.print'), when: log !== undefined && !print.isPending, run: () => { print.mutate() } },
    { key: 'R', label: t('days.days.receiptSlip'), strip: false, when: !slip.isPending, run: () => { slip.mutate(which) } },
    { key: 'P', label: t('common.pdf'), strip: false, run: () => { save.mutate('pdf') } },
    { key: 'X', label: t('common.excel'), strip: false, run: () => { save.mutate('xlsx') } },
    { key: 'V', label: t('common.csv'), strip: false, run: () => { save.mutate('csv') } },
    { key: 'J', label: t('common.json'), strip: false, run: () => { save.mutate('json') } },
  ])
  const failed = save.error ?? print.error ?? slip.error
  const shifts = settings.data?.shifts ?? []
  const open = (line: Line): void => {
    if (line.piece !== null) void navigate(line.letter ? { to: '/letters/$id', params: { id: line.piece } } : { to: '/pieces/$id', params: { id: line.piece } })
  }
  return (
    <section className={css.days}>
      <div className={css.main}>
        <header className={css.head}>
          <div className={css.line}>
            <Button small icon="left" aria-label={t('days.days.dayBefore')} onClick={() => { go(-1) }} />
            <h2>{day === null ? '' : dayWords(day)}</h2>
            <Button small icon="right" aria-label={t('days.days.dayAfter')} disabled={day === null || today === null || day >= today} onClick={() => { go(1) }} />
            <Button small keys="G" onClick={() => { setAsking(true) }}>{t('days.days.goToDay')}</Button>
            {log && <Tag {...(log.signed ? { tone: 'done' as const } : {})}>{log.signed ? t('days.days.signedOff') : t('common.open')}</Tag>}
            {shifts.length > 0 && <SelectField label={t('days.days.shift')} data={[{ value: '', label: t('days.days.wholeDay') }, ...shifts.map((one) => ({ value: one.name, label: t('days.days.nameFromToTo', { name: one.name, from: one.from, to: one.to }) }))]} value={shift} onChange={(value) => { setShift(value ?? '') }} />}
            {log && <span className={css.when}>{whenWords(log)}</span>}
          </div>
          {log && <Balance log={log} />}
        </header>
        {query.error && <div className={css.pad}><ProblemMessage title={t('days.days.theLogCannotBeRead')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {failed && <div className={css.pad}><ProblemMessage problem={problemOf(failed)} /></div>}
        {print.data?.end === 'saved' && <div className={css.pad}><Message title={t('days.days.thePdfIsSaved')} >{t('days.days.thisBrowserDoesNotPrintA')}</Message></div>}
        {slip.data && <div className={css.pad}><Message tone="done" title={t('days.days.theSlipGoesToPrintername', { printerName: slip.data.printerName })}>{slip.data.missing ?? undefined}</Message></div>}
        {!log && query.isPending && <Loading rows={10} label={t('days.days.readingTheLog')} />}
        {log && (
          <>
            <div className={css.tabs}><Segments<Tab> small label={t('days.days.whatIsShown')} value={tab} onChange={setTab} options={TABS.map((one) => ({ value: one.id, label: `${one.title} ${one.count(log)}`.trim() }))} /></div>
            {tab === 'sums' ? <Sums log={log} /> : shown.length === 0 ? (
              <Empty icon="daily" title={isEmptyDay(log) ? t('days.days.noMailWasRecordedOnThis') : TABS.find((one) => one.id === tab)?.empty ?? t('days.days.nothingHere')}>{isEmptyDay(log) ? t('days.days.theLogSaysSoOnPaper') : t('days.days.theOtherListsHaveTheRest')}</Empty>
            ) : (
              <>
                <div className={css.columns} data-kind={tab} aria-hidden="true">{head(tab).map((word) => <span key={word}>{word}</span>)}</div>
                <Rows<Line> label={t('days.days.titleShownLines', { title: TABS.find((one) => one.id === tab)?.title ?? '', shown: shown.length })} items={shown} idOf={(line) => line.id} height={heightOf(tab)} selected={selected} onSelect={setSelected} onOpen={open}
                  voided={(line) => line.voided} render={(line) => <div className={css.row} data-kind={tab}>{line.cells}</div>} />
              </>
            )}
            {tab === 'letters' && log.letters.length > 0 && <Total log={log} />}
          </>
        )}
      </div>
      {log && <Side log={log} which={which} busy={{ save: save.isPending, print: print.isPending }} onPrint={() => { print.mutate() }} onSave={(format) => { save.mutate(format) }} onSlip={() => { slip.mutate(which) }} onDay={show} />}
      {!log && <Unchosen label={t('days.side.signOffAndPrint')} reading={query.isPending} icon="daily" title={t('days.days.noDayIsShown')}>{t('days.days.theSheetStandsHereOnce')}</Unchosen>}
      {asking && day !== null && today !== null && <GoToDay day={day} today={today} onDay={show} onClose={() => { setAsking(false) }} />}
    </section>
  )
}

function whenWords(log: DayLog): string {
  const { zone } = log.office
  const first = [...log.in, ...log.out, ...log.letters].reduce((least, line) => Math.min(least, line.at), Number.MAX_SAFE_INTEGER)
  const from = log.shift ? log.shift.from : first < Number.MAX_SAFE_INTEGER && first >= log.start ? clockOf(first, zone) : ''
  const entries = `${number(log.range.events)} ${log.range.events === 1 ? t('common.entry') : t('common.entries')}`
  return [from && (log.open ? t('days.days.fromToNow', { from }) : t('days.days.fromFrom', { from })), entries].filter(Boolean).join(', ')
}

function Balance({ log }: { log: DayLog }): ReactNode {
  const off = offWords(log.totals.off)
  const parts = balanceParts(log.totals, log.shift !== null)
  const here = parts.at(-1)
  return (
    <div className={css.balance} role="group" aria-label={off ? t('days.days.theDayDoesNotAddUp', { off }) : t('days.days.theDayAddsUp')}>
      {parts.slice(0, -1).map((part) => <div key={part.word}>{part.sign && <i aria-label={part.sign === '+' ? t('days.days.plus') : t('days.days.minus')}>{part.sign}</i>}<span><b>{number(part.n)}</b><small>{part.word}</small></span></div>)}
      <div><i aria-label={t('days.days.is')}>=</i><span className={css.sum} data-off={off ? true : undefined}><b>{here && number(here.n)}</b><small><Icon name={off ? 'warn' : 'check'} size="s" />{off ? t('days.days.hereOff', { off }) : t('common.here')}</small></span></div>
    </div>
  )
}

/** Everything that is counted, beside the money. */
function Sums({ log }: { log: DayLog }): ReactNode {
  const { totals } = log
  const { letters } = totals
  const money = (cents: number): string => `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  const lists: Array<{ title: string; rows: Array<[string, string]> }> = [
    { title: t('days.days.cameInByCarrier'), rows: totals.byCarrier.map((row) => [row.name, number(row.n)]) },
    { title: t('days.days.hereByAge'), rows: totals.byAge.map((row) => [row.name, number(row.n)]) },
    { title: t('days.days.outOfTheOrdinary'), rows: totals.exceptions.map((row) => [row.name, number(row.n)]) },
    { title: t('common.letters'), rows: letters.logged + letters.accepted + letters.returned === 0 ? [] : [[t('common.logged'), String(letters.logged)], [t('common.accepted'), String(letters.accepted)], [t('common.cameBack'), String(letters.returned)]] },
    { title: t('days.days.lettersByService'), rows: letters.byService.map((row) => [row.name, number(row.n)]) },
    { title: t('days.days.money'), rows: letters.logged === 0 ? [] : [[t('common.postage'), money(letters.postage)], [t('days.days.fees'), money(letters.fees)], [t('common.total'), money(letters.total)], ...(letters.unpriced > 0 ? [[t('days.days.withoutAFullPrice'), String(letters.unpriced)] as [string, string]] : [])] },
    { title: t('days.days.byDepartment'), rows: letters.byDepartment.map((row) => [row.name, money(row.cents)]) },
  ]
  const shown = lists.filter((list) => list.rows.length > 0)
  if (shown.length === 0) return <Empty icon="daily" title={t('days.days.nothingToAddUp')}>{t('days.days.noMailWasRecordedOnThis2')}</Empty>
  return (
    <div className={css.sums} tabIndex={0} role="region" aria-label={t('common.sums')}>
      {shown.map((list) => <section key={list.title}><h3>{list.title}</h3><dl>{list.rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></section>)}
    </div>
  )
}

function Total({ log }: { log: DayLog }): ReactNode {
  const { letters } = log.totals
  const cents = (n: number): string => (n / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return (
    <div className={css.total}>
      <b>{letters.logged === 1 ? t('days.days.1Letter') : t('days.days.loggedLetters', { logged: number(letters.logged) })}</b><span>{t('days.days.acceptedAccepted', { accepted: letters.accepted })}{letters.returned > 0 ? t('days.days.returnedCameBack', { returned: letters.returned }) : ''}{letters.unpriced > 0 ? t('days.days.unpricedWithoutAFullPrice', { unpriced: letters.unpriced }) : ''}</span>
      <span className={css.end}>{t('common.postage')} {cents(letters.postage)}</span><span>{t('days.days.fees')} {cents(letters.fees)}</span><b className={css.big}>${cents(letters.total)}</b>
    </div>
  )
}

