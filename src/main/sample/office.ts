import { createRouterClient } from '@orpc/server'
import type { ContractRouterClient } from '@orpc/contract'
import sharp from 'sharp'
import type { Contract } from '../../shared/contract/index.ts'
import type { DetailFields } from '../../shared/contract/intake.ts'
import { newId } from '../../shared/ids.ts'
import { addDays, dayBounds, isWorkingDay, officeDay } from '../../shared/mail/days.ts'
import { silentLogger } from '../logger.ts'
import type { Station } from '../station.ts'
import { createStation } from '../station.ts'
import type { Actor } from '../store/events.ts'
import { firstBook, lettersToday, newsOfLetters, stamped } from './certified.ts'
import type { Chance } from './chance.ts'
import { chance } from './chance.ts'
import { anAfternoon, furnish, thisMinute } from './custody.ts'
import type { Addressee } from './directory.ts'
import { fillDirectory } from './directory.ts'
import { SENDERS, STAFF, STRANGERS } from './names.ts'
import { trackingNumber } from './numbers.ts'
import { olderLetters, olderNews, olderReceipts } from './receipts.ts'
import { people, SEED_OFFICE } from './seed.ts'

export interface SampleOptions {
  folder: string
  program: string
  seed: number
  /** The instant at which the history ends, UTC milliseconds: now, so that the screens look alive. */
  until: number
  /** The OS user that may use the command line on the made-up office. */
  grant?: string
}

type Client = ContractRouterClient<Contract>

/** Working days of mail, today not counted, and pieces on each. */
const DAYS = 14
const PER_DAY = 78
/** How far back today's mail begins, at most, in milliseconds. */
const TODAY_TAKES = 3 * 3_600_000
const MINUTE = 60_000

/** One day at the desk: who works, and the clock that every entry moves on. */
interface Desk {
  c: Chance
  client: Client
  addressees: readonly Addressee[]
  /** How long one piece takes, in milliseconds. */
  pace: number
  now(): number
  wait(ms: number): void
  id(): string
}

/**
 * Makes the sample office: sixty people in eight departments, and three weeks of their mail up to `until`, entered through the same
 * procedures a screen calls, by a clock that runs ahead of nobody. The same seed and instant give the same log.
 *
 * @throws StoreError when the folder cannot be used
 */
export async function makeSample(options: SampleOptions): Promise<{ pieces: number; events: number }> {
  const c = chance(options.seed)
  const { zone } = SEED_OFFICE
  const today = officeDay(options.until, zone)
  const days = workingDaysBefore(today, DAYS)
  let clock = dayBounds(days[0] ?? today, zone).start + 7.5 * 3_600_000
  const now = (): number => clock
  const station = createStation({ folder: options.folder, face: 'command-line', version: options.program, worker: new URL('data:text/javascript,'), log: silentLogger, now, random: (bytes) => c.fill(bytes) })
  const { store } = station.services
  try {
    // Nothing of it is anybody's yet: made anew when the power fails.
    store.connection.pragma('synchronous = OFF')
    const staff = await people(store, c, options.grant)
    const addressees = fillDirectory(store, c, STAFF.length, today).filter((person) => person.active)
    const as = (actor: Actor): Client => {
      const context = station.connect()
      context.connection.signedIn = { ...actor, role: 'operator' }
      return createRouterClient(station.router, { context })
    }
    const clients = staff.map(as)
    await furnish(await aSupervisor(station))
    const desk = (pace: number): Desk => ({
      c, client: c.pick(clients), addressees, pace, now,
      wait: (ms) => {
        clock = Math.min(options.until, clock + Math.max(1, Math.round(ms)))
      },
      id: () => newId(clock, (bytes) => (c.fill(bytes), bytes)),
    })
    let older: string[] = []
    for (const [n, day] of days.entries()) {
      clock = Math.max(clock, dayBounds(day, zone).start + 8.25 * 3_600_000)
      await aDay(() => desk(0.9 * MINUTE), PER_DAY - 8 + c.whole(16))
      await anAfternoon(desk(MINUTE), n)
      if (n === days.length - 3) await firstBook({ ...desk(MINUTE), minute: MINUTE }, zone)
      if (n === 0) older = await olderLetters({ ...desk(MINUTE), minute: MINUTE }, zone, await stamped('PS 3800'))
      if (n === 2) await olderNews({ ...desk(MINUTE), minute: MINUTE }, zone, older)
      if (n === 8) await olderReceipts({ ...desk(MINUTE), minute: MINUTE }, zone, older, { store, actor: c.pick(staff) })
      if (n === 6) await anOutage(desk(MINUTE), dayBounds(day, zone).start)
    }
    const begins = Math.max(dayBounds(today, zone).start, options.until - TODAY_TAKES, clock + 1)
    clock = begins
    // A piece takes four fifths of the pace; what is left of the time is for what is not settled.
    await aDay(() => desk((options.until - begins) / PER_DAY), Math.round(PER_DAY * 0.8))
    await newsOfLetters({ ...desk(MINUTE), minute: (options.until - clock) / 60 }, zone)
    await lettersToday({ ...desk(MINUTE), minute: (options.until - clock) / 60 }, zone)
    await thisMinute(desk(MINUTE), (options.until - clock) / 200)
    await unsettled(desk((options.until - clock) / 10))
    store.idle.settle()
    return { pieces: store.db.prepare('SELECT count(*) FROM piece').pluck().get() as number, events: store.head?.sequence ?? 0 }
  } finally {
    store.connection.pragma('synchronous = FULL')
    await station.close()
  }
}

