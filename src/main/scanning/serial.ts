/** Scanners on serial lines: opened when they are plugged in, again after they were unplugged, and read code by code. */
import { access } from 'node:fs/promises'
import type { SerialPort } from 'serialport'
import type { PortRow, Scan, ScannerRow } from '../../shared/contract/scanning.ts'
import { newId } from '../../shared/ids.ts'
import { readAim } from '../../shared/scanning/aim.ts'
import type { SerialCode, SerialReader } from '../../shared/scanning/serial.ts'
import { createSerialReader } from '../../shared/scanning/serial.ts'
import type { Changes } from '../changes.ts'
import type { Logger } from '../logger.ts'
import type { Store } from '../store/store.ts'
import type { Arrivals } from './arrivals.ts'
import type { StoredScanner } from './queries.ts'
import * as queries from './queries.ts'

export interface SerialScanners {
  /** How each scanner is doing, by its id. */
  state(id: string): Pick<ScannerRow, 'state' | 'words' | 'lastAt'>
  /** The serial ports of this computer, without the names of their scanners. */
  ports(): Promise<Array<Omit<PortRow, 'scanner'>>>
  /** Opens what is set up now and closes what is not any more. */
  refresh(): void
  /** The computer goes to sleep: lets go of every line, because one that slept may be dead without saying so. */
  sleep(): void
  /** It woke up: opens every line anew, also those that nobody closed before. */
  wake(): void
  close(): Promise<void>
}

export interface SerialOptions {
  store: Store
  changes: Changes
  log: Logger
  arrivals: Arrivals
  /** False for a short command: it must not take a scanner from the app. */
  serve: boolean
}

/** How often a scanner that is not there is looked for, and the ports are asked for one that moved to another, milliseconds. */
const RETRY = 1_000
const ASK = 5_000
/** How long a line is silent after a code that ends with a pause, and how long the rest of one that ends with a sign may take, milliseconds. */
const PAUSE = 80
const REST = 2_000

const WORDS: Record<Exclude<ScannerRow['state'], 'failed'>, string> = {
  open: 'Connected.', opening: 'Being opened.', missing: 'Not plugged in. It is opened as soon as it is.', busy: 'Another program uses it. Close that program; it is opened as soon as it is free.',
  denied: 'This user may not open it. On Linux, add the user to the group dialout and sign in again.', off: 'Not served by this command.',
}

interface Line {
  row: StoredScanner
  state: ScannerRow['state']
  words: string
  lastAt: number | null
  port: SerialPort | null
  reader: SerialReader
  timer: NodeJS.Timeout | undefined
  /** Looks whether the port is still there. */
  watch: NodeJS.Timeout | undefined
  ended: boolean
}

type Found = Awaited<ReturnType<typeof SerialPort.list>>[number]

/** What tells one USB device from another; null for ports that are none. */
function usbOf({ vendorId, productId, serialNumber }: Found): string | null {
  return vendorId === undefined || productId === undefined ? null : `${vendorId}:${productId}:${serialNumber ?? ''}`.toLowerCase()
}

/** Loaded when it is needed: most stations have no serial scanner, and none of them shall fail to start because of it. */
const library = async (): Promise<{ SerialPort: typeof SerialPort }> => await import('serialport')

/** Why a port cannot be opened, from the words of the three systems. */
function whyNot(message: string): ScannerRow['state'] {
  if (/no such file|file not found|no such device|cannot find|device not configured/i.test(message)) return 'missing'
  if (/lock|busy|temporarily unavailable|access (?:is )?denied/i.test(message)) return 'busy'
  return /permission denied|operation not permitted/i.test(message) ? 'denied' : 'failed'
}

