import type { ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { HiddenText } from '../../ui/parts.tsx'
import css from './assign.module.css'
import { useWaitingForRecipient } from './worklist.ts'

/** How many pieces wait for a recipient, in amber, for the rail. */
export function AssignCount(): ReactNode {
  const waiting = useWaitingForRecipient()
  return waiting > 0 && <span className={css.waits}>{number(waiting)}<HiddenText> {t('assign.count.waiting')}</HiddenText></span>
}
