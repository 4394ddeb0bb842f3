import type { Locator, Page } from '@playwright/test'
import { join } from 'node:path'
import { SEED_PIN } from '../../src/main/sample/seed.ts'
import type { Door } from './door.ts'
import { button, choose, key, line, lines, press, scan, settled, steps, typed, until } from './walk.ts'

const DIALOG = '[role=dialog]'

/** A folder that nobody can make, because it lies in a file: a field that is left may be saved after all, and a task would write there. */
const nowhere = (name: string): string => join(import.meta.filename, name)

/** What stands in the fields of a form. */
const typedIn = (within: string): string[] => [...document.querySelectorAll(`${within} input, ${within} textarea`)].map((one) => (one as HTMLInputElement).value)

/** Chooses where nothing is chosen in the dialog, and types into every field that is empty. */
async function fill(page: Page): Promise<void> {
  for (const choice of await page.locator(DIALOG).locator('input[aria-haspopup=listbox]').all()) {
    if (await choice.inputValue() !== '') continue
    // A choice that is opened already is not closed by this key.
    await choice.press('ArrowDown')
    const first = page.locator('[data-combobox-option]').filter({ visible: true }).first()
    if (await first.isVisible()) await first.click()
  }
  // By its key: what narrows a choice may lie over it.
  for (const choice of await page.locator(DIALOG).getByRole('radiogroup').all()) if (await choice.locator(':checked').count() === 0) await choice.getByRole('radio').first().press('Space')
  const fields = page.locator(DIALOG).locator('input:not([type=radio], [type=checkbox], [type=file], [role=combobox], [aria-haspopup]), textarea')
  for (const field of await fields.all()) {
    if (!await field.isVisible() || !await field.isEditable() || await field.inputValue() !== '') continue
    const { type, numbers } = await field.evaluate((one) => ({ type: one.getAttribute('type') ?? 'text', numbers: /numeric|decimal/.test(one.getAttribute('inputmode') ?? '') }))
    await field.fill({ date: '2026-11-20', time: '10:30', password: SEED_PIN }[type] ?? (numbers ? '1' : 'Words that stay'))
  }
}

/** Whether any of it is to be seen, without scrolling. */
const inSight = async (what: Locator): Promise<boolean> => await what.evaluate((element) => new Promise<boolean>((resolve) => { new IntersectionObserver(([entry]) => { resolve(entry?.isIntersecting === true) }).observe(element) }))

/** Faults of the station that do not say what was not done. */
const untitled = (within: string): string[] => [...document.querySelectorAll(`${within} [role=alert]:has(button):not(:has(b))`)].map((one) => `"${one.textContent}" has no title`)

/** Buttons of a row that stand under each other, or whose words do. */
export const stacked = (within: string): string[] => [...document.querySelectorAll(`${within} button[data-kind]`)].flatMap((button) => {
  const range = document.createRange()
  const broken = [...button.childNodes].some((node) => { range.selectNodeContents(node); return node.nodeType === Node.TEXT_NODE && range.getClientRects().length > 1 })
  const before = button.previousElementSibling
  const under = before?.matches('button[data-kind]') && before.getBoundingClientRect().bottom <= button.getBoundingClientRect().top
  return broken || under ? [`"${button.textContent}" is ${broken ? 'broken' : 'under its neighbour'}`] : []
})

/**
 * Fills the form of the dialog that is open and has it saved by a station that cannot. It is left as it is then.
 *
 * @returns what is wrong about it: its own fields stopped it, nothing is said, or not what was not done, something typed is gone, a button is broken over two lines. Null when there is nothing to save, or nothing that the station is asked for.
 */
