import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Run, RunRow } from '../../../shared/contract/custody.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, HiddenText, Loading, Message, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import css from './runs.module.css'
import { RunPage } from './run-page.tsx'

export const RUN_WORDS: Record<RunRow['state'], string> = { planned: 'Planned', out: 'Out', closed: 'Closed' }

/** Delivery runs: made from what waits, scanned out, accounted for stop by stop. */
export function Runs(): ReactNode {
  const zone = useZone()
  const [which, setWhich] = useKept<'open' | 'closed'>('runs.which', 'open')
  const [selected, setSelected] = useKept<string | null>('runs.selected', null)
  const [making, setMaking] = useState(false)
  const query = useQuery(station.custody.runs.queryOptions({ input: { which, limit: 100 } }))
  const rows = query.data ?? []
  const shown = rows.find((row) => row.id === selected)?.id ?? rows[0]?.id ?? null
  useHead('Runs')
  useKeys(making ? [] : [{ key: 'F4', label: 'New run', run: () => { setMaking(true) } }])
  return (
    <section className={css.work}>
      <section className={css.list} aria-label="Runs">
        <PaneHead title="Runs"><Button small icon="plus" keys="F4" onClick={() => { setMaking(true) }}>New run</Button></PaneHead>
        <div className={css.filter}><Segments label="Which runs" small value={which} options={[{ value: 'open', label: 'Open' }, { value: 'closed', label: 'Closed' }]} onChange={setWhich} /></div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label="Reading the runs" /> : rows.length === 0 ? <Empty mark="onrun" title={which === 'open' ? 'No run is open' : 'No run is closed yet'}>{which === 'open' ? 'F4 makes one from what waits.' : ''}</Empty> : (
          <Rows label="Runs" items={rows} idOf={(row) => row.id} height={58} selected={shown} onSelect={(id) => { setSelected(id); setMaking(false) }}
            render={(row) => (
              <div className={css.runRow}>
                <div><b>{row.name}</b><span className={css.d}>{RUN_WORDS[row.state]}{row.carrier && `, ${row.carrier}`}, {when(row.outAt ?? row.madeAt, zone)}</span></div>
                <div className={css.e}><b>{row.state === 'out' ? count(row.counts.remaining, 'left', 'left') : count(row.counts.all, 'piece')}</b><span className={css.d}>{count(row.stops, 'stop')}</span></div>
              </div>
            )} />
        )}
      </section>
      {making ? <MakeRun onClose={() => { setMaking(false) }} onMade={(run) => { setMaking(false); setWhich('open'); setSelected(run.id) }} /> : shown ? <RunPage key={shown} id={shown} /> : <div className={css.pad} />}
    </section>
  )
}

/** Chooses the stops of a new run from those for which something waits. */
function MakeRun({ onClose, onMade }: { onClose: () => void; onMade: (run: Run) => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.custody.runCandidates.queryOptions())
  const rows = query.data ?? []
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [name, setName] = useState('')
  const [carrier, setCarrier] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const taken = rows.filter((row) => !off.has(row.mailStop))
  const pieces = taken.reduce((sum, row) => sum + row.pieces, 0)
  const run = useMutation({
    mutationFn: () => client.custody.makeRun({ mailStops: taken.map((row) => row.mailStop), name, carrier }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: station.custody.key() })
      onMade(made)
    },
  })
  const make = (): void => { if (taken.length > 0 && !run.isPending) run.mutate() }
  const toggle = (id: string): void => {
    const next = new Set(off)
    if (!next.delete(id)) next.add(id)
    setOff(next)
  }
  const current = selected ?? rows[0]?.mailStop ?? null
  const building = (floor: string, of: string): string => [of, floor && `floor ${floor}`].filter(Boolean).join(', ') || 'No building recorded'
  useKeys([
    { key: 'Ctrl Enter', label: 'Make the run', when: taken.length > 0, run: make },
    { key: 'Space', label: 'Tick', when: current !== null, run: () => { if (current) toggle(current) } },
    { key: 'Ctrl A', label: 'Tick all', when: rows.length > 0, run: () => { setOff(off.size === 0 ? new Set(rows.map((row) => row.mailStop)) : new Set()) } },
    { key: 'Esc', label: 'No run', run: onClose },
  ])
  return (
    <form className={css.page} aria-label="New run" onSubmit={(event: FormEvent) => { event.preventDefault(); make() }}>
      <header className={css.head}>
        <div className={css.next}><span className={css.d}>New run</span><b>{count(taken.length, 'stop')}</b><span>{count(pieces, 'piece')} wait for them</span></div>
        <div className={css.fields}>
          <TextField label="Name" hint="or it is numbered" value={name} maxLength={80} onChange={(event) => { setName(event.currentTarget.value) }} />
          <TextField label="Who carries it" value={carrier} maxLength={200} onChange={(event) => { setCarrier(event.currentTarget.value) }} />
        </div>
      </header>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading label="Reading what waits" /> : rows.length === 0 ? <Empty mark="stored" title="Nothing waits for a mail stop">A run is made from pieces whose recipient has a mail stop in the directory.</Empty> : (
        <Rows autoFocus ref={list} label="Stops of the run" items={rows} idOf={(row) => row.mailStop} height={44} selected={current} onSelect={setSelected} onOpen={(row) => { toggle(row.mailStop) }}
          render={(row) => (
            <div className={css.stopRow} onKeyDown={undefined}>
              <span className={css.box} data-on={!off.has(row.mailStop) || undefined}>{!off.has(row.mailStop) && <><Icon name="check" size="s" /><HiddenText>Ticked</HiddenText></>}</span>
              <b className={css.mono}>{row.code}</b>
              <span>{building(row.floor, row.building)}{row.description && `, ${row.description}`}</span>
              <span className={css.e}>{count(row.pieces, 'piece')}</span>
              <span className={css.e}>{row.oldestAt === null ? '' : `since ${when(row.oldestAt, zone)}`}</span>
            </div>
          )} />
      )}
      <footer className={css.foot}>
        {run.error && <ProblemMessage problem={problemOf(run.error)} title="The run was not made." />}
        {!query.isPending && rows.length > 0 && taken.length === 0 && <Message tone="act">Tick at least one stop.</Message>}
        <Button keys="Esc" onClick={onClose}>No run</Button>
        <Button kind="primary" big keys="Ctrl Enter" submit>Make the run with {count(pieces, 'piece')}</Button>
      </footer>
    </form>
  )
}
