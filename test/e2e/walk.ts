import type { Locator, Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SEED_PIN } from '../../src/main/sample/seed.ts'

/** Which office is walked through: the sample with its mail, one that was set up a moment ago, or one of which the station reads nothing. */
export type Office = 'sample' | 'empty' | 'unread'

/** Something to see on a screen. It is opened by its keys, one after the other, or by `open`; a dialog is closed again, all else stays. */
export interface View {
  name: string
  keys?: readonly string[]
  open?: (page: Page) => Promise<unknown>
  /** What is to be seen then; a dialog if left out. */
  shows?: (page: Page) => Locator
  /** Only an office with mail has it. */
  full?: true
  /** Only an office without mail has it. */
  bare?: true
  /** It can be opened, and shows that nothing could be read, while the station reads nothing. */
  unread?: true
}

interface Screen {
  name: string
  /** Pressed together with Alt. */
  key: string
  title: string
  views: readonly View[]
}

/** Has a line of a list chosen by the mouse; the first one, or the first with these words. */
export const line = (list: string | RegExp, words: string | RegExp = '') => async (page: Page): Promise<void> => { await page.getByRole('listbox', { name: list }).getByRole('option').filter({ hasText: words }).first().click() }
export const lines = (list: string | RegExp) => (page: Page): Locator => page.getByRole('listbox', { name: list }).getByRole('option').first()
export const press = (name: string | RegExp) => async (page: Page): Promise<void> => { await page.locator('#work').getByRole('button', { name }).first().click() }
export const button = (name: string | RegExp) => (page: Page): Locator => page.locator('#work').getByRole('button', { name }).first()
export const words = (said: string | RegExp) => (page: Page): Locator => page.locator('#work').getByText(said).first()
export const choose = (name: string | RegExp) => async (page: Page): Promise<void> => { await page.getByRole('radio', { name }).check({ force: true }) }
export const field = (name: string | RegExp) => (page: Page): Locator => page.locator('#work').getByLabel(name).first()
export const article = (page: Page): Locator => page.getByRole('article')
const pane = (name: string) => (page: Page): Locator => page.getByRole('heading', { name, level: 1 })
export const scan = (number: string) => async (page: Page): Promise<void> => {
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
export const command = (name: string) => async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find piece or command' }).fill(name)
  await page.getByRole('option', { name }).first().click()
}
/** Dialogs of an office with mail, each by its key. */
const dialogs = (of: Record<string, string>): View[] => Object.entries(of).map(([name, key]) => ({ name, keys: [key], full: true }))

/** Types into the fields with these labels, one after the other. */
export const typed = (of: Record<string, string>, where = '#work, [role=dialog]') => async (page: Page): Promise<void> => { for (const [label, text] of Object.entries(of)) await page.locator(where).last().getByRole('textbox', { name: label }).first().fill(text) }
/** Does one thing after the other. */
export const steps = (...all: readonly ((page: Page) => Promise<unknown>)[]) => async (page: Page): Promise<void> => { for (const one of all) await one(page) }
export const key = (...keys: readonly string[]) => async (page: Page): Promise<void> => { for (const one of keys) await page.keyboard.press(one) }
export const until = (shows: (page: Page) => Locator) => async (page: Page): Promise<void> => { await shows(page).waitFor() }
export const dialogButton = (name: string | RegExp) => async (page: Page): Promise<void> => { await page.getByRole('dialog').getByRole('button', { name }).click() }
export const closed = async (page: Page): Promise<void> => { await page.getByRole('dialog').waitFor({ state: 'hidden' }) }
export const alert = (page: Page): Locator => page.getByRole('alert').first()
const chosen = (name: string | RegExp) => (page: Page): Locator => page.getByRole('radio', { name, checked: true }).first()

const NUMBER = '9589071052700412339917'
const PIECES = 'Pieces, newest first'
/** Its check digit is wrong; each walk over an office has one that was not scanned before. */
let walks = 0
const wrongDigit = async (page: Page): Promise<void> => { await scan(`${NUMBER.slice(0, -1)}${(8 + walks++) % 10}`)(page) }

