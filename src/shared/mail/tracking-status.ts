/** Where a piece is and what became of it, from everything that was ever said about it. */
import { provesPossession } from './tracking-codes.ts'
import { dayOfEvent, localMs } from './tracking-times.ts'
import { eventKey, type LearnedEvent, type Meaning, meaningOf, type Source, zip5 } from './tracking.ts'

export const STATUSES = [
  'no-news', 'label-only', 'accepted', 'in-transit', 'out-for-delivery', 'notice-left', 'available-for-pickup', 'forwarded', 'delivered', 'refused', 'unclaimed', 'undeliverable', 'returning', 'returned',
  'returned-to-us', 'lost-suspected', 'lost', 'conflict', 'unknown',
] as const
export type Status = (typeof STATUSES)[number]

/** What became of a piece. They differ in law, so none of them is ever turned into another one by this program. */
export const OUTCOMES = ['delivered-signer-not-established', 'delivered-to-addressee', 'delivered-to-agent', 'refused', 'unclaimed', 'undeliverable', 'returned', 'lost'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What a piece is counted as: its status, and for a delivery to whom, because these differ in law and are never counted as one. */
export const STANDINGS = [
  'no-news', 'label-only', 'accepted', 'in-transit', 'out-for-delivery', 'notice-left', 'available-for-pickup', 'forwarded', 'delivered-signer-not-established', 'delivered-to-addressee', 'delivered-to-agent',
  'refused', 'unclaimed', 'undeliverable', 'returning', 'returned', 'returned-to-us', 'lost-suspected', 'lost', 'conflict', 'unknown',
] as const satisfies ReadonlyArray<Exclude<Status, 'delivered'> | Outcome>
export type Standing = (typeof STANDINGS)[number]

/** What a person can say about a piece. `as-told` takes an earlier word back: the news counts again. */
export const WORDS = ['delivered-to-addressee', 'delivered-to-agent', 'delivered-signer-not-established', 'refused', 'unclaimed', 'undeliverable', 'returned-to-us', 'lost-suspected', 'lost', 'as-told'] as const
export type WordOf = (typeof WORDS)[number]

/** A person's word about a piece, with the reason; it stands until a later one. */
export interface PersonWord { readonly says: WordOf; readonly evidence: string; readonly reason: string; readonly by: string; /** UTC milliseconds. */ readonly at: number; /** Its place in the log, for words of one millisecond. */ readonly sequence: number }

/** What has to be known of a piece to tell a delivery from a return. */
export interface TrackedPiece { readonly senderZip: string | null; readonly addresseeZip: string | null; readonly words: readonly PersonWord[] }

/** What a person should look at although the answer stands. */
export const CHECKS = ['same-zip', 'own-zip', 'after-return', 'returned-after-delivery', 'news-after-word', 'unread'] as const
export type Check = (typeof CHECKS)[number]

export interface TrackingState {
  readonly status: Status
  readonly outcome: Outcome | null
  /** Why, as a sentence of facts with their sources. */
  readonly reason: string
  readonly checks: readonly Check[]
  /** Day of the first scan that proves that USPS had it, or null. */
  readonly acceptedDay: string | null
  /** Day of the first notice or arrival for pickup since it was last on its way, or null. */
  readonly waitingSince: string | null
  /** Day of the event that decides the outcome, or null. */
  readonly outcomeDay: string | null
  /** Day of the newest event, or null. */
  readonly lastDay: string | null
  /** Names that carriers gave for who signed. */
  readonly signedBy: readonly string[]
  /** True when a person's word decides. */
  readonly byPerson: boolean
}

interface Placed { readonly event: LearnedEvent; readonly meaning: Meaning; readonly key: string; readonly order: number }

const RANK: Readonly<Record<Meaning, number>> = {
  unknown: 0, info: 0, label: 1, accepted: 2, transit: 3, forwarded: 4, out: 5, notice: 6, pickup: 7, refused: 8, unclaimed: 8, undeliverable: 8, returning: 9, lost: 10, delivered: 11, 'delivered-back': 12,
}

const HOUR = 3_600_000

/** Where an event stands in time. Stated times are compared as they stand; an instant alone is put on a clock five hours behind Greenwich. */
function orderOf(event: LearnedEvent, meaning: Meaning): number {
  if (event.local === null) return (event.at ?? event.learnedAt) - 5 * HOUR
  if (event.local.length > 10) return localMs(event.local)
  // A day without a time: a beginning stands at its start, an end at its end.
  return localMs(event.local) + (RANK[meaning] <= RANK.accepted ? 0 : RANK[meaning] <= RANK.forwarded ? 12 * HOUR : 24 * HOUR - 1)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The events in the order in which they happened, each source's repeats taken out; the same whatever order they came in. */
export function inOrder<E extends LearnedEvent>(events: readonly E[]): Array<{ event: E; meaning: Meaning; key: string; order: number }> {
  const first = new Map<string, { event: E; meaning: Meaning; key: string; order: number; whole: string }>()
  for (const event of events) {
    const meaning = meaningOf(event)
    const key = eventKey(event)
    const placed = { event, meaning, key, order: orderOf(event, meaning), whole: JSON.stringify([event.learnedAt, event.code, event.text, event.at, event.local, event.city, event.state, event.zip, event.country, event.name]) }
    const known = first.get(`${event.source} ${key}`)
    if (!known || event.learnedAt < known.event.learnedAt || (event.learnedAt === known.event.learnedAt && placed.whole < known.whole)) first.set(`${event.source} ${key}`, placed)
  }
  return [...first.values()].sort((a, b) => a.order - b.order || RANK[a.meaning] - RANK[b.meaning] || byText(a.key, b.key) || byText(a.event.source, b.event.source))
}

type Reason = 'refused' | 'unclaimed' | 'undeliverable'
const isReason = (meaning: Meaning): meaning is Reason => meaning === 'refused' || meaning === 'unclaimed' || meaning === 'undeliverable'
/** Events after which a piece goes back (DMM 507.1: refused, unclaimed and undeliverable Certified Mail is returned). */
const goesBack = (meaning: Meaning): boolean => isReason(meaning) || meaning === 'returning'

type Class = 'delivered' | 'back' | 'lost'
interface Decisive extends Placed { readonly class: Class; readonly checks: readonly Check[] }

/** What a delivery scan is by its own words and place: back with the sender, at the addressee, or not told by them. */
function byPlace({ event, meaning }: Placed, piece: TrackedPiece): { class: Class | null; check: Check | null } {
  if (meaning === 'delivered-back') return { class: 'back', check: null }
  const zip = zip5(event.zip)
  const [sender, addressee] = [zip5(piece.senderZip), zip5(piece.addresseeZip)]
  if (zip === null || sender === null || zip !== sender) return { class: zip !== null && zip === addressee ? 'delivered' : null, check: null }
  if (addressee === null) return { class: null, check: 'own-zip' }
  return addressee === sender ? { class: null, check: 'same-zip' } : { class: 'back', check: null }
}

/** The deciding events of a story, each delivery told apart: at the addressee, or back with the sender. */
function decisive(placed: readonly Placed[], piece: TrackedPiece): Decisive[] {
  const found: Decisive[] = []
  let back = false
  for (const one of placed) {
    if (goesBack(one.meaning)) {
      back = true
      found.push({ ...one, class: 'back', checks: [] })
    } else if (one.meaning === 'lost') found.push({ ...one, class: 'lost', checks: [] })
    else if (one.meaning === 'delivered' || one.meaning === 'delivered-back') {
      const place = byPlace(one, piece)
      if (back) found.push({ ...one, class: 'back', checks: place.class === 'delivered' ? ['after-return'] : [] })
      else found.push({ ...one, class: place.class ?? 'delivered', checks: place.check === null ? [] : [place.check] })
    }
  }
  return found
}

interface Story { readonly source: Source; readonly classes: ReadonlySet<Class>; readonly reasons: ReadonlySet<Reason>; readonly last: Decisive }

/** What each source by itself says became of the piece. A delivery that it cannot place is placed by what all sources say. */
function stories(placed: readonly Placed[], whole: readonly Decisive[], piece: TrackedPiece): Story[] {
  const sources = [...new Set(placed.map((one) => one.event.source))].sort(byText)
  return sources.flatMap((source): Story[] => {
    const own = decisive(placed.filter((one) => one.event.source === source), piece).map((one): Decisive => {
      const among = whole.find((other) => other.key === one.key && other.event.source === source)
      return one.class === 'delivered' && byPlace(one, piece).class === null && among ? { ...one, class: among.class } : one
    })
    const last = own.at(-1)
    if (!last) return []
    return [{ source, last, classes: new Set(own.map((one) => one.class)), reasons: new Set(own.flatMap((one) => (isReason(one.meaning) ? [one.meaning] : []))) }]
  })
}

/** Two sources that disagree, or null. A source that tells both sides in their order disagrees with nobody. */
function disagreement(all: readonly Story[]): readonly [Story, Story] | null {
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1)) {
      if (a.last.class !== b.last.class && !a.classes.has(b.last.class) && !b.classes.has(a.last.class)) return [a, b]
      if (a.reasons.size > 0 && b.reasons.size > 0 && [...a.reasons].every((reason) => !b.reasons.has(reason))) return [a, b]
    }
  return null
}

