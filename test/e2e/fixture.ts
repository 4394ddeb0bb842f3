import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron as electron, test as base, expect, type CDPSession, type ElectronApplication, type Page } from '@playwright/test'
import { electronRuntime } from '../../scripts/lib.mjs'
import { beside } from './client.ts'

const root = join(import.meta.dirname, '../..')
const node = join(root, process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/.bin/node')

export interface Host {
  /** The address of this start, with its token. */
  readonly address: string
  readonly store: string
  /** Stops the process where it is: it is there and does not answer. */
  freeze(): Promise<void>
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same store and port. */
  restart(): Promise<void>
}

interface Running { child: ChildProcess; address: string; ended: Promise<void> }

async function start(store: string, port: string): Promise<Running> {
  const serve = join(root, 'out/main/serve.js')
  if (!existsSync(serve)) throw new Error('The app is not built. Run npm run build first.')
  const child = spawn(node, [serve, '--store', store, '--port', port], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => { child.once('exit', () => { resolve() }) })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => { complaint += bytes.toString('utf8') })
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /https?:\/\/\S+/.exec(line)
      if (found) resolve(found[0])
    })
    child.once('exit', (code) => { reject(new Error(`The host ended with ${code}: ${complaint}`)) })
  })
  return { child, address, ended }
}

/** A host with a store of its own for each test, and the page it serves. */
const inBrowser = base.extend<{ host: Host }>({
  host: async ({ page }, use, info) => {
    const store = await mkdtemp(join(tmpdir(), 'pigeonhole-e2e-'))
    let running = await start(store, '0')
    const port = new URL(running.address).port
    const stop = async (): Promise<void> => {
      running.child.kill('SIGKILL')
      await running.ended
    }
    await use({
      get address() { return running.address },
      store,
      freeze: () => {
        info.skip(process.platform === 'win32', 'Windows does not stop a process for a while')
        running.child.kill('SIGSTOP')
        return Promise.resolve()
      },
      kill: stop,
      restart: async () => { running = await start(store, port) },
    })
    await page.close()
    await stop()
    await rm(store, { recursive: true, force: true })
  },
})

