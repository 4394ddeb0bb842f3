import { useLayoutEffect, type ReactNode } from 'react'
import { createStore } from '../store.ts'

/** What the top bar shows for the screen of the moment. */
export const headSlot = createStore<{ title: string; mode: ReactNode }>({ title: 'Pigeonhole', mode: null })

/** What the left end of the key strip says a scan will do now. */
export const scanHint = createStore<{ what: string; detail: string }>({ what: 'Scans still go to Intake', detail: '' })

/** Puts a screen's title, and at most one mode switch, into the top bar. */
export function useHead(title: string, mode: ReactNode = null): void {
  useLayoutEffect(() => {
    headSlot.set({ title, mode })
    document.title = `${title} \u00b7 Pigeonhole`
  }, [title, mode])
}

/** Says in the key strip what a scan will do while this screen is shown. */
export function useScanHint(what: string, detail = ''): void {
  useLayoutEffect(() => {
    scanHint.set({ what, detail })
    return () => { scanHint.set({ what: 'Scans still go to Intake', detail: '' }) }
  }, [what, detail])
}
