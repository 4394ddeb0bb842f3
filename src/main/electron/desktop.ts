import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RPCHandler } from '@orpc/server/message-port'
import { readArguments } from '../args.ts'
import { openSample } from '../sample/sample.ts'
import type { Station } from '../station.ts'
import { createOffices } from '../offices.ts'
import { defaultFolder, layout } from '../store/folder.ts'
import { programVersion } from '../version.ts'
import { asset } from '../web/assets.ts'
import { serveCommandLine } from '../web/local.ts'
import { printPdf } from './print.ts'
import { sealedSecrets } from './secrets.ts'
import { isOwnFrame, ORIGIN, restrictNavigation, restrictPermissions, SCHEME } from './security.ts'

export interface DesktopParts { page: URL; preload: URL; worker: URL; packageFile: URL; args: readonly string[] }

/** Electron's own switches come first and are none of ours. */
function ownArguments(args: readonly string[]): string[] {
  const start = args.findIndex((arg) => arg === '--store' || arg.startsWith('--store=') || arg === '--sample')
  return start < 0 ? [] : args.slice(start)
}

/** The desktop app: one window that shows one station. */
export function startDesktop(parts: DesktopParts): void {
  app.setName('Pigeonhole')
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.on('web-contents-created', (_, contents) => restrictNavigation(contents))
  void app.whenReady().then(() => open(parts)).catch((error: unknown) => {
    dialog.showErrorBox('Pigeonhole cannot open its store', error instanceof Error ? error.message : String(error))
    app.exit(1)
  })
}

async function open(parts: DesktopParts): Promise<void> {
  const { values } = readArguments(ownArguments(parts.args), { store: { type: 'string' }, sample: { type: 'boolean' } }, true)
  const version = programVersion(parts.packageFile)
  const folder = values.store ?? (values.sample ? join(defaultFolder(), '..', 'sample') : defaultFolder())
  if (values.sample) await openSample(folder, version)
  const offices = createOffices({ folder, face: 'electron', version, worker: parts.worker, sample: values.sample ?? false, printDialog: printPdf, secrets: (of) => sealedSecrets(layout(of).sealedSecrets) })
  const station = offices.own
  process.on('unhandledRejection', (error) => station.services.log.error('unhandled', { error: String(error) }))
  const local = await serveCommandLine(station)
  closeWithApp(async () => {
    await local.close()
    await offices.close()
  })

  const root = fileURLToPath(parts.page)
  protocol.handle(SCHEME, (request) => {
    const { status, headers, body } = asset(root, new URL(request.url).pathname, "'self'")
    return new Response(new Uint8Array(body), { status, headers })
  })
  restrictPermissions(session.defaultSession)
  handOverPorts(offices.current)
  Menu.setApplicationMenu(null)

  const window = new BrowserWindow({
    title: 'Pigeonhole', width: 1366, height: 768, minWidth: 1000, minHeight: 600, show: false, autoHideMenuBar: true,
    webPreferences: {
      preload: fileURLToPath(parts.preload), contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, spellcheck: false, navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  // A second display alone is no app.
  window.on('closed', () => app.quit())
  await window.loadURL(`${ORIGIN}/`)
}

/** Gives each page of ours that asks its own connection to the station. */
function handOverPorts(current: () => Station): void {
  const handler = new RPCHandler(current().router)
  ipcMain.on('pigeonhole:connect', (event) => {
    const [port] = event.ports
    if (!port) return
    if (!isOwnFrame(event.senderFrame)) {
      current().services.log.warn('a foreign frame asked for the station')
      port.close()
      return
    }
    handler.upgrade(port, { context: current().connect() })
    port.start()
  })
}

/** Runs `close` once before the app ends, however it was asked to end. */
function closeWithApp(close: () => Promise<void>): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close().finally(() => {
      closed = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}
