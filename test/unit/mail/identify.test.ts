import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigitFedex } from '../../../src/shared/mail/check-digits.ts'
import { cleanScan, groupNumber, identify, identifyLine, numberToStore, type PastChoice } from '../../../src/shared/mail/identify.ts'
import { badgeNumber, containerNumber, locationBarcode, pieceNumber } from '../../../src/shared/mail/own.ts'
import { MAKERS, seeded } from './numbers.ts'

const USPS = 'https://tools.usps.com/go/TrackConfirmAction?tLabels='

describe('whole answers', () => {
  it('a certified letter by a business mailer', () => {
    const best = {
      scheme: 'usps-22',
      carrier: 'usps',
      carrierName: 'USPS',
      number: '9307109876500000000010',
      kind: 'article',
      service: 'Certified Mail',
      services: ['910'],
      accountable: true,
      mailClass: 'First-Class Mail',
      stc: '071',
      checkDigit: 'valid',
      routingZip: null,
      mailerId: '098765',
      grouped: '9307 1098 7650 0000 0000 10',
      url: `${USPS}9307109876500000000010`,
      confidence: 0.99,
      note: null,
    }
    expect(identify('9307 1098 7650 0000 0000 10')).toEqual({ input: '9307 1098 7650 0000 0000 10', best, candidates: [best] })
  })

  it('a letter on the retail form, with the routing barcode in front', () => {
    const { best } = identify('4206270112349589071052700000000007')
    expect(best).toEqual({
      scheme: 'usps-22',
      carrier: 'usps',
      carrierName: 'USPS',
      number: '9589071052700000000007',
      kind: 'article',
      service: 'Certified Mail',
      services: ['910'],
      accountable: true,
      mailClass: null,
      stc: '890',
      checkDigit: 'valid',
      routingZip: '62701-1234',
      mailerId: null,
      grouped: '9589 0710 5270 0000 0000 07',
      url: `${USPS}9589071052700000000007`,
      confidence: 0.99,
      note: 'A Certified Mail form: the number does not say whether a return receipt was bought.',
    })
  })

  it('the number of a green card is not that of the letter', () => {
    expect(identify('9590 9402 5878 0038 2311 51').best).toEqual({
      scheme: 'usps-22',
      carrier: 'usps',
      carrierName: 'USPS',
      number: '9590940258780038231151',
      kind: 'green-card',
      service: 'Green card (PS Form 3811)',
      services: [],
      accountable: false,
      mailClass: null,
      stc: '909',
      checkDigit: 'valid',
      routingZip: null,
      mailerId: null,
      grouped: '9590 9402 5878 0038 2311 51',
      url: `${USPS}9590940258780038231151`,
      confidence: 0.99,
      note: 'This is the number of the return receipt card, not of the letter.',
    })
  })

  it('code 890 is the Certified Mail form for 94 and 95 only', () => {
    const told = ['92', '93', '94', '95'].map((ai) => identify(`${ai}89012345678901234567`).candidates[0]?.service)
    expect(told).toEqual(['unknown service type code 890', 'unknown service type code 890', 'Certified Mail', 'Certified Mail'])
  })

  it('a UPS parcel', () => {
    expect(identify('1z 999 aa1 01 2345 6784').best).toEqual({
      scheme: 'ups-1z',
      carrier: 'ups',
      carrierName: 'UPS',
      number: '1Z999AA10123456784',
      kind: 'tracking',
      service: 'Next Day Air',
      services: ['01'],
      accountable: false,
      mailClass: null,
      stc: null,
      checkDigit: 'valid',
      routingZip: null,
      mailerId: null,
      grouped: '1Z 999 AA1 01 2345 6784',
      url: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
      confidence: 0.99,
      note: null,
    })
  })

  it('a registered letter from abroad', () => {
    expect(identify('RB123456785GB').best).toEqual({
      scheme: 's10',
      carrier: 'post',
      carrierName: 'Royal Mail (United Kingdom)',
      number: 'RB123456785GB',
      kind: 'article',
      service: 'registered letter post',
      services: ['RB'],
      accountable: true,
      mailClass: 'Letter post',
      stc: null,
      checkDigit: 'valid',
      routingZip: null,
      mailerId: null,
      grouped: 'RB 123 456 785 GB',
      url: 'https://www.royalmail.com/track-your-item#/tracking-results/RB123456785GB',
      confidence: 0.98,
      note: null,
    })
  })

  it('a FedEx number inside the long barcode of the label', () => {
    expect(identify('1001921334250001000300779017972697').best).toEqual({
      scheme: 'fedex-34',
      carrier: 'fedex',
      carrierName: 'FedEx',
      number: '779017972697',
      kind: 'tracking',
      service: 'FedEx Express',
      services: [],
      accountable: false,
      mailClass: null,
      stc: null,
      checkDigit: 'valid',
      routingZip: '10003',
      mailerId: null,
      grouped: '7790 1797 2697',
      url: 'https://www.fedex.com/fedextrack/?trknbr=779017972697',
      confidence: 0.93,
      note: 'Taken from the 34-digit barcode of the label.',
    })
  })

  it('nothing known: no candidates, and the text is kept', () => {
    const answer = identify('  ]C1hello, world!\r\n')
    expect(answer).toEqual({ input: '  ]C1hello, world!\r\n', best: null, candidates: [] })
    expect(numberToStore(answer)).toBe('hello, world!')
  })
})

