/**
 * Reports of HID POS scanners (USB "HID Point of Sale Usage Tables", usage page 0x8C): which bytes are the barcode, the AIM
 * identifier and the sign that more follows. Which byte is which stands in the device's own report descriptor.
 */

/** The usage page of barcode scanners. */
export const HID_POS = 0x8c

/** As much of a report descriptor as is needed; what WebHID calls a collection has this shape. */
export interface HidItem { isRange?: boolean; usages?: readonly number[]; usageMinimum?: number; usageMaximum?: number; reportSize?: number; reportCount?: number }
export interface HidReport { reportId?: number; items?: readonly HidItem[] }
export interface HidCollection { usagePage?: number; inputReports?: readonly HidReport[]; children?: readonly HidCollection[] }

/** Generic desktop: how many bytes of the data count. Barcode page: three letters of the AIM identifier, the data, and that it goes on in the next report. */
const USAGES = { count: 0x0001_003b, aim: new Set([0x8c_00fb, 0x8c_00fc, 0x8c_00fd]), data: 0x8c_00fe, more: 0x8c_00ff } as const

interface Layout { count: number | null; aim: number[]; data: number[]; /** In bits. */ more: number | null }

/** What scanners do whose descriptor says nothing: one byte of length, three of AIM identifier, 56 of data, one of flags. */
const USUAL: Layout = { count: 0, aim: [1, 2, 3], data: Array.from({ length: 56 }, (_, i) => 4 + i), more: 60 * 8 }

export interface HidPosReader {
  /** Takes the bytes of one report, without the number of the report. Answers the code when it is whole now, with its AIM identifier. */
  feed: (reportId: number, bytes: Uint8Array) => string | null
  /** How many bytes of a code have arrived that goes on in the next report. */
  pending: () => number
  /** Forgets them: the rest will not come. */
  drop: () => void
}

/** True for a device with a barcode scanner in it. */
export function isHidPos(collections: readonly HidCollection[]): boolean {
  return collections.some(({ usagePage, children }) => usagePage === HID_POS || isHidPos(children ?? []))
}

export function createHidPosReader(collections: readonly HidCollection[]): HidPosReader {
  const layouts = new Map<number, Layout | null>()
  // A collection has the items of those inside it too, so that only the outermost one tells where in the report they stand.
  for (const { reportId = 0, items = [] } of reportsOf(collections)) if (!layouts.has(reportId)) layouts.set(reportId, layoutOf(items))
  let [aim, data]: [number[], number[]] = [[], []]

  return {
    feed(reportId, bytes) {
      const layout = layouts.size === 0 ? USUAL : layouts.get(reportId)
      if (!layout) return null
      const at = (i: number): number => bytes[i] ?? 0
      const count = Math.min(layout.data.length, layout.count === null ? layout.data.length : at(layout.count))
      if (data.length === 0) aim = layout.aim.map(at)
      data.push(...layout.data.slice(0, count).map(at))
      if (layout.more !== null && (at(layout.more >> 3) & (1 << (layout.more & 7))) !== 0) return null
      const text = String.fromCharCode(...aim).replaceAll('\0', '')
      const code = decode(layout.count === null ? data.slice(0, data.findLastIndex((byte) => byte !== 0) + 1) : data)
      ;[aim, data] = [[], []]
      if (code === '') return null
      // Some send the identifier with its bracket, some without.
      const identifier = /^\]?[A-Za-z][0-9A-Za-z]$/.test(text) ? (text.startsWith(']') ? text : `]${text}`) : ''
      return identifier + code.replace(/[\r\n]+$/, '')
    },
    pending: () => data.length,
    drop: () => { [aim, data] = [[], []] },
  }
}

function reportsOf(collections: readonly HidCollection[]): HidReport[] {
  return collections.flatMap(({ inputReports = [], children = [] }) => [...inputReports, ...reportsOf(children)])
}

/** Where the parts of a scan stand in a report; null for a report without one, such as a scanner's status. */
function layoutOf(items: readonly HidItem[]): Layout | null {
  const layout: Layout = { count: null, aim: [], data: [], more: null }
  let bit = 0
  for (const { isRange = false, usages = [], usageMinimum = 0, usageMaximum = usageMinimum, reportSize = 0, reportCount = 0 } of items) {
    for (let i = 0; i < reportCount; i++, bit += reportSize) {
      const usage = isRange ? Math.min(usageMinimum + i, usageMaximum) : usages[Math.min(i, usages.length - 1)]
      if (usage === USAGES.more) layout.more ??= bit
      else if (reportSize !== 8 || usage === undefined) continue
      else if (usage === USAGES.count) layout.count = bit / 8
      else if (USAGES.aim.has(usage)) layout.aim.push(bit / 8)
      else if (usage === USAGES.data) layout.data.push(bit / 8)
    }
  }
  return layout.data.length === 0 ? null : layout
}

function decode(bytes: readonly number[]): string {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCharCode(...bytes)
  }
}
