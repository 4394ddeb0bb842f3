import type { AttentionItem, Board, BoardFilter, TrackedRow } from '../../shared/contract/tracking.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { Attention, AttentionKind } from '../../shared/mail/tracking-attention.ts'
import type { Standing, Status } from '../../shared/mail/tracking-status.ts'
import type { CheckedCall } from '../call.ts'
import type { Services } from '../services.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { Entry, Live } from './live.ts'
import { checksOf, entry, upToDate } from './live.ts'
import { followsOn } from './plan.ts'
import * as queries from './queries.ts'
import { TRACKING } from './settings.ts'
import { sourceState } from './usps-state.ts'

/** A reason with who looks after it. What was put aside comes back when what it rests on changes. */
function withTask(item: Attention, task: queries.Task | undefined, today: string): AttentionItem {
  const { basis, ...rest } = item
  const counts = task?.basis === basis
  return {
    ...rest, assigned: task?.assigned ? { id: task.assigned, name: task.assigned_name } : null,
    snoozed: counts && task.snoozed_until !== null && task.snoozed_until > today ? { until: task.snoozed_until, reason: task.snooze_reason } : null,
    done: counts && task.done_at !== null ? { at: task.done_at, by: task.done_by, note: task.done_note } : null,
  }
}

function itemsOf(one: Entry, tasks: readonly queries.Task[], today: string): AttentionItem[] {
  return one.attention.map((item) => withTask(item, tasks.find((task) => task.kind === item.kind), today))
}

const pressing = (items: readonly AttentionItem[]): AttentionItem[] => items.filter((item) => item.done === null && item.snoozed === null)

/** A followed piece as lists show it. */
function shown(services: Services, { row }: Entry, attention: AttentionItem[]): TrackedRow {
  const { store } = services
  const asked = queries.askedOf(store.db, row.id)
  return {
    piece: row.id, direction: row.direction, number: row.number, grouped: row.grouped, carrier: row.carrier, carrierName: row.carrier_name, service: row.service, name: row.recipient, department: row.department, matter: row.reference,
    status: row.status as Status, outcome: row.outcome as TrackedRow['outcome'], reason: row.reason, checks: checksOf(row), acceptedDay: row.accepted_day, waitingSince: row.waiting_since, outcomeDay: row.outcome_day, lastDay: row.last_day,
    returnDay: row.return_day, signedBy: JSON.parse(row.signed_by) as string[], byPerson: row.by_person === 1, heardAt: row.heard_at, nextAsk: followsOn(services, row, asked),
    problem: asked && asked.answer !== 'news' && asked.answer !== 'same' ? { kind: asked.answer, message: asked.message, at: asked.asked_at } : null,
    attention,
  }
}

/** One followed piece as lists show it, or null. Everything that needs a person is told, put aside or not. */
export function rowOf(services: Services, piece: string): TrackedRow | null {
  const { store } = services
  const row = queries.followed(store.db, piece)
  if (!row) return null
  const day = officeDay(store.now(), store.zone())
  const one = entry(store, row, day, setting(store.db, TRACKING).days)
  return shown(services, one, itemsOf(one, queries.tasksOf(store.db, piece), day))
}

/** The reason of this kind as it stands now, or null. */
export function reasonNow(store: Store, piece: string, kind: AttentionKind): Attention | null {
  const row = queries.followed(store.db, piece)
  return row ? (entry(store, row, officeDay(store.now(), store.zone()), setting(store.db, TRACKING).days).attention.find((one) => one.kind === kind) ?? null) : null
}

/** Every open reason, the most pressing of each piece first. */
function pile(state: Live): Array<{ one: Entry; items: AttentionItem[]; first: AttentionItem }> {
  const found: Array<{ one: Entry; items: AttentionItem[]; first: AttentionItem }> = []
  for (const one of state.entries.values()) {
    if (one.attention.length === 0) continue
    const items = pressing(itemsOf(one, state.tasks.get(one.row.id) ?? [], state.day))
    const first = items[0]
    if (first) found.push({ one, items, first })
  }
  return found.sort((a, b) => (a.first.due < b.first.due ? -1 : a.first.due > b.first.due ? 1 : b.one.row.no - a.one.row.no))
}

