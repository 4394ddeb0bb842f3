import type { Approval } from '../../shared/contract/base.ts'
import type { AddresseeInput, LetterChanges, NumberInput } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { FeeItem } from '../../shared/mail/fees.ts'
import { feesOwed, sameCharges } from '../../shared/mail/fees.ts'
import type { Choice } from '../../shared/mail/services.ts'
import { contradiction, isCertified, refusedServices } from '../../shared/mail/services.ts'
import { allowedBy } from '../access/access.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import type { EventDraft, LoggedEvent, Stated } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import { addresseeOf, remember } from './addressees.ts'
import type { Changes, What } from './events.ts'
import { letterBooked, letterCarded, letterCorrected, letterFiled, letterLogged, letterNumbered, letterVoided } from './events.ts'
import { priced, typedOf } from './fees.ts'
import type { NumberWords } from './numbers.ts'
import { allowance, greenCardOf, numberFor, readNumber } from './numbers.ts'
import { addressKey } from './projection.ts'
import * as queries from './queries.ts'

export interface LetterInput extends NumberWords {
  id: string; addressee: AddresseeInput; mailClass: LetterRow['mailClass']; services: LetterRow['services']; shape: LetterRow['shape']; nonmachinable: boolean; weight: number | null
  postage?: number | undefined; fees?: Partial<Record<FeeItem, number>> | undefined
  department: string; costCode: string; matter: string; document: string; note: string; greenCard: string
  number?: NumberInput | undefined; earlier?: string | undefined; stated?: Stated | undefined; remember: boolean; book?: string | undefined
}

/** A letter by its id. @throws NotFound */
export function existing(db: ReadableDb, id: string): LetterRow {
  const letter = queries.letterById(db, id)
  if (!letter) throw new NotFound('This letter is not in this store.')
  return letter
}

/** A letter that may still be changed. @throws NotFound, Refusal `voided` */
export function standing(db: ReadableDb, id: string): LetterRow {
  const letter = existing(db, id)
  if (letter.voided) throw new Refusal('voided', `${letter.voided.by} voided this letter: ${letter.voided.reason}. Log it again if it is to go out.`)
  return letter
}

/** An open book. @throws NotFound, Refusal `closed` */
export function openBookOf(db: ReadableDb, id: string): { id: string; number: number } {
  const book = queries.bookById(db, id)
  if (!book) throw new NotFound('This book is not in this store.')
  if (book.state !== 'open') throw new Refusal('closed', `Book ${book.number} is ${book.state}. Open another one, or strike a line of it with a reason.`, { field: 'book' })
  return book
}

/** Refuses services that USPS does not sell together. @throws Refusal `services` */
export function sold(choice: Choice): void {
  const [first] = refusedServices(choice)
  if (first) throw new Refusal('services', first.reason, { field: 'services' })
}

/** A form PS 3800 does not say its services; a label with its own code does. */
const numberSource = (input: NumberInput | undefined): Choice['number'] => {
  if (input === undefined) return undefined
  if ('own' in input) return 'label'
  return sourceOf(input.text)
}

/** What kind of label a number stands on. */
export function sourceOf(number: string): Choice['number'] {
  const { candidate } = readNumber(number)
  return candidate === null || !isCertified(candidate) ? undefined : candidate.mailClass === null ? 'form' : 'label'
}

/** What the events of one letter are; used for single letters and for every row of a batch. */
export function drafts(db: ReadableDb, input: Pick<LetterInput, 'id' | 'mailClass' | 'services' | 'shape' | 'nonmachinable' | 'weight' | 'postage' | 'fees' | 'department' | 'costCode' | 'matter' | 'document' | 'note'>, given: { to: ReturnType<typeof addresseeOf>; greenCard: string; day: string; earlier: string | null }): What & { earlier: string | null } {
  const { mailClass, services, shape, nonmachinable, weight, department, costCode, matter, document, note } = input
  return {
    addressee: given.to.addressee, block: given.to.block, mailClass, services: [...services], shape, nonmachinable, weight, charges: priced(db, { mailClass, services, shape, nonmachinable, weight }, given.day, { postage: input.postage, fees: input.fees }),
    department, costCode, matter, document, note, greenCard: given.greenCard, earlier: given.earlier,
  }
}

