import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { TcpPrinter } from '../devices/tcpPrinter.ts'
import { startTcpPrinter } from '../devices/tcpPrinter.ts'
import { clean } from './axe.ts'
import { expect, firstRun, takeIn, test as base } from './fixture.ts'
import { asAdministrator } from './people.ts'

const test = base.extend<{ paper: TcpPrinter }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  paper: async ({}, use) => {
    const paper = await startTcpPrinter({ answers: {} })
    await use(paper)
    await paper.close()
  },
})

const NUMBER = '1Z999AA10123456784'

async function onPiece(page: Page): Promise<void> {
  await page.keyboard.press('Alt+9')
  await page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option').first().dblclick()
  await expect(page.getByRole('article')).toBeFocused()
  // The second click falls on the page that the first one has opened.
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
}

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Print the label/ })

test('without a printer, F8 on a piece shows its label and says what to do; the print dialog and a file are the ways out', async ({ page, host, printed }) => {
  await firstRun(page, host)
  await takeIn(page, NUMBER)
  await onPiece(page)
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('No printer is set up for this.')
  const picture = dialog(page).getByRole('img', { name: /^Preview of Piece 1Z/ })
  await expect.poll(async () => await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await clean(page)
  await page.keyboard.press('p')
  await expect.poll(() => printed).toEqual([expect.stringMatching(/^blob:http/)])
  await expect(dialog(page)).toContainText('The print dialog is open.')
  const waiting = page.waitForEvent('download')
  await page.keyboard.press('s')
  const file = await waiting
  expect(file.suggestedFilename()).toBe('Piece 1Z 999 AA1 01 2345 6784.pdf')
  await expect(dialog(page)).toContainText('Saved with the downloads')
  const path = await file.path()
  const decoded = execFileSync(join(import.meta.dirname, '../../node_modules/.bin/node'), [join(import.meta.dirname, '../../out/main/cli.js'), 'decode', path, '--json'], { encoding: 'utf8' })
  expect((JSON.parse(decoded) as { symbols: Array<{ text: string }> }).symbols.map(({ text }) => text)).toEqual([NUMBER, NUMBER])
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
})

test('with a printer, F8 twice prints the label, says what became of it, and the next one says that it replaces it', async ({ page, host, paper }) => {
  await firstRun(page, host)
  await takeIn(page, NUMBER)
  await page.keyboard.press('Alt+v')
  await page.keyboard.press('F4')
  await page.getByLabel('Name').fill('Desk labels')
  await page.getByLabel('Address').fill(`tcp://127.0.0.1:${paper.port}`)
  await page.getByLabel('Shift right').fill('60')
  await page.getByLabel('Darkness').fill('12')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Type millimeters from -50 to 50.')).toBeVisible()
  await page.getByLabel('Shift right').fill('1,5')
  await page.getByLabel('Copies').fill('2')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /Desk labels/ })).toContainText('Ready')
  // Private use: no font may claim it.
  await asAdministrator(page, host, async (client) => { await client.intake.assign({ pieces: [(await client.pieces.list({})).rows[0]?.id ?? ''], recipient: { name: 'Wren \u{f8f1}' } }) })
  await onPiece(page)
  await page.keyboard.press('F8')
  await expect(dialog(page).getByRole('img')).toBeVisible()
  const box = '(U+F8F1) of the recipient, "Wren \u{f8f1}".'
  await expect(dialog(page)).toContainText(box)
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('Printed: Desk labels')
  expect(paper.labels).toHaveLength(1)
  const sent = paper.received.map((bytes) => bytes.toString('latin1')).join('')
  expect(sent).toContain('~SD12')
  expect(paper.labels[0]).toContain('^PQ2,')
  expect(paper.labels[0]).toContain('1Z 999 AA1 01 2345 6784')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F8')
  await expect(dialog(page)).toContainText('A label of this piece was printed before.')
  await paper.off()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText(/refuses the connection.*It is kept and printed as soon as the printer can\./)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+v')
  await expect(page.getByRole('complementary', { name: 'The chosen job' })).toContainText(box)
  await page.keyboard.press('Alt+8')
  await expect(page.getByRole('complementary', { name: 'Sign off and print' }).getByText(/\(U\+F8F1\) in "Wren \u{f8f1}"/u)).toBeVisible()
})
