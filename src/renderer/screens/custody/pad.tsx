import { FocusTrap, Portal } from '@mantine/core'
import { useEffect, useLayoutEffect, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { holdScans } from '../../scan/scans.ts'
import type { Signature } from '../../ui/signature.tsx'
import { focusFirst } from '../../ui/dialog.tsx'
import { PadFace, Thanks, theseWords, type PadFaceProps } from './pad-face.tsx'
import css from './pad.module.css'

/** Scans wait although nothing covers the counter yet. */
export function ScansWait(): ReactNode {
  useLayoutEffect(() => holdScans(), [])
  return null
}

/**
 * The screen as the recipient sees it: their pieces, a field to sign in, and nothing of anybody else. Esc goes back to the counter.
 *
 * @param held names who signs and for what: what was written for it outlives the page, and never comes back for anything else
 */
export function Pad({ held, value, ...face }: Omit<PadFaceProps, 'onChange'> & { held: string }): ReactNode {
  const [written, setWritten] = useHeld(held, value)
  const [signed, setSigned] = useState<Signature | null>(null)
  useLayoutEffect(() => holdScans(), [])
  useEffect(() => {
    // The whole display where the system lets us; the screen is covered all the same where it does not.
    document.documentElement.requestFullscreen?.().catch(() => undefined)
    return () => { if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined) }
  }, [])
  return (
    <Portal><FocusTrap active innerRef={focusFirst}><div className={css.kiosk} role="dialog" aria-modal="true" aria-label={t('custody.pad.signForLength', { length: theseWords(face.pieces.length) })} tabIndex={-1} data-autofocus>
      {signed ? <Thanks name={face.name} onOver={() => { face.onDone(signed) }} /> : <PadFace {...face} value={written} onChange={setWritten} onDone={setSigned} />}
    </div></FocusTrap></Portal>
  )
}
