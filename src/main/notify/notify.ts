import type { MailSettings, Message, NoticeSettings, Outbox, OutboxFilter, SendReport, TemplateRow } from '../../shared/contract/notify.ts'
import { officeTime } from '../../shared/mail/days.ts'
import type { NoticeKind } from '../../shared/mail/templates.ts'
import { mailbox, NOTICE_KINDS, PLACEHOLDERS, unknownPlaceholders, USUAL_TEMPLATES } from '../../shared/mail/templates.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { departments } from '../directory/places.ts'
import * as pieces from '../pieces/pieces.ts'
import { decide as decideJob } from '../printing/queue.ts'
import type { Task } from '../tasks/task.ts'
import type { SecretPlace } from '../secrets.ts'
import { SecretError } from '../secrets.ts'
import { recordChanged } from '../store/core.ts'
import type { WritableDb } from '../store/db.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { messageOf, noticeOf } from './messages.ts'
import { addresseeOf } from './planner.ts'
import * as queries from './queries.ts'
import { MAIL, NOTICES, OUTBOX_STOPPED, templateOf, TEMPLATES } from './settings.ts'

type Context = Pick<CheckedCall, 'services'>

const HOUR = 3_600_000

/** How many messages wait or have to be decided, and whether a person should look: one waits for over an hour, was refused, or is unknown. */
export function countOpen(store: Store): { count: number; look: boolean } {
  const { count, look, oldest } = queries.open(store.db)
  return { count, look: look > 0 || (oldest !== null && store.now() - oldest > HOUR) }
}

export function outbox({ services: { store, outbox: sender } }: Context, input: { filter: OutboxFilter; limit: number }): Outbox {
  return {
    rows: queries.messages(store.db, input.filter, input.limit), counts: queries.counts(store.db), stopped: setting(store.db, OUTBOX_STOPPED), ready: setting(store.db, MAIL) !== null,
    trouble: sender.trouble(),
  }
}

function existing(store: Store, id: string): queries.StoredMessage {
  const message = queries.messageById(store.db, id)
  if (!message) throw new NotFound('This message is not in the outbox.')
  return message
}

function shown(store: Store, id: string): Message {
  const { progress: _, department: __, ...message } = existing(store, id)
  return message
}

function refuseState(message: string): never {
  throw new Refusal('state', message)
}

function change(call: CheckedCall, id: string, decide: (message: queries.StoredMessage, now: number) => (tables: WritableDb) => void): Message {
  const { store, outbox: sender } = call.services
  store.operate(call.actor, () => {
    const tables = decide(existing(store, id), store.now())
    return { events: [recordChanged.draft(null, { table: 'message', record: id, action: 'changed', fields: ['state'] })], tables, answer: () => null }
  })
  sender.tell()
  sender.wake(true)
  return shown(store, id)
}

/** The address that the directory has for a message's reader by now. */
async function addressNow(call: CheckedCall, message: queries.StoredMessage): Promise<string | null> {
  if (message.person !== null) return mailbox(directory.get(call, message.person).email)
  const department = (await departments(call)).find((row) => row.id === message.department)
  const contact = department?.contact ? directory.get(call, department.contact.id).email : ''
  return mailbox(department?.contactEmail || contact)
}

/** Tries a waiting message now, a failed one again, and one without an address when there is one by now. @throws NotFound, Refusal `state`, `no-address` */
export async function retry(call: CheckedCall, id: string): Promise<Message> {
  const before = existing(call.services.store, id)
  const address = before.state === 'no-address' ? await addressNow(call, before) : null
  return change(call, id, (message, now) => {
    const { state, progress, body } = message
    if (body === '' && state !== 'no-address') throw new Refusal('removed', 'What this message said was removed on request. It cannot go out again.')
    if (state === 'queued') return (tables) => queries.keepProgress(tables, id, { ...progress, notBefore: now }, now)
    if (state === 'failed') return (tables) => queries.keepProgress(tables, id, decideJob(progress, 'again', now), now)
    if (state !== 'no-address') return refuseState(state === 'unknown' ? 'Nobody knows whether this arrived. Say first whether to send it again.' : 'This message is not waiting.')
    if (address === null) throw new Refusal('no-address', `There is still no e-mail address for ${message.name}. Put one into the directory, or tell them another way.`)
    return (tables) => queries.readdress(tables, id, address, now)
  })
}

/** Takes a message out that has not gone out. @throws NotFound, Refusal `state` */
export function drop(call: CheckedCall, id: string): Message {
  return change(call, id, ({ state }, now) => {
    if (state !== 'queued' && state !== 'failed' && state !== 'no-address') refuseState(state === 'unknown' ? 'Nobody knows whether this arrived. Say which of the three it is.' : state === 'dropped' ? 'This message was dropped already.' : 'This message is on its way or was sent already.')
    return (tables) => queries.drop(tables, id, now)
  })
}

