/** Rows of three dots, five of them for each sign. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  0: ['###', '# #', '# #', '# #', '###'], 1: [' # ', '## ', ' # ', ' # ', '###'], 2: ['###', '  #', '###', '#  ', '###'], 3: ['###', '  #', '###', '  #', '###'], 4: ['# #', '# #', '###', '  #', '  #'],
  5: ['###', '#  ', '###', '  #', '###'], 6: ['###', '#  ', '###', '# #', '###'], 7: ['###', '  #', ' # ', ' # ', ' # '], 8: ['###', '# #', '###', '# #', '###'], 9: ['###', '# #', '###', '  #', '###'], '+': ['   ', ' # ', '###', ' # ', '   '],
}
const SIZE = 16
const RED = [0x2b, 0x2b, 0xb0, 0xff]
const WHITE = [0xff, 0xff, 0xff, 0xff]

/** The count on the taskbar of Windows: a disc of 16 pixels with one or two signs, as rows of blue, green, red and alpha. */
export function countBadge(count: number): Uint8Array {
  const signs = (count > 99 ? '9+' : String(count)).split('').map((sign) => SIGNS[sign] ?? [])
  const left = Math.round((SIZE - (signs.length * 4 - 1)) / 2)
  const pixels = new Uint8Array(SIZE * SIZE * 4)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const column = x - left
      const lit = column >= 0 && signs[Math.floor(column / 4)]?.[y - 5]?.[column % 4] === '#'
      const inside = (x - 7.5) ** 2 + (y - 7.5) ** 2 <= 64
      if (inside) pixels.set(lit ? WHITE : RED, (y * SIZE + x) * 4)
    }
  }
  return pixels
}
