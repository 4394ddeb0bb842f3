import * as z from 'zod'
import { addressee, evidence, letterCharges, letterService, letterShape, mailClass } from '../../shared/contract/letters.ts'
import { fileType } from '../../shared/contract/pieces.ts'
import { approver } from '../access/events.ts'
import { identified } from '../pieces/events.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

/** An article number as it came onto a letter. */
const numbered = identified.extend({
  /** What the scanner or the person gave; the number itself for one that was made. */
  scanned: z.string(),
  from: z.enum(['scanned', 'roll', 'own']),
  /** The word of the person who confirmed a wrong check digit. */
  word: z.string(),
  /** Who allowed a number that USPS does not list as Certified Mail. */
  allowedBy: approver.nullable(),
})
export type Numbered = z.infer<typeof numbered>

const what = z.object({
  addressee,
  /** The address as it was pasted or typed. */
  block: z.string(),
  mailClass, services: z.array(letterService), shape: letterShape, nonmachinable: z.boolean(), weight: z.number().int().nullable(), charges: letterCharges,
  department: z.string(), costCode: z.string(), matter: z.string(), document: z.string(), note: z.string(),
  /** In groups, as it is printed. */
  greenCard: z.string(),
})
export type What = z.infer<typeof what>
const changes = what.partial()
export type Changes = z.infer<typeof changes>

const EXAMPLE_NUMBER = {
  number: '9589071052700412335610', grouped: '9589 0710 5270 0412 3356 10', scheme: 'usps-22', carrier: 'usps', carrierName: 'USPS', service: 'Certified Mail', checkDigit: 'valid' as const, accountable: true,
  scanned: '9589071052700412335610', from: 'scanned' as const, word: '', allowedBy: null,
}
const EXAMPLE_CHARGES = { postage: { cents: 74, how: 'table' as const }, fees: [{ item: 'certified' as const, cents: 530, how: 'table' as const }] }
const TOPICS = ['piece', 'certified']

/** A letter was logged: to whom, as what, for whose account, with its article number or without one yet. */
export const letterLogged = eventKind({
  kind: 'letter.logged',
  version: 1,
  payload: what.extend({ number: numbered.nullable(), earlier: z.string().nullable(), batch: z.string().nullable(), batchRow: z.number().int().nullable() }),
  examples: {
    1: {
      addressee: { name: 'Jane Roe', lines: ['Jane Roe', '12 Example Road', 'Anytown VT 05099'], zip: '05099', kind: 'us' }, block: 'Jane Roe\n12 Example Road\nAnytown VT 05099', mailClass: 'first-class', services: [], shape: 'letter',
      nonmachinable: false, weight: 10, charges: EXAMPLE_CHARGES, department: 'Legal', costCode: '4410', matter: 'Roe v. Example', document: 'Notice of default', note: '', greenCard: '', number: EXAMPLE_NUMBER,
      earlier: null, batch: null, batchRow: null,
    },
  },
  topics: TOPICS,
  project: (db, event) => projection.logged(db, event),
})

/** A letter got its article number, or another one in place of a spoiled one, which stays used up. */
export const letterNumbered = eventKind({
  kind: 'letter.numbered',
  version: 1,
  payload: z.object({ number: numbered, replaces: z.string().nullable(), reason: z.string() }),
  examples: { 1: { number: EXAMPLE_NUMBER, replaces: '9589071052700412335702', reason: 'label torn' } },
  topics: TOPICS,
  project: (db, event) => projection.numbered(db, event),
})

/** Something about a letter was wrong; names the event that said it, what stood there and what is right. */
export const letterCorrected = eventKind({
  kind: 'letter.corrected',
  version: 1,
  payload: z.object({ corrects: z.object({ device: z.string(), sequence: z.number().int() }), before: changes, after: changes, reason: z.string() }),
  examples: { 1: { corrects: { device: 'k3m9qx7a', sequence: 12 }, before: { matter: 'Roe v. Exmaple' }, after: { matter: 'Roe v. Example' }, reason: 'misspelled' } },
  topics: TOPICS,
  project: (db, event) => {
    projection.change(db, event.piece, event.payload.after)
    projection.markCorrected(db, event.piece)
  },
})

