import * as z from 'zod'
import { MEDIA } from '../printing/document.ts'
import type { MediaId } from '../printing/document.ts'
import { CODE_PAGES, LANGUAGES, PURPOSES } from '../printing/profile.ts'
import type { Profile } from '../printing/profile.ts'
import { id, instant, line, procedure, text } from './base.ts'

export const purpose = z.enum(PURPOSES)
export const language = z.enum(LANGUAGES)
export const media = z.enum(Object.keys(MEDIA) as [MediaId, ...MediaId[]])

/** How a printer is set up; see `Profile`. Lengths are millimetres. */
export const profile = z.object({
  language,
  media,
  dpi: z.number().refine((dpi) => [203, 300, 600].includes(dpi), 'A print head has 203, 300 or 600 dots per inch.'),
  copies: z.number().int().min(1).max(99),
  offsetX: z.number().min(-50).max(50),
  offsetY: z.number().min(-50).max(50),
  darkness: z.number().int().min(0).max(30).optional(),
  codePage: z.enum(CODE_PAGES),
  columns: z.number().int().min(16).max(96),
  cut: z.boolean(),
}).transform(({ darkness, ...rest }): Profile => ({ ...rest, ...(darkness === undefined ? {} : { darkness }) }))

/** A printer of this workstation. */
export const printer = z.object({
  id,
  name: z.string(),
  /** `tcp://HOST:PORT`, `file:PATH`, `cups:QUEUE` or `windows:PRINTER`. */
  target: z.string(),
  profile,
  purposes: z.array(purpose),
  paused: z.boolean(),
  /** Jobs waiting or being sent, and jobs of which nobody knows whether they were printed. */
  waiting: z.number().int(),
  unknown: z.number().int(),
  /** Why the oldest waiting job is not printed yet, in the person's words; null when nothing is in its way. */
  reason: z.string().nullable(),
})
export type PrinterRow = z.infer<typeof printer>

export const jobState = z.enum(['queued', 'sending', 'sent', 'confirmed', 'failed', 'unknown'])

/** Which characters of which field are printed as boxes, because no font has them, in words; null where all are printed. */
export const missing = z.string().nullable()

export const job = z.object({
  id,
  /** Null for a job that was sent straight to an address. */
  printer: id.nullable(),
  printerName: z.string(),
  purpose,
  title: z.string(),
  copies: z.number().int(),
  /** `sent`: the receiver took all of it. `confirmed`: the printer answered afterwards. `unknown`: only a person can say. */
  state: jobState,
  attempts: z.number().int(),
  /** Not tried again before this time. */
  notBefore: instant,
  reason: z.string().nullable(),
  createdAt: instant,
  changedAt: instant,
  by: z.string(),
  piece: z.string().nullable(),
  /** The job that this one repeats. */
  copyOf: z.string().nullable(),
  missing,
})
export type PrintJob = z.infer<typeof job>

export const found = z.object({
  printers: z.array(z.object({ target: z.string(), name: z.string(), detail: z.string(), usable: z.boolean() })),
  /** What could not be asked. */
  notes: z.array(z.string()),
})

/** When a label is printed by itself: never, as soon as a piece is taken in, or once it is known for whom it is. */
export const labelWhen = z.enum(['off', 'intake', 'recipient'])
export const printSettings = z.object({ labelWhen })
export type PrintSettings = z.infer<typeof printSettings>

/** Labels with a code of our own that stay in use: places, badges, and what pieces travel in. */
export const tagKind = z.enum(['shelf', 'badge', 'container'])
/** `code` is what the scanner reads; `detail` is a badge's role or a container's kind. */
export const tag = z.object({ code: line(40), name: line(120), detail: line(80).optional() })
export type Tag = z.infer<typeof tag>
export const tags = z.object({ kind: tagKind, tags: z.array(tag).min(1).max(500), printer: id.optional() })
export type Tags = z.infer<typeof tags>

