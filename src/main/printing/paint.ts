/** A page as a black and white picture in printer dots, for printers that take pictures. */
import { emptyBitmap } from '../../shared/printing/document.ts'
import type { Bitmap, Element } from '../../shared/printing/document.ts'
import { MM_PER_INCH, placeBarcode, placeText } from '../../shared/printing/layout.ts'
import type { TextRun } from '../../shared/printing/layout.ts'
import { fill, resize, stamp } from './bitmap.ts'
import { drawText } from './drawText.ts'
import type { DrawnText } from './drawText.ts'
import { qrEncoder } from './qr.ts'

/** Paint the elements of one page; measures in millimetres. @throws PrintContentError for a barcode that does not fit. */
export async function paint(elements: readonly Element[], width: number, height: number, dpi: number, offsetX = 0, offsetY = 0): Promise<Bitmap> {
  const dots = (mm: number): number => Math.round((mm / MM_PER_INCH) * dpi)
  const bitmap = emptyBitmap(dots(width), dots(height))
  const [dx, dy] = [dots(offsetX), dots(offsetY)]
  for (const element of elements) {
    switch (element.kind) {
      case 'text':
        for (const run of placeText(element)) {
          const drawn = await drawRun(run, dpi)
          stamp(bitmap, drawn.bitmap, drawn.x + dx, drawn.y + dy)
        }
        break
      case 'line':
        fill(bitmap, dots(element.x) + dx, dots(element.y) + dy, Math.max(1, dots(element.w)), Math.max(1, dots(element.h)))
        break
      case 'box': {
        const [x, y, w, h, weight] = [dots(element.x) + dx, dots(element.y) + dy, dots(element.w), dots(element.h), Math.max(1, dots(element.weight))]
        fill(bitmap, x, y, w, weight)
        fill(bitmap, x, y + h - weight, w, weight)
        fill(bitmap, x, y, weight, h)
        fill(bitmap, x + w - weight, y, weight, h)
        break
      }
      case 'barcode': {
        const placed = placeBarcode(element, dpi, qrEncoder)
        for (const bar of placed.bars) fill(bitmap, placed.x + bar.x + dx, placed.y + bar.y + dy, bar.w, bar.h)
        break
      }
      case 'image':
        stamp(bitmap, resize(element.bitmap, dots(element.w), dots(element.h)), dots(element.x) + dx, dots(element.y) + dy)
        break
    }
  }
  return bitmap
}

/** A line of text as a picture with its place on the page, in dots. */
export async function drawRun(run: TextRun, dpi: number): Promise<DrawnText & { readonly x: number; readonly y: number }> {
  const toDots = dpi / MM_PER_INCH
  const drawn = await drawText(run.text, (run.pt / 72) * dpi, run.bold, Math.floor(run.boxWidth * toDots))
  const slack = run.boxWidth * toDots - drawn.bitmap.width
  const inside = run.align === 'left' ? Math.min(Math.max(0, drawn.left), Math.max(0, slack)) : run.align === 'center' ? slack / 2 : slack
  return { ...drawn, x: Math.round(run.boxX * toDots + inside), y: Math.round(run.baseline * toDots) + drawn.top }
}
