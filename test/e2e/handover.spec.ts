import type { Page } from '@playwright/test'
import { newId } from '../../src/shared/ids.ts'
import { badgeNumber, locationBarcode } from '../../src/shared/mail/own.ts'
import { clean } from './axe.ts'
import { burst, expect, firstRun, strokes, test } from './fixture.ts'
import { asAdministrator, fillDirectory } from './people.ts'

const LETTER = '9589071052700412335612'
const PARCEL = '771288201001'
const OTHERS = '771288201002'

async function scan(page: Page, text: string): Promise<void> {
  await strokes(page, burst(text))
}

/** Takes pieces in for people of the directory, each with its location. */
async function arrive(page: Page, host: Parameters<typeof asAdministrator>[1], pieces: readonly { number: string; for: string; location?: string }[]): Promise<void> {
  await asAdministrator(page, host, async (client) => {
    for (const piece of pieces) {
      const { piece: row } = await client.intake.scan({ id: newId(Date.now()), text: piece.number, source: 'typed', caughtAt: Date.now() })
      const person = (await client.directory.search({ text: piece.for, limit: 1 })).rows[0]
      if (!person) throw new Error(`Nobody is called ${piece.for}.`)
      await client.intake.assign({ pieces: [row.id], recipient: { person: person.id, name: '', department: '', mailStop: '' }, source: 'typed', ...(piece.location ? { fields: { location: piece.location } } : {}) })
    }
  })
}

/** Signs with the mouse in a field. */
async function sign(page: Page, field: ReturnType<Page['getByRole']>): Promise<void> {
  const box = await field.boundingBox()
  if (!box) throw new Error('The field to sign in is not shown.')
  await page.mouse.move(box.x + 30, box.y + box.height / 2)
  await page.mouse.down()
  for (let i = 1; i <= 20; i++) await page.mouse.move(box.x + 30 + i * 6, box.y + box.height / 2 + Math.sin(i) * 20)
  await page.mouse.up()
}

