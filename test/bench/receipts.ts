import { chance } from '../../src/main/sample/chance.ts'
import { newId } from '../../src/shared/ids.ts'
import { articleNumber, card, cardNumber, pdfStack, scanned } from '../devices/cards.ts'
import type { Client } from '../station/helpers.ts'
import type { createReport } from './measure.ts'

const CARDS = 60
/** Serials that no other row uses. */
const FROM = 700_000

/** Row of receipts: a stack of scanned green cards as single files and as one PDF, decoded, matched and recorded. */
export async function receipts(client: Client, report: ReturnType<typeof createReport>): Promise<void> {
  const c = chance(38)
  const pictures: Buffer[] = []
  const letters: string[] = []
  for (let serial = FROM; serial < FROM + CARDS; serial++) {
    const { letter } = await client.certified.log({ id: newId(Date.now()), addressee: { block: `Person ${serial}\n48 Example Lane\nFakeville OH 43999` }, number: { text: articleNumber(serial), source: 'scanned' }, services: ['card'], greenCard: cardNumber(serial), remember: false })
    letters.push(letter.id)
    pictures.push(await scanned(c, card({ card: cardNumber(serial) })))
  }
  const day = (await client.office.status()).today ?? ''
  while (letters.length > 0) await client.certified.accept({ letters: letters.splice(0, 50), day, evidence: 'self-declared' })
  const files = [...pictures.slice(0, CARDS / 2).map((content, i) => ({ name: `card-${i}.jpg`, content })), { name: 'stack.pdf', content: await pdfStack(pictures.slice(CARDS / 2)) }]
  const started = performance.now()
  let filed = 0
  for (const { name, content } of files)
    for await (const message of await client.receipts.importFile({ name, content: content.toString('base64') })) if ('report' in message) filed += message.report.filed
  report.add('receipts: stack import', CARDS / ((performance.now() - started) / 1_000), 'cards/s')
  report.add('receipts: cards of the stack matched', (filed / CARDS) * 100, '%', { goal: 98, atLeast: true })
}
