import { type Candidate, type CheckDigit, PLAIN } from './candidate.ts'
import { type CarrierId, carrierName, trackingUrl } from './carriers.ts'
import { checkDigitFedex, checkDigitMod7, checkDigitOneTwo, passesMod10 } from './check-digits.ts'
import { groupNumber } from './grouping.ts'
import { LEGACY_SERVICES } from './stc.ts'

const BAD_CHECK = 'The check digit does not fit: scan or type it again.'

interface Found {
  readonly service: string
  readonly confidence: number
  readonly checkDigit?: CheckDigit
  readonly accountable?: boolean
  readonly services?: readonly string[]
  readonly routingZip?: string | null
  readonly note?: string | null
}

function found(scheme: string, carrier: CarrierId, number: string, fields: Found): Candidate {
  const { service, confidence, checkDigit = 'none', accountable = false, services = [], routingZip = null } = fields
  return {
    ...PLAIN,
    scheme,
    carrier,
    carrierName: carrierName(carrier),
    number,
    service,
    services,
    accountable,
    checkDigit,
    routingZip,
    grouped: groupNumber(number),
    url: trackingUrl(carrier, number),
    confidence,
    note: fields.note ?? (checkDigit === 'invalid' ? BAD_CHECK : null),
  }
}

function told(valid: boolean): CheckDigit {
  return valid ? 'valid' : 'invalid'
}

/** UPS service codes (characters 9 and 10 of a 1Z number) that say more than "a parcel". Source: UPS tracking number format. */
const UPS_SERVICES: Readonly<Record<string, { readonly words: string; readonly signed?: true }>> = {
  '01': { words: 'Next Day Air' },
  '02': { words: 'Second Day Air' },
  '03': { words: 'Ground' },
  '12': { words: 'Three-Day Select' },
  '13': { words: 'Next Day Air Saver' },
  '15': { words: 'Next Day Air Early' },
  '22': { words: 'Ground, return, three pickup attempts' },
  '32': { words: 'Next Day Air Early, collect on delivery', signed: true },
  '33': { words: 'Next Day Air Early, Saturday delivery, collect on delivery', signed: true },
  '41': { words: 'Next Day Air Early, Saturday delivery' },
  '42': { words: 'Ground, signature required', signed: true },
  '44': { words: 'Next Day Air, Saturday delivery' },
  '66': { words: 'Worldwide Express' },
  '72': { words: 'Ground, collect on delivery', signed: true },
  '78': { words: 'Ground, return, one pickup attempt' },
  '90': { words: 'Ground, return label' },
  A0: { words: 'Next Day Air Early, adult signature', signed: true },
  A1: { words: 'Next Day Air Early, Saturday delivery, adult signature', signed: true },
  A2: { words: 'Next Day Air, adult signature', signed: true },
  A8: { words: 'Ground, adult signature', signed: true },
  A9: { words: 'Next Day Air Early, adult signature, collect on delivery', signed: true },
  AA: { words: 'Next Day Air Early, Saturday delivery, adult signature, collect on delivery', signed: true },
  YW: { words: 'Ground Saver (SurePost), delivered by USPS' },
}

const ALL_DIGITS = /^[0-9]+$/

function ups(text: string): Candidate[] {
  if (text.length === 18 && text.startsWith('1Z')) {
    const code = text.slice(8, 10)
    const service = UPS_SERVICES[code]
    const valid = checkDigitOneTwo(text.slice(2, 17)) === text.charCodeAt(17) - 48
    return [found('ups-1z', 'ups', text, {
      service: service?.words ?? 'UPS parcel',
      services: [code],
      accountable: service?.signed === true,
      checkDigit: told(valid),
      confidence: valid ? 0.99 : 0.6,
      note: valid ? null : 'The check digit does not fit. Some genuine UPS labels fail it too: compare with the label.',
    })]
  }
  if (text.length === 11 && /^[AHJKTV][0-9]{10}$/.test(text)) {
    const valid = checkDigitOneTwo(text.slice(1, 10)) === text.charCodeAt(10) - 48
    return [found('ups-waybill', 'ups', text, { service: 'UPS waybill', checkDigit: told(valid), confidence: valid ? 0.9 : 0.4 })]
  }
  return []
}

