import type { CDPSession, Page } from '@playwright/test'
import { newId } from '../../src/shared/ids.ts'
import { asAdministrator, fillDirectory } from './people.ts'
import { ADMIN, burst, expect, firstRun, IN_DESKTOP, strokesOn, takeIn, test } from './fixture.ts'

test.skip(IN_DESKTOP, 'the desktop app loads a page that stopped by itself, and asks a person about the third in a minute')

/** Ends the page's process as a crash does. Playwright lets go of a page that crashed; what it shows is asked of the browser from then on. */
async function end(session: CDPSession): Promise<void> {
  const gone = new Promise((resolve) => { session.once('Inspector.targetCrashed', resolve) })
  session.send('Page.crash').catch(() => undefined)
  await gone
}

/** Ends the page's process and loads the page again, as the desktop app does by itself. */
async function crash(session: CDPSession): Promise<void> {
  await end(session)
  await reload(session)
}

async function reload(session: CDPSession): Promise<void> {
  const loaded = new Promise((resolve) => { session.once('Page.loadEventFired', resolve) })
  await session.send('Page.reload')
  await loaded
}

const LETTER = '9589071052700412335612'
const PARCEL = '771288201001'
const FIELDS = "[...document.querySelectorAll('input, textarea')].map((field) => field.value).join()"
const KEYS: Readonly<Record<string, number>> = { F2: 113, F9: 120, F11: 122, Escape: 27, Enter: 13, ArrowDown: 40 }

