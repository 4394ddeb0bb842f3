import type { PrintDocument } from '../../shared/printing/document.ts'
import { renderPdf } from './render.ts'

/** A document as PDF, in the worker: many pages take longer than a scan may wait. `created` is UTC milliseconds. @throws PrintContentError */
export async function documentPdf({ document, created }: { document: PrintDocument; created: number }): Promise<{ bytes: Uint8Array; missing: string | null }> {
  const { bytes, missing } = await renderPdf(document, new Date(created))
  return { bytes: new Uint8Array(bytes), missing }
}
