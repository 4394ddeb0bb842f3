import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { problemOf } from '../../app/problem.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Loading, ProblemMessage } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { standing } from './words.ts'
import css from './tracking.module.css'

const PAGE = 200

/** When USPS will be asked about each letter, with the questions that the office has. */
export function PlanDialog({ onClose }: { onClose: () => void }): ReactNode {
  const zone = useZone()
  const [selected, setSelected] = useState<string | null>(null)
  const query = useInfiniteQuery(station.tracking.plan.infiniteOptions({ input: (cursor: number) => ({ cursor, limit: PAGE }), initialPageParam: 0, getNextPageParam: (page) => page.next ?? undefined }))
  const plan = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog wide title="When will USPS be asked about each letter?" onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>Close</Button>}>
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {query.isPending && <Loading rows={6} label="Making the plan" />}
      {plan?.asksPerHour === null && <p>USPS is not asked by itself now. The line at the head of the board says why, and an administrator sets the connection up in Settings.</p>}
      {plan?.asksPerHour !== null && plan !== undefined && (
        <>
          <p>{plan.letters === 0 ? 'No letter is due to be asked about.' : `${count(plan.letters, 'letter')} will be asked about${plan.through === null ? '' : `, the last of them ${when(plan.through, zone)}`}.`} {plan.callsLeft} of {plan.asksPerHour} questions are left this hour. What needs it most goes first.</p>
          {rows.length > 0 && (
            <div className={css.plan}>
              <Rows label="Letters in the order of asking" items={rows} idOf={(one) => one.piece} height={48} autoFocus selected={selected} onSelect={setSelected} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
                render={(one) => (
                  <div className={css.planned}>
                    <Mark name={standing({ status: one.status, outcome: null }).mark} />
                    <div><b>{one.name || 'Nobody named'}</b><span className={css.d}>{standing({ status: one.status, outcome: null }).word}, {one.why}</span></div>
                    <span className={css.num}><Num grouped={one.grouped} tail /></span>
                    <span>{when(one.at, zone)}</span>
                  </div>
                )} />
            </div>
          )}
        </>
      )}
    </Dialog>
  )
}
