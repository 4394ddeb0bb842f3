import type { Needs } from '../contract/roles.ts'

/**
 * The places of the app with their keys, from the top of the rail. The rail, the keys of the page, the command palette and the
 * menu of the desktop app are all made from this table and from {@link COMMANDS}.
 */
export const PLACES = [
  { id: 'intake', group: 'Desk', key: '1', title: 'Intake', route: '/intake', needs: 'operator' },
  { id: 'assign', group: 'Desk', key: '2', title: 'Assign', route: '/assign', needs: 'operator' },
  { id: 'handover', group: 'Desk', key: '3', title: 'Handover', route: '/handover', needs: 'operator' },
  { id: 'runs', group: 'Desk', key: '4', title: 'Runs', route: '/runs', needs: 'operator' },
  { id: 'exceptions', group: 'Desk', key: 'E', title: 'Exceptions', route: '/exceptions', needs: 'operator' },
  { id: 'letters', group: 'Certified Mail', key: '5', title: 'Letters', route: '/letters', needs: 'operator' },
  { id: 'books', group: 'Certified Mail', key: '6', title: 'Mailing books', route: '/books', needs: 'operator' },
  { id: 'tracking', group: 'Certified Mail', key: '7', title: 'Tracking', route: '/tracking', needs: 'operator' },
  { id: 'receipts', group: 'Certified Mail', key: 'R', title: 'Receipts', route: '/receipts', needs: 'operator' },
  { id: 'days', group: 'Office', key: '8', title: 'Daily log', route: '/days', needs: 'operator' },
  { id: 'pieces', group: 'Office', key: '9', title: 'Pieces', route: '/pieces', needs: 'operator' },
  { id: 'reports', group: 'Office', key: 'P', title: 'Reports', route: '/reports', needs: 'supervisor' },
  { id: 'locations', group: 'Office', key: 'L', title: 'Locations', route: '/locations', needs: 'operator' },
  { id: 'directory', group: 'Office', key: 'D', title: 'Directory', route: '/directory', needs: 'operator' },
  { id: 'audit', group: 'Office', key: 'A', title: 'Audit', route: '/audit', needs: 'supervisor' },
  { id: 'notices', group: 'Office', key: 'M', title: 'Notices', route: '/notices', needs: 'operator' },
  { id: 'devices', group: 'foot', key: 'V', title: 'Devices', route: '/devices', needs: 'operator' },
  { id: 'help', group: 'foot', key: 'H', title: 'Help', route: '/help', needs: 'operator' },
  { id: 'settings', group: 'foot', key: ',', title: 'Settings', route: '/settings', needs: 'operator' },
] as const satisfies readonly { id: string; group: 'Desk' | 'Certified Mail' | 'Office' | 'foot'; key: string; title: string; route: string; needs: Needs }[]

export type Place = (typeof PLACES)[number]

/** The sections of Settings, in their order. */
export const SETTINGS_SECTIONS = [
  'mine', 'desk', 'scanners', 'certified', 'fees', 'rolls', 'people', 'notices', 'email', 'command-line', 'backup', 'daily-log', 'usps', 'receipts', 'tasks', 'keep', 'take-out', 'updates', 'verify',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

/** What can be done from anywhere. `key` is empty where a command has none; `menu` is where the desktop app's menu has it. */
export const COMMANDS = [
  { id: 'find', key: 'Ctrl K', label: 'Find', detail: '', menu: 'edit' },
  { id: 'outage', key: '', label: 'Print blank outage sheets', detail: 'Paper for logging mail when the power or the computer is out', menu: 'file' },
  { id: 'jobs', key: 'Ctrl J', label: 'Jobs', detail: 'Exports, backups, imports, print jobs', menu: 'view' },
  { id: 'camera', key: 'Shift F7', label: 'Scan with the camera', detail: 'Opens it on every screen, or closes it', menu: 'view' },
  { id: 'lock', key: 'F9', label: 'Lock or switch user', detail: 'The screen stays as it is', menu: 'file' },
  { id: 'light', key: '', label: 'Light colors', detail: 'Theme', menu: 'view' },
  { id: 'dark', key: '', label: 'Dark colors', detail: 'Theme', menu: 'view' },
  { id: 'system', key: '', label: 'Colors of the system', detail: 'Theme', menu: 'view' },
  { id: 'addressees', key: '', label: 'Address book of letters', detail: 'Correct or take out addressees of Certified Mail', menu: 'edit' },
  { id: 'meanings', key: '', label: 'What do the marks mean?', detail: 'Every state with its drawing and one sentence', menu: 'help' },
  { id: 'keys', key: 'F1', label: 'All keys', detail: '', menu: 'help' },
] as const satisfies readonly { id: string; key: string; label: string; detail: string; menu: 'file' | 'edit' | 'view' | 'help' }[]

export type CommandId = (typeof COMMANDS)[number]['id']

/** A shortcut such as `Ctrl Enter` in the words of the desktop's menus; on macOS Control stands for Alt, and Command for Ctrl. Null for none. */
export function acceleratorOf(shortcut: string, mac: boolean): string | null {
  if (shortcut === '') return null
  const names: Record<string, string> = { Del: 'Delete', PgUp: 'PageUp', PgDn: 'PageDown', '+': 'Plus', ' ': 'Space' }
  const parts = shortcut.split(' ')
  const key = parts.at(-1) ?? ''
  const held = parts.slice(0, -1).map((part) => (part === 'Alt' ? (mac ? 'Control' : 'Alt') : part === 'Ctrl' ? (mac ? 'Command' : 'Control') : part))
  return [...held, names[key] ?? key].join('+')
}
