import type { BookDetail, BookRow, Evidence, LetterRow } from '../../shared/contract/letters.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { sameCharges } from '../../shared/mail/fees.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { KeptFile } from '../pieces/files.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import type { ReadableDb } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import { setting } from '../store/settings.ts'
import { bookAccepted, bookClosed, bookFiled, bookOpened, bookOrdered, bookPresented, bookVoided, letterAccepted, letterBooked, letterFiled, letterPresented, letterPriced, letterUnbooked } from './events.ts'
import { priced, typedOf } from './fees.ts'
import { existing, openBookOf, standing } from './letters.ts'
import { lettersOf } from './projection.ts'
import * as queries from './queries.ts'
import { CERTIFIED } from './settings.ts'

/** USPS takes a book for this many letters or more; fewer go with their own receipts (PS Form 3877, DMM 503.1). */
export const FEWEST_IN_A_BOOK = 3

/** A book by its id. @throws NotFound */
export function existingBook(db: ReadableDb, id: string): BookRow {
  const book = queries.bookById(db, id)
  if (!book) throw new NotFound('This book is not in this store.')
  return book
}

/** Books, newest first. */
export function books({ services: { store } }: Pick<CheckedCall, 'services'>, input: { state?: string[] | undefined; number?: number | undefined; cursor?: number | undefined; limit: number }): { rows: BookRow[]; next: number | null } {
  if (input.number !== undefined) return { rows: [queries.bookNumbered(store.db, input.number)].flatMap((book) => book ?? []), next: null }
  return queries.listBooks(store.db, input.state, input)
}

/** A book with its lines in order, its files and its history. @throws NotFound */
export function book({ services: { store } }: Pick<CheckedCall, 'services'>, id: string): BookDetail {
  const { db } = store
  const found = existingBook(db, id)
  const lines = queries.bookLines(db, id).map((row): BookDetail['lines'][number] => ({
    line: row.line, letter: row.letter, struck: row.struckAt === null ? null : { at: row.struckAt, by: row.struckBy, reason: row.struckReason }, outcome: row.accepted === null ? null : { accepted: row.accepted === 1, note: row.outcome },
  }))
  const files = queries.bookFiles(db, id)
  return { book: found, lines, files, events: queries.bookEvents(db, found, files.map((file) => file.at)), warnings: warningsOf(db, found) }
}

function warningsOf(db: ReadableDb, book: BookRow): string[] {
  const many = (count: number, one: string, more: string): string => (count === 1 ? one : more.replace('#', String(count)))
  return [
    ...(book.letters < FEWEST_IN_A_BOOK && book.state !== 'voided' ? [`A book is for three letters or more; this one has ${book.letters}. One or two go with their own PS 3800.`] : []),
    ...(book.unnumbered > 0 ? [many(book.unnumbered, 'One letter has no article number yet.', '# letters have no article number yet.')] : []),
    ...(book.unpriced > 0 ? [many(book.unpriced, 'One letter has an amount that is not known.', '# letters have an amount that is not known.')] : []),
    ...(setting(db, CERTIFIED).approval === null ? ['No written approval of this printed form by the postmaster is kept: sheets carry a reminder (DMM 503.1). Keep its scan under Settings, Certified Mail.'] : []),
  ]
}

/** A letter that can be put into a book. @throws NotFound, Refusal `voided`, `in-book`, `state` */
function bookable(db: ReadableDb, id: string): LetterRow {
  const letter = standing(db, id)
  if (letter.book) throw new Refusal('in-book', `The letter to ${letter.addressee.name} is in book ${letter.book.number} already, line ${letter.book.line}.`, { field: 'letters' })
  if (letter.state !== 'logged') throw new Refusal('state', `The letter to ${letter.addressee.name} is with USPS already.`, { field: 'letters' })
  return letter
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]

/** Opens a book. The same id sent again is answered with the book it made. @throws NotFound, Refusal `voided`, `in-book`, `state` */
export function openBook(call: CheckedCall, input: { id: string; note: string; letters: string[] }): BookRow {
  return call.services.store.operate(call.actor, (db) => {
    const answer = (): BookRow => existingBook(db, input.id)
    if (queries.bookById(db, input.id)) return { events: [], answer }
    const letters = unique(input.letters)
    for (const id of letters) bookable(db, id)
    return { events: [bookOpened.draft(null, { book: input.id, number: queries.lastBookNumber(db) + 1, note: input.note }), ...letters.map((id) => letterBooked.draft(id, { book: input.id }))], answer }
  })
}

