import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stand-in does next instead of answering well. */
export type Misbehaviour =
  | { kind: 'status'; status: number; body?: unknown; retryAfter?: string }
  | { kind: 'silent' } | { kind: 'cut' } | { kind: 'text'; body: string } | { kind: 'redirect' }

export interface UspsServer {
  readonly address: string
  /** Requests that came in: the token service and the questions, with the numbers they asked about. */
  readonly tokens: number
  readonly asked: string[][]
  /** What is known of numbers; a number that is not known is answered as USPS does. */
  readonly known: Map<string, unknown>
  /** Answers the next questions with these, one each. */
  readonly next: Misbehaviour[]
  /** Answers the next requests for a token with these. */
  readonly nextToken: Misbehaviour[]
  /** Seconds a token lives. */
  expiresIn: number
  /** Tokens given before this moment are no longer taken. */
  forgetTokens(): void
  close(): Promise<void>
}

export const KEY = { key: 'office-key', secret: 'office-secret' }

/** An interface of USPS on loopback: OAuth with client credentials, tracking v3 and v3r2, and every way of failing that is seen. */
export async function startUsps(): Promise<UspsServer> {
  const known = new Map<string, unknown>()
  const next: Misbehaviour[] = []
  const nextToken: Misbehaviour[] = []
  const asked: string[][] = []
  let tokens = 0
  let valid = new Set<string>()
  let expiresIn = 28_799
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const json = (status: number, value: unknown, headers: Record<string, string> = {}): void => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
      const misbehave = (what: Misbehaviour): void => {
        if (what.kind === 'silent') return
        if (what.kind === 'cut') return void request.socket.destroy()
        if (what.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(what.body)
        if (what.kind === 'redirect') return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
        json(what.status, what.body ?? { error: { code: String(what.status), message: 'no' } }, what.retryAfter === undefined ? {} : { 'retry-after': what.retryAfter })
      }
      if (request.url === '/oauth2/v3/token') {
        tokens++
        const bad = nextToken.shift()
        if (bad) return misbehave(bad)
        const given = JSON.parse(body) as { client_id?: string; client_secret?: string; grant_type?: string }
        if (given.client_id !== KEY.key || given.client_secret !== KEY.secret || given.grant_type !== 'client_credentials') return json(401, { error: 'invalid_client', error_description: 'The credentials are wrong.', error_uri: '' })
        const token = `token-${tokens}`
        valid.add(token)
        return json(200, { access_token: token, token_type: 'Bearer', issued_at: Date.now(), expires_in: expiresIn, status: 'approved', scope: 'tracking' })
      }
      const single = /^\/tracking\/v3\/tracking\/([^?]+)\?expand=DETAIL$/.exec(request.url ?? '')?.[1]
      if (request.url !== '/tracking/v3r2/tracking' && single === undefined) return void response.writeHead(404).end('nothing here')
      const numbers = single === undefined ? (JSON.parse(body) as Array<{ trackingNumber: string }>).map((one) => one.trackingNumber) : [single]
      asked.push(numbers)
      const bad = next.shift()
      if (bad) return misbehave(bad)
      if (!valid.has((request.headers.authorization ?? '').replace('Bearer ', ''))) return json(401, { error: { code: '401', message: 'Unauthorized.' } })
      const unknown = (number: string): unknown => ({ trackingNumber: number, error: { code: '400', message: 'error', errors: [{ status: '400', code: '150002', title: 'Invalid', detail: 'The tracking number may be incorrect or the status update is not yet available.' }] } })
      if (single === undefined) return json(200, numbers.map((number) => known.get(number) ?? unknown(number)))
      const found = known.get(single)
      return found === undefined ? json(404, unknown('')) : json(200, found)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, known, next, nextToken, asked,
    get tokens() { return tokens },
    get expiresIn() { return expiresIn },
    set expiresIn(seconds: number) { expiresIn = seconds },
    forgetTokens: () => { valid = new Set() },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