/** Published or publicly shown numbers: [as printed, carrier, scheme, bare number or '' when it is the same]. */
const REAL: ReadonlyArray<readonly [input: string, carrier: string, scheme: string, number?: string]> = [
  ['7016 1370 0000 2596 0436', 'usps', 'usps-20'],
  ['70160910000108310009', 'usps', 'usps-20'],
  ['7196 9010 7560 0307 7385', 'usps', 'usps-20'],
  ['7112 3456 7891 2345 6787', 'usps', 'usps-20'],
  ['23153630000057728970', 'usps', 'usps-20'],
  ['0307 1790 0005 2348 3741', 'usps', 'usps-20'],
  ['9101 1234 5678 9000 0000 13', 'usps', 'usps-22'],
  ['9261292700768711948021', 'usps', 'usps-22'],
  ['9361 2898 7870 0317 6337 95', 'usps', 'usps-22'],
  ['9374889692090270407075', 'usps', 'usps-22'],
  ['9400 1112 0108 0805 4830 16', 'usps', 'usps-22'],
  ['9405803699300124287899', 'usps', 'usps-22'],
  ['9505 5110 6960 5048 6006 24', 'usps', 'usps-22'],
  ['92748931507708513018050063', 'usps', 'usps-26'],
  ['92001903060085300042901077', 'usps', 'usps-26'],
  ['940011291234567812345678901233', 'usps', 'usps-30'],
  ['420 22153 9101026837331000039521', 'usps', 'usps-22', '9101026837331000039521'],
  ['420787459400111206206406260787', 'usps', 'usps-22', '9400111206206406260787'],
  ['4201002334249200190132607600833457', 'usps', 'usps-22', '9200190132607600833457'],
  ['4201028200009261290113185417468510', 'usps', 'usps-22', '9261290113185417468510'],
  ['RE360192014US', 'usps', 's10'],
  ['EL595811950US', 'usps', 's10'],
  ['EK225651436US', 'usps', 's10'],
  ['RB123456785CV', 'post', 's10'],
  ['LX123456785CN', 'post', 's10'],
  ['1Z5R89390357567127', 'ups', 'ups-1z'],
  ['1Z879E930346834440', 'ups', 'ups-1z'],
  ['1Z410E7W0392751591', 'ups', 'ups-1z'],
  ['1Z8V92A70367203024', 'ups', 'ups-1z'],
  ['1ZXX3150YW44070023', 'ups', 'ups-1z'],
  ['1Z87585E4391018698', 'ups', 'ups-1z'],
  ['K1506235620', 'ups', 'ups-waybill'],
  ['K2479825491', 'ups', 'ups-waybill'],
  ['J4603636537', 'ups', 'ups-waybill'],
  ['V0490119172', 'ups', 'ups-waybill'],
  ['986578788855', 'fedex', 'fedex-12'],
  ['477179081230', 'fedex', 'fedex-12'],
  ['799531274483', 'fedex', 'fedex-12'],
  ['810132562702', 'fedex', 'fedex-12'],
  ['0414 4176 0228 964', 'fedex', 'fedex-15'],
  ['568283610012734', 'fedex', 'fedex-15'],
  ['00 0001 2345 0000 0000 27', 'fedex', 'fedex-sscc'],
  ['61299998820821171811', 'fedex', 'fedex-20'],
  ['61290983497923666238', 'fedex', 'fedex-20'],
  ['9611020987654312345672', 'fedex', 'fedex-22', '987654312345672'],
  ['32971514560102447849175802862014', 'fedex', 'fedex-32', '784917580286'],
  ['1027590111820004833500785458233610', 'fedex', 'fedex-34', '785458233610'],
  ['9622001900000000000000776632517510', 'fedex', 'fedex-34-ground', '776632517510'],
  ['DT123456789012', 'fedex', 'fedex-door-tag'],
  ['3318810025', 'dhl', 'dhl-10'],
  ['8487135506', 'dhl', 'dhl-10'],
  ['73891051146', 'dhl', 'dhl-11'],
  ['60120172242323', 'dhl', 'dhl-14'],
  ['51087693037816', 'dhl', 'dhl-14'],
  ['JD014600003889541234', 'dhl', 'dhl-piece'],
  ['JJD0099999999', 'dhl', 'dhl-piece'],
  ['JVGL0999999990', 'dhl', 'dhl-piece'],
  ['GM2951173225174494', 'dhl', 'dhl-ecommerce'],
  ['GM9E44608A27984866BA2D', 'dhl', 'dhl-ecommerce'],
  ['TBA502887274000', 'amazon', 'amazon'],
  ['TBC000000000000', 'amazon', 'amazon'],
  ['TBM000000000000', 'amazon', 'amazon'],
  ['C1004444443', 'amazon', 'amazon-c'],
  ['C11031500001879', 'ontrac', 'ontrac'],
  ['D10011354453707', 'ontrac', 'ontrac'],
  ['LX17635036', 'lasership', 'lasership-l'],
  ['LA28376237', 'lasership', 'lasership-l'],
  ['1LS717793482164', 'lasership', 'lasership-1ls'],
  ['1LS7119013618127-1', 'lasership', 'lasership-1ls', '1LS7119013618127-1'],
  ['1LS CX VE00 58631Y', 'lasership', 'lasership-1ls'],
  ['GFUS01011884214464', 'gofo', 'gofo'],
  [pieceNumber('7K', 123), 'own', 'own-piece'],
  [badgeNumber('00', 1), 'own', 'own-badge'],
  [containerNumber('ZZ', 1_234_567), 'own', 'own-container'],
  [locationBarcode('A-12'), 'own', 'own-location', locationBarcode('A-12')],
]

