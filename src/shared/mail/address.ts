/**
 * A US address from a block that a person pasted. Nothing is changed in what was pasted: every part is a piece of a
 * line as it stood, and what cannot be placed for certain is said in `doubts` for a person to look at.
 */
import { COMPANY, COUNTRY_LINES, HOME_LINES, MILITARY, STATE_CODES, STREET_SUFFIXES, TERRITORIES, UNIT, ZIP_DIGITS } from './address-words.ts'
import { searchKey } from './names.ts'

/** Foreign addresses keep their lines: only the first (who) and the last (country) are read. */
export type AddressKind = 'us' | 'military' | 'territory' | 'foreign' | 'unknown'

export interface ParsedAddress {
  readonly kind: AddressKind
  readonly name: string | null
  readonly company: string | null
  /** Whose care it goes in, without "c/o". */
  readonly careOf: string | null
  /** Whose attention is asked for, without "Attn". */
  readonly attention: string | null
  /** House number and street; for military mail the unit and box. */
  readonly street: string | null
  /** Apartment, suite, floor with its word. */
  readonly unit: string | null
  readonly poBox: string | null
  /** Puerto Rico's "URB ..." line. */
  readonly urbanization: string | null
  readonly city: string | null
  /** Two-letter code, whatever was written. */
  readonly state: string | null
  readonly zip: string | null
  readonly plus4: string | null
  /** As written; null inside the United States. */
  readonly country: string | null
  /** Lines that have no place above, in order. */
  readonly other: readonly string[]
  /** Every line as it was pasted, outer spaces taken off, empty ones left out. */
  readonly kept: readonly string[]
  /** What a person should look at, in plain sentences. */
  readonly doubts: readonly string[]
}

interface Parts {
  name: string | null
  company: string | null
  careOf: string | null
  attention: string | null
  street: string | null
  unit: string | null
  poBox: string | null
  urbanization: string | null
}

interface CityLine {
  readonly city: string
  readonly state: string
  readonly zip: string | null
  readonly plus4: string | null
}

/** Longer blocks are no address; the lines past this stay in `kept` and `other`. */
const MOST_LINES = 12
const LONGEST = 200

const ZIP_END = /[\s,]+([0-9]{5})(?:[-\s]?([0-9]{4}))?$/
const CANADA = /\b[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]$/i
const PO_BOX = /^(?:p\.?\s*o\.?|post office|postal)\s*(?:box|bx|drawer)\b\s*#?\s*[0-9a-z-]+|^(?:po)?box\s+#?[0-9]+[0-9a-z-]*$|^(?:apartado|drawer|lock box)\s+#?[0-9a-z-]+$/i
const RURAL = /^(?:rr|rural route|r\.r\.|hc|hcr|star route)\s*#?\s*[0-9]+\b.*\bbox\s+#?[0-9a-z-]+/i
const MILITARY_LINE = /^(?:psc|cmr|unit|omc|uss|usns|uscgc)\b/i
const CARE_OF = /^(?:c\s*\/\s*o|care of|%)[\s:]+(.+)$/i
const CARE_OF_INSIDE = /^(.+?)[\s,]+c\s*\/\s*o[\s:]+(.+)$/i
const ATTENTION = /^(?:attention|attn|att)\b\.?[\s:]*(.+)$/i
const LEADING = /^(?:ship\s*to|deliver\s*to|mail\s*to|send\s*to|bill\s*to|to|address)\s*:\s*/i
const UNIT_TAIL = new RegExp(`[\\s,]+((?:${UNIT.source})\\b\\.?\\s*#?\\s*[0-9a-z][0-9a-z-]*|#\\s*[0-9a-z][0-9a-z-]*|[0-9]+(?:st|nd|rd|th)\\s+(?:floor|fl)\\b\\.?|(?:penthouse|basement|rear|upper|lower|front))$`, 'i')
const UNIT_LINE = new RegExp(`^(?:(?:${UNIT.source})\\b\\.?\\s*#?\\s*[0-9a-z-]+|#\\s*[0-9a-z-]+|[0-9]+(?:st|nd|rd|th)\\s+(?:floor|fl)\\b\\.?|penthouse|basement)$`, 'i')
const NUMBER_WORD = /^(?:one|two|three|four|five|six|seven|eight|nine|ten)\s/i
const HOUSE = /^[0-9]+[a-z]?(?:[-/][0-9a-z]+)*(?:\s+[0-9]+\/[0-9]+)?\s+\S/i
const GRID_HOUSE = /^[nsew]\s*[0-9]+\s*[nsew]?\s*[0-9]*\s+\S/i
const CONTACT = /@|^(?:tel|phone|ph|fax|mobile|cell|e-?mail)\b|^\+?[0-9().\s-]{10,}$/i

function isStreet(line: string): boolean {
  if (RURAL.test(line)) return true
  if (HOUSE.test(line) && /[a-z]/i.test(line)) return true
  const words = searchKey(line).split(' ')
  const suffixed = words.slice(1).some((word) => STREET_SUFFIXES.has(word))
  return suffixed && (NUMBER_WORD.test(line) || GRID_HOUSE.test(line))
}

