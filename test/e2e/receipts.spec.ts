import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { newId } from '../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../src/shared/mail/check-digits.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { blank, card, deliveryLetter, scanned, textPdf } from '../devices/cards.ts'
import { clean } from './axe.ts'
import { expect, firstRun, strokes, test, type Host } from './fixture.ts'
import { asAdministrator } from './people.ts'

const withDigit = (body: string): string => body + String(checkDigitMod10(body))
const NUMBERS = [1, 2, 3].map((serial) => withDigit(`958907105270${String(serial).padStart(9, '0')}`))
const CARD = withDigit('959094025878003823115')

/** Three letters that USPS has, the first with the number of its green card. */
async function mailed(page: Page, host: Host): Promise<void> {
  await asAdministrator(page, host, async (client) => {
    const today = (await client.office.status()).today ?? ''
    for (const [i, number] of NUMBERS.entries()) {
      const { letter } = await client.certified.log({ id: newId(Date.now()), addressee: { block: `Hester Thimble ${'ABC'[i] ?? ''}\n48 Example Lane\nFakeville OH 43999` }, number: { text: number, source: 'scanned' }, services: [i === 1 ? 'electronic' : 'card'], matter: 'Thimble v. Example', greenCard: i === 0 ? CARD : '' })
      await client.certified.accept({ letters: [letter.id], day: today, evidence: 'self-declared' })
    }
  })
}

const scan = async (): Promise<{ name: string; mimeType: string; buffer: Buffer }> => ({ name: 'card.png', mimeType: 'image/png', buffer: await sharp({ create: { width: 700, height: 420, channels: 3, background: '#cfe3cf' } }).png().toBuffer() })
const burst = (text: string): Array<{ key: string; at: number; hold: number }> => [...text.split(''), 'Enter'].map((key, i) => ({ key, at: i * 8, hold: 3 }))

