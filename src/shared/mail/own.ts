/**
 * The numbers on our own labels.
 *
 * A piece is `PH` + station tag (2) + serial (6 digits or more) + 2 check digits: PH7K00012345. Badges (`PB`) and
 * containers (`PC`) have the same shape; a location (`PL`) carries the location's code instead of tag and serial.
 * - The tag keeps stations apart, so that the stores of several can be merged without renumbering.
 * - Letters first and digits last: Code 128 packs the digits in pairs, so a piece label is 9 symbols long.
 * - No carrier uses these shapes: an international number also starts with two letters but ends with two letters.
 * - The check digits (ISO 7064 MOD 97-10 over every character, the two letters included) see every single change and
 *   every swap of neighbours, and tell a badge from a piece.
 */
import { type Candidate, PLAIN } from './candidate.ts'
import { checkDigits97 } from './check-digits.ts'
import { carrierName } from './carriers.ts'
import { groupNumber } from './grouping.ts'

/** Crockford's 32 characters: no I, L, O or U, which are read as 1, 1, 0 and V. */
const TAG_CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TAG = /^[0-9A-HJKMNP-TV-Z]{2}$/
const LOCATION_CODE = /^[0-9A-Z](?:[0-9A-Z ._/-]{0,22}[0-9A-Z])?$/

/** Kinds of our own numbers by their first two letters. */
const KINDS = {
  PH: { kind: 'piece', scheme: 'own-piece', service: 'piece' },
  PB: { kind: 'badge', scheme: 'own-badge', service: 'badge' },
  PC: { kind: 'container', scheme: 'own-container', service: 'container' },
  PL: { kind: 'location', scheme: 'own-location', service: 'location' },
} as const

/** One of our own numbers, taken apart. */
export type OwnNumber =
  | { readonly kind: 'piece' | 'badge' | 'container'; readonly number: string; readonly tag: string; readonly serial: number }
  | { readonly kind: 'location'; readonly number: string; readonly code: string }

/**
 * The two-character tag of the n-th station.
 * @throws RangeError unless n is a whole number from 0 to 1023
 */
export function stationTag(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > 1023) throw new RangeError(`A station number is a whole number from 0 to 1023, not ${n}.`)
  return `${TAG_CHARACTERS[Math.floor(n / 32)]}${TAG_CHARACTERS[n % 32]}`
}

/** True for two characters that can be a station's tag. */
export function isStationTag(text: string): boolean {
  return TAG.test(text)
}

function tagged(letters: 'PH' | 'PB' | 'PC', tag: string, serial: number): string {
  if (!TAG.test(tag)) throw new RangeError(`A station tag is two characters of ${TAG_CHARACTERS}, not "${tag}".`)
  if (!Number.isInteger(serial) || serial < 0 || serial > 999_999_999_999) {
    throw new RangeError(`A serial is a whole number from 0 to 999999999999, not ${serial}.`)
  }
  const body = letters + tag + String(serial).padStart(6, '0')
  return body + checkDigits97(body)
}

/**
 * The number for the label of a piece.
 * @throws RangeError on a bad tag or serial
 */
export function pieceNumber(tag: string, serial: number): string {
  return tagged('PH', tag, serial)
}

/** The number of a person's badge. @throws RangeError on a bad tag or serial */
export function badgeNumber(tag: string, serial: number): string {
  return tagged('PB', tag, serial)
}

/** The number of a container (tray, cart, bag). @throws RangeError on a bad tag or serial */
export function containerNumber(tag: string, serial: number): string {
  return tagged('PC', tag, serial)
}

/**
 * The barcode of a location. `code` is the location's code in capital letters, digits, space and . _ / -, up to 24
 * characters, a letter or digit at both ends; small letters are raised.
 * @throws RangeError on any other code
 */
export function locationBarcode(code: string): string {
  const raised = code.toUpperCase()
  if (!LOCATION_CODE.test(raised)) {
    throw new RangeError(`A location code has up to 24 letters, digits, spaces or . _ / - and starts and ends with a letter or digit, not "${code}".`)
  }
  return `PL${raised}${checkDigits97(`PL${raised}`)}`
}

const TAGGED_SHAPE = /^P[HBC][0-9A-Z]{2}[0-9OIL]{8,14}$/

/** True when the last two characters are the check digits of the rest. */
function passes(text: string): boolean {
  return checkDigits97(text.slice(0, -2)) === text.slice(-2)
}

/** People type O for 0 and I or L for 1. A tag has none of those letters and a serial is all digits. */
function asTyped(text: string): string {
  return text.slice(0, 2) + text.slice(2).replaceAll('O', '0').replaceAll(/[IL]/g, '1').replaceAll('U', 'V')
}

/**
 * Takes one of our own numbers apart; null when it is none or its check digits are wrong.
 * Spaces, dashes and small letters are forgiven in all but a location, whose code may hold them.
 */
export function parseOwn(text: string): OwnNumber | null {
  const [candidate] = ownCandidates(text.trim().toUpperCase(), text.toUpperCase().replaceAll(/[\s-]/g, ''))
  if (candidate === undefined || candidate.checkDigit !== 'valid') return null
  const { number, kind } = candidate
  if (kind === 'location') return { kind, number, code: number.slice(2, -2) }
  if (kind !== 'piece' && kind !== 'badge' && kind !== 'container') return null
  return { kind, number, tag: number.slice(2, 4), serial: Number(number.slice(4, -2)) }
}

function candidate(letters: keyof typeof KINDS, number: string, valid: boolean): Candidate {
  const { kind, scheme, service } = KINDS[letters]
  return {
    ...PLAIN,
    scheme,
    carrier: 'own',
    carrierName: carrierName('own'),
    number,
    kind,
    service,
    checkDigit: valid ? 'valid' : 'invalid',
    grouped: groupNumber(number),
    url: null,
    // A location's code is free text: many words start with PL and only the check digits tell.
    confidence: valid ? 0.99 : letters === 'PL' ? 0.2 : 0.6,
    note: valid ? null : 'The check digits do not fit: scan or type it again.',
  }
}

/** Candidates for `kept` (capitals, everything as scanned) and `compact` (letters and digits alone, '' when there is more). */
export function ownCandidates(kept: string, compact: string): Candidate[] {
  const letters = (compact === '' ? kept : compact).slice(0, 2)
  if (letters === 'PL') {
    if (kept.length < 5 || kept.length > 28 || !/^PL.+[0-9]{2}$/.test(kept) || !LOCATION_CODE.test(kept.slice(2, -2))) return []
    if (!passes(kept) && compact !== kept && LOCATION_CODE.test(compact.slice(2, -2)) && passes(compact)) return [candidate('PL', compact, true)]
    return [candidate('PL', kept, passes(kept))]
  }
  if ((letters !== 'PH' && letters !== 'PB' && letters !== 'PC') || !TAGGED_SHAPE.test(compact)) return []
  const number = passes(compact) && TAG.test(compact.slice(2, 4)) ? compact : asTyped(compact)
  return [candidate(letters, number, passes(number))]
}
