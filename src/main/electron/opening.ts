import { app, dialog, type BrowserWindow, type RelaunchOptions } from 'electron'
import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import * as z from 'zod'
import type { Trouble } from '../../shared/desktop/channel.ts'
import { StoreError } from '../store/errors.ts'

/** What is said of a store that could not be opened. */
export function troubleOf(error: unknown, folder: string): Trouble {
  const known = error instanceof StoreError
  const cause = known ? error.cause : error
  return {
    code: known ? error.code : 'unknown', folder, busy: '',
    message: known ? error.message.replace(' Choose another folder with --store.', ' Choose another folder.').slice(0, 2_000) : 'Something went wrong while the store was opened. Nothing in it was changed.',
    detail: (cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause === 'string' ? cause : '').slice(0, 8_000),
  }
}

/** A folder beside `folder` that does not exist yet, named by the day of the restore. */
export function besides(folder: string, day: string): string {
  for (let i = 1; ; i++) {
    const path = `${folder}-restored-${day}${i === 1 ? '' : `-${i}`}`
    if (!existsSync(path)) return path
  }
}

const secondLaunch = z.object({ store: z.string().nullable() })
/** What a launch tells the app that is open already: the folder of the store that it names, if it names one. */
export type SecondLaunch = z.infer<typeof secondLaunch>

/** The store that a second launch named where it is another one than the one that is open, otherwise null. */
export function otherStore(said: unknown, open: string): string | null {
  const { data } = secondLaunch.safeParse(said)
  return !data || data.store === null || relative(resolve(open), data.store) === '' ? null : data.store
}

/** How the app is started again for a launch that came while it was closing: for the store and the files that the launch named. */
export function relaunchOf(said: unknown, files: readonly string[]): RelaunchOptions {
  const store = secondLaunch.safeParse(said).data?.store ?? null
  const image = process.env['APPIMAGE']
  return {
    // From its sources, Electron's program is told where they are.
    args: [...(app.isPackaged ? [] : [app.getAppPath()]), ...files, ...(store === null ? [] : ['--store', store])],
    // What an AppImage runs from is gone when it ends.
    ...(image === undefined ? {} : { execPath: image }),
  }
}

/** Says that the store that was asked for cannot be shown while this one is; true where a person would rather close this one. */
export async function sayOtherStore(window: BrowserWindow, open: string, other: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning', title: 'Pigeonhole', message: `Pigeonhole is open already, with the store in ${resolve(open)}.`,
    detail: `It was started again for the store in ${other}. Only one store is shown at a time: close Pigeonhole, then start it for the other one. What is saved stays saved; finish a form that is half filled in first.`,
    buttons: ['Stay with this store', 'Close Pigeonhole'], defaultId: 0, cancelId: 0,
  })
  return response === 1
}
