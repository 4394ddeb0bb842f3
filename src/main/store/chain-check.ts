import type { ChainRow } from './chain.ts'
import { chainRows, contentHolds, follows, headerHolds, NO_HASH, PAYLOAD_AT, rowHash } from './chain.ts'
import { eventRedacted } from './core.ts'
import type { ReadableDb } from './db.ts'
import { all, one, prepare } from './db.ts'
import type { JobContext } from './jobs.ts'
import { filesNamedIn } from './named-files.ts'

/** Events read in one short transaction: long enough to be fast, short enough not to hold a checkpoint back. */
export const CHUNK = 1_000
/** Numbers that are checked as one stretch of the log. */
const SPAN = 50 * CHUNK

/** A stretch of one device's log, `after` < sequence <= `upTo`. It can be checked apart from all others: what its first event has to follow is read from the log. */
export interface Stretch {
  device: string
  after: number
  upTo: number
  /** The hash that the first event of the device names as the one before it, as text of one byte a character. */
  before: string
  /** The hash that is looked for, likewise. */
  against: string | null
  /** The places that redactions name. */
  redacted: ReadonlySet<string>
}

export interface CheckedStretch {
  events: number
  /** The last event that is there. */
  last: { sequence: number; hash: string } | null
  /** The first that does not hold. */
  bad: { sequence: number; message: string } | null
  /** Where the hash that was looked for stands, if everything up to there holds. */
  anchor: number | null
  /** The files that its events name. */
  files: string[]
}

/** The log of these devices, cut into stretches. Events that come meanwhile are among them. */
export function* stretches(db: ReadableDb, devices: readonly string[], against: string | null, span = SPAN): Generator<Stretch, void> {
  const redacted = redactedPlaces(db)
  const anchor = against === null ? null : Buffer.from(against, 'hex').toString('latin1')
  let before = NO_HASH.toString('latin1')
  for (const device of devices) {
    for (let after = 0; ;) {
      const next = one<{ n: number | null }>(db, 'SELECT min(sequence) AS n FROM event WHERE device = ? AND sequence > ?', device, after)?.n ?? null
      if (next === null) break
      const upTo = next - 1 + span
      yield { device, after, upTo, before, against: anchor, redacted }
      after = upTo
    }
    before = lastUpTo(db, device, Number.MAX_SAFE_INTEGER)?.hash.toString('latin1') ?? before
  }
}

const lastUpTo = (db: ReadableDb, device: string, sequence: number): { sequence: number; hash: Buffer } | null =>
  one(db, 'SELECT sequence, hash FROM event WHERE device = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1', device, sequence)

/** Checks a stretch: that no event is missing, that each follows the one before it, and that header and content are those that were hashed. */
export async function checkStretch({ device, after, upTo, before, against, redacted }: Stretch, context: JobContext): Promise<CheckedStretch> {
  const db = context.open()
  // What is read once need not be kept.
  db.pragma('cache_size = -8192')
  try {
    const seam = lastUpTo(db, device, after)
    let sequence = seam?.sequence ?? 0
    let previous = seam?.hash.toString('latin1') ?? before
    const files = new Set<string>()
    const checked: CheckedStretch = { events: 0, last: null, bad: null, anchor: null, files: [] }
    for (let read = after; read < upTo;) {
      const rows = chainRows(db, 'event', device, read, Math.min(CHUNK, upTo - read))
      for (const row of rows) {
        if (row[1] > upTo) break
        const message = checked.bad ? null : checkEvent(db, row, sequence + 1, previous, redacted)
        if (message) checked.bad = { sequence: row[1], message }
        sequence = row[1]
        previous = rowHash(row)
        if (previous === against && !checked.bad) checked.anchor = sequence
        if (row[12].includes('ile', PAYLOAD_AT)) nameFiles(row, files)
        checked.events++
      }
      const last = rows.at(-1)
      if (!last || last[1] >= upTo) break
      read = last[1]
      context.progress({ step: '', done: checked.events, of: upTo - after })
      await context.breathe()
    }
    return { ...checked, last: checked.events > 0 ? { sequence, hash: previous } : null, files: [...files] }
  } finally {
    db.close()
  }
}

function checkEvent(db: ReadableDb, row: ChainRow, sequence: number, previous: string, redacted: ReadonlySet<string>): string | null {
  const whole = row[11]
  if (row[1] !== sequence) return `Event ${sequence} is missing.`
  if (!follows(row, previous)) return 'This event does not follow the one before it.'
  if (whole === 2 && !redacted.has(`${row[0]}/${row[1]}`) && !isRedacted(db, row)) return 'The content of this event was removed, and no redaction names it.'
  if (whole !== 2 && (whole !== 1 || !contentHolds(row))) return 'The content of this event was changed.'
  return headerHolds(row) ? null : 'This event was changed.'
}

/** The places that the redactions of the log name. */
function redactedPlaces(db: ReadableDb): Set<string> {
  if (one(db, 'SELECT 1 FROM redaction LIMIT 1') === null) return new Set()
  return new Set(all<{ place: string }>(db, "SELECT (payload ->> 'device') || '/' || (payload ->> 'sequence') AS place FROM event WHERE kind = ? AND payload IS NOT NULL", eventRedacted.kind).map((row) => row.place))
}

/** Asked for what was redacted while the log was read. */
function isRedacted(db: ReadableDb, [device, sequence]: ChainRow): boolean {
  const named = prepare(db, "SELECT 1 FROM event WHERE kind = ? AND payload ->> 'device' = ? AND payload ->> 'sequence' = ? LIMIT 1")
  return named.get(eventRedacted.kind, device, sequence) !== undefined
}

const FILE_FIELD = /"(?:file|files|[A-Za-z]*File)":/

function nameFiles(row: ChainRow, into: Set<string>): void {
  const payload = row[12].toString('utf8', PAYLOAD_AT)
  if (FILE_FIELD.test(payload)) filesNamedIn(safeJson(payload), into)
}

/** What a payload says; null where it is no JSON. */
export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
