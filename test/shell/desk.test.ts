import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countBadge } from '../../src/main/electron/badge.ts'
import { fitted } from '../../src/main/electron/window-place.ts'
import { acceleratorOf, COMMANDS, PLACES } from '../../src/shared/desktop/commands.ts'
import { reportOf, temporaryFolder, testStation } from '../station/helpers.ts'

/** One life of the built app against the stand-in for Electron. */
function play(scene: string, profile: string, env: Record<string, string> = {}): Record<string, unknown> {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'desk.ts'), '--store', join(profile, 'store')], {
    encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL',
    env: { ...process.env, PIGEONHOLE_TEST_SCENE: scene, PIGEONHOLE_TEST_PROFILE: profile, PIGEONHOLE_TEST_PACKED: '1', XDG_CONFIG_HOME: join(profile, 'config'), XDG_CACHE_HOME: join(profile, 'cache'), ...env },
  })
  const line = /^RESULT (.*)$/m.exec(run.stdout)?.[1]
  if (line === undefined) throw new Error(`The app did not finish: ${run.stdout}${run.stderr}`)
  return JSON.parse(line) as Record<string, unknown>
}

test('the menu has every place, command and key of the screen, does what is chosen, and only for whoever is signed in', () => {
  const mac = process.platform === 'darwin'
  const result = play('menu', temporaryFolder())
  expect(result['about']).toMatchObject({ about: { version: expect.stringMatching(/^\d/), platform: process.platform, startAtLogin: { can: true, on: false }, updates: { state: 'off' } } })
  expect(result['locked']).toEqual([])
  expect(result['folder']).toMatchObject({ kind: 'folder', path: '/chosen' })
  expect(result['folders']).toEqual(expect.arrayContaining([['A folder', '/from']]))
  const menu = new Map((result['menu'] as [string, [string, string, string, boolean, boolean][]][]).flatMap(([, items]) => items.map((one) => [one[0], one] as const)))
  for (const place of PLACES) expect(menu.get(`go-${place.id}`)).toEqual([`go-${place.id}`, place.title, acceleratorOf(`Alt ${place.key}`, mac), false, ['intake', 'tracking'].includes(place.id)])
  for (const command of COMMANDS) expect(menu.get(command.id)).toEqual([command.id, command.label, acceleratorOf(command.key, mac) ?? '', command.key === '', true])
  // A letter that opens one of the menus with Alt opens no place.
  expect((result['menu'] as [string][]).flatMap(([label]) => /&(\w)/.exec(label)?.[1] ?? []).filter((letter) => PLACES.some((place) => place.key === letter.toUpperCase()))).toEqual([])
  expect(menu.get('key-Ctrl Enter')).toEqual(['key-Ctrl Enter', 'Save', acceleratorOf('Ctrl Enter', mac), false, true])
  expect(menu.get('key-Del')?.[1]).toBe('Void && forget')
  expect(result['chosen']).toEqual([{ kind: 'go', to: 'tracking' }, { kind: 'command', id: 'find' }, { kind: 'key', key: 'Del' }])
  expect(result).toMatchObject({ zoom: 1, full: true, calm: true, ignored: true, display: [true, 1, 0], slept: [true, true], foreign: [true, true, true, true], login: true, loginOff: false, errors: [] })
  expect(result['kept']).toEqual({ store: null, window: { x: 40, y: 50, width: 1200, height: 700, maximized: true }, zoom: 1 })
})

test('files that are opened with the app wait for somebody to sign in; what is no file of ours is told by its name; a launch for another store shows no other', () => {
  const profile = temporaryFolder()
  const result = play('files', profile)
  expect(result).toMatchObject({
    stays: [[{ message: `Pigeonhole is open already, with the store in ${join(profile, 'store')}.`, detail: expect.stringContaining(join(profile, 'other')), buttons: ['Stay with this store', 'Close Pigeonhole'] }], 0], closes: true,
    focused: 4, beforeSignIn: 0,
    opened: [[['people.csv', 'text/csv', 'name\nAna\n'], ['news.eml', 'message/rfc822', 'Subject: x\n\nbody']], []],
    tooLarge: [true, [[], [{ name: 'huge.pdf', why: 'It is larger than 20 MB.' }]]], gone: [[], [{ name: 'gone.png', why: 'It cannot be read from its place.' }]], errors: [],
  })
})

test('what needs attention is counted on the icon and told once, without names; a click leads there, to the letter where it is about one, also long after it was shown', () => {
  const result = play('attention', temporaryFolder())
  expect(result).toMatchObject({
    notice: [expect.stringContaining('"Backup" did not work')], clicked: [{ kind: 'go', to: 'settings', section: 'tasks' }, 1],
    letters: [['A letter needs attention.', { kind: 'go', to: 'letters', id: 'the letter' }], ['2 letters need attention.', { kind: 'go', to: 'tracking' }]],
  })
  expect(result['badge']).toEqual(process.platform === 'win32' ? [true, '1 need attention'] : 1)
})

