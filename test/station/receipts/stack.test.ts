import { expect, test } from 'vitest'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { textOfPdf } from '../../../src/main/scanning/decodePdf.ts'
import { chance } from '../../../src/main/sample/chance.ts'
import type { ImportedFile } from '../../../src/shared/contract/receipts.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { Sheet } from '../../devices/cards.ts'
import { articleNumber, blank, card, cardNumber, deliveryLetter, pair, pdfStack, scanned, textPdf } from '../../devices/cards.ts'
import type { Client } from '../helpers.ts'
import { reportOf, temporaryFolder } from '../helpers.ts'
import { detail, takeIn, trackingStation } from '../tracking/office.ts'

/** Letters that USPS has, with the numbers of serials 1 to `count`; every fifth without the number of its card. */
async function mailed(client: Client, count: number, services: Array<'card' | 'electronic'> = ['card'], from = 1): Promise<Map<number, string>> {
  const letters = new Map<number, string>()
  for (let serial = from; serial < from + count; serial++) {
    const { letter } = await client.certified.log({ id: newId(Date.now()), addressee: { block: `Person ${serial}\n48 Example Lane\nFakeville OH 43999` }, number: { text: articleNumber(serial), source: 'scanned' }, services, ...(services.includes('card') && serial % 5 !== 0 ? { greenCard: cardNumber(serial) } : {}), remember: false })
    letters.set(serial, letter.id)
  }
  const ids = [...letters.values()]
  while (ids.length > 0) await client.certified.accept({ letters: ids.splice(0, 50), day: '2026-11-02', evidence: 'self-declared' })
  return letters
}

const take = async (client: Client, name: string, content: Buffer): Promise<ImportedFile> => reportOf(await client.receipts.importFile({ name, content: content.toString('base64') }))

test('a stack of 300 cards, turned, skewed, dusty, two upside down on a page, some blank, is matched without one wrong match', async () => {
  const { operator, supervisor } = await trackingStation()
  const letters = await mailed(operator, 300)
  const c = chance(3811)
  // Every fifth letter has no card number, so its card is known by the article number alone; every seventh card shows both.
  const one = (serial: number): Sheet => card({ card: cardNumber(serial), ...(serial % 5 === 0 || serial % 7 === 0 ? { article: articleNumber(serial) } : {}) })
  const files: Array<{ name: string; content: Buffer; pages: number[][] }> = []
  const serials = [...letters.keys()]
  const single = (serial: number): Promise<Buffer> => scanned(c, one(serial))
  const blanks = Array.from({ length: 6 }, () => blank())
  const inPdf = serials.splice(0, 30)
  const pdfPages = [...(await Promise.all(inPdf.map(single))), ...(await Promise.all(blanks.slice(0, 4).map((sheet) => scanned(c, sheet, 0))))]
  files.push({ name: 'stack.pdf', content: await pdfStack(pdfPages), pages: [...inPdf.map((serial) => [serial]), [], [], [], []] })
  const inTiff = serials.splice(0, 20)
  const tiffPages = await Promise.all((await Promise.all(inTiff.map(single))).map((jpeg) => sharp(jpeg).resize(1_060, 1_060, { fit: 'contain', background: '#fff' }).png({ compressionLevel: 1 }).toBuffer()))
  files.push({ name: 'stack.tif', content: await sharp(tiffPages, { join: { animated: true } }).tiff({ compression: 'jpeg', quality: 80 }).toBuffer(), pages: inTiff.map((serial) => [serial]) })
  for (let i = 0; i < 20; i++) {
    const [first = 0, second = 0] = serials.splice(0, 2)
    files.push({ name: `pair-${i}.jpg`, content: await scanned(c, pair(one(first), one(second)), 0), pages: [[first, second]] })
  }
  for (const serial of serials) {
    const jpeg = await single(serial)
    files.push({ name: `card-${serial}.${serial % 2 ? 'jpg' : 'png'}`, content: serial % 2 ? jpeg : await sharp(jpeg).png({ compressionLevel: 1 }).toBuffer(), pages: [[serial]] })
  }
  for (const [i, sheet] of blanks.slice(4).entries()) files.push({ name: `blank-${i}.jpg`, content: await scanned(c, sheet), pages: [[]] })
  expect(files.flatMap(({ pages }) => pages.flat())).toHaveLength(300)

  const wrong: string[] = []
  const missed: string[] = []
  for (const { name, content, pages } of files) {
    const report = await take(operator, name, content)
    expect(report.pages).toBe(pages.length)
    for (const [i, expected] of pages.entries()) {
      const rows = report.rows.filter((row) => row.page === i + 1)
      const got = rows.flatMap(({ letter }) => letter ?? []).sort()
      const right = expected.map((serial) => letters.get(serial) ?? '').sort()
      if (got.some((id) => !right.includes(id))) wrong.push(`${name} ${i + 1}`)
      if (got.length < right.length) missed.push(`${name} ${i + 1}: ${rows.map(({ words }) => words).join()}`)
      if (right.length === 0) expect(rows.map(({ why }) => why)).toEqual(['blank'])
    }
  }
  expect(wrong).toEqual([])
  // What the readers miss is left to a person, with its picture.
  expect(missed.length).toBeLessThanOrEqual(6)
  const waits = (await operator.receipts.worklist({ limit: 1_000 })).rows
  expect(waits.filter(({ why }) => why !== 'blank').map(({ name, page }) => `${name} ${page}`).sort()).toEqual(missed.map((line) => line.split(':')[0] ?? '').sort())
  const board = await operator.receipts.board({ state: 'received', limit: 500 })
  expect(board.counts.received).toBeGreaterThanOrEqual(294)
  for (const [serial, id] of letters) {
    const row = board.rows.find((one) => one.letter === id)
    if (!row) continue
    // Where the card shows both numbers, the one that was read counts.
    const onCard = [...(serial % 5 === 0 ? [] : [cardNumber(serial)]), ...(serial % 5 === 0 || serial % 7 === 0 ? [articleNumber(serial)] : [])]
    expect(onCard).toContain(row.received?.number)
    expect(row.received?.file).not.toBeNull()
  }
  expect(waits.filter(({ why }) => why === 'blank')).toHaveLength(6)
  // The same stack once more changes nothing.
  const again = await take(operator, 'stack.pdf', files[0]?.content ?? Buffer.alloc(0))
  expect([again.filed, again.open, again.known]).toEqual([0, 0, 34])
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
}, 600_000)

