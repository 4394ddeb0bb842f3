/**
 * Printing over TCP, as label and receipt printers listen on port 9100.
 *
 * What TCP can and cannot tell decides the outcome:
 * - Before the connection stands, the printer has nothing: failed.
 * - As long as only a status question was sent, it has nothing of the job: failed.
 * - From the first byte of the job on, the system may deliver what it was given even after an error: unknown.
 * - A write that succeeded only reached our own system. So the end counts only if the printer answered a status question
 *   that followed the job, or took the job, then our end of stream, and then closed without an error.
 * - A printer that closes before we have ended the stream did not wait for the end: unknown.
 * On giving up, the connection is reset, so that what still waits in our system is thrown away and cannot print later.
 */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { blockedBy, DEFAULT_DEADLINE_MS } from './target.ts'
import type { Outcome, PrinterStatus, SendOptions } from './target.ts'

export interface TcpOptions extends SendOptions {
  /**
   * How long to listen after the last byte before ending the stream, where the printer does not answer questions. A
   * connection that the printer had already given up shows itself in this time; it should exceed a round trip. Milliseconds.
   */
  readonly settleMs?: number
  /** Longest wait for an answer to a status question. Many printers never answer. Milliseconds. */
  readonly answerMs?: number
  /** Called when the printer was asked before the job and did not answer. */
  readonly onSilent?: () => void
}

const CHUNK = 16_384

/** Send a job. Never throws; every way it can end is an outcome. */
export async function sendTcp(host: string, port: number, bytes: Uint8Array, options: TcpOptions = {}): Promise<Outcome> {
  const { deadlineMs = DEFAULT_DEADLINE_MS, settleMs = 150, answerMs = 2_000, onSilent, signal, status, onBytes } = options
  if (signal?.aborted === true) return { state: 'failed', bytesSent: 0, reason: 'The job was stopped before it was sent.' }
  const line = openLine(host, port)
  const stop = (): void => line.give({ ended: 'stopped' })
  signal?.addEventListener('abort', stop, { once: true })
  let handed = 0
  let delivered = false
  const unknown = (reason: string): Outcome => ({ state: 'unknown', bytesSent: handed, reason })
  const failed = (reason: string, told?: PrinterStatus): Outcome => ({ state: 'failed', bytesSent: 0, reason, ...(told === undefined ? {} : { status: told }) })
  try {
    const opened = await line.until('connected', deadlineMs)
    if (opened !== 'connected') return failed(say(opened, host, port))

    let answers = false
    if (status !== undefined) {
      const before = await ask(line, status, answerMs)
      if (before === 'closed') return failed(say(line.fate() ?? { ended: 'closed' }, host, port))
      if (before === undefined) onSilent?.()
      else {
        answers = true
        const blocked = blockedBy(before)
        if (blocked !== undefined) return failed(blocked, before)
      }
    }
    const early = line.fate()
    if (early !== undefined) return failed(say(early, host, port))

    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK)
      handed += chunk.length
      const wrote = await line.write(chunk, deadlineMs)
      if (wrote !== 'written') return unknown(say(wrote, host, port))
      onBytes?.(handed)
    }

    if (status !== undefined && answers) {
      const after = await ask(line, status, Math.max(answerMs, deadlineMs))
      if (after === undefined || after === 'closed') return unknown('The printer took the job but did not answer afterwards.')
      const blocked = blockedBy(after)
      delivered = true
      if (blocked !== undefined) return unknown(`${blocked} It has the job; look whether it came out.`)
      return { state: 'confirmed', bytesSent: handed, status: after }
    }
    const settled = await line.until('fate', settleMs)
    if (settled !== 'late') return unknown(say(settled === 'connected' ? { ended: 'closed' } : settled, host, port))
    line.end()
    const closed = await line.until('fate', deadlineMs)
    if (closed === 'late' || closed === 'connected') return unknown('The printer took the job but did not close the connection.')
    if (closed.ended !== 'closed') return unknown(say(closed, host, port))
    return { state: 'sent', bytesSent: handed }
  } finally {
    signal?.removeEventListener('abort', stop)
    line.drop(delivered)
  }
}

/** Ask a network printer for its status; undefined if it does not answer, a text if it cannot be reached. */
export async function askTcp(host: string, port: number, status: NonNullable<SendOptions['status']>, deadlineMs = 3_000): Promise<PrinterStatus | string | undefined> {
  const line = openLine(host, port)
  try {
    const opened = await line.until('connected', deadlineMs)
    if (opened !== 'connected') return say(opened, host, port)
    const answer = await ask(line, status, deadlineMs)
    return answer === 'closed' ? say(line.fate() ?? { ended: 'closed' }, host, port) : answer
  } finally {
    line.drop(true)
  }
}

/** How a connection came to its end. */
interface Fate {
  readonly ended: 'closed' | 'stopped' | 'late' | 'error'
  /** The system's name of the error. */
  readonly code?: string
}