/** Every screen with its views, in the order they are gone through. A new screen or dialog is added here: the photographs and the test of accessibility both walk along it. */
const SCREENS: readonly Screen[] = [
  { name: 'intake', key: '1', title: 'Intake', views: [
    { name: 'from-paper', keys: ['Control+e'] }, { name: 'from-paper-refused', open: steps(key('Control+e'), until((page) => page.getByRole('dialog')), key('Enter'), until((page) => page.getByRole('dialog').getByText('Say which sheet and line it stands on'))) },
    { name: 'scan-all-first', open: choose('Scan all first'), shows: pane('Intake') },
    { name: 'one-at-a-time', open: choose('One at a time'), shows: pane('Intake') },
    { name: 'saved', full: true, open: scan(NUMBER), shows: lines('Pieces of this session') },
    { name: 'people', full: true, open: async (page) => { await page.getByRole('combobox', { name: /Who is it for/ }).fill('ro ke') }, shows: (page) => page.getByRole('listbox', { name: 'People' }).getByRole('option', { selected: true }) },
    ...dialogs({ correct: 'F2', void: 'Delete', 'second-barcode': 'Control+b', label: 'F8' }),
    { name: 'seen-before', full: true, open: scan(NUMBER), shows: button('Another piece') },
    { name: 'answered', full: true, keys: ['2'], shows: words('Voided') },
    { name: 'check-digit', full: true, open: wrongDigit, shows: button('No, type it') },
    { name: 'right-number', full: true, open: press('No, type it') },
  ] },
  { name: 'assign', key: '2', title: 'Assign', views: [] },
  { name: 'handover', key: '3', title: 'Handover', views: [
    { name: 'explained', keys: ['F1'], shows: (page) => page.getByRole('status', { name: /^About/ }) },
    { name: 'who-took-what', keys: ['Escape', 'Control+h'], unread: true },
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
    { name: 'closed', open: choose('Closed'), shows: chosen('Closed'), unread: true },
  ] },
  { name: 'exceptions', key: 'e', title: 'Exceptions', views: [
    ...dialogs({ 'to-sender': '1', 'sent-on': '2', disposed: '4' }),
    { name: 'solved', keys: ['F3'], shows: chosen(/^Solved/), unread: true },
  ] },
  { name: 'letters', key: '5', title: 'Letters', views: [
    { name: 'import', keys: ['Control+i'], shows: button('Choose a CSV file') },
    { name: 'import-columns', open: async (page) => { await page.getByLabel('CSV file of addressees').setInputFiles({ name: 'notices.csv', mimeType: 'text/csv', buffer: Buffer.from('Name,Street,City,State,ZIP\nTown of Anytown,PO Box 12,Anytown,VT,05099\n,,,,\n') }) }, shows: words(/^notices\.csv/) },
    { name: 'address-book', keys: ['Control+b'], shows: button('Add an addressee'), unread: true },
    { name: 'take-out', full: true, open: async (page) => { await line('Addressees')(page); await page.keyboard.press('Delete') } },
    { name: 'list', keys: ['Escape', 'F3'], shows: button(/^(Sums|No sums)/), unread: true },
    { name: 'sums', keys: ['F6'], shows: button('No sums'), unread: true },
    { name: 'letter', full: true, open: async (page) => { await page.keyboard.press('F6'); await line('Letters', 'Not in a book')(page); await page.keyboard.press('Enter') }, shows: button(/^Another number/) },
    ...dialogs({ correct: 'F2', number: 'F4', accepted: 'Control+Enter', void: 'Delete' }),
  ] },
  { name: 'books', key: '6', title: 'Mailing books', views: [
    { name: 'give-up', full: true, open: press('Give it up') },
    { name: 'presented', full: true, open: line('Books', 'Book 2'), shows: button('Accepted by USPS') },
    ...dialogs({ accepted: 'Control+Enter', struck: 'Delete' }),
    { name: 'done-with', full: true, open: steps(choose('All'), line('Books', 'Book 1')), shows: (page) => page.getByRole('region', { name: 'Book 1', exact: true }) },
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
    { name: 'returned', full: true, open: steps(choose(/^Not coming/), line('Receipts')), shows: button('It did not come back') },
    { name: 'take-return-back', full: true, open: press('It did not come back') },
    { name: 'to-match', open: choose(/^To match/), shows: chosen(/^To match/), unread: true },
  ] },
  { name: 'days', key: '8', title: 'Daily log', views: [
    { name: 'go-to', keys: ['g'] },
    { name: 'to-look-at', full: true, open: press(/^Look:/) },
    { name: 'no-pin', full: true, keys: ['Control+Enter'], shows: words('Type the PIN first') },
    { name: 'before', full: true, keys: ['ArrowLeft'], shows: (page) => page.locator('#work').getByRole('button', { name: 'Day after', disabled: false }) },
    { name: 'signed', full: true, open: async (page) => {
      const pin = page.locator('#work').getByLabel('PIN', { exact: true })
      if (await pin.count() === 0) return
      await pin.fill(SEED_PIN)
      await page.keyboard.press('Control+Enter')
    }, shows: words(/^Signed off by/) },
    { name: 'reopen', full: true, open: press('Reopen the day') },
  ] },
  { name: 'reports', key: 'p', title: 'Reports', views: ['2', '3', '4', '5', '6'].map((one) => ({ name: one, keys: [one], ...(one === '2' ? { unread: true } : {}), shows: (page) => page.getByRole('navigation', { name: 'Questions' }).locator(`[aria-current][aria-keyshortcuts="${one}"]`) })) },
  { name: 'pieces', key: '9', title: 'Pieces', views: [
    { name: 'piece', full: true, open: line(PIECES, 'Whose number?'), shows: article },
    ...dialogs({ correct: 'F2', label: 'F8', void: 'Delete', problem: 'p', hold: 'F6', question: 'Alt+q' }),
    { name: 'photo', full: true, open: async (page) => {
      await page.getByLabel('Photo of the piece').setInputFiles({ name: 'parcel.png', mimeType: 'image/png', buffer: await page.screenshot() })
      await page.getByRole('button', { name: /show it large$/ }).first().click()
    } },
    { name: 'right-number', full: true, open: steps(key('Alt+9'), line(PIECES, 'Check digit'), until(button(/^Answer it/)), key('Alt+q'), dialogButton(/^No, type it/), until((page) => page.getByLabel('Right number'))) },
  ] },
  { name: 'locations', key: 'l', title: 'Locations', views: [
    { name: 'new', keys: ['F4'] }, { name: 'stock-takes', keys: ['Shift+S'], unread: true },
    { name: 'change', full: true, keys: ['F2'] },
    { name: 'refused', full: true, open: steps(key('F4'), typed({ Code: 'A-02' }), key('Enter'), until((page) => page.getByRole('dialog').getByText('There is a location of this code'))) },
    { name: 'containers', keys: ['F3'], shows: chosen(/^Containers/), unread: true },
    { name: 'new-container', keys: ['F4'] }, { name: 'change-container', full: true, keys: ['F2'] },
  ] },
  { name: 'directory', key: 'd', title: 'Directory', views: [
    { name: 'add', keys: ['F4'], shows: field('First name') },
    { name: 'person', full: true, open: async (page) => { await page.keyboard.press('Escape'); await line('People')(page) }, shows: article },
    { name: 'badge', full: true, open: press('Badge') },
    { name: 'away', full: true, open: press(/^Away/), shows: field('First day away') }, { name: 'delegate', full: true, open: press(/^Delegate/), shows: button('Name the delegate') }, { name: 'has-left', full: true, open: press('Has left'), shows: button('Keep as it is') },
    { name: 'change', full: true, keys: ['F2'], shows: field('First name') },
    ...['Departments', 'Mail stops', 'Import'].map((name): View => ({ name: name.toLowerCase().replace(' ', '-'), open: choose(name), shows: chosen(name), ...(name === 'Import' ? {} : { unread: true }) })),
    { name: 'import-columns', open: async (page) => { await page.getByLabel('List of people').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('Employee ID,First Name,Last Name\n1,Ada,Lovelock\n2,,\n') }) }, shows: (page) => page.getByRole('heading', { name: 'people.csv', exact: true }) },
    { name: 'import-preview', keys: ['Control+Enter'], shows: (page) => page.getByRole('radio', { name: '1 new' }) },
  ] },
  { name: 'audit', key: 'a', title: 'Audit', views: [{ name: 'entry', open: line(/^Entries of the log/, /\d[AP]M|\d [AP]M/), shows: pane('Audit') }, { name: 'checked', keys: ['F5'], shows: words(/^Chain verified/) }] },
  { name: 'notices', key: 'm', title: 'Notices', views: [] },
  { name: 'devices', key: 'v', title: 'Devices', views: [
    { name: 'add-printer', keys: ['F4'] },
    { name: 'test', keys: ['t'], shows: (page) => page.getByRole('heading', { name: 'Scan anything' }), unread: true },
    { name: 'add-scanner', keys: ['F4'] },
    { name: 'scanner', open: steps(key('F4'), typed({ Name: 'Counter scanner', Port: '/dev/ttyACM9' }), key('Enter'), closed), shows: words('Not plugged in') },
    { name: 'change-scanner', open: press('Change Counter scanner') },
    { name: 'printer', open: steps(press('Take away Counter scanner'), key('Escape', 'F4'), typed({ Name: 'Counter labels', Address: 'tcp://127.0.0.1:9' }), key('Control+Enter'), closed), shows: button('Change it') },
    { name: 'change-printer', keys: ['F2'] },
    { name: 'job', keys: ['F6'], shows: lines('Print jobs, newest first') },
    { name: 'not-taken-away', open: press('Take it away'), shows: alert },
    { name: 'printers', open: steps(key('Delete'), async (page) => { await button(/^Drop/)(page).waitFor({ state: 'detached' }) }, press('Take it away')), shows: words('No printer is set up') },
  ] },
  { name: 'help', key: 'h', title: 'Help', views: ['Marks', 'Fields', 'First steps', 'For administrators'].map((name): View => ({ name: name.toLowerCase().replace(' ', '-'), open: choose(name), shows: pane('Help') })) },
]

