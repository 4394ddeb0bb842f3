import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import playwright from '../../playwright.config.ts'
import { SEED_PEOPLE, SEED_PIN } from '../../src/main/sample/seed.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { burst, strokes } from '../e2e/fixture.ts'
import { startServing } from '../trials/host.ts'
import { openUnwatched } from './unwatched.ts'

/** Starts the floor of what a browser shows: a page of a process of its own that does the same without an app. */
export function startBare(): Promise<{ process: ChildProcess; address: string }> {
  return startServing([join(import.meta.dirname, 'bare.mjs'), SEED_PEOPLE[2].name])
}

/** What the page measures for the bench: from the scanner's Enter to the frame in which the piece's row was painted, in milliseconds. */
interface Measured { painted: Promise<number> }

/** Notes when the scanner's Enter arrives. It has to listen before the page does: a scan's keys are kept from everybody else. */
function listen(): void {
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter') Object.assign(window, { benchEnter: performance.now() })
  }, { capture: true })
}

/** Waits in the page for the row of the next scan; the row ends in these characters. */
function watch(end: string): void {
  Object.assign(window, { benchEnter: Number.NaN })
  const measured: Measured = {
    painted: new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`No row ends in ${end}.`)), 20_000)
      const observer = new MutationObserver(() => {
        const began = (window as unknown as { benchEnter: number }).benchEnter
        const row = document.querySelector('[role="listbox"][aria-label="Pieces of this session"] [role="option"]')
        if (Number.isNaN(began) || !row?.textContent.replaceAll(/[^0-9A-Za-z]/g, '').includes(end)) return
        observer.disconnect()
        // A message that is posted while a frame is made arrives after that frame was painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - began)
          port2.postMessage(null)
        })
      })
      observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    }),
  }
  Object.assign(window, { benchMeasured: measured })
}

/** When what a person needs next was painted, in milliseconds since 1970 as the page's clock has it. */
interface Seen { signIn: Promise<number>; entered: number; intake: Promise<number> }

/** Notes in the page when the people of the sign-in were painted, when Enter was pressed on the PIN, and when a number could be typed on Intake. */
function follow(): void {
  const now = (): number => performance.timeOrigin + performance.now()
  const whenShown = (shown: () => boolean): Promise<number> => new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!shown()) return
      observer.disconnect()
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => { resolve(now()) }
        port2.postMessage(null)
      })
    })
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['inert'] })
  })
  const seen: Seen = {
    signIn: whenShown(() => document.querySelector('input[type="radio"]') !== null),
    entered: 0,
    intake: whenShown(() => document.querySelector('h1')?.textContent === 'Intake' && document.querySelector('#intake-number')?.checkVisibility() === true && document.querySelector('[inert]') === null),
  }
  Object.assign(window, { benchSeen: seen })
  addEventListener('keydown', (event) => { if (event.key === 'Enter') seen.entered ||= performance.timeOrigin + event.timeStamp }, { capture: true })
}

/** Milliseconds from one digit of a PIN to the next: a quick person's. */
const KEY_EVERY = 150

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('radio', { name: new RegExp(SEED_PEOPLE[2].name) }).check()
  await page.getByRole('textbox', { name: 'PIN' }).focus()
  await page.keyboard.type(SEED_PIN, { delay: KEY_EVERY })
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Intake' }).waitFor()
}

const label = (words: string): string => `[...document.querySelectorAll('label')].find((label) => label.textContent.includes(${JSON.stringify(words)}))`

/**
 * Milliseconds that a person waits from `start` to an intake screen in a real browser on which a number can be typed: until the sign-in is painted, and
 * from Enter on the PIN until Intake is. Choosing a name and typing the PIN is the person's own time. The browser runs already, and keeps what it
 * knows from start to start as an office's does: `first` is the start at which it has never seen the page.
 */
export async function usableIntake(start: () => Promise<{ address: string; end: () => Promise<unknown> }>, times: number): Promise<{ first: number; later: number[] }> {
  const browser = await openUnwatched()
  try {
    const took: number[] = []
    for (let i = 0; i <= times; i++) {
      const page = await browser.page(`(${follow.toString()})()`)
      const began = performance.timeOrigin + performance.now()
      const { address, end } = await start()
      await page.goto(address)
      const signIn = await page.value<number>('benchSeen.signIn')
      await page.click(label(SEED_PEOPLE[2].name))
      await page.value(`${label('PIN')}.control.focus()`)
      for (const digit of SEED_PIN) {
        await sleep(KEY_EVERY)
        await page.press(digit)
      }
      await sleep(KEY_EVERY)
      await page.press('Enter')
      const intake = await page.value<number>('benchSeen.intake')
      took.push(signIn - began + intake - await page.value<number>('benchSeen.entered'))
      await page.press('9')
      const typed = await page.value<string>('document.querySelector("#intake-number").value')
      if (typed !== '9') throw new Error(`A number could not be typed on Intake: the field holds "${typed}".`)
      await page.close()
      await end()
    }
    const [first = Number.NaN, ...later] = took
    return { first, later }
  } finally {
    await browser.close()
  }
}

/** Scans one after the other in a real browser at the address of a seeded store's host; answers the milliseconds of each. */
export async function scansPainted(address: string, scans: number): Promise<number[]> {
  const browser = await chromium.launch(playwright.use?.launchOptions ?? {})
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'en-US', timezoneId: 'America/New_York' })
    await page.addInitScript(listen)
    await signIn(page, address)
    const c = chance(41)
    const times: number[] = []
    while (times.length < scans) {
      const number = trackingNumber(c)
      if (!/^[0-9A-Z]{12,}$/.test(number)) continue
      await page.evaluate(watch, number.slice(-4))
      await strokes(page, burst(number))
      times.push(await page.evaluate(() => (window as unknown as { benchMeasured: Measured }).benchMeasured.painted))
    }
    return times
  } finally {
    await browser.close()
  }
}
