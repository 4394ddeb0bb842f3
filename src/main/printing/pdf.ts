/** PDF, for office printers and the system's print dialog. Bars are vectors; text is text, so it can be searched and copied. */
import { join } from 'node:path'
import type * as pdfkit from 'pdfkit'
import type { PageDocument } from '../../shared/printing/document.ts'
import { bitmapBars, MM_PER_INCH, MM_PER_POINT, placeBarcode, placeText } from '../../shared/printing/layout.ts'
import type { Bar, TextRun } from '../../shared/printing/layout.ts'
import { hasGlyph, textWidth } from '../../shared/printing/metrics.ts'
import type { Profile } from '../../shared/printing/profile.ts'
import { toGrey } from './bitmap.ts'
import { fontFolder } from './drawText.ts'
import { drawRun } from './paint.ts'
import { qrEncoder } from './qr.ts'

const DRAWN_DPI = 600
/** What the typeface has whole, in its first file. */
const PLAIN = /^[ -~]*$/

/** A picture in JPEG that only paper has: evidence as it was scanned, in colour. Page from 0, the rest in millimetres. */
export interface PagePicture { readonly page: number; readonly x: number; readonly y: number; readonly w: number; readonly h: number; readonly bytes: Buffer }

/**
 * A document as PDF. The same document and `created` give the same bytes.
 * Text in a script that the app's typeface lacks is drawn from the fonts of the computer.
 * @throws PrintContentError for a barcode that does not fit.
 */
export async function toPdf(document: PageDocument, profile: Profile, created: Date, pictures: readonly PagePicture[] = []): Promise<Uint8Array> {
  // Loaded with the first page: a third of what a station would take to start.
  const { default: PdfDocument } = await import('pdfkit')
  const pdf = new PdfDocument({
    autoFirstPage: false,
    info: { Title: document.title, Producer: 'Pigeonhole', Creator: 'Pigeonhole', CreationDate: created, ModDate: created },
    // Printing scaled "to fit" would change the width of the bars.
    pdfVersion: '1.7',
    lang: 'en-US',
  })
  const chunks: Buffer[] = []
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', resolve)
    pdf.on('error', reject)
  })
  for (const name of ['Regular', 'Regular-Ext', 'Bold', 'Bold-Ext']) pdf.registerFont(name, join(fontFolder(), `AtkinsonHyperlegibleNext-${name}.ttf`))
  const points = (mm: number): number => mm / MM_PER_POINT
  const rectangles = (bars: readonly Bar[], scaleX: number, scaleY = scaleX, x = 0, y = 0): void => {
    for (const bar of bars) pdf.rect(points(x + bar.x * scaleX), points(y + bar.y * scaleY), points(bar.w * scaleX), points(bar.h * scaleY))
    if (bars.length > 0) pdf.fill('black')
  }
  for (let copy = 0; copy < Math.max(1, Math.min(999, profile.copies)); copy += 1) {
    for (const [page, elements] of document.pages.entries()) {
      pdf.addPage({ size: [points(document.width), points(document.height)], margin: 0 })
      pdf.translate(points(profile.offsetX), points(profile.offsetY))
      for (const element of elements) {
        switch (element.kind) {
          case 'text':
            for (const run of placeText(element)) {
              if (PLAIN.test(run.text) || Array.from(run.text).every((char) => hasGlyph(char.codePointAt(0) ?? 0))) drawNative(pdf, run)
              else await drawForeign(pdf, run)
            }
            break
          case 'line':
            rectangles([element], 1)
            break
          case 'box':
            pdf
              .lineWidth(points(element.weight))
              .rect(points(element.x + element.weight / 2), points(element.y + element.weight / 2), points(element.w - element.weight), points(element.h - element.weight))
              .stroke('black')
            break
          case 'barcode': {
            const placed = placeBarcode(element, profile.dpi, qrEncoder)
            const dot = MM_PER_INCH / profile.dpi
            rectangles(placed.bars, dot, dot, placed.x * dot, placed.y * dot)
            break
          }
          case 'image':
            rectangles(bitmapBars(element.bitmap), element.w / element.bitmap.width, element.h / element.bitmap.height, element.x, element.y)
            break
        }
      }
      for (const one of pictures) if (one.page === page) pdf.image(one.bytes, points(one.x), points(one.y), { width: points(one.w), height: points(one.h) })
    }
  }
  pdf.end()
  await finished
  return Buffer.concat(chunks)
}

