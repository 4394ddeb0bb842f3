import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { ReceiptRow, ReceiptState } from '../../../shared/contract/receipts.ts'
import { outcomeWords } from '../../../shared/mail/outcomes.ts'
import { useGiven, useReading } from '../../app/incoming.ts'
import { useHeld, useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { SCAN_TYPES } from '../../app/upload.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, ProblemMessage, Segments, Unchosen, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, shortDay, when } from '../../ui/words.ts'
import { inHand } from './in-hand.ts'
import { ReceiptActs } from './receipt-acts.tsx'
import { plainDays } from '../tracking/words.ts'
import css from './receipts.module.css'
import { takeIn, type TakenIn } from './take-in.ts'
import { Worklist } from './worklist.tsx'
import { KIND_WORDS } from './words.ts'

const MARKS: Record<ReceiptState, MarkName> = { expected: 'transit', overdue: 'notice', received: 'handed', 'not-coming': 'returned' }
/** The reason of a day in its first words; the letter's pane says all of them. */
const first = (because: string): string => because.split(';', 1)[0] ?? because
const idOf = (row: ReceiptRow): string => `${row.letter}/${row.kind}`

type View = ReceiptState | 'match' | 'aside'
const STATES: readonly ReceiptState[] = ['expected', 'overdue', 'received', 'not-coming']
const VIEWS: readonly View[] = [...STATES, 'match', 'aside']

/** Return receipts: what is expected, overdue and here, and the scans that nobody knows yet. A scan of a card or an article number opens its letter. */
export function Receipts(): ReactNode {
  const [view, setView] = useKept<View>('receipts.state', 'expected')
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const files = useRef<readonly File[]>([])
  const work = useLongWork<TakenIn>((signal) => Promise.resolve(takeIn(files.current, signal)), t('receipts.receipts.takingInScans'))
  const counts = useQuery(station.receipts.board.queryOptions({ input: { limit: 1 } })).data?.counts
  const open = useQuery(station.receipts.worklist.queryOptions({ input: { limit: 1 } })).data
  useHead(t('receipts.receipts.returnReceipts'))
  const show = (next: View): void => { inHand.set(null); setView(next) }
  const reading = useReading('receipts')
  const start = (chosen: readonly File[]): void => {
    if (chosen.length === 0 || work.running) return
    files.current = chosen
    reading(chosen)
    work.start()
  }
  useEffect(() => { if (!work.running) reading([]) }, [work.running, reading])
  // What comes while a stack is being read waits until it is done.
  useGiven(work.running ? null : 'receipts', start)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    start([...event.dataTransfer.files])
  }
  useKeys([
    { key: 'F3', label: t('receipts.receipts.nextList'), strip: false, run: () => { show(VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? 'expected') } },
    { key: 'Ctrl I', label: t('receipts.receipts.takeInScans'), when: !work.running, run: () => { chooser.current?.click() } },
  ])
  const more = (name: string, n: number | undefined): string => (n === undefined ? name : `${name} ${number(n)}`)
  return (
    <div className={over ? `${css.work} ${css.dropping}` : css.work} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={(event) => { if (event.currentTarget === event.target) setOver(false) }} onDrop={drop}>
      <header className={css.bar}>
        <Segments label={t('receipts.receipts.whichReceipts')} value={view} onChange={show} options={[
          { value: 'expected', label: more(t('receipts.receipts.expected'), counts?.expected) }, { value: 'overdue', label: more(t('receipts.receipts.overdue'), counts?.overdue) }, { value: 'received', label: more(t('common.received'), counts?.received) }, { value: 'not-coming', label: more(t('receipts.receipts.notComing'), counts?.notComing) },
          { value: 'match', label: more(t('receipts.receipts.toMatch'), open?.open) }, { value: 'aside', label: more(t('common.putAside'), open?.aside) },
        ]} />
        <Button icon="file" keys="Ctrl I" onClick={() => { chooser.current?.click() }}>{t('receipts.receipts.takeInScans')}</Button>
        <input ref={chooser} type="file" hidden multiple accept={SCAN_TYPES} aria-label={t('receipts.receipts.scansOfGreenCardsAndPdfs')} onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          start(chosen)
        }} />
      </header>
      {(work.progress !== null || work.problem !== null || (work.report !== null && !work.running)) && (
        <div className={css.news}>
          {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('receipts.receipts.whatIsReadIsRecordedScanning')} onCancel={work.cancel} />}
          {work.problem && <ProblemMessage problem={work.problem} title={t('receipts.receipts.theScansWereNotTakenIn')} />}
          {work.report && !work.running && <Taken report={work.report} {...(view === 'match' ? {} : { onShow: () => { show('match') } })} />}
        </div>
      )}
      {view === 'match' || view === 'aside' ? <Worklist key={view} aside={view === 'aside'} /> : <Board state={view} />}
    </div>
  )
}

function Taken({ report, onShow }: { report: TakenIn; onShow?: () => void }): ReactNode {
  const { pages, filed, open, known, refused } = report
  const words = [open > 0 ? t('receipts.receipts.openForAPerson', { open: count(open, t('receipts.receipts.pageWaits'), t('receipts.receipts.pagesWait')) }) : '', known > 0 ? t('receipts.receipts.knownTakenInBefore', { known: count(known, t('receipts.receipts.pageWas'), t('receipts.receipts.pagesWere')) }) : '', ...refused.map(({ name, reason }) => `${name}: ${reason}`)].filter((part) => part !== '')
  return <Message tone={open > 0 || refused.length > 0 ? 'act' : 'done'} title={t('receipts.receipts.filedOfPagesFiled', { filed: count(filed, t('common.page')), pages: number(pages) })} {...(open > 0 && onShow ? { acts: <Button small onClick={onShow}>{t('receipts.receipts.showWhatWaits')}</Button> } : {})}>{words.join(' ')}</Message>
}

