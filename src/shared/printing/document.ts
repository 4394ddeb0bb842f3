/**
 * The one description of everything that is printed. A document says what stands where on the paper; the printer
 * languages (ZPL, ESC/POS, PDF) and the preview on the screen are all made from it, so they cannot disagree.
 *
 * Lengths are millimetres from the top left corner of the paper, type sizes are points (1/72 inch).
 */

/** Paper: a label, a roll or a sheet. `height` 0 means a roll without fixed length. Millimetres. */
export interface Media {
  readonly id: MediaId
  readonly name: string
  readonly width: number
  readonly height: number
  /** What the head cannot reach at the left and the right. */
  readonly margin: number
}

export type MediaId = '4x6' | '2x1' | '62mm' | '62x29' | '80mm' | 'letter' | 'a4'

/** The papers the app knows. */
export const MEDIA: Readonly<Record<MediaId, Media>> = {
  '4x6': { id: '4x6', name: '4 x 6 in label', width: 101.6, height: 152.4, margin: 0 },
  '2x1': { id: '2x1', name: '2 x 1 in label', width: 50.8, height: 25.4, margin: 0 },
  '62mm': { id: '62mm', name: '62 mm roll', width: 62, height: 0, margin: 1.5 },
  '62x29': { id: '62x29', name: '62 x 29 mm label', width: 62, height: 29, margin: 1.5 },
  '80mm': { id: '80mm', name: '80 mm receipt roll', width: 80, height: 0, margin: 4 },
  letter: { id: 'letter', name: 'Letter', width: 215.9, height: 279.4, margin: 0 },
  a4: { id: 'a4', name: 'A4', width: 210, height: 297, margin: 0 },
}

export type Align = 'left' | 'center' | 'right'

/**
 * What happens to a text that does not fit its box.
 * shrink: one line, smaller type down to 5.5 pt. wrap: several lines, then smaller type. cut: one line, same type.
 * Whatever still does not fit ends in an ellipsis; nothing ever leaves the box.
 */
export type Fit = 'shrink' | 'wrap' | 'cut'

export interface TextElement {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly text: string
  /** Type size in points. */
  readonly pt: number
  readonly bold?: boolean
  readonly align?: Align
  readonly valign?: 'top' | 'middle'
  readonly fit?: Fit
  /** What it is, such as "recipient", for who is told of it; not printed. */
  readonly field?: string
}

/** A straight rule, drawn as a filled bar. */
export interface LineElement {
  readonly kind: 'line'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** An empty rectangle whose border lies inside its measures. */
export interface BoxElement {
  readonly kind: 'box'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly weight: number
}

interface BarcodeBox {
  readonly kind: 'barcode'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/**
 * A barcode, drawn as large as whole printer dots allow and centred in its box. The box includes the quiet zone
 * (10 modules at each end of Code 128, 4 around a QR code), so neighbours cannot spoil a reading.
 */
export type BarcodeElement =
  | (BarcodeBox & { readonly symbology: 'code128'; readonly data: string })
  /** GS1-128. Each part is an element string (identifier and value); an FNC1 stands before the first and between parts. */
  | (BarcodeBox & { readonly symbology: 'gs1-128'; readonly parts: readonly string[] })
  | (BarcodeBox & { readonly symbology: 'qr'; readonly data: string })

/** Black and white picture: rows of whole bytes, the highest bit leftmost, 1 is black. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export interface ImageElement {
  readonly kind: 'image'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly bitmap: Bitmap
}

export type Element = TextElement | LineElement | BoxElement | BarcodeElement | ImageElement

/** Things at fixed places on one or several sheets of the same paper. */
export interface PageDocument {
  readonly kind: 'page'
  /** Shown in print queues and PDF readers. */
  readonly title: string
  readonly width: number
  readonly height: number
  readonly pages: readonly (readonly Element[])[]
}

/** One line of a receipt; a long one is wrapped, never cut. */
export type FlowLine =
  | { readonly kind: 'text'; readonly text: string; readonly bold?: boolean; readonly large?: boolean; readonly align?: Align }
  /** Left and right on one line, as in a list of prices. */
  | { readonly kind: 'pair'; readonly left: string; readonly right: string; readonly bold?: boolean }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space' }
  | { readonly kind: 'barcode'; readonly symbology: 'code128' | 'qr'; readonly data: string }

/** Lines that follow one another, on a roll as long as they need. */
export interface FlowDocument {
  readonly kind: 'flow'
  readonly title: string
  readonly width: number
  readonly lines: readonly FlowLine[]
}

export type PrintDocument = PageDocument | FlowDocument

/** The content cannot be printed at all (for example a barcode that does not fit). Repeating the job does not help. */
export class PrintContentError extends Error {
  override readonly name = 'PrintContentError'
}

// Direction overrides could make a printed name read as another one; zero-width signs make two equal-looking names differ.
// The joiners U+200C and U+200D stay: Persian and the Indic scripts need them.
const INVISIBLE = /[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu
const NOT_A_CHARACTER = /[\ufdd0-\ufdef\ufffe\uffff]/gu

/**
 * Make outside text fit for paper: one line, no control codes, no invisible direction marks, no half surrogates.
 * Control codes become a space, so that two words do not run together.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(CONTROL, ' ')
    .replace(INVISIBLE, '')
    .replace(NOT_A_CHARACTER, '\ufffd')
    .normalize('NFC')
    .replace(/ {2,}/gu, ' ')
    .trim()
}

/** An empty bitmap (all white) of the given size in dots. */
export function emptyBitmap(width: number, height: number): Bitmap {
  return { width, height, data: new Uint8Array(bytesPerRow(width) * height) }
}

/** Bytes in one row of a bitmap of this width in dots. */
export function bytesPerRow(width: number): number {
  return Math.ceil(width / 8)
}
