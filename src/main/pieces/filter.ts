import type { PieceFilter } from '../../shared/contract/pieces.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { HERE } from '../../shared/mail/custody.ts'
import { addDays } from '../../shared/mail/days.ts'
import type { ReadableDb, SqlValue } from '../store/db.ts'
import { all, one, prepare } from '../store/db.ts'
import { recipientMatch, textQueries } from './words.ts'

/** The directions that a filter lets through; null for both. */
export function directionOf(filter: PieceFilter): 'inbound' | 'outbound' | null {
  return filter.direction === 'any' ? null : (filter.direction ?? 'inbound')
}

interface Condition { sql: string; values: SqlValue[] }
/** A run of pieces in an index, in the order of their `no`; `from` and `where` name it, the conditions that are left are added. */
interface Run { from: string; where: Condition[]; covers: ReadonlySet<Field> }
type Field = 'day' | 'person' | 'recipient' | 'location' | 'text' | 'asked' | 'assignment' | 'department' | 'carrier' | 'state' | 'direction'

/** The states a filter lets through, or null for all of them. */
function statesOf(db: ReadableDb, filter: PieceFilter): string[] | null {
  const openOnly = filter.assignment?.every((value) => value === 'none' || value === 'several' || value === 'unknown') === true
  const voided = filter.voided ?? (openOnly && filter.state === undefined ? false : undefined)
  if (filter.state === undefined && voided === undefined && filter.ageDays === undefined) return null
  let states = filter.state ?? (filter.ageDays === undefined ? knownStates(db, filter) : [...HERE])
  if (voided !== undefined) states = states.filter((state) => (state === 'voided') === voided)
  return [...new Set(states)]
}

/** Every state and carrier that there ever was a piece of, one seek for each. */
function statesAndCarriers(db: ReadableDb, filter: PieceFilter): Array<{ state: string; carrier: string }> {
  const direction = directionOf(filter)
  const next = prepare<{ state: string; carrier: string }>(db, 'SELECT state, carrier FROM piece_count WHERE direction = ? AND (state, carrier) > (?, ?) ORDER BY state, carrier LIMIT 1')
  const found = new Map<string, { state: string; carrier: string }>()
  for (const way of direction === null ? ['inbound', 'outbound'] : [direction])
    for (let at = next.get(way, '', ''); at; at = next.get(way, at.state, at.carrier)) found.set(`${at.state} ${at.carrier}`, at)
  return [...found.values()]
}

function knownStates(db: ReadableDb, filter: PieceFilter): string[] {
  return [...new Set(statesAndCarriers(db, filter).map((pair) => pair.state))]
}

const oneOf = (column: string, values: readonly string[]): Condition => ({ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values: [...values] })
const is = (column: string, value: SqlValue): Condition => ({ sql: `${column} = ?`, values: [value] })

/** Carrier and state of every kind of piece there is, within what is asked for. */
function carriersAndStates(db: ReadableDb, filter: PieceFilter, states: readonly string[] | null): Array<{ carrier: string; state: string }> {
  return statesAndCarriers(db, filter).filter((pair) => (filter.carrier?.includes(pair.carrier) ?? true) && (states?.includes(pair.state) ?? true))
}

/**
 * The runs that a filter reads: as few rows as its most telling field allows, each in an index that ends in `no`, so that the first
 * page never sorts more than itself.
 */
