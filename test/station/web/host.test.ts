import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Host } from '../../../src/main/web/host.ts'
import { serveBrowser } from '../../../src/main/web/host.ts'
import { reachApp, serveCommandLine, osUser } from '../../../src/main/web/local.ts'
import type { Client } from '../helpers.ts'
import { connectAs, scanOf, testStation } from '../helpers.ts'

async function hosted() {
  const parts = await testStation()
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-page-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><meta name="csp-nonce" content="%CSP_NONCE%"><title>Pigeonhole</title>')
  writeFileSync(join(root, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(root, '..', 'outside.txt'), 'outside')
  const host = await serveBrowser(parts.station, { root, port: 0 })
  onTestFinished(async () => {
    await host.close()
    rmSync(root, { recursive: true, force: true })
  })
  return { ...parts, host, root }
}

interface Answer { status: number; headers: Record<string, string | string[] | undefined>; body: string }

function get(host: Host, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: host.port, path, method, headers: { Host: `127.0.0.1:${host.port}`, ...headers } }, (response) => {
      let body = ''
      response.on('data', (part: Buffer) => (body += part.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    }).on('error', reject).end()
  })
}

async function cookieOf(host: Host): Promise<string> {
  const address = new URL(host.address())
  const answer = await get(host, address.pathname + address.search)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

/** Opens a socket; answers the status with which it was refused, or the open socket. */
function upgrade(host: Host, headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.once('error', () => {})
  })
}

const own = (host: Host): string => `http://127.0.0.1:${host.port}`
const overSocket = (socket: WebSocket): Client => createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as ConstructorParameters<typeof RPCLink>[0]['websocket'] }))

