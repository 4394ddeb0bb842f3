// The built app called with `--cli`, against the stand-in for Electron's module: ends as the app would, and writes down what it asked of Electron.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const standIn = new URL('./electron.ts', import.meta.url).href
registerHooks({ resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)) })
const { app, BrowserWindow, record } = await import('./electron.ts')
const ended = once(app, 'exited')
await import(pathToFileURL(join(process.env['PIGEONHOLE_TEST_APP'] ?? join(import.meta.dirname, '../..'), 'out/main/index.js')).href)
const [code] = (await ended) as [number]
writeFileSync(process.env['PIGEONHOLE_TEST_RECORD'] ?? '', JSON.stringify({ windows: BrowserWindow.all.length, menus: record.menus.length, quits: record.quits, dialogs: record.errors, names: record.names, asked: record.asked }))
process.exit(code)
