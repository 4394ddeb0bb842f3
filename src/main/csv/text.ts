import { isUtf8 } from 'node:buffer'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Delimiter = ',' | ';' | '\t' | '|'

/** Bytes of a file that are turned into UTF-8 at once, and kept as one part; even, so that UTF-16 is not cut in the middle of a unit. */
export const PART_BYTES = 256 << 10
const SAMPLE_BYTES = 64 << 10
/** Stands for half a character (a lone surrogate), which UTF-8 cannot hold: Unicode keeps this one free for such use. A row with it is refused with the reason. */
export const HALF_CHARACTER = '\uFDD0'

/**
 * How a text file is written and where its text begins: a byte order mark if there is one; else UTF-16 when many pairs of bytes
 * are a plain letter and a zero; else UTF-8 when all of it is valid; else Windows-1252, in which every byte means something.
 */
export function detectEncoding(bytes: Uint8Array): { encoding: Encoding; start: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', start: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', start: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', start: 2 }
  const pairs = Math.min(bytes.length, SAMPLE_BYTES) >> 1
  let little = 0
  let big = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    const first = bytes[i] ?? 0
    const second = bytes[i + 1] ?? 0
    if (second === 0 && first >= 9 && first < 127) little++
    if (first === 0 && second >= 9 && second < 127) big++
  }
  // Separators, digits and line ends are plain in every script, so even a file of Greek names has one pair in ten.
  if (Math.max(little, big) * 10 >= pairs && pairs > 0) return { encoding: little >= big ? 'utf-16le' : 'utf-16be', start: 0 }
  return { encoding: isUtf8(bytes) ? 'utf-8' : 'windows-1252', start: 0 }
}

/** Turns a file into UTF-8, part by part. */
export function* utf8Parts(bytes: Uint8Array, encoding: Encoding, start: number): Generator<Buffer> {
  const decoder = encoding === 'windows-1252' ? new TextDecoder('windows-1252') : null
  let half = ''
  for (let at = start; at < bytes.length; at += PART_BYTES) {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(PART_BYTES, bytes.length - at))
    if (encoding === 'utf-8') yield part
    else if (decoder) yield Buffer.from(decoder.decode(part))
    else {
      const even = part.length - (part.length % 2)
      let text = half + (encoding === 'utf-16le' ? part.subarray(0, even) : Buffer.from(part.subarray(0, even)).swap16()).toString('utf16le')
      half = /[\uD800-\uDBFF]$/.test(text) && at + PART_BYTES < bytes.length ? text.slice(-1) : ''
      if (half !== '') text = text.slice(0, -1)
      // A lone byte at the end is half a unit: said, not dropped.
      yield Buffer.from(text.replaceAll(/\p{Surrogate}/gu, HALF_CHARACTER) + (even < part.length ? HALF_CHARACTER : ''))
    }
  }
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']

/** How many of each delimiter stand outside quotation marks, for the first lines of a text. */
function counted(sample: string): number[][] {
  const lines: number[][] = []
  let counts = DELIMITERS.map(() => 0)
  let quoted = false
  let empty = true
  for (const letter of sample) {
    if (letter === '"') quoted = !quoted
    if (!quoted && (letter === '\n' || letter === '\r')) {
      if (!empty) lines.push(counts)
      if (lines.length === 20) return lines
      counts = DELIMITERS.map(() => 0)
      empty = true
      continue
    }
    empty = false
    const which = quoted ? -1 : DELIMITERS.indexOf(letter as Delimiter)
    if (which >= 0) counts[which] = (counts[which] ?? 0) + 1
  }
  if (!empty) lines.push(counts)
  return lines
}

/** Excel's own way of naming the delimiter, in a line before the header. */
const NAMED = /^sep=([,;|\t])(?:\r\n|\r|\n)/i

/**
 * The delimiter of a file, by its beginning: the one that stands in the header and most evenly in the lines below it.
 *
 * @returns also how many UTF-16 units a line such as `sep=;` takes before the header
 */
export function detectDelimiter(sample: string): { delimiter: Delimiter; skip: number } {
  const named = NAMED.exec(sample)
  if (named?.[1]) return { delimiter: named[1] as Delimiter, skip: named[0].length }
  const lines = counted(sample)
  const header = lines[0] ?? []
  let best: Delimiter = ','
  let most = 0
  for (const [i, delimiter] of DELIMITERS.entries()) {
    const inHeader = header[i] ?? 0
    if (inHeader === 0) continue
    const even = lines.filter((line) => line[i] === inHeader).length / lines.length
    const score = even * 1_000 + inHeader
    if (score > most) [best, most] = [delimiter, score]
  }
  return { delimiter: best, skip: 0 }
}
