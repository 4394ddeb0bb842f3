import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'

/** One line to the station, good for one life: when it has closed, a new one is opened. */
export interface Line {
  link: ClientLink<ClientContext>
  /** Settles when calls can be sent; rejects when the station could not be reached. */
  opened: Promise<void>
  /** Settles when the line is gone, whoever ended it. */
  closed: Promise<void>
  close: () => void
}

/** The message that hands the other end of a port to the preload script. */
export const PORT_MESSAGE = 'pigeonhole:connect'

/** Opens a line to the station that served this page: a WebSocket in a browser, a message port in the desktop app. */
export function openLine(location: Location): Line {
  return location.protocol.startsWith('http') ? openSocket(location) : openPort()
}

function openSocket(location: Location): Line {
  const address = new URL('/rpc', location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  // The wire's frames are text or binary; a Blob would be read later than the frame after it.
  socket.binaryType = 'arraybuffer'
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => { resolve() }, { once: true })
    socket.addEventListener('close', () => { reject(new Error('The station does not answer.')) }, { once: true })
  })
  const closed = new Promise<void>((resolve) => { socket.addEventListener('close', () => { resolve() }, { once: true }) })
  return { link: new SocketLink({ websocket: socket }), opened, closed, close: () => { socket.close() } }
}

function openPort(): Line {
  const { port1, port2 } = new MessageChannel()
  const gone = Promise.withResolvers<void>()
  port1.addEventListener('close', () => { gone.resolve() }, { once: true })
  const link = new PortLink({ port: port1 })
  port1.start()
  // A page of an own protocol may have the origin "null", which postMessage does not take as a target.
  window.postMessage(PORT_MESSAGE, window.origin === 'null' ? '*' : window.origin, [port2])
  return { link, opened: Promise.resolve(), closed: gone.promise, close: () => { port1.close(); gone.resolve() } }
}
