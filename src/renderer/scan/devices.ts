import { t } from '../catalogue/index.ts'
import type { Scan } from '../../shared/contract/scanning.ts'
import { createHidPosReader, HID_POS, isHidPos, type HidCollection } from '../../shared/scanning/hid-pos.ts'
import { client, connection } from '../app/station.ts'
import { createStore } from '../app/store.ts'
import { locked, makeScan, onScanGiven, spoiled, takeScan } from './scans.ts'

/** As much of WebHID as is used; TypeScript's own library does not know it. */
interface HidDevice extends EventTarget {
  productName: string
  opened: boolean
  collections: readonly HidCollection[]
  open: () => Promise<void>
}
interface Hid extends EventTarget {
  getDevices: () => Promise<HidDevice[]>
  requestDevice: (options: { filters: ReadonlyArray<{ usagePage: number }> }) => Promise<HidDevice[]>
}
type HidEvent = Event & { device: HidDevice }
type InputReport = Event & { reportId: number; data: DataView }

/** This page, as the station knows it. */
const PAGE = crypto.randomUUID()
/** Whether scans come to this page: the one that was used last. */
let current = true

/** A scanner that this page itself reads (HID POS). */
export interface PageScanner { name: string; open: boolean; words: string }
export const pageScanners = createStore<readonly PageScanner[]>([])

const hid = (): Hid | null => ('hid' in navigator ? (navigator as unknown as { hid: Hid }).hid : null)
const opened = new Map<HidDevice, PageScanner & { opening: boolean; reader: ReturnType<typeof createHidPosReader>; gone: AbortController }>()
/** The reports of one code come within a few milliseconds; what has not come after so long does not come any more, milliseconds. */
const REST_MS = 1_000
const show = (): void => { pageScanners.set([...opened.values()].map(({ name, open, words }) => ({ name, open, words }))) }

/** True where this browser can read HID POS scanners. */
export const canHid = (): boolean => hid() !== null

/** Asks the person for a HID POS scanner, and remembers it. Answers false when none was chosen. Has to be called from a key or a click. */
export async function chooseScanner(): Promise<boolean> {
  const devices = (await hid()?.requestDevice({ filters: [{ usagePage: HID_POS }] })) ?? []
  await Promise.all(devices.map(listen))
  return devices.length > 0
}

async function listen(device: HidDevice): Promise<void> {
  if (!isHidPos(device.collections)) return
  const scanner = opened.get(device) ?? hear(device)
  // One that another program had is tried again when it is chosen again.
  if (scanner.open || scanner.opening) return
  Object.assign(scanner, { opening: true, words: t('scan.devices.beingOpened') })
  show()
  try {
    if (!device.opened) await device.open()
    Object.assign(scanner, { open: true, words: t('scan.devices.connected') })
  } catch {
    Object.assign(scanner, { words: t('scan.devices.itCannotBeOpenedAnotherProgram') })
  }
  scanner.opening = false
  show()
}

function hear(device: HidDevice): PageScanner & { opening: boolean } {
  const scanner = { name: device.productName || t('scan.devices.scanner'), open: false, opening: false, words: '', reader: createHidPosReader(device.collections), gone: new AbortController() }
  let rest: ReturnType<typeof setTimeout> | undefined
  opened.set(device, scanner)
  device.addEventListener('inputreport', (event) => {
    const { reportId, data } = event as InputReport
    const raw = scanner.reader.feed(reportId, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    clearTimeout(rest)
    if (scanner.reader.pending() > 0) rest = setTimeout(() => {
      // Else the next code would be read as the rest of this one.
      scanner.reader.drop()
      if (current && !scanner.gone.signal.aborted) spoiled(t('scan.devices.nameSentOnlyAPart', { name: scanner.name }))
    }, REST_MS)
    // Every page that may use the scanner hears it; one of them takes what it reads.
    if (raw !== null && current) takeScan(makeScan(raw, { source: 'hid', device: scanner.name }))
  }, { signal: scanner.gone.signal })
  return scanner
}

/** Reads scanners that this page may use, now and when they are plugged in. */
function startHid(): void {
  const bus = hid()
  if (!bus) return
  bus.addEventListener('connect', (event) => { void listen((event as HidEvent).device) })
  bus.addEventListener('disconnect', (event) => {
    const scanner = opened.get((event as HidEvent).device)
    opened.delete((event as HidEvent).device)
    scanner?.gone.abort()
    if (scanner && scanner.reader.pending() > 0 && current) spoiled(t('scan.devices.nameWasUnpluggedInTheMiddle', { name: scanner.name }))
    show()
  })
  bus.getDevices().then(async (devices) => { await Promise.all(devices.map(listen)) }, () => undefined)
}

/** Scans of the station that found their place here; one that is handed over again is only answered. */
const given = new Set<string>()
const answer = (id: string): void => { client.scanning.taken({ id }).catch(() => undefined) }

async function follow(): Promise<void> {
  for await (const arrival of await client.scanning.arrivals({ page: PAGE })) {
    if (arrival.kind === 'place') {
      current = arrival.current
      if (!current && document.hasFocus()) use()
    } else if (arrival.kind === 'scan') {
      if (given.has(arrival.scan.id)) answer(arrival.scan.id)
      else takeScan(arrival.scan)
    } else if (arrival.kind === 'cut') spoiled(arrival.words)
    else locked()
  }
}

/** This page is used: scans of the station's scanners come to it. */
function use(): void {
  if (!current && connection.state.get() === 'open') client.scanning.usePage({ page: PAGE }).catch(() => undefined)
}

/** Starts to take scans of devices: serial ones from the station, HID POS ones of this page; called once. */
export function startDevices(): void {
  onScanGiven((scan: Scan) => {
    if (scan.source !== 'serial') return
    given.add(scan.id)
    answer(scan.id)
  })
  const start = (): void => { if (connection.state.get() === 'open') follow().catch(() => undefined) }
  connection.state.subscribe(start)
  start()
  for (const kind of ['focus', 'pointerdown', 'keydown'] as const) window.addEventListener(kind, use, { capture: true, passive: true })
  startHid()
}
