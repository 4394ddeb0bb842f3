import * as z from 'zod'
import type { PdfFile, Printable, PrintJob, PrintSettings, Tags } from '../../shared/contract/printing.ts'
import { printSettings } from '../../shared/contract/printing.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { newId } from '../../shared/ids.ts'
import type { MediaId, PrintDocument } from '../../shared/printing/document.ts'
import { PrintContentError } from '../../shared/printing/document.ts'
import type { Language, Profile, Purpose } from '../../shared/printing/profile.ts'
import { defaultProfile } from '../../shared/printing/profile.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as pieces from '../pieces/pieces.ts'
import { recordChanged } from '../store/core.ts'
import type { WritableDb } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { keepDocument, labelOfPiece, markedAsCopy, readDocument, tagsOf, testPageOf } from './documents.ts'
import { missingFrom } from './lacking.ts'
import { address, existingPrinter, printerFor, printersFor } from './printers.ts'
import * as queries from './queries.ts'
import type { Decision, JobProgress } from './queue.ts'
import { decide } from './queue.ts'
import { preview as draw, renderPdf } from './render.ts'

/** When the label of a piece is printed by itself. */
export const LABEL_WHEN: Setting<PrintSettings['labelWhen']> = { name: 'label-when', schema: printSettings.shape.labelWhen, fallback: 'off' }

/** Up to where in the log of which device labels that print themselves have been seen to; what comes after is still owed. */
export const LABELS_SEEN: Setting<{ device: string; sequence: number } | null> = {
  name: 'labels-seen', schema: z.object({ device: z.string(), sequence: z.number().int() }).nullable(), fallback: null,
}

type Context = Pick<CheckedCall, 'services'>

/** How many jobs of all printers wait, are being sent, or are unknown. */
export function countOpen(store: Store): number {
  return queries.countOpen(store.db)
}

function existingJob(store: Store, id: string): queries.StoredJob {
  const job = queries.jobById(store.db, id)
  if (!job) throw new NotFound('This print job is not in this store.')
  return job
}

/** A job as screens show it. @throws NotFound */
function shownJob(store: Store, id: string): PrintJob {
  const job = queries.shownJob(store.db, id)
  if (!job) throw new NotFound('This print job is not in this store.')
  return job
}

interface Order {
  printer: queries.StoredPrinter | null
  straight?: { target: string; profile: Profile }
  purpose: Purpose
  document: PrintDocument
  copies?: number
  piece?: string | null
  copyOf?: string | null
  /** What is kept in the same commit. */
  also?: (tables: WritableDb) => void
}

type Queue = Pick<CheckedCall['services'], 'store' | 'spooler'>

/** What of an order no font has, in words; see {@link missingFrom}. */
export async function missingOf({ printer, straight, document }: Order): Promise<string | null> {
  const profile = printer?.profile ?? straight?.profile
  return profile === undefined ? null : await missingFrom(document, profile)
}

/** Puts a job into the queue and answers it. It is durable then; printing follows by itself. */
export async function queue(services: Queue, actor: Actor, order: Order): Promise<PrintJob> {
  return shownJob(services.store, enqueue(services, actor, order, await missingOf(order)))
}

/** As {@link queue}, for who has `missing` from {@link missingOf} already; answers the job's id. */
export function enqueue({ store, spooler }: Queue, actor: Actor, order: Order, missing: string | null): string {
  const at = store.now()
  const id = newId(at)
  const { printer, straight, document } = order
  store.operate(actor, () => ({
    events: [recordChanged.draft(null, { table: 'print_job', record: id, action: 'added', fields: ['document'] })],
    tables: (tables) => {
      order.also?.(tables)
      queries.addJob(tables, {
      id, printer: printer?.id ?? null, target: straight?.target ?? null, profile: straight?.profile ?? null, device: store.device, purpose: order.purpose, title: document.title,
      document: keepDocument(document), copies: order.copies ?? printer?.profile.copies ?? straight?.profile.copies ?? 1, at, actor, piece: order.piece ?? null, copyOf: order.copyOf ?? null, missing,
      })
    },
    answer: () => null,
  }))
  if (printer) spooler.wake(printer.id)
  spooler.tell()
  return id
}

/** What a label looks like while no label printer is set up: it can still go through the system's print dialog. */
const LABEL_WITHOUT_PRINTER: Profile = { ...defaultProfile('pdf'), media: '4x6' }

/** Prints a page that shows edges, letters and barcodes. @throws NotFound */
export async function testPage(call: CheckedCall, id: string): Promise<PrintJob> {
  const { store } = call.services
  const printer = existingPrinter(store, id)
  return await queue(call.services, call.actor, { printer, purpose: 'report', document: await testPageOf(store, printer), copies: 1 })
}

/** Jobs, newest first. */
export function jobs({ services: { store } }: Context, input: Parameters<typeof queries.shownJobs>[1]): PrintJob[] {
  return queries.shownJobs(store.db, input)
}

