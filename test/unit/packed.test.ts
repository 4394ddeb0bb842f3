import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { load } from 'js-yaml'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import * as z from 'zod'
import config, { FUSES } from '../../electron-builder.config.ts'
import { FILE_ENDINGS, fileKind } from '../../src/shared/desktop/files.ts'
import { licences } from '../../scripts/licences.ts'
import { openWith } from '../../scripts/open-with.ts'

const ROOT = join(import.meta.dirname, '../..')

test('the licences of what is packed are written down as they are now', () => {
  const text = licences()
  for (const name of ['react', '@mantine/core', 'better-sqlite3', '@fontsource-variable/atkinson-hyperlegible-next', 'electron-updater']) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
  // A change of the dependencies changes it: npm run licences.
  expect(readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES'), 'utf8').replaceAll('\r\n', '\n')).toBe(text)
})

test('an install runs no script that nobody decided on, and compiles nothing', () => {
  const decided = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).allowScripts
  const { packages } = z.object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) }).parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
  const name = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const scripted = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript)
  // Without a script of its own such a package is compiled by npm.
  const compiled = Object.keys(packages).filter((path) => path !== '' && existsSync(join(ROOT, path, 'binding.gyp')))
  expect(Object.keys(decided).sort()).toEqual([...new Set([...scripted, ...compiled].map(name))].sort())
  expect(compiled.map(name).filter((one) => decided[one] && !scripted.map(name).includes(one))).toEqual([])
  expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
})

test('every system has the icon of the app, in the sizes that it asks for', async () => {
  expect([config.win?.icon, config.mac?.icon, config.linux?.icon]).toEqual(['resources/installer/icon.ico', 'resources/installer/icon.icns', 'resources/installer/icons'])
  const windows = readFileSync(join(ROOT, 'resources/installer/icon.ico'))
  // A directory of 16 bytes for each picture; a width of 0 is 256.
  const sizes = Array.from({ length: windows.readUInt16LE(4) }, (_, at) => windows[6 + at * 16] || 256)
  expect(sizes).toEqual(expect.arrayContaining([16, 24, 32, 48, 64, 128, 256]))
  const mac = readFileSync(join(ROOT, 'resources/installer/icon.icns'))
  expect([mac.toString('latin1', 0, 4), mac.readUInt32BE(4)]).toEqual(['icns', mac.length])
  const kinds: string[] = []
  for (let at = 8; at < mac.length; at += mac.readUInt32BE(at + 4)) kinds.push(mac.toString('latin1', at, at + 4))
  // From 16 to 1,024 points, also for fine displays.
  expect(kinds).toEqual(expect.arrayContaining(['ic04', 'ic05', 'ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14']))
  const linux = join(ROOT, 'resources/installer/icons')
  for (const name of readdirSync(linux)) {
    const { width, height, hasAlpha } = await sharp(join(linux, name)).metadata()
    expect({ name: `${width}x${height}.png`, hasAlpha }).toEqual({ name, hasAlpha: true })
  }
  expect(readdirSync(linux)).toEqual(expect.arrayContaining(['48x48.png', '256x256.png', '512x512.png']))
  // The square of the app in its colours: dark with one bright pigeonhole.
  const { data } = await sharp(join(ROOT, 'resources/installer/icon.png')).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): number[] => [...data.subarray((y * 1024 + x) * 4, (y * 1024 + x) * 4 + 4)]
  expect([at(512, 80), at(680, 680), at(0, 0)]).toEqual([[0x17, 0x24, 0x30, 255], [0xfb, 0xb6, 0x36, 255], [0, 0, 0, 0]])
})

test('the installers need no administrator, refuse what an attacker would use, and are published nowhere', () => {
  expect(config).toMatchObject({
    // Without these two no deb is made.
    extraMetadata: { homepage: expect.stringMatching(/^https:/) }, linux: { target: ['deb', 'AppImage'], maintainer: expect.stringMatching(/./) },
    asar: true, npmRebuild: false, electronFuses: { ...FUSES, resetAdHocDarwinSignature: true }, publish: { provider: 'generic', url: 'https://updates.invalid/' },
    win: { target: ['nsis', 'msi'], requestedExecutionLevel: 'asInvoker' }, nsis: { perMachine: false, allowElevation: false }, mac: { target: ['dmg', 'zip'], hardenedRuntime: true },
  })
  expect(FUSES).toEqual({
    runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, grantFileProtocolExtraPrivileges: false, loadBrowserProcessSpecificV8Snapshot: false,
    enableCookieEncryption: true, enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true,
  })
})

