// Loaded into a host whose memory is measured: when it is asked (SIGUSR2), its engine clears what nobody uses any more, and it says so.
import { setImmediate } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.platform !== 'win32')
  process.on('SIGUSR2', async () => {
    // What the first round finishes, such as statements of the database, the second gives back.
    for (let i = 0; i < 2; i++) {
      globalThis.gc()
      await setImmediate()
    }
    console.log('collected')
  })
