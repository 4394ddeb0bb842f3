import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
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
    <section className={css.paper} aria-label={t('certified.sheetPage.theSheetAsItPrints')}>
      <div className={css.pages}>
        <span>{query.data ? t('certified.sheetPage.ps3877PageValueOfPages', { value: query.data.page + 1, pages: query.data.pages }) : t('certified.sheetPage.ps3877')}</span>
        {query.data && query.data.pages > 1 && <><Button small disabled={query.data.page === 0} onClick={() => { turn(-1) }}>{t('common.pageBefore')}</Button><Button small disabled={query.data.page + 1 >= query.data.pages} onClick={() => { turn(1) }}>{t('common.nextPage')}</Button></>}
      </div>
      {query.data?.missing && <Message tone="act">{query.data.missing}</Message>}
      {query.error ? <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /> : query.data ? <PreviewPage svg={query.data.svg} title={t('certified.sheetPage.pageValueOfThePs3877', { value: query.data.page + 1 })} /> : <Loading label={t('certified.sheetPage.drawingTheSheet')} />}
    </section>
  )
}
