import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { LETTER_SERVICES } from '../mail/services.ts'
import { ENVELOPES } from '../printing/mailpieces.ts'
import type { EnvelopeId } from '../printing/mailpieces.ts'
import { approval, day, hash, id, instant, line, procedure, text } from './base.ts'
import { mailClass, letterService, letterShape, feeItem, cents, weight, evidence, addressee, addressBookRow, letterRow, letterFilter, letterTotals, bookState, bookRow, bookDetail } from './letters.ts'
import { progress } from './office.ts'
import { checkDigit, pieceFile, pieceRow } from './pieces.ts'
import { job, missing } from './printing.ts'

/** An address as it is given: a whole block as it was pasted or typed, or an entry of the address book. Lines are kept as they stand. */
const addresseeInput = z.union([z.object({ block: text(2_000, 1) }), z.object({ addressee: id })])
export type AddresseeInput = z.infer<typeof addresseeInput>

/** An article number as it is given. `own` makes one from the office's Mailer ID; left out, the letter gets its number later. */
const numberInput = z.union([z.object({ text: text(500, 1), source: z.enum(['scanned', 'typed']).default('scanned') }), z.object({ own: z.literal(true) })])
export type NumberInput = z.infer<typeof numberInput>

/** What a person answers to a question about the number. */
const numberWords = {
  /** For a wrong check digit: the word of the person who compared it with the label ("as printed"). It is kept. */
  checkDigitWord: line(200).optional(),
  /** True: log this number although USPS does not list its code as Certified Mail. Needs a supervisor. */
  notCertified: z.boolean().default(false),
  approval: approval.optional(),
}

const letterFields = {
  addressee: addresseeInput,
  mailClass: mailClass.default('first-class'),
  services: z.array(letterService).max(LETTER_SERVICES.length).default([]),
  shape: letterShape.default('letter'),
  nonmachinable: z.boolean().default(false),
  weight: weight.nullable().default(null),
  /** Postage as the meter says it, in cents. Left out, the table gives it, or nobody does. */
  postage: cents.optional(),
  /** Fees as typed, in cents; an item that is left out comes from the table. */
  fees: z.partialRecord(feeItem, cents).optional(),
  department: text(200).default(''), costCode: text(100).default(''), matter: text(200).default(''), document: text(500).default(''), note: text(1_000).default(''),
  /** The number of the green card, scanned: begins with 95 909 (9590 94...). */
  greenCard: text(100).default(''),
}

/** What can be put right in a logged letter. A field that is left out stays. */
const letterChanges = z.object({
  addressee: addresseeInput.optional(), mailClass: mailClass.optional(), services: z.array(letterService).max(LETTER_SERVICES.length).optional(), shape: letterShape.optional(), nonmachinable: z.boolean().optional(),
  weight: weight.nullable().optional(),
  /** Null: what was typed is taken away, and the table decides again. */
  postage: cents.nullable().optional(), fees: z.partialRecord(feeItem, cents).optional(),
  department: text(200).optional(), costCode: text(100).optional(), matter: text(200).optional(), document: text(500).optional(), note: text(1_000).optional(), greenCard: text(100).optional(),
})
export type LetterChanges = z.infer<typeof letterChanges>

/** Largest file of a letter or a book, in bytes: what fits into one message. */
export const LARGEST_SCAN = 22 << 20
/** A file as the page hands it over: JPEG, PNG, WebP, TIFF or PDF in base64, up to `LARGEST_SCAN` bytes. */
const upload = z.object({ content: z.base64().max(Math.ceil(LARGEST_SCAN / 3) * 4), name: text(200).default('') })

/** What the files of a letter show: the sealed piece, the postmarked PS 3800, the document, the stamped PS 3877, the signed green card, other paper. */
export const LETTER_FILES = ['sealed', 'receipt-3800', 'document', 'stamped-3877', 'other'] as const

/** What a scanned number would be on a letter. Nothing is recorded by asking. */
export const lookedAt = z.object({
  number: z.string(), grouped: z.string(), checkDigit, words: z.string(),
  kind: z.enum(['article', 'green-card', 'other']),
  /** What the number itself says was bought; null where it does not say (forms PS 3800). Choose these, or the station refuses the letter. */
  says: z.object({ mailClass, services: z.array(letterService), words: z.string() }).nullable(),
  /** Why it would be refused as it is: `green-card`, `used`, `not-certified`, `check-digit`, `unreadable`; null when nothing is in its way. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The letter that has it. */
  usedBy: letterRow.nullable(),
  /** `low`: fewer are left than the settings want. */
  roll: z.object({ id, name: z.string(), left: z.number().int(), low: z.boolean() }).nullable(),
})

