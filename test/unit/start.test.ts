import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../station/helpers.ts'

const LIB = join(import.meta.dirname, '../../scripts/lib.mjs')

/** What each of these systems says against a window of Electron; every one is Linux with a display, an ordinary user and nothing closed, but for what is named. */
function refusals(runtime: string, systems: Record<string, unknown>[]): unknown {
  const script = `const { noWindow } = await import(${JSON.stringify(pathToFileURL(LIB).href)})
console.log(JSON.stringify(${JSON.stringify(systems)}.map(({ closed, ...system }) => noWindow(${JSON.stringify(join(runtime, 'electron'))}, { platform: 'linux', env: { DISPLAY: ':0' }, user: 1000, read: (file) => (file.endsWith(closed?.[0] ?? '?') ? closed[1] : '2'), ...system }))))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return stderr === '' ? JSON.parse(stdout) : stderr
}

test('where the desktop app could open no window, npm start uses the browser and says why, instead of a program that stops at once', () => {
  const runtime = temporaryFolder()
  const sandbox = 'this system gives a sandbox to installed programs only'
  expect(refusals(runtime, [
    {}, { env: {} }, { env: { WAYLAND_DISPLAY: 'wayland-0' } }, { user: 0 }, { closed: ['apparmor_restrict_unprivileged_userns', '1'] }, { closed: ['unprivileged_userns_clone', '0'] }, { platform: 'win32', env: {}, user: 0 }, { platform: 'darwin', env: {} },
  ])).toEqual([null, 'there is no display for its window', null, 'Electron does not run for the superuser', sandbox, sandbox, null, null])
  // The helper counts only as the system's own.
  writeFileSync(join(runtime, 'chrome-sandbox'), '')
  chmodSync(join(runtime, 'chrome-sandbox'), 0o755)
  expect(refusals(runtime, [{ closed: ['apparmor_restrict_unprivileged_userns', '1'] }])).toEqual([sandbox])
})
