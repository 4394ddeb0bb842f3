import type { Locator, Page } from '@playwright/test'
import { newId } from '../../src/shared/ids.ts'
import { clean } from './axe.ts'
import { expect, firstRun, test, type Host } from './fixture.ts'
import { asAdministrator, fillDirectory } from './people.ts'

const CSV = [
  'Employee ID,First Name,Last Name,Email,Department,Mail Stop,Favourite tea',
  '1001,Delphine,Okafor,delphine.okafor@example.com,Legal,B-14,Assam',
  '1002,Katherine,Pell,katherine.pell@example.com,Legal,B-14,',
  '1003,Ruben,Achterberg,ruben.achterberg@example.com,Accounts,C-02,Mint',
  '1004,,,no-name@@example,Accounts,C-02,',
].join('\r\n')

async function toDirectory(page: Page, host: Host): Promise<void> {
  await firstRun(page, host)
  await page.keyboard.press('Alt+d')
  await expect(page.getByRole('heading', { name: 'Directory', exact: true })).toBeVisible()
}

async function openCsv(page: Page, csv: string): Promise<void> {
  await page.getByText('Import', { exact: true }).click()
  await page.getByLabel('List of people').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByRole('heading', { name: 'people.csv', exact: true })).toBeVisible()
}

async function importCsv(page: Page, csv: string): Promise<void> {
  await openCsv(page, csv)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await expect(page.getByText(/people added|person added/)).toBeVisible()
  await page.getByRole('button', { name: /^Done/ }).click()
  await page.getByText('People', { exact: true }).first().click()
}

const people = (page: Page): Locator => page.getByRole('listbox', { name: 'People' }).getByRole('option')

test('a list with one bad row is mapped, looked at, applied, and the bad row is handed back', async ({ page, host }) => {
  await toDirectory(page, host)
  await openCsv(page, CSV)
  await expect(page.getByText('7 columns, UTF-8, commas between')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Last Name is' })).toHaveValue('Last name')
  await expect(page.getByRole('combobox', { name: 'Favourite tea is' })).toHaveValue('Leave out')
  await clean(page, 'columns')
  await page.getByRole('combobox', { name: 'Favourite tea is' }).click()
  await page.getByRole('option', { name: 'Note', exact: true }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('radio', { name: '3 new' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Rows that cannot be taken' }).getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Rows that cannot be taken' })).toContainText('no-name@@example')
  await clean(page, 'preview')
  await page.getByText('3 new', { exact: true }).click()
  await expect(page.getByRole('region', { name: 'New people' })).toContainText('Note: Assam')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('3 people added, 0 changed, 0 the same as before.')).toBeVisible()
  await clean(page, 'imported')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download 1 row not taken' }).click()
  const file = await waiting
  expect(file.suggestedFilename()).toBe('rows not taken - people.csv')
  const text = await (await file.createReadStream()).toArray()
  expect(Buffer.concat(text).toString('utf8')).toContain('no-name@@example')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('3 new, 0 changed, 1 not taken')).toBeVisible()

  // The same list again, with one field changed and one person gone.
  await page.getByLabel('List of people').setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV.replace('Katherine,Pell', 'Katherine,Pell-Moore').split('\r\n').filter((line) => !line.startsWith('1003') && !line.startsWith('1004')).join('\r\n')) })
  await expect(page.getByText('Columns as last time')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('radio', { name: '1 changed' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Changed people' })).toContainText('Last name: Pell Pell-Moore')
  await page.getByText('1 not in the file').click()
  await expect(page.getByRole('region', { name: 'People not in the file' })).toContainText('Ruben Achterberg')
})

test('a name with a slip in it is found, and everything about the person is done by keyboard', async ({ page, host }) => {
  await toDirectory(page, host)
  await importCsv(page, CSV)
  const field = page.getByLabel('Who', { exact: false }).first()
  await expect(field).toBeFocused()
  await expect(people(page)).toHaveCount(3)
  await field.fill('delphnie oka')
  await expect(people(page)).toHaveCount(1)
  await expect(people(page)).toContainText('Delphine Okafor')
  await field.press('Enter')
  const card = page.getByRole('article', { name: 'Delphine Okafor' })
  await expect(card).toContainText('delphine.okafor@example.com')
  await clean(page, 'card')
  await page.keyboard.press('F2')
  await expect(page.getByLabel('First name')).toBeFocused()
  await clean(page, 'form')
  await page.getByLabel('Location', { exact: false }).fill('L-07')
  // Esc goes back and keeps what was typed.
  await page.keyboard.press('Escape')
  await expect(card).toBeVisible()
  await page.keyboard.press('F2')
  await expect(page.getByLabel('Location', { exact: false })).toHaveValue('L-07')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('An e-mail address looks like name@example.com.')).toBeVisible()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('d.okafor@example.com')
  await page.keyboard.press('Control+Enter')
  await expect(card).toContainText('d.okafor@example.com')
  await expect(people(page).first()).toContainText('L-07')
})

