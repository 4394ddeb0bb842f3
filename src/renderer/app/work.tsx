import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { router } from './routes.tsx'

export { fetchScreens } from './routes.tsx'

/** Finds the screen that the address names while somebody signs in, so that it is drawn at once. */
export const findScreen = async (): Promise<void> => { await router.load() }

/** The frame and its screens. */
export function Work(): ReactNode {
  return <RouterProvider router={router} />
}
