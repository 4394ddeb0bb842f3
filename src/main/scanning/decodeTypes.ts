/** What barcode reading takes and gives. */

/** A point in dots of the page, upright as a person sees it, from the top left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

export const SYMBOL_FORMATS = ['Code128', 'GS1-128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EAN13', 'EAN8', 'UPCA', 'UPCE', 'DataBar', 'QRCode', 'DataMatrix', 'PDF417', 'MaxiCode', 'Aztec'] as const
export type SymbolFormat = (typeof SYMBOL_FORMATS)[number]

/** One barcode that was found. */
export interface DecodedSymbol {
  readonly format: SymbolFormat
  /** The content; GS1 separators inside it are U+001D, the leading one is left out (the format tells). */
  readonly text: string
  /** Top left, top right, bottom right, bottom left of the symbol as it is printed, whichever way it lies. */
  readonly corners: readonly Point[]
  readonly reader: 'zxing-wasm' | 'zxing-js'
  /** The try that found it: the page as it is, enlarged twice, or turned by 45 degrees. */
  readonly found: 'plain' | 'enlarged' | 'turned'
}

export interface DecodedPage {
  /** From 1. */
  readonly page: number
  readonly width: number
  readonly height: number
  readonly symbols: readonly DecodedSymbol[]
}

export interface Decoded {
  readonly pages: readonly DecodedPage[]
}

/** The content of a file, or its path. */
export type DecodeInput = { readonly bytes: Uint8Array } | { readonly path: string }

export interface DecodeOptions {
  /** Pages of a PDF or TIFF to read at most; 100 if left out. */
  readonly maxPages?: number
  /** Dots per inch at which PDF pages are drawn; 300 if left out. */
  readonly dpi?: number
  readonly signal?: AbortSignal
}

/** The file cannot be read as a picture or PDF; the message says why, in the person's words. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/** A page in grey, one byte a dot, 0 is black. */
export interface GreyPage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
