import type { Flow, Place, Seal, Where } from '../../shared/mail/daylog.ts'
import { addFlow, after, countChange, countingDay, EFFECTS, net, noFlow } from '../../shared/mail/daylog.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one, prepare } from '../store/db.ts'

/** A row of the log as far as the day's log asks. */
export interface Line {
  device: string; sequence: number; recorded_at: number; zone: string; stated_at: number | null; stated_source: string | null; actor_name: string; kind: string; version: number; piece: string | null; payload: string | null
  place: Place; day: string; late: boolean
  /** When it happened: as it was stated, otherwise as it was recorded; for what came after a day was signed off, when it was recorded. */
  at: number
}

/** A change of where an inbound piece is. */
export interface Moved { piece: string; before: Where; after: Where; line: Line }

export interface Folded {
  /** Everything that stands on the log of the day, in the order of the log. */
  lines: Line[]
  moves: Moved[]
  /** What each day from the first one that was read did to the mail that is here. */
  flows: Map<string, Flow>
  /** What came and went after what the log covers. */
  later: Flow
  /** By how much a piece's being here has changed since; only pieces for which it has. */
  since: Map<string, number>
  first: Line | null
}

const COLUMNS = 'device, sequence, recorded_at, zone, stated_at, stated_source, actor_name, kind, version, piece, payload'
const CHUNK = 4_000
const KINDS = Object.keys(EFFECTS)

/** Where a piece was before a place in the log: as the last event that says so left it. */
function whereBefore(db: ReadableDb, piece: string, place: Place, order: ReadonlyMap<string, number>): Where {
  const rows = all<{ device: string; sequence: number; kind: string }>(db, `SELECT device, sequence, kind FROM event WHERE piece = ? AND kind IN (${KINDS.map(() => '?').join(', ')})`, piece, ...KINDS)
  let last: { place: Place; kind: string } | null = null
  for (const row of rows) {
    const at: Place = [order.get(row.device) ?? 0, row.sequence]
    if (after(place, at) && (last === null || after(at, last.place))) last = { place: at, kind: row.kind }
  }
  return last ? (EFFECTS[last.kind] ?? 'none') : 'none'
}

/**
 * Reads the log from the first entry that can stand on the day's log to its end, and sorts it into days. Everything is counted from
 * the events themselves; no projection is asked.
 *
 * @param span of a shift: it takes what happened in it, whatever the day; null for the log of the whole day
 * @param from UTC milliseconds: nothing recorded before can stand on the log of `day` or a later one
 * @param open the day whose log is being written now
 */
export async function fold(db: ReadableDb, input: { day: string; span: { start: number; end: number } | null; open: string; from: number; seals: readonly Seal[]; order: ReadonlyMap<string, number> }, breathe: (done: number) => Promise<void>): Promise<Folded> {
  const { day, span, open, seals, order } = input
  const result: Folded = { lines: [], moves: [], flows: new Map(), later: noFlow(), since: new Map(), first: null }
  const where = new Map<string, Where>()
  const starts = all<{ device: string; first: number }>(db, 'SELECT device, min(sequence) AS first FROM event INDEXED BY event_by_time WHERE recorded_at >= ? GROUP BY device', input.from)
  starts.sort((a, b) => (order.get(a.device) ?? 0) - (order.get(b.device) ?? 0))
  const chunk = prepare<Omit<Line, 'place' | 'day' | 'late' | 'at'>>(db, `SELECT ${COLUMNS} FROM event WHERE device = ? AND sequence >= ? ORDER BY sequence LIMIT ${CHUNK}`)
  let done = 0
  for (const { device, first } of starts) {
    for (let sequence = first; ;) {
      const rows = chunk.all(device, sequence)
      for (const row of rows) take(row)
      const last = rows.at(-1)
      if (!last || rows.length < CHUNK) break
      sequence = last.sequence + 1
      done += rows.length
      await breathe(done)
    }
  }
  return result

  function take(row: Omit<Line, 'place' | 'day' | 'late' | 'at'>): void {
    const place: Place = [order.get(row.device) ?? 0, row.sequence]
    const counted = countingDay({ place, recordedAt: row.recorded_at, zone: row.zone, statedAt: row.stated_at }, seals, open)
    const effect = row.piece === null ? undefined : EFFECTS[row.kind]
    const at = counted.late ? row.recorded_at : (row.stated_at ?? row.recorded_at)
    const covered = span ? at >= span.start && at < span.end : counted.day === day
    if (!covered && effect === undefined) return
    const line: Line = { ...row, place, day: counted.day, late: counted.late || row.stated_at !== null, at }
    if (covered) {
      result.lines.push(line)
      result.first ??= line
    }
    if (effect === undefined || row.piece === null) return
    const before = where.get(row.piece) ?? (row.kind === 'piece.received' ? 'none' : whereBefore(db, row.piece, place, order))
    where.set(row.piece, effect)
    const flow = result.flows.get(counted.day) ?? noFlow()
    result.flows.set(counted.day, flow)
    countChange(flow, before, effect)
    if (covered) result.moves.push({ piece: row.piece, before, after: effect, line })
    if (!(span ? at >= span.end : counted.day > day)) return
    countChange(result.later, before, effect)
    const by = (effect === 'here' ? 1 : 0) - (before === 'here' ? 1 : 0)
    if (by !== 0) result.since.set(row.piece, (result.since.get(row.piece) ?? 0) + by)
  }
}

/** The changes of some moves put together. */
export function flowOf(moves: readonly Moved[]): Flow {
  const flow = noFlow()
  for (const move of moves) countChange(flow, move.before, move.after)
  return flow
}

/** What the days between two days, both left out, did. */
export function netBetween(flows: ReadonlyMap<string, Flow>, from: string, to: string): number {
  const sum = noFlow()
  for (const [at, flow] of flows) if (at > from && at < to) addFlow(sum, flow)
  return net(sum)
}

/** The end of the log: of the device that writes now. */
export function headNow(db: ReadableDb): { device: string; sequence: number; hash: string; recordedAt: number } | null {
  const row = one<{ device: string; sequence: number; hash: Buffer; recorded_at: number }>(
    db, 'SELECT h.device, h.sequence, h.hash, e.recorded_at FROM head h JOIN device d ON d.id = h.device JOIN event e ON e.device = h.device AND e.sequence = h.sequence ORDER BY d.position DESC LIMIT 1',
  )
  return row && { device: row.device, sequence: row.sequence, hash: row.hash.toString('hex'), recordedAt: row.recorded_at }
}

