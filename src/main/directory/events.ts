import * as z from 'zod'
import { eventKind } from '../store/events.ts'

const counts = { added: z.number().int(), changed: z.number().int(), same: z.number().int(), bad: z.number().int(), missing: z.number().int() }

/** A file was imported into the directory, to its last row. Closes the import: counts only, no names. */
export const directoryImported = eventKind({
  kind: 'directory.imported',
  version: 1,
  payload: z.object({ import: z.string(), ...counts, fields: z.array(z.string()) }),
  examples: { 1: { import: '01hzy3v7q0m4k8x2n6', added: 120, changed: 4, same: 9_000, bad: 2, missing: 31, fields: ['employeeId', 'given', 'family', 'department'] } },
  topics: ['directory'],
})

/** An import was stopped while it was applied, and everything it had changed was taken back. */
export const directoryImportUndone = eventKind({
  kind: 'directory.import-undone',
  version: 1,
  payload: z.object({ import: z.string(), removed: z.number().int(), restored: z.number().int(), kept: z.number().int() }),
  examples: { 1: { import: '01hzy3v7q0m4k8x2n6', removed: 120, restored: 4, kept: 0 } },
  topics: ['directory'],
})

/** The kinds of event of the directory. Single records use the store's own `record.changed`. */
export const DIRECTORY_EVENTS = [directoryImported, directoryImportUndone] as const
