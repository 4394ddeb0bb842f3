import { checkDigitFedex, checkDigitMod10, checkDigitOneTwo, checkDigitS10 } from '../../shared/mail/check-digits.ts'
import type { Chance } from './chance.ts'

/** The letters after 1Z stand for a shipper; these belong to nobody. */
const UPS_SHIPPERS = ['999AA1', '999BB2', '999CC3']

const MAKERS: ReadonlyArray<{ share: number; make: (c: Chance) => string }> = [
  { share: 22, make: (c) => withMod10(`958907105270${c.digits(9)}`) },
  { share: 14, make: (c) => withMod10(`9400111899${c.digits(11)}`) },
  { share: 8, make: (c) => withMod10(`9205590${c.digits(14)}`) },
  { share: 4, make: (c) => withMod10(`70${c.digits(17)}`) },
  { share: 22, make: (c) => ups(c) },
  { share: 15, make: (c) => withFedex(c.digits(11)) },
  { share: 10, make: (c) => `TBA${c.digits(12)}` },
  { share: 3, make: (c) => dhl(c) },
  { share: 2, make: (c) => s10(c) },
  { share: 3, make: (c) => ontrac(c) },
  { share: 2, make: (c) => `1LS72${c.digits(10)}` },
  { share: 2, make: (c) => `GFUS${c.digits(14)}` },
  { share: 1, make: (c) => `REF ${c.digits(4)}-${c.pick(['A', 'K', 'T'])}` },
]
const SHARES = MAKERS.reduce((sum, maker) => sum + maker.share, 0)

function withMod10(body: string): string {
  return body + String(checkDigitMod10(body))
}

function withFedex(body: string): string {
  return body + String(checkDigitFedex(body))
}

function ups(c: Chance): string {
  const body = `${c.pick(UPS_SHIPPERS)}${c.pick(['01', '02', '03', '12'])}${c.digits(7)}`
  return `1Z${body}${checkDigitOneTwo(body)}`
}

function ontrac(c: Chance): string {
  const body = c.digits(13)
  return `C${body}${checkDigitOneTwo(`4${body}`)}`
}

function dhl(c: Chance): string {
  const body = c.digits(9)
  return body + String(Number(body) % 7)
}

function s10(c: Chance): string {
  const serial = c.digits(8)
  return `${c.pick(['RR', 'LX', 'CP'])}${serial}${checkDigitS10(serial)}${c.pick(['GB', 'DE', 'CA', 'JP'])}`
}

/** A number of the kind that arrives in an office, with a right check digit, in believable shares of carriers. */
export function trackingNumber(c: Chance): string {
  let at = c.whole(SHARES)
  for (const maker of MAKERS) {
    if (at < maker.share) return maker.make(c)
    at -= maker.share
  }
  throw new Error('The shares do not add up.')
}
