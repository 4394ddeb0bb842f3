import type { RefreshReport } from '../../shared/contract/tracking.ts'
import type { PieceNews } from '../../shared/mail/tracking.ts'
import { patience } from '../../shared/mail/tracking-plan.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Services } from '../services.ts'
import type { Actor } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import { changeSetting, setting } from '../store/settings.ts'
import { STATION } from '../store/store.ts'
import type { Task } from '../tasks/task.ts'
import { touched } from './live.ts'
import { draftOf, judgeNews, LONGEST_RAW } from './news.ts'
import { ofUsps, wholePlan } from './plan.ts'
import * as queries from './queries.ts'
import { senderZip, USPS, USPS_PAUSE } from './settings.ts'
import type { Reply, UspsClient } from './usps.ts'
import { uspsClient } from './usps.ts'
import { allowance, openState } from './usps-state.ts'

const MINUTE = 60_000
/** A number that belongs to somebody else is asked about again after so long: agreements change. */
const NOT_OURS = 30 * 24 * 60 * MINUTE
/** A pause that only a person ends. */
const UNTIL_CHANGED = 8_640_000_000_000_000

type Row = Pick<queries.Followed, 'no' | 'id' | 'number' | 'recipient'>

/** A client of this station; every question is counted before it goes out. */
export function client(services: Services, signal?: AbortSignal): UspsClient {
  const { store, secrets } = services
  return uspsClient({
    connection: setting(store.db, USPS), token: openState(store).box, now: () => store.now(), ...(signal ? { signal } : {}),
    credentials: async () => {
      const [key, secret] = await Promise.all([secrets.get('usps-key'), secrets.get('usps-secret')])
      return key === null || secret === null ? null : { key, secret }
    },
    unreached: (code) => { services.log.warn('USPS cannot be reached', { code }) },
    count: () => store.operate(STATION, () => {
      const free = allowance(store).left > 0
      return { events: [], ...(free ? { tables: (tables) => queries.countQuestion(tables, Math.floor(store.now() / MINUTE)) } : {}), answer: () => free }
    }),
  })
}

/** Keeps until when USPS wants no question, or that it may be asked again. */
export function keepPause(services: Services, pause: { until: number; kind: 'quota' | 'busy' | 'refused'; words: string } | null): void {
  const { store } = services
  const before = setting(store.db, USPS_PAUSE)
  if (before?.until === pause?.until && before?.kind === pause?.kind) return
  const change = changeSetting(USPS_PAUSE, pause)
  store.operate(STATION, () => ({ events: [change.event], tables: change.tables, answer: () => null }))
}

/** Keeps what USPS answered about these pieces. Answers of how many there was something new. */
function keepAnswer(services: Services, rows: readonly Row[], reply: Extract<Reply, { kind: 'answer' }>, actor: Actor): number {
  const { store } = services
  const now = store.now()
  const { answer } = reply
  const news = new Map<string, PieceNews>(answer.ok ? answer.news.map((one) => [one.number, one]) : [])
  const files = new Map<string, string>()
  // A file has to lie there before an event may name it.
  for (const one of news.values()) if (one.raw.length > LONGEST_RAW) files.set(one.number, store.files.put(Buffer.from(one.raw)))
  return store.operate(actor, (db) => {
    const zip = senderZip(db)
    let fresh = 0
    const asked: queries.Asked[] = []
    const events = rows.flatMap((row) => {
      const before = queries.askedOf(db, row.id)
      const found = news.get(row.number)
      const problem = found ? found.problem : answer.ok ? { kind: 'not-yet' as const, code: '', message: 'USPS said nothing about this number.' } : answer.problem
      const kind = problem?.kind ?? 'same'
      const tries = problem ? (before?.tries ?? 0) + 1 : 0
      const wait = !problem ? 0 : kind === 'another-shipper' || kind === 'ip-agreement' ? NOT_OURS : patience(tries)
      const drafts = found ? draftOf(judgeNews(db, found, 'usps-api', row), { source: 'usps-api', told: 'USPS Tracking', raw: files.has(row.number) ? null : found.raw, file: files.get(row.number) ?? null, senderZip: zip }) : []
      if (drafts.length > 0) fresh++
      asked.push({ piece: row.id, asked_at: now, answer: drafts.length > 0 ? 'news' : kind, message: problem === null ? '' : inWords(problem.kind, problem.message), not_before: wait === 0 ? 0 : now + wait, tries })
      return drafts
    })
    return { events, tables: (tables) => { for (const row of asked) queries.putAsked(tables, row) }, answer: () => fresh }
  })
}

const WORDS: Readonly<Record<string, string>> = {
  'not-yet': 'USPS knows nothing of it yet. That is usual until its first scan.', 'not-found': 'USPS does not find this number on the web yet.',
  'another-shipper': "USPS says that this number belongs to another shipper, and tells only that one. Use USPS's page, e-mail or the telephone for it.",
  'ip-agreement': 'USPS tells about this number only with an agreement (IP Agreement). Use its page, e-mail or the telephone, or ask USPS for the agreement.',
}
const inWords = (kind: string, message: string): string => WORDS[kind] ?? (message === '' ? 'USPS gave an answer that is not understood.' : `USPS says: ${message}`)

