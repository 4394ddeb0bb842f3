import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemMessage } from '../../ui/parts.tsx'
import { PreviewPage } from '../devices/preview.tsx'
import css from './books.module.css'

/**
 * The sheet PS 3877 as it prints: the page with the selected line, or another one that was turned to.
 *
 * @param line place of the selected line in the book, from 0
 * @param stamp changes with whatever stands on the sheet
 */
export function SheetPage({ book, line, perSheet, stamp }: { book: string; line: number; perSheet: number; stamp: string }): ReactNode {
  const [turned, setTurned] = useState<{ line: number; page: number } | null>(null)
  const wanted = turned?.line === line ? turned.page : Math.floor(line / perSheet)
  const options = station.certified.bookPage.queryOptions({ input: { book, page: wanted }, placeholderData: keepPreviousData })
  const query = useQuery({ ...options, queryKey: [...options.queryKey, stamp] })
  const turn = (by: number): void => { setTurned({ line, page: (query.data?.page ?? wanted) + by }) }
  return (
    <section className={css.paper} aria-label="The sheet as it prints">
      <div className={css.pages}>
        <span>{query.data ? `PS 3877, page ${query.data.page + 1} of ${query.data.pages}` : 'PS 3877'}</span>
        {query.data && query.data.pages > 1 && <><Button small disabled={query.data.page === 0} onClick={() => { turn(-1) }}>Page before</Button><Button small disabled={query.data.page + 1 >= query.data.pages} onClick={() => { turn(1) }}>Next page</Button></>}
      </div>
      {query.error ? <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /> : query.data ? <PreviewPage svg={query.data.svg} title={`Page ${query.data.page + 1} of the PS 3877 sheet`} /> : <Loading label="Drawing the sheet" />}
    </section>
  )
}
