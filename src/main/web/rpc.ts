import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'
import type { WebSocket } from 'ws'
import type { SignedIn } from '../call.ts'
import type { Station } from '../station.ts'

/** Largest message a caller may send, in bytes: a photo or a scan fits, a flood does not. */
export const LARGEST_MESSAGE = 32 << 20

/** Serves a station to WebSockets, or the one that is `current` when they connect. `signedIn` is for callers that were recognised before they connected. */
export function socketServer(station: Station, current = (): Station => station): (socket: WebSocket, signedIn?: SignedIn) => void {
  const handler = new StandardRPCHandler(station.router, {})
  return (socket, signedIn) => {
    const context = current().connect()
    context.connection.signedIn = signedIn ?? null
    socket.on('error', (error) => {
      station.services.log.warn('connection', { error: error.message })
      socket.close()
    })
    const handle = createServerPeerHandleRequestFn(handler, { context })
    const peer = new ServerPeer((message) => { socket.send(message) })
    socket.on('message', (data: Buffer, isBinary) => {
      peer.message(isBinary ? new Uint8Array(data) : data.toString(), handle).catch((error: unknown) => {
        // A message that is not of the protocol ends its connection and nothing else.
        station.services.log.warn('malformed message', { error: String(error) })
        socket.close(1002)
      })
    })
    socket.on('close', () => { peer.close() })
  }
}
