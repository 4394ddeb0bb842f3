import { useLayoutEffect, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { createStore } from '../store.ts'

/** What the top bar shows for the screen of the moment. */
export const headSlot = createStore<{ title: string; mode: ReactNode }>({ title: t('common.pigeonhole'), mode: null })

/** What the left end of the key strip says a scan will do now. */
export const scanHint = createStore<{ what: string; detail: string }>({ what: t('frame.head.scansStillGoToIntake'), detail: '' })

/** Puts a screen's title, and at most one mode switch, into the top bar. */
export function useHead(title: string, mode: ReactNode = null): void {
  useLayoutEffect(() => {
    headSlot.set({ title, mode })
    document.title = t('frame.head.titlePigeonhole', { title })
  }, [title, mode])
}

/** Says in the key strip what a scan will do while this screen is shown. */
export function useScanHint(what: string, detail = ''): void {
  useLayoutEffect(() => {
    scanHint.set({ what, detail })
    return () => { scanHint.set({ what: t('frame.head.scansStillGoToIntake'), detail: '' }) }
  }, [what, detail])
}
