import { type Candidate, type CheckDigit, type NumberKind, PLAIN } from './candidate.ts'
import { carrierName, trackingUrl } from './carriers.ts'
import { checkDigitS10, passesMod10 } from './check-digits.ts'
import { postalService } from './countries.ts'
import { groupNumber } from './grouping.ts'
import { CERTIFIED_FORM, GREEN_CARD_CODE, LEGACY_SERVICES, SERVICE_TYPES, type ServiceType } from './stc.ts'

const BAD_CHECK = 'The check digit does not fit: scan or type it again.'

function usps(number: string, fields: Omit<Candidate, 'carrier' | 'carrierName' | 'number' | 'grouped' | 'url'>): Candidate {
  return { ...fields, carrier: 'usps', carrierName: carrierName('usps'), number, grouped: groupNumber(number), url: trackingUrl('usps', number) }
}

function serviceOf(number: string): { stc: string; type: ServiceType | undefined } {
  const ai = number.slice(0, 2)
  if (ai === '91') {
    const code = number.slice(2, 4)
    return { stc: code, type: LEGACY_SERVICES.get(code) }
  }
  const stc = number.slice(2, 5)
  if (stc === CERTIFIED_FORM.code && (ai === '94' || ai === '95')) return { stc, type: CERTIFIED_FORM }
  return { stc, type: SERVICE_TYPES.get(stc) }
}

/** AI 92 carries a nine-digit Mailer ID (first digit 9), AI 93 a six-digit one (first 0 to 8), AI 91 nine digits. */
function mailerOf(number: string): string | null {
  if (number.startsWith('92')) return number[5] === '9' ? number.slice(5, 14) : null
  if (number.startsWith('93')) return number[5] === '9' ? null : number.slice(5, 11)
  return number.startsWith('91') ? legacyMailer(number.slice(4)) : null
}

/** The older numbers carry a nine-digit Mailer ID, or a DUNS number, which is none. */
function legacyMailer(rest: string): string | null {
  return rest.startsWith('9') ? rest.slice(0, 9) : null
}

function noteOf(stc: string, checkDigit: CheckDigit, type: ServiceType | undefined): string | null {
  if (checkDigit === 'invalid') return BAD_CHECK
  if (stc === GREEN_CARD_CODE) return 'This is the number of the return receipt card, not of the letter.'
  if (type === CERTIFIED_FORM) return 'A Certified Mail form: the number does not say whether a return receipt was bought.'
  return null
}

/**
 * A package identification code of 22, 26 or 30 digits. Sources: USPS Publication 199; for AI 91 Publication 91.
 * Confidence: 0.99 with a fitting check digit and a published code, 0.9 with another code; 0.65 and 0.5 where the
 * check digit does not fit; 0.1 less where the Mailer ID cannot be one.
 */
function packageCode(number: string, routingZip: string | null): Candidate {
  const { stc, type } = serviceOf(number)
  const checkDigit: CheckDigit = passesMod10(number) ? 'valid' : 'invalid'
  const mailerId = mailerOf(number)
  const kind: NumberKind = stc === GREEN_CARD_CODE ? 'green-card' : type?.article === true ? 'article' : 'tracking'
  const oddMailer = mailerId === null && (number.startsWith('92') || number.startsWith('93'))
  const sure = checkDigit === 'valid' ? (type === undefined ? 0.9 : 0.99) : type === undefined ? 0.5 : 0.65
  return usps(number, {
    scheme: `usps-${number.length}`,
    kind,
    service: type?.words ?? `unknown service type code ${stc}`,
    services: type?.services ?? [],
    accountable: type?.accountable ?? false,
    mailClass: type?.mailClass ?? null,
    stc,
    checkDigit,
    routingZip,
    mailerId,
    confidence: oddMailer ? Math.round((sure - 0.1) * 100) / 100 : sure,
    note: noteOf(stc, checkDigit, type),
  })
}

