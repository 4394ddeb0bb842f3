import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import type { MarkName } from '../../ui/drawings.tsx'

/** What a line of the log says: its mark, its title, and the facts beside it. */
export interface Told { mark: MarkName; title: string; detail: string }

/** The fields of a value that may be an object; none of anything else. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** A text of what a line of the log recorded; empty where there is none. */
export function field(event: PieceEvent, name: string): string {
  const value = event.payload?.[name]
  return typeof value === 'string' ? value : ''
}

/** Facts after one another; empty ones are left out. */
export function facts(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(', ')
}
