import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { Assign } from '../screens/assign/assign.tsx'
import { Exceptions } from '../screens/custody/exceptions.tsx'
import { Handover } from '../screens/custody/handover.tsx'
import { Locations } from '../screens/custody/locations.tsx'
import { Runs } from '../screens/custody/runs.tsx'
import { Books } from '../screens/certified/books.tsx'
import { LetterPage } from '../screens/certified/letter-page.tsx'
import { Letters } from '../screens/certified/letters.tsx'
import { Audit } from '../screens/audit/audit.tsx'
import { Days } from '../screens/days/days.tsx'
import { Devices } from '../screens/devices/devices.tsx'
import { Directory } from '../screens/directory/directory.tsx'
import { Help } from '../screens/help/help.tsx'
import { Intake } from '../screens/intake/intake.tsx'
import { Notices } from '../screens/notify/notices.tsx'
import { Receipts } from '../screens/receipts/receipts.tsx'
import { Reports } from '../screens/reports/reports.tsx'
import { Settings } from '../screens/office/settings.tsx'
import { PiecePage } from '../screens/pieces/piece.tsx'
import { Pieces } from '../screens/pieces/pieces.tsx'
import { Tracking } from '../screens/tracking/tracking.tsx'
import { Frame } from './shell/frame.tsx'

const root = createRootRoute({ component: Frame })
const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/intake' }) } })
const intake = createRoute({ getParentRoute: () => root, path: '/intake', component: Intake })
const assign = createRoute({ getParentRoute: () => root, path: '/assign', component: Assign })
const handover = createRoute({ getParentRoute: () => root, path: '/handover', component: Handover })
const runs = createRoute({ getParentRoute: () => root, path: '/runs', component: Runs })
const exceptions = createRoute({ getParentRoute: () => root, path: '/exceptions', component: Exceptions })
const locations = createRoute({ getParentRoute: () => root, path: '/locations', component: Locations })
const letters = createRoute({ getParentRoute: () => root, path: '/letters', component: Letters })
const letter = createRoute({ getParentRoute: () => root, path: '/letters/$id', component: LetterPage })
const books = createRoute({ getParentRoute: () => root, path: '/books', component: Books })
const tracking = createRoute({ getParentRoute: () => root, path: '/tracking', component: Tracking })
const pieces = createRoute({ getParentRoute: () => root, path: '/pieces', component: Pieces })
const piece = createRoute({ getParentRoute: () => root, path: '/pieces/$id', component: PiecePage })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: Audit })
const days = createRoute({ getParentRoute: () => root, path: '/days', component: Days })
const directory = createRoute({ getParentRoute: () => root, path: '/directory', component: Directory })
const devices = createRoute({ getParentRoute: () => root, path: '/devices', component: Devices })
const notices = createRoute({ getParentRoute: () => root, path: '/notices', component: Notices })
const receipts = createRoute({ getParentRoute: () => root, path: '/receipts', component: Receipts })
const reports = createRoute({ getParentRoute: () => root, path: '/reports', component: Reports })
const help = createRoute({ getParentRoute: () => root, path: '/help', component: Help })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: Settings })

export const router = createRouter({
  routeTree: root.addChildren([home, intake, assign, handover, runs, exceptions, locations, letters, letter, books, pieces, piece, days, audit, directory, devices, notices, help, settings, tracking, receipts, reports]),
  history: createHashHistory(),
  defaultNotFoundComponent: () => null,
})

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
