/** The preview: the same places as on paper, as an SVG picture. Made of data only, so every text in it is escaped. */
import type { PrintDocument } from './document.ts'
import { bitmapBars, MM_PER_INCH, MM_PER_POINT, placeBarcode, placeText, toPages } from './layout.ts'
import type { Bar, QrEncoder } from './layout.ts'
import { hasGlyph } from './metrics.ts'

const FONT = "'Atkinson Hyperlegible Next Variable','Atkinson Hyperlegible Next',sans-serif"

/** One SVG per page. `dpi` is the printer's, so that the bars are as wide as they will be printed. */
export function toSvg(document: PrintDocument, qr: QrEncoder, dpi = 203): string[] {
  const { width, height, pages, title } = toPages(document)
  return pages.map((elements) => {
    const body: string[] = []
    for (const element of elements) {
      switch (element.kind) {
        case 'text':
          for (const run of placeText(element)) {
            const size = run.pt * MM_PER_POINT
            const anchor = run.align === 'left' ? 'start' : run.align === 'center' ? 'middle' : 'end'
            const x = run.boxX + (run.align === 'left' ? 0 : run.align === 'center' ? run.boxWidth / 2 : run.boxWidth)
            // A picture has only the fonts of the system: letters that the app's typeface has are held to the width that they have on paper.
            const length = Array.from(run.text).every((char) => hasGlyph(char.codePointAt(0) ?? 0)) && run.width > 0 ? ` textLength="${n(run.width)}" lengthAdjust="spacingAndGlyphs"` : ''
            body.push(`<text x="${n(x)}" y="${n(run.baseline)}" font-size="${n(size)}" font-weight="${run.bold ? 700 : 400}" text-anchor="${anchor}"${length}>${escapeXml(run.text)}</text>`)
          }
          break
        case 'line':
          body.push(path([element], 'auto'))
          break
        case 'box': {
          const half = element.weight / 2
          body.push(`<rect x="${n(element.x + half)}" y="${n(element.y + half)}" width="${n(element.w - element.weight)}" height="${n(element.h - element.weight)}" fill="none" stroke="#000" stroke-width="${n(element.weight)}"/>`)
          break
        }
        case 'barcode': {
          const placed = placeBarcode(element, dpi, qr)
          const scale = MM_PER_INCH / dpi
          body.push(path(placed.bars.map((bar) => ({ x: (placed.x + bar.x) * scale, y: (placed.y + bar.y) * scale, w: bar.w * scale, h: bar.h * scale })), 'crispEdges'))
          break
        }
        case 'image': {
          const [sx, sy] = [element.w / element.bitmap.width, element.h / element.bitmap.height]
          body.push(path(bitmapBars(element.bitmap).map((bar) => ({ x: element.x + bar.x * sx, y: element.y + bar.y * sy, w: bar.w * sx, h: bar.h * sy })), 'auto'))
          break
        }
      }
    }
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}mm" height="${n(height)}mm" viewBox="0 0 ${n(width)} ${n(height)}" role="img" aria-label="${escapeXml(title)}" font-family="${FONT}">` +
      `<rect width="100%" height="100%" fill="#fff"/>${body.join('')}</svg>`
    )
  })
}

/** Bars stay sharp; thin lines are smoothed, so that none of them vanishes from a small preview. */
function path(bars: readonly Bar[], rendering: 'auto' | 'crispEdges'): string {
  const d = bars.map((bar) => `M${n(bar.x)} ${n(bar.y)}h${n(bar.w)}v${n(bar.h)}h${n(-bar.w)}z`).join('')
  return `<path d="${d}" shape-rendering="${rendering}"/>`
}

function n(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

/** Escape text for XML content and attributes. Control characters that XML forbids are dropped. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/"/gu, '&quot;')
    .replace(/'/gu, '&#39;')
}
