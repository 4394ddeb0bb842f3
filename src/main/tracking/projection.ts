import type { LearnedEvent, Source, TrackingEvent } from '../../shared/mail/tracking.ts'
import { eventKey, zip5 } from '../../shared/mail/tracking.ts'
import type { PersonWord, Status, TrackingState, WordOf } from '../../shared/mail/tracking-status.ts'
import { standingOf } from '../../shared/mail/tracking-standing.ts'
import { statusOf } from '../../shared/mail/tracking-status.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, prepare, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

/** What an event of news says about the piece as a whole. */
export interface KeptFacts { returnDay: string | null; expectedDay: string | null; greenCard: string | null; electronicReceipt: boolean | null }

interface EventColumns { source: Source; code: string | null; text: string; at: number | null; local: string | null; city: string; state: string; zip: string; country: string; name: string; learned_at: number; told: string; by: string; device: string; sequence: number }

/** One event as it is kept, with where it stands in the log. */
export interface KeptEvent extends LearnedEvent { told: string; by: string; device: string; sequence: number }

/** Everything that was said about a piece, in no order. */
export function eventsOf(db: ReadableDb, piece: number): KeptEvent[] {
  const rows = all<EventColumns>(db, 'SELECT source, code, text, at, local, city, state, zip, country, name, learned_at, told, by, device, sequence FROM tracking_event WHERE piece = ?', piece)
  return rows.map(({ learned_at: learnedAt, ...event }) => ({ ...event, learnedAt }))
}

/** The words of persons about a piece, oldest first. */
export function wordsOf(db: ReadableDb, piece: number): PersonWord[] {
  return all<{ says: WordOf; evidence: string; reason: string; by: string; at: number; sequence: number }>(db, 'SELECT says, evidence, reason, by, at, sequence FROM tracking_word WHERE piece = ? ORDER BY at, device, sequence', piece).map((row) => ({ ...row }))
}

/** Place of a piece in this store. @throws when no event has made it */
function placeOf(db: ReadableDb, id: string | null): number {
  const row = prepare<{ no: number }>(db, 'SELECT no FROM piece WHERE id = ?').get(id)
  if (!row) throw new Error(`Piece ${id} is in no earlier event.`)
  return row.no
}

/** Statuses in which a piece is on its way or with somebody who has to act. */
const CLOSED: ReadonlySet<Status> = new Set(['delivered', 'returned-to-us', 'lost'])

/** True when nothing about the status itself is left to be found out. */
const settled = (state: TrackingState): boolean =>
  state.checks.length === 0 && (state.status === 'returned-to-us' || state.status === 'lost' || state.outcome === 'delivered-to-addressee' || state.outcome === 'delivered-to-agent')

/** Begins to follow a piece, so that it is on the board before anything is heard of it. Called when a letter is logged. */
export function follow(db: WritableDb, piece: string | null, addresseeZip: string | null): void {
  const no = placeOf(db, piece)
  begin(db, no)
  setAddressee(db, no, addresseeZip)
}

/** Says that the addressee's ZIP of a followed piece is another one, and judges again what was said about it. */
export function addresseeChanged(db: WritableDb, piece: string | null, addresseeZip: string | null): void {
  const no = placeOf(db, piece)
  if (setAddressee(db, no, addresseeZip)) judge(db, no)
}

/** Ends following a piece that was voided. What was said about it stays. */
export function unfollow(db: WritableDb, piece: string | null): void {
  const no = placeOf(db, piece)
  const before = one<{ standing: string }>(db, 'SELECT standing FROM tracking_status WHERE piece = ?', no)
  if (!before) return
  count(db, before.standing, -1)
  run(db, 'DELETE FROM tracking_status WHERE piece = ?', no)
}

function setAddressee(db: WritableDb, no: number, zip: string | null): boolean {
  const five = zip5(zip)
  return run(db, 'UPDATE tracking_status SET addressee_zip = ? WHERE piece = ? AND addressee_zip IS NOT ?', five, no, five) > 0
}

function begin(db: WritableDb, no: number): void {
  const reason = 'Nothing has been heard of it yet.'
  const added = run(db, "INSERT INTO tracking_status (piece, status, reason, checks, open, settled, signed_by, by_person) VALUES (?, 'no-news', ?, '', 1, 0, '[]', 0) ON CONFLICT DO NOTHING", no, reason)
  if (added > 0) count(db, 'no-news', 1)
}

function count(db: WritableDb, standing: string, by: number): void {
  run(db, 'INSERT INTO tracking_count (standing, n) VALUES (?, ?) ON CONFLICT (standing) DO UPDATE SET n = n + excluded.n', standing, by)
  if (by < 0) run(db, 'DELETE FROM tracking_count WHERE standing = ? AND n = 0', standing)
}