const MOST_ALIKE = 5

/** Logs a letter. The same entry sent again is answered with the letter it made. See the contract for what is refused. */
export async function log(call: CheckedCall, input: LetterInput): Promise<{ letter: LetterRow; alike: LetterRow[] }> {
  const { store } = call.services
  const now = store.now()
  if (input.stated && input.stated.at > now) throw new Refusal('in-the-future', 'The stated time lies in the future. Check the day and the hour on the sheet.', { field: 'stated.at' })
  const allowed = await allowance(call, input.number, input)
  return store.operate(call.actor, (db) => {
    const answer = (): { letter: LetterRow; alike: LetterRow[] } => {
      const letter = existing(db, input.id)
      return { letter, alike: queries.alike(db, addressKey(letter.addressee), letter.matter, letter.id, MOST_ALIKE) }
    }
    if (queries.letterById(db, input.id)) return { events: [], answer }
    const to = addresseeOf(db, input.addressee)
    sold({ mailClass: input.mailClass, services: input.services, destination: to.addressee.kind, number: numberSource(input.number) })
    const given = input.number === undefined ? null : numberFor(db, input.number, input, input, allowed, input.id)
    if (input.earlier !== undefined) existing(db, input.earlier)
    const book = input.book === undefined ? null : openBookOf(db, input.book)
    const day = officeDay(input.stated?.at ?? now, store.zone())
    const what = drafts(db, input, { to, greenCard: greenCardOf(db, input.greenCard, input.id), day, earlier: input.earlier ?? null })
    const kept = input.remember ? remember(db, to.addressee, input, now) : null
    return {
      tables: (tables: WritableDb) => {
        given?.tables(tables)
        kept?.tables(tables)
      },
      events: [
        letterLogged.draft(input.id, { ...what, number: given?.number ?? null, batch: null, batchRow: null }, input.stated ?? null),
        ...(book ? [letterBooked.draft(input.id, { book: book.id })] : []), ...(kept?.events ?? []),
      ],
      answer,
    }
  })
}

/** What stands on a closed sheet is not changed there any more. @throws Refusal `closed` */
function notOnASheet(letter: LetterRow, what: string): void {
  if (letter.book && letter.book.state !== 'open') throw new Refusal('closed', `${what} stands on the sheet of book ${letter.book.number}, which is ${letter.book.state}. Strike its line with a reason and log the letter again.`)
  if (letter.state === 'presented' || letter.state === 'accepted') throw new Refusal('closed', `USPS has this letter: ${what.toLowerCase()} is not changed any more.`)
}

/** Puts a number on a letter, or another in place of a spoiled one. @throws as the contract says */
export async function number(call: CheckedCall, input: { letter: string; number: NumberInput; reason: string } & NumberWords): Promise<LetterRow> {
  const allowed = await allowance(call, input.number, input)
  return call.services.store.operate(call.actor, (db) => {
    const decided = numbering(db, standing(db, input.letter), input, allowed)
    return { ...decided, answer: () => existing(db, input.letter) }
  })
}

/** Decides on a number for a letter. */
export function numbering(db: ReadableDb, letter: LetterRow, input: { number: NumberInput; reason: string } & NumberWords, allowed: Awaited<ReturnType<typeof allowance>>): { events: EventDraft[]; tables: (db: WritableDb) => void } {
  const nothing = { events: [], tables: () => {} }
  if (letter.number !== '' && 'text' in input.number && readNumber(input.number.text).number === letter.number) return nothing
  notOnASheet(letter, 'The article number')
  if (letter.number !== '' && input.reason.trim() === '') throw new Refusal('has-number', `This letter has the number ${letter.grouped}. Say why it gets another one; the first stays used.`, { field: 'reason' })
  sold({ mailClass: letter.mailClass, services: letter.services, destination: letter.addressee.kind, number: numberSource(input.number) })
  const given = numberFor(db, input.number, letter, input, allowed, letter.id)
  return { events: [letterNumbered.draft(letter.id, { number: given.number, replaces: letter.number === '' ? null : letter.number, reason: input.reason.trim() })], tables: given.tables }
}