function changeJob(call: CheckedCall, id: string, change: (job: queries.StoredJob, now: number) => JobProgress): PrintJob {
  const { store, spooler } = call.services
  const printer = store.operate(call.actor, () => {
    const job = existingJob(store, id)
    const now = store.now()
    const progress = change(job, now)
    return {
      events: [recordChanged.draft(null, { table: 'print_job', record: id, action: 'changed', fields: ['state'] })],
      tables: (tables) => queries.keepProgress(tables, id, progress, now),
      answer: () => job.printer,
    }
  })
  if (printer !== null) spooler.wake(printer)
  spooler.tell()
  return shownJob(store, id)
}

const refuseState = (message: string): never => {
  throw new Refusal('state', message)
}

function refuseStraight(job: queries.StoredJob): void {
  if (job.printer === null) refuseState('This job was sent straight to an address. Print the label anew.')
}

function refuseRemoved(job: queries.StoredJob): void {
  if (job.document === 'null') throw new Refusal('removed', 'What was printed was removed on request. Print it anew from where it belongs.')
}

/** Tries a waiting job now, or a failed one again. @throws NotFound, Refusal `state`, `removed` */
export function retry(call: CheckedCall, id: string): PrintJob {
  return changeJob(call, id, (job, now) => {
    refuseStraight(job)
    refuseRemoved(job)
    const { progress } = job
    if (progress.state === 'queued') return { ...progress, notBefore: now }
    if (progress.state === 'failed') return decide(progress, 'again', now)
    return refuseState(progress.state === 'unknown' ? 'Nobody knows whether this was printed. Say first whether it came out.' : 'This job is not waiting. Print a copy instead.')
  })
}

/** Drops a job that waits or has failed; one that is just being tried, once that try has come to nothing. @throws NotFound, Refusal `state` */
export async function cancel(call: CheckedCall, id: string): Promise<PrintJob> {
  await call.services.spooler.tried(id)
  return changeJob(call, id, ({ progress }, now) => {
    if (progress.state !== 'queued' && progress.state !== 'failed') refuseState(progress.state === 'unknown' ? 'Nobody knows whether this was printed. Say whether it came out.' : 'This job was sent already.')
    return decide(progress, 'dropped', now)
  })
}

/** A person's word on an unknown job. @throws NotFound, Refusal `state`, `removed` */
export function decideUnknown(call: CheckedCall, input: { id: string; decision: Decision }): PrintJob {
  return changeJob(call, input.id, (job, now) => {
    if (job.progress.state !== 'unknown') refuseState('It is known what became of this job.')
    if (input.decision === 'again') {
      refuseStraight(job)
      refuseRemoved(job)
    }
    return decide(job.progress, input.decision, now)
  })
}

/** Prints a finished job once more, marked as a copy; a label with what is known of the piece now. @throws NotFound, Refusal `state`, `removed`, `no-printer` */
export async function reprint(call: CheckedCall, id: string): Promise<PrintJob> {
  const { store } = call.services
  const job = existingJob(store, id)
  if (['queued', 'sending', 'unknown'].includes(job.progress.state)) refuseState('This job is still open.')
  const before = job.printer === null ? null : queries.printerById(store.db, job.printer)
  const printer = before?.active ? before : printerFor(store, job.purpose)
  const piece = job.piece === null || job.purpose !== 'piece' ? null : pieces.byId(call, job.piece)
  if (!piece) refuseRemoved(job)
  const document = piece ? labelOfPiece(store, piece, printer.profile, true) : markedAsCopy(readDocument(job.document))
  return await queue(call.services, call.actor, { printer, purpose: job.purpose, document, copies: 1, piece: job.piece, copyOf: job.id })
}

/** Queues the label of a piece. @throws NotFound, Refusal `no-printer`, `voided` */
export async function printLabel(call: CheckedCall, input: { piece: string; printer?: string | undefined }): Promise<PrintJob> {
  const { store } = call.services
  const piece = pieces.standing(store.db, input.piece)
  const printer = printerFor(store, 'piece', input.printer)
  const document = labelOfPiece(store, piece, printer.profile, queries.labelOf(store.db, piece.id))
  return await queue(call.services, call.actor, { printer, purpose: 'piece', document, piece: piece.id })
}

/** Queues shelf labels, badges or container labels as one job. @throws NotFound, Refusal `no-printer`, `content` */
export async function printTags(call: CheckedCall, input: Tags): Promise<PrintJob> {
  const { store } = call.services
  const printer = printerFor(store, 'shelf', input.printer)
  return await queue(call.services, call.actor, { printer, purpose: 'shelf', document: await printable(() => tagsOf(store, input, printer.profile)) })
}

/** What cannot be printed is said to who wants it, before it is queued. @throws Refusal `content` */
export async function printable<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    throw error instanceof PrintContentError ? new Refusal('content', error.message) : error
  }
}

