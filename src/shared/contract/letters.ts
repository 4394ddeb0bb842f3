import * as z from 'zod'
import { FEE_ITEMS, LETTER_SHAPES } from '../mail/fees.ts'
import { LETTER_SERVICES, MAIL_CLASSES } from '../mail/services.ts'
import { OUTCOMES } from '../mail/tracking-status.ts'
import { day, id, instant, text } from './base.ts'
import { checkDigit, pieceFile } from './pieces.ts'

export const mailClass = z.enum(MAIL_CLASSES)
export const letterService = z.enum(LETTER_SERVICES)
export const letterShape = z.enum(LETTER_SHAPES)
export const feeItem = z.enum(FEE_ITEMS)
/** Whole cents. */
export const cents = z.number().int().min(0).max(100_000_000)
/** Tenths of an ounce, up to 70 lb. */
export const weight = z.number().int().min(1).max(11_200)

/** Where a letter stands. `logged`: not yet in a book. `in-book`: in a book that is open or closed. `presented`: handed to USPS without its word yet. */
export const LETTER_STATES = ['logged', 'in-book', 'presented', 'accepted', 'voided'] as const
export const letterState = z.enum(LETTER_STATES)

/** How the mailing date is evidenced. They differ in worth, so they are never merged. */
export const EVIDENCE = ['counter-postmark', '3877-stamp', 'acceptance-scan', 'self-declared'] as const
export const evidence = z.enum(EVIDENCE)
export type Evidence = z.infer<typeof evidence>

const addressKind = z.enum(['us', 'military', 'territory', 'foreign', 'unknown'])

/** To whom a letter goes: the lines as they stand on the envelope, and what was read out of them. */
export const addressee = z.object({
  /** The first line that says who; what lists and labels show. */
  name: z.string(),
  /** Every line of the address, the name's line first. */
  lines: z.array(z.string()),
  /** Five digits, with -NNNN where it was given; empty when there is none. */
  zip: z.string(),
  kind: addressKind,
})
export type LetterAddressee = z.infer<typeof addressee>

/** An addressee of the office's own address book. */
export const addressBookRow = addressee.extend({ id, department: z.string(), costCode: z.string(), matter: z.string(), lastUsed: instant, used: z.number().int() })
export type AddressBookRow = z.infer<typeof addressBookRow>

export const amount = z.object({ cents: cents.nullable(), how: z.enum(['table', 'typed', 'unknown']) })
export const letterCharges = z.object({ postage: amount, fees: z.array(amount.extend({ item: feeItem })) })

/** What USPS said on taking it, and how that is known. */
export const mailing = z.object({
  /** The mailing date. */
  day, postOffice: z.string(), evidence: evidence.nullable(), employee: z.string(), at: instant, by: z.string(),
})

/** A letter as lists show it. */
export const letterRow = z.object({
  id, state: letterState,
  /** Empty while it has no article number yet. */
  number: z.string(), grouped: z.string(), checkDigit,
  /** Scanned from a form or label, taken from a registered roll, or made from the office's own Mailer ID. */
  numberFrom: z.enum(['none', 'scanned', 'roll', 'own']),
  addressee, mailClass, services: z.array(letterService), shape: letterShape, nonmachinable: z.boolean(),
  /** Tenths of an ounce; null when it was not weighed. */
  weight: z.number().int().nullable(),
  charges: letterCharges,
  /** Cents of what is known; `unpriced` counts the amounts that are not. */
  total: z.number().int(), unpriced: z.number().int(),
  department: z.string(), costCode: z.string(), matter: z.string(), document: z.string(), note: z.string(),
  /** The number of the green card (PS 3811) in groups; empty when none was scanned. */
  greenCard: z.string(),
  /** The book it is in and its place there, from 1: the line of the sheet once the book is closed. */
  book: z.object({ id, number: z.number().int(), line: z.number().int(), state: z.string() }).nullable(),
  mailing: mailing.nullable(),
  /** The letter that this one sends again, and the newest one that sends this one again. */
  earlier: id.nullable(), later: id.nullable(),
  loggedAt: instant, day, loggedBy: z.string(), recordedAt: instant, statedSource: z.string().nullable(),
  voided: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  corrected: z.boolean(), files: z.number().int(),
  /** The batch it came from; null for a letter that was logged by itself. */
  batch: id.nullable(),
})
export type LetterRow = z.infer<typeof letterRow>