/** Puts letters at the end of an open book; ones that are in it already stay where they are. @throws as {@link openBook}, Refusal `closed` */
export function addToBook(call: CheckedCall, input: { book: string; letters: string[] }): BookRow {
  return call.services.store.operate(call.actor, (db) => {
    openBookOf(db, input.book)
    const there = new Set(lettersOf(db, input.book))
    const letters = unique(input.letters).filter((id) => !there.has(id))
    for (const id of letters) bookable(db, id)
    return { events: letters.map((id) => letterBooked.draft(id, { book: input.book })), answer: () => existingBook(db, input.book) }
  })
}

/** Takes letters out of an open book. @throws NotFound, Refusal `closed` */
export function removeFromBook(call: CheckedCall, input: { book: string; letters: string[] }): BookRow {
  return call.services.store.operate(call.actor, (db) => {
    openBookOf(db, input.book)
    const there = new Set(lettersOf(db, input.book))
    const letters = unique(input.letters).filter((id) => there.has(id))
    return { events: letters.map((id) => letterUnbooked.draft(id, { book: input.book, struck: false, reason: '' })), answer: () => existingBook(db, input.book) }
  })
}

/** Puts an open book in order. @throws NotFound, Refusal `closed`, `order` */
export function orderBook(call: CheckedCall, input: { book: string; letters: string[] }): BookRow {
  return call.services.store.operate(call.actor, (db) => {
    openBookOf(db, input.book)
    const now = lettersOf(db, input.book)
    if (unique(input.letters).length !== input.letters.length || now.length !== input.letters.length || now.some((id) => !input.letters.includes(id)))
      throw new Refusal('order', 'The book has other letters by now. Look at it again and put them in order then.', { field: 'letters' })
    const same = now.every((id, i) => id === input.letters[i])
    return { events: same ? [] : [bookOrdered.draft(null, { book: input.book, letters: input.letters })], answer: () => existingBook(db, input.book) }
  })
}

/** Closes a book: what stands on its lines is fixed. @throws NotFound, Refusal `closed`, `empty`, `needs-number` */
export function closeBook(call: CheckedCall, id: string): BookRow {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    openBookOf(db, id)
    const letters = queries.bookLines(db, id).map(({ letter }) => letter)
    if (letters.length === 0) throw new Refusal('empty', 'This book has no letters. Put some in first.')
    const without = letters.filter((letter) => letter.number === '')
    if (without.length > 0) throw new Refusal('needs-number', `${without.length === 1 ? `The letter to ${without[0]?.addressee.name ?? ''} has` : `${without.length} letters have`} no article number yet. Scan ${without.length === 1 ? 'it' : 'them'} on, or take ${without.length === 1 ? 'it' : 'them'} out of the book.`)
    const today = officeDay(store.now(), store.zone())
    const repricing = letters.flatMap((letter) => repriced(db, letter, today))
    const charges = new Map(repricing.map(({ letter, after }) => [letter, after]))
    const lines = letters.map((letter, i) => ({ line: i + 1, letter: letter.id, number: letter.number, grouped: letter.grouped, addressee: letter.addressee, mailClass: letter.mailClass, services: letter.services, charges: charges.get(letter.id) ?? letter.charges }))
    const postage = lines.reduce((sum, line) => sum + (line.charges.postage.cents ?? 0), 0)
    const fees = lines.reduce((sum, line) => sum + line.charges.fees.reduce((all, fee) => all + (fee.cents ?? 0), 0), 0)
    return { events: [...repricing.map(({ event }) => event), bookClosed.draft(null, { book: id, lines, postage, fees })], answer: () => existingBook(db, id) }
  })
}

/** The event by which a letter's amounts from the table become those of its mailing date; none when they are the same. */
function repriced(db: ReadableDb, letter: LetterRow, day: string): Array<{ letter: string; after: LetterRow['charges']; event: EventDraft }> {
  const after = priced(db, letter, day, typedOf(letter.charges))
  // A price that the table has lost since is still what was on the envelope.
  const known = {
    postage: after.postage.cents === null && letter.charges.postage.cents !== null ? letter.charges.postage : after.postage,
    fees: after.fees.map((fee) => (fee.cents === null ? (letter.charges.fees.find((old) => old.item === fee.item) ?? fee) : fee)),
  }
  return sameCharges(known, letter.charges) ? [] : [{ letter: letter.id, after: known, event: letterPriced.draft(letter.id, { day, before: letter.charges, after: known }) }]
}

