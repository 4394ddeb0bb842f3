import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import type { LetterRow, NumberInput } from '../../../shared/contract/certified.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Message, PaneHead, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './letters.module.css'
import { useLooked } from './number-plate.tsx'

/** How many of the letters that follow are shown, so that the pile can be compared with the list. */
const SHOWN = 8

interface Order { number: NumberInput; checkDigitWord?: string; notCertified?: boolean }

/** One scan, one letter: numbers go onto the letters of the list in its order. A refused scan stops the ones behind it. */
export function BatchNumbers({ batch, name, bad, onClose }: { batch: string; name: string; /** Rows that were not taken, and how they are saved as a file. */ bad?: { rows: number; save: () => void } | undefined; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const waitingRows = useQuery(station.certified.list.queryOptions({ input: { batch, stage: 'unnumbered', order: 'oldest', limit: SHOWN } })).data?.rows
  const known = useQuery(station.certified.batches.queryOptions()).data?.find((one) => one.id === batch)
  const own = useQuery(station.certified.ownNumbers.queryOptions()).data ?? null
  const [last, setLast] = useState<{ letter: LetterRow; next: LetterRow | null; waiting: number } | null>(null)
  const [refused, setRefused] = useState<{ order: Order; dropped: number } | null>(null)
  const [typed, setTyped] = useState('')
  const { ask, dialog } = useApproval()
  const queue = useRef<Order[]>([])
  const usedBy = useLooked(refused && 'text' in refused.order.number ? refused.order.number.text : '')?.usedBy ?? null
  const put = useMutation({
    mutationFn: async (order: Order) => ask((approval) => client.certified.numberNext({ batch, ...order, ...(approval ? { approval } : {}) })),
    onSuccess: async (answer) => {
      play('right')
      setLast(answer)
      setRefused(null)
      setTyped('')
      const following = queue.current.shift()
      if (following) put.mutate(following)
      else await queries.invalidateQueries({ queryKey: station.certified.key() })
    },
    onError: (_, order) => {
      play('wrong')
      // What was scanned behind it would go onto the wrong letters.
      setRefused({ order, dropped: queue.current.splice(0).length })
    },
  })
  const take = (order: Order): void => {
    if (put.isPending) queue.current.push(order)
    else put.mutate(order)
  }
  // The station's answer says what follows; until the first one, the list does.
  const next = (last ? last.next : waitingRows?.[0]) ?? null
  const waiting = last?.waiting ?? known?.waiting ?? waitingRows?.length ?? 0
  const after = waitingRows?.slice(waitingRows.findIndex((row) => row.id === next?.id) + 1) ?? []
  useScanTaker((text) => { take({ number: { text, source: 'scanned' } }) })
  useScanHint(next ? `Scan the label for ${next.addressee.name}` : 'Every letter has its number')
  useKeys([
    { key: 'F4', label: 'Own number', when: own?.possible === true && next !== null, run: () => { take({ number: { own: true } }) } },
    { key: 'Esc', label: next ? 'Done for now' : 'Done', run: onClose },
  ])
  const problem = put.error && refused ? problemOf(put.error) : null
  return (
    <section className={css.work}>
      <section className={css.list} aria-label="Numbers for the list">
        <div className={css.pad}>
          <p className={css.second}>{next ? `Next on the pile, ${count(waiting, 'letter')} of ${name} without a number` : name}</p>
          <p className={css.bigNumber} role="status"><b>{next?.addressee.name ?? 'Every letter has its number'}</b></p>
          <p>{next ? next.addressee.lines.slice(1).join(', ') : 'They can go into a mailing book now: Alt 6.'}</p>
          {problem && refused && (
            <>
              <ProblemMessage problem={problem} {...(refused.dropped > 0 ? { title: `Not taken, and ${count(refused.dropped, 'scan')} behind it: go on with ${next?.addressee.name ?? 'the letter above'}.` } : {})} />
              <div className={css.acts}>
                {problem.code === 'check-digit' && <Button small onClick={() => { take({ ...refused.order, checkDigitWord: 'as printed' }) }}>It is as printed: put it on</Button>}
                {problem.code === 'not-certified' && <Button small onClick={() => { take({ ...refused.order, notCertified: true }) }}>Put it on all the same</Button>}
                {problem.code === 'used' && usedBy && <Button small onClick={() => { void navigate({ to: '/letters/$id', params: { id: usedBy.id } }) }}>Open that letter</Button>}
              </div>
            </>
          )}
          {last && !problem && <Message tone="done" title={`${last.letter.addressee.name}: ${last.letter.grouped}`}>{last.waiting === 0 ? 'That was the last one.' : `${count(last.waiting, 'letter')} to go.`}</Message>}
          {next && <form onSubmit={(event) => { event.preventDefault(); if (typed.trim()) take({ number: { text: typed.trim(), source: 'typed' } }) }}><TextField label="Article number" hint="scan the label, or type it" className={css.mono} value={typed} maxLength={60} onChange={(event) => { setTyped(event.currentTarget.value) }} /></form>}
          <div className={css.acts}>
            {next && own?.possible && <Button keys="F4" onClick={() => { take({ number: { own: true } }) }}>Own number</Button>}
            {bad && bad.rows > 0 && <Button icon="download" onClick={bad.save}>{count(bad.rows, 'row')} not taken, as a file</Button>}
            <Button kind={next ? 'plain' : 'primary'} keys="Esc" onClick={onClose}>{next ? 'Done for now' : 'Done'}</Button>
          </div>
        </div>
      </section>
      <aside className={css.side} aria-label="Letters that follow">
        <PaneHead title="Behind it on the pile" after={after.length > 0 ? `the next ${after.length}` : ''} />
        {after.length === 0 ? <Empty mark="logged" title="No letter follows">{next ? 'This is the last one of the list.' : 'The list is done.'}</Empty>
          : <ol>{after.map((row) => <li key={row.id} className={css.following}><b>{row.addressee.name}</b><span className={css.d}>{row.addressee.lines.slice(1).join(', ')}</span></li>)}</ol>}
      </aside>
      {dialog}
    </section>
  )
}
