import type { Sessions } from './access/sessions.ts'
import type { Spooler } from './printing/spooler.ts'
import type { Arrivals } from './scanning/arrivals.ts'
import type { SerialScanners } from './scanning/serial.ts'
import type { Decoder } from './scanning/decoder.ts'
import type { Changes } from './changes.ts'
import type { Logger } from './logger.ts'
import type { Store } from './store/store.ts'
import type { Reader } from './store/reader.ts'
import type { OutboxSender } from './notify/outbox.ts'
import type { Planner } from './notify/planner.ts'
import type { Secrets } from './secrets.ts'
import type { Tasks } from './tasks/tasks.ts'

/** The face a station is shown by. */
export type Face = 'electron' | 'browser' | 'command-line' | 'test'

/** What the operations of every area work with. */
export interface Services {
  store: Store
  /** Long reads, off the scan's path. */
  reader: Reader
  changes: Changes
  sessions: Sessions
  /** The print queue. */
  spooler: Spooler
  /** Reads barcodes in pictures, in a thread of its own. */
  decoder: Decoder
  /** Scanners on serial lines. */
  scanners: SerialScanners
  /** The way of their scans to the page in use. */
  arrivals: Arrivals
  /** Sends what stands in the outbox. */
  outbox: OutboxSender
  /** Writes the messages that are due. */
  planner: Planner
  /** Passwords and keys; they stand in no table. */
  secrets: Secrets
  /** What the station does by itself at certain times. */
  tasks: Tasks
  /** How hard a new PIN or recovery code is to try, as scrypt's N. */
  secretCost: number
  log: Logger
  face: Face
  version: string
  sample: boolean
  /** How the face goes from the first run to the sample office, and from there back to the own one; left out where it cannot. */
  offices: { openSample?: () => Promise<void>; leaveSample?: () => void }
  /** Opens the system's print dialog for a PDF, where the face has one; answers whether it was printed. */
  printDialog?: (content: Uint8Array, title: string) => Promise<boolean>
}