/** The supervisor of the sample office, signed in. */
async function aSupervisor(station: Station): Promise<Client> {
  const context = station.connect()
  const client: Client = createRouterClient(station.router, { context })
  const person = (await client.access.people()).find((one) => one.role === 'supervisor')
  if (!person) throw new Error('The sample office has no supervisor.')
  context.connection.signedIn = person
  return client
}

function workingDaysBefore(today: string, count: number): string[] {
  const days: string[] = []
  for (let day = addDays(today, -1); days.length < count; day = addDays(day, -1)) if (isWorkingDay(day)) days.unshift(day)
  return days
}

async function scan(desk: Desk, text: string): Promise<string> {
  desk.wait(desk.pace * 0.3)
  return (await desk.client.intake.scan({ id: desk.id(), text, source: 'wedge', caughtAt: desk.now() })).piece.id
}

function seen(c: Chance, to: Addressee | null): DetailFields {
  return {
    type: c.pick(['letter', 'flat', 'parcel', 'parcel', 'parcel', 'tube'] as const), sender: c.pick(SENDERS), condition: c.happens(0.96) ? 'good' : c.pick(['damaged', 'open', 'wet'] as const),
    ...(to ? { location: to.location } : {}), ...(c.happens(0.15) ? { reference: `PO ${c.digits(5)}` } : {}), ...(c.happens(0.05) ? { note: c.pick(['Keep upright', 'Perishable: tell the recipient today', 'Signed for at the dock', 'Needs two people']) } : {}),
  }
}