/** The mailing date turned out to have other prices than the day the letter was logged for. */
export const letterPriced = eventKind({
  kind: 'letter.priced',
  version: 1,
  payload: z.object({ day: z.string(), before: letterCharges, after: letterCharges }),
  examples: { 1: { day: '2026-01-20', before: EXAMPLE_CHARGES, after: { ...EXAMPLE_CHARGES, postage: { cents: 76, how: 'table' } } } },
  topics: TOPICS,
  project: (db, event) => projection.change(db, event.piece, { charges: event.payload.after }),
})

/** The green card that travels with a letter was scanned, or was taken off it (empty). */
export const letterCarded = eventKind({
  kind: 'letter.carded',
  version: 1,
  payload: z.object({ greenCard: z.string(), before: z.string() }),
  examples: { 1: { greenCard: '9590 9402 5878 0038 2311 51', before: '' } },
  topics: TOPICS,
  project: (db, event) => projection.change(db, event.piece, { greenCard: event.payload.greenCard }),
})

/** A file of a letter: the sealed piece, the postmarked receipt, the document. */
export const letterFiled = eventKind({
  kind: 'letter.filed',
  version: 1,
  payload: z.object({ kind: z.string(), file: z.string(), type: fileType, bytes: z.number().int(), name: z.string(), note: z.string() }),
  examples: { 1: { kind: 'sealed', file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'image/jpeg', bytes: 48_213, name: '', note: '' } },
  topics: TOPICS,
  project: (db, event) => projection.filed(db, event),
})

