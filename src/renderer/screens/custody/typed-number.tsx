import { useState, type ReactNode } from 'react'
import { useKeys } from '../../app/keys.ts'
import { giveTyped } from '../../scan/scans.ts'
import { LineDialog } from './dialogs.tsx'

/** N takes what no scanner reads any more: what is typed here goes the way of a scan, with its sound and its words. */
export function TypedNumber(): ReactNode {
  const [open, setOpen] = useState(false)
  useKeys(open ? [] : [{ key: 'N', label: 'Type a number', strip: false, run: () => { setOpen(true) } }])
  if (!open) return null
  return <LineDialog title="Which number does it bear?" label="Number" verb="Take it" words="As it is printed on the piece, the badge or the label. Blanks do not matter." onClose={() => { setOpen(false) }} act={async (text) => { giveTyped(text) }} />
}
