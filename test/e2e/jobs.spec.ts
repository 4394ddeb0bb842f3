import { clean } from './axe.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

test('Ctrl J lists what long work there was, how it ended, and what waits to be printed', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '1Z999AA10123456784')
  await page.keyboard.press('Control+j')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('No print job waits')
  await expect(dialog).toContainText('stand here with how they ended')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('Alt+9')
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')).toHaveCount(1)
  const saved = page.waitForEvent('download')
  await page.keyboard.press('Control+e')
  await saved
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill('jobs')
  await page.keyboard.press('Enter')
  const lines = page.getByRole('list', { name: 'Jobs of this window' }).getByRole('listitem')
  await expect(lines).toHaveCount(2)
  await expect(lines.nth(1)).toContainText('Export of pieces')
  await expect(lines.nth(1)).toContainText('Done at')
  await clean(page)
})
