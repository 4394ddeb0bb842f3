import { clean } from './axe.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${scheme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.goto(host.address)
    await page.getByRole('button', { name: 'Set up the office' }).click()
    await clean(page, 'first run with errors')
    await firstRun(page, host)
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await clean(page, 'intake, empty')
    await takeIn(page, '9589071052700412335612')
    await clean(page, 'intake, saved')
    await takeIn(page, '9589071052700412335612')
    await clean(page, 'intake, seen before')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find piece or command' }).fill('12')
    await expect(page.getByRole('group', { name: 'Pieces' })).toBeVisible()
    await clean(page, 'find')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Station ready/ }).click()
    await clean(page, 'station')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+9')
    const list = page.getByRole('listbox', { name: 'Pieces, newest first' })
    await expect(list.getByRole('option')).toHaveCount(2)
    await clean(page, 'pieces')
    await list.getByRole('option').first().click()
    await page.getByRole('button', { name: /Taken in/ }).click()
    await clean(page, 'piece')
    await page.keyboard.press('Delete')
    await expect(page.getByRole('dialog')).toBeVisible()
    await clean(page, 'void')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+,')
    for (const section of ['People', 'Command line', 'Backup', 'Scheduled tasks', 'Check the log', 'My PIN', 'This workstation']) {
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: section }).click()
      await clean(page, section)
    }
    await page.keyboard.press('F9')
    await expect(page.getByRole('main', { name: 'Locked' })).toBeVisible()
    await clean(page, 'locked')
  })
}

test('nothing is cut off at 1366x688, and at 200% everything can be reached', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  for (const size of [{ width: 1366, height: 688 }, { width: 1920, height: 1080 }, { width: 683, height: 384 }]) {
    await page.setViewportSize(size)
    const overflow = await page.evaluate(() => ({ x: document.documentElement.scrollWidth - window.innerWidth, y: document.documentElement.scrollHeight - window.innerHeight }))
    expect({ size, overflow }).toEqual({ size, overflow: { x: 0, y: 0 } })
    await page.getByRole('button', { name: 'Take in' }).scrollIntoViewIfNeeded()
    await expect(page.getByRole('button', { name: 'Take in' })).toBeInViewport({ ratio: 1 })
  }
})

test('everything of a scan can be done with the keyboard alone', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  await page.getByLabel('Number').press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: /Who is it for/ })).toBeFocused()
  await page.keyboard.press('F1')
  await expect(page.getByRole('status', { name: 'About Who is it for?' })).toBeVisible()
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog')).toContainText('Lock or switch user')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
