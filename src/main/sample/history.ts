import { addWorkingDays } from '../../shared/mail/days.ts'
import { identify } from '../../shared/mail/identify.ts'
import { newId } from '../../shared/ids.ts'
import { pieceForwarded, pieceHandedOver, pieceHeld, pieceLeft, pieceLost, pieceRefused, pieceReleased, pieceReturned } from '../custody/events.ts'
import type { Signed } from '../custody/projection.ts'
import { pieceAssigned, pieceDetailed } from '../intake/events.ts'
import { pieceReceived, pieceVoided } from '../pieces/events.ts'
import type { EventDraft } from '../store/events.ts'
import type { Chance } from './chance.ts'
import type { Addressee } from './directory.ts'
import { SENDERS, STRANGERS } from './names.ts'
import { trackingNumber } from './numbers.ts'

/** What made-up mail is given to: everybody of the office, and signatures that were made before. */
export interface Office { addressees: readonly Addressee[]; signatures: readonly Signed[] }

/** A piece that has been taken in, and what becomes of it. */
interface Lying { id: string; to: Addressee | null; accountable: boolean; sender: string; ends: Ending }
/** What becomes of pieces, by the office day on which it does. */
export type Agenda = Map<string, Lying[]>

type Ending = 'handed-over' | 'left' | 'held' | 'released' | 'returned' | 'forwarded' | 'refused' | 'lost'

/** A number that was scanned, as the event of its piece keeps it. */
function receivedAs(scanned: string, caughtAt: number): Parameters<typeof pieceReceived.draft>[1] {
  const { best, candidates } = identify(scanned)
  const likely = best ?? candidates[0]
  return {
    number: likely?.number ?? scanned, grouped: likely?.grouped ?? scanned, scheme: likely?.scheme ?? 'unknown', carrier: likely?.carrier ?? 'unknown', carrierName: likely?.carrierName ?? 'Unknown carrier',
    service: likely?.service ?? '', checkDigit: likely?.checkDigit ?? 'none', accountable: likely?.accountable ?? false, scanned, source: 'wedge', caughtAt, questions: [],
  }
}

const VOID_REASONS = ['scanned twice', 'belongs to the neighbor', 'wrong label scanned'] as const

/**
 * The events of mail that was brought together, step by step: taken in, given to somebody, described, stored, some looked over once
 * more, a few voided. What becomes of each piece is put on the agenda.
 *
 * @param at when the first is scanned, and `tick` how much later each further step is, in UTC milliseconds
 */
export function delivery(c: Chance, count: number, today: string, at: number, tick: number, { addressees }: Office, agenda: Agenda): EventDraft[] {
  const [received, assigned, described, located, lookedOver, voided]: [EventDraft[], EventDraft[], EventDraft[], EventDraft[], EventDraft[], EventDraft[]] = [[], [], [], [], [], []]
  for (let i = 0; i < count; i++) {
    const id = newId(at + i * tick, (bytes) => (c.fill(bytes), bytes))
    const number = receivedAs(trackingNumber(c), at + i * tick)
    received.push(pieceReceived.draft(id, number))
    const to = c.happens(0.01) ? null : c.pick(addressees)
    const sender = c.pick(SENDERS)
    assigned.push(to
      ? pieceAssigned.draft(id, { recipient: { person: to.person, name: to.name, department: to.department, mailStop: to.mailStop }, assignment: 'person', source: c.happens(0.6) ? 'likely' : 'typed' })
      : pieceAssigned.draft(id, { recipient: { person: null, name: c.pick(STRANGERS), department: '', mailStop: '' }, assignment: 'unknown', source: 'typed' }))
    described.push(pieceDetailed.draft(id, { type: c.pick(['letter', 'flat', 'parcel', 'parcel']), sender, condition: c.happens(0.97) ? 'good' : c.pick(['damaged', 'open', 'wet']), ...(c.happens(0.2) ? { reference: `PO ${c.digits(5)}` } : {}) }))
    if (to) located.push(pieceDetailed.draft(id, { location: to.location }))
    if (c.happens(0.04)) lookedOver.push(pieceDetailed.draft(id, c.happens(0.3) ? { count: 2 + c.whole(4) } : { note: c.pick(['corner pressed in', 'label taped over', 'marked urgent', 'for the front desk']) }))
    if (c.happens(0.004)) voided.push(pieceVoided.draft(id, { reason: c.pick(VOID_REASONS), sameAs: null, allowedBy: null }))
    else plan(c, { id, to, accountable: number.accountable, sender, ends: endOf(c, to, number.accountable) }, today, agenda)
  }
  return [received, assigned, described, located, lookedOver, voided].flat()
}