/** Looks out for words that stand on a page for a moment only, from before they are asked for; what it answers waits until they were there. */
async function lookOut(page: Page, words: string): Promise<() => Promise<void>> {
  const seen = await page.evaluateHandle((text) => {
    const there = new Promise<void>((resolve) => {
      new MutationObserver((_, watch) => {
        if (!document.body.textContent.includes(text)) return
        watch.disconnect()
        resolve()
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    return { there }
  }, words)
  return async () => { await seen.evaluate(async ({ there }) => { await there }) }
}

test('a badge opens what waits, scans tick it, a wrong piece is said at once, one signature covers all', async ({ page, host }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await arrive(page, host, [{ number: LETTER, for: 'Delphine Marrow', location: 'B-11' }, { number: PARCEL, for: 'Delphine Marrow', location: 'B-11' }, { number: OTHERS, for: 'Wilhelmina Quill', location: 'B-14' }])
  await asAdministrator(page, host, async (client) => {
    const person = (await client.directory.search({ text: 'Delphine Marrow', limit: 1 })).rows[0]
    await client.directory.changePerson({ id: person?.id ?? '', fields: { email: 'delphine@example.com' } })
  })
  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('combobox', { name: /Who is here/ })).toBeFocused()
  await scan(page, badgeNumber('00', 3))
  const pile = page.getByRole('listbox', { name: 'Pieces to hand over' })
  await expect(pile.getByRole('option')).toHaveCount(2)
  await expect(page.getByText('0 of 2')).toBeVisible()
  await scan(page, PARCEL)
  await expect(page.getByText('1 of 2')).toBeVisible()
  await scan(page, OTHERS)
  await expect(page.getByRole('alert')).toContainText("The last scan is not Delphine Marrow's.")
  await expect(page.getByRole('alert')).toContainText('Wilhelmina Quill')
  await expect(page.getByRole('alert')).toContainText('B-14')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await scan(page, LETTER)
  await expect(page.getByText('2 of 2')).toBeVisible()
  // A certified letter is not handed over without a signature.
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('At least one of them has to be signed for.')).toBeVisible()
  await clean(page)
  await sign(page, page.getByRole('img', { name: 'Signature' }))
  await expect(page.getByText('Signed', { exact: true })).toBeVisible()
  await page.getByLabel('E-mail a receipt').check()
  await page.getByLabel('Note').fill('one corner open')
  // A page that crashed comes back with what was ticked, signed and written at the counter, and in a dialog until that is closed.
  const dialog = page.getByRole('dialog', { name: /What is wrong with/ })
  await page.keyboard.press('F2')
  await dialog.getByLabel('Note').fill('wet through')
  await page.reload()
  await expect(page.getByText('2 of 2')).toBeVisible()
  await expect(page.getByText('Signed', { exact: true })).toBeVisible()
  await expect(page.getByLabel('Note')).toHaveValue('one corner open')
  await page.keyboard.press('F2')
  await expect(dialog.getByLabel('Note')).toHaveValue('wet through')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F2')
  await expect(dialog.getByLabel('Note')).toHaveValue('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('2 pieces handed over to Delphine Marrow')).toBeVisible()
  await expect(page.getByText('1 receipt goes out by e-mail.')).toBeVisible()
  await page.keyboard.press('Shift+F8')
  await expect.poll(() => asAdministrator(page, host, async (client) => (await client.notify.outbox()).rows.map((row) => [row.kind, row.address, row.pieces.length]))).toEqual([['receipt', 'delphine@example.com', 2], ['receipt', 'delphine@example.com', 2]])
  await expect(page.getByRole('combobox', { name: /Who is here/ })).toBeFocused()
  // Who took what stands in a list, with note, signature and receipt.
  await page.keyboard.press('Control+h')
  const list = page.getByRole('dialog', { name: 'Who took what' })
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(list.getByRole('option')).toContainText('Delphine Marrow')
  await expect(list.getByRole('img', { name: 'The signature of Delphine Marrow' })).toBeVisible()
  await expect(list.getByText(/at the counter\. one corner open/)).toBeVisible()
  await clean(page)
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  const kept = await asAdministrator(page, host, async (client) => {
    const { rows } = await client.pieces.list({ state: ['handed-over'] })
    return Promise.all(rows.map(async (row) => (await client.pieces.get({ id: row.id })).files.map((file) => [file.kind, file.type])))
  })
  expect(kept).toHaveLength(2)
  for (const files of kept) expect(files).toContainEqual(['signature', 'image/png'])
  // The piece says who has it, with the signature; who took it is corrected with a reason, and it can come back.
  const id = await asAdministrator(page, host, async (client) => (await client.pieces.list({ state: ['handed-over'] })).rows.find((row) => row.number === PARCEL)?.id)
  await page.evaluate((piece) => { window.location.hash = `#/pieces/${piece ?? ''}` }, id)
  await expect(page.getByRole('img', { name: 'The signature' })).toBeVisible()
  await expect(page.getByText(/This piece was handed over to Delphine Marrow/)).toBeVisible()
  await clean(page)
  await page.getByRole('button', { name: 'Correct the receiver' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Ada Porter')
  await page.getByRole('dialog').getByLabel('ID seen').fill('badge')
  await page.getByRole('dialog').getByLabel('Reason').fill('signed for her')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/handed over to Ada Porter/)).toBeVisible()
  await page.keyboard.press('b')
  await page.getByRole('dialog').getByLabel('Why it came back').fill('wrong floor')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This piece is here and has no location yet.')).toBeVisible()
  // Without a run it is left at a mail stop.
  await asAdministrator(page, host, (client) => client.directory.saveMailStop({ code: '9-900', building: 'North', floor: '9', description: 'Archive' }))
  await page.keyboard.press('l')
  await page.getByRole('dialog').getByRole('combobox', { name: 'Mail stop' }).fill('9-900')
  await page.getByRole('option', { name: /9-900/ }).click()
  await page.getByRole('button', { name: 'Leave at the stop' }).click()
  await expect(page.getByText(/left at 9-900|left at mail stop 9-900/i).first()).toBeVisible()
})

test('the recipient signs on a screen that shows only their pieces; what was signed stands at the counter', async ({ page, host }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await arrive(page, host, [{ number: LETTER, for: 'Delphine Marrow', location: 'B-11' }, { number: OTHERS, for: 'Wilhelmina Quill', location: 'B-14' }])
  await page.keyboard.press('Alt+3')
  await page.getByRole('combobox', { name: /Who is here/ }).fill('delph')
  await expect(page.getByRole('option', { name: /Delphine Marrow/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listbox', { name: 'Pieces to hand over' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByText('1 of 1')).toBeVisible()
  await page.keyboard.press('F11')
  const pad = page.getByRole('dialog', { name: /Sign for this piece/ })
  await expect(pad).toContainText('One piece for you')
  await expect(pad).toContainText('3356 12')
  await clean(page, 'the pad', '[role=dialog]')
  await page.keyboard.press('Enter')
  await expect(pad.getByRole('alert')).toHaveText('Sign in the white field first.')
  await sign(page, pad.getByRole('img', { name: 'Signature' }))
  // What was signed has arrived.
  await expect(pad.getByRole('alert')).toHaveCount(0)
  const thanked = await lookOut(page, 'Thank you, Delphine.')
  await page.keyboard.press('Enter')
  await thanked()
  await page.keyboard.press('Enter')
  await expect(pad).toBeHidden()
  await expect(page.getByText('Signed', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 piece handed over to Delphine Marrow')).toBeVisible()
})

test('a second display shows one person\'s pieces while they sign there, and nothing before and after', async ({ page, host, context }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await arrive(page, host, [{ number: LETTER, for: 'Delphine Marrow', location: 'B-11' }, { number: OTHERS, for: 'Wilhelmina Quill', location: 'B-14' }])
  await page.keyboard.press('Alt+3')
  await scan(page, badgeNumber('00', 3))
  await expect(page.getByRole('listbox', { name: 'Pieces to hand over' })).toBeFocused()
  await page.keyboard.press('Space')
  const [display] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Shift+F11')])
  // It has the whole screen to itself and no way into the app.
  await expect(display.getByRole('heading', { name: 'Larkspur & Vane' })).toBeVisible()
  await expect(display.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Second display/ })).toContainText('F11')
  await page.keyboard.press('F11')
  await expect(page.getByText('Delphine Marrow signs on the second display.')).toBeVisible()
  await expect(display.getByRole('heading', { name: 'One piece for you' })).toBeVisible()
  await expect(display.getByText('3356 12')).toBeVisible()
  await expect(display.getByText(/Quill/)).toHaveCount(0)
  await clean(display)
  // Also when they sign once more for the same piece.
  for (const again of [false, true]) {
    if (again) await page.keyboard.press('F11')
    await sign(display, display.getByRole('img', { name: 'Signature' }))
    const thanked = await lookOut(display, 'Thank you, Delphine.')
    await display.getByRole('button', { name: 'Done' }).click()
    await thanked()
    await expect(page.getByText('Signed', { exact: true })).toBeVisible()
    await expect(display.getByRole('heading', { name: 'Larkspur & Vane' })).toBeVisible()
  }
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 piece handed over to Delphine Marrow')).toBeVisible()
  // Closed, it is the pad over this screen again.
  await display.close()
  await expect(page.getByRole('combobox', { name: /Who is here/ })).toBeFocused()
})

test('a run is made from what waits, taken out, accounted for stop by stop and closed', async ({ page, host }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await arrive(page, host, [{ number: PARCEL, for: 'Delphine Marrow' }, { number: OTHERS, for: 'Wilhelm Quillon' }])
  await page.keyboard.press('Alt+4')
  await page.getByRole('heading', { name: 'Runs', exact: true }).first().waitFor()
  await page.keyboard.press('F4')
  await expect(page.getByRole('listbox', { name: 'Stops of the run' }).getByRole('option')).toHaveCount(2)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: 'Take out all 2', exact: true })).toBeVisible()
  await scan(page, PARCEL)
  await expect(page.getByRole('button', { name: 'Take out all 1', exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: 'Close the run', exact: true })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Remaining 2' })).toBeVisible()
  // A run with something left on it does not close, and says what.
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  // A label that no scanner reads is typed and goes the same way; the arrows and Space tick without any scan.
  await page.keyboard.press('n')
  await page.getByRole('dialog').getByLabel('Number').fill(PARCEL)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 piece ticked')).toBeVisible()
  await page.keyboard.press('l')
  await expect(page.getByRole('radio', { name: 'Delivered 1' })).toBeVisible()
  await page.getByRole('listbox', { name: 'Stops in the order of the way' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByText('1 piece ticked')).toBeVisible()
  await page.keyboard.press('r')
  await page.getByLabel('What was said').fill('did not order it')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Everything is accounted for')).toBeVisible()
  await clean(page)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('radio', { name: 'Closed' }).check()
  await expect(page.getByRole('listbox', { name: 'Runs' }).getByRole('option')).toHaveCount(1)
  const states = await asAdministrator(page, host, async (client) => (await client.pieces.list({})).rows.map((row) => [row.number, row.state]))
  expect(states).toEqual([[OTHERS, 'refused'], [PARCEL, 'at-mail-stop']])
})

test('a location takes what is scanned after it, a count finds what is missing, a problem comes onto the worklist', async ({ page, host }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await arrive(page, host, [{ number: PARCEL, for: 'Delphine Marrow', location: 'B-11' }, { number: OTHERS, for: 'Wilhelm Quillon', location: 'B-11' }])
  await page.keyboard.press('Alt+l')
  await page.getByRole('heading', { name: 'Locations' }).first().waitFor()
  for (const code of ['B-11', 'C-06']) {
    await page.keyboard.press('F4')
    await page.getByRole('dialog').getByLabel('Code').fill(code)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await scan(page, locationBarcode('C-06'))
  await expect(page.getByText('Pieces scanned now go to C-06.')).toBeVisible()
  await scan(page, OTHERS)
  await expect(page.getByText('Wilhelm Quillon: in C-06 now.')).toBeVisible()
  await scan(page, locationBarcode('B-11'))
  await expect(page.getByText('Pieces scanned now go to B-11.')).toBeVisible()
  await page.keyboard.press('s')
  await expect(page.getByText('0 pieces here, 1 missing, 0 that should not be here')).toBeVisible()
  // A count that was left goes on from the list of stock-takes.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+S')
  await expect(page.getByRole('dialog', { name: 'Stock-takes' }).getByRole('option')).toContainText('0 here, 1 missing, 0 strange')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/1 missing, 0 that should not be here/)).toBeVisible()
  await scan(page, OTHERS)
  await expect(page.getByText('This should not be here.')).toBeVisible()
  await expect(page.getByText(/1 missing, 1 that should not be here/)).toBeVisible()
  await clean(page)
  await page.keyboard.press('h')
  await expect(page.getByRole('listbox', { name: 'Pieces of the count' }).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('x')
  await expect(page.getByText('Nothing is out of place')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('listbox', { name: 'Pieces in B-11' }).getByRole('option')).toHaveCount(1)

  await page.keyboard.press('Alt+3')
  await page.getByRole('combobox', { name: /Who is here/ }).fill('quillon')
  await expect(page.getByRole('option', { name: /Wilhelm Quillon/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listbox', { name: 'Pieces to hand over' })).toBeFocused()
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Note').fill('box is empty')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Alt+e')
  const list = page.getByRole('listbox', { name: 'Exceptions' })
  // What was not found in the count is an exception too.
  await expect(list.getByRole('option')).toHaveCount(2)
  await expect(list).toContainText('Cannot be found')
  await list.getByRole('option', { name: /Not for this office/ }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await clean(page)
  await page.keyboard.press('1')
  await page.getByRole('dialog').getByLabel('Why').fill('wrong building')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(list).toContainText('Cannot be found')
})
