import * as z from 'zod'
import { approval, hash, id, instant, line, procedure, text } from './base.ts'
import { printable } from './printing.ts'
import { assignment, checkDigit, condition, pieceRow, pieceType, recipient } from './pieces.ts'

/** Where a number came from. */
export const scanSource = z.enum(['wedge', 'typed', 'serial', 'hid', 'camera', 'image'])

/** What one scan gives, wherever it came from. */
export const scanInput = z.object({
  /** Made by the page for each scan: the same scan sent again after a lost connection is answered, not doubled. */
  id,
  text: text(100_000, 1),
  source: scanSource,
  /** When the page caught it, UTC milliseconds by the page's clock; kept beside the station's own time. */
  caughtAt: instant,
})

const candidate = z.object({ scheme: z.string(), carrier: z.string(), carrierName: z.string(), number: z.string(), grouped: z.string(), service: z.string(), checkDigit, confidence: z.number() })

export const scanned = z.object({
  /** What the number was taken for. `own-piece` is a label of ours that is already on a piece: that piece is answered, and no new one is made. */
  kind: z.enum(['piece', 'own-piece', 'green-card']),
  piece: pieceRow,
  /** What else the number could be, best first, when it is not certain. */
  candidates: z.array(candidate),
  /** Earlier pieces with the same number, newest first. */
  seenBefore: z.array(pieceRow),
  /** How many pieces were taken in today, this one included. */
  countToday: z.number().int(),
})
export type Scanned = z.infer<typeof scanned>

/** What a label is, for a page that wants to know before it takes something in. */
export const lookedUp = z.object({
  kind: z.enum(['piece', 'own-piece', 'green-card', 'badge', 'location', 'container']),
  number: z.string(), grouped: z.string(), carrierName: z.string(), service: z.string(), checkDigit,
  /** What a person is told about it. */
  message: z.string(),
  /** The code of a location's label. */
  location: z.string().nullable(),
  /** Whose badge it is, when the directory knows. */
  person: recipient.nullable(),
  /** The newest piece with this number. */
  piece: pieceRow.nullable(),
})
export type LookedUp = z.infer<typeof lookedUp>

const kept = (max: number) => text(max).transform((value) => value.trim())

/** What may be said about a piece. Left out means "as it is"; an empty text means "none". */
export const detailFields = z.object({
  type: z.enum([...pieceType.options, '']), condition: z.enum([...condition.options, '']), count: z.number().int().min(1).max(9_999),
  location: kept(60), sender: kept(200), reference: kept(200), note: kept(4_000),
}).partial()
export type DetailFields = z.infer<typeof detailFields>

/** For whom: a person of the directory, a name as it stands on the label, or a department alone. */
export const recipientInput = z.object({ person: id.nullable().default(null), name: kept(200).default(''), department: kept(200).default(''), mailStop: kept(60).default('') })
  .refine((value) => value.person !== null || value.name !== '' || value.department !== '', 'Say who it is for: a person, a name or a department.')
export type RecipientInput = z.infer<typeof recipientInput>

/** How a recipient was chosen: typed, taken from the likely ones, by a scanned badge, read from a label. */
export const recipientSource = z.enum(['typed', 'likely', 'badge', 'label'])

/** A person who may be meant by a name. */
export const possiblePerson = recipient.extend({ person: z.string(), active: z.boolean() })
export type PossiblePerson = z.infer<typeof possiblePerson>

const LIKELY = ['same-name', 'same-number', 'same-sender', 'same-range', 'last-used'] as const
export const likelyRecipient = z.object({
  recipient,
  /** Why it is offered, the strongest reason first. */
  reasons: z.array(z.enum(LIKELY)).min(1),
  /** When this recipient last got such a piece; null for somebody who only has the name that stands on the piece. */
  lastAt: instant.nullable(),
})
export type LikelyRecipient = z.infer<typeof likelyRecipient>

export const answerInput = z.discriminatedUnion('question', [
  z.discriminatedUnion('answer', [
    z.object({ question: z.literal('seen-before'), piece: id, answer: z.literal('another') }),
    /** It is `other`, scanned twice: this one is voided with a link to it. */
    z.object({ question: z.literal('seen-before'), piece: id, answer: z.literal('same'), other: id }),
  ]),
  z.discriminatedUnion('answer', [
    /** The number stands on the label as it was scanned or typed. */
    z.object({ question: z.literal('check-digit'), piece: id, answer: z.literal('as-printed'), word: kept(200).default('') }),
    /** The number was read wrong; this one is right. */
    z.object({ question: z.literal('check-digit'), piece: id, answer: z.literal('number'), text: text(500, 1) }),
  ]),
  z.discriminatedUnion('answer', [
    /** One of the candidates, by its scheme and number. */
    z.object({ question: z.literal('carrier'), piece: id, answer: z.literal('choice'), scheme: z.string().max(60), number: z.string().max(500) }),
    z.object({ question: z.literal('carrier'), piece: id, answer: z.literal('unknown') }),
  ]),
])
export type AnswerInput = z.infer<typeof answerInput>

export const stated = z.object({ at: instant, source: line(200) })

/** Largest photo, in bytes. */
export const LARGEST_PHOTO = 15 << 20

const withDetails = { recipient: recipientInput.optional(), source: recipientSource.default('typed'), fields: detailFields.optional() }

