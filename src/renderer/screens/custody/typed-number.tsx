import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { giveTyped } from '../../scan/scans.ts'
import { LineDialog } from './dialogs.tsx'

/** N takes what no scanner reads any more: what is typed here goes the way of a scan, with its sound and its words. */
export function TypedNumber(): ReactNode {
  const [open, setOpen] = useOpen('typed-number', false)
  useKeys(open ? [] : [{ key: 'N', label: t('custody.typedNumber.typeANumber'), strip: false, run: () => { setOpen(true) } }])
  if (!open) return null
  return <LineDialog title={t('custody.typedNumber.whichNumberDoesItBear')} label={t('common.number')} verb={t('custody.typedNumber.takeIt')} words={t('custody.typedNumber.asItIsPrintedOnThe')} onClose={() => { setOpen(false) }} act={async (text) => { giveTyped(text) }} />
}
