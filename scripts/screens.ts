// node scripts/run.mjs scripts/screens.ts DIR [OFFICE-SCHEME-WIDTH]: photographs every screen and its dialogs, of the sample office, of an empty one, of the first run,
// with the station slow and then gone, and with one that fails over what it is asked, light and dark, in two sizes, and puts pictures of the same size side by side on contact sheets, so that what differs can be seen.
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { PLACES } from '../src/shared/desktop/commands.ts'
import { SEED_PIN } from '../src/main/sample/seed.ts'
import { putDoor, type Door } from '../test/e2e/door.ts'
import { saveAllInVain, saveInVain } from '../test/e2e/refused.ts'
import { signIn, typed, walk } from '../test/e2e/walk.ts'
import { preparedStore, startHost } from '../test/trials/host.ts'

const SIZES = [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }] as const
const SCHEMES = ['light', 'dark'] as const
const LOOKS = SCHEMES.flatMap((scheme) => SIZES.map((size) => ({ scheme, size })))
const COLUMNS = 3
const WIDTH = 620
const PER_SHEET = 9

const target = resolve(process.argv[2] ?? '.screens')
const executablePath = [process.env['PIGEONHOLE_CHROMIUM'], chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
if (!executablePath) throw new Error('No Chromium is here. "npm test" fetches one.')
const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-screens-'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })

interface Photographer { page: Page; door: Door; made: string[]; take: (name: string) => Promise<void> }

async function photographer(context: BrowserContext, address: string, of: string, scheme: (typeof SCHEMES)[number], size: (typeof SIZES)[number]): Promise<Photographer> {
  const folderOf = join(target, `${of}-${scheme}-${size.width}`)
  mkdirSync(folderOf, { recursive: true })
  const page = await context.newPage()
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  const door = await putDoor(page)
  const made: string[] = []
  const take = async (name: string): Promise<void> => {
    const path = join(folderOf, `${name}.png`)
    await page.screenshot({ path })
    made.push(path)
  }
  await page.goto(address)
  await page.getByRole('textbox', { name: of === 'new' ? /^PIN/ : /^PIN of/ }).first().waitFor()
  await take(of === 'new' ? 'first-run' : 'sign-in')
  if (of !== 'new') await signIn(page)
  return { page, door, made, take }
}

/** The form of the first run as it is refused, its list of zones, and, where the office may be set up, what comes after it. */
async function firstRun({ page, take }: Photographer, last: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Set up the office' }).click()
  await take('refused')
  const zone = page.getByRole('combobox', { name: /^Time zone/ })
  await zone.fill('new york')
  await page.getByRole('option').first().waitFor()
  await take('zones')
  await zone.press('Enter')
  if (!last) return
  await typed({ Office: 'Trial Office', 'Your name': 'Ada Lovelock', PIN: SEED_PIN, 'PIN again': SEED_PIN }, 'body')(page)
  await page.getByRole('button', { name: 'Set up the office' }).click()
  await page.getByRole('button', { name: 'I have kept it' }).waitFor()
  await take('recovery-code')
}

/** Every screen while the station does not answer in time, and again once it is gone. */
async function withoutStation({ page, take }: Photographer, name: string, done: (id: string) => Promise<unknown>): Promise<void> {
  for (const { id, key } of PLACES) {
    await page.keyboard.press(`Alt+${key.toLowerCase()}`)
    await done(id)
    await take(`${id}-${name}`)
  }
}

/** Every screen that could not be read. */
async function unread({ page, take, door }: Photographer): Promise<void> {
  door.shut = true
  await page.reload()
  // Before the walk, which takes a screen that asks for nothing for one that has its answer.
  await page.locator('#work').getByRole('alert').waitFor()
  await walk(page, 'unread', async (name) => { await take(`${name}-unread`) })
}

/** Every form of a screen that could not be saved. */
async function unsavedForms({ page, take, door }: Photographer): Promise<void> {
  for (const fault of await saveAllInVain(page, door, take)) console.log(fault)
}

/** Every dialog that could not be saved. */
async function unsavedDialogs({ page, take, door }: Photographer): Promise<void> {
  await walk(page, 'sample', () => Promise.resolve(), async (name) => {
    const faults = await saveInVain(page, door)
    if (faults === null) return
    await take(`${name}-not-saved`)
    for (const fault of faults) console.log(`${name}: ${fault}`)
  })
}

async function sheets({ page, made }: Photographer, of: string, scheme: (typeof SCHEMES)[number], size: (typeof SIZES)[number]): Promise<void> {
  await page.close()
  for (let from = 0; from < made.length; from += PER_SHEET) await sheet(made.slice(from, from + PER_SHEET), size, join(target, `${of}-${scheme}-${size.width}-${1 + from / PER_SHEET}.png`))
}

/** Pictures in rows of three, each with its name. */
async function sheet(paths: readonly string[], size: (typeof SIZES)[number], to: string): Promise<void> {
  const height = Math.round(WIDTH * size.height / size.width)
  const tiles = await Promise.all(paths.map(async (path, i) => ({ input: await sharp(path).resize(WIDTH, height).png().toBuffer(), left: (i % COLUMNS) * (WIDTH + 8), top: Math.floor(i / COLUMNS) * (height + 8) })))
  await sharp({ create: { width: COLUMNS * (WIDTH + 8), height: Math.ceil(paths.length / COLUMNS) * (height + 8), channels: 3, background: '#ff00aa' } }).composite(tiles).png({ palette: true }).toFile(to)
}

const wanted = process.argv[3] ?? ''
/** The station that is photographed. */
let running: ChildProcess | null = null
const isWanted = (of: string, scheme: string, size: { width: number }): boolean => `${of}-${scheme}-${size.width}`.startsWith(wanted)
try {
  mkdirSync(target, { recursive: true })
  const empty = join(folder, 'empty')
  await preparedStore(empty)
  for (const [office, store, args] of [['sample', join(folder, 'store'), ['--sample']], ['empty', empty, []], ['new', join(folder, 'new'), []]] as const) {
    const names = office === 'sample' ? ['sample', 'gone', 'error'] : [office]
    if (!names.some((name) => LOOKS.some(({ scheme, size }) => isWanted(name, scheme, size)))) continue
    const host = await startHost(store, args)
    running = host.process
    // The address with its token works once; its cookie opens the pages after it.
    const context = await browser.newContext({ locale: 'en-US' })
    await context.request.get(host.address)
    const address = new URL('/', host.address).href
    const alone: ((typeof LOOKS)[number] & { of: Photographer })[] = []
    for (const [at, { scheme, size }] of LOOKS.entries()) {
      if (isWanted(office, scheme, size)) {
        const of = await photographer(context, address, office, scheme, size)
        if (office === 'new') await firstRun(of, !LOOKS.slice(at + 1).some((later) => isWanted(office, later.scheme, later.size)))
        else await walk(of.page, office, of.take)
        await sheets(of, office, scheme, size)
      }
      if (office === 'sample' && isWanted('error', scheme, size)) {
        const of = await photographer(context, address, 'error', scheme, size)
        await unread(of)
        // Each in a page of its own: what the one leaves open is no part of the other.
        for (const unsaved of [unsavedForms, unsavedDialogs]) {
          const other = await photographer(context, address, 'error', scheme, size)
          await unsaved(other)
          await other.page.close()
          of.made.push(...other.made.slice(1))
        }
        await sheets(of, 'error', scheme, size)
      }
      if (office === 'sample' && isWanted('gone', scheme, size)) alone.push({ of: await photographer(context, address, 'gone', scheme, size), scheme, size })
    }
    // Some screens have all they show already.
    const reads = (page: Page) => async (): Promise<void> => { await page.locator('#work [role=status] > i').first().waitFor({ timeout: 600 }).catch(() => undefined) }
    if (alone.length > 0) host.process.kill('SIGSTOP')
    for (const { of } of alone) await withoutStation(of, 'waits', reads(of.page))
    host.process.kill(alone.length > 0 ? 'SIGKILL' : 'SIGTERM')
    for (const { of, scheme, size } of alone) {
      await of.page.getByRole('button', { name: /^Station does not answer/ }).waitFor()
      await withoutStation(of, 'alone', reads(of.page))
      await sheets(of, 'gone', scheme, size)
    }
  }
  console.log(`The pictures are in ${target}.`)
} finally {
  running?.kill('SIGKILL')
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