/** One question about some pieces. A batch that is refused as a whole is asked one by one. Answers why the round ends here, or null when it goes on. */
async function askAbout(services: Services, usps: UspsClient, rows: readonly Row[], actor: Actor, totals: RefreshReport): Promise<string | null> {
  const reply = await usps.ask(rows.map((row) => row.number))
  const open = openState(services.store)
  open.offline = reply.kind === 'offline' ? reply.words : null
  if (reply.kind === 'offline') return reply.words
  if (reply.kind === 'limited') {
    if (reply.until > services.store.now()) keepPause(services, { until: reply.until, kind: 'quota', words: reply.words })
    return reply.words
  }
  if (reply.kind !== 'answer') {
    keepPause(services, reply.kind === 'busy' ? { until: reply.until, kind: 'busy', words: reply.words } : { until: UNTIL_CHANGED, kind: 'refused', words: reply.words })
    return reply.words
  }
  if (!reply.answer.ok && rows.length > 1) {
    for (const row of rows) {
      const ended = await askAbout(services, usps, [row], actor, totals)
      if (ended !== null) return ended
    }
    return null
  }
  const fresh = keepAnswer(services, rows, reply, actor)
  for (const row of rows) touched(services.store, row.id)
  totals.asked += rows.length
  totals.news += fresh
  totals.nothing += rows.length - fresh
  return null
}

const running = new WeakMap<object, Promise<RefreshReport>>()

/**
 * Asks USPS about what needs it most, as far as the quota goes; or about these pieces. One round at a time: a second one follows
 * the first.
 *
 * @throws Refusal `not-connected`, `not-followed`
 */
export async function refresh(services: Services, actor: Actor, pieces: readonly string[] | undefined, onProgress: (progress: Progress) => void, signal?: AbortSignal): Promise<RefreshReport> {
  const before = running.get(services.store)
  const work = (async () => {
    await before?.catch(() => {})
    return await round(services, actor, pieces, onProgress, signal)
  })()
  running.set(services.store, work)
  return await work
}

function chosen(services: Services, pieces: readonly string[] | undefined): Row[] {
  const { store } = services
  if (pieces !== undefined) {
    const rows = queries.these(store.db, pieces)
    const asked = rows.filter(ofUsps)
    if (asked.length === 0) throw new Refusal('not-followed', rows.length === 0 ? 'Nobody follows this piece yet. Type its first news, or choose a letter of ours.' : 'This is no number of USPS. Ask its carrier, then type the news.')
    return asked
  }
  const { planned, rows } = wholePlan(store)
  return planned.filter(({ at }) => at <= store.now()).flatMap(({ piece }) => rows.get(piece) ?? [])
}

async function round(services: Services, actor: Actor, pieces: readonly string[] | undefined, onProgress: (progress: Progress) => void, signal: AbortSignal | undefined): Promise<RefreshReport> {
  const { store, changes } = services
  const connection = setting(store.db, USPS)
  if (!connection.on) throw new Refusal('not-connected', 'The connection to USPS is off. An administrator can set it up in Settings; news can come by hand, by paste, by file and by e-mail meanwhile.')
  const pause = setting(store.db, USPS_PAUSE)
  const rows = chosen(services, pieces)
  const totals: RefreshReport = { asked: 0, news: 0, nothing: 0, left: rows.length, words: '' }
  if (pause && pause.until > store.now()) return { ...totals, words: pause.words }
  if (rows.length === 0) return { ...totals, words: 'Nothing is due to be asked about.' }
  const open = openState(store)
  const usps = client(services, signal)
  const batch = connection.version === 'v3' ? 1 : connection.batch
  open.asking = true
  changes.tell(['tracking'])
  try {
    for (let at = 0; at < rows.length; at += batch) {
      signal?.throwIfAborted()
      if (allowance(store).left === 0) {
        totals.words = 'The questions of this hour are used up. The rest is asked as soon as there are more.'
        break
      }
      onProgress({ step: 'Asking USPS', done: at, of: rows.length })
      const went = await askAbout(services, usps, rows.slice(at, at + batch), actor, totals)
      if (went !== null) {
        totals.words = went
        break
      }
      if (pause) keepPause(services, null)
    }
  } finally {
    open.asking = false
    changes.tell(['tracking'])
  }
  return { ...totals, left: rows.length - totals.asked, words: totals.words === '' ? (totals.news === 0 ? 'USPS has nothing new.' : `News about ${totals.news} of ${totals.asked}.`) : totals.words }
}

/** Asks by itself what is due. While nobody can be reached it waits, and goes on by itself. */
export const refreshTask: Task = {
  id: 'usps', title: 'Ask USPS', what: 'Asks USPS about the letters whose turn it is, never more than the quota allows.', schedule: { every: 'minutes', minutes: 10 },
  missing: ({ services: { store } }) => (setting(store.db, USPS).on ? null : 'The connection to USPS is not set up.'),
  run: async ({ services }, { signal, onProgress }) => {
    const { asked, news, words } = await refresh(services, STATION, undefined, onProgress, signal)
    return asked === 0 ? null : `${asked} asked, ${news} with news. ${words}`
  },
}

export function refreshStream(call: CheckedCall, pieces: readonly string[] | undefined) {
  return async (onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<RefreshReport> => await refresh(call.services, { id: call.actor.id, name: call.actor.name }, pieces, onProgress, signal)
}
