import { join, resolve } from 'node:path'
import { Refusal } from './call.ts'
import { compileSooner } from './engine.ts'
import type { Station, StationOptions } from './station.ts'
import { createStation } from './station.ts'
import { defaultFolder } from './store/folder.ts'
import { OFFICE, setting } from './store/settings.ts'

/** A face's own station and, once somebody looks around before the first setup, the sample office beside it. */
export interface Offices {
  /** The station of the office's own store. */
  readonly own: Station
  /** The station that a new connection is given. */
  current: () => Station
  close: () => Promise<void>
}

/** Milliseconds after which a start is over. Compiling then competes with no page that is being opened. */
const STARTED = 10_000

/** Where the sample office of a store lies: beside it. */
export function sampleFolder(folder: string): string {
  return resolve(folder) === resolve(defaultFolder()) ? join(folder, '..', 'sample') : `${resolve(folder)}-sample`
}

/**
 * Opens a face's station so that its first run can show the sample office instead. The own store stays open and empty beside it; a
 * page that reloads comes to the one that is current.
 *
 * @throws StoreError when the own store cannot be used
 */
export function createOffices(options: Omit<StationOptions, 'offices'>): Offices {
  let sample: Station | null = null
  let opening: Promise<Station> | null = null
  let shown: 'own' | 'sample' = 'own'
  const folder = sampleFolder(options.folder)
  const own: Station = createStation({
    ...options,
    ...(options.sample ? {} : {
      offices: {
        openSample: async () => {
          if (setting(own.services.store.db, OFFICE)) throw new Refusal('office-there', 'This office is set up. To look around in the sample office, close Pigeonhole and start it with --sample.')
          opening ??= (async () => {
            // Most starts are not of a sample office: what makes it comes when somebody asks for it.
            const { openSample } = await import('./sample/sample.ts')
            await openSample(folder, options.version)
            return createStation({ ...options, folder, sample: true, offices: { leaveSample: () => { shown = 'own' } } })
          })()
          try {
            sample = await opening
            shown = 'sample'
          } finally {
            opening = sample && Promise.resolve(sample)
          }
        },
      },
    }),
  })
  const started = setTimeout(compileSooner, STARTED).unref()
  return {
    own,
    current: () => (shown === 'sample' && sample ? sample : own),
    close: async () => {
      clearTimeout(started)
      await opening?.catch(() => undefined)
      await sample?.close()
      await own.close()
    },
  }
}
