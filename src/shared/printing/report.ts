/** A report on paper: the question, the answer, the chart, the table behind it. */
import type { Report, ReportRow } from '../contract/reports.ts'
import { officeDay } from '../mail/days.ts'
import { figureWords } from '../mail/figures.ts'
import { number } from '../words.ts'
import { chartOf } from './chart.ts'
import { clockOf } from './dayLog.ts'
import type { Element, Media, PageDocument } from './document.ts'
import { type Column, frame, MARGIN, type Pen, sheets } from './sheets.ts'

/** "2026-11-01 to 2026-11-26". */
export const periodWords = ({ from, to }: { from: string; to: string }): string => (from === to ? from : `${from} to ${to}`)

/** A report as sheets of paper. */
export function reportPages(report: Report, media: Media): PageDocument {
  const pen = sheets(media)
  const { zone } = report.office
  pen.text(MARGIN, pen.y, pen.width, report.title, 16, { bold: true })
  pen.y += 9
  pen.text(MARGIN, pen.y, pen.width, report.answer, 12, { fit: 'wrap', h: 11 })
  pen.y += 12
  pen.text(MARGIN, pen.y, pen.width, `${report.basis}${report.previous ? ` The thin line is the period before, ${periodWords(report.previous)}.` : ''}`, 8.2, { fit: 'wrap', h: 7.6 })
  pen.y += 10
  if (report.rows.length > 0) drawChart(report, pen)
  const columns: ReadonlyArray<Column<ReportRow>> = [
    { title: 'Of', share: 50, bold: true, text: (row) => row.label },
    ...report.columns.flatMap((column, i): Array<Column<ReportRow>> => [
      { title: column.title, share: 20, align: 'right', text: (row) => figureWords(row.values[i] ?? null, column.unit) },
      ...(i === 0 && report.previous ? [{ title: 'Before', share: 18, align: 'right' as const, text: (row: ReportRow) => (row.before ? figureWords(row.before[0] ?? null, column.unit) : '') }] : []),
    ]),
  ]
  const total: ReportRow = { key: '', label: 'Total', values: report.total, before: report.totalBefore, open: null }
  pen.table('The figures', report.more === null ? '' : `the largest; ${number(report.more)} more are left out`, columns, [...report.rows, total])
  return {
    kind: 'page', title: `${report.title} ${periodWords(report)}`, width: media.width, height: media.height,
    pages: pen.pages.map((elements, i): Element[] => [
      ...frame(media, { left: report.office.name, middle: 'Mailroom report', right: periodWords(report), foot: report.basis, footRight: `Made ${officeDay(report.madeAt, zone)} ${clockOf(report.madeAt, zone)}. Page ${i + 1} of ${pen.pages.length}` }),
      ...elements,
    ]),
  }
}

function drawChart(report: Report, pen: Pen): void {
  const chart = chartOf(report, { width: pen.width, height: 58, line: 4, thin: 0.5 })
  pen.room(chart.height + 4)
  const { y } = pen
  for (const bar of chart.bars) pen.page().push({ kind: 'box', x: MARGIN + bar.x, y: y + bar.y, w: bar.w, h: bar.h, weight: Math.min(bar.w, bar.h) / 2 })
  for (const bar of [...chart.before, ...(chart.ground ? [chart.ground] : [])]) pen.page().push({ kind: 'line', x: MARGIN + bar.x, y: y + bar.y, w: bar.w, h: bar.h })
  for (const words of chart.texts) pen.text(MARGIN + words.x, y + words.y, words.w, words.text, 8, { ...(words.bold ? { bold: true } : {}), ...(words.align === 'left' ? {} : { align: words.align }) })
  pen.y += chart.height + 5
}
