import { hash as digest } from 'node:crypto'
import type { Actor, Stated } from './events.ts'

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32
/** What the first event of a store names as the hash before it. */
export const NO_HASH: Buffer = Buffer.alloc(HASH_BYTES)

/** Everything in an event's hash besides the previous hash and the payload's hash. */
export interface EventHeader {
  device: string
  sequence: number
  recordedAt: number
  zone: string
  stated: Stated | null
  actor: Actor
  kind: string
  version: number
  piece: string | null
}

/** SHA-256 over salt and the stored payload text, as it stands in the row. */
export function hashPayload(salt: Uint8Array, payload: string): Buffer {
  const bytes = Buffer.allocUnsafe(salt.length + Buffer.byteLength(payload))
  bytes.set(salt, 0)
  bytes.write(payload, salt.length, 'utf8')
  return digest('sha256', bytes, 'buffer')
}

/** SHA-256 over the header, the previous hash and the payload's hash. The last 64 bytes are the two hashes, so nothing can slide between the parts. */
export function hashEvent(header: EventHeader, previous: Uint8Array, payloadHash: Uint8Array): Buffer {
  const { stated, actor } = header
  const text = JSON.stringify([
    header.device, header.sequence, header.recordedAt, header.zone, stated?.at ?? null, stated?.source ?? null, actor.id, actor.name, header.kind, header.version, header.piece,
  ])
  const length = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(length + 2 * HASH_BYTES)
  bytes.write(text, 0, 'utf8')
  bytes.set(previous, length)
  bytes.set(payloadHash, length + HASH_BYTES)
  return digest('sha256', bytes, 'buffer')
}