/** What else there is to see in the sections of Settings; `folder` is one for copies. */
const ofSections = (folder: string): Readonly<Record<string, readonly View[]>> => ({
  'Fees and postage': [{ name: 'price', keys: ['F4'] }],
  People: [
    { name: 'person', open: press(/^Change/) },
    { name: 'let-in', full: true, open: steps(press(/^Change/), dialogButton('Switch the sign-in off'), closed, press(/^Let in again/)) },
    { name: 'let-in-again', full: true, open: steps(press(/^Let in again/), key('Control+Enter'), closed), shows: pane('Settings') },
  ],
  Backup: [
    { name: 'no-folder', bare: true, keys: ['Control+Enter'], shows: (page) => page.locator('input:focus[aria-invalid=true]') },
    { name: 'made', open: steps(typed({ Folder: folder }), key('Control+Enter')), shows: words(/^Backup made and checked/) },
    { name: 'restore', open: steps(press(/^Restore the copy/), until((page) => page.getByRole('dialog').getByRole('status'))) },
  ],
  'Keep and dispose': [
    { name: 'held', open: steps(typed({ Matter: 'Brandt estate', Why: 'Letter of counsel' }), press('Place the hold')), shows: button(/^Lift the hold/) },
    { name: 'lift', open: press(/^Lift the hold/) },
    { name: 'remove', full: true, open: steps(typed({ 'Number of the piece': NUMBER }), press('See what would go')) },
  ],
  'Check the log': [{ name: 'checked', open: press('Check now'), shows: words(/^Chain verified/) }],
  'USPS connection': [
    { name: 'on', open: steps(choose('On'), typed({ Key: 'key', Secret: 'secret', Address: 'http://127.0.0.1:49151' }), press('Save the connection')), shows: (page) => page.locator('#work').getByRole('button', { name: 'Try it', disabled: false }) },
    { name: 'refused', open: press('Try it'), shows: alert },
    { name: 'plan', open: steps(key('Alt+7'), press(/^Plan/)) },
    { name: 'no-answer', full: true, open: key('F5'), shows: words(/USPS cannot be reached/) },
  ],
})

