import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { ATTENTION } from '../mail/tracking-attention.ts'
import { CHECKS, OUTCOMES, STANDINGS, STATUSES, WORDS } from '../mail/tracking-status.ts'
import { MEANINGS, SOURCES } from '../mail/tracking.ts'
import { TABLE_FIELDS } from '../mail/tracking-table.ts'
import { day, id, instant, line, procedure, text } from './base.ts'
import { evidence } from './letters.ts'
import { progress } from './office.ts'
import { printable } from './printing.ts'

export const trackingStatus = z.enum(STATUSES)
export const trackingOutcome = z.enum(OUTCOMES)
/** What a piece is counted as: deliveries apart by to whom. */
export const trackingStanding = z.enum(STANDINGS)
export const trackingCheck = z.enum(CHECKS)
export const trackingSource = z.enum(SOURCES)
export const attentionKind = z.enum(ATTENTION)
/** What a person can say became of a piece. */
export const trackingWord = z.enum(WORDS)

/** One reason why a piece needs a person. */
export const attentionItem = z.object({
  kind: attentionKind, due: day, title: z.string(), because: z.string(),
  step: z.enum(['decide', 'read', 'ask', 'hold', 'tell-sender', 'tell-addressee', 'take-in', 'wait', 'attach-sheet', 'get-card', 'get-pdf', 'say-signer']),
  assigned: z.object({ id: z.string(), name: z.string() }).nullable(),
  snoozed: z.object({ until: day, reason: z.string() }).nullable(),
  done: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
})
export type AttentionItem = z.infer<typeof attentionItem>

/** A followed piece as lists show it. */
export const trackedRow = z.object({
  piece: id, direction: z.enum(['inbound', 'outbound']), number: z.string(), grouped: z.string(), carrier: z.string(), carrierName: z.string(), service: z.string(),
  /** To whom it goes, or for whom it came; empty when that is not known. */
  name: z.string(), department: z.string(), matter: z.string(),
  status: trackingStatus, outcome: trackingOutcome.nullable(),
  /** Why, as a sentence of facts with their sources. */
  reason: z.string(), checks: z.array(trackingCheck),
  acceptedDay: day.nullable(), waitingSince: day.nullable(), outcomeDay: day.nullable(), lastDay: day.nullable(),
  /** The day on which USPS sends it back, where USPS gave one. */
  returnDay: day.nullable(), signedBy: z.array(z.string()), byPerson: z.boolean(),
  heardAt: instant.nullable(),
  /** When USPS will be asked next; null when it will not be. */
  nextAsk: instant.nullable(),
  /** What USPS said the last time it had nothing to tell. */
  problem: z.object({ kind: z.string(), message: z.string(), at: instant }).nullable(),
  /** What needs a person, the most pressing first; on the board of what needs attention without what was put aside. */
  attention: z.array(attentionItem),
})
export type TrackedRow = z.infer<typeof trackedRow>

/** One event of a piece; the same event told by several sources stands once, with all of them. */
export const toldEvent = z.object({
  code: z.string().nullable(), text: z.string(), meaning: z.enum(MEANINGS), at: instant.nullable(), local: z.string().nullable(), city: z.string(), state: z.string(), zip: z.string(), country: z.string(), name: z.string(),
  sources: z.array(z.object({ source: trackingSource, told: z.string(), by: z.string(), learnedAt: instant, device: z.string(), sequence: z.number().int() })),
})
export type ToldEvent = z.infer<typeof toldEvent>

export const trackedPiece = z.object({
  row: trackedRow,
  events: z.array(toldEvent),
  words: z.array(z.object({ says: trackingWord, evidence: z.string(), reason: z.string(), by: z.string(), at: instant })),
  /** When USPS took it over the counter and what shows it, or null before that and for what came in. */
  mailing: z.object({ day, evidence, postOffice: z.string() }).nullable(),
  /** The carrier's public page, or null where there is none. */
  page: z.string().nullable(),
})
export type TrackedPiece = z.infer<typeof trackedPiece>

export const boardFilter = z.object({
  view: z.enum(['attention', 'open', 'closed', 'all']).default('attention'),
  standing: trackingStanding.optional(),
  /** Only what was given to this person. */
  assigned: z.string().max(64).optional(),
  /** Words of addressee, matter, department; any part of the number. */
  text: text(200).optional(),
  cursor: z.number().int().optional(),
  limit: z.number().int().min(1).max(500).default(100),
})
export type BoardFilter = z.infer<typeof boardFilter>

