import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Run, RunStop } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { freshId } from './words.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { HiddenText, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count } from '../../ui/words.ts'
import { whatItIs } from '../intake/what-it-is.ts'
import { LineDialog } from './dialogs.tsx'
import css from './runs.module.css'
import { useResolvedScans } from './scans.ts'
import { SignDialog } from './sign-dialog.tsx'
import { TypedNumber } from './typed-number.tsx'

const LINE_WORDS: Record<RunStop['lines'][number]['state'], string> = { planned: 'to be scanned out', out: 'on the run', 'handed-over': 'handed over', left: 'left at the stop', back: 'brought back', refused: 'refused', lost: 'lost', dropped: 'stayed here' }
type Which = 'all' | 'delivered' | 'remaining'
/** A line of the list: a stop, or one of its pieces. */
interface Item { id: string; stop: RunStop; line: RunStop['lines'][number] | null }
const open = (line: RunStop['lines'][number]): boolean => line.state === 'out' || line.state === 'planned'
const delivered = (line: RunStop['lines'][number]): boolean => line.state === 'handed-over' || line.state === 'left'
const nameOf = (stop: RunStop): string => stop.code || 'No mail stop'
const keyOf = (stop: RunStop): string => stop.mailStop ?? `/${stop.code}`

/** One run: its next stop large, its stops in the order of the way, what to do at each on one key. */
export function RunPage({ id }: { id: string }): ReactNode {
  const query = useQuery(station.custody.run.queryOptions({ input: { run: id } }))
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!query.data) return <Loading label="Reading the run" />
  return <OneRun run={query.data} />
}

function keep(run: Run): void {
  queries.setQueryData(station.custody.run.queryKey({ input: { run: run.id } }), run)
  void queries.invalidateQueries({ queryKey: station.custody.key() })
}

