// A stand-in for Electron's module, as far as the app uses it: records what it is told, and connects page and main process by
// real message channels. Where Electron's runtime is not to be had, the built bundles run against this.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'

type Handler = (request: Request) => Response | Promise<Response>
interface Frame { url: string; parent: Frame | null }

export const record = {
  names: [] as string[], sandboxed: false, schemes: [] as unknown[], windows: [] as Array<{ options: Record<string, unknown>; loaded: string[]; shown: boolean; focused: number }>,
  handlers: new Map<string, Handler>(), errors: [] as Array<{ title: string; text: string }>, exits: [] as number[], quits: 0, menus: [] as unknown[],
  /** What a launch tells the app that is open already. */
  launches: [] as unknown[],
  printed: [] as Array<{ file: string; bytes: string; options: unknown; viewer: boolean[] }>, destroyed: 0,
  /** What the app asked of the system, in order. */
  external: [] as string[], asked: [] as string[], badges: [] as number[], notices: [] as Array<{ body: string; click: () => void; close: () => void }>, login: [] as unknown[], folders: [] as unknown[], boxes: [] as Array<{ message: string; detail?: string; buttons: string[] }>, updateRequests: 0,
  /** How the app asked to be started again. */
  relaunched: [] as Array<{ args: string[] }>,
  /** What the person at the system's dialogs does. */
  folderAnswer: null as string | null, filesAnswer: [] as string[], boxAnswer: 0,
  /** What the person at the print dialog does. */
  printAnswer: { printed: true, reason: '' },
}

class App extends EventEmitter {
  lock = true
  isPackaged = process.env['PIGEONHOLE_TEST_PACKED'] !== undefined
  getPath(name: string): string { return join(process.env['PIGEONHOLE_TEST_PROFILE'] ?? join(tmpdir(), 'pigeonhole-no-profile'), name === 'userData' ? '' : name) }
  getVersion(): string { return '0.1.0' }
  getName(): string { return 'Pigeonhole' }
  getAppPath(): string { return '.' }
  setAppUserModelId(): void {}
  setBadgeCount(count: number): boolean { record.badges.push(count); return true }
  getLoginItemSettings(): { openAtLogin: boolean } { return { openAtLogin: record.login.at(-1) === true } }
  setLoginItemSettings({ openAtLogin }: { openAtLogin: boolean }): void { record.login.push(openAtLogin) }
  setName(name: string): void { record.names.push(name) }
  enableSandbox(): void { record.sandboxed = true }
  requestSingleInstanceLock(said: unknown): boolean { record.launches.push(said); return this.lock }
  whenReady(): Promise<void> { return Promise.resolve() }
  disableHardwareAcceleration(): void { record.asked.push('no drawing') }
  setActivationPolicy(policy: string): void { record.asked.push(policy) }
  setPath(name: string): void { record.asked.push(name) }
  relaunch(options: { args: string[] }): void { record.relaunched.push(options) }
  exit(code: number): void { record.exits.push(code); this.emit('exited', code) }
  quit(): void {
    record.quits++
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.emit('exited', 0)
  }
}
export const app = new App()
app.lock = process.env['PIGEONHOLE_TEST_SECOND'] === undefined