test('the settings are those of the pinned Electron-builder, name only files that are there, and open every kind of file that the app takes', async () => {
  const valid = async (settings: object): Promise<string> => await validateConfiguration(settings, new DebugLogger(false)).then(() => 'valid', (error: Error) => error.message)
  expect(await valid(structuredClone(config))).toBe('valid')
  // A name that it does not know is not passed over.
  for (const wrong of [{ ...config, nsis: { ...config.nsis, perMachin: false } }, { ...config, electronFuses: { ...FUSES, runAsNod: false } }, { ...config, mac: { ...config.mac, hardenedruntime: true } }]) expect(await valid(wrong)).toContain('does not match the API schema')
  const here = (path: unknown): boolean => typeof path === 'string' && existsSync(join(ROOT, path))
  expect([config.win?.icon, config.mac?.icon, config.mac?.entitlements, config.mac?.entitlementsInherit, config.linux?.icon].filter((path) => !here(path))).toEqual([])
  expect([config.mac?.fileAssociations].flat().flatMap((one) => one?.ext ?? []).toSorted()).toEqual([...FILE_ENDINGS].toSorted())
  expect(config.linux?.mimeTypes?.toSorted()).toEqual([...new Set(FILE_ENDINGS.map((ending) => fileKind(`x.${ending}`)?.type ?? ''))].toSorted())
  // On Windows it stands under "Open with" and takes no file from another program.
  expect([config.fileAssociations, config.win?.fileAssociations, here(config.nsis?.include), here(config.msiProjectCreated)]).toEqual([undefined, undefined, true, true])
  const nsis = readFileSync(join(ROOT, config.nsis?.include ?? ''), 'utf8')
  expect([...nsis.matchAll(/openWith "(\w+)"/g)].map((found) => found[1] ?? '').toSorted()).toEqual([...FILE_ENDINGS].toSorted())
  const msi = openWith(readFileSync(join(ROOT, 'node_modules/app-builder-lib/templates/msi/template.xml'), 'utf8'))
  expect(msi).toMatch(/<ComponentGroup Id="ProductComponents"[^]*<Component Id="OpenWith"[^]*<\/Component>\s*<\/ComponentGroup>/)
  expect([...msi.matchAll(/SupportedTypes" Name="\.(\w+)"/g)].map((found) => found[1] ?? '').toSorted()).toEqual([...FILE_ENDINGS].toSorted())
  // Windows shows notifications only of a program whose shortcut bears the id that it gives itself.
  expect(readFileSync(join(ROOT, 'src/main/electron/desktop.ts'), 'utf8')).toContain(`app.setAppUserModelId('${config.appId}')`)
  // macOS updates an app from the zip alone, and reads its camera only with a reason and an entitlement.
  expect(config.mac?.target).toContain('zip')
  expect(readFileSync(join(ROOT, config.mac?.entitlements ?? ''), 'utf8')).toMatch(/allow-jit.*device\.camera/s)
})

const step = z.object({ name: z.string().optional(), if: z.string().optional(), uses: z.string().optional(), run: z.string().optional(), with: z.record(z.string(), z.unknown()).optional(), env: z.record(z.string(), z.string()).optional() }).strict()
const workflow = z.object({
  name: z.string(), on: z.object({ push: z.object({ branches: z.array(z.string()) }), pull_request: z.null() }), permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.object({ needs: z.string().optional(), strategy: z.object({ 'fail-fast': z.boolean(), matrix: z.object({ os: z.array(z.string()) }) }), 'runs-on': z.string(), 'timeout-minutes': z.number(), steps: z.array(step) }).strict()),
}).strict()

test('the workflow builds and tests on the three systems, calls scripts that exist, and keeps every installer that is made', () => {
  const { jobs } = workflow.parse(load(readFileSync(join(ROOT, '.github/workflows/check.yml'), 'utf8')))
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  for (const job of Object.values(jobs)) expect(job.strategy.matrix.os).toEqual(['windows-latest', 'macos-latest', 'ubuntu-latest'])
  const runs = Object.values(jobs).flatMap((job) => job.steps.flatMap((one) => one.run ?? []))
  const called = runs.flatMap((run) => [...run.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(test|start)\b)/g)].map((found) => found[1] ?? found[2] ?? ''))
  expect(called).toEqual(expect.arrayContaining(['test', 'pack']))
  for (const name of called) expect(Object.keys(scripts)).toContain(name)
  // Those scripts run files that are there.
  for (const text of Object.values(scripts)) for (const [file] of text.matchAll(/\b(?:scripts|test)\/[\w./-]+\.(?:mjs|ts)/g)) expect(globSync(join(ROOT, file))).toHaveLength(1)
  const kept = jobs['installers']?.steps.find((one) => one.uses?.startsWith('actions/upload-artifact'))?.with?.['path']
  const targets = [config.win?.target, config.mac?.target, config.linux?.target].flat()
  const endings: Record<string, string> = { nsis: '*.exe', msi: '*.msi', dmg: '*.dmg', zip: '*.zip', deb: '*.deb', AppImage: '*.AppImage' }
  for (const target of targets) expect(kept).toContain(`dist/${typeof target === 'string' ? endings[target] : ''}`)
  expect(kept).toContain('dist/latest*.yml')
})
