import type { DayCheck, DayLog, DayQuestion, MailLine, NoteLine, SignedDay } from '../../shared/contract/days.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { after, AGES, ageOf, countingDay, net, openDay, sealedThrough } from '../../shared/mail/daylog.ts'
import { addDays, dayBounds, daysBetween, instantAt, officeDay } from '../../shared/mail/days.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { bookPlace } from '../certified/certified.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { EventRegistry } from '../store/events.ts'
import { upgraded } from '../store/events.ts'
import type { JobContext } from '../store/jobs.ts'
import type { EventRow } from '../store/log.ts'
import { leftOfRedacted } from '../store/log.ts'
import { all } from '../store/db.ts'
import { checksOf, missingFromShelves } from './checks.ts'
import type { Line, Moved } from './fold.ts'
import { flowOf, fold, headNow, netBetween } from './fold.ts'
import type { LetterEvent } from './letters.ts'
import { letterLine, letterTotals } from './letters.ts'
import { lyingAt } from './lying.ts'
import * as queries from './queries.ts'
import { became, exceptionWords, kindWords, record, textOf, versions } from './words.ts'

/** Sign-offs further back than this are not added up against: reading that far would hold the answer up. */
const CHECK_BACK = 31

/** The log of a day, read in the worker on one snapshot of the store. */
export async function readDay(input: DayQuestion, context: JobContext): Promise<DayLog> {
  const db = context.open()
  try {
    db.exec('BEGIN')
    return await dayOf(db, context.kinds, input, async (done) => {
      context.progress({ step: 'Reading the log', done, of: 0 })
      await context.breathe()
    })
  } finally {
    if (db.inTransaction) db.exec('COMMIT')
    db.close()
  }
}

async function dayOf(db: ReadableDb, kinds: EventRegistry, input: DayQuestion, breathe: (done: number) => Promise<void>): Promise<DayLog> {
  const { zone, now, shift } = input
  const today = officeDay(now, zone)
  const order = queries.positions(db)
  const head = headNow(db)
  const seals = queries.seals(db, input.day ?? today)
  const sealed = head ? sealedThrough(seals, [order.get(head.device) ?? 0, head.sequence + 1]) : null
  const day = input.day ?? today
  // A log that could be signed next shows what would stand on it then: also what came after the last sign-off.
  const open = sealed === null || day > sealed ? day : openDay(today, sealed, (last) => addDays(last, 1))
  const before = queries.signOffBefore(db, day)
  const near = before !== null && daysBetween(before.day, day) <= CHECK_BACK ? before : null
  // What came for a signed day after its sign-off waits for the next log, however long nobody signs.
  const sealedFrom = near ?? (before !== null && queries.wroteLate(db, before, dayBounds(before.day, zone).end, order) ? before : null)
  const bounds = dayBounds(day, zone)
  const span = spanOf(day, shift, zone)
  const folded = await fold(db, { day, span: shift && span, open, seals, order, from: Math.min(bounds.start, sealedFrom?.sealedAt ?? bounds.start) }, breathe)
  const { lines, moves } = folded
  const flow = flowOf(moves)
  const hereNow = pieces.hereByDay(db)
  const here = [...hereNow.values()].reduce((sum, n) => sum + n, 0) - net(folded.later)
  const morning = here - net(flow)

  const shown = new Map(pieces.byIds(db, [...new Set(lines.flatMap((line) => line.piece ?? []))]).map((piece) => [piece.id, piece]))
  const payloadOf = (line: Line): unknown => (line.payload === null ? null : upgraded(kinds, line.kind, line.version, JSON.parse(line.payload)))
  const left = leftOfRedacted(db, [...shown.keys()])
  const counts = (row: { device: string; sequence: number; recorded_at: number; zone: string; stated_at: number | null }): boolean => {
    const counted = countingDay({ place: [order.get(row.device) ?? 0, row.sequence], recordedAt: row.recorded_at, zone: row.zone, statedAt: row.stated_at }, seals, open)
    return shift ? (counted.late ? row.recorded_at : (row.stated_at ?? row.recorded_at)) < span.end : counted.day <= day
  }
  const mail = mailLines(lines, moves, shown, { payloadOf, lying: (ids) => lyingAt(db, kinds, ids, { counts, left, order }) })
  const letters = lettersOf(db, kinds, lines, shown, order, left)
  const notes = notesOf(db, lines, shown, payloadOf)
  const missing = missingFromShelves(db, lines, payloadOf)
  const expected = near && shift === null ? near.here + netBetween(folded.flows, near.day, day) + net(flow) : here
  const signings = queries.signOffsOf(db, day)
  const signed = signings.find((one) => one.reopened === null) ?? null
  const counted = { events: lines.length, from: folded.first && { device: folded.first.device, sequence: folded.first.sequence }, to: head && { device: head.device, sequence: head.sequence, hash: head.hash } }
  const off = here - expected !== 0 ? here - expected : 0 - missing.length
  const totals: DayLog['totals'] = {
    morning, ...flow, here, off, byCarrier: byCarrier(mail.in), byAge: byAge(db, hereNow, folded.since, day), exceptions: sums(notes.exceptions.map((note) => note.what)),
    letters: letterTotals(letters.lines, letters), corrections: notes.corrections.length, voids: notes.voids.length, late: notes.late.length,
  }
  const log: DayLog = {
    day, office: input.office, shift, start: span.start, end: span.end, open: signed === null && now < span.end, range: signed && shift === null ? { from: signed.from, to: signed.to, events: signed.events } : counted,
    totals: signed && shift === null ? signed.totals : totals, ...mail, back: [...mail.back, ...letters.back], letters: letters.lines, ...notes, checks: [], signed: signed && asShown(signed), before: signings.filter((one) => one.reopened !== null).map(asShown),
  }
  return { ...log, checks: checks(db, log, { missing, expected, previous: near, skipped: skippedDays(folded.flows, near?.day ?? null, day) }) }
}

