import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { day, hash, id, instant, line, procedure, text } from './base.ts'
import { progress } from './office.ts'

/** An entry of the log as the audit lists it. */
export const auditRow = z.object({
  device: z.string(), sequence: z.number().int(), recordedAt: instant, zone: z.string(), stated: z.object({ at: instant, source: z.string() }).nullable(), actor: z.object({ id: z.string(), name: z.string() }), kind: z.string(),
  piece: z.object({ id, grouped: z.string() }).nullable(), hash,
  /** What it says, upgraded to the newest version; null when it was redacted. */
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** The name of the changed record, where the entry names one that has a name. */
  about: z.string(),
})
export type AuditRow = z.infer<typeof auditRow>

/** Everything that is given has to hold. */
export const auditFilter = z.object({
  /** The id of a piece, or its number. */
  piece: text(200, 1).optional(),
  /** The id of who did it, as `people` lists them. */
  person: text(200, 1).optional(),
  day: day.optional(), kinds: z.array(z.string().max(60)).max(60).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

const place = z.object({ device: z.string().max(20), sequence: z.number().int() })

export const exportReport = z.object({ folder: z.string(), tables: z.number().int(), rows: z.number().int(), files: z.number().int(), bytes: z.number().int(), missing: z.number().int(), manifest: hash, seconds: z.number() })
export type ExportAllReport = z.infer<typeof exportReport>

export const audit = {
  /** One page of the log, the newest entry first. */
  list: procedure('supervisor').input(auditFilter.extend({ cursor: place.optional(), limit: z.number().int().min(1).max(500).default(100) })).output(z.object({ rows: z.array(auditRow), next: place.nullable(), entries: z.number().int() })),
  /** Who ever did something, and what kinds of entry there are. */
  choices: procedure('supervisor').output(z.object({ people: z.array(z.object({ id: z.string(), name: z.string() })), kinds: z.array(z.string()) })),
  /** One entry in its raw form, with the hashes around it. */
  entry: procedure('supervisor').input(place).output(z.object({ row: auditRow, version: z.number().int(), raw: z.string().nullable(), payloadHash: hash, previous: hash })),
  /** Writes everything in open formats to a folder that is new or empty: tables as CSV, files, and a manifest with the SHA-256 of each. */
  exportAll: procedure('administrator').input(z.object({ folder: line(4_000) })).output(eventIterator(z.union([z.object({ progress }), z.object({ report: exportReport })]))),
}
