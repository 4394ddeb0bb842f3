import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSerialReader } from '../../../src/shared/scanning/serial.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

test('however the bytes arrive, the codes are the same', () => {
  const code = fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ-$ \u001d'.split('')), minLength: 1, maxLength: 40 })
  fc.assert(fc.property(fc.array(code, { minLength: 1, maxLength: 8 }), fc.constantFrom('\r', '\n', '\r\n'), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (codes, end, sizes) => {
    const reader = createSerialReader({ terminator: 'enter', prefix: '', suffix: '' })
    const all = bytes(codes.map((one) => one + end).join(''))
    const found: string[] = []
    for (let at = 0, i = 0; at < all.length; i++) {
      const size = sizes[i % sizes.length] ?? 1
      found.push(...reader.feed(all.subarray(at, at + size), i).map(({ raw }) => raw))
      at += size
    }
    expect(found).toEqual(codes)
    expect(reader.pending()).toBe(0)
  }))
})

test('frames, prefixes and both alphabets', () => {
  const etx = createSerialReader({ terminator: 'etx', prefix: '~', suffix: '' })
  expect(etx.feed(bytes('\u0002~1Z999\u0003\u00021Z998\u0003'), 0)).toEqual([{ raw: '1Z999', took: 0 }, { raw: '1Z998', took: 0 }])
  const enter = createSerialReader({ terminator: 'enter', prefix: '', suffix: '' })
  expect(enter.feed(bytes('M\u00fcller\r'), 0)).toEqual([{ raw: 'M\u00fcller', took: 0 }])
  expect(enter.feed(new Uint8Array([...Buffer.from('Müller', 'utf8'), 13]), 5)).toEqual([{ raw: 'M\u00fcller', took: 0 }])
  expect([enter.feed(bytes('94'), 10), enter.feed(bytes('07'), 30), enter.pending(), enter.end(), enter.end()]).toEqual([[], [], 4, { raw: '9407', took: 20 }, null])
  // What never ends does not fill the memory.
  for (let i = 0; i < 40; i++) enter.feed(new Uint8Array(1_000).fill(65), i)
  expect(enter.pending()).toBeLessThan(20_000)
})
