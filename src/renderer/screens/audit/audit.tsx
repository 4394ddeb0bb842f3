import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { AuditFilter, AuditRow } from '../../../shared/contract/audit.ts'
import type { VerifyReport } from '../../../shared/contract/office.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField, TextField } from '../../ui/field.tsx'
import { Hash, Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, PaneActs, ProblemMessage, Unchosen, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clock, dayWords, fullTime } from '../../ui/words.ts'
import css from './audit.module.css'
import { kindWords, summary } from './words.ts'

type Shown = { id: string; day: string; row: null } | { id: string; day: string; row: AuditRow }

/** The choice of every kind that says that a setting, the directory or another record of the office was changed. */
const CHANGES = 'changes'
const CHANGED = ['record.changed', 'directory.imported', 'directory.import-undone'] as const

const dayOf = (at: number, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
const idOf = (row: AuditRow): string => `${row.device}/${row.sequence}`

/** The log itself: every entry, the newest first, narrowed by piece, person, day and kind. */
export function Audit(): ReactNode {
  const zone = useZone()
  const today = useStation()?.today ?? undefined
  const [filter, setFilter] = useKept<AuditFilter>('audit.filter', {})
  const [selected, setSelected] = useKept<string | null>('audit.selected', null)
  const field = useRef<HTMLInputElement>(null)
  const choices = useQuery(station.audit.choices.queryOptions({ staleTime: 60_000 }))
  const query = useInfiniteQuery(station.audit.list.infiniteOptions({
    input: (cursor: { device: string; sequence: number } | null) => ({ ...filter, limit: 100, ...(cursor ? { cursor } : {}) }),
    initialPageParam: null as { device: string; sequence: number } | null, getNextPageParam: (page) => page.next, placeholderData: keepPreviousData, retry: false, staleTime: 0,
  }))
  const verify = useLongWork<VerifyReport>((signal) => client.office.verify({ replay: false }, { signal }), t('audit.audit.checkOfTheChain'))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const items = useMemo(() => {
    const shown: Shown[] = []
    for (const row of rows) {
      const day = dayOf(row.recordedAt, zone)
      if (shown.at(-1)?.day !== day) shown.push({ id: `day ${idOf(row)}`, day, row: null })
      shown.push({ id: idOf(row), day, row })
    }
    return shown
  }, [rows, zone])
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const narrow = (change: { [K in keyof AuditFilter]?: AuditFilter[K] | undefined }): void => {
    setFilter(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))))
  }
  const narrowed = Object.keys(filter).length > 0
  const row = rows.find((one) => idOf(one) === selected) ?? null
  const entries = query.data?.pages[0]?.entries ?? null
  useHead(t('audit.audit.audit'))
  useKeys([
    { key: 'F3', label: t('common.filter'), run: () => { field.current?.focus() } },
    { key: 'F5', label: t('audit.audit.checkTheChain'), when: !verify.running, run: verify.start },
    { key: 'Esc', label: verify.running ? t('audit.audit.stopTheCheck') : t('audit.audit.showEverything'), when: verify.running || narrowed, run: () => { if (verify.running) verify.cancel(); else setFilter({}) } },
  ])
  return (
    <section className={css.audit}>
      <div className={css.main}>
        <header className={css.head}>
          <ChainLine entries={entries} report={verify.report} running={verify.running} onCheck={verify.start} />
          {verify.progress && <Work label={verify.progress.step} done={verify.progress.done} of={verify.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={verify.cancel} />}
          {verify.problem && <ProblemMessage title={t('audit.audit.theCheckDidNotFinish')} problem={verify.problem} />}
          <div className={css.filters}>
            <TextField ref={field} label={t('common.piece2')} hint={t('audit.audit.itsNumber')} value={filter.piece ?? ''} maxLength={200} onChange={(event) => { narrow({ piece: event.currentTarget.value }) }} />
            <SearchField label={t('common.person2')} search="audit.person" value={filter.person ?? ''} data={[{ value: '', label: t('audit.audit.everybody') }, ...(choices.data?.people ?? []).map((person) => ({ value: person.id, label: person.name }))]} onChange={(value) => { narrow({ person: value ?? '' }) }} />
            <TextField label={t('common.day')} type="date" value={filter.day ?? ''} max={today} onChange={(event) => { narrow({ day: event.currentTarget.value }) }} />
            <SearchField label={t('common.kind')} search="audit.kind" value={(filter.kinds?.length ?? 0) > 1 ? CHANGES : (filter.kinds?.[0] ?? '')} data={[{ value: '', label: t('audit.audit.everything') }, { value: CHANGES, label: t('audit.audit.settingsAndDirectory') }, ...(choices.data?.kinds ?? []).map((kind) => ({ value: kind, label: kindWords(kind) })).sort((a, b) => (a.label < b.label ? -1 : 1))]} onChange={(value) => { narrow({ kinds: value === CHANGES ? [...CHANGED] : value ? [value] : [] }) }} />
          </div>
        </header>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending && <Loading rows={10} label={t('audit.audit.readingTheLog')} />}
        {!query.error && query.data && (items.length === 0 ? <Empty icon="shield" title={t('audit.audit.noEntryFits')} acts={<Button keys="Esc" onClick={() => { setFilter({}) }}>{t('audit.audit.showEverything')}</Button>}>{t('audit.audit.takeSomethingOutOfTheFilter')}</Empty> : (
          <Rows<Shown> label={t('audit.audit.entriesOfTheLogNewestFirst')} items={items} idOf={(item) => item.id} height={34} selected={selected} onSelect={setSelected} onEnd={more} render={(item) => (item.row === null ? <div className={css.bar}>{dayWords(item.day)}</div> : <Entry row={item.row} zone={zone} />)} />
        ))}
      </div>
      <Side row={row} reading={query.isPending} zone={zone} onNarrow={(change) => { setFilter(change) }} />
    </section>
  )
}

