import { afterAll, beforeEach, expect, test, vi } from 'vitest'

/** As much as a browser keeps for a page, characters. */
const QUOTA = 5_000_000
const kept = new Map<string, string>()
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  removeItem: (name: string) => { kept.delete(name) },
  setItem: (name: string, value: string) => {
    if ([...kept].reduce((sum, [, other]) => sum + other.length, value.length) > QUOTA) throw new DOMException('', 'QuotaExceededError')
    kept.set(name, value)
  },
}
// Its names are its own, as those of a browser's storage are.
const names = new Proxy(storage, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: (_, name) => ({ value: kept.get(String(name)), enumerable: true, configurable: true }) })

/** The modules of a page that has just been loaded. */
async function page() {
  vi.resetModules()
  const [{ keptFor }, draft, incoming] = await Promise.all([import('../../../src/renderer/app/kept.ts'), import('../../../src/renderer/screens/certified/draft.ts'), import('../../../src/renderer/app/incoming.ts')])
  keptFor('ana')
  return { draft, incoming }
}

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', names)
  vi.stubGlobal('localStorage', storage)
})
afterAll(() => { vi.unstubAllGlobals() })

test('a letter with a photo that is too large outlives the page without it, and that is said', async () => {
  const before = await page()
  before.draft.changeDraft({ search: 'Ana Example', photo: { name: 'sealed.jpg', content: 'x'.repeat(QUOTA) } })
  const after = await page()
  expect(after.draft.draft.get()).toMatchObject({ search: 'Ana Example', photo: null })
  expect(after.incoming.incoming.get().refused.map((one) => one.name)).toEqual(['sealed.jpg'])
})

test('files that wait outlive the page as far as there is room, and the others are said', async () => {
  const before = await page()
  const large = new File(['y'.repeat(1_400_000)], 'large.csv')
  before.incoming.takeFiles([new File(['a,b'], 'one.csv', { type: 'text/csv' }), large, new File(['c,d'], 'two.csv'), new File(['y'.repeat(1_400_000)], 'too-much.csv')])
  before.incoming.giveTo('tracking', [large])
  await vi.waitFor(() => { expect(Object.values(Object.fromEntries(kept)).join().match(/"content":"/g)).toHaveLength(3) })
  const { files, refused } = (await page()).incoming.incoming.get()
  expect(await Promise.all(files.map(async ({ file, to }) => [file.name, file.type, to, (await file.text()).length]))).toEqual([['one.csv', 'text/csv', null, 3], ['large.csv', '', 'tracking', 1_400_000], ['two.csv', '', null, 3]])
  expect(refused.map((one) => one.name)).toEqual(['too-much.csv'])
})

test('where the browser has no room left, the names of what is gone with the page are said', async () => {
  const before = await page()
  kept.set('other', 'x'.repeat(QUOTA - 5_000))
  before.draft.changeDraft({ search: 'Ana Example', photo: { name: 'sealed.jpg', content: 'y'.repeat(10_000) } })
  before.incoming.takeFiles([new File(['z'.repeat(10_000)], 'news.csv'), new File(['a,b'], 'two.csv')])
  await vi.waitFor(() => { expect([...kept.values()].join()).toContain('two.csv') })
  const after = await page()
  expect(after.draft.draft.get()).toMatchObject({ search: 'Ana Example', photo: null })
  expect(after.incoming.incoming.get().refused.map((one) => one.name).toSorted()).toEqual(['news.csv', 'sealed.jpg', 'two.csv'])
})

test('what came in before anybody was signed in stays, beside what was kept of the time before', async () => {
  const before = await page()
  before.incoming.takeFiles([new File(['c,d'], 'kept.csv')])
  await vi.waitFor(() => { expect([...kept.values()].join()).toContain(btoa('c,d')) })
  vi.resetModules()
  const [{ keptFor }, { incoming, takeFiles }] = await Promise.all([import('../../../src/renderer/app/kept.ts'), import('../../../src/renderer/app/incoming.ts')])
  takeFiles([new File(['a,b'], 'early.csv')])
  keptFor('ana')
  expect(incoming.get().files.map(({ file }) => file.name)).toEqual(['kept.csv', 'early.csv'])
  expect([...kept.keys()].filter((name) => name.includes('..'))).toEqual([])
})
