import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code128, code128Modules, code128Widths, code128Zpl, printerEncodes } from '../../../src/shared/printing/code128.ts'

/** Reads code words back by the rules of ISO/IEC 15417, independently of how they were chosen. */
function read(words: readonly number[]): string {
  const body = words.slice(0, -2)
  let set = body[0] === 105 ? 'C' : 'B'
  let out = ''
  for (const word of body.slice(1)) {
    if (word === 102) out += '\u001d'
    else if (set === 'C' && word === 100) set = 'B'
    else if (set === 'B' && word === 99) set = 'C'
    else out += set === 'C' ? String(word).padStart(2, '0') : String.fromCharCode(word + 32)
  }
  return out
}

describe('Code 128', () => {
  it('encodes the certified number of the USPS Labels specification with both FNC1', () => {
    const words = code128(['42010023', '9307109876500000000010'], true)
    expect(words).toEqual([105, 102, 42, 1, 0, 23, 102, 93, 7, 10, 98, 76, 50, 0, 0, 0, 0, 10, 78, 106])
    expect(code128Zpl(words)).toBe('>;>842010023>89307109876500000000010')
    expect(code128Modules(words)).toBe(19 * 11 + 13)
  })

  it('goes into pairs of digits and out again where that is shorter', () => {
    expect(read(code128(['PH-26-000123-7'], false))).toBe('PH-26-000123-7')
    expect(code128(['PH-26-000123-7'], false)).toHaveLength(16)
    expect(code128Zpl(code128(['A>^~1'], false))).toBe('>:A>0><>=1')
  })

  it('reads back whatever printable text went in, with a right check sign, within the patterns', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ -~]{1,12}$/u), { minLength: 1, maxLength: 3 }), fc.boolean(), (parts, gs1) => {
        const words = code128(parts, gs1)
        expect(read(words)).toBe((gs1 ? '\u001d' : '') + parts.join('\u001d'))
        const sum = words.slice(0, -2).reduce((total, word, at) => total + word * Math.max(at, 1), 0)
        expect(words.at(-2)).toBe(sum % 103)
        expect(code128Widths(words).reduce((total, width) => total + width, 0)).toBe(words.length * 11 + 2)
      }),
    )
  })

  it('is never longer than leaving every digit in set B', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z0-9-]{1,30}$/u), (text) => code128([text], false).length <= text.length + 3))
  })

  it('refuses what Code 128 cannot hold', () => {
    for (const text of ['', 'Иван', 'a\u001db', 'x'.repeat(49)]) expect(() => code128([text], false)).toThrow(/barcode/iu)
  })

  it('lets the printer encode only what every printer encodes alike', () => {
    expect(printerEncodes(code128(['9307109876500000000010'], true))).toBe(true)
    expect(printerEncodes(code128(['ABC'], false))).toBe(true)
    expect(printerEncodes(code128(['PH-26-000123-7'], false))).toBe(false)
  })
})
