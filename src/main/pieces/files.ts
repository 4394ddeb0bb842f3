import type { FileType } from '../../shared/contract/pieces.ts'
import { Refusal } from '../call.ts'
import type { Store } from '../store/store.ts'

/** A file that lies in the store for good, as the event that names it says it. */
export interface KeptFile { file: string; type: FileType; bytes: number; name: string }

const SIGNS: ReadonlyArray<{ type: FileType; at: number; bytes: readonly number[] }> = [
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { type: 'application/pdf', at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
]

/** What a file is by its first bytes, whatever it is called; null for what is none of the kinds that are kept. */
export function typeOf(bytes: Uint8Array): FileType | null {
  return SIGNS.find((sign) => sign.bytes.every((value, i) => bytes[sign.at + i] === value))?.type ?? null
}

/** What may be kept, and what to say when it is something else. */
export interface Accepted { types: readonly FileType[]; most: number; refused: string; field?: string; code?: string }

const MB = 1 << 20

/** Photos, and scans of paper as a scanner or a telephone makes them. */
export const SCANS: Accepted = { types: ['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'application/pdf'], most: 40 * MB, refused: 'This file is no picture and no PDF. Choose a JPEG, PNG, WebP, TIFF or PDF file.' }

/**
 * Puts a file into the store for good; only then may an event name it.
 *
 * @param content the file's bytes, in base64 when they are text
 * @throws Refusal `too-large`, and `accepted.code` (`not-accepted` when it has none) for a file of another kind
 */
export function keepFile(store: Store, content: string | Uint8Array, accepted: Accepted, name = ''): KeptFile {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'base64') : content
  const { field = 'content' } = accepted
  if (bytes.length > accepted.most) throw new Refusal('too-large', `This file has ${Math.ceil(bytes.length / MB)} MB; ${accepted.most / MB} MB is the most. Make it with a lower resolution.`, { field })
  const type = typeOf(bytes)
  if (type === null || !accepted.types.includes(type)) throw new Refusal(accepted.code ?? 'not-accepted', accepted.refused, { field })
  return { file: store.files.put(bytes), type, bytes: bytes.length, name }
}