/** A letter was put at the end of an open book. */
export const letterBooked = eventKind({
  kind: 'letter.booked',
  version: 1,
  payload: z.object({ book: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6' } },
  topics: TOPICS,
  project: (db, event) => projection.booked(db, event),
})

/** A letter was taken out of a book: out of an open one without a trace on paper, out of a closed one by striking its line. */
export const letterUnbooked = eventKind({
  kind: 'letter.unbooked',
  version: 1,
  payload: z.object({ book: z.string(), struck: z.boolean(), reason: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', struck: true, reason: 'envelope was not sealed' } },
  topics: TOPICS,
  project: (db, event) => projection.unbooked(db, event),
})

/** A letter was handed to USPS, whose word is still owed. */
export const letterPresented = eventKind({
  kind: 'letter.presented',
  version: 1,
  payload: z.object({ book: z.string().nullable(), day: z.string(), postOffice: z.string() }),
  examples: { 1: { book: null, day: '2026-11-24', postOffice: 'Anytown VT' } },
  topics: TOPICS,
  project: (db, event) => projection.presented(db, event),
})

/** USPS has the letter: the mailing date and how it is evidenced. */
export const letterAccepted = eventKind({
  kind: 'letter.accepted',
  version: 1,
  payload: z.object({ book: z.string().nullable(), day: z.string(), postOffice: z.string(), evidence, employee: z.string(), note: z.string() }),
  examples: { 1: { book: null, day: '2026-11-24', postOffice: 'Anytown VT', evidence: 'counter-postmark', employee: 'K. Clerk', note: '' } },
  topics: TOPICS,
  project: (db, event) => projection.accepted(db, event),
})

/** A letter was taken out for good. Its number stays used, and its line in a closed book stays, struck. */
export const letterVoided = eventKind({
  kind: 'letter.voided',
  version: 1,
  payload: z.object({ reason: z.string(), allowedBy: approver.nullable() }),
  examples: { 1: { reason: 'never sent', allowedBy: null } },
  topics: TOPICS,
  project: (db, event) => projection.voided(db, event),
})

/** A pre-printed label was spoiled before it was on any letter. */
export const labelSpoiled = eventKind({
  kind: 'label.spoiled',
  version: 1,
  payload: z.object({ number: z.string(), roll: z.string(), reason: z.string() }),
  examples: { 1: { number: '9589071052700412335610', roll: '01hzy3v7q0m4k8x2n6', reason: 'torn' } },
  topics: ['certified'],
  project: (db, event) => projection.spoiled(db, event),
})

export const bookOpened = eventKind({
  kind: 'book.opened',
  version: 1,
  payload: z.object({ book: z.string(), number: z.number().int(), note: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', number: 12, note: '' } },
  topics: ['certified'],
  project: (db, event) => projection.bookOpened(db, event),
})

/** The order of an open book, every letter of it named. */
export const bookOrdered = eventKind({
  kind: 'book.ordered',
  version: 1,
  payload: z.object({ book: z.string(), letters: z.array(z.string()) }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', letters: ['01hzy3v7q0m4k8x2n7', '01hzy3v7q0m4k8x2n8'] } },
  topics: ['certified'],
  project: (db, event) => projection.bookOrdered(db, event),
})

const closedLine = z.object({ line: z.number().int(), letter: z.string(), number: z.string(), grouped: z.string(), addressee, mailClass, services: z.array(letterService), charges: letterCharges })
export type ClosedLine = z.infer<typeof closedLine>

/** A book was closed: every line as it stands on the sheet from now on. */
export const bookClosed = eventKind({
  kind: 'book.closed',
  version: 1,
  payload: z.object({ book: z.string(), lines: z.array(closedLine), postage: z.number().int(), fees: z.number().int() }),
  examples: {
    1: {
      book: '01hzy3v7q0m4k8x2n6', postage: 74, fees: 530,
      lines: [{
        line: 1, letter: '01hzy3v7q0m4k8x2n7', number: EXAMPLE_NUMBER.number, grouped: EXAMPLE_NUMBER.grouped, addressee: { name: 'Jane Roe', lines: ['Jane Roe', '12 Example Road', 'Anytown VT 05099'], zip: '05099', kind: 'us' },
        mailClass: 'first-class', services: [], charges: EXAMPLE_CHARGES,
      }],
    },
  },
  topics: ['certified'],
  project: (db, event) => projection.bookClosed(db, event),
})

export const bookPresented = eventKind({
  kind: 'book.presented',
  version: 1,
  payload: z.object({ book: z.string(), day: z.string(), postOffice: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', day: '2026-11-24', postOffice: 'Anytown VT' } },
  topics: ['certified'],
  project: (db, event) => projection.bookPresented(db, event),
})

const bookScan = z.object({ file: z.string(), type: fileType, bytes: z.number().int(), name: z.string() })

/** USPS accepted a book: what it wrote on the sheet, and the lines it did not take. */
export const bookAccepted = eventKind({
  kind: 'book.accepted',
  version: 1,
  payload: z.object({
    book: z.string(), day: z.string(), postOffice: z.string(), evidence, employee: z.string(), listed: z.number().int(), received: z.number().int(), countWord: z.string(), sheet: bookScan.nullable(),
    refused: z.array(z.object({ letter: z.string(), note: z.string() })),
  }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', day: '2026-11-24', postOffice: 'Anytown VT', evidence: '3877-stamp', employee: 'K. Clerk', listed: 20, received: 19, countWord: 'one piece was not sealed', sheet: null, refused: [{ letter: '01hzy3v7q0m4k8x2n7', note: 'not sealed' }] } },
  topics: ['certified'],
  project: (db, event) => projection.bookAccepted(db, event),
})

export const bookFiled = eventKind({
  kind: 'book.filed',
  version: 1,
  payload: bookScan.extend({ book: z.string(), note: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'application/pdf', bytes: 48_213, name: 'sheet.pdf', note: '' } },
  topics: ['certified'],
  project: (db, event) => projection.bookFiled(db, event),
})

/** A book was given up before it was presented. */
export const bookVoided = eventKind({
  kind: 'book.voided',
  version: 1,
  payload: z.object({ book: z.string(), reason: z.string() }),
  examples: { 1: { book: '01hzy3v7q0m4k8x2n6', reason: 'printed for the wrong day' } },
  topics: ['certified'],
  project: (db, event) => projection.bookVoided(db, event),
})

/** The postmaster's written approval of the privately printed PS 3877 was kept. */
export const approvalKept = eventKind({
  kind: 'certified.approval-kept',
  version: 1,
  payload: bookScan.extend({ day: z.string(), note: z.string() }),
  examples: { 1: { file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'application/pdf', bytes: 48_213, name: 'approval.pdf', day: '2026-01-05', note: '' } },
  topics: ['certified'],
  project: (db, event) => projection.approvalKept(db, event),
})

export const CERTIFIED_EVENTS = [
  letterLogged, letterNumbered, letterCorrected, letterPriced, letterCarded, letterFiled, letterBooked, letterUnbooked, letterPresented, letterAccepted, letterVoided, labelSpoiled,
  bookOpened, bookOrdered, bookClosed, bookPresented, bookAccepted, bookFiled, bookVoided, approvalKept,
] as const
