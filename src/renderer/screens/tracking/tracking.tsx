import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { Board, RefreshReport, TrackedRow } from '../../../shared/contract/tracking.ts'
import { pressing } from '../../../shared/mail/tracking-attention.ts'
import { DUE_WORDS, STEP_WORDS } from '../../../shared/mail/tracking-standing.ts'
import { STANDINGS } from '../../../shared/mail/tracking-status.ts'
import { useGiven } from '../../app/incoming.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, Mark } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, HiddenText, KeyNow, Loading, Message, ProblemMessage, Segments, Unchosen, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, shortDay, when } from '../../ui/words.ts'
import { AddNews, PhoneApp, Say, TaskDialog, type Reason, type TaskWay } from './dialogs.tsx'
import { pasteKey, usePasted } from './pasted.ts'
import { PlanDialog } from './plan.tsx'
import { Side } from './side.tsx'
import { TakeIn, type Given } from './take-in.tsx'
import { counted, dueWords, plainDays, sourceWords, standing } from './words.ts'
import css from './tracking.module.css'

type View = 'attention' | 'open' | 'closed' | 'all'
type Standing = Board['counts'][number]['standing']
type Asking = { kind: 'type' | 'phone' | 'qr' | 'say' | 'plan' } | { kind: 'take'; given: Given } | { kind: 'task'; way: TaskWay } | null

