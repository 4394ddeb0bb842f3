import type { DayCheck, DayLog, SignedDay } from '../../shared/contract/days.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { plural } from '../../shared/words.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Line } from './fold.ts'
import { record, textOf } from './words.ts'

/** Kinds that say that somebody has had a piece in hand, or knows what became of it. */
const SEEN = new Set(['piece.moved', 'piece.handed-over', 'piece.left-at-stop', 'piece.forwarded', 'piece.returned-to-sender', 'piece.lost', 'piece.found', 'piece.disposed', 'piece.voided', 'piece.scanned-out', 'piece.brought-back', 'piece.refused', 'piece.stock-settled', 'piece.counted', 'piece.held', 'piece.released'])

/** What a stock-take of the day did not find and what nobody has seen since. */
export function missingFromShelves(db: ReadableDb, lines: readonly Line[], payloadOf: (line: Line) => unknown): PieceRow[] {
  const missing = new Set<string>()
  for (const line of lines) {
    if (line.kind === 'stock-take.closed') {
      const listed = record(payloadOf(line))?.['missing']
      if (Array.isArray(listed)) for (const one of listed) missing.add(textOf(record(one), 'piece'))
    } else if (line.piece !== null && SEEN.has(line.kind)) missing.delete(line.piece)
  }
  return pieces.byIds(db, [...missing]).filter((piece) => pieces.isHere(piece.state))
}

const listed = (rows: readonly PieceRow[], text: (piece: PieceRow) => string): DayCheck['pieces'] => rows.slice(0, 200).map((piece) => ({ piece: piece.id, grouped: piece.grouped, text: text(piece) }))

/** What to look at before a day is signed off: what is in order, and what is not. */
export function checksOf(db: ReadableDb, log: DayLog, known: { missing: PieceRow[]; expected: number; previous: SignedDay | null; skipped: string[] }): DayCheck[] {
  const { missing, expected, previous, skipped } = known
  const { here, off } = log.totals
  const found: DayCheck[] = []
  const sum = here - expected
  found.push(sum === 0
    ? { code: 'sum', ok: true, text: previous ? `The sum agrees with the log of ${previous.day}` : 'The sum comes out', pieces: [] }
    : { code: 'sum', ok: false, text: `${plural(Math.abs(sum), 'piece')} too ${sum < 0 ? 'few' : 'many'} against the log of ${previous?.day ?? ''}`, pieces: [] })
  if (skipped.length > 0) found.push({ code: 'skipped', ok: false, text: `${skipped.join(', ')} ${skipped.length === 1 ? 'has' : 'have'} mail and no sign-off`, pieces: [] })
  if (missing.length > 0) found.push({ code: 'shelf', ok: false, text: `${plural(missing.length, 'piece')} not found at the shelf count`, pieces: listed(missing, (piece) => piece.location) })
  const unassigned = pieces.unassignedHere(db, 200)
  found.push({ code: 'recipient', ok: unassigned.length === 0, text: unassigned.length === 0 ? 'Every piece has a recipient' : `${unassigned.length === 200 ? '200 or more pieces have' : unassigned.length === 1 ? '1 piece has' : `${unassigned.length} pieces have`} no recipient`, pieces: listed(unassigned, (piece) => piece.carrierName) })
  const asked = pieces.askedHere(db, 200)
  if (asked.length > 0) found.push({ code: 'questions', ok: false, text: asked.length === 1 ? '1 piece has an open question' : `${asked.length} pieces have open questions`, pieces: listed(asked, (piece) => piece.carrierName) })
  const waiting = log.letters.filter((letter) => !letter.voided && letter.state !== 'accepted')
  if (waiting.length > 0) found.push({ code: 'letters', ok: false, text: `${plural(waiting.length, 'letter')} not accepted by USPS yet`, pieces: waiting.slice(0, 200).map((letter) => ({ piece: letter.piece, grouped: letter.grouped, text: letter.addressee })) })
  const unpriced = log.letters.filter((letter) => letter.logged && !letter.voided && letter.unpriced)
  if (unpriced.length > 0) found.push({ code: 'prices', ok: false, text: `${plural(unpriced.length, 'letter')} without a full price`, pieces: unpriced.slice(0, 200).map((letter) => ({ piece: letter.piece, grouped: letter.grouped, text: letter.addressee })) })
  const out = log.in.filter((line) => line.became.startsWith('Out with'))
  if (out.length > 0) found.push({ code: 'runs', ok: false, text: `${plural(out.length, 'piece')} still out on a run`, pieces: out.slice(0, 200).map((line) => ({ piece: line.piece, grouped: line.grouped, text: line.became })) })
  return off === 0 || found.some((check) => !check.ok && (check.code === 'sum' || check.code === 'shelf')) ? found : [...found, { code: 'sum', ok: false, text: `The sum is off by ${off}`, pieces: [] }]
}
