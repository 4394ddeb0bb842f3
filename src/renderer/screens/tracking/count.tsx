import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { station } from '../../app/station.ts'
import { HiddenText } from '../../ui/parts.tsx'
import css from './tracking.module.css'

/** How much waits for a person, for the rail. */
export function TrackingCount(): ReactNode {
  const { data } = useQuery(station.tracking.board.queryOptions({ input: { view: 'attention', limit: 1 } }))
  return data !== undefined && data.attention > 0 && <span className={css.waits}>{number(data.attention)}<HiddenText> {t('tracking.count.needAttention')}</HiddenText></span>
}