/** Puts the next scanned number on the first letter that waits for one. @throws as the contract says */
export async function numberNext(call: CheckedCall, input: { batch?: string | undefined; number: NumberInput } & NumberWords): Promise<{ letter: LetterRow; next: LetterRow | null; waiting: number }> {
  const allowed = await allowance(call, input.number, input)
  const batch = input.batch ?? null
  return call.services.store.operate(call.actor, (db) => {
    const { id } = queries.firstUnnumbered(db, batch)
    if (id === null) throw new Refusal('none-waits', 'Every letter has its number.', { field: 'number' })
    const decided = numbering(db, standing(db, id), { ...input, reason: '' }, allowed)
    return {
      ...decided,
      answer: () => {
        const after = queries.firstUnnumbered(db, batch)
        return { letter: existing(db, id), next: after.id === null ? null : existing(db, after.id), waiting: after.waiting }
      },
    }
  })
}

type Name = keyof Changes
const SAYS: Readonly<Partial<Record<string, (payload: Record<string, unknown>, name: Name) => boolean>>> = {
  [letterLogged.kind]: () => true,
  [letterCorrected.kind]: (payload, name) => name in (payload['after'] as Changes),
  [letterCarded.kind]: (_, name) => name === 'greenCard',
}

/** The newest event that said a field of a letter. */
function saidBy(events: readonly LoggedEvent[], name: Name): LoggedEvent | undefined {
  return events.findLast((event) => SAYS[event.kind]?.((event.payload ?? {}) as Record<string, unknown>, name)) ?? events[0]
}

/** What stands on the sheet of a book: nothing of it changes after closing. */
const ON_THE_SHEET: ReadonlySet<Name> = new Set(['addressee', 'mailClass', 'services', 'charges', 'shape', 'nonmachinable', 'weight'])

/** Corrects what was logged wrong. @throws as the contract says */
export function correct(call: CheckedCall, input: { letter: string; reason: string; fields: LetterChanges }): LetterRow {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const letter = standing(db, input.letter)
    const after = wanted(db, letter, input.fields, officeDay(store.now(), store.zone()))
    const names = Object.keys(after) as Name[]
    if (names.length === 0) throw new Refusal('nothing-to-correct', 'Nothing is different from what is recorded. Change what is wrong first.')
    if (names.some((name) => ON_THE_SHEET.has(name))) notOnASheet(letter, 'What is to be changed')
    const before: Changes = { addressee: letter.addressee, block: letter.addressee.lines.join('\n'), mailClass: letter.mailClass, services: letter.services, shape: letter.shape, nonmachinable: letter.nonmachinable, weight: letter.weight, charges: letter.charges, department: letter.department, costCode: letter.costCode, matter: letter.matter, document: letter.document, note: letter.note, greenCard: letter.greenCard }
    const events = eventsOfPiece(db, store.kinds, letter.id)
    const wrong = Map.groupBy(names, (name) => saidBy(events, name))
    const only = (version: Changes, of: readonly Name[]): Changes => Object.fromEntries(of.map((name) => [name, version[name]]))
    return {
      events: [...wrong].flatMap(([event, of]) => (event ? [letterCorrected.draft(letter.id, { corrects: { device: event.device, sequence: event.sequence }, before: only(before, of), after: only(after, of), reason: input.reason })] : [])),
      answer: () => existing(db, letter.id),
    }
  })
}

