import type { CopyLoss } from '../../shared/contract/backup.ts'
import type { ReadableDb } from './db.ts'
import { all, one, prepare } from './db.ts'
import type { JobContext } from './jobs.ts'

/** Pieces that are named; the rest is only counted. */
const NAMED = 200
const CHUNK = 5_000

const NOTHING: CopyLoss = { same: false, events: 0, pieces: 0, from: null, to: null, kinds: [], first: [] }

/**
 * What a store has and a copy of it has not, by the end of the copy's log.
 *
 * @param breathe called between chunks; throws when it was cancelled
 */
export async function lossOf(db: ReadableDb, head: { device: string; sequence: number; hash: string }, breathe: (done: number) => Promise<void>): Promise<CopyLoss> {
  const at = one<{ hash: Buffer }>(db, 'SELECT hash FROM event WHERE device = ? AND sequence = ?', head.device, head.sequence)
  if (at?.hash.toString('hex') !== head.hash) return NOTHING
  const position = one<{ position: number }>(db, 'SELECT position FROM device WHERE id = ?', head.device)?.position ?? 0
  const devices = all<{ id: string; position: number }>(db, 'SELECT id, position FROM device WHERE position >= ? ORDER BY position', position)
  const chunk = prepare<{ sequence: number; recorded_at: number; kind: string; piece: string | null }>(db, `SELECT sequence, recorded_at, kind, piece FROM event WHERE device = ? AND sequence > ? ORDER BY sequence LIMIT ${CHUNK}`)
  const kinds = new Map<string, number>()
  const loss: CopyLoss = { ...NOTHING, same: true, kinds: [], first: [] }
  const named: string[] = []
  for (const device of devices) {
    for (let sequence = device.position === position ? head.sequence : 0; ;) {
      const rows = chunk.all(device.id, sequence)
      const last = rows.at(-1)
      if (!last) break
      for (const row of rows) {
        kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1)
        if (row.kind !== 'piece.received') continue
        loss.pieces++
        if (row.piece !== null && named.length < NAMED) named.push(row.piece)
      }
      loss.events += rows.length
      loss.from ??= rows[0]?.recorded_at ?? null
      loss.to = last.recorded_at
      sequence = last.sequence
      await breathe(loss.events)
    }
  }
  loss.kinds = [...kinds].map(([kind, events]) => ({ kind, events })).sort((a, b) => b.events - a.events || (a.kind < b.kind ? -1 : 1))
  loss.first = all<{ id: string; grouped: string; carrierName: string; recipient: string; receivedAt: number }>(
    db, 'SELECT id, grouped, carrier_name AS carrierName, recipient, received_at AS receivedAt FROM piece WHERE id IN (SELECT value FROM json_each(?)) ORDER BY no', JSON.stringify(named),
  )
  return loss
}

/** {@link lossOf} for the store of the worker. */
export async function compareCopy(input: { device: string; sequence: number; hash: string }, context: JobContext): Promise<CopyLoss> {
  const db = context.open()
  try {
    return await lossOf(db, input, async (done) => {
      context.progress({ step: 'Comparing with the copy', done, of: 0 })
      await context.breathe()
    })
  } finally {
    db.close()
  }
}