/** A day's mail: scanned, given to people, put in its place; with what goes wrong on any day. */
async function aDay(desk: () => Desk, count: number): Promise<void> {
  let at = desk()
  const { c } = at
  for (let i = 0; i < count; i++) {
    if (i % 25 === 0) at = desk()
    const { client, addressees, pace } = at
    const to = c.pick(addressees)
    if (c.happens(0.06)) {
      at.wait(pace * 0.6)
      await client.intake.withoutBarcode({ id: at.id(), recipient: { person: to.person }, fields: seen(c, to) })
      continue
    }
    const number = trackingNumber(c)
    const piece = await scan(at, number)
    at.wait(pace * 0.5)
    await client.intake.assign({ pieces: [piece], recipient: { person: to.person }, source: c.happens(0.6) ? 'likely' : 'typed', fields: seen(c, to) })
    if (c.happens(0.05)) await client.intake.attach({ piece, text: `TBA${c.digits(12)}` })
    if (c.happens(0.02)) {
      at.wait(pace * 0.5)
      await client.intake.correct({ piece, reason: 'name read wrong', fields: { recipient: { person: c.pick(addressees.filter((other) => other !== to)).person } } })
    }
    if (c.happens(0.012)) {
      await client.pieces.void({ id: piece, reason: c.pick(['belongs to the neighbor', 'wrong label scanned']) })
      continue
    }
    if (c.happens(0.012)) {
      const again = (await client.pieces.get({ id: await scan(at, number) })).piece
      at.wait(pace * 0.2)
      if (again.questions.includes('seen-before')) await client.intake.answer({ question: 'seen-before', piece: again.id, answer: 'same', other: piece })
    }
    if (c.happens(0.008)) await client.intake.photo({ piece, content: await picture(c), note: 'as it arrived' })
  }
  at.wait(at.pace)
  const court = c.pick(at.addressees)
  await at.client.intake.several({ id: at.id(), count: 2 + c.whole(4), recipient: { person: court.person }, fields: { type: 'letter', sender: SENDERS[0] ?? '', location: court.location } })
}

/** An hour without the station: logged on paper, entered in the afternoon. */
async function anOutage(desk: Desk, midnight: number): Promise<void> {
  const { c, client } = desk
  for (let line = 1; line <= 7; line++) {
    const to = c.pick(desk.addressees)
    desk.wait(desk.pace * 0.5)
    await client.intake.lateEntry({
      id: desk.id(), text: line === 4 ? '' : trackingNumber(c), stated: { at: Math.min(desk.now() - MINUTE, midnight + 13 * 3_600_000 + line * 6 * MINUTE), source: `outage sheet 1, line ${line}` },
      recipient: { person: to.person }, fields: { ...seen(c, to), location: to.location },
    })
  }
}

/** What still waits at this minute: for a recipient, for a word, for somebody who knows the name. */
async function unsettled(desk: Desk): Promise<void> {
  const { c, client } = desk
  const waiting: string[] = []
  for (let i = 0; i < 12; i++) waiting.push(await scan(desk, trackingNumber(c)))
  const named = async (piece: string | undefined, name: string): Promise<void> => {
    if (piece === undefined) return
    desk.wait(desk.pace * 0.5)
    await client.intake.assign({ pieces: [piece], recipient: { name }, source: 'label', fields: { type: 'letter', sender: c.pick(SENDERS) } })
  }
  await named(waiting[0], 'Sam Rivera')
  for (const [i, name] of STRANGERS.slice(0, 3).entries()) await named(waiting[1 + i], name)
  // The same box once more, a smudged label, and a number that may be another carrier's.
  const twice = (await client.pieces.get({ id: waiting[5] ?? '' })).piece
  await scan(desk, twice.number)
  await scan(desk, '1Z999AA10123456785')
  await scan(desk, '986578788851')
}

const COLOURS = ['#b08d57', '#a97f4a', '#c19a6b'] as const

/** A photo of a parcel, as far as a drawing is one. */
async function picture(c: Chance): Promise<string> {
  const dent = 60 + c.whole(300)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#d9dde0"/><path d="M110 150 L530 130 L560 400 L90 410 Z" fill="${c.pick(COLOURS)}"/>
    <path d="M300 141 L345 139 L350 405 L296 406 Z" fill="#e8dcc0" opacity=".7"/><rect x="370" y="190" width="140" height="90" fill="#fff"/><g fill="#222">${Array.from({ length: 22 }, (_, i) => `<rect x="${380 + i * 5.5}" y="200" width="${1 + c.whole(4)}" height="40"/>`).join('')}</g>
    <path d="M${dent} 406 l30 -38 l34 40 z" fill="#7a5c33"/></svg>`
  return (await sharp(Buffer.from(drawing)).jpeg({ quality: 70 }).toBuffer()).toString('base64')
}