function checks(db: ReadableDb, log: DayLog, known: Parameters<typeof checksOf>[2]): DayCheck[] {
  return log.signed ? [] : checksOf(db, log, known)
}

/** Days with mail between the last signed one and this: they stand on no signed log. */
function skippedDays(flows: ReadonlyMap<string, unknown>, from: string | null, day: string): string[] {
  return from === null ? [] : [...flows.keys()].filter((one) => one > from && one < day).sort((a, b) => (a < b ? -1 : 1))
}

const asShown = ({ day, at, by, events, from, to, file, here, reopened }: queries.StoredSignOff): SignedDay => ({ day, at, by, events, from, to, file, here, reopened })

/** From when to when a log goes: the day, or a shift of it; one that ends before it begins goes into the next day. */
function spanOf(day: string, shift: DayQuestion['shift'], zone: string): { start: number; end: number } {
  if (!shift) return dayBounds(day, zone)
  const start = instantAt(day, shift.from, zone)
  return { start, end: instantAt(shift.to > shift.from ? day : addDays(day, 1), shift.to, zone) }
}

function mailLines(lines: readonly Line[], moves: readonly Moved[], shown: ReadonlyMap<string, PieceRow>, { payloadOf, lying }: { payloadOf: (line: Line) => unknown; lying: (pieces: string[]) => ReadonlyMap<string, string> }): Pick<DayLog, 'in' | 'out' | 'back'> {
  const last = new Map<string, Line>()
  for (const line of lines) if (line.piece !== null && became(line.kind, null) !== null) last.set(line.piece, line)
  const came = moves.filter((move) => move.after === 'here' && move.before === 'none')
  const lay = lying(came.map((move) => move.piece))
  const one = (move: Moved, end: Line): MailLine[] => {
    const piece = shown.get(move.piece)
    if (!piece) return []
    const words = became(end.kind, payloadOf(end)) ?? ''
    const lies = words === 'Here' && lay.has(piece.id) ? `Here, in ${lay.get(piece.id)}` : words
    return [{
      piece: piece.id, number: piece.number, grouped: piece.grouped, carrier: piece.carrierName, service: piece.service, recipient: piece.recipient?.name ?? '', department: piece.recipient?.department ?? '',
      at: move.line.at, by: move.line.actor_name, became: lies, becameAt: end.at, becameBy: end.actor_name, voided: end.kind === 'piece.voided', late: move.line.late, letter: false,
    }]
  }
  const left = moves.filter((move) => move.before === 'here' && move.after !== 'here' && move.after !== 'voided')
  const back = moves.filter((move) => move.after === 'here' && move.before !== 'none' && move.before !== 'here')
  return { in: came.flatMap((move) => one(move, last.get(move.piece) ?? move.line)), out: left.flatMap((move) => one(move, move.line)), back: back.flatMap((move) => one(move, move.line)) }
}