test('absence, delegate and leaving are said in words', async ({ page, host }) => {
  await toDirectory(page, host)
  await importCsv(page, CSV)
  await page.getByRole('listbox', { name: 'People' }).getByText('Ruben Achterberg').click()
  const card = page.getByRole('article', { name: 'Ruben Achterberg' })
  await card.getByRole('button', { name: 'Away' }).click()
  const absence = page.getByRole('form', { name: 'Absence' })
  await absence.getByLabel('Who takes the mail', { exact: false }).first().fill('pel')
  await page.getByRole('option', { name: 'Katherine Pell, Legal' }).click()
  await clean(page, 'absence')
  await absence.getByRole('button', { name: 'Record the absence' }).click()
  await expect(card).toContainText('Katherine Pell takes the mail')
  await expect(people(page).filter({ hasText: 'Ruben Achterberg' })).toContainText('Away')
  await card.getByRole('button', { name: 'Delegate' }).click()
  await page.getByLabel('Who may take this mail').first().fill('delph')
  await page.getByRole('option', { name: 'Delphine Okafor, Legal' }).click()
  await page.getByRole('button', { name: 'Name the delegate' }).click()
  await expect(card.getByRole('region', { name: 'Delegates' })).toContainText('Delphine Okafor, always')
  await card.getByRole('button', { name: 'Has left' }).click()
  await page.getByRole('button', { name: 'Mark as left' }).click()
  await expect(card).toContainText('Left on')
  await expect(people(page)).toHaveCount(2)
  await card.getByRole('button', { name: 'Is here again' }).click()
  await expect(people(page)).toHaveCount(3)
})

test('somebody who is not found is added, a department and a mail stop too', async ({ page, host }) => {
  await toDirectory(page, host)
  await page.getByText('Departments', { exact: true }).click()
  await page.keyboard.press('F4')
  await page.getByLabel('Name', { exact: true }).fill('Legal')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('listbox', { name: 'Departments' }).getByRole('option')).toContainText('Legal')
  await clean(page, 'departments')
  await page.getByText('Mail stops', { exact: true }).click()
  await page.keyboard.press('F4')
  await page.getByRole('textbox', { name: /^Stop/ }).fill('B-14')
  await page.getByLabel('Location', { exact: false }).fill('R-03')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('listbox', { name: 'Mail stops' }).getByRole('option')).toContainText('R-03')
  await page.getByText('People', { exact: true }).first().click()
  await page.getByLabel('Who', { exact: false }).first().fill('Ottoline Brask')
  await expect(page.getByText('Nobody is found by "Ottoline Brask"')).toBeVisible()
  await page.keyboard.press('F4')
  await expect(page.getByRole('textbox', { name: 'Last name' })).toHaveValue('Brask')
  await page.getByRole('combobox', { name: 'Department' }).click()
  await page.getByRole('option', { name: 'Legal' }).click()
  await page.getByRole('combobox', { name: 'Mail stop' }).click()
  await page.getByRole('option', { name: 'B-14' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: 'Ottoline Brask' })).toContainText('R-03')
  for (const size of [{ width: 1366, height: 688 }, { width: 683, height: 384 }]) {
    await page.setViewportSize(size)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  }
})

test('find names people and places: Enter opens the card, the pieces that lie there, or the people of a stop', async ({ page, host }) => {
  await firstRun(page, host)
  await fillDirectory(page, host)
  await asAdministrator(page, host, async (client) => {
    for (const number of ['771288201001', '771288201002']) {
      const { piece } = await client.intake.scan({ id: newId(Date.now()), text: number, source: 'typed', caughtAt: Date.now() })
      await client.intake.assign({ pieces: [piece.id], recipient: { name: 'Wilhelmina Quill' }, fields: { location: 'B-14' } })
    }
  })
  const find = page.getByRole('combobox', { name: 'Find piece or command' })
  const group = (name: string) => page.getByRole('group', { name }).getByRole('option')
  await page.keyboard.press('Control+k')
  await find.fill('wi qu')
  await expect(group('People').first()).toContainText('Wilhelmina Quill')
  await expect(group('People').first()).toContainText('2 pieces wait')
  await expect(group('People').first()).toHaveAttribute('aria-selected', 'true')
  await find.press('Enter')
  await expect(page.getByRole('heading', { name: 'Directory' })).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Card' })).toContainText('Wilhelmina Quill')

  await page.keyboard.press('Control+k')
  await find.fill('b-1')
  await expect(group('Places').first()).toContainText('B-14')
  await expect(group('Places').first()).toContainText('2 pieces')
  await group('Places').first().click()
  await expect(page.getByRole('listbox', { name: 'Pieces, newest first' }).getByRole('option')).toHaveCount(2)

  await page.keyboard.press('Control+k')
  await find.fill('4-120')
  await expect(group('Places').first()).toContainText('Mail stop')
  await group('Places').first().click()
  await expect(page.getByRole('listbox', { name: 'People' }).getByRole('option')).toHaveCount(3)
})
