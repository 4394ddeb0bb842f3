import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { reachApp } from '../../src/main/web/local.ts'
import type { Contract } from '../../src/shared/contract/index.ts'

export type Client = ContractRouterClient<Contract>
type WebSocketLike = ConstructorParameters<typeof RPCLink>[0]['websocket']

/** Calls the station beside the page, over the socket that every face has for its own computer's user: the browser host and the desktop app alike. */
export async function beside<T>(host: { readonly store: string }, work: (client: Client) => Promise<T>): Promise<T> {
  const socket = await reachApp(host.store)
  if (!socket) throw new Error('No station has this store open.')
  // `ws` speaks the browser's WebSocket; only the names of its types differ.
  const client = createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as WebSocketLike }))
  try {
    return await work(client)
  } finally {
    socket.terminate()
  }
}
