import type { LetterAddressee } from '../../shared/contract/letters.ts'
import { totalOf } from '../../shared/mail/fees.ts'
import type { Charges } from '../../shared/mail/fees.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { LetterService, MailClass } from '../../shared/mail/services.ts'
import { extraServices } from '../../shared/mail/services.ts'
import { serviceWords } from '../../shared/mail/stc.ts'
import * as pieces from '../pieces/projection.ts'
import * as tracking from '../tracking/projection.ts'
import type { ReadableDb, SqlValue, WritableDb } from '../store/db.ts'
import { all, one, run } from '../store/db.ts'
import type { LoggedEvent } from '../store/events.ts'

interface What {
  addressee: LetterAddressee; mailClass: MailClass; services: readonly LetterService[]; shape: string; nonmachinable: boolean; weight: number | null; charges: Charges
  department: string; costCode: string; matter: string; document: string; note: string; greenCard: string
}
interface Number extends pieces.Identified { from: string; word: string }
type Event<Payload> = LoggedEvent<Payload>

/** The same address written in two ways has the same key. */
export function addressKey(addressee: Pick<LetterAddressee, 'lines'>): string {
  return addressee.lines.map(searchKey).join('|')
}

/** What the piece's row says of the letter's services, whatever the number itself says. */
const serviceOf = (what: Pick<What, 'services'>): string => serviceWords(extraServices(what))
/** What a piece is found by besides addressee, department and matter. */
const noteOf = (what: Pick<What, 'document' | 'costCode' | 'note'>): string => [what.document, what.costCode, what.note].filter((part) => part !== '').join('\n')

const NONE: pieces.Identified = { number: '', grouped: '', scheme: '', carrier: 'usps', carrierName: 'USPS', service: '', checkDigit: 'none', accountable: true }

function sums(charges: Charges): { postage: number; fees: number; unpriced: number } {
  const { cents, unknown } = totalOf(charges)
  const postage = charges.postage.cents ?? 0
  return { postage, fees: cents - postage, unpriced: unknown }
}

/** Place of a letter in this store. @throws when no event has made it */
function placeOf(db: ReadableDb, id: string | null): number {
  return pieces.stored(db, id).no
}

function use(db: WritableDb, event: Event<unknown>, number: string): void {
  run(db, "INSERT INTO article_number (number, piece, state, at, by, note) VALUES (?, ?, 'used', ?, ?, '') ON CONFLICT (number) DO UPDATE SET piece = excluded.piece, state = 'used'", number, event.piece, event.recordedAt, event.actor.name)
}

/** The rows of a letter that was logged. */
export function logged(db: WritableDb, event: Event<What & { number: Number | null; earlier: string | null; batch: string | null; batchRow: number | null }>): void {
  const { payload } = event
  const { number, addressee, charges } = payload
  const no = pieces.insertOutbound(db, event, {
    number: { ...(number ?? NONE), service: serviceOf(payload), accountable: true }, recipient: addressee.name, department: payload.department, type: payload.shape, reference: payload.matter, note: noteOf(payload),
  })
  const { postage, fees, unpriced } = sums(charges)
  run(db, `INSERT INTO letter (piece, state, name, lines, zip, kind, address_key, number_from, number, mail_class, services, shape, nonmachinable, weight, charges, postage, fees, unpriced, department, cost_code, matter, document, note, green_card,
    earlier, batch, batch_row, day) VALUES (?, 'logged', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT day FROM piece WHERE no = ?))`,
    no, addressee.name, JSON.stringify(addressee.lines), addressee.zip, addressee.kind, addressKey(addressee), number?.from ?? 'none', number?.number ?? '', payload.mailClass, payload.services.join(' '), payload.shape, payload.nonmachinable ? 1 : 0, payload.weight,
    JSON.stringify(charges), postage, fees, unpriced, payload.department, payload.costCode, payload.matter, payload.document, payload.note, payload.greenCard, payload.earlier, payload.batch, payload.batchRow, no)
  if (number) use(db, event, number.number)
  tracking.follow(db, event.piece, addressee.zip)
  if (payload.earlier !== null) run(db, 'UPDATE letter SET later = ? WHERE piece = (SELECT no FROM piece WHERE id = ?)', event.piece, payload.earlier)
}

