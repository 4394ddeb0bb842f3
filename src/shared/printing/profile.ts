/** How one printer is set up. The administrator sets it once for each purpose. */
import type { MediaId } from './document.ts'

export const PURPOSES = ['piece', 'shelf', 'receipt', 'certified', 'report'] as const
/** What a printer is used for. */
export type Purpose = (typeof PURPOSES)[number]

export const LANGUAGES = ['zpl', 'escpos', 'pdf'] as const
/** What the printer understands. */
export type Language = (typeof LANGUAGES)[number]

export const CODE_PAGES = ['PC437_USA', 'PC850_MULTILINGUAL', 'PC852_LATIN2', 'PC858_EURO', 'WPC1252', 'PC866_CYRILLIC2', 'WPC1250_LATIN2', 'WPC1251_CYRILLIC'] as const
/** Code pages of receipt printers, by the names that node-thermal-printer uses. */
export type CodePage = (typeof CODE_PAGES)[number]

export interface Profile {
  readonly language: Language
  readonly media: MediaId
  /** Dots per inch of the head: 203, 300 or 600. */
  readonly dpi: number
  /** Times each page is printed, from 1. */
  readonly copies: number
  /** Shift of everything to the right and down, millimetres; may be negative. */
  readonly offsetX: number
  readonly offsetY: number
  /** Heat of a ZPL printer, 0 to 30; left out, the printer's own setting stands. */
  readonly darkness?: number
  /** Receipt printers: code page, characters in a line, and whether the paper is cut. */
  readonly codePage: CodePage
  readonly columns: number
  readonly cut: boolean
}

/** A sound setting for a language, from which the administrator starts. */
export function defaultProfile(language: Language): Profile {
  const common = { dpi: 203, copies: 1, offsetX: 0, offsetY: 0, codePage: 'PC858_EURO', columns: 48, cut: true } as const
  if (language === 'zpl') return { ...common, language, media: '4x6' }
  if (language === 'escpos') return { ...common, language, media: '80mm' }
  return { ...common, language, media: 'letter', dpi: 300 }
}
