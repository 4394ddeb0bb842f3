// Loads the built main and preload bundles with the stand-in for Electron's module and plays one life of the app. Prints what
// happened as JSON; the test compares it.
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { once, type EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { startMailServer } from '../devices/smtpServer.ts'
import type { Client } from '../station/helpers.ts'

const standIn = new URL('./electron.ts', import.meta.url).href
registerHooks({ resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)) })

const out = join(import.meta.dirname, '../../out')
const electron = await import('./electron.ts')
const { app, BrowserWindow, keychain, permissions, record, sendFromFrame } = electron
const result: Record<string, unknown> = {}

const ended = once(app, 'exited')
const loaded = new Promise<InstanceType<typeof BrowserWindow>>((resolve) => {
  app.once('web-contents-created', (_: unknown, contents: EventEmitter) => contents.once('did-finish-load', () => setImmediate(() => { if (BrowserWindow.all[0]) resolve(BrowserWindow.all[0]) })))
})
await import(pathToFileURL(join(out, 'main/index.js')).href)
if (process.env['PIGEONHOLE_TEST_SECOND'] !== undefined) {
  Object.assign(result, { quits: record.quits, told: record.launches })
  finish()
  await new Promise(() => {})
}
const window = await loaded

const { names, sandboxed, schemes } = record
Object.assign(result, { names, sandboxed, schemes, window: { ...window.state } })

