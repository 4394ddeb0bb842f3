import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { station } from '../../app/station.ts'
import css from './exceptions.module.css'

/** How many exceptions are open, for the rail. */
export function ExceptionCount(): ReactNode {
  const query = useInfiniteQuery(station.custody.exceptions.infiniteOptions({ input: () => ({ solved: false, limit: 1 }), initialPageParam: undefined, getNextPageParam: () => undefined }))
  const total = Object.values(query.data?.pages[0]?.counts ?? {}).reduce((sum, n) => sum + n, 0)
  return total > 0 ? <span className={css.waits}>{total}</span> : null
}
