/** A real SMTP server on loopback that refuses, delays and hangs up where a test wants it to. */
import type { AddressInfo, Socket } from 'node:net'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface Received { from: string; to: string[]; user: string; secure: boolean; raw: string; messageId: string; subject: string; text: string; headers: string[] }

/** What happens to one message; the plans are taken one after the other, then everything is accepted. */
export type Plan =
  | { at: 'rcpt' | 'mail' | 'data-end'; code: number; words: string }
  /** Hangs up: before the message may be sent, in the middle of it, or when all of it is there but nothing was answered. */
  | { at: 'rcpt' | 'data-middle' | 'data-end'; hangUp: true }
  /** Takes the whole message and says nothing until it is told to. */
  | { at: 'data-end'; silent: true }
  | { at: 'rcpt'; waitMs: number }

export interface MailServer {
  port: number
  /** Messages that were accepted. */
  messages: Received[]
  /** How many whole messages were read, accepted or not. */
  read: () => number
  plan: (...plans: Plan[]) => void
  connections: () => number
  /** Settles when a whole message was read that is not answered. */
  silent: () => Promise<void>
  close: () => Promise<void>
}

const refusal = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code })

export async function startMailServer(options: { user?: string; password?: string; tls?: { key: string; cert: string; from: 'start' | 'starttls' }; port?: number } = {}): Promise<MailServer> {
  const plans: Plan[] = []
  const messages: Received[] = []
  const sockets = new Set<Socket>()
  let [read, count] = [0, 0]
  let heard = Promise.withResolvers<void>()
  const current = (at: Plan['at']): Plan | undefined => (plans[0]?.at === at ? plans.shift() : undefined)
  const hangUp = (): void => { for (const socket of sockets) socket.destroy() }
  const server = new SMTPServer({
    secure: options.tls?.from === 'start', ...(options.tls ? { key: options.tls.key, cert: options.tls.cert } : {}), hideSTARTTLS: options.tls?.from !== 'starttls',
    authOptional: options.user === undefined, allowInsecureAuth: true, disableReverseLookup: true, logger: false, closeTimeout: 200,
    ...(options.user === undefined ? { disabledCommands: ['AUTH'] } : {}),
    onAuth: (auth, _, done) => (auth.username === options.user && auth.password === options.password ? done(null, { user: auth.username ?? '' }) : done(refusal(535, 'Authentication credentials invalid'))),
    onMailFrom: (_, __, done) => {
      const plan = current('mail')
      done(plan && 'code' in plan ? refusal(plan.code, plan.words) : null)
    },
    onRcptTo: (_, __, done) => {
      const plan = current('rcpt')
      if (plan && 'hangUp' in plan) hangUp()
      else if (plan && 'waitMs' in plan) setTimeout(() => done(null), plan.waitMs)
      else done(plan && 'code' in plan ? refusal(plan.code, plan.words) : null)
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      if (plans[0]?.at === 'data-middle') {
        plans.shift()
        hangUp()
        return
      }
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        read += 1
        const plan = current('data-end')
        if (plan && 'hangUp' in plan) return hangUp()
        if (plan && 'silent' in plan) return heard.resolve()
        if (plan && 'code' in plan) return done(refusal(plan.code, plan.words))
        const raw = Buffer.concat(parts).toString('utf8')
        const kept = async (): Promise<void> => {
          const mail = await PostalMime.parse(raw)
          messages.push({
            from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((one) => one.address), user: typeof session.user === 'string' ? session.user : '', secure: session.secure,
            raw, messageId: mail.messageId ?? '', subject: mail.subject ?? '', text: mail.text ?? '', headers: mail.headers.map((header) => header.key),
          })
          done(null, 'taken')
        }
        kept().catch(hangUp)
      })
    },
  })
  server.on('error', () => {})
  // Under TLS from the start, what is hung up is the protected connection: taking the socket away from under it is not a thing Node survives.
  server.server.on(options.tls?.from === 'start' ? 'secureConnection' : 'connection', (socket: Socket) => {
    count += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port, messages, read: () => read, connections: () => count,
    plan: (...more) => {
      heard = Promise.withResolvers<void>()
      plans.push(...more)
    },
    silent: () => heard.promise,
    close: async () => {
      hangUp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A certificate for localhost that nobody knows, made by the openssl of this computer; null where there is none. */
export function selfSigned(): { key: string; cert: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-cert-'))
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' })
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') }
  } catch {
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