function Board({ state }: { state: ReceiptState }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [text, setText] = useHeld('receipts.text', '')
  const [selected, setSelected] = useKept<string | null>('receipts.selected', null)
  const found = useStore(inHand)
  const [problem, setProblem] = useState<Problem | null>(null)
  const query = useQuery(station.receipts.board.queryOptions({ input: { state, text, limit: 200 } }))
  const rows = query.data?.rows ?? []
  const current = rows.find((row) => idOf(row) === selected) ?? rows[0] ?? null
  const letter = found?.letter ?? current?.letter ?? null
  useScanHint(t('receipts.receipts.scanAGreenCard'), t('receipts.receipts.opensItsLetterTheArticleNumber'))
  const look = useMutation({
    mutationFn: (number: string) => client.receipts.look({ text: number }),
    onSuccess: (answer, number) => {
      setProblem(null)
      inHand.set({ letter: answer.letter, number })
      play('right')
    },
    onError: (error) => {
      setProblem(problemOf(error))
      play('wrong')
    },
  })
  useScanTaker(async (scanned) => { await look.mutateAsync(scanned).catch(() => undefined) })
  useKeys([{ key: 'Enter', label: t('receipts.receipts.openTheLetter'), strip: false, when: letter !== null, run: () => { if (letter) void navigate({ to: '/letters/$id', params: { id: letter } }) } }])
  return (
    <section className={css.board}>
      <section className={css.main} aria-label={t('receipts.receipts.returnReceipts')}>
        <div className={css.filters}>
          <TextField label={t('common.find')} hint={t('receipts.receipts.addresseeMatterNumber')} value={text} maxLength={200} onChange={(event) => { setText(event.currentTarget.value) }}
            onKeyDown={(event) => { if (event.key === 'Enter' && text.replaceAll(/\D/g, '').length >= 20) { event.preventDefault(); look.mutate(text) } }} />
        </div>
        {problem && <div className={css.pad}><ProblemMessage problem={problem} /></div>}
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('receipts.receipts.readingTheReceipts')} /> : rows.length === 0 ? !query.error && (
          <Empty mark={MARKS[state]} title={text === '' ? EMPTY[state] : t('receipts.receipts.nothingMatches')}>{text === '' ? t('receipts.receipts.receiptsAreBoughtWithALetter') : t('receipts.receipts.tryOtherWordsOrAnotherList')}</Empty>
        ) : (
          <>
            <div className={css.listHead} data-state={state} aria-hidden="true"><span /><span>{t('common.articleNumber')}</span><span>{t('common.addressee')}</span><span>{t('common.receipt')}</span><span>{state === 'received' ? t('common.received') : t('receipts.receipts.due')}</span></div>
            <Rows label={t('common.receipts')} items={rows} idOf={idOf} height={50} selected={found ? null : current ? idOf(current) : null} onSelect={(id) => { inHand.set(null); setSelected(id) }}
              render={(row) => (
                <div className={css.row} data-state={state}>
                  <Mark name={MARKS[row.state]} size="m" />
                  <div><Num grouped={row.grouped} /><span className={css.d}>{row.matter || row.department}</span></div>
                  <div><b>{row.name}</b><span className={css.d}>{row.outcome ? outcomeWords(row.outcome) : t('receipts.receipts.noOutcomeYet')}</span></div>
                  <div><b>{KIND_WORDS[row.kind]}</b><span className={css.d}>{row.signer ? (row.signer.as === 'unreadable' ? t('receipts.receipts.signatureCannotBeRead') : row.signer.name) : row.received ? t('receipts.receipts.signerNotReadYet') : first(plainDays(row.because))}</span></div>
                  <div className={css.e}><b>{row.received ? when(row.received.at, zone) : row.due ? shortDay(row.due) : '\u2013'}</b><span className={css.d}>{row.mailedDay ? t('receipts.receipts.mailedMailedday', { mailedDay: shortDay(row.mailedDay) }) : ''}</span></div>
                </div>
              )} />
            {query.data?.next != null && <p className={css.hint}>{t('receipts.receipts.lengthAreShownTypeWordsTo', { length: count(rows.length, t('receipts.receipts.receipt')) })}</p>}
          </>
        )}
      </section>
      {letter ? <aside className={css.side} aria-label={t('receipts.receipts.theLetterOfTheReceipt')}>
        <ReceiptActs key={letter} letter={letter} scanned={found?.number ?? ''} onDone={() => { void queries.invalidateQueries({ queryKey: station.receipts.key() }) }} />
      </aside> : <Unchosen label={t('receipts.receipts.theLetterOfTheReceipt')} reading={query.isPending} icon="card" title={t('receipts.receipts.noReceiptChosen')}>{t('receipts.receipts.scanAGreenCardOrChoose')}</Unchosen>}
    </section>
  )
}


const EMPTY: Record<ReceiptState, string> = { expected: t('receipts.receipts.noReceiptIsExpected'), overdue: t('receipts.receipts.noReceiptIsOverdue'), received: t('receipts.receipts.noReceiptIsHereYet'), 'not-coming': t('receipts.receipts.everyReceiptMayStillCome') }
