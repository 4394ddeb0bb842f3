/** The one sender of the outbox: a message at a time, each durably `sending` before anything is sent. */
import type { Changes } from '../changes.ts'
import type { Logger } from '../logger.ts'
import type { JobProgress, PrinterLoop, RetryPolicy } from '../printing/queue.ts'
import { createPrinterLoop, endNotKept } from '../printing/queue.ts'
import type { Secrets } from '../secrets.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { STATION } from '../store/store.ts'
import * as queries from './queries.ts'
import { MAIL, OUTBOX_STOPPED } from './settings.ts'
import type { SendMail, SendMailOptions, Sent } from './smtp.ts'
import { sendMail } from './smtp.ts'

/** Mail servers ask for patience: after these pauses, the last one again and again; given up after three days. */
export const MAIL_RETRY: RetryPolicy = { pausesMs: [60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000, 60 * 60_000], giveUpAfterMs: 3 * 86_400_000 }
/** Pauses of the whole outbox while the server cannot be reached or lets nobody in. */
const HOLD_MS = [30_000, 60_000, 5 * 60_000, 15 * 60_000]

export interface OutboxSender {
  /** There may be something to send. `now`: a person asks for it, so no pause of the whole outbox counts. */
  wake(now?: boolean): void
  /** Sends what may be tried now, whether or not this face sends by itself; settles when all of it has been tried. @throws what the store refused */
  drain(): Promise<void>
  /** Settles when nothing is to be sent right now. */
  idle(): Promise<void>
  /** Why nothing goes out, and when it is tried again. */
  trouble(): { words: string; again: number } | null
  tell(): void
  close(): Promise<void>
}

export interface OutboxOptions {
  store: Store
  changes: Changes
  log: Logger
  secrets: Secrets
  /** False for a short command: it sends only when it is asked to. */
  serve: boolean
  send?: SendMail
  sendOptions?: SendMailOptions
}

interface Payload { password: string | null; /** Why there is no password where one is needed. */ problem: string | null }

/** The outbox of a store; it is served from its first wake on. What was being sent when the station ended last is unknown from now on; what waits in a restored store stays stopped. */
export function createOutbox({ store, changes, log, secrets, serve, send = sendMail, sendOptions = {} }: OutboxOptions): OutboxSender {
  let closed = false
  let hold: { words: string; again: number; count: number } | null = null
  let loop: PrinterLoop | null = null

  const tell = (): void => changes.tell(['notify'])
  const keep = (messages: ReadonlyArray<{ id: string; progress: JobProgress }>): void => {
    if (messages.length === 0) return
    store.operate(STATION, () => ({ events: [], tables: (tables) => { for (const { id, progress } of messages) queries.keepProgress(tables, id, progress, store.now()) }, answer: () => null }))
    tell()
  }

  const first = (): queries.StoredMessage | undefined => {
    if (setting(store.db, OUTBOX_STOPPED) || setting(store.db, MAIL) === null) return undefined
    const message = queries.firstQueued(store.db)
    if (!message || !hold || hold.again <= message.progress.notBefore) return message
    return { ...message, progress: { ...message.progress, notBefore: hold.again } }
  }

  const loopNow = (): PrinterLoop => loop ??= createPrinterLoop<queries.StoredMessage, Payload>({
    store: { first, keep: (message, progress) => keep([{ id: message.id, progress }]) },
    prepare: async () => {
      if (!setting(store.db, MAIL)?.user) return { password: null, problem: null }
      try {
        const password = await secrets.get('smtp-password')
        return { password, problem: password === null ? 'This station has no password for the mail server. An administrator types it under Settings, E-mail.' : null }
      } catch (error) {
        return { password: null, problem: error instanceof Error ? error.message : String(error) }
      }
    },
    send: async (message, { password, problem }, signal) => {
      const settings = setting(store.db, MAIL)
      if (!settings) return { state: 'failed', bytesSent: 0, reason: 'The connection to the mail server was taken away.' }
      const { outcome, reach, words }: Sent = problem !== null ? { outcome: { state: 'failed', bytesSent: 0, reason: problem }, reach: false, words: problem } : await send({ settings, password }, {
        messageId: message.messageId, from: { name: setting(store.db, OFFICE)?.name ?? '', address: settings.sender }, replyTo: settings.replyTo, to: message.address, subject: message.subject, body: message.body, at: message.createdAt,
      }, { ...sendOptions, signal })
      const count = (hold?.count ?? 0) + 1
      hold = reach ? null : { words, count, again: store.now() + (HOLD_MS[Math.min(count, HOLD_MS.length) - 1] ?? 0) }
      return outcome
    },
    now: () => store.now(),
    policy: MAIL_RETRY,
    onError: (error) => log.error('the outbox waits for the store', { error: String(error) }),
  })

  keep(queries.cutOff(store.db).map(({ id, progress }) => ({ id, progress: { ...progress, state: 'unknown', reason: 'The app was closed or the computer went off while this was being sent.' } })))
  const mark = queries.mark(store.db)
  if (queries.ofAnotherLife(store.db, store.device) || (mark !== null && mark.device !== store.device && !setting(store.db, OUTBOX_STOPPED))) {
    const stopped = changeSetting(OUTBOX_STOPPED, true)
    store.operate(STATION, () => ({
      events: [stopped.event],
      tables: (tables) => {
        stopped.tables(tables)
        queries.adopt(tables, store.device)
      },
      answer: () => null,
    }))
  }

  return {
    tell,
    wake: (now = false) => {
      if (now) hold = null
      if (serve && !closed) loopNow().wake()
    },
    drain: async () => {
      if (closed) return
      hold = null
      const running = loopNow()
      running.wake()
      try {
        await running.idle()
      } catch (error) {
        throw queries.cutOff(store.db).length > 0 ? endNotKept(error, 'sending') : error
      }
    },
    idle: async () => await loop?.idle(),
    trouble: () => (hold && hold.again > store.now() ? { words: hold.words, again: hold.again } : null),
    close: async () => {
      closed = true
      await loop?.close()
    },
  }
}
