/** Writes the messages that are due: to who got mail, to who lets it wait, and to the department that has to see to it. */
import type { PersonCard } from '../../shared/contract/directory.ts'
import type { NoticeSettings } from '../../shared/contract/notify.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { openDaysBetween } from '../../shared/mail/calendar.ts'
import { isWaiting } from '../../shared/mail/custody.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { digests, dueOn } from '../../shared/mail/notices.ts'
import type { NoticeKind } from '../../shared/mail/templates.ts'
import { NotFound } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { departments } from '../directory/places.ts'

import * as pieces from '../pieces/pieces.ts'
import type { Logger } from '../logger.ts'
import type { Services } from '../services.ts'
import type { WritableDb } from '../store/db.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { STATION } from '../store/store.ts'
import type { Addressee } from './messages.ts'
import { noticeOf } from './messages.ts'
import * as queries from './queries.ts'
import { NOTICES } from './settings.ts'

export interface Planner {
  /** Writes what is due now. `all`: reminders too, whether or not they were looked through today. */
  plan(all?: boolean): Promise<void>
  close(): Promise<void>
}

/** Entries of the log that are followed at once. */
const CHUNK = 2_000
/** How often it is looked through without a change, milliseconds. */
const EVERY = 30_000
/** How soon after a change. */
const SOON = 1_000

const waits = (piece: PieceRow | null): piece is PieceRow => piece !== null && piece.direction === 'inbound' && isWaiting(piece.state)
const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Follows the log from where it was left, so that each piece that is here for a person is watched, and no other. */
async function follow(services: Services): Promise<void> {
  const { store } = services
  for (;;) {
    const mark = queries.mark(store.db)
    if (!mark) return
    const last = mark.device === store.device ? (store.head?.sequence ?? 0) : queries.lastSequence(store.db, mark.device)
    if (mark.sequence >= last) {
      if (mark.device === store.device) return
      store.operate(STATION, () => ({ events: [], tables: (tables) => queries.setMark(tables, store.device, 0), answer: () => null }))
      continue
    }
    const until = Math.min(last, mark.sequence + CHUNK)
    const changed = queries.changedPieces(store.db, mark.device, mark.sequence, until)
    store.operate(STATION, () => ({
      events: [],
      tables: (tables) => {
        for (const { piece, at } of changed) see(services, tables, piece, at)
        queries.setMark(tables, mark.device, until)
      },
      answer: () => null,
    }))
    await breathe()
  }
}

function see(services: Services, tables: WritableDb, id: string, at: number): void {
  const { store } = services
  const piece = pieces.byId({ services }, id)
  const known = queries.watched(tables, id)
  const person = waits(piece) ? (piece.recipient?.person ?? null) : null
  if (person === null) {
    if (known) queries.unwatch(tables, id)
  } else if (known?.person !== person) queries.watch(tables, id, person, at, officeDay(at, store.zone()))
}

