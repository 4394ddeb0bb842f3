// node scripts/run.mjs scripts/screens.ts DIR: photographs every screen and its dialogs, of the sample office and of an empty one, light and dark, in two
// sizes, and puts pictures of the same size side by side on contact sheets, so that what differs can be seen.
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { SEED_PIN } from '../src/main/sample/seed.ts'
import { preparedStore, startHost } from '../test/trials/host.ts'

const SIZES = [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }] as const
const SCHEMES = ['light', 'dark'] as const
/** Each screen by its key, and the keys that open its dialogs. */
const SCREENS: readonly (readonly [name: string, key: string, dialogs: readonly string[]])[] = [
  ['intake', '1', ['Control+e', 'F2', 'Delete', 'Control+b']], ['assign', '2', ['F2']], ['handover', '3', []], ['runs', '4', ['F4']], ['exceptions', 'e', []], ['letters', '5', ['Control+i']], ['books', '6', []], ['tracking', '7', ['n', 'w']],
  ['receipts', 'r', ['b', 's']], ['days', '8', ['g']], ['pieces', '9', ['Delete']], ['locations', 'l', ['F4', 's']], ['directory', 'd', ['F4', 'Control+i']], ['audit', 'a', []], ['reports', 'p', []], ['notices', 'm', []], ['devices', 'v', ['F2', 't']], ['help', 'h', []],
]
const SECTIONS = 'Settings'
const COLUMNS = 3
const WIDTH = 620

const target = resolve(process.argv[2] ?? '.screens')
const executablePath = [process.env['PIGEONHOLE_CHROMIUM'], chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
if (!executablePath) throw new Error('No Chromium is here. "npm test" fetches one.')
const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-screens-'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })

/** Once nothing is read any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => { await new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) }) })
  await page.getByRole('status', { name: /^Reading/ }).first().waitFor({ state: 'hidden' })
}

async function photographs(context: BrowserContext, address: string, office: string, scheme: (typeof SCHEMES)[number], size: (typeof SIZES)[number]): Promise<string[]> {
  const page = await context.newPage()
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  const made: string[] = []
  const take = async (name: string): Promise<void> => {
    await settled(page)
    const path = join(target, `${office}-${scheme}-${size.width}`, `${name}.png`)
    await page.screenshot({ path })
    made.push(path)
  }
  await page.goto(address)
  await page.getByRole('textbox', { name: /PIN/ }).waitFor()
  await take('sign-in')
  const boss = page.getByRole('radio', { name: /Administrator/ }).first()
  if (await boss.count() > 0) await boss.check()
  await page.getByRole('textbox', { name: /PIN/ }).fill(SEED_PIN)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Intake' }).waitFor()
  for (const [name, key, dialogs] of SCREENS) {
    await page.keyboard.press(`Alt+${key}`)
    await take(name)
    const rows = page.locator('main [role=option]')
    if (await rows.count() > 0) {
      await rows.first().click()
      await take(`${name}-chosen`)
    }
    for (const dialog of dialogs) {
      await page.locator('main').focus()
      await page.keyboard.press(dialog)
      // A single letter waits whether a scanner goes on.
      if (dialog.length === 1) await page.evaluate(async () => { await new Promise((resolve) => { setTimeout(resolve, 120) }) })
      await take(`${name}-${dialog.replaceAll('+', '-')}`)
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('Escape')
  }
  for (const [name, key] of [['palette', 'Control+k'], ['keys', 'F1'], ['jobs', 'Control+j']] as const) {
    await page.keyboard.press(key)
    await take(name)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Alt+,')
  const sections = page.getByRole('navigation', { name: SECTIONS }).getByRole('button')
  for (const section of await sections.all()) {
    const name = await section.innerText()
    await section.click()
    await take(`settings-${name.toLowerCase().replaceAll(/\W+/g, '-')}`)
  }
  await page.close()
  return made
}

/** Pictures in rows of three, each with its name. */
async function sheet(paths: readonly string[], size: (typeof SIZES)[number], to: string): Promise<void> {
  const height = Math.round(WIDTH * size.height / size.width)
  const tiles = await Promise.all(paths.map(async (path, i) => ({ input: await sharp(path).resize(WIDTH, height).png().toBuffer(), left: (i % COLUMNS) * (WIDTH + 8), top: Math.floor(i / COLUMNS) * (height + 8) })))
  await sharp({ create: { width: COLUMNS * (WIDTH + 8), height: Math.ceil(paths.length / COLUMNS) * (height + 8), channels: 3, background: '#ff00aa' } }).composite(tiles).png({ palette: true }).toFile(to)
}

const PER_SHEET = 9
const wanted = process.argv[3] ?? ''
try {
  mkdirSync(target, { recursive: true })
  const empty = join(folder, 'empty')
  await preparedStore(empty)
  for (const [office, store, args] of [['sample', join(folder, 'store'), ['--sample']], ['empty', empty, []]] as const) {
    if (!office.includes(wanted.split('-')[0] ?? '')) continue
    const host = await startHost(store, args)
    // The address with its token works once; its cookie opens the pages after it.
    const context = await browser.newContext()
    await context.request.get(host.address)
    const address = new URL('/', host.address).href
    for (const scheme of SCHEMES) {
      for (const size of SIZES) {
        if (wanted !== '' && !`${office}-${scheme}-${size.width}`.startsWith(wanted)) continue
        mkdirSync(join(target, `${office}-${scheme}-${size.width}`), { recursive: true })
        const made = await photographs(context, address, office, scheme, size)
        for (let from = 0; from < made.length; from += PER_SHEET) await sheet(made.slice(from, from + PER_SHEET), size, join(target, `${office}-${scheme}-${size.width}-${1 + from / PER_SHEET}.png`))
      }
    }
    host.process.kill('SIGTERM')
  }
  console.log(`The pictures are in ${target}.`)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
