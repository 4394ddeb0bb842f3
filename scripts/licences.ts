// npm run licences: writes THIRD-PARTY-LICENSES, the licences of every package that is packed with the app: what the bundles import,
// with all that those need.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const ROOT = join(import.meta.dirname, '..')
const FILE = join(ROOT, 'THIRD-PARTY-LICENSES')

const lockFile = z.object({
  packages: z.record(z.string(), z.object({
    version: z.string().optional(), license: z.string().optional(), os: z.array(z.string()).optional(), cpu: z.array(z.string()).optional(), optional: z.boolean().optional(),
    dependencies: z.record(z.string(), z.string()).optional(), optionalDependencies: z.record(z.string(), z.string()).optional(),
  })),
})

/** Packages that only give types leave nothing in a bundle; Electron comes with its own licences. */
const LEAVES_NOTHING = /^(@types\/|electron$|csstype$|type-fest$|tagged-tag$)/

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else if (/\.(tsx?|css)$/.test(entry.name)) yield readFileSync(path, 'utf8')
  }
}

/** The packages that the sources import, by name. */
function imported(): Set<string> {
  const names = new Set<string>()
  for (const text of sources(join(ROOT, 'src'))) {
    for (const [, from = ''] of text.matchAll(/(?:from|import|import\(|url\()\s*['"](@[\w.-]+\/[\w.-]+|[a-z][\w.-]*)(?:\/[^'"]*)?['"]/g)) names.add(from)
  }
  return names
}

/** Where a package finds another one: in its own folder, or in one above it. */
function place(packages: Record<string, unknown>, from: string, name: string): string | null {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (packages[path]) return path
    if (at === '') return null
  }
}

/** The text of a package's own licence file, or null. */
function licenceText(path: string): string | null {
  const folder = join(ROOT, path)
  if (!existsSync(folder)) return null
  const texts = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name) && !/\.(js|json|ts)$/.test(name)).sort()
  const found = texts.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
  return found.length > 0 ? found.join('\n\n') : null
}

/** What THIRD-PARTY-LICENSES has to say now; the same on every system. */
export function licences(): string {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
  const known = new Set<string>()
  const next = [...imported()].map((name) => place(packages, '', name)).filter((path) => path !== null)
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 13)
    if (known.has(path) || LEAVES_NOTHING.test(name)) continue
    known.add(path)
    const of = packages[path]
    for (const needed of Object.keys({ ...of?.dependencies, ...of?.optionalDependencies })) {
      const where = place(packages, path, needed)
      if (where !== null) next.push(where)
    }
  }
  const parts = [...known].sort().map((path) => {
    const { version = '', license = 'see its files', os, cpu, optional } = packages[path] ?? {}
    const head = `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${version} (${license})`
    // Binaries of one system: their text is not here on another one.
    if (os || cpu || optional) return `${head}\nA part that is packed for its own system only; its licence stands in its folder.`
    return `${head}\n\n${licenceText(path) ?? `It brings no text of its own. Licence: ${license}.`}`
  })
  const rule = `\n\n${'-'.repeat(78)}\n\n`
  return ['Pigeonhole is packed with the following packages. Electron and Chromium bring their own licences beside the program.', ...new Set(parts)].join(rule) + '\n'
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(FILE, licences())
  console.log(`THIRD-PARTY-LICENSES is written.`)
}
