import type { NewsPreview, NewsReport } from '../../shared/contract/tracking.ts'
import { newId } from '../../shared/ids.ts'
import { groupNumber } from '../../shared/mail/identify.ts'
import { wordsOfEvent } from '../../shared/mail/tracking-codes.ts'
import { mappingProblem, tableKey } from '../../shared/mail/tracking-table.ts'
import type { TableMapping } from '../../shared/mail/tracking-table.ts'
import { readPage } from '../../shared/mail/tracking-text.ts'
import { type PieceNews, type Source, meaningOf } from '../../shared/mail/tracking.ts'
import type { Status } from '../../shared/mail/tracking-status.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { createPace } from '../directory/pace.ts'
import { existing } from '../pieces/pieces.ts'
import type { Services } from '../services.ts'
import type { Actor } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import type { Store } from '../store/store.ts'
import { trackingImported } from './events.ts'
import { becoming, draftOf, judgeNews } from './news.ts'
import * as queries from './queries.ts'
import type { FileKind, FileNews } from './read.ts'
import { LARGEST_NEWS, readNewsFile } from './read.ts'
import { senderZip } from './settings.ts'

/** A file or text that was read and waits for a person's word. */
interface Staged { id: string; name: string; bytes: Buffer; read: FileNews; mapping: TableMapping | null; at: number }

const staged = new WeakMap<Store, Map<string, Staged>>()
/** How many previews are held at once; the oldest goes first. */
const MOST_STAGED = 12
const SHOWN = 200
/** How long one transaction of an import may take before it is committed, in milliseconds; the commit comes on top. */
const TRANSACTION = 6

const SOURCE_OF: Readonly<Record<FileKind, Source>> = { json: 'json', email: 'email', csv: 'csv', text: 'paste' }

function stage(store: Store, one: Staged): void {
  const known = staged.get(store) ?? new Map<string, Staged>()
  known.delete(one.id)
  known.set(one.id, one)
  for (const id of known.keys()) if (known.size > MOST_STAGED) known.delete(id)
  staged.set(store, known)
}

function found(store: Store, id: string): Staged {
  const one = staged.get(store)?.get(id)
  if (!one) throw new NotFound('This preview is not here any more. Choose the file again.')
  return one
}

/** Reads a file under the mapping that was used for such columns before. */
async function readRemembered(store: Store, name: string, bytes: Buffer): Promise<{ read: FileNews; remembered: boolean }> {
  const read = await readNewsFile(name, bytes)
  const shape = read.shape
  const kept = shape ? queries.rememberedMapping(store.db, tableKey(shape.columns)) : null
  if (kept === null) return { read, remembered: false }
  return { read: await readNewsFile(name, bytes, JSON.parse(kept) as TableMapping), remembered: true }
}

/** A pasted text about a piece whose page was open: used where the text names no number. */
function aboutPiece(read: FileNews, text: string, number: string): FileNews {
  if (read.ok && read.news.length > 0) return read
  const news = readPage(text, number)
  return news.some((one) => one.events.length > 0) ? { ok: true, kind: 'text', news, bad: [], shape: null, sample: [] } : { ok: false, kind: 'text', reason: 'This text says nothing that is understood. Copy the whole page of the carrier, or type the news by hand.', shape: null, sample: [] }
}

/**
 * Reads a file or a pasted text and says what it would change. Changes nothing.
 *
 * @throws NotFound, Refusal `too-large`
 */
export async function open(call: CheckedCall, input: { name: string; content: string } | { text: string; piece?: string | undefined }): Promise<NewsPreview> {
  const { store } = call.services
  const pasted = 'text' in input
  const bytes = pasted ? Buffer.from(input.text) : Buffer.from(input.content, 'base64')
  if (bytes.length > LARGEST_NEWS) throw new Refusal('too-large', `This is larger than ${LARGEST_NEWS >> 20} MB. Split it, then take the parts one after the other.`, { field: 'content' })
  const name = pasted ? 'Pasted text' : input.name
  const { read, remembered } = await readRemembered(store, pasted ? 'pasted.txt' : name, bytes)
  const about = pasted && input.piece !== undefined ? existing(store.db, input.piece).number : null
  const one: Staged = { id: newId(store.now()), name, bytes, read: about === null || !pasted ? read : aboutPiece(read, input.text, about), mapping: null, at: store.now() }
  stage(store, one)
  return await previewOf(call.services, one, remembered)
}

