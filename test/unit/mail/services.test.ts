import { array, assert, constantFrom, property, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify } from '../../../src/shared/mail/identify.ts'
import { buildImpb } from '../../../src/shared/mail/impb.ts'
import type { Choice, LetterService } from '../../../src/shared/mail/services.ts'
import { contradiction, extraServices, isCertified, LETTER_SERVICES, MAIL_CLASSES, refusedServices, saidByNumber, serviceTypeCode, whyNot } from '../../../src/shared/mail/services.ts'
import { SERVICE_TYPES } from '../../../src/shared/mail/stc.ts'

const choice = (mailClass: Choice['mailClass'], services: LetterService[], more: Partial<Choice> = {}): Choice => ({ mailClass, services, destination: 'us', ...more })

describe('service type codes', () => {
  // Appendix I of the Service Type Codes list, the rows of Certified Mail.
  it.each<[Choice['mailClass'], LetterService[], string]>([
    ['first-class', [], '071'], ['first-class', ['card'], '147'], ['first-class', ['electronic'], '148'], ['first-class', ['restricted'], '149'], ['first-class', ['restricted', 'card'], '154'], ['first-class', ['restricted', 'electronic'], '360'],
    ['priority', [], '026'], ['priority', ['card'], '027'], ['priority', ['electronic'], '028'], ['priority', ['card', 'electronic'], '029'], ['priority', ['restricted'], '032'], ['priority', ['restricted', 'card'], '031'],
    ['priority', ['restricted', 'electronic'], '081'], ['priority', ['adult'], '683'], ['priority', ['adult', 'restricted'], '684'], ['priority', ['adult', 'card'], '916'], ['priority', ['adult', 'restricted', 'card'], '911'],
  ])('%s with %j is %s, and the number says the same', (mailClass, services, code) => {
    expect(serviceTypeCode({ mailClass, services })).toBe(code)
    const { best } = identify(buildImpb({ mailerId: '900123456', stc: code, serial: 7 }))
    if (!best) throw new Error('not identified')
    expect(isCertified(best)).toBe(true)
    const said = saidByNumber(best)
    expect([said?.mailClass, said?.services.toSorted()]).toEqual([mailClass, services.toSorted()])
    expect(contradiction(best, { mailClass, services })).toBeNull()
  })

  it('have no other combinations of these services: every code of Certified Mail is said by exactly one choice', () => {
    const sold = MAIL_CLASSES.flatMap((mailClass) => Array.from({ length: 16 }, (_, bits) => LETTER_SERVICES.filter((_, i) => (bits >> i) & 1)).flatMap((services) => serviceTypeCode({ mailClass, services }) ?? []))
    const listed = [...SERVICE_TYPES.values()].filter(({ mailClass, services }) => (mailClass === 'First-Class Mail' || mailClass === 'Priority Mail') && services.some((code) => code >= '910' && code <= '913')).map(({ code }) => code)
    expect(sold.toSorted()).toEqual(listed.toSorted())
  })
})

describe('why not', () => {
  it.each<[LetterService, Choice, RegExp | null]>([
    ['card', choice('first-class', []), null], ['electronic', choice('first-class', []), null], ['restricted', choice('first-class', []), null],
    ['adult', choice('first-class', []), /Priority Mail only/], ['adult', choice('priority', []), null], ['adult', choice('priority', [], { number: 'form' }), /PS 3800/],
    ['electronic', choice('first-class', ['card']), /together with return receipt by card/], ['card', choice('first-class', ['electronic']), /together with electronic/], ['electronic', choice('priority', ['card']), null],
    ['electronic', choice('priority', ['adult']), /together with adult signature/], ['electronic', choice('priority', ['card', 'restricted']), /together with return receipt by card and restricted/],
    ['electronic', choice('first-class', [], { destination: 'military' }), /APO, FPO and DPO/], ['electronic', choice('priority', [], { destination: 'territory' }), /territories/], ['card', choice('first-class', [], { destination: 'military' }), null],
    ['card', choice('first-class', [], { destination: 'foreign' }), /United States/], ['electronic', choice('first-class', [], { destination: 'unknown' }), null],
  ])('%s with %j: %s', (service, given, reason) => {
    const said = whyNot(service, given)
    if (reason === null) expect(said).toBeNull()
    else expect(said).toMatch(reason)
  })

  it('agrees with the list: what no service is refused in has a code, and what has no code is refused', () => {
    assert(property(constantFrom(...MAIL_CLASSES), uniqueArray(constantFrom(...LETTER_SERVICES)), (mailClass, services) => {
      expect(refusedServices(choice(mailClass, services)).length === 0).toBe(serviceTypeCode({ mailClass, services }) !== null)
    }))
  })

  it('takes nothing from the order in which services are chosen', () => {
    assert(property(constantFrom(...MAIL_CLASSES), array(constantFrom(...LETTER_SERVICES), { maxLength: 4 }), (mailClass, services) => {
      const once = [...new Set(services)]
      expect(extraServices({ services: once })).toEqual(extraServices({ services: once.toReversed() }))
      expect(serviceTypeCode({ mailClass, services: once })).toBe(serviceTypeCode({ mailClass, services: once.toReversed() }))
    }))
  })
})

describe('what a number says', () => {
  it('is nothing on a form, which is certified all the same', () => {
    for (const number of ['9589071052700412335612', '70161370000025960436']) {
      const { best } = identify(number)
      if (!best) throw new Error('not identified')
      expect([isCertified(best), saidByNumber(best), contradiction(best, { mailClass: 'priority', services: ['adult'] })]).toEqual([true, null, null])
    }
  })

  it('is held against another choice in words', () => {
    const { best } = identify(buildImpb({ mailerId: '900123456', stc: '147', serial: 7 }))
    if (!best) throw new Error('not identified')
    expect(contradiction(best, { mailClass: 'first-class', services: ['electronic'] })).toBe('This number was made for First-Class Mail, Certified Mail, return receipt by card. Chosen is First-Class Mail, Certified Mail, electronic return receipt.')
    expect(contradiction(best, { mailClass: 'priority', services: ['card'] })).toMatch(/Chosen is Priority Mail/)
  })

  it('makes no certified piece of a tracking number, a green card, registered mail or another carrier', () => {
    for (const number of ['9400111899223197428490', '9590940258780038231151', '1Z999AA10123456784', 'RB123456785GB']) for (const candidate of identify(number).candidates) expect(isCertified(candidate)).toBe(false)
  })
})
