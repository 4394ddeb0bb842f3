import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { UpdateState } from '../../shared/desktop/channel.ts'
import type { Logger } from '../logger.ts'

/** How often a newer version is looked for, and how long after the start for the first time, milliseconds. */
const EVERY = 6 * 3_600_000
const FIRST = 60_000

export interface Updates {
  state: () => UpdateState
  /** Looks now; asks nobody while no address is set. */
  check: () => Promise<void>
  /** Ends the app, installs what was fetched and starts again. False while there is nothing to install. */
  install: () => boolean
  close: () => void
}

/** Why this installation is not updated by the app, or an empty text. What IT installed for everybody, IT updates. */
function notByItself(): string {
  if (!app.isPackaged) return 'This copy runs from its sources. Update those.'
  if (process.platform === 'win32' && !existsSync(join(dirname(process.execPath), 'Uninstall Pigeonhole.exe'))) return 'This copy was installed by an MSI package. Whoever installed it updates it.'
  if (process.platform === 'linux' && process.env['APPIMAGE'] === undefined) return 'This copy was installed by the package manager, which updates it.'
  return ''
}

/**
 * Looks for newer versions at the office's own address, fetches them beside the work, and installs them when the app is closed
 * or when a person asks for it: never by itself in the middle of work. Before a newer version changes a store it copies it, and an older
 * version refuses a store that a newer one has changed (`store/migrate.ts`).
 *
 * @param address the address of the moment; empty asks nobody
 */
export function createUpdates(address: () => string, log: Logger, tell: () => void): Updates {
  const why = notByItself()
  let now: UpdateState = { why, state: 'off', version: '', message: '' }
  const change = (next: Partial<UpdateState>): void => {
    now = { ...now, ...next }
    tell()
  }
  // Electron's updater is only made once there is somebody to ask.
  let updater: AppUpdater | null = null
  const made = async (): Promise<AppUpdater> => {
    if (updater) return updater
    const { default: electronUpdater } = await import('electron-updater')
    updater = electronUpdater.autoUpdater
    updater.logger = { info: () => {}, warn: (words: unknown) => log.warn('update', { words: String(words) }), error: (words: unknown) => log.warn('update', { words: String(words) }) }
    updater.autoDownload = true
    updater.autoInstallOnAppQuit = true
    updater.allowDowngrade = false
    updater.disableWebInstaller = true
    // Its own header would tell installations apart.
    updater.requestHeaders = { 'x-user-staging-id': '' }
    updater.on('update-available', ({ version }) => change({ state: 'loading', version, message: '' }))
    updater.on('update-not-available', () => change({ state: 'idle', version: '', message: '' }))
    updater.on('update-downloaded', ({ version }) => change({ state: 'ready', version, message: '' }))
    updater.on('error', (error) => change({ state: 'failed', message: error.message.slice(0, 500) }))
    return updater
  }
  const check = async (): Promise<void> => {
    const url = address()
    if (url === '' || why !== '') {
      if (now.state !== 'ready') change({ state: 'off', version: '', message: '' })
      return
    }
    if (now.state === 'checking' || now.state === 'loading' || now.state === 'ready') return
    change({ state: 'checking', message: '' })
    try {
      const asked = await made()
      asked.setFeedURL({ provider: 'generic', url })
      await asked.checkForUpdates()
    } catch (error) {
      change({ state: 'failed', message: String(error instanceof Error ? error.message : error).slice(0, 500) })
    }
  }
  const first = setTimeout(() => void check(), FIRST)
  const timer = setInterval(() => void check(), EVERY)
  return {
    state: () => now,
    check,
    install: () => {
      if (now.state !== 'ready' || !updater) return false
      updater.quitAndInstall(false, true)
      return true
    },
    close: () => {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}