type Opened = { action: string; overrideBrowserWindowOptions?: { webPreferences?: Record<string, unknown> } }
export class WebContents extends EventEmitter {
  reloads = 0
  zoom = 0
  getURL(): string { return this.mainFrame.url }
  reload(): void { this.reloads++ }
  setZoomLevel(level: number): void { this.zoom = level }
  forcefullyCrashRenderer(): void { this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 1 }) }
  opener: ((details: { url: string }) => Opened) | null = null
  mainFrame: Frame = { url: 'about:blank', parent: null }
  print(options: unknown, answer: (printed: boolean, reason: string) => void): void {
    const file = fileURLToPath(this.mainFrame.url)
    // What the viewer loads around the document, and what neither it nor the document may load.
    const viewer = ['chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', this.mainFrame.url, 'chrome-extension://other/index.html', 'file:///etc/passwd'].map((url) => {
      let allowed = true
      this.emit('will-frame-navigate', { url, preventDefault: () => (allowed = false) })
      return allowed
    })
    record.printed.push({ file: file.split(/[\\/]/).at(-1) ?? '', bytes: readFileSync(file, 'latin1'), options, viewer })
    answer(record.printAnswer.printed, record.printAnswer.reason)
  }
  setWindowOpenHandler(handler: (details: { url: string }) => Opened): void { this.opener = handler }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  static inFront: BrowserWindow | null = null
  static getFocusedWindow(): BrowserWindow | null { return BrowserWindow.inFront }
  webContents = new WebContents()
  state = { options: {} as Record<string, unknown>, loaded: [] as string[], shown: false, focused: 0 }
  constructor(options: Record<string, unknown>) {
    super()
    this.state.options = options
    record.windows.push(this.state)
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.state.loaded.push(url)
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
    this.webContents.emit('did-finish-load')
    // What Electron says of a page that was loaded again before it was there.
    if (process.env['PIGEONHOLE_TEST_ABORTED'] !== undefined) throw new Error(`ERR_ABORTED (-3) loading '${url}'`)
    setImmediate(() => this.webContents.emit('-pdf-ready-to-print'))
  }
  destroy(): void { record.destroyed++ }
  /** What it showed when it was first seen. */
  firstShown: string | null = null
  show(): void {
    this.firstShown ??= this.webContents.getURL()
    this.state.shown = true
  }
  focus(): void { this.state.focused++ }
  place = { x: 0, y: 0, width: 1366, height: 768 }
  full = false
  minimized = false
  maximized = false
  overlays: unknown[] = []
  isMinimized(): boolean { return this.minimized }
  restore(): void { this.minimized = false }
  isMaximized(): boolean { return this.maximized }
  /** As Electron's, this shows a window that was hidden. */
  maximize(): void {
    this.show()
    this.maximized = true
  }
  gone = false
  isDestroyed(): boolean { return this.gone }
  isFocused(): boolean { return this.state.focused > 0 }
  isFullScreen(): boolean { return this.full }
  setFullScreen(full: boolean): void { this.full = full }
  getNormalBounds(): Record<string, number> { return this.place }
  setOverlayIcon(image: unknown, words: string): void { this.overlays.push([image !== null, words]) }
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]): void => void record.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler): void => void record.handlers.set(scheme, handler),
}

export const permissions = {
  request: null as ((contents: unknown, permission: string, answer: (allowed: boolean) => void, details: { requestingUrl: string; mediaTypes?: string[] }) => void) | null,
  check: null as ((contents: unknown, permission: string, origin: string, details: { isMainFrame: boolean; mediaType?: string }) => boolean) | null,
  device: null as ((details: { deviceType: string; origin: string; device: object }) => boolean) | null,
  chooseHid: null as ((event: { preventDefault: () => void }, details: { deviceList: object[]; frame: object | null }, choose: (id: string | null) => void) => void) | null,
}
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: typeof permissions.request): void => void (permissions.request = handler),
    setPermissionCheckHandler: (handler: typeof permissions.check): void => void (permissions.check = handler),
    setDevicePermissionHandler: (handler: typeof permissions.device): void => void (permissions.device = handler),
    on: (name: string, handler: typeof permissions.chooseHid): void => { if (name === 'select-hid-device') permissions.chooseHid = handler },
  },
  fromPartition: (): object => ({}),
}

/** What Electron's updater asks with. */
export const net = {
  request: (options: Record<string, unknown>): unknown => {
    record.updateRequests++
    return httpRequest({ ...options, session: undefined } as object)
  },
}

