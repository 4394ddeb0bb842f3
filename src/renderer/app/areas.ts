import type { Needs } from '../../shared/contract/base.ts'
import type { IconName } from '../ui/drawings.tsx'

/** A place of the app: one line of the rail, one shortcut, one route. */
export interface Area {
  id: string
  group: 'Desk' | 'Certified Mail' | 'Office' | 'foot'
  /** Pressed together with Alt. */
  key: string
  icon: IconName
  title: string
  route: '/intake' | '/pieces' | '/directory' | '/settings'
  needs: Needs
}

/** The rail, from the top. Adding an area is one line here and one route in `routes.tsx`. */
export const AREAS: readonly Area[] = [
  { id: 'intake', group: 'Desk', key: '1', icon: 'intake', title: 'Intake', route: '/intake', needs: 'operator' },
  { id: 'pieces', group: 'Office', key: '9', icon: 'pieces', title: 'Pieces', route: '/pieces', needs: 'operator' },
  { id: 'directory', group: 'Office', key: 'D', icon: 'directory', title: 'Directory', route: '/directory', needs: 'operator' },
  { id: 'settings', group: 'foot', key: ',', icon: 'settings', title: 'Settings', route: '/settings', needs: 'operator' },
]
