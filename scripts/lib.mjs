// What start, test and run have in common. Plain JavaScript for any Node from 20 on, and nothing but Node's own modules:
// it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(ROOT, ...parts)
const windows = process.platform === 'win32'

/** Node 24 from the pinned package: better-sqlite3 does not run on older ones. */
export const NODE = at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

/** The environment of everything that is started from here: the pinned Node and tools first, and what Node compiled is kept: it starts in half the time. */
export const environment = () => ({ NODE_COMPILE_CACHE: at('node_modules', '.cache', 'node'), ...process.env, PATH: `${at('node_modules', '.bin')}${windows ? ';' : ':'}${process.env.PATH ?? ''}` })

/** Runs a program to its end; answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: environment(), ...options })
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/** Starts npm itself, the one that runs this script where there is one. */
function npm(args, options = {}) {
  const cli = process.env.npm_execpath
  return cli && /\.c?js$/.test(cli) ? run(process.execPath, [cli, ...args], options) : run(windows ? 'npm.cmd' : 'npm', args, { shell: windows, ...options })
}

/**
 * The packages whose install scripts run (`allowScripts` of package.json). All others bring what they need built; without this an npm that
 * does not know `allowScripts` compiles better-sqlite3, which takes a compiler and Node's headers.
 */
const withScripts = () => Object.entries(JSON.parse(readFileSync(at('package.json'), 'utf8')).allowScripts).flatMap(([name, allowed]) => (allowed ? [name] : []))

/** Installs the dependencies when they are missing or the lock file has changed since. `.npmrc` keeps npm itself from running install scripts. */
export async function ensureInstalled() {
  const stamp = at('node_modules', '.pigeonhole-installed')
  const wanted = createHash('sha256').update(readFileSync(at('package-lock.json'))).digest('hex')
  if (existsSync(stamp) && existsSync(NODE) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing what is missing (npm ci) ...')
  for (const args of [['ci'], ['rebuild', '--ignore-scripts=false', ...withScripts()]]) {
    const code = await npm([...args, '--loglevel=error'], { env: process.env, stdio: ['ignore', 2, 'inherit'] })
    if (code === 0) continue
    console.error(`npm ${args[0]} did not work; its message is above. Check the network and the npm registry, then try again.`)
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

/** Changes whenever anything the build is made from changes. */
function sourceState() {
  const hash = createHash('sha256')
  const files = [...filesBelow(at('src')), at('electron.vite.config.ts'), at('package-lock.json'), at('package.json')]
  for (const path of files) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Builds main, preload and page unless the build is newer than its sources. */
export async function ensureBuilt() {
  const stamp = at('out', '.sources')
  const wanted = sourceState()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Building ...')
  const built = spawnSync(NODE, [at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'], { cwd: ROOT, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  if (built.status !== 0) {
    console.error(`${built.stdout}${built.stderr}`)
    process.exit(1)
  }
  mkdirSync(at('out'), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Where Electron's runtime lies, or null. */
export function electronRuntime() {
  const home = at('node_modules', 'electron')
  const name = existsSync(join(home, 'path.txt')) ? readFileSync(join(home, 'path.txt'), 'utf8') : { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Why this system shows no window at all, or null. */
export const noDisplay = ({ platform = process.platform, env = process.env } = {}) => (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY ? 'there is no display for its window' : null)

/**
 * Why the runtime of Electron at `path` could not open a window here, or null where it can. On Linux it stops at once without a display or a
 * sandbox. The superuser has no sandbox; and where the system lets no program open one, only an installed package brings a helper for it.
 */
export function noWindow(path, { platform = process.platform, env = process.env, user = process.getuid?.(), read = (file) => readFileSync(file, 'utf8').trim() } = {}) {
  if (platform !== 'linux') return null
  const unseen = noDisplay({ platform, env })
  if (unseen) return unseen
  if (user === 0) return 'Electron does not run for the superuser'
  const helper = statSync(join(dirname(path), 'chrome-sandbox'), { throwIfNoEntry: false })
  if (helper && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return null
  const says = (file, refusal) => {
    try {
      return read(file) === refusal
    } catch {
      return false
    }
  }
  const refused = says('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1') || says('/proc/sys/kernel/unprivileged_userns_clone', '0') || says('/proc/sys/user/max_user_namespaces', '0')
  return refused ? 'this system gives a sandbox to installed programs only' : null
}

/** How long Electron's server may take to answer at all, in milliseconds. The download itself takes as long as it takes. */
const REACH = 5_000

/**
 * Fetches Electron's runtime once per install.
 *
 * @returns the path of the runtime, or the reason why there is none
 */
export async function fetchElectron() {
  const present = electronRuntime()
  if (present) return { path: present }
  const stamp = at('node_modules', '.pigeonhole-electron')
  if (existsSync(stamp)) return { reason: readFileSync(stamp, 'utf8') }
  const { version } = JSON.parse(readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'))
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/'
  const install = (timeout) => spawnSync(NODE, [at('node_modules', 'electron', 'install.js')], { cwd: ROOT, env: environment(), stdio: 'ignore', timeout })
  const reached = fetch(`${mirror}v${version}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(REACH) }).then((answer) => answer.ok, () => false)
  if (await reached) {
    console.error('Fetching the Electron runtime (once, about 120 MB) ...')
    install(undefined)
  } else {
    // Without a network it may still lie in Electron's cache.
    install(REACH)
  }
  const path = electronRuntime()
  if (path) return { path }
  const reason = `the Electron runtime ${version} is not here and could not be fetched`
  writeFileSync(stamp, reason)
  return { reason }
}

const BROWSERS = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium', '/usr/bin/microsoft-edge'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe', 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe'],
}

function presentBrowser() {
  const own = spawnSync(NODE, ['-e', "process.stdout.write(require('@playwright/test').chromium.executablePath())"], { cwd: ROOT, encoding: 'utf8' }).stdout
  return [process.env.PIGEONHOLE_CHROMIUM, own, ...(BROWSERS[process.platform] ?? [])].find((path) => path && existsSync(path)) ?? null
}

/** True where this process may install packages of the system. */
const mayInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0

let listsUpdated = false
function aptInstall(...packages) {
  if (!listsUpdated) spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
  listsUpdated = true
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

/** A Chromium for the tests: one that is here, else Playwright's, else the system's package. Null when there is none to be had. */
export async function ensureBrowser() {
  const present = presentBrowser()
  if (present) return present
  console.error('Fetching a browser for the tests ...')
  spawnSync(NODE, [at('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'], { cwd: ROOT, stdio: 'ignore', timeout: 300_000 })
  if (presentBrowser()) return presentBrowser()
  if (mayInstall()) aptInstall('chromium')
  return presentBrowser()
}

/**
 * Tools some tests use and skip without; installed where that is allowed.
 *
 * @param tools each package by the command that it brings
 */
export function ensureTools(tools) {
  const missing = Object.keys(tools).filter((command) => spawnSync(windows ? 'where' : 'which', [command], { stdio: 'ignore' }).status !== 0)
  if (missing.length > 0 && mayInstall()) aptInstall(...missing.map((command) => tools[command]))
}
