import * as z from 'zod'
import { approver } from '../access/events.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

/** What a number was taken for, as an event keeps it. */
export const identified = z.object({
  number: z.string(), grouped: z.string(), scheme: z.string(), carrier: z.string(), carrierName: z.string(), service: z.string(), checkDigit: z.enum(['valid', 'invalid', 'none']), accountable: z.boolean(),
})

const asked = z.discriminatedUnion('question', [
  z.object({ question: z.literal('seen-before'), pieces: z.array(z.string()) }),
  z.object({ question: z.literal('check-digit') }),
  /** Ranked as they were shown, best first. */
  z.object({ question: z.literal('carrier'), choices: z.array(identified.extend({ confidence: z.number() })) }),
])
export type Asked = z.infer<typeof asked>

const received = identified.extend({
  /** What the scanner or the person gave, before anything was taken away. */
  scanned: z.string(), source: z.string(), caughtAt: z.number(),
})

/** A piece came into our hands: scanned, typed, read from an image, or numbered by us. */
export const pieceReceived = eventKind({
  kind: 'piece.received',
  version: 2,
  payload: received.extend({ questions: z.array(asked) }),
  upgrades: { 1: (old) => ({ ...(old as object), questions: [] }) },
  examples: {
    1: {
      number: '9589071052700412335612', grouped: '9589 0710 5270 0412 3356 12', scheme: 'usps-22', carrier: 'usps', carrierName: 'USPS', service: 'Certified Mail', checkDigit: 'valid', accountable: true,
      scanned: '9589071052700412335612', source: 'wedge', caughtAt: 1_700_000_000_000,
    },
    2: {
      number: '1Z999AA10123456784', grouped: '1Z 999 AA1 01 2345 6784', scheme: 'ups-1z', carrier: 'ups', carrierName: 'UPS', service: 'Next Day Air', checkDigit: 'valid', accountable: false,
      scanned: '1Z999AA10123456784', source: 'wedge', caughtAt: 1_700_000_000_000, questions: [{ question: 'seen-before', pieces: ['01hzy3v7q0m4k8x2n6'] }],
    },
  },
  topics: ['piece'],
  behind: true,
  project: (db, event) => projection.insertReceived(db, event),
})

/** A piece was taken out of the count. Its line stays, with the reason, the piece it turned out to be, and who allowed it where that was needed. */
export const pieceVoided = eventKind({
  kind: 'piece.voided',
  version: 3,
  payload: z.object({ reason: z.string(), sameAs: z.string().nullable(), allowedBy: approver.nullable() }),
  upgrades: { 1: (old) => ({ ...(old as object), sameAs: null }), 2: (old) => ({ ...(old as object), allowedBy: null }) },
  examples: {
    1: { reason: 'scanned twice' }, 2: { reason: 'the same piece', sameAs: '01hzy3v7q0m4k8x2n6' },
    3: { reason: 'handed to the wrong office', sameAs: null, allowedBy: { id: '01hzy3v7q0m4k8x2n7', name: 'Otis Ledgerwood' } },
  },
  topics: ['piece'],
  behind: true,
  project: (db, event) => projection.voidStored(db, event),
})

export const PIECE_EVENTS = [pieceReceived, pieceVoided] as const
