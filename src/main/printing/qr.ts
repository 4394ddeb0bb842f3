/** QR codes: one encoder for every way of printing. */
import bwip from 'bwip-js/node'
import { PrintContentError } from '../../shared/printing/document.ts'
import type { QrEncoder } from '../../shared/printing/layout.ts'

const LONGEST = 300

// The package's named `raw` is a symbology; the function that gives the modules hangs on its default export.
// oxlint-disable-next-line import/no-named-as-default-member
const { raw: modulesOf } = bwip

/** Modules of a QR code with error correction M. @throws PrintContentError for an empty or over-long text. */
export const qrEncoder: QrEncoder = (data) => {
  if (data === '' || data.length > LONGEST) throw new PrintContentError(`A QR code here holds 1 to ${LONGEST} characters.`)
  const [drawn] = modulesOf('qrcode', data, 'eclevel=M')
  if (drawn === undefined || !('pixs' in drawn)) throw new PrintContentError('The QR code could not be made.')
  return { size: drawn.pixx, cells: Uint8Array.from(drawn.pixs) }
}
