import { addDays, addWorkingDays, dayBounds, isWorkingDay } from '../../shared/mail/days.ts'
import { identify } from '../../shared/mail/identify.ts'
import { newId } from '../../shared/ids.ts'
import { hashSecret } from '../access/secrets.ts'
import { insertPerson, setCommandLineRole } from '../access/queries.ts'
import { EVENT_KINDS } from '../kinds.ts'
import { pieceAssigned, pieceDetailed } from '../intake/events.ts'
import { pieceReceived, pieceVoided } from '../pieces/events.ts'
import { recordChanged } from '../store/core.ts'
import { one } from '../store/db.ts'
import { StoreError } from '../store/errors.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { openStore, STATION } from '../store/store.ts'
import type { Chance } from './chance.ts'
import { chance } from './chance.ts'
import type { Addressee } from './directory.ts'
import { fillDirectory } from './directory.ts'
import { SENDERS, STRANGERS } from './names.ts'
import { trackingNumber } from './numbers.ts'

export const SEED_OFFICE = { name: 'Northgate Sample Office', address: '100 Example Plaza\nAnytown VT 05099', zone: 'America/New_York' }
/** The people of a seeded office and their PIN. They exist nowhere else. */
export const SEED_PEOPLE = [
  { name: 'Otis Ledgerwood', role: 'administrator' }, { name: 'Perpetua Vance', role: 'supervisor' }, { name: 'Mara Dovetail', role: 'operator' }, { name: 'Ivo Stampwell', role: 'operator' },
] as const
export const SEED_PIN = '2468'

export interface SeedOptions {
  folder: string
  pieces: number
  seed: number
  program: string
  /** The OS user that may use the command line on the made-up office. */
  grant?: string
  /** The last office day of the history. */
  until?: string
  onProgress?: (done: number, of: number) => void
}

/** Pieces that arrive on one working day of a seeded office. */
const PER_DAY = 900
/** One person for so many pieces, within what an office has. */
const PIECES_PER_PERSON = 200
const PEOPLE = { least: 60, most: 5_000 }
/** When a day's mail is brought, from midnight, and how long each step of working through it takes, in milliseconds. */
const OPENS_AT = 8.25 * 3_600_000
const STEP_TAKES = 1.5 * 3_600_000
/** Pieces that are brought together: scanned first and then worked through by one person, and written in one commit. */
const DELIVERY = 450
/** Commits between two merges of the search index: below the number at which FTS5 would merge by itself. */
const COMMITS_PER_MERGE = 100

/**
 * Fills a new store with a believable history that is the same for the same seed: a directory, and working days of mail by several
 * operators, written in batches through the same path as a scan. Every piece is taken in, given to somebody, described, looked over
 * and stored; a few are voided.
 *
 * @throws StoreError `not-empty` when the store has pieces already
 */
export async function seed(options: SeedOptions): Promise<{ pieces: number; events: number; device: string }> {
  const c = chance(options.seed)
  const days = Math.max(1, Math.ceil(options.pieces / PER_DAY))
  let clock = Date.UTC(2026, 0, 5, 13)
  let tick = 7
  const store = openStore({ folder: options.folder, kinds: EVENT_KINDS, program: options.program, now: () => (clock += tick), random: (bytes) => c.fill(bytes), manualIdle: true })
  try {
    if (one(store.db, 'SELECT 1 FROM piece LIMIT 1')) throw new StoreError('not-empty', `${store.folder} has pieces already. Seed a new folder.`)
    const last = options.until ?? '2026-11-20'
    const day = firstDay(last, days)
    clock = dayBounds(day, SEED_OFFICE.zone).start + 7 * 3_600_000
    const operators = await people(store, c, options.grant)
    const addressees = fillDirectory(store, c, Math.min(PEOPLE.most, Math.max(PEOPLE.least, Math.ceil(options.pieces / PIECES_PER_PERSON))), last).filter((person) => person.active)
    let done = 0
    let commits = 0
    const write = (events: EventDraft[]): void => {
      store.operate(c.pick(operators), () => ({ events, answer: () => null }))
      if (++commits % COMMITS_PER_MERGE === 0) store.idle.settle()
    }
    for (let today = day; done < options.pieces; today = addWorkingDays(today, 1)) {
      const count = Math.min(options.pieces - done, Math.ceil((options.pieces - done) / Math.max(1, days - Math.floor(done / PER_DAY))))
      clock = dayBounds(today, SEED_OFFICE.zone).start + OPENS_AT
      tick = Math.floor(STEP_TAKES / count)
      for (let left = count; left > 0; left -= DELIVERY) write(delivery(c, Math.min(DELIVERY, left), clock, tick, addressees))
      done += count
      options.onProgress?.(done, options.pieces)
    }
    return { pieces: done, events: store.head?.sequence ?? 0, device: store.device }
  } finally {
    store.close()
  }
}

