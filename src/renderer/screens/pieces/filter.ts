import type { PieceFilter } from '../../../shared/contract/pieces.ts'
import { createKeptStore } from '../../app/kept.ts'

/** What the list of pieces is narrowed to; other screens set it before they go there. */
export const piecesFilter = createKeptStore<PieceFilter>('pieces.filter', {})

/** A filter without what narrows nothing. */
export function withPatch(filter: PieceFilter, patch: { [K in keyof PieceFilter]?: PieceFilter[K] | undefined }): PieceFilter {
  const kept = Object.entries({ ...filter, ...patch }).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(kept)
}
