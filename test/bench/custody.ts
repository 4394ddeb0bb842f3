import { newId } from '../../src/shared/ids.ts'
import type { Client } from '../station/helpers.ts'
import { signed } from '../station/custody/office.ts'
import type { createReport } from './measure.ts'
import { quantile, timed } from './measure.ts'

/** Waiting pieces of the one person at the counter. */
const WAITING = 2_000
const TRIES = 200

/** What the counter and the lists of what waits take on a full store. */
export async function custodyRows(client: Client, report: ReturnType<typeof createReport>): Promise<void> {
  const p99 = async (work: (i: number) => unknown): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < TRIES; i++) times.push(await timed(() => work(i)))
    return quantile(times, 0.99)
  }
  const people = (await client.directory.list({ limit: 200 })).rows
  const person = (i: number): string => people[i % people.length]?.id ?? ''
  const departments = (await client.directory.departments()).map((row) => row.name)
  const places = (await client.custody.waitingGroups({ by: 'location' })).rows.map((row) => row.key)
  const at = (values: readonly string[], i: number): string => values[i % values.length] ?? ''
  report.add('what waits, oldest first, first page, p99', await p99(() => client.custody.waiting({ limit: 50 })), 'ms', { goal: 15 })
  report.add('what waits for a person, p99', await p99((i) => client.custody.waiting({ person: person(i), limit: 50 })), 'ms', { goal: 15 })
  report.add('what waits for a department, p99', await p99((i) => client.custody.waiting({ department: at(departments, i), limit: 50 })), 'ms', { goal: 15 })
  report.add('what waits in a location, p99', await p99((i) => client.custody.waiting({ location: at(places, i), limit: 50 })), 'ms', { goal: 15 })
  for (const by of ['recipient', 'department', 'location'] as const) report.add(`what waits by ${by}, first page, p99`, await p99(() => client.custody.waitingGroups({ by, limit: 50 })), 'ms', { goal: 15 })
  report.add('mail stops for a run, p99', await p99(() => client.custody.runCandidates()), 'ms', { goal: 15 })
  report.add('counter: what waits for somebody, p99', await p99((i) => client.custody.waitingFor({ pile: { person: person(i) }, limit: 100 })), 'ms', { goal: 15 })

  report.add('counter: what waits for a department itself, p99', await p99((i) => client.custody.waitingFor({ pile: { department: at(departments, i) }, limit: 100 })), 'ms', { goal: 15 })
  const names = (await client.custody.waitingGroups({ by: 'recipient', limit: 50 })).rows.flatMap((row) => (row.person === null ? [row.name] : []))
  report.add('what waits for a name of no directory, p99', await p99((i) => client.custody.waiting({ name: at(names, i), limit: 50 })), 'ms', { goal: 15 })
  const { id: busy } = await client.directory.addPerson({ name: 'Busy Example' })
  const numbers: string[] = []
  for (let made = 0; made < WAITING; made += 200) numbers.push(...(await client.intake.several({ id: newId(Date.now()), count: 200, recipient: { person: busy } })).rows.map((row) => row.number))
  report.add('counter with 2,000 waiting pieces, p99', await p99(() => client.custody.waitingFor({ pile: { person: busy }, limit: 100 })), 'ms', { goal: 15 })
  report.add('counter with 2,000 waiting pieces: one scan, p99', await p99((i) => client.custody.checkPiece({ pile: { person: busy }, text: at(numbers, i * 7) })), 'ms', { goal: 15 })
  const signature = await signed()
  const rows = (await client.custody.waitingFor({ pile: { person: busy }, limit: 500 })).rows.map((row) => row.id)
  const give = (pieces: string[]): Promise<unknown> => client.custody.handOver({ id: newId(Date.now()), pile: { person: busy }, pieces, receiver: { kind: 'recipient', person: busy }, signature })
  const each: number[] = []
  for (const id of rows.slice(0, 200)) each.push(await timed(() => give([id])))
  report.add('hand over one piece, p50', quantile(each, 0.5), 'ms')
  report.add('hand over one piece, p99', quantile(each, 0.99), 'ms', { goal: 50 })
  report.add('hand over 200 pieces under one signature', await timed(() => give(rows.slice(200, 400))), 'ms', { goal: 500 })
}
