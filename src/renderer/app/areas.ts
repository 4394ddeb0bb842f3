import type { ComponentType } from 'react'
import { PLACES, type Place } from '../../shared/desktop/commands.ts'
import { AssignCount } from '../screens/assign/count.tsx'
import { ExceptionCount } from '../screens/custody/count.tsx'
import { TrackingCount } from '../screens/tracking/count.tsx'
import { ReceiptsCount } from '../screens/receipts/count.tsx'
import { FirstStepsCount } from '../screens/help/first-steps.tsx'
import { NoticesCount } from '../screens/notify/count.tsx'
import type { IconName } from '../ui/drawings.tsx'

/** A place of the app: one line of the rail, one shortcut (`key` pressed together with Alt), one route. */
export type Area = Place & {
  icon: IconName
  /** How much waits there for a person; shown before the key, nothing for 0. */
  Count?: ComponentType
}

/** What the page draws of each place. */
const DRAWN: Readonly<Record<Place['id'], { icon: IconName; Count?: ComponentType }>> = {
  intake: { icon: 'intake' }, assign: { icon: 'assign', Count: AssignCount }, handover: { icon: 'handover' }, runs: { icon: 'runs' }, exceptions: { icon: 'warn', Count: ExceptionCount },
  letters: { icon: 'letters' }, books: { icon: 'book' }, days: { icon: 'daily' }, tracking: { icon: 'tracking', Count: TrackingCount }, receipts: { icon: 'card', Count: ReceiptsCount },
  pieces: { icon: 'pieces' }, reports: { icon: 'reports' }, locations: { icon: 'pin' }, directory: { icon: 'directory' }, audit: { icon: 'shield' }, notices: { icon: 'mail', Count: NoticesCount }, devices: { icon: 'devices' }, help: { icon: 'info', Count: FirstStepsCount }, settings: { icon: 'settings' },
}

/** The rail, from the top. Adding an area is one line in `shared/desktop/commands.ts`, one here, and one route in `routes.tsx`. */
export const AREAS: readonly Area[] = PLACES.map((place) => ({ ...place, ...DRAWN[place.id] }))