/** FedEx's 12-digit number inside a longer barcode; two digits more where FedEx uses 14. */
function fedexInside(scheme: string, digits: string, from: number, length: number, routingZip: string | null): Candidate {
  const long = digits.slice(from, from + length)
  const number = long.length === 14 && long.startsWith('00') ? long.slice(2) : long
  const valid = checkDigitFedex(number.slice(0, -1)) === number.charCodeAt(number.length - 1) - 48
  return found(scheme, 'fedex', number, {
    service: scheme === 'fedex-34-ground' ? 'FedEx Ground' : 'FedEx Express',
    checkDigit: told(valid),
    routingZip,
    confidence: valid ? 0.93 : 0.5,
    note: valid ? `Taken from the ${digits.length}-digit barcode of the label.` : BAD_CHECK,
  })
}

function fedex(digits: string): Candidate[] {
  switch (digits.length) {
    case 12: {
      const valid = checkDigitFedex(digits.slice(0, 11)) === digits.charCodeAt(11) - 48
      return [found('fedex-12', 'fedex', digits, { service: 'FedEx Express or Ground', checkDigit: told(valid), confidence: valid ? 0.85 : 0.2 })]
    }
    case 15: {
      const valid = passesMod10(digits)
      return [found('fedex-15', 'fedex', digits, { service: 'FedEx Ground', checkDigit: told(valid), confidence: valid ? 0.85 : 0.25 })]
    }
    case 18: {
      const valid = passesMod10(digits)
      return [found('fedex-18', 'fedex', digits, {
        service: 'FedEx Ground (serial shipping container code)',
        checkDigit: told(valid),
        confidence: valid ? 0.45 : 0.1,
        note: valid ? 'A container code that other carriers and shippers use too.' : BAD_CHECK,
      })]
    }
    case 20: return twentyDigits(digits)
    case 22: {
      if (!digits.startsWith('96')) return []
      const number = digits.slice(7)
      const valid = passesMod10(number)
      return [found('fedex-22', 'fedex', number, {
        service: 'FedEx Ground',
        services: [digits.slice(4, 7)],
        checkDigit: told(valid),
        confidence: valid ? 0.95 : 0.55,
        note: valid ? 'Taken from the 22-digit barcode of the label.' : BAD_CHECK,
      })]
    }
    case 32: {
      const inside = fedexInside('fedex-32', digits, 16, 12, null)
      return [inside.checkDigit === 'valid' ? inside : { ...inside, confidence: 0.3 }]
    }
    case 34:
      if (digits.startsWith('96')) return [fedexInside('fedex-34-ground', digits, 20, 14, null)]
      return digits.startsWith('10') ? [fedexInside('fedex-34', digits, 20, 14, digits.slice(15, 20))] : []
    default: return []
  }
}

/**
 * Twenty digits at FedEx: a container code (00 and 18 digits), or Ground Economy, which is a USPS package code printed
 * without its leading 92. The check digit counts the 92.
 */
function twentyDigits(digits: string): Candidate[] {
  if (digits.startsWith('00')) {
    const valid = passesMod10(digits)
    return [found('fedex-sscc', 'fedex', digits, {
      service: 'FedEx Ground (serial shipping container code)',
      checkDigit: told(valid),
      confidence: valid ? 0.6 : 0.2,
      note: valid ? 'A container code that other carriers and shippers use too.' : BAD_CHECK,
    })]
  }
  // The Mailer ID in the middle starts with 9, and the codes of USPS's own 20-digit numbers are taken.
  if (digits[3] !== '9' || (digits[0] !== '0' && LEGACY_SERVICES.has(digits.slice(0, 2)))) return []
  const valid = passesMod10(digits, '92')
  const economy = digits.startsWith('61') || digits.startsWith('02') || digits.startsWith('58')
  return [found('fedex-20', 'fedex', digits, {
    service: 'FedEx Ground Economy, delivered by USPS',
    checkDigit: told(valid),
    confidence: valid ? (economy ? 0.85 : 0.6) : economy ? 0.3 : 0.1,
    note: valid ? 'USPS knows it with 92 in front.' : BAD_CHECK,
  })]
}

function dhlDigits(digits: string): Candidate[] {
  const { length } = digits
  if (length === 10 || length === 11) {
    const valid = checkDigitMod7(digits.slice(0, -1)) === digits.charCodeAt(length - 1) - 48
    return [found(`dhl-${length}`, 'dhl', digits, {
      service: 'DHL Express',
      checkDigit: told(valid),
      confidence: valid ? (length === 10 ? 0.65 : 0.55) : 0.15,
    })]
  }
  if (length !== 14) return []
  // Product codes have 14 digits too; only the starts seen on DHL's own labels lead.
  const seen = digits.startsWith('6012') || digits.startsWith('5108')
  return [found('dhl-14', 'dhl', digits, {
    service: 'DHL eCommerce',
    confidence: seen ? 0.55 : 0.4,
    note: 'Fourteen digits without a check digit: it may be something else.',
  })]
}