test('a page that stopped is loaded again, until that does not help; the station stays open', () => {
  expect(play('crash', temporaryFolder())).toMatchObject({ within: 0, reloads: 2, third: [3, [['Try again', 'Close Pigeonhole']]], unresponsive: [4, ['Wait', 'Load it again']], takenBack: [4, 3], station: 'first-run', display: 1 })
})

test('nobody is asked for updates before an administrator has said where; then the office\'s own address is, and told nothing of this computer', () => {
  const profile = temporaryFolder()
  const APPIMAGE = join(profile, 'pigeonhole.AppImage')
  writeFileSync(APPIMAGE, 'the older program')
  const result = play('updates', profile, process.platform === 'linux' ? { APPIMAGE } : {})
  expect(result).toMatchObject({ off: ['', 0, []], wrong: expect.stringContaining('This is no web address') })
  // Elsewhere the updater of the system needs an installed app.
  if (process.platform !== 'linux') return
  expect(result).toMatchObject({ newest: { state: 'idle', why: '' }, asked: [['/pigeonhole/latest-linux.yml', '']] })
  // A newer one is fetched beside the work; in the middle of it a person is asked first, and "Not now" leaves everything as it is.
  expect(result).toMatchObject({ ready: { state: 'ready', version: '9.9.9' }, inHand: [[['Something is still in hand.', ['Not now', 'Restart all the same']]], 0], installed: { program: true, open: [] }, errors: [] })
})

test('a store that cannot be opened is said on a page with the ways out; another folder is opened from it', () => {
  const profile = temporaryFolder()
  writeFileSync(join(profile, 'store'), '')
  const result = play('trouble', profile)
  expect(result).toMatchObject({
    trouble: { trouble: { code: 'not-a-folder', message: `${join(profile, 'store')} cannot be used as a folder: a file is in the way. Choose another folder.`, folder: join(profile, 'store'), busy: '' } },
    page: ['pigeonhole://app/#/trouble'], noStation: true, opened: ['pigeonhole://app/', 'first-run'], noMore: [], errors: [],
  })
})

test('a damaged store is left as it is, and the newest backup is restored into a new folder beside it', async () => {
  const profile = temporaryFolder()
  const { administrator } = await testStation()
  await reportOf(await administrator.office.backup({ folder: join(profile, 'backup') }))
  mkdirSync(join(profile, 'store'))
  writeFileSync(join(profile, 'store/pigeonhole.db'), 'this is no database and never was one')
  expect(play('restore', profile)).toMatchObject({ noBackup: expect.stringContaining('There is no backup in'), restored: ['ready', 'Test Office', ['restored']], broken: 'this is no database and never was one' })
})

test('the window comes back where it was, and onto a display that is there; while it closes, the app is started again', () => {
  const profile = temporaryFolder()
  writeFileSync(join(profile, 'desktop.json'), JSON.stringify({ store: 7, window: { x: 2400, y: 100, width: 1500, height: 900, maximized: true }, zoom: 2 }))
  const wide = [{ id: 1, workArea: { x: 0, y: 0, width: 1366, height: 728 } }]
  expect(play('place', profile, { PIGEONHOLE_TEST_DISPLAYS: JSON.stringify(wide), PIGEONHOLE_TEST_ABORTED: '1' })).toMatchObject({
    place: { x: 0, y: 0, width: 1366, height: 728, maximized: true, zoom: 2, shown: 'pigeonhole://app/' }, waits: true, errors: [],
    again: [{ args: [join(profile, 'people.csv'), '--store', join(profile, 'other')] }],
  })
  const main = { x: 0, y: 25, width: 1440, height: 875 }
  const left = { x: -1920, y: 0, width: 1920, height: 1040 }
  expect(fitted({ x: -1800, y: 60, width: 1366, height: 768 }, [main, left])).toEqual({ x: -1800, y: 60, width: 1366, height: 768 })
  expect(fitted({ x: -1800, y: 60, width: 1366, height: 768 }, [main])).toEqual({ x: 37, y: 79, width: 1366, height: 768 })
  expect(fitted({ x: 100, y: 2000, width: 3000, height: 300 }, [main])).toEqual({ x: 0, y: 163, width: 1440, height: 600 })
  expect(fitted(null, [main])).toEqual({ width: 1366, height: 768 })
})

test('shortcuts are written as each system writes them, and the count of the icon can be read', () => {
  expect(['Ctrl Enter', 'Alt 1', 'Shift F11', 'Del', '+', ''].map((key) => acceleratorOf(key, false))).toEqual(['Control+Enter', 'Alt+1', 'Shift+F11', 'Delete', 'Plus', null])
  expect([acceleratorOf('Ctrl K', true), acceleratorOf('Alt 1', true)]).toEqual(['Command+K', 'Control+1'])
  const lit = (count: number): string[] => {
    const pixels = countBadge(count)
    return Array.from({ length: 16 }, (_, y) => Array.from({ length: 16 }, (_, x) => (pixels[(y * 16 + x) * 4 + 3] === 0 ? '.' : pixels[(y * 16 + x) * 4] === 255 ? '#' : 'o')).join(''))
  }
  expect(lit(7)[5]).toBe('ooooooo###oooooo')
  expect(lit(7)[0]?.startsWith('.')).toBe(true)
  expect(lit(100)).toEqual(lit(5_000))
})
