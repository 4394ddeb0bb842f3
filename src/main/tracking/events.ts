import * as z from 'zod'
import { SOURCES } from '../../shared/mail/tracking.ts'
import { WORDS } from '../../shared/mail/tracking-status.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

const said = z.object({
  code: z.string().nullable(), text: z.string(), at: z.number().nullable(), local: z.string().nullable(), city: z.string(), state: z.string(), zip: z.string(), country: z.string(), name: z.string(),
})
const facts = z.object({ returnDay: z.string().nullable(), expectedDay: z.string().nullable(), greenCard: z.string().nullable(), electronicReceipt: z.boolean().nullable() })

/** News about a piece: what this source had not said before, and the form in which it came. */
export const trackingLearned = eventKind({
  kind: 'tracking.learned',
  version: 1,
  payload: z.object({
    source: z.enum(SOURCES),
    /** What told it, by name: a file, an interface, a telephone number. */
    told: z.string(),
    events: z.array(said),
    facts: facts.nullable(),
    /** The office's own ZIP at that time: a delivery there may be a return. */
    senderZip: z.string().nullable(),
    /** The news as it came, where it is short; otherwise it is in the file. */
    raw: z.string().nullable(),
    file: z.string().nullable(),
  }),
  examples: {
    1: {
      source: 'usps-api', told: 'USPS Tracking', senderZip: '12099', raw: '{"trackingNumber":"9589071052700412203980"}', file: null, facts: { returnDay: '2026-11-25', expectedDay: null, greenCard: null, electronicReceipt: false },
      events: [{ code: '02', text: 'Notice Left', at: 1_700_000_000_000, local: '2023-11-14T17:13:20', city: 'FAKEVILLE', state: 'OH', zip: '43999', country: '', name: '' }],
    },
  },
  topics: ['tracking'],
  project: (db, event) => projection.learned(db, event),
})

/** A person said what became of a piece. Stands over the news until a later word; nothing that was said before is changed. */
export const trackingDecided = eventKind({
  kind: 'tracking.decided',
  version: 1,
  payload: z.object({ says: z.enum(WORDS), evidence: z.string(), reason: z.string(), senderZip: z.string().nullable() }),
  examples: { 1: { says: 'delivered-to-addressee', evidence: 'green card, signed H. Thimble', reason: 'the name is the addressee', senderZip: '12099' } },
  topics: ['tracking'],
  project: (db, event) => projection.decided(db, event),
})

/** A file with news was taken in. Its news stands in events of the pieces. */
export const trackingImported = eventKind({
  kind: 'tracking.imported',
  version: 1,
  payload: z.object({ import: z.string(), name: z.string(), kind: z.string(), file: z.string(), pieces: z.number().int(), events: z.number().int(), unknown: z.number().int(), bad: z.number().int() }),
  examples: { 1: { import: '01hzy3v7q0m4k8x2n6', name: 'export.csv', kind: 'csv', file: 'a'.repeat(64), pieces: 2, events: 5, unknown: 1, bad: 0 } },
  topics: ['tracking'],
})

export const TRACKING_EVENTS = [trackingLearned, trackingDecided, trackingImported] as const
