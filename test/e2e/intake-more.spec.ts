import { burst, expect, firstRun, strokes, test } from './fixture.ts'
import { asAdministrator } from './people.ts'

const CERTIFIED = '9589071052700412335612'
const UPS = '1Z999AA10123456784'
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('a photo is kept with the piece, shown in the pile and large on its page; a file that is none says so', async ({ page, host }) => {
  await firstRun(page, host)
  await strokes(page, burst(UPS))
  await expect(page.getByRole('combobox', { name: /Who is it for/ })).toBeFocused()
  const photo = page.getByLabel('Photo of the piece')
  await photo.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
  await expect(page.getByText('The photo was not kept.')).toBeVisible()
  await expect(page.getByText('This file is no JPEG, PNG or WebP picture.', { exact: false })).toBeVisible()
  await photo.setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer: PNG })
  await expect(page.getByRole('button', { name: /^1 photo/ })).toBeVisible()
  await expect(page.getByText('The photo was not kept.')).toBeHidden()
  await page.keyboard.press('Alt+2')
  const label = page.getByRole('img', { name: 'The label of this piece' })
  await expect(label).toHaveAttribute('src', `data:image/png;base64,${PNG.toString('base64')}`)
  const id = await asAdministrator(page, host, async (client) => (await client.pieces.list({})).rows[0]?.id ?? '')
  await page.goto(`${new URL(page.url()).origin}/#/pieces/${id}`)
  await page.getByRole('button', { name: /show it large/ }).click()
  const large = page.getByRole('dialog').getByRole('img')
  await expect(large).toBeVisible()
  expect(await large.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([1, 1])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a scan that was the second barcode of the piece before is put to it, and counts no more', async ({ page, host }) => {
  await firstRun(page, host)
  await strokes(page, burst(UPS))
  const list = page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')
  await expect(list).toHaveCount(1)
  await strokes(page, burst(CERTIFIED))
  await expect(list).toHaveCount(2)
  await page.keyboard.press('Control+b')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Second number').fill('1Z999AA10123456785')
  await dialog.getByLabel('Second number').press('Enter')
  await expect(dialog).toContainText('The check digit does not fit.')
  await expect(dialog.getByRole('button', { name: 'It is printed like this' })).toBeVisible()
  await dialog.getByRole('button', { name: /This scan was the second barcode of/ }).click()
  await expect(dialog).toBeHidden()
  await expect(list.first()).toContainText('Voided')
  const rows = await asAdministrator(page, host, async (client) => {
    const all = (await client.pieces.list({})).rows
    return Promise.all(all.map(async (row) => [row.number, row.voided?.reason ?? null, (await client.pieces.get({ id: row.id })).numbers.toSorted()]))
  })
  expect(rows).toEqual([[CERTIFIED, 'the same piece, scanned twice', [CERTIFIED]], [UPS, null, [UPS, CERTIFIED].toSorted()]])
})

test('a number that is printed with a wrong check digit is taken as printed, by the digit on the plate', async ({ page, host }) => {
  await firstRun(page, host)
  await strokes(page, burst('1Z999AA10123456785'))
  await expect(page.getByRole('button', { name: 'Yes, as printed' })).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.getByLabel('Last scan')).not.toContainText('Is this what stands on the label?')
  await expect(page.getByRole('combobox', { name: /Who is it for/ })).toBeFocused()
  const [row] = await asAdministrator(page, host, async (client) => (await client.pieces.list({})).rows)
  expect([row?.number, row?.checkDigit, row?.questions]).toEqual(['1Z999AA10123456785', 'invalid', []])
})

test('an import that is cancelled while it is applied takes everything back', async ({ page, host }) => {
  await firstRun(page, host)
  const csv = ['Employee ID,First Name,Last Name,Department', ...Array.from({ length: 40_000 }, (_, i) => `${100_000 + i},Given${i},Family${i},Department ${i % 50}`)].join('\n')
  await page.keyboard.press('Alt+d')
  await page.getByText('Import', { exact: true }).click()
  await page.getByLabel('List of people').setInputFiles({ name: 'everybody.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByRole('heading', { name: 'everybody.csv', exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Apply to 40,000 people' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('The import was taken back.')).toBeVisible()
  const left = await asAdministrator(page, host, async (client) => [(await client.directory.list({ state: 'all' })).total, (await client.directory.departments()).length, (await client.directory.imports()).map((one) => one.state)])
  expect(left).toEqual([0, 0, ['cancelled']])
})
