import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { newId } from '../../src/shared/ids.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import type { Client } from '../station/helpers.ts'
import { collect, openStation, preparedStore, reach, startMeasuredHost } from './host.ts'
import type { Report } from './report.ts'

/** What a busy office does in an hour. */
const HOUR = { scans: 500, searches: 500, handovers: 60, letters: 15 }
const PEOPLE = 200
/**
 * What may be held on top with every hour once the first two are over, and all memory while mail is taken in, in MB. What is held is the memory once
 * the engine has cleared what nobody uses any more, which it does by itself for the first time after some 25 of these hours: until then
 * a leak could not be told from what is only not cleared yet.
 */
const MOST_GROWTH = 4
const MOST = 250
/**
 * How often the log is printed; what the first print may leave behind, and what the others together may add, in MB. The engine's own space for
 * young values comes and goes by 48, and what a thread gave back the system's library keeps for the next one: so the least of the last
 * `LAST` prints counts, which is what nobody gives back.
 */
const PRINTS = 5
const LAST = 3
const MOST_LEFT = 96
const MOST_AGAIN = 64

/** Milliseconds after its last work in which the worker of long reads is gone for certain (5 s without work) and the engine has given its pages back (some 8 s later). */
const WORKER_RESTS = 25_000

/** Resident memory of a process in MB; null where nobody tells. */
function residentOf(pid: number): number | null {
  const { status, stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) / 1024 : null
}

/** How much a series grows from one to the next: the slope of the straight line through it. */
function slopeOf(series: readonly number[]): number {
  const middle = (series.length - 1) / 2
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length
  const over = series.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0)
  return over / series.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
}

interface Office { client: Client; people: string[]; waiting: Map<string, string[]>; image: string }

/** What comes in and goes out in an hour. */
async function anHour({ client, people, waiting, image }: Office, c: Chance): Promise<void> {
  for (let i = 0; i < HOUR.scans; i++) {
    const person = c.pick(people)
    const { piece } = await client.intake.scan({ id: newId(Date.now()), text: trackingNumber(c), source: 'wedge', caughtAt: Date.now() })
    await client.intake.assign({ pieces: [piece.id], recipient: { person }, fields: { location: `B-${c.whole(40)}` } })
    waiting.set(person, [...(waiting.get(person) ?? []), piece.id])
    const end = piece.number.slice(-c.pick([2, 4, 8]))
    const { rows } = await client.pieces.find({ text: /^\d+$/.test(end) ? end : piece.number })
    if (rows.length === 0) throw new Error(`${piece.number} is not found.`)
  }
  for (let i = 0; i < HOUR.handovers; i++) {
    const [person, pieces] = c.pick([...waiting])
    await client.custody.waitingFor({ pile: { person } })
    waiting.delete(person)
    await client.custody.handOver({ id: newId(Date.now()), pile: { person }, pieces, receiver: { kind: 'recipient', person }, signature: { strokes: [[[c.whole(30), c.whole(20), 0], [40, 14, 80], [58, 2 + c.whole(16), 120]]], image, width: 60, height: 20 } })
  }
  for (let i = 0; i < HOUR.letters; i++) await client.certified.log({ id: newId(Date.now()), addressee: { block: `Addressee ${c.digits(6)}\n12 Example Road\nAnytown VT 05099` }, weight: 8 })
}

/** The whole day, looked at and printed, as its end asks for it. */
async function itsLog({ client }: Office): Promise<void> {
  await client.days.get({})
  await client.days.file({ format: 'pdf' })
}

