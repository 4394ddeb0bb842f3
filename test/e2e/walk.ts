import type { Locator, Page } from '@playwright/test'
import { SEED_PIN } from '../../src/main/sample/seed.ts'

/** Which office is walked through: the sample with its mail, or one that was set up a moment ago. */
export type Office = 'sample' | 'empty'

/** Something to see on a screen. It is opened by its keys, one after the other, or by `open`; a dialog is closed again, all else stays. */
interface View {
  name: string
  keys?: readonly string[]
  open?: (page: Page) => Promise<unknown>
  /** What is to be seen then; a dialog if left out. */
  shows?: (page: Page) => Locator
  /** Only an office with mail has it. */
  full?: true
}

interface Screen {
  name: string
  /** Pressed together with Alt. */
  key: string
  title: string
  views: readonly View[]
}

/** Has a line of a list chosen by the mouse; the first one, or the first with these words. */
const line = (list: string | RegExp, words: string | RegExp = '') => async (page: Page): Promise<void> => { await page.getByRole('listbox', { name: list }).getByRole('option').filter({ hasText: words }).first().click() }
const lines = (list: string | RegExp) => (page: Page): Locator => page.getByRole('listbox', { name: list }).getByRole('option').first()
const press = (name: string | RegExp) => async (page: Page): Promise<void> => { await page.locator('#work').getByRole('button', { name }).first().click() }
const button = (name: string | RegExp) => (page: Page): Locator => page.locator('#work').getByRole('button', { name }).first()
const words = (said: string | RegExp) => (page: Page): Locator => page.locator('#work').getByText(said).first()
const choose = (name: string | RegExp) => async (page: Page): Promise<void> => { await page.getByRole('radio', { name }).check({ force: true }) }
const field = (name: string | RegExp) => (page: Page): Locator => page.locator('#work').getByLabel(name).first()
const article = (page: Page): Locator => page.getByRole('article')
const pane = (name: string) => (page: Page): Locator => page.getByRole('heading', { name, level: 1 })
const scan = (number: string) => async (page: Page): Promise<void> => {
  await page.getByLabel('Number', { exact: true }).fill(number)
  await page.getByLabel('Number', { exact: true }).press('Enter')
}
const drop = (name: string) => async (page: Page): Promise<void> => {
  const held = await page.evaluateHandle((called) => {
    const data = new DataTransfer()
    data.items.add(new File(['a,b\n1,2\n'], called))
    return data
  }, name)
  await page.locator('#work').dispatchEvent('drop', { dataTransfer: held })
}
const command = (name: string) => async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill(name)
  await page.getByRole('option', { name }).first().click()
}
/** Dialogs of an office with mail, each by its key. */
const dialogs = (of: Record<string, string>): View[] => Object.entries(of).map(([name, key]) => ({ name, keys: [key], full: true }))

const NUMBER = '9589071052700412339917'
const PIECES = 'Pieces, newest first'

