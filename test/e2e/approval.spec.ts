import { newId } from '../../src/shared/ids.ts'
import { clean } from './axe.ts'
import { ADMIN, expect, firstRun, takeIn, test } from './fixture.ts'
import { asAdministrator } from './people.ts'

const CERTIFIED = '9589071052700412335612'

test('an operator voids an earlier day\'s piece with a supervisor\'s PIN on the spot, and is still the one signed in', async ({ page, host }) => {
  await firstRun(page, host)
  const piece = await asAdministrator(page, host, async (client) => {
    await client.access.addPerson({ name: 'Pim Okafor', role: 'operator', pin: '1357' })
    await client.access.addPerson({ name: 'Sunniva Reyes', role: 'supervisor', pin: '9753' })
    return (await client.intake.lateEntry({ id: newId(Date.now()), text: CERTIFIED, stated: { at: Date.parse('2020-03-02T14:15:00Z'), source: 'Outage sheet 3, line 7' } })).piece
  })
  await page.keyboard.press('F9')
  await page.getByRole('radio', { name: /Pim Okafor/ }).waitFor()
  await page.getByLabel(`PIN of ${ADMIN.name}`).press('p')
  await page.getByLabel('PIN of Pim Okafor').fill('1357')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pim Okafor F9' })).toBeVisible()
  await page.goto(new URL(`/#/pieces/${piece.id}`, host.address).href)
  await expect(page.getByRole('article')).toContainText('3356 12')

  await page.keyboard.press('Delete')
  await page.getByRole('textbox', { name: 'Reason' }).fill('Scanned twice')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Voiding a piece of an earlier day needs a supervisor. Ask one to allow it here with a PIN.' })
  const pin = dialog.getByLabel(`PIN of ${ADMIN.name}`)
  await expect(pin).toBeFocused()
  await expect(dialog.getByRole('radio')).toHaveCount(2)
  await clean(page)

  // Left alone, the first question stands there with what was typed, and says why nothing happened.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue('Scanned twice')
  await expect(page.getByRole('alert')).toContainText('needs a supervisor')

  await page.keyboard.press('Control+Enter')
  await pin.press('s')
  const hers = dialog.getByLabel('PIN of Sunniva Reyes')
  await expect(hers).toBeFocused()
  for (let i = 0; i < 3; i++) {
    await hers.fill(`000${i}`)
    await hers.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('This PIN is not right.')
    await expect(hers).toHaveValue('')
  }
  await expect(dialog.getByRole('button', { name: /^Wait \d s$/ })).toBeDisabled()
  await expect(dialog.getByRole('button', { name: 'Allow it' })).toBeEnabled()
  await hers.fill('9753')
  await hers.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Voided' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Scanned twice' })).toContainText('Pim Okafor, allowed by Sunniva Reyes')
  await expect(page.getByRole('button', { name: 'Pim Okafor F9' })).toBeVisible()
})

test('a correction of an earlier day asks the same way; one of today does not ask', async ({ page, host }) => {
  await firstRun(page, host)
  const piece = await asAdministrator(page, host, async (client) => {
    await client.access.addPerson({ name: 'Pim Okafor', role: 'operator', pin: '1357' })
    return (await client.intake.lateEntry({ id: newId(Date.now()), text: CERTIFIED, stated: { at: Date.parse('2020-03-02T14:15:00Z'), source: 'Outage sheet 3, line 7' } })).piece
  })
  await page.keyboard.press('F9')
  await page.getByRole('radio', { name: /Pim Okafor/ }).waitFor()
  await page.getByLabel(`PIN of ${ADMIN.name}`).press('p')
  await page.getByLabel('PIN of Pim Okafor').fill('1357')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pim Okafor F9' })).toBeVisible()
  await page.goto(new URL(`/#/pieces/${piece.id}`, host.address).href)
  await expect(page.getByRole('article')).toContainText('3356 12')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Sender' }).fill('Example Supply Co.')
  await page.getByRole('textbox', { name: 'Reason' }).fill('One letter misread')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog', { name: /^Correcting a piece of an earlier day/ }).getByLabel(`PIN of ${ADMIN.name}`).fill(ADMIN.pin)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Correction' })).toContainText(`by Pim Okafor, allowed by ${ADMIN.name}`)

  await page.keyboard.press('Alt+1')
  await takeIn(page, '1Z999AA10123456784')
  await page.keyboard.press('Alt+9')
  await page.getByRole('textbox', { name: /^Find/ }).fill('6784')
  await page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option').filter({ hasText: '6784' }).click()
  await expect(page.getByRole('article')).toContainText('2345 6784')
  await page.keyboard.press('Delete')
  await page.getByRole('textbox', { name: 'Reason' }).fill('Not ours')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Voided' })).toBeVisible()
})
