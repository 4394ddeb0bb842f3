import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Num, splitNumber } from '../../ui/num.tsx'
import { Empty, HiddenText, Loading, PaneHead, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { badgeOwner, meantBy, NOBODY } from '../intake/candidates.ts'
import { shown } from '../intake/draft.ts'
import { lastScan, useOtherLabels } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { whatItIs } from '../intake/what-it-is.ts'
import { forWhom, PieceTags } from '../intake/session-list.tsx'
import { ASK_KEY, QuestionDialog } from '../intake/questions.tsx'
import { useMeant, WhoField } from '../intake/who-field.tsx'
import css from './assign.module.css'
import { useWorklist, type WorkFilter } from './worklist.ts'

/** The pile of pieces without a settled recipient: the one on top is asked for, Enter gives it and goes on. */
export function Assign(): ReactNode {
  const zone = useZone()
  const [filter, setFilter] = useState<WorkFilter>('all')
  const { query, rows, counts } = useWorklist(filter)
  const [selected, setSelected] = useHeld<string | null>('assign.selected', null)
  const [skipped, setSkipped] = useState<readonly string[]>([])
  const [ticked, setTicked] = useHeld<readonly string[]>('assign.ticked', [])
  const [who, setWho] = useHeld('assign.who', NOBODY)
  const [said, setSaid] = useState('')
  const [asking, setAsking] = useOpen<PieceRow | null>('assign.asking', null)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const pile = useMemo(() => [...rows.filter((row) => !skipped.includes(row.id)), ...rows.filter((row) => skipped.includes(row.id))], [rows, skipped])
  const top = pile.find((row) => row.id === selected) ?? pile[0] ?? null
  const together = pile.filter((row) => ticked.includes(row.id))
  const given = together.length > 0 ? together : top ? [top] : []
  const meant = useMeant(who, top?.id ?? null)
  const run = useMutation({
    mutationFn: async (pieces: readonly PieceRow[]) => {
      const person = await meantBy(who, top?.id ?? null)
      if (!person) return null
      const answer = await client.intake.assign({ pieces: pieces.map((row) => row.id), recipient: person.recipient, source: person.source, ...(person.location ? { fields: { location: person.location } } : {}) })
      return { person, answer }
    },
    onSuccess: (done) => {
      if (!done) return
      setWho(NOBODY)
      setTicked([])
      setSelected(null)
      setSaid(t('assign.assign.lengthForNameValue', { length: count(done.answer.rows.length, t('common.piece')), name: done.person.name, value: done.person.location ? t('assign.assign.putInLocation', { location: done.person.location }) : '' }))
      shown(done.answer.rows)
      field.current?.focus()
    },
  })
  const give = (): void => { if (given.length > 0 && !run.isPending) run.mutate(given) }
  const tick = (id: string): void => { setTicked(ticked.includes(id) ? ticked.filter((other) => other !== id) : [...ticked, id]) }
  const skip = (): void => {
    if (!top) return
    setSkipped([...skipped.filter((id) => id !== top.id), top.id])
    setSelected(null)
    setWho(NOBODY)
    field.current?.focus()
  }
  const total = counts.none + counts.several + counts.unknown
  useHead(t('assign.assign.assign'))
  useScanHint(top ? t('assign.assign.scanABadge') : t('assign.assign.scansStillGoToIntake'), top ? t('assign.assign.itIsTakenForTheRecipient') : '')
  // A person who stands at the counter holds up a badge: that is a recipient in one scan.
  useOtherLabels(top ? (scan) => {
    void (async () => {
      try {
        const owner = await badgeOwner((await client.intake.lookUp({ text: scan.text })).person)
        if (!owner) {
          lastScan.set({ kind: 'none' })
          setSaid(t('assign.assign.nobodyInTheDirectoryHasThis'))
          play('wrong')
          return
        }
        setSaid('')
        setWho({ text: owner.name, picked: owner.key, fixed: owner })
        field.current?.focus()
        play('right')
      } catch (error) {
        setSaid(problemOf(error).message)
        play('wrong')
      }
    })()
  } : null)
  useKeys([
    { key: 'F6', label: t('assign.assign.skip'), when: top !== null, run: skip },
    { key: 'F3', label: t('assign.assign.toThePile'), when: pile.length > 0, run: () => list.current?.focus() },
    { key: ASK_KEY, label: t('common.answerTheQuestion'), when: (top?.questions.length ?? 0) > 0, run: () => { setAsking(top) } },
    { key: 'Esc', label: t('assign.assign.backToTheRecipient'), strip: false, run: () => field.current?.focus() },
  ])
  const onListKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !top) return
    event.preventDefault()
    tick(top.id)
  }
  // How many there are is not known before they were read.
  const known = (number: number): number | '' => (query.data ? number : '')
  const options = [{ value: 'all', label: t('assign.assign.allTotal', { total: known(total) }) }, { value: 'none', label: t('assign.assign.noRecipientNone', { none: known(counts.none) }) }, { value: 'several', label: t('assign.assign.severalSeveral', { several: known(counts.several) }) }, { value: 'unknown', label: t('assign.assign.unknownUnknown', { unknown: known(counts.unknown) }) }] as const
  const problem = run.error ? problemOf(run.error) : null
  return (
    <section className={css.work}>
      <section className={css.pile} aria-label={t('assign.assign.thePile')} onKeyDown={onListKey}>
        <PaneHead title={t('assign.assign.piecesToAssign')} after={t('assign.assign.oldestFirst')}>{ticked.length > 0 && <Button small onClick={() => { setTicked([]) }}>{t('assign.assign.lengthTicked', { length: count(together.length, t('common.piece')) })}</Button>}</PaneHead>
        <div className={css.filter}><Segments label={t('common.whichPieces')} small value={filter} options={options} onChange={(next) => { setFilter(next); setSelected(null) }} /></div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('assign.assign.readingThePile')} /> : pile.length === 0 ? !query.error && <Nothing of={total} /> : (
          <Rows ref={list} label={t('assign.assign.piecesToAssign')} items={pile} idOf={(row) => row.id} height={50} selected={top?.id ?? null} onSelect={setSelected} onOpen={() => field.current?.focus()} onLeave={() => field.current?.focus()} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            render={(row) => (
              <div className={css.row}>
                <span className={css.box} data-on={ticked.includes(row.id) || undefined} onClick={(event) => { event.stopPropagation(); tick(row.id) }}>{ticked.includes(row.id) && <><Icon name="check" size="s" /><HiddenText>{t('common.ticked')}</HiddenText></>}</span>
                <div><b>{forWhom(row)}</b><span className={css.d}>{whatItIs(row)} <Num grouped={row.grouped} tail /></span></div>
                <div className={css.e}><PieceTags row={row} /><span className={css.d}>{when(row.receivedAt, zone)}</span></div>
              </div>
            )} />
        )}
      </section>
      {top ? (
        <form className={css.give} aria-label={t('assign.assign.thePieceOnTop')} onSubmit={(event: FormEvent) => { event.preventDefault(); give() }}>
          <Top piece={top} onAsk={() => { setAsking(top) }} />
          <WhoField autoFocus ref={field} value={who} onChange={setWho} piece={top.id} shown={6} error={run.data === null && who.text === '' ? t('assign.assign.typeWhoItIsForOr') : undefined} />
          {problem && <ProblemMessage problem={problem} title={t('assign.assign.notGivenWhatYouTypedIs')} />}
          <div className={css.acts}>
            <Button kind="primary" big submit keys="Enter">{together.length > 0 ? t('assign.assign.giveLengthValue', { length: count(together.length, t('common.piece')), value: meant ? t('assign.assign.toName', { name: meant.name }) : '' }) : t('assign.assign.giveIt')}</Button>
            <Button big keys="F6" onClick={skip}>{t('assign.assign.skip')}</Button>
            <span className={css.said} role="status">{said}</span>
          </div>
        </form>
      ) : <Unchosen work label={t('assign.assign.thePieceOnTop')} reading={query.isPending} icon="assign" title={t('assign.assign.noPieceIsAskedFor')}>{said === '' ? t('assign.assign.theOneOnTopOfThe') : <span role="status">{said}</span>}</Unchosen>}
      {asking && <QuestionDialog piece={asking} onClose={() => { setAsking(null) }} />}
    </section>
  )
}

