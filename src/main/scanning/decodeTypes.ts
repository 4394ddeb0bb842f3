/** What barcode reading takes and gives. */

import type { DecodedSymbol } from '../../shared/scanning/symbols.ts'

export { SYMBOL_FORMATS } from '../../shared/scanning/symbols.ts'
export type { DecodedSymbol, GreyPage, Point, SymbolFormat } from '../../shared/scanning/symbols.ts'

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
  /** The one page of a PDF or TIFF to read, from 1; all of them if left out. */
  readonly page?: number
  /** Dots per inch at which PDF pages are drawn; 300 if left out. */
  readonly dpi?: number
  readonly signal?: AbortSignal
}

/** The file cannot be read as a picture or PDF; the message says why, in the person's words. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}
