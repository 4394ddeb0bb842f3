import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const places = [
  process.env['PIGEONHOLE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
/** The browser of this machine; Playwright's own when there is none. */
const executablePath = places.find((place) => place !== undefined && existsSync(place))

export default defineConfig({
  testDir: 'test/e2e',
  fullyParallel: true,
  workers: 2,
  // A build server is busier than any desk: what fails there once is tried once more, and counted as what it was the second time.
  retries: process.env['CI'] ? 1 : 0,
  // Generous, because a test waits for named events and a busy machine is no fault.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    // What is waited for by name must not use up the time of the whole test.
    actionTimeout: 60_000,
    viewport: { width: 1366, height: 768 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // A failed test leaves what the page held; `--trace on` keeps every step, for a quarter of the time more.
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
      ],
    },
  },
})