/** What is done on a page through its browser, before and after it has crashed. */
async function crashable(page: Page) {
  const session = await page.context().newCDPSession(page)
  for (const domain of ['Inspector', 'Page'] as const) await session.send(`${domain}.enable`)
  const ask = async (expression: string): Promise<unknown> => (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value
  const shown = (): Promise<unknown> => ask("JSON.stringify([document.querySelector('h1')?.textContent, document.querySelector('[role=dialog]')?.getAttribute('aria-label') ?? '', [...document.querySelectorAll('[role=dialog] :is(input:not([type=file]), textarea)')].map((field) => field.value)])").then((text) => JSON.parse(String(text)))
  const press = async (key: string, code = key, modifiers = 0): Promise<void> => { for (const type of ['keyDown', 'keyUp'] as const) await session.send('Input.dispatchKeyEvent', { type, key, code, modifiers, ...(key === 'Enter' && type === 'keyDown' ? { text: '\r' } : {}), windowsVirtualKeyCode: KEYS[key] ?? 0 }) }
  /** Puts the focus into the field that `selector` finds, and types over what stands there. */
  const type = async (selector: string, text: string): Promise<void> => {
    await expect.poll(() => ask(`(() => { const field = document.querySelector(${JSON.stringify(selector)}); field?.focus(); field?.select(); return field !== null && document.activeElement === field })()`)).toBe(true)
    await session.send('Input.insertText', { text })
  }
  const click = async (name: string): Promise<void> => { await expect.poll(() => ask(`(() => { const button = [...document.querySelectorAll('button')].find((one) => one.textContent.startsWith(${JSON.stringify(name)})); button?.click(); return button !== undefined })()`)).toBe(true) }
  const keep = async (text: string): Promise<void> => { await expect.poll(() => ask(`Object.values(sessionStorage).some((value) => value.includes(${JSON.stringify(text)}))`)).toBe(true) }
  /** What is shown once `kept` has been put away stands there again after a crash; answers it. */
  const comesBack = async (kept: string): Promise<unknown> => {
    await keep(kept)
    const before = await shown()
    await crash(session)
    await expect.poll(shown).toEqual(before)
    return before
  }
  return { session, ask, shown, press, type, click, keep, comesBack, crash: () => crash(session), reload: () => reload(session) }
}

test('a page that crashed comes back with the dialog that was open and what was typed into it; one that was locked or left does not, and nobody finds what another person typed', async ({ page, host }) => {
  await firstRun(page, host)
  await asAdministrator(page, host, (client) => client.access.addPerson({ name: 'Otis Ledgerwood', role: 'operator', pin: '1357' }))
  const { session, ask, shown, press, keep, comesBack, crash, reload } = await crashable(page)

  // The words of a reason, and a file that was read but not kept yet.
  await takeIn(page, '1Z999AA10123456784')
  await page.getByRole('combobox', { name: /Who is it for/ }).fill('Ana Exa')
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Reason').fill('typed by Mara')
  const reason = await comesBack('typed by Mara')
  // Left on purpose: the words are kept for when the dialog is opened again.
  await reload()
  await expect.poll(shown).toEqual(['Intake', '', []])
  await press('F2')
  await expect.poll(shown).toEqual(reason)
  await press('Escape')
  await expect.poll(shown).toEqual(['Intake', '', []])
  // A file is here again, dropped or chosen; one that was too large to be held has to be chosen again, whether it was asked about or not.
  const drop = (text: string): Promise<unknown> => ask(`(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], 'news.csv')); document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })) })()`)
  const dialog = (): Promise<unknown> => ask("document.querySelector('[role=dialog]')?.textContent")
  const news = 'number,code,date\n1Z999AA10123456784,D,2026-11-20\n'
  const large = 'x'.repeat(1_600_000)
  for (const text of [news, large]) {
    await drop(text)
    await expect.poll(async () => (await shown() as string[])[1]).toBe('What is in news.csv?')
    await keep(text === news ? btoa(news) : 'news.csv')
    await crash()
    if (text === news) await expect.poll(async () => (await shown() as string[])[1]).toBe('What is in news.csv?')
    else {
      await expect.poll(dialog).toContain('news.csv The window stopped before it was kept. Choose it again.')
      await press('Escape')
      await drop(large)
      await expect.poll(async () => (await shown() as string[])[1]).toBe('What is in news.csv?')
    }
    // Its keys come with its focus.
    await expect.poll(() => ask("document.activeElement.closest('[role=dialog]') !== null")).toBe(true)
    await press('2', 'Digit2')
    await expect.poll(async () => (await shown() as string[])[1]).toBe('Take in news.csv?')
    await keep('news.csv')
    await crash()
    await expect.poll(dialog).toContain(text === news ? 'news.csv' : 'Choose news.csv again.')
    await press('Escape')
  }
  // Locked; then somebody else signs in.
  await ask("location.hash = '#/intake'")
  await expect.poll(shown).toEqual(['Intake', '', []])
  expect(await ask(FIELDS)).toMatch(/Ana Exa/)
  await press('F9')
  await expect.poll(() => ask("document.querySelector('main[aria-label=Locked]') !== null")).toBe(true)
  await crash()
  await expect.poll(() => ask("document.querySelector('main[aria-label=\"Sign in\"] input[type=radio]') !== null")).toBe(true)
  await press('o', 'KeyO')
  await expect.poll(() => ask("document.activeElement.labels?.[0]?.textContent ?? ''")).toContain('Otis')
  await session.send('Input.insertText', { text: '1357' })
  await press('Enter')
  await expect.poll(shown).toEqual(['Intake', '', []])
  expect(await ask(FIELDS)).not.toMatch(/Ana|Mara/)
})

test('the first run, the right number, the pad, a badge and blank sheets come back after a crash, and no PIN', async ({ page, host }) => {
  await page.goto(host.address)
  await page.getByLabel('Office').fill('Larkspur & Vane')
  await page.getByLabel('Your name').fill(ADMIN.name)
  await page.getByLabel('PIN', { exact: false }).first().fill('9753')
  const { session, ask, shown, press, type, click, keep, comesBack, crash } = await crashable(page)
  await keep(ADMIN.name)
  await crash()
  await expect.poll(() => ask(FIELDS)).toMatch(/^Larkspur & Vane,.*Mara Dovetail,,$/)
  for (const name of ['administrator.pin', 'again']) await type(`[name="${name}"]`, ADMIN.pin)
  await press('Enter')
  await click('I have kept it')
  await expect.poll(() => ask(`document.querySelector('h1')?.textContent + Object.keys(sessionStorage).filter((name) => name.includes('first-run'))`)).toBe('Intake')

  await fillDirectory(page, host)
  await asAdministrator(page, host, async (client) => {
    const pieces: string[] = []
    for (const text of [LETTER, PARCEL]) pieces.push((await client.intake.scan({ id: newId(Date.now()), text, source: 'typed', caughtAt: Date.now() })).piece.id)
    await client.intake.assign({ pieces, recipient: { person: (await client.directory.search({ text: 'Delphine', limit: 1 })).rows[0]?.id ?? '', name: '', department: '', mailStop: '' }, source: 'typed' })
  })
  // A wrong check digit is answered by typing the right number.
  await type('#intake-number', '9589071052700412335613')
  await press('Enter')
  await click('No, type it')
  await type('[role=dialog] input', '95890710527004123356')
  await comesBack('95890710527004123356"')
  await press('Escape')
  await expect.poll(shown).toEqual(['Intake', '', []])

  // What was written on the pad so far, for this person only; and what was scanned meanwhile.
  await ask("location.hash = '#/handover'")
  const strokes = (): Promise<unknown> => ask("JSON.stringify([document.querySelector('[role=dialog] h1')?.textContent ?? '', document.querySelector('[role=dialog] canvas')?.dataset.signed ?? ''])")
  const ticked = (): Promise<unknown> => ask("document.querySelector('main header [role=status] b')?.textContent")
  await type('main input', 'Delphine Marrow')
  await press('Enter')
  await expect.poll(ticked).toBe('0')
  await strokesOn(session, burst(LETTER))
  await expect.poll(ticked).toBe('1')
  await press('F11')
  await expect.poll(strokes).toBe('["One piece for you",""]')
  const [x, y] = JSON.parse(String(await ask("JSON.stringify((({ x, y }) => [x + 40, y + 60])(document.querySelector('[role=dialog] canvas').getBoundingClientRect()))"))) as [number, number]
  for (const [type, by] of [['mousePressed', 0], ['mouseMoved', 20], ['mouseMoved', 60], ['mouseReleased', 60]] as const) await session.send('Input.dispatchMouseEvent', { type, x: x + by, y: y + by / 2, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1 })
  await expect.poll(strokes).toBe('["One piece for you","true"]')
  await strokesOn(session, burst(PARCEL))
  for (const kept of ['"strokes":', PARCEL]) await keep(kept)
  await crash()
  await expect.poll(strokes).toBe('["One piece for you","true"]')
  await press('Escape')
  await expect.poll(ticked).toBe('2')
  expect(await strokes()).toBe('["",""]')
  expect(await ask("Object.values(sessionStorage).some((value) => value.includes('strokes'))")).toBe(false)

  // On a second display of its own: Done while the counter's page is gone is kept there, said, and taken once it is back.
  const display = await page.context().newPage()
  await display.goto(`${host.address}#/display`)
  await press('F11')
  await expect(display.getByRole('heading', { name: 'Two pieces for you' })).toBeVisible()
  const field = await display.getByRole('img', { name: 'Signature' }).boundingBox()
  await display.mouse.move((field?.x ?? 0) + 40, (field?.y ?? 0) + 60)
  await display.mouse.down()
  await display.mouse.move((field?.x ?? 0) + 120, (field?.y ?? 0) + 90, { steps: 4 })
  await display.mouse.up()
  await keep('"said":')
  await end(session)
  await display.getByRole('button', { name: 'Done' }).click()
  await expect(display.getByText('One moment, please. The counter takes this as soon as it can.')).toBeVisible()
  await reload(session)
  await expect(display.getByText('Thank you, Delphine.')).toBeVisible()
  await expect.poll(() => ask("document.querySelector('[role=dialog]') === null && document.body.textContent.includes('Signed')")).toBe(true)
  expect(await ticked()).toBe('2')
  await display.close()
  await press('Escape')

  // A badge of somebody whose card is open, and the sheets that any screen prints.
  await ask("location.hash = '#/directory'")
  await type('main input', 'Delphine')
  await press('Enter')
  await click('Badge')
  await type('[role=dialog] input', '70099')
  await comesBack('70099')
  await press('Escape')
  await expect.poll(shown).toEqual(['Directory', '', []])
  // Letters that look for a person come back as they were, and go on finding; once one is chosen, they are gone.
  await click('Delegate')
  const letters = 'main form input[aria-haspopup=listbox]'
  await type(letters, 'Wilhelmin')
  await keep('"Wilhelmin"')
  await crash()
  await expect.poll(() => ask(`document.querySelector('${letters}')?.value`)).toBe('Wilhelmin')
  await ask(`document.querySelector('${letters}').focus()`)
  await expect.poll(() => ask("[...document.querySelectorAll('[data-combobox-option]')].map((option) => option.textContent).join()")).toMatch(/^Wilhelmina Quill/)
  await press('ArrowDown')
  await press('Enter')
  await expect.poll(() => ask(`document.querySelector('${letters}')?.value`)).toMatch(/^Wilhelmina Quill/)
  expect(await ask("Object.keys(sessionStorage).some((name) => name.includes('search.'))")).toBe(false)
  await press('k', 'KeyK', 2)
  await type('[role=dialog] input, dialog input', 'outage')
  await press('Enter')
  await type('[role=dialog] input', '17')
  await comesBack('17')
})
