import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, dayAfter, dayWords, stateWords, when } from '../../ui/words.ts'
import { whatItIs } from '../intake/last-plate.tsx'
import css from './pieces.module.css'
import { VoidDialog } from './void-dialog.tsx'

const PAGE = 200

/** Every piece of the store, newest first, of one day or of all. */
export function Pieces(): ReactNode {
  const navigate = useNavigate()
  const zone = useZone()
  const today = useStation()?.today ?? null
  const [all, setAll] = useKept<'day' | 'all'>('pieces.which', 'all')
  const [picked, setDay] = useKept<string | null>('pieces.day', null)
  const [selected, setSelected] = useKept<string | null>('pieces.selected', null)
  const [voiding, setVoiding] = useState<PieceRow | null>(null)
  const day = picked ?? today
  const filter = all === 'day' && day !== null ? { day } : {}
  const query = useInfiniteQuery(station.pieces.list.infiniteOptions({
    input: (cursor: number | undefined) => ({ ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const total = query.data?.pages[0]?.total ?? null
  const current = rows.find((row) => row.id === selected) ?? null
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const open = (piece: PieceRow): void => { void navigate({ to: '/pieces/$id', params: { id: piece.id } }) }
  const go = (days: number): void => { if (day) setDay(dayAfter(day, days)) }
  const byDay = all === 'day' && day !== null
  useHead('Pieces')
  useKeys([
    { key: 'Enter', label: 'Open', when: current !== null, run: () => { if (current) open(current) } },
    { key: 'Del', label: 'Void', when: current !== null && !current.voided, run: () => { if (current) setVoiding(current) } },
    { key: 'F3', label: byDay ? 'Every day' : 'One day', run: () => { setAll(byDay ? 'all' : 'day') } },
    { key: 'Left', label: 'Day before', when: byDay, run: () => { go(-1) } },
    { key: 'Right', label: 'Day after', when: byDay && day !== today, run: () => { go(1) } },
  ])
  return (
    <section className={css.list}>
      <header className={css.filter}>
        <Segments label="Which pieces" value={all} onChange={setAll} options={[{ value: 'all', label: 'Every day' }, { value: 'day', label: 'One day' }]} />
        {byDay && (
          <>
            <Button icon="left" aria-label="Day before" onClick={() => { go(-1) }} />
            <h2 className={css.day}>{dayWords(day)}</h2>
            <Button icon="right" aria-label="Day after" disabled={day === today} onClick={() => { go(1) }} />
          </>
        )}
        <span className={css.total} role="status">{total === null ? '' : count(total, 'piece')}</span>
      </header>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading rows={12} label="Reading the pieces" /> : rows.length === 0 ? (
        <Empty icon="pieces" title={byDay ? 'No pieces on this day' : 'No pieces yet'}>{byDay ? 'Choose another day, or look at every day with F3.' : 'Scan the first piece. It goes to Intake and appears here.'}</Empty>
      ) : (
        <>
          <div className={css.head} aria-hidden="true"><span /><span>Number</span><span>What it is</span><span>State</span><span>Taken in</span><span>By</span></div>
          <Rows autoFocus label="Pieces, newest first" items={rows} idOf={(row) => row.id} height={32} selected={selected} onSelect={setSelected} onOpen={open} onEnd={onEnd} voided={(row) => row.voided !== null}
            render={(row) => {
              const words = stateWords(row.state, row.voided !== null)
              return (
                <div className={css.row}>
                  <Mark name={words.mark} /><span><Num grouped={row.grouped} voided={row.voided !== null} /></span><span>{whatItIs(row)}</span>
                  <span className={css.stateCell}>{words.word}{row.checkDigit === 'invalid' && <Tag tone="act" small>Check digit</Tag>}</span><span>{when(row.receivedAt, zone)}</span><span>{row.receivedBy}</span>
                </div>
              )
            }} />
        </>
      )}
      {voiding && <VoidDialog piece={voiding} onClose={() => { setVoiding(null) }} />}
    </section>
  )
}
