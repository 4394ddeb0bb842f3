/** What a person has to do about a piece, from its status, what was bought with it, and the day. */
import { isDelivered } from './outcomes.ts'
import { addDays, daysBetween } from './days.ts'
import type { Check, Outcome, Status } from './tracking-status.ts'

/** How many days are given before something is worth a person's time. */
export interface AttentionDays {
  /** From mailing to the first scan of USPS. */
  readonly acceptance: number
  /** From the first notice to the return, where USPS gave no date. Certified Mail is held 15 days. */
  readonly hold: number
  /** How many days before the return a waiting piece is shown. */
  readonly near: number
  /** Without any scan while under way. */
  readonly movement: number
  /** From delivery to the green card. */
  readonly receipt: number
  /** From the return scan to the piece in our hands. */
  readonly returning: number
}

export const USUAL_DAYS: AttentionDays = { acceptance: 3, hold: 15, near: 7, movement: 7, receipt: 10, returning: 10 }

/** USPS answers quickly for an electronic receipt so many days after mailing, and keeps it two years (faq.usps.com, Electronic Return Receipt). */
const RECEIPT_FAST = 60
const RECEIPT_KEPT_YEARS = 2

/** Until when USPS answers quickly for an electronic receipt, and until when it keeps the record, both from the day of mailing. */
export function receiptDays(mailed: string): { fastUntil: string; keptUntil: string } {
  return { fastUntil: addDays(mailed, RECEIPT_FAST), keptUntil: later(mailed, RECEIPT_KEPT_YEARS) }
}

/** What the rules look at. Days are the office's. */
export interface Watched {
  readonly status: Status
  readonly outcome: Outcome | null
  readonly checks: readonly Check[]
  readonly acceptedDay: string | null
  readonly waitingSince: string | null
  readonly outcomeDay: string | null
  readonly lastDay: string | null
  readonly returnDay: string | null
  /** True for what the office has sent: only that needs a signer and receipts. */
  readonly ours: boolean
  /** Day of mailing, or null before it was presented. */
  readonly mailedDay: string | null
  /** True when a postmark, a stamp or a scan that is filed shows that USPS took it. */
  readonly stamped: boolean
  readonly card: boolean
  readonly cardFiled: boolean
  readonly electronic: boolean
  readonly electronicFiled: boolean
}

export const ATTENTION = [
  'conflict', 'check', 'unread', 'lost-suspected', 'waiting', 'refused', 'unclaimed', 'undeliverable', 'returning', 'no-acceptance', 'no-movement', 'card-missing', 'electronic-missing', 'signer',
] as const
export type AttentionKind = (typeof ATTENTION)[number]

/** The next step of a reason, by name; screens give it its words and key. */
export type Step = 'decide' | 'read' | 'ask' | 'hold' | 'tell-sender' | 'tell-addressee' | 'take-in' | 'wait' | 'attach-sheet' | 'get-card' | 'get-pdf' | 'say-signer'

export interface Attention {
  readonly kind: AttentionKind
  /** The day by which it should be done. */
  readonly due: string
  readonly title: string
  /** Where the day comes from. */
  readonly because: string
  readonly step: Step
  /** What the reason rests on: when that changes, what a person put aside comes back. */
  readonly basis: string
}

const days = (n: number): string => `${n} ${n === 1 ? 'day' : 'days'}`

