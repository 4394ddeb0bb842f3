import { newId } from '../../src/shared/ids.ts'
import { clean } from './axe.ts'
import { asAdministrator } from './people.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

test('a question is asked by its digit, answered with a sentence, a chart and a table, opened and kept as a file', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('heading', { name: 'Nothing to count here' })).toBeVisible()
  await page.keyboard.press('Alt+1')
  for (const number of ['9589071052700412335612', '1Z999AA10123456784', 'BOX-7']) await takeIn(page, number)
  await page.keyboard.press('Alt+p')
  await page.keyboard.press('F5')
  await expect(page.getByText('3 pieces came in')).toBeVisible()
  await expect(page.getByRole('img', { name: /How much mail comes in/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Carrier' }).check({ force: true })
  const table = page.getByRole('listbox', { name: /How much mail comes in/ })
  await expect(table.getByRole('option')).toHaveCount(3)
  await clean(page)
  const download = page.waitForEvent('download')
  await page.keyboard.press('x')
  expect((await download).suggestedFilename()).toMatch(/^report-volume-by-carrier-.*\.xlsx$/)
  await page.keyboard.press('6')
  await expect(page.getByText(/entries were recorded; most by Mara Dovetail/)).toBeVisible()
  await page.keyboard.press('3')
  await expect(page.getByText('3 pieces wait; the oldest since today.')).toBeVisible()
  await clean(page)
  await page.keyboard.press('1')
  await table.getByRole('option', { name: /UPS/ }).click()
  await expect(page.getByRole('heading', { name: 'Pieces', exact: true })).toBeVisible()
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')).toHaveCount(1)
  await page.getByRole('button', { name: /^Every day, not only/ }).click()
  await expect(page.getByLabel('Day', { exact: true })).toBeVisible()
  await asAdministrator(page, host, async (client) => {
    const { letter } = await client.certified.log({ id: newId(Date.now()), addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, number: { text: '9589071052700412203980' } })
    const today = (await client.office.status()).today
    await client.certified.accept({ letters: [letter.id], day: today ?? '', evidence: 'self-declared' })
  })
  await page.keyboard.press('Alt+p')
  await page.keyboard.press('4')
  await page.getByRole('listbox', { name: /What became of certified letters/ }).getByRole('option', { name: /Under way/ }).click()
  await expect(page.getByRole('listbox', { name: 'Letters' }).getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('button', { name: /^Every letter, not only mailed .* under way$/ })).toBeVisible()
  await page.keyboard.press('Alt+p')
  await page.getByLabel('From').fill('')
  await expect(page.getByText('Choose both days.')).toBeVisible()
  for (const size of [{ width: 1366, height: 688 }, { width: 683, height: 384 }]) {
    await page.setViewportSize(size)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  }
})
