import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState, type FormEvent, type ReactNode, type RefObject } from 'react'
import { t } from '../../catalogue/index.ts'
import type { WaitingGroup } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { isWaiting } from '../../../shared/mail/custody.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { meantBy, NOBODY } from '../intake/candidates.ts'
import { forWhom } from '../intake/session-list.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import { WhoField } from '../intake/who-field.tsx'
import type { HandedOver } from './counter.tsx'
import css from './custody.module.css'
import { HandoverList } from './handover-list.tsx'
import { Receipt } from './receipt.tsx'
import { useResolvedScans } from './scans.ts'
import { age, chosenBy, chosenGroup, chosenOf, shownLocation, type Chosen } from './words.ts'

type By = 'recipient' | 'department' | 'location' | 'piece'
const BY = [{ value: 'recipient', label: t('common.recipient') }, { value: 'department', label: t('common.department') }, { value: 'location', label: t('common.location') }, { value: 'piece', label: t('custody.whoIsHere.oldestFirst') }] as const

/** Before anybody stands there: the field for the name, and what waits. */
export function WhoIsHere({ last, onChoose }: { last: HandedOver | null; onChoose: (chosen: Chosen) => void }): ReactNode {
  const [who, setWho] = useHeld('handover.who', NOBODY)
  const [by, setBy] = useKept<By>('handover.by', 'recipient')
  const [asked, setAsked] = useState(false)
  const [told, setTold] = useState<{ title: string; text: string } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [listed, setListed] = useOpen('handover.listed', false)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const choose = async (): Promise<void> => {
    const person = await meantBy(who, null)
    setAsked(person === null)
    if (person) onChoose(chosenBy(person))
  }
  useResolvedScans(async (what) => {
    setProblem(null)
    if (what.person) {
      onChoose({ pile: { person: what.person.person }, name: what.person.name, tick: null })
      return 'right'
    }
    const chosen = what.piece ? chosenOf(what.piece) : null
    if (what.piece && chosen && isWaiting(what.piece.state)) {
      onChoose(chosen)
      return 'right'
    }
    setTold({ title: what.grouped, text: what.piece && !chosen ? t('custody.whoIsHere.nobodyWasNamedOnThisPiece', { where: what.where }) : what.where || what.message || t('custody.whoIsHere.thisIsNoPieceAndNo') })
    return 'wrong'
  }, setProblem)
  useScanHint(t('custody.whoIsHere.scanAPieceOrABadge'), t('custody.whoIsHere.opensWhatWaitsForThatPerson'))
  useKeys([
    { key: 'F3', label: t('custody.whoIsHere.whatWaitsBy'), run: () => { setBy(BY[(BY.findIndex((one) => one.value === by) + 1) % BY.length]?.value ?? 'recipient') } },
    { key: 'F6', label: t('common.otherPane'), run: () => { (list.current?.contains(document.activeElement) ? field.current : list.current)?.focus() } },
    { key: 'Ctrl H', label: t('custody.whoIsHere.whoTookWhat'), run: () => { setListed(true) } },
    { key: 'Esc', label: t('custody.whoIsHere.backToTheName'), strip: false, run: () => { setTold(null); setWho(NOBODY); field.current?.focus() } },
  ])
  return (
    <section className={css.split}>
      <section className={css.left} aria-label={t('custody.whoIsHere.whoIsHere')}>
        <form className={css.ask} onSubmit={(event: FormEvent) => { event.preventDefault(); void choose() }}>
          <WhoField autoFocus ref={field} label={t('common.whoIsHere')} about="collector" value={who} piece={null} shown={6} onChange={(next) => { setWho(next); setAsked(false) }} error={asked ? t('custody.whoIsHere.typeANameChooseWithThe') : undefined} />
          <button type="submit" hidden />
        </form>
        <div className={css.pad}>
          {told && <Message tone="act" title={told.title}>{told.text}</Message>}
          {problem && <ProblemMessage problem={problem} />}
          {last && !told && <Receipt {...last} />}
        </div>
      </section>
      <section className={css.waits} aria-label={t('custody.whoIsHere.whatWaits')}>
        <PaneHead title={t('custody.whoIsHere.whatWaits')} after={t('custody.whoIsHere.f3ChangesTheOrder')}><Button small keys="Ctrl H" onClick={() => { setListed(true) }}>{t('custody.whoIsHere.whoTookWhat')}</Button></PaneHead>
        <div className={css.filter}><Segments label={t('custody.whoIsHere.whatWaitsBy')} small value={by} options={BY} onChange={setBy} /></div>
        {by === 'piece' ? <OldestPieces list={list} onOpen={(piece) => { const chosen = chosenOf(piece); if (chosen) onChoose(chosen); else void navigate({ to: '/assign' }) }} />
          : <Groups key={by} by={by} list={list} onOpen={(group) => { if (by === 'location') { shownLocation.set(group.key); void navigate({ to: '/locations' }) } else if (group.key === '') void navigate({ to: '/assign' }); else onChoose(chosenGroup(group, by)) }} />}
      </section>
      {listed && <HandoverList onClose={() => { setListed(false) }} />}
    </section>
  )
}

