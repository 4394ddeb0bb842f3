import * as z from 'zod'
import { recordChanged } from './core.ts'
import type { ReadableDb, WritableDb } from './db.ts'
import { one, run } from './db.ts'
import type { EventDraft } from './events.ts'

/** One setting of the station: its name, what it may be, and what it is until somebody changes it. */
export interface Setting<T> { name: string; schema: z.ZodType<T>; fallback: T }

export const OFFICE: Setting<{ name: string; address: string; zone: string } | null> = {
  name: 'office',
  schema: z.object({ name: z.string(), address: z.string(), zone: z.string() }).nullable(),
  fallback: null,
}

/** When and where the last backup that was checked went. */
export const LAST_BACKUP: Setting<{ at: number; folder: string } | null> = {
  name: 'last-backup',
  schema: z.object({ at: z.number(), folder: z.string() }).nullable(),
  fallback: null,
}

/** Set by a restore: own numbers are not given out until a person scans the last one that was used. */
export const NUMBERING_STOPPED: Setting<boolean> = { name: 'numbering-stopped', schema: z.boolean(), fallback: false }

/** Set by a restore: article numbers of the office's own are not made until a person scans the last one that was used. */
export const CERTIFIED_NUMBERING_STOPPED: Setting<boolean> = { name: 'certified-numbering-stopped', schema: z.boolean(), fallback: false }

/** The value of a setting, or its fallback. */
export function setting<T>(db: ReadableDb, which: Setting<T>): T {
  const row = one<{ value: string }>(db, 'SELECT value FROM setting WHERE name = ?', which.name)
  return row ? which.schema.parse(JSON.parse(row.value)) : which.fallback
}

/** A change of a setting, for a decision: the rows and the audit event that belongs to them. */
export function changeSetting<T>(which: Setting<T>, value: T): { tables: (db: WritableDb) => void; event: EventDraft } {
  const stored = JSON.stringify(which.schema.parse(value))
  return {
    tables: (db) => run(db, 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', which.name, stored),
    event: recordChanged.draft(null, { table: 'setting', record: which.name, action: 'changed', fields: ['value'] }),
  }
}
