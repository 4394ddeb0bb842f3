/**
 * Text drawn as a picture: for names in scripts that a printer's own fonts lack, and for printers that take pictures only.
 * Letters that the app's typeface has come from it; the rest comes from the fonts of the computer, shaped and ordered by
 * Pango (so Arabic joins and Hebrew runs from the right).
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Bitmap } from '../../shared/printing/document.ts'
import { hasGlyph, textWidth } from '../../shared/printing/metrics.ts'
import { escapeXml } from '../../shared/printing/svg.ts'
import { crop, fromGrey, inkBounds, isBlack } from './bitmap.ts'

/** A text as a picture; `left` and `top` place its corner relative to the start of the baseline, in dots. */
export interface DrawnText {
  readonly bitmap: Bitmap
  readonly left: number
  readonly top: number
}

/** Folder of the fonts that come with the app. */
export function fontFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources', 'fonts')
    if (existsSync(join(candidate, 'AtkinsonHyperlegibleNext-Regular.ttf'))) return candidate
    if (folder === dirname(folder)) throw new Error('The fonts for printing (resources/fonts) are missing from this installation.')
  }
}

let loading: Promise<void> | undefined

// Pango learns a font file when a text is drawn with it, and keeps it for the life of the process.
function loadFonts(): Promise<void> {
  loading ??= (async () => {
    const { default: sharp } = await import('sharp')
    for (const name of ['Regular', 'Regular-Ext', 'Bold', 'Bold-Ext']) {
      const fontfile = join(fontFolder(), `AtkinsonHyperlegibleNext-${name}.ttf`)
      await sharp({ text: { text: 'a', font: 'Atkinson Hyperlegible Next 12', fontfile } }).raw().toBuffer()
    }
  })()
  return loading
}

/**
 * Draw one line. `size` is the type size in dots; a picture wider than `widest` dots is squeezed to it, and made lower too
 * where squeezing alone would make it illegible. An empty text gives a picture of one white dot.
 */
export async function drawText(text: string, size: number, bold: boolean, widest: number): Promise<DrawnText> {
  await loadFonts()
  let drawn = await draw(text, size, bold, 1, 1)
  const ink = drawn.bitmap.width
  if (ink > widest) {
    const squeeze = widest / ink
    drawn = await draw(text, size, bold, squeeze * 0.995, squeeze < 0.7 ? squeeze / 0.7 : 1)
  }
  return drawn
}

async function draw(text: string, size: number, bold: boolean, scaleX: number, scaleY: number): Promise<DrawnText> {
  const { default: sharp } = await import('sharp')
  const [origin, baseline, height] = [Math.ceil(size), Math.ceil(size * 1.8), Math.ceil(size * 2.8)]
  let width = Math.ceil(textWidth(text, bold) * size * scaleX * 1.25) + 2 * origin
  for (let attempt = 0; ; attempt += 1) {
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>` +
      `<text xml:space="preserve" transform="translate(${origin} ${baseline}) scale(${scaleX} ${scaleY})" font-family="'Atkinson Hyperlegible Next', sans-serif" ` +
      `font-size="${size}" font-weight="${bold ? 700 : 400}">${escapeXml(text)}</text></svg>`
    const grey = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer()
    const whole = fromGrey(grey, width, height)
    const ink = inkBounds(whole)
    if (ink === undefined) return { bitmap: { width: 1, height: 1, data: new Uint8Array(1) }, left: 0, top: 0 }
    // The estimate was too small: the text runs out of the picture.
    if (ink.x + ink.width >= width && attempt < 3) {
      width *= 2
      continue
    }
    return { bitmap: crop(whole, ink.x, ink.y, ink.width, ink.height), left: ink.x - origin, top: ink.y - baseline }
  }
}

const known = new Map<string, boolean>()
const PROBE_SIZE = 40

/**
 * The characters of a text for which neither the app nor this computer has a font; they are printed as boxes with their code.
 * Pango draws that frame for them, so a character whose picture has it and the size of a code that is never assigned is missing.
 */
export async function withoutFont(text: string): Promise<string[]> {
  const missing: string[] = []
  for (const char of new Set(text)) {
    const codePoint = char.codePointAt(0) ?? 0
    if (hasGlyph(codePoint) || /[\p{M}\p{Cf}\s]/u.test(char)) continue
    let absent = known.get(char)
    if (absent === undefined) {
      await loadFonts()
      const [own, frame] = await Promise.all([char, codePoint > 0xffff ? '\u{10fffd}' : '\uf8f0'].map((probe) => draw(probe, PROBE_SIZE, false, 1, 1)))
      absent = own !== undefined && frame !== undefined && own.bitmap.width === frame.bitmap.width && own.bitmap.height === frame.bitmap.height && framed(own.bitmap)
      known.set(char, absent)
    }
    if (absent) missing.push(char)
  }
  return missing
}

function framed(bitmap: Bitmap): boolean {
  for (let x = 0; x < bitmap.width; x += 1) if (!isBlack(bitmap, x, 0) || !isBlack(bitmap, x, bitmap.height - 1)) return false
  for (let y = 0; y < bitmap.height; y += 1) if (!isBlack(bitmap, 0, y) || !isBlack(bitmap, bitmap.width - 1, y)) return false
  return true
}