const CALLED: Readonly<Record<Source, string>> = { 'usps-api': 'USPS Tracking', email: 'a notice by e-mail', csv: 'an imported table', json: 'an imported file', paste: 'a pasted page', phone: 'a telephone call', person: 'a person', intake: 'our own intake' }

/** A source in words. */
export function sourceName(source: Source): string {
  return CALLED[source]
}

function told({ event }: Placed): string {
  const day = dayOfEvent(event)
  const place = [event.city, event.state, event.zip].filter((part) => part !== '').join(' ')
  return `"${event.text === '' ? (event.code ?? '') : event.text}"${day === null ? '' : `, ${day}`}${place === '' ? '' : `, ${place}`} (${CALLED[event.source]})`
}

const STATUS_OF: Readonly<Partial<Record<Meaning, Status>>> = {
  label: 'label-only', accepted: 'accepted', transit: 'in-transit', out: 'out-for-delivery', notice: 'notice-left', pickup: 'available-for-pickup', forwarded: 'forwarded', refused: 'refused',
  unclaimed: 'unclaimed', undeliverable: 'undeliverable', returning: 'returning',
}

type Answer = Pick<TrackingState, 'status' | 'outcome' | 'reason' | 'checks' | 'outcomeDay'>

/** What the reason for the return makes the outcome; the newest reason counts. */
function reasonFor(whole: readonly Decisive[]): Reason | null {
  for (const { meaning } of [...whole].reverse()) if (isReason(meaning)) return meaning
  return null
}

