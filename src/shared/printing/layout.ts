/**
 * Where the parts of a document come to stand: text broken into lines, bars counted in whole dots. Decided here once, so
 * that every printer language and the preview break the same name at the same place.
 */
import { code128, code128Modules, code128Widths } from './code128.ts'
import { cleanText, PrintContentError } from './document.ts'
import type { Align, BarcodeElement, Bitmap, Element, FlowDocument, PageDocument, PrintDocument, TextElement } from './document.ts'
import { CAP_HEIGHT, DESCENT, textWidth } from './metrics.ts'

export const MM_PER_INCH = 25.4
export const MM_PER_POINT = MM_PER_INCH / 72
export const LEADING = 1.18
const SMALLEST_PT = 5.5

/** One line of text at its place. Lengths in millimetres. */
export interface TextRun {
  readonly text: string
  readonly pt: number
  readonly bold: boolean
  readonly align: Align
  readonly baseline: number
  /** Left edge and width of the box, for a printer that aligns by itself. */
  readonly boxX: number
  readonly boxWidth: number
  /** Left edge and width of the text by the app's own typeface. */
  readonly x: number
  readonly width: number
}

/** Break a text element into lines that stay inside its box. */
export function placeText(element: TextElement): TextRun[] {
  const text = cleanText(element.text)
  if (text === '') return []
  const bold = element.bold ?? false
  const { lines, pt } = fitLines(text, element, bold)
  const em = pt * MM_PER_POINT
  const pitch = em * LEADING
  const used = pitch * (lines.length - 1) + em * (CAP_HEIGHT + DESCENT)
  const top = element.y + (element.valign === 'middle' ? Math.max(0, (element.h - used) / 2) : 0)
  const align = element.align ?? 'left'
  return lines.map((line, index) => {
    const width = Math.min(textWidth(line, bold) * em, element.w)
    const slack = element.w - width
    const x = element.x + (align === 'left' ? 0 : align === 'center' ? slack / 2 : slack)
    const baseline = top + em * CAP_HEIGHT + index * pitch
    return { text: line, pt, bold, align, baseline, boxX: element.x, boxWidth: element.w, x, width }
  })
}

function fitLines(text: string, element: TextElement, bold: boolean): { lines: string[]; pt: number } {
  const fit = element.fit ?? 'shrink'
  const smallest = Math.min(SMALLEST_PT, element.pt)
  const widest = (pt: number): number => element.w / (pt * MM_PER_POINT)
  if (fit === 'cut') return { lines: [cutToWidth(text, widest(element.pt), bold)], pt: element.pt }
  if (fit === 'shrink') {
    const pt = Math.max(smallest, Math.min(element.pt, heightLimit(element.h, 1), element.w / (textWidth(text, bold) * MM_PER_POINT)))
    return { lines: [cutToWidth(text, widest(pt), bold)], pt }
  }
  for (let pt = Math.max(smallest, Math.min(element.pt, heightLimit(element.h, 1))); ; pt = Math.max(smallest, pt * 0.93)) {
    const room = linesThatFit(element.h, pt)
    const whole = breakLines(text, widest(pt), bold)
    const splitWord = text.split(' ').some((word) => textWidth(word, bold) > widest(pt))
    if (whole.length <= room && !(splitWord && pt > element.pt * 0.6)) return { lines: whole, pt }
    if (pt <= smallest) {
      const kept = whole.slice(0, Math.max(1, room))
      if (whole.length > kept.length) {
        const last = kept.pop() ?? ''
        kept.push(cutToWidth([last, ...whole.slice(kept.length + 1)].join(' '), widest(pt), bold))
      }
      return { lines: kept, pt }
    }
  }
}

function heightLimit(height: number, lines: number): number {
  return height / MM_PER_POINT / (CAP_HEIGHT + DESCENT + (lines - 1) * LEADING)
}

function linesThatFit(height: number, pt: number): number {
  const em = pt * MM_PER_POINT
  return Math.max(1, Math.floor((height - em * (CAP_HEIGHT + DESCENT) + 1e-6) / (em * LEADING)) + 1)
}

/** Break into lines no wider than `limit` (parts of the type size); a word that is too long is broken inside. */
export function breakLines(text: string, limit: number, bold: boolean): string[] {
  return breakBy(text, limit, (part) => textWidth(part, bold))
}

/** Break into lines by any measure: the receipt printer counts columns. */
export function breakBy(text: string, limit: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer) <= limit) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    if (longer !== word && measure(word) <= limit) {
      line = word
      continue
    }
    for (const sign of graphemes(word)) {
      if (line !== '' && measure(line + sign) > limit) {
        lines.push(line)
        line = ''
      }
      line += sign
    }
  }
  if (line !== '') lines.push(line)
  return lines
}

function cutToWidth(text: string, limit: number, bold: boolean): string {
  if (textWidth(text, bold) <= limit + 1e-9) return text
  let kept = ''
  for (const sign of graphemes(text)) {
    if (textWidth(`${kept}${sign}…`, bold) > limit) break
    kept += sign
  }
  return `${kept.trimEnd()}…`
}

let segmenter: Intl.Segmenter | undefined

function graphemes(text: string): string[] {
  // Made with its first use: the first of its kind reads the languages' data, which is a tenth of the station's start.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), (part) => part.segment)
}

/** Makes the modules of a QR code; 1 is dark. Given from outside, so that this folder needs no library. */
export type QrEncoder = (data: string) => { readonly size: number; readonly cells: Uint8Array }

