import type { Page } from '@playwright/test'
import { ADMIN, burst, expect, firstRun, strokes, takeIn, test } from './fixture.ts'

test('with the station gone, typing and scans stay; when it is back, each scan is saved exactly once', async ({ page, host }) => {
  const lines: string[] = []
  page.on('websocket', (line) => { lines.push(new URL(line.url()).pathname) })
  await firstRun(page, host)
  // The line that was opened ahead of the page is the one that it uses.
  expect(lines).toEqual(['/rpc'])
  // What the first screen needs is named by the document itself, and the first script waits for nothing.
  const document = await (await page.request.get(new URL('/', page.url()).href)).text()
  expect(document).toMatch(/<script async [^>]*line-/)
  expect(document).toMatch(/rel="modulepreload"[^>]*page-/)
  await takeIn(page, '1Z999AA10123456784')
  await host.kill()
  await expect(page.getByText('The station does not answer.')).toBeVisible()
  await page.getByLabel('Number').fill('771288203510')
  await page.getByLabel('Number').press('Enter')
  await strokes(page, burst('9589071052700412335612'))
  await page.getByLabel('Number').fill('still here')
  // A screen that was never looked at opens all the same.
  await page.keyboard.press('Alt+R')
  await expect(page.getByRole('heading', { name: 'Return receipts' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Take in scans', exact: true })).toBeVisible()
  await page.keyboard.press('Alt+1')
  await expect(page.getByRole('list', { name: 'On the way to the station' }).getByRole('listitem')).toHaveCount(2)
  await host.restart()
  await expect(page.getByText('The station does not answer.')).toBeHidden()
  await signInAgain(page)
  await expect(page.getByRole('list', { name: 'On the way to the station' })).toBeHidden()
  await expect(page.getByLabel('Number')).toHaveValue('still here')
  await page.keyboard.press('Alt+9')
  const numbers = page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')
  await expect(numbers).toHaveCount(3)
  await expect(numbers.nth(0)).toContainText('3356 12')
  await expect(numbers.nth(1)).toContainText('8820 3510')
})

test('scans that wait outlive a reload of the page', async ({ page, host }) => {
  await firstRun(page, host)
  await host.kill()
  await expect(page.getByText('The station does not answer.')).toBeVisible()
  await strokes(page, burst('9589071052700412335612'))
  await expect(page.getByRole('list', { name: 'On the way to the station' }).getByRole('listitem')).toHaveCount(1)
  await host.restart()
  await page.reload()
  await signInAgain(page)
  await expect(page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')).toHaveCount(1)
})

/** A station that was restarted may ask who is working; one that still knows does not. */
async function signInAgain(page: Page): Promise<void> {
  const pin = page.getByLabel(`PIN of ${ADMIN.name}`)
  await expect(pin.or(page.getByRole('heading', { name: 'Intake' })).first()).toBeVisible()
  if (await pin.isVisible()) {
    await pin.fill(ADMIN.pin)
    await pin.press('Enter')
  }
  await expect(pin).toBeHidden()
}

test('a network that is down is no reason not to read the station', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  // What a browser tells a page when the cable is pulled out.
  await page.evaluate(() => { window.dispatchEvent(new Event('offline')) })
  await page.keyboard.press('Alt+9')
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')).toHaveCount(1)
})

test('what the first screen shows is asked once, and the line tells of what changes from then on', async ({ page, host }) => {
  await firstRun(page, host)
  const asked: string[] = []
  page.on('websocket', (line) => { line.on('framesent', ({ payload }) => { const { p } = JSON.parse(String(payload)) as { p?: { u: string; b: unknown } }; if (p) asked.push(`${p.u} ${JSON.stringify(p.b)}`) }) })
  await page.reload()
  await takeIn(page, '1Z999AA10123456784')
  const scan = asked.findIndex((one) => one.startsWith('/intake/scan '))
  const of = (path: string, frames = asked): number => frames.filter((one) => one.startsWith(`${path} `)).length
  // What a notice makes old is read again; with it would come all that was held for old when the line opened.
  await expect.poll(() => of('/intake/worklist', asked.slice(scan))).toBe(1)
  const first = asked.slice(0, scan)
  expect(first.slice(0, 2)).toEqual(['/office/changes {}', '/office/status {}'])
  expect(first.toSorted()).toEqual([...new Set(first)].toSorted())
  expect(of('/office/status')).toBe(1)
})