function personOf(services: Services, id: string): PersonCard | null {
  try {
    return directory.get({ services }, id)
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

/** Where a person is told, or null when this person is not told by e-mail. */
export function addresseeOf(person: PersonCard, settings: NoticeSettings): Addressee | null {
  const way = person.notice === 'office' ? settings.office : person.notice
  if (way !== 'email') return null
  const to = { person: person.id, department: person.departmentId, name: person.name, address: person.email }
  return person.active ? to : { ...to, why: `${person.name} has left. Say what becomes of the mail.` }
}

interface Told { kind: NoticeKind; to: Addressee | null; rows: readonly PieceRow[]; values: Record<string, string>; done: (tables: WritableDb) => void }

/** Writes one message, or none where the person wants none, together with what is remembered of it. */
function tell(services: Services, { kind, to, rows, values, done }: Told): void {
  const { store } = services
  const message = to && rows.length > 0 ? noticeOf(store, STATION, kind, to, rows, values) : null
  store.operate(STATION, () => ({
    events: message ? [message.event] : [],
    tables: (tables) => {
      message?.tables(tables)
      done(tables)
    },
    answer: () => null,
  }))
}

async function arrivals(services: Services, settings: NoticeSettings): Promise<void> {
  const { store } = services
  for (const { person, pieces: ids } of digests(queries.untold(store.db), store.now(), settings.windowMinutes * 60_000)) {
    const card = personOf(services, person)
    const to = card && settings.arrival ? addresseeOf(card, settings) : null
    const rows = ids.flatMap((id) => pieces.byId({ services }, id) ?? [])
    tell(services, { kind: 'arrival', to, rows, values: { name: card?.name ?? '' }, done: (tables) => { for (const id of ids) queries.told(tables, id) } })
    await breathe()
  }
}

async function reminders(services: Services, settings: NoticeSettings, today: string): Promise<void> {
  const { store } = services
  const due = queries.toldBefore(store.db, today).flatMap((watched) => {
    const what = dueOn(today, { day: watched.day, reminded: watched.reminded, escalated: watched.escalated === 1 }, settings, settings.calendar)
    const piece = what === null ? null : pieces.byId({ services }, watched.piece)
    // What is on its way to somebody is not waiting.
    return what !== null && waits(piece) && piece.state !== 'on-run' ? [{ ...watched, what, row: piece }] : []
  })
  const daysOf = (rows: readonly { day: string }[]): string => {
    const days = Math.max(...rows.map((row) => openDaysBetween(row.day, today, settings.calendar)))
    return `${days} working day${days === 1 ? '' : 's'}`
  }
  for (const [person, rows] of Map.groupBy(due.filter((one) => one.what === 'remind'), (one) => one.person)) {
    const card = personOf(services, person)
    tell(services, {
      kind: 'reminder', to: card && addresseeOf(card, settings), rows: rows.map((one) => one.row), values: { name: card?.name ?? '', days: daysOf(rows) },
      done: (tables) => { for (const one of rows) queries.reminded(tables, one.piece) },
    })
    await breathe()
  }
  const escalated = due.filter((one) => one.what === 'escalate')
  if (escalated.length === 0) return
  const all = new Map((await departments({ services })).map((department) => [department.id, department]))
  for (const [id, rows] of Map.groupBy(escalated, (one) => personOf(services, one.person)?.departmentId ?? null)) {
    const department = id === null ? null : (all.get(id) ?? null)
    const contact = department?.contact ? personOf(services, department.contact.id) : null
    const name = department?.name ?? rows[0]?.row.recipient?.name ?? ''
    tell(services, {
      kind: 'escalation', rows: rows.map((one) => one.row), values: { department: name, days: daysOf(rows) },
      to: {
        person: null, department: id, name, address: department?.contactEmail || contact?.email || '',
        ...(department ? {} : { why: `${name} belongs to no department, so nobody else can be told.` }),
        ...(department && !department.contactEmail && !contact?.email ? { why: `The department ${name} has no contact with an e-mail address.` } : {}),
      },
      done: (tables) => { for (const one of rows) queries.escalated(tables, one.piece) },
    })
    await breathe()
  }
}

/**
 * Plans messages as long as the station is open; without `serve`, as in a short command, only when it is asked to. `services` is asked
 * late, because it holds the planner itself.
 */
export function createPlanner({ store, log, services, serve }: { store: Store; log: Logger; services: () => Services; serve: boolean }): Planner {
  let running: Promise<void> | null = null
  let looked: string | null = null
  let closed = false
  let soon: NodeJS.Timeout | undefined

  const run = async (all: boolean): Promise<void> => {
    const settings = setting(store.db, NOTICES)
    if (!settings.on) return
    await follow(services())
    await arrivals(services(), settings)
    const today = officeDay(store.now(), store.zone())
    if ((all || looked !== today) && officeTime(store.now(), store.zone()) >= settings.from) {
      await reminders(services(), settings, today)
      looked = today
    }
    services().outbox.tell()
    services().outbox.wake()
  }
  const plan = async (all = false): Promise<void> => {
    // One after the other: two at once would write the same message twice.
    while (running) await running
    if (closed) return
    running = run(all).finally(() => { running = null })
    await running
  }
  const quietly = (): void => {
    plan().catch((error: unknown) => log.warn('notices were not written', { error: error instanceof Error ? error.message : String(error) }))
  }
  const stop = serve ? store.onChange((change) => {
    if (change.pieces.size === 0 || soon) return
    soon = setTimeout(() => {
      soon = undefined
      quietly()
    }, SOON)
    soon.unref()
  }) : () => {}
  const timer = serve ? setInterval(quietly, EVERY) : undefined
  timer?.unref()
  if (serve) setImmediate(quietly)
  return {
    plan,
    close: async () => {
      closed = true
      stop()
      clearInterval(timer)
      clearTimeout(soon)
      await running?.catch(() => undefined)
    },
  }
}
