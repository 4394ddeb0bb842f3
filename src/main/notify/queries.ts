import type { Message, MessageKind, MessageState, Outbox, OutboxFilter } from '../../shared/contract/notify.ts'
import type { JobProgress } from '../printing/queue.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

interface Columns {
  no: number; id: string; message_id: string; kind: MessageKind; person: string | null; department: string | null; name: string; address: string; subject: string; body: string; pieces: string
  state: MessageState; attempts: number; queued_at: number; not_before: number; reason: string | null; created_at: number; changed_at: number; actor_name: string
}
type Row = Columns & Record<string, SqlValue>

const MESSAGE = 'SELECT no, id, message_id, kind, person, department, name, address, subject, body, pieces, state, attempts, queued_at, not_before, reason, created_at, changed_at, actor_name FROM message'

const shown = (row: Row): Message => ({
  id: row.id, messageId: row.message_id, kind: row.kind, name: row.name, address: row.address, person: row.person, subject: row.subject, body: row.body, pieces: JSON.parse(row.pieces) as string[], state: row.state,
  attempts: row.attempts, notBefore: row.not_before, words: row.reason, createdAt: row.created_at, changedAt: row.changed_at, by: row.actor_name,
})

/** A message as the sender gets it. */
export interface StoredMessage extends Message { department: string | null; progress: JobProgress }

/** What the rules of the queue know of a message; states that they do not know are never sent. */
const asProgress = (row: Row): JobProgress => ({
  state: row.state === 'no-address' || row.state === 'dropped' ? 'failed' : row.state, attempts: row.attempts, queuedAt: row.queued_at, notBefore: row.not_before, ...(row.reason === null ? {} : { reason: row.reason }),
})
const stored = (row: Row): StoredMessage => ({ ...shown(row), department: row.department, progress: asProgress(row) })

export function messageById(db: ReadableDb, id: string): StoredMessage | null {
  const row = one<Row>(db, `${MESSAGE} WHERE id = ?`, id)
  return row && stored(row)
}

/** The queued message that may be tried first. */
export function firstQueued(db: ReadableDb): StoredMessage | undefined {
  const row = one<Row>(db, `${MESSAGE} WHERE state = 'queued' ORDER BY not_before, no LIMIT 1`)
  return row ? stored(row) : undefined
}

/** Messages that were being sent when the station ended. */
export function cutOff(db: ReadableDb): StoredMessage[] {
  return all<Row>(db, `${MESSAGE} WHERE state = 'sending' ORDER BY no`).map(stored)
}

/** True when messages wait from before a restore. */
export function ofAnotherLife(db: ReadableDb, device: string): boolean {
  return one(db, "SELECT 1 AS found FROM message WHERE state = 'queued' AND device <> ? LIMIT 1", device) !== null
}

/** Counts waiting messages as this device's from now on. */
export function adopt(db: WritableDb, device: string): void {
  run(db, "UPDATE message SET device = ? WHERE state = 'queued' AND device <> ?", device, device)
}

export function keepProgress(db: WritableDb, id: string, progress: JobProgress, now: number): void {
  run(db, 'UPDATE message SET state = ?, attempts = ?, queued_at = ?, not_before = ?, reason = ?, changed_at = ? WHERE id = ?', progress.state, progress.attempts, progress.queuedAt, progress.notBefore, progress.reason ?? null, now, id)
}

export function drop(db: WritableDb, id: string, now: number): void {
  run(db, "UPDATE message SET state = 'dropped', changed_at = ? WHERE id = ?", now, id)
}

/** Gives a message an address and queues it. */
export function readdress(db: WritableDb, id: string, address: string, now: number): void {
  run(db, "UPDATE message SET address = ?, state = 'queued', queued_at = ?, not_before = ?, reason = NULL, changed_at = ? WHERE id = ?", address, now, now, now, id)
}

export interface NewMessage {
  id: string; messageId: string; kind: MessageKind; person: string | null; department: string | null; name: string; address: string; subject: string; body: string; pieces: readonly string[]
  device: string; state: 'queued' | 'no-address'; reason: string | null; at: number; actor: { id: string; name: string }
}

