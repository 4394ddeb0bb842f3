import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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
    <Dialog name="plan" wide title={t('tracking.plan.whenWillUspsBeAskedAbout')} onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>}>
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {query.isPending && <Loading rows={6} label={t('tracking.plan.makingThePlan')} />}
      {plan?.asksPerHour === null && <p>{t('tracking.plan.uspsIsNotAskedByItself')}</p>}
      {plan?.asksPerHour !== null && plan !== undefined && (
        <>
          <p>{plan.letters === 0 ? t('tracking.plan.noLetterIsDueToBe') : t('tracking.plan.lettersWillBeAskedAboutValue', { letters: count(plan.letters, t('common.letter')), value: plan.through === null ? '' : t('tracking.plan.theLastOfThemThrough', { through: when(plan.through, zone) }) })} {t('tracking.plan.callsleftOfAsksperhourQuestionsAreLeft', { callsLeft: plan.callsLeft, asksPerHour: plan.asksPerHour })}</p>
          {rows.length > 0 && (
            <div className={css.plan}>
              <Rows label={t('tracking.plan.lettersInTheOrderOfAsking')} items={rows} idOf={(one) => one.piece} height={48} autoFocus selected={selected} onSelect={setSelected} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }}
                render={(one) => (
                  <div className={css.planned}>
                    <Mark name={standing({ status: one.status, outcome: null }).mark} />
                    <div><b>{one.name || t('common.nobodyNamed')}</b><span className={css.d}>{standing({ status: one.status, outcome: null }).word}, {one.why}</span></div>
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
