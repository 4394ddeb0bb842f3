import { useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { client } from '../../app/station.ts'
import { useSession } from '../../app/session.ts'

export type WorkFilter = 'all' | 'none' | 'several' | 'unknown'
export interface WorkCounts { none: number; several: number; unknown: number }
interface Page { rows: PieceRow[]; next: number | null; counts: WorkCounts }

const NOTHING: WorkCounts = { none: 0, several: 0, unknown: 0 }

/** The pile, oldest first. Its key begins like those of pieces, so that any change of a piece makes it old. */
export function useWorklist(filter: WorkFilter): { query: UseInfiniteQueryResult<InfiniteData<Page>>; rows: PieceRow[]; counts: WorkCounts } {
  const query = useInfiniteQuery({
    queryKey: [['pieces', 'worklist'], { filter }],
    queryFn: async ({ pageParam }): Promise<Page> => client.intake.worklist({ filter, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const pages = query.data?.pages ?? []
  return { query, rows: pages.flatMap((page) => page.rows), counts: pages[0]?.counts ?? NOTHING }
}

/** How many pieces wait for a recipient; for the rail. */
export function useWaitingForRecipient(): number {
  const user = useSession()?.user
  const { data } = useQuery({ queryKey: [['pieces', 'worklist'], { counts: true }], queryFn: async () => (await client.intake.worklist({ filter: 'all', limit: 1 })).counts, enabled: user !== undefined })
  return data ? data.none + data.several + data.unknown : 0
}