/** True when a package code can start at `at`: application identifiers 91 to 95. */
function startsCode(digits: string, at: number): boolean {
  return digits.charCodeAt(at) === 57 && digits.charCodeAt(at + 1) >= 49 && digits.charCodeAt(at + 1) <= 53
}

/**
 * A 20-digit number. Article numbers from the retail form (70...) and Delivery and Signature Confirmation (03, 23) have
 * their check digit over the digits as printed; numbers from private label makers (71...) were printed without the 91
 * that belongs in front, or with nothing missing: either is accepted, which lets one changed digit in nine pass, and one
 * swap in three.
 */
function twentyDigits(number: string): Candidate | null {
  const code = number.slice(0, 2)
  const type = code === '01' || code === '02' ? undefined : LEGACY_SERVICES.get(code)
  const asPrinted = passesMod10(number)
  if (type === undefined) {
    if (!asPrinted || code === '00') return null
    return usps(number, {
      ...PLAIN,
      scheme: 'usps-20',
      service: 'USPS number of an unknown kind',
      checkDigit: 'valid',
      confidence: 0.45,
      note: 'One 20-digit number in ten fits by chance.',
    })
  }
  const valid = asPrinted || (code !== '70' && passesMod10(number, '91'))
  const certified = code === '70' || code === '71'
  return usps(number, {
    ...PLAIN,
    scheme: 'usps-20',
    kind: type.article ? 'article' : 'tracking',
    service: type.words,
    services: type.services,
    accountable: type.accountable,
    stc: code,
    checkDigit: valid ? 'valid' : 'invalid',
    mailerId: code === '71' ? legacyMailer(number.slice(2)) : null,
    confidence: certified ? (valid ? 0.97 : 0.6) : valid ? 0.85 : 0.45,
    note: valid ? (asPrinted ? null : 'Printed without its leading 91.') : BAD_CHECK,
  })
}

/** True when one wrong digit, or its two digits swapped, makes one of `codes` into `start`. */
function nearly(start: string, codes: readonly string[]): boolean {
  return codes.some((code) => (code[0] === start[0]) !== (code[1] === start[1]) || (code[0] === start[1] && code[1] === start[0]))
}

const CODE_STARTS = ['91', '92', '93', '94', '95']
const ARTICLE_STARTS = ['70', '71']

/**
 * A misread first or second digit leaves no scheme to name, but the check digit still sees it: said as a guess that
 * never leads, so that the string is not taken for an unknown carrier's.
 */
function misreadStart(digits: string): Candidate[] {
  const codes = digits.length === 20 ? ARTICLE_STARTS : CODE_STARTS
  if (digits.startsWith('96') || digits.startsWith('00') || !nearly(digits.slice(0, 2), codes) || passesMod10(digits)) return []
  return [usps(digits, {
    ...PLAIN,
    scheme: `usps-${digits.length}`,
    service: 'USPS number with a misread start',
    checkDigit: 'invalid',
    confidence: 0.3,
    note: `USPS numbers of this length start with ${codes.join(', ')}: scan or type it again.`,
  })]
}

/** Candidates from USPS for a string of digits alone. */
export function uspsDigits(digits: string): Candidate[] {
  const { length } = digits
  if (startsCode(digits, 0)) {
    // Thirty digits without routing are the longest form of online postage (AI 94 with its source and device).
    return length === 22 || length === 26 || (length === 30 && digits.startsWith('94')) ? [packageCode(digits, null)] : []
  }
  if (length === 20) {
    const found = twentyDigits(digits)
    return found === null ? misreadStart(digits) : [found]
  }
  if (length === 22 || length === 26) return misreadStart(digits)
  if (!digits.startsWith('420')) return []
  const found: Candidate[] = []
  const zip = digits.slice(3, 8)
  const plus4 = `${zip}-${digits.slice(8, 12)}`
  if ((length === 30 || length === 34) && startsCode(digits, 8)) found.push(packageCode(digits.slice(8), zip))
  if ((length === 34 || length === 38) && startsCode(digits, 12)) found.push(packageCode(digits.slice(12), plus4))
  return found
}

