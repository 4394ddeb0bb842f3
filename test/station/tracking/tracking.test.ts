import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Client } from '../helpers.ts'
import { pdfTexts, reportOf } from '../helpers.ts'
import { A, B, detail, HOME, letter, parcel, takeIn, THERE, trackingStation } from './office.ts'

const board = (client: Client, more: object = {}) => client.tracking.board({ view: 'attention', ...more })
const logSize = ({ station }: Awaited<ReturnType<typeof trackingStation>>): number => station.services.store.head?.sequence ?? 0

async function sound({ station }: Awaited<ReturnType<typeof trackingStation>>): Promise<void> {
  expect(await station.services.reader.run('verify', { against: null, replay: true })).toMatchObject({ ok: true, problems: [] })
}

test('a letter is followed from the moment it is logged, and news by hand and by telephone move it', async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A)
  expect(await operator.tracking.of({ piece })).toMatchObject({ row: { status: 'no-news', outcome: null, name: 'Hester Thimble', department: 'Legal', matter: 'Thimble v. Example', direction: 'outbound', attention: [] }, events: [], words: [], page: expect.stringContaining('usps.com') })

  await operator.tracking.add({ piece, code: '03', day: '2026-11-16', time: '16:21', city: 'Anytown', state: 'VT', zip: HOME, source: 'person' })
  const told = await operator.tracking.add({ piece, code: '52', day: '2026-11-18', source: 'phone', zip: THERE, call: { spoke: 'Ms. Clerk', number: '1-800-222-1811', said: 'A notice was left on the 18th.', asked: 'Dana Reyes' } })
  expect(told.row).toMatchObject({ status: 'notice-left', acceptedDay: '2026-11-16', waitingSince: '2026-11-18', lastDay: '2026-11-18', reason: '"Notice left", 2026-11-18, 43999 (a telephone call).' })
  expect(told.events.map(({ code, text, local, sources }) => [code, text, local, sources[0]?.source, sources[0]?.told, sources[0]?.by])).toEqual([
    ['52', 'Notice left', '2026-11-18', 'phone', 'Ms. Clerk, 1-800-222-1811, asked by Dana Reyes', 'Test operator'], ['03', 'Accepted', '2026-11-16T16:21:00', 'person', 'Test operator', 'Test operator'],
  ])
  const source = told.events[0]?.sources[0]
  expect(await operator.tracking.raw({ device: source?.device ?? '', sequence: source?.sequence ?? 0 })).toEqual({ told: 'Ms. Clerk, 1-800-222-1811, asked by Dana Reyes', raw: 'A notice was left on the 18th.' })

  const refused = async (input: Parameters<Client['tracking']['add']>[0], code: string): Promise<void> => {
    await expect(operator.tracking.add(input)).rejects.toMatchObject({ data: { code } })
  }
  await refused({ piece, code: '03', day: '2026-11-16', time: '16:21', city: 'Anytown', state: 'VT', zip: HOME, source: 'person' }, 'said-before')
  await refused({ piece, text: '  ', source: 'person' }, 'nothing-said')
  await refused({ piece, code: '01', source: 'phone', call: { spoke: ' ', number: '', said: 'x' } }, 'nobody-named')
  await sound(office)
})

test('a delivery at our own ZIP is a return; a person can say otherwise, and only a person says who signed', async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A)
  expect((await operator.tracking.add({ piece, code: '01', day: '2026-11-20', zip: HOME, source: 'person' })).row).toMatchObject({ status: 'returned', outcome: 'returned' })
  await expect(operator.tracking.say({ piece, says: 'delivered-to-addressee', reason: 'she said so' })).rejects.toMatchObject({ data: { code: 'evidence', field: 'evidence' } })
  const said = await operator.tracking.say({ piece, says: 'delivered-to-agent', evidence: 'green card, signed J. Mill', reason: 'the scan was made at the wrong office' })
  expect(said.row).toMatchObject({ status: 'delivered', outcome: 'delivered-to-agent', byPerson: true })
  expect(said.words).toEqual([{ says: 'delivered-to-agent', evidence: 'green card, signed J. Mill', reason: 'the scan was made at the wrong office', by: 'Test operator', at: office.clock.now }])
  expect((await operator.tracking.say({ piece, says: 'as-told', reason: 'the card was of another letter' })).row).toMatchObject({ status: 'returned', outcome: 'returned', byPerson: false })
  await expect(operator.tracking.say({ piece, says: 'as-told', reason: 'again' })).rejects.toMatchObject({ data: { code: 'no-word' } })
  expect((await operator.tracking.say({ piece, says: 'returned-to-us', reason: 'it lies here' })).row).toMatchObject({ status: 'returned-to-us', outcome: 'returned', attention: [] })
  await sound(office)
})

