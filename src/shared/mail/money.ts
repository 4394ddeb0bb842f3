/** Money is a safe integer of US cents everywhere; text is made only to be shown and read only where a person typed it. */

const AMOUNT = /^(-?)\s*\$?\s*(-?)((?:[0-9]{1,3}(?:,[0-9]{3})+)|[0-9]*)(?:\.([0-9]{0,2}))?$/

function checked(cents: number): number {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`Money is a whole number of cents up to ${Number.MAX_SAFE_INTEGER}, not ${cents}.`)
  return cents
}

/**
 * Cents of an amount as a person types it: "$10.44", "10.4", "1,234.56", "-3", "(3.00)".
 * @throws RangeError with a plain sentence on anything else, on fractions of a cent and on amounts too large to count
 */
export function parseMoney(text: string): number {
  const trimmed = text.trim()
  const bracketed = /^\((.*)\)$/.exec(trimmed)
  const match = AMOUNT.exec(bracketed?.[1]?.trim() ?? trimmed)
  const [, outer = '', inner = '', whole = '', part = ''] = match ?? []
  if (match === null || (whole === '' && part === '') || (outer !== '' && inner !== '') || (bracketed !== null && outer + inner !== '')) {
    throw new RangeError(`"${text}" is not an amount of money like 10.44.`)
  }
  const cents = checked(Number(whole.replaceAll(',', '')) * 100 + Number(part.padEnd(2, '0')))
  return cents === 0 ? 0 : outer + inner !== '' || bracketed !== null ? -cents : cents
}

/**
 * "$10.44" for 1044, "-$3.00" for -300, with commas between thousands.
 * @throws RangeError unless `cents` is a safe integer
 */
export function formatMoney(cents: number): string {
  const size = Math.abs(checked(cents))
  const whole = String(Math.floor(size / 100)).replaceAll(/\B(?=(?:[0-9]{3})+$)/g, ',')
  return `${cents < 0 ? '-' : ''}$${whole}.${String(size % 100).padStart(2, '0')}`
}

/** "10.44" for 1044: how a column of money, whose head says that it is money, shows one. @throws RangeError unless `cents` is a safe integer */
export function formatAmount(cents: number): string {
  return formatMoney(cents).replace('$', '')
}

/** The sum in cents. @throws RangeError when a part or the sum is no safe integer */
export function sumMoney(amounts: Iterable<number>): number {
  let sum = 0
  for (const cents of amounts) sum = checked(sum + checked(cents))
  return sum
}