type Pdf = InstanceType<typeof pdfkit.default>

interface Glyph { readonly advanceWidth: number }
interface Run { readonly glyphs: Glyph[]; readonly positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number; advanceWidth: number }[]; readonly advanceWidth: number }
/** What pdfkit makes of a font file, as far as it is used here. */
interface EmbeddedFont { readonly font: { glyphForCodePoint(codePoint: number): Glyph }; readonly scale: number; layoutRun(text: string, features?: unknown): Run }

/** A word with a digit: numbers, times, dates. They are new on every line, and nothing in the typeface joins or moves them. */
const NUMBER = /^[ -~]*\d[ -~]*$/

const laidOut = new WeakSet<EmbeddedFont>()

/** Lays numbers out glyph after glyph, as {@link textWidth} counts them: asking the typeface's tables for each takes most of the time of a long document. */
function layNumbersOut(font: EmbeddedFont): void {
  if (laidOut.has(font)) return
  laidOut.add(font)
  const shape = font.layoutRun.bind(font)
  font.layoutRun = (text, features) => {
    if (features !== undefined || !NUMBER.test(text)) return shape(text, features)
    const glyphs = Array.from(text, (char) => font.font.glyphForCodePoint(char.codePointAt(0) ?? 0))
    const positions = glyphs.map((glyph) => {
      const width = glyph.advanceWidth * font.scale
      return { xAdvance: width, yAdvance: 0, xOffset: 0, yOffset: 0, advanceWidth: width }
    })
    return { glyphs, positions, advanceWidth: positions.reduce((sum, one) => sum + one.advanceWidth, 0) }
  }
}

// The typeface comes in two files; a text changes between them where its letters do.
function drawNative(pdf: Pdf, run: TextRun): void {
  const weight = run.bold ? 'Bold' : 'Regular'
  let x = run.x / MM_PER_POINT
  for (const { text, extended } of segments(run.text)) {
    // A font file is read, and put into the document, with the first text that needs it.
    pdf.font(extended ? `${weight}-Ext` : weight).fontSize(run.pt)
    layNumbersOut((pdf as unknown as Record<'_font', EmbeddedFont>)['_font'])
    const width = textWidth(text, run.bold) * run.pt
    // With its width and words given, nothing is measured for lines under the text that are not drawn.
    pdf.fillColor('black').text(text, x, run.baseline / MM_PER_POINT, { baseline: 'alphabetic', lineBreak: false, kerning: false, textWidth: width, wordCount: 1 } as PDFKit.Mixins.TextOptions)
    x += width
  }
}

// What the file without `-Ext` has beyond U+00FF; a test compares this with the files.
export const LATIN = new Set([
  0x102, 0x131, 0x152, 0x153, 0x2c6, 0x2da, 0x2dc, 0x300, 0x301, 0x303, 0x304, 0x308, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201a, 0x201c, 0x201d, 0x201e, 0x2022, 0x2026,
  0x2039, 0x203a, 0x2044, 0x20ac, 0x2122, 0x2212, 0x2215,
])

function segments(text: string): { text: string; extended: boolean }[] {
  if (PLAIN.test(text)) return [{ text, extended: false }]
  const parts: { text: string; extended: boolean }[] = []
  for (const char of text) {
    const codePoint = char.codePointAt(0) ?? 0
    const extended = codePoint > 0xff && !LATIN.has(codePoint)
    const last = parts.at(-1)
    if (last !== undefined && last.extended === extended) last.text += char
    else parts.push({ text: char, extended })
  }
  return parts
}

async function drawForeign(pdf: Pdf, run: TextRun): Promise<void> {
  const drawn = await drawRun(run, DRAWN_DPI)
  const { bitmap } = drawn
  const { default: sharp } = await import('sharp')
  const png = await sharp(toGrey(bitmap), { raw: { width: bitmap.width, height: bitmap.height, channels: 1 } }).png({ palette: false }).toBuffer()
  const dot = 72 / DRAWN_DPI
  pdf.image(png, drawn.x * dot, drawn.y * dot, { width: bitmap.width * dot, height: bitmap.height * dot })
}