/** The mail of a working day, one hour after the other as fast as it goes, on the built host. `times` is the hours. */
export async function day(report: Report, { times, seed }: { times: number; seed: number }): Promise<void> {
  const c = chance(seed)
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-day-'))
  const folder = join(root, 'store')
  const people: string[] = []
  try {
    await preparedStore(folder, async (client) => {
      for (let i = 0; i < PEOPLE; i++) people.push((await client.directory.addPerson({ name: `Given${i % 17} Family${i}` })).id)
    })
    const host = await startMeasuredHost(folder)
    const { client } = await reach(folder)
    const image = (await sharp({ create: { width: 60, height: 20, channels: 3, background: '#fff' } }).png().toBuffer()).toString('base64')
    const office: Office = { client, people, waiting: new Map(), image }
    const memory: number[] = []
    const held: number[] = []
    const resident = (): number | null => residentOf(host.process.pid ?? 0)
    const residentHeld = async (): Promise<number> => {
      await collect(host.process)
      return resident() ?? 0
    }
    const started = performance.now()
    for (let hour = 1; hour <= times; hour++) {
      await anHour(office, c)
      const now = resident()
      if (now !== null) {
        memory.push(now)
        held.push(await residentHeld())
      }
      report.progress(`hour ${hour}, ${Math.round(now ?? 0)} MB`)
    }
    /** Prints the log and has the host search until the worker of the log is gone: the log stays the same, so what is held is comparable. All memory right after the print, and what is held then. */
    const printed = async (): Promise<{ right: number; rested: number }> => {
      await itsLog(office)
      const right = resident() ?? 0
      const rested = performance.now() + WORKER_RESTS
      while (performance.now() < rested) await client.pieces.find({ text: c.digits(2) })
      return { right, rested: right === 0 ? 0 : await residentHeld() }
    }
    const prints: Array<{ right: number; rested: number }> = []
    for (let i = 0; i < PRINTS; i++) prints.push(await printed())
    report.say(`hours of mail, then ${PRINTS} times their log and searches until its worker is let go`, times, 'hours')
    report.say('minutes they took', (performance.now() - started) / 60_000, 'min')
    report.say('pieces taken in, assigned and searched', times * HOUR.scans, 'pieces')
    report.say('handovers with a signature', times * HOUR.handovers, 'handovers')
    report.say('letters logged', times * HOUR.letters, 'letters')
    const late = held.slice(2)
    if (late.length >= 3) {
      report.say('memory after the first hour of mail', memory[0] ?? 0, 'MB')
      report.say('memory after the last hour of mail', memory.at(-1) ?? 0, 'MB', (memory.at(-1) ?? 0) <= MOST)
      report.say(`memory after each hour: ${memory.map((value) => value.toFixed(0)).join(', ')}`, memory.length, 'hours')
      report.say(`what of it is held: ${held.map((value) => value.toFixed(0)).join(', ')}`, held.length, 'hours')
      const [first = { right: 0, rested: 0 }] = prints
      const left = first.rested - (held.at(-1) ?? 0)
      const added = Math.min(...prints.slice(-LAST).map(({ rested }) => rested)) - first.rested
      report.say(`memory right after the log of the day was printed: ${prints.map(({ right }) => right.toFixed(0)).join(', ')}`, prints.length, 'times')
      report.say(`what is held each time once the worker of the log was let go: ${prints.map(({ rested }) => rested.toFixed(0)).join(', ')}`, prints.length, 'times')
      report.say('what the first log left behind', left, 'MB', left <= MOST_LEFT)
      report.say(`what the others added to it, the least of the last ${LAST}`, added, 'MB', added <= MOST_AGAIN)
      report.say('growth of what is held an hour, after the first two', slopeOf(late), 'MB/h', slopeOf(late) <= MOST_GROWTH)
    } else report.skip(memory.length === 0 ? 'memory: this system has no ps' : 'memory: too few hours for a slope')
    const gone = new Promise((resolve) => host.process.once('exit', resolve))
    host.process.kill('SIGTERM')
    await gone
    const station = openStation(folder)
    const checked = await station.services.reader.run('verify', { against: null, replay: true })
    const { total } = (station.services.store.db.prepare("SELECT count(*) AS total FROM piece WHERE direction = 'inbound'").get() as { total: number })
    await station.close()
    report.say('pieces in the store afterwards', total, 'pieces', total === times * HOUR.scans)
    report.none('problems that verify finds', checked.problems.map((problem) => problem.message))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
