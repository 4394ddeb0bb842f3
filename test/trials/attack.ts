import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { newId } from '../../src/shared/ids.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { chance } from '../../src/main/sample/chance.ts'
import { preparedStore, reach, startHost } from './host.ts'
import type { Report } from './report.ts'

/** A host under attack: its port, and the cookie of a browser that came with the token. */
interface Target { port: number; cookie: string }

export interface AttackReport { tries: number; let: string[]; silent: string[]; dead: string[] }

/** How long an attacker waits for the host's word before the line is cut, in milliseconds. */
const WAIT = 5_000

/** The status with which a request is answered; 0 when the connection was ended without one. */
function asked(port: number, options: { path?: string; method?: string; headers?: OutgoingHttpHeaders; body?: Buffer }): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path: options.path ?? '/', method: options.method ?? 'GET', headers: { Host: `127.0.0.1:${port}`, ...options.headers }, setHost: false }, (response) => {
      let body = ''
      response.on('data', (part: Buffer) => (body += part.toString('latin1')))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      response.on('error', () => resolve({ status: 0, body }))
    })
    call.on('error', () => resolve({ status: 0, body: '' }))
    call.end(options.body)
  })
}

/** Whether a socket is opened. */
function opened(port: number, headers: Record<string, string>, path = '/rpc'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    socket.once('open', () => { socket.terminate(); resolve(true) })
    socket.once('unexpected-response', (_, response) => { response.resume(); resolve(false) })
    socket.on('error', () => resolve(false))
  })
}

/** Sends raw bytes; answers what came back until the host ended the connection, or null when it never did. */
function raw(port: number, ...parts: Buffer[]): Promise<string | null> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => { for (const part of parts) socket.write(part) })
    const timer = setTimeout(() => { socket.destroy(); resolve(null) }, WAIT)
    const end = (): void => { clearTimeout(timer); resolve(text) }
    socket.on('data', (part) => {
      text += part.toString('latin1')
      // A close frame: the host has said its last word and waits for ours.
      if (text.includes('\r\n\r\n\u0088')) socket.destroy()
    })
    socket.on('error', end)
    socket.on('close', end)
  })
}

const handshake = ({ port, cookie }: Target): Buffer =>
  Buffer.from(`GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`)

/** A frame as a browser would mask it, with whatever first byte and length is wanted. */
function frame(first: number, payload: Buffer, said: number | bigint = payload.length, masked = true): Buffer {
  const mask = Buffer.from([1, 2, 3, 4])
  const length = Number(said) < 126 ? Buffer.from([(masked ? 0x80 : 0) | Number(said)]) : Buffer.concat([Buffer.from([(masked ? 0x80 : 0) | 127]), (() => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(said)); return b })()])
  return Buffer.concat([Buffer.from([first]), length, masked ? mask : Buffer.alloc(0), masked ? Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))) : payload])
}

/** Frames that break the rules of the protocol, or of what is said over it: each has to end the connection it comes on. */
function badFrames(c: Chance): ReadonlyArray<readonly [name: string, frame: Buffer]> {
  const noise = Buffer.alloc(1 + c.whole(2_000))
  c.fill(noise)
  return [
    ['an unmasked frame', frame(0x81, Buffer.from('{}'), 2, false)], ['a frame that says 16 EB', frame(0x82, Buffer.alloc(16), 2n ** 62n)], ['a frame of 33 MB', frame(0x82, Buffer.alloc(16), 33 << 20)],
    ['an unknown opcode', frame(0x83, Buffer.from('x'))], ['a reserved bit', frame(0xc1, Buffer.from('x'))], ['a continuation of nothing', frame(0x80, Buffer.from('x'))], ['a long ping', frame(0x89, Buffer.alloc(200))],
    ['text that is no UTF-8', frame(0x81, Buffer.from([0xff, 0xfe, 0xc0]))], ['no message of ours', frame(0x81, Buffer.from('nonsense'))], ['noise instead of a frame', Buffer.concat([Buffer.from([0xf7]), noise])],
    ['a close with half a code', frame(0x88, Buffer.from([3]))],
  ]
}

/** Messages that are JSON, but not as the protocol has them. None may be answered as if a person had been signed in. */
function badMessages(c: Chance): string[] {
  const path = c.pick(['orpc://x/pieces/list', 'orpc://x/__proto__/toString', 'orpc://x/constructor', '/../../x', 'orpc://x/intake/scan', 'orpc://x/office/backup', 'http://169.254.169.254/', ''])
  return [
    JSON.stringify({ i: '1', p: { u: path, b: { json: { text: 'x'.repeat(c.whole(5_000)) } } } }), JSON.stringify({ i: {}, p: { u: path } }), '[]', 'null', '1', JSON.stringify({ i: '1', t: c.whole(99), p: null }),
    `{"i":"1","p":{"u":"${path}","b":${'['.repeat(2_000)}${']'.repeat(2_000)}}}`, '{"__proto__":{"signedIn":{"role":"administrator"}},"i":"1","p":{"u":"orpc://x/pieces/list"}}',
  ]
}

/** What a signed-out connection is answered to messages; ends when the host has answered or closed. */
function said({ port, cookie }: Target, messages: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers: { Cookie: cookie, Origin: `http://127.0.0.1:${port}` } })
    socket.on('error', () => {})
    socket.on('message', (data: Buffer) => (text += data.toString('latin1')))
    socket.once('open', () => {
      for (const message of messages) socket.send(message)
      socket.close()
    })
    socket.once('close', () => resolve(text))
  })
}

