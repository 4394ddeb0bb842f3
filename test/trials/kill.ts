import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import type { Station } from '../../src/main/station.ts'
import { callerOf, openStation, preparedStore, reach, startHost } from './host.ts'
import type { Round, Work } from './kill-works.ts'
import { WORKS } from './kill-works.ts'
import type { Report } from './report.ts'

export interface KillReport { rounds: number; acknowledged: number; repeated: number; lost: string[]; doubled: string[]; unsound: string[] }

/** A host is killed within so many milliseconds of its first answer. */
const LONGEST_LIFE = 500

/** Works until the host is killed at a moment that chance picks. */
async function workUntilKilled(folder: string, work: Work, round: Round, c: Chance): Promise<void> {
  const host = await startHost(folder)
  const { client, lost } = await reach(folder)
  const gone = new Promise((resolve) => host.process.once('exit', resolve))
  const killed = lost.then(() => Promise.reject(new Error('killed')))
  let armed = false
  const arm = async (): Promise<void> => {
    if (armed) return
    armed = true
    // The moment is a matter of chance, not of what was answered: the kill falls into the middle of something.
    await pause(c.whole(LONGEST_LIFE))
    host.process.kill('SIGKILL')
  }
  const sender = async (): Promise<void> => {
    for (;;) {
      await Promise.race([work.step(client, round, c), killed])
      void arm()
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: work.senders }, sender))
  if (host.process.exitCode === null && host.process.signalCode === null) host.process.kill('SIGKILL')
  await gone
  const wrong = ends.map((end) => (end.status === 'rejected' ? (end.reason as Error & { code?: string }) : null)).find((reason) => reason && reason.message !== 'killed')
  // A call that was under way ends with whatever the closed socket makes of it; an answer of the station or a failure before the kill is another matter.
  if (wrong && (!armed || wrong.code !== undefined)) throw wrong
}

/** Looks what is left: sends again what was not answered, then asks the work what is missing or doubled, and verifies. */
async function look(folder: string, work: Work, round: Round, report: KillReport): Promise<void> {
  const station: Station = openStation(folder)
  try {
    const client = callerOf(station, 'administrator')
    report.acknowledged += round.acknowledged.size
    const { lost, doubled } = await work.look(station, client, round)
    report.repeated += round.pending.size
    for (const call of round.pending) await call(client)
    const after = await work.look(station, client, round)
    report.lost.push(...new Set([...lost, ...after.lost]))
    report.doubled.push(...new Set([...doubled, ...after.doubled]))
    const checked = await station.services.reader.run('verify', { against: null, replay: true })
    report.unsound.push(...checked.problems.map((problem) => problem.message))
  } finally {
    await station.close()
  }
}

/**
 * Kills a host at random moments while it works, then looks what is left: everything acknowledged once, what was not answered once
 * after it was sent again, and a store that verifies.
 */
export async function killRounds(name: keyof typeof WORKS, rounds: number, seed: number, onRound: (round: number) => void = () => {}): Promise<KillReport> {
  const c = chance(seed)
  const work = await WORKS[name]()
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-kill-'))
  const folder = join(root, 'store')
  const report: KillReport = { rounds, acknowledged: 0, repeated: 0, lost: [], doubled: [], unsound: [] }
  try {
    await preparedStore(folder, (client) => work.prepare(client))
    for (let number = 1; number <= rounds; number++) {
      const round: Round = { number, acknowledged: new Map(), pending: new Set() }
      await workUntilKilled(folder, work, round, c)
      await look(folder, work, round, report)
      onRound(number)
    }
    return report
  } finally {
    await work.end()
    rmSync(root, { recursive: true, force: true })
  }
}

/** Kills in the middle of one kind of work. */
export function kill(name: keyof typeof WORKS): (report: Report, options: { times: number; seed: number }) => Promise<void> {
  return async (report, { times, seed }) => {
    const found = await killRounds(name, times, seed, (round) => report.progress(`${round} kills`))
    report.say('SIGKILLs', found.rounds, 'kills')
    report.say('answers before them', found.acknowledged, 'answers', found.acknowledged >= times)
    report.say('calls cut off and sent again', found.repeated, 'calls')
    report.none('acknowledged and lost', found.lost)
    report.none('doubled, or half there', found.doubled)
    report.none('problems that verify finds', found.unsound)
  }
}