export async function saveInVain(page: Page, door: Door): Promise<string[] | null> {
  const save = page.locator(DIALOG).locator('button[data-kind=primary], button[data-kind=stop]').last()
  if (await save.count() === 0 || !await save.isEnabled()) return null
  await fill(page)
  const before = await page.evaluate(typedIn, DIALOG)
  const refused = door.refused
  door.shut = true
  await save.click()
  // Long work closes its dialog, and is answered where it was asked for.
  const said = await page.locator(`${DIALOG} [role=alert], ${DIALOG} [aria-invalid=true], body:not(:has(${DIALOG})) #work [role=alert]`).first().waitFor({ timeout: 5000 }).then(() => true, () => false)
  await settled(page)
  door.shut = false
  if (!said && door.refused === refused && await page.locator(DIALOG).count() === 0) return null
  if (!said) return [`says nothing when it is not saved`]
  const after = await page.evaluate(typedIn, DIALOG)
  return [...door.refused > refused ? [] : ['never asks the station'], ...before.filter((text, at) => text !== after[at]).map((text) => `lost "${text}"`), ...await page.evaluate(untitled, DIALOG), ...await page.evaluate(stacked, DIALOG)]
}

/** A form that is no dialog: how it is filled, and what has it saved. */
interface Form { name: string; /** The station is asked, and refuses it itself. */ answered?: true; fill?: (page: Page) => Promise<unknown>; save: (page: Page) => Promise<unknown> }

const finish = key('Control+Enter')
/** Leaves the field, which saves it. */
const leave = key('Tab')
const pin = (label: RegExp, digits: string) => async (page: Page): Promise<void> => { await page.locator('#work').getByRole('textbox', { name: label }).fill(digits) }

/** Takes somebody from the address book whom letters went to before. */
const addressee = (name: string) => async (page: Page): Promise<void> => {
  const to = page.locator('#work').getByRole('combobox', { name: /^To/ })
  await to.fill(name)
  await page.locator('#work').getByRole('option', { name }).first().waitFor()
  await to.press('Enter')
}

/** Forms of the screens by the key of each, and of the sections of Settings by their names. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  1: [{ name: 'scan', save: scan('1Z999AA10123456784') }],
  2: [{ name: 'give', fill: steps(async (page) => { await page.getByRole('combobox', { name: /Who is it for/ }).fill('ro ke') }, until(lines('People'))), save: press(/^Give it/) }],
  3: [{ name: 'hand-over', fill: steps(line('What waits'), line('Pieces to hand over', /[A-Z]-\d/), until(button(/^Hand over \d/))), save: finish }],
  4: [{ name: 'take-out', fill: until(button(/^Take out/)), save: finish }, { name: 'make', fill: steps(key('F4'), until(button(/^Make the run/)), typed({ 'Who carries it': 'Ivo' })), save: finish }],
  5: [{ name: 'log', fill: addressee('Town of Anytown'), save: press(/^Log letter/) }],
  6: [{ name: 'close', fill: until(button('Close the book')), save: press('Close the book') }],
  r: [{ name: 'received', fill: until(button(/^Received, no scan/)), save: press(/^Received, no scan/) }],
  8: [{ name: 'wrong-pin', answered: true, fill: pin(/^PIN/, '1357'), save: finish }, { name: 'sign-off', fill: pin(/^PIN/, SEED_PIN), save: finish }],
  d: [
    { name: 'add', fill: steps(key('F4'), typed({ 'First name': 'Ada', 'Last name': 'Lovelock' })), save: finish },
    { name: 'away', fill: steps(key('Escape'), line('People'), press(/^Away/), typed({ Note: 'on leave' })), save: press('Record the absence') },
    { name: 'department', fill: steps(choose('Departments'), key('F4'), typed({ Name: 'Archive' })), save: finish },
  ],
  a: [{ name: 'check', save: key('F5') }],
  m: [{ name: 'stop', save: key('F7') }],
  'My PIN': [{ name: 'change', fill: steps(pin(/^PIN now/, SEED_PIN), pin(/^New PIN(?! again)/, '135790'), pin(/^New PIN again/, '135790')), save: press('Change the PIN') }],
  'Certified Mail': [{ name: 'field', fill: typed({ 'Usual post office': 'Anytown VT' }), save: leave }],
  'Fees and postage': [{ name: 'compared', save: press('Compared') }],
  'Label rolls': [{ name: 'add', fill: typed({ 'First label': '9589071052790000000107', 'Last label': '9589071052790000000190', Name: 'Roll 7' }), save: press(/^Add the roll/) }],
  People: [{ name: 'add', fill: steps(typed({ Name: 'Ada Lovelock' }), pin(/^First PIN/, '135790')), save: press('Add the person') }, { name: 'lock', save: async (page) => { await page.getByRole('radio', { name: 'Never' }).click({ force: true }) } }],
  Notices: [{ name: 'rules', fill: typed({ 'Wait before telling': '20' }), save: finish }],
  'E-mail': [{ name: 'connection', fill: typed({ 'Mail server': 'smtp.example.com', Sender: 'mail@example.com' }), save: press(/^Save the connection/) }],
  'Command line': [{ name: 'allow', fill: typed({ 'Computer user': 'mailroom' }), save: press('Allow') }],
  Backup: [{ name: 'folder', fill: typed({ Folder: nowhere('copies') }), save: finish }],
  'Daily log': [{ name: 'folder', fill: typed({ Folder: nowhere('logs') }), save: leave }],
  'USPS connection': [{ name: 'connection', fill: steps(choose('On'), typed({ Key: 'key', Secret: 'secret' })), save: press('Save the connection') }],
  Receipts: [{ name: 'field', fill: typed({ 'Name for USPS': 'Mailroom' }), save: leave }],
  'Scheduled tasks': [{ name: 'run', save: press('Run now') }],
  'Keep and dispose': [{ name: 'hold', fill: typed({ Matter: 'Brandt estate', Why: 'Letter of counsel' }), save: press('Place the hold') }],
  'Export everything': [{ name: 'folder', fill: typed({ Folder: nowhere('everything') }), save: async (page) => { await page.locator('#work').getByRole('button', { name: 'Export everything' }).last().click() } }],
  Updates: [{ name: 'address', fill: typed({ Address: 'https://updates.example.com/' }), save: press('Keep the address') }],
  'Check the log': [{ name: 'check', save: press('Check now') }],
}

/**
 * Fills every form that is no dialog, has it saved by a station that cannot, and has it looked at. Answers what is wrong about each.
 *
 * @param office the screens of an office without mail have nothing to save: only the sections of Settings are gone through
 */
