import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Run, RunStop } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { freshId } from './words.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed, printPdf } from '../../app/print.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { HiddenText, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, placeWords } from '../../ui/words.ts'
import { whatItIs } from '../intake/what-it-is.ts'
import { LineDialog } from './dialogs.tsx'
import css from './runs.module.css'
import { useResolvedScans } from './scans.ts'
import { SignDialog } from './sign-dialog.tsx'
import { TypedNumber } from './typed-number.tsx'

const LINE_WORDS: Record<RunStop['lines'][number]['state'], string> = { planned: t('custody.runPage.toBeScannedOut'), out: t('custody.runPage.onTheRun'), 'handed-over': t('custody.runPage.handedOver'), left: t('custody.runPage.leftAtTheStop'), back: t('custody.runPage.broughtBack'), refused: 'refused', lost: 'lost', dropped: t('custody.runPage.stayedHere') }
type Which = 'all' | 'delivered' | 'remaining'
/** A line of the list: a stop, or one of its pieces. */
interface Item { id: string; stop: RunStop; line: RunStop['lines'][number] | null }
const open = (line: RunStop['lines'][number]): boolean => line.state === 'out' || line.state === 'planned'
const delivered = (line: RunStop['lines'][number]): boolean => line.state === 'handed-over' || line.state === 'left'
const nameOf = (stop: RunStop): string => stop.code || t('custody.runPage.noMailStop')
const keyOf = (stop: RunStop): string => stop.mailStop ?? `/${stop.code}`

/** One run: its next stop large, its stops in the order of the way, what to do at each on one key. */
export function RunPage({ id }: { id: string }): ReactNode {
  const query = useQuery(station.custody.run.queryOptions({ input: { run: id } }))
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!query.data) return <Loading label={t('custody.runPage.readingTheRun')} />
  return <OneRun run={query.data} />
}

function keep(run: Run): void {
  queries.setQueryData(station.custody.run.queryKey({ input: { run: run.id } }), run)
  void queries.invalidateQueries({ queryKey: station.custody.key() })
}

