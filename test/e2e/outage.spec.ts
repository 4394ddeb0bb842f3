import { readFile } from 'node:fs/promises'
import { clean } from './axe.ts'
import { expect, firstRun, test } from './fixture.ts'

test('blank outage sheets come from the late entry and from find, as a PDF, on the paper that was chosen', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Control+e')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Print blank sheets' }).click()
  await expect(dialog).toContainText('How many blank outage sheets?')
  await dialog.getByLabel('Sheets').fill('0')
  await dialog.getByRole('button', { name: 'Save as PDF' }).click()
  await expect(dialog).toContainText('Say 1 to 50 sheets.')
  await dialog.getByLabel('Sheets').fill('3')
  await dialog.getByLabel('First number').fill('7')
  await dialog.getByRole('radio', { name: 'A4' }).check()
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as PDF' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('Outage sheet 7 to 9.pdf')
  const bytes = await readFile(await download.path())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.toString('latin1').match(/\/MediaBox \[0 0 841\.8\d* 595\.2\d*\]/g)).toHaveLength(3)
  await expect(dialog).toContainText('3 sheets saved as a PDF')
  await clean(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill('outage')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('How many blank outage sheets?')
  // The paper is kept for this workstation.
  await expect(dialog.getByRole('radio', { name: 'A4' })).toBeChecked()
})