/** What can be opened from anywhere. */
const EVERYWHERE: readonly View[] = [
  { name: 'find', keys: ['Control+k'] }, { name: 'found', full: true, open: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('ro'); await page.getByRole('group', { name: 'People' }).getByRole('option').first().waitFor() } }, { name: 'all-keys', keys: ['?'] }, { name: 'jobs', keys: ['Control+j'] }, { name: 'marks', keys: ['Shift+F1'] }, { name: 'station', open: async (page) => { await page.getByRole('button', { name: /^Station ready/ }).click() }, shows: (page) => page.getByRole('heading', { name: 'This station' }) }, { name: 'station-closed', keys: ['Escape'], shows: pane('Help') }, { name: 'outage-sheets', open: command('Print blank outage sheets') },
  { name: 'dropped-table', open: drop('people.csv') }, { name: 'dropped-picture', open: drop('cards.png') }, { name: 'dropped-unknown', open: drop('notes.exe') },
]

/** Once a frame that was begun from now on has been drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve, reject) => {
    requestAnimationFrame(() => { requestAnimationFrame(resolve) })
    // A browser that stopped drawing is said at once, and not when the time of a long test is up.
    setTimeout(() => { reject(new Error(`No frame was drawn in 30 s; the page is ${document.visibilityState}.`)) }, 30_000)
  }))
}

/** Once everything that the screen reads is there, and drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => { await document.fonts.ready })
  await drawn(page)
  await page.locator('#work:not([aria-busy=true])').waitFor()
}

/** Signs the administrator in on the sign-in that is shown, or the first one of another role. */
export async function signIn(page: Page, role: 'Administrator' | 'Operator' = 'Administrator'): Promise<void> {
  const person = page.getByRole('radio', { name: new RegExp(role) }).first()
  // Whose PIN it is stands there once the people are read.
  await page.getByRole('textbox', { name: /^PIN of/ }).waitFor()
  if (await person.count() > 0) await person.check()
  await page.getByRole('textbox', { name: /PIN/ }).fill(SEED_PIN)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: /PIN/ }).waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Intake' }).waitFor()
}

