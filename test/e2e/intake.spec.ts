import { burst, expect, firstRun, strokes, takeIn, test } from './fixture.ts'

const CERTIFIED = '9589071052700412335612'
const UPS = '1Z999AA10123456784'

test('a number that is typed is taken in, shown on the plate, and opens its page', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, CERTIFIED)
  const plate = page.getByLabel('Last scan')
  await expect(plate).toContainText('USPS Certified Mail')
  await expect(plate).toContainText('3356 12')
  await expect(plate).toContainText('Check digit valid')
  await expect(plate).toContainText('First time here')
  const list = page.getByRole('listbox', { name: 'Pieces of this session' })
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.getByLabel('Number').press('ArrowDown')
  await expect(list).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toContainText('3356 12')
  await expect(page.getByRole('listitem').filter({ hasText: 'Taken in' })).toContainText('Mara Dovetail')
  await page.getByRole('button', { name: /Taken in/ }).click()
  await expect(page.getByText('"source": "typed"')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
})

test('scans arrive whole with the focus in a field, in order, and what a person typed between them stays', async ({ page, host }) => {
  await firstRun(page, host)
  const field = page.getByLabel('Number')
  await field.focus()
  const numbers = Array.from({ length: 20 }, (_, i) => `77128820${String(1000 + i)}`)
  // One letter before each burst, pressed by a finger that is still on the key when the scanner begins.
  const keys = numbers.flatMap((number, i) => [{ key: 'abcdefghijklmnopqrst'[i] ?? 'z', at: i * 400 + 200, hold: 90 }, ...burst(number, i * 400 + 215)])
  await strokes(page, keys)
  const options = page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')
  await expect(page.getByText('20 pieces')).toBeVisible()
  await expect(field).toHaveValue('abcdefghijklmnopqrst')
  await expect(options.first()).toContainText('1019')
  await expect(options.nth(1)).toContainText('1018')
  await expect(field).toBeFocused()
})

test('a scan draws its own row, and none of those below it anew', async ({ page, host }) => {
  await firstRun(page, host)
  for (const number of [CERTIFIED, UPS]) await takeIn(page, number)
  const options = page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')
  // What React drew a row with: another object once it has drawn it again.
  const drawn = (look: 'note' | 'compare'): Promise<boolean[]> => options.evaluateAll((rows, now) => rows.map((option) => {
    const row = option.firstElementChild as HTMLElement & Record<string, unknown>
    const props = Object.entries(row).find(([name]) => name.startsWith('__reactProps$'))?.[1]
    if (props === undefined) throw new Error('React keeps what it draws with elsewhere.')
    if (now === 'note') row['noted'] = props
    return row['noted'] === props
  }), look)
  expect(await drawn('note')).toEqual([true, true])
  await strokes(page, burst('771288201002'))
  await expect(options.first()).toContainText('1002')
  expect(await drawn('compare')).toEqual([false, true, true])
})

test('a key pressed inside a burst gives no number, and the next scan is taken', async ({ page, host }) => {
  await firstRun(page, host)
  await page.getByLabel('Number').focus()
  await strokes(page, [...burst(UPS), { key: 'x', at: 42, hold: 80 }].sort((a, b) => a.at - b.at))
  await expect(page.getByRole('alert', { name: 'Last scan' })).toContainText('A key was pressed during the scan')
  await expect(page.getByText('Nothing taken in yet')).toBeVisible()
  await strokes(page, burst(UPS))
  await expect(page.getByRole('status', { name: 'Last scan' })).toContainText('2345 6784')
  await expect(page.getByText('1 piece', { exact: true })).toBeVisible()
})

test('a scan on another screen goes to Intake, and letters of a scan are no shortcuts', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, CERTIFIED)
  await page.keyboard.press('Alt+9')
  await expect(page.getByRole('heading', { name: 'Pieces' })).toBeVisible()
  await strokes(page, burst(UPS))
  await expect(page.getByText('Last saved: \u2026 2345 6784')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Pieces' })).toBeVisible()
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')).toHaveCount(2)
})

test('a number that was here before is yellow and names the earlier piece', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, UPS)
  await takeIn(page, UPS)
  const plate = page.getByLabel('Last scan')
  await expect(plate).toContainText('Seen before')
  await expect(plate).toContainText('by Mara Dovetail')
  await expect(page.getByText('Earlier with this number')).toBeVisible()
  await takeIn(page, '1Z999AA10123456785')
  await expect(plate).toContainText('The check digit does not fit')
})

test('a piece is voided with a reason, keeps its line, and leaves the count', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, UPS)
  await page.getByLabel('Number').press('Delete')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Void the piece' }).click()
  await expect(dialog).toContainText('Say why, in a few words.')
  // A scan while the dialog asks waits, and is counted.
  await strokes(page, burst(CERTIFIED))
  await expect(dialog).toContainText('1 scan waits until this is closed.')
  await dialog.getByLabel('Reason').fill('Scanned twice')
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  const options = page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')
  await expect(options).toHaveCount(2)
  await expect(options.first()).toContainText('3356 12')
  await expect(options.nth(1)).toContainText('Voided')
  await options.nth(1).click()
  await expect(page.getByRole('article')).toContainText('Scanned twice')
  await expect(page.getByRole('button', { name: /Void$/ })).toHaveCount(0)
})

test('find as you type shows the piece with its last digits and opens it', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, CERTIFIED)
  await takeIn(page, UPS)
  await page.keyboard.press('Control+k')
  const find = page.getByRole('combobox', { name: 'Find piece or command' })
  await expect(find).toBeFocused()
  await find.fill('3356 12')
  const options = page.getByRole('group', { name: 'Pieces' }).getByRole('option')
  await expect(options).toHaveCount(1)
  await expect(options.first().locator('u')).toHaveText('3356 12')
  await find.press('Enter')
  await expect(page.getByRole('article')).toContainText('3356 12')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  // Enter before the answer means the first one of the answer, not of what stood there.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill(UPS.slice(-6))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toContainText(UPS.slice(-4))
})
