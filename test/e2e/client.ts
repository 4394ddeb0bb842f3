import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Contract } from '../../src/shared/contract/index.ts'

export type Client = ContractRouterClient<Contract>
type WebSocketLike = ConstructorParameters<typeof RPCLink>[0]['websocket']

/** Calls the station beside the page, with the page's own right to reach the host. */
export async function beside<T>(page: Page, host: { readonly address: string }, work: (client: Client) => Promise<T>): Promise<T> {
  const origin = new URL(host.address).origin
  const cookie = (await page.context().cookies(origin)).map((one) => `${one.name}=${one.value}`).join('; ')
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { Cookie: cookie, Origin: origin } })
  // `ws` speaks the browser's WebSocket; only the names of its types differ.
  const client = createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as WebSocketLike }))
  try {
    return await work(client)
  } finally {
    socket.terminate()
  }
}