function ChainLine({ entries, report, running, onCheck }: { entries: number | null; report: VerifyReport | null; running: boolean; onCheck: () => void }): ReactNode {
  const first = report?.problems[0]
  return (
    <div className={css.chain}>
      {report === null ? <p>{entries !== null && <><b>{t('audit.audit.entriesEntries', { entries: number(entries) })}</b> {t('audit.audit.eachCarriesTheHashOfThe')}</>}</p>
        : report.ok ? <Message tone="done" icon="shield" title={t('audit.audit.chainVerifiedToEntryValue', { value: report.head ? number(report.head.sequence) : t('common.none') })}>{t('audit.audit.eventsEntriesAndFilesFilesIn', { events: number(report.events), files: number(report.files) })} {report.seconds.toFixed(1)} {t('common.s')}</Message>
          : <Message tone="stop" title={first?.sequence == null ? (first?.message ?? t('audit.audit.theLogIsNotWhole')) : t('audit.audit.entrySequenceMessage', { sequence: number(first.sequence), message: first.message })}>{t('audit.audit.whatStandsBeforeItIsAs')}</Message>}
      <Button keys="F5" icon="shield" disabled={running} onClick={onCheck}>{t('audit.audit.checkTheChain')}</Button>
    </div>
  )
}

function Entry({ row, zone }: { row: AuditRow; zone: string }): ReactNode {
  return (
    <div className={css.row}>
      <span className={css.no}>{number(row.sequence)}</span><span>{clock(row.recordedAt, zone)}</span><b>{kindWords(row.kind)}</b>
      {row.piece && <span><Num grouped={row.piece.grouped} tail /></span>}<span className={css.summary} title={summary(row)}>{summary(row)}</span><span>{row.actor.name}</span>
    </div>
  )
}

function Side({ row, reading, zone, onNarrow }: { row: AuditRow | null; reading: boolean; zone: string; onNarrow: (filter: AuditFilter) => void }): ReactNode {
  const navigate = useNavigate()
  const entry = useQuery(station.audit.entry.queryOptions({ input: { device: row?.device ?? '', sequence: row?.sequence ?? 0 }, enabled: row !== null, staleTime: Infinity }))
  if (!row) return <Unchosen label={t('audit.audit.entry')} reading={reading} icon="shield" title={t('audit.audit.noEntryChosen')}>{t('audit.audit.chooseALineToSeeWhat')}</Unchosen>
  const { piece } = row
  return (
    <aside className={css.side} aria-label={t('audit.audit.entry')}>
      <h2>{kindWords(row.kind)}</h2>
      <p>{summary(row)}</p>
      <dl>
        <dt>{t('audit.audit.entry')}</dt><dd>{t('audit.audit.sequenceOfDevice', { sequence: number(row.sequence), device: row.device })}</dd>
        <dt>{t('audit.audit.recorded')}</dt><dd>{fullTime(row.recordedAt, row.zone)}</dd>
        {row.stated && <><dt>{t('audit.audit.stated')}</dt><dd>{fullTime(row.stated.at, row.zone)}, {row.stated.source}</dd></>}
        <dt>{t('audit.audit.by')}</dt><dd>{row.actor.name}</dd>
        {piece && <><dt>{t('common.piece2')}</dt><dd><Num grouped={piece.grouped} /></dd></>}
        <dt>{t('audit.audit.hash')}</dt><dd><Hash hash={row.hash} /></dd>
        {entry.data && <><dt>{t('audit.audit.beforeIt')}</dt><dd><Hash hash={entry.data.previous} /></dd><dt>{t('audit.audit.content')}</dt><dd><Hash hash={entry.data.payloadHash} /></dd></>}
      </dl>
      <PaneActs>
        {piece && <Button onClick={() => { onNarrow({ piece: piece.id }) }}>{t('audit.audit.everythingAboutThisPiece')}</Button>}
        <Button onClick={() => { onNarrow({ person: row.actor.id }) }}>{t('audit.audit.everythingByName', { name: row.actor.name })}</Button>
        <Button onClick={() => { onNarrow({ day: dayOf(row.recordedAt, zone) }) }}>{t('audit.audit.everythingOnThisDay')}</Button>
        {piece && row.kind.startsWith('piece.') && <Button icon="pieces" onClick={() => { void navigate({ to: '/pieces/$id', params: { id: piece.id } }) }}>{t('common.openThePiece')}</Button>}
      </PaneActs>
      {entry.data && <><h3>{t('audit.audit.asItIsStored')}</h3><pre tabIndex={0} aria-label={t('audit.audit.asItIsStored')}>{entry.data.raw === null ? t('audit.audit.removedOnRequest') : JSON.stringify(JSON.parse(entry.data.raw), null, 2)}</pre></>}
      {entry.error && <ProblemMessage problem={problemOf(entry.error)} onRetry={() => { void entry.refetch() }} />}
    </aside>
  )
}
