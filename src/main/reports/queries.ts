import { WAITING } from '../../shared/mail/custody.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one } from '../store/db.ts'

/** The newest piece there is: what comes while a report is made is not in it. */
export function newestPiece(db: ReadableDb): number {
  return one<{ no: number | null }>(db, 'SELECT max(no) AS no FROM piece')?.no ?? 0
}

export interface CameIn { carrier: string; department: string; accountable: number; state: string; received_at: number; held_since: number | null }

/** What came in on a day, without what was voided. */
export function cameIn(db: ReadableDb, day: string, newest: number): CameIn[] {
  return all(db, "SELECT carrier, department, accountable, state, received_at, held_since FROM piece INDEXED BY piece_by_day WHERE day = ? AND no <= ? AND direction = 'inbound' AND voided_at IS NULL", day, newest)
}

export interface Waits { day: string; department: string; location: string; person: string | null; recipient: string }

/** The carriers that something ever came in by. */
export function carriers(db: ReadableDb): string[] {
  return all<{ carrier: string }>(db, "SELECT DISTINCT carrier FROM piece_count WHERE direction = 'inbound'").map((row) => row.carrier)
}

/** What waits of a carrier. */
export function waitsOf(db: ReadableDb, carrier: string, newest: number): Waits[] {
  return WAITING.flatMap((state) => all<Waits & Record<string, string | null>>(db, "SELECT day, department, location, person, recipient FROM piece INDEXED BY piece_carrier WHERE carrier = ? AND state = ? AND no <= ? AND direction = 'inbound'", carrier, state, newest))
}

export interface Mailed { mailing_day: string; department: string; cost_code: string; matter: string; postage: number; fees: number; unpriced: number; services: string; outcome: string | null; outcome_day: string | null; card: number; electronic: number }

/** Letters that were mailed on a day, with what became of them and which receipts are in the file. */
export function mailedOn(db: ReadableDb, day: string): Mailed[] {
  return all(db, `SELECT l.mailing_day, l.department, l.cost_code, l.matter, l.postage, l.fees, l.unpriced, l.services, t.outcome, t.outcome_day,
    EXISTS (SELECT 1 FROM receipt r WHERE r.piece = l.piece AND r.kind = 'card') AS card, EXISTS (SELECT 1 FROM receipt r WHERE r.piece = l.piece AND r.kind = 'electronic') AS electronic
    FROM letter l INDEXED BY letter_mailed LEFT JOIN tracking_status t ON t.piece = l.piece WHERE l.mailing_day = ? AND l.state <> 'voided'`, day)
}

export interface Done { actor: string; name: string; kind: string; n: number }

/** How many entries of each kind everybody made from one instant up to another. */
export function doneBetween(db: ReadableDb, start: number, end: number): Done[] {
  return all(db, 'SELECT actor, max(actor_name) AS name, kind, count(*) AS n FROM event INDEXED BY event_by_time WHERE recorded_at >= ? AND recorded_at < ? GROUP BY actor, kind', start, end)
}
