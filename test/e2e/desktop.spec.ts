import type { Page } from '@playwright/test'
import type { ToDesktop, ToPage } from '../../src/shared/desktop/channel.ts'
import { expect, firstRun, IN_DESKTOP, takeIn, test } from './fixture.ts'
import { asAdministrator } from './people.ts'

test.skip(IN_DESKTOP, 'a stand-in plays the desktop here')

/** A desktop for the page of a browser: takes its port as the preload does, and keeps what it says. */
async function standIn(page: Page): Promise<{ tell: (message: ToPage) => Promise<void>; said: <K extends ToDesktop['kind']>(kind: K) => Promise<Extract<ToDesktop, { kind: K }> | undefined> }> {
  await page.addInitScript(() => {
    const desk: { port: MessagePort | null; said: unknown[] } = { port: null, said: [] }
    Object.assign(window, { desk })
    window.addEventListener('message', (event) => {
      if (event.data !== 'pigeonhole:desktop' || !event.ports[0]) return
      desk.port = event.ports[0]
      desk.port.onmessage = ({ data }) => { desk.said.push(data) }
      desk.port.postMessage({ kind: 'about', about: { version: '0.1.0', platform: 'win32', startAtLogin: { can: true, on: false }, updates: { why: '', state: 'ready', version: '0.2.0', message: '' } } })
    })
  })
  return {
    tell: async (message) => {
      await page.waitForFunction(() => (window as unknown as { desk: { port: MessagePort | null } }).desk.port !== null)
      await page.evaluate((what) => { (window as unknown as { desk: { port: MessagePort } }).desk.port.postMessage(what) }, message)
    },
    said: async (kind) => await page.evaluate((which) => (window as unknown as { desk: { said: { kind: string }[] } }).desk.said.findLast((message) => message.kind === which), kind) as never,
  }
}

/** Drops files where the work area is. */
async function drop(page: Page, files: { name: string; type: string; text: string }[]): Promise<void> {
  const held = await page.evaluateHandle((given) => {
    const data = new DataTransfer()
    for (const { name, type, text } of given) data.items.add(new File([text], name, { type }))
    return data
  }, files)
  await page.locator('main').dispatchEvent('drop', { dataTransfer: held })
}

