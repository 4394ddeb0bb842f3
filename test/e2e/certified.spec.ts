import type { Page } from '@playwright/test'
import { newId } from '../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../src/shared/mail/check-digits.ts'
import { burst, expect, firstRun, strokes, test } from './fixture.ts'
import { asAdministrator } from './people.ts'

const withCheck = (body: string): string => body + String(checkDigitMod10(body))
const form = (serial: number): string => withCheck(`958907105270${String(serial).padStart(9, '0')}`)
const card = (serial: number): string => withCheck(`959094025878${String(serial).padStart(9, '0')}`)
const plate = (page: Page) => page.getByLabel('Article number and green card')
const to = (page: Page) => page.getByRole('combobox', { name: /^To/ })

/** Puts a whole address into the field as the clipboard does. */
async function paste(page: Page, text: string): Promise<void> {
  await to(page).evaluate((field, pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

test('letters are logged with scans and keys; the next scan logs the letter in hand first', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+5')
  await strokes(page, burst(form(1)))
  await expect(plate(page)).toContainText('Not used before')
  await strokes(page, burst(card(1)))
  await expect(plate(page)).toContainText('Belongs to this letter')
  await paste(page, 'Jane Roe\n12 Example Road\nAnytown VT 05099')
  await expect(page.getByText('United States, ZIP 05099')).toBeVisible()
  await page.getByLabel('Matter').fill('Roe 7')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Logged for Jane Roe/)).toBeVisible()
  await to(page).fill('Jane')
  await expect(page.getByRole('listbox', { name: 'Address book' })).toContainText('12 Example Road')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Matter')).toBeFocused()
  await strokes(page, burst(form(2)))
  await expect(plate(page)).toContainText('Not used before')
  await strokes(page, burst(form(3)))
  const waiting = page.getByRole('listbox', { name: 'Letters not in a book' })
  await expect(waiting.getByRole('option')).toHaveCount(2)
  await expect(plate(page)).toContainText(form(3).slice(-2))
  await strokes(page, burst(form(1)))
  await expect(plate(page)).toContainText(form(3).slice(-2))
})

test('a number used before, a green card and a wrong check digit are told apart', async ({ page, host }) => {
  await firstRun(page, host)
  await asAdministrator(page, host, (client) => client.certified.log({ id: newId(Date.now()), addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, number: { text: form(1) } }))
  await page.keyboard.press('Alt+5')
  await strokes(page, burst(form(1)))
  await expect(plate(page)).toContainText('is on the letter to Jane Roe')
  await page.keyboard.press('F6')
  await page.getByRole('textbox', { name: /^Article number/ }).fill(card(9))
  await expect(plate(page)).toContainText('This is the number of a green card')
  const right = form(5)
  const wrong = right.slice(0, -1) + String((Number(right.at(-1)) + 1) % 10)
  await page.getByRole('textbox', { name: /^Article number/ }).fill(wrong)
  await expect(plate(page)).toContainText('The check digit of')
  await paste(page, 'PFC Ida Thorn\nUnit 100 Box 4120\nAPO AE 09021')
  await expect(page.getByText('Military mail: APO, FPO or DPO', { exact: false })).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Electronic/ })).toBeDisabled()
  await expect(page.getByText('USPS gives no electronic receipts for APO, FPO and DPO addresses. Use the card.')).toBeVisible()
  await page.getByRole('button', { name: 'Log letter' }).click()
  await page.getByRole('button', { name: 'It is as printed: log it' }).click()
  await expect(page.getByText(/Logged for PFC Ida Thorn/)).toBeVisible()
})

test('prices and rolls are kept under Settings', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+,')
  const sections = page.getByRole('navigation', { name: 'Settings' })
  await sections.getByRole('button', { name: 'Fees and postage' }).click()
  await expect(page.getByText('6 prices are unverified.')).toBeVisible()
  await page.getByRole('button', { name: /^Compared: Certified Mail from/ }).click()
  await expect(page.getByText('5 prices are unverified.')).toBeVisible()
  await sections.getByRole('button', { name: 'Label rolls' }).click()
  await strokes(page, burst(form(100)))
  await expect(page.getByLabel(/^First label/)).toHaveValue(form(100))
  await strokes(page, burst(form(149)))
  await expect(page.getByLabel(/^Last label/)).toHaveValue(form(149))
  await page.getByLabel(/^Name/).fill('Roll 7')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Roll 7/ }).getByRole('cell').nth(3)).toHaveText('50')
})
