import { parseOwn } from '../../shared/mail/own.ts'
import { Refusal } from '../call.ts'
import type { ReadableDb } from '../store/db.ts'
import * as queries from './queries.ts'

/** By what two spellings of a location are known as one. */
export const locationKey = (code: string): string => code.trim().toUpperCase().replaceAll(/\s+/g, ' ')

/**
 * The location that a text or a scanned label names: a code of the table in its own spelling, any other text as it is.
 * @throws Refusal `location-closed`
 */
export function locationNamed(db: ReadableDb, text: string): string {
  const own = parseOwn(text)
  const code = own?.kind === 'location' ? own.code : text.trim()
  const known = queries.locationByKey(db, locationKey(code))
  if (known && !known.active) throw new Refusal('location-closed', `${known.code} is closed. Use another location, or open it again under Locations.`, { field: 'location' })
  return known?.code ?? code
}
