/**
 * ZPL, the language of Zebra label printers and of most that imitate them.
 * Source for every command: Zebra, ZPL II Programming Guide.
 */
import { bytesPerRow, emptyBitmap } from '../../shared/printing/document.ts'
import type { Bitmap, PageDocument } from '../../shared/printing/document.ts'
import { code128Zpl, printerEncodes } from '../../shared/printing/code128.ts'
import { MM_PER_INCH, placeBarcode, placeText } from '../../shared/printing/layout.ts'
import type { TextRun } from '../../shared/printing/layout.ts'
import type { Profile } from '../../shared/printing/profile.ts'
import { fill, resize } from './bitmap.ts'
import { drawRun } from './paint.ts'
import { qrEncoder } from './qr.ts'

/** Builds one label. Every place is in dots from the top left corner. */
export interface ZplLabel {
  text: (x: number, baseline: number, size: number, text: string, block?: { readonly width: number; readonly align: 'center' | 'right' }) => void
  bar: (x: number, y: number, width: number, height: number) => void
  box: (x: number, y: number, width: number, height: number, weight: number) => void
  code128: (x: number, y: number, height: number, module: number, words: readonly number[]) => void
  graphic: (x: number, y: number, bitmap: Bitmap) => void
  /** The finished label; `copies` of it are printed. */
  build: (copies: number) => string
}

/** Start a label of the given size in dots. `darkness` 0 to 30. */
export function zplLabel(width: number, length: number, darkness?: number): ZplLabel {
  const at = (value: number): number => Math.max(0, Math.min(32_000, Math.round(value)))
  const fields: string[] = []
  const field = (x: number, y: number, content: string): void => void fields.push(`^FO${at(x)},${at(y)}${content}^FS`)
  return {
    text(x, baseline, size, text, block) {
      // ^FT places the baseline, whatever height the printer's font has above it.
      const align = block === undefined ? '' : `^FB${at(block.width)},1,0,${block.align === 'center' ? 'C' : 'R'},0`
      fields.push(`^FT${at(x)},${at(baseline)}^A0N,${at(size)},${at(size)}${align}${zplData(text)}^FS`)
    },
    bar: (x, y, w, h) => field(x, y, `^GB${at(w)},${at(h)},${at(Math.min(w, h))},B,0`),
    box: (x, y, w, h, weight) => field(x, y, `^GB${at(w)},${at(h)},${at(weight)},B,0`),
    code128: (x, y, height, module, words) => field(x, y, `^BY${at(module)},3,${at(height)}^BCN,${at(height)},N,N,N,N${zplData(code128Zpl(words))}`),
    graphic: (x, y, bitmap) => field(x, y, zplGraphic(bitmap)),
    build: (copies) =>
      (darkness === undefined ? '' : `~SD${String(Math.max(0, Math.min(30, Math.round(darkness)))).padStart(2, '0')}\n`) +
      `^XA\n^CI28\n^PW${at(width)}\n^LL${at(length)}\n^LH0,0\n${fields.join('\n')}\n^PQ${Math.max(1, Math.min(999, Math.round(copies)))},0,0,N\n^XZ\n`,
  }
}

/**
 * Field data that can hold anything: what ZPL would take for a command (`^` and `~`), the escape sign itself and control
 * codes are written as `_` and two hexadecimal digits, which `^FH` announces. The rest stays as UTF-8 (`^CI28`).
 */
