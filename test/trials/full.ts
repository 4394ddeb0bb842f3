import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { newId } from '../../src/shared/ids.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import type { Station } from '../../src/main/station.ts'
import type { Client } from '../station/helpers.ts'
import { callerOf, openStation, setUp } from './host.ts'
import type { Report } from './report.ts'

/** How large the small disk is, and how much of it may be free when work begins, in bytes. */
const DISK = 256 << 20
const MOST_FREE = 1536 << 10
/** Things that are tried on a disk that fills up before the next round. */
const TRIES = 400
/** What a person has to read: that nothing was saved, and what to do. */
const WORDS = /is full\. Nothing of this was saved\. Free some space, then try again\./

export interface FullReport { rounds: number; refusals: number; acknowledged: number; opened: number; lost: string[]; doubled: string[]; words: string[]; stuck: string[]; unsound: string[] }

/** Mounts a small disk of memory; answers its folder, or null with the reason where that is not allowed. */
export function smallDisk(bytes = DISK): { folder: string; unmount: () => void } | { reason: string } {
  if (process.platform !== 'linux') return { reason: 'a small disk is mounted on Linux only' }
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-full-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { encoding: 'utf8' })
  if (mounted.status === 0) return { folder, unmount: () => { spawnSync('umount', ['-l', folder]); rmSync(folder, { recursive: true, force: true }) } }
  rmSync(folder, { recursive: true, force: true })
  return { reason: `mounting a small disk is denied here (${mounted.error?.message ?? mounted.stderr.trim()})` }
}

/** A file that takes all room of a disk but so many bytes. */
function ballast(path: string): { leave: (free: number) => void; remove: () => void; close: () => void } {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(64 << 10)
  let size = 0
  return {
    leave: (free) => {
      const room = (): number => { const { bavail, bsize } = statfsSync(path); return bavail * bsize }
      for (let over = room() - free; over >= 4096; over = room() - free) size += writeSync(file, block, 0, Math.min(over, block.length), size)
    },
    remove: () => {
      ftruncateSync(file, 0)
      size = 0
    },
    close: () => closeSync(file),
  }
}

/** One thing that is sent, again with the same ids when it was refused, and how it is seen that it is there once. */
interface Sent { send: (client: Client) => Promise<unknown>; there: (station: Station) => number; what: string }

const count = (station: Station, sql: string, value: string): number => (station.services.store.db.prepare(sql).get(value) as { n: number }).n

async function things(): Promise<(c: Chance, pieces: string[], person: string) => Sent> {
  const image = (await sharp({ create: { width: 60, height: 20, channels: 3, background: '#fff' } }).png().toBuffer()).toString('base64')
  return (c, pieces, person) => {
    const id = newId(Date.now())
    const piece = pieces.length > 0 ? c.pick(pieces) : ''
    const kind = piece === '' ? 'scan' : c.pick(['scan', 'scan', 'scan', 'photo', 'handover', 'letter', 'note'])
    if (kind === 'photo') {
      // A photo of up to 300 KB, different each time.
      const bytes = Buffer.alloc(1_000 + c.whole(300_000))
      c.fill(bytes.subarray(0, 64))
      const content = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), bytes, Buffer.from(id)]).toString('base64')
      return { what: 'photo', send: (client) => client.intake.photo({ piece, content, note: id }), there: (station) => count(station, "SELECT count(*) AS n FROM event WHERE kind = 'piece.photographed' AND json_extract(CAST(payload AS TEXT), '$.note') = ?", id) }
    }
    if (kind === 'handover') {
      pieces.splice(pieces.indexOf(piece), 1)
      const signature = { strokes: [[[c.whole(30), c.whole(20), 0], [40, 14, 80], [58, 2 + c.whole(16), 120]]] as Array<Array<[number, number, number]>>, image, width: 60, height: 20 }
      return { what: 'handover', send: (client) => client.custody.handOver({ id, pile: { person }, pieces: [piece], receiver: { kind: 'recipient', person }, signature }), there: (station) => count(station, 'SELECT count(*) AS n FROM handover WHERE id = ?', id) }
    }
    if (kind === 'letter') return { what: 'letter', send: (client) => client.certified.log({ id, addressee: { block: `Addressee ${id}\n12 Example Road\nAnytown VT 05099` }, weight: 8 }), there: (station) => count(station, "SELECT count(*) AS n FROM event WHERE kind = 'letter.logged' AND piece = ?", id) }
    if (kind === 'note') return { what: 'note', send: (client) => client.intake.detail({ piece, fields: { note: `${id} ${'x'.repeat(c.whole(3_000))}` } }), there: (station) => Math.sign(count(station, "SELECT count(*) AS n FROM event WHERE kind = 'piece.detailed' AND json_extract(CAST(payload AS TEXT), '$.note') LIKE ? || '%'", id)) }
    const text = trackingNumber(c)
    return {
      what: 'scan', there: (station) => count(station, "SELECT count(*) AS n FROM event WHERE kind = 'piece.received' AND piece = ?", id),
      send: async (client) => {
        const { piece: row } = await client.intake.scan({ id, text, source: 'wedge', caughtAt: Date.now() })
        await client.intake.assign({ pieces: [row.id], recipient: { person } })
        if (!pieces.includes(row.id)) pieces.push(row.id)
      },
    }
  }
}