const one = z.object({ id })
/** A job; or, as they would be printed now, the label of a piece, the test page of a printer, or tags. */
const shownDocument = z.union([z.object({ job: id }), z.object({ piece: id, printer: id.optional() }), z.object({ testPage: id }), tags])
/** A PDF file of up to 40 MB. `title` becomes its name. */
export const pdf = z.object({ title: line(200), content: z.base64().max(56_000_000) })
export type PdfFile = z.infer<typeof pdf>
/** A PDF file of what is otherwise printed, with what of it no font has. */
export const printable = pdf.extend({ missing })
export type Printable = z.infer<typeof printable>
/** How many jobs were queued. */
export const queued = z.object({ jobs: z.number().int(), missing })
export type Queued = z.infer<typeof queued>

export const printing = {
  printers: procedure('operator').output(z.array(printer)),
  /** Adds a printer, or changes the one named by `id`. Refused as `target` or `name-taken`. */
  savePrinter: procedure('administrator').input(z.object({ id: id.optional(), name: line(80), target: line(400), profile, purposes: z.array(purpose).max(PURPOSES.length) })).output(printer),
  /** Takes a printer away; its history stays. Refused as `jobs-open` while jobs wait or are unknown. */
  removePrinter: procedure('administrator').input(one).output(z.object({})),
  /** The print queues and printer devices of this computer. */
  found: procedure('administrator').output(found),
  /** Asks a printer, or its print queue, how it is. `answers`: it said something itself. Refused as `busy` while it is printing. */
  status: procedure('operator').input(one).output(z.object({ answers: z.boolean(), trouble: z.string().nullable() })),
  testPage: procedure('operator').input(one).output(job),
  /** Nothing more is sent to this printer until it is resumed; what is being sent is finished. */
  pause: procedure('operator').input(one).output(printer),
  resume: procedure('operator').input(one).output(printer),
  /** Newest first. `open`: waiting, being sent, or unknown. `straight`: only those that have no printer. */
  jobs: procedure('operator').input(z.object({ which: z.enum(['open', 'done', 'all']).default('all'), printer: id.optional(), piece: id.optional(), straight: z.boolean().optional(), limit: z.number().int().min(1).max(500).default(100) })).output(z.array(job)),
  /** Try a waiting job now, or a failed one again. Refused as `state` for every other. */
  retry: procedure('operator').input(one).output(job),
  /** Drop a job that waits or has failed. Refused as `state`. */
  cancel: procedure('operator').input(one).output(job),
  /** A person's word on an unknown job: it was printed, print it again, or it is not wanted any more. */
  decideUnknown: procedure('operator').input(z.object({ id, decision: z.enum(['printed', 'again', 'dropped']) })).output(job),
  /** Prints a finished job once more, marked as a copy. */
  reprint: procedure('operator').input(one).output(job),
  /** What a job, a label, or a test page looks like: one SVG a page. Refused as `content` when it cannot be printed. */
  preview: procedure('operator').input(shownDocument).output(z.object({ title: z.string(), pages: z.array(z.string()), missing })),
  /** The same as a PDF file, for the system's own print dialog or to be kept. Refused as `content`. */
  pdf: procedure('operator').input(shownDocument).output(printable),
  /**
   * Opens the system's print dialog for a PDF, in the desktop app; a browser opens its own. Answers whether the person printed
   * it. Refused as `no-dialog` where the station has no screen of its own, and as `dialog` when the system could not print.
   */
  dialog: procedure('operator').input(pdf).output(z.object({ printed: z.boolean() })),
  /** Queues the label of a piece. A second label of the same piece says that it replaces the first. Refused as `no-printer`. */
  printLabel: procedure('operator').input(z.object({ piece: id, printer: id.optional() })).output(job),
  /** Queues shelf labels, badges or container labels, all of them as one job of the shelf label printer. Refused as `no-printer`, `content`. */
  printTags: procedure('operator').input(tags).output(job),
  /** Prints the label of a piece straight at an address, once, and answers what became of it. `piece` is an id or a number. */
  printDirect: procedure('administrator').input(z.object({ piece: text(400, 1), target: line(400), language: language.optional(), media: media.optional() })).output(job),
  settings: procedure('operator').output(printSettings),
  saveSettings: procedure('administrator').input(printSettings).output(printSettings),
}
