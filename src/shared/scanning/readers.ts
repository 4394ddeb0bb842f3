/** The two barcode readers, made to give the same answer for the same thing, in the station and in the page. */
import { AztecCodeReader, BarcodeFormat, BinaryBitmap, DataMatrixReader, DecodeHintType, HybridBinarizer, MultiFormatOneDReader, PDF417Reader, QRCodeReader, RGBLuminanceSource } from '@zxing/library'
import type { Reader } from '@zxing/library'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { ReadInputBarcodeFormat, ReadOutputBarcodeFormat } from 'zxing-wasm/reader'
import type { DecodedSymbol, GreyPage, Point, SymbolFormat } from './symbols.ts'

/** A reader over one copy of zxing-wasm. `bars`: look only for codes of upright bars, on a part that holds little else. */
export type WasmReader = (page: GreyPage, look?: 'all' | 'bars') => Promise<DecodedSymbol[]>

/**
 * Makes the reader. `load` gives the bytes of the package's wasm file, once, when the first page is read: left alone, the
 * package would fetch them from a server.
 */
export function wasmReader(load: () => Promise<Uint8Array>): WasmReader {
  let ready: Promise<unknown> | undefined
  return async (page, look = 'all') => {
    ready ??= (async () => await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await load()).buffer }, fireImmediately: true }))()
    await ready
    return await readPage(page, look === 'bars')
  }
}

const WASM_FORMATS: Partial<Record<ReadOutputBarcodeFormat, SymbolFormat>> = {
  Code128: 'Code128',
  Code39: 'Code39',
  Code39Std: 'Code39',
  Code39Ext: 'Code39',
  Code93: 'Code93',
  Codabar: 'Codabar',
  ITF: 'ITF',
  ITF14: 'ITF',
  EAN13: 'EAN13',
  ISBN: 'EAN13',
  EAN8: 'EAN8',
  UPCA: 'UPCA',
  UPCE: 'UPCE',
  DataBar: 'DataBar',
  DataBarOmni: 'DataBar',
  DataBarStk: 'DataBar',
  DataBarStkOmni: 'DataBar',
  DataBarLtd: 'DataBar',
  DataBarExp: 'DataBar',
  DataBarExpStk: 'DataBar',
  QRCode: 'QRCode',
  QRCodeModel1: 'QRCode',
  QRCodeModel2: 'QRCode',
  MicroQRCode: 'QRCode',
  DataMatrix: 'DataMatrix',
  PDF417: 'PDF417',
  CompactPDF417: 'PDF417',
  MicroPDF417: 'PDF417',
  MaxiCode: 'MaxiCode',
  Aztec: 'Aztec',
  AztecCode: 'Aztec',
}

const BARS: readonly ReadInputBarcodeFormat[] = ['Code128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EANUPC', 'DataBar', 'PDF417']

/** Read with zxing-wasm: every symbol on the page, turned and inverted ones too. */
async function readPage(page: GreyPage, bars: boolean): Promise<DecodedSymbol[]> {
  const rgba = new Uint8ClampedArray(page.width * page.height * 4)
  for (let at = 0; at < page.data.length; at += 1) {
    const value = page.data[at] ?? 255
    rgba[at * 4] = value
    rgba[at * 4 + 1] = value
    rgba[at * 4 + 2] = value
    rgba[at * 4 + 3] = 255
  }
  const image = { data: rgba, width: page.width, height: page.height, colorSpace: 'srgb' as const, pixelFormat: 'rgba-unorm8' as const }
  const results = await readBarcodes(image, {
    formats: bars ? [...BARS] : [...BARS, 'QRCode', 'MicroQRCode', 'DataMatrix', 'MaxiCode', 'Aztec'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: !bars,
    tryDownscale: !bars,
    // Plain keeps the separators as U+001D; the default writes brackets around the identifiers.
    textMode: 'Plain',
    maxNumberOfSymbols: 255,
  })
  return results.flatMap((result): DecodedSymbol[] => {
    const format = WASM_FORMATS[result.format]
    if (!result.isValid || format === undefined || result.text === '') return []
    const { topLeft, topRight, bottomRight, bottomLeft } = result.position
    const gs1 = format === 'Code128' && result.symbologyIdentifier === ']C1'
    return [{ format: gs1 ? 'GS1-128' : format, text: result.text, corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({ x, y })), reader: 'zxing-wasm', found: 'plain' }]
  })
}

const JS_FORMATS = new Map<BarcodeFormat, SymbolFormat>([
  [BarcodeFormat.CODE_128, 'Code128'],
  [BarcodeFormat.CODE_39, 'Code39'],
  [BarcodeFormat.ITF, 'ITF'],
  [BarcodeFormat.EAN_13, 'EAN13'],
  [BarcodeFormat.EAN_8, 'EAN8'],
  [BarcodeFormat.UPC_A, 'UPCA'],
  [BarcodeFormat.QR_CODE, 'QRCode'],
  [BarcodeFormat.DATA_MATRIX, 'DataMatrix'],
  [BarcodeFormat.PDF_417, 'PDF417'],
  [BarcodeFormat.AZTEC, 'Aztec'],
])

const hints = new Map<DecodeHintType, unknown>([
  [DecodeHintType.TRY_HARDER, true],
  [DecodeHintType.POSSIBLE_FORMATS, [...JS_FORMATS.keys()]],
  // Without this the reader drops every FNC1; with it they come as ]C1 in front and U+001D inside.
  [DecodeHintType.ASSUME_GS1, true],
])

/**
 * Read with @zxing/library: at most one symbol of each family, but some that the first reader misses. Its own dispatcher is
 * not used: it prints a page of text for every family that finds nothing.
 */
export function readWithJs(page: GreyPage): DecodedSymbol[] {
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(new Uint8ClampedArray(page.data), page.width, page.height)))
  const families: (() => Reader)[] = [() => new MultiFormatOneDReader(hints), () => new QRCodeReader(), () => new DataMatrixReader(), () => new AztecCodeReader(), () => new PDF417Reader()]
  return families.flatMap((family): DecodedSymbol[] => {
    try {
      const result = family().decode(bitmap, hints)
      const format = JS_FORMATS.get(result.getBarcodeFormat())
      const raw = result.getText()
      if (format === undefined || raw === '') return []
      const gs1 = format === 'Code128' && raw.startsWith(']C1')
      const points = result.getResultPoints().flatMap((point): Point[] => (point === null || point === undefined ? [] : [{ x: point.getX(), y: point.getY() }]))
      return [{ format: gs1 ? 'GS1-128' : format, text: gs1 ? raw.slice(3) : raw, corners: cornersOf(points), reader: 'zxing-js', found: 'plain' }]
    } catch {
      // The library says "nothing found" by throwing, in several classes that cannot be told from its own mistakes.
      return []
    }
  })
}

// This reader gives points on the symbol, two for a linear one; their bounds are the honest answer.
function cornersOf(points: readonly Point[]): Point[] {
  if (points.length === 0) return []
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
}
