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
    for (const [key, heading, name] of [['Alt+9', 'Pieces', 'pieces'], ['Alt+5', 'Letters', 'letters'], ['Alt+6', 'Mailing books', 'book'], ['Alt+8', 'Daily log', 'daily-log'], ['Alt+3', 'Handover', 'handover']] as const) {
      await page.keyboard.press(key)
      await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
      if (name === 'handover') {
        await page.getByRole('listbox', { name: 'What waits' }).getByRole('option').first().click()
        await page.getByRole('listbox', { name: 'Pieces to hand over' }).waitFor()
        for (let i = 0; i < 3; i++) {
          await page.keyboard.press('Space')
          await page.keyboard.press('ArrowDown')
        }
      }
      await page.waitForLoadState('networkidle')
      await page.getByRole('status', { name: /^Reading/ }).waitFor({ state: 'hidden' })
      await page.screenshot({ path: join(target, `${name}-${colorScheme}.png`) })
    }
    await page.context().close()
    if (colorScheme === 'light') break
  }
  console.log(`The pictures are in ${target}.`)
} finally {
  await browser.close()
  host.process.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
