import * as z from 'zod'
import { searchKey } from '../../shared/mail/names.ts'
import * as certified from '../certified/projection.ts'
import * as custody from '../custody/projection.ts'
import * as pieces from '../pieces/projection.ts'
import * as receipts from '../receipts/projection.ts'
import { run } from '../store/db.ts'
import { eventKind } from '../store/events.ts'
import * as tracking from '../tracking/projection.ts'

/** The content of a piece was removed on request or by the office's policy: names, addresses, notes, files. The entries beside this one say which lines. */
export const pieceRedacted = eventKind({
  kind: 'piece.redacted',
  version: 3,
  payload: z.object({
    reason: z.string(), entries: z.number().int(),
    /** False before version 2, when custody and letters kept what they say. */
    whole: z.boolean(),
    /** `removed` are taken from the piece, `disposed` are those that nothing else needs: their bytes go. Neither is a file that has to be there. */
    removed: z.array(z.object({ kind: z.string(), hash: z.string() })), disposed: z.array(z.string()),
    /** The handovers of which no line says any more who took it. */
    handovers: z.array(z.string()),
    /** Pages of scans that wait for a letter and bear its numbers: what was said of them is gone. */
    pages: z.array(z.object({ scanFile: z.string(), page: z.number().int() })),
  }),
  upgrades: {
    2: (old) => ({ ...(old as object), pages: [] }),
    1: (old) => {
      const { photos, ...rest } = old as { photos: string[] }
      return { ...rest, whole: false, removed: photos.map((hash) => ({ kind: 'photo', hash })), handovers: [] }
    },
  },
  examples: {
    1: { reason: 'asked for by the recipient', entries: 3, photos: [], disposed: [] },
    2: { reason: 'asked for by the recipient', entries: 4, whole: true, removed: [{ kind: 'signature', hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }], disposed: [], handovers: ['01hzy3v7q0m4k8x2n6'] },
    3: { reason: 'asked for by the recipient', entries: 4, whole: true, removed: [], disposed: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'], handovers: [], pages: [] },
  },
  topics: ['piece', 'custody', 'certified', 'receipts', 'tracking', 'log'],
  project: (db, event) => {
    const { reason, whole, removed, disposed, handovers, pages } = event.payload
    pieces.removeContent(db, event.piece, { removed, whole })
    if (whole) {
      custody.removeContent(db, event.piece, handovers)
      receipts.removeContent(db, event.piece)
      certified.removeContent(db, event.piece)
      tracking.removeNames(db, event.piece)
    }
    receipts.removePages(db, { pages: pages.map(({ scanFile, page }) => ({ file: scanFile, page })), disposed })
    certified.removeSheets(db, disposed)
    pieces.forgetFiles(db, { removed: removed.map((one) => one.hash), disposed })
    run(db, 'INSERT INTO redacted_piece (piece, redacted_at, redacted_by, reason) VALUES (?, ?, ?, ?) ON CONFLICT (piece) DO UPDATE SET redacted_at = excluded.redacted_at, redacted_by = excluded.redacted_by, reason = excluded.reason', event.piece, event.recordedAt, event.actor.name, reason)
    for (const file of disposed) run(db, 'INSERT INTO disposed_file (file, disposed_at) VALUES (?, ?) ON CONFLICT DO NOTHING', file, event.recordedAt)
  },
})

/** Nothing of a piece, or of the pieces of a matter, may be removed from now on. */
export const holdPlaced = eventKind({
  kind: 'hold.placed',
  version: 1,
  payload: z.object({ hold: z.string(), matter: z.string().nullable(), reason: z.string() }),
  examples: { 1: { hold: '01hzy3v7q0m4k8x2n6', matter: 'Roe v. Example', reason: 'letter of counsel of 23 November' } },
  topics: ['keep'],
  project: (db, event) => {
    const { hold, matter, reason } = event.payload
    run(db, 'INSERT INTO hold (id, piece, matter, matter_key, reason, placed_at, placed_by) VALUES (?, ?, ?, ?, ?, ?, ?)', hold, event.piece, matter, matter === null ? null : searchKey(matter), reason, event.recordedAt, event.actor.name)
  },
})

export const holdLifted = eventKind({
  kind: 'hold.lifted',
  version: 1,
  payload: z.object({ hold: z.string(), reason: z.string() }),
  examples: { 1: { hold: '01hzy3v7q0m4k8x2n6', reason: 'the matter is closed' } },
  topics: ['keep'],
  project: (db, event) => run(db, 'UPDATE hold SET lifted_at = ?, lifted_by = ?, lift_reason = ? WHERE id = ?', event.recordedAt, event.actor.name, event.payload.reason, event.payload.hold),
})

export const KEEP_EVENTS = [pieceRedacted, holdPlaced, holdLifted] as const