/** Why the pile shows nothing: all of it is of another kind, everything is given, or nothing was taken in. `of` is how many pieces wait in all. */
function Nothing({ of }: { of: number }): ReactNode {
  const any = useQuery(station.pieces.list.queryOptions({ input: { limit: 1 }, enabled: of === 0 })).data?.rows.length
  if (of > 0) return <Empty icon="filter" title={t('assign.assign.noPieceOfThisKind')}>{t('assign.assign.allShowsTheOthers', { pieces: count(of, t('common.piece')) })}</Empty>
  if (any === undefined) return null
  return any === 0 ? <Empty mark="received" title={t('assign.assign.noPieceWasTakenInYet')}>{t('assign.assign.alt1TakesTheFirstOne')}</Empty> : <Empty mark="stored" title={t('assign.assign.everyPieceHasARecipient')}>{t('assign.assign.whatHasNoneWillStandHere')}</Empty>
}

/** The piece that is asked for now, as large as its number or its photo can be. */
function Top({ piece, onAsk }: { piece: PieceRow; onAsk: () => void }): ReactNode {
  const zone = useZone()
  const parts = splitNumber(piece.grouped)
  const photo = useQuery({
    queryKey: [[t('assign.assign.labelOfAPiece')], piece.id], enabled: piece.photos > 0, staleTime: Infinity,
    queryFn: async () => {
      const [first] = (await client.pieces.get({ id: piece.id })).photos
      if (!first) return null
      const { type, content } = await client.pieces.file({ hash: first.file })
      return `data:${type};base64,${content}`
    },
  }).data
  return (
    <div className={css.top}>
      <div>
        <div className={css.what}>{whatItIs(piece)}</div>
        <div className={css.digits}>{parts.head && <span>{parts.head}</span>}<b>{parts.tail}</b></div>
        <div className={css.facts}>
          <span>{when(piece.receivedAt, zone)}, {piece.receivedBy}</span>
          {piece.recipient && <span>{t('assign.assign.onTheLabel')} <b>{forWhom(piece)}</b></span>}
          {piece.sender && <span>{t('assign.assign.fromSender', { sender: piece.sender })}</span>}
          {piece.note && <span>{piece.note}</span>}
          <PieceTags row={piece} onAsk={onAsk} />
          {piece.questions.length > 0 && <Button small keys={ASK_KEY} onClick={onAsk}>{t('assign.assign.answer')}</Button>}
        </div>
      </div>
      {photo && <img className={css.photo} src={photo} alt={t('assign.assign.theLabelOfThisPiece')} />}
    </div>
  )
}
