import * as z from 'zod'
import { id, instant, procedure, text } from './base.ts'
import { pieceRow } from './pieces.ts'

/** What one scan gives, wherever it came from. */
export const scanInput = z.object({
  /** Made by the page for each scan: the same scan sent again after a lost connection is answered, not doubled. */
  id,
  text: text(100_000, 1),
  source: z.enum(['wedge', 'typed', 'serial', 'hid', 'camera', 'image']),
  /** When the page caught it, UTC milliseconds by the page's clock; kept beside the station's own time. */
  caughtAt: instant,
})

const candidate = z.object({ scheme: z.string(), carrier: z.string(), carrierName: z.string(), number: z.string(), grouped: z.string(), service: z.string(), checkDigit: z.enum(['valid', 'invalid', 'none']), confidence: z.number() })

export const scanned = z.object({
  piece: pieceRow,
  /** What else the number could be, best first, when it is not certain. */
  candidates: z.array(candidate),
  /** Earlier pieces with the same number, newest first. */
  seenBefore: z.array(pieceRow),
  /** How many pieces were taken in today, this one included. */
  countToday: z.number().int(),
})
export type Scanned = z.infer<typeof scanned>

export const intake = {
  /** Records a piece the moment it is scanned or typed; durable before it answers. */
  scan: procedure('operator').input(scanInput).output(scanned),
}
