import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ContainerRow, LocationRow } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed } from '../../app/print.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, PaneHead, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, placeWords, when } from '../../ui/words.ts'
import { forWhom } from '../intake/session-list.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import { ContainerDialog, LocationDialog } from './location-dialogs.tsx'
import css from './locations.module.css'
import { useResolvedScans } from './scans.ts'
import { StockList } from './stock-list.tsx'
import { StockTakePage } from './stock-take.tsx'
import { TypedNumber } from './typed-number.tsx'
import { shownLocation } from './words.ts'

const KIND_WORDS: Record<LocationRow['kind'], string> = { shelf: t('custody.locations.shelf'), locker: t('custody.locations.locker'), cage: t('custody.locations.cage'), cart: t('custody.locations.cart') }
const CONTAINER_WORDS: Record<ContainerRow['kind'], string> = { pouch: t('custody.locations.pouch'), tote: t('custody.locations.tote'), tray: t('custody.locations.tray') }

const codeOf = (row: LocationRow): string => row.code
type Line = { key: string; code: string; words: string; pieces: number; location: LocationRow | null; container: ContainerRow | null }

/** Where things lie: scan a location or container, then the pieces; count a shelf; the labels of both. */
export function Locations(): ReactNode {
  const may = useMay('supervisor')
  const [kind, setKind] = useKept<'locations' | 'containers'>('locations.kind', 'locations')
  const locations = useQuery(station.custody.locations.queryOptions({ input: {} }))
  const containers = useQuery(station.custody.containers.queryOptions({ input: {} }))
  const wanted = useStore(shownLocation)
  const [selected, setSelected] = useKept<string | null>('locations.selected', null)
  const [editing, setEditing] = useOpen<'new' | Line | null>('locations.editing', null)
  const [counting, setCounting] = useOpen<string | null>('locations.counting', null)
  const [takes, setTakes] = useOpen('locations.takes', false)
  const [said, setSaid] = useState('')
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const query = kind === 'locations' ? locations : containers
  const lines = useMemo((): Line[] => kind === 'locations'
    ? (locations.data ?? []).map((row) => ({ key: row.code, code: row.code, words: [row.name.startsWith(KIND_WORDS[row.kind]) ? '' : KIND_WORDS[row.kind], row.name, placeWords(row.building, row.floor)].filter(Boolean).join(', '), pieces: row.pieces, location: row, container: null }))
    : (containers.data ?? []).map((row) => ({ key: row.id, code: row.name || row.number, words: [CONTAINER_WORDS[row.kind], row.name && row.number, row.out ? t('custody.locations.outOut', { out: row.out }) : row.location && t('custody.locations.standsInLocation', { location: row.location })].filter(Boolean).join(', '), pieces: row.pieces, location: null, container: row })), [kind, locations.data, containers.data])
  // Another screen may name a location that is in no table: pieces can lie anywhere.
  const extra: Line | null = kind === 'locations' && selected !== null && !lines.some((line) => line.key === selected) && selected !== '' && locations.data ? { key: selected, code: selected, words: t('custody.locations.notInTheListOfLocations'), pieces: 0, location: null, container: null } : null
  const all = extra ? [extra, ...lines] : lines
  const current = all.find((line) => line.key === selected) ?? all[0] ?? null
  useEffect(() => {
    if (wanted === null) return
    setKind('locations')
    setSelected(wanted)
    shownLocation.set(null)
  }, [wanted, setKind, setSelected])
  useHead(t('custody.locations.locations'))
  useScanHint(current ? t('custody.locations.scanPiecesIntoCode', { code: current.code }) : t('custody.locations.scanALocationOrAContainer'), current ? t('custody.locations.anotherLocationOrContainerChangesWhere') : '')
  const refresh = async (): Promise<void> => { await Promise.all([queries.invalidateQueries({ queryKey: station.custody.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) }
  useResolvedScans(counting ? null : async (what) => {
    setScanProblem(null)
    setWrong(null)
    if (what.location) {
      setKind('locations')
      setSelected(what.location)
      setSaid(t('custody.locations.piecesScannedNowGoToLocation', { location: what.location }))
      return 'right'
    }
    if (what.container) {
      if (kind === 'locations' && current && current.container === null && said !== '') {
        const { rows } = await client.custody.moveContainer({ container: what.container.id, location: current.code })
        setSaid(t('custody.locations.nameWithLengthIsInCode', { name: what.container.name || what.container.number, length: count(rows.length, t('common.piece')), code: current.code }))
        await refresh()
        return 'right'
      }
      setKind('containers')
      setSelected(what.container.id)
      setSaid(t('custody.locations.piecesScannedNowGoIntoName', { name: what.container.name || what.container.number }))
      return 'right'
    }
    if (!what.piece || !current) {
      setWrong({ title: what.grouped, text: what.message || t('custody.locations.noPieceHereHasThisNumber') })
      return 'wrong'
    }
    const { already } = current.container ? await client.custody.pack({ container: current.container.id, pieces: [what.piece.id] }) : await client.custody.move({ pieces: [what.piece.id], location: current.code })
    setSaid(already > 0 ? t('custody.locations.itIsInCodeAlready', { code: current.code }) : t('custody.locations.pieceInCodeNow', { piece: forWhom(what.piece), code: current.code }))
    await refresh()
    return 'right'
  }, setScanProblem)
  const print = useMutation({
    mutationFn: async (line: Line) => {
      const done = line.location ? await client.custody.printLocations({ locations: [line.location.id] }) : line.container ? await client.custody.printContainers({ containers: [line.container.id] }) : null
      return done && printed(t('custody.locations.theLabelOfCodeIsAt', { code: line.code }), done)
    },
  })
  const add = (): void => { if (may || kind === 'containers') setEditing('new') }
  useKeys(editing || counting || takes ? [] : [
    { key: 'F3', label: t('custody.locations.locationsContainers'), run: () => { setKind(kind === 'locations' ? 'containers' : 'locations'); setSelected(null) } },
    { key: 'F4', label: kind === 'locations' ? t('custody.locations.newLocation') : t('custody.locations.newContainer'), when: may || kind === 'containers', run: add },
    { key: 'F2', label: t('common.change'), when: current !== null && (current.container !== null || (may && current.location !== null)), run: () => { setEditing(current) } },
    { key: 'F8', label: t('common.printItsLabel'), when: (current?.location ?? current?.container ?? null) !== null, run: () => { if (current) print.mutate(current) } },
    { key: 'Shift S', label: t('custody.locations.stocktakes'), run: () => { setTakes(true) } },
    { key: 'S', label: t('custody.locations.countIt'), when: current !== null && current.container === null, run: () => { if (current) setCounting(current.code) } },
    { key: 'F6', label: t('custody.locations.toTheList'), strip: false, run: () => list.current?.focus() },
  ])
  if (counting) return <StockTakePage location={counting} onClose={() => { setCounting(null) }} />
  const problem = scanProblem ?? (print.error ? problemOf(print.error) : null)
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('custody.locations.locationsAndContainers')}>
        <div className={css.filter}>
          <Segments label={t('custody.locations.which')} small value={kind} options={[{ value: 'locations', label: t('custody.locations.locationsData', { data: locations.data?.length ?? '' }) }, { value: 'containers', label: t('custody.locations.containersData', { data: containers.data?.length ?? '' }) }]} onChange={(next) => { setKind(next); setSelected(null) }} />
          {(may || kind === 'containers') && <Button small icon="plus" keys="F4" onClick={add}>{t('custody.locations.new')}</Button>}
          <Button small keys="Shift S" onClick={() => { setTakes(true) }}>{t('custody.locations.stocktakes')}</Button>
        </div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('custody.locations.readingTheLocations')} /> : all.length === 0 ? !query.error && <Empty icon="pin" title={kind === 'locations' ? t('custody.locations.noLocationYet') : t('custody.locations.noPouchAndNoToteYet')}>{kind === 'containers' ? t('custody.locations.f4MakesOneWithANumber') : may ? t('custody.locations.f4AddsAShelfALocker') : t('custody.locations.aSupervisorAddsShelvesLockersAnd')}</Empty> : (
          <Rows autoFocus ref={list} label={t('custody.locations.locationsAndContainers')} items={all} idOf={(line) => line.key} height={44} selected={current?.key ?? null} onSelect={setSelected}
            render={(line) => <div className={css.row}><b className={css.loc}>{line.code}</b><span className={css.d}>{line.words}</span><span className={css.e}>{line.pieces > 0 ? count(line.pieces, t('common.piece')) : t('custody.locations.empty')}</span></div>} />
        )}
      </section>
      {current ? (
        <section className={css.page} aria-label={current.code}>
          <header className={css.head}>
            <div><b className={css.big}>{current.code}</b><span className={css.second}>{current.words}</span></div>
            <div className={css.acts}>
              {current.container === null && <Button keys="S" onClick={() => { setCounting(current.code) }}>{t('custody.locations.countIt')}</Button>}
              {(current.location ?? current.container) && <Button icon="printer" keys="F8" onClick={() => { print.mutate(current) }}>{t('common.label')}</Button>}
              {(current.container ?? (may ? current.location : null)) && <Button keys="F2" onClick={() => { setEditing(current) }}>{t('common.change')}</Button>}
            </div>
          </header>
          <div className={css.pad}>
            {wrong && <Message tone="stop" title={wrong.title}>{wrong.text}</Message>}
            {problem && <ProblemMessage problem={problem} />}
            {(said || print.data) && !wrong && !problem && <p role="status" className={css.second}>{print.data ?? said}</p>}
          </div>
          {current.container ? <Contents container={current.container.id} /> : <There location={current.code} />}
        </section>
      ) : <Unchosen work label={t('custody.locations.whatLiesThere')} reading={query.isPending} icon="pin" title={kind === 'locations' ? t('custody.locations.noLocationChosen') : t('custody.locations.noContainerChosen')}>{t('custody.locations.scanOneOrChooseItIn')}</Unchosen>}
      {!editing && !takes && <TypedNumber />}
      {takes && <StockList onClose={() => { setTakes(false) }} onCount={(location) => { setTakes(false); setCounting(location) }} />}
      {editing && (kind === 'locations' ? <LocationDialog row={editing === 'new' ? null : editing.location} taken={(locations.data ?? []).map(codeOf)} onClose={() => { setEditing(null) }} onSaved={(row) => { setEditing(null); setSelected(row.code); void refresh() }} />
        : <ContainerDialog row={editing === 'new' ? null : editing.container} onClose={() => { setEditing(null) }} onSaved={(row) => { setEditing(null); setSelected(row.id); void refresh() }} />)}
    </section>
  )
}