/** What a list of letters is narrowed to; everything given has to hold. */
export const letterFilter = z.object({
  /**
   * `unbooked`: logged and not yet in a book. `open-book`: in a book that is not presented yet. `waiting`: presented without acceptance.
   * `accepted`, `voided` as they say. `unnumbered`: logged without article number, as a batch leaves them.
   */
  stage: z.enum(['unbooked', 'open-book', 'waiting', 'accepted', 'voided', 'unnumbered']).optional(),
  department: text(200).optional(), costCode: text(100).optional(), matter: text(200).optional(),
  /** Words of addressee, matter, document, department; any part of the number or its last digits. */
  text: text(200).optional(),
  /** The day on which it was logged, or the first and the last of several. */
  from: day.optional(), to: day.optional(),
  /** The mailing date. */
  mailedFrom: day.optional(), mailedTo: day.optional(),
  /** What became of it; `open` for letters that nothing final is known of. */
  outcome: z.enum(['open', ...OUTCOMES]).optional(),
  book: id.optional(), batch: id.optional(),
})
export type LetterFilter = z.infer<typeof letterFilter>

/** Sums in cents. `unpriced` counts letters with an amount that is not known. */
export const letterTotals = z.object({
  letters: z.number().int(), postage: z.number().int(), fees: z.number().int(), total: z.number().int(), unpriced: z.number().int(),
  by: z.array(z.object({ value: z.string(), letters: z.number().int(), postage: z.number().int(), fees: z.number().int(), total: z.number().int(), unpriced: z.number().int() })),
})
export type LetterTotals = z.infer<typeof letterTotals>

export const BOOK_STATES = ['open', 'closed', 'presented', 'accepted', 'voided'] as const
export const bookState = z.enum(BOOK_STATES)

/** A mailing book: the letters that go to USPS on one PS 3877. */
export const bookRow = z.object({
  id,
  /** Counted from 1 in this store; "book 12". */
  number: z.number().int(),
  note: z.string(), state: bookState,
  openedAt: instant, openedBy: z.string(), closedAt: instant.nullable(), closedBy: z.string(),
  /** Letters that count, and lines struck after closing. */
  letters: z.number().int(), struck: z.number().int(), unnumbered: z.number().int(),
  postage: z.number().int(), fees: z.number().int(), total: z.number().int(), unpriced: z.number().int(),
  presentedAt: instant.nullable(), mailing: mailing.nullable(),
  /** Count received as USPS wrote it; null before acceptance. */
  received: z.number().int().nullable(),
})
export type BookRow = z.infer<typeof bookRow>

/** A line of a book. `struck` lines stay where they were, with the reason; what stood there on closing is in the event `book.closed` and in `bookPdf` with `closed`. */
export const bookLine = z.object({
  line: z.number().int(), letter: letterRow,
  struck: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  /** What USPS did with this line on acceptance: taken with the book, or left out with a reason. */
  outcome: z.object({ accepted: z.boolean(), note: z.string() }).nullable(),
})
export const bookEvent = z.object({ kind: z.string(), at: instant, by: z.string(), payload: z.record(z.string(), z.unknown()).nullable() })
export const bookDetail = z.object({
  book: bookRow, lines: z.array(bookLine), files: z.array(pieceFile), events: z.array(bookEvent),
  /** What a person should know before closing or printing, in plain sentences: unpriced lines, fewer than three letters, no written approval of the form. */
  warnings: z.array(z.string()),
})
export type BookDetail = z.infer<typeof bookDetail>