/** Puts a number on a letter; the one that was there stays used up. */
export function numbered(db: WritableDb, event: Event<{ number: Number; replaces: string | null; reason: string }>): void {
  const { number, replaces, reason } = event.payload
  const no = placeOf(db, event.piece)
  if (replaces !== null) run(db, "UPDATE article_number SET state = 'spoiled', note = ? WHERE number = ?", reason, replaces)
  use(db, event, number.number)
  const { services } = one<{ services: string }>(db, 'SELECT services FROM letter WHERE piece = ?', no) ?? { services: '' }
  pieces.replaceNumber(db, event.piece, { ...number, service: serviceOf({ services: servicesIn(services) }), accountable: true })
  run(db, 'UPDATE letter SET number = ?, number_from = ? WHERE piece = ?', number.number, number.from, no)
}

/** Services as a letter's row keeps them. */
export const servicesIn = (text: string): LetterService[] => (text === '' ? [] : (text.split(' ') as LetterService[]))

/** Changes what is known of a letter. What is not in `patch` stays. */
export function change(db: WritableDb, id: string | null, patch: { [Name in keyof What]?: What[Name] | undefined }): void {
  const no = placeOf(db, id)
  const set: Record<string, SqlValue> = {}
  const { addressee, charges } = patch
  if (addressee) Object.assign(set, { name: addressee.name, lines: JSON.stringify(addressee.lines), zip: addressee.zip, kind: addressee.kind, address_key: addressKey(addressee) })
  if (charges) Object.assign(set, { charges: JSON.stringify(charges), ...sums(charges) })
  if (patch.mailClass !== undefined) set['mail_class'] = patch.mailClass
  if (patch.services !== undefined) set['services'] = patch.services.join(' ')
  if (patch.shape !== undefined) set['shape'] = patch.shape
  if (patch.nonmachinable !== undefined) set['nonmachinable'] = patch.nonmachinable ? 1 : 0
  if (patch.weight !== undefined) set['weight'] = patch.weight
  if (patch.department !== undefined) set['department'] = patch.department
  if (patch.costCode !== undefined) set['cost_code'] = patch.costCode
  if (patch.matter !== undefined) set['matter'] = patch.matter
  if (patch.document !== undefined) set['document'] = patch.document
  if (patch.note !== undefined) set['note'] = patch.note
  if (patch.greenCard !== undefined) set['green_card'] = patch.greenCard
  if (addressee) tracking.addresseeChanged(db, id, addressee.zip)
  const names = Object.keys(set).sort()
  if (names.length === 0) return
  run(db, `UPDATE letter SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE piece = ?`, ...names.map((name) => set[name] ?? null), no)
  const now = one<{ document: string; cost_code: string; note: string }>(db, 'SELECT document, cost_code, note FROM letter WHERE piece = ?', no)
  pieces.change(db, id, {
    ...(addressee ? { recipient: addressee.name } : {}), ...(patch.department === undefined ? {} : { department: patch.department }), ...(patch.matter === undefined ? {} : { reference: patch.matter }),
    ...(patch.shape === undefined ? {} : { type: patch.shape }), ...(patch.services === undefined ? {} : { service: serviceOf({ services: patch.services }) }),
    ...(now ? { note: noteOf({ document: now.document, costCode: now.cost_code, note: now.note }) } : {}),
  })
}

/** The piece's lists show that something about it was corrected. */
export function markCorrected(db: WritableDb, id: string | null): void {
  pieces.change(db, id, { corrected: 1 })
}

export function filed(db: WritableDb, event: Event<{ kind: string; file: string; type: string; bytes: number; name: string; note: string }>): void {
  pieces.addFile(db, event, event.payload.kind, event.payload, event.payload.note)
}

function setState(db: WritableDb, id: string | null, state: string): number {
  const no = placeOf(db, id)
  run(db, 'UPDATE letter SET state = ? WHERE piece = ?', state, no)
  pieces.change(db, id, { state })
  return no
}

/** Place of a book in this store. @throws when no event has opened it */
function bookNo(db: ReadableDb, id: string): number {
  const row = one<{ no: number }>(db, 'SELECT no FROM book WHERE id = ?', id)
  if (!row) throw new Error(`Book ${id} is in no earlier event.`)
  return row.no
}

