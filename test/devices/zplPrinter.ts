/** Prints ZPL onto pixels with an independent renderer, so that a label can be looked at and scanned. */
import { ready } from 'zpl-renderer-js'

/** Every label in the ZPL as PNG, at 8 dots a millimetre (203 dpi). */
export async function renderZpl(zpl: Uint8Array, widthMm: number, heightMm: number): Promise<Buffer[]> {
  const { api } = await ready
  const labels = await api.zplToBase64MultipleAsync(Buffer.from(zpl).toString('utf8'), widthMm, heightMm, 8)
  return labels.map((label) => Buffer.from(label, 'base64'))
}