function firstDay(last: string, days: number): string {
  let day = last
  for (let left = days - 1; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkingDay(day)) left--
  }
  return isWorkingDay(day) ? day : addWorkingDays(day, 1)
}

export async function people(store: Store, c: Chance, grant: string | undefined): Promise<Actor[]> {
  if (setting(store.db, OFFICE)) throw new StoreError('not-empty', `${store.folder} is an office already. Seed a new folder.`)
  const pin = await hashSecret(SEED_PIN)
  const rows = SEED_PEOPLE.map((person) => ({ id: newId(store.now(), (bytes) => (c.fill(bytes), bytes)), ...person, pin, recovery: null }))
  const office = changeSetting(OFFICE, SEED_OFFICE)
  store.operate(STATION, () => ({
    tables: (db) => {
      office.tables(db)
      for (const row of rows) insertPerson(db, row, store.now())
      if (grant !== undefined) setCommandLineRole(db, grant, 'administrator')
    },
    events: [office.event, ...rows.map((row) => recordChanged.draft(null, { table: 'user', record: row.id, action: 'added', fields: ['name', 'role', 'pin'] })),
      ...(grant === undefined ? [] : [recordChanged.draft(null, { table: 'command_line_grant', record: grant, action: 'added', fields: ['role'] })])],
    answer: () => null,
  }))
  return rows.filter((row) => row.role === 'operator').map(({ id, name }) => ({ id, name }))
}

/** A number that was scanned, as the event of its piece keeps it. */
function receivedAs(scanned: string, caughtAt: number): Parameters<typeof pieceReceived.draft>[1] {
  const { best, candidates } = identify(scanned)
  const likely = best ?? candidates[0]
  return {
    number: likely?.number ?? scanned, grouped: likely?.grouped ?? scanned, scheme: likely?.scheme ?? 'unknown', carrier: likely?.carrier ?? 'unknown', carrierName: likely?.carrierName ?? 'Unknown carrier',
    service: likely?.service ?? '', checkDigit: likely?.checkDigit ?? 'none', accountable: likely?.accountable ?? false, scanned, source: 'wedge', caughtAt, questions: [],
  }
}

const VOID_REASONS = ['scanned twice', 'belongs to the neighbour', 'wrong label scanned'] as const

/** The events of mail that was brought together, step by step: taken in, given to somebody, described, looked over, stored, voided. */
function delivery(c: Chance, count: number, at: number, tick: number, addressees: readonly Addressee[]): EventDraft[] {
  const [received, assigned, described, lookedOver, located, voided]: [EventDraft[], EventDraft[], EventDraft[], EventDraft[], EventDraft[], EventDraft[]] = [[], [], [], [], [], []]
  for (let i = 0; i < count; i++) {
    const id = newId(at + i * tick, (bytes) => (c.fill(bytes), bytes))
    received.push(pieceReceived.draft(id, receivedAs(trackingNumber(c), at + i * tick)))
    const stranger = c.happens(0.01)
    const { person, name, department, mailStop, location } = c.pick(addressees)
    assigned.push(stranger
      ? pieceAssigned.draft(id, { recipient: { person: null, name: c.pick(STRANGERS), department: '', mailStop: '' }, assignment: 'unknown', source: 'typed' })
      : pieceAssigned.draft(id, { recipient: { person, name, department, mailStop }, assignment: 'person', source: c.happens(0.6) ? 'likely' : 'typed' }))
    described.push(pieceDetailed.draft(id, { type: c.pick(['letter', 'flat', 'parcel', 'parcel']), sender: c.pick(SENDERS), ...(c.happens(0.2) ? { reference: `PO ${c.digits(5)}` } : {}) }))
    lookedOver.push(pieceDetailed.draft(id, { condition: c.happens(0.97) ? 'good' : c.pick(['damaged', 'open', 'wet']), ...(c.happens(0.03) ? { count: 2 + c.whole(4) } : {}) }))
    if (!stranger) located.push(pieceDetailed.draft(id, { location }))
    if (c.happens(0.004)) voided.push(pieceVoided.draft(id, { reason: c.pick(VOID_REASONS), sameAs: null, allowedBy: null }))
  }
  return [received, assigned, described, lookedOver, located, voided].flat()
}
