import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, type ReactNode } from 'react'
import type { AuditFilter, AuditRow } from '../../../shared/contract/audit.ts'
import type { VerifyReport } from '../../../shared/contract/office.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Hash, Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, ProblemMessage, Work } from '../../ui/parts.tsx'
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
  const verify = useLongWork<VerifyReport>((signal) => client.office.verify({ replay: false }, { signal }))
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
  const entries = query.data?.pages[0]?.entries ?? 0
  useHead('Audit')
  useKeys([
    { key: 'F3', label: 'Filter', run: () => { field.current?.focus() } },
    { key: 'F5', label: 'Check the chain', when: !verify.running, run: verify.start },
    { key: 'Esc', label: verify.running ? 'Stop the check' : 'Show everything', when: verify.running || narrowed, run: () => { if (verify.running) verify.cancel(); else setFilter({}) } },
  ])
  return (
    <section className={css.audit}>
      <div className={css.main}>
        <header className={css.head}>
          <ChainLine entries={entries} report={verify.report} running={verify.running} onCheck={verify.start} />
          {verify.progress && <Work label={verify.progress.step} done={verify.progress.done} of={verify.progress.of} meanwhile="Scanning goes on." onCancel={verify.cancel} />}
          {verify.problem && <ProblemMessage title="The check did not finish." problem={verify.problem} />}
          <div className={css.filters}>
            <TextField ref={field} label="Piece" hint="its number" value={filter.piece ?? ''} maxLength={200} onChange={(event) => { narrow({ piece: event.currentTarget.value }) }} />
            <SelectField label="Person" searchable value={filter.person ?? ''} data={[{ value: '', label: 'Everybody' }, ...(choices.data?.people ?? []).map((person) => ({ value: person.id, label: person.name }))]} onChange={(value) => { narrow({ person: value ?? '' }) }} />
            <TextField label="Day" type="date" value={filter.day ?? ''} max={today} onChange={(event) => { narrow({ day: event.currentTarget.value }) }} />
            <SelectField label="Kind" searchable value={(filter.kinds?.length ?? 0) > 1 ? CHANGES : (filter.kinds?.[0] ?? '')} data={[{ value: '', label: 'Everything' }, { value: CHANGES, label: 'Settings and directory' }, ...(choices.data?.kinds ?? []).map((kind) => ({ value: kind, label: kindWords(kind) })).sort((a, b) => (a.label < b.label ? -1 : 1))]} onChange={(value) => { narrow({ kinds: value === CHANGES ? [...CHANGED] : value ? [value] : [] }) }} />
          </div>
        </header>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending && <Loading rows={10} label="Reading the log" />}
        {!query.error && query.data && (items.length === 0 ? <Empty icon="shield" title="No entry fits" acts={<Button keys="Esc" onClick={() => { setFilter({}) }}>Show everything</Button>}>Take something out of the filter.</Empty> : (
          <Rows<Shown> label="Entries of the log, newest first" items={items} idOf={(item) => item.id} height={34} selected={selected} onSelect={setSelected} onEnd={more} render={(item) => (item.row === null ? <div className={css.bar}>{dayWords(item.day)}</div> : <Entry row={item.row} zone={zone} />)} />
        ))}
      </div>
      <Side row={row} zone={zone} onNarrow={(change) => { setFilter(change) }} />
    </section>
  )
}

function ChainLine({ entries, report, running, onCheck }: { entries: number; report: VerifyReport | null; running: boolean; onCheck: () => void }): ReactNode {
  const first = report?.problems[0]
  return (
    <div className={css.chain}>
      {report === null ? <p><b>{entries.toLocaleString('en-US')} entries.</b> Each carries the hash of the one before it.</p>
        : report.ok ? <Message tone="done" icon="shield" title={`Chain verified to entry ${report.head?.sequence.toLocaleString('en-US') ?? 'none'}.`}>{report.events.toLocaleString('en-US')} entries and {report.files.toLocaleString('en-US')} files in {report.seconds.toFixed(1)} s.</Message>
          : <Message tone="stop" title={first?.sequence == null ? (first?.message ?? 'The log is not whole.') : `Entry ${first.sequence.toLocaleString('en-US')}: ${first.message}`}>What stands before it is as it was written. From here on, the log is not what was written: keep this computer as it is, and compare with the last signed sheet and backup.</Message>}
      <Button keys="F5" icon="shield" disabled={running} onClick={onCheck}>Check the chain</Button>
    </div>
  )
}

function Entry({ row, zone }: { row: AuditRow; zone: string }): ReactNode {
  return (
    <div className={css.row}>
      <span className={css.no}>{row.sequence.toLocaleString('en-US')}</span><span>{clock(row.recordedAt, zone)}</span><b>{kindWords(row.kind)}</b>
      <span>{row.piece ? <Num grouped={row.piece.grouped} tail /> : ''}</span><span title={summary(row)}>{summary(row)}</span><span>{row.actor.name}</span>
    </div>
  )
}

function Side({ row, zone, onNarrow }: { row: AuditRow | null; zone: string; onNarrow: (filter: AuditFilter) => void }): ReactNode {
  const navigate = useNavigate()
  const entry = useQuery(station.audit.entry.queryOptions({ input: { device: row?.device ?? '', sequence: row?.sequence ?? 0 }, enabled: row !== null, staleTime: Infinity }))
  if (!row) return <aside className={css.side} aria-label="Entry"><Empty icon="shield" title="No entry chosen">Choose a line to see what it says and its hashes.</Empty></aside>
  const { piece } = row
  return (
    <aside className={css.side} aria-label="Entry">
      <h2>{kindWords(row.kind)}</h2>
      <p>{summary(row)}</p>
      <dl>
        <dt>Entry</dt><dd>{row.sequence.toLocaleString('en-US')} of {row.device}</dd>
        <dt>Recorded</dt><dd>{fullTime(row.recordedAt, row.zone)}</dd>
        {row.stated && <><dt>Stated</dt><dd>{fullTime(row.stated.at, row.zone)}, {row.stated.source}</dd></>}
        <dt>By</dt><dd>{row.actor.name}</dd>
        {piece && <><dt>Piece</dt><dd><Num grouped={piece.grouped} /></dd></>}
        <dt>Hash</dt><dd><Hash hash={row.hash} /></dd>
        {entry.data && <><dt>Before it</dt><dd><Hash hash={entry.data.previous} /></dd><dt>Content</dt><dd><Hash hash={entry.data.payloadHash} /></dd></>}
      </dl>
      <div className={css.acts}>
        {piece && <Button onClick={() => { onNarrow({ piece: piece.id }) }}>Everything about this piece</Button>}
        <Button onClick={() => { onNarrow({ person: row.actor.id }) }}>Everything by {row.actor.name}</Button>
        <Button onClick={() => { onNarrow({ day: dayOf(row.recordedAt, zone) }) }}>Everything on this day</Button>
        {piece && row.kind.startsWith('piece.') && <Button icon="pieces" onClick={() => { void navigate({ to: '/pieces/$id', params: { id: piece.id } }) }}>Open the piece</Button>}
      </div>
      {entry.data && <><h3>As it is stored</h3><pre tabIndex={0} aria-label="As it is stored">{entry.data.raw === null ? 'Removed on request.' : JSON.stringify(JSON.parse(entry.data.raw), null, 2)}</pre></>}
      {entry.error && <ProblemMessage problem={problemOf(entry.error)} />}
    </aside>
  )
}
