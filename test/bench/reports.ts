import type { ReportName } from '../../src/shared/contract/reports.ts'
import { REPORT_NAMES } from '../../src/shared/contract/reports.ts'
import { addDays } from '../../src/shared/mail/days.ts'
import type { Client } from '../station/helpers.ts'
import { reportOf } from '../station/helpers.ts'
import type { createReport } from './measure.ts'
import { timed } from './measure.ts'

/** Every report over two years, and scans beside the longest of them. `beside` scans while some work runs and answers the 99th percentile. */
export async function reportRows(client: Client, beside: (work: Promise<unknown>) => Promise<{ p99: number }>, report: ReturnType<typeof createReport>): Promise<void> {
  const { today } = await client.office.status()
  if (today === null) throw new Error('The office is not set up.')
  const ask = async (name: ReportName): Promise<unknown> => reportOf(await client.reports.run({ name, from: addDays(today, -730), to: today, compare: true }))
  for (const name of REPORT_NAMES) report.add(`report ${name} over two years`, (await timed(() => ask(name))) / 1000, 's')
  const { p99 } = await beside(Promise.all(REPORT_NAMES.map(ask)))
  report.add('record one intake during reports, p99', p99, 'ms', { goal: 50 })
}