describe('the browser host', () => {
  test('gives its page to who brings a token, once for each token', async () => {
    const { host } = await hosted()
    const address = new URL(host.address())
    const path = address.pathname + address.search
    expect((await get(host, '/')).status).toBe(403)
    const first = await get(host, path)
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict; Path=\//)
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
    expect((await get(host, path)).status).toBe(403)
    expect((await get(host, '/?token=wrong')).status).toBe(403)
    expect(await get(host, '/', { Cookie: cookie })).toMatchObject({ status: 200, body: expect.stringContaining('<title>Pigeonhole</title>') })
  })

  test('comes back on the port it had, so that scans that wait in a browser are found again; another one only while that is taken', async () => {
    const { station, root } = await hosted()
    const first = await serveBrowser(station, { root, port: null })
    await first.close()
    const second = await serveBrowser(station, { root, port: null })
    onTestFinished(() => second.close())
    expect(second.port).toBe(first.port)
    const beside = await serveBrowser(station, { root, port: null })
    expect(beside.port).not.toBe(first.port)
    expect(await get(beside, '/', { Cookie: await cookieOf(beside) })).toMatchObject({ status: 200 })
    await beside.close()
    await second.close()
    const third = await serveBrowser(station, { root, port: null })
    onTestFinished(() => third.close())
    expect(third.port).toBe(first.port)
  })

  test('sends a strict policy whose nonce is new each time and stands in the page', async () => {
    const { host } = await hosted()
    const Cookie = await cookieOf(host)
    const [a, b] = [await get(host, '/', { Cookie }), await get(host, '/', { Cookie })]
    const nonce = /'nonce-([^']+)'/.exec(String(a.headers['content-security-policy']))?.[1] ?? ''
    expect(a.body).toContain(`content="${nonce}"`)
    expect(b.body).not.toContain(nonce)
    expect(a.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    expect(a.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  })

  test.each(['/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/assets/../../outside.txt', '/%00', '/%E0%A4%A', '/assets', '/none.js', '//evil.example/', '//[', '/\\\\:x', '//:99999999/'])('%s is not served', async (path) => {
    const { host } = await hosted()
    expect(await get(host, path, { Cookie: await cookieOf(host) })).toMatchObject({ status: 404, body: 'Not here.' })
  })

  test('refuses a forged Host, other methods, and sockets from elsewhere', async () => {
    const { host } = await hosted()
    const Cookie = await cookieOf(host)
    expect((await get(host, '/', { Cookie, Host: `evil.example:${host.port}` })).status).toBe(421)
    expect((await get(host, '/', { Cookie }, 'POST')).status).toBe(405)
    expect(await upgrade(host, { Origin: own(host) })).toBe(403)
    expect(await upgrade(host, { Cookie })).toBe(403)
    expect(await upgrade(host, { Cookie, Origin: 'http://evil.example' })).toBe(403)
    expect(await upgrade(host, { Cookie, Origin: own(host), Host: 'evil.example' })).toBe(403)
    expect(await upgrade(host, { Cookie, Origin: own(host) }, '/other')).toBe(403)
    expect(await upgrade(host, { Cookie: Cookie.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), Origin: own(host) })).toBe(403)
    const socket = await upgrade(host, { Cookie, Origin: own(host) })
    expect(socket).toBeInstanceOf(WebSocket)
    ;(socket as WebSocket).terminate()
  })

  test('serves the router over the socket, and each socket signs in for itself', async () => {
    const { host } = await hosted()
    const headers = { Cookie: await cookieOf(host), Origin: own(host) }
    const [a, b] = [await upgrade(host, headers), await upgrade(host, headers)] as [WebSocket, WebSocket]
    const [one, two] = [overSocket(a), overSocket(b)]
    const [person] = await one.access.people()
    const { token } = await one.access.signIn({ user: person?.id ?? '', pin: '2468' })
    const heard = await two.office.changes()
    await heard.next()
    const { piece } = await one.intake.scan(scanOf('1Z999AA10123456784'))
    expect((await heard.next()).value).toMatchObject({ topics: ['piece'], pieces: [piece.id] })
    await expect(two.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    await two.access.resume({ token })
    expect((await two.pieces.list({})).rows).toEqual([piece])
    a.terminate()
    b.terminate()
  })

  test('ends the connection of a malformed or oversized message, and nothing else', async () => {
    const { host, station } = await hosted()
    const headers = { Cookie: await cookieOf(host), Origin: own(host) }
    for (const message of ['nonsense', '{}', '[]', 'null', '{"i":"1","p":{"u":"http://"}}', Buffer.alloc(64), 'x'.repeat(1_000_000), Buffer.alloc(40 << 20)]) {
      const socket = (await upgrade(host, headers)) as WebSocket
      const over = new Promise((resolve) => {
        socket.once('close', resolve)
        socket.once('message', () => resolve(0))
      })
      socket.on('error', () => {})
      socket.send(message)
      expect(await over, `after ${String(message).slice(0, 40)}`).toBeGreaterThan(1000)
    }
    expect((await connectAs(station, 'operator').intake.scan(scanOf('STILL-HERE'))).piece.number).toBe('STILL-HERE')
  })
})

describe('the local socket', () => {
  test('serves the command line of the same user with the role that was granted', async () => {
    const { station, administrator } = await testStation()
    const { folder } = station.services.store
    expect(await reachApp(folder)).toBe(null)
    const local = await serveCommandLine(station)
    const stranger = (await reachApp(folder)) as WebSocket
    await expect(overSocket(stranger).pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    stranger.terminate()
    await administrator.access.grantCommandLine({ osUser: osUser(), role: 'supervisor' })
    const granted = (await reachApp(folder)) as WebSocket
    await overSocket(granted).intake.scan(scanOf('FROM-THE-LINE'))
    expect((await administrator.pieces.list({})).rows[0]?.receivedBy).toBe(`Command line (${osUser()})`)
    await expect(overSocket(granted).office.backup({ folder: '/tmp' }).then((stream) => stream.next())).rejects.toMatchObject({ code: 'ROLE' })
    granted.terminate()
    await local.close()
    expect(await reachApp(folder)).toBe(null)
  })

  test('refuses a caller without the token', async () => {
    const { station } = await testStation()
    const local = await serveCommandLine(station)
    onTestFinished(() => local.close())
    const { socketPath } = await import('../../../src/main/web/local.ts')
    const status = await new Promise((resolve) => {
      const socket = new WebSocket('ws://station/rpc', { createConnection: () => connectSocket(socketPath(station.services.store.folder)), headers: { Authorization: 'Bearer guess' } })
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.once('error', () => {})
    })
    expect(status).toBe(403)
  })
})
