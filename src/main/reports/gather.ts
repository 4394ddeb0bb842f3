import type { LetterFilter } from '../../shared/contract/letters.ts'
import type { PieceFilter } from '../../shared/contract/pieces.ts'
import type { Report, ReportBy, ReportName, ReportUnit } from '../../shared/contract/reports.ts'
import { carrierName, isCarrierId } from '../../shared/mail/carriers.ts'
import { isHere, shortDay, WAITING } from '../../shared/mail/custody.ts'
import { AGES, ageOf } from '../../shared/mail/daylog.ts'
import { addDays, dayBounds, daysBetween, officeTime } from '../../shared/mail/days.ts'
import type { Period } from '../../shared/mail/periods.ts'
import { daysOf, monthsOf, percentile } from '../../shared/mail/periods.ts'
import { isDelivered, outcomeWords } from '../../shared/mail/outcomes.ts'
import type { ReadableDb } from '../store/db.ts'
import * as queries from './queries.ts'

/** What a gatherer reads from, and how it lets others go on between two steps. */
export interface Source {
  db: ReadableDb
  zone: string
  /** The office's day of the moment the report is made. */
  today: string
  newest: number
  breathe(): Promise<void>
}

export type Figure = number | null
export interface Group { key: string; label: string; values: Figure[]; open: Report['rows'][number]['open'] }
export interface Gathered { groups: Group[]; total: Figure[] }

interface Way { order: Report['order']; gather: (source: Source, period: Period, by: ReportBy) => Promise<Gathered> }
interface Maker { columns: Report['columns']; basis: string; way: (by: ReportBy) => Way }

const HOUR = 3_600_000
const TIME: ReadonlySet<ReportBy> = new Set<ReportBy>(['day', 'month', 'hour', 'age', 'days'])
const orderOf = (by: ReportBy): Report['order'] => (TIME.has(by) ? 'time' : 'rank')
const column = (id: string, title: string, unit: ReportUnit = 'count'): Report['columns'][number] => ({ id, title, unit })

const shortMonth = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', year: 'numeric' })
const dayLabel = (day: string): string => shortDay(day, day)
const monthLabel = (month: string): string => shortMonth.format(Date.parse(`${month}-15T12:00:00Z`))
const hourLabel = (hour: number): string => `${hour % 12 === 0 ? 12 : hour % 12} ${hour < 12 ? 'AM' : 'PM'}`

/** The days of a month within a period. */
function monthWithin(month: string, period: Period): Period {
  const days = daysOf(period).filter((day) => day.startsWith(month))
  return { from: days[0] ?? period.from, to: days.at(-1) ?? period.to }
}

/** Groups that are there even when they are empty: every day, every month, each age. */
function frame(by: ReportBy, period: Period): Array<{ key: string; label: string }> {
  if (by === 'day') return daysOf(period).map((day) => ({ key: day, label: dayLabel(day) }))
  if (by === 'month') return monthsOf(period).map((month) => ({ key: month, label: monthLabel(month) }))
  if (by === 'age') return AGES.map((age, i) => ({ key: String(i), label: age.label }))
  return []
}

/** Hours of the day on the office's clock; a zone's offset is whole quarters of an hour, so one answer holds for a quarter. */
function hoursOf(zone: string): (at: number) => number {
  const known = new Map<number, number>()
  return (at) => {
    const quarter = Math.floor(at / (HOUR / 4))
    let hour = known.get(quarter)
    if (hour === undefined) known.set(quarter, (hour = Number(officeTime(at, zone).slice(0, 2))))
    return hour
  }
}

interface Piece extends queries.CameIn { day: string }

async function eachPiece(source: Source, period: Period, visit: (piece: Piece) => void): Promise<void> {
  for (const day of daysOf(period)) {
    for (const piece of queries.cameIn(source.db, day, source.newest)) visit({ ...piece, day })
    await source.breathe()
  }
}

interface Named { key: string; label: string }
const NO_DEPARTMENT: Named = { key: '', label: 'No department' }
const departmentOf = (department: string): Named => (department === '' ? NO_DEPARTMENT : { key: department, label: department })