/** A row of the table of prices. `verified` is null until a person has compared it with USPS's notice. */
export const feeTableRow = z.object({
  id, item: feeItem, mailClass: mailClass.nullable(), shape: letterShape.nullable(),
  /** Up to this weight in tenths of an ounce; null without a limit. */
  upTo: z.number().int().nullable(),
  from: day, cents, source: z.string(), verified: z.object({ by: z.string(), at: instant }).nullable(),
})
export type FeeTableRow = z.infer<typeof feeTableRow>

/** How far everything is moved to the right and down when it is printed onto a form, in millimetres. */
const shift = z.object({ x: z.number().min(-30).max(30), y: z.number().min(-30).max(30) })

/** A roll or box of pre-printed labels: from the first number to the last. */
export const labelRoll = z.object({
  id, name: z.string(), first: z.string(), last: z.string(), firstGrouped: z.string(), lastGrouped: z.string(), total: z.number().int(),
  used: z.number().int(), voided: z.number().int(), left: z.number().int(), low: z.boolean(), addedAt: instant, addedBy: z.string(), retired: z.boolean(),
})
export type LabelRoll = z.infer<typeof labelRoll>

export const certifiedSettings = z.object({
  /** The office's own Mailer ID, six digits (first 0 to 8) or nine (first 9); empty without. USPS must have certified the office's labels. */
  mailerId: z.union([z.literal(''), z.string().regex(/^(?:[0-8]\d{5}|9\d{8})$/, 'A Mailer ID has six digits starting with 0 to 8, or nine starting with 9.')]),
  /** The serial numbers this station may use with it. */
  serialFrom: z.number().int().min(0).max(9_999_999_999), serialTo: z.number().int().min(0).max(9_999_999_999),
  /** Somebody has confirmed that USPS certified the office's own labels: who and when; null until then. */
  labelsCertified: z.object({ by: z.string(), at: instant }).nullable(),
  /** Lines on one sheet of PS 3877. */
  linesPerSheet: z.number().int().min(3).max(20),
  /** Article numbers as barcodes on the sheet, where they fit. */
  sheetBarcodes: z.boolean(),
  /** The postmaster's written approval of the privately printed form (DMM 503.1): the scan and the day on it; null prints a reminder. */
  approval: z.object({ file: hash, name: z.string(), day, note: z.string() }).nullable(),
  /** The post office that is filled in first. */
  postOffice: text(200),
  /** A roll with fewer labels left than this is low. */
  lowAt: z.number().int().min(0).max(100_000),
  /** The envelopes in the printer, a line printed on them left of the address, and how far off the printer is. Print once with `frames` and measure. */
  envelope: z.enum(Object.keys(ENVELOPES) as [EnvelopeId, ...EnvelopeId[]]), envelopeNote: text(100), envelopeShift: shift,
  /** How far off the printer is on the two sides of the green card. */
  cardFront: shift, cardBack: shift,
})
export type CertifiedSettings = z.infer<typeof certifiedSettings>

/** Own numbering: what the next number would be built from, and what stops it. */
export const ownNumbering = z.object({
  possible: z.boolean(),
  /** Why not, and what to do: no Mailer ID, range used up, stopped after a restore. */
  reason: z.string().nullable(), stopped: z.boolean(), mailerId: z.string(), last: z.string().nullable(), left: z.number().int(),
  /** True until somebody confirmed that USPS certified the office's labels: show the notice. */
  notice: z.boolean(),
})
export type OwnNumbering = z.infer<typeof ownNumbering>