export const intake = {
  /**
   * Records a piece the moment it is scanned or typed; durable before it answers. What a person has to settle stands in
   * `piece.questions`. Labels of ours that are no piece are refused as `badge`, `location` or `container`: ask `lookUp` what they say.
   * A barcode that holds an address alone is refused as `routing`.
   */
  scan: procedure('operator').input(scanInput).output(scanned),
  /** Says what a label is and records nothing. */
  lookUp: procedure('operator').input(z.object({ text: text(100_000, 1) })).output(lookedUp),
  /** Takes in a piece that has no barcode, under a number of our own. Refused as `numbering-stopped` after a restore. */
  withoutBarcode: procedure('operator').input(z.object({ id, ...withDetails })).output(scanned),
  /** Takes in several pieces without barcodes for one recipient in one go, each under a number of its own. The same `id` again answers the same pieces. */
  several: procedure('operator').input(z.object({ id, count: z.number().int().min(2).max(200), ...withDetails })).output(z.object({ rows: z.array(pieceRow), countToday: z.number().int() })),
  /** Puts down mail that was logged on paper while the station could not be used. Without `text` it gets a number of our own. Refused as `in-the-future`. */
  lateEntry: procedure('operator').input(z.object({ id, text: text(100_000).default(''), stated, ...withDetails })).output(scanned),
  /**
   * Adds a second barcode of the same parcel. Name by `from` the piece that its scan had made: that one is then voided as the same.
   * Refused as `on-another-piece` when the number belongs to another piece, as `check-digit` unless a person says that it is printed so,
   * and as `needs-approval` when the piece of an earlier day, or one that has left us, would be voided.
   */
  attach: procedure('operator').input(z.object({ piece: id, text: text(100_000, 1), source: scanSource.default('wedge'), from: id.optional(), asPrinted: z.boolean().default(false), approval: approval.optional() })).output(pieceRow),
  /** Names the recipient of one or several pieces, with details where given. A name that one person alone has is taken for that person. */
  assign: procedure('operator').input(z.object({ pieces: z.array(id).min(1).max(500), ...withDetails, recipient: recipientInput }))
    .output(z.object({ rows: z.array(pieceRow), assignment, candidates: z.array(possiblePerson) })),
  /** Records what was seen of a piece; only what is new is written. */
  detail: procedure('operator').input(z.object({ piece: id, fields: detailFields })).output(pieceRow),
  /** What is still open about a piece, in the form its scan was answered with: what it may be, and which earlier pieces have its number. */
  asked: procedure('operator').input(z.object({ piece: id })).output(scanned),
  /** Answers an open question about a piece. Refused as `answered`, `not-a-choice`, `not-earlier`; and as `needs-approval` where the answer voids a piece of an earlier day or one that has left us, or gives it another number. */
  answer: procedure('operator').input(answerInput.and(z.object({ approval: approval.optional() }))).output(pieceRow),
  /** Corrects what was recorded wrong, with a reason. Both versions stay. A `recipient` of null takes the name away. Refused as `nothing-to-correct`, and as `needs-approval` on an earlier day's piece and on one that has left us. */
  correct: procedure('operator').input(z.object({ piece: id, reason: line(500), fields: detailFields.extend({ number: text(500, 1).optional(), recipient: recipientInput.nullable().optional() }), approval: approval.optional() })).output(pieceRow),
  /** Keeps a photo of a piece: JPEG, PNG or WebP, up to 15 MB. Refused as `not-a-photo`, `too-large`. */
  photo: procedure('operator').input(z.object({ piece: id, content: z.base64(), note: kept(500).default('') })).output(z.object({ piece: pieceRow, file: hash })),
  /** Who a piece is likely for, best first: people of the name that stands on it, then by earlier mail; `sender` counts before it is saved. Without a piece, who was given something last. */
  likely: procedure('operator').input(z.object({ piece: id.optional(), sender: kept(200).optional(), limit: z.number().int().min(1).max(20).default(8) }).default({ limit: 8 })).output(z.object({ rows: z.array(likelyRecipient) })),
  /** Pieces without a recipient, with a name that several people have, or with one that nobody knows; oldest first. `likely` says who may be meant. */
  worklist: procedure('operator').input(z.object({ filter: z.enum(['all', 'none', 'several', 'unknown']).default('all'), cursor: z.number().int().optional(), limit: z.number().int().min(1).max(200).default(50) }).default({ filter: 'all', limit: 50 }))
    .output(z.object({
      rows: z.array(pieceRow), next: z.number().int().nullable(),
      counts: z.object({ none: z.number().int(), several: z.number().int(), unknown: z.number().int() }),
    })),
  /** Locations whose name begins with `text` and where pieces lie now, by name; `pieces` is counted up to 1,000. */
  locations: procedure('operator').input(z.object({ text: text(60, 1), limit: z.number().int().min(1).max(20).default(6) })).output(z.object({ rows: z.array(z.object({ location: z.string(), pieces: z.number().int() })) })),
  /** Whether own numbers are given out, and the last one. */
  numbering: procedure('operator').output(z.object({ stopped: z.boolean(), tag: z.string(), last: z.string().nullable() })),
  /** Lets own numbers go on after a restore, from the last one that was used; null says that none ever was. Refused as `not-ours`, `not-a-number`, `one-was-used`. */
  resumeNumbering: procedure('operator').input(z.object({ lastNumber: text(200, 1).nullable() })).output(z.object({ stopped: z.boolean(), tag: z.string(), last: z.string().nullable() })),
  /** Blank sheets for logging mail by hand while the station cannot be used, numbered from `first`, as a PDF. */
  outageSheet: procedure('operator').input(z.object({ paper: z.enum(['letter', 'a4']).default('letter'), first: z.number().int().min(1).max(999).default(1), count: z.number().int().min(1).max(50).default(1) }).default({ paper: 'letter', first: 1, count: 1 })).output(printable),
}
