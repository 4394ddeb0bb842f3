import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packedFiles } from '../../scripts/pack.ts'

test('only what runs is packed, and all of it', async () => {
  const files = await packedFiles()
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
  // Neither sources, tests and maps, nor what only builds and checks, nor what the page has in its bundle.
  expect(files.filter(({ path }) => /^(src|test|scripts|docs|dist)\//.test(path) || /\.(map|tsx?|mts|cts)$/.test(path) || /^out\/main\/(cli|serve)\.js$/.test(path)).map(({ path }) => path)).toEqual([])
  expect(files.filter(({ path }) => /^node_modules\/(electron|electron-builder|typescript|vite|vitest|oxlint|@playwright|node|react|@mantine|fast-check|smtp-server)\//.test(path)).map(({ path }) => path)).toEqual([])
})
