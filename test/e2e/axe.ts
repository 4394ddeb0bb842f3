import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

declare global { interface Window { axe: typeof axe } }

/** The rules that every screen is held against. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds on the page as it stands: by every rule in light, and in dark by that of contrast, because nothing else differs. Dark is the
 * attribute that the app sets when the system asks for it; setting it here takes no time.
 *
 * @param within the part to look at; the whole page when left out
 * @returns a line for each rule that is broken, with where
 */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  // Put into the page once: what does it for every look takes longer than the looking.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe.source)
  return await page.evaluate(async ([part, tags]) => {
    const { dataset } = document.documentElement
    const before = dataset['mantineColorScheme'] ?? 'light'
    const found: string[] = []
    for (const [scheme, runOnly] of [['light', tags], ['dark', ['color-contrast']]] as const) {
      dataset['mantineColorScheme'] = scheme
      const { violations: all } = await window.axe.run(part, { resultTypes: ['violations'], runOnly: [...runOnly] })
      found.push(...all.map(({ id, nodes }) => `${scheme}: ${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.html}`).join(', ')}`))
    }
    dataset['mantineColorScheme'] = before
    return found
  }, [within, TAGS] as const)
}

/**
 * Expects that axe finds nothing wrong on the page as it stands, light and dark.
 *
 * @param where what the page shows, for the message
 * @param within the part to look at; the whole page when left out
 */
export async function clean(page: Page, where = 'page', within?: string): Promise<void> {
  expect((await violations(page, within)).map((one) => `${where}: ${one}`)).toEqual([])
}