/** The desktop app with a store of its own for each test. What only a browser has, such as a second tab or a host that dies alone, skips the test and says so. */
const inElectron = base.extend<{ host: Host; desk: { app: ElectronApplication; store: string } }>({
  desk: async ({ locale, timezoneId }, use, info) => {
    const executablePath = electronRuntime()
    info.skip(executablePath === null, "Electron's runtime is not here")
    const store = await mkdtemp(join(tmpdir(), 'pigeonhole-e2e-'))
    const app = await electron.launch({
      ...(executablePath === null ? {} : { executablePath }), timeout: 60_000, acceptDownloads: true, locale: locale ?? 'en-US', timezoneId: timezoneId ?? 'America/New_York',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${store}-profile`, root, '--store', store],
    })
    // The system's print dialog cannot be driven: whoever asks for it is answered that it was printed.
    await app.evaluate(({ app: desktop }) => { desktop.on('web-contents-created', (_, contents) => { contents.print = (_options, answer) => { answer?.(true, '') } }) })
    await use({ app, store })
    await app.close()
    for (const folder of [store, `${store}-profile`]) await rm(folder, { recursive: true, force: true })
  },
  page: async ({ desk }, use) => {
    const page = await desk.app.firstWindow()
    await page.setViewportSize({ width: 1366, height: 768 })
    await use(page)
  },
  context: async ({ page }, use, info) => {
    info.skip(true, 'it opens pages of its own, which only a browser has')
    await use(page.context())
  },
  host: async ({ desk }, use, info) => {
    const only = async (): Promise<void> => {
      info.skip(true, 'its host dies and its page lives, which the desktop app has not')
      return await Promise.resolve()
    }
    await use({ address: 'pigeonhole://app/', store: desk.store, freeze: only, kill: only, restart: only })
  },
})

/** One switch: PIGEONHOLE_E2E=electron runs the same specs in the desktop app. */
export const IN_DESKTOP = process.env['PIGEONHOLE_E2E'] === 'electron'
const face: typeof inBrowser = IN_DESKTOP ? inElectron : inBrowser

export const test = face.extend<{ watched: undefined; printed: string[] }>({
  // The browser's own print dialog cannot be driven, and Chromium without a window ends a page that prints a PDF, whichever it is: what is counted is that a document asked for it.
  printed: async ({ page }, use, info) => {
    info.skip(IN_DESKTOP, 'the desktop app asks the system for its dialog')
    const asked: string[] = []
    await page.exposeFunction('printAsked', (address: string) => { asked.push(address) })
    await page.addInitScript(() => {
      const own = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow')
      Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
        get(this: HTMLIFrameElement): unknown {
          const inside = own?.get?.call(this) as Window | null
          const ask = (): void => { (window as unknown as { printAsked: (address: string) => void }).printAsked(this.src) }
          return inside && { print: ask }
        },
      })
    })
    await use(asked)
  },
  // A page that complains has a fault, whatever the test looked at.
  watched: [async ({ page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => { faults.push(error.message) })
    page.on('console', (message) => {
      // The browser itself reports every try to reach a host that is gone.
      if (message.type() === 'error' && !/WebSocket connection to|net::ERR_(CONNECTION|EMPTY)/.test(message.text())) faults.push(`${message.text()} ${message.location().url}`)
    })
    // A page that is heard for file dialogs from its beginning never opens one before the test asks for it.
    page.on('filechooser', () => {})
    await use(undefined)
    expect(faults).toEqual([])
  }, { auto: true }],
})

export { expect } from '@playwright/test'

export const ADMIN = { name: 'Mara Dovetail', pin: '2468' }

const OFFICE = { name: 'Larkspur & Vane', address: '12 Sample Street\nAnytown VT 05099', zone: 'America/New_York' }

/** The session that the first run of a host began. */
export const administratorOf = new WeakMap<Host, string>()

/** Lets the page reach its station, which a page of the desktop app does already. The token of an address counts once. */
export async function reach(page: Page, host: Host): Promise<void> {
  if (host.address.startsWith('http')) await page.request.get(host.address)
}

/** Sets the office up beside the page and opens it on Intake, signed in as the administrator. Answers the recovery code. */
export async function firstRun(page: Page, host: Host): Promise<string> {
  await reach(page, host)
  const { recoveryCode, session } = await beside(host, (client) => client.access.setUp({ office: OFFICE, administrator: ADMIN }))
  administratorOf.set(host, session.token)
  // What a reload of the page would find. Only once: whoever signs out stays signed out.
  await page.addInitScript((token) => {
    if (window !== window.top || !['http:', 'pigeonhole:'].includes(location.protocol) || sessionStorage.getItem('first-run') !== null) return
    sessionStorage.setItem('first-run', 'done')
    sessionStorage.setItem('pigeonhole.session', JSON.stringify({ token, since: Date.now() }))
  }, session.token)
  await page.goto(new URL('/', host.address).href)
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  // A host that is killed next cannot serve them any more.
  await page.evaluate(async () => { await document.fonts.ready })
  await page.locator('html[data-parts=here]').waitFor({ state: 'attached' })
  return recoveryCode
}

/** Sets the office up as its first administrator does, and ends on Intake. Answers the recovery code. */
export async function firstRunByHand(page: Page, host: Host): Promise<string> {
  await page.goto(host.address)
  await page.getByLabel('Office').fill(OFFICE.name)
  await page.getByLabel('Address').fill(OFFICE.address)
  await page.getByLabel('Your name').fill(ADMIN.name)
  await page.getByLabel('PIN', { exact: false }).first().fill(ADMIN.pin)
  await page.getByLabel('PIN again').fill(ADMIN.pin)
  await page.getByRole('button', { name: 'Set up the office' }).click()
  const code = await page.getByLabel('Recovery code', { exact: true }).innerText()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  return code
}

/** Types a number and waits until the plate says it is saved. */
export async function takeIn(page: Page, number: string): Promise<void> {
  await page.getByLabel('Number').fill(number)
  await page.getByLabel('Number').press('Enter')
  await expect(page.getByLabel('Number')).toHaveValue('')
  await expect(page.getByRole('listbox', { name: 'Pieces of this session' })).toContainText(number.replaceAll(' ', '').slice(-2))
}

/** What one key of a burst is: a character, or the name of a key; `at` is milliseconds from the start of the burst. */
interface Stroke { key: string; at: number; hold: number }

/**
 * Presses keys as a keyboard does, each with the time the hardware would have given it, so that what the page measures
 * does not depend on how busy this machine is.
 */
export async function strokes(page: Page, keys: readonly Stroke[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await strokesOn(session, keys)
  await session.detach()
}

/** The same for a page that has crashed, which Playwright has let go of. */
export async function strokesOn(session: CDPSession, keys: readonly Stroke[]): Promise<void> {
  const start = Date.now()
  const all = keys.flatMap((stroke) => [{ ...stroke, type: 'down' as const, time: stroke.at }, { ...stroke, type: 'up' as const, time: stroke.at + stroke.hold }]).sort((a, b) => a.time - b.time)
  // Sent without waiting for each answer: the browser keeps their order.
  await Promise.all(all.map((event) => {
    const text = event.key === 'Enter' ? '\r' : event.key.length === 1 ? event.key : undefined
    const code = event.key.length === 1 ? (/[0-9]/.test(event.key) ? `Digit${event.key}` : `Key${event.key.toUpperCase()}`) : event.key
    return session.send('Input.dispatchKeyEvent', {
      type: event.type === 'up' ? 'keyUp' : text === undefined ? 'rawKeyDown' : 'keyDown', key: event.key, code, timestamp: (start + event.time) / 1000,
      windowsVirtualKeyCode: event.key === 'Enter' ? 13 : event.key.toUpperCase().charCodeAt(0),
      ...(text !== undefined && event.type === 'down' ? { text, unmodifiedText: text } : {}),
    })
  }))
}

/** A scan by a keyboard scanner: 5 ms a key, ended by Enter. */
export function burst(text: string, from = 0, beat = 5): Stroke[] {
  return [...text.split(''), 'Enter'].map((key, i) => ({ key, at: from + i * beat, hold: 2 }))
}