test('a corrected address is judged anew; a voided letter leaves the board', async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A, { zip: HOME })
  expect((await operator.tracking.add({ piece, code: '01', day: '2026-11-20', zip: HOME, source: 'person' })).row).toMatchObject({ status: 'delivered', checks: ['same-zip'] })
  await operator.certified.correct({ letter: piece, reason: 'wrong town', fields: { addressee: { block: 'Hester Thimble\n48 Example Lane\nFakeville OH 43999' } } })
  expect((await operator.tracking.of({ piece }))?.row).toMatchObject({ status: 'returned', checks: [] })
  expect(await board(operator)).toMatchObject({ attention: 1, open: 1, total: 1, counts: [{ standing: 'returned', count: 1 }] })
  await office.supervisor.certified.void({ letter: piece, reason: 'never sent' })
  expect(await operator.tracking.of({ piece })).toBeNull()
  expect(await board(operator)).toMatchObject({ rows: [], attention: 0, open: 0, total: 0, counts: [] })
  await sound(office)
})

test('every way in: files in every form, and the same twice changes nothing', async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A)
  const files: Array<[string, string, string, string]> = [
    ['api.json', JSON.stringify(detail(A, [{ code: '03', at: '2026-11-10T16:21:00', zip: HOME }, { code: 'OF', at: '2026-11-12T08:02:00' }], { returnDateNotice: '2026-11-28' })), 'json', 'out-for-delivery'],
    ['export.csv', `number,status,date,zip\n${A},Notice Left,11/12/2026 2:14 pm,43999\n${B},Refused,11/12/2026,43999\n${A},,11/13/2026,\n`, 'csv', 'notice-left'],
    ['page.txt', `${A}\nAvailable for Pickup\nFAKEVILLE, OH 43999\nNovember 13, 2026, 9:00 am\n`, 'paste', 'available-for-pickup'],
    ['notice.eml', `From: auto-reply@usps.com\nSubject: Item Delivered ${A}\n\nYour item was delivered to an individual at the address at 1:28 pm on November 14, 2026 in FAKEVILLE, OH 43999.`, 'email', 'delivered'],
  ]
  for (const [name, content, source, status] of files) {
    const { preview, report } = await takeIn(operator, name, content)
    expect(preview.rows.find((row) => row.piece === piece)).toMatchObject({ name: 'Hester Thimble', becomes: status, note: '' })
    expect(report).toMatchObject({ pieces: 1, unknown: name === 'export.csv' ? 1 : 0, bad: name === 'export.csv' ? 1 : 0 })
    const before = [logSize(office), await operator.tracking.of({ piece })]
    expect(before[1]).toMatchObject({ row: { status } })
    expect((await operator.tracking.of({ piece }))?.events.flatMap((event) => event.sources.map((one) => one.source))).toContain(source)
    const again = await takeIn(operator, `again-${name}`, content)
    expect(again.report).toMatchObject({ pieces: 0, events: 0 })
    expect([logSize(office), await operator.tracking.of({ piece })]).toEqual(before)
  }
  const { row, events } = (await operator.tracking.of({ piece })) ?? { row: null, events: [] }
  expect(row).toMatchObject({ returnDay: '2026-11-28', acceptedDay: '2026-11-10' })
  expect(events).toHaveLength(5)
  const email = events[0]?.sources[0]
  expect((await operator.tracking.raw({ device: email?.device ?? '', sequence: email?.sequence ?? 0 })).raw).toBe(files[3]?.[1])
  await sound(office)
})

test('no source overwrites another one: each keeps what it said, and what they say against each other is a conflict', async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A)
  await takeIn(operator, 'a.csv', `number,code,date,zip\n${A},01,11/12/2026,43999\n`)
  await takeIn(operator, 'b.json', JSON.stringify(detail(A, [{ code: '27', at: '2026-11-14T09:00:00' }])))
  expect((await operator.tracking.of({ piece }))?.row).toMatchObject({ status: 'conflict', outcome: null, attention: [{ kind: 'conflict', step: 'decide' }] })
  await takeIn(operator, 'c.json', JSON.stringify(detail(A, [{ code: '01', at: '2026-11-12' }, { code: '27', at: '2026-11-14T09:00:00' }])))
  const now = await operator.tracking.of({ piece })
  expect(now?.row).toMatchObject({ status: 'unclaimed', outcome: 'unclaimed', checks: ['returned-after-delivery'] })
  expect(now?.events.map(({ code, sources }) => [code, sources.map((one) => one.source)])).toEqual([['27', ['json']], ['01', ['csv']], ['01', ['json']]])
  await sound(office)
})