interface DialogOptions { properties: string[]; title: string; defaultPath?: string }
export const dialog = {
  showErrorBox: (title: string, text: string): void => void record.errors.push({ title, text }),
  showOpenDialog: async (_: unknown, options: DialogOptions): Promise<{ canceled: boolean; filePaths: string[] }> => {
    if (options.properties.includes('openFile')) return Promise.resolve({ canceled: record.filesAnswer.length === 0, filePaths: record.filesAnswer })
    record.folders.push([options.title, options.defaultPath ?? null])
    return Promise.resolve({ canceled: record.folderAnswer === null, filePaths: record.folderAnswer === null ? [] : [record.folderAnswer] })
  },
  showMessageBox: async (_: unknown, box: { message: string; detail?: string; buttons: string[]; signal?: AbortSignal }): Promise<{ response: number }> => {
    record.boxes.push({ message: box.message, detail: box.detail ?? '', buttons: box.buttons })
    // Whoever takes their time is asked no more once the question is taken back.
    if (box.signal && record.boxAnswer < 0) return await new Promise((answer) => { box.signal?.addEventListener('abort', () => answer({ response: 0 })) })
    return Promise.resolve({ response: record.boxAnswer })
  },
}

export interface MenuItem { id?: string; label?: string; role?: string; accelerator?: string; registerAccelerator?: boolean; enabled?: boolean; submenu?: MenuItem[]; click?: () => void }
export const Menu = {
  buildFromTemplate: (template: MenuItem[]): MenuItem[] => template,
  setApplicationMenu: (menu: MenuItem[]): void => void record.menus.push(menu),
}
export const shell = { openExternal: async (url: string): Promise<void> => { record.external.push(url); return Promise.resolve() } }
export const screen = {
  displays: [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
  getPrimaryDisplay: (): unknown => screen.displays[0],
  getAllDisplays: (): unknown[] => screen.displays,
}
export const powerMonitor = new EventEmitter()
/** Tells the app when an installer takes over. */
export const autoUpdater = new EventEmitter()
export const nativeImage = { createFromBitmap: (bytes: Buffer): unknown => ({ bytes: bytes.length }) }
export class Notification extends EventEmitter {
  static isSupported(): boolean { return true }
  readonly body: string
  constructor({ body }: { title: string; body: string }) {
    super()
    this.body = body
  }
  /** Held by whoever made it alone: one that was let go of hears nothing any more. */
  show(): void {
    const held = new WeakRef(this)
    record.notices.push({ body: this.body, click: () => held.deref()?.emit('click'), close: () => held.deref()?.emit('close') })
    app.emit('notified')
  }
}
export const ipcMain = new EventEmitter()

/** The keychain of the person who is signed in to this computer. A new `key` is what a renewed account comes with; `old` texts open, but want sealing again. */
export const keychain = { available: true, backend: 'gnome_libsecret', key: randomBytes(32), old: false, sealed: 0 }
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => Promise.resolve(keychain.available),
  getSelectedStorageBackend: (): string => keychain.backend,
  encryptStringAsync: async (text: string): Promise<Buffer> => {
    keychain.sealed++
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keychain.key, nonce)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), body]))
  },
  decryptStringAsync: async (sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    const decipher = createDecipheriv('aes-256-gcm', keychain.key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return Promise.resolve({ result: Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8'), shouldReEncrypt: keychain.old })
  },
}

/** A port as the main process sees it: Node's event emitter with `{ data }` messages, silent until started. */
class MainPort extends EventEmitter {
  closed = false
  readonly port: MessagePort
  constructor(port: MessagePort) {
    super()
    this.port = port
    port.on('close', () => this.emit('close'))
  }
  start(): void { this.port.on('message', (data: unknown) => this.emit('message', { data })) }
  postMessage(data: unknown): void { this.port.postMessage(data) }
  close(): void {
    this.closed = true
    this.port.close()
  }
}

/** Sends a message with ports from a page's frame to the main process. */
export function sendFromFrame(frame: Frame | null, channel: string, ports: MessagePort[], sender: unknown = BrowserWindow.all[0]?.webContents): MainPort[] {
  const mains = ports.map((port) => new MainPort(port))
  ipcMain.emit(channel, { senderFrame: frame, sender, ports: mains })
  return mains
}

export const ipcRenderer = {
  postMessage: (channel: string, _: unknown, ports: MessagePort[]): void => void sendFromFrame(BrowserWindow.all[0]?.webContents.mainFrame ?? null, channel, ports),
}
