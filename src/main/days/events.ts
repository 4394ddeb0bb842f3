import * as z from 'zod'
import { dayTotals } from '../../shared/contract/days.ts'
import { fileType } from '../../shared/contract/pieces.ts'
import { rememberFile } from '../pieces/projection.ts'
import { run } from '../store/db.ts'
import { eventKind } from '../store/events.ts'

const place = z.object({ device: z.string(), sequence: z.number().int() })
const TOTALS = {
  morning: 87, cameIn: 214, cameBack: 0, handed: 176, stops: 22, sent: 6, lost: 0, disposed: 0, voided: 0, here: 97, off: 0, byCarrier: [{ name: 'USPS', n: 214 }], byAge: [{ name: 'Since today', n: 97 }], exceptions: [],
  letters: { logged: 18, accepted: 14, voided: 0, returned: 0, byService: [], postage: 1_332, fees: 18_226, total: 19_558, unpriced: 0, byDepartment: [] }, corrections: 3, voids: 0, late: 0,
}

/**
 * A supervisor closed a day: its totals, the entries it covers, and the head of the log as an anchor. The signed sheet is a file.
 * Entries after `to` stand on a later log.
 */
export const daySigned = eventKind({
  kind: 'day.signed',
  version: 1,
  payload: z.object({ day: z.string(), totals: dayTotals, from: place.nullable(), to: place.extend({ hash: z.string() }), events: z.number().int(), sealedAt: z.number().int(), file: z.string(), type: fileType, bytes: z.number().int(), name: z.string() }),
  examples: {
    1: {
      day: '2026-11-23', totals: TOTALS, from: { device: 'k3m9qx7a', sequence: 47_311 }, to: { device: 'k3m9qx7a', sequence: 48_052, hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }, events: 742, sealedAt: 1_700_000_000_000,
      file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'application/pdf', bytes: 48_213, name: 'daily-log-2026-11-23.pdf',
    },
  },
  topics: ['days'],
  project: (db, event) => {
    const { payload } = event
    rememberFile(db, { file: payload.file, type: payload.type, bytes: payload.bytes, name: payload.name })
    run(db, 'INSERT INTO signed_day (device, sequence, day, signed_at, signed_by, end_device, end_sequence, end_hash, sealed_at, here, file, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      event.device, event.sequence, payload.day, event.recordedAt, event.actor.name, payload.to.device, payload.to.sequence, payload.to.hash, payload.sealedAt, payload.totals.here, payload.file,
      JSON.stringify({ totals: payload.totals, from: payload.from, events: payload.events }))
  },
})

/** A sign-off was taken back, with a reason. */
export const dayReopened = eventKind({
  kind: 'day.reopened',
  version: 1,
  payload: z.object({ day: z.string(), signed: place, reason: z.string() }),
  examples: { 1: { day: '2026-11-23', signed: { device: 'k3m9qx7a', sequence: 48_053 }, reason: 'a courier came after we had closed' } },
  topics: ['days'],
  project: (db, event) => {
    run(db, 'UPDATE signed_day SET reopened_device = ?, reopened_sequence = ?, reopened_at = ?, reopened_by = ?, reopen_reason = ? WHERE device = ? AND sequence = ?',
      event.device, event.sequence, event.recordedAt, event.actor.name, event.payload.reason, event.payload.signed.device, event.payload.signed.sequence)
  },
})

export const DAY_EVENTS = [daySigned, dayReopened] as const
