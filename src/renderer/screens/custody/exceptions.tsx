import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import type { ExceptionRow } from '../../../shared/contract/custody.ts'
import { EXCEPTIONS, type ExceptionKind, type Solution } from '../../../shared/mail/custody.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { fullTime, stateWords, when } from '../../ui/words.ts'
import { forWhom } from '../intake/session-list.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './exceptions.module.css'
import { EXCEPTION_WORDS, LineDialog } from './dialogs.tsx'
import { age } from './words.ts'

interface Step { verb: string; title: string; label: string; words: string; required: boolean }
const STEPS: Record<Solution, Step> = {
  keep: { verb: 'Goes its usual way', title: 'Does it go its usual way again?', label: 'Note', words: 'It waits for its recipient again.', required: false },
  forward: { verb: 'Send it on', title: 'Where is it sent on to?', label: 'Address', words: 'The address is kept with the piece.', required: true },
  return: { verb: 'Return to sender', title: 'Does it go back to the sender?', label: 'Why', words: 'It leaves the mailroom.', required: true },
  dispose: { verb: 'Dispose of it', title: 'Is it disposed of?', label: 'Why', words: 'This takes a supervisor.', required: true },
  found: { verb: 'It is found', title: 'Where was it found?', label: 'Location', words: 'It waits for its recipient again.', required: false },
  lost: { verb: 'It is lost', title: 'Is it lost?', label: 'What was done to find it', words: 'It stays in the log as lost.', required: true },
}