/** The address barcode (420 and a ZIP) that stands beside the number on many labels: scanned by mistake. */
export function routingOnly(digits: string): Candidate[] {
  if ((digits.length !== 8 && digits.length !== 12) || !digits.startsWith('420')) return []
  const routingZip = digits.length === 8 ? digits.slice(3) : `${digits.slice(3, 8)}-${digits.slice(8)}`
  return [{
    ...PLAIN,
    scheme: 'routing-420',
    carrier: 'unknown',
    carrierName: carrierName('unknown'),
    number: digits,
    kind: 'routing',
    service: 'delivery address code, not a tracking number',
    checkDigit: 'none',
    routingZip,
    grouped: digits,
    url: null,
    confidence: digits.length === 8 ? 0.9 : 0.4,
    note: 'Only the ZIP was scanned: scan the longer barcode of the label.',
  }]
}

interface S10Service { readonly words: string; readonly mailClass: string; readonly accountable: boolean; readonly registered: boolean }

/** Service indicators by first letter. Source: UPU standard S10, service indicator ranges. */
const S10_SERVICES: Readonly<Record<string, S10Service>> = {
  C: { words: 'parcel post', mailClass: 'Parcel', accountable: false, registered: false },
  E: { words: 'express mail (EMS)', mailClass: 'Express Mail', accountable: true, registered: false },
  H: { words: 'e-commerce parcel', mailClass: 'Parcel', accountable: false, registered: false },
  L: { words: 'tracked letter post', mailClass: 'Letter post', accountable: false, registered: false },
  M: { words: 'M-bag of printed matter', mailClass: 'Letter post', accountable: false, registered: false },
  Q: { words: 'international business reply', mailClass: 'Letter post', accountable: false, registered: false },
  R: { words: 'registered letter post', mailClass: 'Letter post', accountable: true, registered: true },
  U: { words: 'letter post without tracking', mailClass: 'Letter post', accountable: false, registered: false },
  V: { words: 'insured letter post', mailClass: 'Letter post', accountable: true, registered: false },
}

const S10_US: Readonly<Record<string, S10Service>> = {
  C: { words: 'Priority Mail International parcel', mailClass: 'Priority Mail International', accountable: false, registered: false },
  E: { words: 'Priority Mail Express', mailClass: 'Priority Mail Express', accountable: true, registered: false },
  L: { words: 'First-Class Package International', mailClass: 'First-Class Package International Service', accountable: false, registered: false },
  R: { words: 'Registered Mail', mailClass: 'Registered Mail', accountable: true, registered: true },
}

const OTHER_S10: S10Service = { words: 'international item', mailClass: 'International', accountable: false, registered: false }

const S10_SHAPE = /^[A-Z]{2}[0-9]{9}[A-Z]{2}$/

/** An international item: two letters, eight digits, check digit, country. Confidence 0.98; 0.6 with a wrong digit. */
export function internationalItem(text: string): Candidate[] {
  if (text.length !== 13 || !S10_SHAPE.test(text)) return []
  const country = text.slice(11)
  const post = postalService(country)
  if (post === undefined) return []
  const letter = text[0] ?? ''
  const home = country === 'US'
  const service = (home ? S10_US[letter] : undefined) ?? S10_SERVICES[letter] ?? OTHER_S10
  const valid = checkDigitS10(text.slice(2, 10)) === text.charCodeAt(10) - 48
  return [{
    ...PLAIN,
    scheme: 's10',
    carrier: home ? 'usps' : 'post',
    carrierName: post.name.replace(' (United States)', ''),
    number: text,
    kind: service.registered ? 'article' : 'tracking',
    service: service.words,
    services: [text.slice(0, 2)],
    accountable: service.accountable,
    mailClass: service.mailClass,
    checkDigit: valid ? 'valid' : 'invalid',
    grouped: groupNumber(text),
    url: trackingUrl(home ? 'usps' : 'post', text),
    confidence: valid ? 0.98 : 0.6,
    note: valid ? null : BAD_CHECK,
  }]
}