interface Letters { lines: DayLog['letters']; back: MailLine[]; accepted: Set<string>; returned: Set<string> }

function lettersOf(db: ReadableDb, kinds: EventRegistry, lines: readonly Line[], shown: ReadonlyMap<string, PieceRow>, order: ReadonlyMap<string, number>, left: ReadonlyMap<string, unknown>): Letters {
  const onDay = new Set(lines.map((line) => `${line.device}/${line.sequence}`))
  const touched = new Set(lines.flatMap((line) => (line.piece !== null && line.kind.startsWith('letter.') && shown.has(line.piece) ? [line.piece] : [])))
  const until = lines.at(-1)?.place ?? [0, 0]
  const found = [...touched].flatMap((piece) => {
    const events = all<EventRow>(db, "SELECT * FROM event WHERE piece = ? AND kind LIKE 'letter.%'", piece)
      .map((row) => ({ row, place: [order.get(row.device) ?? 0, row.sequence] as const }))
      .filter(({ place }) => !after(place, until))
      .sort((a, b) => (after(a.place, b.place) ? 1 : -1))
      .map(({ row }): LetterEvent => {
        const said = row.payload === null ? (left.get(`${row.device}/${row.sequence}`) ?? null) : (JSON.parse(row.payload) as unknown)
        return { kind: row.kind, at: row.stated_at ?? row.recorded_at, by: row.actor_name, payload: said === null ? null : upgraded(kinds, row.kind, row.version, said), onDay: onDay.has(`${row.device}/${row.sequence}`) }
      })
    const line = letterLine(piece, events, (book) => bookPlace(db, book, piece))
    return line ? [line] : []
  })
  const of = (kind: string): Map<string, Line> => new Map(lines.flatMap((line) => (line.kind === kind && line.piece !== null ? [[line.piece, line] as const] : [])))
  // What was recorded as come back and taken back on the same day did not come back.
  const returned = new Map([...of('letter.returned')].filter(([piece]) => found.some((line) => line.piece === piece && line.returned !== '')))
  return { lines: found.sort((a, b) => a.at - b.at), back: found.flatMap((line) => cameBack(line, returned.get(line.piece), shown)), accepted: new Set(of('letter.accepted').keys()), returned: new Set(returned.keys()) }
}

function cameBack(letter: DayLog['letters'][number], line: Line | undefined, shown: ReadonlyMap<string, PieceRow>): MailLine[] {
  if (!line) return []
  const number = shown.get(letter.piece)?.number ?? ''
  return [{
    piece: letter.piece, number, grouped: letter.grouped, carrier: 'USPS', service: 'Certified Mail', recipient: letter.addressee, department: letter.department, at: line.at, by: line.actor_name,
    became: letter.returned, becameAt: line.at, becameBy: line.actor_name, voided: false, late: line.late, letter: true,
  }]
}