const PRINTED = REAL.map(([input, carrier, scheme, number]) => ({ input, carrier, scheme, number: number ?? input.replaceAll(' ', '') }))

describe('real numbers', () => {
  it.each(PRINTED)('$input is $scheme', ({ input, carrier, scheme, number }) => {
    const { best } = identify(input)
    expect([best?.carrier, best?.scheme, best?.number, best?.checkDigit === 'invalid']).toEqual([carrier, scheme, number, false])
  })

  it.each(PRINTED)('$input is the same however it arrives', ({ input, number }) => {
    const bare = input.replaceAll(' ', '')
    for (const arrived of [`]C1${bare}`, `\u001D${bare}\r\n`, `]C0\u001D${bare.toLowerCase()}\t`, `  ${bare}  `, `<FNC1>${bare}`, `\uFEFF${bare}\u200B`, `*${bare}*`]) {
      expect([arrived, identify(arrived).best?.number]).toEqual([arrived, number])
    }
    expect(identify(`~${bare}#`, { wedge: { prefix: '~', suffix: '#' } }).best?.number).toBe(number)
  })
})

describe('what stays open', () => {
  it('a container code is nobody\'s alone', () => {
    const { best, candidates } = identify('000123450000000027')
    expect([best, candidates.map(({ scheme, checkDigit }) => [scheme, checkDigit])]).toEqual([null, [['fedex-18', 'valid']]])
  })

  it('fourteen digits may be DHL eCommerce; the office\'s past choices settle it', () => {
    const input = '10012345678902'
    expect(identify(input).best).toBeNull()
    expect(identify(input).candidates.map(({ scheme, checkDigit }) => [scheme, checkDigit])).toEqual([['dhl-14', 'none']])
    const past = [{ scheme: 'dhl-14', carrier: 'dhl', weight: 1 }] as const
    expect(identify(input, { past: () => past }).best?.scheme).toBe('dhl-14')
    expect(identify(input, { past: () => [{ ...past[0], weight: 0 }] }).best).toBeNull()
  })

  it('past choices re-rank what is open', () => {
    const input = `42010001000${checkDigitFedex('42010001000')}`
    const ranked = (past?: PastChoice[]): unknown => {
      const { best, candidates } = identify(input, past && { past: () => past })
      return { best: best?.scheme ?? null, candidates: candidates.map(({ scheme, confidence }) => [scheme, confidence]) }
    }
    expect(ranked()).toEqual({ best: 'fedex-12', candidates: [['fedex-12', 0.85], ['routing-420', 0.4]] })
    expect(ranked([{ scheme: 'routing-420', carrier: 'unknown', weight: 1 }])).toEqual({ best: null, candidates: [['fedex-12', 0.85], ['routing-420', 0.84]] })
    expect(ranked([{ scheme: 'fedex-12', carrier: 'fedex', weight: 0.5 }])).toEqual({ best: 'fedex-12', candidates: [['fedex-12', 0.89], ['routing-420', 0.4]] })
  })

  it('past choices never raise a number that fails its check', () => {
    const past: PastChoice[] = [{ scheme: 'fedex-12', carrier: 'fedex', weight: 1 }]
    expect(identify('986578788856', { past: () => past })).toEqual(identify('986578788856'))
  })

  it('past choices are asked for only where a number leaves room for them', () => {
    let asked = 0
    const past = (): PastChoice[] => (asked++, [])
    for (const input of ['9589071052700412335612', '1Z999AA10123456784', '986578788856', 'no number']) identify(input, { past })
    expect(asked).toBe(0)
    identify('10012345678902', { past })
    expect(asked).toBe(1)
  })

  it('34 digits after 420 are read both ways and the fitting one leads', () => {
    const { candidates } = identify('4201002334249200190132607600833457')
    expect(candidates.map(({ number, routingZip, checkDigit }) => [number, routingZip, checkDigit])).toEqual([['9200190132607600833457', '10023-3424', 'valid']])
  })

  it('a label\'s address code alone is said to be no number', () => {
    expect(identify('42010001').best).toEqual({
      scheme: 'routing-420', carrier: 'unknown', carrierName: 'Unknown', number: '42010001', kind: 'routing',
      service: 'delivery address code, not a tracking number', services: [], accountable: false, mailClass: null, stc: null,
      checkDigit: 'none', routingZip: '10001', mailerId: null, grouped: '42010001', url: null, confidence: 0.9,
      note: 'Only the ZIP was scanned: scan the longer barcode of the label.',
    })
    expect(identify('2LUS12345+48000001').best).toMatchObject({ scheme: 'dhl-routing', kind: 'routing', routingZip: '12345' })
  })
})

