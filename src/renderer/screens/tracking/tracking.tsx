import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { RefreshReport, TrackedRow } from '../../../shared/contract/tracking.ts'
import { pressing } from '../../../shared/mail/tracking-attention.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, station, useStation, useZone } from '../../app/station.ts'
import { isTextField } from '../../scan/capture.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, Mark } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, HiddenText, Key, Loading, Message, ProblemMessage, Segments, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { AddNews, PhoneApp, Say, TaskDialog, type TaskWay } from './dialogs.tsx'
import { PlanDialog } from './plan.tsx'
import { Side } from './side.tsx'
import { TakeIn, type Given } from './take-in.tsx'
import { dueWords, plainDays, shortDay, sourceWords, standing, STATUS, STEP } from './words.ts'
import css from './tracking.module.css'

type View = 'attention' | 'open' | 'closed' | 'all'
type Asking = { kind: 'type' | 'phone' | 'qr' | 'say' | 'plan' } | { kind: 'take'; given: Given } | { kind: 'task'; way: TaskWay } | null

/** How much waits for a person, for the rail. */
export function TrackingCount(): ReactNode {
  const { data } = useQuery(station.tracking.board.queryOptions({ input: { view: 'attention', limit: 1 } }))
  return data !== undefined && data.attention > 0 && <span className={css.waits}>{data.attention.toLocaleString('en-US')}<HiddenText> need attention</HiddenText></span>
}