function fromNews(placed: readonly Placed[], piece: TrackedPiece): Answer {
  const whole = decisive(placed, piece)
  const last = whole.at(-1)
  if (!last) return underWay(placed)
  const against = disagreement(stories(placed, whole, piece))
  if (against) return { status: 'conflict', outcome: null, reason: `Sources disagree: ${told(against[0].last)}, but ${told(against[1].last)}.`, checks: [], outcomeDay: null }
  const day = dayOfEvent(last.event)
  if (last.class === 'lost') return { status: 'lost-suspected', outcome: null, reason: `${told(last)}.`, checks: [], outcomeDay: null }
  if (last.class === 'delivered') return { status: 'delivered', outcome: 'delivered-signer-not-established', reason: `${told(last)}. A delivery scan does not establish who signed.`, checks: last.checks, outcomeDay: day }
  const why = reasonFor(whole)
  const whyDay = why === null ? day : dayOfEvent(whole.findLast((one) => one.meaning === why)?.event ?? last.event)
  const delivered = last.meaning === 'delivered' || last.meaning === 'delivered-back'
  const checks: Check[] = [...last.checks, ...(whole.some((one) => one.class === 'delivered') ? (['returned-after-delivery'] as const) : [])]
  if (!delivered) return { status: STATUS_OF[last.meaning] ?? 'returning', outcome: why, reason: `${told(last)}.`, checks, outcomeDay: why === null ? null : whyDay }
  const earlier = whole.findLast((one) => goesBack(one.meaning) && one.order <= last.order)
  const because = last.meaning === 'delivered-back' ? 'its words say so' : earlier ? `it follows ${told(earlier)}` : "it happened at the sender's ZIP, and the addressee's is another"
  return { status: 'returned', outcome: why ?? 'returned', reason: `${told(last)} counts as returned: ${because}.`, checks, outcomeDay: whyDay }
}

function underWay(placed: readonly Placed[]): Answer {
  const answer = (one: Placed, status: Status): Answer => ({ status, outcome: null, reason: `${told(one)}.`, checks: [], outcomeDay: null })
  const known = placed.filter((one) => STATUS_OF[one.meaning] !== undefined)
  const moved = known.findLast((one) => one.meaning !== 'label')
  const latest = moved ?? known.at(-1)
  const status = latest && STATUS_OF[latest.meaning]
  if (latest && status !== undefined) return answer(latest, status)
  const unread = placed.findLast((one) => one.meaning === 'unknown')
  const hope = placed.at(-1)
  if (!unread && hope) return { ...answer(hope, 'no-news'), reason: `${told(hope)}. It does not say where the piece is.` }
  if (!unread) return { status: 'no-news', outcome: null, reason: 'Nothing has been heard of it yet.', checks: [], outcomeDay: null }
  return answer(unread, 'unknown')
}