export async function saveAllInVain(page: Page, door: Door, look: (name: string) => Promise<void>, office: 'sample' | 'empty' = 'sample'): Promise<string[]> {
  const found: string[] = []
  for (const [where, forms] of Object.entries(FORMS)) {
    const section = where.length > 1
    if (office === 'empty' && !section) continue
    await page.keyboard.press(section ? 'Alt+,' : `Alt+${where}`)
    if (section) await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: where, exact: true }).click()
    await settled(page)
    for (const { name, answered = false, fill: type, save } of forms) {
      await type?.(page)
      await settled(page)
      const before = await page.evaluate(typedIn, '#work')
      const refused = door.refused
      door.shut = !answered
      await save(page)
      const full = `${section ? `settings-${where.toLowerCase().replaceAll(/\W+/g, '-')}` : (await page.getByRole('heading', { level: 1 }).first().innerText()).toLowerCase().replaceAll(' ', '-')}-${name}-not-saved`
      const answer = page.locator('#work').locator('[role=alert], [aria-invalid=true]').last()
      const said = await answer.waitFor({ timeout: 5000 }).then(() => true, () => false)
      await settled(page)
      door.shut = false
      await look(full)
      const after = await page.evaluate(typedIn, '#work')
      if (!answered && door.refused === refused) found.push(`${full}: never asks the station`)
      found.push(...said ? await inSight(answer) ? [] : [`${full}: says it out of sight`] : [`${full}: says nothing`], ...before.filter((text, at) => text !== after[at]).map((text) => `${full}: lost "${text}"`), ...[...await page.evaluate(untitled, '#work'), ...await page.evaluate(stacked, '#work :is([role=alert], footer)')].map((one) => `${full}: ${one}`))
    }
  }
  return found
}
