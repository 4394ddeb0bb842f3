import { expect, test } from 'vitest'
import sharp from 'sharp'
import { checkDigitMod10 } from '../../../src/shared/mail/check-digits.ts'
import type { Client } from '../helpers.ts'
import { reportOf } from '../helpers.ts'
import { A, B, detail, letter, takeIn, trackingStation } from '../tracking/office.ts'

const CARD = (() => { const body = '959094025878003823115'; return body + String(checkDigitMod10(body)) })()
const NOBODYS = (() => { const body = '958907105270041233561'; return body + String(checkDigitMod10(body)) })()
const scan = async (shade = 200): Promise<{ content: string; name: string }> => ({ content: (await sharp({ create: { width: 60, height: 40, channels: 3, background: { r: shade, g: 220, b: 190 } } }).png().toBuffer()).toString('base64'), name: 'card.png' })

async function sent(client: Client, number: string, services: Array<'card' | 'electronic'>, card = ''): Promise<string> {
  const id = await letter(client, number, { services })
  if (card !== '') await client.certified.greenCard({ letter: id, text: card })
  await client.certified.accept({ letters: [id], day: '2026-11-02', evidence: 'self-declared', postOffice: 'Anytown' })
  return id
}
const deliver = (client: Client, number: string, at: string) => takeIn(client, 'news.json', JSON.stringify([detail(number, [{ code: '01', at }])]))

test('a green card is expected, overdue, received by its scan; the signer read by a person decides whose signature it is', async () => {
  const { operator, supervisor, clock } = await trackingStation()
  const id = await sent(operator, A, ['card'], CARD)
  const other = await sent(operator, B, ['electronic'])
  expect((await operator.receipts.board({})).counts).toEqual({ expected: 2, overdue: 0, received: 0, notComing: 0 })
  await deliver(operator, A, '2026-11-05T10:00:00')
  clock.now = Date.UTC(2026, 10, 16, 15)
  const overdue = await operator.receipts.board({ state: 'overdue' })
  expect(overdue.rows.map(({ letter: of, kind, due, because }) => ({ of, kind, due, because }))).toEqual([{ of: id, kind: 'card', due: '2026-11-15', because: 'delivered 2026-11-05' }])
  expect((await operator.receipts.board({ state: 'overdue', text: 'nobody' })).rows).toEqual([])
  const looked = await operator.receipts.look({ text: CARD })
  expect([looked.letter, looked.kind]).toEqual([id, 'green-card'])
  expect((await operator.receipts.look({ text: A })).kind).toBe('article')
  await expect(operator.receipts.look({ text: `${CARD.slice(0, -1)}${(Number(CARD.at(-1)) + 1) % 10}` })).rejects.toMatchObject({ data: { code: 'check-digit' } })
  await expect(operator.receipts.look({ text: NOBODYS })).rejects.toMatchObject({ data: { code: 'no-letter' } })
  await expect(operator.receipts.signer({ letter: id, kind: 'card', name: 'H. Thimble', as: 'addressee' })).rejects.toMatchObject({ data: { code: 'not-received' } })
  await expect(operator.receipts.receive({ letter: other, kind: 'card' })).rejects.toMatchObject({ data: { code: 'not-bought' } })
  const got = await operator.receipts.receive({ letter: id, kind: 'card', number: CARD, scan: await scan() })
  expect(got.receipts[0]).toMatchObject({ state: 'received', received: { by: 'Test operator', number: CARD, file: { type: 'image/png' } }, signer: null, outcome: 'delivered-signer-not-established' })
  await expect(operator.receipts.receive({ letter: id, kind: 'card' })).rejects.toMatchObject({ data: { code: 'received' } })
  await expect(operator.receipts.signer({ letter: id, kind: 'card', name: ' ', as: 'agent' })).rejects.toMatchObject({ data: { code: 'no-name' } })
  expect((await operator.receipts.signer({ letter: id, kind: 'card', name: 'H. Thimble', as: 'addressee' })).receipts[0]).toMatchObject({ outcome: 'delivered-to-addressee', signer: { name: 'H. Thimble', as: 'addressee', by: 'Test operator' } })
  expect((await operator.tracking.of({ piece: id }))?.words.at(-1)?.evidence).toMatch(/^green card 9590 9402 5878 0038 2311 51, signed H\. Thimble, scan [0-9a-f]{16}$/)
  expect((await operator.certified.get({ id })).files.map((file) => file.kind)).toEqual(['green-card'])
  expect((await operator.receipts.board({ state: 'received' })).counts).toEqual({ expected: 1, overdue: 0, received: 1, notComing: 0 })

  const back = await operator.receipts.takeBack({ letter: id, kind: 'card', reason: 'the card of another letter' })
  expect(back.receipts[0]).toMatchObject({ state: 'overdue', received: null, signer: null, outcome: 'delivered-signer-not-established' })
  expect((await operator.certified.get({ id })).files.map(({ kind, note }) => ({ kind, note }))).toEqual([{ kind: 'green-card-withdrawn', note: 'the card of another letter' }])
  await operator.receipts.receive({ letter: id, kind: 'card', scan: await scan(120) })
  await operator.receipts.receive({ letter: id, kind: 'card', scan: await scan(90), note: 'the other side' })
  expect((await operator.certified.get({ id })).files.filter((file) => file.kind === 'green-card')).toHaveLength(2)
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
})

test('a letter that comes back has its reason, place and photo; the outcome keeps why; it can be taken back and sent again', async () => {
  const { operator, supervisor } = await trackingStation()
  const id = await sent(operator, A, ['card'])
  const back = await operator.receipts.cameBack({ letter: id, reason: '27', sealed: true, place: 'Safe 2', photo: await scan() })
  expect(back.returned).toMatchObject({ words: 'Unclaimed', sealed: true, place: 'Safe 2', by: 'Test operator', photo: { type: 'image/png' } })
  expect(back.receipts[0]).toMatchObject({ state: 'not-coming', because: 'the letter came back', due: null, status: 'returned-to-us', outcome: 'unclaimed' })
  await expect(operator.receipts.cameBack({ letter: id, reason: '04', sealed: true, place: 'Safe 2' })).rejects.toMatchObject({ data: { code: 'returned' } })
  expect((await operator.receipts.takeReturnBack({ letter: id, reason: 'wrong letter' })).receipts[0]).toMatchObject({ state: 'expected', status: 'no-news', outcome: null })
  await expect(operator.receipts.takeReturnBack({ letter: id, reason: 'wrong letter' })).rejects.toMatchObject({ data: { code: 'not-returned' } })
  expect((await operator.receipts.cameBack({ letter: id, reason: '29', sealed: false, place: 'Safe 2' })).receipts[0]).toMatchObject({ status: 'returned-to-us', outcome: 'returned' })
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
})

test('a letter that was not handed to USPS has no receipt yet', async () => {
  const { operator } = await trackingStation()
  const id = await letter(operator, A, { services: ['card'] })
  expect((await operator.receipts.of({ letter: id })).receipts).toEqual([])
  await expect(operator.receipts.receive({ letter: id, kind: 'card' })).rejects.toMatchObject({ data: { code: 'not-mailed' } })
})