test('a letter of USPS is filed by its number with its bytes; what is not known keeps its original and waits for a person', async () => {
  const { operator, supervisor } = await trackingStation()
  const electronic = (await mailed(operator, 2, ['electronic'])).get(1) ?? ''
  const plain = (await mailed(operator, 1, [], 3)).get(3) ?? ''
  const pdf = await textPdf(deliveryLetter(articleNumber(1), 'H. Thimble'))
  const first = await take(operator, 'rre.pdf', pdf)
  expect(first.rows).toMatchObject([{ result: 'received', letter: electronic, page: 1 }])
  const [file] = (await operator.certified.get({ id: electronic })).files
  expect(file).toMatchObject({ kind: 'electronic-receipt', file: first.file, bytes: pdf.length, type: 'application/pdf' })
  expect((await operator.pieces.file({ hash: first.file })).content).toBe(pdf.toString('base64'))
  expect((await take(operator, 'again.pdf', pdf)).known).toBe(1)
  // No electronic receipt was bought: it is filed all the same, as what it is.
  expect((await take(operator, 'letter.pdf', await textPdf(deliveryLetter(articleNumber(3), 'P. Three')))).rows).toMatchObject([{ result: 'delivery-letter', letter: plain }])
  expect((await operator.certified.get({ id: plain })).files.map(({ kind }) => kind)).toEqual(['delivery-letter'])
  // Another layout, a letter about no delivery, a number of nobody, two numbers.
  const odd = await take(operator, 'odd.pdf', await textPdf(['Tracking report of the mail house', 'This is what we know about your piece, as of today, in our own words.', articleNumber(2)]))
  expect(odd.rows).toMatchObject([{ result: 'open', why: 'layout', numbers: [articleNumber(2)] }])
  expect((await take(operator, 'not.pdf', await textPdf([...deliveryLetter(articleNumber(2), ''), 'The item was not delivered and is returned to sender.']))).rows).toMatchObject([{ why: 'layout' }])
  expect((await take(operator, 'strange.pdf', await textPdf(deliveryLetter(articleNumber(99), 'X')))).rows).toMatchObject([{ why: 'no-letter' }])
  expect((await take(operator, 'two.pdf', await textPdf([...deliveryLetter(articleNumber(1), 'X'), ...deliveryLetter(articleNumber(2), 'Y')]))).rows).toMatchObject([{ why: 'layout', numbers: [articleNumber(1), articleNumber(2)] }])
  const worklist = await operator.receipts.worklist({})
  expect(worklist.rows.find(({ name }) => name === 'odd.pdf')?.words).toBe('This is no letter of USPS that is known. It names 9589 0710 5270 0000 0000 21.')
  expect(Buffer.from((await operator.receipts.page({ file: odd.file, page: 1 })).content, 'base64').subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
  const second = (await operator.receipts.look({ text: articleNumber(2) })).letter
  await operator.receipts.settle({ pages: [{ file: odd.file, page: 1 }], letter: second, as: 'electronic', reason: 'read by me' })
  await expect(operator.receipts.settle({ pages: [{ file: odd.file, page: 1 }], letter: second, as: 'electronic' })).rejects.toMatchObject({ data: { code: 'not-open' } })
  expect((await operator.receipts.of({ letter: second })).receipts[0]?.received).toMatchObject({ note: 'read by me', file: { file: odd.file } })
  const rest = worklist.rows.filter(({ name }) => name !== 'odd.pdf').map(({ file: hash, page }) => ({ file: hash, page }))
  await expect(operator.receipts.settle({ pages: rest, letter: null })).rejects.toMatchObject({ data: { code: 'no-reason' } })
  expect((await operator.receipts.settle({ pages: rest, letter: null, reason: 'nobody needs them' })).open).toBe(0)
  expect((await operator.receipts.worklist({ aside: true })).rows).toHaveLength(3)
  await expect(take(operator, 'x.pdf', Buffer.from('%PDF-1.4 broken'))).rejects.toMatchObject({ data: { code: 'unreadable' } })
  await expect(take(operator, 'x.txt', Buffer.from('hello'))).rejects.toMatchObject({ data: { code: 'not-accepted' } })
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
}, 240_000)

test('a card of no letter, a card without a receipt, a card of a returned letter and numbers that disagree wait; the other side goes with its front; a stop keeps what was read', async () => {
  const { operator } = await trackingStation()
  const letters = await mailed(operator, 4)
  await mailed(operator, 1, [], 6)
  const c = chance(7)
  const page = (what: { card?: string; article?: string }): Promise<Buffer> => scanned(c, card(what), 0)
  await operator.receipts.cameBack({ letter: letters.get(4) ?? '', reason: '04', sealed: true, place: 'Safe 2' })
  const why = async (content: Buffer): Promise<Array<string | null>> => (await take(operator, 'one.jpg', content)).rows.map((row) => row.why)
  expect(await why(await page({ card: cardNumber(77) }))).toEqual(['no-letter'])
  expect(await why(await page({ article: articleNumber(6) }))).toEqual(['refused'])
  expect(await why(await page({ card: cardNumber(4) }))).toEqual(['refused'])
  expect(await why(await page({ card: cardNumber(1), article: articleNumber(2) }))).toEqual(['disagree'])
  const stack = await pdfStack([await page({ card: cardNumber(1) }), await page({}), await page({ card: cardNumber(2) }), await page({ card: cardNumber(1) }), await page({ card: cardNumber(3) })])
  const stop = new AbortController()
  const stream = await operator.receipts.importFile({ name: 'stack.pdf', content: stack.toString('base64') }, { signal: stop.signal })
  await expect((async () => { for await (const message of stream) if ('progress' in message && message.progress.done === 2) stop.abort() })()).rejects.toThrow()
  const rest = await take(operator, 'stack.pdf', stack)
  expect(rest.known).toBeGreaterThanOrEqual(2)
  expect((await operator.receipts.board({})).counts).toMatchObject({ received: 3, notComing: 1 })
  const back = (await operator.receipts.worklist({})).rows.find((row) => row.name === 'stack.pdf' && row.page === 2)
  expect(back?.before).toMatchObject({ letter: letters.get(1), filedAs: 'card' })
  await operator.receipts.settle({ pages: [{ file: rest.file, page: 2 }], letter: back?.before?.letter ?? null, as: 'card' })
  const files = (await operator.certified.get({ id: letters.get(1) ?? '' })).files
  expect(files.map(({ kind, note }) => `${kind}: ${note}`).sort()).toEqual([1, 2, 4].map((n) => `green-card: page ${n} of 5 of stack.pdf, SHA-256 ${rest.file}`))
  // Filed on the wrong letter and taken back, the page can be taken in again.
  await operator.receipts.takeBack({ letter: letters.get(3) ?? '', kind: 'card', reason: 'looked at the wrong one' })
  expect((await take(operator, 'stack.pdf', stack)).filed).toBe(1)
}, 240_000)

test('a folder is watched: what is put there is filed once, what cannot be read is told once', async () => {
  const { operator, administrator } = await trackingStation()
  const letters = await mailed(operator, 1)
  const folder = join(temporaryFolder(), 'scans')
  mkdirSync(folder)
  await expect(administrator.receipts.changeSettings({ watched: join(folder, 'nowhere'), askerName: '', askerEmail: '' })).rejects.toMatchObject({ data: { code: 'no-such-folder' } })
  await administrator.receipts.changeSettings({ watched: folder, askerName: 'Mailroom', askerEmail: 'mail@example.com' })
  const before = new Date(Date.now() - 60_000)
  for (const [name, bytes] of [['card.jpg', await scanned(chance(3), card({ card: cardNumber(1) }))], ['notes.txt', Buffer.from('nothing')], ['broken.pdf', Buffer.from('%PDF-1.4 broken')]] as const) {
    writeFileSync(join(folder, name), bytes)
    utimesSync(join(folder, name), before, before)
  }
  const run = async (): Promise<string | undefined> => (await reportOf(await administrator.tasks.run({ tasks: ['receipts'] })))[0]?.message
  expect(await run()).toBe('1 file taken in: 1 page filed, 0 for the worklist. broken.pdf: The PDF is damaged or not a PDF.')
  expect(await run()).toBe('There was nothing to do.')
  expect((await operator.receipts.of({ letter: letters.get(1) ?? '' })).receipts[0]?.state).toBe('received')
})

test('an electronic receipt that is owed says until when USPS answers, and what its form asks for; PS 3811-A is filled in', async () => {
  const { operator, administrator, clock } = await trackingStation()
  const electronic = (await mailed(operator, 1, ['electronic'])).get(1) ?? ''
  const hard = (await mailed(operator, 1, ['card'], 2)).get(2) ?? ''
  await administrator.receipts.changeSettings({ watched: '', askerName: 'Mailroom of the Test Office', askerEmail: 'mail@example.com' })
  expect(await operator.receipts.request({ letter: electronic })).toMatchObject({ number: articleNumber(1), name: 'Mailroom of the Test Office', email: 'mail@example.com', fastUntil: '2027-01-01', keptUntil: '2028-11-02' })
  await takeIn(operator, 'news.json', JSON.stringify([1, 2].map((serial) => detail(articleNumber(serial), [{ code: '01', at: '2026-11-05T10:00:00' }]))))
  const because = async (): Promise<string[]> => [...(await operator.receipts.board({ state: 'overdue' })).rows, ...(await operator.receipts.board({})).rows].filter(({ kind }) => kind === 'electronic').map((row) => `${row.state}: ${row.because}`)
  expect(await because()).toEqual(['overdue: ready since 2026-11-05; fast until 2027-01-01, kept until 2028-11-02'])
  clock.now = Date.UTC(2027, 0, 5)
  expect(await because()).toEqual(['overdue: slow since 2027-01-01; USPS keeps it until 2028-11-02'])
  clock.now = Date.UTC(2028, 10, 5)
  expect(await because()).toEqual(['overdue: USPS kept it until 2028-11-02'])
  const sheet = await operator.receipts.dataSheet({ letter: hard })
  expect(sheet.title).toBe('PS 3811-A data 9589 0710 5270 0000 0000 21')
  const [text] = await textOfPdf(Buffer.from(sheet.content, 'base64'))
  for (const words of ['9589 0710 5270 0000 0000 21', 'Person 2', 'Test Office', '2026-11-02', 'return receipt by card', 'bought, not received', 'mail@example.com', '2026-11-05', '9590 9402 0000 0000 0000 22']) expect(text).toContain(words)
  if (process.env['SHEET_PDF']) writeFileSync(process.env['SHEET_PDF'], Buffer.from(sheet.content, 'base64'))
})
