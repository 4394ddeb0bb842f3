/** Labels that print themselves: after the commit of an intake, never inside it. */
import type { Services } from '../services.ts'
import { existing } from '../pieces/pieces.ts'
import { setting } from '../store/settings.ts'
import { STATION } from '../store/store.ts'
import { labelOfPiece } from './documents.ts'
import { enqueue, LABEL_WHEN, printerFor } from './printing.ts'
import * as queries from './queries.ts'

const KIND = { intake: 'piece.received', recipient: 'piece.assigned' } as const

/**
 * Follows the log and queues a label for every piece that was taken in, or that got its first recipient, as the office has
 * chosen. The answer to the scan goes out first. Answers how to stop.
 */
export function labelArrivals(services: Services): () => void {
  const { store, log } = services
  let from = store.head?.sequence ?? 0
  let device = store.device
  let planned: NodeJS.Immediate | undefined
  const catchUp = (): void => {
    planned = undefined
    const [since, until] = [device === store.device ? from : 0, store.head?.sequence ?? 0]
    from = until
    device = store.device
    const when = setting(store.db, LABEL_WHEN)
    if (when === 'off') return
    for (const id of queries.arrivals(store.db, device, since, KIND[when])) {
      const piece = existing(store.db, id)
      if (piece.voided || queries.labelOf(store.db, id)) continue
      const printer = printerFor(store, 'piece')
      enqueue(services, STATION, { printer, purpose: 'piece', document: labelOfPiece(store, piece, printer.profile, false), piece: id })
    }
  }
  const tryCatchUp = (): void => {
    try {
      catchUp()
    } catch (error) {
      log.warn('a label was not queued', { error: error instanceof Error ? error.message : String(error) })
    }
  }
  const stop = store.onChange((change) => {
    if (change.pieces.size > 0) planned ??= setImmediate(tryCatchUp)
  })
  return () => {
    stop()
    if (!planned) return
    // The last piece before closing gets its label too, at the next start.
    clearImmediate(planned)
    tryCatchUp()
  }
}
