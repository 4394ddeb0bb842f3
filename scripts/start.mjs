// npm start: installs and builds what is missing, then opens Pigeonhole: the desktop app, or the browser host where
// Electron's runtime is not to be had.
import { spawn } from 'node:child_process'
import { ensureBuilt, ensureInstalled, environment, fetchElectron, NODE, noWindow, ROOT } from './lib.mjs'

const args = process.argv.slice(2)
await ensureInstalled()
await ensureBuilt()
/** Electron's runtime, or why the browser is used instead; null where it was asked for. */
async function runtime() {
  if (args.includes('--browser')) return { reason: null }
  const found = await fetchElectron()
  const reason = found.path ? noWindow(found.path) : null
  return reason ? { reason } : found
}
const electron = await runtime()
if (electron.reason) console.error(`Opening in the browser, because ${electron.reason}.`)

const own = args.filter((arg) => arg !== '--browser')
const child = electron.path
  ? spawn(electron.path, [ROOT, ...own], { cwd: ROOT, stdio: 'inherit', env: environment() })
  : spawn(NODE, ['out/main/serve.js', '--open', ...own], { cwd: ROOT, stdio: 'inherit', env: environment() })
// Ctrl-C reaches the child as well; this process only waits for it to close its store.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
