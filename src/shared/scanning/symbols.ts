/** What barcode reading finds, and what it looks at. */

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
  /** The try that found it: the page as it is (or without its noise), enlarged twice, or the bars turned upright. */
  readonly found: 'plain' | 'enlarged' | 'turned'
}

/** A page in grey, one byte a dot, 0 is black. */
export interface GreyPage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
