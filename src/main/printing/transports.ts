/** One way to send a job to any printer. */
import { sendCups } from './cups.ts'
import { sendFile } from './device.ts'
import { askTcp, sendTcp } from './tcp.ts'
import type { TcpOptions } from './tcp.ts'
import type { Outcome, PrinterStatus, StatusProtocol, Target } from './target.ts'
import { sendWindows } from './windows.ts'

/** Send a job once. Never throws and never repeats by itself; what became of it is the outcome. */
export async function send(target: Target, bytes: Uint8Array, options: TcpOptions = {}): Promise<Outcome> {
  if (bytes.length === 0) return { state: 'failed', bytesSent: 0, reason: 'The job is empty.' }
  switch (target.kind) {
    case 'tcp':
      return await sendTcp(target.host, target.port, bytes, options)
    case 'file':
      return await sendFile(target.path, bytes, options)
    case 'cups':
      return await sendCups(target.queue, bytes, options)
    case 'windows':
    default:
      return await sendWindows(target.printer, bytes, options)
  }
}

/** The printer's own word on its state; a text says why it cannot be asked, undefined that it does not answer. */
export async function askStatus(target: Target, protocol: StatusProtocol | undefined, deadlineMs?: number): Promise<PrinterStatus | string | undefined> {
  if (target.kind !== 'tcp' || protocol === undefined) return undefined
  return await askTcp(target.host, target.port, protocol, deadlineMs)
}
