import type { ReadableDb } from './db.ts'
import { all, one, prepare } from './db.ts'
import type { JobContext } from './jobs.ts'

/** Files that a log names, up to which entry of each device it was read, and how many of its entries were redacted by then. */
export interface NamedFiles { files: string[]; upTo: Array<{ device: string; sequence: number }>; redacted: number }

/** Entries looked through in one short transaction. */
const CHUNK = 10_000

const ends = (db: ReadableDb): NamedFiles['upTo'] => all(db, 'SELECT device, sequence FROM head')
const redactions = (db: ReadableDb): number => one<{ n: number }>(db, 'SELECT count(*) AS n FROM redaction')?.n ?? 0

/** Everything that may name a file: the fields are called `file`, `files` or end in `File`. */
function name(db: ReadableDb, device: string, after: number, last: number, into: Set<string>): void {
  const candidates = prepare<{ payload: string }>(db, `SELECT payload FROM event WHERE device = ? AND sequence > ? AND sequence <= ? AND payload GLOB '*ile*":*'`)
  for (const { payload } of candidates.iterate(device, after, last)) filesNamedIn(JSON.parse(payload), into)
}

/** Reads the log of a store that is in use for the files it names. It goes through all of it, so it belongs in the worker. */
export async function namedFiles(_input: Record<string, never>, context: JobContext): Promise<NamedFiles> {
  const db = context.open()
  try {
    // Counted first: what is redacted while the log is read shows later as one more.
    const redacted = redactions(db)
    const upTo = ends(db)
    const files = new Set<string>()
    for (const { device, sequence } of upTo) {
      for (let after = 0; after < sequence; after += CHUNK) {
        name(db, device, after, Math.min(after + CHUNK, sequence), files)
        await context.breathe()
      }
    }
    return { files: [...files], upTo, redacted }
  } finally {
    db.close()
  }
}

/** The files that a copy of a store names, by what its store named shortly before the copy was whole: only the entries behind are read. */
export function namedInCopy(copy: ReadableDb, before: NamedFiles): Set<string> {
  // An entry that was redacted meanwhile names nothing any more; which it was does not show, so everything is read anew.
  const known = redactions(copy) === before.redacted ? before : { files: [], upTo: [] }
  const named = new Set(known.files)
  for (const { device } of ends(copy)) name(copy, device, known.upTo.find((end) => end.device === device)?.sequence ?? 0, Number.MAX_SAFE_INTEGER, named)
  return named
}

/** Every SHA-256 that a payload names in a field called `file`, `files` or ending in `File`. */
export function filesNamedIn(payload: unknown, into: Set<string>): void {
  if (payload === null || typeof payload !== 'object') return
  for (const [name, value] of Object.entries(payload)) {
    const names = name === 'file' || name === 'files' || name.endsWith('File')
    for (const item of Array.isArray(value) ? value : [value]) {
      if (names && typeof item === 'string' && /^[0-9a-f]{64}$/.test(item)) into.add(item)
      else filesNamedIn(item, into)
    }
  }
}

/** The files that the log says are gone, by what removed the content of their pieces. */
export function disposedFiles(db: ReadableDb): Set<string> {
  if (one(db, 'SELECT 1 FROM redaction LIMIT 1') === null) return new Set()
  return new Set(all<{ file: string }>(db, "SELECT d.value AS file FROM event e JOIN json_each(e.payload, '$.disposed') d WHERE e.kind = 'piece.redacted' AND e.payload IS NOT NULL").map((row) => row.file))
}
