import type { ExportReport, PieceFilter } from '../../shared/contract/pieces.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { handOut } from '../csv/hand-out.ts'
import type { Progress } from '../store/reader.ts'

/** Writes what a filter lets through as a CSV file, in the worker, and hands it out in parts. */
export function exportCsv(call: CheckedCall, filter: PieceFilter, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { part: string } | { report: ExportReport }> {
  const { store, reader } = call.services
  const zone = store.zone()
  const today = officeDay(store.now(), zone)
  const name = `pieces-${today}-${officeTime(store.now(), zone).replace(':', '')}.csv`
  return handOut(name, (path, onProgress, inner) => reader.run('exportPieces', { filter, today, zone, path }, { onProgress, signal: inner }), signal)
}
