/** Takes ESC/POS apart again: what a receipt printer would do, one command at a time. Knows the commands the app sends. */

export type Token =
  | { readonly kind: 'text'; readonly bytes: Buffer }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'init' | 'cut' }
  | { readonly kind: 'codePage'; readonly page: number }
  | { readonly kind: 'bold'; readonly on: boolean }
  | { readonly kind: 'align'; readonly to: 'left' | 'center' | 'right' }
  | { readonly kind: 'size'; readonly value: number }
  | { readonly kind: 'mode'; readonly value: number }
  | { readonly kind: 'raster'; readonly width: number; readonly height: number; readonly data: Buffer }

/** @throws for anything it does not know, so a stray control byte fails the test. */
export function tokenize(bytes: Uint8Array): Token[] {
  const data = Buffer.from(bytes)
  const tokens: Token[] = []
  let at = 0
  const byte = (offset: number): number => {
    const value = data[at + offset]
    if (value === undefined) throw new Error('The stream ends in the middle of a command.')
    return value
  }
  const take = (token: Token, length: number): void => {
    tokens.push(token)
    at += length
  }
  while (at < data.length) {
    const first = byte(0)
    if (first === 0x0a) take({ kind: 'feed', lines: 1 }, 1)
    else if (first >= 0x20 && first !== 0x7f) {
      let end = at
      while (end < data.length && (data[end] ?? 0) >= 0x20 && data[end] !== 0x7f) end += 1
      take({ kind: 'text', bytes: data.subarray(at, end) }, end - at)
    } else if (first === 0x1b) {
      const command = byte(1)
      if (command === 0x40) take({ kind: 'init' }, 2)
      else if (command === 0x74) take({ kind: 'codePage', page: byte(2) }, 3)
      else if (command === 0x45) take({ kind: 'bold', on: byte(2) === 1 }, 3)
      else if (command === 0x61) take({ kind: 'align', to: (['left', 'center', 'right'] as const)[byte(2)] ?? 'left' }, 3)
      else if (command === 0x21) take({ kind: 'mode', value: byte(2) }, 3)
      else if (command === 0x64) take({ kind: 'feed', lines: byte(2) }, 3)
      else throw new Error(`Unknown command ESC ${command.toString(16)} at ${at}.`)
    } else if (first === 0x1d) {
      const command = byte(1)
      if (command === 0x21) take({ kind: 'size', value: byte(2) }, 3)
      else if (command === 0x56) take({ kind: 'cut' }, 3)
      else if (command === 0x76 && byte(2) === 0x30) {
        const [stride, height] = [byte(4) + byte(5) * 256, byte(6) + byte(7) * 256]
        byte(7 + stride * height)
        take({ kind: 'raster', width: stride * 8, height, data: data.subarray(at + 8, at + 8 + stride * height) }, 8 + stride * height)
      } else throw new Error(`Unknown command GS ${command.toString(16)} at ${at}.`)
    } else throw new Error(`Stray control byte ${first.toString(16)} at ${at}.`)
  }
  return tokens
}

// Enough of the code pages to compare: the upper half as the printer would show it.
const UPPER: Record<number, string> = {
  19: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»',
}

/** The receipt as a person reads it: lines of text, pictures as [W x H]. */
export function readReceipt(tokens: readonly Token[]): string[] {
  const lines: string[] = []
  let line = ''
  let page = 0
  for (const token of tokens) {
    if (token.kind === 'codePage') page = token.page
    else if (token.kind === 'text') {
      for (const value of token.bytes) line += value < 0x80 ? String.fromCharCode(value) : ((UPPER[page] ?? '')[value - 0x80] ?? '?')
    } else if (token.kind === 'feed') {
      lines.push(line)
      line = ''
    } else if (token.kind === 'raster') lines.push(`[${token.width} x ${token.height}]`)
  }
  if (line !== '') lines.push(line)
  return lines
}

/** Bands that follow one another, put together into one picture. */
export function joinRasters(tokens: readonly Token[]): { width: number; height: number; data: Uint8Array } {
  const bands = tokens.filter((token) => token.kind === 'raster')
  return { width: bands[0]?.width ?? 0, height: bands.reduce((sum, band) => sum + band.height, 0), data: Buffer.concat(bands.map((band) => band.data)) }
}

