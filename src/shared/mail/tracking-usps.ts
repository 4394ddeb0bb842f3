/**
 * Answers of the USPS Tracking API, in every shape that is seen: v3 (an object), v3r2 (an array), summaries of sentences, and the
 * older TrackResults. Booleans arrive as texts, texts hold HTML, and times carry a "Z" that is wrong.
 */
import { cleanScan } from './identify.ts'
import { eventFromSentence } from './tracking-place.ts'
import { instantOfEvent, localText, offsetMinutes, statedTime } from './tracking-times.ts'
import { plainCode } from './tracking-codes.ts'
import { EMPTY_EVENT, meaningOf, type NewsProblem, NO_FACTS, type PieceNews, tidy, type TrackingEvent, type TrackingFacts, zip5 } from './tracking.ts'

type Fields = Readonly<Record<string, unknown>>

/** What an answer says: news by number, or why there is none at all. */
export type UspsAnswer = { readonly ok: true; readonly news: readonly PieceNews[] } | { readonly ok: false; readonly problem: NewsProblem }

const isFields = (value: unknown): value is Fields => value !== null && typeof value === 'object' && !Array.isArray(value)

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', reg: '®', trade: '™', copy: '©', ndash: '–', mdash: '—', rsquo: '\u2019', lsquo: '\u2018' }
const decode = (text: string): string => text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
})

/** Words without markup: tags and entities are taken out, also where they were escaped twice. */
export function plainWords(text: string): string {
  const once = decode(text.replaceAll(/<\/?[a-z][^<>]{0,200}>/gi, ''))
  return tidy(decode(once.replaceAll(/<\/?[a-z][^<>]{0,200}>/gi, '')))
}

function str(value: unknown): string {
  if (typeof value === 'string') return plainWords(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

/** A field under any of its spellings, capitals aside. */
function field(fields: Fields, ...names: string[]): unknown {
  for (const name of names) if (fields[name] !== undefined && fields[name] !== null) return fields[name]
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  for (const [name, value] of Object.entries(fields)) if (wanted.has(name.toLowerCase()) && value !== undefined && value !== null) return value
  return undefined
}
const text = (fields: Fields, ...names: string[]): string => str(field(fields, ...names))

/** True and false, also as the texts "true", "false", "Y" and "N"; null for anything else. */
export function truth(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return word === 'true' || word === 'y' || word === 'yes' ? true : word === 'false' || word === 'n' || word === 'no' ? false : null
}

const dayOrNull = (value: string): string | null => statedTime(value)?.slice(0, 10) ?? null

function eventOf(fields: Fields): TrackingEvent {
  const offset = text(fields, 'GMTOffset')
  const gmt = text(fields, 'GMTTimestamp')
  const date = text(fields, 'eventTimestamp', 'eventDateTime')
  const stated = statedTime(date === '' ? `${text(fields, 'eventDate')} ${text(fields, 'eventTime')}` : date)
  // An offset behind the time itself is as good as one beside it; a "Z" is not believed.
  const beside = offset === '' ? (/T\d\d:\d\d[\d:.]*([+-]\d\d:?\d\d)$/.exec(date.trim())?.[1] ?? '') : offset
  const at = instantOfEvent(stated, gmt, beside)
  const minutes = offsetMinutes(beside)
  const code = text(fields, 'eventCode')
  const zip = text(fields, 'eventZIP', 'eventZIPCode', 'eventZip')
  const firm = text(fields, 'firm', 'firmName')
  const name = text(fields, 'name')
  return {
    code: code === '' ? null : plainCode(code), text: text(fields, 'eventType', 'event', 'eventDescription'), at,
    local: stated ?? (at === null ? null : minutes === null ? null : localText(at + minutes * 60_000)),
    city: text(fields, 'eventCity'), state: text(fields, 'eventState'), zip: zip5(zip) ?? zip, country: text(fields, 'eventCountry'), name: name === '' ? firm : name,
  }
}

const told = (event: TrackingEvent): boolean => event.code !== null || event.text !== ''

/** Lists that hold one thing at times come as that thing alone, or as an object with numbers for names. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isFields(value)) return Object.keys(value).length > 0 && Object.values(value).every(isFields) ? Object.values(value) : [value]
  return value === undefined || value === null || value === '' ? [] : [value]
}

function eventsOf(value: unknown): TrackingEvent[] {
  return listOf(value).flatMap((one) => (typeof one === 'string' ? [eventFromSentence(plainWords(one))] : isFields(one) ? [eventOf(one)] : [])).filter(told)
}

function factsOf(fields: Fields): TrackingFacts {
  const expectation = field(fields, 'deliveryDateExpectation')
  const expected = isFields(expectation) ? expectation : {}
  const receipt = text(fields, 'relatedReturnReceiptID')
  return {
    returnDay: dayOrNull(text(fields, 'returnDateNotice')), greenCard: receipt === '' ? null : cleanScan(receipt).replaceAll(' ', ''),
    expectedDay: dayOrNull(text(expected, 'expectedDeliveryDate', 'predictedDeliveryDate', 'guaranteedDeliveryDate')) ?? dayOrNull(text(fields, 'expectedDeliveryDate', 'expectedDeliveryTimeStamp', 'predictedDeliveryDate', 'guaranteedDeliveryDate')),
    destinationZip: zip5(text(fields, 'destinationZIP', 'destinationZIPCode')), originZip: zip5(text(fields, 'originZIP', 'originZIPCode')), mailClass: text(fields, 'mailClass') || null,
    services: listOf(field(fields, 'services')).flatMap((one) => (typeof one === 'string' ? one.split(/\s*(?:,|<br\s*\/?>)\s*/i) : [])).map(plainWords).filter((one) => one !== ''),
    electronicReceipt: truth(field(fields, 'RREEnabled')), accessControl: text(fields, 'accessControl') || null,
  }
}