function pieceGroup(by: ReportBy, source: Source): (piece: Piece) => Named {
  if (by === 'month') return ({ day }) => ({ key: day.slice(0, 7), label: monthLabel(day.slice(0, 7)) })
  if (by === 'carrier') return ({ carrier }) => ({ key: carrier, label: isCarrierId(carrier) ? carrierName(carrier) : carrier })
  if (by === 'department') return ({ department }) => departmentOf(department)
  if (by === 'hour') {
    const hour = hoursOf(source.zone)
    return ({ received_at }) => ({ key: String(hour(received_at)).padStart(2, '0'), label: hourLabel(hour(received_at)) })
  }
  return ({ day }) => ({ key: day, label: dayLabel(day) })
}

/** The list of pieces behind a group, or null where no filter lets through just that. */
function piecesBehind(by: ReportBy, key: string, period: Period, more: PieceFilter = {}): Group['open'] {
  if (by === 'hour') return null
  if (by === 'day') return { pieces: { ...more, voided: false, day: key } }
  const span = by === 'month' ? monthWithin(key, period) : period
  return { pieces: { ...more, voided: false, ...span, ...(by === 'carrier' ? { carrier: [key] } : {}), ...(by === 'department' ? { department: key } : {}) } }
}

/** Puts what was collected by key in its order: of time, or the largest first. */
function ordered<T>(by: ReportBy, period: Period, collected: ReadonlyMap<string, { label: string; of: T }>, none: T, values: (of: T) => Figure[], open: (key: string) => Group['open']): Group[] {
  const all = new Map(frame(by, period).map(({ key, label }) => [key, { label, of: none }]))
  for (const [key, one] of collected) all.set(key, one)
  const groups = [...all].map(([key, { label, of }]): Group => ({ key, label, values: values(of), open: open(key) }))
  if (orderOf(by) === 'time') return groups.sort((a, b) => (by === 'age' || by === 'days' ? Number(a.key) - Number(b.key) : a.key < b.key ? -1 : 1))
  return groups.sort((a, b) => (b.values[0] ?? -1) - (a.values[0] ?? -1) || (a.label < b.label ? -1 : 1))
}

/** The entry of a key, made at its first visit. */
function entry<T>(of: Map<string, { label: string; of: T }>, { key, label }: Named, make: () => T): T {
  let one = of.get(key)
  if (!one) of.set(key, (one = { label, of: make() }))
  return one.of
}

const volume: Maker = {
  columns: [column('pieces', 'Pieces'), column('accountable', 'Accountable')],
  basis: 'Pieces that came in, by the day on which they came. Voided ones are not counted.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      const groups = new Map<string, { label: string; of: [number, number] }>()
      const total: [number, number] = [0, 0]
      const groupOf = pieceGroup(by, source)
      await eachPiece(source, period, (piece) => {
        for (const counts of [entry(groups, groupOf(piece), (): [number, number] => [0, 0]), total]) {
          counts[0]++
          counts[1] += piece.accountable
        }
      })
      return { groups: ordered(by, period, groups, [0, 0], (counts) => [...counts], (key) => piecesBehind(by, key, period)), total }
    },
  }),
}

/** How long pieces took, and how many are still here. */
interface Times { hours: number[]; here: number }
const noTimes = (): Times => ({ hours: [], here: 0 })

function timesOf({ hours, here }: Times): Figure[] {
  const sorted = Float64Array.from(hours).sort()
  return [percentile(sorted, 0.5), percentile(sorted, 0.9), sorted.length, here]
}

const turnaround: Maker = {
  columns: [column('median', 'Half within', 'hours'), column('ninety', '90% within', 'hours'), column('done', 'Handed over'), column('here', 'Still here')],
  basis: 'From intake to the handover or to the mail stop, nights and weekends included, for pieces by the day on which they came.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      const groups = new Map<string, { label: string; of: Times }>()
      const total = noTimes()
      const groupOf = pieceGroup(by, source)
      await eachPiece(source, period, (piece) => {
        const done = piece.held_since !== null && (piece.state === 'handed-over' || piece.state === 'at-mail-stop')
        if (!done && !isHere(piece.state)) return
        for (const times of [entry(groups, groupOf(piece), noTimes), total]) {
          if (done) times.hours.push(Math.max(0, (piece.held_since ?? 0) - piece.received_at) / HOUR)
          else times.here++
        }
      })
      return { groups: ordered(by, period, groups, noTimes(), timesOf, (key) => piecesBehind(by, key, period)), total: timesOf(total) }
    },
  }),
}

