// npm run pack: installers of this system from the built app. npm run pack:list: what is packed, with its size; that needs no
// runtime of Electron, because an empty one stands in its place.
import { extractAll, getRawHeader } from '@electron/asar'
import { build, Platform, type Configuration } from 'electron-builder'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import * as z from 'zod'
import settings from '../electron-builder.config.ts'

const ROOT = join(import.meta.dirname, '..')
const electronPackage = z.object({ version: z.string() })

/** A file of the packed app; `beside`: it lies beside the archive, because the system has to load it itself. */
export interface Packed { path: string; bytes: number; beside: boolean }

function config(): Configuration {
  return { ...settings, electronVersion: electronPackage.parse(JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8'))).version }
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

type Entry = ReturnType<typeof getRawHeader>['header'] | ReturnType<typeof getRawHeader>['header']['files'][string]

function* filesIn(node: Entry, path: string): Generator<Packed> {
  if ('files' in node) for (const [name, below] of Object.entries(node.files)) yield* filesIn(below, path === '' ? name : `${path}/${name}`)
  else yield { path, bytes: 'size' in node ? node.size : 0, beside: 'unpacked' in node && node.unpacked }
}

/**
 * What is packed on this system: Electron-builder packs it for real, round an empty runtime.
 *
 * @param look is given the folder of the packed app, unpacked again, for as long as it looks
 */
export async function packedFiles(look: (app: string) => Promise<void> = async () => {}): Promise<Packed[]> {
  const place = mkdtempSync(join(tmpdir(), 'pigeonhole-pack-'))
  try {
    const runtime = join(place, 'runtime')
    mkdirSync(join(runtime, 'resources'), { recursive: true })
    mkdirSync(join(runtime, 'locales'))
    for (const name of ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(runtime, name), '')
    chmodSync(join(runtime, 'electron'), 0o755)
    const whole = config()
    // There is no program to set fuses in.
    const rest: Configuration = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== 'electronFuses'))
    await build({ targets: Platform.LINUX.createTarget('dir'), publish: 'never', projectDir: ROOT, config: { ...rest, electronDist: runtime, directories: { ...rest.directories, output: join(place, 'out') } } })
    const archive = [...filesBelow(join(place, 'out'))].find((path) => path.endsWith('app.asar'))
    if (archive === undefined) throw new Error('Electron-builder made no app.asar.')
    const app = join(place, 'app')
    extractAll(archive, app)
    await look(app)
    const resources = join(archive, '..')
    const around = [...filesBelow(resources)].map((path) => relative(resources, path)).filter((path) => !path.startsWith('app.asar'))
    return [...filesIn(getRawHeader(archive).header, ''), ...around.map((path) => ({ path: `resources/${path}`, bytes: statSync(join(resources, path)).size, beside: true }))].sort((a, b) => (a.path < b.path ? -1 : 1))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--list')) {
    const files = await packedFiles()
    for (const { path, bytes, beside } of files) console.log(`${String(bytes).padStart(10)}  ${path}${beside ? '  (beside the archive)' : ''}`)
    console.log(`${files.length} files, ${(files.reduce((sum, file) => sum + file.bytes, 0) / 1e6).toFixed(1)} MB, without Electron's runtime`)
    return
  }
  const home = join(ROOT, 'node_modules/electron')
  if (!existsSync(join(home, 'path.txt')) && !existsSync(join(home, 'dist')) && process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined)
    console.error('Electron\'s runtime is not here yet; it is fetched now. Where that is not possible, "npm run pack:list" shows what would be packed.')
  await build({ publish: 'never', projectDir: ROOT, config: config(), ...(args.includes('--dir') ? { dir: true } : {}) })
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2))