function runs(db: ReadableDb, filter: PieceFilter, states: readonly string[] | null): Run[] {
  const covers = (...fields: Field[]): ReadonlySet<Field> => new Set(fields)
  const everyState = states ?? knownStates(db, filter)
  // A letter that goes out has states of its own; only a voided one has to be told apart.
  const told = (state: string): Field[] => (state === 'voided' ? [] : ['direction'])
  if (filter.text !== undefined && filter.text.trim() !== '')
    return textQueries(db, filter.text).map(({ table, match }) => ({ from: `${table} f CROSS JOIN piece p ON p.no = f.rowid`, where: [{ sql: `${table} MATCH ?`, values: [match] }], covers: covers('text') }))
  if (filter.day !== undefined) return [{ from: 'piece p INDEXED BY piece_by_day', where: [is('p.day', filter.day)], covers: covers('day') }]
  if (filter.recipient !== undefined && ID_PATTERN.test(filter.recipient)) {
    const person = filter.recipient
    return everyState.map((state) => ({ from: 'piece p INDEXED BY piece_person', where: [is('p.person', person), is('p.state', state)], covers: covers('person', 'recipient', 'state', 'direction') }))
  }
  if (filter.recipient !== undefined) {
    const match = recipientMatch(filter.recipient)
    return match === null ? [] : [{ from: 'piece_words f CROSS JOIN piece p ON p.no = f.rowid', where: [{ sql: 'piece_words MATCH ?', values: [match] }], covers: covers('recipient') }]
  }
  if (filter.location !== undefined && filter.location !== '') {
    const { location } = filter
    return everyState.map((state) => ({ from: 'piece p INDEXED BY piece_location', where: [{ sql: "p.location <> ''", values: [] }, is('p.location', location), is('p.state', state)], covers: covers('location', 'state', 'direction') }))
  }
  if (filter.questions === true) return [{ from: 'piece p INDEXED BY piece_asked', where: [{ sql: "p.questions <> ''", values: [] }], covers: covers('asked', 'direction') }]
  if (filter.assignment !== undefined && states !== null && !states.includes('voided') && filter.assignment.every((value) => value !== 'person' && value !== 'department'))
    return filter.assignment.map((value) => ({ from: 'piece p INDEXED BY piece_unassigned', where: [{ sql: "p.assignment IN ('none', 'several', 'unknown') AND p.voided_at IS NULL", values: [] }, is('p.assignment', value)], covers: covers('assignment', 'direction') }))
  if (filter.department !== undefined && filter.department !== '') {
    const { department } = filter
    return carriersAndStates(db, filter, states).map(({ carrier, state }) => ({
      from: 'piece p INDEXED BY piece_department', where: [{ sql: "p.department <> ''", values: [] }, is('p.department', department), is('p.carrier', carrier), is('p.state', state)], covers: covers('department', 'carrier', 'state', ...told(state)),
    }))
  }
  if (filter.carrier === undefined && states === null && filter.direction === 'outbound') return [{ from: 'letter f CROSS JOIN piece p ON p.no = f.piece', where: [], covers: covers('direction') }]
  if (filter.carrier === undefined && states === null) return [{ from: 'piece p', where: [], covers: covers() }]
  return carriersAndStates(db, filter, states).map(({ carrier, state }) => ({ from: 'piece p INDEXED BY piece_carrier', where: [is('p.carrier', carrier), is('p.state', state)], covers: covers('carrier', 'state', ...told(state)) }))
}

/** What a run does not see to by itself. */
function rest(filter: PieceFilter, states: readonly string[] | null, covered: ReadonlySet<Field>): Condition[] {
  const left: Condition[] = []
  const add = (field: Field, condition: Condition | null): void => {
    if (condition && !covered.has(field)) left.push(condition)
  }
  const direction = directionOf(filter)
  add('direction', direction === null ? null : is('p.direction', direction))
  add('day', filter.day === undefined ? null : is('p.day', filter.day))
  add('state', states && oneOf('p.state', states))
  add('carrier', filter.carrier === undefined ? null : oneOf('p.carrier', filter.carrier))
  add('department', filter.department === undefined ? null : is('p.department', filter.department))
  add('location', filter.location === undefined ? null : is('p.location', filter.location))
  add('assignment', filter.assignment === undefined ? null : oneOf('p.assignment', filter.assignment))
  add('asked', filter.questions === undefined ? null : { sql: filter.questions ? "p.questions <> ''" : "p.questions = ''", values: [] })
  if (filter.recipient !== undefined && !covered.has('recipient')) {
    const match = ID_PATTERN.test(filter.recipient) ? null : recipientMatch(filter.recipient)
    if (match !== null) left.push({ sql: 'p.no IN (SELECT rowid FROM piece_words WHERE piece_words MATCH ?)', values: [match] })
    else left.push(is('p.person', filter.recipient))
  }
  return left
}

interface Bounds { from: number | null; below: number | null; upTo: number | null }

/** The newest `limit` pieces that a filter lets through, as their `no`; only those before `cursor`. */
export function matching(db: ReadableDb, filter: PieceFilter, today: string, cursor: number | null, limit: number): number[] {
  const states = statesOf(db, filter)
  if (states?.length === 0 || filter.carrier?.length === 0 || filter.assignment?.length === 0) return []
  const bounds: Bounds = { from: null, below: cursor, upTo: null }
  // A piece's number in this store grows with time, so the first one at or after `since` bounds the list by its key.
  if (filter.since !== undefined) bounds.from = one<{ no: number }>(db, 'SELECT no FROM piece WHERE recorded_at >= ? ORDER BY recorded_at LIMIT 1', filter.since)?.no ?? Number.MAX_SAFE_INTEGER
  if (filter.day !== undefined && filter.text !== undefined) {
    const ends = one<{ first: number | null; last: number | null }>(db, 'SELECT min(no) AS first, max(no) AS last FROM piece INDEXED BY piece_by_day WHERE day = ?', filter.day)
    if (ends?.first == null || ends.last === null) return []
    bounds.from = Math.max(bounds.from ?? 0, ends.first)
    bounds.upTo = ends.last
  }
  const chosen = runs(db, filter, states)
  const days = daysOf(filter, today)
  if (days === null) return merged(chosen.map((run) => read(db, run, rest(filter, states, run.covers), bounds, limit)), limit)
  return ofDays(db, filter, states, chosen, days, bounds, limit)
}

