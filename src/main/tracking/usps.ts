import { problemOf, readUspsText } from '../../shared/mail/tracking-usps.ts'
import type { UspsAnswer } from '../../shared/mail/tracking-usps.ts'
import { tidy } from '../../shared/mail/tracking.ts'
import type { UspsConnection } from '../../shared/contract/tracking.ts'

/** What came of one question, told apart by what to do next. */
export type Reply =
  /** USPS answered about the numbers, be it that it knows nothing yet. */
  | { kind: 'answer'; answer: UspsAnswer; status: number }
  /** Too many questions: none before `until`. */
  | { kind: 'limited'; until: number; words: string }
  /** USPS is busy or down: none before `until`. */
  | { kind: 'busy'; until: number; words: string }
  /** The key is not right, or may not ask: a person has to act. */
  | { kind: 'refused'; words: string }
  /** Nobody was reached: the network is off, or the address is wrong. */
  | { kind: 'offline'; words: string }
  /** The interface itself is not there under this address. */
  | { kind: 'no-interface'; words: string }

export interface Key { key: string; secret: string }

/** Asks the interface of USPS. Holds a token in memory until it expires; key and secret are asked for only when a new one is needed. */
export interface UspsClient {
  ask(numbers: readonly string[]): Promise<Reply>
  /** Gets a token and nothing else. */
  signIn(): Promise<Reply | { kind: 'in' }>
}

export interface UspsOptions {
  connection: UspsConnection
  credentials: () => Promise<Key | null>
  token: TokenBox
  now: () => number
  /** Called before every question that counts against the quota. False: there is none left. */
  count: () => boolean
  /** Called when nobody was reached, with the system's own name of the trouble: for the log, never for the words. */
  unreached: (code: string) => void
  signal?: AbortSignal
  /** Milliseconds until an answer is given up. */
  timeout?: number
}

/** The token of this process. It stands nowhere else. */
export interface TokenBox { token: string | null; until: number; of: string }

const TIMEOUT = 20_000
const LARGEST = 8 << 20
/** Without a Retry-After, so long. */
const PAUSE = { limited: 15 * 60_000, busy: 5 * 60_000 }
const LONGEST_PAUSE = 24 * 3_600_000

/** When to come back, from a Retry-After in seconds or as a date. */
export function retryAt(header: string | null, now: number, otherwise: number): number {
  const seconds = /^\s*\d{1,9}\s*$/.test(header ?? '') ? Number(header) * 1_000 : Date.parse(header ?? '') - now
  return now + Math.min(LONGEST_PAUSE, Number.isNaN(seconds) ? otherwise : Math.max(1_000, seconds))
}

interface Got { status: number; text: string; retry: string | null }
interface Offline { offline: string }

async function get(url: string, init: RequestInit, { signal, unreached, timeout = TIMEOUT }: UspsOptions): Promise<Got | Offline> {
  const limit = AbortSignal.timeout(timeout)
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: signal ? AbortSignal.any([signal, limit]) : limit })
    return { status: response.status, text: await limited(response), retry: response.headers.get('retry-after') }
  } catch (error) {
    signal?.throwIfAborted()
    unreached(limit.aborted ? 'no answer in time' : error instanceof Error && error.cause instanceof Error ? ('code' in error.cause ? String(error.cause.code) : error.cause.message) : String(error))
    return { offline: `${limit.aborted ? `USPS did not answer within ${Math.round(timeout / 1_000)} seconds.` : 'USPS cannot be reached.'} Check the network of this computer, and the address of the USPS connection.` }
  }
}

async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  if (!response.body) return ''
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > LARGEST) throw new Error('The answer is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const said = (text: string): string => {
  try {
    return problemOf(JSON.parse(text))?.message ?? ''
  } catch {
    return ''
  }
}
const withReason = (words: string, text: string): string => {
  const reason = tidy(said(text), 200)
  return reason === '' ? words : `${words} USPS says: ${reason}`
}

