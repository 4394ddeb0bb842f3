import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const RENDERER = join(import.meta.dirname, '../../../src/renderer')

/** What may be gone with a page that crashes: secrets, which are never held, and what only narrows a list or only looks. */
const SECRETS = ['my-pin.tsx: old', 'my-pin.tsx: pin', 'my-pin.tsx: again', 'people.tsx: pin', 'person-dialog.tsx: pin', 'side.tsx: pin', 'side.tsx: pin', 'recover.tsx: pin', 'recover.tsx: again', 'recover.tsx: code', 'email.tsx: secret', 'settings.tsx: key', 'settings.tsx: secret']
const LOOKS = [
  'assign.tsx: filter', 'camera-pane.tsx: run', 'import-preview.tsx: kind', 'letter-list.tsx: by', 'letter-page.tsx: kind', 'my-pin.tsx: loud', 'my-pin.tsx: set', 'outage.tsx: paper',
  'palette.tsx: typed', 'run-page.tsx: which', 'stock-take.tsx: which',
]

/** Names of plain state in a file. */
function plain(text: string): string[] {
  return [...text.matchAll(/const \[(\w+)(?:, \w+)?\] = useState\b/g)].map((found) => found[1] ?? '')
}
const files = globSync(join(RENDERER, '{screens,ui,app}/**/*.tsx')).map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') }))

test('what is typed into a field outlives a page that crashes, except PINs and passwords', () => {
  const typed = files.flatMap(({ name, text }) => plain(text).filter((state) => new RegExp(`\\bvalue=\\{(?:String\\()?${state}\\b`).test(text)).map((state) => `${name}: ${state}`))
  expect(typed.toSorted()).toEqual([...SECRETS, ...LOOKS].toSorted())
})

test('letters that narrow a choice outlive it too: nothing but the shared field is searched in', () => {
  expect(files.filter(({ text }) => /\b(?:searchable|searchValue)\b|<(?:Select|Autocomplete|MultiSelect|TagsInput)\b/.test(text)).map(({ name }) => name)).toEqual(['field.tsx'])
})

test('a dialog that is open opens again after a crash', () => {
  const open = files.flatMap(({ name, text }) => plain(text).filter((state) => new RegExp(`\\{\\(?(?:\\w+ && )?${state}\\b[^{}]*? && <\\w*(?:Dialog|Form)\\b`).test(text)).map((state) => `${name}: ${state}`))
  expect(open).toEqual([])
})

test('a dialog whose component decides itself whether it is there opens again too', () => {
  const open = files.filter(({ text }) => /return <\w*Dialog\b/.test(text)).flatMap(({ name, text }) => plain(text).filter((state) => new RegExp(`if \\(!${state}\\) return null`).test(text)).map((state) => `${name}: ${state}`))
  expect(open).toEqual([])
})

/** Stores beside the screens that need not outlive the page: set on the way to a screen, kept elsewhere, or true of this page alone. */
const PASSING = ['camera-bar.tsx: cameraLamp', 'camera-bar.tsx: cameraOpen', 'draft.ts: mode', 'first-run.tsx: firstRunOpen', 'reports.tsx: making', 'second-display.ts: present', 'steps.ts: away', 'words.ts: shownLocation']

test('what is chosen or asked for several screens at once outlives a page that crashes', () => {
  const stores = globSync(join(RENDERER, 'screens/**/*.{ts,tsx}')).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/const (\w+) = createStore\b/g)].map((found) => `${basename(path)}: ${found[1] ?? ''}`))
  expect(stores.toSorted()).toEqual(PASSING)
})

test('no PIN and no password is held', () => {
  const held = files.flatMap(({ name, text }) => [...text.matchAll(/const \[(\w+)(?:, \w+)?\] = use(?:Held|Kept|Open)\b/g)].map((found) => found[1] ?? '').filter((state) => /^(?:pin|secret|password|again|old)$/i.test(state)).map((state) => `${name}: ${state}`))
  expect(held).toEqual([])
})
