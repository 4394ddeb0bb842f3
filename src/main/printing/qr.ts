/** QR codes: one encoder for every way of printing. */
import { createRequire } from 'node:module'
import type Bwip from 'bwip-js/node'
import { PrintContentError } from '../../shared/printing/document.ts'
import type { QrEncoder } from '../../shared/printing/layout.ts'

const LONGEST = 300

const load = createRequire(import.meta.url)

/** The modules of a symbol. The library is loaded with the first one, because a station that starts needs none. */
export const modulesOf = (symbology: string, text: string, options: string) => (load('bwip-js/node') as typeof Bwip).raw(symbology, text, options)

/** Modules of a QR code with error correction M. @throws PrintContentError for an empty or over-long text. */
export const qrEncoder: QrEncoder = (data) => {
  if (data === '' || data.length > LONGEST) throw new PrintContentError(`A QR code here holds 1 to ${LONGEST} characters.`)
  const [drawn] = modulesOf('qrcode', data, 'eclevel=M')
  if (drawn === undefined || !('pixs' in drawn)) throw new PrintContentError('The QR code could not be made.')
  return { size: drawn.pixx, cells: Uint8Array.from(drawn.pixs) }
}