/** Every screen with its views, in the order they are gone through. A new screen or dialog is added here: the photographs and the test of accessibility both walk along it. */
const SCREENS: readonly Screen[] = [
  { name: 'intake', key: '1', title: 'Intake', views: [
    { name: 'from-paper', keys: ['Control+e'] }, { name: 'from-paper-refused', keys: ['Control+e', 'Enter'] },
    { name: 'scan-all-first', open: choose('Scan all first'), shows: pane('Intake') },
    { name: 'one-at-a-time', open: choose('One at a time'), shows: pane('Intake') },
    { name: 'saved', full: true, open: scan(NUMBER), shows: lines('Pieces of this session') },
    { name: 'people', full: true, open: async (page) => { await page.getByRole('combobox', { name: /Who is it for/ }).fill('ro ke') }, shows: lines('People') },
    ...dialogs({ correct: 'F2', void: 'Delete', 'second-barcode': 'Control+b', label: 'F8' }),
    { name: 'seen-before', full: true, open: scan(NUMBER), shows: button('Another piece') },
    { name: 'answered', full: true, keys: ['2'], shows: words('Voided') },
  ] },
  { name: 'assign', key: '2', title: 'Assign', views: [] },
  { name: 'handover', key: '3', title: 'Handover', views: [
    { name: 'explained', keys: ['F1'], shows: (page) => page.getByRole('status', { name: /^About/ }) },
    { name: 'who-took-what', keys: ['Escape', 'Control+h'] },
    { name: 'counter', full: true, open: async (page) => { await line('What waits')(page); await line('Pieces to hand over', /[A-Z]-\d/)(page) }, shows: lines('Pieces to hand over') },
    ...dialogs({ hold: 'F6', problem: 'F2' }),
    { name: 'ticked', full: true, keys: ['Control+a'], shows: button(/^Hand over \d/) },
    { name: 'leave', full: true, keys: ['Control+l'] },
    { name: 'pad', full: true, keys: ['F11'] },
  ] },
  { name: 'runs', key: '4', title: 'Runs', views: [
    { name: 'new', full: true, keys: ['F4'], shows: button(/^Make the run/) },
    { name: 'stop', full: true, open: async (page) => { await page.keyboard.press('Escape'); await line('Stops in the order of the way', 'on the run')(page) }, shows: lines('Stops in the order of the way') },
    ...dialogs({ signed: 's', 'brought-back': 'b', refused: 'r' }),
  ] },
  { name: 'exceptions', key: 'e', title: 'Exceptions', views: [
    ...dialogs({ 'to-sender': '1', 'sent-on': '2', disposed: '4' }),
    { name: 'solved', keys: ['F3'], shows: pane('Exceptions') },
  ] },
  { name: 'letters', key: '5', title: 'Letters', views: [
    { name: 'import', keys: ['Control+i'], shows: button('Choose a CSV file') },
    { name: 'address-book', keys: ['Control+b'], shows: button('Add an addressee') },
    { name: 'take-out', full: true, open: async (page) => { await line('Addressees')(page); await page.keyboard.press('Delete') } },
    { name: 'list', keys: ['Escape', 'F3'], shows: button(/^(Sums|No sums)/) },
    { name: 'sums', keys: ['F6'], shows: button('No sums') },
    { name: 'letter', full: true, open: async (page) => { await page.keyboard.press('F6'); await line('Letters', 'Not in a book')(page); await page.keyboard.press('Enter') }, shows: button(/^Another number/) },
    ...dialogs({ correct: 'F2', number: 'n', accepted: 'Control+Enter', void: 'Delete' }),
  ] },
  { name: 'books', key: '6', title: 'Mailing books', views: [
    { name: 'give-up', full: true, open: press('Give it up') },
    { name: 'presented', full: true, open: line('Books', 'Book 2'), shows: button('Accepted by USPS') },
    ...dialogs({ accepted: 'Control+Enter', struck: 'Delete' }),
  ] },
  { name: 'tracking', key: '7', title: 'Tracking', views: [
    { name: 'take-in', keys: ['Control+i'] },
    ...dialogs({ news: 'n', 'by-telephone': 'p', 'phone-app': 'q', outcome: 'b', 'put-aside': 'F6', 'give-to': 'g', done: 't' }),
    { name: 'as-it-came', full: true, open: press(/^Typed,/) },
  ] },
  { name: 'receipts', key: 'r', title: 'Return receipts', views: [
    ...dialogs({ 'came-back': 'b', proof: 'Control+Enter' }),
    { name: 'received', full: true, open: async (page) => { await choose(/^Received/)(page); await line('Receipts')(page) }, shows: button('Wrong letter') },
    { name: 'signer', full: true, keys: ['s'] },
    { name: 'wrong-letter', full: true, open: press('Wrong letter') },
    { name: 'to-match', open: choose(/^To match/), shows: pane('Return receipts') },
  ] },
  { name: 'days', key: '8', title: 'Daily log', views: [
    { name: 'go-to', keys: ['g'] },
    { name: 'before', full: true, keys: ['ArrowLeft'], shows: pane('Daily log') },
  ] },
  { name: 'reports', key: 'p', title: 'Reports', views: ['2', '3', '4', '5', '6'].map((key) => ({ name: key, keys: [key], shows: pane('Reports') })) },
  { name: 'pieces', key: '9', title: 'Pieces', views: [
    { name: 'piece', full: true, open: line(PIECES, 'Whose number?'), shows: article },
    ...dialogs({ correct: 'F2', label: 'F8', void: 'Delete', problem: 'p', hold: 'F6', question: 'Alt+q' }),
    { name: 'right-number', full: true, open: async (page) => {
      await page.keyboard.press('Alt+9')
      await line(PIECES, 'Check digit')(page)
      await page.getByRole('button', { name: /^Answer it/ }).waitFor()
      await page.keyboard.press('Alt+q')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('2')
      await page.getByLabel('Right number').waitFor()
    } },
  ] },
  { name: 'locations', key: 'l', title: 'Locations', views: [
    { name: 'new', keys: ['F4'] }, { name: 'stock-takes', keys: ['Shift+S'] },
    { name: 'change', full: true, keys: ['F2'] },
    { name: 'containers', keys: ['F3'], shows: button(/^New/) },
    { name: 'new-container', keys: ['F4'] },
  ] },
  { name: 'directory', key: 'd', title: 'Directory', views: [
    { name: 'add', keys: ['F4'], shows: field('First name') },
    { name: 'person', full: true, open: async (page) => { await page.keyboard.press('Escape'); await line('People')(page) }, shows: article },
    { name: 'badge', full: true, open: press('Badge') },
    { name: 'change', full: true, keys: ['F2'], shows: field('First name') },
    ...['Departments', 'Mail stops', 'Import'].map((name): View => ({ name: name.toLowerCase().replace(' ', '-'), open: choose(name), shows: pane('Directory') })),
    { name: 'import-columns', open: async (page) => { await page.getByLabel('List of people').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('Employee ID,First Name,Last Name\n1,Ada,Lovelock\n2,,\n') }) }, shows: (page) => page.getByRole('heading', { name: 'people.csv', exact: true }) },
    { name: 'import-preview', keys: ['Control+Enter'], shows: (page) => page.getByRole('radio', { name: '1 new' }) },
  ] },
  { name: 'audit', key: 'a', title: 'Audit', views: [{ name: 'entry', open: line(/^Entries of the log/, /\d[AP]M|\d [AP]M/), shows: pane('Audit') }] },
  { name: 'notices', key: 'm', title: 'Notices', views: [] },
  { name: 'devices', key: 'v', title: 'Devices', views: [
    { name: 'add-printer', keys: ['F2'] },
    { name: 'test', keys: ['t'], shows: (page) => page.getByRole('heading', { name: 'Scan anything' }) },
    { name: 'add-scanner', keys: ['F2'] },
    { name: 'printers', keys: ['Escape'], shows: pane('Devices') },
  ] },
  { name: 'help', key: 'h', title: 'Help', views: ['Marks', 'Fields', 'First steps', 'For administrators'].map((name): View => ({ name: name.toLowerCase().replace(' ', '-'), open: choose(name), shows: pane('Help') })) },
]

