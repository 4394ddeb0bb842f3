import type { SignatureInput } from '../../shared/contract/custody.ts'
import { Refusal } from '../call.ts'
import type { Accepted } from '../pieces/files.ts'
import { keepFile } from '../pieces/files.ts'
import type { Store } from '../store/store.ts'
import type { Signed } from './projection.ts'

const PICTURE: Accepted = { types: ['image/png'], most: 2 << 20, code: 'empty-signature', field: 'signature', refused: 'The picture of the signature could not be read. Sign once more.' }
/** A line as short as this, in pixels of the pad, is a tap and no signature. */
const SHORTEST = 20

/** How far the pen went over the pad, in its pixels. */
function length(strokes: SignatureInput['strokes']): number {
  return strokes.reduce((sum, stroke) => sum + stroke.slice(1).reduce((part, [x, y], i) => part + Math.hypot(x - (stroke[i]?.[0] ?? x), y - (stroke[i]?.[1] ?? y)), 0), 0)
}

/** @throws Refusal `empty-signature` for a pad that was only touched */
export function refuseEmpty(signature: SignatureInput | null): void {
  if (signature && length(signature.strokes) < SHORTEST) throw new Refusal('empty-signature', 'This is a dot and no signature. Let the receiver sign.', { field: 'signature' })
}

/** Puts both files of a signature into the store for good; only then may an event name them. @throws Refusal `empty-signature`, `too-large` */
export function keepSignature(store: Store, signature: SignatureInput | null): Signed | null {
  if (!signature) return null
  const picture = keepFile(store, signature.image, PICTURE)
  const { strokes, width, height } = signature
  const text = Buffer.from(JSON.stringify({ format: 'pigeonhole-strokes-1', width, height, strokes }))
  return { signatureFile: picture.file, strokesFile: store.files.put(text), bytes: picture.bytes, strokesBytes: text.length }
}
