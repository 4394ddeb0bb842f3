import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Run, RunRow } from '../../../shared/contract/custody.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, HiddenText, Loading, Message, PaneHead, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, placeWords, when } from '../../ui/words.ts'
import css from './runs.module.css'
import { RunPage } from './run-page.tsx'

export const RUN_WORDS: Record<RunRow['state'], string> = { planned: t('custody.runs.planned'), out: t('custody.runs.out'), closed: t('common.closed') }

/** Delivery runs: made from what waits, scanned out, accounted for stop by stop. */
export function Runs(): ReactNode {
  const zone = useZone()
  const [which, setWhich] = useKept<'open' | 'closed'>('runs.which', 'open')
  const [selected, setSelected] = useKept<string | null>('runs.selected', null)
  const [making, setMaking] = useOpen('runs.making', false)
  const query = useQuery(station.custody.runs.queryOptions({ input: { which, limit: 100 } }))
  const rows = query.data ?? []
  const shown = rows.find((row) => row.id === selected)?.id ?? rows[0]?.id ?? null
  useHead(t('custody.runs.runs'))
  useKeys(making ? [] : [{ key: 'F4', label: t('custody.runs.newRun'), run: () => { setMaking(true) } }])
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('custody.runs.runs')}>
        <PaneHead title={t('custody.runs.runs')}><Button small icon="plus" keys="F4" onClick={() => { setMaking(true) }}>{t('custody.runs.newRun')}</Button></PaneHead>
        <div className={css.filter}><Segments label={t('custody.runs.whichRuns')} small value={which} options={[{ value: 'open', label: t('common.open') }, { value: 'closed', label: t('common.closed') }]} onChange={setWhich} /></div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('custody.runs.readingTheRuns')} /> : rows.length === 0 ? !query.error && <Empty mark="onrun" title={which === 'open' ? t('custody.runs.noRunIsOpen') : t('custody.runs.noRunIsClosedYet')}>{which === 'open' ? t('custody.runs.f4MakesOneFromWhatWaits') : t('custody.runs.aClosedRunStandsHereF4')}</Empty> : (
          <Rows label={t('custody.runs.runs')} items={rows} idOf={(row) => row.id} height={58} selected={shown} onSelect={(id) => { setSelected(id); setMaking(false) }}
            render={(row) => (
              <div className={css.runRow}>
                <div><b>{row.name}</b><span className={css.d}>{row.state !== 'closed' && `${RUN_WORDS[row.state]}, `}{when(row.outAt ?? row.madeAt, zone)}{row.carrier && `, ${row.carrier}`}</span></div>
                <div className={css.e}><b>{row.state === 'out' ? count(row.counts.remaining, t('custody.runs.left'), t('custody.runs.left')) : count(row.counts.all, t('common.piece'))}</b><span className={css.d}>{count(row.stops, t('custody.runs.stop'))}</span></div>
              </div>
            )} />
        )}
      </section>
      {making ? <MakeRun onClose={() => { setMaking(false) }} onMade={(run) => { setMaking(false); setWhich('open'); setSelected(run.id) }} /> : shown ? <RunPage key={shown} id={shown} /> : <Unchosen work label={t('custody.runs.theRun')} reading={query.isPending} icon="runs" title={t('custody.runs.noRunChosen')}>{t('custody.runs.theOneChosenInTheList')}</Unchosen>}
    </section>
  )
}

/** Chooses the stops of a new run from those for which something waits. */
function MakeRun({ onClose, onMade }: { onClose: () => void; onMade: (run: Run) => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.custody.runCandidates.queryOptions())
  const rows = query.data ?? []
  const [off, setOff] = useHeld<readonly string[]>('runs.off', [])
  const [name, setName] = useHeld('runs.name', '')
  const [carrier, setCarrier] = useHeld('runs.carrier', '')
  const [selected, setSelected] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const taken = rows.filter((row) => !off.includes(row.mailStop))
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
    setOff([...next])
  }
  const current = selected ?? rows[0]?.mailStop ?? null
  const building = (floor: string, of: string): string => placeWords(of, floor) || t('custody.runs.noBuildingRecorded')
  useKeys([
    { key: 'Ctrl Enter', label: t('custody.runs.makeTheRun'), when: taken.length > 0, run: make },
    { key: 'Space', label: t('common.tick'), when: current !== null, run: () => { if (current) toggle(current) } },
    { key: 'Ctrl A', label: t('common.tickAll'), when: rows.length > 0, run: () => { setOff(off.length === 0 ? rows.map((row) => row.mailStop) : []) } },
    { key: 'Esc', label: t('custody.runs.noRun'), run: onClose },
  ])
  return (
    <form className={css.page} aria-label={t('custody.runs.newRun')} onSubmit={(event: FormEvent) => { event.preventDefault(); make() }}>
      <header className={css.head}>
        <div className={css.next}><span className={css.d}>{t('custody.runs.newRun')}</span>{query.data && <><b>{count(taken.length, t('custody.runs.stop'))}</b><span>{t('custody.runs.piecesWaitForThem', { pieces: count(pieces, t('common.piece')) })}</span></>}</div>
        <div className={css.fields}>
          <TextField label={t('common.name')} hint={t('custody.runs.orItIsNumbered')} value={name} maxLength={80} onChange={(event) => { setName(event.currentTarget.value) }} />
          <TextField label={t('custody.runs.whoCarriesIt')} value={carrier} maxLength={200} onChange={(event) => { setCarrier(event.currentTarget.value) }} />
        </div>
      </header>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading label={t('common.readingWhatWaits')} /> : rows.length === 0 ? !query.error && <Empty mark="stored" title={t('custody.runs.nothingWaitsForAMailStop')}>{t('custody.runs.aRunIsMadeFromPieces')}</Empty> : (
        <Rows autoFocus ref={list} label={t('custody.runs.stopsOfTheRun')} items={rows} idOf={(row) => row.mailStop} height={44} selected={current} onSelect={setSelected} onOpen={(row) => { toggle(row.mailStop) }}
          render={(row) => (
            <div className={css.stopRow} onKeyDown={undefined}>
              <span className={css.box} data-on={!off.includes(row.mailStop) || undefined}>{!off.includes(row.mailStop) && <><Icon name="check" size="s" /><HiddenText>{t('common.ticked')}</HiddenText></>}</span>
              <b className={css.mono}>{row.code}</b>
              <span>{building(row.floor, row.building)}{row.description && `, ${row.description}`}</span>
              <span className={css.e}>{count(row.pieces, t('common.piece'))}</span>
              <span className={css.e}>{row.oldestAt === null ? '' : t('custody.runs.sinceOldestat', { oldestAt: when(row.oldestAt, zone) })}</span>
            </div>
          )} />
      )}
      <footer className={css.foot}>
        {run.error && <ProblemMessage problem={problemOf(run.error)} title={t('custody.runs.theRunWasNotMade')} />}
        {!query.isPending && rows.length > 0 && taken.length === 0 && <Message tone="act">{t('custody.runs.tickAtLeastOneStop')}</Message>}
        <Button keys="Esc" onClick={onClose}>{t('custody.runs.noRun')}</Button>
        {rows.length > 0 && <Button kind="primary" big keys="Ctrl Enter" submit>{t('custody.runs.makeTheRunWithPieces', { pieces: count(pieces, t('common.piece')) })}</Button>}
      </footer>
    </form>
  )
}