/** Dialogs of the sections of Settings. */
const OF_SECTIONS: Readonly<Record<string, readonly View[]>> = {
  'Fees and postage': [{ name: 'price', keys: ['F4'] }],
  People: [{ name: 'person', open: press('Change') }],
}

/** What can be opened from anywhere. */
const EVERYWHERE: readonly View[] = [
  { name: 'find', keys: ['Control+k'] }, { name: 'found', full: true, open: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('ro'); await page.getByRole('group', { name: 'People' }).getByRole('option').first().waitFor() } }, { name: 'all-keys', keys: ['?'] }, { name: 'jobs', keys: ['Control+j'] }, { name: 'marks', keys: ['Shift+F1'] }, { name: 'outage-sheets', open: command('Print blank outage sheets') },
  { name: 'dropped-table', open: drop('people.csv') }, { name: 'dropped-picture', open: drop('cards.png') }, { name: 'dropped-unknown', open: drop('notes.exe') },
]

/** Once everything that the screen reads is there, and drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) })
  })
  await page.locator('#work:not([aria-busy=true])').waitFor()
}

/** Signs the administrator in on the sign-in that is shown. */
export async function signIn(page: Page): Promise<void> {
  const boss = page.getByRole('radio', { name: /Administrator/ }).first()
  await page.getByRole('textbox', { name: /PIN/ }).waitFor()
  if (await boss.count() > 0) await boss.check()
  await page.getByRole('textbox', { name: /PIN/ }).fill(SEED_PIN)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Intake' }).waitFor()
}

/** What is looked at: a screen as it comes up, another view of it, or a dialog over it. */
export type Seen = 'screen' | 'view' | 'dialog'

/**
 * Goes over every screen, and over every dialog of it, and has each looked at.
 *
 * @param look gets the name of what is to be seen, such as `pieces` or `pieces-void`
 */
export async function walk(page: Page, office: Office, look: (name: string, what: Seen) => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog')
  const seen = async (name: string, what: Seen): Promise<void> => {
    await settled(page)
    await look(name, what)
  }
  const show = async (screen: string, view: View): Promise<void> => {
    if (view.full && office === 'empty') return
    if (view.open) await view.open(page)
    else if (view.keys?.some((key) => key.length === 1)) await page.locator('#work').focus()
    for (const key of view.keys ?? []) await page.keyboard.press(key)
    await (view.shows?.(page) ?? dialog).waitFor()
    await seen(`${screen}-${view.name}`, view.shows ? 'view' : 'dialog')
    if (view.shows) return
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  }
  for (const { name, key, title, views } of SCREENS) {
    await page.keyboard.press(`Alt+${key}`)
    await page.getByRole('heading', { name: title, exact: true, level: 1 }).waitFor()
    await seen(name, 'screen')
    for (const view of views) await show(name, view)
  }
  for (const view of EVERYWHERE) await show('everywhere', view)
  await page.keyboard.press('Alt+,')
  for (const section of await page.getByRole('navigation', { name: 'Settings' }).getByRole('button').all()) {
    await section.click()
    const title = await section.innerText()
    const name = `settings-${title.toLowerCase().replaceAll(/\W+/g, '-')}`
    await seen(name, 'screen')
    for (const view of OF_SECTIONS[title] ?? []) await show(name, view)
  }
}