/** Letters on their way: what needs a person first, with the next step on one key; every way to add news beside it. */
export function Tracking(): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [view, setView] = useKept<View>('tracking.view', 'attention')
  const [status, setStatus] = useKept<TrackedRow['status'] | ''>('tracking.status', '')
  const [text, setText] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const [asking, setAsking] = useState<Asking>(null)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const sought = useDeferredValue(text.trim())
  const query = useInfiniteQuery(station.tracking.board.infiniteOptions({
    input: (cursor: number | undefined) => ({ view, limit: 100, ...(status === '' ? {} : { status }), ...(sought === '' ? {} : { text: sought }), ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData,
  }))
  const board = query.data?.pages[0]
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const row = rows.find((one) => one.piece === selected) ?? rows[0] ?? null
  const item = row?.attention[0] ?? null
  const today = useStation()?.today ?? ''
  const told = useQuery(station.tracking.of.queryOptions({ input: { piece: row?.piece ?? '' }, enabled: row !== null })).data
  const ask = useLongWork<RefreshReport>((signal) => client.tracking.refresh(row && view !== 'attention' ? { pieces: [row.piece] } : {}, { signal }), 'Asking USPS')
  const open = (): void => { if (row) void navigate(row.direction === 'outbound' ? { to: '/letters/$id', params: { id: row.piece } } : { to: '/pieces/$id', params: { id: row.piece } }) }
  const page = (): void => { if (told?.page) window.open(told.page, '_blank', 'noopener') }

  const step = (): void => {
    if (!row || !item) { open(); return }
    switch (item.step) {
      case 'decide': case 'read': case 'say-signer': case 'take-in': setAsking({ kind: 'say' }); return
      case 'hold': setAsking({ kind: 'phone' }); return
      case 'ask': if (board?.source.on && row.carrier === 'usps') ask.start(); else setAsking({ kind: 'phone' }); return
      case 'tell-sender': case 'tell-addressee': setAsking({ kind: 'task', way: 'done' }); return
      case 'wait': setAsking({ kind: 'task', way: 'snooze' }); return
      case 'attach-sheet': case 'get-card': case 'get-pdf': open(); return
    }
  }

  // A pasted page is news at once, wherever the focus is, as long as it is in no field.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const pasted = event.clipboardData?.getData('text/plain') ?? ''
      if (asking !== null || isTextField(event.target) || pasted.trim() === '') return
      event.preventDefault()
      setAsking({ kind: 'take', given: { text: pasted, ...(row ? { piece: row.piece } : {}) } })
    }
    window.addEventListener('paste', onPaste)
    return () => { window.removeEventListener('paste', onPaste) }
  }, [asking, row])

  useHead('Tracking')
  useKeys(asking !== null ? [] : [
    { key: 'Enter', label: 'Next step', when: row !== null, run: step },
    { key: 'F3', label: 'Filter', run: () => { field.current?.focus() } },
    { key: 'F5', label: 'Ask USPS', when: board?.source.on === true, run: () => { ask.start() } },
    { key: 'L', label: 'Plan of questions', when: board?.source.on === true, strip: false, run: () => { setAsking({ kind: 'plan' }) } },
    { key: 'Ctrl I', label: 'Take in a file', run: () => { setAsking({ kind: 'take', given: {} }) } },
    { key: 'N', label: 'Type news', when: row !== null, strip: false, run: () => { setAsking({ kind: 'type' }) } },
    { key: 'P', label: 'By telephone', when: row !== null, strip: false, run: () => { setAsking({ kind: 'phone' }) } },
    { key: 'W', label: "The carrier's page", when: row !== null, strip: false, run: page },
    { key: 'C', label: 'Copy the number', when: row !== null, strip: false, run: () => { if (row) void navigator.clipboard.writeText(row.number) } },
    { key: 'Q', label: 'Phone app', when: row !== null, strip: false, run: () => { setAsking({ kind: 'qr' }) } },
    { key: 'O', label: 'Open the piece', when: row !== null, strip: false, run: open },
    { key: 'B', label: 'Say what became of it', when: row !== null, strip: false, run: () => { setAsking({ kind: 'say' }) } },
    { key: 'F6', label: 'Put aside', when: item !== null, run: () => { setAsking({ kind: 'task', way: 'snooze' }) } },
    { key: 'G', label: 'Give to', when: item !== null, strip: false, run: () => { setAsking({ kind: 'task', way: 'assign' }) } },
    { key: 'T', label: 'Done', when: item !== null, strip: false, run: () => { setAsking({ kind: 'task', way: 'done' }) } },
  ])
  const soon = (one: TrackedRow): keyof typeof GROUPS => pressing(one.attention[0]?.due ?? today, today)
  // How many there are is known once all of them were read.
  const heading = (one: TrackedRow): string => query.hasNextPage ? GROUPS[soon(one)] : `${GROUPS[soon(one)]} ${sizes[soon(one)]}`
  const sizes = rows.reduce((counts, one) => ({ ...counts, [soon(one)]: counts[soon(one)] + 1 }), { today: 0, week: 0, later: 0 })
  const choose = (next: View): void => { setView(next); setStatus(''); setSelected(null) }
  const close = (): void => { setAsking(null); list.current?.focus() }
  const source = board?.source
  return (
    <div className={css.screen}>
      <header className={css.board}>
        <div className={css.bar}>
          <Segments label="Which letters" value={view} onChange={choose} options={[
            { value: 'attention', label: `Needs attention ${board?.attention.toLocaleString('en-US') ?? ''}` }, { value: 'open', label: `Open ${board?.open.toLocaleString('en-US') ?? ''}` }, { value: 'closed', label: `Closed ${board?.closed.toLocaleString('en-US') ?? ''}` },
            { value: 'all', label: `All ${board?.total.toLocaleString('en-US') ?? ''}` },
          ]} />
          <TextField ref={field} label="" aria-label="Filter by matter, addressee, department or number" placeholder="Matter, addressee, department" value={text} onChange={(event) => { setText(event.currentTarget.value) }} onKeyDown={(event) => { if (event.key === 'ArrowDown' || event.key === 'Enter') { event.preventDefault(); list.current?.focus() } }} />
          {source && <span className={css.source} data-tone={source.state === 'refused' ? 'stop' : source.state === 'idle' || source.state === 'off' || source.state === 'asking' ? undefined : 'act'} role="status">{sourceWords(source, zone)}</span>}
          {source?.on && <Button small icon="clock" keys="L" onClick={() => { setAsking({ kind: 'plan' }) }}>Plan</Button>}
        </div>
        {board && board.counts.length > 0 && (
          <ul className={css.strip} aria-label="Pieces by status">
            {board.counts.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status)).map((one) => (
              <li key={one.status}><button type="button" aria-pressed={status === one.status} onClick={() => { setStatus(status === one.status ? '' : one.status); setSelected(null) }}><Mark name={STATUS[one.status].mark} /><b>{one.count.toLocaleString('en-US')}</b><span>{STATUS[one.status].short}</span></button></li>
            ))}
          </ul>
        )}
      </header>
      <section className={css.list} aria-label="Pieces">
        <div className={css.head} aria-hidden="true"><span /><span>{view === 'attention' && status === '' ? 'What is wrong' : 'Where it is'}</span><span>Article</span><span>{view === 'attention' && status === '' ? 'Due' : 'Last seen'}</span><span>Next step</span></div>
        {query.error && <ProblemMessage title="The board cannot be read." problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
        {ask.progress && <Work label={ask.progress.step} done={ask.progress.done} of={ask.progress.of} meanwhile="Scanning goes on." onCancel={ask.cancel} />}
        {ask.problem && <ProblemMessage problem={ask.problem} />}
        {ask.report && !ask.running && <Message tone={ask.report.news > 0 ? 'done' : 'act'} title={ask.report.words} />}
        {query.isPending && <Loading rows={8} label="Reading the board" />}
        {board && rows.length === 0 && <Nothing view={view} filtered={sought !== '' || status !== ''} total={board.total} />}
        {rows.length > 0 && (
          <Rows ref={list} label="Pieces, most pressing first" items={rows} idOf={(one) => one.piece} height={50} autoFocus selected={row?.piece ?? null} onSelect={setSelected} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            group={view === 'attention' && status === '' ? heading : undefined}
            render={(one, chosen) => <Line row={one} chosen={chosen} today={today} zone={zone} />} />
        )}
        {board && view === 'attention' && status === '' && sought === '' && !query.hasNextPage && board.open > rows.filter((one) => one.status !== 'delivered').length && <p className={css.end}><Icon name="check" size="s" />{count(Math.max(0, board.open - rows.filter((one) => one.status !== 'delivered').length), 'other open piece is', 'other open pieces are')} under way and on time.</p>}
      </section>
      <aside className={css.side} aria-label="Piece">{row ? <Side key={row.piece} row={row} today={today} place={rows.indexOf(row) + 1} of={board?.attention ?? 0} onStep={step} onAsk={setAsking} onOpen={open} onPage={page} /> : null}</aside>
      {row && asking?.kind === 'type' && <AddNews piece={row} phone={false} onClose={close} />}
      {row && asking?.kind === 'phone' && <AddNews piece={row} phone onClose={close} />}
      {row && asking?.kind === 'qr' && <PhoneApp piece={row} onClose={close} />}
      {row && asking?.kind === 'say' && <Say piece={row} first={item?.step === 'take-in' ? 'returned-to-us' : 'delivered-to-addressee'} byPerson={row.byPerson} onClose={close} />}
      {row && item && asking?.kind === 'task' && <TaskDialog piece={row} item={item} way={asking.way} today={today} onClose={close} />}
      {asking?.kind === 'plan' && <PlanDialog onClose={close} />}
      {asking?.kind === 'take' && <TakeIn given={asking.given} onClose={close} />}
    </div>
  )
}

