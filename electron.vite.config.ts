import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null }

/** What a module needs at once, itself included. */
function reached(from: string, modules: Modules, found = new Set<string>()): Set<string> {
  if (found.has(from)) return found
  found.add(from)
  for (const id of modules.getModuleInfo(from)?.importedIds ?? []) reached(id, modules, found)
  return found
}

/** One file of all that a module of the page needs at once. */
function together(debugName: string, path: string, priority: number) {
  let ids: Set<string> | null = null
  return { debugName, priority, name: (id: string, modules: Modules) => ((ids ??= reached(at(path), modules)).has(id) ? debugName : null) }
}

/** Has the browser fetch the page's own code with what the document names, although the small first script asks for it only once it runs. */
const fetchPageEarly: Plugin = {
  name: 'fetch-page-early',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const pages = Object.values(bundle).flatMap((file) => (file.type === 'chunk' && file.name === 'page' ? [file.fileName, ...file.imports] : []))
      return pages.filter((name) => !html.includes(name)).map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` }, injectTo: 'head' }))
    },
  },
}

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
    plugins: [react(), fetchPageEarly],
    build: {
      outDir: at('out/renderer'),
      // Every asset is its own file: the content security policy allows no data: scripts, fonts or styles.
      assetsInlineLimit: 0,
      // One sheet for all screens: the order of its rules does not depend on which screen came first.
      cssCodeSplit: false,
      minify: true,
      rollupOptions: {
        input: at('src/renderer/index.html'),
        // Two files until the sign-in is drawn: what speaks to the station, and all the rest. A file more is a question more before the first screen.
        output: { codeSplitting: { groups: [together('line', 'src/renderer/app/main.ts', 2), together('page', 'src/renderer/app/page.tsx', 1)] } },
      },
    },
  },
})