/** A page that is locked, and what an operator may not do alone. */
const LOCKED: readonly View[] = [
  { name: 'screen', open: key('Alt+1', 'F9'), shows: (page) => page.getByRole('main', { name: 'Locked' }) },
  { name: 'wrong-pin', open: async (page) => { await page.getByRole('textbox', { name: /PIN/ }).fill('0000'); await page.keyboard.press('Enter') }, shows: alert },
  { name: 'recover', open: async (page) => { await page.getByRole('button', { name: /^Forgot the PIN/ }).click() }, shows: (page) => page.getByLabel('Recovery code') },
  { name: 'again', open: async (page) => { await page.keyboard.press('Escape'); await signIn(page) }, shows: pane('Intake') },
  { name: 'approval', full: true, open: steps(
    key('F9'), async (page) => { await signIn(page, 'Operator') }, key('Alt+e'), choose(/^Open/), press(/^Dispose of it/), typed({ Why: 'nobody wants it' }), key('Enter'),
  ), shows: (page) => page.getByRole('dialog').getByText('Who allows it?') },
]

/** What is looked at: a screen as it comes up, another view of it, or a dialog over it. */
export type Seen = 'screen' | 'view' | 'dialog'

/**
 * Goes over every screen, and over every dialog of it, and has each looked at. Of a sample office an operator is signed in at its end.
 *
 * @param look gets the name of what is to be seen, such as `pieces` or `pieces-void`
 * @param tried gets the name of each dialog of a form once it was looked at and is open still, to try something with it
 * @returns the dialogs that were seen, by their names
 */
export async function walk(page: Page, office: Office, look: (name: string, what: Seen) => Promise<void>, tried: (name: string) => Promise<void> = () => Promise.resolve()): Promise<ReadonlySet<string>> {
  const dialog = page.getByRole('dialog')
  const dialogsSeen = new Set<string>()
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-copies-'))
  const seen = async (name: string, what: Seen): Promise<void> => {
    await settled(page)
    for (const one of await page.locator('[data-dialog]').all()) dialogsSeen.add(await one.getAttribute('data-dialog') ?? '')
    await look(name, what)
  }
  const show = async (screen: string, view: View): Promise<void> => {
    if ({ sample: view.bare, empty: view.full, unread: !view.unread }[office]) return
    if (view.open) await view.open(page)
    // Letters, Del and arrows belong to the field that has the focus.
    else if (view.keys?.some((one) => /^(.|Delete|Arrow\w+)$/.test(one))) await page.locator('#work').focus()
    for (const one of view.keys ?? []) await page.keyboard.press(one)
    await (view.shows?.(page) ?? dialog).waitFor()
    await seen(`${screen}-${view.name}`, view.shows ? 'view' : 'dialog')
    if (view.shows) return
    await tried(`${screen}-${view.name}`)
    await page.keyboard.press('Escape')
    await closed(page)
  }
  try {
    for (const { name, key: cap, title, views } of SCREENS) {
      await page.keyboard.press(`Alt+${cap}`)
      await page.getByRole('heading', { name: title, exact: true, level: 1 }).waitFor()
      await seen(name, 'screen')
      for (const view of views) await show(name, view)
    }
    for (const view of EVERYWHERE) await show('everywhere', view)
    await page.keyboard.press('Alt+,')
    const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
    for (const title of await sections.allInnerTexts()) {
      await page.keyboard.press('Alt+,')
      await sections.getByText(title, { exact: true }).click()
      const name = `settings-${title.toLowerCase().replaceAll(/\W+/g, '-')}`
      await seen(name, 'screen')
      for (const view of ofSections(folder)[title] ?? []) await show(name, view)
    }
    if (office !== 'unread') for (const view of LOCKED) await show('locked', view)
    return dialogsSeen
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