export function booked(db: WritableDb, event: Event<{ book: string }>): void {
  const book = bookNo(db, event.payload.book)
  const piece = setState(db, event.piece, 'in-book')
  run(db, 'INSERT INTO book_line (book, line, piece) SELECT ?, coalesce(max(line), 0) + 1, ? FROM book_line WHERE book = ?', book, piece, book)
  run(db, 'UPDATE letter SET book = ? WHERE piece = ?', book, piece)
}

function closeGap(db: WritableDb, book: number, line: number): void {
  // By way of negative lines: no line may stand twice for a moment.
  run(db, 'UPDATE book_line SET line = 1 - line WHERE book = ? AND line > ?', book, line)
  run(db, 'UPDATE book_line SET line = -line WHERE book = ? AND line < 0', book)
}

function strike(db: WritableDb, event: Event<unknown>, book: number, piece: number, reason: string): void {
  run(db, 'UPDATE book_line SET struck_at = ?, struck_by = ?, struck_reason = ? WHERE book = ? AND piece = ? AND struck_at IS NULL', event.recordedAt, event.actor.name, reason, book, piece)
}

export function unbooked(db: WritableDb, event: Event<{ book: string; struck: boolean; reason: string }>): void {
  const { payload } = event
  const book = bookNo(db, payload.book)
  const piece = setState(db, event.piece, 'logged')
  if (payload.struck) strike(db, event, book, piece, payload.reason)
  else takeOut(db, book, piece)
  run(db, 'UPDATE letter SET book = NULL WHERE piece = ?', piece)
}

function takeOut(db: WritableDb, book: number, piece: number): void {
  const line = one<{ line: number }>(db, 'SELECT line FROM book_line WHERE piece = ? AND book = ?', piece, book)?.line
  if (line === undefined) return
  run(db, 'DELETE FROM book_line WHERE book = ? AND line = ?', book, line)
  closeGap(db, book, line)
}

export function presented(db: WritableDb, event: Event<{ book: string | null; day: string; postOffice: string }>): void {
  const piece = setState(db, event.piece, 'presented')
  run(db, 'UPDATE letter SET mailing_day = ?, post_office = ?, evidence = NULL, mailing_at = ?, mailing_by = ? WHERE piece = ?', event.payload.day, event.payload.postOffice, event.recordedAt, event.actor.name, piece)
}

export function accepted(db: WritableDb, event: Event<{ book: string | null; day: string; postOffice: string; evidence: string; employee: string }>): void {
  const { day, postOffice, evidence, employee } = event.payload
  const piece = setState(db, event.piece, 'accepted')
  run(db, 'UPDATE letter SET mailing_day = ?, post_office = ?, evidence = ?, employee = ?, mailing_at = ?, mailing_by = ? WHERE piece = ?', day, postOffice, evidence, employee, event.recordedAt, event.actor.name, piece)
}

export function voided(db: WritableDb, event: Event<{ reason: string }>): void {
  const { reason } = event.payload
  pieces.voidStored(db, { ...event, payload: { reason, sameAs: null } })
  const piece = placeOf(db, event.piece)
  const row = one<{ book: number; state: string }>(db, 'SELECT l.book, b.state FROM letter l JOIN book b ON b.no = l.book WHERE l.piece = ?', piece)
  if (row?.state === 'open') takeOut(db, row.book, piece)
  else if (row) strike(db, event, row.book, piece, reason)
  run(db, `UPDATE letter SET state = 'voided'${row?.state === 'open' ? ', book = NULL' : ''} WHERE piece = ?`, piece)
}

export function spoiled(db: WritableDb, event: Event<{ number: string; roll: string; reason: string }>): void {
  run(db, "INSERT INTO article_number (number, piece, state, at, by, note) VALUES (?, NULL, 'spoiled', ?, ?, ?) ON CONFLICT DO NOTHING", event.payload.number, event.recordedAt, event.actor.name, event.payload.reason)
}

export function bookOpened(db: WritableDb, event: Event<{ book: string; number: number; note: string }>): void {
  run(db, "INSERT INTO book (id, number, note, state, opened_at, opened_by) VALUES (?, ?, ?, 'open', ?, ?)", event.payload.book, event.payload.number, event.payload.note, event.recordedAt, event.actor.name)
}

