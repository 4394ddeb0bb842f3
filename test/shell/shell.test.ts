import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const DRIVE = join(import.meta.dirname, 'drive.ts')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pigeonhole-shell-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function drive(store: string, env: Record<string, string> = {}): Record<string, unknown> {
  const run = spawnSync(process.execPath, [DRIVE, '--store', store], { encoding: 'utf8', env: { ...process.env, PIGEONHOLE_TEST_PROFILE: join(store, '..', 'profile'), ...env }, timeout: 50_000, killSignal: 'SIGKILL' })
  const line = /^RESULT (.*)$/m.exec(run.stdout)?.[1]
  if (line === undefined) throw new Error(`The shell did not finish: ${run.stdout}${run.stderr}`)
  return JSON.parse(line) as Record<string, unknown>
}

test('one life of the app: window, protocol, permissions, navigation, one call through the port, clean end', () => {
  const store = join(folder(), 'store')
  const result = drive(store)
  expect(result).toEqual({
    names: ['Pigeonhole'], sandboxed: true,
    schemes: [{ scheme: 'pigeonhole', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }],
    window: {
      loaded: ['pigeonhole://app/'], shown: true, focused: 0,
      options: expect.objectContaining({
        show: false,
        webPreferences: {
          preload: join(import.meta.dirname, '../../out/preload/index.cjs'), contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false, webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, spellcheck: false, navigateOnDragDrop: false,
        },
      }),
    },
    page: { status: 200, html: true, policy: expect.stringContaining("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-X'") },
    outside: [404, 404, 404, 404],
    permissions: {
      media: [true, false], 'clipboard-sanitized-write': [true, false], fullscreen: [true, false], hid: [true, false],
      geolocation: [false, false], notifications: [false, false], midi: [false, false], openExternal: [false, false], 'clipboard-read': [false, false],
    },
    media: [true, false, false], hears: false, devices: [true, false, false, false, false], chosen: [['asked', 'scanner'], ['asked', null], ['asked', null]], navigation: [true, true, true, true, false], opens: ['deny', 'deny', 'allow', 'allow', 'deny', 'deny'], keptFile: { sandbox: true, contextIsolation: true, nodeIntegration: false, preload: '' },
    carriers: [['deny', 'deny', 'deny', 'deny', 'deny', 'deny', 'deny'], ['https://tools.usps.com/go/TrackConfirmAction?tLabels=9400', 'https://www.royalmail.com/track-your-item']], webview: false, preloadExposes: ['addEventListener'],
    call: { user: 'Otis', face: 'electron', number: '1Z999AA10123456784', firstNotice: [] },
    print: {
      answers: [{ printed: true }, { printed: false }, { code: 'dialog' }], hidden: [true, true, true], destroyed: 3,
      printed: [{ file: 'Run sheet_ Monday_Tuesday.pdf', bytes: '%PDF-1.7 test', options: { silent: false, printBackground: true }, viewer: [true, true, false, false] }],
    },
    secrets: {
      where: { has: true, where: 'keychain', detail: '' }, kept: true, readable: [], opened: ['sent', 'sent'], resealed: true,
      foreign: 'queued: This computer cannot open the password it kept, perhaps because the user account was renewed. Type it again under Settings.',
      // Only on Linux there is a backend that seals with a key that everybody knows.
      without: 'secret', everybodys: process.platform === 'linux' ? 'secret' : true, users: expect.arrayContaining(['mailroom']), removed: [false, '{}'],
    },
    keptShown: [[true, true], [false, false], [false, false]], foreignMessagesRelayed: 0, foreignFrames: [true, true, true, true], focused: 1, closedCleanly: true,
  })
  const db = new Database(join(store, 'pigeonhole.db'))
  expect(db.prepare("SELECT count(*) AS n FROM event WHERE kind = 'piece.received'").get()).toEqual({ n: 1 })
  db.close()
  expect(readdirSync(store).filter((name) => /wal|token/.test(name))).toEqual([])
})

test('a second launch goes away, leaves the store alone and tells the first which one it was for', () => {
  const root = folder()
  expect(drive(join(root, 'store'), { PIGEONHOLE_TEST_SECOND: '1' })).toEqual({ quits: 1, told: [{ store: join(root, 'store') }] })
  expect(readdirSync(root)).toEqual([])
})

test('the preload is CommonJS, small, and asks Electron for nothing but the two channels', () => {
  const text = readFileSync(join(import.meta.dirname, '../../out/preload/index.cjs'), 'utf8')
  // A sandboxed preload can ask for nothing that lies beside it.
  expect([...text.matchAll(/\brequire\(([^)]*)\)/g)].map((found) => found[1])).toEqual(['"electron"'])
  expect(text).not.toMatch(/contextBridge|exposeInMainWorld|\bimport\b/)
  expect(text.length).toBeLessThan(2_000)
})
