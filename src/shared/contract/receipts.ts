import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { OPEN_REASONS } from '../mail/receipt-match.ts'
import { RETURN_CODES } from '../mail/returns.ts'
import { day, hash, id, instant, line, procedure, text } from './base.ts'
import { progress } from './office.ts'
import { fileType } from './pieces.ts'
import { printable } from './printing.ts'
import { trackingOutcome, trackingStatus } from './tracking.ts'

/** The signed green card (PS 3811), or the electronic return receipt as a PDF. */
export const RECEIPT_KINDS = ['card', 'electronic'] as const
export const receiptKind = z.enum(RECEIPT_KINDS)
export type ReceiptKind = z.infer<typeof receiptKind>

/** `not-coming`: the letter itself came back or is lost, so nobody signed for it. */
export const RECEIPT_STATES = ['expected', 'overdue', 'received', 'not-coming'] as const
export const receiptState = z.enum(RECEIPT_STATES)
export type ReceiptState = z.infer<typeof receiptState>

/** Whom a person took the signature for, having read the receipt. */
export const SIGNERS = ['addressee', 'agent', 'unreadable'] as const
export const signerAs = z.enum(SIGNERS)
export type SignerAs = z.infer<typeof signerAs>

/** A receipt that was bought with a letter, and where it stands. */
export const receiptRow = z.object({
  letter: id, kind: receiptKind, state: receiptState,
  number: z.string(), grouped: z.string(),
  /** The green card's own number in groups; empty when it was not scanned. */
  greenCard: z.string(),
  name: z.string(), department: z.string(), matter: z.string(), mailedDay: day.nullable(),
  status: trackingStatus, outcome: trackingOutcome.nullable(), deliveredDay: day.nullable(),
  /** The day by which it should be here, null while the letter is not delivered; and where that day comes from. */
  due: day.nullable(), because: z.string(),
  received: z.object({ at: instant, by: z.string(), number: z.string(), note: z.string(), file: z.object({ file: hash, type: fileType }).nullable() }).nullable(),
  signer: z.object({ name: z.string(), as: signerAs, at: instant, by: z.string() }).nullable(),
})
export type ReceiptRow = z.infer<typeof receiptRow>

/** A letter that came back into our hands. */
export const returnedLetter = z.object({
  letter: id, at: instant, by: z.string(), reason: z.enum(RETURN_CODES), words: z.string(), sealed: z.boolean(),
  /** Where it is kept. */
  place: z.string(), note: z.string(), photo: z.object({ file: hash, type: fileType }).nullable(),
})
export type ReturnedLetter = z.infer<typeof returnedLetter>

/** The receipts of one letter, and its return. */
export const letterReceipts = z.object({ letter: id, number: z.string(), grouped: z.string(), name: z.string(), matter: z.string(), receipts: z.array(receiptRow), returned: returnedLetter.nullable() })
export type LetterReceipts = z.infer<typeof letterReceipts>

/** Largest scan of a receipt in base64. */
const LARGEST_SCAN = 56 << 20
const upload = z.object({ content: z.base64().max(LARGEST_SCAN), name: text(200).default('') })

/** What a page may be filed as: a receipt, or a letter of USPS about a delivery where no electronic receipt was bought. */
export const FILED_AS = [...RECEIPT_KINDS, 'delivery-letter'] as const
export type FiledAs = (typeof FILED_AS)[number]

/** What became of a page that was taken in, a line for each letter on it; `known` was taken in before. */
export const importedPage = z.object({
  page: z.number().int(), result: z.enum(['received', 'another-scan', 'delivery-letter', 'open', 'known']),
  letter: id.nullable(), grouped: z.string(), name: z.string(),
  why: z.enum(OPEN_REASONS).nullable(), words: z.string(), numbers: z.array(z.string()),
})
export type ImportedPage = z.infer<typeof importedPage>

/** What became of a file; the counts are pages, `filed` those with at least one letter. */
export const importedFile = z.object({ name: z.string(), file: hash, pages: z.number().int(), filed: z.number().int(), open: z.number().int(), known: z.number().int(), rows: z.array(importedPage) })
export type ImportedFile = z.infer<typeof importedFile>

const pageOf = z.object({ file: hash, page: z.number().int().min(1) })

/** A page for which no letter was found with certainty, or that a person put aside. */
export const openPage = pageOf.extend({
  type: fileType, pages: z.number().int(), name: z.string(), why: z.enum(OPEN_REASONS), words: z.string(), numbers: z.array(z.object({ number: z.string(), grouped: z.string() })),
  at: instant, by: z.string(), reason: z.string(),
  /** The letter of the page before it in the same file: a card's other side often has no number. */
  before: z.object({ letter: id, grouped: z.string(), name: z.string(), filedAs: z.enum(FILED_AS) }).nullable(),
})
export type OpenPage = z.infer<typeof openPage>

/** Where scans are fetched from, and who asks USPS for electronic receipts. */
export const receiptSettings = z.object({ watched: text(500), askerName: text(200), askerEmail: z.union([z.literal(''), z.email('Type an e-mail address.')]) })
export type ReceiptSettings = z.infer<typeof receiptSettings>

