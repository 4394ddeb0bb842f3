import { build } from 'vite'
import { chromium } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { identify } from '../../src/shared/mail/identify.ts'
import { dayBounds, officeDay } from '../../src/shared/mail/days.ts'
import { formatMoney, parseMoney } from '../../src/shared/mail/money.ts'

const SHARED = join(import.meta.dirname, '../../src/shared')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : entry.name.endsWith('.ts') ? [path] : []
  })
}

test('the shared parts run in a browser unchanged, and answer the same there', async ({ skip }) => {
  const executablePath = [process.env['PIGEONHOLE_CHROMIUM'], chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
  skip(executablePath === undefined, 'no Chromium is here')
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-pure-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const files = sources(SHARED)
  const entry = join(root, 'entry.ts')
  writeFileSync(entry, [
    ...files.map((file, index) => `import * as m${index} from ${JSON.stringify(file)}`),
    `Object.assign(window, { shared: { ${files.map((file, index) => `${JSON.stringify(relative(SHARED, file))}: m${index}`).join(', ')} } })`,
  ].join('\n'))
  await build({ root, logLevel: 'silent', configFile: false, resolve: { alias: {} }, build: { outDir: join(root, 'out'), minify: false, rollupOptions: { input: entry, output: { entryFileNames: 'pure.js' } } } })
  const script = readFileSync(join(root, 'out', 'pure.js'))
  const server = createServer((request, response) => response.writeHead(200, { 'Content-Type': request.url === '/pure.js' ? 'text/javascript' : 'text/html' }).end(request.url === '/pure.js' ? script : '<!doctype html><script type="module" src="/pure.js"></script>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction('window.shared !== undefined')
  const numbers = ['9589071052700412335610', '1Z999AA10123456784', '986578788855', 'RB123456785GB', 'hello']
  const there = await page.evaluate(`(() => {
    const { identify } = window.shared['mail/identify.ts'], days = window.shared['mail/days.ts'], money = window.shared['mail/money.ts']
    return { names: Object.keys(window.shared).length, numbers: ${JSON.stringify(numbers)}.map((number) => identify(number)), day: days.officeDay(1763955000000, 'America/New_York'), bounds: days.dayBounds('2026-11-01', 'America/New_York'), money: money.formatMoney(money.parseMoney('$1,010.44')) }
  })()`)
  expect(problems).toEqual([])
  expect(there).toEqual({
    names: files.length, numbers: numbers.map((number) => identify(number)), day: officeDay(1_763_955_000_000, 'America/New_York'),
    bounds: dayBounds('2026-11-01', 'America/New_York'), money: formatMoney(parseMoney('$1,010.44')),
  })
}, 90_000)