test("a green card's own number is never the letter's, an unknown layout keeps the notice and asks a person", async () => {
  const office = await trackingStation()
  const { operator } = office
  const piece = await letter(operator, A)
  const card = '9590940258780038231151'
  expect((await takeIn(operator, 'card.csv', `number,status\n${card},Delivered\n`)).preview.rows).toMatchObject([{ piece: null, note: "A green card's own number: its way is not the letter's." }])
  await takeIn(operator, 'odd.eml', `From: auto-reply@usps.com\nSubject: Good news about ${A}\n\nDelivered!`)
  expect((await operator.tracking.of({ piece }))?.row).toMatchObject({ status: 'unknown', outcome: null, checks: ['unread'], attention: [{ kind: 'unread', step: 'read' }] })
  await sound(office)
})

test('columns are chosen by a person, and remembered', async () => {
  const { operator } = await trackingStation()
  const piece = await letter(operator, A)
  const table = (day: string) => Buffer.from(`wer,was,wann\n${A},Zugestellt,${day}\n`).toString('base64')
  const first = await operator.tracking.open({ name: 'x.csv', content: table('11/12/2026') })
  expect(first).toMatchObject({ problem: expect.stringContaining('No column says what happened'), columns: ['wer', 'was', 'wann'], mapping: { number: 0, when: 2 }, sample: [['wer', 'was', 'wann'], [A, 'Zugestellt', '11/12/2026']] })
  await expect(operator.tracking.apply({ id: first.id })).rejects.toMatchObject({ data: { code: 'nothing-to-take' } })
  await expect(operator.tracking.remap({ id: first.id, mapping: { number: 7 } })).rejects.toMatchObject({ data: { code: 'no-such-column' } })
  expect(await operator.tracking.remap({ id: first.id, mapping: { number: 0, text: 1, when: 2 } })).toMatchObject({ problem: null, pieces: 1, rows: [{ piece, becomes: 'unknown' }] })
  await reportOf(await operator.tracking.apply({ id: first.id }))
  expect(await operator.tracking.open({ name: 'y.csv', content: table('11/13/2026') })).toMatchObject({ problem: null, remembered: true, pieces: 1, newEvents: 1 })
})

test('a pasted page without a number is about the piece that is open', async () => {
  const { operator } = await trackingStation()
  const piece = await parcel(operator, '1Z999AA10123456784')
  const preview = await operator.tracking.open({ text: 'Out for Delivery\nFAKEVILLE, OH 43999\nNovember 23, 2026, 8:02 am', piece })
  expect(preview).toMatchObject({ problem: null, pieces: 1, rows: [{ piece, becomes: 'out-for-delivery' }] })
  await reportOf(await operator.tracking.apply({ id: preview.id }))
  expect((await operator.tracking.of({ piece }))?.row).toMatchObject({ direction: 'inbound', carrier: 'ups', status: 'out-for-delivery', attention: [] })
  expect(await operator.tracking.open({ text: 'nothing in it', piece })).toMatchObject({ problem: expect.stringContaining('says nothing that is understood') })
})

