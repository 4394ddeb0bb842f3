import { officeDay } from '../../shared/mail/days.ts'
import type { Attention, AttentionDays, Watched } from '../../shared/mail/tracking-attention.ts'
import { attentionOf } from '../../shared/mail/tracking-attention.ts'
import type { Check, Outcome, Status } from '../../shared/mail/tracking-status.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { LetterFacts } from './letters.ts'
import { letterFacts } from './letters.ts'
import * as queries from './queries.ts'
import { TRACKING } from './settings.ts'

/** A followed piece with what needs a person about it. */
export interface Entry { row: queries.Followed; letter: LetterFacts; attention: Attention[] }

/** Every piece of which something may still be done, with what needs a person; kept in memory and brought up to date piece by piece. */
export interface Live { entries: Map<string, Entry>; tasks: Map<string, queries.Task[]>; day: string; days: string; dirty: Set<string>; all: boolean; stop: () => void }

const lives = new WeakMap<Store, Live>()

/** Beyond so many changed pieces, or a third of all, it is quicker to read them all. */
const MOST_DIRTY = 500

function live(store: Store): Live {
  const known = lives.get(store)
  if (known) return known
  const made: Live = { entries: new Map(), tasks: new Map(), day: '', days: '', dirty: new Set(), all: true, stop: () => {} }
  made.stop = store.onChange((change) => {
    if (made.all) return
    for (const piece of change.pieces) made.dirty.add(piece)
    if (made.dirty.size > Math.max(MOST_DIRTY, made.entries.size / 3)) made.all = true
  })
  lives.set(store, made)
  return made
}

const watched = (row: queries.Followed, letter: LetterFacts): Watched => ({
  status: row.status as Status, outcome: row.outcome as Outcome | null, checks: checksOf(row), acceptedDay: row.accepted_day, waitingSince: row.waiting_since, outcomeDay: row.outcome_day, lastDay: row.last_day,
  returnDay: row.return_day, ours: row.direction === 'outbound', stamped: letter.evidence !== null && letter.evidence !== 'self-declared', ...letter,
})

/** What a person should look at, as a piece's row keeps it. */
export const checksOf = (row: queries.Followed): Check[] => (row.checks === '' ? [] : (row.checks.split(' ') as Check[]))

/** A followed piece with what needs a person about it, as of a day. */
export function entry(store: Store, row: queries.Followed, day: string, days: AttentionDays): Entry {
  const letter = letterFacts(store.db, row)
  return { row, letter, attention: attentionOf(watched(row, letter), day, days) }
}

/** Brings the memory up to date and answers it. */
export function upToDate(store: Store): Live {
  const state = live(store)
  const { days } = setting(store.db, TRACKING)
  const day = officeDay(store.now(), store.zone())
  if (state.all) {
    state.entries = new Map(queries.unsettled(store.db).map((row) => [row.id, entry(store, row, day, days)]))
    state.tasks = new Map()
    for (const task of queries.tasks(store.db)) state.tasks.set(task.piece, [...(state.tasks.get(task.piece) ?? []), task])
  } else {
    for (const id of state.dirty) {
      const row = queries.followed(store.db, id)
      if (row) state.entries.set(id, entry(store, row, day, days))
      else state.entries.delete(id)
      state.tasks.set(id, queries.tasksOf(store.db, id))
    }
    if (state.day !== day || state.days !== JSON.stringify(days)) for (const [id, one] of state.entries) state.entries.set(id, { ...one, attention: attentionOf(watched(one.row, one.letter), day, days) })
  }
  state.day = day
  state.days = JSON.stringify(days)
  state.all = false
  state.dirty.clear()
  return state
}

/** Pieces of which something may still be found out, for whoever plans to ask about them. */
export function openEntries(store: Store): Array<{ row: queries.Followed; attention: Attention[] }> {
  return [...upToDate(store).entries.values()]
}

/** Something beside the log has changed about a piece. */
export function touched(store: Store, piece: string): void {
  lives.get(store)?.dirty.add(piece)
}

/** Frees what the board keeps in memory. */
export function closeBoard(store: Store): void {
  lives.get(store)?.stop()
  lives.delete(store)
}
