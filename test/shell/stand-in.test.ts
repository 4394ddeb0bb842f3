import type * as Electron from 'electron'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type * as ours from './electron.ts'

const ROOT = join(import.meta.dirname, '../..')

type Call = (...args: never[]) => unknown
type Promises<Answer> = [Answer] extends [Promise<unknown>] ? true : false
/** True where both are called, with no more than Electron's takes, and both answer a promise or both do not; or where both are no function. */
type Fits<Ours, Real> = Real extends Call ? Ours extends Call ? Parameters<Ours>['length'] extends Partial<Parameters<Real>>['length'] ? Promises<ReturnType<Ours>> extends Promises<ReturnType<Real>> ? true : false : false : false : Ours extends Call ? false : true
/** The members of ours that Electron's does not have, or has otherwise. `Own` are those by which a test plays the other side. */
type Strays<Ours, Real, Own = never> = { [Name in keyof Ours]-?: Name extends Own | keyof NodeJS.EventEmitter ? never : Name extends keyof Real ? (Fits<Ours[Name], Real[Name]> extends true ? never : Name) : Name }[keyof Ours]
/** Have two forms, of which TypeScript takes the one without a window. */
type WithWindow = 'showOpenDialog' | 'showMessageBox'
/** Does not compile with a stray. */
const none = <Stray extends never>(): Stray[] => []

test('the stand-in has nothing that Electron has not, and nothing of another kind', () => {
  expect([
    none<Strays<typeof ours, typeof Electron, 'record' | 'WebContents' | 'permissions' | 'keychain' | 'sendFromFrame'>>(),
    none<Strays<typeof ours.app, Electron.App, 'lock'>>(), none<Strays<ours.WebContents, Electron.WebContents, 'reloads' | 'zoom' | 'opener'>>(),
    none<Strays<ours.BrowserWindow, Electron.BrowserWindow, 'state' | 'place' | 'full' | 'minimized' | 'maximized' | 'overlays' | 'firstShown' | 'gone'>>(),
    none<Strays<typeof ours.protocol, Electron.Protocol>>(), none<Strays<typeof ours.session.defaultSession, Electron.Session>>(), none<Strays<typeof ours.session, typeof Electron.session>>(),
    none<Strays<typeof ours.net, Electron.Net>>(), none<Strays<typeof ours.dialog, Electron.Dialog, WithWindow>>(), none<Strays<typeof ours.Menu, typeof Electron.Menu>>(), none<Strays<typeof ours.shell, Electron.Shell>>(),
    none<Strays<typeof ours.screen, Electron.Screen, 'displays'>>(), none<Strays<typeof ours.powerMonitor, Electron.PowerMonitor>>(), none<Strays<typeof ours.autoUpdater, Electron.AutoUpdater>>(), none<Strays<typeof ours.nativeImage, typeof Electron.nativeImage>>(),
    none<Strays<InstanceType<typeof ours.Notification>, Electron.Notification>>(), none<Strays<typeof ours.ipcMain, Electron.IpcMain>>(), none<Strays<typeof ours.safeStorage, Electron.SafeStorage>>(), none<Strays<typeof ours.ipcRenderer, Electron.IpcRenderer>>(),
  ].flat()).toEqual([])
})

test('every event that the stand-in or a scene plays is one of Electron\'s, and the app hears nothing else', () => {
  const known = new Set([...readFileSync(join(ROOT, 'node_modules/electron/electron.d.ts'), 'utf8').matchAll(/\bon\(event: '([\w-]+)'/g)].map((found) => found[1] ?? ''))
  const named = (pattern: string, call: RegExp): string[] => globSync(join(ROOT, pattern)).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(call)].map((found) => found[1] ?? ''))
  const played = named('test/shell/{electron,drive,desk}.ts', /\bemit\(\s*'([^']+)'/g)
  const heard = named('src/main/electron/*.ts', /\b(?:app|window|contents|webContents|powerMonitor|ending|notice|session)\.(?:on|once)\('([^']+)'/g)
  // The viewer's own event, whose name Electron keeps to itself; and what only the tests say to each other.
  expect([...new Set([...played, ...heard])].filter((name) => !known.has(name)).toSorted()).toEqual(['-pdf-ready-to-print', 'exited', 'notified', 'pigeonhole:connect'])
})
