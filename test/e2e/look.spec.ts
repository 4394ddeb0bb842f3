import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { beside } from './client.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map((violation) => `${where}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

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

/** Screens by their key, with the keys that open their dialogs once a line is chosen. */
const WALK: readonly (readonly [key: string, title: string, dialogs: readonly string[]])[] = [
  ['1', 'Intake', ['Control+e']], ['2', 'Assign', []], ['3', 'Handover', []], ['4', 'Runs', ['F4']], ['e', 'Exceptions', ['F2']], ['5', 'Letters', ['Control+i']], ['6', 'Mailing books', ['F2']], ['7', 'Tracking', ['n', 'w', 'F2']],
  ['r', 'Return receipts', ['b', 's']], ['8', 'Daily log', ['g']], ['p', 'Reports', []], ['l', 'Locations', ['F4']], ['d', 'Directory', ['F4']], ['a', 'Audit', []], ['m', 'Notices', []], ['v', 'Devices', ['F2']], ['h', 'Help', []], ['9', 'Pieces', ['Delete', 'p', 'F6', 'F8']],
]

test('axe finds nothing on any screen or dialog of a busy office, light and dark, and nothing reaches past the window at 200%', async ({ page, host }) => {
  await page.request.get(host.address)
  await beside(page, host, (client) => client.office.openSample({}))
  await page.goto(new URL('/', host.address).href)
  await page.getByRole('radio', { name: /Administrator/ }).first().check()
  await page.getByLabel(/PIN of/).fill('2468')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  const found: string[] = []
  /** All rules in light; in dark those of colour, because nothing else differs. */
  const look = async (where: string): Promise<void> => {
    await expect(page.getByRole('status', { name: /^Reading/ })).toHaveCount(0)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
      const axe = new AxeBuilder({ page })
      const { violations } = await (scheme === 'light' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']) : axe.withRules('color-contrast')).analyze()
      found.push(...violations.map((violation) => `${where}, ${scheme}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`))
    }
  }
  const fits = async (where: string): Promise<void> => {
    await page.setViewportSize({ width: 683, height: 384 })
    const past = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (past > 0) found.push(`${where} at 200%: ${past} px past the window`)
    await page.setViewportSize({ width: 1366, height: 768 })
  }
  const dialog = page.getByRole('dialog')
  for (const [key, title, dialogs] of WALK) {
    await page.keyboard.press(`Alt+${key}`)
    await expect(page.getByRole('heading', { name: title, exact: true, level: 1 })).toBeVisible()
    await look(title)
    await fits(title)
    const row = page.locator('main [role=option]').first()
    if (dialogs.length > 0 && await row.count() > 0) {
      await row.click()
      if (title === 'Pieces') await expect(page.getByRole('article')).toBeVisible()
      await look(`${title}, chosen`)
    }
    for (const one of dialogs) {
      await page.keyboard.press(one)
      // Not every key asks something of the line that is chosen; a letter is heard after 60 ms.
      const asked = await dialog.waitFor({ timeout: 1_000 }).then(() => true, () => false)
      if (!asked) continue
      await look(`${title}, ${one}`)
      await fits(`${title}, ${one}`)
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    }
  }
  for (const [where, key] of [['palette', 'Control+k'], ['all keys', '?'], ['jobs', 'Control+j'], ['marks', 'Shift+F1']] as const) {
    await page.keyboard.press(key)
    await expect(dialog).toBeVisible()
    await look(where)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Alt+,')
  for (const section of await page.getByRole('navigation', { name: 'Settings' }).getByRole('button').all()) {
    await section.click()
    await look(`Settings, ${await section.innerText()}`)
    await fits(`Settings, ${await section.innerText()}`)
  }
  expect(found).toEqual([])
})

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
  await page.keyboard.press('F1')
  await expect(page.getByRole('status', { name: 'About Who is it for?' })).toBeVisible()
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog')).toContainText('Lock or switch user')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
