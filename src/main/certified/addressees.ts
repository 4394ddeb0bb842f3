import { createHash } from 'node:crypto'
import type { AddresseeInput } from '../../shared/contract/certified.ts'
import type { AddressBookRow, LetterAddressee } from '../../shared/contract/letters.ts'
import { newId } from '../../shared/ids.ts'
import { parseAddressBlock } from '../../shared/mail/address.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import { addressKey } from './projection.ts'

interface Row { id: string; key: string; name: string; lines: string; zip: string; kind: string; department: string; cost_code: string; matter: string; last_used: number; used: number }
const COLUMNS = 'id, key, name, lines, zip, kind, department, cost_code, matter, last_used, used'

const shown = (row: Row): AddressBookRow => ({
  id: row.id, name: row.name, lines: JSON.parse(row.lines) as string[], zip: row.zip, kind: row.kind as AddressBookRow['kind'], department: row.department, costCode: row.cost_code, matter: row.matter, lastUsed: row.last_used, used: row.used,
})

/** The id of a new addressee: from its address, so that the same log is made of the same entries. */
const idFor = (key: string, now: number): string => newId(now, (bytes) => (bytes.set(createHash('sha256').update(key).digest().subarray(0, bytes.length)), bytes))

/** Most lines of an address, and of one line: more goes on no label. */
const MOST_LINES = 8
const LONGEST = 100

/** An address block as a letter keeps it: its lines as they stand, and what was read of them. @throws Refusal `no-address`, `foreign` */
export function readBlock(block: string): LetterAddressee {
  const parsed = parseAddressBlock(block)
  const lines = parsed.kept.map((line) => line.replaceAll(/\s+/g, ' ').trim()).filter((line) => line !== '')
  const name = parsed.name ?? parsed.company ?? lines[0]
  if (name === undefined || lines.length < 2) throw new Refusal('no-address', 'An address has at least a name and one more line. Type or paste the whole address.', { field: 'addressee' })
  if (lines.length > MOST_LINES || lines.some((line) => line.length > LONGEST)) throw new Refusal('no-address', `This is more than an address: ${MOST_LINES} lines of ${LONGEST} letters are the most.`, { field: 'addressee' })
  if (parsed.kind === 'foreign') throw new Refusal('foreign', 'Certified Mail goes to addresses in the United States only. Registered Mail goes abroad.', { field: 'addressee' })
  return { name, lines, zip: parsed.zip === null ? '' : parsed.plus4 === null ? parsed.zip : `${parsed.zip}-${parsed.plus4}`, kind: parsed.kind }
}

/** The addressee that was given, and the block it was read from. @throws NotFound, and as {@link readBlock} */
export function addresseeOf(db: ReadableDb, input: AddresseeInput): { addressee: LetterAddressee; block: string } {
  if ('block' in input) return { addressee: readBlock(input.block), block: input.block }
  const row = rowById(db, input.addressee)
  if (!row) throw new NotFound('This addressee is not in the address book any more. Type the address.')
  const { name, lines, zip, kind } = shown(row)
  return { addressee: { name, lines, zip, kind }, block: lines.join('\n') }
}

const rowById = (db: ReadableDb, id: string): Row | null => one<Row & Record<string, string | number>>(db, `SELECT ${COLUMNS} FROM addressee WHERE id = ?`, id)
const rowByKey = (db: ReadableDb, key: string): Row | null => one<Row & Record<string, string | number>>(db, `SELECT ${COLUMNS} FROM addressee WHERE key = ?`, key)

/** Words by which an addressee is found. */
const wordsOf = (row: Pick<Row, 'lines' | 'department' | 'matter'>): string => ` ${searchKey([...(JSON.parse(row.lines) as string[]), row.department, row.matter].join(' '))}`

function put(db: WritableDb, row: Row): void {
  run(db, `INSERT INTO addressee (id, key, name, lines, zip, kind, department, cost_code, matter, words, last_used, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, lines = excluded.lines, zip = excluded.zip, kind = excluded.kind, department = excluded.department, cost_code = excluded.cost_code, matter = excluded.matter,
    words = excluded.words, last_used = excluded.last_used, used = excluded.used`,
    row.id, row.key, row.name, row.lines, row.zip, row.kind, row.department, row.cost_code, row.matter, wordsOf(row), row.last_used, row.used)
}

