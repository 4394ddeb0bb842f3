import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import css from './receipts.module.css'

/** One page of a scan, large enough to read a signature, whichever way it lies. `keyed`: T turns it. */
export function PagePicture({ file, page, words, keyed = false }: { file: string; page: number; words: string; keyed?: boolean }): ReactNode {
  // A page never changes under the hash of its file.
  const query = useQuery(station.receipts.page.queryOptions({ input: { file, page }, staleTime: Infinity }))
  const [turn, setTurn] = useState(0)
  const next = (): void => { setTurn((before) => (before + 90) % 360) }
  useKeys(keyed ? [{ key: 'T', label: t('receipts.pagePicture.turnThePicture'), run: next }] : [])
  if (query.error) return <ProblemMessage title={t('receipts.pagePicture.thePageCannotBeShown')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  return (
    <figure className={css.page}>
      <div className={css.paper} data-turn={turn}>{query.data && <img src={`data:image/jpeg;base64,${query.data.content}`} alt={words} />}</div>
      <Button small {...(keyed ? { keys: 'T' } : {})} onClick={next}>{t('receipts.pagePicture.turnThePicture')}</Button>
    </figure>
  )
}
