import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** The rules that every screen is held against. */
export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Expects that axe finds nothing wrong on the page as it stands.
 *
 * It looks in one pass, in the page's own document, and puts together only what is wrong: a third of the time that passes through a blank page
 * take. Those serve frames of other origins, of which there are none.
 *
 * @param where what the page shows, for the message
 * @param within the part to look at; the whole page when left out
 */
export async function clean(page: Page, where = 'page', within?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(TAGS)
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze()
  expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.html}`).join(', ')}`)).toEqual([])
}
