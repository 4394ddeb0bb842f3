import type { LetterReceipts, ReceiptKind, ReceiptState, SignerAs } from '../../shared/contract/receipts.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { groupNumber, identify } from '../../shared/mail/identify.ts'
import type { Candidate } from '../../shared/mail/identify.ts'
import type { ReturnCode } from '../../shared/mail/returns.ts'
import { returnOutcome, returnWords } from '../../shared/mail/returns.ts'
import { isCertified } from '../../shared/mail/services.ts'
import { letterFacts, letterWithNumber } from '../certified/certified.ts'
import type { LetterFacts } from '../certified/certified.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { KeptFile } from '../pieces/files.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import type { EventDraft } from '../store/events.ts'
import { setting } from '../store/settings.ts'
import { TRACKING } from '../tracking/settings.ts'
import { followedByWord, wordOf } from '../tracking/tracking.ts'
import { letterReturned, receiptReceived, receiptScanned, receiptSigned, receiptWithdrawn, returnWithdrawn } from './events.ts'
import * as queries from './queries.ts'

export const NAMES: Readonly<Record<ReceiptKind, string>> = { card: 'green card', electronic: 'electronic return receipt' }

type Context = Pick<CheckedCall, 'services'>
/** Where a filed page comes from; page 0 is the whole file. */
export interface PageSource { sourceFile: string; page: number; pages: number; name: string }
interface Upload { content: string; name: string }

const today = ({ services: { store } }: Context): string => officeDay(store.now(), store.zone())

/** Receipts by where they stand. */
export function board(call: CheckedCall, input: { state: ReceiptState; text?: string | undefined; cursor: number; limit: number }) {
  const { db } = call.services.store
  return queries.board(db, input, today(call), setting(db, TRACKING).days)
}

/** The receipts of a letter. @throws NotFound */
export function of(call: Context, letter: string): LetterReceipts {
  const { db } = call.services.store
  const found = queries.receiptsOf(db, letter, today(call), setting(db, TRACKING).days)
  if (!found) throw new NotFound('This letter is not in this store.')
  return found
}

/** A number of USPS that may stand on a receipt: the card's own or the letter's. Null for everything else. */
export function receiptNumber(text: string): (Pick<Candidate, 'number' | 'checkDigit'> & { kind: 'green-card' | 'article' }) | null {
  const { candidates } = identify(text)
  const found = candidates.find((one) => one.kind === 'green-card') ?? candidates.find((one) => one.kind === 'article' && isCertified(one)) ?? candidates.find((one) => one.kind === 'article' && one.carrier === 'usps')
  return found ? { number: found.number, checkDigit: found.checkDigit, kind: found.kind === 'green-card' ? 'green-card' : 'article' } : null
}

/** The letter that a scanned card or article number belongs to. @throws Refusal `unreadable`, `check-digit`, `no-letter` */
export function look(call: CheckedCall, text: string): LetterReceipts & { kind: 'green-card' | 'article' } {
  const found = receiptNumber(text)
  if (!found) throw new Refusal('unreadable', 'This is neither the number of a green card nor of a certified letter. Scan the barcode on the card, or type the article number.')
  if (found.checkDigit === 'invalid') throw new Refusal('check-digit', `The check digit of ${groupNumber(found.number)} is wrong. Scan it again, or compare it with the card digit by digit.`)
  const letter = letterWithNumber(call, found.number)
  if (!letter) throw new Refusal('no-letter', found.kind === 'green-card' ? `No letter here has the green card ${groupNumber(found.number)}. Scan or type the article number that stands on the card instead.` : `No letter here has the number ${groupNumber(found.number)}.`)
  return { ...of(call, letter.id), kind: found.kind }
}

/** A letter that USPS has or had. @throws NotFound, Refusal `voided`, `not-mailed` */
export function sent(call: Context, id: string): LetterFacts {
  const letter = letterFacts(call, id)
  if (!letter) throw new NotFound('This letter is not in this store.')
  if (letter.state === 'voided') throw new Refusal('voided', 'This letter was voided: it was never sent. Look at the number again.')
  if (letter.state !== 'presented' && letter.state !== 'accepted') throw new Refusal('not-mailed', 'This letter was not handed to USPS yet, by what is recorded. Record that first, under Letters or Mailing books.')
  return letter
}

/** What is to be recorded when a receipt came, inside an operation. A second scan of a receipt that is here is added to it. @throws Refusal */
export function receivedDrafts(call: Context, input: { letter: string; kind: ReceiptKind; number: string; note: string }, scan: KeptFile | null, source: PageSource | null = null): EventDraft[] {
  const letter = sent(call, input.letter)
  if (!letter.services.includes(input.kind)) throw new Refusal('not-bought', `No ${NAMES[input.kind]} was bought with this letter, by what is recorded. Correct the services of the letter first.`)
  const before = of(call, input.letter).receipts.find((one) => one.kind === input.kind)?.received
  if (!before) return [receiptReceived.draft(input.letter, { receipt: input.kind, number: receiptNumber(input.number)?.number ?? '', scan, note: input.note, source })]
  if (!scan) throw new Refusal('received', `${before.by} recorded this receipt before. Add a scan to it, or take it back with a reason.`)
  return [receiptScanned.draft(input.letter, { receipt: input.kind, scan, note: input.note, source })]
}

