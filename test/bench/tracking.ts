import { newId } from '../../src/shared/ids.ts'
import { passesMod10 } from '../../src/shared/mail/check-digits.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import type { Client } from '../station/helpers.ts'
import type { createReport } from './measure.ts'
import { quantile, timed } from './measure.ts'

/** A number of a certified label by its serial. */
function article(serial: number): string {
  const body = `9589071052790${String(serial).padStart(8, '0')}`
  for (let digit = 0; digit < 10; digit++) if (passesMod10(`${body}${digit}`)) return `${body}${digit}`
  throw new Error('No check digit fits.')
}

const LETTERS = 2_000
const EVENTS = 5

/** Rows of tracking: the first page of the board, and an import of 10,000 events with scans beside it. */
export async function tracking(client: Client, report: ReturnType<typeof createReport>): Promise<void> {
  for (let i = 0; i < LETTERS; i++)
    await client.certified.log({ id: newId(Date.now()), addressee: { block: `Person ${i}\n48 Example Lane\nFakeville OH 43999` }, number: { text: article(i), source: 'scanned' }, remember: false })
  const rows = Array.from({ length: LETTERS * EVENTS }, (_, i) => `${article(i % LETTERS)},${['03', 'A1', 'OF', '02', '01'][Math.floor(i / LETTERS)]},2026-11-0${1 + Math.floor(i / LETTERS)} 08:0${i % 10},Fakeville,OH,43999`)
  const preview = await client.tracking.open({ name: 'bench.csv', content: Buffer.from(`number,code,date,city,state,zip\n${rows.join('\n')}\n`).toString('base64') })
  const c = chance(11)
  const scans: number[] = []
  let running = true
  const started = performance.now()
  const work = (async () => {
    for await (const message of await client.tracking.apply({ id: preview.id })) if ('report' in message) break
    running = false
    return (performance.now() - started) / 1_000
  })()
  const more = (): boolean => running
  while (more()) {
    scans.push(await timed(() => client.intake.scan({ id: newId(Date.now()), text: trackingNumber(c), source: 'wedge', caughtAt: Date.now() })))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  report.add('tracking: import 10,000 events', await work, 's', { goal: 5 })
  report.add('record one intake during an import of events, p99', quantile(scans, 0.99), 'ms', { goal: 50 })
  const pages: number[] = []
  // Enough that one collection of the garbage of all rows before is not what is measured.
  for (let i = 0; i < 1_000; i++) pages.push(await timed(() => client.tracking.board({ view: 'attention', limit: 100 })))
  report.add('tracking board, first page, p99', quantile(pages.slice(1), 0.99), 'ms', { goal: 15 })
}
