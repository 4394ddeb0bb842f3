/** One way to send a job to any printer. */
import { access, constants } from 'node:fs/promises'
import { queueTrouble, sendCups } from './cups.ts'
import { sendFile } from './device.ts'
import { askTcp, sendTcp } from './tcp.ts'
import type { TcpOptions } from './tcp.ts'
import { blockedBy } from './target.ts'
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

/** What stands in a printer's way, in the person's words; null for nothing. `answers` is false where only the way to it could be looked at. */
export async function askTrouble(target: Target, protocol: StatusProtocol | undefined): Promise<{ answers: boolean; trouble: string | null }> {
  switch (target.kind) {
    case 'tcp': {
      const said = await askTcp(target.host, target.port, protocol ?? NO_QUESTION, 2_000)
      if (said === undefined || typeof said === 'string') return { answers: false, trouble: said ?? null }
      return { answers: true, trouble: blockedBy(said) ?? (said.paper === 'low' ? 'The paper is nearly used up.' : null) }
    }
    case 'cups':
      return { answers: true, trouble: (await queueTrouble(target.queue)) ?? null }
    case 'file':
      return { answers: false, trouble: await access(target.path, constants.W_OK).then(() => null, () => `${target.path} is not there, or this user may not write to it.`) }
    case 'windows':
    default:
      return { answers: false, trouble: process.platform === 'win32' ? null : 'Windows printers exist on Windows only.' }
  }
}

/** For a language without questions: only whether the printer can be reached. */
const NO_QUESTION: StatusProtocol = { query: new Uint8Array(), parse: () => undefined }