test('what needs attention: in the order of the days, given to people, put aside with a reason, done, and back when it changes', async () => {
  const office = await trackingStation()
  const { operator, clock } = office
  const waits = await letter(operator, A)
  const refused = await letter(operator, B, { name: 'Otto Grindle' })
  await operator.tracking.add({ piece: waits, code: '02', day: '2026-11-10', source: 'person' })
  await operator.tracking.add({ piece: refused, code: '04', day: '2026-11-20', source: 'person' })
  expect((await board(operator)).rows.map((row) => [row.piece, row.attention[0]?.kind, row.attention[0]?.due, row.attention[0]?.title])).toEqual([[refused, 'refused', '2026-11-20', 'Refused'], [waits, 'waiting', '2026-11-25', 'Notice left, 13 days ago']])

  const me = (await operator.access.people())[0]
  await operator.tracking.assign({ items: [{ piece: refused, kind: 'refused' }], to: me?.id ?? '' })
  expect((await board(operator, { assigned: me?.id })).rows.map((row) => [row.piece, row.attention[0]?.assigned?.name])).toEqual([[refused, 'Otis Ledgerwood']])
  await operator.tracking.done({ items: [{ piece: refused, kind: 'refused' }], note: 'told Legal' })
  await expect(operator.tracking.snooze({ items: [{ piece: waits, kind: 'waiting' }], until: '2026-11-23', reason: 'x' })).rejects.toMatchObject({ data: { code: 'not-later' } })
  await operator.tracking.snooze({ items: [{ piece: waits, kind: 'waiting' }], until: '2026-11-25', reason: 'she comes tomorrow' })
  await expect(operator.tracking.done({ items: [{ piece: waits, kind: 'refused' }], note: '' })).rejects.toMatchObject({ data: { code: 'not-open' } })
  expect(await board(operator)).toMatchObject({ rows: [], attention: 0, open: 2 })
  expect((await operator.tracking.of({ piece: refused }))?.row.attention).toMatchObject([{ kind: 'refused', done: { by: 'Test operator', note: 'told Legal' } }])

  await operator.tracking.add({ piece: refused, code: '09', day: '2026-11-21', source: 'person' })
  expect((await board(operator)).rows.map((row) => [row.piece, row.status, row.attention.map((item) => item.kind)])).toEqual([[refused, 'returning', ['returning']]])
  clock.now += 2 * 86_400_000
  expect((await board(operator)).rows.map((row) => [row.piece, row.attention[0]?.kind])).toEqual([[waits, 'waiting'], [refused, 'returning']])
  expect((await board(operator, { text: 'grindle' })).rows.map((row) => row.piece)).toEqual([refused])
  expect((await board(operator, { text: A.slice(-4) })).rows.map((row) => row.piece)).toEqual([waits])
})

test('deliveries are counted and listed by to whom, and replaying the log counts the same', async () => {
  const office = await trackingStation()
  const { operator } = office
  const pieces = [await letter(operator, A), await letter(operator, B, { name: 'Otto Grindle' }), await letter(operator, '9589071052700412202778', { name: 'Bramble & Sons' })]
  for (const piece of pieces) await operator.tracking.add({ piece, code: '01', day: '2026-11-20', zip: THERE, source: 'person' })
  const counts = async () => Object.fromEntries((await board(operator)).counts.map(({ standing, count }) => [standing, count]))
  expect(await counts()).toEqual({ 'delivered-signer-not-established': 3 })
  await operator.tracking.say({ piece: pieces[0] ?? '', says: 'delivered-to-addressee', evidence: 'green card', reason: 'her name is on it' })
  await operator.tracking.say({ piece: pieces[1] ?? '', says: 'delivered-to-agent', evidence: 'green card', reason: 'signed by the desk' })
  expect(await counts()).toEqual({ 'delivered-signer-not-established': 1, 'delivered-to-addressee': 1, 'delivered-to-agent': 1 })
  for (const [at, standing] of (['delivered-to-addressee', 'delivered-to-agent', 'delivered-signer-not-established'] as const).entries()) expect((await board(operator, { view: 'all', standing })).rows.map((row) => row.piece)).toEqual([pieces[at]])
  expect(await board(operator)).toMatchObject({ open: 0, closed: 3, total: 3 })
  await operator.certified.void({ letter: pieces[1] ?? '', reason: 'logged twice' })
  expect(await counts()).toEqual({ 'delivered-signer-not-established': 1, 'delivered-to-addressee': 1 })
  await sound(office)
})

