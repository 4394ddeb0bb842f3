import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

/** A followed piece as it is kept. */
export interface Followed {
  no: number; id: string; direction: 'inbound' | 'outbound'; number: string; grouped: string; carrier: string; carrier_name: string; service: string; recipient: string; department: string; reference: string
  status: string; outcome: string | null; reason: string; checks: string; open: number; accepted_day: string | null; waiting_since: string | null; outcome_day: string | null; last_day: string | null
  signed_by: string; by_person: number; heard_at: number | null; return_day: string | null; expected_day: string | null; electronic: number | null
}

const FOLLOWED = `SELECT p.no, p.id, p.direction, p.number, p.grouped, p.carrier, p.carrier_name, p.service, p.recipient, p.department, p.reference,
  t.status, t.outcome, t.reason, t.checks, t.open, t.accepted_day, t.waiting_since, t.outcome_day, t.last_day, t.signed_by, t.by_person, t.heard_at, t.return_day, t.expected_day, t.electronic
  FROM tracking_status t JOIN piece p ON p.no = t.piece`

/** A followed piece by its id, or null. */
export function followed(db: ReadableDb, id: string): Followed | null {
  return one<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE p.id = ?`, id)
}

/** Every followed piece of which something may still be found out or done. */
export function unsettled(db: ReadableDb): Followed[] {
  return all<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE t.settled = 0 ORDER BY t.piece`)
}

