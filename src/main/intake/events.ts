import * as z from 'zod'
import { assignment, condition, fileType, pieceType, recipient } from '../../shared/contract/pieces.ts'
import { approver } from '../access/events.ts'
import { identified } from '../pieces/events.ts'
import type { StoredPiece } from '../pieces/projection.ts'
import * as projection from '../pieces/projection.ts'
import { eventKind } from '../store/events.ts'

const fields = z.object({
  type: z.union([pieceType, z.literal('')]), condition: z.union([condition, z.literal('')]), count: z.number().int(),
  location: z.string(), sender: z.string(), reference: z.string(), note: z.string(),
}).partial()
export type Fields = z.infer<typeof fields>

/** For whom, and how far that is known. */
const assigned = z.object({ recipient: recipient.nullable(), assignment })
export type Assigned = z.infer<typeof assigned>

const asRecipient = (given: Assigned): Partial<StoredPiece> => ({
  assignment: given.assignment, person: given.recipient?.person ?? null, recipient: given.recipient?.name ?? '', department: given.recipient?.department ?? '', mail_stop: given.recipient?.mailStop ?? '',
})

/** Events written by somebody who did not say a field leave it out. */
const said = (given: Fields): Partial<StoredPiece> => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

/** A piece was given to a recipient, whose name stands here as it was shown. */
export const pieceAssigned = eventKind({
  kind: 'piece.assigned',
  version: 1,
  payload: assigned.extend({ recipient, source: z.string() }),
  examples: { 1: { recipient: { person: '01hzy3v7q0m4k8x2n6', name: 'Delphine Okafor', department: 'Legal', mailStop: 'B-14' }, assignment: 'person', source: 'typed' } },
  topics: ['piece'],
  behind: true,
  project: (db, event) => projection.change(db, event.piece, { ...asRecipient(event.payload), assigned_at: event.recordedAt }),
})

/** What was seen of a piece: only the fields that somebody set. */
export const pieceDetailed = eventKind({
  kind: 'piece.detailed',
  version: 1,
  payload: fields,
  examples: { 1: { type: 'parcel', condition: 'damaged', count: 1, location: 'B-14', sender: 'Example Supply Co.', note: 'one corner open' } },
  topics: ['piece'],
  behind: true,
  project: (db, event) => projection.change(db, event.piece, said(event.payload)),
})

/** A further barcode of the same parcel. */
export const numberAttached = eventKind({
  kind: 'piece.number-attached',
  version: 1,
  payload: identified.extend({ scanned: z.string(), source: z.string() }),
  examples: {
    1: { number: '986578788855', grouped: '9865 7878 8855', scheme: 'fedex-12', carrier: 'fedex', carrierName: 'FedEx', service: 'FedEx parcel', checkDigit: 'valid', accountable: false, scanned: '986578788855', source: 'wedge' },
  },
  topics: ['piece'],
  project: (db, event) => projection.attachNumber(db, event.piece, event.payload),
})

/** Somebody answered what was open about a piece. */
export const questionAnswered = eventKind({
  kind: 'piece.question-answered',
  version: 1,
  payload: z.object({
    question: z.enum(['seen-before', 'check-digit', 'carrier']),
    answer: z.enum(['another', 'same', 'as-printed', 'number', 'choice', 'unknown']),
    /** The piece it turned out to be. */
    other: z.string().nullable(),
    /** What the number was taken for, by a choice. */
    chosen: identified.nullable(),
    /** The carriers that stood for choice. */
    offered: z.array(z.object({ scheme: z.string(), carrier: z.string() })),
    word: z.string(),
  }),
  examples: { 1: { question: 'seen-before', answer: 'same', other: '01hzy3v7q0m4k8x2n6', chosen: null, offered: [], word: '' } },
  topics: ['piece'],
  project: (db, event) => {
    const { question, chosen, offered } = event.payload
    projection.settle(db, event.piece, question)
    if (chosen) projection.replaceNumber(db, event.piece, chosen)
    projection.rememberChoice(db, offered, chosen)
  },
})

const version = fields.extend({ number: identified.optional(), recipient: assigned.optional() })
export type Version = z.infer<typeof version>

/** Something in an earlier event was wrong. Names that event, what stood there and what is right, and who allowed it where that was needed. */
export const pieceCorrected = eventKind({
  kind: 'piece.corrected',
  version: 2,
  payload: z.object({ corrects: z.object({ device: z.string(), sequence: z.number().int() }), before: version, after: version, reason: z.string(), allowedBy: approver.nullable() }),
  upgrades: { 1: (old) => ({ ...(old as object), allowedBy: null }) },
  examples: {
    1: { corrects: { device: 'k3m9qx7a', sequence: 12 }, before: { sender: 'Exmaple Supply' }, after: { sender: 'Example Supply Co.' }, reason: 'misspelled' },
    2: { corrects: { device: 'k3m9qx7a', sequence: 12 }, before: { count: 1 }, after: { count: 2 }, reason: 'two under one band', allowedBy: { id: '01hzy3v7q0m4k8x2n7', name: 'Otis Ledgerwood' } },
  },
  topics: ['piece'],
  project: (db, event) => {
    const { number, recipient: given, ...rest } = event.payload.after
    if (number) projection.replaceNumber(db, event.piece, number)
    projection.change(db, event.piece, { ...said(rest), ...(given ? { ...asRecipient(given), assigned_at: given.recipient ? event.recordedAt : null } : {}), corrected: 1 })
  },
})

/** A photo of a piece. The picture is a file of its own. */
export const piecePhotographed = eventKind({
  kind: 'piece.photographed',
  version: 1,
  payload: z.object({ file: z.string(), type: fileType, bytes: z.number().int(), note: z.string() }),
  examples: { 1: { file: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', type: 'image/jpeg', bytes: 48_213, note: 'torn corner' } },
  topics: ['piece'],
  project: (db, event) => projection.addFile(db, event, 'photo', event.payload, event.payload.note),
})

export const INTAKE_EVENTS = [pieceAssigned, pieceDetailed, numberAttached, questionAnswered, pieceCorrected, piecePhotographed] as const