function daysWaited(days: readonly number[]): Figure[] {
  const sorted = Float64Array.from(days).sort()
  return [sorted.length, sorted.length === 0 ? null : (sorted.at(-1) ?? null), percentile(sorted, 0.5)]
}

const waiting: Maker = {
  columns: [column('pieces', 'Pieces'), column('oldest', 'Oldest', 'days'), column('median', 'Half longer than', 'days')],
  basis: 'What waits for its recipient now, by the day on which it came.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      const groups = new Map<string, { label: string; of: number[] }>()
      const total: number[] = []
      const people = new Map<string, string | null>()
      const groupOf = ({ department, location, recipient, person }: queries.Waits, days: number): Named => {
        if (by === 'location') return { key: location, label: location || 'No location' }
        if (by === 'department') return departmentOf(department)
        if (by === 'age') return { key: String(ageOf(days)), label: AGES[ageOf(days)]?.label ?? '' }
        const key = person ?? recipient
        people.set(key, person)
        return { key, label: recipient || (department === '' ? 'Nobody yet' : department) }
      }
      for (const carrier of queries.carriers(source.db)) {
        for (const piece of queries.waitsOf(source.db, carrier, source.newest)) {
          const days = Math.max(0, daysBetween(piece.day, source.today))
          for (const waited of [entry(groups, groupOf(piece, days), (): number[] => []), total]) waited.push(days)
        }
        await source.breathe()
      }
      const state = [...WAITING]
      const open = (key: string): Group['open'] => {
        const age = by === 'age' ? AGES[Number(key)] : undefined
        if (age) return { pieces: { state, to: addDays(source.today, -age.from), ...(age.to === null ? {} : { from: addDays(source.today, -age.to) }) } }
        if (by === 'department') return { pieces: { state, department: key } }
        if (by === 'location') return { pieces: { state, location: key } }
        return key === '' ? { pieces: { state, assignment: ['none'] } } : { pieces: { state, recipient: people.get(key) ?? key } }
      }
      return { groups: ordered(by, period, groups, [], daysWaited, open), total: daysWaited(total) }
    },
  }),
}

async function eachLetter(source: Source, period: Period, visit: (letter: queries.Mailed) => void): Promise<void> {
  for (const day of daysOf(period)) {
    for (const letter of queries.mailedOn(source.db, day)) visit(letter)
    await source.breathe()
  }
}

/** Days from mailing to the outcome; null while there is none. */
const daysTaken = ({ mailing_day, outcome_day }: queries.Mailed): number | null => (outcome_day === null ? null : Math.max(0, daysBetween(mailing_day, outcome_day)))

interface Taken { letters: number; days: number[] }
const noneTaken = (): Taken => ({ letters: 0, days: [] })
function takenOf({ letters, days }: Taken): Figure[] {
  const sorted = Float64Array.from(days).sort()
  return [letters, percentile(sorted, 0.5), percentile(sorted, 0.9)]
}

/** Beyond so many days letters are counted together. */
const MOST_DAYS = 15

/** Where the receipts of a letter stand: a green card and an electronic one are two. */
function receiptsOf(letter: queries.Mailed): Named[] {
  return ([['card', 'Green card', letter.card], ['electronic', 'Electronic receipt', letter.electronic]] as const).flatMap(([kind, name, filed]) => {
    if (!letter.services.split(' ').includes(kind)) return []
    const [key, words] = filed ? ['filed', 'in the file'] : letter.outcome === null ? ['waiting', 'letter under way'] : isDelivered(letter.outcome) ? ['missing', 'outstanding'] : ['none', 'not to come, letter not delivered']
    return [{ key: `${kind}-${key}`, label: `${name}: ${words}` }]
  })
}

