import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { storable } from '../../../src/shared/mail/text.ts'

it('text that SQLite would not give back is refused with a reason', () => {
  expect(storable('Łódź 北京 \u{1F4EE} \t\n\u0001')).toEqual({ ok: true })
  expect(storable('a\u0000b')).toEqual({ ok: false, reason: 'The text holds a NUL character, which cannot be stored.' })
  for (const half of ['\uD800', 'a\uDC00', '\uDC00\uD800']) {
    expect(storable(half)).toEqual({ ok: false, reason: 'The text holds half of a character (a lone surrogate), which cannot be stored.' })
  }
})

it('what is storable survives UTF-8', () => {
  fc.assert(fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => {
    const survives = new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)) === text && !text.includes('\u0000')
    expect(storable(text).ok).toBe(survives)
  }))
})