/**
 * Works on a disk that has little room left, at another place each round, until something is refused; makes room, sends the refused
 * thing again and goes on. Every few rounds the store is closed and opened while the disk is full.
 *
 * @param disk the folder of a small disk
 */
export async function fullRounds(disk: string, rounds: number, seed: number, onRound: (round: number) => void = () => {}): Promise<FullReport> {
  const report: FullReport = { rounds, refusals: 0, acknowledged: 0, opened: 0, lost: [], doubled: [], words: [], stuck: [], unsound: [] }
  const c = chance(seed)
  const next = await things()
  mkdirSync(disk, { recursive: true })
  const weight = ballast(join(disk, 'other'))
  const folder = join(disk, 'store')
  let station = openStation(folder)
  const done: Sent[] = []
  let pieces: string[] = []
  const person = (await (await setUp(station)).directory.addPerson({ name: 'Delphine Okafor' })).id
  const client = (): Client => callerOf(station, 'administrator')
  const refused = (error: unknown, what: string): void => {
    const { code, message, data } = error as { code?: string; message?: string; data?: { code?: string } }
    // Opening throws the store's own error, a call answers with it.
    const said = code === 'STORE' ? data?.code : code
    if (said !== 'disk-full' || !WORDS.test(message ?? '')) report.words.push(`${what}: ${code ?? ''} ${data?.code ?? ''} ${message ?? String(error)}`)
  }
  for (let round = 0; round < rounds; round++) {
    weight.leave(c.whole(MOST_FREE))
    let open: Sent | null = null
    for (let tried = 0; tried < TRIES && !open; tried++) {
      const sent = next(c, pieces, person)
      try {
        await sent.send(client())
        done.push(sent)
        report.acknowledged++
      } catch (error) {
        open = sent
        report.refusals++
        refused(error, sent.what)
      }
    }
    if (round % 5 === 4) {
      weight.leave(0)
      await station.close()
      try {
        station = openStation(folder)
        report.opened++
      } catch (error) {
        refused(error, 'opening')
        weight.remove()
        station = openStation(folder)
      }
    }
    weight.remove()
    if (open) {
      try {
        await open.send(client())
        done.push(open)
      } catch (error) {
        report.stuck.push(`${open.what}: ${String(error)}`)
      }
    }
    // The small disk would fill up with what is kept rightly: old photos are no longer looked at in the end.
    pieces = pieces.slice(-50)
    onRound(round + 1)
  }
  for (const sent of done) {
    const there = sent.there(station)
    if (there === 0) report.lost.push(sent.what)
    if (there > 1) report.doubled.push(`${sent.what}, ${there} times`)
  }
  const checked = await station.services.reader.run('verify', { against: null, replay: true })
  report.unsound.push(...checked.problems.map((problem) => problem.message))
  await station.close()
  weight.close()
  return report
}

/** A disk that is full at random writes. */
export async function full(report: Report, { times, seed }: { times: number; seed: number }): Promise<void> {
  const disk = smallDisk()
  if ('reason' in disk) return report.skip(disk.reason)
  try {
    const found = await fullRounds(disk.folder, times, seed, (round) => report.progress(`${round} times full`))
    report.say('times the disk was full', found.refusals, 'times', found.refusals > 0)
    report.say('entries acknowledged', found.acknowledged, 'entries')
    report.say('opened on a full disk', found.opened, 'times')
    report.none('acknowledged and lost', found.lost)
    report.none('doubled after being sent again', found.doubled)
    report.none('refusals that do not say what to do', found.words)
    report.none('things that could not go on once there was room', found.stuck)
    report.none('problems that verify finds', found.unsound)
  } finally {
    disk.unmount()
  }
}