/** A street that only its last word tells ("Rockefeller Plaza"): taken when nothing better is there. */
function endsLikeStreet(line: string): boolean {
  const words = searchKey(line).split(' ')
  return words.length > 1 && STREET_SUFFIXES.has(words.at(-1) ?? '')
}

function isCompany(line: string): boolean {
  return line.includes('&') || searchKey(line).split(' ').some((word) => COMPANY.has(word))
}

/** "Springfield, IL 62701-1234" in its many spellings; null when the line does not end with a state or a ZIP. */
function readCityLine(line: string): CityLine | null {
  const bare = line.replace(/[\s,.]+$/, '')
  const end = ZIP_END.exec(` ${bare}`)
  const [, zip = null, plus4 = null] = end ?? []
  const before = (end === null ? bare : bare.slice(0, Math.max(0, end.index - 1))).replace(/[\s,]+$/, '')
  const words = before.split(/[\s,]+/)
  // The longest name first: "West Virginia" is not "Virginia".
  for (let take = Math.min(4, words.length); take >= 1; take--) {
    const state = STATE_CODES.get(searchKey(words.slice(-take).join(' ')).replace(/^([a-z]) ([a-z])$/, '$1$2'))
    if (state === undefined) continue
    const city = words.slice(0, -take).join(' ')
    // Without a ZIP only a comma or capitals tell "Portland, OR" from a line that happens to end with a state's name.
    if (zip === null && !new RegExp(`,\\s*\\S+(?:\\s+\\S+){0,${take - 1}}$`).test(before) && !/\s[A-Z]{2}$/.test(before)) continue
    return { city, state, zip, plus4 }
  }
  return zip === null || /[0-9]/.test(before) ? null : { city: before, state: '', zip, plus4 }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).map((line) => line.trim()).filter((line) => line !== '')
}

/** A block on one line is cut at its commas; "City, ST 12345" stays together. */
function cut(lines: readonly string[]): readonly string[] {
  const [only] = lines
  if (lines.length !== 1 || only === undefined || only.length > LONGEST) return lines
  const parts = only.split(/\s*[,;|]\s*/).filter((part) => part !== '')
  if (parts.length < 3) return lines
  const key = searchKey(parts.at(-1) ?? '')
  const country = HOME_LINES.has(key) || COUNTRY_LINES.has(key) ? parts.pop() : undefined
  const state = parts.at(-1) ?? ''
  if (readCityLine(`x ${state}`)?.city === 'x' && parts.length > 1) parts.splice(-2, 2, `${parts.at(-2) ?? ''}, ${state}`)
  return country === undefined ? parts : [...parts, country]
}

function empty(kept: readonly string[]): ParsedAddress {
  return {
    kind: 'unknown', name: null, company: null, careOf: null, attention: null, street: null, unit: null, poBox: null, urbanization: null,
    city: null, state: null, zip: null, plus4: null, country: null, other: [], kept, doubts: [],
  }
}

/** Takes lines that name themselves (c/o, Attn, PO box, unit, street) out of `lines`; returns the rest. */
function takeMarked(lines: readonly string[], parts: Parts, military: boolean): string[] {
  const rest: string[] = []
  const fill = (key: keyof Parts, value: string, line: string): void => {
    if (parts[key] === null) parts[key] = value
    else rest.push(line)
  }
  for (const line of lines) {
    const care = CARE_OF.exec(line)
    const attention = ATTENTION.exec(line)
    const inside = CARE_OF_INSIDE.exec(line)
    if (care?.[1] !== undefined) fill('careOf', care[1], line)
    else if (attention?.[1] !== undefined) fill('attention', attention[1], line)
    else if (inside?.[1] !== undefined && inside[2] !== undefined && parts.careOf === null) {
      parts.careOf = inside[2]
      rest.push(inside[1])
    } else if (military && MILITARY_LINE.test(line)) fill('street', line, line)
    else if (PO_BOX.test(line)) fill('poBox', line, line)
    else if (/^urb(?:anizacion|anización)?\b\.?\s/i.test(line)) fill('urbanization', line, line)
    else if (UNIT_LINE.test(line)) fill('unit', line, line)
    else if (isStreet(line)) takeStreet(line, parts, fill)
    else rest.push(line)
  }
  return rest
}