/** How the connection to the USPS interface stands, in words for the head of the board. */
export const sourceState = z.object({
  on: z.boolean(), state: z.enum(['off', 'idle', 'asking', 'offline', 'waiting', 'refused']), words: z.string(),
  askedAt: instant.nullable(), callsLeft: z.number().int().nullable(), quota: z.number().int().nullable(),
  /** When it goes on by itself; null when nothing waits or a person has to act. */
  resumesAt: instant.nullable(),
})
export type SourceState = z.infer<typeof sourceState>

export const board = z.object({
  rows: z.array(trackedRow), next: z.number().int().nullable(),
  counts: z.array(z.object({ standing: trackingStanding, count: z.number().int() })),
  attention: z.number().int(), open: z.number().int(), closed: z.number().int(), total: z.number().int(),
  source: sourceState,
})
export type Board = z.infer<typeof board>

const place = { city: text(100).default(''), state: text(40).default(''), zip: text(20).default(''), name: text(200).default('') }

/** News typed by a person: what happened, when and where, and how it became known. */
export const typedNews = z.object({
  piece: id,
  /** A code of USPS, or null with words. */
  code: z.string().max(4).nullable().default(null), text: text(500).default(''),
  day: day.nullable().default(null), time: z.string().regex(/^\d{2}:\d{2}$/).nullable().default(null), ...place,
  source: z.enum(['person', 'phone']),
  /** For a telephone call: whom the office spoke to, under which number, what was said, and who asked where that is another person than who types it. */
  call: z.object({ spoke: text(200), number: text(60), said: text(2_000), asked: text(200).default('') }).optional(),
})

const fromFile = z.object({ name: line(300), content: z.base64().max(24 << 20) })
const fromText = z.object({ text: text(2 << 20, 1), piece: id.optional() })

export const tableMapping = z.partialRecord(z.enum(TABLE_FIELDS), z.number().int().min(0).max(999))

/** What an import would do, piece by piece. */
export const newsPreview = z.object({
  id, name: z.string(), kind: z.enum(['json', 'email', 'csv', 'text']).nullable(),
  /** Why it cannot be taken as it is; the columns are there to be chosen. */
  problem: z.string().nullable(),
  pieces: z.number().int(), newEvents: z.number().int(), sameEvents: z.number().int(),
  rows: z.array(z.object({
    number: z.string(), grouped: z.string(), piece: id.nullable(), name: z.string(), status: trackingStatus.nullable(), becomes: trackingStatus.nullable(), outcome: trackingOutcome.nullable(),
    newEvents: z.array(z.object({ code: z.string().nullable(), text: z.string(), meaning: z.enum(MEANINGS), local: z.string().nullable(), city: z.string(), state: z.string(), zip: z.string(), name: z.string() })),
    sameEvents: z.number().int(),
    /** What a person should know: not in this store, a green card's number, a notice that is not understood, an error of USPS. */
    note: z.string(),
  })),
  /** Numbers that belong to no piece here. */
  unknown: z.number().int(),
  bad: z.array(z.object({ row: z.number().int(), reason: z.string(), cells: z.array(z.string()) })), badRows: z.number().int(),
  columns: z.array(z.string()), mapping: tableMapping, sample: z.array(z.array(z.string())), remembered: z.boolean(),
})
export type NewsPreview = z.infer<typeof newsPreview>

export const newsReport = z.object({ id, name: z.string(), pieces: z.number().int(), events: z.number().int(), same: z.number().int(), unknown: z.number().int(), bad: z.number().int(), unknownNumbers: z.array(z.string()) })
export type NewsReport = z.infer<typeof newsReport>

export const trackingDays = z.object({
  acceptance: z.number().int().min(1).max(60), hold: z.number().int().min(1).max(60), near: z.number().int().min(0).max(60), movement: z.number().int().min(1).max(90), receipt: z.number().int().min(1).max(120), returning: z.number().int().min(1).max(90),
})
export const trackingSettings = z.object({
  days: trackingDays,
  /** The ZIP that pieces come back to; empty for the one of the office's address. */
  returnZip: z.string().regex(/^(?:\d{5})?$/, 'A ZIP has five digits.'),
  /** A folder that is looked into for notices by e-mail (.eml); empty for none. */
  watched: text(1_000),
})
export type TrackingSettings = z.infer<typeof trackingSettings>

export const uspsConnection = z.object({
  on: z.boolean(), address: z.url({ protocol: /^https?$/ }).max(300),
  /** Questions an hour that USPS allows this office. */
  quota: z.number().int().min(1).max(100_000),
  /** Numbers in one question. */
  batch: z.number().int().min(1).max(100),
  version: z.enum(['v3r2', 'v3']),
})
export type UspsConnection = z.infer<typeof uspsConnection>

