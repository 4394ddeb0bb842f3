// Plays what a person does at the desktop around the page: menu, files, notices, sleep, a crash, updates, and a store that cannot be
// opened. Prints what happened as JSON; `desk.test.ts` compares it.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { createHash } from 'node:crypto'
import { once, type EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { createRequire, registerHooks } from 'node:module'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MessageChannel } from 'node:worker_threads'
import type { ToDesktop, ToPage } from '../../src/shared/desktop/channel.ts'
import { newId } from '../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../src/shared/mail/check-digits.ts'
import { officeDay } from '../../src/shared/mail/days.ts'
import type { Client } from '../station/helpers.ts'
import type { MenuItem } from './electron.ts'

const standIn = new URL('./electron.ts', import.meta.url).href
registerHooks({ resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)) })
const electron = await import('./electron.ts')
const { app, BrowserWindow, record } = electron
const out = join(import.meta.dirname, '../../out')
const result: Record<string, unknown> = {}
const folder = process.env['PIGEONHOLE_TEST_PROFILE'] ?? ''
const scene = process.env['PIGEONHOLE_TEST_SCENE'] ?? ''
if (process.env['PIGEONHOLE_TEST_DISPLAYS'] !== undefined) electron.screen.displays = JSON.parse(process.env['PIGEONHOLE_TEST_DISPLAYS']) as typeof electron.screen.displays

const ended = once(app, 'exited')
const loaded = new Promise<InstanceType<typeof BrowserWindow>>((resolve) => {
  app.once('web-contents-created', (_: unknown, contents: EventEmitter) => contents.once('did-finish-load', () => setImmediate(() => { if (BrowserWindow.all[0]) resolve(BrowserWindow.all[0]) })))
})
await import(pathToFileURL(join(out, 'main/index.js')).href)
const window = await loaded

// The page: its preload, a line to the station, and one to the desktop whose messages are kept.
const listeners: Array<(event: unknown) => void> = []
const page = { addEventListener: (_: string, listener: (event: unknown) => void) => void listeners.push(listener) }
Object.assign(globalThis, { window: page })
createRequire(import.meta.url)(join(out, 'preload/index.cjs'))
const port = (channel: string): InstanceType<typeof MessageChannel>['port1'] => {
  const { port1, port2 } = new MessageChannel()
  for (const listener of listeners) listener({ source: page, data: channel, ports: [port2] })
  port1.unref()
  return port1
}
const heard: ToPage[] = []
const waiting: Array<{ fits: (message: ToPage) => boolean; done: (message: ToPage) => void }> = []
const desktop = port('pigeonhole:desktop')
desktop.on('message', (message: ToPage) => {
  heard.push(message)
  for (const one of waiting.filter(({ fits }) => fits(message))) {
    waiting.splice(waiting.indexOf(one), 1)
    one.done(message)
  }
})
desktop.ref()
/** The next message that fits, or one that was heard already. */
const next = async (fits: (message: ToPage) => boolean): Promise<ToPage> => heard.find(fits) ?? await new Promise((done) => { waiting.push({ fits, done }) })
const say = (message: ToDesktop | { kind: string }): void => desktop.postMessage(message)
const client = (): Client => createORPCClient<Client>(new RPCLink({ port: port('pigeonhole:connect') }))
const lastMenu = (): MenuItem[] => record.menus.at(-1) as MenuItem[]
const items = (): MenuItem[] => lastMenu().flatMap((menu) => menu.submenu ?? [])
const item = (id: string): MenuItem | undefined => items().find((one) => one.id === id)
const answered = async (): Promise<unknown> => {
  // A dialog's answer comes after everything that was said before it.
  const id = heard.length + 1_000
  say({ kind: 'folder', id, title: 'A folder', from: '/from' })
  return await next((message) => message.kind === 'folder' && message.id === id)
}
const state = (more: Partial<Extract<ToDesktop, { kind: 'state' }>> = {}): ToDesktop => ({ kind: 'state', signedIn: true, places: ['intake', 'tracking'], keys: [{ key: 'Del', label: 'Void & forget' }, { key: 'Ctrl Enter', label: 'Save' }], working: false, ...more })
const office = { name: 'Shell Office', address: '', zone: 'America/New_York' }

