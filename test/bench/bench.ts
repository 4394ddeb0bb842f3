// npm run bench [-- --pieces N | --store DIR]: the figures of a station on a store of N pieces (200,000 unless told), or on a copy of a
// store that `seed` made before, each beside its floor. `--only scan,start` measures what a browser shows and nothing else.
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import type { ChildProcess } from 'node:child_process'
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { compileSooner } from '../../src/main/engine.ts'
import { silentLogger } from '../../src/main/logger.ts'
import { searchableNumber, turned } from '../../src/main/pieces/search-rows.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import { seed } from '../../src/main/sample/seed.ts'
import type { Station } from '../../src/main/station.ts'
import { createStation } from '../../src/main/station.ts'
import type { SqlRow } from '../../src/main/store/db.ts'
import { osUser } from '../../src/main/web/local.ts'
import { newId } from '../../src/shared/ids.ts'
import { identifyLine } from '../../src/shared/mail/identify.ts'
import type { Client } from '../station/helpers.ts'
import { reach, startHost } from '../trials/host.ts'
import { certifiedRows } from './certified.ts'
import { custodyRows } from './custody.ts'
import { dayRows } from './days.ts'
import { deviceRows } from './devices.ts'
import { scansPainted, startBare, usableIntake } from './browser.ts'
import { employeeList, importPeople, nameOf } from './directory.ts'
import { openFloor } from './floor.ts'
import { createReport, quantile, timed } from './measure.ts'
import { receipts } from './receipts.ts'
import { reportRows } from './reports.ts'
import { tracking } from './tracking.ts'

const { values } = parseArgs({ options: { pieces: { type: 'string', default: '200000' }, store: { type: 'string' }, only: { type: 'string' } } })
/** Parts that can be measured alone: they open a host of their own on the store. */
const only = values.only?.split(',')
const asked = (part: 'scan' | 'start'): boolean => only === undefined || only.includes(part)
const given = values.store === undefined ? null : join(values.store, 'pigeonhole.db')
const pieces = given === null ? Number(values.pieces) : (new Database(given, { readonly: true }).prepare('SELECT count(*) AS n FROM piece').get() as { n: number }).n
const root = mkdtempSync(join(tmpdir(), 'pigeonhole-bench-'))
const folder = join(root, 'store')
const report = createReport()
const worker = new URL('../../out/main/worker.js', import.meta.url)
const open = (): Station => createStation({ folder, face: 'test', version: 'bench', worker, log: silentLogger })

function clientOf(station: Station): Client {
  const context = station.connect()
  context.connection.signedIn = { id: 'bench', name: 'Bench', role: 'administrator' }
  return createRouterClient(station.router, { context })
}