/** The piece that a text names: by its id, or the newest one that bears the number. @throws NotFound */
function named(call: CheckedCall, text: string): PieceRow {
  const found = pieces.named(call, text)
  const piece = found.find((one) => !one.voided) ?? found[0]
  if (!piece) throw new NotFound(`No piece here has the id or number ${text.trim()}.`)
  return piece
}

/** Prints the label of a piece straight at an address, once; answers when it is known what became of it. @throws NotFound, Refusal `target`, `voided` */
export async function printDirect(call: CheckedCall, input: { piece: string; target: string; language?: Language | undefined; media?: MediaId | undefined }): Promise<PrintJob> {
  const { store, spooler } = call.services
  const target = address(input.target)
  const piece = pieces.standing(store.db, named(call, input.piece).id)
  const known = queries.printers(store.db).find((row) => row.target === target)?.profile
  const base = known && (input.language === undefined || input.language === known.language) ? known : defaultProfile(input.language ?? 'zpl')
  const profile: Profile = { ...base, copies: 1, ...(input.media === undefined ? {} : { media: input.media }) }
  const document = labelOfPiece(store, piece, profile, queries.labelOf(store.db, piece.id))
  const { id } = await queue(call.services, call.actor, { printer: null, straight: { target, profile }, purpose: 'piece', document, piece: piece.id })
  await spooler.straight(id)
  return shownJob(store, id)
}

/** What would be, or was, printed: one SVG a page, and what of it no font has. @throws NotFound, Refusal `content` */
export async function preview(call: CheckedCall, input: Shown): Promise<{ title: string; pages: string[]; missing: string | null }> {
  return await printable(async () => {
    const { document, profile, missing } = await shownDocument(call.services.store, input)
    return { title: document.title, pages: draw(document, profile.dpi), missing: missing ?? await missingFrom(document, profile) }
  })
}

/** The same as a PDF file. @throws NotFound, Refusal `content` */
export async function pdfOf(call: CheckedCall, input: Shown): Promise<Printable> {
  return await printable(async () => await asPdf(call, (await shownDocument(call.services.store, input)).document))
}

/** A document as a PDF file, for the system's own print dialog or to be kept. @throws PrintContentError */
export async function asPdf({ services: { store } }: Context, document: PrintDocument): Promise<Printable> {
  const { bytes, missing } = await renderPdf(document, new Date(store.now()))
  return { title: document.title, content: bytes.toString('base64'), missing }
}

/** Opens the system's print dialog for a PDF. @throws Refusal `no-dialog`, `dialog` */
export async function systemDialog({ services: { printDialog, log } }: Context, { title, content }: PdfFile): Promise<{ printed: boolean }> {
  if (!printDialog) throw new Refusal('no-dialog', 'This station has no print dialog of its own. Save the file and print it from there.')
  try {
    return { printed: await printDialog(Buffer.from(content, 'base64'), title) }
  } catch (error) {
    log.warn('the print dialog could not be used', { error: String(error) })
    throw new Refusal('dialog', 'The system could not print this. Save it as a file and print it from there.')
  }
}

type Shown = { job: string } | { piece: string; printer?: string | undefined } | { testPage: string } | Tags

/** `missing`: what of a job no font had when it was queued. */
async function shownDocument(store: Store, input: Shown): Promise<{ document: PrintDocument; profile: Profile; missing?: string | null }> {
  if ('job' in input) {
    const job = existingJob(store, input.job)
    const profile = job.profile ?? (job.printer === null ? null : queries.printerById(store.db, job.printer)?.profile)
    refuseRemoved(job)
    return { document: readDocument(job.document), profile: profile ?? defaultProfile('zpl'), missing: job.missing }
  }
  if ('testPage' in input) {
    const printer = existingPrinter(store, input.testPage)
    return { document: await testPageOf(store, printer), profile: printer.profile }
  }
  const profile = input.printer === undefined ? (printersFor(store, 'tags' in input ? 'shelf' : 'piece')[0]?.profile ?? LABEL_WITHOUT_PRINTER) : existingPrinter(store, input.printer).profile
  if ('tags' in input) return { document: tagsOf(store, input, profile), profile }
  return { document: labelOfPiece(store, pieces.existing(store.db, input.piece), profile, queries.labelOf(store.db, input.piece)), profile }
}

export function settings({ services: { store } }: Context): PrintSettings {
  return { labelWhen: setting(store.db, LABEL_WHEN) }
}

export function saveSettings(call: CheckedCall, input: PrintSettings): PrintSettings {
  const { store, spooler } = call.services
  store.operate(call.actor, () => {
    const when = changeSetting(LABEL_WHEN, input.labelWhen)
    // Pieces from before the choice are owed nothing by it.
    const seen = changeSetting(LABELS_SEEN, { device: store.device, sequence: store.head?.sequence ?? 0 })
    return {
      events: [when.event, seen.event],
      tables: (tables) => {
        when.tables(tables)
        seen.tables(tables)
      },
      answer: () => null,
    }
  })
  spooler.tell()
  return input
}
