import { REPORT_FORMATS, REPORT_NAMES, REPORTS, reportBy, type Report } from '../../shared/contract/reports.ts'
import { isDay } from '../../shared/mail/days.ts'
import { figureWords } from '../../shared/mail/figures.ts'
import { periodWords } from '../../shared/printing/report.ts'
import { UsageError } from '../args.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'
import { followed } from './followed.ts'
import { answer, answerMissing, handOut, oneArgument, outOf } from './given.ts'
import { printable } from './pieces.ts'

function inWords(report: Report): string {
  const { columns } = report
  const cells = [['', ...columns.map((column) => column.title)], ...[...report.rows, { label: 'Total', values: report.total }].map((row) => [printable(row.label), ...columns.map((column, i) => figureWords(row.values[i] ?? null, column.unit))])]
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0))) ?? []
  return [`${report.title} ${periodWords(report)}`, report.answer, '', ...cells.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd())].join('\n')
}

/** `report NAME`: the answer to one of the questions of the reports screen. */
export const reportCommand: Command = {
  name: 'report',
  usage: `report ${REPORT_NAMES.join('|')} [--by WAY] [--from DAY] [--to DAY] [--format ${REPORT_FORMATS.join('|')} --out FILE]`,
  summary: 'answers a question over a range of days (the last 30 without one), beside the period before; with --format writes it to a file',
  options: { by: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
  run: async (call) => {
    const asked = oneArgument(call, `a report: ${REPORT_NAMES.join(', ')}`)
    const name = REPORT_NAMES.find((known) => known === asked)
    if (!name) throw new UsageError(`"${asked}" is not one of ${REPORT_NAMES.join(', ')}.`)
    const by = call.values['by'] === undefined ? undefined : reportBy.safeParse(call.values['by'])
    if (by?.success === false || (by && !(REPORTS[name] as readonly string[]).includes(by.data))) throw new UsageError(`--by takes ${REPORTS[name].join(', ')} for this report.`)
    const days: { from?: string; to?: string } = {}
    for (const which of ['from', 'to'] as const) {
      const day = call.values[which]
      if (day !== undefined && !isDay(day)) throw new UsageError(`--${which} takes a day like 2026-11-24, not "${day}".`)
      if (day !== undefined) days[which] = day
    }
    const format = call.values['format'] === undefined ? null : REPORT_FORMATS.find((known) => known === call.values['format'])
    if (format === undefined) throw new UsageError(`--format takes ${REPORT_FORMATS.join(', ')}.`)
    if ((format === null) !== (call.values['out'] === undefined)) throw new UsageError('--format and --out go together.')
    const out = format === null ? null : outOf(call)
    return await withClient(call, async (client) => {
      const report = await followed<Report>(call, await client.reports.run({ name, ...days, ...(by ? { by: by.data } : {}) }))
      if (format === null || out === null) {
        answer(call, report, inWords(report))
        return 0
      }
      const made = await client.reports.file({ report, format })
      handOut(call, out, Buffer.from(made.content, 'base64'), { title: made.title, missing: made.missing }, `${made.title} is in ${out.name}.`)
      answerMissing(call, made.missing)
      return 0
    })
  },
}