const scenes: Record<string, () => Promise<void>> = {
  menu: async () => {
    const about = await next((message) => message.kind === 'about')
    result['about'] = about
    result['locked'] = items().filter((one) => one.id !== undefined && one.enabled === true).map((one) => one.id)
    say(state())
    record.folderAnswer = '/chosen'
    result['folder'] = await answered()
    result['folders'] = record.folders
    result['menu'] = lastMenu().map((menu) => [menu.label ?? menu.role, (menu.submenu ?? []).filter((one) => one.id !== undefined).map((one) => [one.id, one.label, one.accelerator ?? '', one.registerAccelerator ?? true, one.enabled ?? true])])
    for (const id of ['go-tracking', 'find', 'key-Del']) item(id)?.click?.()
    item('zoom-in')?.click?.()
    item('zoom-in-unshifted')?.click?.()
    item('full-screen')?.click?.()
    // With the second display in front, its own window is meant.
    const display = new BrowserWindow({})
    BrowserWindow.inFront = display
    for (const id of ['full-screen', 'reload']) item(id)?.click?.()
    BrowserWindow.inFront = null
    result['display'] = [display.full, display.webContents.reloads, window.webContents.reloads]
    await answered()
    result['chosen'] = heard.filter((message) => message.kind === 'go' || message.kind === 'command' || message.kind === 'key')
    result['zoom'] = window.webContents.zoom
    result['full'] = window.full
    const made = record.menus.length
    say(state({ working: true }))
    await answered()
    result['calm'] = record.menus.length === made
    // What does not fit is ignored; nobody else gets a line.
    const menus = record.menus.length
    for (const wrong of [{ kind: 'quit' }, { kind: 'state', signedIn: true, places: ['everywhere'], keys: [], working: false }, { kind: 'trouble', act: 'restore' }, { kind: 'folder', id: 'x' }]) say(wrong)
    await answered()
    result['ignored'] = record.menus.length === menus && record.folders.length === 4
    const frames = [null, { url: 'https://evil.example/', parent: null }, { url: 'pigeonhole://app/', parent: { url: 'pigeonhole://app/', parent: null } }]
    result['foreign'] = [...frames.map((frame) => electron.sendFromFrame(frame, 'pigeonhole:desktop', [new MessageChannel().port2])[0]?.closed), electron.sendFromFrame(window.webContents.mainFrame, 'pigeonhole:desktop', [new MessageChannel().port2], {})[0]?.closed]
    // Start at login, place of the window, sleep.
    say({ kind: 'startAtLogin', on: true })
    await next((message) => message.kind === 'about' && message.about.startAtLogin.on)
    const entry = join(folder, 'config/autostart/pigeonhole.desktop')
    result['login'] = process.platform === 'linux' ? readFileSync(entry, 'utf8').includes(`Exec="${process.execPath}"`) : record.login.at(-1)
    say({ kind: 'startAtLogin', on: false })
    await answered()
    result['loginOff'] = process.platform === 'linux' ? existsSync(entry) : record.login.at(-1)
    electron.powerMonitor.emit('suspend')
    electron.powerMonitor.emit('resume')
    await next((message) => message.kind === 'resumed')
    const log = readFileSync(join(folder, 'store/station.log'), 'utf8')
    result['slept'] = ['the computer sleeps', 'the computer woke up'].map((words) => log.includes(words))
    window.place = { x: 40, y: 50, width: 1200, height: 700 }
    window.maximized = true
    window.emit('close')
    result['kept'] = JSON.parse(readFileSync(join(folder, 'desktop.json'), 'utf8')) as unknown
  },
  files: async () => {
    const list = join(folder, 'people.csv')
    const mail = join(folder, 'news.eml')
    const huge = join(folder, 'huge.pdf')
    writeFileSync(list, 'name\nAna\n')
    writeFileSync(mail, 'Subject: x\n\nbody')
    writeFileSync(huge, Buffer.alloc((20 << 20) + 1))
    app.emit('second-instance', {}, ['pigeonhole', '--flag', pathToFileURL(list).href, 'news.eml', 'program.exe', '--store', 'other.csv'], folder)
    // For another store than the open one: that is said, and its files are not taken here.
    app.emit('second-instance', {}, ['pigeonhole', huge], folder, { store: join(folder, 'other') })
    app.emit('second-instance', {}, ['pigeonhole'], folder, { store: join(folder, 'store') })
    app.emit('activate', {}, false)
    result['focused'] = window.state.focused
    await answered()
    result['beforeSignIn'] = heard.filter((message) => message.kind === 'files').length
    say(state())
    const told = (message: ToPage): unknown => (message.kind === 'files' ? [message.files.map((file) => [file.name, file.type, Buffer.from(file.bytes).toString('utf8')]), message.refused] : message)
    result['opened'] = told(await next((message) => message.kind === 'files'))
    let prevented = false
    app.emit('open-file', { preventDefault: () => (prevented = true) }, huge)
    result['tooLarge'] = [prevented, told(await next((message) => message.kind === 'files' && message.refused.length > 0))]
    record.filesAnswer = [join(folder, 'gone.png')]
    item('open-files')?.click?.()
    result['gone'] = told(await next((message) => message.kind === 'files' && message.refused.some((one) => one.name === 'gone.png')))
    result['stays'] = [[...record.boxes], record.quits]
    record.boxAnswer = 1
    app.emit('second-instance', {}, ['pigeonhole'], folder, { store: join(folder, 'other') })
    await answered()
    result['closes'] = record.quits > 0
  },
  attention: async () => {
    const mine = client()
    await mine.access.setUp({ office, administrator: { name: 'Otis', pin: '2468' } })
    window.state.focused = 0
    const told = once(app, 'notified')
    // A task that cannot run leaves a warning that stays.
    const runs = await mine.tasks.run({ tasks: ['backup'] })
    while (!(await runs.next()).done);
    await told
    result['notice'] = record.notices.map((notice) => notice.body)
    result['badge'] = process.platform === 'win32' ? window.overlays.at(-1) : record.badges.at(-1)
    // It is clicked in the system's list, long after it was on the screen.
    record.notices[0]?.close()
    setFlagsFromString('--expose-gc')
    await new Promise((resolve) => { setImmediate(resolve) })
    runInNewContext('gc')()
    record.notices[0]?.click()
    result['clicked'] = [await next((message) => message.kind === 'go'), window.state.focused]
    // A notice of one letter leads to it, one of several to their list.
    const refused = async (serial: number): Promise<string> => {
      const body = `958907105270${String(serial).padStart(9, '0')}`
      const { letter } = await mine.certified.log({ id: newId(Date.now()), addressee: { block: 'Hester Thimble\n48 Example Lane\nFakeville OH 43999' }, number: { text: body + String(checkDigitMod10(body)), source: 'scanned' } })
      await mine.tracking.add({ piece: letter.id, code: '04', day: officeDay(Date.now(), office.zone), zip: '43999', source: 'person' })
      return letter.id
    }
    const clicked = async (serial: number): Promise<unknown> => {
      window.state.focused = 0
      const shown = once(app, 'notified')
      const id = await refused(serial)
      await shown
      heard.length = 0
      record.notices.at(-1)?.click()
      const message = await next((one) => one.kind === 'go')
      return [record.notices.at(-1)?.body, message.kind === 'go' && message.id === id ? { ...message, id: 'the letter' } : message]
    }
    result['letters'] = [await clicked(1), await clicked(2)]
  },
  crash: async () => {
    const gone = (reason: string): void => void window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 })
    gone('clean-exit')
    gone('crashed')
    gone('oom')
    result['within'] = window.webContents.reloads
    await answered()
    result['reloads'] = window.webContents.reloads
    gone('crashed')
    await answered()
    result['third'] = [window.webContents.reloads, record.boxes.map((box) => box.buttons)]
    record.boxAnswer = 1
    window.emit('unresponsive')
    await answered()
    result['unresponsive'] = [window.webContents.reloads, record.boxes.at(-1)?.buttons]
    // A page that answers again takes the question back, and is asked about anew the next time only.
    record.boxAnswer = -1
    for (const event of ['unresponsive', 'unresponsive', 'responsive']) window.emit(event)
    await answered()
    window.emit('unresponsive')
    result['takenBack'] = [window.webContents.reloads, record.boxes.filter((box) => box.message === 'The window does not answer.').length]
    result['station'] = (await client().office.status()).phase
    const display = new BrowserWindow({})
    window.webContents.emit('did-create-window', display, { url: 'pigeonhole://app/#/display' })
    display.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    await answered()
    result['display'] = display.webContents.reloads
  },
  updates: async () => {
    const asked: Array<[string | undefined, string | undefined]> = []
    const program = Buffer.from('#!/bin/sh\nexit 0\n')
    const sha512 = createHash('sha512').update(program).digest('base64')
    let version = '0.1.0'
    const server = createServer((request, response) => {
      asked.push([request.url?.replace(/\?.*/, ''), String(request.headers['x-user-staging-id'] ?? '')])
      response.end(request.url?.includes('.yml') ? `version: ${version}\npath: pigeonhole.AppImage\nsha512: ${sha512}\nfiles:\n  - url: pigeonhole.AppImage\n    sha512: ${sha512}\n    size: ${program.length}\nreleaseDate: 2026-11-26T00:00:00.000Z\n` : program)
    })
    // What lies beside an installed app.
    Object.assign(process, { resourcesPath: folder })
    writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: pigeonhole-updater\n')
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/pigeonhole/`
    const mine = client()
    await mine.access.setUp({ office, administrator: { name: 'Otis', pin: '2468' } })
    say({ kind: 'checkUpdates' })
    say({ kind: 'installUpdate' })
    await answered()
    result['off'] = [(await mine.office.updates()).address, record.updateRequests, [...asked]]
    result['wrong'] = await mine.office.saveUpdates({ address: 'ftp://files.example.com/' }).catch((error: Error) => error.message)
    await mine.office.saveUpdates({ address: url })
    say({ kind: 'checkUpdates' })
    result['newest'] = await next((message) => message.kind === 'about' && (message.about.updates.state === 'idle' || message.about.updates.state === 'failed')).then((message) => (message.kind === 'about' ? message.about.updates : null))
    result['asked'] = [...asked]
    if (process.platform === 'linux') {
      // A newer one is fetched beside the work, and never put in its place in the middle of it.
      version = '9.9.9'
      say(state({ working: true }))
      say({ kind: 'checkUpdates' })
      result['ready'] = await next((message) => message.kind === 'about' && (message.about.updates.state === 'ready' || message.about.updates.state === 'failed')).then((message) => (message.kind === 'about' ? message.about.updates : null))
      record.boxAnswer = 0
      say({ kind: 'installUpdate' })
      await answered()
      result['inHand'] = [record.boxes.map((box) => [box.message, box.buttons]), record.quits]
      // "Restart all the same": the store is closed before the program is replaced, and only then does the app end.
      record.boxAnswer = 1
      const replaced = once(electron.autoUpdater, 'before-quit-for-update').then(() => ({ program: readFileSync(process.env['APPIMAGE'] ?? '', 'utf8').startsWith('#!'), open: readdirSync(join(folder, 'store')).filter((name) => /wal|token/.test(name)) }))
      say({ kind: 'installUpdate' })
      result['installed'] = await replaced
    }
    server.close()
    server.closeAllConnections()
  },
  trouble: async () => {
    const what = await next((message) => message.kind === 'trouble')
    result['trouble'] = what
    result['page'] = [...window.state.loaded]
    const { port1, port2 } = new MessageChannel()
    const [main] = electron.sendFromFrame(window.webContents.mainFrame, 'pigeonhole:connect', [port2])
    port1.close()
    result['noStation'] = main?.closed
    const good = join(folder, 'good')
    mkdirSync(good)
    record.folderAnswer = good
    const again = once(window.webContents, 'did-finish-load')
    say({ kind: 'trouble', act: 'folder' })
    await again
    result['opened'] = [window.state.loaded.at(-1), (await client().office.status()).phase]
    result['noMore'] = record.exits
  },
  restore: async () => {
    await next((message) => message.kind === 'trouble')
    record.folderAnswer = join(folder, 'nothing')
    say({ kind: 'trouble', act: 'restore' })
    result['noBackup'] = await next((message) => message.kind === 'trouble' && message.trouble.code === 'missing').then((message) => (message.kind === 'trouble' ? message.trouble.message : ''))
    record.folderAnswer = join(folder, 'backup')
    const again = once(window.webContents, 'did-finish-load')
    say({ kind: 'trouble', act: 'restore' })
    await again
    const status = await client().office.status()
    result['restored'] = [status.phase, status.office?.name, status.warnings.map((warning) => warning.code)]
    result['broken'] = readFileSync(join(folder, 'store/pigeonhole.db'), 'utf8')
  },
  place: async () => {
    await next((message) => message.kind === 'about')
    const { x, y, width, height } = window.state.options
    result['place'] = { x, y, width, height, maximized: window.maximized, zoom: window.webContents.zoom, shown: window.firstShown }
    // Started again while the store is still being closed behind the window that is gone.
    window.gone = true
    app.emit('second-instance', {}, ['pigeonhole', 'people.csv'], folder, { store: join(folder, 'other') })
    app.emit('activate', {}, false)
    result['again'] = record.relaunched
  },
}
await scenes[scene]?.()
result['errors'] = record.errors
// As the system does when it goes down: it waits only for who asks it to.
let waits = false
if (scene === 'place') electron.powerMonitor.emit('shutdown', { preventDefault: () => (waits = true) })
else if (scene === 'menu') window.emit('session-end', {})
else if (result['installed'] === undefined) app.quit()
result['waits'] = waits
await ended
process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0))
