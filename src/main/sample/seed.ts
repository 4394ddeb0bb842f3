import { addDays, addWorkingDays, dayBounds } from '../../shared/mail/days.ts'
import { newId } from '../../shared/ids.ts'
import { hashSecret } from '../access/secrets.ts'
import { insertPerson, setCommandLineRole } from '../access/queries.ts'
import type { Signed } from '../custody/projection.ts'
import { keepSignature } from '../custody/signature.ts'
import { EVENT_KINDS } from '../kinds.ts'
import { recordChanged } from '../store/core.ts'
import { one } from '../store/db.ts'
import { StoreError } from '../store/errors.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import type { Part } from '../store/log.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { openStore, STATION } from '../store/store.ts'
import type { Chance } from './chance.ts'
import { chance } from './chance.ts'
import type { Addressee } from './directory.ts'
import { fillDirectory } from './directory.ts'
import { signatureOf } from './custody.ts'
import type { Agenda, Office } from './history.ts'
import { delivery, leaving } from './history.ts'

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
  /** The office day that the history goes up to; mail comes on working days. */
  until: string
  onProgress?: (done: number, of: number) => void
}

/** Pieces that arrive on one working day of a seeded office. */
const PER_DAY = 900
/** One person for so many pieces, within what an office has. */
const PIECES_PER_PERSON = 200
const PEOPLE = { least: 60, most: 5_000 }
/** When a day's mail is brought, from midnight, and how long the whole of it takes, in milliseconds. */
const OPENS_AT = 8.25 * 3_600_000
const WORKS_FOR = 9 * 3_600_000
/** Entries of a day for each of its pieces, with what becomes of the mail of the days before. */
const ENTRIES_PER_PIECE = 6
/** Pieces that are brought together: scanned first and then worked through by one person. */
const DELIVERY = 450
/** Days that are written in one commit. */
const DAYS_TOGETHER = 10
/** Commits between two merges of the search index: below the number at which FTS5 would merge by itself. */
const COMMITS_PER_MERGE = 20
/** Different signatures of a seeded office. */
const SIGNATURES = 24

/**
 * Fills a new store with a believable history that is the same for the same seed and last day: a directory, and working days of mail by several
 * operators, written in batches through the same path as a scan. Every piece is taken in, given to somebody, described and stored; most are
 * handed over or left at a mail stop within hours or days, some are held, returned, forwarded, lost or voided.
 *
 * @throws StoreError `not-empty` when the store has pieces already
 */
export async function seed(options: SeedOptions): Promise<{ pieces: number; events: number; device: string }> {
  const c = chance(options.seed)
  const days = Math.max(1, Math.ceil(options.pieces / PER_DAY))
  const last = addWorkingDays(addDays(options.until, 1), -1)
  let today = addWorkingDays(last, 1 - days)
  const clock: Clock = { at: dayBounds(today, SEED_OFFICE.zone).start + 7 * 3_600_000, tick: 7 }
  const store = openStore({ folder: options.folder, kinds: EVENT_KINDS, program: options.program, now: () => (clock.at += clock.tick), random: (bytes) => c.fill(bytes), filling: true })
  try {
    if (one(store.db, 'SELECT 1 FROM piece LIMIT 1')) throw new StoreError('not-empty', `${store.folder} has pieces already. Seed a new folder.`)
    const operators = await people(store, c, options.grant)
    const everybody = fillDirectory(store, c, Math.min(PEOPLE.most, Math.max(PEOPLE.least, Math.ceil(options.pieces / PIECES_PER_PERSON))), last)
    const office: Office = { addressees: everybody.filter((person) => person.active), signatures: await signatures(store, c, everybody) }
    const agenda: Agenda = new Map()
    let done = 0
    for (let commits = 1; done < options.pieces; commits++) {
      const some: Array<{ day: string; count: number }> = []
      for (; some.length < DAYS_TOGETHER && done < options.pieces; today = addWorkingDays(today, 1)) {
        const count = Math.min(options.pieces - done, Math.ceil((options.pieces - done) / Math.max(1, days - Math.floor(done / PER_DAY))))
        some.push({ day: today, count })
        done += count
      }
      store.record(some.values().flatMap(({ day, count }) => worked(c, clock, day, count, operators, office, agenda)))
      if (commits % COMMITS_PER_MERGE === 0) store.idle.settle()
      options.onProgress?.(done, options.pieces)
    }
    return { pieces: done, events: store.head?.sequence ?? 0, device: store.device }
  } finally {
    store.close()
  }
}

/** The clock of a made-up history: what every entry moves on, and by how much, in milliseconds. */
interface Clock { at: number; tick: number }

/** One day: mail is taken in until noon, what waited goes, the rest is taken in, and what was called for on the same day goes too. */
function* worked(c: Chance, clock: Clock, day: string, count: number, operators: readonly Actor[], office: Office, agenda: Agenda): Generator<Part> {
  clock.at = dayBounds(day, SEED_OFFICE.zone).start + OPENS_AT
  clock.tick = Math.floor(WORKS_FOR / (count * ENTRIES_PER_PIECE))
  const part = (drafts: EventDraft[]): Part => ({ actor: c.pick(operators), drafts })
  for (let left = count; left > 0; left -= DELIVERY) {
    yield part(delivery(c, Math.min(DELIVERY, left), day, clock.at, clock.tick, office, agenda))
    yield part(leaving(c, day, clock.at, office, agenda))
  }
}

/** Signatures that pads made, kept as files. */
async function signatures(store: Store, c: Chance, staff: readonly Addressee[]): Promise<Signed[]> {
  const made = await Promise.all(staff.slice(0, SIGNATURES).map((person) => signatureOf(c, person.name)))
  return made.flatMap((signature) => keepSignature(store, signature) ?? [])
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
