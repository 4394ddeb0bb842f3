/**
 * Reading barcodes from pictures and PDF pages.
 *
 * Order, by what was measured on about 1,100 pictures: zxing-wasm first (it reads most, and keeps the GS1 separator), then
 * @zxing/library where it found nothing, then both on the page enlarged twice, last the page turned by 45 degrees. Nothing is fetched: the wasm files are read
 * from the installed packages. Slow and synchronous inside: call it through `createDecoder` from anything with a screen.
 */
import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { openPdf } from './decodePdf.ts'
import { readWithJs, wasmReader } from '../../shared/scanning/readers.ts'
import { DecodeError } from './decodeTypes.ts'
import type { Decoded, DecodedPage, DecodedSymbol, DecodeInput, DecodeOptions, GreyPage, Point } from './decodeTypes.ts'

export { DecodeError, SYMBOL_FORMATS } from './decodeTypes.ts'
export type { Decoded, DecodedPage, DecodedSymbol, DecodeInput, DecodeOptions, GreyPage, Point, SymbolFormat } from './decodeTypes.ts'

const readWithWasm = wasmReader(async () => await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')))

const LARGEST_FILE = 200 * 1024 * 1024
const LONGEST_SIDE = 5_000
// A Letter page at 300 dpi just fits; beyond that the readers' own copies take too much memory.
const LARGEST_ENLARGED = 40_000_000

/**
 * Find every barcode in a picture (PNG, JPEG, WebP, TIFF with all its pages) or PDF. A page without barcodes gives an empty list.
 * @throws DecodeError if the file is missing, too large, damaged, protected, or not a picture or PDF.
 */
export async function decode(input: DecodeInput, options: DecodeOptions = {}): Promise<Decoded> {
  const bytes = 'bytes' in input ? input.bytes : await load(input.path)
  if (bytes.length === 0) throw new DecodeError('The file is empty.')
  const pages: DecodedPage[] = []
  for await (const page of openPages(bytes, options)) {
    options.signal?.throwIfAborted()
    pages.push({ page: pages.length + 1, width: page.width, height: page.height, symbols: await readPage(page, options.signal) })
  }
  return { pages }
}

async function load(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new DecodeError('This is not a file.')
    if (found.size > LARGEST_FILE) throw new DecodeError('The file is larger than 200 MB.')
    return await readFile(path)
  } catch (error) {
    if (error instanceof DecodeError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw new DecodeError(code === 'ENOENT' ? 'The file does not exist.' : code === 'EACCES' ? 'This user may not read the file.' : 'The file could not be read.', { cause: error })
  }
}

async function* openPages(bytes: Uint8Array, options: DecodeOptions): AsyncGenerator<GreyPage> {
  const maxPages = options.maxPages ?? 100
  if (Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) {
    yield* openPdf(bytes, options.dpi ?? 300, LONGEST_SIDE, maxPages)
    return
  }
  let count = 1
  try {
    const { format, pages } = await sharp(bytes, { failOn: 'error' }).metadata()
    if (format === 'tiff') count = Math.min(pages ?? 1, maxPages)
  } catch (error) {
    throw new DecodeError('This is not a picture or PDF that can be read.', { cause: error })
  }
  for (let page = 0; page < count; page += 1) {
    try {
      // A scan that broke off still shows its upper part; better read that than refuse.
      const { data, info } = await sharp(bytes, { page, failOn: 'none', limitInputPixels: 300_000_000 })
        .autoOrient()
        .flatten({ background: '#fff' })
        .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true })
      yield { width: info.width, height: info.height, data: info.channels === 1 ? data : data.filter((_, at) => at % info.channels === 0) }
    } catch (error) {
      throw new DecodeError(count > 1 ? `Page ${page + 1} of the picture is damaged.` : 'The picture is damaged.', { cause: error })
    }
  }
}

async function readPage(page: GreyPage, signal?: AbortSignal): Promise<DecodedSymbol[]> {
  const found = await readWithWasm(page)
  if (found.length > 0) return distinct(found)
  const second = readWithJs(page)
  if (second.length > 0) return distinct(second)
  signal?.throwIfAborted()
  if (page.width * page.height * 4 <= LARGEST_ENLARGED) {
    const large = await enlarge(page)
    const wasm = await readWithWasm(large)
    const third = wasm.length > 0 ? wasm : readWithJs(large)
    if (third.length > 0) return distinct(third.map((symbol) => ({ ...symbol, found: 'enlarged', corners: symbol.corners.map(({ x, y }) => ({ x: x / 2, y: y / 2 })) })))
  }
  signal?.throwIfAborted()
  const slanted = await turn(page)
  const back = (point: Point): Point => turnBack(point, slanted, page)
  return distinct((await readWithWasm(slanted)).map((symbol) => ({ ...symbol, found: 'turned', corners: symbol.corners.map(back) })))
}

// Both readers look along and across the page only; a label that lies aslant in a photograph needs the page turned.
async function turn(page: GreyPage): Promise<GreyPage> {
  const { data, info } = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
    .rotate(45, { background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

function turnBack(point: Point, from: GreyPage, to: GreyPage): Point {
  const [x, y] = [point.x - from.width / 2, point.y - from.height / 2]
  return { x: Math.round((x + y) * Math.SQRT1_2 + to.width / 2), y: Math.round((y - x) * Math.SQRT1_2 + to.height / 2) }
}

async function enlarge(page: GreyPage): Promise<GreyPage> {
  const [width, height] = [page.width * 2, page.height * 2]
  const data = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
    .resize(width, height, { kernel: 'cubic' })
    .normalise()
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  return { width, height, data }
}

/** The same content twice at the same place is one symbol; at two places it is two labels. */
function distinct(symbols: readonly DecodedSymbol[]): DecodedSymbol[] {
  const kept: DecodedSymbol[] = []
  for (const symbol of symbols) if (!kept.some((other) => other.text === symbol.text && other.format === symbol.format && overlap(other.corners, symbol.corners))) kept.push(symbol)
  return kept
}

function overlap(one: readonly Point[], other: readonly Point[]): boolean {
  const [a, b] = [bounds(one), bounds(other)]
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

function bounds(corners: readonly Point[]): { left: number; right: number; top: number; bottom: number } {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}