/** @throws Refusal `in-the-future` */
function mailedOn(call: CheckedCall, day: string): void {
  const { store } = call.services
  if (day > officeDay(store.now(), store.zone())) throw new Refusal('in-the-future', 'The mailing date lies in the future. Look at the postmark again.', { field: 'day' })
}

function alone(db: ReadableDb, id: string, states: readonly string[]): LetterRow {
  const letter = standing(db, id)
  if (letter.book) throw new Refusal('in-book', `The letter to ${letter.addressee.name} is in book ${letter.book.number}. Present and accept the book.`, { field: 'letters' })
  if (!states.includes(letter.state)) throw new Refusal('state', `The letter to ${letter.addressee.name} is ${letter.state} already.`, { field: 'letters' })
  if (letter.number === '') throw new Refusal('needs-number', `The letter to ${letter.addressee.name} has no article number yet. Scan it on first.`, { field: 'letters' })
  return letter
}

/** Hands letters over that are in no book. @throws NotFound, Refusal `voided`, `in-book`, `state`, `needs-number`, `in-the-future` */
export function present(call: CheckedCall, input: { letters: string[]; day: string; postOffice: string }): LetterRow[] {
  mailedOn(call, input.day)
  return call.services.store.operate(call.actor, (db) => {
    const letters = unique(input.letters).map((id) => alone(db, id, ['logged']))
    return {
      events: letters.flatMap((letter) => [...repriced(db, letter, input.day).map(({ event }) => event), letterPresented.draft(letter.id, { book: null, day: input.day, postOffice: input.postOffice })]),
      answer: () => letters.map(({ id }) => existing(db, id)),
    }
  })
}

/** USPS took letters that are in no book. @throws NotFound, Refusal as {@link present} and `needs-receipt` */
export function accept(call: CheckedCall, input: { letters: string[]; day: string; postOffice: string; evidence: Evidence; employee: string; receipt?: { content: string; name: string } | undefined; note: string }): LetterRow[] {
  const { store } = call.services
  mailedOn(call, input.day)
  for (const id of input.letters) existing(store.db, id)
  const kept = input.receipt ? keepFile(store, input.receipt.content, SCANS, input.receipt.name) : null
  return store.operate(call.actor, (db) => {
    const letters = unique(input.letters).map((id) => alone(db, id, ['logged', 'presented']))
    if (input.evidence === '3877-stamp') throw new Refusal('evidence', 'The stamp of a PS 3877 belongs to a book. For a letter alone, take the postmarked PS 3800 or another evidence.', { field: 'evidence' })
    if (input.evidence === 'counter-postmark' && !kept) {
      const without = letters.find((letter) => !queries.hasFile(db, letter.id, 'receipt-3800'))
      if (without) throw new Refusal('needs-receipt', `Scan the postmarked PS 3800 of the letter to ${without.addressee.name}: it is the evidence.`, { field: 'receipt' })
    }
    return {
      events: letters.flatMap((letter) => [
        ...repriced(db, letter, input.day).map(({ event }) => event), ...(kept ? [letterFiled.draft(letter.id, { kind: 'receipt-3800', ...kept, note: '' })] : []),
        letterAccepted.draft(letter.id, { book: null, day: input.day, postOffice: input.postOffice, evidence: input.evidence, employee: input.employee, note: input.note }),
      ]),
      answer: () => letters.map(({ id }) => existing(db, id)),
    }
  })
}

const BOOK_IS = { open: 'open', closed: 'closed', presented: 'with USPS', accepted: 'accepted', voided: 'given up' } as const

function inState(book: BookRow, states: ReadonlyArray<BookRow['state']>, wanted: string): void {
  if (!states.includes(book.state)) throw new Refusal('state', `Book ${book.number} is ${BOOK_IS[book.state]}. ${wanted}`, { field: 'book' })
}

/** A closed book was handed to USPS. @throws NotFound, Refusal `state`, `in-the-future` */
export function presentBook(call: CheckedCall, input: { book: string; day: string; postOffice: string }): BookRow {
  mailedOn(call, input.day)
  return call.services.store.operate(call.actor, (db) => {
    const book = existingBook(db, input.book)
    inState(book, ['closed'], book.state === 'open' ? 'Close it first: then its lines are fixed.' : '')
    return {
      events: [bookPresented.draft(null, input), ...lettersOf(db, book.id).map((id) => letterPresented.draft(id, { book: book.id, day: input.day, postOffice: input.postOffice }))],
      answer: () => existingBook(db, book.id),
    }
  })
}

interface Acceptance {
  book: string; day: string; postOffice: string; evidence: Evidence; employee: string; received: number; countWord?: string | undefined; sheet?: { content: string; name: string } | undefined
  lines: Array<{ letter: string; accepted: boolean; evidence?: Evidence | undefined; note: string }>
}

