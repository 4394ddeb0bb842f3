import Database from 'better-sqlite3'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import type { Station } from '../../../src/main/station.ts'
import { startTcpPrinter } from '../../devices/tcpPrinter.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const ZPL = { ...defaultProfile('zpl'), media: '4x6' as const }
const FULL = /is full\. Nothing of this was saved\. Free some space, then try again\./
const NOT_KEPT = /^How printing this ended could not be kept: the disk is full, .* Look whether it came out before you print it again\.$/

/** Leaves no room for `what` happening to a print job, as SQLite itself finds it; answers how to make room again. */
function fullFor(station: Station, what: string): () => void {
  const db = station.services.store.connection
  db.exec(`CREATE TABLE IF NOT EXISTS ballast (weight BLOB) STRICT; CREATE TEMP TRIGGER full BEFORE ${what} BEGIN INSERT INTO ballast VALUES (zeroblob(4000000)); END`)
  db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
  return () => {
    db.exec('DROP TRIGGER full')
    db.pragma('max_page_count = 1073741823')
  }
}
const ENDS = "UPDATE ON print_job WHEN new.state <> 'sending'"

async function withPaper() {
  const { station, operator, administrator } = await testStation()
  const paper = await startTcpPrinter({ answers: {} })
  onTestFinished(() => paper.close())
  const target = `tcp://127.0.0.1:${paper.port}`
  const printer = await administrator.printing.savePrinter({ name: 'Desk labels', target, profile: ZPL, purposes: ['piece'] })
  return { station, operator, administrator, paper, target, printer, idle: () => station.services.spooler.idle(printer.id) }
}
const takenIn = async (client: Client, number = '1Z999AA10123456784') => (await client.intake.scan(scanOf(number))).piece
const states = async (client: Client): Promise<string[]> => (await client.printing.jobs({})).map(({ state }) => state).toReversed()

test('a drop that waits for a try whose end cannot be kept is answered in words, at once when it is asked again; once there is room the queue goes on', async () => {
  const { station, operator, administrator } = await testStation()
  const silent = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => { silent.close() })
  await once(silent, 'listening')
  await administrator.printing.savePrinter({ name: 'Desk labels', target: `tcp://127.0.0.1:${(silent.address() as AddressInfo).port}`, profile: ZPL, purposes: ['piece'] })
  const piece = await takenIn(operator)
  const reached = once(silent, 'connection') as Promise<[Socket]>
  const job = await operator.printing.printLabel({ piece: piece.id })
  const [line] = await reached
  const room = fullFor(station, ENDS)
  const drop = operator.printing.cancel({ id: job.id })
  await setImmediate()
  line.destroy()
  const notKept = { code: 'STORE', data: { code: 'disk-full' }, message: expect.stringMatching(NOT_KEPT) }
  await expect(drop).rejects.toMatchObject(notKept)
  await expect(operator.printing.cancel({ id: job.id })).rejects.toMatchObject(notKept)
  expect(await states(operator)).toEqual(['sending'])
  room()
  expect(await operator.printing.cancel({ id: job.id })).toMatchObject({ state: 'failed', attempts: 1, reason: 'Dropped by a person.' })
  const again = once(silent, 'connection') as Promise<[Socket]>
  await operator.printing.printLabel({ piece: piece.id })
  ;(await again)[0].destroy()
})

test('what was printed on a full disk is known once there is room and is not printed again; nothing else is sent before', async () => {
  const { station, operator, paper, printer, idle } = await withPaper()
  const piece = await takenIn(operator)
  const room = fullFor(station, ENDS)
  for (const count of [1, 2]) {
    await operator.printing.printLabel({ piece: piece.id })
    await expect(idle()).rejects.toThrow(FULL)
    expect(await states(operator)).toEqual(['sending', 'queued'].slice(0, count))
  }
  expect(paper.labels).toHaveLength(1)
  room()
  station.services.spooler.wake(printer.id)
  await idle()
  expect(await states(operator)).toEqual(['confirmed', 'confirmed'])
  expect(paper.labels).toHaveLength(2)
})

test('what cannot be kept as being sent is not sent, and goes out once there is room', async () => {
  const { station, operator, paper, printer, idle } = await withPaper()
  const piece = await takenIn(operator)
  const room = fullFor(station, "UPDATE ON print_job WHEN new.state = 'sending'")
  await operator.printing.printLabel({ piece: piece.id })
  await expect(idle()).rejects.toThrow(FULL)
  expect([await states(operator), paper.connections()]).toEqual([['queued'], 0])
  room()
  station.services.spooler.wake(printer.id)
  await idle()
  expect([await states(operator), paper.labels.length]).toEqual([['confirmed'], 1])
})

test('a label straight at an address says whether it went out: what did not does not follow by itself, what did is not called unsaved', async () => {
  const { station, operator, administrator, paper, target } = await withPaper()
  const piece = await takenIn(operator)
  const notSent = fullFor(station, "UPDATE ON print_job WHEN new.state = 'sending'")
  await expect(administrator.printing.printDirect({ piece: piece.id, target })).rejects.toMatchObject({ code: 'STORE', message: expect.stringMatching(FULL) })
  notSent()
  station.services.spooler.wakeAll()
  await expect.poll(() => states(operator)).toEqual(['failed'])
  expect((await operator.printing.jobs({}))[0]?.reason).toBe('The store could not keep that this was being sent. It was not sent.')
  expect(paper.connections()).toBe(0)
  const notKept = fullFor(station, ENDS)
  await expect(administrator.printing.printDirect({ piece: piece.id, target })).rejects.toMatchObject({ code: 'STORE', message: expect.stringMatching(NOT_KEPT) })
  notKept()
  const [sent] = await operator.printing.jobs({})
  await expect(operator.printing.cancel({ id: sent?.id ?? '' })).rejects.toMatchObject({ message: 'This job was sent already.' })
  expect([await states(operator), paper.labels.length]).toEqual([['failed', 'confirmed'], 1])
})

test('a label that prints itself and cannot be queued stays owed, in its order', async () => {
  const { station, operator, administrator, printer } = await withPaper()
  await operator.printing.pause({ id: printer.id })
  await administrator.printing.saveSettings({ labelWhen: 'intake' })
  const room = fullFor(station, 'INSERT ON print_job')
  const first = await takenIn(operator)
  await setImmediate()
  expect(await operator.printing.jobs({})).toEqual([])
  room()
  const second = await takenIn(operator, '9405511206217012345672')
  await setImmediate()
  expect((await operator.printing.jobs({})).map(({ piece }) => piece)).toEqual([second.id, first.id])
})

test('a store that refuses while its station is put together is free again for the next try', async () => {
  const folder = join(temporaryFolder(), 'store')
  const { station, operator, administrator } = await testStation({ folder })
  const printer = await administrator.printing.savePrinter({ name: 'Desk labels', target: 'tcp://127.0.0.1:9', profile: ZPL, purposes: ['piece'] })
  await operator.printing.pause({ id: printer.id })
  await operator.printing.printLabel({ piece: (await takenIn(operator)).id })
  await station.close()
  // As a power cut in the middle of the job leaves it.
  const db = new Database(join(folder, 'pigeonhole.db'))
  db.exec("UPDATE print_job SET state = 'sending'; CREATE TRIGGER refuses BEFORE UPDATE ON print_job BEGIN SELECT RAISE(FAIL, 'no room'); END")
  expect(() => openStation({ folder })).toThrow('no room')
  db.exec('DROP TRIGGER refuses')
  db.close()
  expect(await states(connectAs(openStation({ folder }), 'operator'))).toEqual(['unknown'])
})