function endOf(c: Chance, to: Addressee | null, accountable: boolean): Ending {
  if (!to) return 'returned'
  const rare = c.whole(1_000)
  if (rare < 25) return 'held'
  if (rare < 31) return 'refused'
  if (rare < 37) return 'returned'
  if (rare < 42) return 'forwarded'
  if (rare < 43) return 'lost'
  return !accountable && c.happens(0.25) ? 'left' : 'handed-over'
}

/** Working days until a piece goes: most on the day they came or the next, some late, very few never. */
function waits(c: Chance, ends: Ending): number | null {
  if (ends === 'held') return 0
  if (ends === 'returned' || ends === 'lost') return 3 + c.whole(10)
  const at = c.whole(10_000)
  if (at < 4_200) return 0
  if (at < 7_700) return 1
  if (at < 8_900) return 2
  if (at < 9_700) return 3 + c.whole(3)
  return at < 9_998 ? 6 + c.whole(9) : null
}

/** Working days after a day, remembered: every piece of a day asks for the same few. */
let [daysFrom, daysAfter]: [string, Map<number, string>] = ['', new Map()]
function after(today: string, days: number): string {
  if (daysFrom !== today) [daysFrom, daysAfter] = [today, new Map([[0, today]])]
  let day = daysAfter.get(days)
  if (day === undefined) daysAfter.set(days, (day = addWorkingDays(today, days)))
  return day
}

function plan(c: Chance, piece: Lying, today: string, agenda: Agenda): void {
  const days = waits(c, piece.ends)
  if (days === null) return
  const day = after(today, days)
  const planned = agenda.get(day)
  if (planned) planned.push(piece)
  else agenda.set(day, [piece])
}

const HELD_FOR = ['on leave, back next week', 'comes back with a badge', 'asked to wait for a colleague', 'customs papers are missing'] as const
const REFUSED = ['did not order it', 'damaged on arrival', 'not theirs'] as const
const FORWARDED_TO = '77 Example Lane, Anytown VT 05099'

/** The events of everything that the agenda has for a day so far; what is held comes on it again. */
export function leaving(c: Chance, today: string, at: number, office: Office, agenda: Agenda): EventDraft[] {
  const due = agenda.get(today) ?? []
  agenda.delete(today)
  const id = (): string => newId(at, (bytes) => (c.fill(bytes), bytes))
  // Whoever comes to the counter takes everything that waits for them, with one signature.
  const visits = new Map<string, string>()
  return due.flatMap((piece) => ended(c, piece, today, agenda, office, (who) => {
    let visit = visits.get(who)
    if (visit === undefined) visits.set(who, (visit = id()))
    return visit
  }))
}

function ended(c: Chance, piece: Lying, today: string, agenda: Agenda, office: Office, visitOf: (who: string) => string): EventDraft[] {
  const { id, to, sender, ends } = piece
  const from = to?.location ?? ''
  if (ends === 'held') {
    const day = addWorkingDays(today, 1 + c.whole(10))
    agenda.set(day, [...(agenda.get(day) ?? []), { ...piece, ends: 'released' }])
    return [pieceHeld.draft(id, { reason: c.pick(HELD_FOR) })]
  }
  if (ends === 'returned' || !to) return [pieceReturned.draft(id, { reason: to ? 'has left the office' : 'nobody of that name works here', sender, from })]
  if (ends === 'refused') return [pieceRefused.draft(id, { reason: c.pick(REFUSED), run: null, location: from }), pieceReturned.draft(id, { reason: 'refused', sender, from })]
  if (ends === 'forwarded') return [pieceForwarded.draft(id, { address: FORWARDED_TO, note: '', from })]
  if (ends === 'lost') return [pieceLost.draft(id, { reason: 'not in its place at the stock-take', from })]
  if (ends === 'left') {
    const { stop } = to
    return [pieceLeft.draft(id, { leaving: visitOf(stop.id), mailStop: stop.id, code: to.mailStop, building: stop.building, floor: stop.floor, signed: null, signedBy: '', note: '', run: null, from, allowedBy: null })]
  }
  const handedOver = handover(c, piece, to, office, visitOf)
  return ends === 'released' ? [pieceReleased.draft(id, { note: '' }), handedOver] : [handedOver]
}

/** Most come themselves, some send somebody who may take their mail. Accountable mail is signed for. */
function handover(c: Chance, { id, accountable }: Lying, to: Addressee, { addressees, signatures }: Office, visitOf: (who: string) => string): EventDraft {
  const delegate = c.happens(0.1) ? c.pick(addressees) : null
  const taker = delegate ?? to
  return pieceHandedOver.draft(id, {
    handover: visitOf(`${taker.person} ${accountable}`), receiver: { kind: delegate && delegate !== to ? 'delegate' : 'recipient', person: taker.person, name: taker.name, idSeen: '' },
    signed: accountable ? (signatures[taker.name.length % signatures.length] ?? null) : null, note: '', run: null, recipient: to.name, from: to.location, allowedBy: null,
  })
}