function takeStreet(line: string, parts: Parts, fill: (key: keyof Parts, value: string, line: string) => void): void {
  const box = /^(.+?)[\s,]+(p\.?\s*o\.?\s*box\s+#?[0-9a-z-]+)$/i.exec(line)
  if (box?.[1] !== undefined && box[2] !== undefined && parts.poBox === null) {
    parts.poBox = box[2]
    takeStreet(box[1], parts, fill)
    return
  }
  const tail = UNIT_TAIL.exec(line)
  const street = tail === null ? line : line.slice(0, tail.index).replace(/[\s,]+$/, '')
  // "100 Upper" is a street: a tail counts only when a street is left.
  if (tail?.[1] === undefined || parts.street !== null || parts.unit !== null || !/\s\S*[a-z]/i.test(street)) fill('street', line, line)
  else {
    parts.street = street
    parts.unit = tail[1]
  }
}

/** Who it is for, from the lines that nothing else claimed. Returns those left over. */
function takeWho(lines: readonly string[], parts: Parts, doubts: string[]): string[] {
  const rest = [...lines]
  const companyAt = rest.findIndex(isCompany)
  if (companyAt >= 0) parts.company = rest.splice(companyAt, 1)[0] ?? null
  parts.name = rest.shift() ?? null
  if (parts.company === null && rest.length > 0) {
    parts.company = rest.shift() ?? null
    doubts.push(`"${parts.company}" was taken for the company.`)
  }
  return rest
}

function foreign(kept: readonly string[], lines: readonly string[], country: string | null): ParsedAddress {
  const doubts = country === null ? ['The postal code looks Canadian, but no country is named.'] : []
  return { ...empty(kept), kind: 'foreign', name: lines[0] ?? null, country: country ?? 'Canada', other: lines.slice(1), doubts }
}

function placeDoubts(place: CityLine, doubts: string[]): void {
  if (place.zip === null) doubts.push('There is no ZIP code.')
  if (place.city === '') doubts.push('There is no city before the state.')
  const digits = ZIP_DIGITS.get(place.state)
  if (place.state === '') doubts.push('There is no state before the ZIP code.')
  else if (place.zip !== null && digits?.includes(place.zip[0] ?? '') !== true) doubts.push(`ZIP code ${place.zip} does not belong to ${place.state}.`)
}

/**
 * Reads a pasted address block. Never throws; an empty or unreadable block comes back with what was kept and a doubt.
 */
export function parseAddressBlock(text: string): ParsedAddress {
  const kept = linesOf(text)
  const pieces = cut(kept).map((line, i) => (i === 0 ? line.replace(LEADING, '') : line)).filter((line) => line !== '')
  const lines = pieces.slice(0, MOST_LINES).filter((line) => line.length <= LONGEST)
  const spare = pieces.filter((line, i) => i >= MOST_LINES || line.length > LONGEST)
  if (lines.length === 0) return { ...empty(kept), other: spare, doubts: ['There is no address in the text.'] }

  const contacts = lines.filter((line) => CONTACT.test(line))
  const block = lines.filter((line) => !CONTACT.test(line))
  const last = searchKey(block.at(-1) ?? '')
  if (block.length > 1 && HOME_LINES.has(last)) block.pop()
  else if (block.length > 1 && COUNTRY_LINES.has(last)) return foreign(kept, [...block.slice(0, -1), ...contacts], block.at(-1) ?? '')
  else if (block.some((line) => CANADA.test(line)) && !block.some((line) => ZIP_END.test(line))) return foreign(kept, [...block, ...contacts], null)

  let at = block.length - 1
  let place: CityLine | null = null
  for (; at >= 0 && place === null; at--) place = readCityLine(block[at] ?? '')
  at++
  // A ZIP on a line of its own belongs to the city above it.
  if (place !== null && place.state === '' && place.city === '' && at > 0) {
    const above = readCityLine(block[at - 1] ?? '')
    if (above !== null && above.zip === null) {
      place = { ...above, zip: place.zip, plus4: place.plus4 }
      block.splice(at, 1)
      at--
    }
  }

  const doubts: string[] = []
  const parts: Parts = { name: null, company: null, careOf: null, attention: null, street: null, unit: null, poBox: null, urbanization: null }
  const military = place !== null && (MILITARY.has(place.state) || /^[afd]po$/i.test(place.city))
  const above = place === null ? block : block.slice(0, at)
  const after = place === null ? [] : block.slice(at + 1)
  const unmarked = takeMarked(above, parts, military)
  if (parts.street === null && parts.poBox === null) {
    const street = unmarked.findLastIndex((line, i) => i > 0 && endsLikeStreet(line))
    if (street > 0) {
      parts.street = unmarked.splice(street, 1)[0] ?? null
      doubts.push(`"${parts.street}" was taken for the street: it has no house number.`)
    }
  }
  const left = takeWho(unmarked, parts, doubts)
  if (left.length > 0) doubts.push('Some lines could not be placed.')
  if (parts.street === null && parts.poBox === null) doubts.push('There is no street or PO box.')
  if (place === null) doubts.push('There is no line with city, state and ZIP code.')
  else placeDoubts(place, doubts)
  const state = place === null || place.state === '' ? null : place.state
  return {
    kind: place === null ? 'unknown' : military ? 'military' : state !== null && TERRITORIES.has(state) ? 'territory' : 'us',
    ...parts,
    city: place === null || place.city === '' ? null : place.city,
    state,
    zip: place?.zip ?? null,
    plus4: place?.plus4 ?? null,
    country: null,
    other: [...left, ...after, ...contacts, ...spare],
    kept,
    doubts,
  }
}
