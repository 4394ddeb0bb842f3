import type { Printable } from '../../shared/contract/printing.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { Bitmap } from '../../shared/printing/document.ts'
import { bytesPerRow, emptyBitmap } from '../../shared/printing/document.ts'
import { testSheet as sheetOf, TEST_SYMBOLS, type TestSymbol } from '../../shared/printing/test-symbols.ts'
import type { CheckedCall } from '../call.ts'
import { asPdf } from '../printing/printing.ts'
import { modulesOf } from '../printing/qr.ts'
import { OFFICE, setting } from '../store/settings.ts'

/** The narrowest bar of bar codes and the side of a square, millimetres: what every scanner reads. */
const BAR = 0.38
const SQUARE = 0.75
/** How high bars are, millimetres. */
const HIGH = 18

function fill(bitmap: Bitmap, x: number, y: number, w: number, h: number): void {
  const row = bytesPerRow(bitmap.width)
  for (let down = y; down < y + h; down++) for (let right = x; right < x + w; right++) bitmap.data[down * row + (right >> 3)] = (bitmap.data[down * row + (right >> 3)] ?? 0) | (0x80 >> (right & 7))
}

/** One dot a module, so that it stays sharp at any size. */
function symbolOf({ name, bcid, input, text, options }: (typeof TEST_SYMBOLS)[number]): TestSymbol {
  const [drawn] = modulesOf(bcid, input, options)
  if (drawn !== undefined && 'pixs' in drawn) {
    const bitmap = emptyBitmap(drawn.pixx, drawn.pixy)
    for (const [at, dark] of [...drawn.pixs].entries()) if (dark) fill(bitmap, at % drawn.pixx, Math.floor(at / drawn.pixx), 1, 1)
    return { name, text, bitmap, module: SQUARE }
  }
  if (drawn === undefined || !('sbs' in drawn)) throw new Error(`${name} could not be made.`)
  // Widths of bars and spaces in turn, a bar first.
  const widths = [...drawn.sbs]
  const high = Math.round(HIGH / BAR)
  const bitmap = emptyBitmap(widths.reduce((sum, width) => sum + width, 0), high)
  let x = 0
  for (const [i, width] of widths.entries()) {
    if (i % 2 === 0) fill(bitmap, x, 0, width, high)
    x += width
  }
  return { name, text, bitmap, module: BAR }
}

/** The sheet of test symbols as a PDF file. */
export async function testSheet(call: Pick<CheckedCall, 'services'>): Promise<Printable> {
  const { store } = call.services
  const office = setting(store.db, OFFICE)
  return await asPdf(call, sheetOf(TEST_SYMBOLS.map(symbolOf), { office: office?.name ?? '', date: officeDay(store.now(), store.zone()) }))
}
