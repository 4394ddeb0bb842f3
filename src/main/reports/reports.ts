import type { Report, ReportFormat, ReportOrder, ReportQuestion } from '../../shared/contract/reports.ts'
import { LONGEST_RANGE, REPORTS } from '../../shared/contract/reports.ts'
import { addDays, daysBetween, isDay, isZone, officeDay } from '../../shared/mail/days.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { reportPages } from '../../shared/printing/report.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { withProgress } from '../progress.ts'
import { OFFICE, setting } from '../store/settings.ts'
import type { Progress } from '../store/reader.ts'
import { toCsv, toJson, toXlsx } from './formats.ts'

/** How many days a report covers unless another range is asked for. */
const USUAL = 30
const FIRST = '1970-01-01'
const LAST = '9990-12-31'

/** A question with what was left out filled in. @throws Refusal `range`, `by` */
function orderOf(call: CheckedCall, input: ReportQuestion): ReportOrder {
  const { store } = call.services
  const now = store.now()
  const zone = store.zone()
  const today = officeDay(now, zone)
  const by = input.by ?? REPORTS[input.name][0]
  const ways: readonly string[] = REPORTS[input.name]
  if (!ways.includes(by)) throw new Refusal('by', `This report is made by ${ways.join(', ')}.`, { field: 'by' })
  const to = input.name === 'waiting' ? today : (input.to ?? today)
  const from = input.name === 'waiting' ? today : (input.from ?? (to < FIRST ? to : addDays(to, 1 - USUAL)))
  // Days at the ends of the calendar have no period beside them to compare with; mail has none of them.
  if (from < FIRST || to > LAST) throw new Refusal('range', `A report covers days from ${FIRST} to ${LAST}.`, { field: from < FIRST ? 'from' : 'to' })
  if (from > to) throw new Refusal('range', 'The first day is after the last one.', { field: 'from' })
  if (daysBetween(from, to) >= LONGEST_RANGE) throw new Refusal('range', 'Ten years are the most that one report covers.', { field: 'from' })
  return { name: input.name, by, from, to, compare: input.compare, today, now, office: { name: setting(store.db, OFFICE)?.name ?? '', zone } }
}

/** Answers a question in the worker, with progress. @throws Refusal `range`, `by` */
export function run(call: CheckedCall, input: ReportQuestion, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: Report }> {
  const order = orderOf(call, input)
  return withProgress((onProgress, inner) => call.services.reader.run('report', order, { onProgress, signal: inner }), signal)
}

const TYPES: Readonly<Record<ReportFormat, string>> = { pdf: 'application/pdf', csv: 'text/csv;charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', json: 'application/json' }

/** What is shown, as a file. @throws Refusal `report` for one that this app did not make */
export async function file(call: CheckedCall, input: { report: Report; format: ReportFormat; paper: 'letter' | 'a4' }): Promise<{ title: string; name: string; type: string; content: string; missing: string | null }> {
  const { report, format, paper } = input
  const days = [report.from, report.to, ...(report.previous ? [report.previous.from, report.previous.to] : [])]
  if (!isZone(report.office.zone) || !days.every(isDay) || report.madeAt > Date.parse(LAST)) throw new Refusal('report', 'This is no report of Pigeonhole. Make it again, then save it.')
  const made = async (): Promise<{ bytes: Uint8Array; missing: string | null }> => {
    if (format === 'pdf') return await call.services.reader.run('documentPdf', { document: reportPages(report, MEDIA[paper]), created: report.madeAt })
    return { bytes: format === 'csv' ? Buffer.from(toCsv(report)) : format === 'json' ? Buffer.from(toJson(report)) : await toXlsx(report), missing: null }
  }
  const { bytes, missing } = await made()
  return { title: report.title, name: `report-${report.name}-by-${report.by}-${report.from === report.to ? report.to : `${report.from}-to-${report.to}`}.${format}`, type: TYPES[format], content: Buffer.from(bytes).toString('base64'), missing }
}
