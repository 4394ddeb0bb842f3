import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
