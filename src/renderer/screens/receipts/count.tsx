import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { station } from '../../app/station.ts'
import { HiddenText } from '../../ui/parts.tsx'
import css from './receipts.module.css'

/** How many receipts are overdue and how many scans wait for a person, for the rail. */
export function ReceiptsCount(): ReactNode {
  const overdue = useQuery(station.receipts.board.queryOptions({ input: { state: 'overdue', limit: 1 } })).data?.counts.overdue ?? 0
  const open = useQuery(station.receipts.worklist.queryOptions({ input: { limit: 1 } })).data?.open ?? 0
  return overdue + open > 0 && <span className={css.waits}>{number(overdue + open)}<HiddenText> {t('receipts.count.receiptsOverdueOrScansToMatch')}</HiddenText></span>
}
