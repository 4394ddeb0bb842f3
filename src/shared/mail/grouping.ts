/** Cuts `text` into groups of the sizes given, the last size repeated, with spaces between. */
export function grouped(text: string, ...sizes: number[]): string {
  let out = ''
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)] ?? 4
    out += (at === 0 ? '' : ' ') + text.slice(at, at + size)
    at += size
  }
  return out
}

/**
 * A number as its carrier prints it, told by its shape alone: USPS and FedEx in fours, UPS "1Z 999 AA1 01 2345 6784",
 * international "RB 123 456 785 GB", DHL Express "33 1881 0025". Any other text comes back as it is.
 */
export function groupNumber(number: string): string {
  const { length } = number
  if (/^[0-9]+$/.test(number)) {
    if (length === 10) return grouped(number, 2, 4)
    if (length === 11) return grouped(number, 3, 4)
    return length === 12 || length === 15 || length === 18 || (length >= 20 && length <= 34) ? grouped(number, 4) : number
  }
  if (length === 18 && number.startsWith('1Z')) return grouped(number, 2, 3, 3, 2, 4)
  if (/^[A-Z]{2}[0-9]{9}[A-Z]{2}$/.test(number)) return grouped(number, 2, 3, 3, 3, 2)
  if (/^P[HBC][0-9A-Z]{2}[0-9]{8,14}$/.test(number)) return grouped(number, 4)
  return number
}

/** The end of a number, by which people tell it from others: the last two groups, or the last six characters of a long text without groups. */
export function tailOf(number: string): string {
  const groups = number.trim().split(/\s+/)
  const [only = ''] = groups
  if (groups.length === 1) return only.length > 12 ? only.slice(-6) : only
  return groups.slice(groups.length > 2 ? -2 : 0).join(' ')
}
