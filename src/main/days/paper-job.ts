/** What is made of a log, made in the worker that reads it: the lines and the sheets of a busy day are many times what comes out of them. */
import type { DayLog, DayQuestion, DaySettings } from '../../shared/contract/days.ts'
import type { DayFile, FileOrder, LogHead } from '../../shared/printing/dayLog.ts'
import { dayLogPages, dayLogSlip, titleOf } from '../../shared/printing/dayLog.ts'
import type { FlowDocument } from '../../shared/printing/document.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { missingInPdf, preview, renderPdf } from '../printing/render.ts'
import type { JobContext } from '../store/jobs.ts'
import { toCsv, toJson, toXlsx } from './formats.ts'
import { readDay } from './read.ts'

type Paper = DaySettings['paper']

const headOf = (log: DayLog): LogHead => ({ day: log.day, shift: log.shift, range: log.range, totals: log.totals, signed: log.signed, title: titleOf(log) })

async function pdfOf(log: DayLog, paper: Paper, created: number): Promise<Pick<DayFile, 'bytes' | 'missing'>> {
  const { bytes, missing } = await renderPdf(dayLogPages(log, MEDIA[paper], created), new Date(created))
  return { bytes: new Uint8Array(bytes), missing }
}

/** True where the sheet that was signed is the log: what it shows as boxes was told to who signed it, and no font changes it. */
const isSigned = (log: DayLog): boolean => log.signed !== null && log.shift === null

/** The log as a file. No bytes when it is signed, `keepSigned` was asked for and the sheet that was signed is the file. @throws PrintContentError */
export async function dayFile({ question, format, paper, created, keepSigned }: FileOrder, context: JobContext): Promise<DayFile> {
  const log = await readDay(question, context)
  const head = headOf(log)
  if (format === 'pdf') return { head, ...(keepSigned && isSigned(log) ? { bytes: null, missing: null } : await pdfOf(log, paper, created)) }
  return { head, bytes: format === 'csv' ? new TextEncoder().encode(toCsv(log)) : format === 'json' ? new TextEncoder().encode(toJson(log)) : new Uint8Array(await toXlsx(log)), missing: null }
}

/** The sheet that a supervisor is about to sign, as it will be kept. No bytes while nothing is in the log. @throws PrintContentError */
export async function daySheet({ question, paper, at, by }: { question: DayQuestion; paper: Paper; at: number; by: string }, context: JobContext): Promise<DayFile> {
  const log = await readDay(question, context)
  const { from, to, events } = log.range
  const head = headOf(log)
  if (!to) return { head, bytes: null, missing: null }
  return { head, ...await pdfOf({ ...log, open: false, signed: { day: log.day, at, by, events, from, to, file: '', here: log.totals.here, reopened: null } }, paper, at) }
}

/** The first `most` sheets as they print, as SVG, how many there are, and what of all of them no font has. */
export async function dayPreview({ question, paper, created, most }: { question: DayQuestion; paper: Paper; created: number; most: number }, context: JobContext): Promise<{ title: string; pages: string[]; of: number; missing: string | null }> {
  const log = await readDay(question, context)
  const document = dayLogPages(log, MEDIA[paper], created)
  return { title: document.title, pages: preview({ ...document, pages: document.pages.slice(0, most) }), of: document.pages.length, missing: isSigned(log) ? null : await missingInPdf(document) }
}

/** The sums of a day for a roll of receipts of `width` millimetres. */
export async function daySlip({ question, width, created }: { question: DayQuestion; width: number; created: number }, context: JobContext): Promise<FlowDocument> {
  return dayLogSlip(await readDay(question, context), width, created)
}
