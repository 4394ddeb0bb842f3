import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { facts, field, record, type Told } from '../pieces/payload.ts'

/** What a line of the log about a carrier's news says, or null for any other line. */
export function tellTracking(event: PieceEvent): Told | null {
  if (event.kind === 'tracking.decided') return { mark: 'held', title: `What became of it: ${field(event, 'says').replaceAll('-', ' ')}`, detail: facts(field(event, 'reason'), field(event, 'evidence')) }
  if (event.kind !== 'tracking.learned') return null
  const events = event.payload?.['events']
  const said = Array.isArray(events) ? events.map((one) => { const { text, code } = record(one); return typeof text === 'string' && text !== '' ? text : String(code) }) : []
  return { mark: 'transit', title: `News: ${said[0] ?? 'dates from the carrier'}`, detail: facts(said.length > 1 && `and ${said.length - 1} more`, `from ${field(event, 'told')}`) }
}