/** USPS accepted a book, one action for all its lines but those that are named. @throws NotFound, Refusal `state`, `count`, `needs-sheet`, `in-the-future`, `not-in-book` */
export function acceptBook(call: CheckedCall, input: Acceptance): BookRow {
  const { store } = call.services
  mailedOn(call, input.day)
  const kept = input.sheet ? keepFile(store, input.sheet.content, SCANS, input.sheet.name) : null
  return store.operate(call.actor, (db) => {
    const book = existingBook(db, input.book)
    inState(book, ['closed', 'presented'], book.state === 'open' ? 'Close it first.' : '')
    const letters = lettersOf(db, book.id)
    const different = new Map(input.lines.map((line) => [line.letter, line]))
    const stranger = input.lines.find((line) => !letters.includes(line.letter))
    if (stranger) throw new Refusal('not-in-book', `A letter that is named has no line in book ${book.number}.`, { field: 'lines' })
    const refused = letters.flatMap((letter) => (different.get(letter)?.accepted === false ? [{ letter, note: different.get(letter)?.note ?? '' }] : []))
    const taken = letters.filter((letter) => different.get(letter)?.accepted !== false)
    if (taken.length === 0) throw new Refusal('count', 'No line was accepted. Give the book up instead, with the reason.', { field: 'lines' })
    if (input.received !== taken.length && input.countWord === undefined)
      throw new Refusal('count', `USPS wrote ${input.received} received; ${taken.length} of ${letters.length} listed lines are taken here. Mark the line that is missing, or say why the counts differ.`, { field: 'received' })
    const { day, postOffice, employee } = input
    return {
      events: [
        bookAccepted.draft(null, { book: book.id, day, postOffice, evidence: input.evidence, employee, listed: letters.length, received: input.received, countWord: input.countWord ?? '', sheet: kept, refused }),
        ...taken.flatMap((letter) => acceptedLine(db, book.id, letter, input, different.get(letter))),
        ...refused.map(({ letter, note }) => letterUnbooked.draft(letter, { book: book.id, struck: true, reason: note === '' ? 'not taken by USPS' : note })),
      ],
      answer: () => existingBook(db, book.id),
    }
  })
}

function acceptedLine(db: ReadableDb, book: string, letter: string, input: Acceptance, line: Acceptance['lines'][number] | undefined): EventDraft[] {
  const { day, postOffice, employee } = input
  return [...repriced(db, existing(db, letter), day).map(({ event }) => event), letterAccepted.draft(letter, { book, day, postOffice, evidence: line?.evidence ?? input.evidence, employee, note: line?.note ?? '' })]
}

/** Strikes the line of a letter that does not go with its book; it waits for another one. @throws NotFound, Refusal `state` */
export function strike(call: CheckedCall, input: { letter: string; reason: string }): LetterRow {
  return call.services.store.operate(call.actor, (db) => {
    const letter = standing(db, input.letter)
    if (!letter.book || !(letter.book.state === 'closed' || letter.book.state === 'presented')) throw new Refusal('state', letter.book ? `Book ${letter.book.number} is ${letter.book.state}.` : 'This letter is in no book.', { field: 'letter' })
    return { events: [letterUnbooked.draft(letter.id, { book: letter.book.id, struck: true, reason: input.reason })], answer: () => existing(db, letter.id) }
  })
}

/** Keeps another scan of a book. @throws NotFound, Refusal `too-large`, `not-accepted` */
export function bookFile(call: CheckedCall, input: { book: string; content: string; name: string; note: string }): BookRow {
  const { store } = call.services
  existingBook(store.db, input.book)
  const kept: KeptFile = keepFile(store, input.content, SCANS, input.name)
  return store.operate(call.actor, (db) => ({ events: [bookFiled.draft(null, { book: input.book, ...kept, note: input.note })], answer: () => existingBook(db, input.book) }))
}

/** Gives up a book that USPS does not have; its letters wait for another one. @throws NotFound, Refusal `state` */
export function voidBook(call: CheckedCall, input: { book: string; reason: string }): BookRow {
  return call.services.store.operate(call.actor, (db) => {
    const book = existingBook(db, input.book)
    inState(book, ['open', 'closed'], '')
    return {
      events: [...lettersOf(db, book.id).map((id) => letterUnbooked.draft(id, { book: book.id, struck: book.state === 'closed', reason: input.reason })), bookVoided.draft(null, input)],
      answer: () => existingBook(db, book.id),
    }
  })
}