/** What an answer means beyond its numbers, or null when it is about them. */
function verdict(got: Got, now: number): Reply | null {
  const { status, text, retry } = got
  if (status === 429) return { kind: 'limited', until: retryAt(retry, now, PAUSE.limited), words: withReason('USPS wants no more questions for now.', text) }
  if (status >= 500) return { kind: 'busy', until: retryAt(retry, now, PAUSE.busy), words: `USPS has trouble of its own (${status}).` }
  if (status === 401) return { kind: 'refused', words: withReason('USPS did not let us in: check the key and the secret.', text) }
  const problem = ((): ReturnType<typeof problemOf> => {
    try {
      return problemOf(JSON.parse(text))
    } catch {
      return null
    }
  })()
  // A 403 about numbers says so by its own code; any other is about us.
  if (status === 403 && problem?.kind !== 'another-shipper' && problem?.kind !== 'ip-agreement') return { kind: 'refused', words: withReason('USPS knows the key, but it may not ask about tracking. Ask USPS for the tracking product.', text) }
  if ((status === 404 || status === 405) && problem === null) return { kind: 'no-interface', words: `There is no tracking interface under this address (${status}). Check the address and the version.` }
  return null
}

/** A client for one round of questions. */
export function uspsClient(options: UspsOptions): UspsClient {
  const { connection, token: box, now } = options
  const address = connection.address.replace(/\/+$/, '')

  const token = async (fresh: boolean): Promise<string | Reply> => {
    if (!fresh && box.token !== null && box.until > now() && box.of === address) return box.token
    box.token = null
    const key = await options.credentials()
    if (!key) return { kind: 'refused', words: 'The key and the secret of the USPS connection are missing. An administrator can type them.' }
    const got = await get(`${address}/oauth2/v3/token`, {
      method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ client_id: key.key, client_secret: key.secret, grant_type: 'client_credentials' }),
    }, options)
    if ('offline' in got) return { kind: 'offline', words: got.offline }
    if (got.status === 400 || got.status === 401 || got.status === 403) return { kind: 'refused', words: withReason('USPS did not let us in: check the key and the secret.', got.text) }
    const bad = verdict(got, now())
    if (bad) return bad
    let answer: { access_token?: unknown; expires_in?: unknown }
    try {
      answer = JSON.parse(got.text) as typeof answer
    } catch {
      return { kind: 'no-interface', words: 'What answers under this address is not USPS.' }
    }
    if (typeof answer.access_token !== 'string') return { kind: 'no-interface', words: 'What answers under this address is not USPS.' }
    const seconds = Number(answer.expires_in)
    Object.assign(box, { token: answer.access_token, until: now() + (Number.isFinite(seconds) && seconds > 0 ? Math.max(1, seconds - 60) : 600) * 1_000, of: address })
    return answer.access_token
  }

  const question = async (numbers: readonly string[], bearer: string): Promise<Got | Offline> => {
    const headers = { authorization: `Bearer ${bearer}`, accept: 'application/json', 'content-type': 'application/json' }
    if (connection.version === 'v3r2') return await get(`${address}/tracking/v3r2/tracking`, { method: 'POST', headers, body: JSON.stringify(numbers.map((trackingNumber) => ({ trackingNumber }))) }, options)
    return await get(`${address}/tracking/v3/tracking/${encodeURIComponent(numbers[0] ?? '')}?expand=DETAIL`, { headers }, options)
  }

  return {
    signIn: async () => {
      const bearer = await token(true)
      return typeof bearer === 'string' ? { kind: 'in' } : bearer
    },
    ask: async (numbers) => {
      for (let fresh = false; ; fresh = true) {
        const bearer = await token(fresh)
        if (typeof bearer !== 'string') return bearer
        if (!options.count()) return { kind: 'limited', until: now(), words: 'The questions of this hour are used up.' }
        const got = await question(numbers, bearer)
        if ('offline' in got) return { kind: 'offline', words: got.offline }
        // A token can end before its time; once is tried with a new one.
        if (got.status === 401 && !fresh) continue
        const bad = verdict(got, now())
        if (bad) {
          if (bad.kind === 'refused') box.token = null
          return bad
        }
        return { kind: 'answer', answer: readUspsText(got.text), status: got.status }
      }
    },
  }
}