interface Days { from: string | null; to: string | null }

/** The first and the last day of coming that a filter lets through, or null where it asks for none. */
function daysOf(filter: PieceFilter, today: string): Days | null {
  const old = filter.ageDays === undefined ? null : addDays(today, -filter.ageDays)
  const to = old === null ? (filter.to ?? null) : filter.to !== undefined && filter.to < old ? filter.to : old
  return filter.from === undefined && to === null ? null : { from: filter.from ?? null, to }
}

/**
 * Pieces that came on certain days. Pieces come in the order of their days except for late entries and clocks gone back, which are
 * marked: the others lie between two `no`, and of what is marked outside of them there is little.
 */
function ofDays(db: ReadableDb, filter: PieceFilter, states: readonly string[] | null, chosen: readonly Run[], { from, to }: Days, bounds: Bounds, limit: number): number[] {
  const first = from === null ? 0 : (one<{ no: number }>(db, 'SELECT no FROM piece INDEXED BY piece_by_day WHERE day >= ? AND late = 0 ORDER BY day, no LIMIT 1', from)?.no ?? Number.MAX_SAFE_INTEGER)
  const last = to === null ? Number.MAX_SAFE_INTEGER : (one<{ no: number }>(db, 'SELECT no FROM piece INDEXED BY piece_by_day WHERE day <= ? AND late = 0 ORDER BY day DESC, no DESC LIMIT 1', to)?.no ?? 0)
  const within: Condition[] = [...(from === null ? [] : [{ sql: 'p.day >= ?', values: [from] }]), ...(to === null ? [] : [{ sql: 'p.day <= ?', values: [to] }])]
  const inOrder: Bounds = { ...bounds, from: Math.max(first, bounds.from ?? 0), upTo: Math.min(last, bounds.upTo ?? last) }
  const lists = chosen.map((run) => read(db, run, [...rest(filter, states, run.covers), ...within], inOrder, limit))
  const marked: Condition[] = [...within, { sql: '(p.no < ? OR p.no > ?)', values: [first, last] }, { sql: 'p.late = 1', values: [] }]
  const late: Run = { from: 'piece p INDEXED BY piece_late', where: [], covers: new Set() }
  const found = one(db, 'SELECT 1 FROM piece INDEXED BY piece_late WHERE late = 1 AND (no < ? OR no > ?)', first, last) === null ? []
    : filter.text === undefined || filter.text.trim() === '' ? [read(db, late, [...rest(filter, states, late.covers), ...marked], bounds, limit)]
    : chosen.map((run) => read(db, run, [...rest(filter, states, run.covers), ...marked], bounds, limit))
  return merged([...lists, ...found], limit)
}

const keyOf = ({ from }: Run): string => (from.startsWith('letter f ') ? 'f.piece' : from.includes(' f ') ? 'f.rowid' : 'p.no')

function read(db: ReadableDb, run: Run, left: readonly Condition[], bounds: Bounds, limit: number): number[] {
  const key = keyOf(run)
  const conditions = [...run.where, ...left]
  if (bounds.from !== null) conditions.push({ sql: `${key} >= ?`, values: [bounds.from] })
  if (bounds.below !== null) conditions.push({ sql: `${key} < ?`, values: [bounds.below] })
  if (bounds.upTo !== null) conditions.push({ sql: `${key} <= ?`, values: [bounds.upTo] })
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}`
  const sql = `SELECT ${key} FROM ${run.from}${where} ORDER BY ${key} DESC LIMIT ?`
  return prepare<number>(db, sql).pluck().all(...conditions.flatMap((condition) => condition.values), limit)
}

function merged(lists: readonly number[][], limit: number): number[] {
  if (lists.length === 1) return lists[0] ?? []
  return [...new Set(lists.flat())].sort((a, b) => b - a).slice(0, limit)
}

/** How SQLite reads what a filter asks for: the tables and indexes of its runs. For tests. */
export function plansOf(db: ReadableDb, filter: PieceFilter): string[] {
  const states = statesOf(db, filter)
  return runs(db, filter, states).flatMap((run) => {
    const conditions = [...run.where, ...rest(filter, states, run.covers)]
    const key = keyOf(run)
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => condition.sql).join(' AND ')}`
    return all<{ detail: string }>(db, `EXPLAIN QUERY PLAN SELECT ${key} FROM ${run.from}${where} ORDER BY ${key} DESC LIMIT 50`, ...conditions.flatMap((condition) => condition.values)).map((row) => row.detail)
  })
}
