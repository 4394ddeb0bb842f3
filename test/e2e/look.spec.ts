import type { Page } from '@playwright/test'
import { rm } from 'node:fs/promises'
import { PLACES } from '../../src/shared/desktop/commands.ts'
import { DIALOGS } from '../../src/renderer/ui/dialogs.ts'
import { violations } from './axe.ts'
import { beside } from './client.ts'
import { putDoor } from './door.ts'
import { expect, firstRun, reach, takeIn, test } from './fixture.ts'
import { saveAllInVain, stacked } from './refused.ts'
import { drawn, signIn, walk, type Office, type Seen } from './walk.ts'

/** What is new when this is seen: under a dialog lies what was looked at before, and around another view of a screen its frame. */
const WITHIN: Readonly<Record<Seen, string>> = { screen: 'html', view: 'main, [data-portal]', dialog: 'dialog[open], [role=dialog]' }

/** Screens that show all they have without asking the station. */
const KNOWN = ['intake', 'help']

/** What is seen on the walk without asking the station anything. */
const UNASKED = ['help', ...['my-pin', 'this-workstation', 'scanners', 'export-everything', 'check-the-log'].map((section) => `settings-${section}`)]

/** What axe finds on every screen while it has no answer of the station. Each says that it waits: none is empty as if there were nothing. */
async function withoutAnswer(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { id, key, route } of PLACES) {
    await page.keyboard.press(`Alt+${key.toLowerCase()}`)
    await page.waitForURL(`**/#${route}`)
    await drawn(page)
    // What is waited for is only said after 300 ms.
    await page.clock.fastForward(300)
    if (!KNOWN.includes(id)) await expect(page.locator('#work').getByRole('status').filter({ has: page.locator('i, progress') }).first(), id).toBeVisible()
    found.push(...(await violations(page, WITHIN.view)).map((one) => `${id} without an answer, ${one}`))
  }
  return found
}

/** What moves although less motion was asked for. */
function moving(): string[] {
  const lasts = (times: string): boolean => times.split(',').some((time) => parseFloat(time) > 0)
  return [...document.querySelectorAll('body *')].filter((element) => {
    const { transitionDuration, animationName, animationDuration } = getComputedStyle(element)
    return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration))
  }).map((element) => `${element.tagName} ${element.className}`)
}

/** How far the page, or what stands over it, reaches past the window, and what can only be seen by scrolling sideways. */
function pastWindow(): string[] {
  const past = [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('dialog[open], [role=dialog]')].flatMap((one) => { const { left, right } = one.getBoundingClientRect(); return [-left, right - innerWidth] })]
  const sideways = [...document.querySelectorAll('body *')].filter((element) => element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX) && element.getAttribute('role') !== 'group')
  return [...past.filter((px) => px > 0.5).map((px) => `${px} px past the window`), ...sideways.map((element) => `${element.tagName} ${element.className} scrolls sideways`)]
}

/** What is left of a window of 1366x768 at 200%. */
const TWICE = { width: 683, height: 384 }

/** Walks through an office: axe finds nothing anywhere, nothing moves when less motion is asked for, and nothing reaches past a window at 200%. */
async function lookAtAll(page: Page, office: Office): Promise<ReadonlySet<string>> {
  const found: string[] = []
  const dialogs = await walk(page, office, async (name, what) => {
    found.push(...(await violations(page, WITHIN[what])).map((one) => `${name}, ${one}`))
    if (what === 'view') return
    if (what === 'dialog') found.push(...(await page.evaluate(stacked, '[role=dialog] h2 ~ div:last-child')).map((one) => `${name}: ${one}`))
    found.push(...(await page.evaluate(moving)).map((one) => `${name}, moves: ${one}`))
    const window = page.viewportSize()
    await page.setViewportSize(TWICE)
    // The choices of a list that is open follow their field a frame after the window has changed.
    if ((await page.evaluate(pastWindow)).length > 0) await drawn(page)
    found.push(...(await page.evaluate(pastWindow)).map((one) => `${name} at 200%: ${one}`))
    if (window) await page.setViewportSize(window)
  })
  expect(found).toEqual([])
  return dialogs
}

test('axe finds nothing on any screen or dialog of a busy office, light and dark, less motion is none, and nothing reaches past the window at 200%', async ({ page, host }) => {
  test.slow()
  await reach(page, host)
  await beside(host, (client) => client.office.openSample({}))
  await page.goto(new URL('/', host.address).href)
  await signIn(page)
  const dialogs = await lookAtAll(page, 'sample')
  // A dialog that is added is opened by a view of the walk as well.
  expect(DIALOGS.filter((name) => !dialogs.has(name))).toEqual([])
  await rm(`${host.store}-sample`, { recursive: true, force: true })
})

test('axe finds nothing from the first run to the lock of an office without mail', async ({ page, host }) => {
  await page.goto(host.address)
  await page.getByRole('button', { name: 'Set up the office' }).click()
  const found = await violations(page)
  await page.getByRole('combobox', { name: /^Time zone/ }).fill('new york')
  await page.getByRole('option', { name: 'America/New York', selected: true }).waitFor()
  found.push(...await violations(page, WITHIN.view))
  await firstRun(page, host)
  await page.setViewportSize(TWICE)
  await lookAtAll(page, 'empty')
  await page.getByRole('button', { name: /^Station ready/ }).click()
  found.push(...await violations(page))
  await page.keyboard.press('Escape')
  expect(found).toEqual([])
})

test('every screen says that it waits for the station, and axe finds nothing there, nor when the station is gone', async ({ page, host }) => {
  test.slow()
  await page.clock.install()
  await firstRun(page, host)
  // What they look at would be known already.
  await page.getByRole('button', { name: 'Put them away' }).click()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  await page.locator('html[data-parts=here]').waitFor()
  await host.freeze()
  const found = await withoutAnswer(page)
  await host.kill()
  await expect(page.getByRole('button', { name: /^Station does not answer/ })).toBeVisible()
  found.push(...await violations(page), ...await withoutAnswer(page))
  await page.keyboard.press('F9')
  await expect(page.getByRole('main', { name: 'Locked' })).toBeVisible()
  found.push(...await violations(page))
  expect(found).toEqual([])
})

test('axe finds nothing on a screen that could not be read, and a form that could not be saved says so and keeps what was typed', async ({ page, context, host }) => {
  test.slow()
  // Only a page in a browser reaches its station on a way that can be shut.
  expect(context.pages()).toContain(page)
  const door = await putDoor(page)
  await firstRun(page, host)
  door.shut = true
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Intake' })).toBeVisible()
  const found: string[] = []
  await walk(page, 'unread', async (name, what) => {
    if (UNASKED.includes(name)) return
    if (await page.getByRole('alert').count() === 0) found.push(`${name} does not say that it could not be read`)
    found.push(...(await violations(page, WITHIN[what === 'dialog' ? what : 'view'])).map((one) => `${name} unread, ${one}`))
  })
  door.shut = false
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  found.push(...await saveAllInVain(page, door, () => Promise.resolve(), 'empty'))
  expect(found).toEqual([])
})

test('nothing is cut off at 1366x688, and at 200% everything can be reached', async ({ page, host }) => {
  await firstRun(page, host)
  await takeIn(page, '9589071052700412335612')
  for (const size of [{ width: 1366, height: 688 }, { width: 1920, height: 1080 }, TWICE]) {
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
  // What had the focus before the dialog has it again.
  await expect(page.getByRole('combobox', { name: /Who is it for/ })).toBeFocused()
})
