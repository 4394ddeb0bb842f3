import type { Locator, Page } from '@playwright/test'
import { clean } from './axe.ts'
import { expect, firstRun, takeIn, test, type Host } from './fixture.ts'

const CERTIFIED = '9589071052700412335612'
const UPS = '1Z999AA10123456784'

const options = (page: Page): Locator => page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')

async function twoPieces(page: Page, host: Host): Promise<void> {
  await firstRun(page, host)
  await takeIn(page, CERTIFIED)
  await takeIn(page, UPS)
  await page.keyboard.press('Alt+9')
  await expect(options(page)).toHaveCount(2)
}

test('the list is narrowed by digits, carrier and day, and what is shown is exported', async ({ page, host }) => {
  await twoPieces(page, host)
  const find = page.getByRole('textbox', { name: /^Find/ })
  await expect(find).toBeFocused()
  await find.fill('3356 12')
  await expect(options(page)).toHaveCount(1)
  await expect(options(page).locator('u')).toHaveText('3356 12')
  await find.press('ArrowDown')
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Carrier' }).click()
  await page.getByRole('option', { name: 'UPS (1)', exact: true }).click()
  await expect(options(page)).toHaveCount(1)
  await expect(page.getByText('1 piece', { exact: true })).toBeVisible()
  await clean(page, 'narrowed')
  const waiting = page.waitForEvent('download')
  await page.keyboard.press('Control+e')
  const file = await waiting
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  const text = Buffer.concat(await (await file.createReadStream()).toArray()).toString('utf8')
  expect(text).toContain('1Z 999 AA1 01 2345 6784')
  expect(text).not.toContain('3356 12')
  expect(text.trim().split('\r\n')).toHaveLength(2)
  await expect(page.getByText(/^1 piece in .*\.csv\.$/)).toBeVisible()
  await clean(page, 'exported')
  await page.getByLabel('Day', { exact: true }).fill('2020-01-01')
  await expect(page.getByText('No piece fits')).toBeVisible()
  await clean(page, 'nothing')
})

test('a filter is kept under a name, chosen again and removed', async ({ page, host }) => {
  await twoPieces(page, host)
  await page.getByRole('combobox', { name: 'Carrier' }).click()
  await page.getByRole('option', { name: 'USPS (1)', exact: true }).click()
  await page.getByRole('button', { name: 'Save as a view' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Type a name.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Post office only')
  await page.keyboard.press('Enter')
  const views = page.getByRole('combobox', { name: 'Saved view' })
  await expect(views).toHaveValue('Post office only')
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(2)
  await expect(views).toHaveValue('')
  await page.reload()
  await views.click()
  await page.getByRole('option', { name: 'Post office only' }).click()
  await expect(options(page)).toHaveCount(1)
  await expect(options(page)).toContainText('3356 12')
  await clean(page, 'view')
  await page.getByRole('button', { name: 'Remove the view' }).click()
  await expect(views).toBeHidden()
  await expect(options(page)).toHaveCount(1)
})

test('nothing is cut off at 1366x688, and at 200% every row can be reached', async ({ page, host }) => {
  await twoPieces(page, host)
  await page.getByRole('textbox', { name: 'For whom' }).fill('nobody of that name')
  await expect(page.getByText('No piece fits')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(2)
  for (const size of [{ width: 1366, height: 688 }, { width: 683, height: 384 }]) {
    await page.setViewportSize(size)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    await page.getByRole('listbox', { name: 'Pieces, newest first' }).scrollIntoViewIfNeeded()
    await options(page).first().scrollIntoViewIfNeeded()
    await expect(options(page).first()).toBeInViewport({ ratio: 0.9 })
  }
})

test('a correction hangs under the line it corrects, with both versions and the reason', async ({ page, host }) => {
  await twoPieces(page, host)
  await page.getByRole('textbox', { name: /^Find/ }).press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toContainText('2345 6784')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Sender' }).fill('Example Supply Co.')
  await page.getByRole('textbox', { name: 'Reason' }).fill('One digit misread')
  await page.keyboard.press('Control+Enter')
  const correction = page.getByRole('group', { name: 'Correction' })
  await expect(correction.locator('del')).toHaveText('none')
  await expect(correction.locator('ins')).toHaveText('Example Supply Co.')
  await expect(correction).toContainText('Reason: One digit misread')
  await expect(page.getByRole('listitem').filter({ hasText: 'Taken in' })).toContainText('One digit misread')
  await clean(page, 'corrected')
})
