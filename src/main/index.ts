import { startDesktop } from './electron/desktop.ts'

startDesktop({
  page: new URL('../renderer', import.meta.url),
  preload: new URL('../preload/index.cjs', import.meta.url),
  worker: new URL('./worker.js', import.meta.url),
  packageFile: new URL('../../package.json', import.meta.url),
  args: process.argv.slice(1),
})
