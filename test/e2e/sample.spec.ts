import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { clean } from './axe.ts'
import { expect, firstRunByHand, test } from './fixture.ts'

test('the first run opens the sample office, says so everywhere, and leads back to an office that is still to be set up', async ({ page, host }) => {
  await page.goto(host.address)
  await page.getByRole('button', { name: 'Open the sample office' }).click()
  const note = page.getByRole('note', { name: 'Sample office' })
  await expect(note).toContainText('This is the sample office.', { timeout: 60_000 })
  await clean(page)
  await page.getByLabel(/PIN of/).fill('2468')
  await page.getByLabel(/PIN of/).press('Enter')
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  await expect(note).toContainText('Everybody\'s PIN is 2468.')
  await page.keyboard.press('Alt+9')
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option').first()).toBeVisible()
  // What takes room from a list leaves the chosen row whole.
  const list = page.getByRole('listbox', { name: 'Pieces, newest first' })
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  await list.press('PageDown')
  const cut = async (): Promise<number> => await list.evaluate((all) => (all.querySelector('[aria-selected=true]')?.getBoundingClientRect().bottom ?? Infinity) - all.getBoundingClientRect().bottom)
  for (const height of [size.height - 100, size.height - 225]) {
    await page.setViewportSize({ ...size, height })
    await expect.poll(cut).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(size)
  // A reload stays where the person is.
  await page.reload()
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('button', { name: 'Back to my own office' }).click()
  await expect(page.getByRole('heading', { name: 'Set up your mailroom' })).toBeVisible()
  await expect(note).toHaveCount(0)
  await firstRunByHand(page, host)
  await expect(page.getByText('Nothing taken in yet')).toBeVisible()
  // An office that is set up is left alone.
  await page.reload()
  await expect(page.getByText('Larkspur & Vane').first()).toBeVisible()
  expect(existsSync(`${host.store}-sample`)).toBe(true)
  await rm(`${host.store}-sample`, { recursive: true, force: true })
})