/** Letters on their way: what needs a person first, with the next step on one key; every way to add news beside it. */
export function Tracking(): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [view, setView] = useKept<View>('tracking.view', 'attention')
  const [only, setOnly] = useKept<Standing | ''>('tracking.standing', '')
  const [text, setText] = useHeld('tracking.text', '')
  const [selected, setSelected] = useHeld<string | null>('tracking.selected', null)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [gone, setGone] = useState(0)
  const [asking, setAsking] = useOpen<Asking>('tracking.asking', null)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const sought = useDeferredValue(text.trim())
  const filter = { view, ...(only === '' ? {} : { standing: only }), ...(sought === '' ? {} : { text: sought }) }
  const query = useInfiniteQuery(station.tracking.board.infiniteOptions({
    input: (cursor: number | undefined) => ({ ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData,
  }))
  const board = query.data?.pages[0]
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const row = rows.find((one) => one.piece === selected) ?? rows[0] ?? null
  const item = row?.attention[0] ?? null
  const ticked = rows.filter((one) => marked.has(one.piece) && one.attention.length > 0)
  // What is done to reasons is done to all that are ticked, or to the selected one.
  const [first, ...others] = (ticked.length > 0 ? ticked : row ? [row] : []).flatMap((piece): Reason[] => (piece.attention[0] ? [{ piece, item: piece.attention[0] }] : []))
  const tick = (one: TrackedRow | null): void => {
    if (!one || one.attention.length === 0) return
    const next = new Set(marked)
    if (!next.delete(one.piece)) next.add(one.piece)
    setMarked(next)
  }
  const today = useStation()?.today ?? ''
  const told = useQuery(station.tracking.of.queryOptions({ input: { piece: row?.piece ?? '' }, enabled: row !== null })).data
  const ask = useLongWork<RefreshReport>((signal) => client.tracking.refresh(ticked.length > 0 ? { pieces: ticked.map((one) => one.piece) } : row && view !== 'attention' ? { pieces: [row.piece] } : {}, { signal }), t('tracking.tracking.askingUsps'))
  // An answer that never came changes nothing in the store, and yet how the source stands.
  const asked = ask.running ? null : ask.report
  useEffect(() => { if (asked) void queries.invalidateQueries({ queryKey: station.tracking.board.key() }) }, [asked])
  const print = useMutation({ mutationFn: async () => await printPdf(await client.tracking.print(filter)) })
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

  // One after the other: each is looked at before it is kept.
  const [dropped, setDropped] = useState<File | null>(null)
  useGiven(asking === null ? 'tracking' : null, ([file]) => {
    setDropped(file ?? null)
    setAsking({ kind: 'take', given: {} })
  }, 1)

  const takePasted = (text?: string): void => { setAsking({ kind: 'take', given: { ...(text === undefined ? {} : { text }), ...(row ? { piece: row.piece } : {}) } }) }
  usePasted(asking === null, takePasted)
  useHead(t('tracking.tracking.tracking'))
  useKeys(asking !== null ? [] : [
    { key: 'Enter', label: t('tracking.tracking.nextStep'), when: row !== null, run: step },
    { key: 'Space', label: t('common.tick'), when: item !== null, run: () => { tick(row) } },
    { key: 'A', label: t('common.tickAll'), when: rows.length > 0, strip: false, run: () => { setMarked(new Set(rows.map((one) => one.piece))) } },
    { key: 'Esc', label: t('tracking.tracking.tickNone'), when: ticked.length > 0, strip: false, run: () => { setMarked(new Set()) } },
    { key: 'F3', label: t('common.filter'), run: () => { field.current?.focus() } },
    { key: 'F5', label: t('tracking.tracking.askUsps'), when: board?.source.on === true, run: () => { ask.start() } },
    { key: 'F8', label: t('common.print'), when: rows.length > 0 && !print.isPending, run: () => { print.mutate() } },
    { key: 'L', label: t('tracking.tracking.planOfQuestions'), when: board?.source.on === true, strip: false, run: () => { setAsking({ kind: 'plan' }) } },
    { key: 'Ctrl I', label: t('tracking.tracking.takeInAFile'), run: () => { setAsking({ kind: 'take', given: {} }) } },
    { key: 'N', label: t('tracking.tracking.typeNews'), when: row !== null, strip: false, run: () => { setAsking({ kind: 'type' }) } },
    { key: 'P', label: t('tracking.tracking.byTelephone'), when: row !== null, strip: false, run: () => { setAsking({ kind: 'phone' }) } },
    pasteKey(takePasted),
    { key: 'W', label: t('tracking.tracking.theCarriersPage'), when: row !== null, strip: false, run: page },
    { key: 'C', label: t('tracking.tracking.copyTheNumber'), when: row !== null, strip: false, run: () => { if (row) void navigator.clipboard.writeText(row.number) } },
    { key: 'Q', label: t('common.phoneApp'), when: row !== null, strip: false, run: () => { setAsking({ kind: 'qr' }) } },
    { key: 'O', label: t('common.openThePiece'), when: row !== null, strip: false, run: open },
    { key: 'B', label: t('tracking.tracking.sayWhatBecameOfIt'), when: row !== null, strip: false, run: () => { setAsking({ kind: 'say' }) } },
    { key: 'F6', label: t('common.putAside'), when: first !== undefined, run: () => { setAsking({ kind: 'task', way: 'snooze' }) } },
    { key: 'G', label: t('tracking.tracking.giveTo'), when: first !== undefined, strip: false, run: () => { setAsking({ kind: 'task', way: 'assign' }) } },
    { key: 'T', label: t('common.done'), when: first !== undefined, strip: false, run: () => { setAsking({ kind: 'task', way: 'done' }) } },
  ])
  const soon = (one: TrackedRow): keyof typeof DUE_WORDS => pressing(one.attention[0]?.due ?? today, today)
  // How many there are is known once all of them were read.
  const heading = (one: TrackedRow): string => query.hasNextPage ? DUE_WORDS[soon(one)] : `${DUE_WORDS[soon(one)]} ${sizes[soon(one)]}`
  const sizes = rows.reduce((counts, one) => ({ ...counts, [soon(one)]: counts[soon(one)] + 1 }), { today: 0, week: 0, later: 0 })
  const narrow = (next: Standing | ''): void => { setOnly(next); setSelected(null); setMarked(new Set()); setGone(0) }
  const choose = (next: View): void => { setView(next); narrow('') }
  const close = (): void => { setAsking(null); setDropped(null); list.current?.focus() }
  const source = board?.source
  // Why USPS could not be asked stands in the head line; it is not said twice.
  const unasked = (ask.report?.left ?? 0) > 0 && source?.on === true && source.state !== 'idle' && source.state !== 'asking'
  const pile = view === 'attention' && only === ''
  return (
    <div className={css.screen}>
      <header className={css.board}>
        <div className={css.bar}>
          <Segments label={t('tracking.tracking.whichLetters')} value={view} onChange={choose} options={[
            { value: 'attention', label: t('tracking.tracking.needsAttentionValue', { value: board ? number(board.attention) : '' }) }, { value: 'open', label: t('tracking.tracking.openValue', { value: board ? number(board.open) : '' }) }, { value: 'closed', label: t('tracking.tracking.closedValue', { value: board ? number(board.closed) : '' }) },
            { value: 'all', label: t('tracking.tracking.allValue', { value: board ? number(board.total) : '' }) },
          ]} />
          <TextField ref={field} label="" aria-label={t('tracking.tracking.filterByMatterAddresseeDepartmentOr')} placeholder={t('tracking.tracking.matterAddresseeDepartment')} value={text} onChange={(event) => { setText(event.currentTarget.value) }} onKeyDown={(event) => { if (event.key === 'ArrowDown' || event.key === 'Enter') { event.preventDefault(); list.current?.focus() } }} />
          {source && <span className={css.source} data-tone={source.state === 'refused' ? 'stop' : source.state === 'idle' || source.state === 'off' || source.state === 'asking' ? undefined : 'act'} role="status">{sourceWords(source, zone)}</span>}
          {source?.on && <Button small icon="clock" keys="L" onClick={() => { setAsking({ kind: 'plan' }) }}>{t('tracking.tracking.plan')}</Button>}
        </div>
        {board && board.counts.length > 0 && (
          <ul className={css.strip} aria-label={t('tracking.tracking.piecesByStatus')}>
            {board.counts.toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing)).map((one) => {
              const { mark, word, short } = counted(one.standing)
              return <li key={one.standing}><button type="button" title={word} aria-pressed={only === one.standing} onClick={() => { narrow(only === one.standing ? '' : one.standing) }}><Mark name={mark} /><b>{number(one.count)}</b><span>{short}</span></button></li>
            })}
          </ul>
        )}
      </header>
      <section className={css.list} aria-label={t('common.pieces')}>
        <div className={css.head} aria-hidden="true"><span /><span /><span>{pile ? t('tracking.tracking.whatIsWrong') : t('tracking.tracking.whereItIs')}</span><span>{t('tracking.tracking.article')}</span><span>{pile ? t('tracking.tracking.due') : t('tracking.tracking.lastSeen')}</span><span>{t('tracking.tracking.nextStep')}</span></div>
        <div className={css.told}>
          {query.error && <ProblemMessage title={t('tracking.tracking.theBoardCannotBeRead')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
          {ask.progress && <Work label={ask.progress.step} done={ask.progress.done} of={ask.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={ask.cancel} />}
          {ask.problem && <ProblemMessage problem={ask.problem} title={t('tracking.tracking.uspsWasNotAsked')} />}
          {ask.report && !ask.running && <Message tone={ask.report.news > 0 && !unasked ? 'done' : 'act'} title={unasked ? t('tracking.tracking.leftNotAskedAbout', { left: count(ask.report.left, t('common.piece')) }) : ask.report.words} />}
          {print.error && <ProblemMessage title={t('tracking.tracking.theBoardWasNotPrinted')} problem={problemOf(print.error)} />}
          {print.data?.missing && <Message tone="act">{print.data.missing}</Message>}
          {gone > 0 && <Message tone="act" title={t('tracking.tracking.goneNotOpenAnyMore', { gone: count(gone, t('tracking.tracking.ofThemWas'), t('tracking.tracking.ofThemWere')) })} />}
        </div>
        {ticked.length > 0 && (
          <div className={css.ticked} role="group" aria-label={t('tracking.tracking.whatIsTicked')}>
            <b role="status">{t('tracking.tracking.lengthTicked', { length: count(ticked.length, t('common.piece')) })}</b>
            <Button small keys="T" onClick={() => { setAsking({ kind: 'task', way: 'done' }) }}>{t('common.done')}</Button><Button small keys="F6" onClick={() => { setAsking({ kind: 'task', way: 'snooze' }) }}>{t('common.putAside')}</Button><Button small keys="G" onClick={() => { setAsking({ kind: 'task', way: 'assign' }) }}>{t('tracking.tracking.giveTo')}</Button>
            <Button small keys="Esc" onClick={() => { setMarked(new Set()) }}>{t('tracking.tracking.tickNone')}</Button>
          </div>
        )}
        {query.isPending && <Loading rows={8} label={t('tracking.tracking.readingTheBoard')} />}
        {board && rows.length === 0 && <Nothing view={view} filtered={sought !== '' || only !== ''} total={board.total} />}
        {rows.length > 0 && (
          <Rows ref={list} label={t('tracking.tracking.piecesMostPressingFirst')} items={rows} idOf={(one) => one.piece} height={50} autoFocus selected={row?.piece ?? null} onSelect={setSelected} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            group={pile ? heading : undefined}
            render={(one, chosen) => <Line row={one} chosen={chosen} ticked={marked.has(one.piece)} today={today} zone={zone} onTick={() => { tick(one) }} />} />
        )}
        {board && pile && sought === '' && !query.hasNextPage && board.open > rows.filter((one) => one.status !== 'delivered').length && <p className={css.end}><Icon name="check" size="s" />{t('tracking.tracking.countofUnderWayAndOnTime', { countOf: count(Math.max(0, board.open - rows.filter((one) => one.status !== 'delivered').length), t('tracking.tracking.otherOpenPieceIs'), t('tracking.tracking.otherOpenPiecesAre')) })}</p>}
      </section>
      {row ? <aside className={css.side} aria-label={t('common.piece2')}><Side key={row.piece} row={row} today={today} place={rows.indexOf(row) + 1} of={board?.attention ?? 0} onStep={step} onAsk={setAsking} onOpen={open} onPage={page} /></aside> : <Unchosen label={t('common.piece2')} reading={query.isPending} icon="tracking" title={t('tracking.tracking.noPieceChosen')}>{t('tracking.tracking.theOneChosenInTheList')}</Unchosen>}
      {row && asking?.kind === 'type' && <AddNews piece={row} phone={false} onClose={close} />}
      {row && asking?.kind === 'phone' && <AddNews piece={row} phone onClose={close} />}
      {row && asking?.kind === 'qr' && <PhoneApp piece={row} onClose={close} />}
      {row && asking?.kind === 'say' && <Say piece={row} first={item?.step === 'take-in' ? 'returned-to-us' : 'delivered-to-addressee'} byPerson={row.byPerson} onClose={close} />}
      {first && asking?.kind === 'task' && <TaskDialog reasons={[first, ...others]} way={asking.way} today={today} onClose={close} onDone={(left) => { setGone(left); setMarked(new Set()); close() }} />}
      {asking?.kind === 'plan' && <PlanDialog onClose={close} />}
      {asking?.kind === 'take' && <TakeIn key={dropped?.name ?? ''} given={{ ...asking.given, ...(dropped ? { file: dropped } : {}) }} onClose={close} />}
    </div>
  )
}

function Nothing({ view, filtered, total }: { view: View; filtered: boolean; total: number }): ReactNode {
  if (filtered) return <Empty icon="filter" title={t('tracking.tracking.nothingHereFits')}>{t('tracking.tracking.changeTheFilterWithF3Or')}</Empty>
  if (total === 0) return <Empty icon="tracking" title={t('tracking.tracking.nothingIsFollowedYet')}>{t('tracking.tracking.logACertifiedLetterWithAlt')}</Empty>
  return view === 'attention' ? <Empty icon="check" title={t('tracking.tracking.nothingNeedsAttention')}>{t('tracking.tracking.everythingThatIsUnderWayIs')}</Empty> : <Empty icon="tracking" title={t('tracking.tracking.nothingHere')}>{t('tracking.tracking.chooseAnotherListAbove')}</Empty>
}

/** One line: tick, mark, what is wrong or where it is, the number, the day, the next step. */
function Line({ row, chosen, ticked, today, zone, onTick }: { row: TrackedRow; chosen: boolean; ticked: boolean; today: string; zone: string; onTick: () => void }): ReactNode {
  const { mark, word } = standing(row)
  const item = row.attention[0]
  const due = item ? dueWords(item.due, today) : null
  const whose = [row.name, row.department, row.matter].filter(Boolean).join(', ') || row.carrierName
  return (
    <div className={css.row}>
      {item ? <span className={css.box} data-on={ticked || undefined} onClick={(event) => { event.stopPropagation(); onTick() }}>{ticked && <><Icon name="check" size="s" /><HiddenText>{t('common.ticked')}</HiddenText></>}</span> : <span />}
      <Mark name={item?.kind === 'no-acceptance' ? 'presented' : mark} size="l" />
      <div><b>{item?.title ?? word}</b><span className={css.d} title={whose}>{whose}</span></div>
      <span className={css.num}>{row.grouped === '' ? t('common.noNumber') : <Num grouped={row.grouped} tail />}</span>
      {due && item ? <div><b data-tone={due.tone}>{due.words}</b><span className={css.d} title={plainDays(item.because)}>{item.assigned ? item.assigned.name : plainDays(item.because)}</span></div> : <div><span>{row.lastDay ? shortDay(row.lastDay) : t('tracking.tracking.notSeen')}</span></div>}
      <div>{item ? (chosen ? <span className={css.next}>{STEP_WORDS[item.step]} <KeyNow of="Enter" /></span> : STEP_WORDS[item.step]) : row.nextAsk !== null && <span className={css.d}>{t('tracking.tracking.askedNextNextask', { nextAsk: when(row.nextAsk, zone) })}</span>}</div>
    </div>
  )
}