/** A person's word on an unknown message. @throws NotFound, Refusal `state` */
export function decide(call: CheckedCall, input: { id: string; decision: 'sent' | 'again' | 'drop' }): Message {
  return change(call, input.id, ({ state, progress, body }, now) => {
    if (state !== 'unknown') refuseState('It is known what became of this message.')
    if (input.decision === 'again' && body === '') throw new Refusal('removed', 'What this message said was removed on request. It cannot go out again.')
    if (input.decision === 'drop') return (tables) => queries.drop(tables, input.id, now)
    return (tables) => queries.keepProgress(tables, input.id, decideJob(progress, input.decision === 'sent' ? 'printed' : 'again', now), now)
  })
}

/** Stops or starts the outbox. */
export function setStopped(call: CheckedCall, stopped: boolean): Record<string, never> {
  const { store, outbox: sender } = call.services
  const switched = changeSetting(OUTBOX_STOPPED, stopped)
  store.operate(call.actor, () => ({ events: [switched.event], tables: switched.tables, answer: () => null }))
  sender.tell()
  sender.wake(true)
  return {}
}

/** Writes what is due and sends what waits; answers when everything has been tried. */
export async function send(call: CheckedCall): Promise<SendReport> {
  const { store, outbox: sender, planner } = call.services
  await planner.plan(true)
  const before = queries.counts(store.db)
  const unknownBefore = queries.messages(store.db, 'person', 500).filter((one) => one.state === 'unknown').length
  await sender.drain()
  const after = queries.counts(store.db)
  const unknown = queries.messages(store.db, 'person', 500).filter((one) => one.state === 'unknown').length
  return { sent: after.sent - before.sent, failed: after.failed - before.failed, unknown: unknown - unknownBefore, waiting: after.waiting }
}

/** For a scheduled task while nobody has the app open; the open app writes and sends by itself. */
export const noticesTask: Task = {
  id: 'notices', title: 'Notices', what: 'Writes the e-mail that is due about waiting mail and sends what stands in the outbox.', schedule: { every: 'minutes', minutes: 60 },
  missing: ({ services: { store } }) => (setting(store.db, MAIL) === null ? 'No mail server is set up. An administrator does it under Settings, E-mail.' : setting(store.db, NOTICES).on ? null : 'Notices are switched off under Settings, Notices.'),
  run: async (call) => {
    const { sent, failed, unknown, waiting } = await send(call)
    return sent + failed + unknown === 0 ? null : `${sent} sent${failed > 0 ? `, ${failed} refused` : ''}${unknown > 0 ? `, ${unknown} to decide` : ''}, ${waiting} waiting.`
  },
}

export async function mail({ services: { store, secrets } }: Context): Promise<{ settings: MailSettings | null; password: SecretPlace }> {
  return { settings: setting(store.db, MAIL), password: await secrets.describe('smtp-password') }
}

function refuseAddress(address: string, field: string): void {
  if (mailbox(address) === null) throw new Refusal('address', `"${address}" is no e-mail address. One looks like mailroom@example.com.`, { field })
}

/** Keeps the connection to the mail server. @throws Refusal `address`, `secret` */
export async function saveMail(call: CheckedCall, input: { settings: MailSettings; password?: string | null | undefined }): Promise<{ settings: MailSettings; password: SecretPlace }> {
  const { store, secrets, outbox: sender } = call.services
  refuseAddress(input.settings.sender, 'settings.sender')
  if (input.settings.replyTo !== '') refuseAddress(input.settings.replyTo, 'settings.replyTo')
  try {
    if (input.password !== undefined) await secrets.set('smtp-password', input.password)
  } catch (error) {
    if (error instanceof SecretError) throw new Refusal('secret', error.message, { field: 'password' })
    throw error
  }
  const kept = changeSetting(MAIL, input.settings)
  const audits = input.password === undefined ? [] : [recordChanged.draft(null, { table: 'secret', record: 'smtp-password', action: input.password === null ? 'removed' : 'changed', fields: ['value'] })]
  store.operate(call.actor, () => ({ events: [kept.event, ...audits], tables: kept.tables, answer: () => null }))
  sender.tell()
  sender.wake(true)
  return { settings: input.settings, password: await secrets.describe('smtp-password') }
}