export function zplData(text: string): string {
  const escaped = text.toWellFormed().replace(/[\u0000-\u001f\u007f^~_\\]/gu, (char) => `_${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  return `^FH^FD${escaped}`
}

// The scalable font 0 of every ZPL printer has these; anything else is drawn. A backslash means a line break inside ^FB.
const PRINTER_FONT = /^(?:[ -[\]-~]|[\u00a1-\u00ac\u00ae-\u00ff])*$/u

/** A picture as `^GFA` with Zebra's run-length letters, and `:` for a row like the one above. */
export function zplGraphic(bitmap: Bitmap): string {
  const stride = bytesPerRow(bitmap.width)
  const total = stride * bitmap.height
  let rows = ''
  let previous = ''
  for (let row = 0; row < bitmap.height; row += 1) {
    const hex = Buffer.from(bitmap.data.buffer, bitmap.data.byteOffset + row * stride, stride).toString('hex').toUpperCase()
    rows += hex === previous ? ':' : packRow(hex)
    previous = hex
  }
  return `^GFA,${total},${total},${stride},${rows}`
}

function packRow(hex: string): string {
  const body = hex.replace(/0+$/u, '')
  const tail = body.length === hex.length ? '' : ','
  return body.replace(/(.)\1{2,}/gu, (run, digit: string) => runLength(run.length) + digit) + tail
}

// G to Y stand for 1 to 19, g to z for 20 to 400 in steps of 20.
function runLength(count: number): string {
  let out = ''
  for (; count > 400; count -= 400) out += 'z'
  if (count >= 20) out += String.fromCharCode(0x67 + Math.floor(count / 20) - 1)
  if (count % 20 > 0) out += String.fromCharCode(0x47 + (count % 20) - 1)
  return out
}

/** A document as ZPL, one label per page. @throws PrintContentError for a barcode that does not fit. */
export async function toZpl(document: PageDocument, profile: Profile): Promise<Uint8Array> {
  const dots = (mm: number): number => Math.round((mm / MM_PER_INCH) * profile.dpi)
  const [dx, dy] = [dots(profile.offsetX), dots(profile.offsetY)]
  let out = ''
  for (const elements of document.pages) {
    const label = zplLabel(dots(document.width), dots(document.height), profile.darkness)
    for (const element of elements) {
      switch (element.kind) {
        case 'text':
          for (const run of placeText(element)) {
            if (PRINTER_FONT.test(run.text)) {
              nativeText(label, run, profile.dpi, dx, dy)
              continue
            }
            const drawn = await drawRun(run, profile.dpi)
            label.graphic(drawn.x + dx, drawn.y + dy, drawn.bitmap)
          }
          break
        case 'line':
          label.bar(dots(element.x) + dx, dots(element.y) + dy, Math.max(1, dots(element.w)), Math.max(1, dots(element.h)))
          break
        case 'box':
          label.box(dots(element.x) + dx, dots(element.y) + dy, dots(element.w), dots(element.h), Math.max(1, dots(element.weight)))
          break
        case 'barcode': {
          const placed = placeBarcode(element, profile.dpi, qrEncoder)
          if (placed.words !== undefined && printerEncodes(placed.words)) label.code128(placed.x + dx, placed.y + dy, placed.height, placed.module, placed.words)
          else {
            const picture = emptyBitmap(placed.width, placed.height)
            for (const bar of placed.bars) fill(picture, bar.x, bar.y, bar.w, bar.h)
            label.graphic(placed.x + dx, placed.y + dy, picture)
          }
          break
        }
        case 'image':
          label.graphic(dots(element.x) + dx, dots(element.y) + dy, resize(element.bitmap, dots(element.w), dots(element.h)))
          break
      }
    }
    out += label.build(profile.copies)
  }
  return Buffer.from(out, 'utf8')
}

function nativeText(label: ZplLabel, run: TextRun, dpi: number, dx: number, dy: number): void {
  const toDots = dpi / MM_PER_INCH
  const size = (run.pt / 72) * dpi * FONT_0_SIZE
  const [x, baseline] = [run.boxX * toDots + dx, run.baseline * toDots + dy]
  if (run.align === 'left') label.text(x, baseline, size, run.text)
  else label.text(x, baseline, size, run.text, { width: run.boxWidth * toDots, align: run.align })
}

// Capitals of font 0 are a little taller than those of the app's typeface at the same size.
const FONT_0_SIZE = 0.95
