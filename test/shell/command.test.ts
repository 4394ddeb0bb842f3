import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../station/helpers.ts'

const ROOT = join(import.meta.dirname, '../..')

/** One command of the installed app, while another one may be open. */
function app(folder: string, words: string[]) {
  const record = join(folder, 'record.json')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'command.ts'), '--no-sandbox', '--cli', ...words], {
    encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL', env: { ...process.env, PIGEONHOLE_PIN: '2468', PIGEONHOLE_TEST_PROFILE: folder, PIGEONHOLE_TEST_SECOND: '1', PIGEONHOLE_TEST_RECORD: record },
  })
  return { status, stdout, stderr, record: JSON.parse(readFileSync(record, 'utf8')) as Record<string, unknown> }
}

test('the installed app answers the command line itself: same words, same exit codes, no window, whether it is open or not', () => {
  const folder = temporaryFolder()
  const store = join(folder, 'store')
  const made = app(folder, ['--', 'init', '--store', store, '--office', 'Test Office', '--zone', 'America/Chicago', '--admin', 'Otis', '--json'])
  expect(made).toMatchObject({ status: 0, stderr: '', record: { windows: 0, menus: 0, quits: 0, dialogs: [], names: ['Pigeonhole'], asked: expect.arrayContaining(['no drawing']) } })
  // On Windows the app and its command line open each other's passwords with a key that lies there.
  expect((made.record['asked'] as string[]).includes('sessionData')).toBe(process.platform !== 'win32')
  expect(JSON.parse(made.stdout)).toMatchObject({ store })
  expect(app(folder, ['verify', '--store', store, '--against', 'f'.repeat(64)])).toMatchObject({ status: 1, stdout: expect.stringContaining('Not sound') })
  expect(app(folder, ['nonsense'])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage: pigeonhole --cli COMMAND') })
})

test('the commands that are installed beside the app call it with every word as it is', ({ skip }) => {
  skip(process.platform === 'win32', 'the one of Windows is a batch file')
  const place = temporaryFolder()
  const [bin, mac] = [join(place, 'resources/bin'), join(place, 'MacOS')]
  cpSync(join(ROOT, 'resources/installer/bin'), bin, { recursive: true })
  mkdirSync(mac)
  for (const program of [join(place, 'pigeonhole'), join(mac, 'Pigeonhole')]) {
    writeFileSync(program, '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\nexit 7\n')
    chmodSync(program, 0o755)
  }
  const call = (env: Record<string, string>) => spawnSync(join(bin, 'pigeonhole-cli'), ['find', 'two words', '$HOME', ''], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', ...env } })
  const words = ['--cli', '--', 'find', 'two words', '$HOME', ''].map((word) => `[${word}]\n`).join('')
  expect(call({ DISPLAY: ':0' })).toMatchObject({ status: 7, stdout: words })
  // A scheduled task of Linux has no display.
  expect(call({}).stdout).toBe(process.platform === 'darwin' ? words : `[--ozone-platform=headless]\n${words}`)
  expect(readFileSync(join(bin, 'pigeonhole-cli.cmd'), 'utf8')).toContain('Pigeonhole.exe" --cli -- %*')
})