describe('numbers with a wrong check digit', () => {
  it('are still named where the shape is unmistakable, and told invalid', () => {
    for (const input of ['1Z999AA10123456785', '9307109876500000000011', '70161370000025960437', 'RB123456786GB', '9590940258780038231152', 'C11031500001878']) {
      expect([input, identify(input).best?.checkDigit]).toEqual([input, 'invalid'])
    }
  })

  it('do not lead where digits alone could be anything', () => {
    for (const input of ['986578788856', '041441760228965', '3318810026', '73891051147']) {
      expect([input, identify(input).best, identify(input).candidates[0]?.checkDigit]).toEqual([input, null, 'invalid'])
    }
  })
})

describe('services', () => {
  it.each([
    ['9207 1', 'Certified Mail', 'First-Class Mail', true],
    ['9214 7', 'Certified Mail, return receipt by card', 'First-Class Mail', true],
    ['9214 8', 'Certified Mail, electronic return receipt', 'First-Class Mail', true],
    ['9214 9', 'Certified Mail, restricted delivery', 'First-Class Mail', true],
    ['9236 0', 'Certified Mail, restricted delivery, electronic return receipt', 'First-Class Mail', true],
    ['9202 9', 'Certified Mail, return receipt by card, electronic return receipt', 'Priority Mail', true],
    ['9268 3', 'Certified Mail, adult signature', 'Priority Mail', true],
    ['9250 1', 'Registered Mail', 'First-Class Mail', true],
    ['9210 8', 'Signature Confirmation', 'Priority Mail', true],
    ['9234 9', 'Signature Confirmation', 'USPS Ground Advantage', true],
    ['9268 1', 'adult signature', 'Priority Mail', true],
    ['9205 5', 'USPS Tracking', 'Priority Mail', false],
    ['9271 6', 'hold for pickup', 'Priority Mail Express', true],
    ['9211 2', 'hold for pickup', 'Priority Mail', false],
    ['9299 9', 'unknown service type code 999', null, false],
  ])('%s is %s', (start, service, mailClass, accountable) => {
    const { candidates: [first] } = identify(`${start.replace(' ', '')}90123456700000010`)
    expect([first?.service, first?.mailClass, first?.accountable, first?.mailerId]).toEqual([service, mailClass, accountable, '901234567'])
  })
})

