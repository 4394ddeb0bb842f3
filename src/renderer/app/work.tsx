import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { router } from './routes.tsx'

export { fetchScreens } from './routes.tsx'

/** The frame and its screens. */
export function Work(): ReactNode {
  return <RouterProvider router={router} />
}
