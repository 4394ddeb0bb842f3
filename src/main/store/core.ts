import * as z from 'zod'
import { run } from './db.ts'
import { eventKind } from './events.ts'

const head = z.object({ device: z.string(), sequence: z.number().int(), hash: z.string() })

/** The first event of a device: a new store, or the head of the log that a restored store continues. */
export const deviceBegan = eventKind({
  kind: 'device.began',
  version: 1,
  payload: z.object({ reason: z.enum(['new', 'restored']), continues: head.nullable(), program: z.string() }),
  examples: { 1: { reason: 'new', continues: null, program: '0.1.0' } },
  topics: ['office'],
})

/** An ordinary record was changed. Names the record and the fields, never the values. */
export const recordChanged = eventKind({
  kind: 'record.changed',
  version: 1,
  payload: z.object({ table: z.string(), record: z.string(), action: z.enum(['added', 'changed', 'removed']), fields: z.array(z.string()) }),
  examples: { 1: { table: 'user', record: '01hzy3v7q0m4k8x2n6', action: 'added', fields: ['name', 'role', 'pin'] } },
  topics: ['record'],
})

/** The computer's clock was found behind the last event. Replay follows the log's order, so nothing else changes. */
export const clockWentBack = eventKind({
  kind: 'clock.went-back',
  version: 1,
  payload: z.object({ last: z.number(), now: z.number() }),
  examples: { 1: { last: 1_700_000_060_000, now: 1_700_000_000_000 } },
  topics: ['office'],
})

/** The payload of another event was removed on request. The event's line, time, actor and hashes stay. */
export const eventRedacted = eventKind({
  kind: 'event.redacted',
  version: 2,
  // `left` is what the removed content still did to the projections, without what was asked to be removed: replay goes on from it. Null: it did nothing.
  payload: z.object({ device: z.string(), sequence: z.number().int(), reason: z.string(), left: z.unknown() }),
  upgrades: { 1: (old) => ({ ...(old as object), left: null }) },
  examples: { 1: { device: 'k3m9qx7a', sequence: 12, reason: 'asked for by the recipient' }, 2: { device: 'k3m9qx7a', sequence: 12, reason: 'asked for by the recipient', left: { sender: '', note: '' } } },
  topics: ['piece', 'log'],
  project: (db, event) => {
    run(db, 'INSERT INTO redaction (device, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING', event.payload.device, event.payload.sequence)
    run(db, 'UPDATE event SET payload = NULL, salt = NULL WHERE device = ? AND sequence = ? AND payload IS NOT NULL', event.payload.device, event.payload.sequence)
  },
})

/** The kinds of event that belong to the store itself. */
export const CORE_EVENTS = [deviceBegan, recordChanged, clockWentBack, eventRedacted] as const