/** A scheme that is told by its first letters. */
interface LetteredScheme {
  readonly shape: RegExp
  readonly scheme: string
  readonly carrier: CarrierId
  readonly service: string
  readonly confidence: number
  readonly note?: string
  /** The number as the carrier writes it, where that has a dash. */
  readonly print?: (text: string) => string
}

const LETTERED: readonly LetteredScheme[] = [
  { shape: /^TB[ACM][0-9]{12}$/, scheme: 'amazon', carrier: 'amazon', service: 'Amazon Logistics', confidence: 0.97 },
  { shape: /^C1[0-9]{9}$/, scheme: 'amazon-c', carrier: 'amazon', service: 'Amazon international', confidence: 0.6 },
  { shape: /^L[A-Z][0-9]{8}$/, scheme: 'lasership-l', carrier: 'lasership', service: 'LaserShip parcel', confidence: 0.85 },
  { shape: /^1LS7[12][0-9]{10}$/, scheme: 'lasership-1ls', carrier: 'lasership', service: 'LaserShip parcel', confidence: 0.95 },
  { shape: /^1LS7[12][0-9]{2}01[1-4][0-9]{6}1$/, print: (text) => `${text.slice(0, -1)}-1`, scheme: 'lasership-1ls', carrier: 'lasership', service: 'LaserShip parcel', confidence: 0.95 },
  { shape: /^1LSCX[0-9A-Z]{10}$/, scheme: 'lasership-1ls', carrier: 'lasership', service: 'LaserShip parcel', confidence: 0.95 },
  { shape: /^GFUS[0-9]{14}$/, scheme: 'gofo', carrier: 'gofo', service: 'GOFO Express', confidence: 0.97 },
  { shape: /^DT[0-9]{12}$/, scheme: 'fedex-door-tag', carrier: 'fedex', service: 'FedEx door tag', confidence: 0.9, note: 'The number of a notice left at the door, not of the parcel.' },
  { shape: /^J[A-Z]{1,3}[0-9]{9,20}$/, scheme: 'dhl-piece', carrier: 'dhl', service: 'DHL piece', confidence: 0.9 },
  { shape: /^GM[0-9A-Z]{10,38}$/, scheme: 'dhl-ecommerce', carrier: 'dhl', service: 'DHL eCommerce', confidence: 0.9 },
  // These letters also start international and LaserShip numbers, so the loose rule never leads alone.
  { shape: /^(?:LX|RX|UV|CN|SG|TH|IN|HK|MY)[0-9][0-9A-Z]{9,38}$/, scheme: 'dhl-ecommerce', carrier: 'dhl', service: 'DHL eCommerce', confidence: 0.35, note: 'DHL eCommerce uses these letters, and so do others.' },
]

function ontrac(text: string): Candidate[] {
  if (text.length !== 15 || !/^[CD][0-9]{14}$/.test(text)) return []
  const lead = text.startsWith('C') ? '4' : '5'
  const valid = checkDigitOneTwo(lead + text.slice(1, 14)) === text.charCodeAt(14) - 48
  return [found('ontrac', 'ontrac', text, { service: 'OnTrac parcel', checkDigit: told(valid), confidence: valid ? 0.97 : 0.6 })]
}

/** DHL Express's routing barcode ("2L", country, postcode, "+" and product): it stands beside the waybill's. */
export function dhlRouting(clean: string): Candidate[] {
  const match = /^2L([A-Z]{2})([0-9A-Z -]{0,12})\+[0-9]{8}$/.exec(clean)
  if (match === null) return []
  const zip = match[1] === 'US' ? /^[0-9]{5}/.exec(match[2] ?? '')?.[0] ?? null : null
  return [{
    ...found('dhl-routing', 'dhl', clean, {
      service: 'delivery routing code, not a tracking number',
      confidence: 0.95,
      routingZip: zip,
      note: 'This is the routing barcode of a DHL label: scan the waybill or piece barcode.',
    }),
    kind: 'routing',
    url: null,
  }]
}

/** Candidates of the private carriers for capital letters and digits. */
export function parcelCandidates(text: string): Candidate[] {
  if (ALL_DIGITS.test(text)) return [...fedex(text), ...dhlDigits(text)]
  const candidates = [...ups(text), ...ontrac(text)]
  for (const { shape, print, note = null, ...rule } of LETTERED) {
    if (shape.test(text)) candidates.push(found(rule.scheme, rule.carrier, print?.(text) ?? text, { service: rule.service, confidence: rule.confidence, note }))
  }
  return candidates
}
