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

test('what came in before anybody was signed in stays, whatever was kept of the time before', async () => {
  vi.resetModules()
  const [{ keptFor }, { incoming, takeFiles }] = await Promise.all([import('../../../src/renderer/app/kept.ts'), import('../../../src/renderer/app/incoming.ts')])
  takeFiles([new File(['a,b'], 'early.csv')])
  keptFor('ana')
  expect(incoming.get().files.map(({ file }) => file.name)).toEqual(['early.csv'])
  expect([...kept.keys()].filter((name) => name.includes('..'))).toEqual([])
})