const PROBLEMS: Readonly<Record<string, NewsProblem['kind']>> = { '150001': 'not-yet', '150002': 'not-yet', '150003': 'not-yet', '150009': 'not-yet', '150010': 'another-shipper', '150004': 'not-found', '404': 'not-found' }

/** What an error body says. USPS keeps its own code inside the list of errors, below the HTTP status. */
export function problemOf(body: unknown): NewsProblem | null {
  if (!isFields(body)) return null
  // The token service answers {error: "invalid_client", error_description}.
  if (typeof body['error'] === 'string') return { kind: 'refused', code: str(body['error']), message: text(body, 'error_description', 'message') || str(body['error']) }
  const error = isFields(body['error']) ? body['error'] : isFields(body['Error']) ? body['Error'] : null
  if (!error) return null
  const inner = listOf(field(error, 'errors')).filter(isFields)
  const codes = [...inner.map((one) => text(one, 'code')), text(error, 'code', 'Number')]
  const code = codes.find((one) => PROBLEMS[one] !== undefined) ?? codes.find((one) => one !== '') ?? ''
  const detail = inner.map((one) => text(one, 'detail') || text(one, 'title')).find((one) => one !== '')
  const message = detail ?? text(error, 'message', 'Description')
  const agreement = /IP[_ ]AGREEMENT/i.test(JSON.stringify(error))
  return { kind: agreement ? 'ip-agreement' : (PROBLEMS[code] ?? 'other'), code, message }
}

const numberOf = (fields: Fields): string => {
  const value = field(fields, 'trackingNumber', '@ID', 'ID')
  return typeof value === 'string' ? cleanScan(value).replaceAll(/[\s-]/g, '').toUpperCase() : ''
}

function newsOf(fields: Fields): PieceNews | null {
  const number = numberOf(fields)
  const problem = problemOf(fields)
  if (number === '') return null
  const listed = [...eventsOf(field(fields, 'trackingEvents', 'TrackDetail')), ...eventsOf(field(fields, 'eventSummaries', 'TrackSummary'))]
  // Some answers have the latest news alone, as a sentence or as a status.
  const events = listed.length > 0 ? listed : eventsOf(field(fields, 'statusSummary', 'status')).filter((event) => meaningOf(event) !== 'unknown')
  const facts = factsOf(fields)
  const access = facts.accessControl?.toUpperCase().replaceAll(' ', '_') === 'IP_AGREEMENT' && events.length === 0
  const whole = problem ?? (access ? { kind: 'ip-agreement', code: 'IP_AGREEMENT', message: 'USPS asks for an agreement before it tells about this number.' } as const : null)
  return { number, events: withoutSummaries(events), facts, problem: whole, unread: null, raw: JSON.stringify(fields) }
}

/** A sentence that says the same minute again as an event with a code tells nothing new. */
function withoutSummaries(events: readonly TrackingEvent[]): TrackingEvent[] {
  const coded = new Set(events.flatMap((event) => (event.code !== null && event.local !== null ? [event.local.slice(0, 16)] : [])))
  return events.filter((event) => event.code !== null || event.local === null || !coded.has(event.local.slice(0, 16)))
}

const OTHER_SHAPE: NewsProblem = { kind: 'other', code: 'shape', message: 'This is not an answer of USPS Tracking that is known here.' }

/**
 * Reads a parsed answer of the API.
 *
 * @returns news by number; or the problem, when the whole answer is an error or nothing that is known
 */
export function readUsps(body: unknown): UspsAnswer {
  const whole = problemOf(body)
  if (whole && isFields(body) && numberOf(body) === '') return { ok: false, problem: whole }
  const results = isFields(body) ? (field(body, 'TrackResults', 'TrackResponse') ?? body) : body
  const parts = isFields(results) ? listOf(field(results, 'TrackInfo', 'trackingResults', 'results') ?? results) : listOf(results)
  const news = parts.flatMap((part) => (isFields(part) ? (newsOf(part) ?? []) : []))
  if (news.length > 0) return { ok: true, news }
  const inside = parts.map(problemOf).find((problem) => problem !== null)
  return { ok: false, problem: inside ?? (Array.isArray(body) && body.length === 0 ? { kind: 'not-found', code: 'empty', message: 'The answer holds no number.' } : OTHER_SHAPE) }
}

/** Several answers in one file, one to a line; null for anything else. */
function linesOf(json: string): unknown[] | null {
  const lines = json.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  try {
    return lines.length > 1 ? lines.flatMap((line): unknown => JSON.parse(line)) : null
  } catch {
    return null
  }
}

/** Reads the text of an answer, or of several, one to a line. */
export function readUspsText(json: string): UspsAnswer {
  try {
    return readUsps(JSON.parse(json))
  } catch (error) {
    const lines = linesOf(json)
    if (lines) return readUsps(lines)
    return { ok: false, problem: { kind: 'other', code: 'json', message: `This is not JSON: ${tidy(error instanceof Error ? error.message : String(error), 160)}` } }
  }
}

/** News about a number without anything in it. */
export function nothingAbout(number: string, raw: string): PieceNews {
  return { number, events: [], facts: NO_FACTS, problem: null, unread: null, raw }
}

/** An event with only words. */
export function wordsOnly(words: string): TrackingEvent {
  return { ...EMPTY_EVENT, text: tidy(words) }
}
