import { useEffect, useLayoutEffect, useRef } from 'react'
import { t } from '../../catalogue/index.ts'
import { keyLayers, type KeySpec } from '../../app/keys.ts'
import { isTextField } from '../../scan/capture.ts'

/** A pasted page is news at once, wherever the focus is, as long as it is in no field, no dialog is open, and the screen is `ready` for it. */
export function usePasted(ready: boolean, take: (text: string) => void): void {
  const latest = useRef(take)
  useLayoutEffect(() => { latest.current = take })
  useEffect(() => {
    if (!ready) return undefined
    const onPaste = (event: ClipboardEvent): void => {
      const pasted = event.clipboardData?.getData('text/plain') ?? ''
      if (isTextField(event.target) || pasted.trim() === '' || keyLayers.get().some((layer) => layer.kind === 'dialog')) return
      event.preventDefault()
      latest.current(pasted)
    }
    window.addEventListener('paste', onPaste)
    return () => { window.removeEventListener('paste', onPaste) }
  }, [ready])
}

/** The key of {@link usePasted}, for the list of keys; what is pasted comes by the paste itself. */
export const pasteKey = (run: () => void, when = true): KeySpec => ({ key: 'Ctrl V', label: t('tracking.pasted.pastePage'), when, strip: false, system: true, run })