test('a green card is scanned, its letter opens, it is received, read and packed', async ({ page, host }, info) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+r')
  await expect(page.getByRole('heading', { name: 'No receipt is expected' })).toBeVisible()
  await clean(page, 'empty')
  await mailed(page, host)
  await expect(page.getByRole('listbox', { name: 'Receipts' }).getByRole('option')).toHaveCount(3)
  const side = page.getByRole('complementary', { name: 'The letter of the receipt' })
  await strokes(page, burst(CARD))
  await expect(side).toContainText('Hester Thimble A')
  await clean(page, 'expected')
  await page.screenshot({ path: info.outputPath('expected.png') })
  await side.getByLabel('The scan of the receipt').setInputFiles(await scan())
  await expect(side.getByRole('img', { name: 'Green card of Hester Thimble A' })).toBeVisible()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Name, as it is signed/).fill('H. Thimble')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Say who that is')
  await clean(page, 'signer')
  await page.screenshot({ path: info.outputPath('signer.png') })
  await dialog.getByRole('radio', { name: 'The addressee' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Keep the name' }).click()
  await expect(side).toContainText('Signed H. Thimble, the addressee')
  await expect(side).toContainText('Delivered to addressee')
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByRole('img', { name: /^Page 1 of \d of the proof$/ })).toBeVisible()
  await clean(page, 'the proof before it is packed')
  await page.screenshot({ path: info.outputPath('preview.png') })
  await page.keyboard.press('PageDown')
  await expect(dialog.getByRole('img', { name: /^Page 2 of \d of the proof$/ })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.keyboard.press('Control+Enter')
  const file = await download
  expect(file.suggestedFilename()).toMatch(new RegExp(`^proof-${NUMBERS[0] ?? ''}-.*\\.zip$`))
  const names = Object.keys(unzipSync(await readFile(await file.path()))).sort()
  expect(names).toEqual(['CONTENT-SHA256', 'README.txt', 'SHA256SUMS', 'about.json', 'events.json', expect.stringMatching(/^originals\/.*green-card/), 'proof.pdf'])
  await expect(side.getByRole('status')).toContainText('7 files')
  await clean(page, 'packed')
  await page.screenshot({ path: info.outputPath('packed.png') })

  await page.getByLabel('Find').fill(NUMBERS[2] ?? '')
  await page.getByLabel('Find').press('Enter')
  await expect(side).toContainText('Hester Thimble C')
  await side.getByRole('button', { name: /^The letter came back/ }).click()
  await dialog.getByRole('button', { name: /^Record the return/ }).click()
  await expect(dialog).toContainText('Choose what stands on the yellow label')
  await clean(page, 'came back')
  await page.screenshot({ path: info.outputPath('returned.png') })
  await dialog.getByRole('combobox', { name: /^Why/ }).click()
  await page.getByRole('option', { name: 'Unclaimed' }).click()
  await dialog.getByRole('radio', { name: 'Still sealed' }).check({ force: true })
  await dialog.getByLabel('Where it is kept').fill('Safe 2')
  await dialog.getByRole('button', { name: 'Record it and send again' }).click()
  await expect(page.getByRole('heading', { name: /Letters|Certified/ }).first()).toBeVisible()
  await expect(page.getByText('48 Example Lane').first()).toBeVisible()
  await page.keyboard.press('Alt+r')
  await page.getByRole('radio', { name: /^Not coming/ }).check({ force: true })
  await expect(page.getByRole('listbox', { name: 'Receipts' })).toContainText('Hester Thimble C')
  await expect(page.getByRole('listbox', { name: 'Receipts' })).toContainText('Unclaimed')
  await page.getByRole('listbox', { name: 'Receipts' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Proof package' })).toContainText('The green card (PS Form 3811) does not come')
  const proves = page.getByRole('region', { name: 'What proves it' })
  await expect(proves.getByRole('listitem').filter({ hasText: /^Returned envelope/ })).toContainText('No picture of it is kept.')
  await expect(proves.getByRole('listitem').filter({ hasText: 'Mailing date' })).toContainText('declared by the office')
  const sealed = proves.getByRole('listitem').filter({ hasText: 'Picture of the sealed piece' })
  await expect(sealed).toContainText('Missing')
  const chosen = page.waitForEvent('filechooser')
  await page.keyboard.press(await sealed.getByRole('button', { name: /^Add a picture/ }).getAttribute('aria-keyshortcuts') ?? '')
  await (await chosen).setFiles(await scan())
  await expect(sealed).toContainText('There')
  await expect(sealed.getByRole('button', { name: /^Open\s+The sealed piece/ })).toBeVisible()
  await clean(page, 'the page of the letter')
  await page.screenshot({ path: info.outputPath('letter.png'), fullPage: true })
})

test('a stack is taken in, what is certain is filed, the rest is given to its letter beside its picture or put aside', async ({ page, host }, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await firstRun(page, host)
  await mailed(page, host)
  await page.keyboard.press('Alt+r')
  const c = chance(5)
  await page.getByLabel('Scans of green cards and PDFs of USPS').setInputFiles([
    { name: 'card.jpg', mimeType: 'image/jpeg', buffer: await scanned(c, card({ card: CARD }), 180) }, { name: 'blank.jpg', mimeType: 'image/jpeg', buffer: await scanned(c, blank(), 0) }, { name: 'odd.jpg', mimeType: 'image/jpeg', buffer: await scanned(c, card({}), 90) }, { name: 'rre.pdf', mimeType: 'application/pdf', buffer: await textPdf(deliveryLetter(NUMBERS[1] ?? '', 'H. Thimble')) }, { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 nothing') },
  ])
  const message = page.getByRole('status').filter({ hasText: 'of 4 filed' })
  await expect(message).toContainText('2 pages of 4 filed.', { timeout: 90_000 })
  await expect(message).toContainText('2 pages wait for a person. broken.pdf: The PDF is damaged or not a PDF.')
  await expect(page.getByRole('radio', { name: 'Received 2' })).toBeAttached()
  await message.getByRole('button', { name: 'Show what waits' }).click()
  const pages = page.getByRole('listbox', { name: 'Pages' })
  await expect(pages.getByRole('option')).toHaveCount(2)
  await expect(page.getByRole('img', { name: 'odd.jpg, page 1' })).toBeVisible()
  await page.keyboard.press('t')
  await clean(page, 'to match')
  await page.screenshot({ path: info.outputPath('match.png') })
  await strokes(page, burst(NUMBERS[2] ?? ''))
  const give = page.getByRole('complementary', { name: 'Whose page it is' })
  await expect(give.getByRole('status')).toContainText('Hester Thimble C')
  await page.screenshot({ path: info.outputPath('found.png') })
  await give.getByRole('button', { name: /^Give it to this letter/ }).click()
  await expect(pages.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: 'Every scan is with its letter' })).toBeVisible()
  await page.getByRole('radio', { name: 'Put aside 1' }).check({ force: true })
  await expect(page.getByRole('complementary', { name: 'Whose page it is' })).toContainText('Put aside: blank page.')
  await page.getByRole('radio', { name: 'Received 3' }).check({ force: true })
  await expect(page.getByRole('listbox', { name: 'Receipts' }).getByRole('option')).toHaveCount(3)
})
