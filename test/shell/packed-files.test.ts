import bwip from 'bwip-js/node'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packedFiles } from '../../scripts/pack.ts'
import { temporaryFolder } from '../station/helpers.ts'

const ROOT = join(import.meta.dirname, '../..')
// The named exports of this package are symbologies; the functions hang on its default export.
// oxlint-disable-next-line import/no-named-as-default-member
const { toBuffer } = bwip

/** Every library that a built file of the main process asks for by its name, imported or, while nothing else may wait, loaded; the updater loads only within Electron. */
function librariesOf(app: string): { imported: string[]; loaded: string[] } {
  const texts = readdirSync(join(app, 'out/main'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(app, 'out/main', name), 'utf8'))
  const found = (pattern: RegExp): string[] => [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, one, other]) => one ?? other ?? '')))].filter((name) => !name.startsWith('electron') && !name.startsWith('node:')).toSorted()
  return { imported: found(/^import (?:[^'"\n]* from )?"([^".][^"]*)";$|\bimport\("([^".][^"]*)"\)/gm), loaded: found(/(?<![.\w])load\("([^".][^"]*)"\)/g) }
}

/** What the packed app does, away from everything that is not packed. */
async function work(app: string): Promise<Record<string, unknown>> {
  const folder = temporaryFolder()
  const run = (args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: app, timeout: 50_000, env: { ...process.env, PIGEONHOLE_TEST_APP: app, PIGEONHOLE_TEST_PROFILE: folder, PIGEONHOLE_TEST_RECORD: join(folder, 'record.json') } })
    return status === 0 ? stdout : `${status} ${stdout}${stderr}`
  }
  const command = (...words: string[]): string => run([join(ROOT, 'test/shell/command.ts'), '--cli', '--', ...words])
  const { imported, loaded } = librariesOf(app)
  const libraries = [...imported, ...loaded]
  const script = join(app, 'load.mjs')
  writeFileSync(script, `import { createRequire } from 'node:module'\nconst load = createRequire(import.meta.url)\n${[...imported.map((name) => `await import(${JSON.stringify(name)})`), ...loaded.map((name) => `load(${JSON.stringify(name)})`)].join('\n')}\nconsole.log('loaded')\n`)
  const [store, picture] = [join(folder, 'store'), join(folder, 'label.png')]
  writeFileSync(picture, await toBuffer({ bcid: 'code128', text: '1Z999AA10123456784', scale: 2, height: 12, paddingwidth: 10, paddingheight: 10, backgroundcolor: 'FFFFFF' }))
  command('seed', '--pieces', '20', '--store', store)
  return { libraries, loaded: run([script]), log: command('log', '--format', 'pdf', '--out', join(folder, 'log.pdf'), '--store', store), read: command('decode', picture, '--json') }
}

test('only what runs is packed, and all of it', async () => {
  const did: Record<string, unknown> = {}
  const files = await packedFiles(async (app) => { Object.assign(did, await work(app)) })
  expect(did).toMatchObject({ libraries: expect.arrayContaining(['sharp', 'better-sqlite3', 'pdfkit', 'bwip-js/node', '@zxing/library', '@hyzyla/pdfium', 'serialport', 'koffi']), loaded: 'loaded\n', log: expect.stringContaining('log.pdf'), read: expect.stringContaining('1Z999AA10123456784') })
  const has = (pattern: RegExp): boolean => files.some(({ path }) => pattern.test(path))
  for (const wanted of [
    /^out\/main\/index\.js$/, /^out\/main\/worker\.js$/, /^out\/main\/decodeWorker\.js$/, /^out\/preload\/index\.cjs$/, /^out\/renderer\/index\.html$/, /^out\/renderer\/assets\/.+\.woff2$/, /^out\/renderer\/assets\/zxing_reader.+\.wasm$/,
    /^resources\/fonts\/.+\.ttf$/, /^node_modules\/@hyzyla\/pdfium\/dist\/pdfium\.wasm$/, /^node_modules\/zxing-wasm\/dist\/reader\/.+\.wasm$/, /^package\.json$/, /^LICENSE$/, /^THIRD-PARTY-LICENSES$/, /^resources\/app-update\.yml$/, /^resources\/bin\/pigeonhole-cli$/,
  ]) expect(wanted.source + has(wanted)).toBe(`${wanted.source}true`)
  // What the command line of the installed app loads when it is called.
  const commandLine = /import\("\.\/(chunks\/run-[^"]+)"\)/.exec(readFileSync(join(import.meta.dirname, '../../out/main/index.js'), 'utf8'))?.[1]
  expect(files.map(({ path }) => path)).toContain(`out/main/${commandLine}`)
  // Libraries that the system loads lie beside the archive.
  for (const library of files.filter(({ path }) => path.endsWith('.node'))) expect(library).toMatchObject({ beside: true })
  expect(files.filter(({ path }) => path.startsWith('node_modules/better-sqlite3/prebuilds/')).every(({ path }) => path.includes('/linux'))).toBe(true)
  // With the licence of each.
  const licensed = new Set([...readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES'), 'utf8').matchAll(/^(\S+) \d\S* \(/gm)].map((found) => found[1]))
  const packages = new Set(files.flatMap(({ path }) => /^node_modules\/(?:.*\/node_modules\/)?(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(path)?.[1] ?? []))
  expect(packages.size).toBeGreaterThan(50)
  expect([...packages].filter((name) => !licensed.has(name))).toEqual([])
  // Neither sources, tests and maps, nor what only builds and checks, nor what the page has in its bundle.
  expect(files.filter(({ path }) => /^(src|test|scripts|docs|dist)\//.test(path) || /\.(map|tsx?|mts|cts)$/.test(path) || /^out\/main\/(cli|serve)\.js$/.test(path)).map(({ path }) => path)).toEqual([])
  expect(files.filter(({ path }) => /^node_modules\/(electron|electron-builder|typescript|vite|vitest|oxlint|@playwright|node|react|@mantine|fast-check|smtp-server)\//.test(path)).map(({ path }) => path)).toEqual([])
})