/** The fields that are to be different. */
function wanted(db: ReadableDb, letter: LetterRow, fields: LetterChanges, today: string): Changes {
  const after: Changes = {}
  const to = fields.addressee === undefined ? null : addresseeOf(db, fields.addressee)
  if (to && JSON.stringify(to.addressee) !== JSON.stringify(letter.addressee)) Object.assign(after, { addressee: to.addressee, block: to.block })
  for (const name of ['mailClass', 'shape', 'nonmachinable', 'weight', 'department', 'costCode', 'matter', 'document', 'note'] as const)
    if (fields[name] !== undefined && fields[name] !== letter[name]) Object.assign(after, { [name]: fields[name] })
  if (fields.services !== undefined && fields.services.toSorted().join() !== letter.services.toSorted().join()) after.services = fields.services
  if (fields.greenCard !== undefined) {
    const card = greenCardOf(db, fields.greenCard, letter.id)
    if (card !== letter.greenCard) after.greenCard = card
  }
  const now: LetterRow = {
    ...letter, addressee: after.addressee ?? letter.addressee, mailClass: after.mailClass ?? letter.mailClass, services: after.services ?? letter.services, shape: after.shape ?? letter.shape,
    nonmachinable: after.nonmachinable ?? letter.nonmachinable, weight: after.weight === undefined ? letter.weight : after.weight,
  }
  if (after.addressee || after.mailClass !== undefined || after.services) {
    sold({ mailClass: now.mailClass, services: now.services, destination: now.addressee.kind, number: letter.number === '' ? undefined : sourceOf(letter.number) })
    const { candidate } = readNumber(letter.number)
    const against = letter.number === '' || candidate === null ? null : contradiction(candidate, now)
    if (against !== null) throw new Refusal('contradicts', `${against} Put another number on the letter first.`, { field: 'services' })
  }
  const typed = typedOf(letter.charges)
  const { postage: _, ...withoutPostage } = typed
  const owed = feesOwed(now.services)
  const kept = Object.fromEntries(Object.entries({ ...typed.fees, ...fields.fees }).filter(([item]) => owed.includes(item as FeeItem)))
  const charges = priced(db, now, letter.mailing?.day ?? (letter.day > today ? today : letter.day), {
    ...(fields.postage === null ? withoutPostage : fields.postage === undefined ? typed : { postage: fields.postage }), fees: kept,
  })
  const repriced = fields.postage !== undefined || fields.fees !== undefined || after.mailClass !== undefined || after.services !== undefined || after.shape !== undefined || after.nonmachinable !== undefined || after.weight !== undefined
  if (repriced && !sameCharges(charges, letter.charges)) after.charges = charges
  return after
}

/** Takes a letter out, with a reason; after USPS has it, with a supervisor's word. @throws as the contract says */
export async function voidLetter(call: CheckedCall, input: { letter: string; reason: string; approval?: Approval | undefined }): Promise<LetterRow> {
  const { store } = call.services
  const gone = (letter: LetterRow): boolean => letter.state === 'presented' || letter.state === 'accepted'
  const before = gone(standing(store.db, input.letter))
  const allowed = before ? await allowedBy(call, 'supervisor', input.approval, 'Voiding a letter that USPS has') : null
  return store.operate(call.actor, (db) => {
    const letter = standing(db, input.letter)
    if (gone(letter) && !allowed) throw new Refusal('needs-approval', 'Voiding a letter that USPS has needs a supervisor. Ask one to allow it here with a PIN.', { field: 'approval' })
    return { events: [letterVoided.draft(letter.id, { reason: input.reason, allowedBy: allowed && { id: allowed.id, name: allowed.name } })], answer: () => existing(db, letter.id) }
  })
}

/** Keeps a file of a letter: first the file, then the event that names it. @throws NotFound, Refusal `too-large`, `not-accepted` */
export function file(call: CheckedCall, input: { letter: string; kind: string; content: string; name: string; note: string }): LetterRow {
  const { store } = call.services
  existing(store.db, input.letter)
  const kept = keepFile(store, input.content, SCANS, input.name)
  return store.operate(call.actor, (db) => ({ events: [letterFiled.draft(input.letter, { kind: input.kind, ...kept, note: input.note })], answer: () => existing(db, input.letter) }))
}

/** Scans the green card onto a letter, or takes it off. @throws NotFound, Refusal `voided`, `not-a-green-card`, `used` */
export function greenCard(call: CheckedCall, input: { letter: string; text: string }): LetterRow {
  return call.services.store.operate(call.actor, (db) => {
    const letter = standing(db, input.letter)
    const card = greenCardOf(db, input.text, letter.id)
    return { events: card === letter.greenCard ? [] : [letterCarded.draft(letter.id, { greenCard: card, before: letter.greenCard })], answer: () => existing(db, letter.id) }
  })
}
