import { addDays, addWorkingDays, dayBounds, isWorkingDay } from '../../shared/mail/days.ts'
import { identify } from '../../shared/mail/identify.ts'
import { newId } from '../../shared/ids.ts'
import { hashSecret } from '../access/secrets.ts'
import { insertPerson, setCommandLineRole } from '../access/queries.ts'
import { EVENT_KINDS } from '../areas.ts'
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
/** Commits between two merges of the search index: below the number at which FTS5 would merge by itself. */
const COMMITS_PER_MERGE = 100

/**
 * Fills a new store with a believable history that is the same for the same seed: working days of intake by several operators,
 * written in batches through the same path as a scan.
 *
 * @throws StoreError `not-empty` when the store has pieces already
 */
export async function seed(options: SeedOptions): Promise<{ pieces: number; events: number; device: string }> {
  const c = chance(options.seed)
  const days = Math.max(1, Math.ceil(options.pieces / PER_DAY))
  let clock = Date.UTC(2026, 0, 5, 13)
  const store = openStore({ folder: options.folder, kinds: EVENT_KINDS, program: options.program, now: () => (clock += 7), random: (bytes) => c.fill(bytes), manualIdle: true })
  try {
    if (one(store.db, 'SELECT 1 FROM piece LIMIT 1')) throw new StoreError('not-empty', `${store.folder} has pieces already. Seed a new folder.`)
    const last = options.until ?? '2026-11-20'
    const day = firstDay(last, days)
    clock = dayBounds(day, SEED_OFFICE.zone).start + 7 * 3_600_000
    const operators = await people(store, c, options.grant)
    let done = 0
    let commits = 0
    for (let today = day; done < options.pieces; today = addWorkingDays(today, 1)) {
      const count = Math.min(options.pieces - done, Math.ceil((options.pieces - done) / Math.max(1, days - Math.floor(done / PER_DAY))))
      for (const batch of shift(c, today, count)) {
        clock = batch.at
        const operator = c.pick(operators)
        store.operate(operator, () => ({ events: drafts(c, batch.count, () => clock + 1_000), answer: () => null }))
        clock += batch.count * 1_000
        done += batch.count
        if (++commits % COMMITS_PER_MERGE === 0) {
          store.idle.settle()
          options.onProgress?.(done, options.pieces)
        }
      }
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

async function people(store: Store, c: Chance, grant: string | undefined): Promise<Actor[]> {
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

/** The deliveries of one day: a heavy one in the morning, lighter ones until the afternoon. */
function shift(c: Chance, day: string, count: number): Array<{ at: number; count: number }> {
  const { start } = dayBounds(day, SEED_OFFICE.zone)
  const shares = [{ hour: 8.25, share: 0.34 }, { hour: 9.5, share: 0.28 }, { hour: 11, share: 0.16 }, { hour: 13.5, share: 0.14 }, { hour: 15.25, share: 1 }]
  let left = count
  return shares.flatMap(({ hour, share }) => {
    const part = share === 1 ? left : Math.min(left, Math.round(count * share))
    left -= part
    return part === 0 ? [] : [{ at: start + Math.round(hour * 3_600_000) + c.whole(600_000), count: part }]
  })
}

function drafts(c: Chance, count: number, at: () => number): EventDraft[] {
  const made: EventDraft[] = []
  for (let i = 0; i < count; i++) {
    const scanned = trackingNumber(c)
    const { best, candidates } = identify(scanned)
    const likely = best ?? candidates[0]
    const id = newId(at() + i * 1_000, (bytes) => (c.fill(bytes), bytes))
    made.push(pieceReceived.draft(id, {
      number: likely?.number ?? scanned, grouped: likely?.grouped ?? scanned, scheme: likely?.scheme ?? 'unknown', carrier: likely?.carrier ?? 'unknown', carrierName: likely?.carrierName ?? 'Unknown carrier',
      service: likely?.service ?? '', checkDigit: likely?.checkDigit ?? 'none', accountable: likely?.accountable ?? false, scanned, source: 'wedge', caughtAt: at(), questions: [],
    }))
    if (c.happens(0.004)) made.push(pieceVoided.draft(id, { reason: c.pick(['scanned twice', 'belongs to the neighbour', 'wrong label scanned']), sameAs: null }))
  }
  return made
}
