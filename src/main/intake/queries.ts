import type { Recipient } from '../../shared/contract/pieces.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'

/** How often a carrier was offered for an unclear number of a scheme, and how often it was taken. */
export function carrierChoices(db: ReadableDb): Array<{ scheme: string; carrier: string; offered: number; chosen: number }> {
  return all(db, 'SELECT scheme, carrier, offered, chosen FROM carrier_choice')
}

/** Who got a piece, when. */
export interface Given extends Recipient { no: number; at: number }
interface GivenRow { no: number; at: number; person: string | null; name: string; department: string; mailStop: string }

const GIVEN = 'p.no, p.assigned_at AS at, p.person, p.recipient AS name, p.department, p.mail_stop AS mailStop'
const KNOWN = "p.direction = 'inbound' AND p.assignment IN ('person', 'department') AND p.voided_at IS NULL"

/** The recipients of the pieces that were assigned last, newest first. */
export function lastGiven(db: ReadableDb, limit: number): Given[] {
  return all<GivenRow & Record<string, string | number | null>>(db, `SELECT ${GIVEN} FROM piece p INDEXED BY piece_assigned WHERE p.assigned_at IS NOT NULL AND ${KNOWN} ORDER BY p.assigned_at DESC LIMIT ?`, limit)
}

/** The recipients of other pieces with one of a piece's numbers. */
export function givenByNumber(db: ReadableDb, no: number, limit: number): Given[] {
  return all<GivenRow & Record<string, string | number | null>>(
    db, `SELECT ${GIVEN} FROM piece_number mine JOIN piece_number n ON n.number = mine.number AND n.piece <> mine.piece JOIN piece p ON p.no = n.piece WHERE mine.piece = ? AND ${KNOWN} ORDER BY p.no DESC LIMIT ?`, no, limit)
}

/** The recipients of the newest pieces from a sender. */
export function givenBySender(db: ReadableDb, key: string, exceptNo: number, limit: number): Given[] {
  return all<GivenRow & Record<string, string | number | null>>(
    db, `SELECT ${GIVEN} FROM piece p INDEXED BY piece_sender WHERE p.sender_key = ? AND p.sender_key <> '' AND p.no <> ? AND ${KNOWN} ORDER BY p.no DESC LIMIT ?`, key, exceptNo, limit)
}

/** The recipients of pieces whose numbers stand next to `number` among those that begin alike. */
export function givenByRange(db: ReadableDb, number: string, prefix: string, exceptNo: number, limit: number): Given[] {
  const below = all<GivenRow & Record<string, string | number | null>>(
    db, `SELECT ${GIVEN} FROM (SELECT piece FROM piece_number WHERE number < ? AND number >= ? ORDER BY number DESC LIMIT ?) n JOIN piece p ON p.no = n.piece WHERE p.no <> ? AND ${KNOWN}`, number, prefix, limit, exceptNo)
  const above = all<GivenRow & Record<string, string | number | null>>(
    db, `SELECT ${GIVEN} FROM (SELECT piece FROM piece_number WHERE number > ? AND number < ? ORDER BY number LIMIT ?) n JOIN piece p ON p.no = n.piece WHERE p.no <> ? AND ${KNOWN}`, number, `${prefix}\u{10FFFF}`, limit, exceptNo)
  return [...below, ...above]
}

/** Where a piece stands in this store, and what is needed to guess its recipient. */
export function forLikely(db: ReadableDb, id: string): { no: number; number: string; senderKey: string } | null {
  return one(db, 'SELECT no, number, sender_key AS senderKey FROM piece WHERE id = ?', id)
}

/** Pieces of the worklist, oldest first, as their place in the store. */
export function unassigned(db: ReadableDb, kinds: readonly string[], cursor: number, limit: number): number[] {
  const found = kinds.flatMap((kind) => all<{ no: number }>(
    db, "SELECT no FROM piece INDEXED BY piece_unassigned WHERE assignment IN ('none', 'several', 'unknown') AND voided_at IS NULL AND assignment = ? AND no > ? ORDER BY no LIMIT ?", kind, cursor, limit))
  return found.map((row) => row.no).sort((a, b) => a - b).slice(0, limit)
}

/** How many pieces wait for a recipient, by why. */
export function unassignedCounts(db: ReadableDb): { none: number; several: number; unknown: number } {
  const counts = { none: 0, several: 0, unknown: 0 }
  for (const { value, n } of all<{ value: string; n: number }>(db, "SELECT assignment AS value, sum(n) AS n FROM piece_count WHERE direction = 'inbound' AND state <> 'voided' AND assignment IN ('none', 'several', 'unknown') GROUP BY assignment"))
    counts[value as keyof typeof counts] = n
  return counts
}

/** The tag and the last serial of our own piece numbers, or null before the first. */
export function ownNumber(db: ReadableDb): { tag: string; last: number } | null {
  return one(db, "SELECT tag, last FROM own_number WHERE kind = 'piece'")
}

export function keepOwnNumber(db: WritableDb, tag: string, last: number): void {
  run(db, "INSERT INTO own_number (kind, tag, last) VALUES ('piece', ?, ?) ON CONFLICT (kind) DO UPDATE SET tag = excluded.tag, last = max(last, excluded.last)", tag, last)
}


/** How far pieces at a location are counted, and how many locations are looked at to find some that hold pieces now. */
const COUNTED = 1_000
const LOOKED_AT = 60

/** Locations that begin with `text` and hold pieces now, by name. Steps from one location to the next in the index, however many pieces each has. */
export function locationsIn(db: ReadableDb, text: string, limit: number): Array<{ location: string; pieces: number }> {
  const next = "(SELECT min(location) FROM piece WHERE location <> '' AND location "
  return all<{ location: string; pieces: number }>(
    db, `WITH RECURSIVE l (location, n) AS (SELECT ${next} >= ?), 1 UNION ALL SELECT ${next} > l.location), n + 1 FROM l WHERE l.location IS NOT NULL AND n < ${LOOKED_AT}),
    here AS (SELECT location, (SELECT count(*) FROM (SELECT 1 FROM piece p INDEXED BY piece_location WHERE p.location = l.location AND p.location <> '' AND p.state IN ('stored', 'held') LIMIT ${COUNTED})) AS pieces FROM l WHERE location >= ? AND location < ?)
    SELECT location, pieces FROM here WHERE pieces > 0 LIMIT ?`, text, text, `${text}\u{10FFFF}`, limit)
}
