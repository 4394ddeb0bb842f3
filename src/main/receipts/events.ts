import * as z from 'zod'
import { receiptKind, signerAs } from '../../shared/contract/receipts.ts'
import { fileType } from '../../shared/contract/pieces.ts'
import { OPEN_REASONS } from '../../shared/mail/receipt-match.ts'
import { RETURN_CODES } from '../../shared/mail/returns.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

const scan = z.object({ file: z.string(), type: fileType, bytes: z.number().int(), name: z.string() })
const EXAMPLE_SCAN = { file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'image/jpeg' as const, bytes: 48_213, name: 'card.jpg' }
/** The page of a scan of several pages; null for a file that was filed by hand. Page 0 is the whole file. */
const source = z.object({ sourceFile: z.string(), page: z.number().int(), pages: z.number().int(), name: z.string() })
const EXAMPLE_SOURCE = { sourceFile: EXAMPLE_SCAN.file, page: 17, pages: 300, name: 'stack.pdf' }
const withoutSource = (old: unknown): unknown => ({ ...(old as object), source: null })
const TOPICS = ['piece', 'receipts', 'tracking']

/** A return receipt came: the number that was read from it, and its scan where one was made. */
export const receiptReceived = eventKind({
  kind: 'receipt.received',
  version: 2,
  payload: z.object({ receipt: receiptKind, number: z.string(), scan: scan.nullable(), note: z.string(), source: source.nullable() }),
  upgrades: { 1: withoutSource },
  examples: { 1: { receipt: 'card', number: '9590940258780038231151', scan: EXAMPLE_SCAN, note: '' }, 2: { receipt: 'card', number: '9590940258780038231151', scan: EXAMPLE_SCAN, note: '', source: EXAMPLE_SOURCE } },
  topics: TOPICS,
  project: (db, event) => projection.received(db, event),
})

/** Another scan of a receipt that is here already. */
export const receiptScanned = eventKind({
  kind: 'receipt.scanned',
  version: 2,
  payload: z.object({ receipt: receiptKind, scan, note: z.string(), source: source.nullable() }),
  upgrades: { 1: withoutSource },
  examples: { 1: { receipt: 'card', scan: EXAMPLE_SCAN, note: 'the other side' }, 2: { receipt: 'card', scan: EXAMPLE_SCAN, note: 'the other side', source: null } },
  topics: TOPICS,
  project: (db, event) => projection.scanned(db, event),
})

/** Who signed, as a person read it from the receipt. */
export const receiptSigned = eventKind({
  kind: 'receipt.signed',
  version: 1,
  payload: z.object({ receipt: receiptKind, name: z.string(), as: signerAs }),
  examples: { 1: { receipt: 'card', name: 'H. Thimble', as: 'addressee' } },
  topics: TOPICS,
  project: (db, event) => projection.signed(db, event),
})

/** A receipt was put to the wrong letter. */
export const receiptWithdrawn = eventKind({
  kind: 'receipt.withdrawn',
  version: 1,
  payload: z.object({ receipt: receiptKind, reason: z.string() }),
  examples: { 1: { receipt: 'card', reason: 'the card of another letter' } },
  topics: TOPICS,
  project: (db, event) => projection.withdrawn(db, event),
})

/** A letter came back into our hands. */
export const letterReturned = eventKind({
  kind: 'letter.returned',
  version: 1,
  payload: z.object({ reason: z.enum(RETURN_CODES), words: z.string(), sealed: z.boolean(), place: z.string(), note: z.string(), photo: scan.nullable() }),
  examples: { 1: { reason: '27', words: 'Unclaimed', sealed: true, place: 'Safe 2', note: '', photo: EXAMPLE_SCAN } },
  topics: TOPICS,
  project: (db, event) => projection.returned(db, event),
})

/** That a letter came back was recorded wrong. */
export const returnWithdrawn = eventKind({
  kind: 'letter.return-withdrawn',
  version: 1,
  payload: z.object({ reason: z.string() }),
  examples: { 1: { reason: 'another letter was scanned' } },
  topics: TOPICS,
  project: (db, event) => projection.returnWithdrawn(db, event),
})

/** A letter of USPS about a delivery came for a piece with which no electronic receipt was bought. */
export const deliveryLetterFiled = eventKind({
  kind: 'letter.delivery-letter',
  version: 1,
  payload: z.object({ scan, note: z.string(), source: source.nullable() }),
  examples: { 1: { scan: { ...EXAMPLE_SCAN, type: 'application/pdf', name: 'delivery.pdf' }, note: '', source: null } },
  topics: TOPICS,
  project: (db, event) => projection.deliveryLetter(db, event),
})

/** The original of a scan of several pages; its pages are filed one by one. */
export const stackKept = eventKind({
  kind: 'receipt.stack',
  version: 1,
  payload: z.object({ scan, pages: z.number().int() }),
  examples: { 1: { scan: { ...EXAMPLE_SCAN, type: 'application/pdf', name: 'stack.pdf' }, pages: 300 } },
  topics: ['receipts'],
  project: (db, event) => projection.stack(db, event),
})

/** A page was kept for which no letter was found with certainty. */
export const scanUnmatched = eventKind({
  kind: 'receipt.unmatched',
  version: 2,
  payload: z.object({ scan, page: z.number().int(), pages: z.number().int(), why: z.enum(OPEN_REASONS), words: z.string(), numbers: z.array(z.string()) }),
  upgrades: { 1: (old) => { const { scan, page, why, numbers } = old as { scan: unknown; page: number; why: string; numbers: string[] }; return { scan, page, pages: page, why: 'no-number', words: why, numbers } } },
  examples: { 1: { scan: EXAMPLE_SCAN, page: 1, why: 'No barcode could be read.', numbers: [] }, 2: { scan: EXAMPLE_SCAN, page: 17, pages: 300, why: 'no-number', words: 'No barcode could be read.', numbers: [] } },
  topics: ['receipts'],
  project: (db, event) => projection.unmatched(db, event),
})

/** A person said whose such a page is, or put it aside. */
export const scanSettled = eventKind({
  kind: 'receipt.settled',
  version: 1,
  payload: z.object({ scanFile: z.string(), page: z.number().int(), letter: z.string().nullable(), reason: z.string() }),
  examples: { 1: { scanFile: EXAMPLE_SCAN.file, page: 1, letter: null, reason: 'a blank sheet' } },
  topics: ['receipts'],
  project: (db, event) => projection.settled(db, event),
})

export const RECEIPT_EVENTS = [receiptReceived, receiptScanned, receiptSigned, receiptWithdrawn, letterReturned, returnWithdrawn, deliveryLetterFiled, stackKept, scanUnmatched, scanSettled] as const
