import { LARGEST_PHOTO } from '../../shared/contract/intake.ts'
import type { Photo, PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { piecePhotographed } from './events.ts'

/** What a file is by its first bytes, whatever it is called; null for what is no photo. */
export function photoType(bytes: Uint8Array): Photo['type'] | null {
  const starts = (at: number, ...values: number[]): boolean => values.every((value, i) => bytes[at + i] === value)
  if (starts(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  return starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50) ? 'image/webp' : null
}

/**
 * Keeps a photo of a piece: the file first, and only when it lies there for good the event that names it.
 *
 * @throws NotFound, Refusal `voided`, `too-large`, `not-a-photo`
 */
export function photo(call: CheckedCall, input: { piece: string; content: string; note: string }): { piece: PieceRow; file: string } {
  const { store } = call.services
  pieces.standing(store.db, input.piece)
  const bytes = Buffer.from(input.content, 'base64')
  if (bytes.length > LARGEST_PHOTO) throw new Refusal('too-large', `This photo has ${Math.ceil(bytes.length / 2 ** 20)} MB; ${LARGEST_PHOTO / 2 ** 20} MB is the most. Take it with a lower resolution.`, { field: 'content' })
  const type = photoType(bytes)
  if (type === null) throw new Refusal('not-a-photo', 'This file is no JPEG, PNG or WebP picture. Choose a photo.', { field: 'content' })
  const file = store.files.put(bytes)
  return store.operate(call.actor, (db) => {
    pieces.standing(db, input.piece)
    const known = pieces.photosOf(call, input.piece).some((one) => one.file === file)
    return {
      events: known ? [] : [piecePhotographed.draft(input.piece, { file, type, bytes: bytes.length, note: input.note })],
      answer: () => ({ piece: pieces.existing(db, input.piece), file }),
    }
  })
}