function later(day: string, years: number): string {
  const to = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`
  return day.endsWith('-02-29') ? addDays(`${to.slice(0, 8)}28`, 1) : to
}

const CHECK_WORDS: Readonly<Partial<Record<Check, string>>> = {
  'same-zip': 'Delivered, same ZIP', 'own-zip': 'Delivered in our own ZIP', 'after-return': "Delivered at the addressee's after a return", 'returned-after-delivery': 'Returning after a delivery',
}

type Rule = (piece: Watched, today: string, given: AttentionDays) => Omit<Attention, 'basis'> | null

const conflict: Rule = ({ status, checks, lastDay }, today) => {
  if (status === 'conflict') return { kind: 'conflict', due: lastDay ?? today, title: 'Sources disagree', because: 'only a person can decide', step: 'decide' }
  return checks.includes('news-after-word') ? { kind: 'conflict', due: lastDay ?? today, title: "News speaks against a person's word", because: 'heard after it was said', step: 'decide' } : null
}

const check: Rule = ({ checks, outcomeDay, lastDay, status }, today) => {
  const which = status === 'conflict' ? undefined : checks.find((one) => CHECK_WORDS[one] !== undefined)
  return which === undefined ? null : { kind: 'check', due: outcomeDay ?? lastDay ?? today, title: `${CHECK_WORDS[which]}: check`, because: 'it may have come back', step: 'decide' }
}

const unread: Rule = ({ checks, lastDay }, today) =>
  checks.includes('unread') ? { kind: 'unread', due: lastDay ?? today, title: 'News that is not understood', because: 'say what it means', step: 'read' } : null

const lost: Rule = ({ status, lastDay }, today) =>
  status === 'lost-suspected' ? { kind: 'lost-suspected', due: lastDay ?? today, title: 'Lost, suspected', because: 'ask USPS to search', step: 'ask' } : null

const waiting: Rule = ({ status, waitingSince, returnDay, lastDay }, today, given) => {
  if (status !== 'notice-left' && status !== 'available-for-pickup') return null
  const since = waitingSince ?? lastDay
  const due = returnDay ?? (since === null ? null : addDays(since, given.hold))
  if (due === null || daysBetween(today, due) > given.near) return null
  const ago = since === null ? null : daysBetween(since, today)
  const when = ago === null ? '' : ago <= 0 ? ', today' : `, ${days(ago)} ago`
  return {
    kind: 'waiting', due, title: status === 'notice-left' ? `Notice left${when}` : 'Waiting at the Post Office', step: status === 'notice-left' ? 'hold' : 'tell-addressee',
    because: returnDay === null ? `goes back after ${days(given.hold)}` : 'the day that USPS gave',
  }
}

const ON_ITS_WAY_BACK: ReadonlySet<Status> = new Set(['refused', 'unclaimed', 'undeliverable', 'returning', 'returned'])

const cameBack: Rule = ({ status, outcome, outcomeDay, lastDay }, today) => {
  if (!ON_ITS_WAY_BACK.has(status) || (outcome !== 'refused' && outcome !== 'unclaimed' && outcome !== 'undeliverable')) return null
  const title = { refused: 'Refused', unclaimed: 'Unclaimed', undeliverable: 'Undeliverable' }[outcome]
  return { kind: outcome, due: outcomeDay ?? lastDay ?? today, title: status === 'returning' || status === 'returned' ? `${title}, on its way back` : title, because: 'the sender must know', step: 'tell-sender' }
}

const returning: Rule = ({ status, outcome, lastDay }, today, given) => {
  if (status !== 'returning' && status !== 'returned') return null
  const why = outcome === null || outcome === 'returned' ? '' : `${outcome[0]?.toUpperCase() ?? ''}${outcome.slice(1)}, `
  if (status === 'returned') return { kind: 'returning', due: lastDay ?? today, title: why === '' ? 'Returned, not taken in yet' : `${why}returned, not taken in yet`, because: 'USPS says it is back', step: 'take-in' }
  return { kind: 'returning', due: addDays(lastDay ?? today, given.returning), title: why === '' ? 'Returning' : `${why}returning`, because: 'expect it by then', step: 'wait' }
}

const acceptance: Rule = ({ status, mailedDay, acceptedDay, ours, stamped }, today, given) => {
  if (!ours || mailedDay === null || acceptedDay !== null || (status !== 'no-news' && status !== 'label-only' && status !== 'unknown')) return null
  if (stamped) {
    // That USPS has it is shown; only where it went is not.
    const due = addDays(mailedDay, given.movement)
    return due > today ? null : { kind: 'no-movement', due, title: 'No scan since USPS took it', because: `accepted ${mailedDay}`, step: 'ask' }
  }
  const due = addDays(mailedDay, given.acceptance)
  return due > today ? null : { kind: 'no-acceptance', due, title: 'No acceptance scan', because: `presented ${mailedDay}`, step: 'attach-sheet' }
}

const MOVING: ReadonlySet<Status> = new Set(['accepted', 'in-transit', 'out-for-delivery', 'forwarded'])

const movement: Rule = ({ status, lastDay }, today, given) => {
  if (!MOVING.has(status) || lastDay === null) return null
  const due = addDays(lastDay, given.movement)
  return due > today ? null : { kind: 'no-movement', due, title: 'No movement', because: `last seen ${lastDay}`, step: 'ask' }
}

const wasDelivered = ({ outcome }: Watched): boolean => outcome !== null && isDelivered(outcome)

const card: Rule = (piece, today, given) => {
  if (!piece.ours || !piece.card || piece.cardFiled || !wasDelivered(piece) || piece.outcomeDay === null) return null
  const due = addDays(piece.outcomeDay, given.receipt)
  return due > today ? null : { kind: 'card-missing', due, title: 'Green card not back', because: `delivered ${piece.outcomeDay}`, step: 'get-card' }
}

const electronic: Rule = (piece, today) => {
  const from = piece.mailedDay ?? piece.acceptedDay ?? piece.outcomeDay
  if (!piece.ours || !piece.electronic || piece.electronicFiled || !wasDelivered(piece) || from === null) return null
  const { fastUntil: fast, keptUntil: gone } = receiptDays(from)
  if (today <= fast) return { kind: 'electronic-missing', due: fast, title: 'Electronic receipt not filed', because: 'USPS is slow after that', step: 'get-pdf' }
  return { kind: 'electronic-missing', due: gone, title: 'Electronic receipt not filed', because: today > gone ? 'USPS kept it two years' : 'slow now, gone after it', step: 'get-pdf' }
}

const signer: Rule = (piece, today, given) => {
  if (!piece.ours || piece.outcome !== 'delivered-signer-not-established') return null
  // The receipt that is still owed will tell; until then this would say the same twice.
  if ((piece.card && !piece.cardFiled) || (piece.electronic && !piece.electronicFiled)) return null
  return { kind: 'signer', due: addDays(piece.outcomeDay ?? today, given.receipt), title: 'Signer to be established', because: 'a scan names no signer', step: 'say-signer' }
}

const RULES: readonly Rule[] = [conflict, check, unread, lost, waiting, cameBack, returning, acceptance, movement, card, electronic, signer]

function basisOf({ kind, due }: Omit<Attention, 'basis'>, piece: Watched, today: string): string {
  // Whom it was refused by is told once, wherever the piece is on its way back.
  if (kind === 'refused' || kind === 'unclaimed' || kind === 'undeliverable') return [piece.outcome, piece.outcomeDay].join('|')
  // It is kept with what a person said: days and names of states alone, never words that are shown and may be put better.
  return [piece.status, piece.outcome, piece.outcomeDay, piece.returnDay, kind === 'no-movement' ? piece.lastDay : '', kind === 'electronic-missing' ? (today > due ? `${due}+` : due) : ''].join('|')
}

/**
 * Everything that needs a person about a piece, the most pressing first: by the day it is due, then by weight.
 *
 * @param today the office's day
 */
export function attentionOf(piece: Watched, today: string, given: AttentionDays): Attention[] {
  const found = RULES.flatMap((rule) => rule(piece, today, given) ?? []).map((one): Attention => ({ ...one, basis: basisOf(one, piece, today) }))
  return found.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : ATTENTION.indexOf(a.kind) - ATTENTION.indexOf(b.kind)))
}

/** How soon a due day is: a heading of the board. */
export function pressing(due: string, today: string): 'today' | 'week' | 'later' {
  const left = daysBetween(today, due)
  return left <= 0 ? 'today' : left <= 7 ? 'week' : 'later'
}
