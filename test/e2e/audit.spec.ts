import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clean } from './axe.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

test('the log is read entry by entry, narrowed to a piece, and its chain checked', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  await takeIn(page, '1Z999AA10123456784')
  await page.keyboard.press('Alt+a')
  const list = page.getByRole('listbox', { name: 'Entries of the log, newest first' })
  await expect(list.getByRole('option').filter({ hasText: 'Taken in' })).toHaveCount(2)
  await clean(page, 'list')
  await page.keyboard.press('F5')
  await expect(page.getByText(/^Chain verified to entry \d+\.$/)).toBeVisible()
  await list.getByRole('option').filter({ hasText: '3356 12' }).click()
  const side = page.getByRole('complementary', { name: 'Entry' })
  await expect(side).toContainText('"number": "9589071052700412335612"')
  await clean(page, 'entry')
  await side.getByRole('button', { name: 'Everything about this piece' }).click()
  await expect(list.getByRole('option').filter({ hasText: 'Taken in' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(list.getByRole('option').filter({ hasText: 'Taken in' })).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Settings and directory' }).click()
  await expect(list.getByRole('option').filter({ hasText: 'Taken in' })).toHaveCount(0)
  await expect(list.getByRole('option').filter({ hasText: 'Setting or record changed' }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list.getByRole('option').filter({ hasText: 'Taken in' })).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Piece' }).fill('no such number')
  await expect(page.getByText('No piece here has the number no such number.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Piece' }).fill('')
  await page.getByLabel('Day', { exact: true }).fill('2020-01-01')
  await expect(page.getByText('No entry fits')).toBeVisible()
  await clean(page, 'nothing')
})

test('everything goes to a folder in open formats', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  const root = await mkdtemp(join(tmpdir(), 'pigeonhole-export-'))
  try {
    await page.keyboard.press('Alt+,')
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Export everything' }).click()
    await page.getByRole('textbox', { name: /^Folder/ }).fill(join(root, 'all'))
    await page.getByRole('main').getByRole('button', { name: 'Export everything' }).last().click()
    await expect(page.getByText(/tables with .* rows/)).toBeVisible()
    await clean(page, 'exported')
    expect((await readdir(join(root, 'all'))).sort()).toEqual(['README.txt', 'SHA256SUMS', 'files', 'manifest.json', 'tables'])
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