export const BATCH_FIELDS = ['address', 'name', 'company', 'attention', 'address1', 'address2', 'address3', 'city', 'state', 'zip', 'country', 'department', 'costCode', 'matter', 'document', 'weight', 'note'] as const
export const batchField = z.enum(BATCH_FIELDS)
export type BatchField = z.infer<typeof batchField>
/** Which column, counted from 0, each field comes from. `address` is a whole address in one cell; otherwise it is put together from the others. `weight` is in ounces. */
export const batchMapping = z.partialRecord(batchField, z.number().int().min(0).max(999))
export type BatchMapping = z.infer<typeof batchMapping>
/** What every letter of a batch is sent as. */
const batchChoice = { mailClass: mailClass.default('first-class'), services: z.array(letterService).max(LETTER_SERVICES.length).default([]), shape: letterShape.default('letter'), weight: weight.nullable().default(null), department: text(200).default(''), costCode: text(100).default(''), matter: text(200).default(''), document: text(500).default('') }
export const batchPreview = z.object({
  columns: z.array(z.string()), mapping: batchMapping,
  /** True when the mapping is remembered from an earlier file with these columns. */
  remembered: z.boolean(),
  /** What this very file was used for before: a batch that was stopped in the middle (apply again with its id, or undo it), or one that is done (perhaps it is sent twice). */
  before: z.object({ batch: id, letters: z.number().int(), finished: z.boolean(), at: instant, by: z.string() }).nullable(),
  rows: z.number().int(), good: z.number().int(), bad: z.number().int(),
  /** The first twenty letters as they would be logged, with what a person should look at. */
  sample: z.array(z.object({ row: z.number().int(), addressee, doubts: z.array(z.string()) })),
  /** The first hundred rows that cannot be taken, with the reason; all of them are in `badCsv` of the report. */
  badRows: z.array(z.object({ row: z.number().int(), reason: z.string() })),
})
export type BatchPreview = z.infer<typeof batchPreview>
export const batchReport = z.object({
  batch: id, letters: z.number().int(), bad: z.number().int(), cancelled: z.boolean(),
  /** The rows that were not taken, as they came, with a column for the reason. Empty when there are none. */
  badCsv: z.string(),
})
export type BatchReport = z.infer<typeof batchReport>

/** Largest CSV file of a batch, in bytes. */
export const LARGEST_BATCH = 8 << 20
const batchFile = z.object({ name: text(200), content: z.base64().max(Math.ceil(LARGEST_BATCH / 3) * 4 + 4), mapping: batchMapping.optional() })

/** What can be printed for a letter. `card` is the overlay for PS 3811. */
export const LETTER_PRINTS = ['certified-label', 'address-label', 'card', 'envelope', 'filing-sheet'] as const
export const letterPrint = z.enum(LETTER_PRINTS)
export type LetterPrint = z.infer<typeof letterPrint>

const one = z.object({ id })
const pdf = z.object({ name: z.string(), pages: z.number().int(), content: z.base64(), missing })

/**
 * Certified Mail: letters that go out. A letter is a piece with direction `outbound`; its history, files and numbers are also in
 * `pieces.get`. Which services go together is said by `shared/mail/services.ts` (`whyNot`), prices by `shared/mail/fees.ts`
 * (`charges`, with the rows of `fees`): a screen asks them directly, the station checks the same rules again.
 *
 * Change notices: topic `certified` for letters and books (besides `piece`), `record` for fees, rolls, address book and settings.
 */
