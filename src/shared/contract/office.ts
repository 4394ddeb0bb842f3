import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { SETTINGS_SECTIONS } from '../desktop/commands.ts'
import { day, hash, instant, procedure, text } from './base.ts'

/** What every screen of every face shows of its station, signed in or not. */
export const stationStatus = z.object({
  /** `first-run` until an office has been set up. */
  phase: z.enum(['first-run', 'ready']),
  office: z.object({ name: z.string(), address: z.string(), zone: z.string() }).nullable(),
  deviceId: z.string(),
  version: z.string(),
  face: z.enum(['electron', 'browser', 'command-line', 'test']),
  /** The office's day now, or null before the office is set up. */
  today: day.nullable(),
  now: instant,
  sample: z.boolean(),
  /** True while the first run may show the sample office instead; true in a sample office from which there is a way back. */
  mayOpenSample: z.boolean(),
  mayLeaveSample: z.boolean(),
  lastBackup: z.object({ at: instant, folder: z.string() }).nullable(),
  /** True when the last good backup is older than the office allows, or there is none. */
  backupOld: z.boolean(),
  /** Messages about the station that stay until they are solved: clock gone back, disk almost full, restored store. */
  /** `section` is the one of Settings where it is put right, null where none does. */
  warnings: z.array(z.object({ code: z.string(), message: z.string(), section: z.enum(SETTINGS_SECTIONS).nullable() })),
  /** How many jobs wait in the outbox and the print queue; `outboxLook` when a message waits for over an hour, was refused, or has to be decided. */
  waiting: z.object({ outbox: z.number().int(), outboxLook: z.boolean(), print: z.number().int() }),
})
export type StationStatus = z.infer<typeof stationStatus>

/** Says that something changed: which kinds of records, and which pieces when there are few. */
export const changeNotice = z.object({
  /** The number of the notice on this line, from 0 for the first; a gap means that notices were missed. */
  count: z.number().int(),
  topics: z.array(z.string()),
  pieces: z.array(z.string()),
})
export type ChangeNotice = z.infer<typeof changeNotice>

const verifyProblem = z.object({
  /** `chain`, `trigger`, `schema`, `file`, `replay`, `database`, `redaction`, `anchor` */
  part: z.string(),
  message: z.string(),
  device: z.string().nullable(),
  sequence: z.number().int().nullable(),
})
export const verifyReport = z.object({
  ok: z.boolean(),
  events: z.number().int(),
  files: z.number().int(),
  pieces: z.number().int(),
  head: z.object({ device: z.string(), sequence: z.number().int(), hash: hash }).nullable(),
  /** Where `against` stands in the chain, when it was given and found. */
  anchor: z.object({ device: z.string(), sequence: z.number().int() }).nullable(),
  problems: z.array(verifyProblem),
  seconds: z.number(),
})
export type VerifyReport = z.infer<typeof verifyReport>

export const progress = z.object({ step: z.string(), done: z.number(), of: z.number() })
export const backupReport = z.object({
  folder: z.string(), copy: z.string(), bytes: z.number().int(), events: z.number().int(), files: z.number().int(), filesCopied: z.number().int(), filesMissing: z.number().int(),
  head: z.object({ device: z.string(), sequence: z.number().int(), hash: hash }).nullable(), removed: z.array(z.string()), seconds: z.number(),
})
export type BackupReport = z.infer<typeof backupReport>

/** Where the desktop app looks for newer versions: the address of a folder on a web server of the office's choice; empty asks nobody. */
export const updateSettings = z.object({ address: text(2_000) })
export type UpdateSettings = z.infer<typeof updateSettings>

export const office = {
  status: procedure('anyone').output(stationStatus),
  /** Makes the sample office and shows it on the page's next connection. Only before the own office is set up. Refused as `office-there`, `no-sample`. */
  openSample: procedure('anyone').output(z.object({})),
  /** Goes back to the own office on the page's next connection. Refused as `no-own-office`. */
  leaveSample: procedure('anyone').output(z.object({})),
  updates: procedure('administrator').output(updateSettings),
  /** Refused as `no-address` for what is no http or https address. */
  saveUpdates: procedure('administrator').input(updateSettings).output(updateSettings),
  /** Change notices, from now on, until the caller goes away. */
  changes: procedure('anyone').output(eventIterator(changeNotice)),
  /** Checks chain, triggers, files and, unless `replay` is false, that replay gives the projections; the last message carries the report. */
  verify: procedure('supervisor').input(z.object({ against: hash.optional(), replay: z.boolean().optional() }))
    .output(eventIterator(z.union([z.object({ progress }), z.object({ report: verifyReport })]))),
  /** Writes a verified copy of the store and its files to a folder; the last message carries the report. */
  backup: procedure('administrator').input(z.object({ folder: text(4_000, 1) }))
    .output(eventIterator(z.union([z.object({ progress }), z.object({ report: backupReport })]))),
}
