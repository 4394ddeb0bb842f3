import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A worker of node:worker_threads and a signal need a process of their own.
    pool: 'forks',
    // One process after the other reads the whole station once, not once a file: files share no state that they do not put back.
    isolate: false,
    maxWorkers: '100%',
    include: ['test/{unit,station,shell}/**/*.test.ts'],
    globalSetup: 'scripts/built.mjs',
    // As for the browser tests: a build server may be busy.
    retry: process.env['CI'] ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