const secretPlace = z.object({ has: z.boolean(), where: z.string(), detail: z.string() })

export const refreshPlan = z.object({
  letters: z.number().int(), asksPerHour: z.number().int().nullable(), callsLeft: z.number().int().nullable(),
  /** When the last of them will have been asked about; null when nobody is asked. */
  through: instant.nullable(),
  rows: z.array(z.object({ piece: id, number: z.string(), grouped: z.string(), name: z.string(), status: trackingStatus, at: instant, why: z.string() })), next: z.number().int().nullable(),
})
export type RefreshPlan = z.infer<typeof refreshPlan>

export const refreshReport = z.object({ asked: z.number().int(), news: z.number().int(), nothing: z.number().int(), left: z.number().int(), words: z.string() })
export type RefreshReport = z.infer<typeof refreshReport>

/** Reasons by piece and kind. */
const attentionItems = z.array(z.object({ piece: id, kind: attentionKind })).min(1).max(500)
/** The pieces as they are now, and how many of the reasons were not open any more. */
const changedRows = z.object({ rows: z.array(trackedRow), gone: z.number().int() })

const streamed = <T extends z.ZodType>(report: T) => eventIterator(z.union([z.object({ progress }), z.object({ report })]))

export const tracking = {
  board: procedure('operator').input(boardFilter.prefault({})).output(board),
  of: procedure('operator').input(z.object({ piece: id })).output(trackedPiece.nullable()),
  /** The raw form of one event of the log: as it came, or the file it stands in. */
  raw: procedure('operator').input(z.object({ device: z.string().max(20), sequence: z.number().int() })).output(z.object({ told: z.string(), raw: z.string() })),
  /** The carrier's page as a QR code for a telephone, drawn; refused as `no-page` where the carrier has none. */
  qr: procedure('operator').input(z.object({ piece: id })).output(z.object({ svg: z.string(), page: z.string() })),
  /** News by hand or by telephone. */
  add: procedure('operator').input(typedNews).output(trackedPiece),
  /** A person's word about what became of it. The two that name who signed need evidence. */
  say: procedure('operator').input(z.object({ piece: id, says: trackingWord, evidence: text(500).default(''), reason: line(500) })).output(trackedPiece),
  /** Reads a file or a pasted text and says what it would change. Changes nothing. */
  open: procedure('operator').input(z.union([fromFile, fromText])).output(newsPreview),
  /** The same under another choice of columns. */
  remap: procedure('operator').input(z.object({ id, mapping: tableMapping })).output(newsPreview),
  apply: procedure('operator').input(z.object({ id })).output(streamed(newsReport)),
  cancel: procedure('operator').input(z.object({ id })).output(z.object({})),
  /** Who looks after reasons, until when they are put aside, that they are done: all of them or none; those that are not open any more are left out, and refused as `not-open` when none is. */
  assign: procedure('operator').input(z.object({ items: attentionItems, to: id.nullable() })).output(changedRows),
  snooze: procedure('operator').input(z.object({ items: attentionItems, until: day, reason: line(300) })).output(changedRows),
  done: procedure('operator').input(z.object({ items: attentionItems, note: text(300).default('') })).output(changedRows),
  /** The board as a PDF, as the filter shows it, from its beginning. */
  print: procedure('operator').input(boardFilter.omit({ cursor: true, limit: true }).prefault({})).output(printable),
  settings: procedure('operator').output(trackingSettings),
  changeSettings: procedure('administrator').input(trackingSettings).output(trackingSettings),
  connection: procedure('administrator').output(uspsConnection.extend({ key: secretPlace, secret: secretPlace, state: sourceState })),
  /** `key` and `secret` are kept where secrets are kept, and are never answered; left out, what is kept stays. */
  changeConnection: procedure('administrator').input(uspsConnection.extend({ key: text(500).optional(), secret: text(500).optional() })).output(uspsConnection.extend({ key: secretPlace, secret: secretPlace, state: sourceState })),
  /** Asks USPS for a token and says in words what came of it. */
  testConnection: procedure('administrator').output(z.object({ ok: z.boolean(), words: z.string() })),
  source: procedure('operator').output(sourceState),
  /** When each open letter will be asked about. */
  plan: procedure('operator').input(z.object({ cursor: z.number().int().default(0), limit: z.number().int().min(1).max(500).default(100) }).prefault({})).output(refreshPlan),
  /** Asks USPS now, about these pieces or about what needs it most, as far as the quota goes. */
  refresh: procedure('operator').input(z.object({ pieces: z.array(id).max(500).optional() }).default({})).output(streamed(refreshReport)),
}
