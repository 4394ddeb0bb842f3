/**
 * Reading barcodes from pictures and PDF pages.
 *
 * Order, by what was measured on about 1,100 pictures: zxing-wasm first (it reads most, and keeps the GS1 separator), on the page
 * as it is, on a noisy one also without its noise, and on every area of bars that is left, straightened. Where all this found nothing and
 * a code may still be there, @zxing/library follows, then both on the page enlarged twice. Nothing is fetched: the wasm files are read from the installed packages. Slow and synchronous inside: call it through `createDecoder` from anything with a screen.
 */
import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { openPdf } from './decodePdf.ts'
import { mayHoldCode } from '../../shared/scanning/bars.ts'
import { readWithJs, wasmReader } from '../../shared/scanning/readers.ts'
import { readStraight } from '../../shared/scanning/straight.ts'
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
    pages.push({ page: (options.page ?? 1) + pages.length, width: page.width, height: page.height, symbols: await readPage(page, options.signal) })
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
  const first = options.page === undefined ? 0 : options.page - 1
  const end = options.page ?? options.maxPages ?? 100
  if (Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) {
    yield* openPdf(bytes, options.dpi ?? 300, LONGEST_SIDE, end, first)
    return
  }
  let count = 1
  try {
    const { format, pages } = await sharp(bytes, { failOn: 'error' }).metadata()
    if (format === 'tiff') count = Math.min(pages ?? 1, end)
  } catch (error) {
    throw new DecodeError('This is not a picture or PDF that can be read.', { cause: error })
  }
  for (let page = Math.min(first, count); page < count; page += 1) {
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
  // Nothing that small is a code, and there is no room in it for the window that takes noise away.
  if (Math.min(page.width, page.height) < NOISE_WINDOW) return []
  const noisy = isNoisy(page)
  const cleaned = noisy ? await clean(page) : page
  const found = await readStraight(page, [...(await readWithWasm(page)), ...(noisy ? await readWithWasm(cleaned) : [])], readWithWasm)
  if (found.length > 0) return distinct(found)
  // What follows takes longest, and the backs of a stack of cards are many.
  if (!mayHoldCode(noisy ? cleaned : await clean(page))) return []
  signal?.throwIfAborted()
  const second = readWithJs(cleaned)
  if (second.length > 0) return distinct(second)
  signal?.throwIfAborted()
  if (page.width * page.height * 4 > LARGEST_ENLARGED) return []
  const large = await enlarge(cleaned)
  const wasm = await readWithWasm(large)
  signal?.throwIfAborted()
  const third = wasm.length > 0 ? wasm : readWithJs(large)
  return distinct(third.map((symbol) => ({ ...symbol, found: 'enlarged', corners: symbol.corners.map(({ x, y }) => ({ x: x / 2, y: y / 2 })) })))
}

const rawOf = ({ width, height, data }: GreyPage): Sharp => sharp(data, { raw: { width, height, channels: 1 } })

/** Share of single dots that stick out on all sides above which a picture counts as noisy, and by how many levels they do. */
const NOISY = 0.01
const STICKS_OUT = 20
/** Dots on each side of the window whose middle value takes the place of each dot. */
const NOISE_WINDOW = 3

function isNoisy({ width, height, data }: GreyPage): boolean {
  let [out, looked] = [0, 0]
  for (let y = 1; y < height - 1; y += 5) {
    for (let x = 1 + (y % 3); x < width - 1; x += 5) {
      const at = y * width + x
      const value = data[at] ?? 0
      let [less, more] = [255, 0]
      for (const by of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
        const other = data[at + by] ?? 0
        if (other < less) less = other
        if (other > more) more = other
      }
      looked += 1
      if (value < less - STICKS_OUT || value > more + STICKS_OUT) out += 1
    }
  }
  return out > looked * NOISY
}

async function clean(page: GreyPage): Promise<GreyPage> {
  return { ...page, data: await rawOf(page).median(NOISE_WINDOW).toColourspace('b-w').raw().toBuffer() }
}

async function enlarge(page: GreyPage): Promise<GreyPage> {
  const [width, height] = [page.width * 2, page.height * 2]
  const data = await rawOf(page)
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
