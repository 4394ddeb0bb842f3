/**
 * ESC/POS, the language of receipt printers. node-thermal-printer makes the bytes; nothing is sent from here.
 * Source for the commands added by hand: Epson, ESC/POS Command Reference (`GS v 0`, `GS r`, `DLE EOT`).
 */
import thermal from 'node-thermal-printer'
import type { ThermalPrinter } from 'node-thermal-printer'
import { bytesPerRow, cleanText, emptyBitmap } from '../../shared/printing/document.ts'
import type { Bitmap, FlowDocument, FlowLine, PrintDocument } from '../../shared/printing/document.ts'
import { breakBy, MM_PER_INCH, placeBarcode } from '../../shared/printing/layout.ts'
import type { Profile } from '../../shared/printing/profile.ts'
import { crop, fill, inkBounds, stamp } from './bitmap.ts'
import { drawText } from './drawText.ts'
import { paint } from './paint.ts'
import { qrEncoder } from './qr.ts'

/** Dots that the head of a receipt printer reaches on paper of this width (millimetres), centred. */
export function headDots(width: number, dpi: number): number {
  const reach = Math.abs(width - 80) < 3 ? 72 : Math.abs(width - 58) < 3 ? 48 : width
  // Heads are built in whole dots to the millimetre (203 dpi is 8), so 72 mm are 576 dots.
  return Math.round(((reach / MM_PER_INCH) * dpi) / 8) * 8
}

/** A document as ESC/POS: receipts as text, pages as pictures. @throws PrintContentError for a barcode that does not fit. */
export async function toEscpos(document: PrintDocument, profile: Profile): Promise<Uint8Array> {
  const printer = newPrinter(profile)
  const canPrint = codePageTest(profile)
  printer.clear()
  const start = Buffer.concat([Buffer.from([0x1b, 0x40]), printer.getBuffer()])
  const bodies: Uint8Array[] = []
  if (document.kind === 'flow') {
    bodies.push(await flowBytes(document, profile, printer, canPrint))
  } else {
    for (const elements of document.pages) {
      const page = await paint(elements, document.width, document.height, profile.dpi, profile.offsetX, profile.offsetY)
      const head = headDots(document.width, profile.dpi)
      bodies.push(raster(crop(page, Math.max(0, (page.width - head) >> 1), 0, Math.min(head, page.width), page.height)))
    }
  }
  const end = profile.cut ? Buffer.from([0x1b, 0x64, 4, 0x1d, 0x56, 0]) : Buffer.from([0x1b, 0x64, 4])
  const copies = Array.from({ length: Math.max(1, Math.min(999, profile.copies)) }, () => bodies.flatMap((body) => [start, body, end]))
  return Buffer.concat(copies.flat())
}

function newPrinter(profile: Profile): ThermalPrinter {
  // Without an interface the builder cannot open a connection of its own; the empty text says so.
  return new thermal.printer({
    type: thermal.types.EPSON,
    interface: '',
    width: profile.columns,
    characterSet: thermal.characterSet[profile.codePage],
    breakLine: thermal.breakLine.NONE,
  })
}

/**
 * Tells whether a text can be printed in the printer's own code page. The builder would change the page in the middle of
 * a line otherwise, which many printers do not follow, so such a line is drawn.
 */
export function codePageTest(profile: Profile): (text: string) => boolean {
  const probe = newPrinter(profile)
  const seen = new Map<string, boolean>()
  const one = (char: string): boolean => {
    const code = char.codePointAt(0) ?? 0
    if (code >= 0x20 && code < 0x7f) return true
    let ok = seen.get(char)
    if (ok === undefined) {
      probe.clear()
      const before = probe.getBuffer().length
      probe.print(char)
      const made = probe.getBuffer().subarray(before)
      // One byte of the upper half is the letter; anything longer holds a change of page, and 0x3F is the builder's "cannot".
      ok = made.length === 1 && (made[0] ?? 0) >= 0x80
      // A failed probe has changed the page; the next starts from the right one.
      probe.clear()
      if (!ok) probe.setCharacterSet(thermal.characterSet[profile.codePage])
      seen.set(char, ok)
    }
    return ok
  }
  return (text) => Array.from(text).every(one)
}

async function flowBytes(document: FlowDocument, profile: Profile, printer: ThermalPrinter, canPrint: (text: string) => boolean): Promise<Uint8Array> {
  printer.clear()
  const prefix = printer.getBuffer().length
  const head = headDots(document.width, profile.dpi)
  for (const line of document.lines) await addLine(line, { profile, printer, canPrint, head })
  const bytes = Buffer.from(printer.getBuffer().subarray(prefix))
  printer.clear()
  return bytes
}

