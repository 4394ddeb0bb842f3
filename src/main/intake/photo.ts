import { LARGEST_PHOTO } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { CheckedCall } from '../call.ts'
import type { Accepted } from '../pieces/files.ts'
import { keepFile } from '../pieces/files.ts'
import * as pieces from '../pieces/pieces.ts'
import { piecePhotographed } from './events.ts'

const PHOTOS: Accepted = { types: ['image/jpeg', 'image/png', 'image/webp'], most: LARGEST_PHOTO, code: 'not-a-photo', refused: 'This file is no JPEG, PNG or WebP picture. Choose a photo.' }

/**
 * Keeps a photo of a piece: the file first, and only when it lies there for good the event that names it.
 *
 * @throws NotFound, Refusal `voided`, `too-large`, `not-a-photo`
 */
export function photo(call: CheckedCall, input: { piece: string; content: string; note: string }): { piece: PieceRow; file: string } {
  const { store } = call.services
  pieces.standing(store.db, input.piece)
  const { file, type, bytes } = keepFile(store, input.content, PHOTOS)
  return store.operate(call.actor, (db) => {
    pieces.standing(db, input.piece)
    const known = pieces.photosOf(call, input.piece).some((one) => one.file === file)
    return {
      events: known ? [] : [piecePhotographed.draft(input.piece, { file, type, bytes, note: input.note })],
      answer: () => ({ piece: pieces.existing(db, input.piece), file }),
    }
  })
}