function PieceLines({ rows, label, empty, onEnd }: { rows: readonly PieceRow[]; label: string; empty: string; onEnd?: () => void }): ReactNode {
  const zone = useZone()
  const [selected, setSelected] = useState<string | null>(null)
  if (rows.length === 0) return <Empty mark="stored" title={empty}>{t('custody.locations.scanPiecesToPutThemHere')}</Empty>
  return (
    <Rows label={label} items={rows} idOf={(row) => row.id} height={40} selected={selected} onSelect={setSelected} {...(onEnd ? { onEnd } : {})}
      render={(row) => <div className={css.piece}><b>{forWhom(row)}</b><span className={css.d}>{whatItIs(row)}</span><Num grouped={row.grouped} tail /><span className={css.e}>{when(row.receivedAt, zone)}</span></div>} />
  )
}

function There({ location }: { location: string }): ReactNode {
  const query = useInfiniteQuery(station.custody.waiting.infiniteOptions({ input: (cursor: string | undefined) => ({ location, limit: 100, ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  if (query.isPending) return <Loading label={t('custody.locations.readingWhatLiesHere')} />
  return <><PaneHead title={t('custody.locations.inLocation', { location })} after={count(query.data?.pages[0]?.total ?? 0, t('common.piece'))} /><PieceLines rows={rows} label={t('custody.locations.piecesInLocation', { location })} empty={t('custody.locations.nothingWaitsInLocation', { location })} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }} /></>
}

function Contents({ container }: { container: string }): ReactNode {
  const query = useQuery(station.custody.contents.queryOptions({ input: { container } }))
  const out = useMutation({ mutationFn: (rows: readonly PieceRow[]) => client.custody.unpack({ pieces: rows.map((row) => row.id) }), onSuccess: () => queries.invalidateQueries({ queryKey: station.custody.key() }) })
  const rows = query.data?.rows ?? []
  useKeys([{ key: 'U', label: t('custody.locations.takeEverythingOut'), when: rows.length > 0, run: () => { out.mutate(rows) } }])
  if (query.isPending) return <Loading label={t('custody.locations.readingWhatIsInIt')} />
  return (
    <>
      <PaneHead title={t('custody.locations.inIt')} after={count(rows.length, t('common.piece'))}>{rows.length > 0 && <Button small keys="U" onClick={() => { out.mutate(rows) }}>{t('custody.locations.takeEverythingOut')}</Button>}</PaneHead>
      {out.error && <div className={css.pad}><ProblemMessage problem={problemOf(out.error)} /></div>}
      <PieceLines rows={rows} label={t('custody.locations.piecesInTheContainer')} empty={t('custody.locations.itIsEmpty')} />
    </>
  )
}
