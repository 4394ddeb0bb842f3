import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/shared/ids.ts'
import { addDays, officeDay } from '../../src/shared/mail/days.ts'
import { chance } from '../../src/main/sample/chance.ts'
import type { Station } from '../../src/main/station.ts'
import type { Client } from '../station/helpers.ts'
import { callerOf, openStation, PIN } from './host.ts'
import type { Report } from './report.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Days on which the clock changes: at two, at one, by half an hour, and at midnight. */
const CHANGES: ReadonlyArray<readonly [zone: string, day: string]> = [
  ['America/New_York', '2026-03-08'], ['America/New_York', '2026-11-01'], ['Europe/London', '2026-03-29'], ['Europe/London', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'], ['Australia/Lord_Howe', '2026-10-04'], ['America/Havana', '2026-03-08'], ['America/Havana', '2026-11-01'],
]
const JUMPS = [-400 * DAY, -DAY, -3 * HOUR, -10 * MINUTE, 10 * MINUTE, 3 * HOUR, DAY, 40 * DAY] as const

interface Office { station: Station; client: Client; clock: { now: number }; by: { user: string; pin: string } }

async function withOffice<T>(zone: string, start: number, work: (office: Office) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-clock-'))
  const clock = { now: start }
  const station = openStation(join(root, 'store'), { now: () => clock.now, secretCost: 1 << 4 })
  try {
    // Nobody's session is used: it would end whenever the clock leaps.
    await callerOf(station, null).access.setUp({ office: { name: 'Trial Office', address: '', zone }, administrator: { name: 'Trial', pin: PIN } })
    const client = callerOf(station, 'administrator')
    const [person] = await client.access.people()
    return await work({ station, client, clock, by: { user: person?.id ?? '', pin: PIN } })
  } finally {
    await station.close()
    rmSync(root, { recursive: true, force: true })
  }
}

const take = (client: Client, text: string) => client.intake.scan({ id: newId(Date.now()), text, source: 'typed', caughtAt: Date.now() })

async function unsound(station: Station): Promise<string[]> {
  return (await station.services.reader.run('verify', { against: null, replay: true })).problems.map((problem) => problem.message)
}

export interface DayChange { zone: string; day: string; pieces: number; wrong: string[] }

/**
 * A piece every half an hour through the day on which the clock changes and the days beside it, each signed off when it is over:
 * every piece stands on the day that the system's own calendar says, and no log loses the thread.
 */
export async function throughChange(zone: string, day: string): Promise<DayChange> {
  const days = [addDays(day, -1), day, addDays(day, 1)]
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const start = Date.parse(`${days[0]}T00:00:00Z`) - 15 * HOUR
  return await withOffice(zone, start, async ({ station, client, clock, by }) => {
    const expected = new Map<string, number>()
    const wrong: string[] = []
    let pieces = 0
    let signed = -1
    for (; clock.now < start + 5 * DAY; clock.now += 30 * MINUTE) {
      const today = calendar.format(clock.now)
      const over = days.findLastIndex((one) => one < today)
      if (over > signed) {
        const before = days[over] ?? ''
        const { totals } = await client.days.get({ day: before })
        if (totals.cameIn !== expected.get(before)) wrong.push(`${before} in ${zone}: ${totals.cameIn} came in, expected ${expected.get(before)}`)
        await client.days.signOff({ day: before, by })
        signed = over
      }
      if (today < (days[0] ?? '') || today > (days[2] ?? '')) continue
      const { piece } = await take(client, `BOX ${++pieces}`)
      expected.set(today, (expected.get(today) ?? 0) + 1)
      if (piece.day !== today) wrong.push(`${new Date(clock.now).toISOString()} in ${zone} was taken for ${piece.day}, it is ${today}`)
    }
    const logs = await Promise.all(days.map((one) => client.days.get({ day: one })))
    for (const [at, log] of logs.entries()) {
      const next = logs[at + 1]
      if (next && next.totals.morning !== log.totals.here) wrong.push(`${next.day} begins with ${next.totals.morning}, ${log.day} ended with ${log.totals.here}`)
    }
    wrong.push(...(await unsound(station)))
    return { zone, day, pieces, wrong }
  })
}

export interface Jumps { jumps: number; back: number; told: number; pieces: number; onLogs: number; wrong: string[] }

/** A clock that is set back and forward at random while mail is taken in and days are signed off. */
export async function jumping(jumps: number, seed: number): Promise<Jumps> {
  const c = chance(seed)
  const zone = 'America/New_York'
  return await withOffice(zone, Date.UTC(2026, 10, 23, 13), async ({ station, client, clock, by }) => {
    const wrong: string[] = []
    const days = new Set<string>()
    let back = 0
    let pieces = 0
    let latest = clock.now
    let last = clock.now
    for (let jump = 0; jump < jumps; jump++) {
      clock.now = Math.max(Date.UTC(2020, 0, 1), clock.now + c.pick(JUMPS))
      if (clock.now + 1_000 < last - 2_000) back++
      for (let i = 0; i < 3; i++) {
        clock.now += 1_000
        const { piece } = await take(client, `BOX ${++pieces}`)
        days.add(piece.day)
        last = clock.now
      }
      latest = Math.max(latest, clock.now)
      if (c.happens(0.3)) {
        const signed = await client.days.signOff({ by }).catch((error: Error & { data?: { code?: string } }) => {
          if (!['signed', 'closed'].includes(error.data?.code ?? '')) wrong.push(`sign-off: ${error.message}`)
        })
        if (signed) days.add(signed.day)
        last = clock.now
      }
    }
    // Every piece stands on exactly one log, wherever the clock stood: asked for from a day after all of them.
    clock.now = latest + 2 * DAY
    await take(client, `BOX ${++pieces}`)
    days.add(officeDay(clock.now, zone))
    let onLogs = 0
    const seen = new Map<string, string>()
    for (const day of [...days].toSorted()) {
      const log = await client.days.get({ day })
      onLogs += log.totals.cameIn
      for (const line of log.in) {
        if (seen.has(line.piece)) wrong.push(`${line.grouped} stands on the logs of ${seen.get(line.piece)} and ${day}`)
        seen.set(line.piece, day)
      }
    }
    const told = (station.services.store.db.prepare("SELECT count(*) AS n FROM event WHERE kind = 'clock.went-back'").get() as { n: number }).n
    const { rows } = await client.pieces.list({ limit: 500 })
    if (rows.length !== Math.min(500, pieces)) wrong.push(`${rows.length} of ${pieces} pieces are listed`)
    wrong.push(...(await unsound(station)))
    return { jumps, back, told, pieces, onLogs, wrong }
  })
}

/** Clocks that are set, and days on which they change. */
export async function clock(report: Report, { times, seed }: { times: number; seed: number }): Promise<void> {
  const changes: DayChange[] = []
  for (const [zone, day] of CHANGES) {
    report.progress(`${day} in ${zone}`)
    changes.push(await throughChange(zone, day))
  }
  report.say('days on which the clock changes, each with the day before and after', changes.length, 'days')
  report.say('pieces taken in on them', changes.reduce((sum, change) => sum + change.pieces, 0), 'pieces')
  report.none('pieces on a wrong day, logs that do not add up', changes.flatMap((change) => change.wrong))
  const found: Jumps[] = []
  for (let time = 0; time < times; time++) found.push(await jumping(100, seed + time))
  const sum = (of: (one: Jumps) => number): number => found.reduce((total, one) => total + of(one), 0)
  report.say('times the clock was set', sum((one) => one.jumps), 'times')
  report.say('times it was set back and the log says so', sum((one) => one.told), 'times', sum((one) => one.told) === sum((one) => one.back))
  report.say('pieces taken in meanwhile that stand on a daily log', sum((one) => one.onLogs), 'pieces', sum((one) => one.onLogs) === sum((one) => one.pieces))
  report.none('pieces on two logs, sign-offs that failed, problems that verify finds', found.flatMap((one) => one.wrong))
}