export const certified = {
  /**
   * Logs a letter. `id` is made by the screen (`newId`), so that sending it again after a lost connection logs it once.
   *
   * Refused as: `green-card` (a green card's number given as article number), `used` (the message says where), `not-certified` (send again with
   * `notCertified: true`; for an operator that then asks for approval: `needs-approval`), `check-digit` (send again with `checkDigitWord`),
   * `contradicts` (the number says other services: `look` tells which), `services` (the combination is not sold; the message has the reason),
   * `not-a-green-card` (the green card field holds something else), `foreign` and `no-address` for addresses, `numbering-stopped`, `no-mailer-id`,
   * `range-used-up` and `labels-not-certified` for own numbers, `in-the-future`. `field` names the input.
   */
  log: procedure('operator').input(z.object({
    id, ...letterFields, number: numberInput.optional(), ...numberWords,
    /** The letter that this one sends again. */
    earlier: id.optional(),
    /** For a late entry: when it was logged on paper, and where that stands. */
    stated: z.object({ at: instant, source: line(200) }).optional(),
    /** Keep the addressee in the address book. */
    remember: z.boolean().default(true),
    /** Put it into this open book at once. */
    book: id.optional(),
  })).output(z.object({
    letter: letterRow,
    /** Letters with the same addressee and matter, newest first: perhaps this one sends one of them again. */
    alike: z.array(letterRow),
  })),
  /** Says what a scanned number would be on a letter with this choice; records nothing. */
  look: procedure('operator').input(z.object({ text: text(500, 1) })).output(lookedAt),
  /** Letters that went to this address in this matter, newest first: perhaps the one in hand sends one of them again. Nothing for what is no address yet. */
  alike: procedure('operator').input(z.object({ addressee: addresseeInput, matter: text(200).default('') })).output(z.array(letterRow)),
  /** Puts a number on a letter that has none, or another in place of a spoiled one (then with a reason). Refused as `log`, and as `has-number`, `closed`. */
  number: procedure('operator').input(z.object({ letter: id, number: numberInput, reason: text(500).default(''), ...numberWords })).output(letterRow),
  /** For batches: puts the scanned number on the first letter without one, in the order of the batch, and answers the next that waits. Refused as `number`, and `none-waits`. */
  numberNext: procedure('operator').input(z.object({ batch: id.optional(), number: numberInput, ...numberWords })).output(z.object({ letter: letterRow, next: letterRow.nullable(), waiting: z.number().int() })),
  /** Corrects what was logged wrong; both versions are kept. Refused as `nothing-to-correct`, `services`, `contradicts`, `closed` for what stands on a closed sheet, `voided`. */
  correct: procedure('operator').input(z.object({ letter: id, reason: line(500), fields: letterChanges })).output(letterRow),
  /** Takes a letter out, with a reason. Its number stays used. In a closed book its line is struck and stays; after USPS has it, a supervisor must allow it. */
  void: procedure('operator').input(z.object({ letter: id, reason: line(500), approval: approval.optional() })).output(letterRow),
  /** Keeps a file of a letter: the photo of the sealed piece, the postmarked PS 3800, the document. */
  file: procedure('operator').input(z.object({ letter: id, kind: z.enum(LETTER_FILES), ...upload.shape, note: text(500).default('') })).output(letterRow),
  /** Scans the green card onto a letter afterwards; empty takes it away. */
  greenCard: procedure('operator').input(z.object({ letter: id, text: text(100) })).output(letterRow),

  /** Letters, newest first; `oldest` first is the order of a batch's file, as its numbers are scanned on. */
  list: procedure('operator').input(letterFilter.extend({ order: z.enum(['newest', 'oldest']).default('newest'), cursor: z.number().int().optional(), limit: z.number().int().min(1).max(500).default(50) })).output(z.object({ rows: z.array(letterRow), next: z.number().int().nullable() })),
  /** How many letters are in each stage, and the departments and matters of what is not yet accepted. */
  counts: procedure('operator').output(z.object({ unbooked: z.number().int(), openBook: z.number().int(), waiting: z.number().int(), accepted: z.number().int(), voided: z.number().int(), unnumbered: z.number().int(), today: z.number().int() })),
  /** Postage and fees of what a filter lets through, summed by department, cost code or matter; voided letters are left out. */
  totals: procedure('operator').input(z.object({ filter: letterFilter.default({}), by: z.enum(['department', 'costCode', 'matter']).default('department') })).output(letterTotals),
  /** One letter with its piece (all events, files), the letters before and after it, and its public tracking page. */
  get: procedure('operator').input(one).output(z.object({ letter: letterRow, piece: pieceRow, files: z.array(pieceFile), history: z.array(letterRow), trackingUrl: z.string().nullable() })),
  /** Everything a filter lets through as a CSV file, in parts to be put one after the other. */
  export: procedure('operator').input(z.object({ filter: letterFilter.default({}) })).output(eventIterator(z.union([z.object({ progress }), z.object({ part: z.string() }), z.object({ report: z.object({ rows: z.number().int(), name: z.string() }) })]))),

  /** The address book: every word is the beginning of one; without text the ones used last. */
  addressees: procedure('operator').input(z.object({ text: text(200).default(''), limit: z.number().int().min(1).max(200).default(20) })).output(z.array(addressBookRow)),
  /** Adds an addressee, or changes the one named by `id`. Refused as `no-address`, `foreign`, `there-already`. */
  saveAddressee: procedure('operator').input(z.object({ id: id.optional(), block: text(2_000, 1), department: text(200).default(''), costCode: text(100).default(''), matter: text(200).default('') })).output(addressBookRow),
  removeAddressee: procedure('operator').input(one).output(z.object({})),

  /** One or two letters that go alone: handed over at the counter. Three and more belong into a book. Refused as `needs-number`, `in-book`, `state`. */
  present: procedure('operator').input(z.object({ letters: z.array(id).min(1).max(500), day, postOffice: text(200).default('') })).output(z.array(letterRow)),
  /** USPS took letters that are in no book. `counter-postmark` needs the scan of the postmarked PS 3800 (here, or kept before). Refused as `needs-receipt`, `evidence`, `state`, `in-book`, `needs-number`, `in-the-future`. */
  accept: procedure('operator').input(z.object({ letters: z.array(id).min(1).max(50), day, postOffice: text(200).default(''), evidence, employee: text(100).default(''), receipt: upload.optional(), note: text(500).default('') })).output(z.array(letterRow)),

  /** Books, newest first; with `number` that one alone. */
  books: procedure('operator').input(z.object({ state: z.array(bookState).max(5).optional(), number: z.number().int().optional(), cursor: z.number().int().optional(), limit: z.number().int().min(1).max(200).default(50) }).default({ limit: 50 })).output(z.object({ rows: z.array(bookRow), next: z.number().int().nullable() })),
  book: procedure('operator').input(one).output(bookDetail),
  /** Opens a book, with letters in it where some are named. */
  openBook: procedure('operator').input(z.object({ id, note: text(200).default(''), letters: z.array(id).max(5_000).default([]) })).output(bookRow),
  /** Puts letters at the end of an open book. Refused as `closed`, `in-book`, `state`. */
  addToBook: procedure('operator').input(z.object({ book: id, letters: z.array(id).min(1).max(5_000) })).output(bookRow),
  /** Takes letters out of an open book: they wait for another one. Refused as `closed`. */
  removeFromBook: procedure('operator').input(z.object({ book: id, letters: z.array(id).min(1).max(5_000) })).output(bookRow),
  /** Puts the letters of an open book into this order; all of them are named. Refused as `closed`, `order`. */
  orderBook: procedure('operator').input(z.object({ book: id, letters: z.array(id).max(5_000) })).output(bookRow),
  /** Closes a book: lines get their numbers and nothing on them changes any more but by striking. Refused as `empty`, `needs-number`, `closed`. */
  closeBook: procedure('operator').input(z.object({ book: id })).output(bookRow),
  /** The PS 3877 sheet as PDF; `closed` as it stood when the book was closed, `now` with later strikes. An open book gives a draft that says so. */
  bookPdf: procedure('operator').input(z.object({ book: id, version: z.enum(['now', 'closed']).default('now') })).output(pdf),
  /** One page of the sheet as a picture (SVG), from the same places as the PDF; `page` counts from 0, one past the end gives the last. */
  bookPage: procedure('operator').input(z.object({ book: id, page: z.number().int().min(0).max(5_000).default(0) })).output(z.object({ pages: z.number().int(), page: z.number().int(), svg: z.string(), missing })),
  /** Queues the sheet at the printer for reports. Refused as `no-printer`. */
  printBook: procedure('operator').input(z.object({ book: id, printer: id.optional() })).output(job),
  /** The book was handed to USPS. Refused as `state`. */
  presentBook: procedure('operator').input(z.object({ book: id, day, postOffice: text(200).default('') })).output(bookRow),
  /**
   * USPS accepted the book: one action for all lines. `lines` names the ones that differ: not taken (they wait as `logged` again, with the note),
   * or taken with another evidence. Refused as `state`, `count` (received differs from what is taken: send again with `countWord`), `not-in-book`, `in-the-future`.
   */
  acceptBook: procedure('operator').input(z.object({
    book: id, day, postOffice: text(200).default(''), evidence, employee: text(100).default(''),
    /** Count as USPS wrote it on the sheet. */
    received: z.number().int().min(0).max(5_000), countWord: line(500).optional(),
    sheet: upload.optional(),
    lines: z.array(z.object({ letter: id, accepted: z.boolean(), evidence: evidence.optional(), note: text(500).default('') })).max(5_000).default([]),
  })).output(bookRow),
  /** Strikes the line of a letter that does not go with its closed book: the line stays with the reason, the letter waits for another book. Refused as `state`. */
  strike: procedure('operator').input(z.object({ letter: id, reason: line(500) })).output(letterRow),
  /** Puts another scan to a book: a sheet that was stamped later. */
  bookFile: procedure('operator').input(z.object({ book: id, ...upload.shape, note: text(500).default('') })).output(bookRow),
  /** Gives a book up that was not presented: its letters wait for another one. */
  voidBook: procedure('supervisor').input(z.object({ book: id, reason: line(500) })).output(bookRow),

  /** The table of prices, newest first within an item. */
  fees: procedure('operator').output(z.array(feeTableRow)),
  /** Adds a row, or changes the one named by `id`; what a person typed counts as verified by them. Refused as `row-there`. */
  saveFee: procedure('supervisor').input(z.object({ id: id.optional(), item: feeItem, mailClass: mailClass.nullable().default(null), shape: letterShape.nullable().default(null), upTo: weight.nullable().default(null), from: day, cents, source: line(300) })).output(feeTableRow),
  /** A person compared a row with USPS's notice. */
  verifyFee: procedure('supervisor').input(one).output(feeTableRow),
  /** Takes a row away; letters keep what they cost. */
  removeFee: procedure('supervisor').input(one).output(z.object({})),

  rolls: procedure('operator').output(z.array(labelRoll)),
  /** Registers labels from the first to the last number, both scanned. Refused as `not-certified`, `check-digit`, `different-labels`, `wrong-order`, `too-many`, `overlaps`. */
  addRoll: procedure('operator').input(z.object({ name: line(100), first: text(200, 1), last: text(200, 1) })).output(labelRoll),
  /** No more labels are taken from it; its numbers stay known. */
  retireRoll: procedure('operator').input(one).output(labelRoll),
  /** A label was spoiled and goes on no letter. Refused as `used`, `no-roll`. */
  voidLabel: procedure('operator').input(z.object({ text: text(200, 1), reason: line(300) })).output(labelRoll),
  ownNumbers: procedure('operator').output(ownNumbering),
  /** After a restore: the last own number that was used, scanned from its letter; null says that none ever was. Refused as `not-ours`, `one-was-used`. */
  resumeOwnNumbers: procedure('supervisor').input(z.object({ lastNumber: text(200).nullable() })).output(ownNumbering),

  settings: procedure('operator').output(certifiedSettings),
  /** Refused as `range`, when the serials do not fit the Mailer ID. Set `labelsCertified` through `confirmLabels`, `approval` through `keepApproval`. */
  saveSettings: procedure('administrator').input(certifiedSettings.omit({ approval: true, labelsCertified: true })).output(certifiedSettings),
  /** A person says that USPS has certified the office's own labels, or that this was wrong. */
  confirmLabels: procedure('administrator').input(z.object({ certified: z.boolean() })).output(certifiedSettings),
  /** Keeps the scan of the postmaster's written approval of the form, or takes it away with null. */
  keepApproval: procedure('supervisor').input(z.object({ approval: z.object({ ...upload.shape, day, note: text(300).default('') }).nullable() })).output(certifiedSettings),

  /** Reads a CSV of addressees and says what would become of it; records nothing but the mapping once it is applied. Refused as `too-large`, `not-a-table`, `empty-file`, `no-such-column`, `column-twice`, `no-address-column`, `services`. */
  batchPreview: procedure('operator').input(z.object({ ...batchFile.shape, ...batchChoice })).output(batchPreview),
  /** Logs a letter without number for every good row, in the order of the file. `id` names the batch: applied again, what was logged stays and the rest follows. Leaving the stream stops it. Refused as `batchPreview`, and `unfinished` while this file is half applied under another id. */
  batchApply: procedure('operator').input(z.object({ id, ...batchFile.shape, ...batchChoice })).output(eventIterator(z.union([z.object({ progress }), z.object({ report: batchReport })]))),

  /** Takes out the letters of a batch that have no number yet, with a reason. */
  batchUndo: procedure('operator').input(z.object({ batch: id, reason: line(300) })).output(z.object({ voided: z.number().int() })),
  /** Batches, newest first, with how many of their letters wait for a number. */
  batches: procedure('operator').output(z.array(z.object({ id, name: z.string(), at: instant, by: z.string(), letters: z.number().int(), waiting: z.number().int(), finished: z.boolean() }))),

  /** Queues paper for a letter (`frames`: card and envelope with a frame around every part, for measuring how far the printer is off): labels at the printer for certified labels, everything else at the one for reports. Refused as `no-printer`, `needs-number`, `content`. */
  print: procedure('operator').input(z.object({ letter: id, what: letterPrint, frames: z.boolean().default(false), printer: id.optional() })).output(job),
  /** A trial print of the green card or the envelope of nobody, with a frame around every part: it shows how far the printer is off. Refused as `content`. */
  frames: procedure('operator').input(z.object({ what: z.enum(['card', 'envelope']) })).output(pdf),
  /** What `print` would print, as PDF. */
  printPreview: procedure('operator').input(z.object({ letter: id, what: letterPrint, frames: z.boolean().default(false) })).output(pdf),
}
