import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { Intake } from '../screens/intake/intake.tsx'
import { createPart, fetchParts } from './part.tsx'
import { Frame } from './shell/frame.tsx'

const screens = async () => await import('./screens.ts')

/** Every screen but the first; their code is fetched while somebody signs in. */
const SCREENS = {
  assign: createPart(async () => (await screens()).Assign),
  exceptions: createPart(async () => (await screens()).Exceptions),
  handover: createPart(async () => (await screens()).Handover),
  locations: createPart(async () => (await screens()).Locations),
  runs: createPart(async () => (await screens()).Runs),
  books: createPart(async () => (await screens()).Books),
  letterPage: createPart(async () => (await screens()).LetterPage),
  letters: createPart(async () => (await screens()).Letters),
  audit: createPart(async () => (await screens()).Audit),
  days: createPart(async () => (await screens()).Days),
  devices: createPart(async () => (await screens()).Devices),
  directory: createPart(async () => (await screens()).Directory),
  help: createPart(async () => (await screens()).Help),
  notices: createPart(async () => (await screens()).Notices),
  receipts: createPart(async () => (await screens()).Receipts),
  reports: createPart(async () => (await screens()).Reports),
  settings: createPart(async () => (await screens()).Settings),
  piecePage: createPart(async () => (await screens()).PiecePage),
  pieces: createPart(async () => (await screens()).Pieces),
  tracking: createPart(async () => (await screens()).Tracking),
}

const root = createRootRoute({ component: Frame })
const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/intake' }) } })
const intake = createRoute({ getParentRoute: () => root, path: '/intake', component: Intake })
const assign = createRoute({ getParentRoute: () => root, path: '/assign', component: SCREENS.assign.Shown })
const handover = createRoute({ getParentRoute: () => root, path: '/handover', component: SCREENS.handover.Shown })
const runs = createRoute({ getParentRoute: () => root, path: '/runs', component: SCREENS.runs.Shown })
const exceptions = createRoute({ getParentRoute: () => root, path: '/exceptions', component: SCREENS.exceptions.Shown })
const locations = createRoute({ getParentRoute: () => root, path: '/locations', component: SCREENS.locations.Shown })
const letters = createRoute({ getParentRoute: () => root, path: '/letters', component: SCREENS.letters.Shown })
const letter = createRoute({ getParentRoute: () => root, path: '/letters/$id', component: SCREENS.letterPage.Shown })
const books = createRoute({ getParentRoute: () => root, path: '/books', component: SCREENS.books.Shown })
const tracking = createRoute({ getParentRoute: () => root, path: '/tracking', component: SCREENS.tracking.Shown })
const pieces = createRoute({ getParentRoute: () => root, path: '/pieces', component: SCREENS.pieces.Shown })
const piece = createRoute({ getParentRoute: () => root, path: '/pieces/$id', component: SCREENS.piecePage.Shown })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: SCREENS.audit.Shown })
const days = createRoute({ getParentRoute: () => root, path: '/days', component: SCREENS.days.Shown })
const directory = createRoute({ getParentRoute: () => root, path: '/directory', component: SCREENS.directory.Shown })
const devices = createRoute({ getParentRoute: () => root, path: '/devices', component: SCREENS.devices.Shown })
const notices = createRoute({ getParentRoute: () => root, path: '/notices', component: SCREENS.notices.Shown })
const receipts = createRoute({ getParentRoute: () => root, path: '/receipts', component: SCREENS.receipts.Shown })
const reports = createRoute({ getParentRoute: () => root, path: '/reports', component: SCREENS.reports.Shown })
const help = createRoute({ getParentRoute: () => root, path: '/help', component: SCREENS.help.Shown })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SCREENS.settings.Shown })

export const router = createRouter({
  routeTree: root.addChildren([home, intake, assign, handover, runs, exceptions, locations, letters, letter, books, pieces, piece, days, audit, directory, devices, notices, help, settings, tracking, receipts, reports]),
  history: createHashHistory(),
  defaultNotFoundComponent: () => null,
})

/** Fetches the code of every screen. */
export const fetchScreens = async (): Promise<void> => { await fetchParts(Object.values(SCREENS)) }

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
