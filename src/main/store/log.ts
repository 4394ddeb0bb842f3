import { forgetKept, project, writeKept } from './behind.ts'
import { hashEvent, hashPayload, NO_HASH, SALT_BYTES } from './chain.ts'
import { fillByChance } from './chance.ts'
import type { ReadableDb, SqlValue, WritableDb } from './db.ts'
import { all, insertRows, one, prepare, rowInsert, TOGETHER } from './db.ts'
import type { Actor, EventDraft, EventRegistry, LoggedEvent } from './events.ts'
import { upgraded } from './events.ts'

/** The last event of a device. */
export interface Head { device: string; sequence: number; hash: Buffer }

/** A row of the log as it is stored. */
export interface EventRow {
  device: string; sequence: number; recorded_at: number; zone: string; stated_at: number | null; stated_source: string | null
  actor: string; actor_name: string; kind: string; version: number; piece: string | null
  salt: Buffer | null; payload: string | null; payload_hash: Buffer; previous: Buffer; hash: Buffer
}

const EVENT = rowInsert('event', ['device', 'sequence', 'recorded_at', 'zone', 'stated_at', 'stated_source', 'actor', 'actor_name', 'kind', 'version', 'piece', 'salt', 'payload', 'payload_hash', 'previous', 'hash'])

/** The last event of every device, in the order in which the devices wrote to this store. */
export function heads(db: ReadableDb): Head[] {
  return all<Head>(db, 'SELECT h.device, h.sequence, h.hash FROM head h LEFT JOIN device d ON d.id = h.device ORDER BY d.position')
}

/** The last event of one device, or null before its first. */
export function headOf(db: ReadableDb, device: string): Head | null {
  return one<Head>(db, 'SELECT device, sequence, hash FROM head WHERE device = ?', device)
}

/** What one person did. */
export interface Part { actor: Actor; drafts: readonly EventDraft[] }

export interface Appending {
  device: string
  zone: string
  /** UTC milliseconds; asked for every event. */
  now: () => number
  kinds: EventRegistry
  /** Fills the salt; injected where a store has to come out the same twice. */
  random?: (bytes: Uint8Array) => void
}

/**
 * Writes events and everything that follows from them. Must run inside the transaction that also changes ordinary tables.
 *
 * @param previous the head of the device, NO_HASH's place before its first event
 * @param parts what one or more people did, one after the other
 * @param written told of every event as it is written
 * @throws when a kind is unknown or a payload is not of its kind; the transaction is then rolled back by the caller
 */
export function append(db: WritableDb, previous: Head | null, parts: Iterable<Part>, context: Appending, written: (event: LoggedEvent) => void = () => {}): Head | null {
  try {
    const head = appendEach(db, previous, parts, context, written)
    writeKept(db)
    if (head && head !== previous) keepHead(db, head)
    return head
  } finally {
    forgetKept(db)
  }
}

function appendEach(db: WritableDb, previous: Head | null, parts: Iterable<Part>, context: Appending, written: (event: LoggedEvent) => void): Head | null {
  const log = logWriter(db)
  let head = previous
  for (const { actor, drafts } of parts) {
    for (const draft of drafts) {
      const definition = context.kinds.get(draft.kind)
      if (!definition) throw new Error(`Event kind ${draft.kind} is not known.`)
      const payload = definition.payload.parse(draft.payload)
      const stored = JSON.stringify(payload)
      const salt = Buffer.allocUnsafe(SALT_BYTES)
      if (context.random) context.random(salt)
      else fillByChance(salt)
      const header = {
        device: context.device, sequence: (head?.sequence ?? 0) + 1, recordedAt: context.now(), zone: context.zone, stated: draft.stated,
        actor, kind: draft.kind, version: definition.version, piece: draft.piece,
      }
      const before = head?.hash ?? NO_HASH
      const payloadHash = hashPayload(salt, stored)
      const hash = hashEvent(header, before, payloadHash)
      log.add(
        header.device, header.sequence, header.recordedAt, header.zone, draft.stated?.at ?? null, draft.stated?.source ?? null,
        actor.id, actor.name, draft.kind, definition.version, draft.piece, salt, stored, payloadHash, before, hash,
      )
      const event: LoggedEvent = { ...header, payload }
      // What runs SQL of its own may read the log.
      if (!definition.behind) log.flush()
      project(db, definition, event)
      written(event)
      head = { device: header.device, sequence: header.sequence, hash }
    }
  }
  log.flush()
  return head
}

/** Writes rows of the log, many of them with one statement. */
function logWriter(db: WritableDb): { add(...row: SqlValue[]): void; flush(): void } {
  let waiting: SqlValue[][] = []
  const flush = (): void => {
    insertRows(db, EVENT, waiting)
    waiting = []
  }
  return {
    add: (...row) => {
      waiting.push(row)
      if (waiting.length >= TOGETHER) flush()
    },
    flush,
  }
}

/** Remembers the end of the chain, so that a cut-off end is noticed. */
export function keepHead(db: WritableDb, head: Head): void {
  prepare(db, 'INSERT INTO head (device, sequence, hash) VALUES (?, ?, ?) ON CONFLICT (device) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash')
    .run(head.device, head.sequence, head.hash)
}

/** What an event is read from. */
export type Readable = Omit<EventRow, 'salt' | 'payload_hash' | 'previous' | 'hash'>

/** A stored row as an event with its payload upgraded; the payload is null when it was redacted. */
export function readEvent(kinds: EventRegistry, row: Readable): LoggedEvent {
  return {
    device: row.device, sequence: row.sequence, recordedAt: row.recorded_at, zone: row.zone,
    stated: row.stated_at === null ? null : { at: row.stated_at, source: row.stated_source ?? '' },
    actor: { id: row.actor, name: row.actor_name }, kind: row.kind, piece: row.piece,
    payload: row.payload === null ? null : upgraded(kinds, row.kind, row.version, JSON.parse(row.payload)),
  }
}

/** The events of one piece in the order of the log. */
export function eventsOfPiece(db: ReadableDb, kinds: EventRegistry, piece: string): Array<LoggedEvent & { hash: string }> {
  const rows = all<EventRow>(db, 'SELECT e.* FROM event e LEFT JOIN device d ON d.id = e.device WHERE e.piece = ? ORDER BY d.position, e.sequence', piece)
  return rows.map((row) => ({ ...readEvent(kinds, row), hash: row.hash.toString('hex') }))
}

/** What redacted entries of these pieces, and of the books their lines stand in, still say, by `device/sequence`: the redactions name it. */
export function leftOfRedacted(db: ReadableDb, pieces: readonly string[]): Map<string, unknown> {
  if (pieces.length === 0 || one(db, 'SELECT 1 FROM redaction LIMIT 1') === null) return new Map()
  const rows = all<{ device: string; sequence: number; left: string | null }>(db, `SELECT payload ->> '$.device' AS device, payload ->> '$.sequence' AS sequence, payload -> '$.left' AS left FROM event
    WHERE piece IN (SELECT value FROM json_each(?)) AND kind = 'event.redacted' AND payload IS NOT NULL ORDER BY recorded_at, sequence`, JSON.stringify(pieces))
  return new Map(rows.flatMap(({ device, sequence, left }) => (left === null || left === 'null' ? [] : [[`${device}/${sequence}`, JSON.parse(left) as unknown] as const])))
}
