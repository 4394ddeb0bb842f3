import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { hash, instant, line, procedure, text } from './base.ts'
import { progress } from './office.ts'

const kept = (most: number) => z.number().int().min(0).max(most)

/** Where copies go, how many stay, and from when on their age is worth a warning. */
export const backupSettings = z.object({
  /** Empty until an administrator chose one. */
  folder: text(4_000),
  /** How many of the newest copies stay: one for each of so many days, weeks and months. The newest always stays. */
  keep: z.object({ daily: kept(366), weekly: kept(104), monthly: kept(240) }),
  /** Days after which the last good backup counts as too old. */
  warnAfterDays: z.number().int().min(1).max(90),
})
export type BackupSettings = z.infer<typeof backupSettings>

const head = z.object({ device: z.string(), sequence: z.number().int(), hash })

/** A copy in a backup folder. */
export const copyRow = z.object({ name: z.string(), createdAt: instant, bytes: z.number().int(), events: z.number().int(), pieces: z.number().int(), files: z.number().int(), head: head.nullable() })
export type CopyRow = z.infer<typeof copyRow>

/** What this store has and a copy has not. */
export const copyLoss = z.object({
  /** False when the end of the copy's log stands nowhere in this store: it is a copy of another store, or one was rewritten. */
  same: z.boolean(),
  events: z.number().int(), pieces: z.number().int(), from: instant.nullable(), to: instant.nullable(),
  /** How many events of each kind would be lost, the most first. */
  kinds: z.array(z.object({ kind: z.string(), events: z.number().int() })),
  /** The first pieces that were taken in after the copy, oldest first. */
  first: z.array(z.object({ id: z.string(), grouped: z.string(), carrierName: z.string(), recipient: z.string(), receivedAt: instant })),
})
export type CopyLoss = z.infer<typeof copyLoss>

export const restoreReport = z.object({ folder: z.string(), copy: z.string(), createdAt: instant, events: z.number().int(), pieces: z.number().int(), device: z.string(), missingFiles: z.number().int(), redacted: z.number().int() })
export type RestoreReport = z.infer<typeof restoreReport>

const copyName = z.string().regex(/^[0-9A-Za-z-]{1,60}$/)

export const backup = {
  settings: procedure('supervisor').output(backupSettings),
  saveSettings: procedure('administrator').input(backupSettings).output(backupSettings),
  /** The copies in a folder, newest first. */
  copies: procedure('administrator').input(z.object({ folder: line(4_000) })).output(z.array(copyRow)),
  /** What would be lost if a copy took the place of this store. */
  compare: procedure('administrator').input(z.object({ folder: line(4_000), copy: copyName }))
    .output(eventIterator(z.union([z.object({ progress }), z.object({ report: copyLoss })]))),
  /** Makes a new store in `to`, an empty or new folder, from a copy. This store stays as it is. */
  restore: procedure('administrator').input(z.object({ folder: line(4_000), copy: copyName, to: line(4_000) })).output(restoreReport),
}
