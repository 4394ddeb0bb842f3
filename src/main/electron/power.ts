import { powerMonitor, type BrowserWindow } from 'electron'
import type { Station } from '../station.ts'

/**
 * What a sleeping computer leaves behind are timers that stood still and lines that are dead without knowing it: before, the station
 * lets go of its lines; once it is awake, it makes up for what was due, and the page reads again what it shows. `ending`: the system goes down and waits a moment for the store.
 */
export function followPower(current: () => Station | null, window: BrowserWindow, on: { resumed: () => void; ending: () => void }): void {
  powerMonitor.on('suspend', () => current()?.sleeps())
  powerMonitor.on('resume', () => {
    current()?.woke()
    on.resumed()
  })
  // Of macOS and Linux, which wait for the app when they are asked to; Electron's types do not name what the event brings.
  const ending: NodeJS.EventEmitter = powerMonitor
  ending.on('shutdown', (event?: { preventDefault: () => void }) => {
    event?.preventDefault()
    on.ending()
  })
  // Windows tells the window, and `before-quit` never comes there.
  window.on('session-end', on.ending)
}