function OneRun({ run }: { run: Run }): ReactNode {
  const [which, setWhich] = useState<Which>('all')
  const [picked, setPicked] = useHeld<string | null>(`run.stop.${run.id}`, null)
  const [ticks, setTicks] = useHeld<readonly string[]>(`run.ticks.${run.id}`, [])
  const scanned = new Set(ticks)
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const [dialog, setDialog] = useOpen<'sign' | 'back' | 'refused' | null>(`run.${run.id}`, null)
  const [selected, setSelected] = useState<string | null>(null)
  const { ask, dialog: approval } = useApproval()
  const stops = run.stopList.map((stop) => ({ ...stop, lines: stop.lines.filter((line) => which === 'all' || (which === 'delivered' ? delivered(line) : open(line))) })).filter((stop) => stop.lines.length > 0)
  const items = stops.flatMap((stop): Item[] => [{ id: `/${keyOf(stop)}`, stop, line: null }, ...stop.lines.map((line) => ({ id: line.piece.id, stop, line }))])
  const here = run.stopList.find((stop) => keyOf(stop) === picked) ?? run.stopList.find((stop) => stop.remaining > 0) ?? run.stopList.find((stop) => stop.lines.some(open)) ?? run.stopList[0] ?? null
  const waiting = here?.lines.filter((line) => line.state === 'out').map((line) => line.piece) ?? []
  const ticked = waiting.filter((piece) => scanned.has(piece.id))
  const chosen = ticked.length > 0 ? ticked : waiting
  const done = (): void => { setTicks([]); setPicked(null); setWrong(null) }
  const { planned, remaining } = run.counts
  const atStop = remaining > 0 && (planned === 0 || picked !== null) && here !== null
  const act = useMutation({ mutationFn: (work: () => Promise<Run>) => work(), onSuccess: (next) => { keep(next); done() } })
  const leave = (): void => {
    const id = freshId()
    if (here && chosen.length > 0 && !act.isPending) act.mutate(() => ask((allowed) => client.custody.leave({ id, run: run.id, pieces: chosen.map((piece) => piece.id), ...(here.mailStop ? { mailStop: here.mailStop } : {}), ...(allowed ? { approval: allowed } : {}) })))
  }
  const outAll = (): void => { if (!act.isPending) act.mutate(() => client.custody.scanOut({ run: run.id, all: true })) }
  /** Ticks one piece that is out, or takes its tick away; a stop is gone to. */
  const toggle = ({ id, stop, line }: Item): void => {
    setPicked(keyOf(stop))
    if (line?.state !== 'out') return
    const next = new Set(scanned)
    if (!next.delete(id)) next.add(id)
    setTicks([...next])
  }
  const current = items.find((item) => item.id === selected) ?? null
  const close = (): void => { if (!act.isPending) act.mutate(() => client.custody.closeRun({ run: run.id })) }
  const sheet = useMutation({
    mutationFn: async () => {
      try {
        return printed(t('custody.runPage.theRunSheetIsAtThe'), await client.custody.printRunSheet({ run: run.id }))
      } catch (error) {
        if (problemOf(error).code !== 'no-printer') throw error
        return printed(t('custody.runPage.theRunSheetIsInThe'), await printPdf(await client.custody.runSheet({ run: run.id })))
      }
    },
  })
  useResolvedScans(run.state === 'closed' ? null : async (what, text) => {
    setScanProblem(null)
    const inIt = what.container ? run.stopList.flatMap((stop) => stop.lines.map((one) => ({ stop, one }))).filter(({ one }) => one.state === 'out' && one.piece.container?.id === what.container?.id) : []
    if (inIt[0]) {
      setPicked(keyOf(inIt[0].stop))
      setTicks([...scanned, ...inIt.map(({ one }) => one.piece.id)])
      setWrong(null)
      return 'right'
    }
    const line = run.stopList.flatMap((stop) => stop.lines.map((one) => ({ stop, one }))).find(({ one }) => one.piece.id === what.piece?.id)
    if (line?.one.state === 'out') {
      setPicked(keyOf(line.stop))
      setTicks([...scanned, line.one.piece.id])
      setWrong(null)
      return 'right'
    }
    if (line && line.one.state !== 'planned') {
      setWrong({ title: t('custody.runPage.groupedIsValueAlready', { grouped: what.grouped, value: LINE_WORDS[line.one.state] }), text: what.where })
      return 'wrong'
    }
    keep(await client.custody.scanOut({ run: run.id, text }))
    setWrong(null)
    return 'right'
  }, setScanProblem)
  useScanHint(run.state === 'closed' ? t('custody.runPage.scansStillGoToIntake') : planned > 0 ? t('custody.runPage.scanPiecesToTakeThemOut') : t('custody.runPage.scanAPieceAtItsStop'), run.name)
  useKeys(dialog ? [] : [
    ...(planned > 0 && run.state !== 'closed' ? [{ key: 'Ctrl Enter', label: t('custody.runPage.takeOutAllPlanned', { planned }), run: outAll }] : run.state === 'out' ? [{ key: 'Ctrl Enter', label: t('custody.runPage.closeTheRun'), run: close }] : []),
    { key: 'S', label: t('custody.runPage.signedFor'), when: chosen.length > 0, run: () => { setDialog('sign') } },
    { key: 'L', label: t('custody.runPage.leftAtTheStop2'), when: chosen.length > 0, run: leave },
    { key: 'B', label: t('custody.runPage.broughtBack2'), when: chosen.length > 0, run: () => { setDialog('back') } },
    { key: 'R', label: t('custody.runPage.refusedAtTheStop'), when: chosen.length > 0, strip: false, run: () => { setDialog('refused') } },
    { key: 'Space', label: t('common.tick'), when: current?.line?.state === 'out', strip: false, run: () => { if (current) toggle(current) } },
    { key: 'X', label: t('custody.runPage.closePlannedStayHere', { planned }), when: planned > 0 && run.state !== 'closed', strip: false, run: close },
    { key: 'F3', label: t('custody.runPage.allDeliveredRemaining'), strip: false, run: () => { setWhich(which === 'all' ? 'delivered' : which === 'delivered' ? 'remaining' : 'all') } },
    { key: 'F8', label: t('custody.runPage.printTheRunSheet'), run: () => { sheet.mutate() } },
  ])
  const problem = act.error ? problemOf(act.error) : sheet.error ? problemOf(sheet.error) : scanProblem
  const place = here ? [placeWords(here.building, here.floor), here.description].filter(Boolean).join(', ') : ''
  return (
    <section className={css.page} aria-label={run.name}>
      <header className={css.head}>
        <div className={css.next}>
          <span className={css.d}>{run.state === 'closed' ? t('common.closed') : atStop ? (picked ? t('custody.runPage.atThisStop') : t('custody.runPage.nextStop')) : planned > 0 ? t('custody.runPage.toBeScannedOut2') : t('custody.runPage.everythingIsAccountedFor')}</span>
          <b>{run.state === 'closed' ? run.name : atStop ? nameOf(here) : planned > 0 ? count(planned, t('common.piece')) : run.name}</b>
          <span>{atStop ? `${place}${place ? ', ' : ''}${count(chosen.length, t('common.piece'))}${ticked.length > 0 ? t('custody.runPage.ticked') : t('custody.runPage.forIt')}` : [run.state === 'closed' || planned === 0 ? count(run.counts.all, t('common.piece')) : run.name, run.carrier].filter(Boolean).join(', ')}</span>
        </div>
        <div className={css.acts}>
          {planned > 0 && run.state !== 'closed' && <Button kind="primary" big keys="Ctrl Enter" onClick={outAll}>{t('custody.runPage.takeOutAllPlanned', { planned })}</Button>}
          {chosen.length > 0 && <><Button kind={planned > 0 ? 'plain' : 'primary'} keys="S" onClick={() => { setDialog('sign') }}>{t('custody.runPage.signedFor')}</Button><Button keys="L" onClick={leave}>{t('custody.runPage.left')}</Button><Button keys="B" onClick={() => { setDialog('back') }}>{t('custody.runPage.broughtBack2')}</Button><Button keys="R" onClick={() => { setDialog('refused') }}>{t('common.refused')}</Button></>}
          {planned > 0 && remaining === 0 && run.state !== 'closed' && <Button keys="X" onClick={close}>{t('custody.runPage.closePlanned', { planned })} {planned === 1 ? t('custody.runPage.stays') : t('custody.runPage.stay')} {t('common.here')}</Button>}
          {run.state === 'out' && planned === 0 && <Button kind={remaining === 0 ? 'primary' : 'plain'} keys="Ctrl Enter" onClick={close}>{t('custody.runPage.closeTheRun')}</Button>}
        </div>
      </header>
      {(wrong ?? problem ?? sheet.data) && (
        <div className={css.pad}>
          {wrong && <Message tone="stop" title={wrong.title}>{wrong.text}</Message>}
          {problem && <ProblemMessage problem={problem} />}
          {sheet.data && !problem && <p role="status">{sheet.data}</p>}
        </div>
      )}
      <div className={css.filter}><Segments label={t('common.whichPieces')} small value={which} onChange={setWhich} options={[{ value: 'all', label: t('custody.runPage.allAll', { all: run.counts.all }) }, { value: 'delivered', label: t('custody.runPage.deliveredDelivered', { delivered: run.counts.delivered }) }, { value: 'remaining', label: t('custody.runPage.remainingValue', { value: planned + remaining }) }]} /><Button small icon="printer" keys="F8" onClick={() => { sheet.mutate() }}>{t('custody.runPage.runSheet')}</Button></div>
      <Rows autoFocus label={t('custody.runPage.stopsInTheOrderOfThe')} items={items} idOf={(item) => item.id} height={34} selected={selected} onSelect={setSelected} onOpen={toggle}
        render={({ stop, line }) => line ? <Line piece={line.piece} state={LINE_WORDS[line.state]} open={open(line)} ticked={scanned.has(line.piece.id)} /> : (
          <div className={css.stopHead} data-here={here !== null && keyOf(stop) === keyOf(here) || undefined}>
            <b className={css.mono}>{nameOf(stop)}</b><span>{[placeWords(stop.building, stop.floor), stop.description].filter(Boolean).join(', ')}</span><span className={css.e}>{stop.remaining > 0 ? t('custody.runPage.remainingOfLinesLeft', { remaining: stop.remaining, lines: stop.lines.length }) : count(stop.lines.length, t('common.piece'))}</span>
          </div>
        )} />
      {dialog === 'sign' && here && <SignDialog run={run} pieces={chosen} onClose={() => { setDialog(null) }} onDone={(next) => { setDialog(null); keep(next); done() }} />}
      {dialog === 'back' && <LineDialog title={t('custody.runPage.bringLengthBack', { length: count(chosen.length, t('common.piece')) })} label={t('common.reason')} verb={t('custody.runPage.bringBack')} words={t('custody.runPage.theyLieInTheMailroomAgain')} onClose={() => { setDialog(null) }} act={async (reason) => { keep(await client.custody.runBack({ run: run.id, pieces: chosen.map((piece) => piece.id), reason })); done() }} />}
      {dialog === 'refused' && <LineDialog title={chosen.length === 1 ? t('custody.runPage.isThisPieceRefused') : t('custody.runPage.areTheseChosenPiecesRefused', { chosen: chosen.length })} label={t('custody.runPage.whatWasSaid')} verb={t('common.refused')} words={t('custody.runPage.theyComeBackAndStandUnder')} onClose={() => { setDialog(null) }} act={async (reason) => { keep(await client.custody.runBack({ run: run.id, pieces: chosen.map((piece) => piece.id), reason, refused: true })); done() }} />}
      {!dialog && run.state !== 'closed' && <TypedNumber />}
      {approval}
    </section>
  )
}

function Line({ piece, state, open: stillOpen, ticked }: { piece: PieceRow; state: string; open: boolean; ticked: boolean }): ReactNode {
  return (
    <div className={css.line} data-open={stillOpen || undefined}>
      <span className={css.tick}>{ticked ? <><Icon name="scan" size="s" /><HiddenText>{t('common.ticked')}</HiddenText></> : !stillOpen ? <Icon name="check" size="s" /> : null}</span>
      <b>{piece.recipient?.name || piece.recipient?.department || t('common.nobodyNamed')}</b>
      <span className={css.d}>{whatItIs(piece)}{piece.container && t('custody.runPage.inNumber', { number: piece.container.number })}</span>
      <Num grouped={piece.grouped} tail />
      <span className={css.e}>{piece.accountable && stillOpen ? t('custody.runPage.signForIt') : state}</span>
    </div>
  )
}
