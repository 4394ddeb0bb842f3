import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import type { ReceiptRow, ReceiptState } from '../../../shared/contract/receipts.ts'
import { outcomeWords } from '../../../shared/mail/outcomes.ts'
import { useGiven } from '../../app/incoming.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, HiddenText, Loading, Message, PaneHead, ProblemMessage, Segments, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, date, when } from '../../ui/words.ts'
import { inHand } from './in-hand.ts'
import { ReceiptActs } from './receipt-acts.tsx'
import { plainDays } from '../tracking/words.ts'
import css from './receipts.module.css'
import { takeIn, type TakenIn } from './take-in.ts'
import { SCAN_TYPES } from './upload.ts'
import { Worklist } from './worklist.tsx'
import { KIND_WORDS } from './words.ts'

const MARKS: Record<ReceiptState, MarkName> = { expected: 'transit', overdue: 'notice', received: 'handed', 'not-coming': 'returned' }
/** A day of the office in few letters. */
const shortDay = (day: string): string => date(Date.parse(`${day}T12:00:00Z`), 'UTC')
const idOf = (row: ReceiptRow): string => `${row.letter}/${row.kind}`

type View = ReceiptState | 'match' | 'aside'
const STATES: readonly ReceiptState[] = ['expected', 'overdue', 'received', 'not-coming']
const VIEWS: readonly View[] = [...STATES, 'match', 'aside']

/** How many receipts are overdue and how many scans wait for a person, for the rail. */
export function ReceiptsCount(): ReactNode {
  const overdue = useQuery(station.receipts.board.queryOptions({ input: { state: 'overdue', limit: 1 } })).data?.counts.overdue ?? 0
  const open = useQuery(station.receipts.worklist.queryOptions({ input: { limit: 1 } })).data?.open ?? 0
  return overdue + open > 0 && <span className={css.waits}>{(overdue + open).toLocaleString('en-US')}<HiddenText> receipts overdue or scans to match</HiddenText></span>
}

/** Return receipts: what is expected, overdue and here, and the scans that nobody knows yet. A scan of a card or an article number opens its letter. */
export function Receipts(): ReactNode {
  const [view, setView] = useKept<View>('receipts.state', 'expected')
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const files = useRef<readonly File[]>([])
  const work = useLongWork<TakenIn>((signal) => Promise.resolve(takeIn(files.current, signal)), 'Taking in scans')
  const counts = useQuery(station.receipts.board.queryOptions({ input: { limit: 1 } })).data?.counts
  const open = useQuery(station.receipts.worklist.queryOptions({ input: { limit: 1 } })).data
  useHead('Return receipts')
  const show = (next: View): void => { inHand.set(null); setView(next) }
  const start = (chosen: readonly File[]): void => {
    if (chosen.length === 0 || work.running) return
    files.current = chosen
    work.start()
  }
  // What comes while a stack is being read waits until it is done.
  useGiven(work.running ? null : 'receipts', start)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    start([...event.dataTransfer.files])
  }
  useKeys([
    { key: 'F3', label: 'Next list', strip: false, run: () => { show(VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? 'expected') } },
    { key: 'Ctrl I', label: 'Take in scans', when: !work.running, run: () => { chooser.current?.click() } },
  ])
  const more = (name: string, n: number | undefined): string => (n === undefined ? name : `${name} ${n.toLocaleString('en-US')}`)
  return (
    <div className={over ? `${css.work} ${css.dropping}` : css.work} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={(event) => { if (event.currentTarget === event.target) setOver(false) }} onDrop={drop}>
      <header className={css.bar}>
        <Segments label="Which receipts" value={view} onChange={show} options={[
          { value: 'expected', label: more('Expected', counts?.expected) }, { value: 'overdue', label: more('Overdue', counts?.overdue) }, { value: 'received', label: more('Received', counts?.received) }, { value: 'not-coming', label: more('Not coming', counts?.notComing) },
          { value: 'match', label: more('To match', open?.open) }, { value: 'aside', label: more('Put aside', open?.aside) },
        ]} />
        <Button icon="file" keys="Ctrl I" onClick={() => { chooser.current?.click() }}>Take in scans</Button>
        <input ref={chooser} type="file" hidden multiple accept={SCAN_TYPES} aria-label="Scans of green cards and PDFs of USPS" onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          start(chosen)
        }} />
      </header>
      {(work.progress !== null || work.problem !== null || (work.report !== null && !work.running)) && (
        <div className={css.news}>
          {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="What is read is recorded; scanning goes on." onCancel={work.cancel} />}
          {work.problem && <ProblemMessage problem={work.problem} />}
          {work.report && !work.running && <Taken report={work.report} {...(view === 'match' ? {} : { onShow: () => { show('match') } })} />}
        </div>
      )}
      {view === 'match' || view === 'aside' ? <Worklist key={view} aside={view === 'aside'} /> : <Board state={view} />}
    </div>
  )
}

