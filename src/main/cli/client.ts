import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Contract } from '../../shared/contract/index.ts'
import { commandLineActor } from '../access/access.ts'
import { createStation } from '../station.ts'
import { osUser, reachApp } from '../web/local.ts'
import type { Invocation } from './command.ts'

export type Client = ContractRouterClient<Contract>

/**
 * Calls the station: through the app when it has the store open, otherwise by opening the store here. The caller acts as
 * `cli:<OS user>` with the role an administrator granted.
 *
 * @throws StoreError
 */
export async function withClient<T>(call: Invocation, work: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await callStation(call, work)
  } catch (error) {
    throw withoutGrant(error)
  }
}

async function callStation<T>(call: Invocation, work: (client: Client) => Promise<T>): Promise<T> {
  const socket = await reachApp(call.folder)
  if (socket) {
    try {
      // `ws` speaks the browser's WebSocket; only the names of its types differ.
      const link = new RPCLink({ websocket: socket as unknown as WebSocketLike })
      return await work(createORPCClient<Client>(link))
    } finally {
      socket.terminate()
    }
  }
  const station = createStation({ folder: call.folder, face: 'command-line', version: call.version, worker: call.io.worker, create: false, ...(call.io.secrets ? { secrets: call.io.secrets } : {}) })
  try {
    const context = station.connect()
    context.connection.signedIn = commandLineActor(context, osUser())
    return await work(createRouterClient(station.router, { context }))
  } finally {
    await station.close()
  }
}

type WebSocketLike = ConstructorParameters<typeof RPCLink>[0]['websocket']

/** Said instead of "sign in first": nobody signs in on a command line. */
function withoutGrant(error: unknown): unknown {
  const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : ''
  if (code !== 'SIGN_IN') return error
  return new Error(`The OS user "${osUser()}" has no role here. An administrator can grant one in Settings, Command line.`)
}