// The own protocol serves the page, and nothing beside it.
const serve = record.handlers.get('pigeonhole')
const page = await serve?.(new Request('pigeonhole://app/'))
result['page'] = { status: page?.status, policy: page?.headers.get('content-security-policy')?.replace(/nonce-[^']+/, 'nonce-X'), html: (await page?.text())?.includes('<div id="root">') }
result['outside'] = await Promise.all(['/../package.json', '/%2e%2e/main/index.js', '/..%2f..%2fpackage.json', '/none.js'].map(async (path) => (await serve?.(new Request(`pigeonhole://app${path}`)))?.status))

// Permissions, navigation, windows.
const ask = (permission: string, requestingUrl: string): boolean => {
  let allowed = false
  permissions.request?.(null, permission, (answer) => (allowed = answer), { requestingUrl })
  return allowed && permissions.check?.(null, permission, requestingUrl, { isMainFrame: true, mediaType: 'video' }) === true
}
result['permissions'] = Object.fromEntries(['media', 'clipboard-sanitized-write', 'fullscreen', 'hid', 'geolocation', 'notifications', 'midi', 'openExternal', 'clipboard-read'].map((name) => [name, [ask(name, 'pigeonhole://app/'), ask(name, 'https://evil.example/')]]))
result['media'] = [['video'], ['video', 'audio'], ['audio']].map((mediaTypes) => {
  let allowed = false
  permissions.request?.(null, 'media', (answer) => (allowed = answer), { requestingUrl: 'pigeonhole://app/', mediaTypes })
  return allowed
})
const scanner = { deviceId: 'scanner', collections: [{ usagePage: 0x8c, children: [] }] }
const keyboard = { deviceId: 'keyboard', collections: [{ usagePage: 1, children: [] }] }
const devices: Array<[deviceType: string, origin: string, device: object]> = [['hid', 'pigeonhole://app', scanner], ['hid', 'pigeonhole://app', keyboard], ['hid', 'https://evil.example', scanner], ['usb', 'pigeonhole://app', scanner], ['serial', 'pigeonhole://app', {}]]
result['hears'] = permissions.check?.(null, 'media', 'pigeonhole://app/', { isMainFrame: true, mediaType: 'audio' })
result['devices'] = devices.map(([deviceType, origin, device]) => permissions.device?.({ deviceType, origin, device }))
const own = { parent: null, url: 'pigeonhole://app/' }
result['chosen'] = [{ deviceList: [keyboard, scanner], frame: own }, { deviceList: [keyboard], frame: own }, { deviceList: [scanner], frame: { parent: null, url: 'https://evil.example/' } }].map((details) => {
  const found: Array<string | null> = []
  permissions.chooseHid?.({ preventDefault: () => found.push('asked') }, details, (id) => found.push(id))
  return found
})
result['navigation'] = ['https://evil.example/', 'file:///etc/passwd', 'pigeonhole://app.evil/', 'javascript:alert(1)', 'pigeonhole://app/#/pieces'].map((url) => {
  let prevented = false
  window.webContents.emit('will-navigate', { url, preventDefault: () => (prevented = true) })
  return prevented
})
result['opens'] = ['https://evil.example/', 'pigeonhole://app/#/pieces', 'pigeonhole://app/#/display', 'blob:pigeonhole://app/0c7f', 'blob:https://evil.example/0c7f', 'file:///etc/passwd'].map((url) => window.webContents.opener?.({ url }).action)
const carriers = ['https://tools.usps.com/go/TrackConfirmAction?tLabels=9400', 'https://www.royalmail.com/track-your-item', 'http://tools.usps.com/', 'https://tools.usps.com.evil.example/', 'https://tools.usps.com@evil.example/', 'https://tools.usps.com:8443/', 'javascript:alert(1)']
result['carriers'] = [carriers.map((url) => window.webContents.opener?.({ url }).action), [...record.external]]
result['keptFile'] = window.webContents.opener?.({ url: 'blob:pigeonhole://app/0c7f' }).overrideBrowserWindowOptions?.webPreferences
let attached = true
window.webContents.emit('will-attach-webview', { preventDefault: () => (attached = false) })
result['webview'] = attached

// One call all the way: page -> preload -> main -> station and back.
const listeners: Array<(event: unknown) => void> = []
const pageWindow = { addEventListener: (_: string, listener: (event: unknown) => void) => void listeners.push(listener) }
Object.assign(globalThis, { window: pageWindow })
createRequire(import.meta.url)(join(out, 'preload/index.cjs'))
result['preloadExposes'] = Object.keys(pageWindow)
const connect = (source: unknown, data: unknown): Client => {
  const { port1, port2 } = new MessageChannel()
  for (const listener of listeners) listener({ source, data, ports: [port2] })
  port1.unref()
  return createORPCClient<Client>(new RPCLink({ port: port1 }))
}
const client = connect(pageWindow, 'pigeonhole:connect')
const office = { name: 'Shell Office', address: '', zone: 'America/New_York' }
const { session } = await client.access.setUp({ office, administrator: { name: 'Otis', pin: '2468' } })
const { piece } = await client.intake.scan({ id: '0123456789abcdefgh', text: '1Z999AA10123456784', source: 'wedge', caughtAt: Date.now() })
const heard = await client.office.changes()
result['call'] = { user: session.user.name, face: (await client.office.status()).face, number: piece.number, firstNotice: await heard.next().then((next) => (next.done ? null : next.value.topics)) }
await heard.return(undefined)

// The print dialog: a window of its own that is never shown, gone afterwards; closing the dialog is no error, a printer's trouble is one.
const pdf = { title: 'Run sheet: Monday/Tuesday', content: Buffer.from('%PDF-1.7 test').toString('base64') }
const answers: unknown[] = [await client.printing.dialog(pdf)]
for (const reason of ['Print job canceled', 'Invalid printer settings']) {
  record.printAnswer = { printed: false, reason }
  answers.push(await client.printing.dialog(pdf).catch((error: unknown) => (error instanceof ORPCError ? error.data : String(error))))
}
result['print'] = { answers, printed: record.printed.slice(0, 1), hidden: BrowserWindow.all.slice(1).map((each) => !each.state.shown), destroyed: record.destroyed }

// The password of the mail server: sealed by the keychain, opened for a message, refused where there is no keychain.
const store = process.argv[process.argv.indexOf('--store') + 1] ?? ''
const sealedFile = (): string => readFileSync(join(store, 'sealed.json'), 'utf8')
const server = await startMailServer({ user: 'mailroom', password: 'correct horse' })
const settings = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: 'mailroom', sender: 'mailroom@example.com', replyTo: '' }
const told = async (): Promise<string> => {
  const { state, words } = await client.notify.test({ to: 'ana@example.com' })
  return `${state}${words === null ? '' : `: ${words}`}`
}
const keep = async (password: string | null): Promise<unknown> => await client.notify.saveMail({ settings, password }).then((saved) => saved.password.has, (error: unknown) => (error instanceof ORPCError ? (error.data as { code: string }).code : String(error)))
const kept = await keep('correct horse')
const first = sealedFile()
const readable = readdirSync(store, { withFileTypes: true }).filter((entry) => entry.isFile() && readFileSync(join(store, entry.name)).includes('correct horse')).map((entry) => entry.name)
const opened1 = await told()
keychain.old = true
await told()
keychain.old = false
const resealed = sealedFile() !== first
const opened2 = await told()
const { key } = keychain
keychain.key = Buffer.alloc(32, 1)
const foreign = await told()
keychain.key = key
keychain.available = false
const without = await keep('other')
keychain.available = true
keychain.backend = 'basic_text'
const everybodys = await keep('correct horse')
keychain.backend = 'gnome_libsecret'
result['secrets'] = { where: { ...(await client.notify.mail()).password, detail: '' }, kept, readable, opened: [opened1, opened2], resealed, foreign, without, everybodys, users: server.messages.map((message) => message.user), removed: [await keep(null), sealedFile()] }
await server.close()

// A kept file in a window of its own: it may be shown there, and nothing after it.
const keptWindow = new BrowserWindow({})
window.webContents.emit('did-create-window', keptWindow, { url: 'blob:pigeonhole://app/0c7f' })
result['keptShown'] = ['blob:pigeonhole://app/0c7f', 'blob:pigeonhole://app/1111', 'https://evil.example/'].map((url) => ['will-navigate', 'will-frame-navigate'].map((event) => {
  let allowed = true
  keptWindow.webContents.emit(event, { url, preventDefault: () => (allowed = false) })
  return allowed
}))

// Nobody else gets a port: other windows' messages, other channels, frames of another origin, frames within a page.
let relayed = 0
electron.ipcMain.on('pigeonhole:connect', () => relayed++)
connect({}, 'pigeonhole:connect')
connect(pageWindow, 'something else')
result['foreignMessagesRelayed'] = relayed
const frames = [null, { url: 'https://evil.example/', parent: null }, { url: 'pigeonhole://app.evil/', parent: null }, { url: 'pigeonhole://app/', parent: { url: 'pigeonhole://app/', parent: null } }]
result['foreignFrames'] = frames.map((frame) => sendFromFrame(frame, 'pigeonhole:connect', [new MessageChannel().port2])[0]?.closed)
electron.ipcMain.emit('pigeonhole:connect', { senderFrame: window.webContents.mainFrame, ports: [] })

app.emit('second-instance', {}, ['pigeonhole'], '.')
result['focused'] = window.state.focused
app.quit()
await ended
result['closedCleanly'] = true
finish()

function finish(): void {
  // Ports that were refused stay open on the page's side, as they would in a page: they must not keep this process.
  process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0))
}
