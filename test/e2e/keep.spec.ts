import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, firstRun, takeIn, test } from './fixture.ts'

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map((violation) => `${where}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

test('a legal hold is placed and lifted, and content is removed on request after it was shown what goes', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, 'PKG-0000-1001')
  await page.getByRole('listbox').getByRole('option').first().click()
  await page.getByRole('article').waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Sender' }).fill('Zebulon Quackenbush')
  await page.getByRole('textbox', { name: 'Reason' }).fill('misread')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Alt+,')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Keep and dispose' }).click()
  await expect(page.getByText('Everything is kept.')).toBeVisible()
  await clean(page, 'keep')
  await page.getByRole('textbox', { name: /^Matter/ }).fill('Roe 7')
  await page.getByRole('textbox', { name: 'Why' }).fill('letter of counsel')
  await page.getByRole('button', { name: 'Place the hold' }).click()
  const holds = page.getByRole('list', { name: 'Legal holds' })
  await expect(holds).toContainText('letter of counsel')
  await holds.getByRole('button', { name: 'Lift the hold on Roe 7' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Why' }).fill('closed')
  await page.keyboard.press('Control+Enter')
  await expect(holds).toContainText('Lifted')
  await page.getByRole('textbox', { name: 'Number of the piece' }).fill('PKG-0000-1001')
  await page.getByRole('button', { name: 'See what would go' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('This cannot be taken back.')
  await clean(page, 'remove')
  await dialog.getByRole('textbox', { name: 'Why' }).fill('asked for')
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toContainText('The content of 1 piece is gone')
  await clean(page, 'gone')
})
