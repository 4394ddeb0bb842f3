import type { ComponentType } from 'react'
import type { Needs } from '../../shared/contract/base.ts'
import { AssignCount } from '../screens/assign/count.tsx'
import { ExceptionCount } from '../screens/custody/exceptions.tsx'
import { TrackingCount } from '../screens/tracking/tracking.tsx'
import { ReceiptsCount } from '../screens/receipts/receipts.tsx'
import { FirstStepsCount } from '../screens/help/first-steps.tsx'
import { NoticesCount } from '../screens/notify/count.tsx'
import type { IconName } from '../ui/drawings.tsx'

/** A place of the app: one line of the rail, one shortcut, one route. */
export interface Area {
  id: string
  group: 'Desk' | 'Certified Mail' | 'Office' | 'foot'
  /** Pressed together with Alt. */
  key: string
  icon: IconName
  title: string
  route: '/intake' | '/assign' | '/handover' | '/runs' | '/exceptions' | '/locations' | '/letters' | '/books' | '/receipts' | '/tracking' | '/days' | '/audit' | '/reports' | '/pieces' | '/directory' | '/devices' | '/notices' | '/help' | '/settings'
  needs: Needs
  /** How much waits there for a person; shown before the key, nothing for 0. */
  Count?: ComponentType
}

/** The rail, from the top. Adding an area is one line here and one route in `routes.tsx`. */
export const AREAS: readonly Area[] = [
  { id: 'intake', group: 'Desk', key: '1', icon: 'intake', title: 'Intake', route: '/intake', needs: 'operator' },
  { id: 'assign', group: 'Desk', key: '2', icon: 'assign', title: 'Assign', route: '/assign', needs: 'operator', Count: AssignCount },
  { id: 'handover', group: 'Desk', key: '3', icon: 'handover', title: 'Handover', route: '/handover', needs: 'operator' },
  { id: 'runs', group: 'Desk', key: '4', icon: 'runs', title: 'Runs', route: '/runs', needs: 'operator' },
  { id: 'exceptions', group: 'Desk', key: 'E', icon: 'warn', title: 'Exceptions', route: '/exceptions', needs: 'operator', Count: ExceptionCount },
  { id: 'letters', group: 'Certified Mail', key: '5', icon: 'letters', title: 'Letters', route: '/letters', needs: 'operator' },
  { id: 'books', group: 'Certified Mail', key: '6', icon: 'book', title: 'Mailing books', route: '/books', needs: 'operator' },
  { id: 'tracking', group: 'Certified Mail', key: '7', icon: 'tracking', title: 'Tracking', route: '/tracking', needs: 'operator', Count: TrackingCount },
  { id: 'receipts', group: 'Certified Mail', key: 'R', icon: 'card', title: 'Receipts', route: '/receipts', needs: 'operator', Count: ReceiptsCount },
  { id: 'days', group: 'Office', key: '8', icon: 'daily', title: 'Daily log', route: '/days', needs: 'operator' },
  { id: 'pieces', group: 'Office', key: '9', icon: 'pieces', title: 'Pieces', route: '/pieces', needs: 'operator' },
  { id: 'reports', group: 'Office', key: 'P', icon: 'reports', title: 'Reports', route: '/reports', needs: 'supervisor' },
  { id: 'locations', group: 'Office', key: 'L', icon: 'pin', title: 'Locations', route: '/locations', needs: 'operator' },
  { id: 'directory', group: 'Office', key: 'D', icon: 'directory', title: 'Directory', route: '/directory', needs: 'operator' },
  { id: 'audit', group: 'Office', key: 'A', icon: 'shield', title: 'Audit', route: '/audit', needs: 'supervisor' },
  { id: 'notices', group: 'Office', key: 'M', icon: 'mail', title: 'Notices', route: '/notices', needs: 'operator', Count: NoticesCount },
  { id: 'devices', group: 'foot', key: 'V', icon: 'devices', title: 'Devices', route: '/devices', needs: 'operator' },
  { id: 'help', group: 'foot', key: 'H', icon: 'info', title: 'Help', route: '/help', needs: 'operator', Count: FirstStepsCount },
  { id: 'settings', group: 'foot', key: ',', icon: 'settings', title: 'Settings', route: '/settings', needs: 'operator' },
]