/** The followed pieces that need a person, the most pressing first: for the count on the app's icon, and for who is told of one. */
export function needingAttention({ store }: Services): Array<Pick<TrackedRow, 'piece' | 'direction'>> {
  return pile(upToDate(store)).map(({ one: { row } }) => ({ piece: row.id, direction: row.direction }))
}

function matches(row: queries.Followed, words: readonly string[], digits: string): boolean {
  if (digits.length >= 2 && row.number.includes(digits)) return true
  const text = searchKey(`${row.recipient} ${row.department} ${row.reference}`)
  return words.length > 0 && words.every((word) => text.includes(word))
}

/** One page of the board, and the counts of its strip. */
export function board(call: CheckedCall, filter: BoardFilter): Board {
  const { services } = call
  const { store } = services
  const state = upToDate(store)
  const due = pile(state)
  const counts = queries.counts(store.db).map(({ standing, n }) => ({ standing: standing as Standing, count: n }))
  const sum = (which: (standing: Standing) => boolean): number => counts.reduce((total, { standing, count }) => total + (which(standing) ? count : 0), 0)
  const closed = sum((standing) => CLOSED.has(standing))
  const { rows, next } = filter.view === 'attention' && filter.standing === undefined ? ofPile(services, due, filter) : ofPage(services, state, filter)
  return {
    rows, next, counts, attention: due.length, open: sum(() => true) - closed, closed, total: sum(() => true), source: sourceState(services),
  }
}

const CLOSED: ReadonlySet<Standing> = new Set(['delivered-signer-not-established', 'delivered-to-addressee', 'delivered-to-agent', 'returned-to-us', 'lost'])

function wanted(filter: BoardFilter): { words: string[]; digits: string } {
  const text = filter.text ?? ''
  return { words: searchKey(text).split(' ').filter((word) => word !== ''), digits: text.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase() }
}

function ofPile(services: Services, due: ReturnType<typeof pile>, filter: BoardFilter): { rows: TrackedRow[]; next: number | null } {
  const { words, digits } = wanted(filter)
  const given = filter.text === undefined || filter.text.trim() === ''
  const all = due.filter(({ one, first }) => (given || matches(one.row, words, digits)) && (filter.assigned === undefined || first.assigned?.id === filter.assigned))
  const from = filter.cursor ?? 0
  const part = all.slice(from, from + filter.limit)
  return { rows: part.map(({ one, items }) => shown(services, one, items)), next: from + filter.limit < all.length ? from + filter.limit : null }
}

/** How many rows are looked at for a page that is narrowed by words. */
const LOOKED_AT = 2_000

function ofPage(services: Services, state: Live, filter: BoardFilter): { rows: TrackedRow[]; next: number | null } {
  const { store } = services
  const { words, digits } = wanted(filter)
  const all = filter.text === undefined || filter.text.trim() === ''
  const open = filter.view === 'open' ? { open: true } : filter.view === 'closed' ? { open: false } : {}
  const looked = queries.page(store.db, { ...open, standing: filter.standing }, filter.cursor ?? null, all ? filter.limit : LOOKED_AT)
  const rows: queries.Followed[] = []
  let last: queries.Followed | undefined
  for (const row of looked) {
    if (rows.length === filter.limit) break
    last = row
    if (all || matches(row, words, digits)) rows.push(row)
  }
  const more = looked.length === (all ? filter.limit : LOOKED_AT) || last !== looked.at(-1)
  const days = setting(store.db, TRACKING).days
  return {
    rows: rows.map((row) => {
      const one = state.entries.get(row.id) ?? entry(store, row, state.day, days)
      return shown(services, one, pressing(itemsOf(one, state.tasks.get(row.id) ?? [], state.day)))
    }),
    next: more && last ? last.no : null,
  }
}
