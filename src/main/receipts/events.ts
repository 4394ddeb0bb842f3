import * as z from 'zod'
import { receiptKind, signerAs } from '../../shared/contract/receipts.ts'
import { fileType } from '../../shared/contract/pieces.ts'
import { RETURN_CODES } from '../../shared/mail/returns.ts'
import { eventKind } from '../store/events.ts'
import * as projection from './projection.ts'

const scan = z.object({ file: z.string(), type: fileType, bytes: z.number().int(), name: z.string() })
const EXAMPLE_SCAN = { file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'image/jpeg' as const, bytes: 48_213, name: 'card.jpg' }
const TOPICS = ['piece', 'receipts', 'tracking']

/** A return receipt came: the number that was read from it, and its scan where one was made. */
export const receiptReceived = eventKind({
  kind: 'receipt.received',
  version: 1,
  payload: z.object({ receipt: receiptKind, number: z.string(), scan: scan.nullable(), note: z.string() }),
  examples: { 1: { receipt: 'card', number: '9590940258780038231151', scan: EXAMPLE_SCAN, note: '' } },
  topics: TOPICS,
  project: (db, event) => projection.received(db, event),
})

/** Another scan of a receipt that is here already. */
export const receiptScanned = eventKind({
  kind: 'receipt.scanned',
  version: 1,
  payload: z.object({ receipt: receiptKind, scan, note: z.string() }),
  examples: { 1: { receipt: 'card', scan: EXAMPLE_SCAN, note: 'the other side' } },
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

/** A scan was kept for which no letter was found with certainty. */
export const scanUnmatched = eventKind({
  kind: 'receipt.unmatched',
  version: 1,
  payload: z.object({ scan, page: z.number().int(), why: z.string(), numbers: z.array(z.string()) }),
  examples: { 1: { scan: EXAMPLE_SCAN, page: 1, why: 'No barcode could be read.', numbers: [] } },
  topics: ['receipts'],
  project: (db, event) => projection.unmatched(db, event),
})

/** A person said whose such a scan is, or put it aside. */
export const scanSettled = eventKind({
  kind: 'receipt.settled',
  version: 1,
  payload: z.object({ scanFile: z.string(), page: z.number().int(), letter: z.string().nullable(), reason: z.string() }),
  examples: { 1: { scanFile: EXAMPLE_SCAN.file, page: 1, letter: null, reason: 'a blank sheet' } },
  topics: ['receipts'],
  project: (db, event) => projection.settled(db, event),
})

export const RECEIPT_EVENTS = [receiptReceived, receiptScanned, receiptSigned, receiptWithdrawn, letterReturned, returnWithdrawn, scanUnmatched, scanSettled] as const
