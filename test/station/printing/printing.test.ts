import Database from 'better-sqlite3'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { TcpPrinter } from '../../devices/tcpPrinter.ts'
import { startTcpPrinter } from '../../devices/tcpPrinter.ts'
import { renderZpl } from '../../devices/zplPrinter.ts'
import type { Client } from '../helpers.ts'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const ZPL = { ...defaultProfile('zpl'), media: '4x6' as const }

async function device(options: Parameters<typeof startTcpPrinter>[0] = {}): Promise<TcpPrinter> {
  const printer = await startTcpPrinter(options)
  onTestFinished(() => printer.close())
  return printer
}

async function withPrinter(options: Parameters<typeof startTcpPrinter>[0] = {}, answering = true) {
  const folder = join(temporaryFolder(), 'store')
  const { station, operator, administrator } = await testStation({ folder })
  const paper = await device(answering ? { answers: {}, ...options } : options)
  const printer = await administrator.printing.savePrinter({ name: 'Desk labels', target: `tcp://127.0.0.1:${paper.port}`, profile: ZPL, purposes: ['piece'] })
  return { folder, station, operator, administrator, paper, printer, idle: () => station.services.spooler.idle(printer.id) }
}

async function takenIn(client: Client, number = '1Z999AA10123456784') {
  return (await client.intake.scan(scanOf(number))).piece
}

