import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify } from '../../../src/shared/mail/identify.ts'
import { buildImpb, checkDigitMod10 } from '../../../src/shared/mail/impb.ts'
import { CERTIFIED_FORM, SERVICE_TYPES, serviceWords } from '../../../src/shared/mail/stc.ts'

const CERTIFIED_CODES = [...SERVICE_TYPES.values()].filter(({ services }) => services.some((code) => code >= '910' && code <= '913')).map(({ code }) => code)

describe('buildImpb', () => {
  it('makes the number of the postal service\'s own example', () => {
    expect(buildImpb({ mailerId: '098765', stc: '071', serial: 1 })).toBe('9307109876500000000010')
  })

  it('makes numbers that read back as what they were made of', () => {
    const parts = fc.oneof(
      fc.record({ mailerId: fc.stringMatching(/^9\d{8}$/), stc: fc.constantFrom(...CERTIFIED_CODES), serial: fc.integer({ min: 0, max: 9_999_999 }) }),
      fc.record({ mailerId: fc.stringMatching(/^[0-8]\d{5}$/), stc: fc.constantFrom(...CERTIFIED_CODES), serial: fc.integer({ min: 0, max: 9_999_999_999 }) }),
    )
    fc.assert(fc.property(parts, ({ mailerId, stc, serial }) => {
      const number = buildImpb({ mailerId, stc, serial })
      const { best } = identify(number)
      expect(number).toMatch(/^9[23]\d{20}$/)
      expect(Number(number.slice(5 + mailerId.length, -1))).toBe(serial)
      expect([best?.number, best?.kind, best?.checkDigit, best?.mailerId, best?.stc, best?.accountable]).toEqual([number, 'article', 'valid', mailerId, stc, true])
    }))
  })

  it.each([
    [{ mailerId: '12345', stc: '071', serial: 1 }, 'A Mailer ID has six digits starting with 0 to 8, or nine digits starting with 9.'],
    [{ mailerId: '912345', stc: '071', serial: 1 }, 'A Mailer ID has six digits starting with 0 to 8, or nine digits starting with 9.'],
    [{ mailerId: '812345678', stc: '071', serial: 1 }, 'A Mailer ID has six digits starting with 0 to 8, or nine digits starting with 9.'],
    [{ mailerId: '012345', stc: '71', serial: 1 }, 'A service type code has three digits.'],
    [{ mailerId: '012345', stc: '999', serial: 1 }, '999 is not a published service type code.'],
    [{ mailerId: '012345', stc: '055', serial: 1 }, 'Service type code 055 is not one of Certified Mail (Priority Mail: USPS Tracking).'],
    [{ mailerId: '012345', stc: '071', serial: 10_000_000_000 }, 'With this Mailer ID a serial is a whole number from 0 to 9999999999.'],
    [{ mailerId: '901234567', stc: '071', serial: 10_000_000 }, 'With this Mailer ID a serial is a whole number from 0 to 9999999.'],
    [{ mailerId: '901234567', stc: '071', serial: 0.5 }, 'With this Mailer ID a serial is a whole number from 0 to 9999999.'],
  ])('refuses %j', (parts, message) => {
    expect(() => buildImpb(parts)).toThrow(new RangeError(message))
  })
})

describe('service type codes', () => {
  it('are all there, each with three digits, known services and words', () => {
    expect(SERVICE_TYPES.size).toBe(342)
    for (const [code, { services, words, mailClass }] of SERVICE_TYPES) {
      expect(code).toMatch(/^\d{3}$/)
      expect(words).not.toContain('extra service')
      expect(serviceWords(services)).not.toContain('extra service')
      expect(mailClass === null).toBe(code === '909')
    }
  })

  it('Certified Mail exists for First-Class and Priority Mail only', () => {
    expect(CERTIFIED_CODES.toSorted()).toEqual(['026', '027', '028', '029', '031', '032', '071', '081', '147', '148', '149', '154', '360', '683', '684', '911', '916'])
    expect(new Set(CERTIFIED_CODES.map((code) => SERVICE_TYPES.get(code)?.mailClass))).toEqual(new Set(['First-Class Mail', 'Priority Mail']))
  })

  it('say what binds the office first', () => {
    expect(SERVICE_TYPES.get('154')).toEqual({
      code: '154', mailClass: 'First-Class Mail', services: ['911', '955'], words: 'Certified Mail, restricted delivery, return receipt by card', accountable: true, article: true,
    })
    expect(SERVICE_TYPES.get('164')).toEqual({ code: '164', mailClass: 'USPS Ground Advantage', services: ['930'], words: 'insured up to $500', accountable: false, article: false })
    expect(SERVICE_TYPES.get('583')?.words).toBe('Registered Mail, collect on delivery, restricted delivery, return receipt by card')
    expect(serviceWords(['123', '920'])).toBe('extra service 123, USPS Tracking')
    expect(CERTIFIED_FORM.accountable).toBe(true)
  })
})

it('the mod-10 check digit weighs 3, 1, 3 from the right', () => {
  expect([checkDigitMod10('7016137000002596043'), checkDigitMod10('0'), checkDigitMod10('1'), checkDigitMod10('10')]).toEqual([6, 0, 7, 9])
})
