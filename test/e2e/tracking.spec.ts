import { newId } from '../../src/shared/ids.ts'
import { clean } from './axe.ts'
import { ADMIN, expect, firstRun, takeIn, test } from './fixture.ts'
import { asAdministrator } from './people.ts'

const NUMBER = '9589071052700412203980'

test('a piece is followed by hand, by telephone and by a pasted page; the board says what to do, and what is done goes', async ({ page, host }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await firstRun(page, host)
  await page.keyboard.press('Alt+7')
  await expect(page.getByRole('heading', { name: 'Nothing is followed yet' })).toBeVisible()
  await page.keyboard.press('Alt+1')
  await takeIn(page, NUMBER)
  await page.keyboard.press('Alt+9')
  await page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option').first().click()
  const where = page.getByRole('region', { name: 'Where it is with the carrier' })
  await where.getByRole('button', { name: 'Telephone' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('9589 0710 5270 0412 2039 80')).toBeVisible()
  await dialog.getByLabel('In words').fill('Notice left, no authorized recipient')
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByText('Say whom you spoke to at USPS')).toBeVisible()
  await dialog.getByLabel('Who answered').fill('Ms. Clerk')
  await dialog.getByLabel('Day').fill(new Date(Date.now() - 12 * 86_400_000).toISOString().slice(0, 10))
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(where.getByText('Notice left, no authorized recipient').first()).toBeVisible()

  await page.keyboard.press('Alt+7')
  const list = page.getByRole('listbox', { name: 'Pieces, most pressing first' })
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(list.getByText(/^Notice left, 1[0-3] days ago$/)).toBeVisible()
  await expect(list.getByText('Do this week 1')).toBeVisible()
  await clean(page)
  await list.press('t')
  await dialog.getByLabel('What was done').fill('Asked the Post Office to hold it')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Nothing needs attention' })).toBeVisible()

  await page.getByText('All 1').click()
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.getByRole('button', { name: 'Paste page' }).click()
  await dialog.getByRole('textbox').fill('Delivered, Left with Individual\nFAKEVILLE, OH 43999\nNovember 20, 2026, 1:28 pm')
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByText('Delivered, signer not established')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByRole('status').filter({ hasText: '1 new event about 1 piece.' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(list.getByText('Delivered, signer not established')).toBeVisible()

  // Nobody answers at this address: the head says so, once.
  await asAdministrator(page, host, (client) => client.tracking.changeConnection({ on: true, address: 'http://127.0.0.1:9', key: 'key', secret: 'secret', quota: 60, batch: 35, version: 'v3r2' }))
  await expect(page.getByRole('button', { name: /^Plan/ })).toBeVisible()
  await page.keyboard.press('F5')
  await expect(page.getByText('1 piece not asked about: the line at the head says why.')).toBeVisible()
  await expect(page.getByText(/^USPS cannot be reached\./)).toHaveCount(1)
})

test('several pieces are ticked and given to somebody, the strip tells deliveries apart and narrows the list, the board is printed', async ({ page, host, printed }) => {
  await firstRun(page, host)
  const day = new Date(Date.now() - 12 * 86_400_000).toISOString().slice(0, 10)
  await asAdministrator(page, host, async (client) => {
    for (const [i, number] of [NUMBER, '9589071052700412204116', '9589071052700412202778'].entries()) {
      const { letter } = await client.certified.log({ id: newId(Date.now()), addressee: { block: `Person ${'ABC'.charAt(i)}\n48 Example Lane\nFakeville OH 43999` }, number: { text: number } })
      await client.tracking.add({ piece: letter.id, code: i === 2 ? '01' : '02', day, zip: '43999', source: 'person' })
      if (i === 2) await client.tracking.say({ piece: letter.id, says: 'delivered-to-agent', evidence: 'green card', reason: 'signed by the desk' })
    }
  })
  await page.keyboard.press('Alt+7')
  const list = page.getByRole('listbox', { name: 'Pieces, most pressing first' })
  await expect(list.getByRole('option')).toHaveCount(2)
  await list.press('Space')
  await expect(page.getByText('1 piece ticked')).toBeVisible()
  await list.press('ArrowDown')
  await list.press('Space')
  await expect(page.getByText('2 pieces ticked')).toBeVisible()
  await list.press('g')
  const dialog = page.getByRole('dialog', { name: 'Who looks after all 2?' })
  await dialog.getByRole('combobox', { name: 'Person' }).click()
  await page.getByRole('option', { name: ADMIN.name }).click()
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(list.getByText(ADMIN.name)).toHaveCount(2)
  await expect(page.getByText('2 pieces ticked')).toBeHidden()

  // News is added by the same keys on the page of the letter, and the list of keys says so.
  await list.press('o')
  const where = page.getByRole('region', { name: 'Where it is with the carrier' })
  const open = page.getByRole('dialog')
  for (const [key, name] of [['p', 'Telephone'], ['q', 'Phone app'], ['b', 'Say the outcome']] as const) {
    await expect(where.getByRole('button', { name })).toHaveAttribute('aria-keyshortcuts', key.toUpperCase())
    await page.keyboard.press(key)
    await expect(open).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(open).toBeHidden()
  }
  await page.keyboard.press('?')
  await expect(open.getByRole('listitem').filter({ hasText: 'Paste page' })).toHaveText('Ctrl VPaste page')
  await page.keyboard.press('Escape')
  await expect(open).toBeHidden()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Delivered, Left with Individual\nFAKEVILLE, OH 43999\nNovember 20, 2026, 1:28 pm')
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  })
  await expect(open.getByText('Delivered, signer not established')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(open).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(list.getByRole('option')).toHaveCount(2)

  // The keys after a print are for the board.
  await page.keyboard.press('F8')
  await expect.poll(() => printed).toEqual([expect.stringMatching(/^blob:http/)])
  await page.keyboard.press('o')
  await expect(where).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list.getByRole('option')).toHaveCount(2)

  const strip = page.getByRole('list', { name: 'Pieces by status' })
  await expect(strip.getByRole('button')).toHaveText([/2\s*Notice left/, /1\s*To agent/])
  await strip.getByRole('button', { name: 'To agent' }).click()
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(list.getByText('Delivered to agent')).toBeVisible()
})
