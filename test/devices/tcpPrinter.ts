/**
 * A printer on loopback that behaves, or misbehaves, as told. It "prints" a label the moment its closing `^XZ` has been
 * worked off, even if the connection breaks right after: the worst case for a label printed twice.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

export type Fault =
  | { readonly kind: 'none' }
  /** Gives up the connection as soon as it stands, reading nothing. */
  | { readonly kind: 'drop' }
  /** Resets the connection after so many bytes of the job. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Closes in good order after so many bytes, without waiting for the end. */
  | { readonly kind: 'leave'; readonly after: number }
  /** Works off so many bytes, then reads on but does nothing and never closes. */
  | { readonly kind: 'stall'; readonly after: number }
  /** Works off so many bytes, then reads nothing more. */
  | { readonly kind: 'full'; readonly after: number }
  /** Works off everything, then resets instead of closing. */
  | { readonly kind: 'resetAtEnd' }

/** What the printer answers to `~HS` or `DLE EOT`; none: it never answers. */
export interface Answers {
  paperOut?: boolean
  coverOpen?: boolean
  paused?: boolean
}

export interface TcpPrinter {
  readonly port: number
  /** Whole labels printed, `^XA` to `^XZ`, in order. */
  readonly labels: string[]
  /** Everything worked off, per connection. */
  readonly received: Buffer[]
  connections: () => number
  /** Behave like this for the connections to come, one after another; then without fault. */
  plan: (...faults: Fault[]) => void
  answer: (answers: Answers | undefined) => void
  /** Switch off: connections are refused. */
  off: () => Promise<void>
  on: () => Promise<void>
  close: () => Promise<void>
}

export async function startTcpPrinter(options: { readonly language?: 'zpl' | 'escpos'; readonly answers?: Answers } = {}): Promise<TcpPrinter> {
  const labels: string[] = []
  const received: Buffer[] = []
  const planned: Fault[] = []
  const open = new Set<Socket>()
  let answers = options.answers
  let connections = 0
  let server: Server
  let port = 0

  const serve = (socket: Socket): void => {
    connections += 1
    const index = connections - 1
    received[index] = Buffer.alloc(0)
    const fault = planned.shift() ?? { kind: 'none' }
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => undefined)
    if (fault.kind === 'drop') {
      socket.destroy()
      return
    }
    let worked = Buffer.alloc(0)
    let job = 0
    let printed = 0
    const limit = 'after' in fault ? fault.after : Number.POSITIVE_INFINITY
    const work = (bytes: Buffer): void => {
      worked = Buffer.concat([worked, bytes])
      received[index] = worked
      const text = worked.toString('latin1')
      for (const match of text.matchAll(/\^XA[^]*?\^XZ/gu)) {
        if (match.index + match[0].length <= printed) continue
        printed = match.index + match[0].length
        labels.push(match[0])
      }
    }
    socket.on('data', (data) => {
      for (const part of questions(data, options.language ?? 'zpl')) {
        if (typeof part === 'string') {
          if (answers !== undefined && job <= limit) socket.write(statusAnswer(part, answers))
          continue
        }
        const room = Math.max(0, limit - job)
        job += part.length
        work(part.subarray(0, Math.min(room, part.length)))
        if (job < limit) continue
        if (fault.kind === 'cut') socket.resetAndDestroy()
        else if (fault.kind === 'leave') socket.destroy()
        else if (fault.kind === 'full') socket.pause()
        if (fault.kind !== 'none') return
      }
    })
    socket.on('end', () => {
      if (fault.kind === 'resetAtEnd') socket.resetAndDestroy()
      // A paused socket still hears the end; a printer that stopped working does not answer it.
      else if (job < limit) socket.end()
    })
  }

  const listen = async (): Promise<void> => {
    server = createServer({ allowHalfOpen: true }, serve)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const unlisten = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    await closed
  }
  await listen()
  return {
    get port() {
      return port
    },
    labels,
    received,
    connections: () => connections,
    plan: (...faults) => void planned.push(...faults),
    answer: (to) => {
      answers = to
    },
    off: unlisten,
    on: listen,
    close: unlisten,
  }
}

/** Part the job's bytes from the questions in between; a question is `~HS` or `DLE EOT n`. */
function questions(data: Buffer, language: 'zpl' | 'escpos'): (Buffer | string)[] {
  const parts: (Buffer | string)[] = []
  const text = data.toString('latin1')
  let from = 0
  for (const match of text.matchAll(language === 'zpl' ? /~HS\r\n/gu : /\u0010\u0004[\u0001-\u0004]/gu)) {
    if (match.index > from) parts.push(data.subarray(from, match.index))
    parts.push(match[0])
    from = match.index + match[0].length
  }
  if (from < data.length) parts.push(data.subarray(from))
  return parts
}

function statusAnswer(question: string, answers: Answers): Buffer {
  const flag = (on: boolean | undefined): string => (on === true ? '1' : '0')
  if (question.startsWith('~HS')) {
    return Buffer.from(
      `\u0002030,${flag(answers.paperOut)},${flag(answers.paused)},1245,000,0,0,0,000,0,0,0\u0003\r\n` +
        `\u0002000,0,${flag(answers.coverOpen)},0,0,2,6,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n`,
    )
  }
  const offline = answers.coverOpen === true || answers.paperOut === true
  switch (question.charCodeAt(2)) {
    case 1:
      return Buffer.from([0x12 | (offline ? 0x08 : 0)])
    case 2:
      return Buffer.from([0x12 | (answers.coverOpen === true ? 0x04 : 0) | (answers.paperOut === true ? 0x20 : 0)])
    case 3:
      return Buffer.from([0x12])
    default:
      return Buffer.from([0x12 | (answers.paperOut === true ? 0x60 : 0)])
  }
}
