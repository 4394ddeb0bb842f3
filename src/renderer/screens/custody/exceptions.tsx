import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ExceptionRow } from '../../../shared/contract/custody.ts'
import { EXCEPTIONS, type ExceptionKind, type Solution } from '../../../shared/mail/custody.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { fullTime, stateWords, when } from '../../ui/words.ts'
import { forWhom } from '../intake/session-list.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './exceptions.module.css'
import { EXCEPTION_WORDS, LineDialog } from './dialogs.tsx'
import { age } from './words.ts'

interface Step { verb: string; title: string; label: string; words: string; required: boolean }
const STEPS: Record<Solution, Step> = {
  keep: { verb: t('custody.exceptions.goesItsUsualWay'), title: t('custody.exceptions.doesItGoItsUsualWay'), label: t('common.note'), words: t('custody.exceptions.itWaitsForItsRecipientAgain'), required: false },
  forward: { verb: t('custody.exceptions.sendItOn'), title: t('custody.exceptions.whereIsItSentOnTo'), label: t('common.address'), words: t('custody.exceptions.theAddressIsKeptWithThe'), required: true },
  return: { verb: t('custody.exceptions.returnToSender'), title: t('custody.exceptions.doesItGoBackToThe'), label: t('common.why'), words: t('custody.exceptions.itLeavesTheMailroom'), required: true },
  dispose: { verb: t('custody.exceptions.disposeOfIt'), title: t('custody.exceptions.isItDisposedOf'), label: t('common.why'), words: t('custody.exceptions.thisTakesASupervisor'), required: true },
  found: { verb: t('custody.exceptions.itIsFound'), title: t('custody.exceptions.whereWasItFound'), label: t('common.location'), words: t('custody.exceptions.itWaitsForItsRecipientAgain'), required: false },
  lost: { verb: t('custody.exceptions.itIsLost'), title: t('custody.exceptions.isItLost'), label: t('custody.exceptions.whatWasDoneToFindIt'), words: t('custody.exceptions.itStaysInTheLogAs'), required: true },
}

