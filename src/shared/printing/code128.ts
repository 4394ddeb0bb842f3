/**
 * Code 128 and GS1-128, encoded once for every way of printing: the same code words become bars in the preview, in a PDF
 * and in a raster, and the field data of a ZPL printer, so what was measured is what the printer draws.
 * Code words and patterns: ISO/IEC 15417. GS1-128 with FNC1: GS1 General Specifications, section 5.4.
 */
import { PrintContentError } from './document.ts'

const CODE_C = 99
const CODE_B = 100
const FNC1 = 102
const START_B = 104
const START_C = 105
const STOP = 106

// Widths of bars and spaces of the code words 0 to 106.
const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ')

/** Longest text taken, in characters: more would not fit the widest label with bars a scanner can read. */
const LONGEST = 48

/**
 * Code words of a text, start and check sign and stop included.
 * `parts` joined by FNC1; `gs1` puts an FNC1 in front, which makes it GS1-128.
 * @throws PrintContentError for an empty text, one with characters other than printable ASCII, or one too long.
 */
export function code128(parts: readonly string[], gs1: boolean): number[] {
  const text = parts.join('')
  if (parts.length === 0 || parts.some((part) => part === '')) throw new PrintContentError('The barcode has no content.')
  if (!/^[\u0020-\u007e]+$/u.test(text)) throw new PrintContentError('A Code 128 barcode takes only plain letters, digits and signs.')
  if (text.length > LONGEST) throw new PrintContentError(`A barcode of ${text.length} characters is too long; ${LONGEST} fit.`)

  const words: number[] = []
  let set: 'B' | 'C' | undefined
  const change = (to: 'B' | 'C'): void => {
    if (set === to) return
    if (set === undefined) words.push(to === 'B' ? START_B : START_C)
    else words.push(to === 'B' ? CODE_B : CODE_C)
    set = to
  }

  for (const [index, part] of parts.entries()) {
    if (index === 0) change(digitsAt(part, 0) >= 4 || /^\d\d$/u.test(text) ? 'C' : 'B')
    if (index > 0 || gs1) words.push(FNC1)
    let at = 0
    while (at < part.length) {
      const digits = digitsAt(part, at)
      if (set === 'C' && digits < 2) change('B')
      // Leaving set B costs a code word, coming back another: six digits in the middle or four at the end pay for it.
      else if (set === 'B' && (digits >= 6 || (digits >= 4 && at + digits === part.length)) && digits % 2 === 0) change('C')
      if (set === 'C') {
        words.push(Number(part.slice(at, at + 2)))
        at += 2
      } else {
        words.push(part.charCodeAt(at) - 32)
        at += 1
      }
    }
  }
  let sum = 0
  for (const [index, word] of words.entries()) sum += word * Math.max(index, 1)
  words.push(sum % 103, STOP)
  return words
}

/** Widths in modules, bar first, then space, and so on. */
export function code128Widths(words: readonly number[]): number[] {
  return words.flatMap((word) => Array.from(PATTERNS[word] ?? '', Number))
}

/** Total width in modules without quiet zones. */
export function code128Modules(words: readonly number[]): number {
  return code128Widths(words).reduce((sum, width) => sum + width, 0)
}

/**
 * The same code words as the data of a ZPL `^BC` field in its plain mode, where `>;` and `>:` start set C and B, `>5` and
 * `>6` change to them, and `>8` is FNC1 (Zebra, ZPL II Programming Guide, `^BC` tables). The printer adds check sign and stop.
 */
export function code128Zpl(words: readonly number[]): string {
  let out = ''
  let set = 'B'
  for (const word of words.slice(0, -2)) {
    if (word === START_C) [out, set] = [`${out}>;`, 'C']
    else if (word === START_B) [out, set] = [`${out}>:`, 'B']
    else if (word === FNC1) out += '>8'
    else if (word === CODE_C && set === 'B') [out, set] = [`${out}>5`, 'C']
    else if (word === CODE_B && set === 'C') [out, set] = [`${out}>6`, 'B']
    else if (set === 'C') out += String(word).padStart(2, '0')
    else out += ZPL_SIGNS[word] ?? String.fromCharCode(word + 32)
  }
  return out
}

/**
 * True if the ZPL field data of these words is safe on every printer. Imitations of ZPL draw wrong bars for a change into
 * set C in the middle of a field; such a barcode is sent as a picture of the same bars.
 */
export function printerEncodes(words: readonly number[]): boolean {
  return words[0] === START_C ? !words.slice(0, -2).some((word, at) => word === CODE_C && words.slice(0, at).includes(CODE_B)) : !words.slice(0, -2).includes(CODE_C)
}

// The signs > ^ ~ mean something else in a ZPL field and have spellings of their own.
const ZPL_SIGNS: Readonly<Record<number, string>> = { 30: '>0', 62: '><', 94: '>=' }

function digitsAt(text: string, at: number): number {
  let end = at
  while (end < text.length && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1
  return end - at
}
