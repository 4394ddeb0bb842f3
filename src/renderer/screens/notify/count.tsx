import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { station } from '../../app/station.ts'
import { HiddenText } from '../../ui/parts.tsx'
import css from './notices.module.css'

/** How many messages a person has to decide, in amber, for the rail. */
export function NoticesCount(): ReactNode {
  const counts = useQuery(station.notify.outbox.queryOptions({ input: { filter: 'person', limit: 1 } })).data?.counts
  const n = counts?.person ?? 0
  return n > 0 && <span className={css.waits}>{number(n)}<HiddenText> {t('notify.count.toDecide')}</HiddenText></span>
}
