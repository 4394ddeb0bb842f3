import type { TcpPrinter } from '../devices/tcpPrinter.ts'
import { startTcpPrinter } from '../devices/tcpPrinter.ts'
import type { Page } from '@playwright/test'
import { clean } from './axe.ts'
import { test as base, expect, firstRun } from './fixture.ts'

const test = base.extend<{ paper: TcpPrinter }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  paper: async ({}, use) => {
    const paper = await startTcpPrinter({ answers: {} })
    await use(paper)
    await paper.close()
  },
})

async function addPrinter(page: Page, paper: TcpPrinter): Promise<void> {
  await page.keyboard.press('Alt+v')
  await expect(page.getByRole('heading', { name: 'No printer is set up' })).toBeVisible()
  await page.keyboard.press('F4')
  await page.getByLabel('Name').fill('Desk labels')
  await page.getByLabel('Address').fill(`tcp://127.0.0.1:${paper.port}`)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /Desk labels/ })).toContainText('Ready')
}

const jobs = (page: Page) => page.getByRole('listbox', { name: 'Print jobs, newest first' }).getByRole('option')

test('a printer is added by keyboard, and its test page is printed and shown', async ({ page, host, paper }) => {
  await firstRun(page, host)
  await addPrinter(page, paper)
  await page.keyboard.press('F6')
  await expect(jobs(page)).toHaveText([/Test page.*Printed/])
  expect(paper.labels).toHaveLength(1)
  const picture = page.getByRole('img', { name: 'Preview of Test page' })
  await expect(picture).toBeVisible()
  await expect.poll(async () => await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await clean(page)
  await page.keyboard.press('F8')
  await expect(jobs(page)).toHaveCount(2)
  await expect(jobs(page).first()).toContainText('Printed')
  expect(paper.labels).toHaveLength(2)
})

test('a wrong address is said at its field and what was typed stays', async ({ page, host }) => {
  await firstRun(page, host)
  await page.keyboard.press('Alt+v')
  await page.keyboard.press('F4')
  await page.getByLabel('Name').fill('Old one')
  await page.getByLabel('Address').fill('lpt1')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/"lpt1" is not a printer address/)).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Old one')
})

test('a job that broke off asks whether it came out; N prints it once more, Y leaves it, Del lets it go', async ({ page, host, paper }) => {
  await firstRun(page, host)
  await addPrinter(page, paper)
  paper.plan({ kind: 'cut', after: 40 })
  await page.keyboard.press('F6')
  const side = page.getByRole('complementary', { name: 'The chosen job' })
  await expect(side.getByText('Did it come out?')).toBeVisible()
  await expect(page.getByRole('heading', { name: /Desk labels/ })).toContainText('1 job to decide')
  await page.keyboard.press('n')
  await expect(jobs(page)).toHaveText([/Test page.*Printed/])
  expect(paper.labels).toHaveLength(1)
  paper.plan({ kind: 'cut', after: 40 })
  await page.keyboard.press('F6')
  await expect(side.getByText('Did it come out?')).toBeVisible()
  await page.keyboard.press('y')
  await expect(jobs(page)).toHaveText([/Test page.*Sent/, /Test page.*Printed/])
  paper.plan({ kind: 'cut', after: 40 })
  await page.keyboard.press('F6')
  await expect(side.getByText('Did it come out?')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(jobs(page)).toHaveText([/Test page.*Dropped/, /Test page.*Sent/, /Test page.*Printed/])
  expect(paper.labels).toHaveLength(1)
})

test('a paused printer keeps its jobs; one can be dropped, the other goes out on resume', async ({ page, host, paper }) => {
  await firstRun(page, host)
  await addPrinter(page, paper)
  await page.keyboard.press('F7')
  await expect(page.getByRole('heading', { name: /Desk labels/ })).toContainText('Paused')
  await page.keyboard.press('F6')
  await expect(jobs(page)).toHaveCount(1)
  await page.keyboard.press('F6')
  await expect(jobs(page)).toHaveText([/Waiting/, /Waiting/])
  await page.keyboard.press('Delete')
  await expect(jobs(page)).toHaveText([/Dropped/, /Waiting/])
  expect(paper.connections()).toBe(0)
  await page.keyboard.press('F7')
  await expect(jobs(page)).toHaveText([/Dropped/, /Printed/])
  expect(paper.labels).toHaveLength(1)
})
