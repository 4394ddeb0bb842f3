import { clean } from './axe.ts'
import { burst, expect, firstRun, strokes, test } from './fixture.ts'

test('a prefix, a suffix and the pause of the scanner are set, tried, and hold after a reload', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+,')
  await page.getByRole('button', { name: 'Scanners' }).click()
  await page.getByLabel('Typed before each number').fill('~')
  await page.getByLabel('Typed after each number').fill('#')
  await page.getByLabel('Longest pause between two keys').fill('500')
  await expect(page.getByText('Say 10 to 100 milliseconds.')).toBeVisible()
  await page.getByLabel('Longest pause between two keys').fill('60')
  await page.getByLabel('Longest pause between two keys').blur()
  await expect(page.getByText('Only scans with this prefix and suffix are taken.')).toBeVisible()
  await strokes(page, burst('~771288203510#', 0, 50))
  await expect(page.getByText('771288203510', { exact: true })).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await clean(page)
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/scanners-${scheme}.png` })
  }
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Alt+1')
  await strokes(page, burst('~1Z999AA10123456784#', 0, 50))
  await expect(page.getByLabel('Last scan')).toContainText('2345 6784')
  // Without the prefix it is typing.
  const number = page.getByLabel('Number')
  await number.focus()
  await strokes(page, burst('771288203510'))
  await expect(page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option').first()).toContainText('8820 3510')
  await page.keyboard.press('Alt+,')
  await page.getByRole('button', { name: 'Scanners' }).click()
  await page.getByRole('button', { name: 'As usual again' }).click()
  await strokes(page, burst('771288203510'))
  await expect(page.getByText('771288203510', { exact: true })).toBeVisible()
})