test('several reasons are acted on together, without those that are not open any more; the board prints as it stands', async () => {
  const { operator } = await trackingStation()
  const [waits, refused] = [await letter(operator, A), await letter(operator, B, { name: 'Otto Grindle' })]
  await operator.tracking.add({ piece: waits, code: '02', day: '2026-11-10', source: 'person' })
  await operator.tracking.add({ piece: refused, code: '04', day: '2026-11-20', source: 'person' })
  const items = [{ piece: waits, kind: 'waiting' as const }, { piece: refused, kind: 'refused' as const }]
  const me = (await operator.access.people())[0]
  expect(await operator.tracking.assign({ items, to: me?.id ?? '' })).toMatchObject({ gone: 0, rows: [{ piece: waits }, { piece: refused }] })

  const paper = (await pdfTexts((await operator.tracking.print({})).content)).join(' ')
  for (const words of ['Test Office', 'Needs attention: 2 pieces', 'Do today 1 piece', '9589 0710 5270 0412 2041 16', 'Otto Grindle', 'Tell the sender', 'Do this week 1 piece', 'Ask USPS to hold', 'Otis Ledgerwood', 'Page 1 of 1']) expect(paper).toContain(words)
  expect((await pdfTexts((await operator.tracking.print({ view: 'all', text: 'hester' })).content)).join(' ')).toMatch(/All pieces: 1 piece With "hester".*Notice left/)

  expect(await operator.tracking.snooze({ items: [...items, { piece: waits, kind: 'refused' }], until: '2026-11-25', reason: 'the Post Office is closed' })).toMatchObject({ gone: 1, rows: [{ piece: waits }, { piece: refused }] })
  expect(await board(operator)).toMatchObject({ rows: [], attention: 0 })
  expect((await board(operator, { view: 'all' })).rows.map((row) => row.piece)).toEqual([refused, waits])
  await operator.tracking.done({ items, note: 'told both' })
  expect((await operator.tracking.of({ piece: waits }))?.row.attention).toMatchObject([{ done: { note: 'told both' }, assigned: { name: 'Otis Ledgerwood' } }])
  await expect(operator.tracking.done({ items: [{ piece: waits, kind: 'refused' }, { piece: refused, kind: 'waiting' }], note: '' })).rejects.toMatchObject({ message: expect.stringContaining('None of them'), data: { code: 'not-open' } })
})

test('no acceptance scan after the days that the office gave; receipts that are owed', async () => {
  const office = await trackingStation()
  const { operator, administrator, clock } = office
  const unseen = await letter(operator, A)
  const carded = await letter(operator, B, { services: ['card'] })
  await operator.certified.present({ letters: [unseen, carded], day: '2026-11-20', postOffice: 'Anytown' })
  await operator.tracking.add({ piece: carded, code: '01', day: '2026-11-21', zip: THERE, source: 'person' })
  expect((await board(operator)).rows.map((row) => [row.piece, row.attention.map((item) => [item.kind, item.due])])).toEqual([[unseen, [['no-acceptance', '2026-11-23']]]])
  const settings = await operator.tracking.settings()
  await administrator.tracking.changeSettings({ ...settings, days: { ...settings.days, acceptance: 5 } })
  expect((await board(operator)).rows).toEqual([])
  clock.now += 10 * 86_400_000
  expect((await board(operator)).rows.map((row) => [row.piece, row.attention.map((item) => [item.kind, item.due])])).toEqual([[unseen, [['no-acceptance', '2026-11-25']]], [carded, [['card-missing', '2026-12-01']]]])
})

test('lists by status page through everything, newest first', async () => {
  const { operator } = await trackingStation()
  const pieces = [await letter(operator, A), await letter(operator, B, { name: 'Otto Grindle' }), await letter(operator, '9589071052700412202778', { name: 'Bramble & Sons' })]
  await operator.tracking.add({ piece: pieces[1] ?? '', code: '01', day: '2026-11-20', zip: THERE, source: 'person' })
  const first = await board(operator, { view: 'all', limit: 2 })
  expect([first.rows.map((row) => row.piece), first.total, first.closed, first.open]).toEqual([[pieces[2], pieces[1]], 3, 1, 2])
  expect((await board(operator, { view: 'all', limit: 2, cursor: first.next })).rows.map((row) => row.piece)).toEqual([pieces[0]])
  expect((await board(operator, { view: 'open' })).rows.map((row) => row.piece)).toEqual([pieces[2], pieces[0]])
  expect((await board(operator, { view: 'all', standing: 'delivered-signer-not-established' })).rows.map((row) => row.piece)).toEqual([pieces[1]])
  expect((await board(operator, { view: 'all', text: 'bramble' })).rows.map((row) => row.piece)).toEqual([pieces[2]])
})

test('settings are checked, and only an administrator changes them', async () => {
  const { operator, administrator, folder } = await trackingStation()
  const settings = await operator.tracking.settings()
  await expect(operator.tracking.changeSettings(settings)).rejects.toMatchObject({ code: 'ROLE' })
  await expect(administrator.tracking.changeSettings({ ...settings, watched: join(folder, 'nowhere') })).rejects.toMatchObject({ data: { code: 'no-such-folder' } })
  expect(await administrator.tracking.changeSettings({ ...settings, returnZip: '12099' })).toMatchObject({ returnZip: '12099' })
  const piece = await letter(operator, A)
  expect((await operator.tracking.add({ piece, code: '01', day: '2026-11-20', zip: '12099', source: 'person' })).row).toMatchObject({ status: 'returned' })
})
