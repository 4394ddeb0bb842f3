import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { commandLineActor } from '../access/access.ts'
import type { Station } from '../station.ts'
import { writeDurably } from '../store/files.ts'
import { folderKey, layout } from '../store/folder.ts'
import { closeServer } from './host.ts'
import { LARGEST_MESSAGE, socketServer } from './rpc.ts'

// Not imported: an import takes every name of this module, and one of them loads all of fetch.
const { createServer } = process.getBuiltinModule('node:http')

/** The name of the OS user, for grants and for the log. */
export function osUser(): string {
  return userInfo().username
}

/** Where the command line reaches the app that has a store open: a named pipe on Windows, a socket file elsewhere. */
export function socketPath(folder: string): string {
  const key = folderKey(folder)
  if (process.platform === 'win32') return `\\\\.\\pipe\\pigeonhole-${key}`
  // Socket paths are short (about 100 bytes), so it cannot lie in a store that is deep in somebody's home.
  return join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), `pigeonhole-${key}.sock`)
}

function sameToken(a: string, b: string): boolean {
  return createHash('sha256').update(a).digest().equals(createHash('sha256').update(b).digest())
}

/**
 * Serves a station to the command line of the same computer while the app has the store open. The caller proves that it is the
 * same OS user by a token in a file that only this user can read, and acts with the role an administrator granted.
 */
export async function serveCommandLine(station: Station): Promise<{ close: () => Promise<void> }> {
  const { store } = station.services
  const path = socketPath(store.folder)
  const tokenFile = layout(store.folder).socketToken
  const token = randomBytes(32).toString('base64url')
  writeDurably(tokenFile, Buffer.from(token))
  const serve = socketServer(station)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false })
  const server = createServer((_, response) => response.writeHead(404).end())
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!sameToken(request.headers.authorization ?? '', `Bearer ${token}`)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, commandLineActor(station, osUser()) ?? undefined))
  })
  // Whatever lies there is of a station that ended without cleaning up: this process owns the store.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return {
    close: async () => {
      await closeServer(server, sockets)
      rmSync(tokenFile, { force: true })
    },
  }
}

/** A connection to the app that has the store open, or null when none has. */
export async function reachApp(folder: string): Promise<WebSocket | null> {
  const tokenFile = layout(folder).socketToken
  if (!existsSync(tokenFile)) return null
  const token = readFileSync(tokenFile, 'utf8')
  const socket = new WebSocket('ws://station/rpc', { createConnection: () => connect(socketPath(folder)), headers: { Authorization: `Bearer ${token}` } })
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket))
    // A token without an app behind it is what a crash left.
    socket.once('error', () => resolve(null))
  })
}
