import { app, BrowserWindow, dialog, screen } from 'electron'
import { fileURLToPath } from 'node:url'
import type { Logger } from '../logger.ts'
import type { Preferences } from './preferences.ts'
import { DISPLAY } from './security.ts'
import { fitted, SMALLEST } from './window-place.ts'

/** What every page of ours is walled in by. */
export const WALLS = {
  contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false,
  webviewTag: false, spellcheck: false, navigateOnDragDrop: false,
} as const

/** How long a window has to stay where it is before that is written down, milliseconds. */
const SETTLED = 500
/** A page that stops so often in so short a time is not loaded again by itself. */
const STOPS = { times: 3, within: 60_000 }

/** Opens the one window, where it was the last time, and keeps it alive: a page that stopped is loaded again, with its session and what was typed. */
export function openWindow(preload: URL, preferences: Preferences, log: Pick<Logger, 'warn' | 'error'>): BrowserWindow {
  const was = preferences.get().window
  const main = screen.getPrimaryDisplay()
  const areas = [main, ...screen.getAllDisplays().filter((display) => display.id !== main.id)].map((display) => display.workArea)
  const window = new BrowserWindow({
    title: 'Pigeonhole', ...fitted(was, areas), minWidth: SMALLEST.width, minHeight: SMALLEST.height, show: false,
    webPreferences: { preload: fileURLToPath(preload), ...WALLS },
  })
  window.once('ready-to-show', () => {
    // Electron shows a window with this, so that it has to wait for the page as well.
    if (was?.maximized) window.maximize()
    window.show()
  })
  rememberPlace(window, preferences)
  keepAlive(window, log)
  // The second display may share the process of the page that opened it, and ends with it.
  window.webContents.on('did-create-window', (child, { url }) => { if (url === DISPLAY) keepAlive(child, log) })
  window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(preferences.get().zoom))
  return window
}

/** Shows the window to the person, wherever it is. */
export function bringForward(window: BrowserWindow): void {
  // The store may still be closing behind a window that is gone.
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function rememberPlace(window: BrowserWindow, preferences: Preferences): void {
  let timer: NodeJS.Timeout | undefined
  const keep = (): void => {
    clearTimeout(timer)
    // The place it goes back to from being maximised or full screen.
    if (!window.isMinimized()) preferences.change({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(keep, SETTLED)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', keep)
}

function keepAlive(window: BrowserWindow, log: Pick<Logger, 'warn' | 'error'>): void {
  let stops: number[] = []
  // Not within the event itself: Electron is still taking down what belonged to the page, and could go down with it.
  const again = (): void => void setImmediate(() => { if (!window.isDestroyed()) window.webContents.reload() })
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error('the page stopped', { reason, exitCode })
    const now = Date.now()
    stops = [...stops.filter((at) => now - at < STOPS.within), now]
    if (stops.length < STOPS.times) {
      again()
      return
    }
    void dialog.showMessageBox(window, {
      type: 'error', title: 'Pigeonhole', message: 'The window stopped several times in a minute.', detail: 'What was saved is safe in the store. Try again; if it goes on, restart the computer.', buttons: ['Try again', 'Close Pigeonhole'], defaultId: 0, cancelId: 0,
    }).then(({ response }) => {
      stops = []
      if (response === 1) app.quit()
      else again()
    })
  })
  let asking: AbortController | null = null
  window.on('unresponsive', () => {
    log.warn('the page does not answer')
    if (asking) return
    asking = new AbortController()
    void dialog.showMessageBox(window, {
      type: 'warning', title: 'Pigeonhole', message: 'The window does not answer.', detail: 'Loading it again keeps what was saved, who is signed in and what was typed into forms.', buttons: ['Wait', 'Load it again'], defaultId: 0, cancelId: 0, signal: asking.signal,
    }).then(({ response }) => {
      asking = null
      if (response === 1) window.webContents.forcefullyCrashRenderer()
    })
  })
  // A question that has answered itself goes away: a late "Load it again" would stop a page that works.
  window.on('responsive', () => asking?.abort())
}
