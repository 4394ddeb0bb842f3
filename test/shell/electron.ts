// A stand-in for Electron's module, as far as the app uses it: records what it is told, and connects page and main process by
// real message channels. Where Electron's runtime is not to be had, the built bundles run against this.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'

type Handler = (request: Request) => Response | Promise<Response>
interface Frame { url: string; parent: Frame | null }

export const record = {
  names: [] as string[], sandboxed: false, schemes: [] as unknown[], windows: [] as Array<{ options: Record<string, unknown>; loaded: string[]; shown: boolean; focused: number }>,
  handlers: new Map<string, Handler>(), errors: [] as Array<{ title: string; text: string }>, exits: [] as number[], quits: 0, menus: [] as unknown[],
  printed: [] as Array<{ file: string; bytes: string; options: unknown; viewer: boolean[] }>, destroyed: 0,
  /** What the person at the print dialog does. */
  printAnswer: { printed: true, reason: '' },
}

class App extends EventEmitter {
  lock = true
  setName(name: string): void { record.names.push(name) }
  enableSandbox(): void { record.sandboxed = true }
  requestSingleInstanceLock(): boolean { return this.lock }
  whenReady(): Promise<void> { return Promise.resolve() }
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

type Opened = { action: string }
export class WebContents extends EventEmitter {
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
    setImmediate(() => this.webContents.emit('-pdf-ready-to-print'))
  }
  destroy(): void { record.destroyed++ }
  show(): void { this.state.shown = true }
  focus(): void { this.state.focused++ }
  isMinimized(): boolean { return false }
  restore(): void {}
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]): void => void record.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler): void => void record.handlers.set(scheme, handler),
}

export const permissions = {
  request: null as ((contents: unknown, permission: string, answer: (allowed: boolean) => void, details: { requestingUrl: string; mediaTypes?: string[] }) => void) | null,
  check: null as ((contents: unknown, permission: string, origin: string) => boolean) | null,
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
}

export const dialog = { showErrorBox: (title: string, text: string): void => void record.errors.push({ title, text }) }
export const Menu = { setApplicationMenu: (menu: unknown): void => void record.menus.push(menu) }
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
export function sendFromFrame(frame: Frame | null, channel: string, ports: MessagePort[]): MainPort[] {
  const mains = ports.map((port) => new MainPort(port))
  ipcMain.emit(channel, { senderFrame: frame, ports: mains })
  return mains
}

export const ipcRenderer = {
  postMessage: (channel: string, _: unknown, ports: MessagePort[]): void => void sendFromFrame(BrowserWindow.all[0]?.webContents.mainFrame ?? null, channel, ports),
}
