import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterFilter, LetterRow } from '../../../shared/contract/letters.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { outcomeWords } from '../../../shared/mail/outcomes.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, ProblemMessage, Segments, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, date, spanWords, stateWords } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import css from './letters.module.css'
import { costInColumn, letterStand } from './words.ts'

type Stage = NonNullable<LetterFilter['stage']> | 'all'
type By = 'department' | 'costCode' | 'matter'
const BY = [{ value: 'department', label: t('common.department') }, { value: 'costCode', label: t('common.costCode') }, { value: 'matter', label: t('common.matter') }] as const

const DATED = [{ value: 'logged', label: t('common.logged') }, { value: 'mailed', label: t('certified.letterList.mailed') }] as const

/** Every letter: by where it stands, department, matter, addressee, day; with sums and export. */
export function LetterList(): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [stage, setStage] = useKept<Stage>('letters.stage', 'all')
  const [text, setText] = useKept('letters.text', '')
  const [department, setDepartment] = useKept('letters.department', '')
  const [matter, setMatter] = useKept('letters.matter', '')
  const [dated, setDated] = useKept<'logged' | 'mailed'>('letters.dated', 'logged')
  const [from, setFrom] = useKept('letters.from', '')
  const [to, setTo] = useKept('letters.to', '')
  const [narrowed, setNarrowed] = useKept<LetterFilter>('letters.narrowed', {})
  const [by, setBy] = useState<By | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const filter: LetterFilter = useDeferredValue(useMemo(() => ({
    ...narrowed, ...(stage === 'all' ? {} : { stage }), ...(text.trim() ? { text: text.trim() } : {}), ...(department.trim() ? { department: department.trim() } : {}), ...(matter.trim() ? { matter: matter.trim() } : {}), ...(from ? { [dated === 'mailed' ? 'mailedFrom' : 'from']: from } : {}), ...(to ? { [dated === 'mailed' ? 'mailedTo' : 'to']: to } : {}),
  }), [narrowed, stage, text, department, matter, dated, from, to]))
  const counts = useQuery(station.certified.counts.queryOptions()).data
  const query = useInfiniteQuery(station.certified.list.infiniteOptions({ input: (cursor: number | undefined) => ({ ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const totals = useQuery(station.certified.totals.queryOptions({ input: { filter, by: by ?? 'department' }, enabled: by !== null, placeholderData: keepPreviousData })).data
  const work = useLongWork<{ rows: number; name: string }>(async (signal) => {
    const stream = await client.certified.export({ filter }, { signal })
    return (async function* () {
      const parts: string[] = []
      for await (const message of stream) {
        if ('part' in message) { parts.push(message.part); continue }
        if ('report' in message) download(message.report.name, parts)
        yield message
      }
    })()
  }, t('certified.letterList.exportOfLetters'))
  const open = (row: LetterRow): void => { void navigate({ to: '/letters/$id', params: { id: row.id } }) }
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  useKeys([
    { key: 'Enter', label: t('common.open'), when: current !== null, strip: false, run: () => { if (current) open(current) } },
    { key: 'Ctrl E', label: t('certified.letterList.exportWhatIsShown'), when: rows.length > 0, run: work.start },
    { key: 'F6', label: by === null ? t('common.sums') : t('certified.letterList.noSums'), run: () => { setBy(by === null ? 'department' : null) } },
    { key: 'Esc', label: work.running ? t('common.stopTheExport') : t('certified.letterList.showAll'), run: () => { if (work.running) work.cancel(); else { setStage('all'); setNarrowed({}); setText(''); setDepartment(''); setMatter(''); setFrom(''); setTo(''); field.current?.focus() } } },
  ])
  // How many there are is not known before they were read.
  const many = (number: number | undefined): string => (number === undefined ? '' : ` (${number})`)
  const stages: { value: Stage; label: string }[] = [
    { value: 'all', label: t('certified.letterList.everyLetter') }, { value: 'unnumbered', label: t('certified.letterList.noNumberYetUnnumbered', { unnumbered: many(counts?.unnumbered) }) }, { value: 'unbooked', label: t('certified.letterList.notInABookUnbooked', { unbooked: many(counts?.unbooked) }) }, { value: 'open-book', label: t('certified.letterList.inABookOpenbook', { openBook: many(counts?.openBook) }) },
    { value: 'waiting', label: t('certified.letterList.presentedNotAcceptedWaiting', { waiting: many(counts?.waiting) }) }, { value: 'accepted', label: t('certified.letterList.acceptedAccepted', { accepted: many(counts?.accepted) }) }, { value: 'voided', label: t('certified.letterList.voidedVoided', { voided: many(counts?.voided) }) },
  ]
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    list.current?.focus()
  }
  return (
    <section className={css.list} aria-label={t('certified.letterList.allLetters')}>
      <div className={css.filters}>
        <TextField ref={field} label={t('common.find')} hint={t('certified.letterList.addresseeMatterLastDigits')} autoFocus value={text} maxLength={200} onKeyDown={onFieldKey} onChange={(event) => { setText(event.currentTarget.value) }} />
        <SelectField label={t('certified.letterList.whereItStands')} value={stage} data={stages} onChange={(next) => { setStage((next ?? 'all') as Stage) }} />
        <TextField label={t('common.department')} about="department" value={department} maxLength={200} onChange={(event) => { setDepartment(event.currentTarget.value) }} />
        <TextField label={t('common.matter')} about="matter" value={matter} maxLength={200} onChange={(event) => { setMatter(event.currentTarget.value) }} />
        <SelectField label={t('common.day')} value={dated} data={DATED} onChange={(next) => { setDated(next === 'mailed' ? 'mailed' : 'logged') }} />
        <TextField label={t('common.from')} type="date" value={from} onChange={(event) => { setFrom(event.currentTarget.value) }} />
        <TextField label={t('common.to')} type="date" value={to} onChange={(event) => { setTo(event.currentTarget.value) }} />
      </div>
      <div className={css.bar}>
        <Button small keys="F6" onClick={() => { setBy(by === null ? 'department' : null) }}>{by === null ? t('common.sums') : t('certified.letterList.noSums')}</Button>
        {by !== null && <Segments label={t('certified.letterList.sumsBy')} small value={by} options={BY} onChange={setBy} />}
        {Object.keys(narrowed).length > 0 && <Button small icon="x" aria-label={t('certified.letterList.everyLetterNotOnlyNarrowed', { narrowed: narrowedWords(narrowed) })} onClick={() => { setNarrowed({}) }}>{narrowedWords(narrowed)}</Button>}
        {totals && by !== null && <span>{count(totals.letters, t('common.letter'))}, <b>{formatMoney(totals.total)}</b>{totals.unpriced > 0 && t('certified.letterList.unpricedNotPriced', { unpriced: totals.unpriced })}</span>}
        <Button icon="download" keys="Ctrl E" disabled={rows.length === 0 || work.running} onClick={work.start}>{t('certified.letterList.exportWhatIsShown')}</Button>
      </div>
      <div className={css.pad}>
        {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
        {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
        {work.problem && <ProblemMessage title={t('certified.letterList.theFileWasNotMade')} problem={work.problem} />}
        {work.report && <Message tone="done" title={t('certified.letterList.rowsInName', { rows: count(work.report.rows, t('common.letter')), name: work.report.name })}>{t('certified.letterList.theBrowserKeepsTheFileWith')}</Message>}
        {totals && by !== null && totals.by.length > 0 && (
          <table className={css.sums}>
            <thead><tr><th>{BY.find((one) => one.value === by)?.label}</th><th className={css.right}>{t('common.letters')}</th><th className={css.right}>{t('common.postage')}</th><th className={css.right}>{t('certified.letterList.fees')}</th><th className={css.right}>{t('common.total')}</th></tr></thead>
            <tbody>{totals.by.slice(0, 12).map((row) => <tr key={row.value}><td>{row.value || t('certified.letterList.notSaid')}</td><td className={css.right}>{row.letters}</td><td className={css.right}>{(row.postage / 100).toFixed(2)}</td><td className={css.right}>{(row.fees / 100).toFixed(2)}</td><td className={css.right}>{(row.total / 100).toFixed(2)}</td></tr>)}</tbody>
          </table>
        )}
      </div>
      {query.isPending ? <Loading label={t('certified.letterList.readingTheLetters')} /> : rows.length === 0 ? !query.error && <Empty mark="logged" title={Object.keys(filter).length > 0 ? t('certified.letterList.noLetterFits') : t('certified.letterList.noLetterWasLoggedYet')}>{Object.keys(filter).length > 0 ? t('certified.letterList.escShowsAllOfThem') : t('certified.letterList.f3LogsTheFirstOne')}</Empty> : (
        <>
          <div className={css.head} aria-hidden="true"><span /><span>{t('common.articleNumber')}</span><span>{t('common.to')}</span><span>{t('common.matter')}</span><span>{t('certified.letterList.whereItStands')}</span><span>{dated === 'mailed' ? t('certified.letterList.mailed') : t('common.logged')}</span><span className={css.right}>{t('common.cost')}</span></div>
          <Rows ref={list} label={t('common.letters')} items={rows} idOf={(row) => row.id} height={36} selected={current?.id ?? null} onSelect={setSelected} onOpen={open} onLeave={() => field.current?.focus()} voided={(row) => row.voided !== null} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
            render={(row) => (
              <div className={css.row}>
                <Mark name={stateWords(row.state, row.voided !== null).mark} />
                {row.number ? <Num grouped={row.grouped} voided={row.voided !== null} /> : <span className={css.d}>{t('certified.letterList.noNumberYet')}</span>}
                <b>{row.addressee.name}</b><span>{row.matter || row.department}</span><span>{letterStand(row)}</span><span>{dated === 'mailed' ? (row.mailing?.day ?? '') : date(row.loggedAt, zone)}</span><span className={css.right}>{costInColumn(row)}</span>
              </div>
            )} />
        </>
      )}
    </section>
  )
}

/** What a report narrowed the letters to. */
function narrowedWords({ mailedFrom, mailedTo, outcome, department, costCode, matter }: LetterFilter): string {
  const named = ([['department', department], [t('certified.letterList.costCode'), costCode], ['matter', matter]] as const).flatMap(([word, value]) => (value === undefined ? [] : [value === '' ? t('certified.letterList.noWord', { word }) : value]))
  return [...(mailedFrom === undefined && mailedTo === undefined ? [] : [t('certified.letterList.mailedMailedfrom', { mailedFrom: spanWords(mailedFrom, mailedTo) })]), ...named, ...(outcome === undefined ? [] : [outcome === 'open' ? t('certified.letterList.underWay') : outcomeWords(outcome).toLowerCase()])].join(', ')
}
