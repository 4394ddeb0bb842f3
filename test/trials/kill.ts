import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/shared/ids.ts'
import { createStation } from '../../src/main/station.ts'
import { silentLogger } from '../../src/main/logger.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { osUser, reachApp } from '../../src/main/web/local.ts'
import type { Client } from '../station/helpers.ts'

const HOST = join(import.meta.dirname, '../../out/main/serve.js')
const WORKER = new URL('../../out/main/worker.js', import.meta.url)

type Socket = NonNullable<ConstructorParameters<typeof RPCLink>[0]['websocket']>

/** Starts the built browser host on a store; answers once it says that it is open. */
export async function startHost(folder: string, args: readonly string[] = []): Promise<{ process: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [HOST, '--store', folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      const address = /open at (\S+)\n/.exec(text)?.[1]
      if (address) resolve({ process: child, address })
    })
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${text}`)))
  })
}

/** A caller over the local socket of a running host. */
export async function reach(folder: string): Promise<{ client: Client; lost: Promise<void> }> {
  const socket = await reachApp(folder)
  if (!socket) throw new Error('The host does not answer.')
  return { client: createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as Socket })), lost: new Promise((resolve) => socket.once('close', () => resolve())) }
}

/** A store whose office is set up and whose command line may do everything. */
export async function preparedStore(folder: string): Promise<void> {
  const station = createStation({ folder, face: 'test', version: 'trial', worker: WORKER, log: silentLogger })
  const context = station.connect()
  context.connection.signedIn = { id: 'trial', name: 'Trial', role: 'administrator' }
  const { createRouterClient } = await import('@orpc/server')
  const client: Client = createRouterClient(station.router, { context })
  await client.access.setUp({ office: { name: 'Trial Office', address: '', zone: 'America/New_York' }, administrator: { name: 'Trial', pin: '2468' } })
  await client.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
  await station.close()
}

export interface KillReport { rounds: number; acknowledged: number; lost: string[]; doubled: string[]; unsound: string[] }

/** Sends scans, several at a time, until the host is killed at a moment that chance picks; answers what it acknowledged. */
async function intakesUntilKilled(folder: string, c: Chance): Promise<Map<string, string>> {
  const host = await startHost(folder)
  const { client, lost } = await reach(folder)
  const acknowledged = new Map<string, string>()
  let alive = true
  void lost.then(() => (alive = false))
  const killAfter = 1 + c.whole(150)
  const sender = async (): Promise<void> => {
    while (alive) {
      const text = trackingNumber(c)
      const answer = client.intake.scan({ id: newId(Date.now()), text, source: 'wedge', caughtAt: Date.now() })
      try {
        const { piece } = await Promise.race([answer, lost.then(() => Promise.reject(new Error('killed')))])
        acknowledged.set(piece.id, piece.number)
        // Not after an answer but in the middle of the next one: the kill is not awaited.
        if (acknowledged.size === killAfter) setImmediate(() => host.process.kill('SIGKILL'))
      } catch {
        return
      }
    }
  }
  const gone = new Promise((resolve) => host.process.once('exit', resolve))
  await Promise.all([sender(), sender(), sender()])
  await gone
  return acknowledged
}

/**
 * Kills a host at random moments while it answers intakes, then looks what is left: every acknowledged piece once, and a store
 * that verifies.
 */
export async function killRounds(rounds: number, seed: number, onRound: (round: number) => void = () => {}): Promise<KillReport> {
  const c = chance(seed)
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-kill-'))
  const store = join(folder, 'store')
  const report: KillReport = { rounds, acknowledged: 0, lost: [], doubled: [], unsound: [] }
  try {
    await preparedStore(store)
    for (let round = 0; round < rounds; round++) {
      const acknowledged = await intakesUntilKilled(store, c)
      report.acknowledged += acknowledged.size
      await look(store, acknowledged, report)
      onRound(round + 1)
    }
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function look(folder: string, acknowledged: ReadonlyMap<string, string>, report: KillReport): Promise<void> {
  const station = createStation({ folder, face: 'test', version: 'trial', worker: WORKER, log: silentLogger })
  try {
    const { db } = station.services.store
    const rows = db.prepare('SELECT id, number FROM piece').all() as Array<{ id: string; number: string }>
    const found = new Map(rows.map((row) => [row.id, row.number]))
    for (const [id, number] of acknowledged) if (found.get(id) !== number) report.lost.push(id)
    const twice = db.prepare("SELECT piece FROM event WHERE kind = 'piece.received' GROUP BY piece HAVING count(*) > 1").all() as Array<{ piece: string }>
    report.doubled.push(...twice.map((row) => row.piece))
    const checked = await station.services.reader.run('verify', { against: null, replay: true })
    report.unsound.push(...checked.problems.map((problem) => problem.message))
  } finally {
    await station.close()
  }
}
