import { checkDigitMod10 } from './check-digits.ts'
import { SERVICE_TYPES } from './stc.ts'

export { checkDigitMod10 } from './check-digits.ts'

/** What makes up a package barcode of a business mailer. */
export interface ImpbParts {
  /** The office's own Mailer ID from the Business Customer Gateway: six digits (first 0 to 8) or nine (first 9). */
  readonly mailerId: string
  /** Three digits. */
  readonly stc: string
  /** From the office's own range: up to 9999999999 with a six-digit Mailer ID, up to 9999999 with a nine-digit one. */
  readonly serial: number
}

/**
 * A 22-digit package barcode for Certified Mail: application identifier 92 with a nine-digit Mailer ID and seven-digit
 * serial, 93 with six and ten, then the mod-10 check digit. Source: USPS Publication 199.
 * @throws RangeError with a plain sentence when a part does not fit, or the code is not one of Certified Mail
 */
export function buildImpb({ mailerId, stc, serial }: ImpbParts): string {
  const nine = /^9[0-9]{8}$/.test(mailerId)
  if (!nine && !/^[0-8][0-9]{5}$/.test(mailerId)) {
    throw new RangeError('A Mailer ID has six digits starting with 0 to 8, or nine digits starting with 9.')
  }
  if (!/^[0-9]{3}$/.test(stc)) throw new RangeError('A service type code has three digits.')
  const type = SERVICE_TYPES.get(stc)
  if (type === undefined) throw new RangeError(`${stc} is not a published service type code.`)
  if (!type.services.some((code) => code >= '910' && code <= '913')) {
    throw new RangeError(`Service type code ${stc} is not one of Certified Mail (${type.mailClass ?? 'no class'}: ${type.words}).`)
  }
  const width = nine ? 7 : 10
  if (!Number.isSafeInteger(serial) || serial < 0 || serial >= 10 ** width) {
    throw new RangeError(`With this Mailer ID a serial is a whole number from 0 to ${'9'.repeat(width)}.`)
  }
  const body = (nine ? '92' : '93') + stc + mailerId + String(serial).padStart(width, '0')
  return body + String(checkDigitMod10(body))
}
