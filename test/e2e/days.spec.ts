import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ADMIN, expect, firstRun, takeIn, test } from './fixture.ts'

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map((violation) => `${where}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

for (const scheme of ['light', 'dark'] as const) {
  test(`the day adds up on the screen, is signed off with a PIN, and what comes later stands on the next log, ${scheme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await firstRun(page, host)
    await page.keyboard.press('Alt+8')
    await expect(page.getByRole('heading', { name: 'No mail was recorded on this day' })).toBeVisible()
    await clean(page, 'empty')
    await page.keyboard.press('Alt+1')
    await takeIn(page, '9589071052700412335612')
    await takeIn(page, '1Z999AA10123456784')
    await page.keyboard.press('Alt+8')
    const balance = page.getByRole('group', { name: 'The day adds up' })
    await expect(balance).toContainText('2here')
    await expect(page.getByRole('option')).toHaveCount(2)
    await expect(page.getByRole('img', { name: 'Page 1 of 1' })).toBeVisible()
    await clean(page, 'in')
    const side = page.getByRole('complementary', { name: 'Sign off and print' })
    await expect(side).toContainText('2 pieces have no recipient')
    await side.getByRole('button', { name: /^Look: 2 pieces/ }).click()
    await expect(page.getByRole('dialog')).toContainText('3356 12')
    await clean(page, 'look')
    await page.keyboard.press('Escape')
    const download = page.waitForEvent('download')
    await page.keyboard.press('x')
    expect((await download).suggestedFilename()).toMatch(/^daily-log-.*\.xlsx$/)
    await page.keyboard.press('Control+Enter')
    await expect(side.getByText('Type the PIN first.')).toBeVisible()
    await side.getByLabel(/^PIN/).fill('9999')
    await page.keyboard.press('Control+Enter')
    await expect(side.getByText('This PIN is not right.')).toBeVisible()
    await side.getByLabel(/^PIN/).fill(ADMIN.pin)
    await page.keyboard.press('Control+Enter')
    await expect(side.getByText(`Signed off by ${ADMIN.name}`)).toBeVisible()
    await clean(page, 'signed')
    await side.getByRole('button', { name: 'Reopen the day' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('A courier came')
    await page.getByRole('dialog').getByLabel('PIN', { exact: true }).fill(ADMIN.pin)
    await clean(page, 'reopen')
    await page.keyboard.press('Control+Enter')
    await expect(side.getByRole('heading', { name: 'Before you sign off' })).toBeVisible()
    await page.getByRole('radio', { name: /^Sums/ }).check({ force: true })
    await expect(page.getByRole('region', { name: 'Sums' })).toContainText('UPS')
    await clean(page, 'sums')
    await page.keyboard.press('Alt+,')
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Daily log' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Early')
    await page.keyboard.press('Enter')
    await expect(page.getByText('06:00 to 14:00')).toBeVisible()
    await clean(page, 'settings')
    await page.keyboard.press('Alt+8')
    await expect(page.getByRole('combobox', { name: 'Shift' })).toBeVisible()
  })
}

test('nothing is cut off at 1366x688, and at 200% everything can be reached', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  await page.keyboard.press('Alt+8')
  for (const size of [{ width: 1366, height: 688 }, { width: 683, height: 384 }]) {
    await page.setViewportSize(size)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    await page.getByRole('button', { name: /^Sign off / }).first().scrollIntoViewIfNeeded()
    await expect(page.getByRole('button', { name: /^Sign off / }).first()).toBeInViewport({ ratio: 0.9 })
  }
})