const certified: Maker = {
  columns: [column('letters', 'Letters'), column('median', 'Half within', 'days'), column('ninety', '90% within', 'days')],
  basis: 'Certified letters by their mailing date; days from mailing to the outcome. Voided ones are not counted.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      const groups = new Map<string, { label: string; of: Taken }>()
      const total = noneTaken()
      await eachLetter(source, period, (letter) => {
        const taken = daysTaken(letter)
        const named = by === 'receipts' ? receiptsOf(letter)
          : by === 'days' ? (taken === null || letter.outcome === null || !isDelivered(letter.outcome) ? [] : [{ key: String(Math.min(taken, MOST_DAYS)), label: taken >= MOST_DAYS ? `${MOST_DAYS} days or more` : taken === 1 ? '1 day' : `${taken} days` }])
          : [letter.outcome === null ? { key: 'open', label: 'Under way' } : { key: letter.outcome, label: outcomeWords(letter.outcome) }]
        for (const of of [...named.map((name) => entry(groups, name, noneTaken)), total]) {
          of.letters++
          if (taken !== null) of.days.push(taken)
        }
      })
      const open = (key: string): Group['open'] => (by === 'outcome' ? { letters: { mailedFrom: period.from, mailedTo: period.to, outcome: key as NonNullable<LetterFilter['outcome']> } } : null)
      return { groups: ordered(by, period, groups, noneTaken(), takenOf, open), total: takenOf(total) }
    },
  }),
}

const spend: Maker = {
  columns: [column('total', 'Total', 'cents'), column('postage', 'Postage', 'cents'), column('fees', 'Fees', 'cents'), column('letters', 'Letters'), column('unpriced', 'Without full price')],
  basis: 'Postage and fees of Certified Mail by the mailing date. A letter without a full price counts with what is known of it.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      type Sum = [number, number, number, number, number]
      const none = (): Sum => [0, 0, 0, 0, 0]
      const groups = new Map<string, { label: string; of: Sum }>()
      const total = none()
      const groupOf = (letter: queries.Mailed): Named => {
        if (by === 'month') return { key: letter.mailing_day.slice(0, 7), label: monthLabel(letter.mailing_day.slice(0, 7)) }
        if (by === 'matter') return { key: letter.matter, label: letter.matter || 'No matter' }
        return by === 'costCode' ? { key: letter.cost_code, label: letter.cost_code || 'No cost code' } : departmentOf(letter.department)
      }
      await eachLetter(source, period, (letter) => {
        for (const sum of [entry(groups, groupOf(letter), none), total]) {
          sum[0] += letter.postage + letter.fees
          sum[1] += letter.postage
          sum[2] += letter.fees
          sum[3]++
          if (letter.unpriced > 0) sum[4]++
        }
      })
      const open = (key: string): Group['open'] => {
        const span = by === 'month' ? monthWithin(key, period) : period
        return { letters: { mailedFrom: span.from, mailedTo: span.to, ...(by === 'department' ? { department: key } : by === 'costCode' ? { costCode: key } : by === 'matter' ? { matter: key } : {}) } }
      }
      return { groups: ordered(by, period, groups, none(), (sum) => [...sum], open), total }
    },
  }),
}

/** Which column an entry of the log counts in, beside the one for all. */
const WORK: Readonly<Record<string, number>> = {
  'piece.received': 1, 'piece.assigned': 2, 'piece.handed-over': 3, 'piece.left-at-stop': 3, 'letter.logged': 4, 'piece.corrected': 5, 'letter.corrected': 5, 'piece.handover-corrected': 5, 'piece.voided': 6, 'letter.voided': 6,
}

const operators: Maker = {
  columns: [column('entries', 'Entries'), column('taken', 'Taken in'), column('given', 'Assigned'), column('handed', 'Handed over'), column('letters', 'Letters'), column('corrected', 'Corrections'), column('voided', 'Voids')],
  basis: 'Entries of the log by who made them, by the day on which they were recorded.',
  way: (by) => ({
    order: orderOf(by),
    gather: async (source, period) => {
      const none = (): number[] => operators.columns.map(() => 0)
      const groups = new Map<string, { label: string; of: number[] }>()
      const total = none()
      for (const day of daysOf(period)) {
        const { start, end } = dayBounds(day, source.zone)
        for (const { actor, name, kind, n } of queries.doneBetween(source.db, start, end)) {
          for (const sums of [entry(groups, { key: actor, label: name || actor }, none), total]) {
            sums[0] = (sums[0] ?? 0) + n
            const at = WORK[kind]
            if (at !== undefined) sums[at] = (sums[at] ?? 0) + n
          }
        }
        await source.breathe()
      }
      return { groups: ordered(by, period, groups, none(), (sums) => [...sums], () => null), total }
    },
  }),
}

/** How each report is made. */
export const MAKERS: Readonly<Record<ReportName, Maker>> = { volume, turnaround, waiting, certified, spend, operators }
