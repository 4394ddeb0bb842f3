import { existsSync, rmSync } from 'node:fs'
import type { About, Bearer, Hold, KeepSettings, Removal } from '../../shared/contract/keep.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { keepSettings } from '../../shared/contract/keep.ts'
import { newId } from '../../shared/ids.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { number } from '../../shared/words.ts'
import { BACKUP } from '../backup/backup.ts'
import type { Call, CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { forgetRedacted, whenNoBackup } from '../store/backup.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import { layout } from '../store/folder.ts'
import type { EventRow } from '../store/log.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { Task } from '../tasks/task.ts'
import type { Plans } from './drafts.ts'
import { entriesGone, filesGone, hasSomething, planFor, removalOf } from './drafts.ts'
import { holdLifted, holdPlaced } from './events.ts'
import * as queries from './queries.ts'

/** How long content is kept; by default for ever. */
export const KEEP: Setting<KeepSettings> = { name: 'retention', schema: keepSettings, fallback: { months: 0 } }

/** Pieces whose content is removed in one transaction, and by the policy in one run. */
const TOGETHER = 20
const IN_ONE_RUN = 500

/** The pieces that a text names, the newest first. @throws NotFound */
function piecesOf(call: CheckedCall, text: string): PieceRow[] {
  const found = pieces.named(call, text)
  if (found.length === 0) throw new NotFound(`No piece here has the number ${text}.`)
  return found
}

/** Those that live: a number that was scanned twice stands on a voided line too. */
const living = (found: readonly PieceRow[]): PieceRow[] => found.filter((row) => row.voided === null)

/** The pieces that bear a number, the newest first. */
export function bearers(call: CheckedCall, number: string): Bearer[] {
  return pieces.named(call, number).map((row) => ({ id: row.id, name: row.recipient?.name || row.recipient?.department || row.sender, state: row.state, receivedAt: row.receivedAt, voided: row.voided !== null }))
}

export function holds(call: CheckedCall): Hold[] {
  return queries.holds(call.services.store.db)
}

function existingHold(db: ReadableDb, id: string): Hold {
  const hold = queries.holdById(db, id)
  if (!hold) throw new NotFound('This hold is not in this store.')
  return hold
}

/** @throws NotFound, Refusal `held` */
export function placeHold(call: CheckedCall, input: { piece?: string | undefined; matter?: string | undefined; reason: string }): Hold {
  const { store } = call.services
  const found = input.piece === undefined ? [] : piecesOf(call, input.piece)
  const live = living(found)
  const ids = input.piece === undefined ? [null] : (live.length > 0 ? live : found).map((row) => row.id)
  return store.operate(call.actor, (db) => {
    const standing = (piece: string | null): Hold | null => (piece === null ? queries.holdOn(db, '', input.matter ?? '') : queries.holdOn(db, piece, ''))
    const free = ids.filter((piece) => standing(piece) === null)
    const placed = free.map((piece) => ({ piece, hold: newId(store.now()) }))
    const [first] = placed
    if (!first) {
      const { placedBy = '', reason = '' } = standing(ids[0] ?? null) ?? {}
      throw new Refusal('held', `${placedBy} placed this hold already: ${reason}.`)
    }
    return { events: placed.map(({ piece, hold }) => holdPlaced.draft(piece, { hold, matter: input.matter ?? null, reason: input.reason })), answer: () => existingHold(db, first.hold) }
  })
}

/** @throws NotFound, Refusal `lifted` */
export function liftHold(call: CheckedCall, input: { id: string; reason: string }): Hold {
  return call.services.store.operate(call.actor, (db) => {
    const hold = existingHold(db, input.id)
    if (hold.lifted) throw new Refusal('lifted', `${hold.lifted.by} lifted this hold already: ${hold.lifted.reason}.`)
    return { events: [holdLifted.draft(hold.piece?.id ?? null, { hold: hold.id, reason: input.reason })], answer: () => existingHold(db, input.id) }
  })
}

/** States of a letter in which its address is still needed. */
const NOT_MAILED: ReadonlySet<string> = new Set(['logged', 'in-book', 'presented'])

/** The pieces that a removal is about. Voided lines of a number go with its piece, and stay with it while a hold keeps it. @throws NotFound, Refusal `which`, `not-mailed` */
function chosen(call: CheckedCall, about: About): string[] {
  const { db } = call.services.store
  if (about.person !== undefined) return queries.piecesOfPerson(db, about.person)
  const found = piecesOf(call, about.piece ?? '')
  const live = living(found)
  if (live.length > 1 && !about.every) throw new Refusal('which', `${live.length} pieces here have this number. Say which one is meant, or that all of them are.`, { field: 'piece' })
  if (live.some((row) => NOT_MAILED.has(row.state))) throw new Refusal('not-mailed', 'USPS does not have this letter yet, and its sheet needs the address. Record that USPS accepted it, or void it first.', { field: 'piece' })
  const held = live.some((row) => queries.holdOn(db, row.id, row.reference) !== null)
  return found.filter((row) => !held || row.voided === null).map((row) => row.id)
}

const byKind = (rows: readonly EventRow[]): Removal['goes'] => [...Map.groupBy(rows, (row) => row.kind)].map(([kind, of]) => ({ kind, entries: of.length }))

function summed(all: readonly Plans[]): Removal {
  const plans = all.flatMap((one) => one.pieces.map((plan) => ({ plan, going: hasSomething(one, plan), entries: entriesGone(one, plan) })))
  const going = plans.filter((one) => one.going)
  const entries = going.flatMap((one) => one.entries)
  const copies = all.flatMap((one) => one.copies)
  // What stayed for a piece of a later part went with that part.
  const shared = new Map(all.flatMap((one) => one.shared).sort((a, b) => Number(a.goes) - Number(b.goes)).map((one) => [one.file, one]))
  // A signature that several of the pieces share is one file, which goes when the last of them does.
  const files = Map.groupBy(new Map(going.flatMap(({ plan }) => plan.files).sort((a, b) => Number(a.only) - Number(b.only)).map((one) => [`${one.kind} ${one.file}`, one])).values(), (one) => one.kind)
  return {
    pieces: going.length, entries: entries.length, goes: byKind(entries), files: [...files].map(([kind, of]) => ({ kind, files: of.length, kept: of.filter((one) => !one.only).length })),
    stays: byKind(plans.flatMap(({ plan }) => (plan.held ? [] : plan.stays))), held: plans.filter(({ plan }) => plan.held).length,
    messages: copies.filter((copy) => copy.table === 'message').length, jobs: copies.filter((copy) => copy.table === 'print_job').length, heldCopies: all.reduce((sum, one) => sum + one.heldCopies, 0),
    shared: [...Map.groupBy(shared.values(), (one) => one.kind)].map(([kind, of]) => ({ kind, files: of.length, kept: of.filter((one) => !one.goes).length })),
    signed: [...new Set(all.flatMap((one) => one.signed))].sort(),
  }
}

/** What would go and what would stay. @throws NotFound, Refusal `which`, `not-mailed` */
export function preview(call: CheckedCall, about: About): Removal {
  return summed([planFor(call.services.store.db, chosen(call, about))])
}

/**
 * Removes the content of pieces for good: from the log, the lists, search, the files, the e-mails and print jobs that stand here, the copies that a migration left, and from
 * backups when they are restored. A legal hold keeps its pieces whole. Of what the policy removes, pieces without any content count as done too.
 */
async function take(store: Store, actor: Actor, ids: readonly string[], reason: string, policy?: { signal: AbortSignal }): Promise<Removal> {
  const done: Plans[] = []
  // What SQLite gives free is written over, so that it cannot be read from the file.
  store.connection.pragma('secure_delete = ON')
  try {
    for (let i = 0; i < ids.length && !policy?.signal.aborted; i += TOGETHER) {
      done.push(store.operate(actor, (db) => {
        const plans = planFor(db, ids.slice(i, i + TOGETHER))
        return { ...removalOf(db, plans, reason, store.now(), policy !== undefined), answer: () => plans }
      }))
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    store.connection.pragma('secure_delete = FAST')
  }
  await whenNoBackup(store)
  for (const file of done.flatMap((one) => one.pieces.flatMap((plan) => filesGone(one, plan)))) rmSync(store.files.path(file), { force: true })
  rmSync(layout(store.folder).beforeMigration, { recursive: true, force: true })
  const { folder } = setting(store.db, BACKUP)
  if (folder !== '' && existsSync(folder)) forgetRedacted(folder, store.db)
  return summed(done)
}

/** Removes content on request. @throws NotFound, Refusal `which`, `hold`, `nothing`, `not-mailed` */
export async function remove(call: CheckedCall, input: { about: About; reason: string }): Promise<Removal> {
  const { store } = call.services
  const ids = chosen(call, input.about)
  const planned = preview(call, input.about)
  if (planned.pieces === 0 && planned.held > 0) throw new Refusal('hold', 'A legal hold keeps this whole. Lift the hold first, if it may be lifted.')
  if (planned.pieces === 0) throw new Refusal('nothing', 'There is nothing left to remove.')
  return await take(store, call.actor, ids, input.reason)
}

export function settings(call: Call): KeepSettings {
  return setting(call.services.store.db, KEEP)
}

export function saveSettings(call: CheckedCall, input: KeepSettings): KeepSettings {
  const { store } = call.services
  const change = changeSetting(KEEP, input)
  return store.operate(call.actor, () => ({ events: [change.event], tables: change.tables, answer: () => setting(store.db, KEEP) }))
}

/** The first day that is kept, so many months before another one. */
export function keptFrom(today: string, months: number): string {
  const [year = 0, month = 1, date = 1] = today.split('-').map(Number)
  const at = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10)
}

/** Removes what the office no longer keeps. Does nothing until an administrator set for how long. */
export const retentionTask: Task = {
  id: 'retention', title: 'Keep and dispose', what: 'Removes names, addresses, notes, signatures and photos of pieces that left longer ago than the office keeps them. A legal hold keeps its pieces.', schedule: { every: 'day', at: '03:00', days: [0, 1, 2, 3, 4, 5, 6] },
  missing: (call) => (setting(call.services.store.db, KEEP).months === 0 ? 'Everything is kept. Set for how long under Settings, Keep and dispose.' : null),
  run: async (call, { signal }) => {
    const { store } = call.services
    const { months } = setting(store.db, KEEP)
    const before = keptFrom(officeDay(store.now(), store.zone()), months)
    const ids = queries.expired(store.db, before, pieces.IN_HAND, IN_ONE_RUN).filter((id) => queries.holdOn(store.db, id, queries.referenceOf(store.db, id)) === null)
    if (ids.length === 0) return null
    const removed = await take(store, call.actor, ids, `kept for ${months} months`, { signal })
    return removed.entries === 0 ? null : `Content of ${number(removed.pieces)} pieces from before ${before} was removed.`
  },
}
