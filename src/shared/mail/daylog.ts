/**
 * The arithmetic of a mailroom's day: on which day's log an event counts, what it does to the mail that is here, and the sum that has to
 * come out. Pure, and by the kind of an event alone, so that a redacted event still counts.
 */
import { officeDay } from './days.ts'

/** Where an inbound piece is, as far as the day's sum asks. */
export type Where = 'none' | 'here' | 'handed' | 'stop' | 'sent' | 'lost' | 'disposed' | 'voided'

/** Where a piece is after an event of each kind; every other kind leaves it where it was. */
export const EFFECTS: Readonly<Record<string, Where>> = {
  'piece.received': 'here', 'piece.brought-back': 'here', 'piece.found': 'here', 'piece.handed-over': 'handed', 'piece.left-at-stop': 'stop', 'piece.forwarded': 'sent', 'piece.returned-to-sender': 'sent',
  'piece.lost': 'lost', 'piece.disposed': 'disposed', 'piece.voided': 'voided',
}

/** What came and went: each number counts changes, so that the sum of all days is what is here. */
export interface Flow { cameIn: number; cameBack: number; handed: number; stops: number; sent: number; lost: number; disposed: number; voided: number }
export const noFlow = (): Flow => ({ cameIn: 0, cameBack: 0, handed: 0, stops: 0, sent: 0, lost: 0, disposed: 0, voided: 0 })

const OUT: Readonly<Record<Exclude<Where, 'none' | 'here'>, keyof Flow>> = { handed: 'handed', stop: 'stops', sent: 'sent', lost: 'lost', disposed: 'disposed', voided: 'voided' }

/** Counts one change. What was not here cannot leave: voiding a piece after its handover changes nothing. */
export function countChange(flow: Flow, before: Where, after: Where): void {
  if (before === after) return
  if (after === 'here') flow[before === 'none' ? 'cameIn' : 'cameBack']++
  else if (before === 'here' && after !== 'none') flow[OUT[after]]++
}

/** By how much a flow changes what is here. */
export function net(flow: Flow): number {
  return flow.cameIn + flow.cameBack - flow.handed - flow.stops - flow.sent - flow.lost - flow.disposed - flow.voided
}

export function addFlow(to: Flow, other: Flow): void {
  for (const name of Object.keys(to) as Array<keyof Flow>) to[name] += other[name]
}

/** The place of an event in the log: the order of its device, and its sequence there. */
export type Place = readonly [device: number, sequence: number]
export const after = (a: Place, b: Place): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])

/** A day that was signed off. What stands in the log after `end` is on no log of that day or an earlier one, until it is reopened. */
export interface Seal { readonly day: string; readonly end: Place; readonly reopened: Place | null }

export interface Timed { readonly place: Place; readonly recordedAt: number; readonly zone: string; readonly statedAt: number | null }

/** The last day that was signed off for somebody who writes at `place`, or null. */
export function sealedThrough(seals: readonly Seal[], place: Place): string | null {
  let day: string | null = null
  for (const seal of seals) if (after(place, seal.end) && (seal.reopened === null || !after(place, seal.reopened)) && (day === null || seal.day > day)) day = seal.day
  return day
}

/**
 * The day on whose log an event stands: the office day on which it happened, unless that was signed off before it was written. Then it
 * stands as a late entry on the next log that is signed, and until there is one on that of `open`.
 *
 * @param seals in the order in which they were made
 * @param open the day whose log is being written now
 */
export function countingDay(event: Timed, seals: readonly Seal[], open: string): { day: string; late: boolean } {
  const happened = officeDay(event.statedAt ?? event.recordedAt, event.zone)
  const sealed = sealedThrough(seals, event.place)
  if (sealed === null || happened > sealed) return { day: happened, late: false }
  const next = seals.find((seal) => !after(event.place, seal.end))
  return { day: next?.day ?? open, late: true }
}

/** The day whose log is being written now: today, or the day after the last signed one when today was signed already. */
export function openDay(today: string, sealed: string | null, dayAfter: (day: string) => string): string {
  return sealed !== null && sealed >= today ? dayAfter(sealed) : today
}

/** Ages of what is still here, in days; the last has no end. */
export const AGES = [{ from: 0, to: 0, label: 'Since today' }, { from: 1, to: 1, label: '1 day' }, { from: 2, to: 3, label: '2 to 3 days' }, { from: 4, to: 7, label: '4 to 7 days' }, { from: 8, to: 14, label: '8 to 14 days' }, { from: 15, to: 30, label: '15 to 30 days' }, { from: 31, to: null, label: 'More than 30 days' }] as const

/** Which of {@link AGES} so many days are. */
export function ageOf(days: number): number {
  const at = AGES.findIndex((age) => days >= age.from && (age.to === null || days <= age.to))
  return Math.max(0, at)
}
