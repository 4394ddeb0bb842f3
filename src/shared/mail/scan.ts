/**
 * From what a scanner or a keyboard delivers to the bare text.
 * Scanners may put an AIM symbology identifier in front (ISO/IEC 15424: "]C1" is GS1-128), pass FNC1 on as the
 * separator GS (ASCII 29) or as some visible stand-in for it, and end with whatever suffix they were set up with.
 */

/** Characters that a wedge was set up to type around every scan. */
export interface Wedge {
  readonly prefix?: string | undefined
  readonly suffix?: string | undefined
}

/** FNC1 or GS as software spells it out, and control pictures. */
const SPELLED_FNC1 = /<(?:FNC1|GS|RS|EOT|F1)>|\{(?:FNC1|GS)\}|\[(?:FNC1|GS)\]|\\x1d|\\u001d|\^\]|\u241D|\u241E|\u2404/gi

/** Control characters, byte order mark, zero-width and direction marks. */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202F\u2060-\u2064\uFEFF]/
const UNSEEN_ALL = new RegExp(UNSEEN, 'g')
const OUTER_UNSEEN = /^[\s\u0000-\u001F\u007F-\u009F\uFEFF\u200B]+/

/** What may be left of a Code 128 start or FNC1 character when a scanner or a font shows it as a letter. */
const FNC1_LETTERS = /^[\u00C8-\u00D3\u00E8\u00F1\u00FC]+(?=[0-9])/

const AIM = /^\][A-Za-z][0-9A-Za-z]/

/**
 * The bare text of a scan: without wedge prefix and suffix, AIM identifiers, control characters, FNC1 debris and outer
 * spaces. Everything else stays as it came. This is what is stored when nothing is known about a number.
 */
export function cleanScan(input: string, wedge?: Wedge): string {
  let text = input
  if (wedge?.prefix !== undefined && wedge.prefix !== '' && text.startsWith(wedge.prefix)) text = text.slice(wedge.prefix.length)
  if (wedge?.suffix !== undefined && wedge.suffix !== '' && text.endsWith(wedge.suffix)) text = text.slice(0, -wedge.suffix.length)
  // Most scans are plain characters and need none of what follows.
  if (/^[0-9A-Za-z]*$/.test(text)) return text
  text = text.replace(OUTER_UNSEEN, '')
  while (AIM.test(text)) text = text.slice(3)
  if (/[<{[\\^\u2404-\u241E]/.test(text)) text = text.replaceAll(SPELLED_FNC1, '')
  // A line break inside is a pasted block: its words must not run together.
  text = text.replaceAll(/[\t\r\n]+/g, ' ')
  if (UNSEEN.test(text)) text = text.replaceAll(UNSEEN_ALL, '')
  return text.replace(FNC1_LETTERS, '').trim()
}

/** What people and labels put between groups: spaces, dashes of every width, dots, underscores, brackets of GS1. */
const SEPARATORS = /[\s\u00A0\u2010-\u2015\u2212._()-]+/g

/**
 * Capital letters and digits only, or '' when the text holds anything that is no separator. Marks at either end that
 * belong to a symbology (Code 39's asterisks) or to a printed line ("#") go too.
 */
export function compactScan(clean: string): string {
  if (/^[0-9A-Z]*$/.test(clean)) return clean
  const compact = clean.replace(/^[*#~!:;,'"]+/, '').replace(/[*#~!:;,'"]+$/, '').replaceAll(SEPARATORS, '').toUpperCase()
  return /^[0-9A-Z]*$/.test(compact) ? compact : ''
}

const TOKEN = /[0-9A-Za-z]{10,40}/g

/**
 * A number that stands inside other text: the code in a tracking page's address (labels carry such QR codes) or after
 * words like "TRACKING #" and "Trk No:". Returns the texts worth a second look, likeliest first.
 */
export function insideTexts(clean: string): string[] {
  if (/^https?:/i.test(clean)) {
    return (clean.slice(8).match(TOKEN) ?? []).filter((token) => /[0-9]{6}/.test(token)).toSorted((a, b) => b.length - a.length)
  }
  const after = clean.replace(/^(?:(?:USPS|UPS|FEDEX|DHL|TRACKING|TRACK|TRK|CERTIFIED|ARTICLE|PACKAGE|WAYBILL|MAIL|NUMBER|NO|NR|NUM|ID)\b[\s.:#\u2122\u00AE-]*)+/i, '')
  return after === clean || after === '' ? [] : [after]
}
