import { app, dialog, ipcMain, protocol, session, type BrowserWindow } from 'electron'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RPCHandler } from '@orpc/server/message-port'
import { PAGES } from '../../shared/desktop/names.ts'
import { EVENT_KINDS } from '../areas.ts'
import { readArguments } from '../args.ts'
import { redactAgain } from '../keep/drafts.ts'
import { fileLogger } from '../logger.ts'
import { createOffices, type Offices } from '../offices.ts'
import { UPDATES } from '../office/updates.ts'
import { router, type Station } from '../station.ts'
import { defaultFolder, layout } from '../store/folder.ts'
import { restore } from '../store/restore.ts'
import { setting } from '../store/settings.ts'
import { programVersion } from '../version.ts'
import { asset } from '../web/assets.ts'
import { serveCommandLine } from '../web/local.ts'
import { followAttention } from './attention.ts'
import { answerCommandLine, commandOf } from './command-line.ts'
import { chooseFolder, createDesk } from './desk.ts'
import { createInbox, filesOf, type Inbox } from './files.ts'
import { besides, otherStore, relaunchOf, sayOtherStore, troubleOf, type SecondLaunch } from './opening.ts'
import { followPower } from './power.ts'
import { openPreferences } from './preferences.ts'
import { printPdf } from './print.ts'
import { sealedSecrets } from './secrets.ts'
import { isOwnFrame, ORIGIN, restrictNavigation, restrictPermissions, SCHEME } from './security.ts'
import { createUpdates, type Updates } from './updates.ts'
import { bringForward, openWindow } from './window.ts'

export interface DesktopParts { page: URL; preload: URL; worker: URL; packageFile: URL; args: readonly string[] }

/** Electron's own switches come first and are none of ours. */
function ownArguments(args: readonly string[]): string[] {
  const start = args.findIndex((arg) => arg === '--store' || arg.startsWith('--store=') || arg === '--sample')
  return start < 0 ? [] : args.slice(start)
}

type Chosen = ReturnType<typeof chosenBy>
function chosenBy(args: readonly string[]) {
  return readArguments(ownArguments(args), { store: { type: 'string' }, sample: { type: 'boolean' } }, true).values
}

/** The folder that was named when the app was started, or null where that is the usual one. */
function named(values: Chosen): string | null {
  return values.store ?? (values.sample ? join(defaultFolder(), '..', 'sample') : null)
}

/** The same for a launch that only passes it on; arguments that cannot be read name none. */
function storeOf(args: readonly string[]): string | null {
  try {
    const folder = named(chosenBy(args))
    return folder === null ? null : resolve(folder)
  } catch {
    return null
  }
}

/** The desktop app: one window that shows one station; or, called with `--cli`, the command line without a window. */
export function startDesktop(parts: DesktopParts): void {
  app.setName('Pigeonhole')
  const command = commandOf(parts.args)
  if (command) {
    void answerCommandLine(command, parts)
    return
  }
  // Windows shows notifications only of programs that have one, the same as their shortcut's.
  app.setAppUserModelId('app.pigeonhole.mailroom')
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
  // The one that is open already is told what this one was asked to open: its own arguments arrive there in no sure order.
  if (!app.requestSingleInstanceLock({ store: storeOf(parts.args) } satisfies SecondLaunch)) {
    app.quit()
    return
  }
  const inbox = createInbox()
  inbox.add(filesOf(parts.args, process.cwd()))
  // macOS tells of opened files by an event, possibly before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    inbox.add([path])
  })
  app.on('web-contents-created', (_, contents) => restrictNavigation(contents))
  void app.whenReady().then(() => run(parts, inbox)).catch((error: unknown) => {
    dialog.showErrorBox('Pigeonhole cannot start', error instanceof Error ? error.message : String(error))
    app.exit(1)
  })
}

