import { array, assert, boolean, constantFrom, integer, option, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fee, Priced } from '../../../src/shared/mail/fees.ts'
import { charges, FEE_ITEMS, feeOf, feesOwed, LETTER_SHAPES, postageOf, totalOf } from '../../../src/shared/mail/fees.ts'
import { LETTER_SERVICES, MAIL_CLASSES } from '../../../src/shared/mail/services.ts'

const row = (item: Fee['item'], cents: number, more: Partial<Fee> = {}): Fee => ({ id: `${item}-${cents}`, item, mailClass: null, shape: null, upTo: null, from: '2025-01-01', cents, ...more })
const TABLE: Fee[] = [
  row('postage', 74, { mailClass: 'first-class', shape: 'letter', upTo: 10 }), row('postage', 102, { mailClass: 'first-class', shape: 'letter', upTo: 20 }),
  row('postage', 78, { mailClass: 'first-class', shape: 'letter', upTo: 10, from: '2026-07-12' }), row('nonmachinable', 49, { mailClass: 'first-class', shape: 'letter' }),
  row('certified', 530), row('certified', 560, { from: '2026-07-12' }), row('certified-restricted', 1370), row('card', 440), row('electronic', 282),
]
const letter = (more: Partial<Priced> = {}): Priced => ({ mailClass: 'first-class', services: [], shape: 'letter', weight: 8, nonmachinable: false, day: '2026-01-15', ...more })

describe('prices', () => {
  it('are those of the mailing date, of the smallest weight step that fits', () => {
    expect(postageOf(TABLE, letter())).toBe(74)
    expect(postageOf(TABLE, letter({ weight: 10 }))).toBe(74)
    expect(postageOf(TABLE, letter({ weight: 11 }))).toBe(102)
    expect(postageOf(TABLE, letter({ day: '2026-07-11' }))).toBe(74)
    expect(postageOf(TABLE, letter({ day: '2026-07-12' }))).toBe(78)
    expect(feeOf(TABLE, 'certified', letter({ day: '2026-07-12' }))).toBe(560)
    expect(postageOf(TABLE, letter({ nonmachinable: true }))).toBe(74 + 49)
  })

  it('are not guessed: no row, no price', () => {
    for (const one of [letter({ weight: 21 }), letter({ weight: null }), letter({ mailClass: 'priority' }), letter({ shape: 'flat' }), letter({ day: '2024-12-31' })]) expect(postageOf(TABLE, one)).toBeNull()
    expect(postageOf(TABLE.filter((fee) => fee.item !== 'nonmachinable'), letter({ nonmachinable: true }))).toBeNull()
    expect(feeOf(TABLE, 'certified-adult', letter({ mailClass: 'priority' }))).toBeNull()
    expect(charges(TABLE, letter({ weight: 30, services: ['card'] }))).toEqual({ postage: { cents: null, how: 'unknown' }, fees: [{ item: 'certified', cents: 530, how: 'table' }, { item: 'card', cents: 440, how: 'table' }] })
    expect(totalOf(charges(TABLE, letter({ weight: 30 })))).toEqual({ cents: 530, unknown: 1 })
  })

  it('give way to what a person typed', () => {
    expect(charges(TABLE, letter({ weight: 30 }), { postage: 187, fees: { certified: 535 } })).toEqual({ postage: { cents: 187, how: 'typed' }, fees: [{ item: 'certified', cents: 535, how: 'typed' }] })
  })

  it('have one fee for Certified Mail with restricted delivery, not two', () => {
    expect(feesOwed(['restricted', 'card'])).toEqual(['certified-restricted', 'card'])
    expect(feesOwed(['adult', 'restricted'])).toEqual(['certified-adult-restricted'])
    expect(feesOwed(['electronic'])).toEqual(['certified', 'electronic'])
  })

  it('prefer the row that is made for the class', () => {
    expect(feeOf([...TABLE, row('certified', 999, { mailClass: 'priority' })], 'certified', letter({ mailClass: 'priority' }))).toBe(999)
  })
})

const DAYS = ['2025-01-01', '2025-10-05', '2026-01-18', '2026-07-12'] as const
const anyFee = record({ id: constantFrom('a', 'b', 'c'), item: constantFrom(...FEE_ITEMS), mailClass: constantFrom(null, ...MAIL_CLASSES), shape: constantFrom(null, ...LETTER_SHAPES), upTo: option(integer({ min: 1, max: 40 })), from: constantFrom(...DAYS), cents: integer({ min: 0, max: 5_000 }) })
const anyLetter = record({ mailClass: constantFrom(...MAIL_CLASSES), services: uniqueArray(constantFrom(...LETTER_SERVICES)), shape: constantFrom(...LETTER_SHAPES), weight: option(integer({ min: 1, max: 60 })), nonmachinable: boolean(), day: constantFrom(...DAYS, '2024-01-01', '2027-01-01') })

describe('a table of prices', () => {
  it('never gives an amount that stands in no row holding on that day', () => {
    assert(property(array(anyFee, { maxLength: 30 }), anyLetter, (rows, what) => {
      for (const item of feesOwed(what.services)) {
        const cents = feeOf(rows, item, what)
        const holding = rows.filter((fee) => fee.item === item && fee.from <= what.day && (fee.mailClass ?? what.mailClass) === what.mailClass && (fee.shape ?? what.shape) === what.shape && (fee.upTo === null || (what.weight !== null && what.weight <= fee.upTo)))
        if (cents === null) expect(holding).toEqual([])
        else expect(holding.map((fee) => fee.cents)).toContain(cents)
      }
    }))
  })

  it('gives sums that are the plain sum of their parts, to the cent', () => {
    assert(property(array(anyFee, { maxLength: 30 }), array(anyLetter, { maxLength: 20 }), (rows, letters) => {
      let plain = 0
      let total = 0
      for (const what of letters) {
        const { postage, fees } = charges(rows, what)
        plain += (postage.cents ?? 0) + fees.reduce((sum, fee) => sum + (fee.cents ?? 0), 0)
        total += totalOf({ postage, fees }).cents
      }
      expect(total).toBe(plain)
    }))
  })
})
