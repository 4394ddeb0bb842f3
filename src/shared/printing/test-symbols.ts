import type { Bitmap, Element, PageDocument } from './document.ts'
import { MEDIA } from './document.ts'
import { frame, MARGIN } from './sheets.ts'

/** A symbol of the sheet: what it is called, what a scanner shall give, and how it is drawn. `module` is the width of its narrowest bar, millimetres. */
export interface TestSymbol { name: string; text: string; bitmap: Bitmap; module: number }

/** What the sheet shows. `bcid` is the name the encoder has for it; `input` is in its words. */
export const TEST_SYMBOLS = [
  { name: 'Code 128', bcid: 'code128', input: '1Z999AA10123456784', text: '1Z999AA10123456784', options: '' },
  { name: 'GS1-128 with FNC1 (USPS package)', bcid: 'gs1-128', input: '(420)10023(93)07109876500000000010', text: '42010023 FNC1 9307109876500000000010', options: '' },
  { name: 'Code 39', bcid: 'code39', input: 'PIECE-0142', text: 'PIECE-0142', options: '' },
  { name: 'Interleaved 2 of 5', bcid: 'interleaved2of5', input: '771288203510', text: '771288203510', options: '' },
  { name: 'UPC-A', bcid: 'upca', input: '012345678905', text: '012345678905', options: '' },
  { name: 'QR Code', bcid: 'qrcode', input: 'PLA-0142', text: 'PLA-0142', options: 'eclevel=M' },
  { name: 'Data Matrix', bcid: 'datamatrix', input: 'PLA-0142', text: 'PLA-0142', options: '' },
] as const

const ROW = 30
const TEXT = 74

/** The sheet of test symbols, on Letter paper: one row each, what it says beside it, with quiet zones around. */
export function testSheet(symbols: readonly TestSymbol[], words: { office: string; date: string }): PageDocument {
  const media = MEDIA.letter
  const elements: Element[] = symbols.flatMap(({ name, text, bitmap, module }, i): Element[] => {
    const y = 26 + i * ROW
    const [w, h] = [bitmap.width * module, bitmap.height * module]
    return [
      { kind: 'text', x: MARGIN, y, w: TEXT - 4, h: 6, text: name, pt: 11, bold: true, fit: 'shrink' },
      { kind: 'text', x: MARGIN, y: y + 7, w: TEXT - 4, h: 12, text, pt: 9, fit: 'wrap' },
      { kind: 'image', x: MARGIN + TEXT + 6, y, w, h, bitmap },
      { kind: 'line', x: MARGIN, y: y + ROW - 5, w: media.width - 2 * MARGIN, h: 0.1 },
    ]
  })
  return {
    kind: 'page', title: 'Test symbols for scanners', width: media.width, height: media.height,
    pages: [[...frame(media, { left: 'Test symbols', middle: words.office, right: words.date, foot: 'Open Devices, Scan anything (Alt V, T), then scan each of them.', footRight: 'Print at 100 %', last: 'Nothing of it is taken in there.' }), ...elements]],
  }
}
