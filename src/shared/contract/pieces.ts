import * as z from 'zod'
import { day, hash, id, instant, line, procedure, text } from './base.ts'

/** What the check digit of a number says, as far as its scheme has one. */
export const checkDigit = z.enum(['valid', 'invalid', 'none'])

/** A piece as lists show it. */
export const pieceRow = z.object({
  id,
  direction: z.enum(['inbound', 'outbound']),
  /** The bare number, without routing or spaces; what was scanned when the scheme is not known. */
  number: z.string(),
  /** The number as it is printed, in groups. */
  grouped: z.string(),
  carrier: z.string(),
  carrierName: z.string(),
  service: z.string(),
  checkDigit,
  accountable: z.boolean(),
  state: z.string(),
  /** UTC milliseconds of intake, as the station recorded it. */
  receivedAt: instant,
  day,
  receivedBy: z.string(),
  voided: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
})
export type PieceRow = z.infer<typeof pieceRow>

/** One line of the log as the piece's page shows it. */
export const pieceEvent = z.object({
  device: z.string(), sequence: z.number().int(), kind: z.string(), recordedAt: instant, zone: z.string(),
  stated: z.object({ at: instant, source: z.string() }).nullable(),
  actor: z.object({ id: z.string(), name: z.string() }), hash,
  /** The payload after upgrade to the newest version, or null when it was redacted. */
  payload: z.record(z.string(), z.unknown()).nullable(),
})
export type PieceEvent = z.infer<typeof pieceEvent>

export const listFilter = z.object({
  day: day.optional(),
  /** Only pieces recorded at or after this instant: "this session". */
  since: instant.optional(),
  /** Continue after this cursor of the page before. */
  cursor: z.number().int().optional(),
  limit: z.number().int().min(1).max(500).default(50),
})

export const pieces = {
  /** Newest first. */
  list: procedure('operator').input(listFilter).output(z.object({ rows: z.array(pieceRow), next: z.number().int().nullable(), total: z.number().int().nullable() })),
  get: procedure('operator').input(z.object({ id })).output(z.object({ piece: pieceRow, numbers: z.array(z.string()), events: z.array(pieceEvent) })),
  /** Search as you type: any part of a number, its last digits, or words; newest 50. */
  find: procedure('operator').input(z.object({ text: text(200) })).output(z.object({ rows: z.array(pieceRow), ms: z.number() })),
  /** Takes a piece out of the day's count. The line stays, struck through, with the reason. */
  void: procedure('operator').input(z.object({ id, reason: line(500) })).output(pieceRow),
}