/** One page of followed pieces, newest first. */
export function page(db: ReadableDb, filter: { open?: boolean; standing?: string | undefined }, cursor: number | null, limit: number): Followed[] {
  const before = cursor ?? Number.MAX_SAFE_INTEGER
  if (filter.standing !== undefined) return all<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE t.standing = ? AND t.piece < ? ORDER BY t.piece DESC LIMIT ?`, filter.standing, before, limit)
  if (filter.open !== undefined) return all<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE t.open = ? AND t.piece < ? ORDER BY t.piece DESC LIMIT ?`, filter.open ? 1 : 0, before, limit)
  return all<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE t.piece < ? ORDER BY t.piece DESC LIMIT ?`, before, limit)
}

/** Followed pieces by their ids, newest first. */
export function these(db: ReadableDb, ids: readonly string[]): Followed[] {
  return all<Followed & Record<string, SqlValue>>(db, `${FOLLOWED} WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY t.piece DESC`, JSON.stringify(ids))
}

export function counts(db: ReadableDb): Array<{ standing: string; n: number }> {
  return all<{ standing: string; n: number }>(db, 'SELECT standing, n FROM tracking_count ORDER BY standing')
}

/** Pieces that have this number and were not voided: what went out first, then the newest. */
export function piecesWith(db: ReadableDb, number: string): Array<{ no: number; id: string; direction: 'inbound' | 'outbound'; recipient: string }> {
  return all<{ no: number; id: string; direction: 'inbound' | 'outbound'; recipient: string }>(db, `SELECT p.no, p.id, p.direction, p.recipient FROM piece_number n JOIN piece p ON p.no = n.piece
    WHERE n.number = ? AND p.voided_at IS NULL ORDER BY p.direction = 'outbound' DESC, p.no DESC LIMIT 5`, number)
}

/** True when this source has said this about the piece before. */
export function wasSaid(db: ReadableDb, piece: number, source: string, key: string): boolean {
  return one(db, 'SELECT 1 AS found FROM tracking_event WHERE piece = ? AND source = ? AND key = ?', piece, source, key) !== null
}

export interface FactsRow { status: string; return_day: string | null; expected_day: string | null; green_card: string | null; electronic: number | null; sender_zip: string | null; addressee_zip: string | null }
export function factsOf(db: ReadableDb, piece: number): FactsRow | null {
  return one<FactsRow & Record<string, SqlValue>>(db, 'SELECT status, return_day, expected_day, green_card, electronic, sender_zip, addressee_zip FROM tracking_status WHERE piece = ?', piece)
}

export interface Task { piece: string; kind: string; basis: string; assigned: string | null; assigned_name: string; snoozed_until: string | null; snooze_reason: string; done_at: number | null; done_by: string; done_note: string }

export function tasks(db: ReadableDb): Task[] {
  return all<Task & Record<string, SqlValue>>(db, 'SELECT piece, kind, basis, assigned, assigned_name, snoozed_until, snooze_reason, done_at, done_by, done_note FROM tracking_task')
}
export function tasksOf(db: ReadableDb, piece: string): Task[] {
  return all<Task & Record<string, SqlValue>>(db, 'SELECT piece, kind, basis, assigned, assigned_name, snoozed_until, snooze_reason, done_at, done_by, done_note FROM tracking_task WHERE piece = ?', piece)
}

export function putTask(db: WritableDb, task: Task): void {
  run(db, `INSERT INTO tracking_task (piece, kind, basis, assigned, assigned_name, snoozed_until, snooze_reason, done_at, done_by, done_note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (piece, kind) DO UPDATE SET basis = excluded.basis, assigned = excluded.assigned, assigned_name = excluded.assigned_name, snoozed_until = excluded.snoozed_until, snooze_reason = excluded.snooze_reason,
      done_at = excluded.done_at, done_by = excluded.done_by, done_note = excluded.done_note`,
  task.piece, task.kind, task.basis, task.assigned, task.assigned_name, task.snoozed_until, task.snooze_reason, task.done_at, task.done_by, task.done_note)
}

export interface Asked { piece: string; asked_at: number; answer: string; message: string; not_before: number; tries: number }

export function askedOf(db: ReadableDb, piece: string): Asked | null {
  return one<Asked & Record<string, SqlValue>>(db, 'SELECT piece, asked_at, answer, message, not_before, tries FROM tracking_asked WHERE piece = ?', piece)
}
export function allAsked(db: ReadableDb): Asked[] {
  return all<Asked & Record<string, SqlValue>>(db, 'SELECT piece, asked_at, answer, message, not_before, tries FROM tracking_asked')
}
export function putAsked(db: WritableDb, row: Asked): void {
  run(db, `INSERT INTO tracking_asked (piece, asked_at, answer, message, not_before, tries) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (piece) DO UPDATE SET asked_at = excluded.asked_at, answer = excluded.answer, message = excluded.message, not_before = excluded.not_before, tries = excluded.tries`, row.piece, row.asked_at, row.answer, row.message, row.not_before, row.tries)
}

const HOUR_OF_MINUTES = 60

/** How many questions went out in the hour that ends with this minute (counted from 1970), and the first minute of them. */
export function askedBefore(db: ReadableDb, minute: number): { asked: number; first: number | null } {
  return one<{ asked: number; first: number | null }>(db, 'SELECT coalesce(sum(asked), 0) AS asked, min(minute) AS first FROM tracking_minute WHERE minute > ?', minute - HOUR_OF_MINUTES) ?? { asked: 0, first: null }
}
/** Counts a question before it goes out, so that one whose answer was lost counts too. */
export function countQuestion(db: WritableDb, minute: number): void {
  run(db, 'INSERT INTO tracking_minute (minute, asked) VALUES (?, 1) ON CONFLICT (minute) DO UPDATE SET asked = asked + 1', minute)
  run(db, 'DELETE FROM tracking_minute WHERE minute < ?', minute - 2 * HOUR_OF_MINUTES)
}
/** When the last question went out, or null. */
export function lastAsked(db: ReadableDb): number | null {
  return one<{ t: number | null }>(db, 'SELECT max(asked_at) AS t FROM tracking_asked')?.t ?? null
}

export function rememberedMapping(db: ReadableDb, columns: string): string | null {
  return one<{ mapping: string }>(db, 'SELECT mapping FROM tracking_mapping WHERE columns = ?', columns)?.mapping ?? null
}
export function rememberMapping(db: WritableDb, columns: string, mapping: string, at: number): void {
  run(db, 'INSERT INTO tracking_mapping (columns, mapping, at) VALUES (?, ?, ?) ON CONFLICT (columns) DO UPDATE SET mapping = excluded.mapping, at = excluded.at', columns, mapping, at)
}

/** An import that was begun and not closed. */
export interface Unfinished { id: string; name: string; file: string; mapping: string | null; actor: string; actor_name: string; at: number }
export function unfinished(db: ReadableDb): Unfinished[] {
  return all<Unfinished & Record<string, SqlValue>>(db, 'SELECT id, name, file, mapping, actor, actor_name, at FROM tracking_import ORDER BY id')
}
export function beginImport(db: WritableDb, row: Unfinished): void {
  run(db, 'INSERT INTO tracking_import (id, name, file, mapping, actor, actor_name, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING', row.id, row.name, row.file, row.mapping, row.actor, row.actor_name, row.at)
}
export function endImport(db: WritableDb, id: string): void {
  run(db, 'DELETE FROM tracking_import WHERE id = ?', id)
}

export function mailSeen(db: ReadableDb, file: string): boolean {
  return one(db, 'SELECT 1 AS found FROM tracking_mail WHERE file = ?', file) !== null
}
export function keepMail(db: WritableDb, row: { file: string; name: string; at: number; said: string }): void {
  run(db, 'INSERT INTO tracking_mail (file, name, at, said) VALUES (?, ?, ?, ?) ON CONFLICT (file) DO UPDATE SET name = excluded.name, at = excluded.at, said = excluded.said', row.file, row.name, row.at, row.said)
}

/** Kinds of the files of a piece. */
export function fileKinds(db: ReadableDb, piece: number): string[] {
  return all<{ kind: string }>(db, 'SELECT DISTINCT kind FROM piece_file WHERE piece = ? ORDER BY kind', piece).map((row) => row.kind)
}