export function addMessage(db: WritableDb, message: NewMessage): void {
  run(db, `INSERT INTO message (id, message_id, kind, person, department, name, address, subject, body, pieces, device, state, queued_at, not_before, reason, created_at, changed_at, actor, actor_name)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  message.id, message.messageId, message.kind, message.person, message.department, message.name, message.address, message.subject, message.body, JSON.stringify(message.pieces), message.device, message.state,
  message.at, message.at, message.reason, message.at, message.at, message.actor.id, message.actor.name)
}

const STATES: Record<OutboxFilter, readonly MessageState[]> = { waiting: ['queued', 'sending'], person: ['unknown', 'no-address'], sent: ['sent'], failed: ['failed', 'dropped'] }
const among = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ')

/** Messages, newest first. */
export function messages(db: ReadableDb, filter: OutboxFilter, limit: number): Message[] {
  return all<Row>(db, `${MESSAGE} WHERE state IN (${among(STATES[filter])}) ORDER BY no DESC LIMIT ?`, limit).map(shown)
}

export function counts(db: ReadableDb): Outbox['counts'] {
  const rows = all<{ state: MessageState; n: number }>(db, 'SELECT state, count(*) AS n FROM message GROUP BY state')
  const of = (filter: OutboxFilter): number => rows.reduce((sum, row) => sum + (STATES[filter].includes(row.state) ? row.n : 0), 0)
  return { waiting: of('waiting'), person: of('person'), sent: of('sent'), failed: of('failed') }
}

/** What of the outbox is not at its end: how many messages wait or have to be decided, how many of them a person has to see to, and since when the oldest one waits. */
export function open(db: ReadableDb): { count: number; look: number; oldest: number | null } {
  const states = among([...STATES.waiting, ...STATES.person, 'failed'])
  return one<{ count: number; look: number; oldest: number | null }>(db, `SELECT count(*) FILTER (WHERE state <> 'failed') AS count, count(*) FILTER (WHERE state NOT IN (${among(STATES.waiting)})) AS look,
    min(created_at) FILTER (WHERE state IN (${among(STATES.waiting)})) AS oldest FROM message WHERE state IN (${states})`) ?? { count: 0, look: 0, oldest: null }
}

export interface Watched { piece: string; person: string; since: number; day: string; told: number; reminded: number; escalated: number }
const WATCHED = 'SELECT piece, person, since, day, told, reminded, escalated FROM notice_watch'

export function watched(db: ReadableDb, piece: string): Watched | null {
  return one<Watched & Record<string, SqlValue>>(db, `${WATCHED} WHERE piece = ?`, piece)
}
export function untold(db: ReadableDb): Watched[] {
  return all<Watched & Record<string, SqlValue>>(db, `${WATCHED} WHERE told = 0 ORDER BY since, piece`)
}
/** Pieces that somebody was told of, and that began to wait before `day`. */
export function toldBefore(db: ReadableDb, day: string): Watched[] {
  return all<Watched & Record<string, SqlValue>>(db, `${WATCHED} WHERE told = 1 AND day < ? ORDER BY since, piece`, day)
}

export function watch(db: WritableDb, piece: string, person: string, since: number, day: string): void {
  run(db, `INSERT INTO notice_watch (piece, person, since, day) VALUES (?, ?, ?, ?)
    ON CONFLICT (piece) DO UPDATE SET person = excluded.person, since = excluded.since, day = excluded.day, told = 0, reminded = 0, escalated = 0`, piece, person, since, day)
}
export function unwatch(db: WritableDb, piece: string): void {
  run(db, 'DELETE FROM notice_watch WHERE piece = ?', piece)
}
export function unwatchAll(db: WritableDb): void {
  run(db, 'DELETE FROM notice_watch')
}
export function told(db: WritableDb, piece: string): void {
  run(db, 'UPDATE notice_watch SET told = 1 WHERE piece = ?', piece)
}
export function reminded(db: WritableDb, piece: string): void {
  run(db, 'UPDATE notice_watch SET reminded = reminded + 1 WHERE piece = ?', piece)
}
export function escalated(db: WritableDb, piece: string): void {
  run(db, 'UPDATE notice_watch SET escalated = 1 WHERE piece = ?', piece)
}

/** How far the log was followed. */
export function mark(db: ReadableDb): { device: string; sequence: number } | null {
  return one(db, 'SELECT device, sequence FROM notice_mark')
}
export function setMark(db: WritableDb, device: string, sequence: number): void {
  run(db, 'INSERT INTO notice_mark (one, device, sequence) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET device = excluded.device, sequence = excluded.sequence', device, sequence)
}

/** Pieces that something happened to between two entries of a device's log, and when the last of it was recorded. */
export function changedPieces(db: ReadableDb, device: string, after: number, until: number): Array<{ piece: string; at: number }> {
  return all(db, 'SELECT piece, max(recorded_at) AS at FROM event WHERE device = ? AND sequence > ? AND sequence <= ? AND piece IS NOT NULL GROUP BY piece', device, after, until)
}
export function lastSequence(db: ReadableDb, device: string): number {
  return one<{ n: number | null }>(db, 'SELECT max(sequence) AS n FROM event WHERE device = ?', device)?.n ?? 0
}
