import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { TERMINATORS } from '../scanning/serial.ts'
import { id, instant, line, procedure, text } from './base.ts'
import { scanSource } from './intake.ts'
import { printable } from './printing.ts'

/** One scan, whatever way it came in. Every way in makes one of these, and one place decides which screen takes it. */
export const scan = z.object({
  /** Made where the scan was caught; one that is handed over twice is taken once. */
  id,
  /** What the barcode holds: without prefix, suffix, end and AIM identifier. */
  text: text(100_000),
  /** What kind of barcode, where scanner or reader says so. */
  symbology: z.string().nullable(),
  source: scanSource,
  /** The name of the scanner, camera or file; null for a scanner that types like a keyboard, which has none. */
  device: z.string().nullable(),
  /** When it was caught, UTC milliseconds. */
  time: instant,
  /** As it came, letter by letter, with the AIM identifier. */
  raw: text(100_000, 1),
  /** How long the scanner took to send it, or the reader to find it, milliseconds; null where nobody knows. */
  took: z.number().int().min(0).nullable(),
})
export type Scan = z.infer<typeof scan>

/** How a serial scanner is doing. `missing`: not plugged in. `denied`: this user may not open it. `off`: nothing serves it now. */
export const scannerState = z.enum(['open', 'opening', 'missing', 'busy', 'denied', 'failed', 'off'])

/** A scanner of this workstation on a serial line (USB-COM). */
export const scanner = z.object({
  id,
  name: z.string(),
  /** Where it is opened: `COM3`, `/dev/ttyACM0`. */
  path: z.string(),
  /** Vendor, product and serial number of the USB device, by which it is found again on another port; null for a port that is no USB device. */
  usb: z.string().nullable(),
  baud: z.number().int(),
  terminator: z.enum(TERMINATORS),
  prefix: z.string(),
  suffix: z.string(),
  state: scannerState,
  /** The state in the person's words, with what to do. */
  words: z.string(),
  /** When it last sent something, UTC milliseconds; null since the station started. */
  lastAt: instant.nullable(),
})
export type ScannerRow = z.infer<typeof scanner>

/** A serial port of this computer; `scanner` is the name of the one that is set up on it. */
export const port = z.object({ path: z.string(), name: z.string(), usb: z.string().nullable(), scanner: z.string().nullable() })
export type PortRow = z.infer<typeof port>

/** Visible characters, a few of them: what a scanner sends around each code. */
const affix = z.string().max(10).regex(/^[\u0020-\u007e]*$/, 'Up to 10 letters, digits and signs of an English keyboard.')
const page = z.string().regex(/^[0-9a-z-]{1,40}$/)

/** What comes to a page from scanners of the station. */
export const arrival = z.discriminatedUnion('kind', [
  /** Whether this is the page that scans come to now: the one that was used last. */
  z.object({ kind: z.literal('place'), current: z.boolean() }),
  z.object({ kind: z.literal('scan'), scan }),
  /** A code was lost on its way; every other one is here. */
  z.object({ kind: z.literal('cut'), device: z.string(), words: z.string() }),
  /** Something was scanned while nobody is signed in on this page: it is not taken. */
  z.object({ kind: z.literal('locked'), device: z.string() }),
])
export type Arrival = z.infer<typeof arrival>

export const decodedSymbol = z.object({ page: z.number().int(), format: z.string(), text: z.string() })

export const scanning = {
  /** Reads every barcode in a picture or PDF of up to 20 MB. Nothing is kept. Refused as `unreadable` with the reason. */
  decodeImage: procedure('operator').input(z.object({ content: z.base64().max(28_000_000) })).output(z.object({ pages: z.number().int(), symbols: z.array(decodedSymbol) })),
  /** A sheet with one symbol of every kind a mailroom meets, to see what a scanner makes of it. */
  testSheet: procedure('operator').output(printable),
  scanners: procedure('operator').output(z.array(scanner)),
  /** The serial ports of this computer. */
  ports: procedure('administrator').output(z.array(port)),
  /** Adds a serial scanner, or changes the one named by `id`, and opens it. Refused as `name-taken` or `path-taken`. */
  saveScanner: procedure('administrator').input(z.object({
    id: id.optional(), name: line(80), path: line(400), usb: text(200).nullable().default(null), baud: z.number().int().min(110).max(4_000_000), terminator: z.enum(TERMINATORS), prefix: affix.default(''), suffix: affix.default(''),
  })).output(scanner),
  /** Closes a scanner and takes it away. */
  removeScanner: procedure('administrator').input(z.object({ id })).output(z.object({})),
  /**
   * What comes from scanners of the station, for as long as the page listens. Only the page that was used last is given scans, and
   * only while somebody is signed in on it; what no page is there for is kept. `page` is a name the page made for itself.
   */
  arrivals: procedure('anyone').input(z.object({ page })).output(eventIterator(arrival)),
  /** Scans come to this page from now on. */
  usePage: procedure('anyone').input(z.object({ page })).output(z.object({})),
  /** A scan has found its place. Until this is said it is handed over again when the page goes. */
  taken: procedure('operator').input(z.object({ id })).output(z.object({})),
}
export type DecodedSymbolRow = z.infer<typeof decodedSymbol>