/** Reads a table again under another choice of columns. @throws NotFound, Refusal `no-such-column` */
export async function remap(call: CheckedCall, input: { id: string; mapping: TableMapping }): Promise<NewsPreview> {
  const { store } = call.services
  const one = found(store, input.id)
  const columns = one.read.shape?.columns.length ?? 0
  if (Object.values(input.mapping).some((column) => column >= columns)) throw new Refusal('no-such-column', 'The table has no such column.', { field: 'mapping' })
  const next: Staged = { ...one, mapping: input.mapping, read: await readNewsFile(one.name, one.bytes, input.mapping) }
  stage(store, next)
  return await previewOf(call.services, next, false)
}

const nothing = { pieces: 0, newEvents: 0, sameEvents: 0, rows: [], unknown: 0, bad: [], badRows: 0 }

async function previewOf({ store }: Services, one: Staged, remembered: boolean): Promise<NewsPreview> {
  const { read, id, name } = one
  const shape = read.shape ? { columns: [...read.shape.columns], mapping: { ...read.shape.mapping }, sample: read.sample.map((row) => row.map((cell) => cell.slice(0, 200))), remembered } : { columns: [], mapping: {}, sample: [], remembered: false }
  if (!read.ok) return { id, name, kind: read.kind, problem: read.reason, ...nothing, ...shape }
  const pace = createPace()
  const source = SOURCE_OF[read.kind]
  const preview: NewsPreview = { id, name, kind: read.kind, problem: null, ...nothing, rows: [], bad: read.bad.slice(0, SHOWN).map((bad) => ({ row: bad.row, reason: bad.reason, cells: bad.cells.map((cell) => cell.slice(0, 200)) })), badRows: read.bad.length, ...shape }
  for (const news of read.news) {
    const judged = judgeNews(store.db, news, source)
    if (!judged.piece) preview.unknown++
    else if (judged.events.length > 0 || judged.newFacts) preview.pieces++
    preview.newEvents += judged.events.length
    preview.sameEvents += judged.same
    if (preview.rows.length < SHOWN) preview.rows.push(rowOf(store, judged, source))
    await pace()
  }
  return preview
}

function rowOf(store: Store, judged: ReturnType<typeof judgeNews>, source: Source): NewsPreview['rows'][number] {
  const { news, piece, events, same, note } = judged
  const state = becoming(store.db, judged, source, senderZip(store.db), store.now())
  const before = piece ? queries.factsOf(store.db, piece.no) : null
  return {
    number: news.number, grouped: groupNumber(news.number), piece: piece?.id ?? null, name: piece?.name ?? '', status: (before?.status as Status | undefined) ?? null, becomes: state?.status ?? null, outcome: state?.outcome ?? null, sameEvents: same, note,
    newEvents: events.map((event) => ({ code: event.code, text: wordsOfEvent(event), meaning: meaningOf(event), local: event.local, city: event.city, state: event.state, zip: event.zip, name: event.name })),
  }
}

export function cancel(call: CheckedCall, id: string): Record<string, never> {
  staged.get(call.services.store)?.delete(id)
  return {}
}

/**
 * Takes in what was previewed, in small transactions, and closes it with one event. What was said before is left out, so that a
 * second time changes nothing; interrupted, it goes on when the station is opened again.
 *
 * @throws NotFound, Refusal `nothing-to-take`
 */