/** One round of attacks on a host. */
async function once(target: Target, c: Chance, report: AttackReport): Promise<void> {
  const { port, cookie } = target
  const own = `127.0.0.1:${port}`
  const tried = (name: string, refused: boolean): void => {
    report.tries++
    if (!refused) report.let.push(name)
  }
  const stolen = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A')
  const name = c.pick(['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '', `0.0.0.0:${port}`, `[::1]:${port}`, `127.0.0.1:${port + 1}`, `127.0.0.1:${port}, evil.example`])
  for (const path of ['/', '/index.html', '/rpc', '/?token=', `/?token=${c.digits(32)}`, '/assets/../../../etc/passwd']) tried(`${path} without cookie`, (await asked(port, { path })).status === 403)
  tried('/ with a wrong cookie', (await asked(port, { headers: { Cookie: stolen } })).status === 403)
  tried(`/ for the host "${name}"`, [400, 421].includes((await asked(port, { headers: { Cookie: cookie, Host: name } })).status))
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) tried(method, [400, 405].includes((await asked(port, { method, headers: { Cookie: cookie, 'Content-Length': 1 }, body: Buffer.from('x') })).status))
  for (const path of ['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/package.json', '/assets/%00', '/%E0%A4%A', '//evil.example/', '//[', 'http://evil.example/', '*', `/${'a'.repeat(4_000)}`]) tried(`${path.slice(0, 40)} is a file`, [400, 404].includes((await asked(port, { path, headers: { Cookie: cookie } })).status))
  tried('headers of 200 KB', [0, 431].includes((await asked(port, { headers: { Cookie: cookie, 'X-Long': 'x'.repeat(200_000) } })).status))
  const origins: Array<Record<string, string>> = [{}, { Origin: 'http://evil.example' }, { Origin: 'null' }, { Origin: `https://${own}` }, { Origin: `http://${own}.evil.example` }, { Origin: `http://127.0.0.1:${port + 1}` }, { Origin: `http://${own}`, Host: name === '' ? 'x' : name }]
  for (const headers of origins) tried(`a socket with ${JSON.stringify(headers)}`, !(await opened(port, { Cookie: cookie, ...headers })))
  tried('a socket without cookie', !(await opened(port, { Origin: `http://${own}` })))
  tried('a socket with a wrong cookie', !(await opened(port, { Origin: `http://${own}`, Cookie: stolen })))
  tried('a socket on another path', !(await opened(port, { Origin: `http://${own}`, Cookie: cookie }, '/other')))
  for (const [what, bytes] of badFrames(c)) {
    const answer = await raw(port, handshake(target), bytes)
    report.tries++
    if (answer === null) report.silent.push(`${what} left the connection open`)
    else if (!answer.startsWith('HTTP/1.1 101')) report.silent.push(`${what}: the handshake was not taken: ${answer.slice(0, 60)}`)
  }
  for (const bytes of ['GET / HTTP/9.9\r\n\r\n', '\u0000\u0001\u0002\r\n\r\n', 'GET /\r\n\r\n', `GET / HTTP/1.1\r\nHost: ${own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`, `POST / HTTP/1.1\r\nHost: ${own}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`]) {
    const answer = await raw(port, Buffer.from(bytes, 'latin1'))
    tried(JSON.stringify(bytes), answer !== null && !/^HTTP\/1.1 (?:2|3)/.test(answer))
  }
  const words = await said(target, badMessages(c))
  tried('messages of nobody', !/"rows"|"piece"/.test(words))
}

/** Attacks a running host from all sides, and asks after each round whether it still works for who may use it. */
export async function attackRounds(rounds: number, seed: number, onRound: (round: number) => void = () => {}): Promise<AttackReport> {
  const root = mkdtempSync(join(tmpdir(), 'pigeonhole-attack-'))
  const folder = join(root, 'store')
  const c = chance(seed)
  const report: AttackReport = { tries: 0, let: [], silent: [], dead: [] }
  try {
    await preparedStore(folder)
    const host = await startHost(folder)
    const { client } = await reach(folder)
    const address = new URL(host.address)
    const port = Number(address.port)
    const cookie = await new Promise<string>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: address.pathname + address.search, headers: { Host: `127.0.0.1:${port}` } }, (response) => { response.resume(); resolve(String(response.headers['set-cookie']).split(';')[0] ?? '') }).on('error', reject).end()
    })
    const gone = new Promise<void>((resolve) => host.process.once('exit', () => resolve()))
    for (let round = 0; round < rounds; round++) {
      await once({ port, cookie }, c, report)
      const text = `ALIVE ${round}`
      const answer = await Promise.race([client.intake.scan({ id: newId(Date.now()), text, source: 'typed', caughtAt: Date.now() }).then(({ piece }) => piece.number, String), gone.then(() => 'the host has ended')])
      if (answer !== text) report.dead.push(`round ${round}: ${answer}`)
      if ((await asked(port, { headers: { Cookie: cookie } })).status !== 200) report.dead.push(`round ${round}: the page is not served`)
      onRound(round + 1)
    }
    host.process.kill('SIGTERM')
    await gone
    return report
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The browser host attacked from outside. */
export async function attack(report: Report, { times, seed }: { times: number; seed: number }): Promise<void> {
  const found = await attackRounds(times, seed, (round) => report.progress(`${round} rounds`))
  report.say('attacks', found.tries, 'attacks')
  report.none('attacks that were let in', found.let)
  report.none('broken frames that did not end their connection', found.silent)
  report.none('times the host did not work for its own people afterwards', found.dead)
}
