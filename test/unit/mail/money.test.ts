import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, formatMoney, parseMoney, sumMoney } from '../../../src/shared/mail/money.ts'

describe('money', () => {
  it.each([
    ['$10.44', 1044], ['10.44', 1044], ['10.4', 1040], ['10.', 1000], ['.5', 50], ['$ 7', 700], ['1,234.56', 123_456], ['$1,234,567', 123_456_700],
    ['-3', -300], ['-$3.00', -300], ['$-3.00', -300], ['(3.00)', -300], ['($3.00)', -300], [' 0 ', 0], ['-0', 0], ['0007', 700],
  ])('%s is %d cents', (text, cents) => {
    expect(parseMoney(text)).toBe(cents)
  })

  it.each(['', '$', '.', '-', 'ten', '1.234', '1,23', '12,34.00', '1e3', '--3', '(-3)', '1 000', '€3', '1.2.3', '(3', '99999999999999999'])('%s is refused', (text) => {
    expect(() => parseMoney(text)).toThrow(RangeError)
  })

  it('is shown with dollars, cents and commas', () => {
    expect([0, 5, 1044, -300, 123_456_789, Number.MAX_SAFE_INTEGER].map(formatMoney)).toEqual(['$0.00', '$0.05', '$10.44', '-$3.00', '$1,234,567.89', '$90,071,992,547,409.91'])
    expect([5, -300, 123_456_789].map(formatAmount)).toEqual(['0.05', '-3.00', '1,234,567.89'])
    for (const bad of [0.5, Number.NaN, 2 ** 53]) expect(() => formatMoney(bad)).toThrow(RangeError)
  })

  it('reads back what it shows', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (cents) => {
      expect(parseMoney(formatMoney(cents))).toBe(cents)
    }))
  })

  it('is added up without rounding, or not at all', () => {
    expect(sumMoney([1044, -44, 0])).toBe(1000)
    expect(sumMoney([])).toBe(0)
    expect(() => sumMoney([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError)
    expect(() => sumMoney([0.1])).toThrow(RangeError)
  })
})