export function apply(call: CheckedCall, input: { id: string }): (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<NewsReport> {
  const { services } = call
  const { store } = services
  const one = found(store, input.id)
  const { read } = one
  if (!read.ok) throw new Refusal('nothing-to-take', read.reason)
  const actor: Actor = { id: call.actor.id, name: call.actor.name }
  return async (onProgress) => {
    // The file lies there before any event names it.
    const file = store.files.put(one.bytes)
    const begun: queries.Unfinished = { id: one.id, name: one.name, file, mapping: one.mapping === null ? null : JSON.stringify(one.mapping), actor: actor.id, actor_name: actor.name, at: store.now() }
    store.operate(actor, () => ({ events: [], tables: (tables) => queries.beginImport(tables, begun), answer: () => null }))
    const report = await take(services, begun, read, actor, onProgress)
    staged.get(store)?.delete(one.id)
    return report
  }
}

async function take(services: Services, begun: queries.Unfinished, read: FileNews & { ok: true }, actor: Actor, onProgress: (progress: Progress) => void): Promise<NewsReport> {
  const { store } = services
  const source = SOURCE_OF[read.kind]
  const told = { source, told: begun.name, raw: null, file: begun.file }
  const report: NewsReport = { id: begun.id, name: begun.name, pieces: 0, events: 0, same: 0, unknown: 0, bad: read.bad.length, unknownNumbers: [] }
  const pace = createPace()
  const { news } = read
  for (let next = 0; next < news.length;) {
    if (!store.db.open) throw new Refusal('closed', 'The station was closed. It goes on when it is opened again.')
    store.operate(actor, (db) => {
      const zip = senderZip(db)
      const until = performance.now() + TRANSACTION / 2
      const events = []
      for (; next < news.length && performance.now() < until; next++) {
        const one = news[next]
        if (!one) break
        events.push(...draftsOf(db, one, told, zip, report))
      }
      return { events, answer: () => null }
    })
    onProgress({ step: 'Taking in', done: next, of: news.length })
    await pace()
  }
  finish(services, begun, read, actor, report)
  return report
}

function draftsOf(db: Store['db'], news: PieceNews, told: { source: Source; told: string; raw: null; file: string }, senderZip: string | null, report: NewsReport) {
  const judged = judgeNews(db, news, told.source)
  const drafts = draftOf(judged, { ...told, senderZip })
  if (!judged.piece) {
    report.unknown++
    if (report.unknownNumbers.length < SHOWN) report.unknownNumbers.push(news.number)
  }
  if (drafts.length > 0) report.pieces++
  report.events += judged.events.length
  report.same += judged.same
  return drafts
}

function finish({ store }: Services, begun: queries.Unfinished, read: FileNews & { ok: true }, actor: Actor, report: NewsReport): void {
  const { shape } = read
  const event = trackingImported.draft(null, { import: begun.id, name: begun.name, kind: read.kind, file: begun.file, pieces: report.pieces, events: report.events, unknown: report.unknown, bad: report.bad })
  store.operate(actor, () => ({
    // Nothing new: nothing is written into the log either.
    events: report.pieces > 0 ? [event] : [],
    tables: (tables) => {
      queries.endImport(tables, begun.id)
      if (shape && mappingProblem(shape.mapping) === null) queries.rememberMapping(tables, tableKey(shape.columns), JSON.stringify(shape.mapping), store.now())
    },
    answer: () => null,
  }))
}

/** Takes in a file at once, without a preview: for commands and watched folders. */
export async function takeFile(services: Services, actor: Actor, name: string, bytes: Buffer): Promise<{ ok: true; report: NewsReport } | { ok: false; reason: string }> {
  const { store } = services
  const { read } = await readRemembered(store, name, bytes)
  if (!read.ok) return { ok: false, reason: read.reason }
  const begun: queries.Unfinished = { id: newId(store.now()), name, file: store.files.put(bytes), mapping: null, actor: actor.id, actor_name: actor.name, at: store.now() }
  store.operate(actor, () => ({ events: [], tables: (tables) => queries.beginImport(tables, begun), answer: () => null }))
  return { ok: true, report: await take(services, begun, read, actor, () => {}) }
}

/** Goes on with imports that an interruption left in the middle. */
export async function resumeNews(services: Services): Promise<void> {
  const { store, log } = services
  for (const begun of queries.unfinished(store.db)) {
    const bytes = store.files.get(begun.file)
    const mapping = begun.mapping === null ? undefined : (JSON.parse(begun.mapping) as TableMapping)
    const read = bytes && (mapping ? await readNewsFile(begun.name, bytes, mapping) : (await readRemembered(store, begun.name, bytes)).read)
    if (!store.db.open) return
    if (read && read.ok) await take(services, begun, read, { id: begun.actor, name: begun.actor_name }, () => {})
    else {
      log.warn('an interrupted import of news cannot go on', { import: begun.id })
      store.operate({ id: begun.actor, name: begun.actor_name }, () => ({ events: [], tables: (tables) => queries.endImport(tables, begun.id), answer: () => null }))
    }
  }
}
