import { hash as digest } from 'node:crypto'
import type { ReadableDb } from './db.ts'
import { prepare } from './db.ts'
import type { EventHeader } from './events.ts'

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32
/** What the first event of a store names as the hash before it. */
export const NO_HASH: Buffer = Buffer.alloc(HASH_BYTES)

/** Bytes of the salt in front of a payload. */
export const SALT_BYTES = 16

/** SHA-256. Handing the digest over as text of one byte a character costs a third of handing over a buffer. */
function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(digest('sha256', bytes, 'binary'), 'latin1')
}

/** SHA-256 over salt and the stored payload text, as it stands in the row. */
export function hashPayload(salt: Uint8Array, payload: string): Buffer {
  const bytes = Buffer.allocUnsafe(salt.length + Buffer.byteLength(payload))
  bytes.set(salt, 0)
  bytes.write(payload, salt.length, 'utf8')
  return sha256(bytes)
}

/** The part of a header that a row keeps in columns of its own, in the order in which it is hashed. */
export type HeaderValues = readonly [
  device: string, sequence: number, recordedAt: number, zone: string, statedAt: number | null, statedSource: string | null, actor: string, actorName: string, kind: string, version: number, piece: string | null,
]

const asText = (values: HeaderValues): string => JSON.stringify(values)

/** SHA-256 over the header, the previous hash and the payload's hash. The last 64 bytes are the two hashes, so nothing can slide between the parts. */
export function hashEvent({ device, sequence, recordedAt, zone, stated, actor, kind, version, piece }: EventHeader, previous: Uint8Array, payloadHash: Uint8Array): Buffer {
  const text = asText([device, sequence, recordedAt, zone, stated?.at ?? null, stated?.source ?? null, actor.id, actor.name, kind, version, piece])
  const length = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(length + 2 * HASH_BYTES)
  bytes.write(text, 0, 'utf8')
  bytes.set(previous, length)
  bytes.set(payloadHash, length + HASH_BYTES)
  return sha256(bytes)
}

/**
 * A row of the log as it is checked. `chained` holds the previous hash, the payload's hash, the hash, the salt and the payload, one
 * behind the other. `whole` says that the three hashes have their length and is 1 when salt and payload are there, 2 when both are gone,
 * 0 for everything else.
 */
export type ChainRow = [...HeaderValues, whole: number, chained: Buffer]

const HEADERS = `SELECT device, sequence, recorded_at, zone, stated_at, stated_source, actor, actor_name, kind, version, piece,
  (length(previous) = ${HASH_BYTES} AND length(payload_hash) = ${HASH_BYTES} AND length(hash) = ${HASH_BYTES}) * CASE WHEN length(salt) = ${SALT_BYTES} AND payload IS NOT NULL THEN 1 WHEN salt IS NULL AND payload IS NULL THEN 2 ELSE 0 END,
  octet_length(previous) + octet_length(payload_hash) + octet_length(hash) + coalesce(octet_length(salt), 0) + coalesce(octet_length(payload), 0)`
const CONTENTS = "SELECT CAST(group_concat(chained, '') AS BLOB) FROM (SELECT previous || payload_hash || hash || coalesce(salt, x'') || coalesce(payload, '') AS chained"

/**
 * The rows of a device behind a place in the log, in their order. What is hashed of them comes as one blob for all: handing over a blob
 * for each row, and having it collected again, would cost as much as the check.
 *
 * @param log the table of the log, with its schema where another store is attached
 * @param limit how many at most; -1 for all
 */
export function chainRows(db: ReadableDb, log: string, device: string, after: number, limit: number): ChainRow[] {
  const behind = `FROM ${log} WHERE device = ? AND sequence > ?`
  // A redaction between the two would make them differ.
  return db.transaction(() => {
    const rows = prepare<[...HeaderValues, number, number]>(db, `${HEADERS} ${behind} ORDER BY sequence LIMIT ?`).raw(true).all(device, after, limit)
    const last = rows.at(-1)
    if (!last) return []
    const contents = prepare<{ all: Buffer }>(db, `${CONTENTS} ${behind} AND sequence <= ? ORDER BY sequence) AS rows`).pluck().get(device, after, last[1]) as unknown as Buffer
    let at = 0
    return rows.map((row) => {
      const [, , , , , , , , , , , , size] = row
      const checked = row as unknown as ChainRow
      checked[12] = contents.subarray(at, at + size)
      at += size
      return checked
    })
  })()
}

const CONTENT = 3 * HASH_BYTES
let scratch = Buffer.allocUnsafe(4096)

/** The hash of a checked row. Hashes are compared as text of one byte a character. */
export const rowHash = ([, , , , , , , , , , , , chained]: ChainRow): string => chained.toString('latin1', 2 * HASH_BYTES, CONTENT)

/** Where the payload of a row begins in its `chained`. */
export const PAYLOAD_AT = CONTENT + SALT_BYTES

/** True when the row names `previous` as the hash before it. */
export const follows = ([, , , , , , , , , , , , chained]: ChainRow, previous: string): boolean => chained.toString('latin1', 0, HASH_BYTES) === previous

/** True when salt and payload of a row are those that were hashed. */
export const contentHolds = ([, , , , , , , , , , , , chained]: ChainRow): boolean => digest('sha256', chained.subarray(CONTENT), 'binary') === chained.toString('latin1', HASH_BYTES, 2 * HASH_BYTES)

/** True when the header of a row, with the hash before it and its payload's hash, gives its hash. */
export function headerHolds(row: ChainRow): boolean {
  const [device, sequence, recordedAt, zone, statedAt, statedSource, actor, actorName, kind, version, piece, , chained] = row
  const text = asText([device, sequence, recordedAt, zone, statedAt, statedSource, actor, actorName, kind, version, piece])
  if (text.length * 3 + 2 * HASH_BYTES > scratch.length) scratch = Buffer.allocUnsafe(text.length * 3 + 2 * HASH_BYTES)
  const length = scratch.write(text, 0, 'utf8')
  chained.copy(scratch, length, 0, 2 * HASH_BYTES)
  return digest('sha256', scratch.subarray(0, length + 2 * HASH_BYTES), 'binary') === rowHash(row)
}
