import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { NumberInput } from '../../../shared/contract/certified.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import { useHeld } from '../../app/kept.ts'
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
import { download } from '../pieces/download.ts'
import css from './letters.module.css'
import { useLooked } from './number-plate.tsx'

/** How many of the letters that follow are shown, so that the pile can be compared with the list. */
const SHOWN = 8

interface Order { number: NumberInput; checkDigitWord?: string; notCertified?: boolean }

/** One scan, one letter: numbers go onto the letters of the list in its order. A refused scan stops the ones behind it. */
export function BatchNumbers({ batch, name, bad, onClose }: { batch: string; name: string; /** Rows that were not taken, and the file of them. */ bad?: { rows: number; csv: string } | undefined; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const waitingRows = useQuery(station.certified.list.queryOptions({ input: { batch, stage: 'unnumbered', order: 'oldest', limit: SHOWN } })).data?.rows
  const known = useQuery(station.certified.batches.queryOptions()).data?.find((one) => one.id === batch)
  const own = useQuery(station.certified.ownNumbers.queryOptions()).data ?? null
  const [last, setLast] = useState<{ letter: LetterRow; next: LetterRow | null; waiting: number } | null>(null)
  const [refused, setRefused] = useState<{ order: Order; dropped: number } | null>(null)
  const [typed, setTyped] = useHeld(`batch.number.${batch}`, '')
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
  useScanHint(next ? t('certified.batchNumbers.scanTheLabelForName', { name: next.addressee.name }) : t('certified.batchNumbers.everyLetterHasItsNumber'))
  useKeys([
    { key: 'F4', label: t('common.ownNumber'), when: own?.possible === true && next !== null, run: () => { take({ number: { own: true } }) } },
    { key: 'Esc', label: next ? t('certified.batchNumbers.doneForNow') : t('common.done'), run: onClose },
  ])
  const problem = put.error && refused ? problemOf(put.error) : null
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('certified.batchNumbers.numbersForTheList')}>
        <div className={css.pad}>
          <p className={css.second}>{next ? t('certified.batchNumbers.nextOnThePileWaitingOf', { waiting: count(waiting, t('common.letter')), name }) : name}</p>
          <p className={css.bigNumber} role="status"><b>{next?.addressee.name ?? t('certified.batchNumbers.everyLetterHasItsNumber')}</b></p>
          <p>{next ? next.addressee.lines.slice(1).join(', ') : t('certified.batchNumbers.theyCanGoIntoAMailing')}</p>
          {problem && refused && (
            <>
              <ProblemMessage problem={problem} {...(refused.dropped > 0 ? { title: t('certified.batchNumbers.notTakenAndDroppedBehindIt', { dropped: count(refused.dropped, t('common.scan')), name: next?.addressee.name ?? t('certified.batchNumbers.theLetterAbove') }) } : {})} />
              <div className={css.acts}>
                {problem.code === 'check-digit' && <Button small onClick={() => { take({ ...refused.order, checkDigitWord: t('common.asPrinted') }) }}>{t('certified.batchNumbers.itIsAsPrintedPutIt')}</Button>}
                {problem.code === 'not-certified' && <Button small onClick={() => { take({ ...refused.order, notCertified: true }) }}>{t('certified.batchNumbers.putItOnAllTheSame')}</Button>}
                {problem.code === 'used' && usedBy && <Button small onClick={() => { void navigate({ to: '/letters/$id', params: { id: usedBy.id } }) }}>{t('certified.batchNumbers.openThatLetter')}</Button>}
              </div>
            </>
          )}
          {last && !problem && <Message tone="done" title={`${last.letter.addressee.name}: ${last.letter.grouped}`}>{last.waiting === 0 ? t('certified.batchNumbers.thatWasTheLastOne') : t('certified.batchNumbers.waitingToGo', { waiting: count(last.waiting, t('common.letter')) })}</Message>}
          {next && <form onSubmit={(event) => { event.preventDefault(); if (typed.trim()) take({ number: { text: typed.trim(), source: 'typed' } }) }}><TextField label={t('common.articleNumber')} about="articleNumber" hint={t('certified.batchNumbers.scanTheLabelOrTypeIt')} className={css.mono} value={typed} maxLength={60} onChange={(event) => { setTyped(event.currentTarget.value) }} /></form>}
          <div className={css.acts}>
            {next && own?.possible && <Button keys="F4" onClick={() => { take({ number: { own: true } }) }}>{t('common.ownNumber')}</Button>}
            {bad && bad.rows > 0 && <Button icon="download" onClick={() => { download('rows-not-taken.csv', [bad.csv]) }}>{t('certified.batchNumbers.rowsNotTakenAsAFile', { rows: count(bad.rows, t('common.row')) })}</Button>}
            <Button kind={next ? 'plain' : 'primary'} keys="Esc" onClick={onClose}>{next ? t('certified.batchNumbers.doneForNow') : t('common.done')}</Button>
          </div>
        </div>
      </section>
      <aside className={css.side} aria-label={t('certified.batchNumbers.lettersThatFollow')}>
        <PaneHead title={t('certified.batchNumbers.behindItOnThePile')} after={after.length > 0 ? t('certified.batchNumbers.theNextAfter', { after: after.length }) : ''} />
        {after.length === 0 ? <Empty mark="logged" title={t('certified.batchNumbers.noLetterFollows')}>{next ? t('certified.batchNumbers.thisIsTheLastOneOf') : t('certified.batchNumbers.theListIsDone')}</Empty>
          : <ol>{after.map((row) => <li key={row.id} className={css.following}><b>{row.addressee.name}</b><span className={css.d}>{row.addressee.lines.slice(1).join(', ')}</span></li>)}</ol>}
      </aside>
      {dialog}
    </section>
  )
}