/** Sends a message at once, and everything that waits before it; answers what became of it. @throws Refusal `no-mail`, `address` */
export async function test(call: CheckedCall, input: { to: string }): Promise<Message> {
  const { store, outbox: sender } = call.services
  if (setting(store.db, MAIL) === null) throw new Refusal('no-mail', 'Save the connection to the mail server first.')
  refuseAddress(input.to, 'to')
  const office = setting(store.db, OFFICE)?.name ?? ''
  const message = messageOf(store, call.actor, 'test', { person: null, department: null, name: input.to, address: input.to }, [], { subject: `Test message from ${office}`, body: `This message shows that the mailroom of ${office} can send e-mail.\n\nSent by Pigeonhole at ${officeTime(store.now(), store.zone())}.` })
  store.operate(call.actor, () => ({ events: [message.event], tables: message.tables, answer: () => null }))
  await sender.drain()
  sender.tell()
  return shown(store, message.id)
}

export function settings({ services: { store } }: Context): NoticeSettings {
  return setting(store.db, NOTICES)
}

/** Says when people are told. Switched on, it looks at what comes from now on, not at what lies here already. */
export async function saveSettings(call: CheckedCall, input: NoticeSettings): Promise<NoticeSettings> {
  const { store, planner } = call.services
  const kept = changeSetting(NOTICES, input)
  store.operate(call.actor, (db) => {
    const began = input.on && !setting(db, NOTICES).on
    return {
      events: [kept.event],
      tables: (tables) => {
        kept.tables(tables)
        if (!began) return
        queries.unwatchAll(tables)
        queries.setMark(tables, store.device, store.head?.sequence ?? 0)
      },
      answer: () => null,
    }
  })
  await planner.plan()
  return input
}

export function templates({ services: { store } }: Context): TemplateRow[] {
  return NOTICE_KINDS.map((kind) => ({ kind, ...templateOf(store.db, kind), changed: setting(store.db, TEMPLATES)[kind] !== undefined }))
}

/** Keeps a text; empty brings back the one that came with the app. @throws Refusal `placeholder`, `empty` */
export function saveTemplate(call: CheckedCall, input: { kind: NoticeKind; subject: string; body: string }): TemplateRow {
  const { store } = call.services
  const { kind } = input
  const back = input.subject.trim() === '' && input.body.trim() === ''
  for (const field of ['subject', 'body'] as const) {
    const [unknown] = unknownPlaceholders(input[field], kind)
    if (unknown !== undefined) throw new Refusal('placeholder', `There is no ${unknown} in this message. It has ${PLACEHOLDERS[kind].map((name) => `{${name}}`).join(', ')}.`, { field })
    if (!back && input[field].trim() === '') throw new Refusal('empty', field === 'subject' ? 'Type a subject.' : 'Type the text of the message.', { field })
  }
  const texts = back ? USUAL_TEMPLATES[kind] : { subject: input.subject.trim(), body: input.body }
  store.operate(call.actor, (db) => {
    const { [kind]: _, ...rest } = setting(db, TEMPLATES)
    const kept = changeSetting(TEMPLATES, back ? rest : { ...rest, [kind]: texts })
    return { events: [kept.event], tables: kept.tables, answer: () => null }
  })
  return { kind, ...texts, changed: !back }
}

/** A handover that its recipient may hear of. */
export interface Receipt {
  /** The recipient's id in the directory. */
  person: string
  /** The ids of the pieces that were handed over. */
  pieces: readonly string[]
  /** Who took them, as it was shown. */
  receiver: string
  /** UTC milliseconds. */
  at: number
  /** True when it was asked for at the counter: then it goes out whatever the office's and the person's habit is. */
  asked?: boolean
}

/**
 * Queues the message that tells a recipient of a handover; to be called after the handover was recorded. It goes out by itself.
 *
 * @returns the message's id, or null when neither the office's settings nor anybody asks for one
 * @throws NotFound when the directory does not know the person
 */
export function queueReceipt(call: Pick<CheckedCall, 'services' | 'actor'>, receipt: Receipt): string | null {
  const { store, outbox: sender } = call.services
  const now = setting(store.db, NOTICES)
  const person = directory.get(call, receipt.person)
  const usual = now.on && now.receipt ? addresseeOf(person, now) : null
  const to = receipt.asked ? { person: person.id, department: person.departmentId, name: person.name, address: person.email } : usual
  if (!to || receipt.pieces.length === 0) return null
  const rows = receipt.pieces.map((id) => pieces.existing(store.db, id))
  const time = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: store.zone() }).format(receipt.at)
  const message = noticeOf(store, call.actor, 'receipt', to, rows, { name: person.name, receiver: receipt.receiver, time })
  store.operate(call.actor, () => ({ events: [message.event], tables: message.tables, answer: () => null }))
  sender.tell()
  sender.wake()
  return message.id
}