/** Pieces that do not go their usual way, oldest first, each with its next step. */
export function Exceptions(): ReactNode {
  const now = useStation()?.now ?? 0
  const [solved, setSolved] = useKept<'open' | 'solved'>('exceptions.which', 'open')
  const [kind, setKind] = useKept<ExceptionKind | ''>('exceptions.kind', '')
  const [selected, setSelected] = useHeld<string | null>('exceptions.selected', null)
  const [step, setStep] = useOpen<Solution | null>('exceptions.step', null)
  const list = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const query = useInfiniteQuery(station.custody.exceptions.infiniteOptions({ input: (cursor: string | undefined) => ({ solved: solved === 'solved', limit: 100, ...(kind ? { kind } : {}), ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const counts = query.data?.pages[0]?.counts ?? {}
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  const begin = (next: Solution | null): void => { if (next && current && !current.solved) setStep(next) }
  useHead(t('custody.exceptions.exceptions'))
  useKeys([
    ...(current?.solved === null ? current.steps.slice(0, 9).map((one, i) => ({ key: String(i + 1), label: STEPS[one].verb, strip: i === 0, run: () => { begin(one) } })) : []),
    { key: 'O', label: t('common.openThePiece'), when: current !== null, run: () => { if (current) void navigate({ to: '/pieces/$id', params: { id: current.piece.id } }) } },
    { key: 'F3', label: t('custody.exceptions.openSolved'), run: () => { setSolved(solved === 'open' ? 'solved' : 'open') } },
    { key: 'Esc', label: t('custody.exceptions.toTheList'), strip: false, run: () => list.current?.focus() },
  ])
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('custody.exceptions.exceptions')}>
        <div className={css.filter}>
          <Segments label={t('custody.exceptions.whichExceptions')} small value={solved} onChange={setSolved} options={[{ value: 'open', label: t('custody.exceptions.openTotal', { total: query.data ? total : '' }) }, { value: 'solved', label: t('custody.exceptions.solved') }]} />
          <SelectField label={t('common.kind')} about="exception" value={kind} data={[{ value: '', label: t('custody.exceptions.everyKind') }, ...EXCEPTIONS.map((value) => ({ value, label: counts[value] ? `${EXCEPTION_WORDS[value]} (${counts[value]})` : EXCEPTION_WORDS[value] }))]} onChange={(next) => { setKind((next ?? '') as ExceptionKind | '') }} />
        </div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('custody.exceptions.readingTheExceptions')} /> : rows.length === 0 ? !query.error && <Empty mark="stored" title={kind ? t('custody.exceptions.noExceptionOfThisKind') : solved === 'open' ? t('custody.exceptions.nothingIsOutOfTheOrdinary') : t('custody.exceptions.nothingWasSolvedYet')}>{kind ? t('custody.exceptions.chooseEveryKindToSeeThe') : solved === 'open' ? t('custody.exceptions.f2OnHandoverOrOnA') : t('custody.exceptions.whatIsSolvedStandsHereF3')}</Empty> : (
          <Rows autoFocus ref={list} label={t('custody.exceptions.exceptions')} items={rows} idOf={(row) => row.id} height={50} selected={current?.id ?? null} onSelect={setSelected} onOpen={(row) => { if (row.next) begin(row.next) }} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            render={(row) => {
              const since = age(row.openedAt, now)
              return (
                <div className={css.row}>
                  <Mark name={stateWords(row.piece.state).mark} />
                  <div><b>{EXCEPTION_WORDS[row.kind]}</b><span className={css.d}>{forWhom(row.piece)}, {whatItIs(row.piece)} <Num grouped={row.piece.grouped} tail /></span></div>
                  <div className={css.e}><span data-look={(since.look && !row.solved) || undefined}>{row.solved ? t('custody.exceptions.solved2') : since.text}</span><span className={css.d}>{row.openedBy}</span></div>
                </div>
              )
            }} />
        )}
      </section>
      {current ? <One key={current.id} row={current} onStep={begin} /> : <Unchosen label={t('custody.exceptions.theException')} reading={query.isPending} icon="warn" title={t('custody.exceptions.noExceptionChosen')}>{t('custody.exceptions.theOneChosenInTheList')}</Unchosen>}
      {step && current && <StepDialog key={`${current.id}${step}`} row={current} solution={step} onClose={() => { setStep(null); list.current?.focus() }} />}
    </section>
  )
}

function One({ row, onStep }: { row: ExceptionRow; onStep: (step: Solution) => void }): ReactNode {
  const zone = useZone()
  const words = stateWords(row.piece.state)
  return (
    <section className={css.one} aria-label={t('custody.exceptions.theException')}>
      <PaneHead title={EXCEPTION_WORDS[row.kind]} />
      <div className={css.body}>
        <p className={css.digits}><Num grouped={row.piece.grouped} /></p>
        <dl className={css.facts}>
          <div><dt>{t('common.piece2')}</dt><dd>{whatItIs(row.piece)}</dd></div>
          <div><dt>{t('common.for')}</dt><dd>{forWhom(row.piece)}{row.piece.recipient?.mailStop && t('custody.exceptions.stopMailstop', { mailStop: row.piece.recipient.mailStop })}</dd></div>
          <div><dt>{t('custody.exceptions.where')}</dt><dd><Mark name={words.mark} /> {words.word}{row.piece.location && `, ${row.piece.location}`}</dd></div>
          <div><dt>{t('custody.exceptions.reported')}</dt><dd>{t('custody.exceptions.openedatByOpenedby', { openedAt: fullTime(row.openedAt, zone), openedBy: row.openedBy })}</dd></div>
          {row.note && <div><dt>{t('common.note')}</dt><dd>{row.note}</dd></div>}
          {row.forwarding && <div><dt>{t('custody.exceptions.sendsOnTo')}</dt><dd>{row.forwarding}</dd></div>}
          {row.solved && <div><dt>{t('custody.exceptions.solved')}</dt><dd>{STEPS[row.solved.solution as Solution]?.verb ?? stateWords(row.solved.solution).word}{t('custody.exceptions.atByBy', { at: when(row.solved.at, zone), by: row.solved.by })}{row.solved.note && `: ${row.solved.note}`}</dd></div>}
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
