import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { StockTake } from '../../../shared/contract/custody.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, PaneHead, ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count } from '../../ui/words.ts'
import { forWhom } from '../intake/session-list.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import { LineDialog } from './dialogs.tsx'
import css from './locations.module.css'
import { useResolvedScans } from './scans.ts'
import { TypedNumber } from './typed-number.tsx'

type Line = StockTake['pieces'][number]
const STATUS: Record<Line['status'], { word: string; tone: 'done' | 'act' | 'stop' }> = { right: { word: t('common.here2'), tone: 'done' }, missing: { word: t('custody.stockTake.missing'), tone: 'stop' }, strange: { word: t('custody.stockTake.shouldNotBeHere'), tone: 'act' } }

/** A location is counted: everything that lies there is scanned, and what does not fit is put right. */
export function StockTakePage({ location, onClose }: { location: string; onClose: () => void }): ReactNode {
  const begun = useQuery({ queryKey: [['custody', t('custody.stockTake.beginStocktake')], location], queryFn: () => client.custody.startStockTake({ location }), staleTime: Infinity })
  const id = begun.data?.id ?? null
  const query = useQuery(station.custody.stockTake.queryOptions({ input: { stockTake: id ?? '' }, enabled: id !== null }))
  const take = query.data ?? begun.data ?? null
  const [which, setWhich] = useState<'open' | 'all'>('open')
  const [selected, setSelected] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const [elsewhere, setElsewhere] = useOpen<Line | null>(`stock.elsewhere.${location}`, null)
  const keep = (next: StockTake): void => {
    queries.setQueryData(station.custody.stockTake.queryKey({ input: { stockTake: next.id } }), next)
    void queries.invalidateQueries({ queryKey: station.custody.key() })
  }
  const lines = (take?.pieces ?? []).filter((line) => which === 'all' || (line.status !== 'right' && !line.settled))
  const current = lines.find((line) => line.piece.id === selected) ?? lines[0] ?? null
  const settle = useMutation({ mutationFn: ({ piece, as }: { piece: string; as: 'here' | 'lost' }) => client.custody.settleStock({ stockTake: id ?? '', piece, as }), onSuccess: keep })
  const close = useMutation({ mutationFn: () => client.custody.closeStockTake({ stockTake: id ?? '' }), onSuccess: (next) => { keep(next); onClose() } })
  useResolvedScans(id === null || elsewhere ? null : async (what, text) => {
    setScanProblem(null)
    setWrong(null)
    const { status, piece, where } = await client.custody.countPiece({ stockTake: id, text })
    await query.refetch()
    if (piece) setSelected(piece.id)
    if (status === 'right' || status === 'twice') {
      setSaid(`${piece ? forWhom(piece) : what.grouped}: ${status === 'twice' ? t('custody.stockTake.countedAlready') : t('common.here')}`)
      return 'right'
    }
    setWrong({ title: status === 'unknown' ? t('custody.stockTake.noPieceHereHasThisNumber') : t('custody.stockTake.thisShouldNotBeHere'), text: status === 'unknown' ? t('custody.stockTake.groupedIsNotedTakeItIn', { grouped: what.grouped }) : where })
    return 'look'
  }, setScanProblem)
  const open = current && current.status !== 'right' && !current.settled ? current : null
  const here = (): void => { if (open) settle.mutate({ piece: open.piece.id, as: 'here' }) }
  const lost = (): void => { if (open?.status === 'missing') settle.mutate({ piece: open.piece.id, as: 'lost' }) }
  const finish = (): void => { if (id !== null && !close.isPending) close.mutate() }
  useScanHint(t('custody.stockTake.scanEverythingInLocation', { location }), t('custody.stockTake.whatIsNotScannedIsMissing'))
  useKeys(elsewhere ? [] : [
    { key: 'H', label: t('custody.stockTake.itLiesHere'), when: open !== null, run: here },
    { key: 'E', label: t('custody.stockTake.itLiesElsewhere'), when: open !== null, run: () => { setElsewhere(open) } },
    { key: 'X', label: t('common.cannotBeFound'), when: open?.status === 'missing', run: lost },
    { key: 'F3', label: t('custody.stockTake.toPutRightAll'), strip: false, run: () => { setWhich(which === 'open' ? 'all' : 'open') } },
    { key: 'Ctrl Enter', label: t('custody.stockTake.endTheCount'), run: finish },
    { key: 'Esc', label: t('custody.stockTake.backCountGoesOn'), run: onClose },
  ])
  if (begun.error) return <div className={css.pad}><ProblemMessage problem={problemOf(begun.error)} onRetry={() => { void begun.refetch() }} /></div>
  if (!take) return <Loading label={t('custody.stockTake.beginningToCount')} />
  const { counts } = take
  const problem = scanProblem ?? (settle.error ? problemOf(settle.error) : close.error ? problemOf(close.error) : null)
  return (
    <section className={css.page} aria-label={t('custody.stockTake.countingLocation', { location })}>
      <header className={css.head}>
        <div><b className={css.big}>{location}</b><span className={css.second} role="status">{t('custody.stockTake.rightHereMissingMissingStrangeThat', { right: count(counts.right, t('common.piece')), missing: counts.missing, strange: counts.strange })}{counts.unknown > 0 ? t('custody.stockTake.unknownUnknown', { unknown: counts.unknown }) : ''}</span></div>
        <div className={css.acts}><Button keys="Esc" onClick={onClose}>{t('custody.stockTake.backCountGoesOn')}</Button><Button kind="primary" big keys="Ctrl Enter" onClick={finish}>{t('custody.stockTake.endTheCount')}</Button></div>
      </header>
      <div className={css.pad}>
        {wrong && <Message tone="act" title={wrong.title}>{wrong.text}</Message>}
        {problem && <ProblemMessage problem={problem} />}
        {said && !wrong && !problem && <p className={css.second}>{said}</p>}
      </div>
      {open && <div className={css.settle}><b>{forWhom(open.piece)}</b><Button small keys="H" onClick={here}>{t('custody.stockTake.itLiesHere')}</Button><Button small keys="E" onClick={() => { setElsewhere(open) }}>{t('custody.stockTake.itLiesElsewhere')}</Button>{open.status === 'missing' && <Button small keys="X" onClick={lost}>{t('common.cannotBeFound')}</Button>}</div>}
      <PaneHead title={t('custody.stockTake.toPutRight')} after={count(counts.open, t('common.piece'))}><Segments label={t('common.whichPieces')} small value={which} options={[{ value: 'open', label: t('custody.stockTake.toPutRight') }, { value: 'all', label: t('common.all') }]} onChange={setWhich} /></PaneHead>
      {lines.length === 0 ? <Empty mark="stored" title={which === 'open' ? t('custody.stockTake.nothingIsOutOfPlace') : t('custody.stockTake.nothingLiesHere')}>{which === 'open' ? t('custody.stockTake.scanOnOrEndTheCount') : t('custody.stockTake.scanWhatYouFind')}</Empty> : (
        <Rows autoFocus label={t('custody.stockTake.piecesOfTheCount')} items={lines} idOf={(line) => line.piece.id} height={50} selected={current?.piece.id ?? null} onSelect={setSelected}
          render={(line) => (
            <div className={css.stock}>
              <div><b>{forWhom(line.piece)}</b><span className={css.d}>{whatItIs(line.piece)} <Num grouped={line.piece.grouped} tail /></span></div>
              <span className={css.d}>{line.where}</span>
              <span className={css.stockActs}>
                <Tag small tone={line.settled ? 'done' : STATUS[line.status].tone}>{line.settled && line.status !== 'right' ? t('custody.stockTake.putRight') : STATUS[line.status].word}</Tag>
              </span>
            </div>
          )} />
      )}
      {take.unknown.length > 0 && <p className={css.unknown}>{t('custody.stockTake.unknownNumbersJoin', { join: take.unknown.map((one) => one.number).join(', ') })}</p>}
      {!elsewhere && <TypedNumber />}
      {elsewhere && <LineDialog title={t('custody.stockTake.whereDoesItLie')} label={t('common.location')} verb={t('custody.stockTake.putItThere')} onClose={() => { setElsewhere(null) }} act={async (to) => { keep(await client.custody.settleStock({ stockTake: take.id, piece: elsewhere.piece.id, as: 'elsewhere', location: to })) }} />}
    </section>
  )
}
