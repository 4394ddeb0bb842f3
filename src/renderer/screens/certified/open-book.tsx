import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BookRow, LetterRow } from '../../../shared/contract/letters.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { newId } from '../../../shared/ids.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, PaneHead, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count } from '../../ui/words.ts'
import css from './letters.module.css'
import { costInColumn, serviceWords } from './words.ts'

const fresh = (): string => newId(Date.now())

/** Until it is known whether a book is open: nothing says that there is none, and none is opened beside it. */
export function UnreadBook({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }): ReactNode {
  return (
    <>
      <PaneHead title={t('certified.openBook.theOpenBook')} />
      {problem ? <div className={css.pad}><ProblemMessage problem={problem} onRetry={onRetry} /></div> : <Loading rows={4} label={t('certified.openBook.readingTheBook')} />}
    </>
  )
}

/** The open book beside the form, newest line first; where there is none, the letters that wait for one. */
export function OpenBook({ book, onAgain }: { book: BookRow | null; onAgain: (letter: LetterRow) => void }): ReactNode {
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | null>(null)
  const query = useQuery(station.certified.list.queryOptions({ input: book ? { book: book.id, limit: 200 } : { stage: 'unbooked', limit: 100 } }))
  const rows = book ? [...(query.data?.rows ?? [])].reverse() : (query.data?.rows ?? [])
  const open = useMutation({
    mutationFn: () => client.certified.openBook({ id: fresh(), letters: rows.filter((row) => row.number !== '').map((row) => row.id) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: station.certified.key() }),
  })
  return (
    <>
      <PaneHead title={book ? t('certified.openBook.bookNumber', { number: book.number }) : t('certified.openBook.notInABook')} after={query.data && count(book ? book.letters : rows.length, t('common.letter'))}>{book ? <><Tag tone="rest" mark="inbook" small>{t('common.open')}</Tag> <b>{formatMoney(book.total)}</b></> : null}</PaneHead>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading rows={4} label={t('certified.openBook.readingTheBook')} /> : rows.length === 0 ? !query.error && <Empty mark="logged" title={book ? t('certified.openBook.theBookIsEmpty') : t('certified.openBook.noLetterWaits')}>{book ? t('certified.openBook.lettersYouLogGoIntoIt') : t('certified.openBook.scanTheLabelOfTheFirst')}</Empty> : (
        <Rows label={book ? t('certified.openBook.lettersInBookNumber', { number: book.number }) : t('certified.openBook.lettersNotInABook')} items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={setSelected} onOpen={(row) => { void navigate({ to: '/letters/$id', params: { id: row.id } }) }} voided={(row) => row.voided !== null}
          render={(row) => (
            <div className={css.line}>
              <span className={css.ln}>{row.book?.line ?? ''}</span>
              <div><b>{row.addressee.name}</b><span className={css.d}>{row.number ? <Num grouped={row.grouped} tail /> : t('common.noNumber')} {serviceWords(row.services)}</span></div>
              <span className={css.amount}>{costInColumn(row)}</span>
            </div>
          )} />
      )}
      <div className={css.present}>
        {open.error && <ProblemMessage problem={problemOf(open.error)} />}
        {book ? <Message tone="act" title={t('certified.openBook.takeBookNumberToTheCounter', { number: book.number })}>{t('certified.openBook.theStampedPs3877IsThe')}</Message>
          : rows.length >= 3 ? <Message title={t('certified.openBook.rowsLettersWait', { rows: rows.length })}>{t('certified.openBook.threeOrMoreGoToUsps')}</Message> : null}
        <div className={css.acts}>
          {book ? <Button icon="book" keys="Alt 6" onClick={() => { void navigate({ to: '/books' }) }}>{t('certified.openBook.openBookNumber', { number: book.number })}</Button> : <Button icon="book" onClick={() => { open.mutate() }}>{t('certified.openBook.openABook')}</Button>}
          {!book && <Button keys="Alt 6" onClick={() => { void navigate({ to: '/books' }) }}>{t('certified.openBook.books')}</Button>}
          {rows[0] && selected && <Button onClick={() => { const row = rows.find((one) => one.id === selected); if (row) onAgain(row) }}>{t('certified.openBook.sameToThemAgain')}</Button>}
        </div>
      </div>
    </>
  )
}
