// npm run screenshots: takes the pictures of README and the guides from the sample office, in a real browser.
import { chromium, type Page } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { SEED_PIN } from '../src/main/sample/seed.ts'
import { startHost } from '../test/trials/host.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs', 'pictures')
mkdirSync(target, { recursive: true })
const executablePath = [process.env['PIGEONHOLE_CHROMIUM'], chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
if (!executablePath) throw new Error('No Chromium is here. "npm test" fetches one.')
const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-pictures-'))
const host = await startHost(join(folder, 'store'), ['--sample'])
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })

/** Each picture: the key of its screen, its heading, and what is done there first. */
const PICTURES: readonly { name: string; key: string; heading: string; first?: (page: Page) => Promise<void> }[] = [
  { name: 'intake', key: 'Alt+1', heading: 'Intake', first: async (page) => {
    await page.keyboard.type('9589071052700412335612', { delay: 3 })
    await page.keyboard.press('Enter')
    await page.getByText('3356 12').first().waitFor()
  } },
  { name: 'pieces', key: 'Alt+9', heading: 'Pieces' },
  { name: 'handover', key: 'Alt+3', heading: 'Handover', first: async (page) => {
    await page.getByRole('listbox', { name: 'What waits' }).getByRole('option').first().click()
    await page.getByRole('listbox', { name: 'Pieces to hand over' }).waitFor()
    await page.keyboard.press('Control+a')
  } },
  { name: 'letters', key: 'Alt+5', heading: 'Letters' },
  { name: 'devices', key: 'Alt+v', heading: 'Devices', first: async (page) => { await page.keyboard.press('F4') } },
  { name: 'backup', key: 'Alt+,', heading: 'Settings', first: async (page) => { await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Backup' }).click() } },
]

try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(host.address)
  await page.getByRole('radio', { name: /Administrator/ }).first().check()
  await page.getByRole('textbox', { name: 'PIN' }).fill(SEED_PIN)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Intake' }).waitFor()
  for (const { name, key, heading, first } of PICTURES) {
    await page.keyboard.press(key)
    await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
    await first?.(page)
    await page.waitForLoadState('networkidle')
    await page.getByRole('status', { name: /^Reading/ }).waitFor({ state: 'hidden' })
    // A palette of colours is enough for a screen, and a third of the size.
    await sharp(await page.screenshot()).png({ palette: true, colours: 96, effort: 10 }).toFile(join(target, `${name}-light.png`))
    await page.keyboard.press('Escape')
  }
  console.log(`The pictures are in ${target}.`)
} finally {
  await browser.close()
  host.process.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