interface Line {
  until: (what: 'connected' | 'fate', ms: number) => Promise<'connected' | 'late' | Fate>
  write: (chunk: Uint8Array, ms: number) => Promise<'written' | Fate>
  /** Wait until `ready` gives a value for what came in so far, or the connection ends, or the time is over. */
  read: <T>(ready: (received: Uint8Array) => T | undefined, ms: number) => Promise<T | undefined | 'closed'>
  /** Bytes received so far. */
  received: () => number
  fate: () => Fate | undefined
  give: (fate: Fate) => void
  end: () => void
  /** Let go. In good order if the printer has everything; otherwise what still waits in our system is thrown away. */
  drop: (inOrder: boolean) => void
}

function openLine(host: string, port: number): Line {
  // Half open: the printer's end of stream must not end ours by itself, for then it could not be told from an early close.
  const socket: Socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
  let connected = false
  let fate: Fate | undefined
  let ending = false
  let received = Buffer.alloc(0)
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const check of waiting) check()
  }
  const give = (to: Fate): void => {
    fate ??= to
    wake()
  }
  socket.on('connect', () => {
    connected = true
    wake()
  })
  socket.on('data', (data: Buffer) => {
    // A printer has little to say; more than this is not an answer.
    if (received.length < 65_536) received = Buffer.concat([received, data])
    wake()
  })
  socket.on('end', () => {
    if (!ending) give({ ended: 'closed' })
  })
  socket.on('error', (error: NodeJS.ErrnoException) => give({ ended: 'error', code: error.code ?? error.message }))
  socket.on('close', () => give({ ended: 'closed' }))

  const when = <T>(ready: () => T | undefined, ms: number): Promise<T | undefined> =>
    new Promise((resolve) => {
      const finish = (value: T | undefined): void => {
        clearTimeout(timer)
        waiting.delete(check)
        resolve(value)
      }
      const check = (): void => {
        const value = ready()
        if (value !== undefined) finish(value)
      }
      // After a busy spell a timer comes before what the socket has to say, such as an end that arrived long ago. An immediate
      // comes after it: the time is over only if nothing is waiting to be heard.
      const timer = setTimeout(() => setImmediate(() => finish(ready())), ms)
      waiting.add(check)
      check()
    })

  return {
    until: async (what, ms) => (await when(() => fate ?? (what === 'connected' && connected ? ('connected' as const) : undefined), ms)) ?? (what === 'connected' ? { ended: 'late' } : 'late'),
    async write(chunk, ms) {
      let flushed = false
      socket.write(chunk, (error) => {
        // The error itself comes as an event; this only must not count as written.
        if (error === undefined || error === null) flushed = true
        wake()
      })
      return (await when(() => fate ?? (flushed ? ('written' as const) : undefined), ms)) ?? { ended: 'late' }
    },
    read: (ready, ms) => when(() => ready(received) ?? (fate === undefined ? undefined : ('closed' as const)), ms),
    received: () => received.length,
    fate: () => fate,
    give,
    end() {
      ending = true
      socket.end()
    },
    drop(inOrder) {
      socket.on('error', () => undefined)
      // While it is still connecting there is nothing to reset, and waiting for it would hold the attempt open.
      if (!connected) socket.destroy()
      else if (inOrder) socket.destroySoon()
      else if (!socket.destroyed) socket.resetAndDestroy()
    },
  }
}

async function ask(line: Line, status: NonNullable<SendOptions['status']>, ms: number): Promise<PrinterStatus | undefined | 'closed'> {
  // Answers to an earlier question may still be there; only what comes from here on counts.
  const seen = line.received()
  const wrote = await line.write(status.query, ms)
  if (wrote !== 'written') return wrote.ended === 'late' ? undefined : 'closed'
  return await line.read((received) => status.parse(received.subarray(seen)), ms)
}

function say(fate: Fate | 'connected' | 'late', host: string, port: number): string {
  if (fate === 'connected' || fate === 'late' || fate.ended === 'late') return `The printer at ${host}:${port} does not answer.`
  if (fate.ended === 'stopped') return 'The job was stopped.'
  if (fate.ended === 'closed') return `The printer at ${host}:${port} closed the connection too early.`
  const known: Record<string, string> = {
    ECONNREFUSED: `The printer at ${host}:${port} refuses the connection. Is it switched on?`,
    EHOSTUNREACH: `The printer at ${host}:${port} cannot be reached.`,
    ENETUNREACH: 'The network cannot be reached.',
    ETIMEDOUT: `The printer at ${host}:${port} does not answer.`,
    ENOTFOUND: `No printer by the name ${host} is known on this network.`,
    EAI_AGAIN: `The name ${host} cannot be looked up now.`,
    ECONNRESET: `The printer at ${host}:${port} broke off the connection.`,
    EPIPE: `The printer at ${host}:${port} broke off the connection.`,
  }
  const code = fate.code ?? 'no reason given'
  return known[code] ?? `The printer at ${host}:${port} could not be used (${code}).`
}