const CORRECTIONS = new Set(['piece.corrected', 'letter.corrected', 'piece.handover-corrected', 'letter.priced', 'letter.numbered', 'letter.carded', 'letter.return-withdrawn', 'receipt.withdrawn'])
const VOIDS = new Set(['piece.voided', 'letter.voided', 'book.voided', 'letter.unbooked', 'label.spoiled'])

/** What a line that may be a note is not: a first number or card corrects nothing, and a letter that leaves an open book leaves no trace on paper. */
function isNote(kind: string, payload: ReturnType<typeof record>): boolean {
  if (kind === 'letter.unbooked') return payload?.['struck'] === true
  if (kind === 'letter.numbered') return textOf(payload, 'replaces') !== ''
  return kind !== 'letter.carded' || textOf(payload, 'before') !== ''
}

/** What a note is about that is about no piece: a label's number, or a book. */
function withoutPiece(db: ReadableDb, kind: string, payload: ReturnType<typeof record>): string {
  return kind === 'book.voided' ? `Book ${bookPlace(db, textOf(payload, 'book'))}` : groupNumber(textOf(payload, 'number'))
}

function notesOf(db: ReadableDb, lines: readonly Line[], shown: ReadonlyMap<string, PieceRow>, payloadOf: (line: Line) => unknown): Pick<DayLog, 'corrections' | 'voids' | 'late' | 'exceptions'> {
  const notes: Pick<DayLog, 'corrections' | 'voids' | 'late' | 'exceptions'> = { corrections: [], voids: [], late: [], exceptions: [] }
  for (const line of lines) {
    const exception = line.kind === 'piece.exception-opened'
    const late = line.late && line.piece !== null
    if (!CORRECTIONS.has(line.kind) && !VOIDS.has(line.kind) && !exception && !late) continue
    const payload = record(payloadOf(line))
    const corrected = CORRECTIONS.has(line.kind) && isNote(line.kind, payload)
    const voided = VOIDS.has(line.kind) && isNote(line.kind, payload)
    if (!corrected && !voided && !exception && !late) continue
    const note: NoteLine = {
      piece: line.piece !== null && shown.has(line.piece) ? line.piece : null, grouped: line.piece === null ? withoutPiece(db, line.kind, payload) : (shown.get(line.piece)?.grouped ?? ''), what: kindWords(line.kind), ...versions(line.kind, payload),
      reason: textOf(payload, 'reason'), at: line.at, recordedAt: line.recorded_at, by: line.actor_name, allowedBy: textOf(payload, 'allowedBy', 'name'), device: line.device, sequence: line.sequence,
    }
    if (corrected) notes.corrections.push(note)
    if (voided) notes.voids.push(note)
    if (exception) notes.exceptions.push({ ...note, what: exceptionWords(textOf(payload, 'kind')), reason: textOf(payload, 'note') })
    if (late) notes.late.push({ ...note, at: line.stated_at ?? line.recorded_at, reason: line.stated_source ?? 'after the day was signed off' })
  }
  return notes
}

function sums(names: readonly string[]): Array<{ name: string; n: number }> {
  const counted = new Map<string, number>()
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1)
  return [...counted].map(([name, n]) => ({ name, n })).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1))
}

const byCarrier = (lines: readonly MailLine[]): DayLog['totals']['byCarrier'] => sums(lines.map((line) => line.carrier || 'Unknown carrier'))

/** How long what was here at the end of the day had been here. */
function byAge(db: ReadableDb, hereNow: ReadonlyMap<string, number>, since: ReadonlyMap<string, number>, day: string): DayLog['totals']['byAge'] {
  const counts = AGES.map((age) => ({ name: age.label as string, n: 0 }))
  const add = (came: string, n: number): void => {
    const age = counts[ageOf(Math.max(0, daysBetween(came, day)))]
    if (age) age.n += n
  }
  for (const [came, n] of hereNow) add(came, n)
  // What came or went after the day is taken back.
  for (const piece of pieces.byIds(db, [...since.keys()])) add(piece.day, -(since.get(piece.id) ?? 0))
  return counts.filter((age) => age.n !== 0)
}
