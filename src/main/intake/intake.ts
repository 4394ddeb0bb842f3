import type { Scanned } from '../../shared/contract/intake.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { cleanScan, groupNumber, identify } from '../../shared/mail/identify.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { pieceReceived } from '../pieces/events.ts'
import * as pieces from '../pieces/pieces.ts'

/** Longest number that is kept as a number; more than any barcode on a label holds. */
const LONGEST = 500

/**
 * Records a piece the moment it is scanned or typed. The same scan sent again is answered with the piece it made.
 *
 * @throws Refusal `empty` when nothing readable is left of the scan, `scan-id-used` when the id belongs to another scan
 */
export function scan(call: CheckedCall, input: { id: string; text: string; source: string; caughtAt: number }): Scanned {
  const { store } = call.services
  const identification = identify(input.text)
  const best = identification.best
  const bare = cleanScan(input.text)
  if (bare === '') throw new Refusal('empty', 'Nothing readable was scanned. Scan again, or type the number.', { field: 'text' })
  const number = best?.number ?? bare.slice(0, LONGEST)
  const payload = {
    number, grouped: best?.grouped ?? groupNumber(number), scheme: best?.scheme ?? 'unknown', carrier: best?.carrier ?? 'unknown', carrierName: best?.carrierName ?? 'Unknown carrier', service: best?.service ?? '',
    checkDigit: best?.checkDigit ?? ('none' as const), accountable: best?.accountable ?? false, scanned: input.text, source: input.source, caughtAt: input.caughtAt,
  }
  return store.operate(call.actor, () => {
    const before = pieces.byId(call, input.id)
    if (before && before.number !== number) throw new Refusal('scan-id-used', 'This scan was counted for another number. Scan again.')
    return {
      events: before ? [] : [pieceReceived.draft(input.id, payload)],
      answer: () => {
        const piece = pieces.byId(call, input.id)
        if (!piece) throw new Error('A recorded piece is not in its projection.')
        const candidates = identification.candidates.map(({ scheme, carrier, carrierName, number: bareNumber, grouped, service, checkDigit, confidence }) =>
          ({ scheme, carrier, carrierName, number: bareNumber, grouped, service, checkDigit, confidence }))
        return { piece, candidates: best && candidates.length === 1 ? [] : candidates, seenBefore: pieces.seenBefore(call, number, input.id), countToday: pieces.receivedOn(call, officeDay(store.now(), store.zone())) }
      },
    }
  })
}
