/** One message to one mailbox over SMTP, and exactly what is known about it afterwards. */
import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer/lib/errors'
import type { MailSettings } from '../../shared/contract/notify.ts'
import { headerLine } from '../../shared/mail/templates.ts'
import type { Outcome } from '../printing/target.ts'

export interface Mail { messageId: string; from: { name: string; address: string }; replyTo: string; to: string; subject: string; body: string; at: number }
export interface Server { settings: MailSettings; password: string | null }

export interface SendMailOptions {
  signal?: AbortSignal
  /** Longest wait for the connection, and for each answer of the server, milliseconds. */
  connectMs?: number
  answerMs?: number
  /** Certificates to trust besides the system's. */
  ca?: string
}

/** What became of a message. `reach` is false when it was not about this message: the server could not be reached, or let nobody in. */
export interface Sent { outcome: Outcome; reach: boolean; words: string }

/** Sends one message. `failed` promises that the server has not taken it; after the whole message was handed over, only the server's answer can say. */
export type SendMail = (server: Server, mail: Mail, options?: SendMailOptions) => Promise<Sent>

/** The bytes of a message: plain text, no tracking, told from a person's by its headers (RFC 3834). */
export async function bytesOf(mail: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  return await new MailComposer({
    from: mail.from, to: { name: '', address: mail.to }, subject: mail.subject, text: mail.body, messageId: mail.messageId, date: new Date(mail.at),
    ...(mail.replyTo === '' ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }, disableFileAccess: true, disableUrlAccess: true, xMailer: false,
  }).compile().build()
}

export const sendMail: SendMail = async (server, mail, options = {}) => {
  const { settings } = server
  const bytes = await bytesOf(mail)
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection')
  let handedOver = false
  // Read only once the server has said that it takes the message.
  const content = new Readable({
    read() {
      handedOver = true
      this.push(bytes)
      this.push(null)
    },
  })
  const connection = new SMTPConnection({
    host: settings.host, port: settings.port, secure: settings.security === 'tls', requireTLS: settings.security === 'starttls', ignoreTLS: settings.security === 'none',
    connectionTimeout: options.connectMs ?? 20_000, greetingTimeout: options.connectMs ?? 20_000, dnsTimeout: options.connectMs ?? 20_000, socketTimeout: options.answerMs ?? 120_000,
    tls: { minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) },
  })
  const stop = (): void => connection.close()
  try {
    options.signal?.throwIfAborted()
    options.signal?.addEventListener('abort', stop)
    await new Promise<void>((resolve, reject) => {
      // Whatever happens to the connection ends the waiting, also when no callback of a command would ever come.
      connection.once('error', reject)
      connection.once('end', () => reject(new Error('The connection ended before the message was sent.')))
      connection.on('error', () => {})
      connection.connect((error) => {
        if (error) return reject(error)
        const send = (): void => connection.send({ from: mail.from.address, to: [mail.to], size: bytes.length, use8BitMime: true }, content, (wrong) => (wrong ? reject(wrong) : resolve()))
        if (settings.user === '') return send()
        connection.login({ user: settings.user, pass: server.password ?? '', credentials: { user: settings.user, pass: server.password ?? '' } }, (wrong) => (wrong ? reject(wrong) : send()))
      })
    })
    connection.quit()
    return { outcome: { state: 'sent', bytesSent: bytes.length }, reach: true, words: '' }
  } catch (error) {
    connection.close()
    content.destroy()
    return judge(error, handedOver, bytes.length, settings)
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}

/** Commands that are about this one message; every other refusal is about the connection and holds for all of them. */
const ABOUT_MESSAGE = new Set(['MAIL FROM', 'RCPT TO', 'DATA'])

function judge(error: unknown, handedOver: boolean, bytes: number, settings: MailSettings): Sent {
  const fault = (error ?? {}) as Partial<NodemailerError>
  const words = wordsOf(fault, settings)
  const code = fault.responseCode ?? 0
  const refused = code >= 500 && code < 600
  const about = fault.command !== undefined && ABOUT_MESSAGE.has(fault.command)
  if (handedOver && !(code >= 400 && code < 600)) return { outcome: { state: 'unknown', bytesSent: bytes, reason: `The whole message was handed over, but no answer came: ${words}` }, reach: false, words }
  if (refused && about) return { outcome: { state: 'refused', bytesSent: 0, reason: words }, reach: true, words }
  return { outcome: { state: 'failed', bytesSent: 0, reason: words }, reach: about, words }
}

/** The server's own words where it said any, otherwise what happened on the way to it. */
function wordsOf(fault: Partial<NodemailerError>, { host, port }: MailSettings): string {
  if (typeof fault.response === 'string' && fault.response.trim() !== '') return `${host} said: ${headerLine(fault.response)}`
  const original = fault.originalCode ?? fault.code
  if (original === 'ECONNREFUSED') return `${host} does not take connections on port ${port}.`
  if (fault.code === 'EDNS' || original === 'ENOTFOUND' || original === 'EAI_AGAIN') return `The name ${host} is not known. Is this computer online?`
  if (fault.code === 'ETIMEDOUT') return `${host} did not answer in time.`
  if (fault.code === 'ETLS' || /certificate|ssl|tls/i.test(fault.message ?? '')) return `No protected connection to ${host}: ${headerLine(fault.message ?? '')}`
  if (fault.code === 'ECONNECTION' || original === 'ECONNRESET' || original === 'EPIPE') return `${host} closed the connection.`
  return `${host}: ${headerLine(fault.message ?? 'the connection failed')}`
}