/** Pieces that do not go their usual way, oldest first, each with its next step. */
export function Exceptions(): ReactNode {
  const now = useStation()?.now ?? 0
  const [solved, setSolved] = useKept<'open' | 'solved'>('exceptions.which', 'open')
  const [kind, setKind] = useKept<ExceptionKind | ''>('exceptions.kind', '')
  const [selected, setSelected] = useState<string | null>(null)
  const [step, setStep] = useState<Solution | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const query = useInfiniteQuery(station.custody.exceptions.infiniteOptions({ input: (cursor: string | undefined) => ({ solved: solved === 'solved', limit: 100, ...(kind ? { kind } : {}), ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const counts = query.data?.pages[0]?.counts ?? {}
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  const begin = (next: Solution | null): void => { if (next && current && !current.solved) setStep(next) }
  useHead('Exceptions')
  useKeys([
    ...(current?.solved === null ? current.steps.slice(0, 9).map((one, i) => ({ key: String(i + 1), label: STEPS[one].verb, strip: i === 0, run: () => { begin(one) } })) : []),
    { key: 'O', label: 'Open the piece', when: current !== null, run: () => { if (current) void navigate({ to: '/pieces/$id', params: { id: current.piece.id } }) } },
    { key: 'F3', label: 'Open, solved', run: () => { setSolved(solved === 'open' ? 'solved' : 'open') } },
    { key: 'Esc', label: 'To the list', strip: false, run: () => list.current?.focus() },
  ])
  return (
    <section className={css.work}>
      <section className={css.list} aria-label="Exceptions">
        <div className={css.filter}>
          <Segments label="Which exceptions" small value={solved} onChange={setSolved} options={[{ value: 'open', label: `Open ${total}` }, { value: 'solved', label: 'Solved' }]} />
          <SelectField label="Kind" value={kind} data={[{ value: '', label: 'Every kind' }, ...EXCEPTIONS.map((value) => ({ value, label: counts[value] ? `${EXCEPTION_WORDS[value]} (${counts[value]})` : EXCEPTION_WORDS[value] }))]} onChange={(next) => { setKind((next ?? '') as ExceptionKind | '') }} />
        </div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label="Reading the exceptions" /> : rows.length === 0 ? <Empty mark="stored" title={solved === 'open' ? 'Nothing is out of the ordinary' : 'Nothing was solved yet'}>{solved === 'open' ? 'F2 on Handover or on a piece reports a problem.' : ''}</Empty> : (
          <Rows autoFocus ref={list} label="Exceptions" items={rows} idOf={(row) => row.id} height={50} selected={current?.id ?? null} onSelect={setSelected} onOpen={(row) => { if (row.next) begin(row.next) }} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            render={(row) => {
              const since = age(row.openedAt, now)
              return (
                <div className={css.row}>
                  <Mark name={stateWords(row.piece.state).mark} />
                  <div><b>{EXCEPTION_WORDS[row.kind]}</b><span className={css.d}>{forWhom(row.piece)}, {whatItIs(row.piece)} <Num grouped={row.piece.grouped} tail /></span></div>
                  <div className={css.e}><span data-look={(since.look && !row.solved) || undefined}>{row.solved ? 'solved' : since.text}</span><span className={css.d}>{row.openedBy}</span></div>
                </div>
              )
            }} />
        )}
      </section>
      {current ? <One key={current.id} row={current} onStep={begin} /> : <div />}
      {step && current && <StepDialog key={`${current.id}${step}`} row={current} solution={step} onClose={() => { setStep(null); list.current?.focus() }} />}
    </section>
  )
}

function One({ row, onStep }: { row: ExceptionRow; onStep: (step: Solution) => void }): ReactNode {
  const zone = useZone()
  const words = stateWords(row.piece.state)
  return (
    <section className={css.one} aria-label="The exception">
      <PaneHead title={EXCEPTION_WORDS[row.kind]} />
      <div className={css.body}>
        <p className={css.digits}><Num grouped={row.piece.grouped} /></p>
        <dl className={css.facts}>
          <div><dt>Piece</dt><dd>{whatItIs(row.piece)}</dd></div>
          <div><dt>For</dt><dd>{forWhom(row.piece)}{row.piece.recipient?.mailStop && `, stop ${row.piece.recipient.mailStop}`}</dd></div>
          <div><dt>Where</dt><dd><Mark name={words.mark} /> {words.word}{row.piece.location && `, ${row.piece.location}`}</dd></div>
          <div><dt>Reported</dt><dd>{fullTime(row.openedAt, zone)} by {row.openedBy}</dd></div>
          {row.note && <div><dt>Note</dt><dd>{row.note}</dd></div>}
          {row.forwarding && <div><dt>Sends on to</dt><dd>{row.forwarding}</dd></div>}
          {row.solved && <div><dt>Solved</dt><dd>{STEPS[row.solved.solution as Solution]?.verb ?? row.solved.solution}, {when(row.solved.at, zone)} by {row.solved.by}{row.solved.note && `: ${row.solved.note}`}</dd></div>}
        </dl>
        {!row.solved && (
          <div className={css.steps}>
            {row.steps.map((step, i) => <Button key={step} kind={i === 0 ? 'primary' : 'plain'} {...(i < 9 ? { keys: String(i + 1) } : {})} onClick={() => { onStep(step) }}>{STEPS[step].verb}</Button>)}
          </div>
        )}
      </div>
    </section>
  )
}

function StepDialog({ row, solution, onClose }: { row: ExceptionRow; solution: Solution; onClose: () => void }): ReactNode {
  const { ask, dialog } = useApproval()
  const step = STEPS[solution]
  const run = useMutation({
    mutationFn: (said: string) => ask((allowed) => client.custody.solveException({
      exception: row.id, solution, ...(solution === 'forward' ? { address: said } : solution === 'found' ? { location: said } : { note: said }), ...(allowed ? { approval: allowed } : {}),
    })),
    onSuccess: () => queries.invalidateQueries({ queryKey: station.custody.key() }),
  })
  return (
    <>
      <LineDialog title={step.title} label={step.label} verb={step.verb} words={step.words} required={step.required} initial={solution === 'forward' ? row.forwarding : ''} danger={solution === 'dispose' || solution === 'lost'} onClose={onClose} act={(said) => run.mutateAsync(said)} />
      {dialog}
    </>
  )
}

/** How many exceptions are open, for the rail. */
export function ExceptionCount(): ReactNode {
  const query = useInfiniteQuery(station.custody.exceptions.infiniteOptions({ input: () => ({ solved: false, limit: 1 }), initialPageParam: undefined, getNextPageParam: () => undefined }))
  const total = Object.values(query.data?.pages[0]?.counts ?? {}).reduce((sum, n) => sum + n, 0)
  return total > 0 ? <span className={css.waits}>{total}</span> : null
}