try {
  yardstick('at the beginning')
  if (values.store === undefined) {
    const seedMs = await timed(() => seed({ folder, pieces, seed: 1, until: '2026-11-20', program: 'bench', grant: osUser(), onProgress: (done, of) => process.stderr.write(`\r${done} of ${of} pieces\u001B[K`) }))
    process.stderr.write('\n')
    report.add('seed, pieces per second', pieces / (seedMs / 1000), 'pieces/s', { goal: 1_000_000 / 300, atLeast: true })
  } else cpSync(values.store, folder, { recursive: true })
  const events = (new Database(join(folder, 'pigeonhole.db'), { readonly: true }).prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n
  report.add('seed, events', events, 'events')

  if (only === undefined) await stationRows()
  if (asked('scan')) await painted()
  if (only === undefined) {
    await memory()
    identification()
  }
  if (asked('start')) await hostStart()
  yardstick('at the end')
} finally {
  rmSync(root, { recursive: true, force: true })
}
process.exitCode = report.end() ? 0 : 1

/** How fast this computer is now, with nothing of the app in it: what is measured in two runs, or at two ends of one, can be compared by it. */
function yardstick(when: string): void {
  const TIMES = 500_000
  const bytes = Buffer.alloc(256, 1)
  const started = performance.now()
  for (let i = 0; i < TIMES; i++) hash('sha256', bytes, 'binary')
  report.add(`this computer, ${when}: hashes of 256 bytes`, TIMES / ((performance.now() - started) / 1000), 'hashes/s')
}

/** Has the disk take what is not written yet, where a system has a command for that: a row is not to wait behind gigabytes that rows before it wrote. */
function writeOut(): void {
  spawnSync('sync')
}

/** Everything that is measured in this process. */
async function stationRows(): Promise<void> {
  const opening: number[] = []
  for (let i = 0; i < 10; i++) {
    const started = performance.now()
    const station = open()
    await clientOf(station).office.status()
    opening.push(performance.now() - started)
    await station.close()
  }
  const rawOpen = await timed(() => new Database(join(folder, 'pigeonhole.db')).prepare('SELECT 1 FROM event LIMIT 1').get())
  report.add('open a store to ready, p50', quantile(opening, 0.5), 'ms', { goal: 150, floor: rawOpen })

  copyFileSync(join(folder, 'pigeonhole.db'), join(root, 'floor.db'))
  const station = open()
  const client = clientOf(station)
  // As every face does once it has started.
  compileSooner()
  writeOut()
  // First: everything else takes in more pieces on this day.
  await dayRows(client, report)
  await intake(station, client)
  await reads(station, client)
  await custodyRows(client, report)
  await certifiedRows(client, report)
  await long(station, client)
  await reportRows(client, (work) => beside(client, work), report)
  await tracking(client, report)
  await receipts(client, report)
  await deviceRows(station, client, report)
  await imports(client)
  await station.close()
}

/** Bursts of scans with the pauses a person makes between deliveries: station and floor take turns, so that both meet the same noise. */
async function intake(station: Station, client: Client): Promise<void> {
  const floor = openFloor(join(root, 'floor.db'))
  const c = chance(99)
  const mine: number[] = []
  const raw: number[] = []
  const { db } = station.services.store
  // Where a procedure is in the router is looked up once: for a call that comes in, its path is that.
  const { scan: takeIn } = client.intake
  for (let burst = 0; burst < 50; burst++) {
    for (let i = 0; i < 40; i++) {
      const scan = { id: newId(Date.now()), text: trackingNumber(c), source: 'wedge' as const, caughtAt: Date.now() }
      mine.push(await timed(() => takeIn(scan)))
      const event = db.prepare("SELECT * FROM event WHERE piece = ? AND kind = 'piece.received'").get(scan.id) as SqlRow
      const piece = db.prepare('SELECT * FROM piece WHERE id = ?').get(scan.id) as SqlRow
      const plain = searchableNumber(String(piece['number']))
      raw.push(floor.intake({ event, piece, digits: plain, ends: turned(plain) }))
    }
    await pause(250)
  }
  floor.close()
  report.add('record one intake, p50', quantile(mine, 0.5), 'ms', { goal: 2, floor: quantile(raw, 0.5), most: 1.3 })
  report.add('record one intake, p99', quantile(mine, 0.99), 'ms', { goal: 15, floor: quantile(raw, 0.99), most: 1 })
}

async function reads(station: Station, client: Client): Promise<void> {
  const { db } = station.services.store
  const sample = db.prepare('SELECT id, number, recipient FROM piece WHERE no % ? = 0 LIMIT 400').all(Math.max(1, Math.floor(pieces / 400))) as Array<{ id: string; number: string; recipient: string }>
  const each = async (work: (row: (typeof sample)[number]) => unknown): Promise<number[]> => {
    const times: number[] = []
    for (const row of sample) times.push(await timed(() => work(row)))
    return times
  }
  const rawLookup = db.prepare('SELECT p.* FROM piece_number n JOIN piece p ON p.no = n.piece WHERE n.number = ?')
  report.add('exact lookup, p99', quantile(await each((row) => client.pieces.get({ id: row.id })), 0.99), 'ms', { goal: 15, floor: quantile(await each((row) => rawLookup.all(row.number)), 0.99) })
  report.add('pieces list, first page, p99', quantile(await each(() => client.pieces.list({ limit: 50 })), 0.99), 'ms', { goal: 15, floor: quantile(await each(() => db.prepare('SELECT * FROM piece ORDER BY no DESC LIMIT 50').all()), 0.99) })
  report.add('pieces list of one state, first page, p99', quantile(await each(() => client.pieces.list({ limit: 50, state: ['stored'] })), 0.99), 'ms', { goal: 15 })
  report.add('find by the last two digits, p99', quantile(await each((row) => client.pieces.find({ text: row.number.slice(-2) })), 0.99), 'ms', { goal: 10 })
  report.add('find by the last four digits, p99', quantile(await each((row) => client.pieces.find({ text: row.number.slice(-4) })), 0.99), 'ms', { goal: 10 })
  report.add('find by digits inside, p99', quantile(await each((row) => client.pieces.find({ text: row.number.slice(4, 10) })), 0.99), 'ms', { goal: 10 })
  report.add('find by a name as typed, p99', quantile(await each((row) => client.pieces.find({ text: row.recipient.slice(0, 3) })), 0.99), 'ms', { goal: 10 })
  report.add('recipient search, three letters, p99', quantile(await each((row) => client.directory.search({ text: row.recipient.slice(0, 3) })), 0.99), 'ms', { goal: 15 })
  report.add('recipient search, one typo, p99', quantile(await each((row) => client.directory.search({ text: row.recipient.replace(/(.{3})./, '$1x') })), 0.99), 'ms', { goal: 15 })
}

/** Runs `work` and scans beside it until it ends; answers both. */
async function beside<T>(client: Client, work: Promise<T>): Promise<{ result: T; p99: number }> {
  const c = chance(5)
  const times: number[] = []
  let running = true
  const ended = work.finally(() => (running = false))
  ended.catch(() => {})
  const more = (): boolean => running
  while (more()) {
    times.push(await timed(() => client.intake.scan({ id: newId(Date.now()), text: trackingNumber(c), source: 'wedge', caughtAt: Date.now() })))
    await pause(20)
  }
  return { result: await ended, p99: quantile(times, 0.99) }
}

async function long(station: Station, client: Client): Promise<void> {
  const { reader } = station.services
  const chain = await reader.run('verify', { against: null, replay: false })
  report.add('verify the chain', chain.events / chain.seconds, 'events/s', { goal: 150_000, atLeast: true })
  const whole = await reader.run('verify', { against: null, replay: true })
  report.add('verify chain and replay', whole.events / whole.seconds, 'events/s', { goal: 40_000, atLeast: true })
  if (!whole.ok) throw new Error(JSON.stringify(whole.problems))

  const source = new Database(join(folder, 'pigeonhole.db'))
  const { files } = station.services.store
  // A copy of a store has its files too; the floor writes them one after the other, each synced and nothing else.
  const raw = await timed(async () => {
    await source.backup(join(root, 'raw-copy.db'))
    for (const hash of files.list()) writeFileSync(join(root, `raw-${hash}`), files.get(hash) ?? '', { flush: true })
  })
  source.close()
  writeOut()
  const started = performance.now()
  let copied = 0
  for await (const message of await client.office.backup({ folder: join(root, 'backup') })) {
    if ('report' in message) break
    if (message.progress.step.startsWith('Checking')) copied = performance.now() - started
  }
  report.add('online backup, copy', copied / 1000, 's', { floor: raw / 1000, most: 1.5 })
  report.add('online backup, copy and check', (performance.now() - started) / 1000, 's')
  writeOut()
  const during = await beside(client, (async () => {
    for await (const message of await client.office.backup({ folder: join(root, 'backup-2') })) if ('report' in message) return
  })())
  report.add('record one intake during a backup, p99', during.p99, 'ms', { goal: 50 })
}

/** An employee list of 100,000 people who are new, and the same list with every row changed, while pieces are taken in. */
async function imports(client: Client): Promise<void> {
  const PEOPLE = 100_000
  writeOut()
  const added = await importPeople(client, employeeList(PEOPLE, '10'))
  if (added.added !== PEOPLE) throw new Error(`${added.added} people were added.`)
  report.add('import 100,000 new people', added.seconds, 's', { goal: 5 })
  const slips: number[] = []
  for (let i = 0; i < PEOPLE; i += 250) {
    const { given, family } = nameOf(i)
    // Two letters of the first name, and the last name with a letter left out.
    slips.push(await timed(() => client.directory.search({ text: `${given.slice(0, 2)} ${family.slice(0, 3)}${family.slice(4)}` })))
  }
  report.add('recipient search among 100,000 people, one typo, p99', quantile(slips, 0.99), 'ms', { goal: 15 })
  writeOut()
  const { result, p99 } = await beside(client, importPeople(client, employeeList(PEOPLE, '20')))
  if (result.changed !== PEOPLE) throw new Error(`${result.changed} people were changed.`)
  report.add('import 100,000 changed people, with intake beside it', result.seconds, 's')
  report.add('record one intake during an import, p99', p99, 'ms', { goal: 50 })
  writeOut()
  const alone = await importPeople(client, employeeList(PEOPLE, '30'))
  report.add('import 100,000 changed people', alone.seconds, 's', { goal: 5 })
}

async function painted(): Promise<void> {
  const times = async (start: typeof startBare): Promise<number[]> => {
    writeOut()
    const { process: host, address } = await start()
    const each = await scansPainted(address, 500)
    await ended(host)
    return each
  }
  const [mine, raw] = [await times(() => startHost(folder)), await times(startBare)]
  for (const [name, share, goal] of [['p50', 0.5, undefined], ['p95', 0.95, 50]] as const)
    report.add(`scan to painted row in the browser, ${name}`, quantile(mine, share), 'ms', { floor: quantile(raw, share), ...(goal === undefined ? {} : { goal }) })
}

/** A host of its own, because this process holds the seed and the floor as well. */
async function memory(): Promise<void> {
  const host = await startHost(folder)
  const { client } = await reach(folder)
  const c = chance(3)
  for (let i = 0; i < 10_000; i++) await client.pieces.find({ text: c.digits(3) })
  const status = `/proc/${host.process.pid}/status`
  if (existsSync(status)) report.add('station memory after 10,000 searches', Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024, 'MB', { goal: 250 })
  await ended(host.process)
}

function ended(host: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => host.once('exit', resolve))
  host.kill('SIGTERM')
  return gone
}

function identification(): void {
  const c = chance(1)
  const lines = Array.from({ length: 100_000 }, () => trackingNumber(c))
  const started = performance.now()
  for (const line of lines) identifyLine(line)
  report.add('identify 100,000 numbers', (performance.now() - started) / 1000, 's', { goal: 3 })
}

async function hostStart(): Promise<void> {
  const usable = (start: typeof startBare): ReturnType<typeof usableIntake> => usableIntake(async () => {
    const { process: host, address } = await start()
    return { address, end: () => ended(host) }
  }, 9)
  const [mine, raw] = [await usable(() => startHost(folder)), await usable(startBare)]
  report.add('browser host: process start to a usable intake screen, p50', quantile(mine.later, 0.5) / 1000, 's', { goal: 1, floor: quantile(raw.later, 0.5) / 1000 })
  report.add('browser host: the same in a browser that never saw the page', mine.first / 1000, 's', { floor: raw.first / 1000 })
}
