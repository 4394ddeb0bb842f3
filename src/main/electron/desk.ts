import { BrowserWindow, dialog, Menu, type OpenDialogOptions } from 'electron'
import type { PageState, Spot, ToDesktop, Trouble } from '../../shared/desktop/channel.ts'
import { FILE_ENDINGS } from '../../shared/desktop/files.ts'
import type { Logger } from '../logger.ts'
import { pageChannel } from './channel.ts'
import { readFiles, type Inbox } from './files.ts'
import { startAtLogin, startsAtLogin } from './login.ts'
import { menuTemplate, NOBODY } from './menu.ts'
import type { Preferences } from './preferences.ts'
import type { Updates } from './updates.ts'
import { bringForward } from './window.ts'

export interface DeskParts {
  window: BrowserWindow
  preferences: Preferences
  inbox: Inbox
  log: Logger
  version: string
  updates: () => Updates | null
  /** Closes the store, then the app, for the newer version. */
  install: () => void
  /** What a person chose on the page that says why no store is open. */
  onTrouble: (act: Extract<ToDesktop, { kind: 'trouble' }>['act']) => void
}

export interface Desk {
  /** Says what keeps the store from being opened; null once it is open. */
  trouble: (what: Trouble | null) => void
  /** Shows the window and a place in it, or a letter or piece there. */
  go: (spot: Spot) => void
  resumed: () => void
  /** Tells the page again what it knows of the desktop. */
  about: () => void
}

/** How far the window may be zoomed, in Chromium's steps of a fifth. */
const ZOOM = { least: -3, most: 5 }

/** Everything around the one window: its menu, and what it and its page say to each other. */
export function createDesk({ window, preferences, inbox, log, version, updates, install, onTrouble }: DeskParts): Desk {
  let state: PageState = NOBODY
  let trouble: Trouble | null = null
  const about = (): void => channel.tell({ kind: 'about', about: { version, platform: process.platform, startAtLogin: startsAtLogin(), updates: updates()?.state() ?? { why: '', state: 'off', version: '', message: '' } } })
  const channel = pageChannel(() => (window.isDestroyed() ? null : window.webContents), log, {
    page: () => {
      take(NOBODY)
      about()
      if (trouble) channel.tell({ kind: 'trouble', trouble })
    },
    message: (message) => {
      hear(message).catch((error: unknown) => log.error('the desktop could not do what the page asked for', { kind: message.kind, error: String(error) }))
    },
  })
  const go = (spot: Spot): void => {
    bringForward(window)
    channel.tell({ kind: 'go', ...spot })
  }
  // Every window has the menu: what is about a window means the one it was chosen in, such as the second display.
  const inFront = (): BrowserWindow => BrowserWindow.getFocusedWindow() ?? window
  const buildMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, {
    command: (id) => channel.tell({ kind: 'command', id }),
    go: (to) => go({ to }),
    key: (key) => channel.tell({ kind: 'key', key }),
    openFiles: () => void chooseFiles(window).then(inbox.add),
    zoom: (step) => {
      const zoom = step === 0 ? 0 : Math.max(ZOOM.least, Math.min(ZOOM.most, preferences.get().zoom + step * 0.5))
      preferences.change({ zoom })
      window.webContents.setZoomLevel(zoom)
    },
    fullScreen: () => {
      const shown = inFront()
      shown.setFullScreen(!shown.isFullScreen())
    },
    reload: () => inFront().webContents.reload(),
  }, process.platform)))

  /** What the menu offers follows the page; files wait until somebody is signed in. */
  function take(next: PageState): void {
    const same = JSON.stringify({ ...state, working: next.working }) === JSON.stringify(next)
    state = next
    // A menu that is made anew closes for whoever has it open: work that begins and ends changes nothing in it.
    if (!same) buildMenu()
    if (next.signedIn) inbox.give((paths) => void readFiles(paths).then(channel.tell))
    else inbox.stop()
  }

  async function hear(message: ToDesktop): Promise<void> {
    switch (message.kind) {
      case 'state': take(message); return
      case 'folder': channel.tell({ kind: 'folder', id: message.id, path: await chooseFolder(window, message.title, message.from) }); return
      case 'startAtLogin':
        startAtLogin(message.on)
        about()
        return
      case 'checkUpdates': await updates()?.check(); return
      case 'installUpdate':
        if (updates()?.state().state === 'ready' && (!state.working || (await mayInterrupt(window)))) install()
        return
      case 'trouble': if (trouble) onTrouble(message.act)
    }
  }

  buildMenu()
  return {
    trouble: (what) => {
      trouble = what
      if (what) channel.tell({ kind: 'trouble', trouble: what })
    },
    go, about,
    resumed: () => channel.tell({ kind: 'resumed' }),
  }
}

/** The system's dialog for a folder; null when it was closed. */
export async function chooseFolder(window: BrowserWindow, title: string, from: string): Promise<string | null> {
  const options: OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'], ...(from === '' ? {} : { defaultPath: from }) }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}

async function chooseFiles(window: BrowserWindow): Promise<readonly string[]> {
  const { filePaths } = await dialog.showOpenDialog(window, { title: 'Open files', properties: ['openFile', 'multiSelections'], filters: [{ name: 'Lists, e-mails, PDFs and pictures', extensions: [...FILE_ENDINGS] }] })
  return filePaths
}

async function mayInterrupt(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question', title: 'Pigeonhole', message: 'Something is still in hand.', detail: 'A form, a scan or long work is not finished. The new version is installed by itself when Pigeonhole is closed.', buttons: ['Not now', 'Restart all the same'], defaultId: 0, cancelId: 0,
  })
  return response === 1
}
