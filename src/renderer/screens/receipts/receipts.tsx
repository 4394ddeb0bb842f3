import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ReceiptRow, ReceiptState } from '../../../shared/contract/receipts.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, date, when } from '../../ui/words.ts'
import { inHand } from './in-hand.ts'
import { ReceiptActs } from './receipt-acts.tsx'
import css from './receipts.module.css'
import { KIND_WORDS, OUTCOME_WORDS } from './words.ts'

const MARKS: Record<ReceiptState, MarkName> = { expected: 'transit', overdue: 'notice', received: 'handed', 'not-coming': 'returned' }
/** A day of the office in few letters. */
const shortDay = (day: string): string => date(Date.parse(`${day}T12:00:00Z`), 'UTC')
const idOf = (row: ReceiptRow): string => `${row.letter}/${row.kind}`

/** Return receipts: what is expected, overdue and here. A scan of a card or an article number opens its letter. */
export function Receipts(): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [state, setState] = useKept<ReceiptState>('receipts.state', 'expected')
  const [text, setText] = useState('')
  const [selected, setSelected] = useKept<string | null>('receipts.selected', null)
  const found = useStore(inHand)
  const [problem, setProblem] = useState<Problem | null>(null)
  const query = useQuery(station.receipts.board.queryOptions({ input: { state, text, limit: 200 } }))
  const rows = query.data?.rows ?? []
  const counts = query.data?.counts
  const current = rows.find((row) => idOf(row) === selected) ?? rows[0] ?? null
  const letter = found?.letter ?? current?.letter ?? null
  useHead('Return receipts')
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
  useScanTaker((scanned) => { look.mutate(scanned) })
  const states: readonly ReceiptState[] = ['expected', 'overdue', 'received', 'not-coming']
  const show = (next: ReceiptState): void => { inHand.set(null); setState(next) }
  const turn = (): void => { show(states[(states.indexOf(state) + 1) % states.length] ?? 'expected') }
  useKeys([
    { key: 'F3', label: 'Next list', run: turn },
    { key: 'Enter', label: 'Open the letter', strip: false, when: letter !== null, run: () => { if (letter) void navigate({ to: '/letters/$id', params: { id: letter } }) } },
  ])
  const more = (name: string, n: number | undefined): string => (n === undefined ? name : `${name} ${n}`)
  return (
    <section className={css.work}>
      <section className={css.main} aria-label="Return receipts">
        <div className={css.filters}>
          <Segments label="Which receipts" value={state} onChange={show} options={[
            { value: 'expected', label: more('Expected', counts?.expected) }, { value: 'overdue', label: more('Overdue', counts?.overdue) }, { value: 'received', label: more('Received', counts?.received) }, { value: 'not-coming', label: more('Not coming', counts?.notComing) },
          ]} />
          <TextField label="Find" hint="addressee, matter, number" value={text} maxLength={200} onChange={(event) => { setText(event.currentTarget.value) }}
            onKeyDown={(event) => { if (event.key === 'Enter' && text.replaceAll(/\D/g, '').length >= 20) { event.preventDefault(); look.mutate(text) } }} />
        </div>
        {problem && <div className={css.pad}><ProblemMessage problem={problem} /></div>}
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label="Reading the receipts" /> : rows.length === 0 ? (
          <Empty mark={MARKS[state]} title={text === '' ? EMPTY[state] : 'Nothing matches'}>{text === '' ? 'Receipts are bought with a letter. They stand here once USPS has it. Scan a card to find its letter.' : 'Try other words, or another list with F3.'}</Empty>
        ) : (
          <>
            <div className={css.listHead} aria-hidden="true"><span /><span>Article number</span><span>Addressee</span><span>Receipt</span><span>{state === 'received' ? 'Received' : 'Due'}</span></div>
            <Rows label="Receipts" items={rows} idOf={idOf} height={50} selected={found ? null : current ? idOf(current) : null} onSelect={(id) => { inHand.set(null); setSelected(id) }}
              render={(row) => (
                <div className={css.row}>
                  <Mark name={MARKS[row.state]} size="m" />
                  <div><Num grouped={row.grouped} /><span className={css.d}>{row.matter || row.department}</span></div>
                  <div><b>{row.name}</b><span className={css.d}>{row.outcome ? OUTCOME_WORDS[row.outcome] : 'No outcome yet'}</span></div>
                  <div><b>{KIND_WORDS[row.kind]}</b><span className={css.d}>{row.signer ? (row.signer.as === 'unreadable' ? 'Signature cannot be read' : row.signer.name) : row.received ? 'Signer not read yet' : row.because}</span></div>
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
