import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'

/** What belongs to this person's desktop and not to the office: a small file beside Electron's own, outside every store. */
const preferences = z.object({
  /** The folder of the store that was chosen after the usual one could not be opened. */
  store: z.string().nullable().catch(null).default(null),
  window: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() }).nullable().catch(null).default(null),
  zoom: z.number().min(-3).max(5).catch(0).default(0),
})
export type DesktopPreferences = z.infer<typeof preferences>

export interface Preferences { get: () => DesktopPreferences; change: (part: Partial<DesktopPreferences>) => void }

/** Opens the file; one that is missing or damaged counts as empty, because nothing in it is worth an error. */
export function openPreferences(path: string): Preferences {
  let now: DesktopPreferences
  try {
    now = preferences.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    now = preferences.parse({})
  }
  return {
    get: () => now,
    change: (part) => {
      now = { ...now, ...part }
      try {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(`${path}.new`, JSON.stringify(now), { mode: 0o600 })
        renameSync(`${path}.new`, path)
      } catch {
        // A full or read-only profile must not stop the mail.
      }
    },
  }
}
