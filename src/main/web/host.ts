import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Station } from '../station.ts'
import { writeDurably } from '../store/files.ts'
import { layout } from '../store/folder.ts'
import { asset } from './assets.ts'
import { LARGEST_MESSAGE, socketServer } from './rpc.ts'

// Not imported: an import takes every name of this module, and one of them loads all of fetch.
const { createServer } = process.getBuiltinModule('node:http')

export interface Host {
  readonly port: number
  /** A fresh address with a token that works once. */
  address(): string
  close(): Promise<void>
}

const COOKIE = 'pigeonhole'

function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** The key that a browser holds after it used a token. Kept beside the store, readable by its owner only, so that a page that is open survives a restart of the host. */
function browserKey(path: string): string {
  const known = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (/^[\w-]{43}$/.test(known)) return known
  const key = randomBytes(32).toString('base64url')
  writeDurably(path, Buffer.from(`${key}\n`))
  return key
}

/** The port of this store's page, or 0 when it had none yet. A browser keeps scans that wait, and how a workstation is set up, for one address only. */
function lastPort(path: string): number {
  const known = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  return Number.isInteger(known) && known > 0 && known < 65_536 ? known : 0
}

const listening = (server: ReturnType<typeof createServer>, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

/** Listens on the port that this store's page had last, so that a page that is open comes back to it; on any free one while another program has it. */
async function listenAsBefore(server: ReturnType<typeof createServer>, path: string): Promise<void> {
  const before = lastPort(path)
  const free = await listening(server, before).then(() => true, (error: unknown) => {
    if (before === 0 || !(error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))) throw error
    return false
  })
  if (!free) return await listening(server, 0)
  if (before === 0) writeDurably(path, Buffer.from(`${(server.address() as AddressInfo).port}\n`))
}

/**
 * Serves a station to a browser on this computer. Binds 127.0.0.1 only; a browser needs a token that works once, and every request
 * has to come from the host's own address, so that no other page can reach the station.
 *
 * @param options.root the folder of the built page
 * @param options.port null takes the one it had last for this store, or any free one; 0 any free one
 * @param options.current the station that a new connection is given; `station` where it is left out
 */
export async function serveBrowser(station: Station, options: { root: string; port: number | null; current?: () => Station }): Promise<Host> {
  const key = browserKey(layout(station.services.store.folder).browserKey)
  const tokens = new Set<string>()
  const serve = socketServer(station, options.current)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false })
  let port = options.port ?? 0

  const own = (request: IncomingMessage): boolean => request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`
  const ownOrigin = (request: IncomingMessage): boolean => request.headers.origin === `http://${request.headers.host}`
  const known = (request: IncomingMessage): boolean =>
    (request.headers.cookie ?? '').split(';').some((part) => {
      const [name, value] = part.trim().split('=')
      return name === `${COOKIE}-${port}` && value !== undefined && same(value, key)
    })

  const refuse = (response: ServerResponse, status: number, text: string): void => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }).end(text)
  }

  const server = createServer((request, response) => {
    if (!own(request)) return refuse(response, 421, 'This address is not Pigeonhole\'s.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only pages are served here.')
    // What begins with a slash is a path whatever follows; read as an address of its own, "//[" would be none at all.
    if (request.url?.startsWith('/') !== true) return refuse(response, 400, 'This is no page.')
    const url = new URL(`http://127.0.0.1:${port}${request.url}`)
    const token = url.searchParams.get('token')
    if (token !== null && tokens.delete(token)) {
      response.writeHead(303, { 'Set-Cookie': `${COOKIE}-${port}=${key}; HttpOnly; SameSite=Strict; Path=/`, Location: '/', 'Cache-Control': 'no-store' }).end()
      return
    }
    if (!known(request)) return refuse(response, 403, 'Open Pigeonhole with the address it printed when it started. Each address works once: press Enter in its window for a new one.')
    if (token !== null) {
      response.writeHead(303, { Location: '/', 'Cache-Control': 'no-store' }).end()
      return
    }
    const { status, headers, body } = asset(options.root, url.pathname, `'self' ws://127.0.0.1:${port} ws://localhost:${port}`)
    response.writeHead(status, { ...headers, 'Content-Length': body.length }).end(request.method === 'HEAD' ? undefined : body)
  })

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, headBytes: Buffer) => {
    if (request.url !== '/rpc' || !own(request) || !ownOrigin(request) || !known(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, headBytes, (webSocket) => serve(webSocket))
  })

  await (options.port === null ? listenAsBefore(server, layout(station.services.store.folder).browserPort) : listening(server, options.port))
  port = (server.address() as AddressInfo).port
  return {
    port,
    address: () => {
      const token = randomBytes(24).toString('base64url')
      tokens.add(token)
      return `http://127.0.0.1:${port}/?token=${token}`
    },
    close: () => closeServer(server, sockets),
  }
}

/** Ends every connection, then the server. */
export function closeServer(server: ReturnType<typeof createServer>, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  sockets.close()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
