/** What is made of a log, made in the worker that reads it: the lines and the sheets of a busy day are many times what comes out of them. */
import type { DayLog, DayQuestion, DaySettings } from '../../shared/contract/days.ts'
import type { FileOrder, LogHead } from '../../shared/printing/dayLog.ts'
import { dayLogPages, dayLogSlip, titleOf } from '../../shared/printing/dayLog.ts'
import type { FlowDocument } from '../../shared/printing/document.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { preview, renderPdf } from '../printing/render.ts'
import type { JobContext } from '../store/jobs.ts'
import { toCsv, toJson, toXlsx } from './formats.ts'
import { readDay } from './read.ts'

type Paper = DaySettings['paper']

const headOf = (log: DayLog): LogHead => ({ day: log.day, shift: log.shift, range: log.range, totals: log.totals, signed: log.signed, title: titleOf(log) })

const pdfOf = async (log: DayLog, paper: Paper, created: number): Promise<Uint8Array> => new Uint8Array(await renderPdf(dayLogPages(log, MEDIA[paper], created), new Date(created)))

/** The log as a file. No bytes when it is signed, `keepSigned` was asked for and the sheet that was signed is the file. @throws PrintContentError */
export async function dayFile({ question, format, paper, created, keepSigned }: FileOrder, context: JobContext): Promise<{ head: LogHead; bytes: Uint8Array | null }> {
  const log = await readDay(question, context)
  const head = headOf(log)
  if (format === 'csv') return { head, bytes: new TextEncoder().encode(toCsv(log)) }
  if (format === 'json') return { head, bytes: new TextEncoder().encode(toJson(log)) }
  if (format === 'xlsx') return { head, bytes: new Uint8Array(await toXlsx(log)) }
  return { head, bytes: keepSigned && log.signed && !log.shift ? null : await pdfOf(log, paper, created) }
}

/** The sheet that a supervisor is about to sign, as it will be kept. No bytes while nothing is in the log. @throws PrintContentError */
export async function daySheet({ question, paper, at, by }: { question: DayQuestion; paper: Paper; at: number; by: string }, context: JobContext): Promise<{ head: LogHead; bytes: Uint8Array | null }> {
  const log = await readDay(question, context)
  const { from, to, events } = log.range
  const head = headOf(log)
  if (!to) return { head, bytes: null }
  return { head, bytes: await pdfOf({ ...log, open: false, signed: { day: log.day, at, by, events, from, to, file: '', here: log.totals.here, reopened: null } }, paper, at) }
}

/** The first `most` sheets as they print, as SVG, and how many there are. */
export async function dayPreview({ question, paper, created, most }: { question: DayQuestion; paper: Paper; created: number; most: number }, context: JobContext): Promise<{ title: string; pages: string[]; of: number }> {
  const document = dayLogPages(await readDay(question, context), MEDIA[paper], created)
  return { title: document.title, pages: preview({ ...document, pages: document.pages.slice(0, most) }), of: document.pages.length }
}

/** The sums of a day for a roll of receipts of `width` millimetres. */
export async function daySlip({ question, width, created }: { question: DayQuestion; width: number; created: number }, context: JobContext): Promise<FlowDocument> {
  return dayLogSlip(await readDay(question, context), width, created)
}