test('a printer is added, changed and taken away; only an administrator may, and each is in the log by name only', async () => {
  const { station, operator, administrator, printer } = await withPrinter()
  expect(await operator.printing.printers()).toEqual([{ id: printer.id, name: 'Desk labels', target: printer.target, profile: ZPL, purposes: ['piece'], paused: false, waiting: 0, unknown: 0, reason: null }])
  const input = { name: 'Desk labels', target: 'tcp://10.0.0.9', profile: ZPL, purposes: [] }
  await expect(operator.printing.savePrinter(input)).rejects.toMatchObject({ code: 'ROLE' })
  await expect(administrator.printing.savePrinter(input)).rejects.toMatchObject({ data: { code: 'name-taken', field: 'name' } })
  await expect(administrator.printing.savePrinter({ ...input, name: 'B', target: 'lpt1' })).rejects.toMatchObject({ data: { code: 'target', field: 'target' } })
  expect(await administrator.printing.savePrinter({ ...input, id: printer.id })).toMatchObject({ target: 'tcp://10.0.0.9:9100', purposes: [] })
  await administrator.printing.removePrinter({ id: printer.id })
  expect(await operator.printing.printers()).toEqual([])
  await expect(operator.printing.testPage({ id: printer.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const logged = station.services.store.db.prepare("SELECT payload FROM event WHERE kind = 'record.changed' ORDER BY sequence DESC LIMIT 3").all() as Array<{ payload: Uint8Array }>
  expect(logged.map((row) => JSON.parse(Buffer.from(row.payload).toString()) as unknown)).toEqual([
    { table: 'printer', record: printer.id, action: 'removed', fields: ['active'] },
    { table: 'printer', record: printer.id, action: 'changed', fields: ['target', 'purposes'] },
    { table: 'printer', record: printer.id, action: 'added', fields: ['name', 'target', 'profile', 'purposes'] },
  ])
})

test('a label reaches the printer once, with its number; the second one says that it replaces the first', async () => {
  const { operator, paper, printer, idle } = await withPrinter()
  const piece = await takenIn(operator)
  const job = await operator.printing.printLabel({ piece: piece.id })
  expect(job).toEqual({ id: job.id, printer: printer.id, printerName: 'Desk labels', purpose: 'piece', title: `Piece ${piece.grouped}`, copies: 1, state: 'queued', attempts: 0, notBefore: job.createdAt, reason: null, createdAt: job.createdAt, changedAt: job.createdAt, by: 'Test operator', piece: piece.id, copyOf: null, missing: null })
  await idle()
  expect(paper.labels).toHaveLength(1)
  expect(paper.labels[0]).toContain('1Z 999 AA1 01 2345 6784')
  const [done] = await operator.printing.jobs({ which: 'done' })
  expect(done).toMatchObject({ id: job.id, state: 'confirmed', attempts: 1, reason: null })
  const again = await operator.printing.reprint({ id: job.id })
  expect(again).toMatchObject({ copyOf: job.id, piece: piece.id, state: 'queued' })
  await idle()
  expect(paper.labels).toHaveLength(2)
  const picture = (await operator.printing.preview({ job: again.id })).pages.join('')
  expect(picture).toContain('REPLACEMENT')
  expect((await operator.printing.preview({ job: job.id })).pages.join('')).not.toContain('REPLACEMENT')
  expect(await operator.printing.jobs({ which: 'open' })).toEqual([])
})

test('a printer that is off keeps its jobs in order with the reason, and gets each once when it is back', async () => {
  const { operator, paper, idle } = await withPrinter()
  await paper.off()
  const first = await takenIn(operator)
  const second = await takenIn(operator, '9405511206217012345672')
  const [a, b] = [await operator.printing.printLabel({ piece: first.id }), await operator.printing.printLabel({ piece: second.id })]
  await idle()
  const [, waiting] = await operator.printing.jobs({ which: 'open' })
  expect(waiting).toMatchObject({ id: a.id, state: 'queued', attempts: 1 })
  expect(waiting?.reason).toMatch(/\S/)
  expect(waiting?.notBefore).toBeGreaterThan(a.createdAt)
  expect((await operator.office.status()).waiting).toEqual({ outbox: 0, outboxLook: false, print: 2 })
  await paper.on()
  await operator.printing.retry({ id: a.id })
  await idle()
  expect(paper.labels).toHaveLength(2)
  expect((await operator.printing.jobs({})).map(({ id, state }) => ({ id, state }))).toEqual([{ id: b.id, state: 'confirmed' }, { id: a.id, state: 'confirmed' }])
})

test('a connection cut in the middle is unknown, is never repeated alone, and a person decides each way', async () => {
  const { operator, paper, idle } = await withPrinter()
  const piece = await takenIn(operator)
  const cut = async () => {
    paper.plan({ kind: 'cut', after: 40 })
    const job = await operator.printing.printLabel({ piece: piece.id })
    await idle()
    expect(await operator.printing.jobs({ which: 'open' })).toMatchObject([{ id: job.id, state: 'unknown', attempts: 1 }])
    return job.id
  }
  const one = await cut()
  await expect(operator.printing.retry({ id: one })).rejects.toMatchObject({ data: { code: 'state' } })
  await expect(operator.printing.cancel({ id: one })).rejects.toMatchObject({ data: { code: 'state' } })
  await expect(operator.printing.reprint({ id: one })).rejects.toMatchObject({ data: { code: 'state' } })
  expect(await operator.printing.decideUnknown({ id: one, decision: 'printed' })).toMatchObject({ state: 'sent', reason: null })
  const two = await cut()
  expect(await operator.printing.decideUnknown({ id: two, decision: 'dropped' })).toMatchObject({ state: 'failed', reason: 'Dropped by a person.' })
  const three = await cut()
  expect(paper.labels).toEqual([])
  expect(await operator.printing.decideUnknown({ id: three, decision: 'again' })).toMatchObject({ state: 'queued', attempts: 0 })
  await idle()
  expect(paper.labels).toHaveLength(1)
  await expect(operator.printing.decideUnknown({ id: three, decision: 'again' })).rejects.toMatchObject({ data: { code: 'state' } })
})

test('a job that is just being tried is dropped once the try came to nothing, and never in the middle of what may print', async () => {
  const { operator, administrator } = await testStation()
  const silent = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => { silent.close() })
  await once(silent, 'listening')
  const printer = await administrator.printing.savePrinter({ name: 'Desk labels', target: `tcp://127.0.0.1:${(silent.address() as AddressInfo).port}`, profile: ZPL, purposes: ['piece'] })
  const piece = await takenIn(operator)
  const reached = once(silent, 'connection') as Promise<[Socket]>
  const job = await operator.printing.printLabel({ piece: piece.id })
  const [line] = await reached
  expect((await operator.printing.jobs({ which: 'open' })).map(({ state }) => state)).toEqual(['sending'])
  let dropped = false
  const drop = operator.printing.cancel({ id: job.id }).finally(() => { dropped = true })
  await setImmediate()
  expect(dropped).toBe(false)
  line.destroy()
  expect(await drop).toMatchObject({ state: 'failed', attempts: 1, reason: 'Dropped by a person.' })
  expect((await operator.printing.printers()).find(({ id }) => id === printer.id)).toMatchObject({ waiting: 0, unknown: 0 })
})

test('paper out holds the job with the words of the printer; nothing is sent', async () => {
  const { operator, paper, idle } = await withPrinter({ answers: { paperOut: true } })
  const piece = await takenIn(operator)
  const job = await operator.printing.printLabel({ piece: piece.id })
  await idle()
  expect((await operator.printing.printers())[0]).toMatchObject({ waiting: 1, unknown: 0, reason: 'The printer is out of paper.' })
  expect(paper.labels).toEqual([])
  expect(await operator.printing.cancel({ id: job.id })).toMatchObject({ state: 'failed', reason: 'Dropped by a person.' })
  paper.answer({})
  expect(await operator.printing.retry({ id: job.id })).toMatchObject({ state: 'queued' })
  await idle()
  expect(paper.labels).toHaveLength(1)
})

test('a paused printer sends nothing until it is resumed; one with open jobs cannot be taken away', async () => {
  const { operator, administrator, paper, printer, idle } = await withPrinter()
  expect(await operator.printing.pause({ id: printer.id })).toMatchObject({ paused: true })
  const job = await operator.printing.testPage({ id: printer.id })
  await idle()
  expect(paper.connections()).toBe(0)
  await expect(administrator.printing.removePrinter({ id: printer.id })).rejects.toMatchObject({ data: { code: 'jobs-open' } })
  expect(await operator.printing.resume({ id: printer.id })).toMatchObject({ paused: false })
  await idle()
  expect(paper.labels).toHaveLength(1)
  expect((await operator.printing.preview({ job: job.id })).pages[0]).toContain('Test Office')
})

test('after a restart waiting jobs are printed, and what was being sent is unknown', async () => {
  const { folder, station, operator, paper, printer } = await withPrinter()
  await operator.printing.pause({ id: printer.id })
  const piece = await takenIn(operator)
  const cutOff = await operator.printing.printLabel({ piece: piece.id })
  const waiting = await operator.printing.printLabel({ piece: piece.id })
  await operator.printing.resume({ id: printer.id }).then(() => operator.printing.pause({ id: printer.id }))
  await station.close()
  // As a power cut in the middle of the first job leaves it.
  const db = new Database(join(folder, 'pigeonhole.db'))
  db.prepare("UPDATE print_job SET state = CASE id WHEN ? THEN 'sending' ELSE 'queued' END, attempts = 0, not_before = 0").run(cutOff.id)
  db.prepare('UPDATE printer SET paused = 0').run()
  db.close()
  const printedBefore = paper.labels.length
  const reopened = openStation({ folder })
  const client = connectAs(reopened, 'operator')
  await reopened.services.spooler.idle(printer.id)
  expect((await client.printing.jobs({})).map(({ id, state }) => ({ id, state }))).toEqual([{ id: waiting.id, state: 'confirmed' }, { id: cutOff.id, state: 'unknown' }])
  expect(paper.labels).toHaveLength(printedBefore + 1)
  expect((await client.printing.jobs({ which: 'open' }))[0]?.reason).toContain('was being printed')
})

test('closing in the middle of a stalled job leaves it unknown', async () => {
  const { folder, station, operator, paper, printer } = await withPrinter({}, false)
  paper.plan({ kind: 'full', after: 40 })
  const piece = await takenIn(operator)
  const job = await operator.printing.printLabel({ piece: piece.id })
  while ((paper.received[0]?.length ?? 0) === 0) await setImmediate()
  await station.close()
  const reopened = openStation({ folder })
  await reopened.services.spooler.idle(printer.id)
  expect(await connectAs(reopened, 'operator').printing.jobs({})).toMatchObject([{ id: job.id, state: 'unknown', attempts: 1 }])
  expect(paper.connections()).toBe(1)
})

test('the label of a piece prints itself after its intake, once, when the office wants it; the scan is answered first', async () => {
  const { folder, station, operator, administrator, paper, printer, idle } = await withPrinter()
  await takenIn(operator)
  await setImmediate()
  expect(await operator.printing.jobs({})).toEqual([])
  await expect(operator.printing.saveSettings({ labelWhen: 'intake' })).rejects.toMatchObject({ code: 'ROLE' })
  expect(await administrator.printing.saveSettings({ labelWhen: 'intake' })).toEqual({ labelWhen: 'intake' })
  const piece = await takenIn(operator, '9405511206217012345672')
  expect(await operator.printing.jobs({})).toEqual([])
  await setImmediate()
  expect(await operator.printing.jobs({})).toMatchObject([{ piece: piece.id, by: 'Pigeonhole', purpose: 'piece', copyOf: null }])
  await operator.intake.detail({ piece: piece.id, fields: { location: 'A1' } })
  await setImmediate()
  await idle()
  expect(paper.labels).toHaveLength(1)
  await operator.printing.pause({ id: printer.id })
  const last = await takenIn(operator, '1Z999AA10123456793')
  await station.close()
  const reopened = connectAs(openStation({ folder }), 'operator')
  await setImmediate()
  expect(await reopened.printing.jobs({ which: 'open' })).toMatchObject([{ piece: last.id, state: 'queued' }])
})

test('with the label wanted for the recipient, it waits until the recipient is known', async () => {
  const { operator, administrator, paper, idle } = await withPrinter()
  await administrator.printing.saveSettings({ labelWhen: 'recipient' })
  const piece = await takenIn(operator)
  await setImmediate()
  expect(await operator.printing.jobs({})).toEqual([])
  await operator.intake.assign({ pieces: [piece.id], recipient: { name: 'Wren Halloway' } })
  await setImmediate()
  await idle()
  expect(paper.labels).toHaveLength(1)
  expect((await operator.printing.preview({ piece: piece.id })).pages[0]).toContain('Wren')
})

test('a number too long for the bars of a small label keeps its QR code', async () => {
  const { operator, administrator, paper } = await withPrinter()
  const small = await administrator.printing.savePrinter({ name: 'Small', target: `tcp://127.0.0.1:${paper.port}`, profile: { ...ZPL, media: '2x1' }, purposes: [] })
  const piece = await takenIn(operator)
  await operator.printing.printLabel({ piece: piece.id, printer: small.id })
  await expect.poll(() => paper.labels.length).toBe(1)
  const [png = Buffer.alloc(0)] = await renderZpl(Buffer.from(paper.labels[0] ?? ''), 50.8, 25.4)
  const { symbols } = await operator.scanning.decodeImage({ content: png.toString('base64') })
  expect(symbols.map(({ format, text }) => ({ format, text }))).toEqual([{ format: 'QRCode', text: piece.number }])
})

test('characters that no font has are told before and after printing, with the field they stand in, and stay with the job', async () => {
  const { station, operator, administrator, idle } = await withPrinter()
  const piece = await takenIn(operator)
  const words = (name: string): unknown => expect.stringMatching(new RegExp(`^A character is printed as a box, .*: \u{f8f1} \\(U\\+F8F1\\) of the ${name}, "Wren \u{f8f1}[^"]*"\\. Install a font`, 'u'))
  expect((await operator.printing.preview({ piece: piece.id })).missing).toBe(null)
  await operator.intake.assign({ pieces: [piece.id], recipient: { name: 'Wren \u{f8f1}' } })
  const missing = words('recipient')
  expect(await operator.printing.preview({ piece: piece.id })).toMatchObject({ missing })
  expect(await operator.printing.pdf({ piece: piece.id })).toMatchObject({ missing })
  const job = await operator.printing.printLabel({ piece: piece.id })
  expect(job).toMatchObject({ missing })
  await idle()
  expect(await operator.printing.jobs({})).toMatchObject([{ id: job.id, state: 'confirmed', missing }])
  expect(await operator.printing.preview({ job: job.id })).toMatchObject({ missing })
  expect(await operator.printing.reprint({ id: job.id })).toMatchObject({ missing })
  await administrator.printing.savePrinter({ name: 'Counter', target: `file:${join(temporaryFolder(), 'receipt.bin')}`, profile: { ...defaultProfile('escpos'), media: '80mm' }, purposes: ['receipt', 'shelf'] })
  expect(await operator.printing.printTags({ kind: 'badge', tags: [{ code: 'PB7K00012345', name: 'Wren \u{f8f1}', detail: 'Recipient' }] })).toMatchObject({ missing: words('name') })
  const { handover } = await operator.custody.handOver({ id: newId(Date.now()), pieces: [piece.id], pile: { name: 'Wren \u{f8f1}' }, receiver: { kind: 'other', name: 'Wren \u{f8f1}', idSeen: 'badge' }, signature: null })
  expect(await operator.custody.printReceipt({ handover: handover.id })).toMatchObject({ jobs: 1, missing: words('line "Taken by"') })
  // A label that prints itself has nobody before it, but its record.
  await administrator.printing.saveSettings({ labelWhen: 'recipient' })
  const other = await takenIn(operator, '9405511206217012345672')
  await operator.intake.assign({ pieces: [other.id], recipient: { name: 'Wren \u{f8f1}' } })
  await setImmediate()
  await station.close()
  expect(await connectAs(openStation({ folder: station.services.store.folder }), 'operator').printing.jobs({ piece: other.id })).toMatchObject([{ by: 'Pigeonhole', missing }])
})

test('without a printer for labels the person is told what to do', async () => {
  const { operator } = await testStation()
  const piece = await takenIn(operator)
  await expect(operator.printing.printLabel({ piece: piece.id })).rejects.toMatchObject({ data: { code: 'no-printer' } })
})

test('a label straight at an address is recorded with what became of it', async () => {
  const { operator, administrator } = await testStation()
  const paper = await device({ answers: {} })
  const piece = await takenIn(operator)
  const target = `tcp://127.0.0.1:${paper.port}`
  const done = await administrator.printing.printDirect({ piece: '1Z 999 AA1 01 2345 6784', target })
  expect(done).toMatchObject({ printer: null, printerName: target, piece: piece.id, state: 'confirmed', attempts: 1, reason: null })
  expect(paper.labels).toHaveLength(1)
  await paper.off()
  const failed = await administrator.printing.printDirect({ piece: piece.id, target })
  expect(failed).toMatchObject({ state: 'failed', attempts: 1 })
  expect((await operator.printing.jobs({ straight: true })).map(({ id }) => id)).toEqual([failed.id, done.id])
  expect(await operator.printing.cancel({ id: failed.id })).toMatchObject({ state: 'failed', reason: 'Dropped by a person.' })
  await expect(administrator.printing.printDirect({ piece: 'no such', target })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(operator.printing.printDirect({ piece: piece.id, target })).rejects.toMatchObject({ code: 'ROLE' })
})

test('jobs of a store that was restored from a backup wait until a person resumes the printer: they may have been printed since', async () => {
  const { station, operator, administrator, paper, printer, idle } = await withPrinter()
  await paper.off()
  const job = await operator.printing.testPage({ id: printer.id })
  await idle()
  const copies = temporaryFolder()
  await reportOf(await administrator.office.backup({ folder: copies }))
  await paper.on()
  await operator.printing.retry({ id: job.id })
  await idle()
  expect(paper.labels).toHaveLength(1)
  await station.close()
  const folder = join(temporaryFolder(), 'restored')
  await restore(copies, folder, { kinds: EVENT_KINDS, program: 'test' })
  const reopened = openStation({ folder })
  const client = connectAs(reopened, 'operator')
  await reopened.services.spooler.idle(printer.id)
  expect(await client.printing.printers()).toMatchObject([{ id: printer.id, paused: true, waiting: 1 }])
  // A new job does not set the queue going either.
  await client.printing.testPage({ id: printer.id })
  await reopened.services.spooler.idle(printer.id)
  expect(paper.labels).toHaveLength(1)
  await client.printing.cancel({ id: job.id })
  await client.printing.resume({ id: printer.id })
  await reopened.services.spooler.idle(printer.id)
  expect((await client.printing.jobs({})).map(({ state }) => state)).toEqual(['confirmed', 'failed'])
  expect(paper.labels).toHaveLength(2)
})

test('shelf labels, badges and container labels go out as one job of the shelf printer, and each code is on its label', async () => {
  const { operator, administrator, paper } = await withPrinter()
  const tags = [{ code: 'PLA-0142', name: 'A-01' }, { code: 'PLA-0239', name: 'A-02' }]
  await expect(operator.printing.printTags({ kind: 'shelf', tags })).rejects.toMatchObject({ data: { code: 'no-printer' } })
  expect((await operator.printing.preview({ kind: 'shelf', tags })).pages).toHaveLength(2)
  const shelf = await administrator.printing.savePrinter({ name: 'Shelves', target: `tcp://127.0.0.1:${paper.port}`, profile: ZPL, purposes: ['shelf'] })
  const job = await operator.printing.printTags({ kind: 'shelf', tags })
  expect(job).toMatchObject({ printer: shelf.id, purpose: 'shelf', title: 'Shelf labels, 2', state: 'queued', piece: null })
  const badge = await operator.printing.printTags({ kind: 'badge', tags: [{ code: 'PB7K00012345', name: 'Wren Halloway', detail: 'Recipient' }] })
  const cart = await operator.printing.printTags({ kind: 'container', tags: [{ code: 'PC7K00001248', name: 'Cart 3', detail: 'Cart' }] })
  await expect.poll(async () => (await operator.printing.jobs({})).map(({ id, state }) => ({ id, state }))).toEqual([cart, badge, job].map(({ id }) => ({ id, state: 'confirmed' })))
  const read = await Promise.all(paper.labels.map(async (label) => {
    const [png = Buffer.alloc(0)] = await renderZpl(Buffer.from(label), 101.6, 152.4)
    return (await operator.scanning.decodeImage({ content: png.toString('base64') })).symbols.map(({ text }) => text)
  }))
  expect(read).toEqual(['PLA-0142', 'PLA-0239', 'PB7K00012345', 'PC7K00001248'].map((code) => [code, code]))
  const picture = (await operator.printing.preview({ job: badge.id })).pages.join('')
  expect(picture).toContain('Wren Halloway')
  expect(picture).toContain('Recipient')
  // A code that bars cannot carry still has its QR code.
  expect((await operator.printing.preview({ kind: 'shelf', tags: [{ code: 'Ü 1', name: 'Ü' }] })).pages).toHaveLength(1)
  await expect(operator.printing.printTags({ kind: 'shelf', tags: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('a label, a job and tags can be had as a PDF without any printer; only a desktop has a print dialog', async () => {
  const { operator } = await testStation()
  const piece = await takenIn(operator)
  const pdf = await operator.printing.pdf({ piece: piece.id })
  expect(pdf.title).toBe(`Piece ${piece.grouped}`)
  const { symbols } = await operator.scanning.decodeImage({ content: pdf.content })
  expect(symbols.map(({ format, text }) => `${format} ${text}`).sort()).toEqual([`Code128 ${piece.number}`, `QRCode ${piece.number}`])
  await expect(operator.printing.dialog(pdf)).rejects.toMatchObject({ data: { code: 'no-dialog' } })
  const asked: Array<[string, number]> = []
  const desk = await testStation({ printDialog: async (content, title) => { asked.push([title, content.length]); return Promise.resolve(false) } })
  expect(await desk.operator.printing.dialog(pdf)).toEqual({ printed: false })
  expect(asked).toEqual([[pdf.title, Buffer.from(pdf.content, 'base64').length]])
})

test('a label that was owed when the station was killed is queued at the next start, once, and one that a person dropped stays dropped', async () => {
  const { folder, operator, administrator, printer } = await withPrinter()
  const early = await takenIn(operator, '9405511206217012345672')
  await operator.printing.pause({ id: printer.id })
  await administrator.printing.saveSettings({ labelWhen: 'intake' })
  const dropped = await takenIn(operator)
  await setImmediate()
  const [job] = await operator.printing.jobs({})
  await operator.printing.cancel({ id: job?.id ?? '' })
  // The store as it lies on the disk after the commit of the next intake, before anything else could happen.
  const owed = (await operator.intake.scan(scanOf('1Z999AA10123456793'))).piece
  const killed = join(temporaryFolder(), 'store')
  cpSync(folder, killed, { recursive: true })
  const copy = new Database(join(killed, 'pigeonhole.db'))
  expect(copy.prepare('SELECT count(*) AS jobs FROM print_job WHERE piece = ?').get(owed.id)).toEqual({ jobs: 0 })
  copy.close()
  const start = async (): Promise<string[]> => {
    const station = openStation({ folder: killed })
    await setImmediate()
    const jobs = await connectAs(station, 'operator').printing.jobs({})
    await station.close()
    return jobs.map((each) => `${each.piece} ${each.state}`)
  }
  const expected = [`${owed.id} queued`, `${dropped.id} failed`]
  expect(await start()).toEqual(expected)
  expect(await start()).toEqual(expected)
  expect(expected.join()).not.toContain(early.id)
})

test('a printer can be asked how it is: by its own answer, by whether it can be reached, by its file', async () => {
  const { operator, administrator, paper, printer } = await withPrinter()
  expect(await operator.printing.status({ id: printer.id })).toEqual({ answers: true, trouble: null })
  paper.answer({ coverOpen: true })
  expect(await operator.printing.status({ id: printer.id })).toEqual({ answers: true, trouble: 'The cover of the printer is open.' })
  await paper.off()
  expect(await operator.printing.status({ id: printer.id })).toEqual({ answers: false, trouble: expect.stringContaining('refuses the connection') })
  const file = await administrator.printing.savePrinter({ name: 'File', target: `file:${join(temporaryFolder(), 'none')}`, profile: ZPL, purposes: [] })
  expect(await operator.printing.status({ id: file.id })).toEqual({ answers: false, trouble: expect.stringContaining('is not there') })
  expect(paper.labels).toEqual([])
})