const WORD_STATUS: Readonly<Record<Exclude<WordOf, 'as-told'>, { status: Status; outcome: Outcome | null; class: Class }>> = {
  'delivered-to-addressee': { status: 'delivered', outcome: 'delivered-to-addressee', class: 'delivered' }, 'delivered-to-agent': { status: 'delivered', outcome: 'delivered-to-agent', class: 'delivered' },
  'delivered-signer-not-established': { status: 'delivered', outcome: 'delivered-signer-not-established', class: 'delivered' }, refused: { status: 'refused', outcome: 'refused', class: 'back' },
  unclaimed: { status: 'unclaimed', outcome: 'unclaimed', class: 'back' }, undeliverable: { status: 'undeliverable', outcome: 'undeliverable', class: 'back' },
  'returned-to-us': { status: 'returned-to-us', outcome: 'returned', class: 'back' }, 'lost-suspected': { status: 'lost-suspected', outcome: null, class: 'lost' }, lost: { status: 'lost', outcome: 'lost', class: 'lost' },
}

/** The word that counts: the newest one. */
function standingWord(words: readonly PersonWord[]): PersonWord | null {
  const newest = [...words].sort((a, b) => a.at - b.at || a.sequence - b.sequence || byText(JSON.stringify(a), JSON.stringify(b))).at(-1)
  return !newest || newest.says === 'as-told' ? null : newest
}

/** Why it came back by the word just before: a person read it from the envelope. */
function reasonBefore(word: PersonWord, words: readonly PersonWord[]): Outcome | null {
  const before = words.filter((other) => other.at < word.at || (other.at === word.at && other.sequence < word.sequence)).sort((a, b) => a.at - b.at || a.sequence - b.sequence).at(-1)
  return before?.says === 'refused' || before?.says === 'unclaimed' || before?.says === 'undeliverable' ? before.says : null
}

function byWord(word: PersonWord, news: Answer, placed: readonly Placed[], piece: TrackedPiece): Answer {
  if (word.says === 'as-told') return news
  const said = WORD_STATUS[word.says]
  const since = decisive(placed, piece).some((one) => one.event.learnedAt > word.at && one.class !== said.class)
  // Back in our hands: why it came back stays what it was.
  const told = news.outcome !== null && news.outcome in WORD_STATUS && isReason(news.outcome as Meaning) ? news.outcome : null
  const kept = word.says === 'returned-to-us' ? (reasonBefore(word, piece.words) ?? told ?? said.outcome) : said.outcome
  const evidence = word.evidence === '' ? '' : ` Evidence: ${word.evidence}.`
  return { status: said.status, outcome: kept, reason: `${word.by}: ${word.reason}.${evidence}`.replaceAll(/\.\.+/g, '.'), checks: since ? ['news-after-word'] : [], outcomeDay: news.outcomeDay }
}

/**
 * Status and outcome of a piece from all that was said about it. Depends on nothing but its arguments: not on the order of the
 * events, not on repeats, not on which source was asked first.
 *
 * A delivery scan gives "delivered, signer not established" and no more. It counts as returned when it follows a return event, or
 * happened at the sender's ZIP while the addressee's differs; at a ZIP that both have it stays delivered, with the check
 * `same-zip`. Two sources of which one says delivered and the other one says it went back make a conflict, which only a person
 * settles. A person's word, given with a reason, stands over the news.
 */
export function statusOf(events: readonly LearnedEvent[], piece: TrackedPiece): TrackingState {
  const placed = inOrder(events)
  const news = fromNews(placed, piece)
  const word = standingWord(piece.words)
  const answer = word ? byWord(word, news, placed, piece) : news
  const accepted = placed.find((one) => provesPossession(one.event.code, one.meaning))
  const unread = placed.some((one) => one.meaning === 'unknown' && one.event.learnedAt > (word?.at ?? -1))
  const days = placed.flatMap((one) => dayOfEvent(one.event) ?? [])
  return {
    ...answer,
    checks: [...answer.checks, ...(unread ? (['unread'] as const) : [])],
    acceptedDay: accepted ? dayOfEvent(accepted.event) : null,
    waitingSince: waitingSince(placed),
    lastDay: days.sort().at(-1) ?? null,
    signedBy: [...new Set(placed.flatMap((one) => (one.event.name === '' ? [] : [one.event.name])))].sort(),
    byPerson: word !== null,
  }
}

/** The first notice after the piece was last forwarded, since when the days at the Post Office count. */
function waitingSince(placed: readonly Placed[]): string | null {
  const from = placed.findLastIndex((one) => one.meaning === 'forwarded')
  const first = placed.slice(from + 1).find((one) => one.meaning === 'notice' || one.meaning === 'pickup')
  return first ? dayOfEvent(first.event) : null
}
