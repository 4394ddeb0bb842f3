import type { Page } from '@playwright/test'
import { newId } from '../../src/shared/ids.ts'
import type { MailServer } from '../devices/smtpServer.ts'
import { startMailServer } from '../devices/smtpServer.ts'
import { clean } from './axe.ts'
import { test as base, expect, firstRun, type Host } from './fixture.ts'
import { asAdministrator } from './people.ts'

const test = base.extend<{ post: MailServer }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  post: async ({}, use) => {
    const post = await startMailServer({ user: 'mailroom', password: 'correct horse' })
    await use(post)
    await post.close()
  },
})

const section = async (page: Page, name: string): Promise<void> => {
  await page.keyboard.press('Alt+,')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name, exact: true }).click()
}

/** Everything set up beside the page: connection, rules without a pause, one person with an address and one without. */
async function ready(page: Page, host: Host, post: MailServer): Promise<{ arrive: (who: 'ana' | 'cleo') => Promise<void> }> {
  const people = await asAdministrator(page, host, async (client) => {
    await client.notify.saveMail({ settings: { host: '127.0.0.1', port: post.port, security: 'none', user: 'mailroom', sender: 'mailroom@example.com', replyTo: '' }, password: 'correct horse' })
    await client.notify.saveSettings({ ...(await client.notify.settings()), on: true, windowMinutes: 0 })
    return { ana: (await client.directory.addPerson({ name: 'Ana Poole', email: 'ana@example.com' })).id, cleo: (await client.directory.addPerson({ name: 'Cleo Reyes' })).id }
  })
  let last = 0
  return {
    arrive: (who) => asAdministrator(page, host, async (client) => {
      const { piece } = await client.intake.scan({ id: newId(Date.now()), text: `PKG-${String(++last).padStart(4, '0')}`, source: 'typed', caughtAt: Date.now() })
      await client.intake.assign({ pieces: [piece.id], recipient: { person: people[who] } })
    }),
  }
}

test('the connection is set up, tried, and put right with the words of the server', async ({ page, host, post }) => {
  await firstRun(page, host)
  await section(page, 'E-mail')
  await expect(page.getByText('No mail server is set up. Nothing is sent until one is.')).toBeVisible()
  await page.getByRole('button', { name: 'Save the connection', exact: true }).click()
  await expect(page.getByText('Type the name of the mail server, such as smtp.example.com.')).toBeVisible()
  await clean(page, 'empty')
  await page.getByLabel('Mail server').fill('127.0.0.1')
  await page.getByRole('radio', { name: 'None' }).click()
  await expect(page.getByLabel('Port')).toHaveValue('25')
  await page.getByLabel('Port').fill(String(post.port))
  await page.getByLabel('User').fill('mailroom')
  await page.getByLabel('Password', { exact: false }).first().fill('wrong')
  await page.getByRole('textbox', { name: /^Sender/ }).fill('mailroom at example')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('"mailroom at example" is no e-mail address.', { exact: false })).toBeVisible()
  await page.getByRole('textbox', { name: /^Sender/ }).fill('mailroom@example.com')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('The connection is saved.')).toBeVisible()
  await page.getByLabel('Send it to').fill('me@example.com')
  await page.getByRole('button', { name: 'Send a test message' }).click()
  await expect(page.getByText('127.0.0.1 said: 535 Authentication credentials invalid')).toBeVisible()
  await page.getByLabel('Password', { exact: false }).first().fill('correct horse')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('kept; type to change it')).toBeVisible()
  await page.getByRole('button', { name: 'Send a test message' }).click()
  await expect(page.getByText('The server has taken the message to me@example.com.')).toBeVisible()
  expect(post.messages.map((message) => message.subject)).toContain('Test message from Larkspur & Vane')
  await clean(page, 'tried')
})

