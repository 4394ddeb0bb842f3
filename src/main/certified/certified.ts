import type { AddresseeInput } from '../../shared/contract/certified.ts'
import type { Evidence, LetterFilter, LetterRow, LetterTotals } from '../../shared/contract/letters.ts'
import type { PieceFile, PieceRow } from '../../shared/contract/pieces.ts'
import { parseAddressBlock } from '../../shared/mail/address.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { identify } from '../../shared/mail/identify.ts'
import type { LetterService } from '../../shared/mail/services.ts'
import { saidByNumber } from '../../shared/mail/services.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { addresseeOf } from './addressees.ts'
import { existing } from './letters.ts'
import { problemOf, readNumber } from './numbers.ts'
import { addressKey } from './projection.ts'
import * as queries from './queries.ts'
import { rollOf } from './rolls.ts'

type Context = Pick<CheckedCall, 'services'>

/** One page of letters, newest first. */
export function list({ services: { store } }: Context, input: LetterFilter & { order?: 'newest' | 'oldest' | undefined; cursor?: number | undefined; limit: number }): { rows: LetterRow[]; next: number | null } {
  const { order, cursor, limit, ...filter } = input
  return queries.listLetters(store.db, filter, { order, cursor, limit })
}

/** How many letters stand where. */
export function counts({ services: { store } }: Context): { unbooked: number; openBook: number; waiting: number; accepted: number; voided: number; unnumbered: number; today: number } {
  const { states, unnumbered, today } = queries.countLetters(store.db, officeDay(store.now(), store.zone()))
  const of = (state: string): number => states.get(state) ?? 0
  return { unbooked: of('logged'), openBook: of('in-book'), waiting: of('presented'), accepted: of('accepted'), voided: of('voided'), unnumbered, today }
}

/** Sums of what a filter lets through. */
export function totals({ services: { store } }: Context, input: { filter: LetterFilter; by: 'department' | 'costCode' | 'matter' }): LetterTotals {
  return queries.totals(store.db, input.filter, input.by)
}

/** Letters that send each other again are few; a ring of them cannot happen, and is not followed for ever. */
const MOST_AGAIN = 20

/** A letter with its piece, its files, and the letters that it sends again or that send it again, oldest first. @throws NotFound */
export function get(call: CheckedCall, id: string): { letter: LetterRow; piece: PieceRow; files: PieceFile[]; history: LetterRow[]; trackingUrl: string | null } {
  const { db } = call.services.store
  const letter = existing(db, id)
  const history: LetterRow[] = []
  for (let before = letter.earlier; before !== null && history.length < MOST_AGAIN; ) {
    const row = queries.letterById(db, before)
    if (row) history.unshift(row)
    before = row?.earlier ?? null
  }
  for (let after = letter.later; after !== null && history.length < 2 * MOST_AGAIN; ) {
    const row = queries.letterById(db, after)
    if (row) history.push(row)
    after = row?.later ?? null
  }
  const { piece, files } = pieces.get(call, id)
  return { letter, piece, files, history, trackingUrl: letter.number === '' ? null : (identify(letter.number).best?.url ?? null) }
}

/** What a scanned number would be on a letter. */
export function look({ services: { store } }: Context, text: string) {
  const { db } = store
  const { number, grouped, candidate } = readNumber(text)
  const problem = problemOf(db, text, null)
  const used = queries.usedNumber(db, number)
  const roll = rollOf(db, number)
  const said = candidate === null ? null : saidByNumber(candidate)
  const kind = candidate?.kind === 'article' ? ('article' as const) : candidate?.kind === 'green-card' ? ('green-card' as const) : ('other' as const)
  return {
    number, grouped, checkDigit: candidate?.checkDigit ?? ('none' as const), words: candidate === null ? 'no number that is known' : [candidate.carrierName, candidate.service].filter((part) => part !== '').join(', '), kind,
    says: said && { mailClass: said.mailClass, services: [...said.services], words: said.words }, problem, usedBy: used?.piece == null ? null : queries.letterById(db, used.piece),
    roll: roll && { id: roll.id, name: roll.name, left: roll.left, low: roll.low },
  }
}

