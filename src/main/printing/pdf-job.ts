import type { PrintDocument } from '../../shared/printing/document.ts'
import { renderPdf } from './render.ts'

/** A document as PDF, in the worker: many pages take longer than a scan may wait. `created` is UTC milliseconds. @throws PrintContentError */
export async function documentPdf(input: { document: PrintDocument; created: number }): Promise<{ bytes: Uint8Array }> {
  return { bytes: new Uint8Array(await renderPdf(input.document, new Date(input.created))) }
}