/** What USPS's form for an electronic receipt asks for. */
export const receiptRequest = z.object({
  letter: id, number: z.string(), grouped: z.string(), name: z.string(), email: z.string(), page: z.string().nullable(),
  mailedDay: day.nullable(),
  /** Until when USPS answers quickly, and until when it keeps the record; null before the mailing date is known. */
  fastUntil: day.nullable(), keptUntil: day.nullable(),
})
export type ReceiptRequest = z.infer<typeof receiptRequest>

/**
 * Return receipts and letters that come back. Change notices: topic `receipts` (besides `piece`).
 */
export const receipts = {
  /** Receipts by where they stand; overdue ones by the day they were due, the others newest letter first. */
  board: procedure('operator').input(z.object({
    state: receiptState.default('expected'),
    /** Words of addressee, matter, department; any part of the number. */
    text: text(200).optional(), cursor: z.number().int().default(0), limit: z.number().int().min(1).max(500).default(100),
  }).prefault({})).output(z.object({
    rows: z.array(receiptRow), next: z.number().int().nullable(),
    counts: z.object({ expected: z.number().int(), overdue: z.number().int(), received: z.number().int(), notComing: z.number().int() }),
  })),
  /** The receipts of one letter. */
  of: procedure('operator').input(z.object({ letter: id })).output(letterReceipts),
  /** The letter of a scanned card or article number, and which receipt the number means. Refused as `unreadable`, `check-digit`, `no-letter`. */
  look: procedure('operator').input(z.object({ text: text(500, 1) })).output(letterReceipts.extend({ kind: z.enum(['green-card', 'article']) })),
  /** The receipt is here, with its scan where there is one; a further scan is added. Refused as `not-bought`, `voided`, `not-mailed`, `received`, `too-large`, `not-accepted`. */
  receive: procedure('operator').input(z.object({ letter: id, kind: receiptKind, number: text(100).default(''), scan: upload.optional(), note: text(500).default('') })).output(letterReceipts),
  /**
   * Takes in a scan, a stack of scans or a PDF of USPS: its pages are read in the worker and filed on the letters whose numbers stand on them; what is not
   * certain waits in the worklist. Every page is recorded as soon as it is read; leaving the stream stops it, and the same file again goes on where it
   * stopped. Refused as `too-large`, `not-accepted`, `unreadable`, `too-many-pages`.
   */
  importFile: procedure('operator').input(upload).output(eventIterator(z.union([z.object({ progress }), z.object({ report: importedFile })]))),
  /** Pages that wait for a person, oldest first, or those that were put aside, newest first. */
  worklist: procedure('operator').input(z.object({ aside: z.boolean().default(false), limit: z.number().int().min(1).max(1_000).default(500) }).prefault({})).output(z.object({ rows: z.array(openPage), open: z.number().int(), aside: z.number().int() })),
  /** A page of a kept file as a JPEG picture. Refused as `unreadable`. */
  page: procedure('operator').input(pageOf).output(z.object({ content: z.base64() })),
  /** Gives pages of the worklist to a letter, or puts them aside with a reason (`letter` null). Refused as `not-open`, `no-reason`, and as `receive`. */
  settle: procedure('operator').input(z.object({ pages: z.array(pageOf).min(1).max(1_000), letter: id.nullable(), as: z.enum(FILED_AS).default('card'), number: text(100).default(''), reason: text(500).default('') })).output(z.object({ open: z.number().int() })),
  /** What USPS's form asks for, ready to copy, and until when it answers. */
  request: procedure('operator').input(z.object({ letter: id })).output(receiptRequest),
  /** PS Form 3811-A as a data sheet, filled in from what is recorded. Refused as `voided`, `not-mailed`. */
  dataSheet: procedure('operator').input(z.object({ letter: id })).output(printable),
  settings: procedure('operator').output(receiptSettings),
  /** Refused as `no-such-folder`. */
  changeSettings: procedure('administrator').input(receiptSettings).output(receiptSettings),
  /** Who signed, as a person read it from the receipt; that decides whether the addressee or an agent signed. Refused as `not-received`, `no-name`. */
  signer: procedure('operator').input(z.object({ letter: id, kind: receiptKind, name: text(200), as: signerAs })).output(letterReceipts),
  /** The receipt was put to the wrong letter: it is expected again, the scan stays with the note, and what was said of the signer is taken back. Refused as `not-received`. */
  takeBack: procedure('operator').input(z.object({ letter: id, kind: receiptKind, reason: line(500) })).output(letterReceipts),
  /** The letter itself came back. Refused as `returned`, `voided`, `not-mailed`. */
  cameBack: procedure('operator').input(z.object({ letter: id, reason: z.enum(RETURN_CODES), sealed: z.boolean(), place: line(200), note: text(500).default(''), photo: upload.optional() })).output(letterReceipts),
  /** It did not come back after all, or was recorded wrong: it can be recorded again. Refused as `not-returned`. */
  takeReturnBack: procedure('operator').input(z.object({ letter: id, reason: line(500) })).output(letterReceipts),
}