async function run(parts: DesktopParts, inbox: Inbox): Promise<void> {
  const values = chosenBy(parts.args)
  const version = programVersion(parts.packageFile)
  const profile = app.getPath('userData')
  const preferences = openPreferences(join(profile, 'desktop.json'))
  const log = fileLogger(join(profile, 'desktop.log'))
  process.on('unhandledRejection', (error) => log.error('unhandled', { error: String(error) }))
  // Electron would show a dialog full of code, and goes on all the same.
  process.on('uncaughtException', (error) => log.error('uncaught', { error: error.stack ?? String(error) }))
  let folder = named(values) ?? preferences.get().store ?? defaultFolder()
  let opened: { offices: Offices; close: () => Promise<void> } | null = null
  let updates: Updates | null = null

  const root = fileURLToPath(parts.page)
  protocol.handle(SCHEME, (request) => {
    const { status, headers, body } = asset(root, new URL(request.url).pathname, "'self'")
    return new Response(new Uint8Array(body), { status, headers })
  })
  restrictPermissions(session.defaultSession)
  handOverPorts(() => opened?.offices.current() ?? null)

  const window = openWindow(parts.preload, preferences, log)
  const endFor = closeWithApp(async () => await opened?.close())
  const desk = createDesk({ window, preferences, inbox, log, version, updates: () => updates, install: () => endFor(() => void updates?.install()), onTrouble: (act) => void recover(act) })
  const comesBack = startAgain(window)
  app.on('second-instance', (_, args, cwd, asked) => {
    if (comesBack(asked, filesOf(args.slice(1), cwd))) return
    bringForward(window)
    const other = otherStore(asked, folder)
    if (other === null) inbox.add(filesOf(args.slice(1), cwd))
    else void sayOtherStore(window, folder, other).then((close) => { if (close) app.quit() })
  })
  followPower(() => opened?.offices.own ?? null, window, { resumed: desk.resumed, ending: () => app.quit() })
  // A click on the app in the dock of macOS.
  app.on('activate', () => { if (!comesBack(null, [])) bringForward(window) })
  // A second display alone is no app.
  window.on('closed', () => app.quit())
  app.on('window-all-closed', () => app.quit())

  /** Opens the store and shows its page; shows what is wrong where that cannot be done. */
  async function open(): Promise<void> {
    try {
      if (values.sample) await (await import('../sample/sample.ts')).openSample(folder, version)
      const offices = createOffices({ folder, face: 'electron', version, worker: parts.worker, sample: values.sample ?? false, printDialog: printPdf, secrets: (of) => sealedSecrets(layout(of).sealedSecrets) })
      opened = await serving(offices, window, desk.go, (made) => {
        updates = createUpdates(() => setting(made.services.store.db, UPDATES).address, made.services.log, desk.about)
        return updates
      })
    } catch (error) {
      log.error('the store could not be opened', { error: String(error) })
      desk.trouble(troubleOf(error, folder))
      if (!window.isDestroyed() && !window.webContents.getURL().endsWith(PAGES.trouble)) await show(`${ORIGIN}/${PAGES.trouble}`)
      return
    }
    if (named(values) === null) preferences.change({ store: folder === defaultFolder() ? null : folder })
    desk.trouble(null)
    await show(`${ORIGIN}/`)
  }

  /** Electron calls it a failure when a page is loaded again, or its window closed, before it was there. */
  async function show(address: string): Promise<void> {
    if (!window.isDestroyed()) await window.loadURL(address).catch((error: unknown) => log.warn('the page was not shown', { address, error: String(error) }))
  }

  /** The ways out of a store that cannot be opened. The store itself stays as it is. */
  async function recover(act: 'again' | 'folder' | 'restore' | 'quit'): Promise<void> {
    if (act === 'quit') {
      app.quit()
      return
    }
    if (act === 'folder') {
      const chosen = await chooseFolder(window, 'The folder of the store', folder)
      if (chosen === null) return
      folder = chosen
    }
    if (act === 'restore') {
      const from = await chooseFolder(window, 'The folder of the backup', '')
      if (from === null) return
      const to = besides(folder, new Date().toISOString().slice(0, 10))
      try {
        desk.trouble({ code: 'restoring', message: 'The newest copy is being restored.', detail: '', folder: to, busy: 'One moment. A large store takes a few minutes.' })
        await restore(from, to, { kinds: EVENT_KINDS, program: version, redact: redactAgain })
        folder = to
      } catch (error) {
        log.error('the backup was not restored', { error: String(error) })
        desk.trouble(troubleOf(error, from))
        return
      }
    }
    await open()
  }

  await open()
}

/** Answers whether the window is gone, because the store is being closed: whoever asks for the app then gets it once that is done, with what was asked of it. */
function startAgain(window: BrowserWindow): (asked: unknown, files: readonly string[]) => boolean {
  let once = false
  return (asked, files) => {
    if (!window.isDestroyed()) return false
    if (!once) app.relaunch(relaunchOf(asked, files))
    once = true
    return true
  }
}

/** What belongs to an open station besides its page: the command line, the count on the icon, updates; all closed before its store is. */
async function serving(offices: Offices, window: BrowserWindow, go: Parameters<typeof followAttention>[2], updating: (station: Station) => Updates): Promise<{ offices: Offices; close: () => Promise<void> }> {
  const station = offices.own
  const local = await serveCommandLine(station).catch(async (error: unknown) => {
    await offices.close()
    throw error
  })
  const following = new AbortController()
  const followed = followAttention(station, window, go, following.signal).catch((error: unknown) => station.services.log.error('the count on the icon stopped', { error: String(error) }))
  const updates = updating(station)
  return {
    offices,
    close: async () => {
      updates.close()
      following.abort()
      await followed
      await local.close()
      await offices.close()
    },
  }
}

/** Gives each page of ours that asks its own connection to the station. */
function handOverPorts(current: () => Station | null): void {
  const handler = new RPCHandler(router)
  ipcMain.on('pigeonhole:connect', (event) => {
    const [port] = event.ports
    if (!port) return
    const station = current()
    if (!station || !isOwnFrame(event.senderFrame)) {
      station?.services.log.warn('a foreign frame asked for the station')
      port.close()
      return
    }
    handler.upgrade(port, { context: station.connect() })
    port.start()
  })
}

/** How long an installer may take to end the app, milliseconds; where it could not begin, the app ends all the same. */
const INSTALLER_MS = 30_000

/** Runs `close` once before the app ends, however it was asked to end. Answers how it is ended for an installer, which would not wait for the store. */
function closeWithApp(close: () => Promise<void>): (install: () => void) => void {
  let closed = false
  let end = (): void => app.quit()
  let closing: Promise<void> | null = null
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    // Several windows and events ask for the same end.
    closing ??= close().finally(() => {
      closed = true
      end()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  return (install) => {
    end = () => {
      install()
      setTimeout(() => app.quit(), INSTALLER_MS).unref()
    }
    app.quit()
  }
}
