/**
 * The arithmetic of check digits. Every function takes text that the caller has already found to be of the right
 * shape (digits, or digits and capital letters) and does not look at it again: these run for every scan.
 */

const ZERO = 48

/**
 * The mod-10 check digit with weights 3, 1, 3, 1 ... from the right, for the digits of `body`.
 * USPS package barcodes and 20-digit article numbers, GS1 SSCC, FedEx Ground.
 * Source: USPS Publication 199 (Intelligent Mail package barcode), GS1 General Specifications 7.9.
 */
export function checkDigitMod10(body: string): number {
  let sum = 0
  let weight = 3
  for (let i = body.length - 1; i >= 0; i--) {
    sum += (body.charCodeAt(i) - ZERO) * weight
    weight = 4 - weight
  }
  return (10 - (sum % 10)) % 10
}

/** True when the last digit of `digits` is the mod-10 check digit of those before it, `ahead` put in front of them. */
export function passesMod10(digits: string, ahead = ''): boolean {
  const last = digits.length - 1
  return checkDigitMod10(ahead + digits.slice(0, last)) === digits.charCodeAt(last) - ZERO
}

/** UPS gives a letter the value (ASCII - 3) mod 10, so that A is 2, B is 3 and I is 0. */
function upsValue(code: number): number {
  return code <= 57 ? code - ZERO : (code - 3) % 10
}

/**
 * The check digit with weights 1, 2, 1, 2 ... from the left, products added whole. UPS 1Z (over the 15 characters
 * after "1Z"), UPS waybills (over the nine digits after the letter), OnTrac (with its leading 4 or 5).
 * Source: UPS Guide to Labeling; OnTrac label specification as published in open tracking number collections.
 */
export function checkDigitOneTwo(body: string): number {
  let sum = 0
  for (let i = 0; i < body.length; i++) sum += upsValue(body.charCodeAt(i)) * (i % 2 === 0 ? 1 : 2)
  return (10 - (sum % 10)) % 10
}

/**
 * FedEx Express: weights 1, 3, 7 from the right, sum mod 11, then mod 10. Because 10 and 0 fall together,
 * it cannot see every change.
 */
export function checkDigitFedex(body: string): number {
  let sum = 0
  let weight = 1
  for (let i = body.length - 1; i >= 0; i--) {
    sum += (body.charCodeAt(i) - ZERO) * weight
    weight = weight === 1 ? 3 : weight === 3 ? 7 : 1
  }
  return (sum % 11) % 10
}

/** DHL Express air waybill: the number before the last digit, mod 7. */
export function checkDigitMod7(body: string): number {
  let rest = 0
  for (let i = 0; i < body.length; i++) rest = (rest * 10 + body.charCodeAt(i) - ZERO) % 7
  return rest
}

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7] as const

/** The check digit of the eight digits of an international item. Source: UPU standard S10. */
export function checkDigitS10(body: string): number {
  let sum = 0
  for (const [i, weight] of S10_WEIGHTS.entries()) sum += (body.charCodeAt(i) - ZERO) * weight
  const check = 11 - (sum % 11)
  return check === 10 ? 0 : check === 11 ? 5 : check
}

/**
 * One value below 97 for each printable ASCII character: a digit is itself, A is 10 and Z is 35, the rest follow.
 * 0 for anything else.
 */
function mod97Value(code: number): number {
  if (code >= 48 && code <= 57) return code - ZERO
  if (code >= 65 && code <= 90) return code - 55
  if (code >= 32 && code <= 47) return code + 4
  if (code >= 58 && code <= 64) return code - 6
  if (code >= 91 && code <= 96) return code - 32
  return code >= 97 && code <= 126 ? code - 32 : 0
}

/**
 * Two check digits, 02 to 98, for our own labels: ISO 7064 MOD 97-10 with each character as one place.
 * 97 is prime, no character is worth 97 or more, and 10 to the power k is never 1 short of 96 places. So every single
 * changed character and every pair of swapped neighbours is seen, the check digits included.
 */
export function checkDigits97(body: string): string {
  let rest = 0
  for (let i = 0; i < body.length; i++) rest = (rest * 10 + mod97Value(body.charCodeAt(i))) % 97
  return String(98 - ((rest * 100) % 97)).padStart(2, '0')
}