test('what arrives is told by itself; a message that nobody knows of is decided by a person and goes out once more', async ({ page, host, post }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+m')
  await expect(page.getByText('No mail server is set up.')).toBeVisible()
  await clean(page, 'nothing')
  const { arrive } = await ready(page, host, post)
  post.plan({ at: 'data-end', hangUp: true })
  await arrive('ana')
  await page.getByRole('radio', { name: /^Needs a person/ }).click()
  const list = page.getByRole('listbox', { name: 'Needs a person, newest first' }).getByRole('option')
  await expect(list).toHaveText([/Ana Poole.*Did it arrive\?/])
  await expect(page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: /Notices/ })).toContainText('1 to decide')
  await expect(page.getByRole('button', { name: /^Station ready.*Outbox 1/ })).toBeVisible()
  const side = page.getByRole('complementary', { name: 'The chosen message' })
  await expect(side).toContainText('The whole message was handed over, but no answer came')
  await clean(page, 'unknown')
  await page.getByRole('listbox').focus()
  await page.keyboard.press('n')
  await expect(page.getByText('Nothing to decide')).toBeVisible()
  await page.keyboard.press('F3')
  await expect(page.getByRole('listbox', { name: 'Sent, newest first' }).getByRole('option')).toHaveText([/Ana Poole.*Sent/])
  expect(post.messages.map((message) => [message.to, message.text.includes('PKG-0001')])).toEqual([[['ana@example.com'], true]])
  await clean(page, 'sent')

  await arrive('cleo')
  await page.getByRole('radio', { name: /^Needs a person 1/ }).click()
  await expect(side).toContainText('The directory has no e-mail address for Cleo Reyes.')
  await page.getByRole('listbox').focus()
  await page.keyboard.press('Delete')
  await expect(page.getByText('Nothing to decide')).toBeVisible()

  post.plan({ at: 'rcpt', code: 550, words: 'No such mailbox here' })
  await arrive('ana')
  await page.getByRole('radio', { name: /^Failed 2/ }).click()
  await expect(side.getByRole('alert')).toContainText('127.0.0.1 said: 550 No such mailbox here')
  await page.getByRole('listbox').focus()
  await page.keyboard.press('r')
  await expect(page.getByRole('radio', { name: /^Sent 2/ })).toBeVisible()

  await page.keyboard.press('F7')
  await expect(page.getByText('The outbox is stopped.')).toBeVisible()
  await arrive('ana')
  await page.getByRole('radio', { name: /^Waiting 1/ }).click()
  await page.keyboard.press('F7')
  await expect(page.getByRole('radio', { name: /^Sent 3/ })).toBeVisible()
})

test('rules and texts are changed with a preview; a name that does not exist is said before it is saved', async ({ page, host }) => {
  await firstRun(page, host)
  await section(page, 'Notices')
  await page.getByLabel('Remind after').fill('many')
  await page.getByLabel('Also closed on').fill('2026-12-24\n2026-13-01')
  await page.getByRole('button', { name: 'Save the rules', exact: true }).click()
  await expect(page.getByText('0 to 260.')).toBeVisible()
  await expect(page.getByText('"2026-13-01" is not a day like 2026-12-24.')).toBeVisible()
  await page.getByLabel('Remind after').fill('2')
  await page.getByLabel('Also closed on').fill('2026-12-24')
  await page.getByRole('radiogroup', { name: 'Notices' }).getByRole('radio', { name: 'On' }).click()
  await page.getByRole('button', { name: 'Save the rules', exact: true }).click()
  await expect(page.getByText('Saved. People are told about what comes in from now on.')).toBeVisible()
  await clean(page, 'rules')

  const preview = page.getByRole('group', { name: 'Preview' })
  await expect(preview).toContainText('Mail for you: 2 pieces')
  await expect(preview).toContainText('Larkspur & Vane, mailroom')
  await page.getByLabel('Subject').fill('Post for {nmae}')
  await expect(page.getByText('There is no {nmae} here.', { exact: false })).toBeVisible()
  await page.getByLabel('Subject').fill('Post for {name}')
  await expect(preview).toContainText('Post for Delphine Okafor')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi, ')
  await page.getByRole('button', { name: '{count}' }).click()
  await expect(preview).toContainText('Hi, 2 pieces')
  await page.getByRole('button', { name: 'Save the text' }).click()
  await expect(page.getByRole('button', { name: 'Back to the first text' })).toBeVisible()
  await page.reload()
  await section(page, 'Notices')
  await expect(page.getByLabel('Subject')).toHaveValue('Post for {name}')
  await clean(page, 'texts')
  await page.getByRole('button', { name: 'Back to the first text' }).click()
  await expect(page.getByLabel('Subject')).toHaveValue('Mail for you: {count}')
})