/** Serves the serial scanners of a store. */
export function createSerialScanners({ store, changes, log, arrivals, serve }: SerialOptions): SerialScanners {
  const lines = new Map<string, Line>()
  let closed = false
  let asleep = false
  let asked: { at: number; ports: Promise<Found[]> } | null = null

  const list = async (): Promise<Found[]> => await (await library()).SerialPort.list()

  function say(line: Line, state: ScannerRow['state'], words?: string): void {
    if (line.ended || (line.state === state && (words ?? line.words) === line.words)) return
    line.state = state
    line.words = words ?? (state === 'failed' ? line.words : WORDS[state])
    changes.tell(['scanning'])
  }

  /** The path of a scanner now: a USB device keeps its identity when it is plugged in elsewhere. */
  async function pathOf({ path, usb }: StoredScanner): Promise<string> {
    if (usb === null) return path
    if (!asked || Date.now() - asked.at > ASK) asked = { at: Date.now(), ports: list().catch(() => []) }
    const same = (await asked.ports).filter((found) => usbOf(found) === usb)
    return (same.find((found) => found.path === path) ?? same[0])?.path ?? path
  }

  function again(line: Line): void {
    if (line.ended || asleep) return
    line.timer = setTimeout(() => { void open(line) }, RETRY)
    line.timer.unref()
  }

  async function open(line: Line): Promise<void> {
    if (line.port || asleep) return
    try {
      const { SerialPort } = await library()
      const port = new SerialPort({ path: await pathOf(line.row), baudRate: line.row.baud, autoOpen: false })
      await new Promise<void>((resolve, reject) => { port.open((error) => { if (error) reject(error); else resolve() }) })
      if (line.ended || asleep) {
        port.close(() => undefined)
        return
      }
      line.port = port
      port.on('data', (bytes: Buffer) => { take(line, bytes) })
      // A port that breaks says so, and then closes.
      port.on('error', (error) => { log.warn('serial scanner', { scanner: line.row.id, error: error.message }) })
      port.on('close', () => { gone(line) })
      // Not every driver says that its device was pulled out; its file is gone all the same.
      if (process.platform !== 'win32') {
        line.watch = setInterval(() => { access(port.path).catch(() => { if (port.isOpen) port.close(() => undefined) }) }, RETRY)
        line.watch.unref()
      }
      say(line, 'open')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const state = whyNot(message)
      say(line, state, state === 'failed' ? `It cannot be opened: ${message}` : undefined)
      again(line)
    }
  }

  /** The line is down. What had come of a code is no code; everything before it is delivered. */
  function gone(line: Line): void {
    clearTimeout(line.timer)
    clearInterval(line.watch)
    line.port = null
    if (line.ended) return
    if (line.reader.pending() > 0) {
      line.reader.drop()
      arrivals.cut(line.row.name, `${line.row.name} was unplugged in the middle of a code. That one code is lost; scan it again.`)
    }
    asked = null
    say(line, 'missing')
    again(line)
  }

  function take(line: Line, bytes: Uint8Array): void {
    line.lastAt = store.now()
    for (const code of line.reader.feed(bytes, performance.now())) hand(line, code)
    clearTimeout(line.timer)
    if (line.reader.pending() === 0) return
    const pause = line.row.terminator === 'pause'
    line.timer = setTimeout(() => {
      if (pause) {
        const code = line.reader.end()
        if (code) hand(line, code)
      } else {
        line.reader.drop()
        arrivals.cut(line.row.name, `${line.row.name} sent the start of a code and no end. Scan it again. If this comes every time, set what ends its codes under Devices.`)
      }
    }, pause ? PAUSE : REST)
  }

  function hand(line: Line, { raw, took }: SerialCode): void {
    const time = store.now()
    const { symbology, text } = readAim(raw)
    const scan: Scan = { id: newId(time), text, symbology, source: 'serial', device: line.row.name, time, raw, took }
    arrivals.scan(scan)
  }

  function end(line: Line): Promise<void> {
    line.ended = true
    clearTimeout(line.timer)
    clearInterval(line.watch)
    const { port } = line
    return new Promise((resolve) => {
      if (port?.isOpen) port.close(() => { resolve() })
      else resolve()
    })
  }

  function refresh(): void {
    if (!serve || closed) return
    const rows = queries.scanners(store.db)
    const ending: Array<Promise<void>> = []
    for (const [id, line] of lines) {
      const row = rows.find((one) => one.id === id)
      if (row && JSON.stringify({ ...row, name: '' }) === JSON.stringify({ ...line.row, name: '' })) line.row = row
      else {
        lines.delete(id)
        ending.push(end(line))
      }
    }
    const fresh = rows.filter(({ id }) => !lines.has(id)).map((row): Line => ({ row, state: 'opening', words: WORDS.opening, lastAt: null, port: null, reader: createSerialReader(row), timer: undefined, watch: undefined, ended: false }))
    for (const line of fresh) lines.set(line.row.id, line)
    // A port is free for its new settings only when it is closed.
    void Promise.all(ending).then(() => { for (const line of fresh) if (!line.ended) void open(line) })
    changes.tell(['scanning'])
  }

  refresh()
  return {
    state: (id) => lines.get(id) ?? { state: 'off', words: WORDS.off, lastAt: null },
    ports: async () => (await list()).map((found) => ({ path: found.path, name: nameOf(found), usb: usbOf(found) })).filter(({ path, usb }) => usb !== null || !/^\/dev\/ttyS\d+$/.test(path)),
    refresh,
    sleep: () => {
      asleep = true
      for (const line of lines.values()) line.port?.close(() => undefined)
    },
    wake: () => {
      const slept = asleep
      asleep = false
      for (const line of lines.values()) {
        // Closing one leads to opening it again.
        if (line.port) line.port.close(() => undefined)
        else if (slept) {
          clearTimeout(line.timer)
          again(line)
        }
      }
    },
    close: async () => {
      closed = true
      await Promise.all([...lines.values()].map(end))
    },
  }
}

/** What a port is called: its maker's words where there are any. */
function nameOf({ path, manufacturer, ...rest }: Found): string {
  const friendly = 'friendlyName' in rest && typeof rest.friendlyName === 'string' ? rest.friendlyName : undefined
  return friendly ?? (manufacturer === undefined ? path : `${manufacturer}, ${path}`)
}
