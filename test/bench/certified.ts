import { newId } from '../../src/shared/ids.ts'
import type { Client } from '../station/helpers.ts'
import { several } from '../station/certified/desk.ts'
import type { createReport } from './measure.ts'
import { quantile, timed } from './measure.ts'

const LETTERS = 500

/** What letters that go out take on a full store. */
export async function certifiedRows(client: Client, report: ReturnType<typeof createReport>): Promise<void> {
  const times: number[] = []
  const letters: string[] = []
  for (let i = 0; i < LETTERS; i++) times.push(await timed(async () => letters.push(...(await several(client, 1, 800_000_000 + i, () => ({ services: ['card'] }))).map((letter) => letter.id))))
  report.add('log a letter, p99', quantile(times, 0.99), 'ms')
  const book = await client.certified.openBook({ id: newId(Date.now()), letters })
  await client.certified.closeBook({ book: book.id })
  let pages = 0
  const took = await timed(async () => ({ pages } = await client.certified.bookPdf({ book: book.id })))
  if (pages !== Math.ceil(LETTERS / 8)) throw new Error(`The book has ${pages} pages.`)
  report.add('book of 500 letters to PDF', took / 1000, 's', { goal: 2 })
  const lists: number[] = []
  for (let i = 0; i < 1_000; i++) lists.push(await timed(() => client.certified.list({ stage: 'open-book', limit: 50 })))
  report.add('letters of one stage, first page, p99', quantile(lists, 0.99), 'ms', { goal: 15 })
}