test('files that are dropped go to the screen that takes them, and what was typed outlives a reload', async ({ page, host }) => {
  await firstRun(page, host)
  await drop(page, [{ name: 'letters.csv', type: 'text/csv', text: 'name,address,city,state,zip\nAna Example,1 Way,Anytown,VT,05099\n' }])
  await expect(page.getByRole('dialog', { name: 'What is in letters.csv?' })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByText('1 letter, 0 rows that cannot be taken')).toBeVisible()

  await drop(page, [{ name: 'people.csv', type: 'text/csv', text: 'name,email\nAna Example,ana@example.com\n' }])
  await page.keyboard.press('3')
  await expect(page.getByRole('region', { name: 'Import' })).toContainText('people.csv')

  await drop(page, [{ name: 'news.eml', type: 'message/rfc822', text: 'From: a@example.com\nSubject: Nothing\n\nNothing of ours.\n' }])
  await expect(page.getByRole('heading', { name: 'Tracking', level: 1 })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('news.eml')
  await page.keyboard.press('Escape')

  await drop(page, [{ name: 'card.pdf', type: 'application/pdf', text: '%PDF-1.4 empty' }, { name: 'tool.exe', type: '', text: 'MZ' }])
  await expect(page.getByRole('dialog', { name: 'This file was not taken.' })).toContainText('tool.exe')
  await page.keyboard.press('Escape')
  await expect(page.getByText(/card\.pdf: /)).toBeVisible()

  await page.keyboard.press('Alt+1')
  await expect(page.getByLabel('Number')).toBeFocused()
  // Alt alone goes no further than the page: a window with a menu would give that the focus.
  expect(await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Alt', cancelable: true })))).toBe(process.platform === 'darwin')
  // The first key goes to the dialog, however soon it is pressed, and not into the field below it.
  const focused = page.evaluate(() => new Promise<boolean>((resolve) => {
    new MutationObserver((_, watch) => {
      const dialog = document.querySelector('[role=dialog]')
      if (!dialog) return
      watch.disconnect()
      resolve(dialog.contains(document.activeElement))
    }).observe(document.body, { childList: true, subtree: true })
  }))
  await drop(page, [{ name: 'label.png', type: 'image/png', text: 'no picture' }])
  expect(await focused).toBe(true)
  await expect(page.getByRole('dialog', { name: 'What does label.png show?' })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('alert', { name: 'Last scan' })).toContainText('label.png: ')
  await takeIn(page, '1Z999AA10123456784')
  await page.getByRole('combobox', { name: /whose|for|recipient/i }).first().fill('Ana Exa')
  await page.reload()
  await expect(page.getByRole('combobox', { name: /whose|for|recipient/i }).first()).toHaveValue('Ana Exa')
})

test('the desktop: its menu follows the screen and is heard, folders are chosen, files and sleep arrive, and a store that cannot be opened has ways out', async ({ page, host }) => {
  const desk = await standIn(page)
  await firstRun(page, host)
  await expect.poll(async () => (await desk.said('state'))?.places ?? []).toEqual(expect.arrayContaining(['intake', 'audit', 'settings']))
  expect((await desk.said('state'))?.keys.map((key) => key.key)).toContain('F4')
  await desk.tell({ kind: 'command', id: 'find' })
  await expect(page.getByRole('dialog', { name: 'Find' })).toBeVisible()
  await page.keyboard.press('Escape')
  await desk.tell({ kind: 'resumed' })
  // A notice that is about one piece or letter leads to it.
  await takeIn(page, '1Z999AA10123456784')
  const piece = await asAdministrator(page, host, async (client) => (await client.pieces.list({})).rows[0]?.id ?? '')
  await desk.tell({ kind: 'go', to: 'pieces', id: piece })
  await expect(page).toHaveURL(new RegExp(`#/pieces/${piece}$`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('UPS Next Day Air')
  await desk.tell({ kind: 'go', to: 'settings' })
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'This workstation' }).click()
  await page.getByRole('radiogroup', { name: 'Start at login' }).getByText('Yes').click()
  await expect.poll(async () => (await desk.said('startAtLogin'))?.on).toBe(true)
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Updates' }).click()
  await page.getByRole('button', { name: 'Restart and install' }).click()
  await expect.poll(async () => (await desk.said('installUpdate'))?.kind).toBe('installUpdate')
  await page.getByLabel('Address').fill('files.example.com')
  await page.getByRole('button', { name: 'Keep the address' }).click()
  await expect(page.getByText('This is no web address.')).toBeVisible()
  // A notice that is about one section of Settings leads to it, also where another one is shown.
  await desk.tell({ kind: 'go', to: 'settings', section: 'backup' })
  await page.getByRole('button', { name: 'Choose: Where backups go' }).click()
  await expect.poll(async () => (await desk.said('folder'))?.title).toBe('Where backups go')
  await desk.tell({ kind: 'folder', id: (await desk.said('folder'))?.id ?? 0, path: host.store.replace(/.$/, 'backup') })
  await expect(page.getByLabel('Folder')).toHaveValue(host.store.replace(/.$/, 'backup'))
  await page.keyboard.press('F9')
  await expect.poll(async () => (await desk.said('state'))?.signedIn).toBe(false)
  await desk.tell({ kind: 'go', to: 'audit' })

  await page.goto(`${new URL(page.url()).origin}/#/trouble`)
  await page.reload()
  await desk.tell({ kind: 'trouble', trouble: { code: 'damaged', message: 'The file is damaged and was not changed.', detail: 'SQLITE_CORRUPT', folder: '/data/store', busy: '' } })
  await expect(page.getByRole('heading', { name: 'Pigeonhole cannot open its store' })).toBeVisible()
  await page.keyboard.press('r')
  await expect.poll(async () => (await desk.said('trouble'))?.act).toBe('restore')
  await page.getByText('Details', { exact: true }).click()
  await expect(page.getByText('code: damaged')).toBeVisible()
})
