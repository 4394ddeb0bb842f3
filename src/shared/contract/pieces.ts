import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { EXCEPTIONS, HOLDERS } from '../mail/custody.ts'
import { approval, day, hash, id, instant, line, procedure, text } from './base.ts'
import { progress } from './office.ts'

/** What the check digit of a number says, as far as its scheme has one. */
export const checkDigit = z.enum(['valid', 'invalid', 'none'])

/** What a piece is, as a person sees it on the table. */
export const PIECE_TYPES = ['letter', 'flat', 'postcard', 'parcel', 'tube', 'tote', 'pallet', 'other'] as const
export const pieceType = z.enum(PIECE_TYPES)
/** How a piece arrived. */
export const CONDITIONS = ['good', 'damaged', 'open', 'wet'] as const
export const condition = z.enum(CONDITIONS)

/** How far it is known for whom a piece is: nobody yet, a person, a department, several people of the name, or a name nobody knows. */
export const ASSIGNMENTS = ['none', 'person', 'department', 'several', 'unknown'] as const
export const assignment = z.enum(ASSIGNMENTS)

/** What a person has to answer about a piece before it is settled. */
export const QUESTIONS = ['seen-before', 'check-digit', 'carrier'] as const
export const question = z.enum(QUESTIONS)

/** For whom a piece is, in the words it was recorded with. `person` is null when the name is in no directory. */
export const recipient = z.object({ person: z.string().nullable(), name: z.string(), department: z.string(), mailStop: z.string() })
export type Recipient = z.infer<typeof recipient>

/** A piece as lists show it. */
export const pieceRow = z.object({
  id,
  direction: z.enum(['inbound', 'outbound']),
  /** The bare number, without routing or spaces; what was scanned when the scheme is not known. */
  number: z.string(),
  /** The number as it is printed, in groups. */
  grouped: z.string(),
  carrier: z.string(),
  carrierName: z.string(),
  service: z.string(),
  checkDigit,
  /** Certified, registered and the like: it has to be signed for. */
  accountable: z.boolean(),
  /** One of the states of `shared/mail/custody.ts`: `received`, `stored` once it has a location, `handed-over`, `voided`... */
  state: z.string(),
  /** UTC milliseconds of intake: as it was stated for a late entry, otherwise as the station recorded it. */
  receivedAt: instant,
  day,
  receivedBy: z.string(),
  /** `sameAs` is the piece that this one turned out to be. */
  voided: z.object({ at: instant, by: z.string(), reason: z.string(), sameAs: z.string().nullable() }).nullable(),
  assignment,
  /** Null while nobody was named. */
  recipient: recipient.nullable(),
  /** Empty texts where nothing was said. */
  type: z.enum([...pieceType.options, '']),
  condition: z.enum([...condition.options, '']),
  /** How many items go under this one number: a bundle, the letters in a tote. */
  count: z.number().int(),
  location: z.string(),
  sender: z.string(),
  reference: z.string(),
  note: z.string(),
  /** What is still to be answered about it; empty once it is settled. */
  questions: z.array(question),
  /** When the station wrote it down, UTC milliseconds. */
  recordedAt: instant,
  /** Where a late entry was taken from, such as "outage sheet 3, line 7"; null for a piece that was recorded as it came. */
  statedSource: z.string().nullable(),
  photos: z.number().int(),
  /** True when something about it was corrected; the piece's page shows both versions. */
  corrected: z.boolean(),
  /**
   * Who has it: exactly one. `name` is the receiver, the mail stop, the run or the address it was sent to, and empty in the mailroom,
   * where `location` says more; `ref` is the person's, the mail stop's or the run's id. `why` is the reason it is held, refused or lost.
   */
  holder: z.object({ kind: z.enum(HOLDERS), name: z.string(), ref: z.string().nullable(), since: instant, why: z.string() }),
  /** The pouch or tote it lies in. */
  container: z.object({ id: z.string(), number: z.string() }).nullable(),
  /** What keeps it from going its usual way, while that is open. */
  exceptions: z.array(z.enum(EXCEPTIONS)),
})
export type PieceRow = z.infer<typeof pieceRow>

/** One line of the log as the piece's page shows it. */
export const pieceEvent = z.object({
  device: z.string(), sequence: z.number().int(), kind: z.string(), recordedAt: instant, zone: z.string(),
  stated: z.object({ at: instant, source: z.string() }).nullable(),
  actor: z.object({ id: z.string(), name: z.string() }), hash,
  /** The payload after upgrade to the newest version, or null when it was redacted. */
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** The line of the correction that stands beside this one, the newest when there are several. */
  correctedBy: z.object({ device: z.string(), sequence: z.number().int() }).nullable(),
})
export type PieceEvent = z.infer<typeof pieceEvent>

/** What a file can be. */
export const FILE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'application/pdf', 'message/rfc822', 'application/json', 'text/plain', 'text/csv'] as const
export const fileType = z.enum(FILE_TYPES)
export type FileType = z.infer<typeof fileType>

