import { t } from '../../catalogue/index.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { facts, field, record, type Told } from '../pieces/payload.ts'

/** What a line of the log about a carrier's news says, or null for any other line. */
export function tellTracking(event: PieceEvent): Told | null {
  if (event.kind === 'tracking.decided') return { mark: 'held', title: t('tracking.tellTracking.whatBecameOfItReplaceall', { replaceAll: field(event, 'says').replaceAll('-', ' ') }), detail: facts(field(event, 'reason'), field(event, 'evidence')) }
  if (event.kind !== 'tracking.learned') return null
  const events = event.payload?.['events']
  const said = Array.isArray(events) ? events.map((one) => { const { text, code } = record(one); return typeof text === 'string' && text !== '' ? text : String(code) }) : []
  return { mark: 'transit', title: t('tracking.tellTracking.newsValue', { value: said[0] ?? t('tracking.tellTracking.datesFromTheCarrier') }), detail: facts(said.length > 1 && t('tracking.tellTracking.andValueMore', { value: said.length - 1 }), t('tracking.tellTracking.fromEvent', { event: field(event, 'told') })) }
}
