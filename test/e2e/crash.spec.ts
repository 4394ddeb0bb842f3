import type { CDPSession } from '@playwright/test'
import { asAdministrator } from './people.ts'
import { expect, firstRun, takeIn, test } from './fixture.ts'

/** Ends the page's process as a crash does and loads the page again, as the desktop app does by itself. Playwright lets go of a page that crashed; what it shows is asked of the browser from then on. */
async function crash(session: CDPSession): Promise<void> {
  const gone = new Promise((resolve) => { session.once('Inspector.targetCrashed', resolve) })
  session.send('Page.crash').catch(() => undefined)
  await gone
  await reload(session)
}

async function reload(session: CDPSession): Promise<void> {
  const loaded = new Promise((resolve) => { session.once('Page.loadEventFired', resolve) })
  await session.send('Page.reload')
  await loaded
}

const FIELDS = "[...document.querySelectorAll('input, textarea')].map((field) => field.value).join()"

test('a page that crashed comes back with the dialog that was open and what was typed into it; one that was locked or left does not, and nobody finds what another person typed', async ({ page, host }) => {
  await firstRun(page, host)
  await asAdministrator(page, host, (client) => client.access.addPerson({ name: 'Otis Ledgerwood', role: 'operator', pin: '1357' }))
  const session = await page.context().newCDPSession(page)
  for (const domain of ['Inspector', 'Page'] as const) await session.send(`${domain}.enable`)
  const ask = async (expression: string): Promise<unknown> => (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value
  const shown = (): Promise<unknown> => ask("JSON.stringify([document.querySelector('h1')?.textContent, document.querySelector('[role=dialog]')?.getAttribute('aria-label') ?? '', [...document.querySelectorAll('[role=dialog] :is(input:not([type=file]), textarea)')].map((field) => field.value)])").then((text) => JSON.parse(String(text)))
  const press = async (key: string, code = key): Promise<void> => { for (const type of ['keyDown', 'keyUp'] as const) await session.send('Input.dispatchKeyEvent', { type, key, code, ...(key === 'Enter' && type === 'keyDown' ? { text: '\r' } : {}), windowsVirtualKeyCode: ({ F2: 113, F9: 120, Escape: 27, Enter: 13 } as Record<string, number>)[key] ?? 0 }) }

  const keep = async (text: string): Promise<void> => { await expect.poll(() => ask(`Object.values(sessionStorage).some((value) => value.includes(${JSON.stringify(text)}))`)).toBe(true) }
  // The words of a reason, and a file that was read but not kept yet.
  await takeIn(page, '1Z999AA10123456784')
  await page.getByRole('combobox', { name: /Who is it for/ }).fill('Ana Exa')
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Reason').fill('typed by Mara')
  await keep('typed by Mara')
  const reason = await shown()
  await crash(session)
  await expect.poll(shown).toEqual(reason)
  // Left on purpose: the words are kept for when the dialog is opened again.
  await reload(session)
  await expect.poll(shown).toEqual(['Intake', '', []])
  await press('F2')
  await expect.poll(shown).toEqual(reason)
  await press('Escape')
  await expect.poll(shown).toEqual(['Intake', '', []])
  // A file that was chosen is read again; one that was too large to be held has to be chosen again.
  const large = 'x'.repeat(1_600_000)
  for (const [text, words] of [['number,code,date\n1Z999AA10123456784,D,2026-11-20\n', 'news.csv'], [large, 'Choose news.csv again.']] as const) {
    await ask(`(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], 'news.csv')); document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })) })()`)
    await expect.poll(async () => (await shown() as string[])[1]).toBe('What is in news.csv?')
    await press('2', 'Digit2')
    await expect.poll(async () => (await shown() as string[])[1]).toBe('Take in news.csv?')
    await keep('news.csv')
    await crash(session)
    await expect.poll(() => ask("document.querySelector('[role=dialog]')?.textContent")).toContain(words)
    await press('Escape')
  }
  // Locked; then somebody else signs in.
  await ask("location.hash = '#/intake'")
  await expect.poll(shown).toEqual(['Intake', '', []])
  expect(await ask(FIELDS)).toMatch(/Ana Exa/)
  await press('F9')
  await expect.poll(() => ask("document.querySelector('main[aria-label=Locked]') !== null")).toBe(true)
  await crash(session)
  await expect.poll(() => ask("document.querySelector('main[aria-label=\"Sign in\"] input[type=radio]') !== null")).toBe(true)
  await press('o', 'KeyO')
  await expect.poll(() => ask("document.activeElement.labels?.[0]?.textContent ?? ''")).toContain('Otis')
  await session.send('Input.insertText', { text: '1357' })
  await press('Enter')
  await expect.poll(shown).toEqual(['Intake', '', []])
  expect(await ask(FIELDS)).not.toMatch(/Ana|Mara/)
})
