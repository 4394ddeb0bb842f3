// npm test: installs what is missing, then type check, lint, and every test; the last lines count them, with the reason for each skip.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lint, typeCheck } from './gate.mjs'
import { electronRuntime, ensureBrowser, ensureBuilt, ensureInstalled, ensureTools, environment, fetchElectron, noDisplay, NODE, ROOT, run } from './lib.mjs'

await ensureInstalled()
await ensureBuilt()
ensureTools({ strace: 'strace', lpadmin: 'cups', socat: 'socat' })
const browser = await ensureBrowser()

const results = join(ROOT, 'out', 'counts')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const env = { ...environment(), PIGEONHOLE_RESULTS: results, ...(browser ? { PIGEONHOLE_CHROMIUM: browser } : {}) }
const bin = (name, file) => join(ROOT, 'node_modules', name, file)

const failed = []
const skipped = []
const step = async (name, work) => {
  console.log(`\n== ${name}`)
  if ((await work()) !== 0) failed.push(name)
}
await step('Types', typeCheck)
await step('Lint and import boundaries', lint)
await step('Unit, station and shell tests', () => run(NODE, [bin('vitest', 'vitest.mjs'), 'run', '--reporter=default', `--reporter=${join(ROOT, 'scripts', 'count-vitest.mjs')}`], { env }))
if (browser) await step('End-to-end tests', () => run(NODE, [bin('@playwright/test', 'cli.js'), 'test', `--reporter=line,${join(ROOT, 'scripts', 'count-playwright.mjs')}`], { env }))
else skipped.push({ name: 'End-to-end tests', reason: 'no Chromium is here, and none could be installed' })

// The same screens in the desktop app, where its runtime is; --electron fetches it first.
if (process.argv.includes('--electron')) await fetchElectron()
const unseen = electronRuntime() ? noDisplay() : "Electron's runtime is not here"
if (unseen === null) await step('End-to-end tests in Electron', () => run(NODE, [bin('@playwright/test', 'cli.js'), 'test', '--workers=1', `--reporter=line,${join(ROOT, 'scripts', 'count-playwright.mjs')}`], { env: { ...env, PIGEONHOLE_E2E: 'electron' } }))
else skipped.push({ name: 'End-to-end tests in Electron', reason: unseen })

let passedCount = 0
let failedCount = 0
for (const file of ['vitest.json', 'playwright.json', 'electron.json']) {
  const path = join(results, file)
  if (!existsSync(path)) continue
  const counted = JSON.parse(readFileSync(path, 'utf8'))
  passedCount += counted.passed
  failedCount += counted.failed
  skipped.push(...counted.skipped)
}
// A step that failed without a failed test (types, lint, a runner that could not start) counts as one.
const unexplained = failed.filter((name) => name.startsWith('Types') || name.startsWith('Lint')).length
const total = failedCount + unexplained || (failed.length > 0 ? 1 : 0)

console.log('')
for (const { name, reason } of skipped) console.log(`skipped: ${name}: ${reason}`)
for (const name of failed) console.log(`failed: ${name}`)
console.log(`${passedCount} passed, ${total} failed, ${skipped.length} skipped`)
process.exitCode = failed.length > 0 || passedCount === 0 ? 1 : 0