/** A receipt is here. @throws as the contract says */
export function receive(call: CheckedCall, input: { letter: string; kind: ReceiptKind; number: string; scan?: Upload | undefined; note: string }): LetterReceipts {
  const { store } = call.services
  const scan = input.scan ? keepFile(store, input.scan.content, SCANS, input.scan.name) : null
  return store.operate(call.actor, () => ({ events: receivedDrafts(call, input, scan), answer: () => of(call, input.letter) }))
}

const evidenceOf = (kind: ReceiptKind, name: string, file: string | null, number: string): string =>
  `${NAMES[kind]}${number === '' ? '' : ` ${groupNumber(number)}`}, signed ${name}${file === null ? ', no scan kept' : `, scan ${file.slice(0, 16)}`}`

/** Who signed, read by a person: kept with the receipt and said of the letter with the receipt as evidence. @throws Refusal `not-received`, `no-name` */
export function signer(call: CheckedCall, input: { letter: string; kind: ReceiptKind; name: string; as: SignerAs }): LetterReceipts {
  const name = input.name.trim()
  if (input.as !== 'unreadable' && name === '') throw new Refusal('no-name', 'Type the name that is signed or printed on the receipt, or say that it cannot be read.', { field: 'name' })
  return call.services.store.operate(call.actor, (db) => {
    const receipt = received(call, input)
    const events = [receiptSigned.draft(input.letter, { receipt: input.kind, name, as: input.as })]
    const evidence = evidenceOf(input.kind, name, receipt.file?.file ?? null, receipt.number)
    if (input.as !== 'unreadable') events.push(wordOf(db, { piece: input.letter, says: input.as === 'addressee' ? 'delivered-to-addressee' : 'delivered-to-agent', evidence, reason: `read from the ${NAMES[input.kind]}` }))
    else if (saidByReceipt(call, input.letter, input.kind)) events.push(wordOf(db, { piece: input.letter, says: 'as-told', evidence: '', reason: 'the signature cannot be read after all' }))
    return { events, answer: () => of(call, input.letter) }
  })
}

function received(call: Context, { letter, kind }: { letter: string; kind: ReceiptKind }): NonNullable<LetterReceipts['receipts'][number]['received']> {
  const found = of(call, letter).receipts.find((one) => one.kind === kind)?.received
  if (!found) throw new Refusal('not-received', `The ${NAMES[kind]} is not recorded as received yet. Record that first.`)
  return found
}

/** True when what counts of a letter is a person's word that rests on this receipt. */
function saidByReceipt({ services: { store } }: Context, letter: string, kind: ReceiptKind): boolean {
  const word = followedByWord(store.db, letter)
  return word !== null && (word.says === 'delivered-to-addressee' || word.says === 'delivered-to-agent') && word.evidence.startsWith(NAMES[kind])
}

/** A receipt was put to the wrong letter. @throws Refusal `not-received` */
export function takeBack(call: CheckedCall, input: { letter: string; kind: ReceiptKind; reason: string }): LetterReceipts {
  return call.services.store.operate(call.actor, (db) => {
    received(call, input)
    const events = [receiptWithdrawn.draft(input.letter, { receipt: input.kind, reason: input.reason })]
    if (saidByReceipt(call, input.letter, input.kind)) events.push(wordOf(db, { piece: input.letter, says: 'as-told', evidence: '', reason: `the receipt was taken back: ${input.reason}` }))
    return { events, answer: () => of(call, input.letter) }
  })
}

/** A letter came back: why, how it looks and where it is kept. @throws as the contract says */
export function cameBack(call: CheckedCall, input: { letter: string; reason: ReturnCode; sealed: boolean; place: string; note: string; photo?: Upload | undefined }): LetterReceipts {
  const { store } = call.services
  const photo = input.photo ? keepFile(store, input.photo.content, SCANS, input.photo.name) : null
  return store.operate(call.actor, (db) => {
    sent(call, input.letter)
    const before = of(call, input.letter).returned
    if (before) throw new Refusal('returned', `${before.by} recorded this letter as returned before: ${before.words}, kept in ${before.place}. Take that back first if it is wrong.`)
    const words = returnWords(input.reason)
    const why = returnOutcome(input.reason)
    const say = (says: 'refused' | 'unclaimed' | 'undeliverable' | 'returned-to-us'): EventDraft => wordOf(db, { piece: input.letter, says, evidence: `the returned envelope, marked "${words}"`, reason: 'the letter came back' })
    return {
      events: [letterReturned.draft(input.letter, { reason: input.reason, words, sealed: input.sealed, place: input.place, note: input.note, photo }), ...(why === null ? [] : [say(why)]), say('returned-to-us')],
      answer: () => of(call, input.letter),
    }
  })
}

/** That a letter came back was recorded wrong. @throws Refusal `not-returned` */
export function takeReturnBack(call: CheckedCall, input: { letter: string; reason: string }): LetterReceipts {
  return call.services.store.operate(call.actor, (db) => {
    if (!of(call, input.letter).returned) throw new Refusal('not-returned', 'This letter is not recorded as returned.')
    const word = followedByWord(db, input.letter)
    return {
      events: [returnWithdrawn.draft(input.letter, { reason: input.reason }), ...(word?.says === 'returned-to-us' ? [wordOf(db, { piece: input.letter, says: 'as-told', evidence: '', reason: `the return was taken back: ${input.reason}` })] : [])],
      answer: () => of(call, input.letter),
    }
  })
}