/** Finds status and outcome anew from all that was said. */
function judge(db: WritableDb, no: number): void {
  const row = one<{ standing: string; sender_zip: string | null; addressee_zip: string | null }>(db, 'SELECT standing, sender_zip, addressee_zip FROM tracking_status WHERE piece = ?', no)
  if (!row) return
  const events = eventsOf(db, no)
  const state = statusOf(events, { senderZip: row.sender_zip, addresseeZip: row.addressee_zip, words: wordsOf(db, no) })
  const heard = events.reduce<number | null>((latest, event) => (latest === null || event.learnedAt > latest ? event.learnedAt : latest), null)
  run(db, `UPDATE tracking_status SET status = ?, outcome = ?, reason = ?, checks = ?, open = ?, settled = ?, accepted_day = ?, waiting_since = ?, outcome_day = ?, last_day = ?, signed_by = ?, by_person = ?, heard_at = ? WHERE piece = ?`,
    state.status, state.outcome, state.reason, state.checks.join(' '), CLOSED.has(state.status) ? 0 : 1, settled(state) ? 1 : 0, state.acceptedDay, state.waitingSince, state.outcomeDay, state.lastDay,
    JSON.stringify(state.signedBy), state.byPerson ? 1 : 0, heard, no)
  const standing = standingOf(state)
  if (row.standing === standing) return
  count(db, row.standing, -1)
  count(db, standing, 1)
}

function setSender(db: WritableDb, no: number, zip: string | null): void {
  if (zip !== null) run(db, 'UPDATE tracking_status SET sender_zip = ? WHERE piece = ? AND sender_zip IS NOT ?', zip, no, zip)
}

const INSERT = `INSERT INTO tracking_event (piece, source, key, code, text, at, local, city, state, zip, country, name, learned_at, told, by, device, sequence)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

/** Keeps what a source said beside what all others said, and judges again. */
export function learned(db: WritableDb, event: LoggedEvent<{ source: Source; told: string; events: readonly TrackingEvent[]; facts: KeptFacts | null; senderZip: string | null; file: string | null }>): void {
  const { payload, recordedAt, actor, device, sequence } = event
  const no = placeOf(db, event.piece)
  begin(db, no)
  setSender(db, no, payload.senderZip)
  if (payload.file !== null) run(db, 'INSERT INTO tracking_file (file, piece) VALUES (?, ?) ON CONFLICT DO NOTHING', payload.file, no)
  for (const one of payload.events)
    prepare(db, INSERT).run(no, payload.source, eventKey(one), one.code, one.text, one.at, one.local, one.city, one.state, one.zip, one.country, one.name, recordedAt, payload.told, actor.name, device, sequence)
  const { facts } = payload
  // What news does not say, it does not take back.
  if (facts)
    run(db, 'UPDATE tracking_status SET return_day = coalesce(?, return_day), expected_day = coalesce(?, expected_day), green_card = coalesce(?, green_card), electronic = coalesce(?, electronic) WHERE piece = ?',
      facts.returnDay, facts.expectedDay, facts.greenCard, facts.electronicReceipt === null ? null : facts.electronicReceipt ? 1 : 0, no)
  judge(db, no)
}

/** Keeps a person's word, and judges again. */
export function decided(db: WritableDb, event: LoggedEvent<{ says: WordOf; evidence: string; reason: string; senderZip: string | null }>): void {
  const { payload, recordedAt, actor, device, sequence } = event
  const no = placeOf(db, event.piece)
  begin(db, no)
  setSender(db, no, payload.senderZip)
  run(db, 'INSERT INTO tracking_word (piece, device, sequence, says, evidence, reason, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', no, device, sequence, payload.says, payload.evidence, payload.reason, actor.name, recordedAt)
  judge(db, no)
}

/** Takes the names and a person's words from what was said about a piece, and judges again. */
export function removeNames(db: WritableDb, id: string | null): void {
  const no = placeOf(db, id)
  run(db, 'DELETE FROM tracking_file WHERE piece = ?', no)
  const kept = all<EventColumns>(db, 'SELECT source, code, text, at, local, city, state, zip, country, name, learned_at, told, by, device, sequence FROM tracking_event WHERE piece = ? ORDER BY learned_at, device, sequence, key', no)
  const words = run(db, "UPDATE tracking_word SET evidence = '', reason = '' WHERE piece = ?", no)
  if (kept.length === 0 && words === 0) return
  run(db, 'DELETE FROM tracking_event WHERE piece = ?', no)
  for (const row of kept) {
    const nameless = { ...row, name: '' }
    prepare(db, INSERT).run(no, row.source, eventKey(nameless), row.code, row.text, row.at, row.local, row.city, row.state, row.zip, row.country, '', row.learned_at, row.told, row.by, row.device, row.sequence)
  }
  judge(db, no)
}