export function bookOrdered(db: WritableDb, event: Event<{ book: string; letters: readonly string[] }>): void {
  const book = bookNo(db, event.payload.book)
  run(db, 'DELETE FROM book_line WHERE book = ?', book)
  for (const [i, letter] of event.payload.letters.entries()) run(db, 'INSERT INTO book_line (book, line, piece) SELECT ?, ?, no FROM piece WHERE id = ?', book, i + 1, letter)
}

export function bookClosed(db: WritableDb, event: Event<{ book: string }>): void {
  run(db, "UPDATE book SET state = 'closed', closed_at = ?, closed_by = ? WHERE id = ?", event.recordedAt, event.actor.name, event.payload.book)
}

export function bookPresented(db: WritableDb, event: Event<{ book: string; day: string; postOffice: string }>): void {
  run(db, "UPDATE book SET state = 'presented', presented_at = ?, mailing_day = ?, post_office = ?, mailing_at = ?, mailing_by = ? WHERE id = ?", event.recordedAt, event.payload.day, event.payload.postOffice, event.recordedAt, event.actor.name, event.payload.book)
}

interface Scan { file: string; type: string; bytes: number; name: string }

function keepScan(db: WritableDb, event: Event<unknown>, book: number, scan: Scan, note: string): void {
  pieces.rememberFile(db, scan)
  run(db, "INSERT INTO book_file (book, kind, file, at, by, note) VALUES (?, 'stamped-3877', ?, ?, ?, ?) ON CONFLICT DO NOTHING", book, scan.file, event.recordedAt, event.actor.name, note)
}

export function bookAccepted(db: WritableDb, event: Event<{ book: string; day: string; postOffice: string; evidence: string; employee: string; received: number; sheet: Scan | null; refused: ReadonlyArray<{ letter: string; note: string }> }>): void {
  const { payload } = event
  const book = bookNo(db, payload.book)
  run(db, "UPDATE book SET state = 'accepted', presented_at = coalesce(presented_at, ?), mailing_day = ?, post_office = ?, evidence = ?, employee = ?, received = ?, mailing_at = ?, mailing_by = ? WHERE no = ?",
    event.recordedAt, payload.day, payload.postOffice, payload.evidence, payload.employee, payload.received, event.recordedAt, event.actor.name, book)
  run(db, 'UPDATE book_line SET accepted = 1 WHERE book = ? AND struck_at IS NULL', book)
  for (const { letter, note } of payload.refused) run(db, 'UPDATE book_line SET accepted = 0, outcome = ? WHERE book = ? AND piece = (SELECT no FROM piece WHERE id = ?)', note, book, letter)
  if (payload.sheet) keepScan(db, event, book, payload.sheet, '')
}

export function bookFiled(db: WritableDb, event: Event<Scan & { book: string; note: string }>): void {
  keepScan(db, event, bookNo(db, event.payload.book), event.payload, event.payload.note)
}

export function bookVoided(db: WritableDb, event: Event<{ book: string; reason: string }>): void {
  run(db, "UPDATE book SET state = 'voided', void_reason = ? WHERE id = ?", event.payload.reason, event.payload.book)
}

/** Ids of the letters of a book in their order, struck lines left out. For operations inside a transaction. */
export function lettersOf(db: ReadableDb, book: string): string[] {
  return all<{ id: string }>(db, 'SELECT p.id FROM book b JOIN book_line l ON l.book = b.no JOIN piece p ON p.no = l.piece WHERE b.id = ? AND l.struck_at IS NULL ORDER BY l.line', book).map((row) => row.id)
}

/** The approval can be shown like every kept file. */
export function approvalKept(db: WritableDb, event: Event<Scan>): void {
  pieces.rememberFile(db, event.payload)
}

/** Takes sheets that nothing needs any more from their books. */
export function removeSheets(db: WritableDb, disposed: readonly string[]): void {
  for (const file of disposed) run(db, 'DELETE FROM book_file WHERE file = ?', file)
}

/** Takes addressee, address, matter, document and note from a letter. Number, services, money, mailing and the five digits it went to stay. */
export function removeContent(db: WritableDb, id: string | null): void {
  const row = one<{ zip: string; kind: LetterAddressee['kind'] }>(db, 'SELECT zip, kind FROM letter WHERE piece = ?', placeOf(db, id))
  if (row) change(db, id, { addressee: { name: '', lines: [], zip: row.zip.slice(0, 5), kind: row.kind }, matter: '', document: '', note: '' })
}