/** Remembers to whom a letter went, and for whose account; its row changes together with the letter's event. */
export function remember(db: ReadableDb, to: LetterAddressee, said: { department: string; costCode: string; matter: string }, now: number): { tables: (db: WritableDb) => void; events: EventDraft[] } {
  const key = addressKey(to)
  const known = rowByKey(db, key)
  const row: Row = {
    id: known?.id ?? idFor(key, now), key, name: to.name, lines: JSON.stringify(to.lines), zip: to.zip, kind: to.kind, department: said.department || (known?.department ?? ''), cost_code: said.costCode || (known?.cost_code ?? ''),
    matter: said.matter || (known?.matter ?? ''), last_used: now, used: (known?.used ?? 0) + 1,
  }
  return { tables: (tables) => put(tables, row), events: known ? [] : [recordChanged.draft(null, { table: 'addressee', record: row.id, action: 'added', fields: ['lines'] })] }
}

/** The address book: every word the beginning of one; without words the addressees used last. */
export function addressees({ services: { store } }: Pick<CheckedCall, 'services'>, input: { text: string; limit: number }): AddressBookRow[] {
  const words = searchKey(input.text).split(' ').filter((word) => word !== '').slice(0, 8)
  const where = words.length === 0 ? '' : ` WHERE ${words.map(() => 'instr(words, ?) > 0').join(' AND ')}`
  return all<Row & Record<string, string | number>>(store.db, `SELECT ${COLUMNS} FROM addressee${where} ORDER BY last_used DESC, id DESC LIMIT ?`, ...words.map((word) => ` ${word}`), input.limit).map(shown)
}

/** Adds an addressee, or changes the one of `id`. @throws NotFound, Refusal `no-address`, `foreign`, `there-already` */
export function saveAddressee(call: CheckedCall, input: { id?: string | undefined; block: string; department: string; costCode: string; matter: string }): AddressBookRow {
  const { store } = call.services
  const to = readBlock(input.block)
  return store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : rowById(db, input.id)
    if (input.id !== undefined && !before) throw new NotFound('This addressee is not in the address book any more.')
    const key = addressKey(to)
    const other = rowByKey(db, key)
    if (other && other.id !== before?.id) throw new Refusal('there-already', `${other.name} with this address is in the address book already.`, { field: 'block' })
    const row: Row = {
      id: before?.id ?? idFor(key, store.now()), key, name: to.name, lines: JSON.stringify(to.lines), zip: to.zip, kind: to.kind, department: input.department, cost_code: input.costCode, matter: input.matter,
      last_used: before?.last_used ?? store.now(), used: before?.used ?? 0,
    }
    return {
      tables: (tables) => put(tables, row),
      events: [recordChanged.draft(null, { table: 'addressee', record: row.id, action: before ? 'changed' : 'added', fields: ['lines', 'department', 'costCode', 'matter'] })],
      answer: () => shown(row),
    }
  })
}

/** Takes an addressee out of the address book; letters keep theirs. @throws NotFound */
export function removeAddressee(call: CheckedCall, id: string): Record<string, never> {
  return call.services.store.operate(call.actor, (db) => {
    if (!rowById(db, id)) throw new NotFound('This addressee is not in the address book any more.')
    return { tables: (tables) => run(tables, 'DELETE FROM addressee WHERE id = ?', id), events: [recordChanged.draft(null, { table: 'addressee', record: id, action: 'removed', fields: [] })], answer: () => ({}) }
  })
}

/** Takes the addresses of these letters out of the address book where no other letter went there: for the removal of content. */
export function forgetAddressees(db: ReadableDb, letters: readonly string[]): { events: EventDraft[]; tables: (db: WritableDb) => void } {
  const ids = all<{ id: string }>(db, `SELECT DISTINCT a.id FROM piece p JOIN letter l ON l.piece = p.no JOIN addressee a ON a.key = l.address_key WHERE p.id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM letter o JOIN piece q ON q.no = o.piece WHERE o.address_key = l.address_key AND q.id NOT IN (SELECT value FROM json_each(?)))`, JSON.stringify(letters), JSON.stringify(letters)).map((row) => row.id)
  return {
    events: ids.map((id) => recordChanged.draft(null, { table: 'addressee', record: id, action: 'removed', fields: [] })),
    tables: (tables) => { for (const id of ids) run(tables, 'DELETE FROM addressee WHERE id = ?', id) },
  }
}
