import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { createRouterClient } from '@orpc/server'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Role } from '../../src/shared/contract/roles.ts'
import type { Station, StationOptions } from '../../src/main/station.ts'
import { createStation } from '../../src/main/station.ts'
import { silentLogger } from '../../src/main/logger.ts'
import { osUser, reachApp } from '../../src/main/web/local.ts'
import type { Client } from '../station/helpers.ts'

const HOST = join(import.meta.dirname, '../../out/main/serve.js')
export const WORKER = new URL('../../out/main/worker.js', import.meta.url)
/** The PIN of the administrator of a trial's office. */
export const PIN = '2468'

type Socket = NonNullable<ConstructorParameters<typeof RPCLink>[0]['websocket']>

/** Starts the built browser host on a store; answers once it says that it is open. */
export function startHost(folder: string, args: readonly string[] = []): Promise<{ process: ChildProcess; address: string }> {
  return startServing([HOST, '--store', folder, ...args])
}

/** Starts the built browser host on a store so that {@link collect} works. */
export function startMeasuredHost(folder: string): Promise<{ process: ChildProcess; address: string }> {
  return startServing(['--expose-gc', '--import', new URL('collect.mjs', import.meta.url).href, HOST, '--store', folder])
}

/** Has a host's engine clear what nobody uses any more; answers once it has. */
export function collect(host: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const hear = (part: Buffer): void => {
      if (!part.toString().includes('collected')) return
      host.stdout?.off('data', hear)
      resolve()
    }
    host.stdout?.on('data', hear)
    host.kill('SIGUSR2')
  })
}

/** Starts a script of Node with its arguments; answers once it says at which address it is open. */
export async function startServing(script: readonly string[]): Promise<{ process: ChildProcess; address: string }> {
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] })
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

/** A caller over a WebSocket that is open. */
export function over(socket: object): Client {
  return createORPCClient<Client>(new RPCLink({ websocket: socket as Socket }))
}

/** A caller over the local socket of a running host. */
export async function reach(folder: string): Promise<{ client: Client; lost: Promise<void> }> {
  const socket = await reachApp(folder)
  if (!socket) throw new Error('The host does not answer.')
  return { client: over(socket), lost: new Promise((resolve) => socket.once('close', () => resolve())) }
}

/** Opens a station in this process. */
export function openStation(folder: string, options: Partial<StationOptions> = {}): Station {
  return createStation({ folder, face: 'test', version: 'trial', worker: WORKER, log: silentLogger, ...options })
}

/** A caller that a station takes for somebody of this role; null for nobody. */
export function callerOf(station: Station, role: Role | null): Client {
  const context = station.connect()
  if (role) context.connection.signedIn = { id: 'trial', name: 'Trial', role }
  return createRouterClient(station.router, { context })
}

/** Sets up the office of a station that has none. */
export async function setUp(station: Station): Promise<Client> {
  const client = callerOf(station, 'administrator')
  await client.access.setUp({ office: { name: 'Trial Office', address: '', zone: 'America/New_York' }, administrator: { name: 'Trial', pin: PIN } })
  return client
}

/** A store whose office is set up and whose command line may do everything. */
export async function preparedStore(folder: string, prepare: (client: Client) => Promise<void> = async () => {}): Promise<void> {
  const station = openStation(folder)
  const client = await setUp(station)
  await client.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
  await prepare(client)
  await station.close()
}
