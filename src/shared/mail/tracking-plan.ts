/** Whom to ask a carrier about, in which order, and when: never more questions than the carrier allows. */
import type { Status } from './tracking-status.ts'

/** What the plan looks at. Times are UTC milliseconds. */
export interface Askable {
  readonly piece: string
  readonly status: Status
  /** True when the piece was given to the carrier, or came from it: before that there is nothing to ask. */
  readonly underWay: boolean
  /** True when somebody waits for news of it today. */
  readonly pressing: boolean
  readonly askedAt: number | null
  /** Not before this time: the carrier had nothing, or wants no question. */
  readonly notBefore: number
}

/** What may be asked: `left` questions from now on, `each` an hour after that, with `batch` numbers in one. */
export interface Allowance { readonly left: number; readonly each: number; readonly batch: number; /** No question before this time. */ readonly from: number }

export interface Planned { readonly piece: string; readonly at: number; readonly why: string }

const HOUR = 3_600_000

/** Hours between two questions about a piece, by where it is; undefined where there is nothing more to learn. */
const HOURS: Readonly<Partial<Record<Status, number>>> = {
  'out-for-delivery': 4, 'notice-left': 6, 'available-for-pickup': 6, conflict: 8, unknown: 12, 'no-news': 12, 'label-only': 12, accepted: 12, 'in-transit': 12, forwarded: 12, refused: 24, unclaimed: 24, undeliverable: 24,
  returning: 24, 'lost-suspected': 24,
}

const WHY: Readonly<Partial<Record<Status, string>>> = { 'out-for-delivery': 'out for delivery', 'notice-left': 'waits at the Post Office', 'available-for-pickup': 'waits at the Post Office', conflict: 'sources disagree' }

/** How long to wait after an answer without news: longer each time, a day at most. */
export function patience(tries: number): number {
  return Math.min(24, 2 * 2 ** Math.min(10, Math.max(0, tries - 1))) * HOUR
}

/** When a piece should be asked about, if the quota did not matter; null for never. */
export function wantedAt(piece: Askable, now: number): number | null {
  const hours = HOURS[piece.status]
  if (hours === undefined || !piece.underWay) return null
  const gap = (piece.pressing ? Math.min(hours, 6) : hours) * HOUR
  return Math.max(piece.askedAt === null ? now : piece.askedAt + gap, piece.notBefore, now)
}

const rank = (piece: Askable): number => (piece.pressing ? 0 : piece.status === 'out-for-delivery' || piece.status === 'conflict' ? 1 : piece.status === 'notice-left' || piece.status === 'available-for-pickup' ? 2 : piece.askedAt === null ? 3 : 4)

/**
 * When each piece will be asked about: what needs it most first, and no hour with more questions than allowed.
 *
 * @returns in the order of asking; pieces of which nothing more can be learnt are left out
 */
export function planOf(pieces: readonly Askable[], allowance: Allowance, now: number): Planned[] {
  const start = Math.max(now, allowance.from)
  const { batch } = allowance
  const items = pieces.flatMap((piece) => {
    const wanted = wantedAt(piece, now)
    return wanted === null ? [] : [{ piece, wanted: Math.max(wanted, start), window: Math.max(0, Math.floor((wanted - start) / HOUR)), rank: rank(piece) }]
  })
  items.sort((a, b) => a.window - b.window || a.rank - b.rank || a.wanted - b.wanted || (a.piece.piece < b.piece.piece ? -1 : 1))
  const planned: Planned[] = []
  let window = 0
  let room = allowance.left * batch
  for (const { piece, wanted, window: first } of items) {
    if (first > window) {
      window = first
      room = allowance.each * batch
    }
    while (room < 1) {
      if (allowance.each < 1) return planned
      window++
      room = allowance.each * batch
    }
    room--
    planned.push({ piece: piece.piece, at: Math.max(wanted, start + window * HOUR), why: piece.pressing ? 'needs attention' : (WHY[piece.status] ?? (piece.askedAt === null ? 'never asked' : 'the usual round')) })
  }
  return planned
}
