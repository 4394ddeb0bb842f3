import type { PdfFile } from '../../shared/contract/printing.ts'
import type { OutageSheets } from '../../shared/printing/outage.ts'
import { outageSheets } from '../../shared/printing/outage.ts'
import type { CheckedCall } from '../call.ts'
import { renderPdf } from '../printing/render.ts'
import { OFFICE, setting } from '../store/settings.ts'

/** Blank sheets for logging mail by hand while the station cannot be used, as a PDF. */
export async function outageSheet(call: CheckedCall, input: Pick<OutageSheets, 'paper' | 'first' | 'count'>): Promise<PdfFile> {
  const { store } = call.services
  const document = outageSheets({ ...input, office: setting(store.db, OFFICE)?.name ?? '', station: store.device })
  return { title: document.title, content: (await renderPdf(document, new Date(store.now()))).toString('base64') }
}