function OneRun({ run }: { run: Run }): ReactNode {
  const [which, setWhich] = useState<Which>('all')
  const [picked, setPicked] = useState<string | null>(null)
  const [scanned, setScanned] = useState<ReadonlySet<string>>(new Set())
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const [dialog, setDialog] = useState<'sign' | 'back' | 'refused' | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const { ask, dialog: approval } = useApproval()
  const stops = run.stopList.map((stop) => ({ ...stop, lines: stop.lines.filter((line) => which === 'all' || (which === 'delivered' ? delivered(line) : open(line))) })).filter((stop) => stop.lines.length > 0)
  const items = stops.flatMap((stop): Item[] => [{ id: `/${keyOf(stop)}`, stop, line: null }, ...stop.lines.map((line) => ({ id: line.piece.id, stop, line }))])
  const here = run.stopList.find((stop) => keyOf(stop) === picked) ?? run.stopList.find((stop) => stop.remaining > 0) ?? run.stopList.find((stop) => stop.lines.some(open)) ?? run.stopList[0] ?? null
  const waiting = here?.lines.filter((line) => line.state === 'out').map((line) => line.piece) ?? []
  const ticked = waiting.filter((piece) => scanned.has(piece.id))
  const chosen = ticked.length > 0 ? ticked : waiting
  const done = (): void => { setScanned(new Set()); setPicked(null); setWrong(null) }
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
    setScanned(next)
  }
  const current = items.find((item) => item.id === selected) ?? null
  const close = (): void => { if (!act.isPending) act.mutate(() => client.custody.closeRun({ run: run.id })) }
  const sheet = useMutation({
    mutationFn: async () => {
      try {
        await client.custody.printRunSheet({ run: run.id })
        return 'The run sheet is at the printer.'
      } catch (error) {
        if (problemOf(error).code !== 'no-printer') throw error
        await printPdf(await client.custody.runSheet({ run: run.id }))
        return 'The run sheet is in the print dialog.'
      }
    },
  })
  useResolvedScans(run.state === 'closed' ? null : async (what, text) => {
    setScanProblem(null)
    const inIt = what.container ? run.stopList.flatMap((stop) => stop.lines.map((one) => ({ stop, one }))).filter(({ one }) => one.state === 'out' && one.piece.container?.id === what.container?.id) : []
    if (inIt[0]) {
      setPicked(keyOf(inIt[0].stop))
      setScanned(new Set([...scanned, ...inIt.map(({ one }) => one.piece.id)]))
      setWrong(null)
      return 'right'
    }
    const line = run.stopList.flatMap((stop) => stop.lines.map((one) => ({ stop, one }))).find(({ one }) => one.piece.id === what.piece?.id)
    if (line?.one.state === 'out') {
      setPicked(keyOf(line.stop))
      setScanned(new Set([...scanned, line.one.piece.id]))
      setWrong(null)
      return 'right'
    }
    if (line && line.one.state !== 'planned') {
      setWrong({ title: `${what.grouped} is ${LINE_WORDS[line.one.state]} already.`, text: what.where })
      return 'wrong'
    }
    keep(await client.custody.scanOut({ run: run.id, text }))
    setWrong(null)
    return 'right'
  }, setScanProblem)
  useScanHint(run.state === 'closed' ? 'Scans still go to Intake' : planned > 0 ? 'Scan pieces to take them out' : 'Scan a piece at its stop', run.name)
  useKeys(dialog ? [] : [
    ...(planned > 0 && run.state !== 'closed' ? [{ key: 'Ctrl Enter', label: `Take out all ${planned}`, run: outAll }] : run.state === 'out' ? [{ key: 'Ctrl Enter', label: 'Close the run', run: close }] : []),
    { key: 'S', label: 'Signed for', when: chosen.length > 0, run: () => { setDialog('sign') } },
    { key: 'L', label: 'Left at the stop', when: chosen.length > 0, run: leave },
    { key: 'B', label: 'Brought back', when: chosen.length > 0, run: () => { setDialog('back') } },
    { key: 'R', label: 'Refused at the stop', when: chosen.length > 0, strip: false, run: () => { setDialog('refused') } },
    { key: 'Space', label: 'Tick', when: current?.line?.state === 'out', strip: false, run: () => { if (current) toggle(current) } },
    { key: 'X', label: `Close, ${planned} stay here`, when: planned > 0 && run.state !== 'closed', strip: false, run: close },
    { key: 'F3', label: 'All, delivered, remaining', strip: false, run: () => { setWhich(which === 'all' ? 'delivered' : which === 'delivered' ? 'remaining' : 'all') } },
    { key: 'F8', label: 'Print the run sheet', run: () => { sheet.mutate() } },
  ])
  const problem = act.error ? problemOf(act.error) : sheet.error ? problemOf(sheet.error) : scanProblem
  const place = here ? [here.building, here.floor && `floor ${here.floor}`, here.description].filter(Boolean).join(', ') : ''
  return (
    <section className={css.page} aria-label={run.name}>
      <header className={css.head}>
        <div className={css.next}>
          <span className={css.d}>{run.state === 'closed' ? 'Closed' : atStop ? (picked ? 'At this stop' : 'Next stop') : planned > 0 ? 'To be scanned out' : 'Everything is accounted for'}</span>
          <b>{run.state === 'closed' ? run.name : atStop ? nameOf(here) : planned > 0 ? count(planned, 'piece') : run.name}</b>
          <span>{atStop ? `${place}${place ? ', ' : ''}${count(chosen.length, 'piece')}${ticked.length > 0 ? ' ticked' : ' for it'}` : [run.name, run.carrier].filter(Boolean).join(', ')}</span>
        </div>
        <div className={css.acts}>
          {planned > 0 && run.state !== 'closed' && <Button kind="primary" big keys="Ctrl Enter" onClick={outAll}>Take out all {planned}</Button>}
          {chosen.length > 0 && <><Button kind={planned > 0 ? 'plain' : 'primary'} keys="S" onClick={() => { setDialog('sign') }}>Signed for</Button><Button keys="L" onClick={leave}>Left</Button><Button keys="B" onClick={() => { setDialog('back') }}>Brought back</Button><Button keys="R" onClick={() => { setDialog('refused') }}>Refused</Button></>}
          {planned > 0 && remaining === 0 && run.state !== 'closed' && <Button keys="X" onClick={close}>Close, {planned} {planned === 1 ? 'stays' : 'stay'} here</Button>}
          {run.state === 'out' && planned === 0 && <Button kind={remaining === 0 ? 'primary' : 'plain'} keys="Ctrl Enter" onClick={close}>Close the run</Button>}
          <Button keys="F8" onClick={() => { sheet.mutate() }}>Run sheet</Button>
        </div>
      </header>
      {(wrong ?? problem ?? sheet.data) && (
        <div className={css.pad}>
          {wrong && <Message tone="stop" title={wrong.title}>{wrong.text}</Message>}
          {problem && <ProblemMessage problem={problem} />}
          {sheet.data && !problem && <p role="status">{sheet.data}</p>}
        </div>
      )}
      <div className={css.filter}><Segments label="Which pieces" small value={which} onChange={setWhich} options={[{ value: 'all', label: `All ${run.counts.all}` }, { value: 'delivered', label: `Delivered ${run.counts.delivered}` }, { value: 'remaining', label: `Remaining ${planned + remaining}` }]} /></div>
      <Rows autoFocus label="Stops in the order of the way" items={items} idOf={(item) => item.id} height={34} selected={selected} onSelect={setSelected} onOpen={toggle}
        render={({ stop, line }) => line ? <Line piece={line.piece} state={LINE_WORDS[line.state]} open={open(line)} ticked={scanned.has(line.piece.id)} /> : (
          <div className={css.stopHead} data-here={here !== null && keyOf(stop) === keyOf(here) || undefined}>
            <b className={css.mono}>{nameOf(stop)}</b><span>{[stop.building, stop.floor && `floor ${stop.floor}`, stop.description].filter(Boolean).join(', ')}</span><span className={css.e}>{stop.remaining > 0 ? `${stop.remaining} of ${stop.lines.length} left` : count(stop.lines.length, 'piece')}</span>
          </div>
        )} />
      {dialog === 'sign' && here && <SignDialog run={run} pieces={chosen} onClose={() => { setDialog(null) }} onDone={(next) => { setDialog(null); keep(next); done() }} />}
      {dialog === 'back' && <LineDialog title={`Bring ${count(chosen.length, 'piece')} back?`} label="Reason" verb="Bring back" words="They lie in the mailroom again." onClose={() => { setDialog(null) }} act={async (reason) => { keep(await client.custody.runBack({ run: run.id, pieces: chosen.map((piece) => piece.id), reason })); done() }} />}
      {dialog === 'refused' && <LineDialog title={chosen.length === 1 ? 'Is this piece refused?' : `Are these ${chosen.length} pieces refused?`} label="What was said" verb="Refused" words="They come back and stand under Exceptions until they are sent back or on." onClose={() => { setDialog(null) }} act={async (reason) => { keep(await client.custody.runBack({ run: run.id, pieces: chosen.map((piece) => piece.id), reason, refused: true })); done() }} />}
      {!dialog && run.state !== 'closed' && <TypedNumber />}
      {approval}
    </section>
  )
}

function Line({ piece, state, open: stillOpen, ticked }: { piece: PieceRow; state: string; open: boolean; ticked: boolean }): ReactNode {
  return (
    <div className={css.line} data-open={stillOpen || undefined}>
      <span className={css.tick}>{ticked ? <><Icon name="scan" size="s" /><HiddenText>Ticked</HiddenText></> : !stillOpen ? <Icon name="check" size="s" /> : null}</span>
      <b>{piece.recipient?.name || piece.recipient?.department || 'Nobody named'}</b>
      <span className={css.d}>{whatItIs(piece)}{piece.container && `, in ${piece.container.number}`}</span>
      <Num grouped={piece.grouped} tail />
      <span className={css.e}>{piece.accountable && stillOpen ? 'sign for it' : state}</span>
    </div>
  )
}