function Taken({ report, onShow }: { report: TakenIn; onShow?: () => void }): ReactNode {
  const { pages, filed, open, known, refused } = report
  const words = [open > 0 ? `${count(open, 'page waits', 'pages wait')} for a person.` : '', known > 0 ? `${count(known, 'page was', 'pages were')} taken in before.` : '', ...refused.map(({ name, reason }) => `${name}: ${reason}`)].filter((part) => part !== '')
  return <Message tone={open > 0 || refused.length > 0 ? 'act' : 'done'} title={`${count(filed, 'page')} of ${pages.toLocaleString('en-US')} filed.`} {...(open > 0 && onShow ? { acts: <Button small onClick={onShow}>Show what waits</Button> } : {})}>{words.join(' ')}</Message>
}

function Board({ state }: { state: ReceiptState }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [selected, setSelected] = useKept<string | null>('receipts.selected', null)
  const found = useStore(inHand)
  const [problem, setProblem] = useState<Problem | null>(null)
  const query = useQuery(station.receipts.board.queryOptions({ input: { state, text, limit: 200 } }))
  const rows = query.data?.rows ?? []
  const current = rows.find((row) => idOf(row) === selected) ?? rows[0] ?? null
  const letter = found?.letter ?? current?.letter ?? null
  useScanHint('Scan a green card', 'Opens its letter; the article number does too')
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
  useKeys([{ key: 'Enter', label: 'Open the letter', strip: false, when: letter !== null, run: () => { if (letter) void navigate({ to: '/letters/$id', params: { id: letter } }) } }])
  return (
    <section className={css.board}>
      <section className={css.main} aria-label="Return receipts">
        <div className={css.filters}>
          <TextField label="Find" hint="addressee, matter, number" value={text} maxLength={200} onChange={(event) => { setText(event.currentTarget.value) }}
            onKeyDown={(event) => { if (event.key === 'Enter' && text.replaceAll(/\D/g, '').length >= 20) { event.preventDefault(); look.mutate(text) } }} />
        </div>
        {problem && <div className={css.pad}><ProblemMessage problem={problem} /></div>}
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label="Reading the receipts" /> : rows.length === 0 ? (
          <Empty mark={MARKS[state]} title={text === '' ? EMPTY[state] : 'Nothing matches'}>{text === '' ? 'Receipts are bought with a letter. They stand here once USPS has it. Scan a card to find its letter, or drop a stack of scans here.' : 'Try other words, or another list with F3.'}</Empty>
        ) : (
          <>
            <div className={css.listHead} aria-hidden="true"><span /><span>Article number</span><span>Addressee</span><span>Receipt</span><span>{state === 'received' ? 'Received' : 'Due'}</span></div>
            <Rows label="Receipts" items={rows} idOf={idOf} height={50} selected={found ? null : current ? idOf(current) : null} onSelect={(id) => { inHand.set(null); setSelected(id) }}
              render={(row) => (
                <div className={css.row}>
                  <Mark name={MARKS[row.state]} size="m" />
                  <div><Num grouped={row.grouped} /><span className={css.d}>{row.matter || row.department}</span></div>
                  <div><b>{row.name}</b><span className={css.d}>{row.outcome ? outcomeWords(row.outcome) : 'No outcome yet'}</span></div>
                  <div><b>{KIND_WORDS[row.kind]}</b><span className={css.d}>{row.signer ? (row.signer.as === 'unreadable' ? 'Signature cannot be read' : row.signer.name) : row.received ? 'Signer not read yet' : plainDays(row.because)}</span></div>
                  <div className={css.e}><b>{row.received ? when(row.received.at, zone) : row.due ? shortDay(row.due) : '\u2013'}</b><span className={css.d}>{row.mailedDay ? `mailed ${shortDay(row.mailedDay)}` : ''}</span></div>
                </div>
              )} />
            {query.data?.next != null && <p className={css.hint}>{count(rows.length, 'receipt')} are shown. Type words to narrow them.</p>}
          </>
        )}
      </section>
      <aside className={css.side} aria-label="The letter of the receipt">
        {letter ? <ReceiptActs key={letter} letter={letter} scanned={found?.number ?? ''} onDone={() => { void queries.invalidateQueries({ queryKey: station.receipts.key() }) }} /> : <><PaneHead title="Receipt" /><Empty icon="card" title="No receipt chosen">Scan a green card or choose a line.</Empty></>}
      </aside>
    </section>
  )
}


const EMPTY: Record<ReceiptState, string> = { expected: 'No receipt is expected', overdue: 'No receipt is overdue', received: 'No receipt is here yet', 'not-coming': 'Every receipt may still come' }
