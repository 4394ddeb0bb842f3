/** Where a print job goes, and what became of it. */

/** A printer's address. */
export type Target =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** A device file such as /dev/usb/lp0, or an ordinary file. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cups'; readonly queue: string }
  | { readonly kind: 'windows'; readonly printer: string }

/**
 * What became of a job. `failed` promises that the printer got none of it, so it may be repeated; `unknown` means that it
 * may have been printed, wholly or in part, so only a person may decide. `refused` means that the receiver will never take it. `sent` means that the receiver took everything and
 * closed in good order; `confirmed` that the printer itself answered afterwards.
 */
export type Outcome =
  | { readonly state: 'sent' | 'confirmed'; readonly bytesSent: number; readonly status?: PrinterStatus }
  | { readonly state: 'failed'; readonly bytesSent: 0; readonly reason: string; readonly status?: PrinterStatus }
  | { readonly state: 'refused'; readonly bytesSent: 0; readonly reason: string }
  | { readonly state: 'unknown'; readonly bytesSent: number; readonly reason: string }

/** What a printer says about itself; a field is absent where its protocol does not tell. */
export interface PrinterStatus {
  readonly online: boolean
  readonly paper?: 'ok' | 'low' | 'out'
  readonly cover?: 'closed' | 'open'
  readonly paused?: boolean
  readonly headHot?: boolean
  readonly ribbonOut?: boolean
  readonly jammed?: boolean
  /** Labels still to be printed, by the printer's own count. */
  readonly waiting?: number
}

/** How to ask a printer for its status. */
export interface StatusProtocol {
  readonly query: Uint8Array
  /** The status, or undefined while the answer is not complete. */
  parse: (answer: Uint8Array) => PrinterStatus | undefined
}

export interface SendOptions {
  readonly signal?: AbortSignal
  /** Longest time without any progress, milliseconds. */
  readonly deadlineMs?: number
  /** Called with the bytes handed over so far. */
  readonly onBytes?: (bytes: number) => void
  /** Ask the printer before and after, where the way to it allows an answer. */
  readonly status?: StatusProtocol
  /** Shown in the print queue of the system. */
  readonly title?: string
}

export const DEFAULT_DEADLINE_MS = 30_000

/** The address is not one this app understands; the message says what it should look like. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/**
 * Read an address: `tcp://HOST[:PORT]` (port 9100 if left out), `file:PATH`, `cups:QUEUE` or `windows:PRINTER`.
 * @throws TargetError with what is wrong.
 */
export function parseTarget(text: string): Target {
  const trimmed = text.trim()
  if (trimmed.startsWith('tcp:')) return parseTcp(trimmed)
  if (trimmed.startsWith('file:')) {
    const path = trimmed.slice('file:'.length).replace(/^\/\/(?=\/)/u, '')
    if (path === '' || path.includes('\0')) throw new TargetError('file: needs a path, for example file:/dev/usb/lp0')
    return { kind: 'file', path }
  }
  if (trimmed.startsWith('cups:')) {
    const queue = trimmed.slice('cups:'.length)
    // CUPS itself forbids blanks, / and # in queue names; a leading dash would be taken for an option.
    if (!/^[^\s/#?\\'"<>|&;`$-][^\s/#?\\'"<>|&;`$]{0,126}$/u.test(queue) || !/^[ -~\u00a0-\uffff]+$/u.test(queue)) throw new TargetError(`"${queue}" is not the name of a print queue, for example cups:Zebra_ZD421`)
    return { kind: 'cups', queue }
  }
  if (trimmed.startsWith('windows:')) {
    const printer = trimmed.slice('windows:'.length)
    if (printer === '' || printer.length > 220 || /[\u0000-\u001f,]/u.test(printer)) throw new TargetError('windows: needs the name of a printer, for example windows:ZDesigner ZD421')
    return { kind: 'windows', printer }
  }
  throw new TargetError(`"${trimmed}" is not a printer address. It starts with tcp://, file:, cups: or windows:`)
}

function parseTcp(text: string): Target {
  const wrong = (): TargetError => new TargetError(`"${text}" is not a network printer, for example tcp://192.168.1.50:9100`)
  let url: URL
  try {
    url = new URL(text.replace(/^tcp:/u, 'http:'))
  } catch {
    throw wrong()
  }
  if (!text.startsWith('tcp://') || url.hostname === '' || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) throw wrong()
  // URL drops port 80 for http, so the port is read from the text.
  const port = /:(\d+)\/?$/u.exec(text.slice('tcp://'.length))?.[1]
  const number = port === undefined ? 9100 : Number(port)
  if (number < 1 || number > 65_535) throw wrong()
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/gu, ''), port: number }
}

/** The address as text, as `parseTarget` reads it. */
export function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'tcp':
      return `tcp://${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`
    case 'file':
      return `file:${target.path}`
    case 'cups':
      return `cups:${target.queue}`
    case 'windows':
    default:
      return `windows:${target.printer}`
  }
}

/** Why a printer with this status cannot print now, in the person's words; undefined if it can. */
export function blockedBy(status: PrinterStatus): string | undefined {
  if (status.cover === 'open') return 'The cover of the printer is open.'
  if (status.paper === 'out') return 'The printer is out of paper.'
  if (status.ribbonOut === true) return 'The printer is out of ribbon.'
  if (status.jammed === true) return 'The paper is jammed.'
  if (status.headHot === true) return 'The print head is too hot; it goes on by itself when it has cooled.'
  if (status.paused === true) return 'The printer is paused.'
  if (!status.online) return 'The printer is offline.'
  return undefined
}
