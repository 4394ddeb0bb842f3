/** Reads barcodes in frames of the camera, in a thread of the page, with the station's own readers. Nothing leaves the page. */
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { readWithJs, wasmReader } from '../../shared/scanning/readers.ts'
import { readStraight } from '../../shared/scanning/straight.ts'
import type { Point } from '../../shared/scanning/symbols.ts'

/** A frame, four bytes a dot. */
export interface Frame { id: number; width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> }
export interface SeenSymbol { format: string; text: string; corners: readonly Point[] }
/** What is in a frame, or why frames cannot be read at all. */
export type FrameAnswer = { id: number; symbols: SeenSymbol[] } | { id: number; error: string }

const readWithWasm = wasmReader(async () => {
  const answer = await fetch(wasm)
  if (!answer.ok) throw new Error(`The barcode reader is missing (${answer.status}).`)
  return new Uint8Array(await answer.arrayBuffer())
})

/** How many frames without a symbol pass before the slower second reader looks at one. */
const SECOND_READER_EVERY = 4
let empty = 0

self.addEventListener('message', (event: MessageEvent<Frame>) => {
  const { id, width, height, data } = event.data
  const grey = new Uint8Array(width * height)
  // Weights of ITU-R BT.601, in 256ths.
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 4) grey[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8
  const read = async (): Promise<FrameAnswer> => {
    const page = { width, height, data: grey }
    const found = await readStraight(page, await readWithWasm(page), readWithWasm)
    empty = found.length > 0 ? 0 : empty + 1
    const symbols = found.length === 0 && empty % SECOND_READER_EVERY === 0 ? readWithJs(page) : found
    return { id, symbols: symbols.map(({ format, text, corners }) => ({ format, text, corners })) }
  }
  read().catch((error: unknown): FrameAnswer => ({ id, error: error instanceof Error ? error.message : String(error) })).then((answer) => { self.postMessage(answer) }, () => undefined)
})
