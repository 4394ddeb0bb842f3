// npm run screenshots: takes the pictures of README from the sample office, in a real browser.
import { chromium } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SEED_PIN } from '../src/main/sample/seed.ts'
import { startHost } from '../test/trials/kill.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs', 'pictures')
mkdirSync(target, { recursive: true })
const executablePath = [process.env['PIGEONHOLE_CHROMIUM'], chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
if (!executablePath) throw new Error('No Chromium is here. "npm test" fetches one.')
const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-pictures-'))
const host = await startHost(join(folder, 'store'), ['--sample'])
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme, reducedMotion: 'reduce' })
    await page.goto(colorScheme === 'light' ? host.address : new URL('/', host.address).href)
    await page.getByRole('radio', { name: /Mara Dovetail/ }).check()
    await page.getByRole('textbox', { name: 'PIN' }).fill(SEED_PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Intake' }).waitFor()
    await page.keyboard.type('9589071052700412335612', { delay: 3 })
    await page.keyboard.press('Enter')
    await page.getByText('3356 12').first().waitFor()
    await page.screenshot({ path: join(target, `intake-${colorScheme}.png`) })
    await page.keyboard.press('Alt+9')
    await page.getByRole('heading', { name: 'Pieces' }).waitFor()
    await page.screenshot({ path: join(target, `pieces-${colorScheme}.png`) })
    await page.context().close()
    if (colorScheme === 'light') break
  }
  console.log(`The pictures are in ${target}.`)
} finally {
  await browser.close()
  host.process.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