interface ListProps<T> { onOpen: (item: T) => void; list: RefObject<HTMLDivElement | null> }

function Groups({ by, onOpen, list }: { by: Exclude<By, 'piece'> } & ListProps<WaitingGroup>): ReactNode {
  const now = useStation()?.now ?? 0
  const [selected, setSelected] = useState<string | null>(null)
  const query = useInfiniteQuery(station.custody.waitingGroups.infiniteOptions({ input: (cursor: string | undefined) => ({ by, limit: 100, ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (query.isPending) return <Loading label={t('common.readingWhatWaits')} />
  if (rows.length === 0) return <Empty mark="handed" title={t('custody.whoIsHere.nothingWaits')}>{t('custody.whoIsHere.whatIsTakenInAtIntake')}</Empty>
  return (
    <Rows ref={list} label={t('custody.whoIsHere.whatWaits')} items={rows} idOf={(row) => row.key || '-'} height={40} selected={selected} onSelect={setSelected} onOpen={onOpen} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
      render={(row) => {
        const waits = row.oldestAt === null ? null : age(row.oldestAt, now)
        return (
          <div className={css.group}>
            {by === 'location' ? (row.key ? <span className={css.loc}>{row.key}</span> : <b>{t('custody.whoIsHere.noLocationYet')}</b>) : <b>{row.name || (by === 'recipient' ? t('custody.whoIsHere.nobodyNamedYet') : t('custody.whoIsHere.noDepartment'))}</b>}
            <span>{count(row.pieces, t('common.piece'))}</span>
            <span data-look={waits?.look || undefined}>{waits?.look && <Icon name="clock" size="s" />}{waits?.text}</span>
          </div>
        )
      }} />
  )
}

function OldestPieces({ onOpen, list }: ListProps<PieceRow>): ReactNode {
  const zone = useZone()
  const now = useStation()?.now ?? 0
  const [selected, setSelected] = useState<string | null>(null)
  const query = useInfiniteQuery(station.custody.waiting.infiniteOptions({ input: (cursor: string | undefined) => ({ limit: 100, ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (query.isPending) return <Loading label={t('common.readingWhatWaits')} />
  if (rows.length === 0) return <Empty mark="handed" title={t('custody.whoIsHere.nothingWaits')}>{t('custody.whoIsHere.whatIsTakenInAtIntake')}</Empty>
  return (
    <Rows ref={list} label={t('custody.whoIsHere.waitingPieces')} items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={setSelected} onOpen={onOpen} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
      render={(row) => {
        const waits = age(row.receivedAt, now)
        return (
          <div className={css.waitingPiece}>
            <div><b>{forWhom(row)}</b><span className={css.d}>{whatItIs(row)} <Num grouped={row.grouped} tail /></span></div>
            {row.location ? <span className={css.loc}>{row.location}</span> : <span />}
            <div className={css.e}><span data-look={waits.look || undefined}>{waits.text}</span><span className={css.d}>{when(row.receivedAt, zone)}</span></div>
          </div>
        )
      }} />
  )
}
