import type { Printable } from '../../shared/contract/printing.ts'
import type { OutageSheets } from '../../shared/printing/outage.ts'
import { outageSheets } from '../../shared/printing/outage.ts'
import type { CheckedCall } from '../call.ts'
import { asPdf } from '../printing/printing.ts'
import { OFFICE, setting } from '../store/settings.ts'

/** Blank sheets for logging mail by hand while the station cannot be used, as a PDF. */
export async function outageSheet(call: CheckedCall, input: Pick<OutageSheets, 'paper' | 'first' | 'count'>): Promise<Printable> {
  const { store } = call.services
  return await asPdf(call, outageSheets({ ...input, office: setting(store.db, OFFICE)?.name ?? '', station: store.device }))
}