const MOST_ALIKE = 3

/** Letters that went to an address in a matter, newest first; none for what is no address yet. @throws NotFound */
export function alike({ services: { store } }: Context, input: { addressee: AddresseeInput; matter: string }): LetterRow[] {
  try {
    return queries.alike(store.db, addressKey(addresseeOf(store.db, input.addressee).addressee), input.matter.trim(), '', MOST_ALIKE)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** What other areas have to know of a letter. */
export interface LetterFacts {
  id: string; number: string; state: LetterRow['state']; mailClass: LetterRow['mailClass']; services: LetterRow['services']
  addresseeName: string; addresseeZip: string
  /** The ZIP of this office, where what is returned arrives; empty when its address names none. */
  senderZip: string
  greenCard: string; department: string; matter: string
  /** The mailing date and how it is evidenced; null before USPS has it. */
  mailed: { day: string; evidence: string | null } | null
  loggedDay: string
}

/** The ZIP code of the office's own address. */
function officeZip({ services: { store } }: Context): string {
  return parseAddressBlock(setting(store.db, OFFICE)?.address ?? '').zip ?? ''
}

function factsOf(letter: LetterRow, senderZip: string): LetterFacts {
  const { addressee, mailing } = letter
  return {
    id: letter.id, number: letter.number, state: letter.state, mailClass: letter.mailClass, services: letter.services, addresseeName: addressee.name, addresseeZip: addressee.zip, senderZip, greenCard: letter.greenCard,
    department: letter.department, matter: letter.matter, mailed: mailing && { day: mailing.day, evidence: mailing.evidence }, loggedDay: letter.day,
  }
}

/** What was bought with a letter, and its mailing date, by its place in the store: for lists of many. Null when it is no letter. */
export function boughtWith(db: ReadableDb, piece: number): { mailedDay: string | null; evidence: Evidence | null; postOffice: string; services: readonly LetterService[] } | null {
  const row = queries.bought(db, piece)
  return row && { mailedDay: row.mailing_day, evidence: row.evidence as Evidence | null, postOffice: row.post_office, services: row.services === '' ? [] : (row.services.split(' ') as LetterService[]) }
}

/** A mailing book by its number and, for a letter in it, its line: "118/2". Empty when there is no such book. */
export function bookPlace(db: ReadableDb, book: string, letter = ''): string {
  const place = queries.placeInBook(db, book, letter)
  return place === null ? '' : place.line === null ? String(place.number) : `${place.number}/${place.line}`
}

/** The facts of a letter by its id, or null when no letter has it. */
export function letterFacts(call: Context, id: string): LetterFacts | null {
  const letter = queries.letterById(call.services.store.db, id)
  return letter && factsOf(letter, officeZip(call))
}

/** The letter that has this article number now, or that this green card travels with; null when there is none. Numbers without blanks. */
export function letterWithNumber(call: Context, number: string): LetterFacts | null {
  const { db } = call.services.store
  const used = queries.usedNumber(db, number)
  const id = used?.state === 'used' ? used.piece : queries.letterWithCard(db, queries.inGroups(number))
  const letter = id === null || id === undefined ? null : queries.letterById(db, id)
  return letter && factsOf(letter, officeZip(call))
}

/** Letters with a number that USPS has or is to have, newest first: what can be followed. `next` continues after the last one. */
export function lettersToFollow(call: Context, page: { cursor?: number | undefined; limit: number }): { rows: LetterFacts[]; next: number | null } {
  const { rows, next } = queries.lettersToFollow(call.services.store.db, page)
  const zip = officeZip(call)
  return { rows: rows.map((letter) => factsOf(letter, zip)), next }
}