describe('inside other text', () => {
  it.each([
    'USPS TRACKING # 9400 1112 0620 6406 2607 87',
    'Trk No: 9400111206206406260787',
    'https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787',
    'USPS\n9400 1112 0620 6406 2607 87',
    'j9400111206206406260787',
    'C1420787459400111206206406260787',
    '(420)78745(94)00111206206406260787',
    '\u00E8420787459400111206206406260787',
    '9400\u20111112\u20110620\u20116406\u20112607\u201187',
  ])('%j', (input) => {
    expect(identify(input).best?.number).toBe('9400111206206406260787')
  })
})

describe('properties', () => {
  it('every number that a scheme can make is recognised as valid', () => {
    const below = seeded(3)
    for (const { scheme, make } of MAKERS) {
      for (let n = 0; n < 200; n++) {
        const number = make(below)
        const candidate = identify(number).candidates.find((one) => one.scheme === scheme)
        expect([number, candidate?.checkDigit]).toEqual([number, 'valid'])
      }
    }
  })

  it('any string at all gets an answer, candidates in order, and a line that reads back', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[0-9A-Z\s().#-]{0,60}$/), fc.stringMatching(/^\d{5,40}$/), fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)))
    fc.assert(fc.property(text, (input) => {
      const answer = identify(input)
      expect(answer.input).toBe(input)
      const confidences = answer.candidates.map(({ confidence }) => confidence)
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
      expect(confidences.every((value) => value > 0 && value < 1)).toBe(true)
      expect(answer.best === null || answer.best === answer.candidates[0]).toBe(true)
      for (const { url } of answer.candidates) expect(url === null || url.startsWith('https://')).toBe(true)
      const line = identifyLine(input)
      expect(line).not.toMatch(/[\r\n]/)
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(answer)))
    }), { numRuns: 2000 })
  })

  it('the bare number of an answer is again the same number', () => {
    const below = seeded(5)
    for (const { make } of MAKERS) {
      for (let n = 0; n < 50; n++) {
        const { best } = identify(make(below))
        if (best !== null) expect(identify(best.grouped).best?.number ?? best.number).toBe(best.number)
      }
    }
  })

  it('a text of 100 KB gets an answer, whatever it is made of', () => {
    for (const unit of ['\u0000', ' ', '9', ']C1', '<GS>', 'a.', 'USPS ', '*', 'https://a/', '\uD800']) {
      const input = unit.repeat(Math.ceil(100_000 / unit.length))
      expect(identify(input)).toEqual({ input, best: null, candidates: [] })
    }
    const padded = `${' '.repeat(50_000)}1Z999AA10123456784${'\r\n'.repeat(25_000)}`
    expect(identify(padded).best?.number).toBe('1Z999AA10123456784')
  })
})

describe('cleanScan', () => {
  it.each([
    [']C1420100019400\u001D1112', '4201000194001112'],
    [']Q3https://example.com/a b', 'https://example.com/a b'],
    [']d2\u001D0112345', '0112345'],
    ['\u0002AB 12\u0003\r', 'AB 12'],
    ['<FNC1>420100', '420100'],
    ['Hello\tWorld\n', 'Hello World'],
    ['a]C1b', 'a]C1b'],
    ['Shelf-3/b', 'Shelf-3/b'],
    ['', ''],
  ])('%j becomes %j', (input, expected) => {
    expect(cleanScan(input)).toBe(expected)
  })

  it('takes away the wedge\'s own characters, once', () => {
    expect(cleanScan('$$12$', { prefix: '$', suffix: '$' })).toBe('$12')
  })

  it('changes nothing a second time', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const once = cleanScan(text)
      fc.pre(!once.startsWith(']'))
      expect(cleanScan(once)).toBe(once)
    }))
  })
})

describe('groupNumber', () => {
  it.each([
    ['70161370000025960436', '7016 1370 0000 2596 0436'],
    ['9590940258780038231151', '9590 9402 5878 0038 2311 51'],
    ['1Z999AA10123456784', '1Z 999 AA1 01 2345 6784'],
    ['RB123456785GB', 'RB 123 456 785 GB'],
    ['986578788855', '9865 7878 8855'],
    ['041441760228964', '0414 4176 0228 964'],
    ['3318810025', '33 1881 0025'],
    ['TBA502887274000', 'TBA502887274000'],
    ['PH7K00012317', 'PH7K 0001 2317'],
    ['PLA-1237', 'PLA-1237'],
    ['anything', 'anything'],
    ['', ''],
  ])('%s is printed %s', (number, printed) => {
    expect(groupNumber(number)).toBe(printed)
  })

  it('only puts spaces in', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9A-Z]{0,40}$/), (number) => {
      expect(groupNumber(number).replaceAll(' ', '')).toBe(number)
    }))
  })
})
