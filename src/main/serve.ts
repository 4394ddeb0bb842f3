import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readArguments, UsageError, wholeNumber } from './args.ts'
import { openInBrowser } from './web/open.ts'
import { serveBrowser } from './web/host.ts'
import { serveCommandLine } from './web/local.ts'
import { createOffices } from './offices.ts'
import { defaultFolder } from './store/folder.ts'
import { StoreError } from './store/errors.ts'
import { programVersion } from './version.ts'

/** The browser host: serves one station to the browser of this computer until it is told to end. */
async function main(): Promise<void> {
  const { values } = readArguments(process.argv.slice(2), { store: { type: 'string' }, port: { type: 'string' }, sample: { type: 'boolean' }, open: { type: 'boolean' }, browser: { type: 'boolean' } }, false)
  const version = programVersion(new URL('../../package.json', import.meta.url))
  const port = values.port === undefined ? null : wholeNumber('port', values.port, 0, 65_535)
  const folder = values.store ?? (values.sample ? join(defaultFolder(), '..', 'sample') : defaultFolder())
  if (values.sample) await (await import('./sample/sample.ts')).openSample(folder, version)
  const offices = createOffices({ folder, face: 'browser', version, sample: values.sample ?? false, worker: new URL('./worker.js', import.meta.url) })
  const station = offices.own
  process.on('unhandledRejection', (error) => station.services.log.error('unhandled', { error: String(error) }))
  const host = await serveBrowser(station, { root: fileURLToPath(new URL('../renderer', import.meta.url)), port, current: offices.current }).catch(async (error: unknown) => {
    await offices.close()
    throw error
  })
  const local = await serveCommandLine(station)

  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    void (async () => {
      await host.close()
      await local.close()
      await offices.close()
      console.log('Pigeonhole is closed. Everything is saved.')
      process.exit(0)
    })()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)

  const address = host.address()
  console.log(`Pigeonhole is open at ${address}`)
  console.log(`The store is in ${station.services.store.folder}. Ctrl-C closes it.`)
  if (process.stdin.isTTY) createInterface({ input: process.stdin }).on('line', () => console.log(`A fresh address, good for one browser: ${host.address()}`)).on('SIGINT', end)
  if (values.open) openInBrowser(address)
}

try {
  await main()
} catch (error) {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (error instanceof StoreError || error instanceof UsageError) console.error(error.message)
  else if (inUse) console.error('This port is taken by another program. Choose another with --port, or leave it out.')
  else console.error(error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