/** Headings of what needs attention, by how soon it is due. */
const GROUPS = { today: 'Do today', week: 'Do this week', later: 'Later' } as const

const ORDER = Object.keys(STATUS)

function Nothing({ view, filtered, total }: { view: View; filtered: boolean; total: number }): ReactNode {
  if (filtered) return <Empty icon="filter" title="Nothing here fits">Change the filter with F3, or choose another status.</Empty>
  if (total === 0) return <Empty icon="tracking" title="Nothing is followed yet">Log a certified letter with Alt 5. It stands here from then on. A parcel is followed once its page has news: press A there.</Empty>
  return view === 'attention' ? <Empty icon="check" title="Nothing needs attention">Everything that is under way is on time.</Empty> : <Empty icon="tracking" title="Nothing here">Choose another list above.</Empty>
}

/** One line: mark, what is wrong or where it is, the number, the day, the next step. */
function Line({ row, chosen, today, zone }: { row: TrackedRow; chosen: boolean; today: string; zone: string }): ReactNode {
  const { mark, word } = standing(row)
  const item = row.attention[0]
  const due = item ? dueWords(item.due, today) : null
  return (
    <div className={css.row}>
      <Mark name={item?.kind === 'no-acceptance' ? 'presented' : mark} size="l" />
      <div><b>{item?.title ?? word}</b><span className={css.d}>{[row.name, row.department, row.matter].filter(Boolean).join(', ') || row.carrierName}</span></div>
      <span className={css.num}>{row.grouped === '' ? 'no number' : <Num grouped={row.grouped} tail />}</span>
      {due && item ? <div><b data-tone={due.tone}>{due.words}</b><span className={css.d}>{item.assigned ? item.assigned.name : plainDays(item.because)}</span></div> : <div><span>{row.lastDay ? shortDay(row.lastDay) : 'not seen'}</span></div>}
      <div>{item ? (chosen ? <span className={css.next}>{STEP[item.step]} <Key of="Enter" /></span> : STEP[item.step]) : row.nextAsk !== null && <span className={css.d}>Asked next {when(row.nextAsk, zone)}</span>}</div>
    </div>
  )
}
