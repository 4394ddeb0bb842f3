import * as z from 'zod'
import { LONGEST_SUBJECT, NOTICE_KINDS } from '../mail/templates.ts'
import { day, id, instant, line, procedure, text } from './base.ts'

export const messageKind = z.enum([...NOTICE_KINDS, 'test'])
export type MessageKind = z.infer<typeof messageKind>

/**
 * `unknown`: the connection ended after the whole message was handed over and before the server answered; only a person can say.
 * `no-address`: there is nowhere to send it, somebody has to be told another way. `dropped`: a person did not want it any more.
 */
export const messageState = z.enum(['queued', 'sending', 'sent', 'failed', 'unknown', 'no-address', 'dropped'])
export type MessageState = z.infer<typeof messageState>

/** A message of the outbox. */
export const message = z.object({
  id,
  /** The `Message-ID` header: the same in every try. */
  messageId: z.string(),
  kind: messageKind,
  /** Who is told: a person or a department, by name; the address may be empty. */
  name: z.string(), address: z.string(), person: z.string().nullable(),
  subject: z.string(), body: z.string(),
  pieces: z.array(z.string()),
  state: messageState,
  attempts: z.number().int(),
  /** Not tried again before this time. */
  notBefore: instant,
  /** Why it is where it is: the server's own words where it said any. */
  words: z.string().nullable(),
  createdAt: instant, changedAt: instant, by: z.string(),
})
export type Message = z.infer<typeof message>

/** What the outbox is narrowed to. `person`: what a person has to decide or tell somebody. */
export const outboxFilter = z.enum(['waiting', 'person', 'sent', 'failed'])
export type OutboxFilter = z.infer<typeof outboxFilter>

export const outbox = z.object({
  /** Newest first. */
  rows: z.array(message),
  counts: z.object({ waiting: z.number().int(), person: z.number().int(), sent: z.number().int(), failed: z.number().int() }),
  /** Nothing is sent: somebody stopped it, or the store was restored. */
  stopped: z.boolean(),
  /** False until an administrator has set up the connection. */
  ready: z.boolean(),
  /** Why nothing goes out right now, in the server's or the network's words, and when it is tried again; null when nothing is in the way. */
  trouble: z.object({ words: z.string(), again: instant }).nullable(),
})
export type Outbox = z.infer<typeof outbox>

/** How the connection is protected: by STARTTLS, which is then required, by TLS from the start, or not at all. */
export const SECURITIES = ['starttls', 'tls', 'none'] as const
const short = (max: number) => text(max).transform((value) => value.trim())
export const mailSettings = z.object({
  host: line(255).refine((value) => /^[A-Za-z0-9.:-]+$/.test(value), 'Type the name of the mail server, such as smtp.example.com.'),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(SECURITIES),
  /** Empty for a server that asks for none. */
  user: short(254),
  sender: line(254),
  /** Where answers go; empty for the sender. */
  replyTo: short(254),
})
export type MailSettings = z.infer<typeof mailSettings>

/** Where the station keeps a secret, and whether it has one. */
export const secretState = z.object({ has: z.boolean(), /** `environment` wins over the others and cannot be changed here. */ where: z.enum(['environment', 'file', 'keychain']), detail: z.string() })
export type SecretState = z.infer<typeof secretState>

export const noticeSettings = z.object({
  /** Nobody is told anything by itself while this is false. */
  on: z.boolean(),
  /** What happens for people whose notice is "as the office does it". */
  office: z.enum(['email', 'none']),
  arrival: z.boolean(),
  /** Minutes a piece has to stand there uncorrected; pieces that come meanwhile go into the same message. */
  windowMinutes: z.number().int().min(0).max(1_440),
  /** Working days; 0 for never. */
  remindAfter: z.number().int().min(0).max(260),
  reminders: z.number().int().min(1).max(20),
  escalateAfter: z.number().int().min(0).max(260),
  /** The office's time from which reminders go out, `08:00`. */
  from: z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'Type a time such as 08:00.'),
  /** A message to the recipient when a piece was handed over. */
  receipt: z.boolean(),
  calendar: z.object({ weekdays: z.array(z.number().int().min(0).max(6)).min(1, 'Choose at least one weekday.').max(7), federalHolidays: z.boolean(), closed: z.array(day).max(400) }),
})
export type NoticeSettings = z.infer<typeof noticeSettings>

export const noticeKind = z.enum(NOTICE_KINDS)
export const template = z.object({ kind: noticeKind, subject: line(LONGEST_SUBJECT), body: text(10_000, 1), /** True when it is not the one that came with the app. */ changed: z.boolean() })
export type TemplateRow = z.infer<typeof template>

export const sendReport = z.object({ sent: z.number().int(), failed: z.number().int(), unknown: z.number().int(), waiting: z.number().int() })
export type SendReport = z.infer<typeof sendReport>

const one = z.object({ id })

export const notify = {
  /** The outbox, newest first. */
  outbox: procedure('operator').input(z.object({ filter: outboxFilter.default('waiting'), limit: z.number().int().min(1).max(500).default(200) }).default({ filter: 'waiting', limit: 200 })).output(outbox),
  /** Tries a waiting message now, a failed one again, and one without an address if the directory has one by now. Refused as `state`, `no-address`. */
  retry: procedure('operator').input(one).output(message),
  /** Takes a message out that has not gone out. Refused as `state`. */
  drop: procedure('operator').input(one).output(message),
  /** A person's word on a message of which nobody knows whether it arrived: it did, send it again, or it is not wanted any more. Refused as `state`. */
  decide: procedure('operator').input(z.object({ id, decision: z.enum(['sent', 'again', 'drop']) })).output(message),
  /** Nothing more is sent until it is started again. */
  stop: procedure('supervisor').output(z.object({})),
  start: procedure('supervisor').output(z.object({})),
  /** Writes what is due and sends what waits, and answers when everything has been tried. For scheduled tasks. */
  send: procedure('supervisor').output(sendReport),
  mail: procedure('administrator').output(z.object({ settings: mailSettings.nullable(), password: secretState })),
  /** Keeps the connection. `password`: left out keeps the old one, null takes it away. Refused as `address`, `secret`. */
  saveMail: procedure('administrator').input(z.object({ settings: mailSettings, password: z.string().min(1).max(1_000).nullable().optional() })).output(z.object({ settings: mailSettings, password: secretState })),
  /** Sends a message at once and answers what became of it. Refused as `no-mail`, `address`. */
  test: procedure('administrator').input(z.object({ to: line(254) })).output(message),
  settings: procedure('operator').output(noticeSettings),
  saveSettings: procedure('administrator').input(noticeSettings).output(noticeSettings),
  templates: procedure('operator').output(z.array(template)),
  /** Keeps a text; an empty subject and body bring back the one that came with the app. Refused as `placeholder`, naming the field. */
  saveTemplate: procedure('administrator').input(z.object({ kind: noticeKind, subject: text(LONGEST_SUBJECT), body: text(10_000) })).output(template),
}
