import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { Intake } from '../screens/intake/intake.tsx'
import { createPart, fetchParts, type Part } from './part.tsx'
import type * as Screens from './screens.ts'
import { Frame } from './shell/frame.tsx'

/** Every screen but the first; their code is fetched while somebody signs in. */
const parts: Part[] = []
const root = createRootRoute({ component: Frame })

/** The route of a screen of `screens.ts`. */
function at<const Path extends string>(path: Path, name: keyof typeof Screens) {
  const part = createPart(async () => (await import('./screens.ts'))[name])
  parts.push(part)
  return createRoute({ getParentRoute: () => root, path, component: part.Shown })
}

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/intake' }) } }),
  createRoute({ getParentRoute: () => root, path: '/intake', component: Intake }),
  at('/assign', 'Assign'),
  at('/handover', 'Handover'),
  at('/runs', 'Runs'),
  at('/exceptions', 'Exceptions'),
  at('/locations', 'Locations'),
  at('/letters', 'Letters'),
  at('/letters/$id', 'LetterPage'),
  at('/books', 'Books'),
  at('/tracking', 'Tracking'),
  at('/receipts', 'Receipts'),
  at('/pieces', 'Pieces'),
  at('/pieces/$id', 'PiecePage'),
  at('/days', 'Days'),
  at('/reports', 'Reports'),
  at('/directory', 'Directory'),
  at('/audit', 'Audit'),
  at('/devices', 'Devices'),
  at('/notices', 'Notices'),
  at('/help', 'Help'),
  at('/settings', 'Settings'),
] as const

export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultNotFoundComponent: () => null,
})

/** Fetches the code of every screen. */
export const fetchScreens = async (): Promise<void> => { await fetchParts(parts) }

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
