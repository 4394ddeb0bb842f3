import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { station, useStation, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { FoundNum, Num } from '../../ui/num.tsx'
import { Empty, Loading, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, dayAfter, dayWords, stateWords, when } from '../../ui/words.ts'
import { ASKED, forWhom } from '../intake/session-list.tsx'
import { ASK_KEY, QuestionDialog } from '../intake/questions.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import { ExportButton, ExportState, useExport } from './export.tsx'
import { FilterBar } from './filter-bar.tsx'
import { piecesFilter, withPatch } from './filter.ts'
import css from './pieces.module.css'
import { Views } from './views.tsx'
import { VoidDialog } from './void-dialog.tsx'

const PAGE = 200

/** Every piece of the store, newest first, narrowed to what is looked for. */
export function Pieces(): ReactNode {
  const navigate = useNavigate()
  const zone = useZone()
  const today = useStation()?.today ?? null
  const filter = useStore(piecesFilter)
  const asked = useDeferredValue(filter)
  const [selected, setSelected] = useKept<string | null>('pieces.selected', null)
  const [asking, setAsking] = useOpen<PieceRow | null>('pieces.asking', null)
  const [voiding, setVoiding] = useOpen<PieceRow | null>('pieces.voiding', null)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const query = useInfiniteQuery(station.pieces.list.infiniteOptions({
    input: (cursor: number | undefined) => ({ ...asked, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  }))
  const counts = useQuery(station.pieces.counts.queryOptions({ input: { filter: asked }, placeholderData: keepPreviousData })).data
  const work = useExport(filter)
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const known = query.data?.pages[0]?.total ?? null
  const total = known !== null ? count(known, t('common.piece')) : counts ? `${number(counts.total)}${counts.more ? '+' : ''} ${counts.total === 1 ? t('common.piece') : t('pieces.pieces.pieces')}` : ''
  const current = rows.find((row) => row.id === selected) ?? null
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const open = (piece: PieceRow): void => { void navigate({ to: piece.direction === 'outbound' ? '/letters/$id' : '/pieces/$id', params: { id: piece.id } }) }
  const { day } = filter
  const narrowed = Object.keys(filter).length > 0
  const go = (days: number): void => { if (day) piecesFilter.set(withPatch(filter, { day: dayAfter(day, days) })) }
  const clear = (): void => { piecesFilter.set({}); field.current?.focus() }
  useHead(t('common.pieces'))
  useEffect(() => { field.current?.focus() }, [])
  useKeys([
    { key: ASK_KEY, label: t('common.answerTheQuestion'), when: current !== null && !current.voided && current.questions.length > 0, run: () => { setAsking(current) } },
    { key: 'Enter', label: t('common.open'), when: current !== null, run: () => { if (current) open(current) } },
    { key: 'Del', label: t('common.void'), when: current !== null && !current.voided, run: () => { if (current) setVoiding(current) } },
    { key: 'F3', label: t('common.filter'), run: () => { document.getElementById('pieces-state')?.focus() } },
    { key: 'Ctrl E', label: t('pieces.pieces.export'), when: rows.length > 0 && !work.running, run: work.start },
    { key: 'Left', label: t('pieces.pieces.dayBefore'), when: day !== undefined, run: () => { go(-1) } },
    { key: 'Right', label: t('pieces.pieces.dayAfter'), when: day !== undefined && day !== today, run: () => { go(1) } },
    { key: 'Esc', label: t('pieces.pieces.everyPiece'), when: narrowed && !work.running, run: clear },
  ])
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    list.current?.focus()
  }
  return (
    <section className={css.list} aria-label={t('common.pieces')}>
      <h2 className={css.hidden}>{t('pieces.pieces.whatIsListed')}</h2>
      <FilterBar filter={filter} onFilter={piecesFilter.set} counts={counts} today={today} field={field} onFieldKey={onFieldKey} />
      <div className={css.filter}>
        <span className={css.total} role="status">{total}{day ? t('pieces.pieces.onDay', { day: dayWords(day) }) : ''}</span>
        {narrowed && <Button small kind="quiet" keys="Esc" onClick={clear}>{t('pieces.pieces.everyPiece')}</Button>}
        <div className={css.right}><Views filter={filter} onFilter={piecesFilter.set} /><ExportButton work={work} empty={rows.length === 0} /></div>
      </div>
      <ExportState work={work} />
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading rows={12} label={t('pieces.pieces.readingThePieces')} /> : rows.length === 0 ? !query.error && (
        <Empty icon="pieces" title={narrowed ? t('pieces.pieces.noPieceFits') : t('pieces.pieces.noPiecesYet')} acts={narrowed ? <Button keys="Esc" onClick={clear}>{t('pieces.pieces.everyPiece')}</Button> : undefined}>{narrowed ? t('pieces.pieces.takeSomethingOutOfTheFilter') : t('pieces.pieces.scanTheFirstPieceItGoes')}</Empty>
      ) : (
        <>
          <div className={css.head} aria-hidden="true"><span /><span>{t('common.number')}</span><span>{t('common.for')}</span><span>{t('common.whatItIs')}</span><span>{t('common.state')}</span><span>{t('common.location')}</span><span>{t('common.takenIn')}</span></div>
          <Rows ref={list} label={t('pieces.pieces.piecesNewestFirst')} items={rows} idOf={(row) => row.id} height={32} selected={selected} onSelect={setSelected} onOpen={open} onEnd={onEnd} onLeave={() => { field.current?.focus() }} voided={(row) => row.voided !== null}
            render={(row) => <Piece row={row} sought={asked.text ?? ''} zone={zone} />} />
        </>
      )}
      {asking && <QuestionDialog piece={asking} onClose={() => { setAsking(null) }} />}
      {voiding && <VoidDialog piece={voiding} onClose={() => { setVoiding(null) }} />}
    </section>
  )
}

function Piece({ row, sought, zone }: { row: PieceRow; sought: string; zone: string }): ReactNode {
  const words = stateWords(row.state, row.voided !== null)
  return (
    <div className={css.row}>
      <Mark name={words.mark} /><span>{sought ? <FoundNum grouped={row.grouped} sought={sought} /> : <Num grouped={row.grouped} voided={row.voided !== null} />}</span>
      <span className={row.recipient ? undefined : css.nobody} title={row.recipient ? [row.recipient.name, row.recipient.department].filter(Boolean).join(', ') : ''}>{forWhom(row)}</span><span>{whatItIs(row)}</span>
      <span className={css.stateCell}>{words.word}{row.questions.length > 0 && !row.voided ? <Tag tone="act" small>{ASKED[row.questions[0] ?? 'seen-before']}</Tag> : row.checkDigit === 'invalid' && <Tag tone="act" small>{t('common.checkDigit')}</Tag>}{row.corrected && <Tag small>{t('common.corrected')}</Tag>}</span><span className={css.mono}>{row.location}</span><span>{when(row.receivedAt, zone)}</span>
    </div>
  )
}
