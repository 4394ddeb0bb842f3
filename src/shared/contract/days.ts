import * as z from 'zod'
import { approval, day, hash, id, instant, line, procedure, text } from './base.ts'
import { job, missing } from './printing.ts'

const count = z.number().int()
const cents = z.number().int()
const place = z.object({ device: z.string(), sequence: count })

/** The sum of a day: what was here in the morning, what came, what went, what is here. */
export const dayBalance = z.object({
  morning: count, cameIn: count, cameBack: count, handed: count, stops: count, sent: count, lost: count, disposed: count, voided: count, here: count,
  /** By how much the sum since the last signed log, or the shelf count, differs from `here`: -3 is "3 too few". 0 when it comes out. */
  off: count,
})
export type DayBalance = z.infer<typeof dayBalance>

const named = z.object({ name: z.string(), n: count })
export const dayTotals = dayBalance.extend({
  byCarrier: z.array(named), byAge: z.array(named), exceptions: z.array(named),
  letters: z.object({ logged: count, accepted: count, voided: count, returned: count, byService: z.array(named), postage: cents, fees: cents, total: cents, unpriced: count, byDepartment: z.array(z.object({ name: z.string(), n: count, cents })) }),
  corrections: count, voids: count, late: count,
})
export type DayTotals = z.infer<typeof dayTotals>

/** A line about an inbound piece, that came, left or came back, or about a letter that came back. */
export const mailLine = z.object({
  piece: id, number: z.string(), grouped: z.string(), carrier: z.string(), service: z.string(), recipient: z.string(), department: z.string(),
  at: instant, by: z.string(),
  /** What had become of it at the end of the day, in words, when, and by whom. */
  became: z.string(), becameAt: instant, becameBy: z.string(), voided: z.boolean(), late: z.boolean(),
  /** True for a letter of the office that came back to it. */
  letter: z.boolean(),
})
export type MailLine = z.infer<typeof mailLine>

export const letterLine = z.object({
  piece: id, grouped: z.string(), addressee: z.string(), services: z.array(z.string()), receipt: z.string(), greenCard: z.string(), department: z.string(), matter: z.string(), document: z.string(),
  postage: cents, fees: cents, unpriced: z.boolean(),
  /** How the date of mailing is evidenced, and which day it is; empty and null before USPS has it. */
  evidence: z.string(), mailed: day.nullable(), postOffice: z.string(),
  /** The mailing book and the line in it: "118/2", "118" for a letter that was taken out of it again; empty for one that is in none. */
  book: z.string(),
  /** Why it came back into our hands, in USPS's words; empty while it has not. */
  returned: z.string(), state: z.string(), at: instant, by: z.string(), voided: z.boolean(),
  /** False for a letter that was logged on an earlier day and accepted or changed on this one. */
  logged: z.boolean(),
})
export type LetterLine = z.infer<typeof letterLine>

/** Something that was corrected, voided, entered late or out of the ordinary. */
export const noteLine = z.object({
  piece: id.nullable(), grouped: z.string(), what: z.string(), before: z.string(), after: z.string(), reason: z.string(), at: instant, recordedAt: instant, by: z.string(), allowedBy: z.string(), device: z.string(), sequence: count,
})
export type NoteLine = z.infer<typeof noteLine>

/** Something to look at before the day is signed off. */
export const dayCheck = z.object({ code: z.string(), ok: z.boolean(), text: z.string(), pieces: z.array(z.object({ piece: id, grouped: z.string(), text: z.string() })) })
export type DayCheck = z.infer<typeof dayCheck>

export const signedDay = z.object({
  day, at: instant, by: z.string(), events: count,
  /** The first and last entry of the log that it covers; the last one's hash is the anchor. */
  from: place.nullable(), to: place.extend({ hash }), file: hash, here: count,
  reopened: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
})
export type SignedDay = z.infer<typeof signedDay>

export const dayLog = z.object({
  day, office: z.object({ name: z.string(), address: z.string(), zone: z.string() }),
  /** Null for the whole day. */
  shift: z.object({ name: z.string(), from: z.string(), to: z.string() }).nullable(),
  /** The first moment and the last one that it covers; `open` while more can come. */
  start: instant, end: instant, open: z.boolean(),
  range: z.object({ from: place.nullable(), to: place.extend({ hash }).nullable(), events: count }),
  totals: dayTotals,
  in: z.array(mailLine), out: z.array(mailLine), back: z.array(mailLine), letters: z.array(letterLine), corrections: z.array(noteLine), voids: z.array(noteLine), late: z.array(noteLine), exceptions: z.array(noteLine),
  checks: z.array(dayCheck),
  /** The sign-off that holds, and earlier ones that were taken back. */
  signed: signedDay.nullable(), before: z.array(signedDay),
})
export type DayLog = z.infer<typeof dayLog>

/** What the worker is asked for: the log of a day, today's for null, at a moment. */
export interface DayQuestion { day: string | null; shift: { name: string; from: string; to: string } | null; zone: string; now: number; office: DayLog['office'] }

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Type a time like 14:00.')
export const shift = z.object({ name: line(40), from: time, to: time }).refine((value) => value.from !== value.to, 'A shift ends at another time than it begins.')
export type Shift = z.infer<typeof shift>

export const LOG_FORMATS = ['pdf', 'csv', 'xlsx', 'json'] as const
export const logFormat = z.enum(LOG_FORMATS)
export type LogFormat = z.infer<typeof logFormat>
export const paper = z.enum(['letter', 'a4'])

export const daySettings = z.object({
  shifts: z.array(shift).max(12), paper,
  /** Where the log goes at closing time; empty for nowhere. */
  folder: text(4_000), formats: z.array(logFormat).max(4),
})
export type DaySettings = z.infer<typeof daySettings>

const which = z.object({ day: day.optional(), shift: text(40).optional() })
export const logFile = z.object({ title: z.string(), name: z.string(), type: z.string(), content: z.string(), signed: z.boolean(), missing })

export const days = {
  /** The log of a day, today's when none is named, or of one of its shifts. */
  get: procedure('operator').input(which).output(dayLog),
  /** The log as a file. For a signed day the PDF is the one that was signed. */
  file: procedure('operator').input(which.extend({ format: logFormat, paper: paper.optional() })).output(logFile),
  /** Prints a slip with the sums on the printer for receipts. */
  slip: procedure('operator').input(which).output(job),
  /** What the first sheets look like, one SVG a page, how many there are, and what of all of them no font has. */
  preview: procedure('operator').input(which).output(z.object({ title: z.string(), pages: z.array(z.string()), of: count, missing })),
  /** Days that were signed off, the latest first. */
  signed: procedure('operator').input(z.object({ limit: z.number().int().min(1).max(500).default(20) })).output(z.array(signedDay)),
  /** Closes a day, and with it every earlier one: always with the PIN of a supervisor. */
  signOff: procedure('operator').input(z.object({ day: day.optional(), by: approval })).output(signedDay.extend({ missing })),
  /** Takes the last sign-off back. What was signed stays in the log and as a file. */
  reopen: procedure('operator').input(z.object({ day, reason: line(500), by: approval })).output(signedDay),
  settings: procedure('operator').output(daySettings),
  saveSettings: procedure('supervisor').input(daySettings).output(daySettings),
}
