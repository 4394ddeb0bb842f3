import type { Client } from '../station/helpers.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import { newId } from '../../src/shared/ids.ts'
import type { createReport } from './measure.ts'
import { quantile, timed } from './measure.ts'

const PIECES = 2_000

/** The log of a day with 2,000 pieces, and the audit of the whole log. */
export async function dayRows(client: Client, report: ReturnType<typeof createReport>): Promise<void> {
  const c = chance(17)
  const { in: before } = await client.days.get({})
  if (before.length > PIECES) throw new Error(`The day has ${before.length} pieces already.`)
  for (let i = before.length; i < PIECES; i++) await client.intake.scan({ id: newId(Date.now()), text: trackingNumber(c), source: 'wedge', caughtAt: Date.now() })
  const pdfs: number[] = []
  const reads: number[] = []
  for (let i = 0; i < 5; i++) {
    reads.push(await timed(() => client.days.get({})))
    pdfs.push(await timed(() => client.days.file({ format: 'pdf' })))
  }
  report.add('daily log of 2,000 pieces, read', quantile(reads, 0.5), 'ms')
  report.add('daily log of 2,000 pieces to PDF', quantile(pdfs, 0.5) / 1000, 's', { goal: 1.5 })
  const pages: number[] = []
  const { people, kinds } = await client.audit.choices()
  // As many as of the other lists: the 99th of a hundred would be the slowest single one.
  for (let i = 0; i < 400; i++) pages.push(await timed(() => client.audit.list(i % 3 === 0 ? { limit: 100 } : i % 3 === 1 ? { person: people[i % people.length]?.id ?? '', limit: 100 } : { kinds: [kinds[i % kinds.length] ?? ''], limit: 100 })))
  report.add('audit, first page by anything, p99', quantile(pages, 0.99), 'ms', { goal: 15 })
}
