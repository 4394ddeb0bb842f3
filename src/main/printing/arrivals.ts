/** Labels that print themselves: after the commit of an intake, never inside it. */
import type { Services } from '../services.ts'
import { existing } from '../pieces/pieces.ts'
import { StoreError } from '../store/errors.ts'
import { changeSetting, setting } from '../store/settings.ts'
import { STATION } from '../store/store.ts'
import { labelOfPiece } from './documents.ts'
import { printersFor } from './printers.ts'
import { enqueue, LABEL_WHEN, LABELS_SEEN, missingOf } from './printing.ts'
import * as queries from './queries.ts'
import { STORE_PAUSE_MS } from './queue.ts'

const KIND = { intake: 'piece.received', recipient: 'piece.assigned' } as const

/**
 * Follows the log and queues a label for every piece that was taken in, or that got its first recipient, as the office has
 * chosen. The answer to the scan goes out first, so the label is queued in a commit of its own; how far that has come is kept
 * in the same commit. A station that was killed in between queues at its next start what is owed, and nothing twice.
 * Answers how to stop.
 */
export function labelArrivals(services: Services): () => Promise<void> {
  const { store, log } = services
  let planned: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let stopped = false
  let seen = setting(store.db, LABELS_SEEN) ?? { device: store.device, sequence: store.head?.sequence ?? 0 }

  const owed = (id: string): boolean => !existing(store.db, id).voided && !queries.labelOf(store.db, id)
  const queueOne = async (id: string, sequence: number): Promise<void> => {
    if (!owed(id)) return
    const [printer] = printersFor(store, 'piece')
    if (!printer) {
      // Not owed later either: whoever sets a printer up tomorrow does not want yesterday's labels.
      log.warn('a label was not queued, because no printer is set up for it', { piece: id })
      return
    }
    const next = changeSetting(LABELS_SEEN, { device: store.device, sequence })
    const order = { printer, purpose: 'piece', document: labelOfPiece(store, existing(store.db, id), printer.profile, false), piece: id, also: next.tables } as const
    const missing = await missingOf(order)
    // A person may have printed or voided it meanwhile, or the station be closing.
    if (!stopped && owed(id)) enqueue(services, STATION, order, missing)
  }
  const catchUp = async (): Promise<void> => {
    if (stopped) return
    clearTimeout(later)
    const when = setting(store.db, LABEL_WHEN)
    const until = store.head?.sequence ?? 0
    if (when !== 'off') {
      const kept = setting(store.db, LABELS_SEEN)
      if (kept?.device === store.device && (seen.device !== store.device || kept.sequence > seen.sequence)) seen = kept
      for (const { piece, sequence } of queries.arrivals(store.db, store.device, seen.device === store.device ? seen.sequence : 0, KIND[when])) {
        try {
          await queueOne(piece, sequence)
          if (stopped) return
        } catch (error) {
          log.warn('a label was not queued', { piece, error: error instanceof Error ? error.message : String(error) })
          if (!(error instanceof StoreError)) continue
          // There is room again later: this label and those after it stay owed.
          seen = { device: store.device, sequence: sequence - 1 }
          later = setTimeout(plan, STORE_PAUSE_MS).unref()
          return
        }
      }
    }
    seen = { device: store.device, sequence: until }
  }
  function plan(): void {
    planned = undefined
    running = running.then(catchUp).catch((error: unknown) => { log.error('labels were not queued', { error: String(error) }) })
  }
  const stop = store.onChange((change) => {
    if (change.pieces.size > 0) planned ??= setImmediate(plan)
  })
  plan()
  return async () => {
    stop()
    // What is still owed, such as the label of the last piece before closing, is queued at the next start.
    stopped = true
    if (planned) clearImmediate(planned)
    clearTimeout(later)
    await running
  }
}
