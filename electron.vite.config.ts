import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Put into the bundle: they are a hundred and twenty small files, and a start would read each.
      externalizeDeps: { exclude: ['zod', '@orpc/client', '@orpc/contract', '@orpc/server', '@orpc/standard-server-peer', 'csv-parse', 'csv-stringify'] },
      rollupOptions: {
        input: { index: at('src/main/index.ts'), serve: at('src/main/serve.ts'), cli: at('src/main/cli.ts'), worker: at('src/main/worker.ts'), decodeWorker: at('src/main/scanning/decodeWorker.ts') },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload has to be CommonJS.
      rollupOptions: { input: { index: at('src/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      // Every asset is its own file: the content security policy allows no data: scripts, fonts or styles.
      assetsInlineLimit: 0,
      // One sheet for all screens: the order of its rules does not depend on which screen came first.
      cssCodeSplit: false,
      minify: true,
      rollupOptions: { input: at('src/renderer/index.html') },
    },
  },
})