interface FlowState {
  readonly profile: Profile
  readonly printer: ThermalPrinter
  readonly canPrint: (text: string) => boolean
  readonly head: number
}

async function addLine(line: FlowLine, state: FlowState): Promise<void> {
  const { printer, profile, head } = state
  if (line.kind === 'space') printer.newLine()
  else if (line.kind === 'rule') printer.drawLine('-')
  else if (line.kind === 'barcode') {
    const height = line.symbology === 'qr' ? 26 : 16
    const placed = placeBarcode({ ...line, x: 0, y: 0, w: (head / profile.dpi) * MM_PER_INCH, h: height }, profile.dpi, qrEncoder)
    const picture = emptyBitmap(head, placed.y + placed.height)
    for (const bar of placed.bars) fill(picture, placed.x + bar.x, placed.y + bar.y, bar.w, bar.h)
    printer.add(raster(picture))
  } else if (line.kind === 'pair') {
    const [left, right] = [cleanText(line.left), cleanText(line.right)]
    const columns = profile.columns
    if (!state.canPrint(left + right)) {
      await addDrawn([[left, 'left'], [right, 'right']], line.bold ?? false, 1, state)
      return
    }
    if (line.bold === true) printer.bold(true)
    const room = columns - columnsOf(right) - 1
    const lines = breakBy(left, Math.max(8, room), columnsOf)
    const last = lines.pop() ?? ''
    for (const whole of lines) printer.println(whole)
    const gap = columns - columnsOf(last) - columnsOf(right)
    if (gap >= 1) printer.println(last + ' '.repeat(gap) + right)
    else {
      printer.println(last)
      for (const part of breakBy(right, columns, columnsOf)) printer.println(part.padStart(columns))
    }
    if (line.bold === true) printer.bold(false)
  } else {
    const text = cleanText(line.text)
    const size = line.large === true ? 2 : 1
    if (!state.canPrint(text)) {
      await addDrawn([[text, line.align ?? 'left']], line.bold ?? false, size, state)
      return
    }
    if (line.align === 'center') printer.alignCenter()
    else if (line.align === 'right') printer.alignRight()
    if (line.bold === true) printer.bold(true)
    if (size === 2) printer.setTextSize(1, 1)
    for (const part of breakBy(text, Math.floor(profile.columns / size), columnsOf)) printer.println(part)
    if (size === 2) printer.setTextNormal()
    if (line.bold === true) printer.bold(false)
    if (line.align !== undefined && line.align !== 'left') printer.alignLeft()
  }
}

// A line that the code page lacks, as a picture of the height of the printer's own letters (24 dots).
async function addDrawn(parts: readonly (readonly [string, 'left' | 'center' | 'right'])[], bold: boolean, size: number, state: FlowState): Promise<void> {
  const em = 26 * size
  const share = state.head / parts.length
  const rows: Bitmap[] = []
  for (const [text, align] of parts) {
    // The columns of the printer's font tell how many letters fit; the picture is squeezed if they are wider.
    for (const part of breakBy(text, Math.floor(state.profile.columns / size / parts.length), columnsOf)) {
      const drawn = await drawText(part, em, bold, Math.floor(share) - 4)
      const row = emptyBitmap(state.head, Math.ceil(em * 1.45))
      const slack = (align === 'left' ? share : state.head) - drawn.bitmap.width
      stamp(row, drawn.bitmap, align === 'left' ? 0 : align === 'center' ? slack >> 1 : slack, Math.max(0, Math.round(em) + drawn.top))
      rows.push(row)
    }
  }
  // Left and right of a pair stand on one line where each needs only one.
  const [first, second] = rows
  if (parts.length === 2 && rows.length === 2 && first !== undefined && second !== undefined) {
    stamp(first, second, 0, 0)
    rows.pop()
  }
  for (const row of rows) state.printer.add(raster(row))
}

/** Letters of a line: one column each in the printer's font. */
function columnsOf(text: string): number {
  return Array.from(text).length
}

const BAND = 128

/** A picture as `GS v 0`, in bands that fit the small buffers of receipt printers. White rows at the end are left out. */
export function raster(bitmap: Bitmap): Buffer {
  const stride = bytesPerRow(bitmap.width)
  const ink = inkBounds(bitmap)
  const height = ink === undefined ? 1 : ink.y + ink.height
  const parts: Buffer[] = []
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top)
    parts.push(Buffer.from([0x1d, 0x76, 0x30, 0, stride & 0xff, stride >> 8, rows & 0xff, rows >> 8]))
    parts.push(Buffer.from(bitmap.data.subarray(top * stride, (top + rows) * stride)))
  }
  return Buffer.concat(parts)
}
