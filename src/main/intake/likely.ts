import type { LikelyRecipient } from '../../shared/contract/intake.ts'
import type { PieceRow, Recipient } from '../../shared/contract/pieces.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { peopleNamed } from './people.ts'
import type { Given } from './queries.ts'
import * as queries from './queries.ts'

type Reason = LikelyRecipient['reasons'][number]

/** Earlier pieces that are looked at for one reason. */
const LOOKED_AT = 40

/**
 * The beginning that numbers of one shipper have in common: for USPS the service type and Mailer ID, for UPS the shipper's account,
 * for others all but the last digits, because who ships several parcels gets numbers in a row. Null where numbers are too short to tell.
 */
export function rangeOf(number: string): string | null {
  if (/^1Z[0-9A-Z]{16}$/.test(number)) return number.slice(0, 8)
  if (/^[0-9]{20,34}$/.test(number)) return number.slice(0, 14)
  return number.length >= 10 && number.length <= 34 && /[0-9]{4}$/.test(number) ? number.slice(0, -3) : null
}

/** How much a reason counts for the piece at hand: its own name first, then the same parcel, sender, shipper; then habit. */
const WEIGHT: Record<Reason, number> = { 'same-name': 1_000, 'same-number': 400, 'same-sender': 40, 'same-range': 15, 'last-used': 1 }

interface Score { recipient: Recipient; points: number; reasons: Map<Reason, number>; lastAt: number | null }

function keyOf(recipient: Recipient): string {
  return recipient.person ?? `${recipient.name}\n${recipient.department}`
}

function add(scores: Map<string, Score>, reason: Reason, given: readonly (Recipient & { at: number | null })[]): void {
  for (const [i, { at, person, name, department, mailStop }] of given.entries()) {
    const recipient = { person, name, department, mailStop }
    const known = scores.get(keyOf(recipient)) ?? { recipient, points: 0, reasons: new Map<Reason, number>(), lastAt: null }
    // The newest of a kind counts most; what lies far back only breaks ties.
    const points = WEIGHT[reason] / (1 + i / 4)
    known.points += points
    known.reasons.set(reason, (known.reasons.get(reason) ?? 0) + points)
    if (at !== null && at > (known.lastAt ?? 0)) {
      known.lastAt = at
      known.recipient = recipient
    }
    scores.set(keyOf(recipient), known)
  }
}

const newestFirst = (given: readonly Given[]): Given[] => given.toSorted((a, b) => b.at - a.at)

/** Who a piece is likely for, best first, each with the reasons. @throws NotFound */
export async function likely(call: CheckedCall, input: { piece?: string | undefined; sender?: string | undefined; limit: number }): Promise<{ rows: LikelyRecipient[] }> {
  const { db } = call.services.store
  const scores = new Map<string, Score>()
  let senderKey = searchKey(input.sender ?? '')
  let no = 0
  if (input.piece !== undefined) {
    const piece = queries.forLikely(db, input.piece)
    if (!piece) throw new NotFound('This piece is not in this store.')
    const row = pieces.existing(db, input.piece)
    if ((row.assignment === 'several' || row.assignment === 'unknown') && row.recipient) {
      const { exact, near } = await peopleNamed(call, row.recipient.name)
      add(scores, 'same-name', [...exact, ...near].map((person) => ({ ...person, at: null })))
    }
    add(scores, 'same-number', newestFirst(queries.givenByNumber(db, piece.no, LOOKED_AT)))
    if (input.sender === undefined) senderKey = piece.senderKey
    no = piece.no
    const range = rangeOf(piece.number)
    if (range !== null) add(scores, 'same-range', newestFirst(queries.givenByRange(db, piece.number, range, piece.no, LOOKED_AT / 2)))
  }
  if (senderKey !== '') add(scores, 'same-sender', newestFirst(queries.givenBySender(db, senderKey, no, LOOKED_AT)))
  add(scores, 'last-used', queries.lastGiven(db, LOOKED_AT))
  const best = [...scores.values()].sort((a, b) => b.points - a.points || (b.lastAt ?? 0) - (a.lastAt ?? 0)).slice(0, input.limit)
  return {
    rows: best.map(({ recipient, reasons, lastAt }) => ({ recipient, lastAt, reasons: [...reasons].sort((a, b) => b[1] - a[1]).map(([reason]) => reason) })),
  }
}

/** Pieces that nobody can be told about yet, oldest first. */
export function worklist(call: CheckedCall, input: { filter: 'all' | 'none' | 'several' | 'unknown'; cursor?: number | undefined; limit: number }): { rows: PieceRow[]; next: number | null; counts: { none: number; several: number; unknown: number } } {
  const { db } = call.services.store
  const kinds = input.filter === 'all' ? ['none', 'several', 'unknown'] : [input.filter]
  const nos = queries.unassigned(db, kinds, input.cursor ?? 0, input.limit)
  return { rows: pieces.at(call, nos).toReversed(), next: nos.length < input.limit ? null : (nos.at(-1) ?? null), counts: queries.unassignedCounts(db) }
}

/** Locations by the beginning of their name, small letters read as capitals too, that hold pieces now. */
export function locations(call: CheckedCall, input: { text: string; limit: number }): { rows: Array<{ location: string; pieces: number }> } {
  const { db } = call.services.store
  const begins = new Set([input.text.trim(), input.text.trim().toUpperCase()].filter((text) => text !== ''))
  const rows = [...begins].flatMap((text) => queries.locationsIn(db, text, input.limit))
  return { rows: rows.sort((a, b) => (a.location < b.location ? -1 : 1)).slice(0, input.limit) }
}
