/** PDF pages as grey pictures, drawn by PDFium. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PDFiumDocument } from '@hyzyla/pdfium'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { DecodeError } from './decodeTypes.ts'
import type { GreyPage } from './decodeTypes.ts'

let library: Promise<PDFiumLibrary> | undefined

function loadLibrary(): Promise<PDFiumLibrary> {
  library ??= (async () => {
    const wasm = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'))
    return await PDFiumLibrary.init({ wasmBinary: new Uint8Array(wasm).buffer })
  })()
  return library
}

async function loadPdf(bytes: Uint8Array): Promise<PDFiumDocument> {
  const pdfium = await loadLibrary()
  return await pdfium.loadDocument(bytes).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    throw new DecodeError(/password/iu.test(text) ? 'The PDF is protected by a password.' : 'The PDF is damaged or not a PDF.', { cause: error })
  })
}

/** The text of every page; empty for a page that is a picture. @throws DecodeError for a damaged or protected PDF. */
export async function textOfPdf(bytes: Uint8Array): Promise<string[]> {
  const document = await loadPdf(bytes)
  try {
    return Array.from({ length: document.getPageCount() }, (_, index) => document.getPage(index).getText())
  } finally {
    document.destroy()
  }
}

/** Draw the pages from `first` (0) up to `end` one after another; a large page is drawn with fewer dots. @throws DecodeError for a damaged or protected PDF. */
export async function* openPdf(bytes: Uint8Array, dpi: number, longestSide: number, end: number, first = 0): AsyncGenerator<GreyPage> {
  const document = await loadPdf(bytes)
  try {
    const count = Math.min(document.getPageCount(), end)
    for (let index = first; index < count; index += 1) {
      const page = document.getPage(index)
      const { originalWidth, originalHeight } = page.getOriginalSize()
      const scale = Math.min(dpi / 72, longestSide / Math.max(originalWidth, originalHeight, 1))
      const { width, height, data } = await page.render({ scale, render: 'bitmap', colorSpace: 'Gray' })
      yield { width, height, data: new Uint8Array(data) }
    }
  } finally {
    document.destroy()
  }
}
