import * as z from 'zod'
import { run } from '../store/db.ts'
import { eventKind } from '../store/events.ts'
import * as rows from './queries.ts'

/** A piece came into our hands: scanned, typed or read from an image. */
export const pieceReceived = eventKind({
  kind: 'piece.received',
  version: 1,
  payload: z.object({
    number: z.string(), grouped: z.string(), scheme: z.string(), carrier: z.string(), carrierName: z.string(), service: z.string(),
    checkDigit: z.enum(['valid', 'invalid', 'none']), accountable: z.boolean(),
    /** What the scanner or the person gave, before anything was taken away. */
    scanned: z.string(), source: z.string(), caughtAt: z.number(),
  }),
  examples: {
    1: {
      number: '9589071052700412335612', grouped: '9589 0710 5270 0412 3356 12', scheme: 'usps-impb-22', carrier: 'usps', carrierName: 'USPS', service: 'Certified Mail', checkDigit: 'valid', accountable: true,
      scanned: '9589071052700412335612', source: 'wedge', caughtAt: 1_700_000_000_000,
    },
  },
  topics: ['piece'],
  project: (db, event) => rows.insertReceived(db, event),
})

/** A piece was taken out of the count. Its line stays, with the reason. */
export const pieceVoided = eventKind({
  kind: 'piece.voided',
  version: 1,
  payload: z.object({ reason: z.string() }),
  examples: { 1: { reason: 'scanned twice' } },
  topics: ['piece'],
  project: (db, event) => {
    run(db, "UPDATE piece SET state = 'voided', voided_at = ?, voided_by = ?, void_reason = ? WHERE id = ?", event.recordedAt, event.actor.name, event.payload.reason, event.piece)
    run(db, 'UPDATE day_count SET voided = voided + 1 WHERE day = (SELECT day FROM piece WHERE id = ?)', event.piece)
  },
})

export const PIECE_EVENTS = [pieceReceived, pieceVoided] as const
