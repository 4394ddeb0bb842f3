import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import config, { FUSES } from '../../electron-builder.config.ts'
import { licences } from '../../scripts/licences.ts'

const ROOT = join(import.meta.dirname, '../..')

test('the licences of what is packed are written down as they are now', () => {
  const text = licences()
  for (const name of ['react', '@mantine/core', 'better-sqlite3', '@fontsource-variable/atkinson-hyperlegible-next', 'electron-updater']) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
  // A change of the dependencies changes it: npm run licences.
  expect(readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES'), 'utf8').replaceAll('\r\n', '\n')).toBe(text)
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
    asar: true, npmRebuild: false, electronFuses: FUSES, publish: { provider: 'generic', url: 'https://updates.invalid/' },
    win: { target: ['nsis', 'msi'], requestedExecutionLevel: 'asInvoker' }, nsis: { perMachine: false, allowElevation: false }, mac: { target: ['dmg'], hardenedRuntime: true }, linux: { target: ['deb', 'AppImage'] },
  })
  expect(FUSES).toEqual({
    runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, grantFileProtocolExtraPrivileges: false, loadBrowserProcessSpecificV8Snapshot: false,
    enableCookieEncryption: true, enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true,
  })
})