/** A filled rectangle. Unit as stated by who returns it. */
export interface Bar {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A barcode in printer dots, counted from the top left of the paper. */
export interface PlacedBarcode {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Dots for one module. */
  readonly module: number
  /** Code 128 words, for printers that draw it themselves. */
  readonly words?: readonly number[]
  /** The dark parts in dots, relative to x and y. */
  readonly bars: readonly Bar[]
}

// ISO/IEC 15417 and 18004 ask for these quiet zones.
const QUIET_LINEAR = 10
const QUIET_QR = 4

/**
 * Place a barcode: the largest whole number of dots for a module that fits its box with the quiet zones.
 * @throws PrintContentError if it does not fit with one dot, or 0.19 mm, for a module.
 */
export function placeBarcode(element: BarcodeElement, dpi: number, qr: QrEncoder): PlacedBarcode {
  const dots = (mm: number): number => Math.round((mm / MM_PER_INCH) * dpi)
  const [boxX, boxY, boxW, boxH] = [dots(element.x), dots(element.y), dots(element.w), dots(element.h)]
  if (element.symbology === 'qr') {
    const matrix = qr(element.data)
    const module = moduleDots(Math.min(boxW, boxH), matrix.size + 2 * QUIET_QR, dpi, 1.3)
    const side = matrix.size * module
    return { x: boxX + ((boxW - side) >> 1), y: boxY + ((boxH - side) >> 1), width: side, height: side, module, bars: matrixBars(matrix, module) }
  }
  const words = element.symbology === 'code128' ? code128([element.data], false) : code128(element.parts, true)
  const modules = code128Modules(words)
  // Ten dots is the most that ZPL takes.
  const module = Math.min(10, moduleDots(boxW, modules + 2 * QUIET_LINEAR, dpi, 0.75))
  const width = modules * module
  const bars: Bar[] = []
  let at = 0
  for (const [index, size] of code128Widths(words).entries()) {
    if (index % 2 === 0) bars.push({ x: at * module, y: 0, w: size * module, h: boxH })
    at += size
  }
  return { x: boxX + ((boxW - width) >> 1), y: boxY, width, height: boxH, module, words, bars }
}

function moduleDots(room: number, modules: number, dpi: number, widest: number): number {
  const module = Math.floor(room / modules)
  // Finer bars than 0.19 mm are beyond common scanners and thermal heads (GS1 General Specifications, X-dimension tables).
  if ((module * MM_PER_INCH) / dpi < 0.18) throw new PrintContentError('The barcode is too long for its place on this label.')
  return Math.min(module, Math.round((widest / MM_PER_INCH) * dpi))
}

function matrixBars(matrix: { size: number; cells: Uint8Array }, module: number): Bar[] {
  const bars: Bar[] = []
  for (let row = 0; row < matrix.size; row += 1) {
    let from = -1
    for (let column = 0; column <= matrix.size; column += 1) {
      const dark = column < matrix.size && matrix.cells[row * matrix.size + column] === 1
      if (dark && from < 0) from = column
      if (!dark && from >= 0) {
        bars.push({ x: from * module, y: row * module, w: (column - from) * module, h: module })
        from = -1
      }
    }
  }
  return bars
}

/** The dark parts of a bitmap as rectangles in its own dots, for outputs that draw shapes. */
export function bitmapBars(bitmap: Bitmap): Bar[] {
  const stride = Math.ceil(bitmap.width / 8)
  const bars: Bar[] = []
  for (let row = 0; row < bitmap.height; row += 1) {
    let from = -1
    for (let column = 0; column <= bitmap.width; column += 1) {
      const dark = column < bitmap.width && (((bitmap.data[row * stride + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1
      if (dark && from < 0) from = column
      if (!dark && from >= 0) {
        bars.push({ x: from, y: row, w: column - from, h: 1 })
        from = -1
      }
    }
  }
  return bars
}

const FLOW_MARGIN = 4
const FLOW_PT = 9
const FLOW_LARGE_PT = 15

/** Every document as pages: a receipt becomes one page as long as its lines. */
export function toPages(document: PrintDocument): PageDocument {
  return document.kind === 'page' ? document : flowToPage(document)
}

function flowToPage(flow: FlowDocument): PageDocument {
  const x = FLOW_MARGIN
  const w = flow.width - 2 * FLOW_MARGIN
  const elements: Element[] = []
  let y = FLOW_MARGIN
  const put = (text: string, pt: number, bold: boolean, align: Align, width = w): number => {
    const count = breakLines(cleanText(text), width / (pt * MM_PER_POINT), bold).length
    const h = Math.max(1, count) * pt * MM_PER_POINT * LEADING + 0.8
    elements.push({ kind: 'text', x: align === 'right' ? x + w - width : x, y, w: width, h, text, pt, bold, align, fit: 'wrap' })
    return h
  }
  for (const line of flow.lines) {
    if (line.kind === 'text') y += put(line.text, line.large === true ? FLOW_LARGE_PT : FLOW_PT, line.bold ?? false, line.align ?? 'left')
    else if (line.kind === 'pair') {
      const right = Math.min(w * 0.6, textWidth(cleanText(line.right), line.bold ?? false) * FLOW_PT * MM_PER_POINT + 1)
      y += Math.max(put(line.left, FLOW_PT, line.bold ?? false, 'left', w - right - 2), put(line.right, FLOW_PT, line.bold ?? false, 'right', right))
    } else if (line.kind === 'rule') {
      elements.push({ kind: 'line', x, y: y + 1.4, w, h: 0.3 })
      y += 3
    } else if (line.kind === 'space') y += 4
    else {
      const h = line.symbology === 'qr' ? 26 : 16
      elements.push({ kind: 'barcode', symbology: line.symbology, data: line.data, x, y: y + 1, w, h })
      y += h + 2
    }
  }
  return { kind: 'page', title: flow.title, width: flow.width, height: Math.ceil(y + FLOW_MARGIN), pages: [elements] }
}
