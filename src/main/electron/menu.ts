import type { MenuItemConstructorOptions } from 'electron'
import type { PageState } from '../../shared/desktop/channel.ts'
import { acceleratorOf, COMMANDS, PLACES, type CommandId, type Place } from '../../shared/desktop/commands.ts'

export interface MenuActs {
  command: (id: CommandId) => void
  go: (to: Place['id']) => void
  key: (key: string) => void
  openFiles: () => void
  zoom: (step: 1 | -1 | 0) => void
  fullScreen: () => void
  reload: () => void
}

export const NOBODY: PageState = { kind: 'state', signedIn: false, places: [], keys: [], working: false }

/**
 * The menu: every place and command of the shared table, and the keys of the screen that is shown. The page hears its keys
 * itself; the menu only shows them, so that a scanner's keys never run a command twice or by accident. Its own letters (Alt F, G, W) are none that the page hears with Alt.
 */
export function menuTemplate(state: PageState, acts: MenuActs, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const shown = (shortcut: string): MenuItemConstructorOptions => {
    const accelerator = acceleratorOf(shortcut, mac)
    // On macOS what a menu shows it also hears: there, single keys stay with the page.
    return accelerator === null || (mac && !accelerator.includes('+') && !/^F\d+$/.test(accelerator)) ? {} : { accelerator, registerAccelerator: false }
  }
  const of = (menu: (typeof COMMANDS)[number]['menu']): MenuItemConstructorOptions[] =>
    COMMANDS.filter((command) => command.menu === menu).map(({ id, key, label }) => ({ id, label, ...shown(key), enabled: state.signedIn, click: () => acts.command(id) }))
  const places = (group: Place['group']): MenuItemConstructorOptions[] =>
    PLACES.filter((place) => place.group === group).map(({ id, key, title }) => ({ id: `go-${id}`, label: title, ...shown(`Alt ${key}`), enabled: state.places.includes(id), click: () => acts.go(id) }))
  const keys: MenuItemConstructorOptions[] = state.keys.map(({ key, label }) => ({ id: `key-${key}`, label: plain(label), ...shown(key), click: () => acts.key(key) }))
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [{ id: 'open-files', label: 'Open files...', accelerator: 'CommandOrControl+Shift+O', enabled: state.signedIn, click: acts.openFiles }, ...of('file'), line, mac ? { role: 'close' } : { role: 'quit', label: 'Close Pigeonhole' }] },
    { label: 'Edit', submenu: [{ role: 'undo' }, { role: 'redo' }, line, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }, line, ...of('edit')] },
    { label: '&Go', submenu: [...places('Desk'), line, ...places('Certified Mail'), line, ...places('Office'), line, ...places('foot')] },
    { label: 'Screen', submenu: keys.length > 0 ? keys : [{ label: 'Nothing to choose now', enabled: false }] },
    {
      label: 'Vie&w', submenu: [
        { id: 'zoom-in', label: 'Larger', accelerator: 'CommandOrControl+Plus', click: () => acts.zoom(1) },
        // "Plus" is the key with Shift; without it the same key is "=".
        { id: 'zoom-in-unshifted', label: 'Larger', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true, click: () => acts.zoom(1) }, { id: 'zoom-out', label: 'Smaller', accelerator: 'CommandOrControl+-', click: () => acts.zoom(-1) },
        { id: 'zoom-reset', label: 'Usual size', accelerator: 'CommandOrControl+0', click: () => acts.zoom(0) }, line,
        { id: 'full-screen', label: 'Full screen', accelerator: mac ? 'Control+Command+F' : 'F11', click: acts.fullScreen }, { id: 'reload', label: 'Load the window again', click: acts.reload }, line, ...of('view'),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    { label: 'Help', role: 'help', submenu: [...of('help'), ...(mac ? [] : [{ role: 'about' } as const])] },
  ]
}

/** A label as the menu shows it: there, `&` would underline the letter after it. */
function plain(label: string): string {
  return label.replaceAll('&', '&&')
}
