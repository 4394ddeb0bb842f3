import { connect, one } from './db.ts'
import { hashFile, openFiles } from './files.ts'
import { hashEvent } from './chain.ts'
import type { JobContext, Jobs } from './jobs.ts'
import type { EventRow } from './log.ts'
import { heads } from './log.ts'
import { APPLICATION_ID } from './migrate.ts'

type Checked = Jobs['checkCopy']['output']

/**
 * Opens a copy of a store, has SQLite check every page of it, computes the hash of its last event anew, and reads back every file
 * that was written with it. A copy that was never opened is not a backup.
 */
export async function checkCopy(input: Jobs['checkCopy']['input'], context: JobContext): Promise<Checked> {
  context.progress({ step: 'Checking the copy', done: 0, of: 1 })
  await context.breathe()
  const bad = (message: string): Checked => ({ ok: false, message, head: null, events: 0, pieces: 0 })
  const db = connect(input.database, { readonly: true })
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return bad('The copy is not a Pigeonhole store.')
    const result = one<{ quick_check: string }>(db, 'PRAGMA quick_check(1)')?.quick_check ?? 'no answer'
    if (result !== 'ok') return bad(result)
    const head = heads(db).at(-1)
    if (!head) return bad('It has no log.')
    const row = one<EventRow>(db, 'SELECT * FROM event WHERE device = ? AND sequence = ?', head.device, head.sequence)
    if (!row || !hashOf(row).equals(head.hash)) return bad('Its log does not end where it says.')
    const pool = openFiles(input.files)
    for (const [done, hash] of input.written.entries()) {
      if (!pool.has(hash) || (await hashFile(pool.path(hash))) !== hash) return bad(`The file ${hash.slice(0, 12)}... does not read back as it was written.`)
      if (done % 50 === 0) {
        context.progress({ step: 'Checking files', done, of: input.written.length })
        await context.breathe()
      }
    }
    return {
      ok: true, message: 'ok', head: head.hash.toString('hex'),
      events: one<{ n: number }>(db, 'SELECT count(*) AS n FROM event')?.n ?? 0, pieces: one<{ n: number }>(db, 'SELECT count(*) AS n FROM piece')?.n ?? 0,
    }
  } finally {
    db.close()
  }
}

function hashOf(row: EventRow): Buffer {
  return hashEvent({
    device: row.device, sequence: row.sequence, recordedAt: row.recorded_at, zone: row.zone, stated: row.stated_at === null ? null : { at: row.stated_at, source: row.stated_source ?? '' },
    actor: { id: row.actor, name: row.actor_name }, kind: row.kind, version: row.version, piece: row.piece,
  }, row.previous, row.payload_hash)
}