/** A photo of a piece; the picture itself comes from `pieces.file`. */
export const photo = z.object({ file: hash, type: fileType, bytes: z.number().int(), at: instant, by: z.string(), note: z.string() })
export type Photo = z.infer<typeof photo>

/** Any file of a piece. `kind` is what it shows: `photo`, `signature`, and what later areas add. */
export const pieceFile = photo.extend({ kind: z.string(), name: z.string() })
export type PieceFile = z.infer<typeof pieceFile>

/** What a list of pieces can be narrowed to. Everything that is given has to hold; of several values in one field any. */
export const pieceFilter = z.object({
  /** What comes in (left out: this), what goes out, or both. */
  direction: z.enum(['inbound', 'outbound', 'any']).optional(),
  day: day.optional(),
  /** The first and the last day on which they came. */
  from: day.optional(), to: day.optional(),
  /** Only pieces recorded at or after this instant: "this session". */
  since: instant.optional(),
  state: z.array(z.string().max(40)).max(40).optional(),
  carrier: z.array(z.string().max(40)).max(40).optional(),
  /** The department as it stands on the piece. */
  department: text(200).optional(),
  location: text(60).optional(),
  /** The id of a person of the directory, or words of a name as it stands on the piece. */
  recipient: text(200).optional(),
  /** Pieces that are still here and came at least so many days ago. */
  ageDays: z.number().int().min(0).max(36_500).optional(),
  /** As in `find`: any part of a number, its last digits, or words. */
  text: text(200).optional(),
  /** True: only voided ones. False: none of them. Left out: both. */
  voided: z.boolean().optional(),
  assignment: z.array(assignment).max(5).optional(),
  /** True: only pieces with a question that nobody has answered. */
  questions: z.boolean().optional(),
})
export type PieceFilter = z.infer<typeof pieceFilter>

export const listFilter = pieceFilter.extend({
  /** Continue after this cursor of the page before. */
  cursor: z.number().int().optional(),
  limit: z.number().int().min(1).max(500).default(50),
})

const facet = z.array(z.object({ value: z.string(), count: z.number().int() }))
export const pieceCounts = z.object({
  /** How many pieces the whole filter lets through, counted up to 1,000; `more` when there are more than that. */
  total: z.number().int(),
  more: z.boolean(),
  /** By state; by carrier and by department within the states of the filter, or within all but voided ones. Most first. */
  states: facet,
  carriers: facet,
  departments: facet,
  /** Pieces with an open question. */
  questions: z.number().int(),
})
export type PieceCounts = z.infer<typeof pieceCounts>

export const savedView = z.object({ id: z.string(), name: z.string(), filter: pieceFilter, at: instant })
export type SavedView = z.infer<typeof savedView>

export const exportReport = z.object({ rows: z.number().int(), name: z.string() })
export type ExportReport = z.infer<typeof exportReport>

export const pieces = {
  /** Newest first. `total` is said where it is known without counting: for a whole day, and for the whole store. */
  list: procedure('operator').input(listFilter).output(z.object({ rows: z.array(pieceRow), next: z.number().int().nullable(), total: z.number().int().nullable() })),
  /** The numbers for filter chips, and how many pieces a filter lets through. */
  counts: procedure('operator').input(z.object({ filter: pieceFilter.default({}) }).default({ filter: {} })).output(pieceCounts),
  get: procedure('operator').input(z.object({ id })).output(z.object({
    piece: pieceRow, numbers: z.array(z.string()), events: z.array(pieceEvent), photos: z.array(photo), files: z.array(pieceFile),
    /** Other pieces with one of its numbers, and the ones that turned out to be this one. */
    others: z.array(pieceRow),
  })),
  /** Search as you type: any part of a number, its last digits, or words of recipient, department, sender, location, reference, note; newest 50. */
  find: procedure('operator').input(z.object({ text: text(200) })).output(z.object({ rows: z.array(pieceRow), ms: z.number() })),
  /** Takes a piece out of the day's count. The line stays, struck through, with the reason. Refused as `needs-approval` on an earlier day's piece and on one that has left us. */
  void: procedure('operator').input(z.object({ id, reason: line(500), approval: approval.optional() })).output(pieceRow),
  /** A file that an event names: a photo, a signature, a scan. */
  file: procedure('operator').input(z.object({ hash })).output(z.object({ type: fileType, name: z.string(), bytes: z.number().int(), content: z.base64() })),
  /** The caller's own saved views, by name. */
  views: procedure('operator').output(z.array(savedView)),
  /** Saves a view under a name, or changes the one named by `id`. Refused as `name-taken`. */
  saveView: procedure('operator').input(z.object({ id: id.optional(), name: line(80), filter: pieceFilter })).output(savedView),
  removeView: procedure('operator').input(z.object({ id })).output(z.object({})),
  /** Everything a filter lets through as a CSV file, in parts to be put one after the other. Leaving the stream stops it. */
  export: procedure('operator').input(z.object({ filter: pieceFilter.default({}), format: z.literal('csv').default('csv') }))
    .output(eventIterator(z.union([z.object({ progress }), z.object({ part: z.string() }), z.object({ report: exportReport })]))),
}
